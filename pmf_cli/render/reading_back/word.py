"""A finished Word paper held against its report: every heading, paragraph, table and chart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pmf_cli.errors import UsageError
from pmf_cli.render.office_file import parsed_part
from pmf_cli.render.reading_back.drawn import bars_faults, series_faults
from pmf_cli.render.reading_back.gaps import Gaps, ReadBackPart
from pmf_cli.render.reading_back.pages import FoundPaper, Kind, PrintedLine, charts_book
from pmf_cli.render.reading_back.sheets import FoundBook
from pmf_cli.render.theme import Theme
from pmf_cli.render.word.column_widths import printed_entry
from pmf_cli.render.word.places import (
    has_words,
    printed_heading,
    printed_plain,
    prints_caption,
)
from pmf_cli.views.base import Bars, Chart, Entry, Paragraph, Plain, Report, Section, Table
from pmf_cli.words import day_in_words
from pmf_cli.workbook.text import fitting


def word_gaps(report: Report, theme: Theme, data: bytes) -> Gaps:
    """What a finished Word paper does not show, or shows otherwise than the report says.

    The parts are looked for in the report's order; a council's own words may stand between them.
    """
    return _Reading(theme, FoundPaper(data)).gaps(report)


class _Reading:
    def __init__(self, theme: Theme, paper: FoundPaper) -> None:
        self._theme = theme
        self._paper = paper
        self._lines = [(line, line.text.casefold(), _joined(line.text)) for line in paper.lines]
        self._whole = "\n".join(seen for _, seen, _ in self._lines)
        self._at = 0
        self._from = 0
        self._found = Gaps()
        self._keys: frozenset[str] = frozenset()

    def gaps(self, report: Report) -> Gaps:
        """Everything that is missing or wrong."""
        of_rows = (one.key for table in report.tables() for row in table.rows for one in row)
        of_sections = (section.key for section in report.sections)
        self._keys = frozenset(filter(None, (*of_sections, *of_rows)))
        for text in (printed_plain(report.title), day_in_words(report.as_at)):
            self._found.expect(ReadBackPart.PARAGRAPH)
            if _plain_words(text) not in self._whole + self._paper.margins.casefold():
                self._found.lacks(ReadBackPart.PARAGRAPH, text)
        for section in report.sections:
            self._sought(ReadBackPart.HEADING, Kind.HEADING, printed_heading(section))
            for block in section.plain_blocks:
                self._block(block, section)
        return self._found

    def _block(self, block: Plain, section: Section) -> None:
        if not has_words(block):
            return
        if isinstance(block, Paragraph):
            self._sought(
                ReadBackPart.PARAGRAPH,
                Kind.WORDS,
                printed_plain(block.label),
                printed_plain(block.text),
            )
            return
        if prints_caption(block, section):
            self._sought(ReadBackPart.PARAGRAPH, Kind.WORDS, printed_plain(block.title))
        if isinstance(block, Table):
            self._table(block)
        else:
            self._chart(block)
        if isinstance(block, Chart):
            self._sought(ReadBackPart.PARAGRAPH, Kind.WORDS, printed_plain(block.note))

    def _sought(self, part: ReadBackPart, kind: Kind, *texts: str) -> None:
        """Words that stand from here on, one after another."""
        wanted = [text for text in texts if text.strip()]
        if not wanted:
            return
        self._found.expect(part)
        if not all(self._stands(kind, text) for text in wanted):
            self._found.lacks(part, wanted[-1])

    def _stands(self, kind: Kind, text: str) -> bool:
        wanted = _plain_words(text)
        if wanted not in self._whole:
            return False
        start = self._from
        for at in range(self._at, len(self._lines)):
            line, seen, _ = self._lines[at]
            place = seen.find(wanted, start) if line.kind is kind else -1
            if place >= 0:
                self._at, self._from = at, place + len(wanted)
                return True
            start = 0
        return False

    def _next(self, kind: Kind, text: str) -> PrintedLine | None:
        wanted = _joined(text)
        for at in range(self._at, len(self._lines)):
            line, _, seen = self._lines[at]
            if line.kind is kind and seen == wanted:
                self._at, self._from = at + 1, 0
                return line
        return None

    def _table(self, table: Table) -> None:
        self._found.expect(ReadBackPart.TABLE)
        line = self._next(Kind.TABLE, printed_plain(table.title, most=250))
        if line is None:
            self._found.lacks(ReadBackPart.TABLE, table.title)
            return
        for words in self._table_faults(table, line.rows):
            self._found.wrong(f'in the table "{table.title}" {words}')

    def _table_faults(self, table: Table, found: Sequence[tuple[str, ...]]) -> Iterator[str]:
        headings = [_joined(printed_plain(one.title)) for one in table.columns]
        if not found or list(found[0]) != headings:
            yield "the headings are not shown"
        elif len(found) - 1 != len(table.rows):
            yield f"{len(found) - 1} rows are shown instead of {len(table.rows)}"
        else:
            for row, cells in zip(table.rows, found[1:], strict=True):
                for entry, column, seen in zip(row, table.columns, cells, strict=True):
                    if not self._is_shown(entry, seen):
                        yield (
                            f'the row "{row[0].text}", column "{column.title}", does not show '
                            f"{entry.text}"
                        )

    def _is_shown(self, entry: Entry, seen: str) -> bool:
        if entry.page_of in self._keys:
            # The number is the page's, which the words of the report do not know.
            page = _PAGE.match(seen)
            return page is not None and _joined(seen[page.end() :]) == self._more(entry)
        if entry.trend is not None:
            return seen == _joined(f"{self._more(entry)} {entry.trend.alt}")
        first = self._theme.marked(printed_entry(entry), entry.tone)
        bar = "" if entry.gauge is None else entry.gauge.alt
        return seen == _joined(f"{first} {self._more(entry)} {bar}")

    def _more(self, entry: Entry) -> str:
        return _joined(
            " ".join(self._theme.marked(printed_plain(one.text), one.tone) for one in entry.more)
        )

    def _chart(self, chart: Chart | Bars) -> None:
        self._found.expect(ReadBackPart.CHART)
        line = self._next(Kind.CHART, fitting(chart.alt or chart.title, 2000))
        if line is None:
            self._found.lacks(ReadBackPart.CHART, chart.title)
            return
        part = self._paper.parts.get(line.part)
        figures = charts_book(self._paper.parts, line.part) if part else b""
        if part is None or not figures:
            self._found.wrong(f'the chart "{chart.title}" has no figures')
            return
        try:
            cells_of = FoundBook(figures).cells_of
        except (UsageError, KeyError):
            self._found.wrong(f'the figures of the chart "{chart.title}" cannot be opened')
            return
        drawn = parsed_part(part)
        if isinstance(chart, Bars):
            faults = bars_faults(chart, self._theme, drawn, cells_of)
        else:
            faults = series_faults(chart, drawn, cells_of)
        for words in faults:
            self._found.wrong(words)


_PAGE = re.compile(r"[1-9]\d*")


def _joined(text: str) -> str:
    return " ".join(text.split())


def _plain_words(text: str) -> str:
    """Words as they are compared: a template may print them in capitals."""
    return _joined(text).casefold()
