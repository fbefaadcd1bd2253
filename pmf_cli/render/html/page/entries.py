"""Entries, tables and sections of a page as HTML: few attributes, since a page has ten thousands of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from urllib.parse import urlencode

from lxml.etree import _Element

from pmf_cli.render.html.elements import E
from pmf_cli.render.html.page.small import part_svg, spark_svg
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import (
    Align,
    Block,
    Column,
    Entry,
    Paragraph,
    Section,
    SideBySide,
    Table,
    TableLook,
    TextStyle,
    Tone,
    Words,
)

RATED = (Tone.RED, Tone.AMBER, Tone.GREEN, Tone.EXCEEDED, Tone.NEAR, Tone.UNRATED)
"""Tones that are shown as a chip: word and mark on the rating's colour."""
LISTS = {TextStyle.BULLET: "ul", TextStyle.NUMBERED: "ol"}
CLASSES = {
    TextStyle.NOTE: "note",
    TextStyle.LEAD: "lead",
    TextStyle.SUBTITLE: "note",
    TextStyle.STATEMENT: "lead",
}
PARTS = ("cells", "measured", "more", "sum")
"""Keys of sections that a meeting does not need."""
ROW = "row "
"""What begins the key of a row that an entry leads to, before the KPI's reference."""


def anchor_of(ref: str) -> str:
    """The name in the address under which a KPI opens: ``k-ED-08``."""
    return f"k-{''.join(sign if sign.isalnum() or sign in '-_.' else '_' for sign in ref)}"


def view_of(key: str, value: str) -> str:
    """What stands after # in the address of the rows with a value: ``directorate=City+Development``."""
    return urlencode({key: value})


class PageEntries:
    """Prints entries in the look of a theme."""

    def __init__(self, theme: Theme, refs: frozenset[str], *, moves: bool = False) -> None:
        """Entries in the look of a theme.

        Args:
            refs: the KPIs that entries can lead to.
            moves: whether tables may be wider than the window, and are then moved sideways by themselves.
        """
        self._theme = theme
        self._refs = refs
        self._moves = moves

    def chip(self, text: str, tone: Tone) -> _Element:
        """A rating's word with its mark on its colour."""
        parts: list[str | _Element] = []
        if mark := self._theme.look(tone).mark:
            parts += [E.span(mark, {"aria-hidden": "true"}), " "]
        return E.span(*parts, text, {"class": f"chip {tone}"})

    def of(self, entry: Entry) -> Iterator[str | _Element]:
        """An entry's words and drawings."""
        if entry.trend is not None:
            yield spark_svg(entry.trend)
        elif entry.tone in RATED:
            yield self.chip(entry.text, entry.tone)
        else:
            yield self._words(entry)
        for one in entry.more:
            yield from self._further(one)

    def _words(self, entry: Entry) -> str | _Element:
        text: str | _Element = E.b(entry.text) if entry.is_strong else entry.text
        ref = entry.page_of.partition(" ")[2]
        if ref in self._refs:
            return E.a(text, href=f"#{anchor_of(ref)}")
        return E.span(text, {"class": "soft"}) if entry.tone is Tone.MUTED else text

    def _further(self, one: Words) -> Iterator[str | _Element]:
        yield E.br() if one.new_line else " "
        if one.tone in RATED:
            yield self.chip(one.text, one.tone)
        elif one.is_strong:
            yield E.b(one.text)
        else:
            yield E.small(one.text)

    def table(self, table: Table, look: str = "") -> _Element:
        """A table without empty attributes, its title for those who listen."""
        head = E.tr(*map(_heading, table.columns))
        rows = (self._row(row, table.columns) for row in table.rows)
        # Under a heading of its own a table's title would say it over again.
        is_titled = self._moves and table.has_caption
        title = [E.caption(table.title)] if is_titled else []
        named = {} if is_titled else {"aria-label": table.title}
        return E.div(
            E.table(*title, E.thead(head), E.tbody(*rows), {"class": look or "small", **named}),
            {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": table.title}
            if self._moves
            else {"class": "scroll"},
        )

    def _strip(self, table: Table) -> _Element:
        """A row of facts, each over what it is of, in as many lines as there is room for."""
        (row,) = table.rows
        facts = (
            E.li(*self.of(entry), E.small(column.title))
            for column, entry in zip(table.columns, row, strict=True)
        )
        return E.ol(*facts, {"class": "earlier", "aria-label": table.title})

    def _row(self, row: Sequence[Entry], columns: Sequence[Column]) -> _Element:
        cells = []
        for at, (entry, column) in enumerate(zip(row, columns, strict=True)):
            name, look = "td", {"class": "n"} if column.align is Align.NUMBER else {}
            if at == 0:
                name, look = "th", {**look, "scope": "row"}
            words = list(self.of(entry))
            if entry.gauge is not None:
                words = [part_svg(entry.gauge), " ", *words]
            cells.append(E(name, *words, look))
        return E.tr(*cells)

    def blocks(self, blocks: Sequence[Block]) -> Iterator[_Element]:
        """Paragraphs, lists and tables in order."""
        for style, group in groupby(blocks, _list_of):
            if style is not None:
                lines = [E.li(one.text) for one in group if isinstance(one, Paragraph)]
                yield E(LISTS[style], *lines)
                continue
            for block in group:
                yield from self._block(block)

    def _block(self, block: Block) -> Iterator[_Element]:
        match block:
            case Paragraph():
                yield _paragraph(block)
            case Table(look=TableLook.STRIP):
                yield self._strip(block)
            case Table():
                yield self.table(block)
            case SideBySide():
                sides = (E.div(*self.blocks(side)) for side in (block.left, block.right))
                yield E.div(*sides, {"class": "sides"})

    def section(self, section: Section, level: int) -> _Element:
        """A section under its heading."""
        heading = [E(f"h{level}", section.heading)] if section.heading else []
        look = {"class": section.key} if section.key in PARTS else {}
        return E.section(*heading, *self.blocks(section.blocks), look)


def _heading(column: Column) -> _Element:
    look: Mapping[str, str] = {"class": "n"} if column.align is Align.NUMBER else {}
    return E.th(column.title, {"scope": "col", **look})


def _paragraph(block: Paragraph) -> _Element:
    label = block.label if block.label.endswith((".", ":")) else f"{block.label}:"
    parts: list[str | _Element] = [E.b(label), " "] if block.label else []
    name = CLASSES.get(block.style)
    return E.p(*parts, block.text, {"class": name} if name else {})


def _list_of(block: Block) -> TextStyle | None:
    return block.style if isinstance(block, Paragraph) and block.style in LISTS else None
