"""Register workbooks: one table per sheet, with drop-downs, guidance and room for more rows.

For ``pmf init`` and for whoever makes a register from rows (``pmf import``, the example). The same
rows give the same bytes. Text is written as text, so nothing that begins with ``=`` is a formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pmf_cli.cycle.checklist.usual_steps import usual_checklist
from pmf_cli.places import (
    DATA_RECORD,
    DELIVERY_PLAN,
    ENTRY_WORKBOOK,
    EXAMPLE_REGISTER,
    FILE_NAME,
    REPORTING_PROCESS,
    SUPPORTING_INFORMATION,
)
from pmf_cli.register.sheets.entry import ENTRY_SHEET, ENTRY_SHEETS
from pmf_cli.register.sheets.first_rating import (
    FIRST_RATING,
    example_row,
    marked_heading,
    needs_mark,
)
from pmf_cli.register.sheets.layout import SHEETS, SheetColumn, SheetLayout, guarded_columns
from pmf_cli.register.sheets.process import ChecklistStep
from pmf_cli.register.sheets.rows import Need
from pmf_cli.render.office_file import rezip
from pmf_cli.render.starting.entry_sheet import EntryPlan, write_entry_sheet, write_key
from pmf_cli.render.starting.register_columns import (
    DATE_FORMAT,
    SPARE_ROWS,
    TEXT_FORMAT,
    ChoiceLists,
    choice_of,
    format_of,
    number_format,
    row_height,
    validation_of,
    width_of,
)
from pmf_cli.render.starting.register_formats import RegisterFormats
from pmf_cli.render.starting.register_guidance import (
    GUIDANCE,
    FirstCell,
    cells_of_entry,
    first_cells,
    on_pages,
    write_choices,
    write_cover,
    write_guidance,
)
from pmf_cli.render.starting.settings_text import settings_text
from pmf_cli.shipped import shipped
from pmf_cli.words import yes_or_no

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet


RowValues = Mapping[str, Any]
"""One row: field name → value (text, number, date, yes/no, period, choice, several of them)."""

USUAL_WORKBOOKS = (DATA_RECORD, SUPPORTING_INFORMATION, REPORTING_PROCESS)
CHARACTERS_ON_A_PAGE = 210
"""Width of the columns that fit on one printed page and can still be read."""
MADE_ON = date(2025, 1, 1)
"""The date in the files' properties, the same on every run."""

_TABS = {True: "#7A2E00", False: "#BFBFBF"}
"""Colour of a tab, by whether a rating needs its sheet; the cover says the same in words."""


def register_workbooks(
    rows: Mapping[str, Sequence[RowValues]],
    *,
    name: str = "",
    workbooks: Sequence[str] = USUAL_WORKBOOKS,
    shows_way: bool = False,
) -> dict[str, bytes]:
    """The workbooks of a register, by file name; one with rows is made in any case.

    ``rows`` are by sheet; KeyError where they name a sheet or a field that the register does not have.
    ``name`` is the council's, for covers and document properties. ``shows_way`` marks the columns that a
    rating needs, puts an example row below them and the optional sheets behind, and has the cover name
    the cells of a first KPI.
    """
    layouts = {layout.name: layout for layout in SHEETS}
    filled = {layouts[sheet].workbook for sheet, found in rows.items() if found}
    wanted = [*workbooks, *sorted(filled - set(workbooks))]
    return {book: register_workbook(book, rows, name, shows_way=shows_way) for book in wanted}


def entry_workbook(
    plan: EntryPlan, rows: Mapping[str, Sequence[RowValues]], *, name: str = ""
) -> bytes:
    """The workbook of a register that is kept on an entry sheet: that, and behind it every sheet that can wait.

    ``rows`` are by sheet, as for ``register_workbooks``; those of ``KPIs`` say heading → value of the entry sheet.
    """
    return register_workbook(ENTRY_WORKBOOK, rows, name, shows_way=True, plan=plan)


def _layouts_in(workbook: str, *, shows_way: bool) -> list[SheetLayout]:
    """The sheets of a workbook, in the order of their tabs."""
    if workbook == ENTRY_WORKBOOK:
        held = [one for one in SHEETS if one.workbook in (DATA_RECORD, SUPPORTING_INFORMATION)]
        return sorted(held, key=lambda one: (one.name != ENTRY_SHEETS[0], not one.needed))
    held = [layout for layout in SHEETS if layout.workbook == workbook]
    if shows_way:
        held.sort(key=lambda layout: (layout.name not in FIRST_RATING, not layout.needed))
    return held


