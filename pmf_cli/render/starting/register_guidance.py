"""The sheets of a register workbook that are for people: cover, guidance and choices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from pmf_cli.places import DATA_RECORD, DELIVERY_PLAN, REPORTING_PROCESS, SUPPORTING_INFORMATION
from pmf_cli.register.sheets.layout import SheetLayout
from pmf_cli.register.sheets.meanings import allowed_values, column_kind, meaning_of
from pmf_cli.render.starting.register_columns import (
    ChoiceLists,
    choice_of,
    heading_text,
    row_height,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CHOICES = "Choices"
"""The sheet that drop-downs take their words from."""

COVER_WIDTH = 92
"""Characters in a line of the cover."""

PURPOSES: Mapping[str, str] = {
    DATA_RECORD: "Every result of every KPI, with comments and comparisons. One row for each KPI, "
    "period and split; rows are added at the bottom and never taken away.",
    SUPPORTING_INFORMATION: "What each KPI is, who answers for it, its target and tolerance, and how "
    "it is rated. Reviewed at least once a year.",
    REPORTING_PROCESS: "Who receives which paper and when, the steps of a reporting cycle so that a "
    "stand-in can run it, and what was taken up.",
    DELIVERY_PLAN: "Priorities, actions, milestones, improvement plans and risks beside the KPIs. "
    "Optional.",
}
"""What each workbook is for."""

SHEET_PURPOSES: Mapping[str, str] = {
    "Results": "One row for each KPI, period and split: the figure, or the reason why there is none.",
    "Commentary": "Why a result is as it is, what is being done, and when it will be back on target.",
    "Benchmarks": "Figures of other councils, the region and England, with their source.",
    "Forecasts": "What somebody expects a result to be, with how sure they are.",
    "Events": "Days that explain one KPI's figures, marked on its chart.",
    "Returns": "Return forms sent out and taken in. Written by pmf.",
    "KPIs": "One row for each KPI: definition, measurement, ownership and review.",
    "Targets": "One row for each KPI and stretch of time: the target, its tolerance and who agreed it.",
    "Rating rules": "How ratings are made, by year. Empty: Amber to 5% worse than target, 10% for "
    "financial KPIs.",
    "Splits": "Wards, areas, deprivation tenths and other parts that results are given for.",
    "Contacts": "The people behind the KPIs. Named only here; every other sheet uses the contact ref.",
    "Scope changes": "Changes to what a KPI is, and when each body was told.",
    "Frameworks": "Where a KPI has a place in a plan or a national framework.",
    "Risk links": "Which KPI shows how a risk moves.",
    "Lists": "Your own lists: Directorate, Service, Portfolio, Scrutiny board. Keep the entries of "
    "one list together.",
    "Glossary": "Terms and abbreviations with their meaning.",
    "Boards": "Each body that receives papers, and what it wants to see.",
    "Timetable": "Each step of each reporting cycle with its date.",
    "Checklist": "The steps of a cycle, so that a stand-in can carry them out.",
    "Highlights": "KPIs put forward as highlights, and what a person decided.",
    "Recommendations for this paper": "What a body is recommended to do, three things a paper at most.",
    "Escalations and issues": "Issues taken up, how far, and what was decided.",
    "Recommendations": "What a body recommended, and the answer.",
    "Priorities": "Priorities with a status that a person judged.",
    "Actions": "Actions with owner and date.",
    "Milestones": "Milestones of actions.",
    "Improvement plans": "Plans to put a KPI right, each with its six required parts.",
    "Risks": "Risks with impact, likelihood and score.",
    "Survey": "Answers of a survey, year on year.",
    "Improvements": "Improvements to the performance arrangements themselves.",
    "Success checks": "Decision reports sampled for their success measures.",
}
"""What each sheet holds."""

_HOW = (
    "Headings with a dark background are required, those with a grey-blue background are required in "
    "some cases, and those with a pale background may stay empty.",
    "Choose a cell and a note says what belongs in it. Cells with a list have an arrow beside them.",
    "Empty means that nobody has answered. If there is no figure, give a reason; 0 is a figure.",
    "Percentages are written as shown: 38.2 for 38.2%. Periods are written 2024/25 Q3, Nov 2024, "
    "2024/25 or 2024.",
    "You may add columns, title rows and colours of your own; they are kept and left alone.",
)


def on_pages(sheet: Worksheet, across: int = 1) -> None:
    """Prints a sheet sideways on A4, so many pages wide."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(across, 0)


