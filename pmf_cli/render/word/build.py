"""Builds tables, charts, contents and pages into the frame that the template printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from pmf_cli.render.theme import Theme
from pmf_cli.render.word.built_in import BuiltInStyles
from pmf_cli.render.word.contents import bookmark, mark_of, row_marks, write_contents
from pmf_cli.render.word.drawings import add_chart
from pmf_cli.render.word.large_print import CHART_SCALE
from pmf_cli.render.word.lists import restart_lists
from pmf_cli.render.word.markup import NAMESPACES, Element, text_under, value_at, w
from pmf_cli.render.word.page_count import number_pages, section_pages
from pmf_cli.render.word.page_setup import PageSetup, begin_column, end_pages, page_end
from pmf_cli.render.word.places import PLACE, Frame, Placed, Turn, knows_its_pages
from pmf_cli.render.word.properties import begin_page, keep_together, space_after_table
from pmf_cli.render.word.style_book import StyleBook
from pmf_cli.render.word.tables import TablePlace, fill_table
from pmf_cli.views.base import (
    Bars,
    Block,
    Chart,
    Column,
    Report,
    Section,
    SideBySide,
    Table,
    TableLook,
)

OWN_NUMBERS = 1_000_000
"""From here on the template's own bookmarks and drawings are numbered."""
DRAWING = f"{{{NAMESPACES['wp']}}}docPr"
MOST_KEPT = 3
"""Paragraphs between a heading and a table that are kept with the table."""


class Builder:
    """One walk through the printed frame, from the first element to the last.

    Headings, tables, charts and the contents are known by their places; what stands between them
    is the council's own and stays as it is.
    """

    def __init__(self, document: Any, report: Report, framed: Frame, theme: Theme) -> None:  # noqa: ANN401
        self._document = document
        self._body = document.element.body
        _renumber_own(self._body)
        self._stretches = PageSetup.taken_from(self._body)
        self._known = BuiltInStyles(document.styles.element)
        self._styles = StyleBook(document.styles.element)
        self._placed = framed.placed
        self._theme = theme
        self._as_at = report.as_at
        self._scale = CHART_SCALE if report.is_large_print else 1
        self._numbers = {id(section): at for at, section in enumerate(report.sections)}
        self._wide = sideways(report.sections)
        self._marks = {
            section.key: mark_of(at) for at, section in enumerate(report.sections) if section.key
        }
        self._marks = {**row_marks(report), **self._marks}
        self._unused = set(row_marks(report))
        self._alike = tables_alike(report)
        self._number = count(1).__next__
        self._begin_stretch()
        self._entries: list[tuple[int, str, str]] = []
        self._contents: Element | None = None
        self._section: Section | None = None
        self._heading: Element | None = None
        self._whole: dict[Element, Element | None] = {}
        self._elements: list[Element] = []

    def build(self) -> None:
        """Builds everything in."""
        for element in list(self._body):
            self._walk(element)
        restart_lists(self._document, self._known)
        for table in self._body.iterchildren(w("tbl")):
            space_after_table(table, self._styles)
        if self._marks or self._whole:
            number_pages(self._body, section_pages(self._body, self._styles, self._whole))
        if self._contents is not None:
            write_contents(self._contents, self._entries, self._known.by_name)

    def _walk(self, element: Element) -> None:
        """Builds into an element, and ends the template's own pages where it ends them."""
        words = text_under(element) if element.tag in (w("tbl"), w("p")) else ""
        if found := PLACE.search(words):
            self._holds_own = True
            self._fill(element, self._placed[int(found[1])], words)
        if element.tag == w("sectPr"):
            self._end_stretch(element)
            return
        self._elements.append(element)
        # The last pages are described by the body, all earlier ones by the paragraph that ends them.
        if (end := page_end(element)) is not None:
            self._end_stretch(end)

    def _begin_stretch(self) -> None:
        """Begins the next pages that the template itself sets apart."""
        self._pages = self._stretches.pop(0)
        self._lying = self._is_further = self._holds_own = False
        self._begins = self._pages.begins
        self._columns = 1

    def _end_stretch(self, end: Element) -> None:
        """Ends such pages: where they hold something of the paper's, they look as its last pages do."""
        if self._holds_own:
            self._close_section()
            self._section = self._heading = None
            end.getparent().replace(end, self._page())
        if self._stretches:
            self._begin_stretch()

    def _end_pages(self, before: Element, begins: str = "") -> None:
        """Ends the pages so far in front of an element, and says how the next ones begin."""
        end_pages(before, self._page())
        self._is_further, self._begins = True, begins

    def _fill(self, element: Element, placed: Placed, words: str) -> None:
        """Builds what belongs to a place into it; one that stands where it may not is left."""
        is_table = element.tag == w("tbl")
        match placed:
            case Table() if is_table:
                self._keep_words_with(element)
                fill_table(element, placed, self._table_place())
            case Chart() | Bars() if not is_table:
                self._take_out_empty_line(element.getprevious())
                number, room = self._number(), self._room
                drawn = (number, self._theme, self._as_at, room, self._scale)
                add_chart(self._document, element, placed, *drawn)
            case Section() if not is_table and self._is_heading(element, _level(placed)):
                for text in element.iter(w("t")):
                    text.text = PLACE.sub("", text.text or "")
                self._begin(placed, element)
            case Turn() if not is_table and PLACE.fullmatch(words.strip()):
                self._turn(element, placed)
            case None if PLACE.fullmatch(words.strip()):
                self._contents = element

    def _take_out_empty_line(self, before: Element | None) -> None:
        """The caption of a drawing that has none, where a template prints it all the same."""
        if before is None or before.tag != w("p") or text_under(before).strip():
            return
        is_bare = not any(True for _ in before.iter(w("drawing"), w("sectPr"), w("br")))
        if is_bare and before in self._elements:
            self._elements.remove(before)
            before.getparent().remove(before)

    @property
    def _room(self) -> int:
        return self._pages.room(wide=self._lying, columns=self._columns)

    def _page(self) -> Element:
        """What the pages since the last end of pages look like."""
        return self._pages.page(
            wide=self._lying,
            begins=self._begins,
            columns=self._columns,
            is_further=self._is_further,
        )

    def _table_place(self) -> TablePlace:
        return TablePlace(
            self._theme,
            self._styles,
            self._room,
            self._number,
            self._marks,
            self._alike,
            self._unused,
        )

    def _keep_words_with(self, table: Element) -> None:
        """A caption, and a paragraph between a heading and its table, do not stay behind alone.

        Not right after columns: there LibreOffice 7.4 lays the page out again and again over such a paragraph and its
        table, and gives up (no PDF of the paper). Its heading's own style still keeps it with the words.
        """
        if self._begins == "continuous":
            return
        before = [one for one in self._elements[1:] if one.tag == w("p")]
        if len(before) == len(self._elements) - 1 <= MOST_KEPT:
            keep_together([*before, table])

    def _is_heading(self, element: Element, level: int) -> bool:
        return self._known.heading_level(value_at(element, "pPr/pStyle")) == level

    def _begin(self, section: Section, heading: Element) -> None:
        self._close_section(heading)
        self._section, self._heading = section, heading
        at = self._numbers[id(section)]
        self._entries.append((_level(section), text_under(heading), bookmark(heading, at)))
        wide = self._wide[at]
        if wide != self._lying:
            self._end_pages(heading)
            self._lying = wide
        elif section.page_break:
            begin_page(heading)

    def _turn(self, element: Element, turn: Turn) -> None:
        """Begins columns, goes to the next one or ends them, or the paper, where the place stands."""
        if turn is Turn.LAST:
            self._end_paper(element)
            return
        if turn is not Turn.NEXT:
            self._end_pages(element, "continuous")
            self._columns = 2 if turn is Turn.BEGIN else 1
        if turn is not Turn.END:
            begin_column(element, breaks=turn is Turn.NEXT)
        element.getparent().remove(element)

    def _end_paper(self, element: Element) -> None:
        """Lets the council's own words after the paper stand on pages like those before it."""
        self._close_section()
        self._section = self._heading = None
        following = element.getnext()
        element.getparent().remove(element)
        # Where the template's pages end too, these look as the paper's last ones do.
        is_end = following.tag == w("sectPr") or (
            page_end(following) is not None and not text_under(following).strip()
        )
        if self._lying and not is_end:
            self._end_pages(following)
            self._lying = False

    def _close_section(self, following: Element | None = None) -> None:
        """A section with a chart stays on one page where it fits, and so does a group of a scorecard.

        Columns cannot be tied to what stands over and under them, nor rows by the dozen: such a
        section is begun on a new page where it would be parted.
        """
        blocks = self._section.blocks if self._section else ()
        kinds = {type(block) for block in blocks}
        is_group = self._lying and any(is_close(block) for block in blocks)
        if is_group or (Chart in kinds and SideBySide in kinds):
            self._whole[self._heading] = following
        elif Chart in kinds:
            keep_together(self._elements)
        self._elements = []


