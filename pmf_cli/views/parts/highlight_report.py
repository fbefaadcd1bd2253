"""The highlight report's own parts: action recommended on one page, notable successes, and all of it as rows.

Figures and graphs with a summary of recommended action each month (2004 approach, 2.6); what goes well is
shared as well as what does not (2004 approach, 3.6; 2011 framework).
"""

from __future__ import annotations

from dataclasses import replace

from pmf_cli.analysis.highlights.discussed import discussed_before
from pmf_cli.analysis.highlights.highlights import Candidate
from pmf_cli.assessment import Assessment
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Align, Block, Entry, Section, Table, TableLook, note
from pmf_cli.views.entries import ref_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.front import AttentionLine, in_ten_words, page_entry
from pmf_cli.views.parts.highlights import (
    GOOD,
    highlight_sections,
    highlights_beside,
    highlights_for,
    reasons_found,
    why_words,
)
from pmf_cli.views.parts.part import ToldBeside, part
from pmf_cli.views.parts.scorecard import trend_entries
from pmf_cli.views.references import owner_of
from pmf_cli.views.scorecard_entries import (
    bare_target_entry,
    change_entry,
    latest_entry,
    latest_period_entry,
    name_entry,
    short_rating_entry,
    strong_name_entry,
    unit_entry,
)
from pmf_cli.views.service_words import back_on_target, service_words
from pmf_cli.views.wording import one_line, sentence

MOST_FURTHER = 6
"""KPIs that go well beside the successes chosen."""
NOTHING_ASKED = "Nothing is asked"


@part("recommended action")
def recommended_action_part(assessment: Assessment, audience: Audience) -> Section | None:
    """What the body is asked on each highlight, beside what is being done, by when and by whom, a line each."""
    shown = highlights_for(assessment, audience).shown
    if not shown:
        return None
    register, trends = assessment.register, trend_entries(assessment, audience)

    def done(one: Candidate) -> Entry:
        line = AttentionLine(one.rating, is_good=one.kind in GOOD)
        return in_ten_words(assessment, audience, line)

    is_asked = any(one.choice is not None and one.choice.asked for one in shown)
    asked: tuple[Field[Candidate], ...] = (
        table_column(f"{audience.short_name} is asked", _asked, 4.0),
    )
    columns: tuple[Field[Candidate], ...] = (
        table_column("KPI", lambda one: strong_name_entry(_kpi(one)), 3.4),
        table_column("Results", lambda one: trends[_kpi(one).ref], 2.0, Align.CENTRE),
        *(asked if is_asked else ()),
        table_column("What is being done", done, 3.4),
        table_column(
            "Back on target", lambda one: back_on_target(assessment, audience, one.rating), 1.7
        ),
        table_column(
            "Owner", lambda one: owner_of(register, _kpi(one)), 2.2, missing="No owner given"
        ),
        table_column(
            "Page", lambda one: page_entry(assessment, audience, one.rating), 0.9, Align.NUMBER
        ),
    )
    heading = "Recommended action" if is_asked else "What is being done"
    summary = "Each highlight with what is asked and what is done."
    table = table_of(columns, "recommended_action", heading, shown, summary, has_caption=False)
    return Section(heading, 1, (table,))


def _kpi(one: Candidate) -> Kpi:
    return one.rating.kpi


def _asked(one: Candidate) -> Entry:
    asked = one.choice.asked if one.choice is not None else None
    return Entry(one_line(asked).rstrip(".")) if asked else Entry(NOTHING_ASKED)


@part("notable successes")
def successes_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """Notable successes: the highlights that are good, then what else goes well by rule, a line each."""
    each = highlight_sections(assessment, audience, lambda one: one.kind in GOOD)
    further = _further(assessment, audience)
    sections = list(each)
    if further:
        table = _further_table(assessment, audience, further[:MOST_FURTHER])
        said, more = "Found by rule; nobody has chosen them.", len(further) - MOST_FURTHER
        if more > 0:
            said += f" {more:,} more {'stand' if more > 1 else 'stands'} in the workbook."
        blocks: tuple[Block, ...] = (note(said), table)
        sections.append(Section("Also going well" if each else "Going well", 2, blocks))
    if not sections:
        return ()
    return (Section("Notable successes", 1, (), page_break=True), *sections)