def register_workbook(
    workbook: str,
    rows: Mapping[str, Sequence[RowValues]],
    name: str,
    *,
    shows_way: bool,
    plan: EntryPlan | None = None,
) -> bytes:
    """One of these workbooks, with its own of the ``rows`` by sheet; ``plan`` is that of its entry sheet."""
    buffer = io.BytesIO()
    book = _new_book(buffer, workbook.removesuffix(".xlsx"), name)
    layouts = _layouts_in(workbook, shows_way=shows_way)
    formats = RegisterFormats(book)
    cover = book.add_worksheet("Cover")
    tabs = {layout.name: book.add_worksheet(_tab_of(layout, plan)) for layout in layouts}
    guidance = book.add_worksheet(GUIDANCE)
    choices = write_choices(book, layouts, formats.heading(Need.REQUIRED), formats.cell(""))
    first = _first_cells(plan, shows_way=shows_way)
    needed = {cell.sheet for cell in first}
    names = {sheet.name for sheet in tabs.values()}
    for layout in layouts:
        sheet, found = tabs[layout.name], rows.get(layout.name, ())
        if shows_way:
            sheet.set_tab_color(_TABS[sheet.name in needed])
        if sheet.name == ENTRY_SHEET and plan:
            write_entry_sheet(sheet, plan, found, choices, formats)
        else:
            marked = sheet.name in needed
            _write_sheet(sheet, layout, found, choices, formats, names, is_marked=marked)
    write_guidance(guidance, layouts, formats.heading(Need.REQUIRED), formats.cell(""))
    held = [(layout, tabs[layout.name].name) for layout in layouts]
    write_cover(cover, workbook, held, name, formats.of, first)
    if plan:
        write_key(book, formats)
    cover.activate()
    book.close()
    return rezip(buffer.getvalue(), MADE_ON)


def _new_book(buffer: io.BytesIO, title: str, name: str) -> Workbook:
    import xlsxwriter

    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {
            "title": f"{name}: {title}" if name else title,
            "subject": "KPI Register",
            "author": name,
            "created": datetime(MADE_ON.year, MADE_ON.month, MADE_ON.day),  # noqa: DTZ001 - fixed
        }
    )
    return book


def _tab_of(layout: SheetLayout, plan: EntryPlan | None) -> str:
    return ENTRY_SHEET if plan and layout.name == ENTRY_SHEETS[0] else layout.name


def _first_cells(plan: EntryPlan | None, *, shows_way: bool) -> tuple[FirstCell, ...]:
    if not shows_way:
        return ()
    return cells_of_entry(plan) if plan else first_cells()


def _write_sheet(
    sheet: Worksheet,
    layout: SheetLayout,
    rows: Sequence[RowValues],
    choices: ChoiceLists,
    formats: RegisterFormats,
    names: set[str],
    *,
    is_marked: bool,
) -> None:
    columns = layout.columns
    if is_marked:
        rows = rows or (example_row(layout),)
    unknown = {field for row in rows for field in row} - {column.field for column in columns}
    if unknown:
        raise KeyError(f"{layout.name} has no {', '.join(sorted(unknown))}")
    last_row = max(len(rows), 1)
    _write_table(sheet, layout, last_row, formats, is_marked=is_marked)
    for place, column in enumerate(columns):
        is_text = column.types[0] not in (int, Decimal, date)
        look = formats.cell(format_of(column), is_text=is_text)
        sheet.set_column(place, place, width_of(column), look)
        rule = validation_of(layout, column, choices, names)
        sheet.data_validation(1, place, last_row + SPARE_ROWS, place, rule)
    _write_rows(sheet, columns, rows, formats)
    sheet.freeze_panes(1, 2 if layout.name == "KPIs" else 1)
    # Else Excel marks every reference and period that looks like a number with a green corner.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + SPARE_ROWS}"})
    sheet.hide_gridlines(0)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)
    total = sum(width_of(column) for column in columns)
    on_pages(sheet, max(1, round(total / CHARACTERS_ON_A_PAGE)))
    sheet.set_footer("&L&A&RPage &P of &N")