def _renumber_own(body: Element) -> None:
    """Keeps the numbers of the template's own bookmarks and drawings apart from those that are built in."""
    numbered = {w("bookmarkStart"): w("id"), w("bookmarkEnd"): w("id"), DRAWING: "id"}
    for one in body.iter(*numbered):
        number = one.get(numbered[one.tag]) or ""
        if number.isdecimal():
            one.set(numbered[one.tag], str(int(number) % OWN_NUMBERS + OWN_NUMBERS))


def tables_alike(report: Report) -> dict[tuple[Column, ...], list[Table]]:
    """The tables of a paper by their columns."""
    alike: dict[tuple[Column, ...], list[Table]] = {}
    for table in report.tables():
        alike.setdefault(table.columns, []).append(table)
    return alike


def is_close(block: Block) -> bool:
    """Whether it is a table of a line a row."""
    return isinstance(block, Table) and block.look is TableLook.DENSE


def _level(section: Section) -> int:
    return min(max(section.level, 1), 3)


WIDE_FROM = 8
"""Columns from which a table wants a page on its side, in papers that do not say so themselves."""


def sideways(sections: Sequence[Section]) -> tuple[bool, ...]:
    """For each section, whether its pages lie sideways.

    A section that says so takes those under it along. Papers that say nothing about their pages
    lie sideways part by part, where a part has a wide table.
    """
    if knows_its_pages(sections):
        return tuple(_told(sections))
    return tuple(
        is_wide for part in parts_of(sections) for is_wide in [_has_wide_table(part)] * len(part)
    )


def _told(sections: Sequence[Section]) -> Iterator[bool]:
    lying: int | None = None
    for section in sections:
        if lying is not None and section.level <= lying:
            lying = None
        if lying is None and section.is_sideways:
            lying = section.level
        yield lying is not None


def _has_wide_table(part: Sequence[Section]) -> bool:
    return any(
        isinstance(block, Table) and len(block.columns) >= WIDE_FROM
        for section in part
        for block in section.plain_blocks
    )


def parts_of(sections: Sequence[Section]) -> tuple[tuple[Section, ...], ...]:
    """Sections grouped: each level 1 section begins a part."""
    parts: list[list[Section]] = []
    for section in sections:
        if section.level <= 1 or not parts:
            parts.append([])
        parts[-1].append(section)
    return tuple(tuple(part) for part in parts)
