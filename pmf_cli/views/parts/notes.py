"""The last page of a paper: by what method it was made, why KPIs have no rating, that the counts add up, sources, words.

No command, fingerprint or count of findings stands here: whoever wants those opens the workbook's last sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import PurePath

from pmf_cli.analysis.commentary.questions import CONTRADICTIONS, commentary_questions
from pmf_cli.analysis.movement import PLACES, RatingPlace, RatingsMoved
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import meeting_on, month_of_meeting, paper_after
from pmf_cli.cycle.timetable.cycle_steps import date_of_step
from pmf_cli.findings import Severity
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating, Unrated, UnratedReason
from pmf_cli.register.sheets.supporting import GlossaryTerm
from pmf_cli.register.terms import Rag, RatingWords, TimetableStep
from pmf_cli.views.audience import Audience, narrowed, once_for_audience
from pmf_cli.views.base import (
    Align,
    Block,
    Chart,
    Entry,
    Paragraph,
    Plain,
    Section,
    SideBySide,
    Table,
    TableLook,
    Tone,
    note,
)
from pmf_cli.views.comparison import ratings_moved
from pmf_cli.views.entries import TONES, count_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.moved import MISSING
from pmf_cli.views.parts.part import closing_part, part
from pmf_cli.views.rating_key import rule_set_words, scheme_of
from pmf_cli.views.scorecard_entries import nothing_entry
from pmf_cli.views.wording import are, have, number_in_words, period_title
from pmf_cli.words import MONTH_NAMES, counted, day_in_words, listed, listed_shortly

FROM_REASONS = 4
"""Reasons whose table is about as high as the method beside it; a lower one stands under it."""
MOST_NAMED = 2
"""KPIs named beside a reason; of more the number is enough."""
MOST_DIFFERING = 4
"""KPIs named whose words and figures differ."""


@part("how made")
def how_made_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The last page: the method, why KPIs have no rating, how the ratings moved and that they add up, the sources."""
    without = [one for one in audience.ratings if one.rag is None]
    method = tuple(_method(assessment, audience))
    blocks: tuple[Block, ...] = (*method, *_why_not(without)) if without else method
    if (
        len({one.outcome.reason for one in without if isinstance(one.outcome, Unrated)})
        >= FROM_REASONS
    ):
        blocks = (SideBySide(method, _why_not(without)),)
    opening = Section("How this paper was made", 1, blocks, key="how made")
    moved = ratings_moved(assessment, audience)
    parts = [opening]
    if moved is not None:
        parts.append(_moved_section(moved, assessment.words))
    told = (Paragraph(_sources(assessment, audience)), *_next_paper(assessment, audience))
    heading = "Sources" if len(told) == 1 else "Sources, and the next paper"
    parts.append(Section(heading, 2, told))
    return tuple(parts)


def _method(assessment: Assessment, audience: Audience) -> Iterator[Plain]:
    """How results are rated, in short: the scheme in force, what departs from it, who approved it."""
    scheme, words = scheme_of(assessment, audience.ratings), assessment.words
    meanings = {Rag.RED: scheme.red, Rag.AMBER: scheme.amber, Rag.GREEN: scheme.green}
    for rag, meaning in meanings.items():
        # What follows from a rating stands in the key of the workbook.
        first = meaning.partition(". ")[0].rstrip(".")
        yield Paragraph(f"{first}.", label=f"{words[rag]}:", tone=TONES[rag])
    yield Paragraph(" ".join((*scheme.notes, _approval(audience.ratings))))


def _approval(ratings: Sequence[KpiRating]) -> str:
    """Who approved the rules and when, the newest first; which rule sets, where that is not known of all."""
    told: dict[str, list[str]] = {}
    for on, by in sorted(_approvals(ratings), reverse=True):
        told.setdefault(by, []).append(day_in_words(on))
    words = " ".join(f"{by} approved the rules on {listed(days)}." for by, days in told.items())
    return words or rule_set_words(ratings)


def _approvals(ratings: Sequence[KpiRating]) -> set[tuple[date, str]]:
    """When and by whom the rules were approved; nothing where that is not known of all."""
    found = set()
    for rule in (one.outcome.rule for one in ratings if isinstance(one.outcome, Rating)):
        if rule is None or rule.approved_on is None or rule.approved_by is None:
            return set()
        found.add((rule.approved_on, rule.approved_by))
    return found


