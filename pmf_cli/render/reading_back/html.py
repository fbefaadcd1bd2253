"""A finished page read back: each heading, paragraph, table with its rows, and drawing that it should hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import html
from lxml.etree import _Element

from pmf_cli.render.reading_back.gaps import Gaps, ReadBackPart
from pmf_cli.views.base import Bars, Chart, Entry, Paragraph, Report, Table


def html_gaps(report: Report, data: bytes) -> Gaps:
    """What a page lacks of its report."""
    page = html.document_fromstring(data.decode())
    gaps = Gaps()
    texts = Counter(map(_text_of, page.iter("p", "li", "pre")))
    headings = Counter(map(_text_of, page.iter("h2", "h3", "h4")))
    drawn = Counter(one.get("aria-label") or "" for one in page.iter("svg"))
    for heading in filter(None, (section.heading for section in report.sections)):
        _take(gaps, headings, ReadBackPart.HEADING, heading)
    for block in (block for section in report.sections for block in section.plain_blocks):
        if isinstance(block, Paragraph):
            _words(gaps, texts, block)
        elif isinstance(block, Chart | Bars):
            _take(gaps, drawn, ReadBackPart.CHART, block.alt)
    _tables(gaps, report, page)
    return gaps


def _tables(gaps: Gaps, report: Report, page: html.HtmlElement) -> None:
    tables = ([_cells(row) for row in one.iter("tr")] for one in page.iter("table"))
    for table in report.tables():
        gaps.expect(ReadBackPart.TABLE)
        found = next(tables, None)
        if found is None:
            gaps.lacks(ReadBackPart.TABLE, table.title)
        else:
            _rows(gaps, table, found)


def _text_of(element: _Element) -> str:
    return _plain("".join(map(str, element.itertext())))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _take(gaps: Gaps, found: Counter[str], part: ReadBackPart, words: str) -> None:
    gaps.expect(part)
    words = _plain(words)
    if found[words]:
        found[words] -= 1
    else:
        gaps.lacks(part, words)


def _words(gaps: Gaps, found: Counter[str], block: Paragraph) -> None:
    """A paragraph by its words, whatever closes its label."""
    gaps.expect(ReadBackPart.PARAGRAPH)
    label, text = _plain(block.label), _plain(block.text)
    for whole in (f"{label}: {text}", f"{label} {text}", text) if label else (text,):
        whole = whole.strip()
        if found[whole]:
            found[whole] -= 1
            return
    gaps.lacks(ReadBackPart.PARAGRAPH, f"{label} {text}".strip())


def _cells(row: _Element) -> list[str]:
    return [_plain(" ".join(_seen(cell))) for cell in row if cell.tag in ("th", "td")]


def _seen(cell: _Element) -> Iterator[str]:
    """The words of a cell, without signs that only stand before them, and those of a small trend in its place."""
    if cell.get("aria-hidden") == "true":
        return
    if cell.text:
        yield cell.text
    for one in cell:
        if one.tag == "svg":
            yield _of_drawing(one)
        else:
            yield from _seen(one)
        if one.tail:
            yield one.tail


def _of_drawing(drawing: _Element) -> str:
    """The sentence of a small trend, which stands in the place of words; a bar stands beside them."""
    return (drawing.get("aria-label") or "") if drawing.get("class") == "spark" else ""


def _rows(gaps: Gaps, table: Table, found: list[list[str]]) -> None:
    titles = [_plain(column.title) for column in table.columns]
    asked = [titles, *([_shown(entry) for entry in row] for row in table.rows)]
    if len(found) != len(asked):
        gaps.wrong(f'the table "{table.title}" has {len(found) - 1} rows and not {len(table.rows)}')
        return
    for at, (there, wanted) in enumerate(zip(found, asked, strict=True)):
        if there != wanted:
            gaps.wrong(f'row {at} of the table "{table.title}" says {there} and not {wanted}')
            return


def _shown(entry: Entry) -> str:
    first = (entry.trend.alt or entry.trend.text) if entry.trend is not None else entry.text
    return _plain(" ".join((first, *(one.text for one in entry.more))))


def page_tables(data: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    """The tables of a page, each with the words that stand before it."""
    page = html.document_fromstring(data.decode())
    before = ""
    for one in page.iter("p", "li", "table"):
        if one.tag == "table":
            yield before, [_cells(row) for row in one.iter("tr")]
        else:
            before = _text_of(one)


def page_lines(data: bytes) -> tuple[str, ...]:
    """The paragraphs of a page, with the words of its drawings."""
    page = html.document_fromstring(data.decode())
    lines = (
        one.get("aria-label") or "" if one.tag == "svg" else _text_of(one)
        for one in page.iter("p", "li", "svg")
    )
    return tuple(filter(None, map(_plain, lines)))
