"""The KPI handbook: what each KPI is, by the five headings of SMART, from what it comes, and with what care it is read.

A handbook for staff and members (2008/09 scrutiny report, table 2); the KPI list is public (2024 report, ¶29). The five
headings are those of the 2023 framework, whose measures link inputs and activities to outputs and outcomes. What
the register does not answer is said in bold: a question for the yearly review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pmf_cli.analysis.scope.targets import target_in_words
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.figures import unit_in_words
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import Accountability, GroupedBy, MeasureType, SourceAssurance
from pmf_cli.views.audience import Audience, once_for_audience
from pmf_cli.views.base import (
    Block,
    Entry,
    Paragraph,
    Section,
    TableLook,
    Words,
    note,
    statement,
)
from pmf_cli.views.entries import date_entry, ref_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.references import owner_of
from pmf_cli.views.selection import NO_GROUP, in_groups
from pmf_cli.views.service_words import NOTHING_KNOWN
from pmf_cli.views.wording import one_line, part_name, sentence
from pmf_cli.words import counted, listed, lower_first

UNANSWERED = "Not stated"
"""What stands where the register does not answer."""
NO_LIMITS = "No limitation known."
FIVE = "Specific, measurable, achievable, relevant, timely"
LADDER = {
    MeasureType.INPUT: "Inputs",
    MeasureType.ACTIVITY: "Activities",
    MeasureType.OUTPUT: "Outputs",
    MeasureType.OUTCOME: "Outcomes",
    MeasureType.SATISFACTION: "Satisfaction",
    MeasureType.EFFICIENCY: "Efficiency",
    None: "Not said which",
}
"""From money to effect: the kinds of measures and the headings of their columns."""


@frozen
class HandbookEntry:
    """A KPI by the five headings, each answer a sentence or two; empty where the register has none.

    Attributes:
        specific: what is counted.
        measurable: how the figure is worked out, and which way is better.
        achievable: the target in force, where it comes from and why it is this.
        relevant: why it matters, and which priority it serves.
        timely: how often it comes, when, and what stretch of time it covers.
        source: from where the data come and who has checked them.
        limits: what is weak in them.
    """

    rating: KpiRating
    owner: str
    specific: str
    measurable: str
    achievable: str
    relevant: str
    timely: str
    source: str
    limits: str

    @property
    def kpi(self) -> Kpi:
        """The KPI."""
        return self.rating.kpi


@once_for_audience
def handbook_entries(assessment: Assessment, audience: Audience) -> dict[str, HandbookEntry]:
    """Reference → what the handbook says of a KPI, for each that the audience is given."""
    register = assessment.register
    return {one.kpi.ref: _entry(register, one) for one in audience.ratings}


def _entry(register: Register, rating: KpiRating) -> HandbookEntry:
    kpi = rating.kpi
    return HandbookEntry(
        rating,
        owner_of(register, kpi),
        specific=_sentences(kpi.definition),
        measurable=_measurable(kpi),
        achievable=_achievable(rating),
        relevant=_relevant(register, kpi),
        timely=_timely(kpi),
        source=_source(kpi),
        limits=_limits(kpi),
    )


def _sentences(*texts: str | None) -> str:
    return " ".join(sentence(one_line(text)) for text in texts if text)


def _measurable(kpi: Kpi) -> str:
    if not kpi.calculation:
        return ""
    unit = f"Unit: {unit_in_words(kpi)}" if unit_in_words(kpi) else None
    return _sentences(kpi.calculation, unit, kpi.polarity)


def _achievable(rating: KpiRating) -> str:
    row, kpi = rating.target_row, rating.kpi
    if row is None:
        by_design = kpi.accountability is Accountability.POPULATION
        return "No target, by design: it shows the state of the area." if by_design else ""
    basis = f" ({lower_first(row.target_basis)})" if row.target_basis else ""
    aim = lower_first(target_in_words(row, kpi)).removeprefix("direction: ")
    return _sentences(f"Target: {aim}{basis}", row.rationale)


def _relevant(register: Register, kpi: Kpi) -> str:
    if not kpi.rationale:
        return ""
    named = {row.ref: one_line(row.priority or row.ref) for row in register.priorities}
    served = [named[ref] for ref in kpi.priorities if ref in named]
    return _sentences(kpi.rationale, f"Priority: {listed(served)}" if served else None)


def _timely(kpi: Kpi) -> str:
    if kpi.frequency is None:
        return ""
    lag = "" if kpi.lag_days is None else f"{counted(kpi.lag_days, 'day')} after the period"
    when = kpi.available_from or lag
    often = ", ".join(filter(None, (str(kpi.frequency), lower_first(one_line(when)))))
    return _sentences(often, kpi.time_basis)


def _source(kpi: Kpi) -> str:
    if not kpi.data_source:
        return ""
    checked = kpi.source_assurance
    if checked is None:
        return _sentences(kpi.data_source, "Who has checked it is not stated")
    by = "nobody" if checked is SourceAssurance.NONE else lower_first(checked)
    return _sentences(kpi.data_source, f"Checked by: {by}")


def _limits(kpi: Kpi) -> str:
    words = one_line(kpi.known_limitations or "")
    if not words:
        return ""
    return NO_LIMITS if words.casefold() in NOTHING_KNOWN else sentence(words)


def handbook_subtitle(_: Assessment, audience: Audience) -> str:
    """Whose KPIs it describes: ``For Growth Scrutiny Board``."""
    return f"For {audience.title_name}"


@part("about the handbook")
def about_handbook_part(assessment: Assessment, audience: Audience) -> Section:
    """How many KPIs there are, of which kinds, what the five headings ask, and what the register leaves open."""
    entries = tuple(handbook_entries(assessment, audience).values())
    if not entries:
        return Section.saying("The KPIs", "No KPI is in scope.")
    classes: dict[str, int] = {}
    for one in entries:
        name = lower_first(str(one.kpi.kpi_class or "of no class"))
        classes[name] = classes.get(name, 0) + 1
    told = listed(f"{number:,} {name}" for name, number in classes.items())
    public = sum(one.kpi.public is True for one in entries)
    blocks: list[Block] = [
        statement(
            f"{counted(len(entries), 'KPI')}.", f"{told}. {public:,} may be published."
        ),
        Paragraph(
            f"Each is described by five headings: {lower_first(FIVE)}. “{UNANSWERED}” in bold is a "
            "question that the register does not answer yet.",
        ),
    ]  # fmt: skip
    gaps = [
        f"{len(some):,} {lower_first(name)}"
        for name, of in HEADINGS.items()
        if (some := [one for one in entries if not of(one)])
    ]
    if gaps:
        blocks.append(note(f"Open questions: {listed(gaps)}."))
    return Section("The KPIs", 1, tuple(blocks))


HEADINGS: dict[str, Callable[[HandbookEntry], str]] = {
    "Specific": lambda one: one.specific,
    "Measurable": lambda one: one.measurable,
    "Achievable": lambda one: one.achievable,
    "Relevant": lambda one: one.relevant,
    "Timely": lambda one: one.timely,
    "Source": lambda one: one.source,
    "Limitations": lambda one: one.limits,
}
"""What a reader asks of a KPI, and where the answer stands: the five headings, then the data."""


@part("handbook")
def handbook_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """Each KPI once, a row in the table of its directorate: the five headings answered, source and limitations."""
    entries = handbook_entries(assessment, audience)
    groups = in_groups(assessment, audience.ratings, GroupedBy.DIRECTORATE)
    if not groups:
        return ()
    opening = Section("What each KPI is", 1, (), page_break=True, is_sideways=True)
    return (
        opening,
        *(_group(name, [entries[one.kpi.ref] for one in some]) for name, some in groups.items()),
    )


def _group(name: str, entries: Sequence[HandbookEntry]) -> Section:
    columns: tuple[Field[HandbookEntry], ...] = (
        table_column("KPI", _named, 6),
        table_column("Specific", lambda one: _answer(one.specific), 5.2),
        table_column("Measurable", lambda one: _answer(one.measurable), 5),
        table_column("Achievable", lambda one: _answer(one.achievable), 4),
        table_column("Relevant", lambda one: _answer(one.relevant), 4.4),
        table_column("Timely", lambda one: _answer(one.timely), 3.4),
        table_column("Source and limitations", _care, 4.8),
    )
    summary = f"Each KPI of {name} by the five headings, with source and limitations."
    table = table_of(
        columns,
        part_name("handbook", name),
        f"Handbook: {name}",
        entries,
        summary,
        has_caption=False,
    )
    return Section(name, 2, (table,), is_sideways=True)


def _named(one: HandbookEntry) -> Entry:
    kpi = one.kpi
    about = " · ".join(
        filter(None, (kpi.ref, str(kpi.measure_type or ""), str(kpi.kpi_class or "")))
    )
    lines = (about, one.owner or "Nobody named")
    more = tuple(Words(line, is_muted=True, new_line=True) for line in lines)
    name = one_line(kpi.name or kpi.known_as)
    return Entry(name, ref=kpi.source.at("ref"), is_strong=True, more=more)


def _answer(words: str) -> Entry:
    return Entry(words) if words else Entry(UNANSWERED, is_strong=True)


def _care(one: HandbookEntry) -> Entry:
    limits = Words(one.limits or f"Limitations: {lower_first(UNANSWERED)}.", new_line=True)
    return replace(_answer(one.source), more=(replace(limits, is_strong=not one.limits),))


@part("from inputs to outcomes")
def ladder_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Which KPIs of each priority measure inputs, activities, outputs and outcomes; each KPI once."""
    groups = in_groups(assessment, audience.ratings, GroupedBy.PLAN_OUTCOME)
    used = {one.kpi.measure_type for one in audience.ratings}
    if not used - {None}:
        return None

    def column(kind: MeasureType | None) -> Field[tuple[str, Sequence[KpiRating]]]:
        def names(row: tuple[str, Sequence[KpiRating]]) -> str:
            return "; ".join(one.kpi.known_as for one in row[1] if one.kpi.measure_type is kind)

        return table_column(LADDER[kind], names, 6 if kind is MeasureType.OUTCOME else 2.4, missing="–")  # fmt: skip

    columns = (
        table_column("Priority", _priority_name, 3),
        *(column(kind) for kind in LADDER if kind in used),
    )
    summary = "For each priority the KPIs by what they measure, each once."
    table = table_of(columns, "ladder", "From inputs to outcomes", tuple(groups.items()), summary)
    said = Paragraph("What is put in and done should lead to what comes of it.")
    table = replace(table, look=TableLook.DENSE, has_caption=False)
    heading = "From inputs to outcomes"
    return Section(heading, 1, (said, table), page_break=True, is_sideways=True)


