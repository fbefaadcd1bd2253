"""Builds tables, charts, contents and pages into the frame that the template printed."""

from __future__ import annotations

from itertools import count
from typing import Any

from pmf_cli.render.theme import Theme
from pmf_cli.render.word.contents import bookmark, write_contents
from pmf_cli.render.word.drawings import add_chart
from pmf_cli.render.word.markup import Element, text_of, w
from pmf_cli.render.word.pages import (
    begin_page,
    end_pages,
    is_wide,
    keep_together,
    parts_of,
    room_on,
    turned,
)
from pmf_cli.render.word.places import CONTENTS, PLACE, Frame, heading_text
from pmf_cli.render.word.tables import fill_table
from pmf_cli.views.base import Chart, Report, Section

MOST_KEPT = 3
"""Paragraphs between a heading and a table that are kept with the table."""


class Builder:
    """One walk through the printed frame, from the first element to the last.

    Headings are known by their words and style, in the order of the report's sections; what
    stands between them is the council's own and stays as it is.

    Args:
        document: python-docx's document, as printed.
        report: the report.
        framed: tables and charts by the numbers of their places.
        theme: looks of tones.
    """

    def __init__(self, document: Any, report: Report, framed: Frame, theme: Theme) -> None:  # noqa: ANN401
        self._document = document
        self._body = document.element.body
        self._page = self._body.find(w("sectPr"))
        self._styles = {style.style_id: style.name.lower() for style in document.styles}
        self._framed = framed
        self._theme = theme
        self._as_at = report.as_at
        self._wide = [is_wide(part) for part in parts_of(report.sections)]
        self._waiting = list(reversed(report.sections))
        self._number = count(1).__next__
        self._lying = False
        self._part = -1
        self._room = room_on(turned(self._page, wide=False))
        self._entries: list[tuple[int, str, str]] = []
        self._contents: Element | None = None
        self._section: Section | None = None
        self._elements: list[Element] = []

    def build(self) -> None:
        """Builds everything in."""
        for element in list(self._body):
            if element.tag == w("tbl"):
                self._table(element)
            elif element.tag == w("p"):
                self._paragraph(element)
            if element.tag != w("sectPr"):
                self._elements.append(element)
        self._close_section()
        self._body.replace(self._page, turned(self._page, wide=self._lying))
        if self._contents is not None:
            write_contents(self._contents, self._entries, set(self._styles))

    def _table(self, element: Element) -> None:
        found = PLACE.search(text_of(element))
        if found and found[1] == "table":
            table = self._framed.tables[int(found[2])]
            self._keep_words_with(element)
            fill_table(element, table, self._theme, self._room, self._number)

    def _keep_words_with(self, table: Element) -> None:
        """A caption, and a paragraph between a heading and its table, do not stay behind alone."""
        before = [one for one in self._elements[1:] if one.tag == w("p")]
        if len(before) == len(self._elements) - 1 <= MOST_KEPT:
            keep_together([*before, table])

    def _paragraph(self, element: Element) -> None:
        words = text_of(element)
        found = PLACE.search(words)
        if words.strip() == CONTENTS:
            self._contents = element
        elif found and found[1] == "chart":
            chart = self._framed.charts[int(found[2])]
            number = self._number()
            add_chart(self._document, element, chart, number, self._theme, self._as_at, self._room)
        elif self._waiting and self._is_heading_of(self._waiting[-1], element, words):
            self._begin(self._waiting.pop(), element, words)

    def _is_heading_of(self, section: Section, element: Element, words: str) -> bool:
        if " ".join(words.split()) != heading_text(section):
            return False
        style = element.find(f"{w('pPr')}/{w('pStyle')}")
        name = "" if style is None else self._styles.get(style.get(w("val")), "")
        return name == f"heading {min(max(section.level, 1), 3)}"

    def _begin(self, section: Section, heading: Element, words: str) -> None:
        self._close_section()
        self._section = section
        level = min(max(section.level, 1), 3)
        self._entries.append((level, words, bookmark(heading, len(self._entries))))
        if section.level <= 1 or self._part < 0:
            self._part += 1
            if self._wide[self._part] != self._lying:
                end_pages(heading, turned(self._page, wide=self._lying))
                self._lying = not self._lying
                self._room = room_on(turned(self._page, wide=self._lying))
                return
        if section.page_break:
            begin_page(heading)

    def _close_section(self) -> None:
        """A section with a chart, a highlight say, stays on one page where it fits."""
        section = self._section
        if section is not None and any(isinstance(block, Chart) for block in section.blocks):
            keep_together(self._elements)
        self._elements = []