REASON_ROWS: dict[str, tuple[UnratedReason, ...]] = {
    "Not due this period": (UnratedReason.NOT_DUE,),
    "Figure missing": MISSING,
    "State of the area: no target by design": (UnratedReason.POPULATION_OUTCOME,),
    "Watched only": (UnratedReason.TRACKER,),
    "Target still to be agreed": (UnratedReason.TO_BE_AGREED,),
    "Nothing yet to compare with": (UnratedReason.NO_COMPARATOR,),
    "Being developed": (UnratedReason.DEVELOPMENT,),
    "Does not apply this period": (UnratedReason.NOT_APPLICABLE,),
    "The register lacks what a rating needs": (UnratedReason.DEFINITION,),
}
"""What a row of the table says → the reasons that it counts; every reason is in one."""


@frozen
class CountedReason:
    """Why some KPIs have no rating."""

    words: str
    ratings: tuple[KpiRating, ...]

    @property
    def text(self) -> str:
        """The reason; with the KPIs where they are few and stand nowhere else."""
        is_elsewhere = self.words in ("Not due this period", "Figure missing")
        if is_elsewhere or len(self.ratings) > MOST_NAMED:
            return self.words
        return f"{self.words}: {listed(one.kpi.known_as for one in self.ratings)}"


def _why_not(without: Sequence[KpiRating]) -> tuple[Plain, ...]:
    """Why KPIs have no rating, counted; and of those not due when they are."""
    rows = [
        CountedReason(words, tuple(one for one in without if _reason(one) in reasons))
        for words, reasons in REASON_ROWS.items()
    ]
    rows = sorted((row for row in rows if row.ratings), key=lambda row: -len(row.ratings))
    title = f"Why {counted(len(without), 'KPI')} {have(len(without))} no rating"
    columns: tuple[Field[CountedReason], ...] = (
        table_column("Reason", lambda row: row.text, 5),
        table_column("KPIs", lambda row: len(row.ratings), 1, Align.NUMBER),
    )
    table = table_of(
        columns,
        "not_rated",
        title,
        rows,
        "The reasons for no rating, with counts.",
        look=TableLook.DENSE,
    )
    until = _not_due_until(without)
    blocks: tuple[Plain, ...] = (table,)
    return (*blocks, note(until)) if until else blocks


def _reason(rating: KpiRating) -> UnratedReason | None:
    return rating.outcome.reason if isinstance(rating.outcome, Unrated) else None


def _not_due_until(without: Sequence[KpiRating]) -> str:
    """The KPIs that are not due with the month in which they are, the earliest first."""
    waiting = [one for one in without if _reason(one) is UnratedReason.NOT_DUE]
    months = sorted(
        (one.next_due.replace(day=1) if one.next_due else date.max, one.kpi.known_as)
        for one in waiting
    )
    parts = [
        f"{listed(name for _, name in group)}, {_due_month(month)}"
        for month, group in groupby(months, key=lambda pair: pair[0])
    ]
    return f"Not due until then: {'; '.join(parts)}." if parts else ""


def _due_month(month: date) -> str:
    return "no date given" if month == date.max else f"{MONTH_NAMES[month.month - 1]} {month.year}"


ROW_WORDS = {RatingPlace.UNRATED: "Not rated", RatingPlace.ABSENT: "New KPI"}


def _moved_section(moved: RatingsMoved, words: RatingWords) -> Section:
    """The matrix of ratings then and now, whose rows and columns add up."""
    then = period_title(moved.then.period)
    table = matrix_table(moved, words)
    heading = "How the ratings moved, and that they add up"
    return Section(heading, 2, (Paragraph(_read_across(moved, words, then)), table))


