"""A finished workbook held against its report: every figure, range, rule of colour and link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from pmf_cli.render.chart_layout import as_drawn
from pmf_cli.render.excel.cells import cell_text, number_form
from pmf_cli.render.excel.names import unique_headings
from pmf_cli.render.excel.planning import (
    COVER,
    SheetBlock,
    sheet_blocks,
    sheet_sections,
    texts_of,
)
from pmf_cli.render.reading_back.drawn import Area, DrawnFigure, series_faults
from pmf_cli.render.reading_back.gaps import Gaps, ReadBackPart
from pmf_cli.render.reading_back.sheets import FoundBook, FoundSheet, FoundTable
from pmf_cli.render.theme import RATED, Theme
from pmf_cli.views.base import Chart, Column, Entry, Paragraph, Report, Section, Spark, Table
from pmf_cli.workbook.text import fitting

EPOCH = date(1899, 12, 30)
"""Excel counts days from here."""
FIRST_DAY = date(1900, 1, 1)
FIRST_MARCH = date(1900, 3, 1)
"""Before it Excel counts one day less, since it believes in a 29 February 1900."""


def excel_gaps(report: Report, theme: Theme, data: bytes, *, published: bool) -> Gaps:
    """What a finished workbook does not hold, or holds otherwise than the report says.

    The ``published`` flavour is the one without trends, filters and colours.
    """
    return _Reading(report, theme, FoundBook(data), published=published).gaps()


class _Reading:
    def __init__(self, report: Report, theme: Theme, book: FoundBook, *, published: bool) -> None:
        self.report = report
        self.theme = theme
        self._book = book
        self.published = published
        self._words = _FoundWords(book)
        self._tables = [(sheet, table) for sheet in book.sheets.values() for table in sheet.tables]
        self._found = Gaps()

    def gaps(self) -> Gaps:
        """Everything that is missing or wrong."""
        facts = (fact.line for fact in self.report.facts)
        for text in (self.report.title, self.report.subtitle, *facts):
            self._text(text)
        sections = sheet_sections(self.report, published=self.published)
        for number, section in enumerate(sections):
            for block in sheet_blocks(section):
                self._block(block, section, is_first=number == 0)
        self._contents()
        self._stray()
        return self._found

    def _block(self, block: SheetBlock, section: Section, *, is_first: bool) -> None:
        if isinstance(block, Paragraph):
            self._text(self._paragraph(block))
        elif isinstance(block, Chart):
            self._chart(block)
        elif block.columns and not (is_first and self._says_the_facts(section, block)):
            self._table(block)

    def _says_the_facts(self, section: Section, table: Table) -> bool:
        facts = tuple((fact.label, fact.text) for fact in self.report.facts)
        return section.heading.casefold() == COVER.casefold() and texts_of(table) == facts

    def _text(self, text: str) -> None:
        words = fitting(text).strip("• ").strip()
        if words:
            self._found.expect(ReadBackPart.PARAGRAPH)
            if not self._words.say(words):
                self._found.lacks(ReadBackPart.PARAGRAPH, words)

    def _paragraph(self, one: Paragraph) -> str:
        return f"{one.label} {one.text}".strip()

    def _chart(self, chart: Chart) -> None:
        self._found.expect(ReadBackPart.CHART)
        alt = fitting(chart.alt or chart.title, 2000)
        for sheet in self._book.sheets.values():
            for drawn in sheet.charts:
                if drawn.alt == alt:
                    for words in series_faults(chart, drawn.part, self._book.cells_of):
                        self._found.wrong(words)
                    return
        self._found.lacks(ReadBackPart.CHART, chart.title)

    def _table(self, table: Table) -> None:
        self._found.expect(ReadBackPart.TABLE)
        title = fitting(table.title, 250)
        headings = unique_headings(fitting(column.title, 250) for column in table.columns)
        same = [
            at
            for at, (_, found) in enumerate(self._tables)
            if found.title == title and found.headings[: len(headings)] == headings
        ]
        if not same:
            self._found.lacks(ReadBackPart.TABLE, table.title)
            return
        faults: list[str] = []
        for at in same:
            sheet, found = self._tables[at]
            faults = list(_TableReading(self, table, sheet, found).faults())
            if not faults:
                del self._tables[at]
                return
        for words in faults:
            self._found.wrong(f'in the table "{table.title}" {words}')

    def _contents(self) -> None:
        """Each sheet but the first is led to from the first."""
        first, *others = self._book.sheets.values()
        led = set(first.links.values())
        for sheet in others:
            self._found.expect(ReadBackPart.SHEET)
            place = sheet.name.replace("'", "''")
            if f"'{place}'!A1" not in led:
                self._found.wrong(f'no link leads to the sheet "{sheet.name}"')

    def _stray(self) -> None:
        """Ranges that belong to no table of their sheet."""
        for sheet in self._book.sheets.values():
            bodies = [table.area for table in sheet.tables]
            for area, _ in sheet.rules:
                if not any(_is_column_of(area, body) for body in bodies):
                    self._found.wrong(
                        f'a rule of colour on the sheet "{sheet.name}" does not fit its table'
                    )
            rows = {body.top for body in bodies}
            if sheet.headings is not None and rows and sheet.headings[0] not in rows:
                self._found.wrong(
                    f'the row printed on every page of the sheet "{sheet.name}" is not that of '
                    "the headings"
                )


class _FoundWords:
    """What the first columns say: each cell by itself, and those below one another as one text."""

    def __init__(self, book: FoundBook) -> None:
        columns = [
            {row: text for (row, column), text in sheet.cells.items() if column == 1}
            for sheet in book.sheets.values()
        ]
        self._columns = [
            [_one_line(text) if isinstance(text, str) else "" for _, text in sorted(one.items())]
            for one in columns
        ]
        self._single = {text for one in self._columns for text in one}

    def say(self, words: str) -> bool:
        """Whether a cell says these words, or several below one another, beginning with the first."""
        wanted = _one_line(words)
        return wanted in self._single or any(
            _continues(column, at, wanted)
            for column in self._columns
            for at, cell in enumerate(column)
            if cell and wanted.startswith(cell)
        )


def _one_line(text: str) -> str:
    return " ".join(text.strip("• ").split())


def _continues(cells: Sequence[str], first: int, wanted: str) -> bool:
    """Whether the cells from one on, put together, are what is wanted."""
    left = wanted
    for at in range(first, len(cells)):
        cell = cells[at]
        if not cell or not left.startswith(cell):
            return False
        left = left[len(cell) :].lstrip()
        if not left:
            return True
    return False


class _TableReading:
    def __init__(
        self, reading: _Reading, table: Table, sheet: FoundSheet, found: FoundTable
    ) -> None:
        self._reading = reading
        self._table = table
        self._sheet = sheet
        self._found = found
        self._rows = table.rows or (tuple(Entry("None") for _ in table.columns),)
        self._behind = frozenset(() if reading.published else table.drawn_from)
        self._drawn = [
            at
            for at in range(len(table.columns))
            if not reading.published and any(row[at].trend is not None for row in table.rows)
        ]

    def faults(self) -> Iterator[str]:
        area = self._found.area
        if area.bottom - area.top != len(self._rows):
            yield f"{area.bottom - area.top} rows are marked up instead of {len(self._rows)}"
            return
        if not self._reading.published and self._found.filtered != area:
            yield "the filter does not cover the table"
        for number, heading in enumerate(self._found.headings):
            if self._cell(area.top, area.left + number) != heading:
                yield f'the heading "{heading}" stands elsewhere'
        for number, row in enumerate(self._rows, area.top + 1):
            yield from self._row(number, row)
        yield from self._rules()

    def _row(self, number: int, row: Sequence[Entry]) -> Iterator[str]:
        left = self._found.area.left
        for at, (entry, column) in enumerate(zip(row, self._table.columns, strict=True)):
            for words in self._cell_faults((number, left + at), at, entry, column):
                yield f'the row "{row[0].text}", column "{column.title}", {words}'

    def _cell_faults(
        self, place: tuple[int, int], at: int, entry: Entry, column: Column
    ) -> Iterator[str]:
        if not self._holds(place, entry, may_be_empty=column.key in self._behind):
            yield f"does not hold {entry.text}"
        if at in self._drawn:
            yield from self._trend(place, entry)
        elif place in self._sheet.trends:
            yield "has a trend that is not asked for"
        if (
            entry.ref is not None
            and self._reading.report.links is not None
            and not self._leads(place, entry)
        ):
            yield "leads to another cell of the register"

    def _cell(self, row: int, column: int) -> DrawnFigure:
        return self._sheet.cells.get((row, column))

    def _follows_words(self, at: int, theme: Theme) -> bool:
        toned = [row[at] for row in self._table.rows if row[at].tone in RATED]
        return bool(toned) and all(one.text.startswith(theme.word(one.tone)) for one in toned)

    def _holds(self, place: tuple[int, int], entry: Entry, *, may_be_empty: bool) -> bool:
        found = self._sheet.cells.get(place)
        if found is None and may_be_empty:
            return entry.value is None
        if entry.spark is not None:
            return found == fitting(entry.spark.alt or entry.text)
        value = entry.value
        form = self._sheet.forms.get(place, "")
        if isinstance(value, Decimal) and value.is_finite():
            return found == float(value) and form == number_form(entry)
        if isinstance(value, date) and value >= FIRST_DAY:
            return found == (value - EPOCH).days - (value < FIRST_MARCH)
        return found == fitting(cell_text(entry))

    def _trend(self, place: tuple[int, int], entry: Entry) -> Iterator[str]:
        """A sparkline is drawn from its own row of its own table, and from its own figures."""
        if place not in self._sheet.trends:
            if entry.trend is not None:
                yield "has no trend"
            return
        drawn = self._sheet.trends[place]
        if drawn is None or not self._is_in_row(drawn, place[0]):
            yield "has a trend drawn from another row"
        elif not _draws([self._sheet.cells.get(cell) for cell in drawn.places()], entry.spark):
            yield "has a trend drawn from other figures"

    def _is_in_row(self, drawn: Area, row: int) -> bool:
        area = self._found.area
        return (
            drawn.sheet == self._sheet.name
            and drawn.top == drawn.bottom == row
            and area.left <= drawn.left <= drawn.right <= area.right
        )

    def _leads(self, place: tuple[int, int], entry: Entry) -> bool:
        link = self._sheet.links.get(place)
        if entry.ref is None or not entry.ref.sheet:
            return True
        name = entry.ref.sheet.replace("'", "''")
        return link is None or link == f"'{name}'!{entry.ref.cell or 'A1'}"

    def _rules(self) -> Iterator[str]:
        """A column of ratings takes its colours from its words, in every one of its rows."""
        area = self._found.area
        for at, column in enumerate(self._table.columns):
            theme = self._reading.theme
            if self._reading.published or not self._follows_words(at, theme):
                continue
            where = Area(area.sheet, area.top + 1, area.left + at, area.bottom, area.left + at)
            words = {text for place, text in self._sheet.rules if place == where}
            wanted = {theme.word(tone) for tone in RATED}
            if words != wanted:
                yield f'the colours of the column "{column.title}" do not follow its words'


def _draws(seen: Sequence[DrawnFigure], spark: Spark | None) -> bool:
    """Whether figures of a row are those of a trend, the newest in the last column; words are none."""
    if any(isinstance(one, str) for one in seen):
        return False
    wanted = () if spark is None else tuple(map(as_drawn, spark.values))
    return spark is None or list(seen) == [*[None] * (len(seen) - len(wanted)), *wanted]


def _is_column_of(area: Area, body: Area) -> bool:
    """Whether a range is one column of a table, below its heading."""
    return (
        (area.top, area.bottom) == (body.top + 1, body.bottom)
        and area.left == area.right
        and body.left <= area.left <= body.right
    )
