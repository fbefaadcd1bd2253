"""The sheets of a register workbook that are for people: cover, guidance and choices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from pmf_cli.frozen import frozen
from pmf_cli.places import (
    DATA_RECORD,
    DELIVERY_PLAN,
    ENTRY_WORKBOOK,
    REPORTING_PROCESS,
    SUPPORTING_INFORMATION,
)
from pmf_cli.register.sheets.entry import ENTRY_SHEET
from pmf_cli.register.sheets.first_rating import EXAMPLE, FIRST_RATING, NEEDED_MARK
from pmf_cli.register.sheets.layout import SheetLayout, by_name
from pmf_cli.register.sheets.meanings import allowed_values, column_kind, meaning_of
from pmf_cli.render.starting.entry_sheet import EntryPlan
from pmf_cli.render.starting.register_columns import (
    ChoiceLists,
    choice_of,
    heading_text,
    row_height,
)
from pmf_cli.workbook.cells import column_letter

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

GUIDANCE = "Guidance"
"""The sheet that explains every column."""
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
    ENTRY_WORKBOOK: "The whole KPI Register: the entry sheet has a row for each KPI with its target and figure "
    "of each quarter, and a colour as you type; what else a register holds stands behind it.",
    DELIVERY_PLAN: "Priorities, actions, milestones, improvement plans and risks beside the KPIs. "
    "Optional.",
}
"""What each workbook is for."""

SHEET_PURPOSES: Mapping[str, str] = {
    ENTRY_SHEET: "One row for each KPI: what it is, and the target, figure and rating of each quarter. The years "
    "before and after are folded away: click the + above the columns.",
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

_NEXT_KPI = (
    "The grey row above each is an example and counts for nothing: leave it, type over the whole of it, or "
    "delete it. The next KPI goes into the next row."
)
_HOW_MARKED = (
    "Headings that say (needed for a rating), on a brown background, are those that a colour needs; "
    "everything else can wait, and pmf validate asks for it.",
)
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
    sheets: Sequence[tuple[SheetLayout, str]],
    name: str,
    of: Callable[..., Format],
    first: Sequence[FirstCell] = (),
) -> None:
    """Fills the cover: what the workbook is for, its sheets, and how to fill it in.

    Args:
        sheets: each sheet of the register with the name of its tab.
        first: the cells of a first KPI, with which it begins; then it says too which sheets can wait.
    """
    cover = _Cover(sheet, of)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, COVER_WIDTH)
    if name:
        cover.line(name)
    cover.title(workbook.removesuffix(".xlsx"))
    needed = {cell.sheet for cell in first}
    here = [pair for pair in sheets if pair[1] in needed]
    if here:
        cover.first_rating(workbook, first)
    cover.line("What it is for", PURPOSES[workbook])
    cover.gap()
    cover.sheets("Needed for a rating", here)
    can_wait = "Can wait: nothing here is needed for a rating" if first else "What it holds"
    cover.sheets(can_wait, [pair for pair in sheets if pair not in here])
    cover.gap()
    cover.how(_HOW_MARKED + _HOW if here else _HOW)
    cover.gap()
    cover.link(
        GUIDANCE, f"internal:'{GUIDANCE}'!A1", "Every sheet and column, with its allowed values"
    )
    on_pages(sheet)


class _Cover:
    """A cover, written from the top: a narrow column of what it is about, a wide one of words."""

    def __init__(self, sheet: Worksheet, of: Callable[..., Format]) -> None:
        self._sheet, self._row = sheet, 0
        self._title = of(font_name="Arial", bold=True, font_size=18, font_color="#1F3864")
        self._about = of(
            font_name="Arial", bold=True, font_size=12, font_color="#1F3864", valign="top"
        )
        self._plain = of(font_name="Arial", text_wrap=True, valign="top")
        self._link = of(font_name="Arial", underline=1, font_color="#0B5394", valign="top")

    def gap(self) -> None:
        """Leaves a row free."""
        self._row += 1

    def title(self, words: str) -> None:
        """Writes what the workbook is called."""
        self._sheet.write_string(self._row, 0, words, self._title)
        self._sheet.set_row(self._row, 28)
        self._row += 1

    def line(self, about: str, words: str = "") -> None:
        """Writes a line."""
        self._sheet.write_string(self._row, 0, about, self._about)
        if words:
            self._sheet.write_string(self._row, 1, words, self._plain)
            self._sheet.set_row(self._row, max(16, row_height([(words, COVER_WIDTH)])))
        self._row += 1

    def how(self, lines: Sequence[str]) -> None:
        """Writes how to fill the workbook in."""
        for number, words in enumerate(lines):
            self.line("" if number else "How to fill it in", words)

    def link(self, about: str, to: str, words: str) -> None:
        """Writes a line whose words lead to a place."""
        self._sheet.write_string(self._row, 0, about, self._about)
        self._sheet.write_url(self._row, 1, to, self._link, words)
        self._row += 1

    def sheets(self, what: str, sheets: Sequence[tuple[SheetLayout, str]]) -> None:
        """Writes what some sheets hold, below what they have in common; nothing for none."""
        if sheets:
            self.line("Sheet", "")
            self._sheet.write_string(self._row - 1, 1, what, self._about)
        for layout, tab in sheets:
            self._sheet.write_url(self._row, 0, f"internal:'{tab}'!A1", self._link, tab)
            words = SHEET_PURPOSES[tab if tab in SHEET_PURPOSES else layout.name]
            self._sheet.write_string(self._row, 1, words, self._plain)
            self._sheet.set_row(self._row, row_height([(words, COVER_WIDTH)]))
            self._row += 1

    def first_rating(self, workbook: str, cells: Sequence[FirstCell]) -> None:
        """Writes which cells a first KPI needs, with what to type there."""
        self.line("Your first rating", "")
        words = f"Fill these {len(cells)} cells, save, and type: pmf rag"
        self._sheet.write_string(self._row - 1, 1, words, self._about)
        for one in cells:
            is_here = one.workbook == workbook
            file = "internal:" if is_here else f"external:{one.workbook}#"
            link = f"{file}'{one.sheet}'!{one.cell}"
            self._sheet.write_url(self._row, 0, link, self._link, f"{one.sheet}, cell {one.cell}")
            where = "" if is_here else f" (in {one.workbook})"
            words = f"{one.heading}{where}, for example: {one.example}"
            self._sheet.write_string(self._row, 1, words, self._plain)
            self._row += 1
        self.line("", _NEXT_KPI)
        self.gap()


@frozen
class FirstCell:
    """A cell to fill for a first KPI."""

    workbook: str
    sheet: str
    cell: str
    heading: str
    example: str


FIRST_ROW = 3
"""The row below the headings and the example."""


def first_cells() -> tuple[FirstCell, ...]:
    """The cells to fill for a first KPI in a register as ``pmf init`` makes it."""
    return tuple(
        FirstCell(
            layout.workbook,
            layout.name,
            f"{column_letter(place)}{FIRST_ROW}",
            column.heading.text,
            words,
        )
        for layout in (by_name()[name] for name in FIRST_RATING)
        for place, column in enumerate(layout.columns, 1)
        if (words := FIRST_RATING[layout.name].get(column.field))
    )


def cells_of_entry(plan: EntryPlan) -> tuple[FirstCell, ...]:
    """The same on an entry sheet: one row, as the example above it."""
    example = plan.example()
    return tuple(
        FirstCell(
            ENTRY_WORKBOOK,
            ENTRY_SHEET,
            f"{column_letter(place)}{FIRST_ROW}",
            one.heading.removesuffix(NEEDED_MARK).strip(),
            example[one.heading].removeprefix(EXAMPLE),
        )
        for place, one in enumerate(plan.columns, 1)
        if one.heading in example
    )