def _priority_name(row: tuple[str, Sequence[KpiRating]]) -> Entry:
    is_none = row[0] == NO_GROUP[GroupedBy.PLAN_OUTCOME]
    return Entry("For no priority" if is_none else one_line(row[0]), is_strong=True)


@part("handbook rows")
def handbook_rows_part(assessment: Assessment, audience: Audience) -> Section | None:
    """A row a KPI with every answer in a column of its own, to sort and filter."""
    entries = tuple(handbook_entries(assessment, audience).values())
    if not entries:
        return None
    table = table_of(tuple(_row_fields()), "kpis", "KPIs", entries, "Each KPI and what it is.")
    return Section("KPIs", 1, (replace(table, printed_columns=PRINTED),))


PRINTED = 9
"""Columns that fit a page: what the KPI is, by the five headings."""


def _answer_column(name: str, of: Callable[[HandbookEntry], str]) -> Field[HandbookEntry]:
    return table_column(name, lambda one: _answer(of(one)), 3)


def _row_fields() -> Iterator[Field[HandbookEntry]]:
    yield table_column("Reference", lambda one: ref_entry(one.kpi), 1)
    yield table_column("KPI", lambda one: one.kpi.name or one.kpi.known_as, 3)
    yield table_column("Directorate", lambda one: one.kpi.directorate, 2)
    yield table_column("Measure", lambda one: one.kpi.measure_type, 1.2)
    yield from (_answer_column(name, of) for name, of in HEADINGS.items())
    yield table_column("Class", lambda one: one.kpi.kpi_class, 1.4)
    yield table_column("Tier", lambda one: one.kpi.tier, 1.2)
    yield table_column("Scope", lambda one: one.kpi.scope, 1.6)
    yield table_column("Influence", lambda one: one.kpi.influence, 1.1)
    yield table_column("Service", lambda one: one.kpi.service, 2)
    yield table_column("Portfolio", lambda one: one.kpi.portfolio, 2)
    yield table_column("Owner", lambda one: one.owner, 2.4, missing="Nobody named")
    yield table_column("Public", lambda one: one.kpi.public, 0.9)
    yield table_column("Version", lambda one: one.kpi.definition_version, 0.9)
    yield table_column(
        "Reviewed", lambda one: date_entry(one.kpi.reviewed_on, "No date given"), 1.2
    )