def _write_table(
    sheet: Worksheet,
    layout: SheetLayout,
    last_row: int,
    formats: RegisterFormats,
    *,
    is_marked: bool,
) -> None:
    """Makes the table with its headings; those that a rating needs say so where they are marked."""
    last = len(layout.columns) - 1
    headings = [
        _heading(one, formats, is_marked=is_marked and needs_mark(layout, one))
        for one in layout.columns
    ]
    name = layout.name.replace(" ", "_") + "_table"
    options = {"name": name, "style": "Table Style Light 1", "columns": headings}
    sheet.add_table(0, 0, last_row, last, options)
    sheet.set_row(0, 72 if is_marked else 45)
    if is_marked:
        sheet.conditional_format(1, 0, last_row + SPARE_ROWS, last, formats.while_example())


def _heading(column: SheetColumn, formats: RegisterFormats, *, is_marked: bool) -> dict[str, Any]:
    words = marked_heading(column) if is_marked else column.heading.text
    return {
        "header": words,
        "header_format": formats.heading(column.heading.need, is_marked=is_marked),
    }


def _write_rows(
    sheet: Worksheet,
    columns: Sequence[SheetColumn],
    rows: Sequence[RowValues],
    formats: RegisterFormats,
) -> None:
    widths = [width_of(column) for column in columns]
    for number, row in enumerate(rows, 1):
        filled = [
            (place, value)
            for place, column in enumerate(columns)
            if (value := row.get(column.field)) not in (None, "", ())
        ]
        for place, value in filled:
            _write_value(sheet, number, place, value, columns[place], formats)
        sheet.set_row(number, row_height((_shown(value), widths[place]) for place, value in filled))


def _shown(value: object) -> str:
    """A value as its cell shows it, where it is text; numbers and dates take one line."""
    if isinstance(value, tuple):
        return "; ".join(str(part) for part in value)
    return value if isinstance(value, str) else ""


def _write_value(
    sheet: Worksheet,
    row: int,
    place: int,
    value: Any,  # noqa: ANN401 - whatever a register holds
    column: SheetColumn,
    formats: RegisterFormats,
) -> None:
    if isinstance(value, bool):
        sheet.write_string(row, place, yes_or_no(value), formats.cell("", is_text=True))
    elif isinstance(value, Decimal):
        sheet.write_number(row, place, float(value), formats.cell(number_format(value)))
    elif isinstance(value, int):
        sheet.write_number(row, place, value, formats.cell("0"))
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats.cell(DATE_FORMAT))
    elif isinstance(value, tuple):
        sheet.write_string(row, place, _shown(value), formats.cell(TEXT_FORMAT, is_text=True))
    else:
        kind = "" if choice_of(column) is not None else format_of(column)
        sheet.write_string(row, place, str(value), formats.cell(kind, is_text=True))


def empty_register(
    name: str = "", *, with_plan: bool = False, entries: EntryPlan | None = None
) -> dict[str, bytes]:
    """The files of an empty register, by file name; with the Delivery Plan workbook where asked for.

    It holds no KPI, but the usual checklist: ``pmf next`` guides through the first quarter, too. With a
    plan of ``entries`` it is kept on an entry sheet.
    """
    beside = (REPORTING_PROCESS, DELIVERY_PLAN) if with_plan else (REPORTING_PROCESS,)
    known: dict[str, Any] = {"holds": guarded_columns((*USUAL_WORKBOOKS, *beside))}
    if name:
        known["council.name"] = name
    made: dict[str, bytes] = {}
    workbooks = (*USUAL_WORKBOOKS[:2], *beside)
    if entries is not None:
        known["sheets"] = dict.fromkeys(ENTRY_SHEETS, (ENTRY_SHEET,))
        made[ENTRY_WORKBOOK] = entry_workbook(entries, {}, name=name)
        workbooks = beside
    steps = {"Checklist": [_filled(row) for row in usual_checklist()]}
    return {
        **made,
        **register_workbooks(steps, name=name, workbooks=workbooks, shows_way=True),
        FILE_NAME: settings_text(known).encode("utf-8"),
    }


def example_register() -> dict[str, bytes]:
    """The files of the example register as shipped, by file name."""
    folder = shipped(EXAMPLE_REGISTER)
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith((".", "~"))
    }


def _filled(row: ChecklistStep) -> dict[str, object]:
    values = {
        field.name: getattr(row, field.name) for field in fields(row) if field.name != "source"
    }
    return {name: value for name, value in values.items() if value is not None}