def _further(assessment: Assessment, audience: Audience) -> list[Candidate]:
    return [one for one in highlights_for(assessment, audience).others if one.kind in GOOD]


def told_beside(assessment: Assessment, audience: Audience) -> tuple[ToldBeside, ...]:
    """The figures that the report tells: of highlights, of what was agreed last time, and of what else goes well."""
    before = [one.rating for one in discussed_before(assessment, audience.body)]
    further = [one.rating for one in _further(assessment, audience)[:MOST_FURTHER]]
    named = (
        ToldBeside(one.kpi.ref, None, (one.kpi.known_as, latest_entry(one).text))
        for one in (*before, *further)
    )
    return (*highlights_beside(assessment, audience), *named)


def _further_table(assessment: Assessment, audience: Audience, further: list[Candidate]) -> Table:
    trends = trend_entries(assessment, audience)
    columns: tuple[Field[Candidate], ...] = (
        table_column("KPI", lambda one: name_entry(_kpi(one), with_unit=True), 4.0),
        table_column("Results", lambda one: trends[_kpi(one).ref], 2.0, Align.CENTRE),
        table_column("Latest", lambda one: latest_entry(one.rating), 1.4, Align.NUMBER),
        table_column("Target", lambda one: bare_target_entry(one.rating), 1.4, Align.NUMBER),
        table_column("What goes well", reasons_found, 4.4),
        table_column(
            "Owner", lambda one: owner_of(assessment.register, _kpi(one)), 3.2, missing="No owner given"
        ),
    )  # fmt: skip
    summary = "KPIs that have moved up, keep gaining or are far better than their target."
    return table_of(
        columns,
        "going_well",
        "Also going well",
        further,
        summary,
        look=TableLook.DENSE,
        has_caption=False,
    )


@part("highlight rows")
def highlight_rows_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The highlights and what else was put forward, a row each, for the workbook."""
    found = highlights_for(assessment, audience)
    rows = (*found.shown, *found.others)
    if not rows:
        return None
    chosen = {one.rating.kpi.ref for one in found.shown}

    def stands(one: Candidate) -> str:
        if _kpi(one).ref not in chosen:
            return "Put forward, not shown"
        return "Chosen" if found.chosen else "Candidate"

    def words(one: Candidate, field: str) -> str:
        return getattr(service_words(assessment, audience, one.rating), field) or "None given"

    columns: tuple[Field[Candidate], ...] = (
        table_column("Ref", lambda one: ref_entry(_kpi(one)), 1.3, key="ref"),
        table_column("KPI", lambda one: name_entry(_kpi(one), with_unit=False), 5.0),
        table_column("Unit", lambda one: unit_entry(_kpi(one)), 1.5),
        table_column("Kind", lambda one: one.kind, 1.6),
        table_column("Stands", stands, 1.8),
        table_column("Latest", lambda one: latest_entry(one.rating), 1.5, Align.NUMBER, key="result"),
        table_column("Period", lambda one: latest_period_entry(one.rating), 1.8),
        table_column("Target", lambda one: bare_target_entry(one.rating), 1.5, Align.NUMBER),
        table_column("Rating", lambda one: short_rating_entry(one.rating), 1.7),
        table_column("Change", lambda one: change_entry(one.rating, one.rating.direction), 2.2),
        table_column("Why it is here", why_words, 6.0),
        table_column("Why", lambda one: words(one, "story"), 6.0),
        table_column("Action", lambda one: words(one, "action"), 6.0),
        table_column(
            "Back on target", lambda one: back_on_target(assessment, audience, one.rating), 2.0
        ),
        table_column(f"{audience.short_name} is asked", lambda one: sentence(_asked(one).text), 4.0),
    )  # fmt: skip
    summary = "Each highlight, then the other candidates, with figures, reasons and actions."
    table = table_of(columns, "highlights", "Highlights", rows, summary)
    return Section("Highlights", 1, (replace(table, look=TableLook.DENSE, printed_columns=10),))
