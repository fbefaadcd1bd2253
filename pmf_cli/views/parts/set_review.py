"""The pack for the yearly choice of indicators: facts on each KPI by directorate, and what no KPI covers; no verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmf_cli.analysis.set_review import KINDS, PERIODS, Covered, SetFacts, covered, set_facts
from pmf_cli.assessment import Assessment
from pmf_cli.register.terms import Rag
from pmf_cli.views.audience import Audience, once_for_audience
from pmf_cli.views.base import Align, Block, Entry, Section, TableLook, note, statement
from pmf_cli.views.entries import none_entry, ref_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.selection import by_directorate
from pmf_cli.views.wording import part_name, sentence
from pmf_cli.words import counted, listed, listed_shortly, short_day

NOTHING = "Nothing"
MOST_NAMED = 8
"""References named of those of which something is told; the list has them all."""


@once_for_audience
def facts_for(assessment: Assessment, audience: Audience) -> tuple[SetFacts, ...]:
    """The facts of the audience's KPIs."""
    return set_facts(assessment, audience.ratings)


@once_for_audience
def covered_for(assessment: Assessment, audience: Audience) -> tuple[Covered, ...]:
    """What the audience's KPIs cover."""
    return covered(assessment.register, [one.kpi for one in audience.ratings])


@part("review opening")
def review_opening_part(assessment: Assessment, audience: Audience) -> Section:
    """Of how many KPIs there is something to know, and of which."""
    facts = facts_for(assessment, audience)
    told = {one.kpi.ref: one.told() for one in facts}
    some = sum(bool(words) for words in told.values())
    rows = [
        (
            kind,
            tuple(ref for ref, words in told.items() if any(one.startswith(kind) for one in words)),
        )
        for kind in KINDS
    ]
    fields: tuple[Field[tuple[str, tuple[str, ...]]], ...] = (
        table_column("What is known", lambda row: Entry(sentence(row[0]).rstrip("."), is_strong=True), 4),
        table_column("KPIs", lambda row: len(row[1]), 1, Align.NUMBER),
        table_column("Which", lambda row: listed_shortly(row[1], MOST_NAMED) if row[1] else "None", 8),
    )  # fmt: skip
    number = len(facts)
    summary = "Each thing that may be known of a KPI, and of which it is."
    how = (
        f"Of each KPI the newest {PERIODS} figures are looked at; of fewer than four nothing is said. Discussed: a highlight "
        "with its day, or an issue raised. Facts, no verdict: a KPI that was never far off target may be there to keep it so."
    )
    return Section(
        "Keep, change, drop: what is known",
        1,
        (
            statement(f"{counted(number, 'KPI')}.", f"Something is known of {some:,} of them that bears on the choice."),
            table_of(fields, "review_kinds", "What is known", rows, summary, has_caption=False),
            note(how),
        ),
    )  # fmt: skip


def _fields(assessment: Assessment) -> tuple[Field[SetFacts], ...]:
    words, number = assessment.words, Align.NUMBER
    return (
        table_column("Ref", lambda one: ref_entry(one.kpi), 1.3),
        table_column("KPI", lambda one: one.kpi.known_as, 4.4),
        table_column("Class", lambda one: one.kpi.kpi_class, 2.2),
        table_column("Priority", lambda one: listed(one.kpi.priorities) or "None", 1.6),
        table_column(f"{words.red}, of figures", lambda one: _share(one.colours[Rag.RED], one.judged), 1.6, number),
        table_column("Late, of figures", lambda one: _share(one.late, one.dated), 1.6, number),
        table_column("Last discussed", lambda one: short_day(one.discussed) if one.discussed else none_entry("Never"), 2),
        table_column("To know", lambda one: _known(one), 6),
    )  # fmt: skip


def _share(some: int, of: int) -> Entry:
    return Entry(f"{some} of {of}") if of else none_entry("None")


def _known(one: SetFacts) -> Entry:
    told = one.told()
    return Entry(sentence(listed(told)).rstrip(".")) if told else none_entry(NOTHING)


@part("review list")
def review_list_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """Each KPI with its class, priorities, how often far off target and late, when discussed, and what else is known."""
    facts = {one.kpi.ref: one for one in facts_for(assessment, audience)}
    if not facts:
        return ()
    groups = by_directorate(audience.ratings, assessment.settings)
    sections = [Section("KPI by KPI", 1, (), page_break=True, is_sideways=True)]
    for name, ratings in groups.items():
        rows = [facts[one.kpi.ref] for one in ratings]
        summary = f"Each KPI of {name} with what is known for the choice."
        table = table_of(
            _fields(assessment), part_name("review", name), name, rows, summary, has_caption=False
        )
        sections.append(Section(name, 2, (replace(table, look=TableLook.DENSE),)))
    return tuple(sections)


@part("review rows")
def review_rows_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The same as one table, with the directorate."""
    rows = facts_for(assessment, audience)
    if not rows:
        return None
    directorate: Field[SetFacts] = table_column("Directorate", lambda one: one.kpi.directorate, 3)
    first, *others = _fields(assessment)
    summary = "Each KPI with what is known for the choice."
    table = table_of((first, directorate, *others), "review_rows", "KPIs", rows, summary)
    return Section("KPIs", 1, (table,))


@part("review coverage")
def review_coverage_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Priorities, services and risks with the KPIs that cover them: those that none covers first."""
    found = covered_for(assessment, audience)
    if not found:
        return None
    without = [one for one in found if not one.refs]
    blocks: list[Block] = [statement(coverage_words(found))]
    fields: tuple[Field[Covered], ...] = (
        table_column("What", lambda one: one.kind, 1.4),
        table_column("Name", lambda one: Entry(one.name, is_strong=not one.refs), 6),
        table_column("KPIs", lambda one: len(one.refs), 1, Align.NUMBER),
        table_column(
            "Which", lambda one: listed_shortly(one.refs, MOST_NAMED) if one.refs else "None", 5
        ),
    )
    rows = [*without, *(one for one in found if one.refs)]
    summary = "Each priority, service and risk with its KPIs."
    table = table_of(fields, "review_coverage", "What KPIs cover", rows, summary, has_caption=False)
    blocks.append(replace(table, look=TableLook.DENSE))
    return Section("What KPIs cover", 1, tuple(blocks), page_break=True)


def coverage_words(found: Sequence[Covered]) -> str:
    """How many of each kind have no KPI: ``No KPI covers 1 of 8 priorities``."""
    several = {"Priority": "priorities", "Service": "services", "Risk": "risks"}
    parts = []
    for kind, noun in several.items():
        own = [one for one in found if one.kind == kind]
        lacking = sum(not one.refs for one in own)
        if lacking:
            parts.append(f"{lacking:,} of {len(own):,} {noun}")
    return f"No KPI covers {listed(parts)}." if parts else "Everything listed has a KPI."
