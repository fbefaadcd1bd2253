"""A report for those who read large print: the same words and figures, one thing under the other.

The RNIB asks for large type, lines well apart, and one column: a wide table in large type would be cut or
become too small, so each of its rows becomes a block, a line for each column. Small drawings become the
sentence that they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pmf_cli.views.base import (
    Bars,
    Block,
    Column,
    Entry,
    Paragraph,
    Plain,
    Report,
    Section,
    Table,
    TableLook,
    TextStyle,
    bullets,
)

MOST_COLUMNS = 3
"""Columns of a table that still stand beside each other in large type on an upright page."""
ENDING = "-large-print"
"""What the name of a paper in large print ends with."""


def in_large_print(report: Report) -> Report:
    """The report in one column, wide tables as blocks of lines, small drawings as words."""
    return replace(
        report,
        sections=tuple(map(_section, report.sections)),
        file_stem=f"{report.file_stem}{ENDING}",
        is_large_print=True,
    )


def _section(section: Section) -> Section:
    blocks: list[Block] = [made for one in section.plain_blocks for made in _blocks(one)]
    return replace(section, blocks=tuple(blocks), is_sideways=False, key="")


def _blocks(block: Plain) -> Iterator[Plain]:
    match block:
        case Table():
            yield from _table(block)
        case Bars():
            yield Paragraph(block.title, TextStyle.LABEL)
            # What the bars show, a line a bar where its sentence has as many.
            said = block.alt.split("; ")
            lines = said if len(said) == len(block.bars) else [block.alt]
            yield from bullets(one.strip() for one in lines)
        case _:
            yield block


def _table(table: Table) -> Iterator[Plain]:
    kept = _kept_columns(table)
    columns = tuple(table.columns[at] for at in kept)
    rows = [tuple(_entry(row[at]) for at in kept) for row in table.rows]
    if len(columns) <= MOST_COLUMNS:
        plain = tuple(map(_undrawn, rows))
        yield replace(table, columns=columns, rows=plain, look=TableLook.USUAL, drawn_from=())
        return
    if table.has_caption:
        yield Paragraph(table.title, TextStyle.LABEL)
    for row in rows:
        if table.look is TableLook.STRIP:
            yield from _lines(columns, row)
        else:
            yield from _block(columns, row)


def _kept_columns(table: Table) -> list[int]:
    """All but columns of pages, which are others in large print; links stand in the contents."""
    return [
        at for at in range(len(table.columns)) if not any(row[at].page_of for row in table.rows)
    ]


def _undrawn(row: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(replace(one, spark=None) for one in row)


def _block(columns: Sequence[Column], row: Sequence[Entry]) -> Iterator[Paragraph]:
    """A row as a block: what it is about, what more is said of that, then a line for each column."""
    # A reference alone says little: the name beside it belongs to it.
    count = 2 if _CODE.fullmatch(_parted(row[0])[0]) else 1
    named, rest = zip(*map(_parted, row[:count]), strict=True)
    yield Paragraph(" ".join(named), TextStyle.LABEL)
    yield from (Paragraph(words) for lines in rest for words in lines)
    yield from _lines(columns[count:], row[count:])


_CODE = re.compile(r"[A-Z]+[-/ ]?\d+[A-Za-z]?")
"""A reference: CR-01, NI 192."""


def _parted(entry: Entry) -> tuple[str, tuple[str, ...]]:
    """The first line of a cell, and the lines below it."""
    lines = [entry.text]
    for words in entry.more:
        if words.new_line:
            lines.append(words.text)
        else:
            lines[-1] = f"{lines[-1]} {words.text}".strip()
    return lines[0], tuple(lines[1:])


def _lines(columns: Sequence[Column], row: Sequence[Entry]) -> Iterator[Paragraph]:
    for column, entry in zip(columns, row, strict=True):
        # What a column of small trends is called speaks of the drawing.
        label = "" if entry.spark is not None else f"{column.title}:"
        yield Paragraph(_joined(entry), TextStyle.BULLET, label=label)


def _joined(entry: Entry) -> str:
    """All words of a cell on one line, where one of its lines ends told by a semicolon or its own full stop."""
    first, rest = _parted(entry)
    said = first
    for line in rest:
        said = f"{said} {line}" if said[-1:] in ".;:!?" else f"{said}; {line}"
    return said


def _entry(entry: Entry) -> Entry:
    """A cell whose drawing is a sentence: a trend says what it shows, and so does a bar."""
    if entry.trend is not None:
        return replace(entry, text=entry.trend.alt, key="")
    return replace(
        entry, text=entry.text if entry.gauge is None else entry.gauge.alt, gauge=None, key=""
    )