def _read_across(moved: RatingsMoved, words: RatingWords, then: str) -> str:
    """How the matrix is read, by its worst row, and how its total comes about."""
    before = next((place for place in PLACES if moved.all_then(place)), RatingPlace.UNRATED)
    word = _place_words(before, words)
    number, same = moved.all_then(before), moved.count(before, before)
    verb = "was" if number == 1 else "were"
    total, ended = len(moved.kpis), moved.all_now(RatingPlace.ABSENT)
    now = total - ended
    still = f"{number_in_words(same)} {are(same)} still so" if same else "none is so now"
    kpis = "one KPI" if number == 1 else f"{number:,} KPIs"
    told = f"Read across: of the {kpis} that {verb} {word} in {then}, {still}."
    if ended:
        return f"{told} The {total:,} KPIs then or new, less {ended:,} ended, are the {now:,} now."
    return f"{told} All {total:,} KPIs stand in it once."


def _place_words(place: RatingPlace, words: RatingWords) -> str:
    return words[place.rag] if place.rag is not None else ROW_WORDS[place].lower()


def matrix_table(moved: RatingsMoved, words: RatingWords) -> Table:
    """How many KPIs stood where then, and where they stand now; zeros are dots, the same rating is bold."""
    is_ended = moved.all_now(RatingPlace.ABSENT) > 0
    nows = [place for place in PLACES if place is not RatingPlace.ABSENT or is_ended]
    thens = [place for place in PLACES if place is not RatingPlace.ABSENT or moved.all_then(place)]
    columns: tuple[Field[RatingPlace | None], ...] = (
        table_column(period_title(moved.then.period), lambda place: _row_head(place, words), 2),
        *(_now_column(moved, now, words) for now in nows),
        table_column("All then", lambda place: _sum_entry(moved, place), 1, Align.NUMBER),
    )
    summary = "Rows: the rating then. Columns: the rating now. Each KPI is counted once."
    return table_of(
        columns,
        "ratings_then_and_now",
        "Ratings then and now",
        (*thens, None),
        summary,
        look=TableLook.DENSE,
        has_caption=False,
    )


def _row_head(place: RatingPlace | None, words: RatingWords) -> Entry:
    if place is None:
        return Entry("Now", is_strong=True, tone=Tone.TOTAL)
    if place.rag is not None:
        return Entry(words[place.rag], tone=TONES[place.rag])
    return Entry(
        ROW_WORDS[place], tone=Tone.UNRATED if place is RatingPlace.UNRATED else Tone.MUTED
    )


def _now_column(
    moved: RatingsMoved, now: RatingPlace, words: RatingWords
) -> Field[RatingPlace | None]:
    title = "Ended" if now is RatingPlace.ABSENT else ROW_WORDS.get(now) or f"{words[Rag(now)]} now"

    def entry(then: RatingPlace | None) -> Entry:
        number = moved.all_now(now) if then is None else moved.count(then, now)
        if number == 0 and then is not None:
            return nothing_entry()
        tone = Tone.TOTAL if then is None else Tone.NONE
        return replace(count_entry(number, tone), is_strong=then is now or then is None)

    return table_column(title, entry, 1, Align.NUMBER)


def _sum_entry(moved: RatingsMoved, place: RatingPlace | None) -> Entry:
    if place is not None:
        return count_entry(moved.all_then(place))
    return replace(count_entry(len(moved.kpis), Tone.TOTAL), is_strong=True)


def _sources(assessment: Assessment, audience: Audience) -> str:
    """From what the paper was made, in words."""
    register = assessment.register
    books = listed(PurePath(name).stem for name in register.fingerprints)
    told = [f"The council’s KPI Register as it stood on {day_in_words(assessment.as_of)}"]
    told[0] += f": {books}." if books else "."
    others = _others(assessment, audience) if audience.shows_benchmarks else ""
    if others:
        told.append(f"Figures of others: {others}.")
    where = "" if audience.is_public else " in the Excel edition, last sheet"
    told.append(f"Every figure can be traced to its workbook cell{where}.")
    told.append(_checks(assessment, audience))
    return " ".join(told)


def _checks(assessment: Assessment, audience: Audience) -> str:
    """What the checks found: errors, and words of services that say otherwise than the figures."""
    is_clean = all(one.severity is not Severity.ERROR for one in assessment.findings)
    differs = contradicted(assessment, audience)
    if not differs:
        return f"The checks found {'no error' if is_clean else 'errors, which that sheet names'}."
    names = listed_shortly(differs, MOST_DIFFERING)
    words = f"Words of services differ from the figures beside them, and the services are asked: {names}."
    return words if is_clean else f"The checks found errors, which that sheet names. {words}"


