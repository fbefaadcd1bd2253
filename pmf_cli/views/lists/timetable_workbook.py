"""The timetable as a workbook to work with and to print: list, planner, findings."""

from __future__ import annotations

from pmf_cli.views.base import Column, Fact, Paragraph, Report, Section, Table, TextStyle
from pmf_cli.views.entries import text_entry
from pmf_cli.views.lists.clash_rows import clash_blocks
from pmf_cli.views.lists.planner import planner_section
from pmf_cli.views.lists.timetable import COLUMNS, Shown, row, summary
from pmf_cli.views.lists.timetable_words import BLANK
from pmf_cli.views.wording import file_stem
from pmf_cli.words import day

NAME = "timetable"
LIST_COLUMNS = (
    Column("Cycle", 1.4, key="cycle"),
    *COLUMNS,
    Column("Meeting reference", 1.4, key="meeting_ref"),
    Column("Waits for", 1.8, key="depends_on"),
    Column("Note", 3.6, key="note"),
)


def timetable_paper(shown: Shown) -> Report:
    """The timetable ready to be made a workbook."""
    name = shown.register.name or "KPI Register"
    about = shown.plan.label if len(shown.plan.cycles) > 1 else str(shown.plan.cycles[0])
    planner = planner_section(shown, every_week=True)
    cover = Section("Cover", 1, (Paragraph(summary(shown), TextStyle.LEAD),))
    sections = [cover, Section("List", 1, (_list(shown),)), Section("Planner", 1, planner.blocks)]
    if not shown.contact:
        sections.append(Section("Findings", 1, clash_blocks(shown.plan.clashes)))
    return Report(
        name=NAME,
        title=shown.title,
        subtitle=name,
        facts=(
            Fact("Council", name),
            Fact("Timetable for", about),
            Fact("As at", day(shown.as_of)),
        ),
        sections=tuple(sections),
        as_at=shown.as_of,
        file_stem=file_stem(NAME, about, shown.contact),
        footer=f"{name}: {shown.title[0].lower()}{shown.title[1:]}",
    )


def _list(shown: Shown) -> Table:
    rows = tuple(
        (
            text_entry(str(entry.cycle)),
            *row(shown, entry),
            text_entry(entry.meeting_ref, BLANK),
            text_entry(entry.depends_on, BLANK),
            text_entry(entry.note, BLANK),
        )
        for entry in shown.entries
    )
    return Table(
        "timetable_list", f"List: {shown.title}", LIST_COLUMNS, rows, "Every step with its day."
    )
