"""Sections, paragraphs, tables and drawings as HTML elements; what a reader sees stands in the report already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from lxml.etree import _Element

from pmf_cli.render.html.drawings import bars_svg, chart_svg, gauge_svg, spark_svg
from pmf_cli.render.html.elements import E
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import (
    Bars,
    Block,
    Chart,
    Column,
    Entry,
    Paragraph,
    Plain,
    Report,
    Section,
    SideBySide,
    Table,
    TableLook,
    TextStyle,
    Tone,
    Words,
)

LISTS = {TextStyle.BULLET: "ul", TextStyle.NUMBERED: "ol"}
"""Paragraphs that are lines of a list, and what their list is."""
DEEPEST = 4
"""No heading lies deeper."""
UNBROKEN = 12
"""Signs of the longest words in a cell that stand on one line: a reference, a period, a figure."""
ACROSS = 16
"""Columns of the widest table that stands across a sheet of paper; of a wider one each row is printed as a list."""
LONG = 60
"""Signs from which on a cell is a sentence, which asks for room."""


class HtmlBlocks:
    """Makes the elements of one report.

    Attributes:
        levels: the level of each section's heading: under the title, and no deeper than one below that before it.
    """

    def __init__(self, report: Report, theme: Theme) -> None:
        self._theme = theme
        self._report = report
        self._number = 0
        self._heading = ""
        self.levels = tuple(_levels(report.sections))
        named = {section.key: f"s{at}" for at, section in enumerate(report.sections) if section.key}
        keys = dict.fromkeys(
            entry.key
            for table in report.tables()
            for row in table.rows
            for entry in row
            if entry.key
        )
        self._ids: Mapping[str, str] = {**{key: f"r{at}" for at, key in enumerate(keys)}, **named}
        self._unused = set(keys)

    def contents(self) -> _Element:
        """The sections of the first two levels, as links."""
        lines = [
            E.li(E.a(section.heading, href=f"#s{at}"), {"class": f"level{level}"})
            for at, (section, level) in enumerate(
                zip(self._report.sections, self.levels, strict=True)
            )
            if section.heading and level <= 3
        ]
        return E.ul(*lines)

    def sections(self) -> Iterator[_Element]:
        """Every section in order, with its heading; what has none stands under the page's title."""
        for at, (section, level) in enumerate(zip(self._report.sections, self.levels, strict=True)):
            heading = [E(f"h{level}", section.heading, id=f"s{at}")] if section.heading else []
            self._heading = section.heading
            names = ["sideways"] if section.is_sideways else []
            names += ["new-page"] if section.page_break else []
            look = {"class": " ".join(names)} if names else {}
            yield E.section(*heading, *self._blocks(section.blocks), look)

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[_Element]:
        for style, group in groupby(blocks, _list_of):
            if style is not None:
                lines = [self._paragraph(one, "li") for one in group if isinstance(one, Paragraph)]
                yield E(LISTS[style], *lines)
                continue
            for block in group:
                if isinstance(block, SideBySide):
                    sides = [E.div(*self._blocks(side)) for side in (block.left, block.right)]
                    yield E.div(*sides, {"class": "sides"})
                else:
                    yield from self._plain(block)

    def _plain(self, block: Plain) -> Iterator[_Element]:
        match block:
            case Paragraph():
                yield self._paragraph(block, "p")
            case Table():
                yield self._table(block)
            case Chart():
                note = [E.figcaption(block.note)] if block.note else []
                yield E.figure(chart_svg(block, self._theme), *note)
            case Bars():
                title = [] if block.is_main else [E.figcaption(block.title)]
                yield E.figure(*title, bars_svg(block, self._theme))

    def _paragraph(self, block: Paragraph, name: str) -> _Element:
        names = [block.style.value] + (
            [f"tone-{block.tone}"] if block.tone is not Tone.NONE else []
        )
        parts: list[str | _Element] = [E.strong(_closed(block)), " "] if block.label else []
        if block.style is TextStyle.COMMAND:
            return E.pre(*parts, E.code(block.text))
        return E(name, *parts, block.text, {"class": " ".join(names)})

    def _table(self, table: Table) -> _Element:
        self._number += 1
        caption = f"t{self._number}"
        head = E.tr(
            *(E.th(one.title, {"scope": "col", "class": one.align.value}) for one in table.columns)
        )
        is_wide = len(table.columns) > ACROSS
        rows = [self._row(row, table.columns, is_wide=is_wide) for row in table.rows]
        names = {TableLook.DENSE: "dense", TableLook.STRIP: "strip"}.get(table.look, "usual")
        names += " wide" if is_wide else ""
        is_said = not table.has_caption or table.title == self._heading
        label = E.caption(table.title, {"id": caption, "class": "unseen" if is_said else ""})
        whole = E.table(
            label, E.thead(head), E.tbody(*rows), {"class": names, "data-name": table.name}
        )
        # A table wider than the window is moved sideways by itself, by keyboard too.
        return E.div(
            whole,
            {"class": "scroll", "tabindex": "0", "role": "region", "aria-labelledby": caption},
        )

    def _row(self, row: Sequence[Entry], columns: Sequence[Column], *, is_wide: bool) -> _Element:
        cells = []
        for at, (entry, column) in enumerate(zip(row, columns, strict=True)):
            names = [column.align.value, f"tone-{entry.tone}"]
            length = len(entry.whole)
            names += ["unbroken"] if length <= UNBROKEN else ["long"] if length > LONG else []
            look = {"class": " ".join(names)} | ({"data-head": column.title} if is_wide else {})
            if at == 0:
                look["scope"] = "row"
            cells.append(E("th" if at == 0 else "td", *self._entry(entry), look))
        keys = [one.key for one in row if one.key in self._unused]
        if not keys:
            return E.tr(*cells)
        self._unused.discard(keys[0])
        return E.tr(*cells, id=self._ids[keys[0]])

    def _entry(self, entry: Entry) -> Iterator[str | _Element]:
        mark = self._theme.look(entry.tone).mark
        if mark and entry.text:
            yield E.span(mark, {"aria-hidden": "true", "class": "mark"})
            yield " "
        if entry.gauge is not None:
            yield gauge_svg(entry.gauge, self._theme)
            yield " "
        if entry.trend is not None:
            yield spark_svg(entry.trend, self._theme)
        else:
            yield self._words(entry)
        for one in entry.more:
            yield E.br() if one.new_line else " "
            yield _further(one)

    def _words(self, entry: Entry) -> str | _Element:
        """The entry's words, leading to what they speak of."""
        text: str | _Element = E.strong(entry.text) if entry.is_strong else entry.text
        to = self._ids.get(entry.page_of)
        return E.a(text, href=f"#{to}") if to else text


def _further(one: Words) -> _Element:
    names = ["muted"] if one.is_muted else []
    names += [f"tone-{one.tone}"] if one.tone is not Tone.NONE else []
    return E("strong" if one.is_strong else "span", one.text, {"class": " ".join(names)})


def _list_of(block: Block) -> TextStyle | None:
    """The style of a line of a list; ``None`` for what is none."""
    return block.style if isinstance(block, Paragraph) and block.style in LISTS else None


def _closed(block: Paragraph) -> str:
    """A label with what closes it, but for one that is a sentence of its own."""
    is_closed = block.label.endswith((":", ".", "!", "?")) or block.style is TextStyle.STATEMENT
    return block.label if is_closed else f"{block.label}:"


def _levels(sections: Sequence[Section]) -> Iterator[int]:
    """Headings from the second level on, none of them left out on the way down (WCAG 2.2, 1.3.1).

    Sections of one level under the same heading stay on one level.
    """
    above: list[int] = []
    for section in sections:
        if section.heading:
            while above and above[-1] >= section.level:
                above.pop()
            above.append(section.level)
        yield min(len(above) + 1, DEEPEST)
