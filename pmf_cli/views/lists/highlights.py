"""Candidates for highlights with score and reasons, and what people chose and turned down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmf_cli.analysis.highlights.highlights import Candidate, Highlights, highlights_of, quota_of
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.process import Highlight
from pmf_cli.register.terms import ANY_RATING
from pmf_cli.views.base import Align, Block, Entry, Paragraph, Section, lead, note
from pmf_cli.views.entries import direction_entry, rating_entry
from pmf_cli.views.listing import Field, ListDefinition, Listing, kpi_fields
from pmf_cli.views.references import role_of
from pmf_cli.views.wording import one_line, part_name, sentence
from pmf_cli.words import counted, listed

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


@frozen
class HighlightLine:
    """A candidate, how it stands, and the post of who decided."""

    candidate: Candidate
    standing: str
    by_post: str

    @property
    def choice(self) -> Highlight | None:
        """What a person decided."""
        return self.candidate.choice


HIGHLIGHTS: ListDefinition[HighlightLine] = ListDefinition(
    "pmf/highlights/1",
    "One item a KPI that was put forward, chosen or turned down as a highlight. From `pmf highlights`.",
    "items",
    (
        *kpi_fields(lambda one: one.candidate.rating.kpi, (0.9, 2.2)),
        Field("directorate", "", "Directorate.", lambda one: one.candidate.rating.kpi.directorate),
        Field("standing", "", "Chosen, Proposed, Candidate or Turned down."),
        Field(
            "kind", "Kind", "Adverse, Favourable, Watch or Other.", lambda one: one.candidate.kind,
            width=1.1,
        ),
        Field(
            "score", "Score", "The sum of the reasons' weights.", lambda one: one.candidate.score,
            width=0.8, align=Align.NUMBER,
        ),
        Field(
            "rating", "Rating", f"{ANY_RATING}; empty where not rated.",
            lambda one: one.candidate.rating.rag, lambda one: rating_entry(one.candidate.rating),
            width=1.2,
        ),
        Field(
            "direction_text", "Direction of travel", "The direction of travel in words.",
            lambda one: direction_entry(one.candidate.rating.direction).text,
            lambda one: direction_entry(one.candidate.rating.direction), width=2.0,
        ),
        Field(
            "reasons", "Reasons found by the tool",
            "Why the tool put it forward, one sentence each.",
            lambda one: tuple(reason.text for reason in one.candidate.reasons),
            lambda one: Entry(_reasons(one.candidate) or "None found by the tool."), width=4.2,
        ),
        Field(
            "weights", "", "The weight of each reason, in the same order.",
            lambda one: tuple(str(reason.weight) for reason in one.candidate.reasons),
        ),
        Field(
            "chosen", "", "True or false where a person decided.",
            lambda one: one.choice and one.choice.chosen,
        ),
        Field("why", "", "The person's reason.", lambda one: one.choice and one.choice.why),
        Field(
            "by", "", "Contact reference of who decided.",
            lambda one: one.choice and one.choice.chosen_by,
        ),
        Field(
            "by_post", "", "Their post.", lambda one: one.by_post if one.choice else None, empty="",
        ),
        Field(
            "commentary_asked_on", "", "When the service was asked, ISO date.",
            lambda one: one.choice and one.choice.asked_on,
        ),
        Field(
            "commentary_received_on", "", "When the answer came, ISO date.",
            lambda one: one.choice and one.choice.received_on,
        ),
        Field("decided", "Decided", "", shown=lambda one: Entry(_decided(one)), width=2.4),
    ),
)  # fmt: skip


def highlight_listing(assessment: Assessment) -> Listing:
    """The period's candidates and choices in three formats."""
    found = highlights_of(assessment)
    groups = {
        CHOSEN: found.shown if found.chosen else (),
        PROPOSED: () if found.chosen else found.shown,
        NEXT: found.others,
        TURNED_DOWN: found.turned_down,
    }
    lines = {
        standing: tuple(_line(assessment, one, standing) for one in ones)
        for standing, ones in groups.items()
    }
    return HIGHLIGHTS.listing_of(
        assessment,
        tuple(line for ones in lines.values() for line in ones),
        {
            "at_most": quota_of(assessment),
            "chosen": len(groups[CHOSEN]),
            "candidates": len(groups[PROPOSED]) + len(groups[NEXT]),
            "turned_down": len(groups[TURNED_DOWN]),
        },
        (
            Section(f"{assessment.register.name}: highlights for {assessment.period}", 1, ()),
            *_sections(lines),
            Section("What next", 2, tuple(_closing(assessment, found))),
        ),
    )


def _line(assessment: Assessment, one: Candidate, standing: str) -> HighlightLine:
    by = one.choice.chosen_by if one.choice else None
    return HighlightLine(one, standing, role_of(assessment.register, by))


def _sections(groups: Mapping[str, Sequence[HighlightLine]]) -> Iterator[Section]:
    columns = [field.key for field in HIGHLIGHTS.chosen()]
    for standing, lines in groups.items():
        if lines:
            table = HIGHLIGHTS.table(
                part_name("highlights", standing),
                standing,
                lines,
                columns=columns if standing in DECIDED else columns[:-1],
            )
            yield Section(standing, 2, (note(MEANINGS[standing]), table))


def _closing(assessment: Assessment, found: Highlights) -> Iterator[Block]:
    most = quota_of(assessment)
    if found.chosen:
        number = len(found.shown)
        words = f"{counted(number, 'highlight')} chosen; the leaders want at most {most}."
        if number > most:
            words += f" That is {number - most} too many."
        yield lead(words)
    else:
        yield lead(
            f"Nobody has chosen yet; the leaders want at most {most}. To record a choice: pmf "
            'highlights choose REF... --why "..." --by REF --write'
        )
    if found.unknown:
        refs = listed(str(row.kpi_ref) for row in found.unknown)
        yield Paragraph(f"Chosen but not in scope: {refs}. Look at the sheet Highlights.")


def _reasons(one: Candidate) -> str:
    """The reasons of today, else those that were on record when the choice was made."""
    recorded = one.choice.reasons_found if one.choice is not None else None
    return " ".join(reason.text for reason in one.reasons) or recorded or ""


def _decided(one: HighlightLine) -> str:
    choice = one.choice
    why = sentence(one_line((choice.why if choice else None) or "No reason on record"))
    who = one.by_post or (choice.chosen_by if choice else None)
    return f"{why} ({who})" if who else why
