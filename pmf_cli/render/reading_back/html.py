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
    texts = Counter(
        _plain("".join(map(str, one.itertext()))) for one in page.iter("p", "li", "pre")
    )
    headings = Counter(
        _plain("".join(map(str, one.itertext()))) for one in page.iter("h2", "h3", "h4")
    )
    drawn = Counter(one.get("aria-label") or "" for one in page.iter("svg"))
    tables = [[_cells(row) for row in one.iter("tr")] for one in page.iter("table")]
    wanted = list(report.tables())
    for section in report.sections:
        _take(gaps, headings, ReadBackPart.HEADING, section.heading)
        for block in section.plain_blocks:
            if isinstance(block, Paragraph):
                _words(gaps, texts, block)
            elif isinstance(block, Chart | Bars):
                _take(gaps, drawn, ReadBackPart.CHART, block.alt)
    for at, table in enumerate(wanted):
        gaps.expect(ReadBackPart.TABLE)
        if at >= len(tables):
            gaps.lacks(ReadBackPart.TABLE, table.title)
            continue
        _rows(gaps, table, tables[at])
    return gaps


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
        if found[whole]:
            found[whole] -= 1
            return
    gaps.lacks(ReadBackPart.PARAGRAPH, f"{label} {text}".strip())


def _cells(row: _Element) -> list[str]:
    return [_plain(" ".join(_seen(cell))) for cell in row if cell.tag in ("th", "td")]


def _seen(cell: _Element) -> Iterator[str]:
    """The words of a cell, without signs that only stand before them, and those of a drawing in its place."""
    for one in cell.iter():
        if one.tag == "svg" and one.get("class") == "spark":
            yield one.get("aria-label") or ""
        inside_drawing = any(True for _ in one.iterancestors("svg")) or one.tag == "svg"
        if one.text and not inside_drawing and one.get("aria-hidden") != "true":
            yield one.text
        if one is not cell and one.tail and not any(True for _ in one.iterancestors("svg")):
            yield one.tail


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
            before = _plain("".join(map(str, one.itertext())))


def page_lines(data: bytes) -> tuple[str, ...]:
    """The paragraphs of a page, with the words of its drawings."""
    page = html.document_fromstring(data.decode())
    lines = (
        one.get("aria-label") or "" if one.tag == "svg" else "".join(map(str, one.itertext()))
        for one in page.iter("p", "li", "svg")
    )
    return tuple(filter(None, map(_plain, lines)))