def write_choices(
    book: Workbook, layouts: Sequence[SheetLayout], heading: Format, cell: Format
) -> ChoiceLists:
    """Adds the sheet of choices, one column for each set, and says where each stands."""
    sheet = book.add_worksheet(CHOICES)
    kinds: dict[type[StrEnum], int] = {}
    for layout in layouts:
        for column in layout.columns:
            kind = choice_of(column)
            if kind is not None and kind not in kinds:
                kinds[kind] = len(kinds) + 1
    for kind, place in kinds.items():
        sheet.set_column(place - 1, place - 1, max(16, *(len(m) + 2 for m in kind)))
        sheet.write_string(0, place - 1, choice_name(kind), heading)
        for row, member in enumerate(kind, 1):
            sheet.write_string(row, place - 1, member.value, cell)
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 30)
    return ChoiceLists(kinds)


def choice_name(kind: type[StrEnum]) -> str:
    """A set of choices in words: ``TargetType`` → ``Target type``."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__)
    return {"Kpi Class": "KPI class", "Kpi Status": "KPI status", "Rag": "RAG"}.get(
        words, words.capitalize()
    )


def write_guidance(
    sheet: Worksheet, layouts: Sequence[SheetLayout], heading: Format, cell: Format
) -> None:
    """Fills the guidance: one row for each column of each sheet."""
    lines = [
        (
            layout.name,
            column.heading.text,
            heading_text(column.heading.need),
            column_kind(column),
            meaning_of(layout.model, column.field),
            "; ".join(allowed_values(column)),
        )
        for layout in layouts
        for column in layout.columns
    ]
    titles = ("Sheet", "Column", "To be filled", "Holds", "What it means", "Allowed values")
    widths = (22, 26, 16, 20, 62, 62)
    sheet.add_table(
        0,
        0,
        len(lines),
        len(titles) - 1,
        {
            "name": "Guidance_table",
            "style": "Table Style Light 1",
            "columns": [{"header": title, "header_format": heading} for title in titles],
        },
    )
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width, cell)
    for row, line in enumerate(lines, 1):
        for place, words in enumerate(line):
            sheet.write_string(row, place, words or "Any", cell)
        sheet.set_row(row, row_height(zip(line, widths, strict=True)))
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 30)
    sheet.repeat_rows(0)
    on_pages(sheet)


def write_cover(
    sheet: Worksheet,
    workbook: str,
    layouts: Sequence[SheetLayout],
    name: str,
    of: Callable[..., Format],
) -> None:
    """Fills the cover: what the workbook is for, its sheets, and how to fill it in."""
    title = of(font_name="Arial", bold=True, font_size=18, font_color="#1F3864")
    subtitle = of(font_name="Arial", bold=True, font_size=12, font_color="#1F3864", valign="top")
    plain = of(font_name="Arial", text_wrap=True, valign="top")
    link = of(font_name="Arial", underline=1, font_color="#0B5394", valign="top")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, COVER_WIDTH)
    row = 0
    if name:
        sheet.write_string(row, 0, name, subtitle)
        row += 1
    sheet.write_string(row, 0, workbook.removesuffix(".xlsx"), title)
    sheet.set_row(row, 28)
    sheet.write_string(row + 1, 0, "What it is for", subtitle)
    sheet.write_string(row + 1, 1, PURPOSES[workbook], plain)
    sheet.set_row(row + 1, row_height([(PURPOSES[workbook], COVER_WIDTH)]))
    row += 3
    sheet.write_string(row, 0, "Sheet", subtitle)
    sheet.write_string(row, 1, "What it holds", subtitle)
    for layout in layouts:
        row += 1
        sheet.write_url(row, 0, f"internal:'{layout.name}'!A1", link, layout.name)
        sheet.write_string(row, 1, SHEET_PURPOSES[layout.name], plain)
        sheet.set_row(row, row_height([(SHEET_PURPOSES[layout.name], COVER_WIDTH)]))
    row += 2
    for number, words in enumerate(_HOW):
        if number == 0:
            sheet.write_string(row, 0, "How to fill it in", subtitle)
        sheet.write_string(row, 1, words, plain)
        sheet.set_row(row, row_height([(words, COVER_WIDTH)]))
        row += 1
    sheet.write_string(row + 1, 0, "Guidance", subtitle)
    words = "Every sheet and column, with its allowed values"
    sheet.write_url(row + 1, 1, "internal:'Guidance'!A1", link, words)
    on_pages(sheet)