@once_for_audience
def contradicted(assessment: Assessment, audience: Audience) -> tuple[str, ...]:
    """The KPIs of an audience, by name, of which a comment says otherwise than the figures."""
    asked = commentary_questions(narrowed(assessment, audience))
    refs = audience.kpi_refs
    found = (
        one.rating.kpi for one in asked if one.name in CONTRADICTIONS and one.rating.kpi.ref in refs
    )
    return tuple(dict.fromkeys(kpi.known_as for kpi in found))


def _others(assessment: Assessment, audience: Audience) -> str:
    """Where figures of other councils come from, the most used first, two at most."""
    refs = audience.kpi_refs
    used: dict[str, int] = {}
    for row in assessment.register.benchmarks:
        if row.kpi_ref in refs and row.data_source:
            used[row.data_source] = used.get(row.data_source, 0) + 1
    return listed(sorted(used, key=lambda name: (-used[name], name))[:2])


TERMS: tuple[Field[GlossaryTerm], ...] = (
    table_column("Term", lambda row: Entry(row.term, is_strong=True), 1.5),
    table_column("Meaning", lambda row: row.meaning, 6),
)


@closing_part("glossary")
def glossary_part(assessment: Assessment, _: Audience, before: Sequence[Section]) -> Section | None:
    """Words and abbreviations explained, one after another: only those that the paper uses (Luton's members asked)."""
    used = _terms_used(assessment, before)
    told = "; ".join(f"{row.term}: {row.meaning}" for row in used)
    return Section("Words", 2, (note(f"{told}."),)) if used else None


@closing_part("glossary in a table")
def glossary_table_part(
    assessment: Assessment, _: Audience, before: Sequence[Section]
) -> Section | None:
    """The same in a table, for a paper to look words up in."""
    used = _terms_used(assessment, before)
    if not used:
        return None
    summary = "Terms used in this paper and their meaning."
    look = TableLook.DENSE
    table = table_of(TERMS, "glossary", "Words", used, summary, look=look, has_caption=False)
    return Section("Words", 2, (table,))


def _terms_used(assessment: Assessment, before: Sequence[Section]) -> list[GlossaryTerm]:
    """The terms that some sections use, by name."""
    whole = " ".join(_texts_of(before))
    words = set(_words(whole))
    folded = f" {' '.join(_words(whole.casefold()))} "

    def is_used(term: str) -> bool:
        bare = " ".join(_words(term))
        # An abbreviation counts as it is written: CLT, but not the letters of another word.
        if bare.isupper():
            return bare in words
        return bool(bare) and any(f" {bare.casefold()}{end} " in folded for end in ("", "s"))

    found = (row for row in assessment.register.glossary if row.meaning and is_used(row.term))
    return sorted(found, key=lambda row: row.term.casefold())


def _words(text: str) -> list[str]:
    return "".join(mark if mark.isalnum() else " " for mark in text).split()


def _texts_of(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        yield section.heading
        for block in section.plain_blocks:
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Table):
                yield block.title
                yield from (entry.whole for row in block.rows for entry in row)
            elif isinstance(block, Chart):
                yield block.alt


def _next_paper(assessment: Assessment, audience: Audience) -> Iterator[Paragraph]:
    """For which period the body's next paper is, when it meets on it and by when figures are due."""
    register, body = assessment.register, audience.body
    period = paper_after(register, body, assessment.period)
    if period is None:
        return
    meets, month = meeting_on(register, body, period), month_of_meeting(register, body, period)
    due = date_of_step(register, period, TimetableStep.DATA_DUE)
    words = f"{period_title(period)}, to {audience.short_name}"
    if meets is not None:
        words += f" on {day_in_words(meets)}."
    elif month is not None:
        words += f" in {MONTH_NAMES[month.month - 1]} {month.year}."
    else:
        words += "; the timetable gives no date yet."
    if due is not None:
        words += f" Figures are due on {day_in_words(due)}."
    yield Paragraph(words, label="Next paper:")
