"""The entry sheet: a row a KPI, quarters across, with a colour and its word as somebody types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period, quarter
from pmf_cli.register.sheets.entry import (
    ENTRY_TARGET_FIELDS,
    KEY,
    KEY_SETTINGS,
    WITHOUT_FIGURE,
    WORKINGS,
    EntryPart,
    entry_heading,
)
from pmf_cli.register.sheets.first_rating import (
    EXAMPLE,
    FIRST_RATING,
    example_row,
    marked_heading,
    needs_mark,
)
from pmf_cli.register.sheets.layout import SheetColumn, SheetLayout, by_name
from pmf_cli.register.terms import RATING_WORDS, Rag, RatingWords, TargetType
from pmf_cli.render.starting.entry_formulas import (
    ASK,
    FIRST_KEY_ROW,
    KEY_COLUMNS,
    MOST_RULES,
    ROW_WORKINGS,
    RULE_DEFAULTS,
    WORKING_NAMES,
    EntryBlock,
    EntryRow,
    cannot_tell_formula,
    key_formulas,
)
from pmf_cli.render.starting.register_columns import (
    ChoiceLists,
    format_of,
    row_height,
    validation_of,
    width_of,
)
from pmf_cli.render.starting.register_formats import RegisterFormats
from pmf_cli.settings import RatingSettings
from pmf_cli.workbook.cells import column_letter

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ROW_MARK = "¤"
"""Stands in a formula where the number of its row belongs."""
ENTRY_ROWS = 60
"""Rows that are ready to be filled; further ones are copied down from them."""
_FIRST_FIELDS = (
    "ref", "name", "polarity", "financial", "data_type", "frequency", "unit", "decimal_places",
    "comparator",
)  # fmt: skip
"""Columns of KPIs that stand before the quarters, in their order."""
_WIDTHS = {
    "ref": 13, "name": 34, "polarity": 16, "financial": 11, "data_type": 13, "frequency": 13, "unit": 10,
    "decimal_places": 10, "comparator": 16, "target_type": 16, "tolerance": 11, "tolerance_basis": 15,
}  # fmt: skip
PART_WIDTHS = {EntryPart.TARGET: 9.5, EntryPart.ACTUAL: 9.5, EntryPart.RATING: 12}
_LOOKS: Mapping[Rag, Mapping[str, Any]] = {
    Rag.RED: {"bg_color": "#96151D", "font_color": "#FFFFFF", "bold": True},
    Rag.AMBER: {"bg_color": "#FBDD9E", "font_color": "#1A1A1A", "bold": True},
    Rag.GREEN: {"bg_color": "#D5EBDD", "font_color": "#0B5D45", "bold": True},
}
"""What a colour looks like; its word stands in the cell."""
_TYPES = (TargetType.VALUE, *sorted(WITHOUT_FIGURE, key=list(TargetType).index))
PART_MESSAGES = {
    EntryPart.TARGET: "The target of {period}, as a number in the KPI's unit. Left blank, the target "
    "before it goes on.",
    EntryPart.ACTUAL: "The figure of {period}, as a number in the KPI's unit. If there is none, leave "
    "it blank or say why: awaiting publication, not due, suppressed, not applicable.",
}
"""Part of a quarter that people fill in → what is said beside a cell that is chosen."""


@frozen
class EntryColumn:
    """One column of the sheet: of KPIs, of Targets, or a part of a quarter."""

    heading: str
    width: float
    layout: SheetLayout | None = None
    column: SheetColumn | None = None
    period: Period | None = None
    part: EntryPart | None = None
    working: str = ""


@dataclass(frozen=True)
class EntryPlan:
    """The columns of an entry sheet for the year before, the year, and the year after.

    Attributes:
        year: the first calendar year of the financial year in the middle.
        words: the council's words for the ratings.
        looks: colours of those that do not look as usual.
    """

    year: int
    words: RatingWords = RATING_WORDS
    looks: Mapping[Rag, Mapping[str, Any]] = field(default_factory=dict, hash=False)

    @cached_property
    def quarters(self) -> tuple[Period, ...]:
        """The quarters, in order of time."""
        years = (self.year - 1, self.year, self.year + 1)
        return tuple(quarter(year, number) for year in years for number in range(1, 5))

    @cached_property
    def columns(self) -> tuple[EntryColumn, ...]:
        """All columns from left to right: what a KPI is, its quarters, what else it has, workings."""
        kpis, targets = by_name()["KPIs"], by_name()["Targets"]
        first = sorted(
            (column for column in kpis.columns if column.field in _FIRST_FIELDS),
            key=lambda column: _FIRST_FIELDS.index(column.field),
        )
        asked = (column for column in targets.columns if column.field in ENTRY_TARGET_FIELDS)
        others = (column for column in kpis.columns if column.field not in _FIRST_FIELDS)
        return (
            *(_of_sheet(kpis, column) for column in first),
            *(_of_sheet(targets, column) for column in asked),
            *self._parts(),
            *(_of_sheet(kpis, column) for column in others),
            *self._workings(),
        )

    def _workings(self) -> Iterator[EntryColumn]:
        for name in ROW_WORKINGS:
            yield EntryColumn(f"{WORKINGS} {name}", 9, working=name)
        for period in self.quarters:
            for name in WORKING_NAMES:
                yield EntryColumn(f"{WORKINGS} {period} {name}", 9, period=period, working=name)

    def _parts(self) -> Iterator[EntryColumn]:
        for period in self.quarters:
            for part in EntryPart:
                heading = entry_heading(period, part)
                yield EntryColumn(heading, PART_WIDTHS[part], period=period, part=part)

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """Heading → the letters of its column."""
        return {one.heading: column_letter(n) for n, one in enumerate(self.columns, 1)}

    @cached_property
    def formulas_marked(self) -> tuple[tuple[str, str], ...]:
        """Column letter → formula, with ``ROW_MARK`` where the number of the row belongs."""
        fields = {one.column.field: self.letters[one.heading] for one in self.columns if one.column}
        fields |= {name: self.letters[f"{WORKINGS} {name}"] for name in ROW_WORKINGS}
        blocks = tuple(
            EntryBlock(
                self.letters[entry_heading(period, EntryPart.TARGET)],
                self.letters[entry_heading(period, EntryPart.ACTUAL)],
                self.letters[entry_heading(period, EntryPart.RATING)],
                {name: self.letters[f"{WORKINGS} {period} {name}"] for name in WORKING_NAMES},
            )
            for period in self.quarters
        )
        return tuple(EntryRow(fields, blocks, ROW_MARK, self.words).formulas())

    def formulas(self, row: int) -> Iterator[tuple[str, str]]:
        """Column letter → formula, for the ratings and workings of a row of the sheet."""
        for letter, formula in self.formulas_marked:
            yield letter, formula.replace(ROW_MARK, str(row))

    def example(self) -> Mapping[str, str]:
        """Heading → text of the example row."""
        kpi, target = example_row(by_name()["KPIs"]), example_row(by_name()["Targets"])
        said = {**target, **kpi}
        found = {
            one.heading: said[one.column.field]
            for one in self.columns
            if one.column is not None and one.column.field in said
        }
        first = quarter(self.year, 1)
        value = f"{EXAMPLE}{FIRST_RATING['Results']['value']}"
        return {
            **found,
            entry_heading(first, EntryPart.TARGET): said["target"],
            entry_heading(first, EntryPart.ACTUAL): value,
        }


def _of_sheet(layout: SheetLayout, column: SheetColumn) -> EntryColumn:
    is_needed = needs_mark(layout, column)
    words = marked_heading(column) if is_needed else column.heading.text
    return EntryColumn(words, _WIDTHS.get(column.field, width_of(column)), layout, column)


def write_entry_sheet(
    sheet: Worksheet,
    plan: EntryPlan,
    rows: Sequence[Mapping[str, Any]],
    choices: ChoiceLists,
    formats: RegisterFormats,
) -> None:
    """Fills the sheet: headings, rows with their formulas, drop-downs, colours.

    Args:
        rows: heading → value of the rows below the headings; none for the example.
    """
    rows = rows or (plan.example(),)
    columns, last = plan.columns, max(len(rows) + 1, ENTRY_ROWS)
    for place, one in enumerate(columns):
        sheet.write_string(0, place, one.heading, _heading_look(one, formats))
        _set_column(sheet, place, one, plan, formats)
        _validate(sheet, place, one, last, choices)
    for number, row in enumerate(rows, 1):
        _write_row(sheet, number, row, columns, formats)
    places = {column_letter(place + 1): place for place in range(len(columns))}
    for number in range(1, last + 1):
        for letter, formula in plan.formulas(number + 1):
            place = places[letter]
            sheet.write_formula(number, place, formula, _cell_look(columns[place], formats), "")
    _colour(sheet, plan, last, formats)
    _set_page(sheet, columns, last)


def _write_row(
    sheet: Worksheet,
    number: int,
    row: Mapping[str, Any],
    columns: Sequence[EntryColumn],
    formats: RegisterFormats,
) -> None:
    for place, one in enumerate(columns):
        value = row.get(one.heading)
        if value is not None:
            sheet.write(number, place, value, _cell_look(one, formats))
    sheet.set_row(number, row_height((str(row.get(c.heading, "")), c.width) for c in columns))


def _set_page(sheet: Worksheet, columns: Sequence[EntryColumn], last: int) -> None:
    """What stays in sight, and what is printed: everything up to the last quarter, one page wide on A3."""
    sheet.set_row(0, 72)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.hide_gridlines(0)
    sheet.print_area(0, 0, last, max(n for n, one in enumerate(columns) if one.part))
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})


def _heading_look(one: EntryColumn, formats: RegisterFormats) -> Any:  # noqa: ANN401 - a format of XlsxWriter
    if one.column is not None and one.layout is not None:
        return formats.heading(
            one.column.heading.need, is_marked=needs_mark(one.layout, one.column)
        )
    return formats.quarter_heading(is_typed=one.part in PART_MESSAGES)


def _cell_look(one: EntryColumn, formats: RegisterFormats) -> Any:  # noqa: ANN401 - a format of XlsxWriter
    if one.part is EntryPart.RATING:
        return formats.rating()
    if one.part is not None or one.working:
        return formats.figure()
    assert one.column is not None
    is_text = one.column.types[0] is str
    return formats.cell(format_of(one.column), is_text=is_text)


def _set_column(
    sheet: Worksheet, place: int, one: EntryColumn, plan: EntryPlan, formats: RegisterFormats
) -> None:
    """Width and look; the years beside the one in hand are folded away, and the workings hidden."""
    options: dict[str, Any] = {}
    if one.working:
        options = {"hidden": True}
    elif one.period is not None and one.period not in plan.quarters[4:8]:
        options = {"level": 1, "hidden": True}
    elif one.heading == entry_heading(plan.quarters[4], EntryPart.TARGET):
        options = {"collapsed": True}
    sheet.set_column(place, place, one.width, _cell_look(one, formats), options)


def _validate(
    sheet: Worksheet, place: int, one: EntryColumn, last: int, choices: ChoiceLists
) -> None:
    if one.part in PART_MESSAGES:
        message = PART_MESSAGES[one.part].format(period=one.period)
        rule: dict[str, Any] = {
            "validate": "any", "input_title": one.heading[:32], "input_message": message,
        }  # fmt: skip
    elif one.column is None or one.layout is None:
        return
    else:
        rule = validation_of(one.layout, one.column, choices, frozenset({"Contacts"}))
        if one.column.field == "target_type":
            rule |= {"source": [str(kind) for kind in _TYPES]}
    sheet.data_validation(1, place, last, place, rule)


def _colour(sheet: Worksheet, plan: EntryPlan, last: int, formats: RegisterFormats) -> None:
    """The colours of ratings, by the word in the cell; grey for what the example says."""
    columns = plan.columns
    for place, one in enumerate(columns):
        if one.part is EntryPart.RATING:
            for rag, look in {**_LOOKS, **plan.looks}.items():
                word = plan.words[rag].replace('"', '""')
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
                sheet.conditional_format(
                    1, place, last, place, {**rule, "format": formats.of(**look)}
                )
    sheet.conditional_format(1, 0, last, len(columns) - 1, formats.while_example())


_KEY_LINES = (
    "Each rating on the entry sheet is worked out as you type, by the rules of this register: the KPI's own "
    "tolerance, else the sheet Rating rules, else the figures below. pmf rates by the same rules, says why, and "
    "counts in every paper.",
    f"Where “{ASK}” stands, the row alone cannot say: a figure typed as words, a target in the sheet Targets, a "
    "comparator kept elsewhere. Save, and type pmf rag.",
    "Words beside colours: Tracker, Not rated, No target, No comparator, Incomplete (a column that a rating "
    "needs is blank).",
)
_SETTINGS_IN_WORDS = {
    "tolerance": "Tolerance, % of the target",
    "financial_tolerance": "Tolerance of financial KPIs, % of the target",
    "similar_within": "Change that counts as the same",
}


def write_key(book: Workbook, formats: RegisterFormats) -> None:
    """Adds the sheet that says how the colours are made, with what the formulas look up there."""
    sheet = book.add_worksheet(KEY)
    plain = formats.cell("", is_text=True)
    sheet.set_column(0, 0, 60, plain)
    sheet.set_column(1, len(KEY_COLUMNS) - 1, 16, plain)
    for row, words in enumerate(_KEY_LINES):
        sheet.merge_range(row, 0, row, 2, words, plain)
        sheet.set_row(row, row_height([(words, 92)]))
    sheet.write_string(4, 0, "Where Rating rules has no row (as in pmf.toml, [rating])", plain)
    settings = RatingSettings()
    for name, cell in KEY_SETTINGS.items():
        row = int(cell[1:]) - 1
        sheet.write_string(row, 0, _SETTINGS_IN_WORDS[name], plain)
        sheet.write_number(row, 1, float(getattr(settings, name)), formats.figure())
    sheet.write_string(8, 0, "Rows of Rating rules that the entry sheet cannot follow", plain)
    sheet.write_formula(8, 1, cannot_tell_formula(), formats.figure(), "")
    usual = ("", "", 0, *RULE_DEFAULTS.values())
    for place, (name, default) in enumerate(zip(KEY_COLUMNS, usual, strict=True)):
        sheet.write_string(FIRST_KEY_ROW - 3, place, name.replace("_", " "), plain)
        sheet.write(FIRST_KEY_ROW - 2, place, default, plain)
    for row in range(FIRST_KEY_ROW, FIRST_KEY_ROW + MOST_RULES):
        for place, formula in enumerate(key_formulas(row)):
            sheet.write_formula(row - 1, place, formula, plain, "")
