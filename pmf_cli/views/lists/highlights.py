"""Candidates for highlights with score and reasons, and what people chose and turned down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmf_cli.analysis.highlights.highlights import Candidate, Highlights, highlights_of, quota_of
from pmf_cli.assessment import Assessment
from pmf_cli.views.base import Align, Block, Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import count_entry, direction_entry, rating_entry, text_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.roles import role_of
from pmf_cli.views.wording import one_line, part_name, sentence
from pmf_cli.words import counted, listed

SCHEMA = "pmf/highlights/1"
CHOSEN, TURNED_DOWN, PROPOSED, NEXT = "Chosen", "Turned down", "Proposed", "Candidate"
DECIDED = (CHOSEN, TURNED_DOWN)
"""Standings that a person gave, with a reason."""
MEANINGS = {
    CHOSEN: "Chosen by a person; they stand in the paper.",
    PROPOSED: "Put forward by the tool. Nobody has chosen yet, so the paper shows these as candidates.",
    NEXT: "Also found by the tool; they do not stand in the paper.",
    TURNED_DOWN: "Looked at and left out, with the reason.",
}
"""What each standing means, in the order of the list."""
COLUMNS = (
    Column("Ref", 0.9),
    Column("KPI", 2.2),
    Column("Kind", 1.1),
    Column("Score", 0.8, Align.NUMBER),
    Column("Rating", 1.2),
    Column("Direction of travel", 2.0),
    Column("Reasons found by the tool", 4.2),
    Column("Decided", 2.4),
)


def highlight_listing(assessment: Assessment) -> Listing:
    """The period's candidates and choices in three formats."""
    found = highlights_of(assessment)
    groups = {
        CHOSEN: found.shown if found.chosen else (),
        PROPOSED: () if found.chosen else found.shown,
        NEXT: found.others,
        TURNED_DOWN: found.turned_down,
    }
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={
            "at_most": quota_of(assessment),
            "chosen": len(groups[CHOSEN]),
            "candidates": len(groups[PROPOSED]) + len(groups[NEXT]),
            "turned_down": len(groups[TURNED_DOWN]),
        },
        key="items",
        items=tuple(
            _item(assessment, one, standing) for standing, ones in groups.items() for one in ones
        ),
        sections=(
            Section(f"{assessment.register.name}: highlights for {assessment.period}", 1, ()),
            *_sections(assessment, groups),
            Section("What next", 2, tuple(_closing(assessment, found))),
        ),
    )


def _sections(
    assessment: Assessment, groups: Mapping[str, Sequence[Candidate]]
) -> Iterator[Section]:
    for standing, ones in groups.items():
        if not ones:
            continue
        table = Table(
            part_name("highlights", standing),
            standing,
            COLUMNS if standing in DECIDED else COLUMNS[:-1],
            tuple(_row(assessment, one, standing) for one in ones),
        )
        yield Section(standing, 2, (Paragraph(MEANINGS[standing], TextStyle.NOTE), table))


def _closing(assessment: Assessment, found: Highlights) -> Iterator[Block]:
    most = quota_of(assessment)
    if found.chosen:
        number = len(found.shown)
        words = f"{counted(number, 'highlight')} chosen; the leaders want at most {most}."
        if number > most:
            words += f" That is {number - most} too many."
        yield Paragraph(words, TextStyle.LEAD)
    else:
        yield Paragraph(
            f"Nobody has chosen yet; the leaders want at most {most}. To record a choice: pmf "
            'highlights choose REF... --why "..." --by REF --write',
            TextStyle.LEAD,
        )
    if found.unknown:
        refs = listed(str(row.kpi_ref) for row in found.unknown)
        yield Paragraph(f"Chosen but not in scope: {refs}. Look at the sheet Highlights.")


def _row(assessment: Assessment, one: Candidate, standing: str) -> tuple[Entry, ...]:
    rating = one.rating
    cells = (
        Entry(rating.kpi.ref, ref=rating.kpi.source.at("ref")),
        text_entry(rating.kpi.short_name or rating.kpi.name, missing="No name"),
        Entry(str(one.kind)),
        count_entry(one.score),
        rating_entry(rating),
        direction_entry(rating.direction),
        Entry(_reasons(one) or "None found by the tool."),
    )
    return (*cells, Entry(_decided(assessment, one))) if standing in DECIDED else cells


def _reasons(one: Candidate) -> str:
    """The reasons of today, else those that were on record when the choice was made."""
    recorded = one.choice.reasons_found if one.choice is not None else None
    return " ".join(reason.text for reason in one.reasons) or recorded or ""


def _decided(assessment: Assessment, one: Candidate) -> str:
    choice = one.choice
    why = sentence(one_line((choice.why if choice else None) or "No reason on record"))
    by = choice.chosen_by if choice else None
    who = role_of(assessment.register, by) or by
    return f"{why} ({who})" if who else why


def _item(assessment: Assessment, one: Candidate, standing: str) -> Mapping[str, Datum]:
    rating, choice = one.rating, one.choice
    asked, received = (choice.asked_on, choice.received_on) if choice else (None, None)
    return {
        "ref": rating.kpi.ref,
        "name": rating.kpi.name,
        "directorate": rating.kpi.directorate,
        "standing": standing,
        "kind": str(one.kind),
        "score": one.score,
        "rating": None if rating.rag is None else str(rating.rag),
        "direction_text": direction_entry(rating.direction).text,
        "reasons": tuple(reason.text for reason in one.reasons),
        "weights": tuple(str(reason.weight) for reason in one.reasons),
        "chosen": None if choice is None else choice.chosen,
        "why": None if choice is None else choice.why,
        "by": None if choice is None else choice.chosen_by,
        "by_post": None if choice is None else role_of(assessment.register, choice.chosen_by),
        "commentary_asked_on": None if asked is None else asked.isoformat(),
        "commentary_received_on": None if received is None else received.isoformat(),
    }
