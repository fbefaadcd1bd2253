"""Builds tables, charts, contents and pages into the frame that the template printed."""

from __future__ import annotations

import copy
from collections.abc import Container, Sequence
from itertools import count
from typing import Any

from pmf_cli.render.theme import Theme
from pmf_cli.render.word.drawings import add_chart
from pmf_cli.render.word.markup import Element, attribute, parsed, run_text, text_under, value_at, w
from pmf_cli.render.word.places import PLACE, Frame
from pmf_cli.render.word.tables import fill_table
from pmf_cli.views.base import Bars, Chart, Report, Section, Table

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
        self._page = self._body.find(w("sectPr"))
        self._styles = {style.style_id: style.name.lower() for style in document.styles}
        self._placed = framed.placed
        self._theme = theme
        self._as_at = report.as_at
        self._wide = {id(part[0]): lies_sideways(part) for part in parts_of(report.sections)}
        self._number = count(1).__next__
        self._lying = False
        self._room = room_on(turned(self._page, wide=False))
        self._entries: list[tuple[int, str, str]] = []
        self._contents: Element | None = None
        self._section: Section | None = None
        self._elements: list[Element] = []

    def build(self) -> None:
        """Builds everything in."""
        for element in list(self._body):
            words = text_under(element) if element.tag in (w("tbl"), w("p")) else ""
            if found := PLACE.search(words):
                self._fill(element, self._placed[int(found[1])], words)
            if element.tag != w("sectPr"):
                self._elements.append(element)
        self._close_section()
        # The last pages are described by the body, all earlier ones by the paragraph that ends them.
        self._body.replace(self._page, turned(self._page, wide=self._lying))
        if self._contents is not None:
            write_contents(self._contents, self._entries, self._styles)

    def _fill(
        self, element: Element, placed: Section | Table | Chart | Bars | None, words: str
    ) -> None:
        """Builds what belongs to a place into it; one that stands where it may not is left."""
        is_table = element.tag == w("tbl")
        match placed:
            case Table() if is_table:
                self._keep_words_with(element)
                fill_table(element, placed, self._theme, self._room, self._number)
            case Chart() if not is_table:
                number = self._number()
                add_chart(
                    self._document, element, placed, number, self._theme, self._as_at, self._room
                )
            case Section() if not is_table and self._is_heading(element, _level(placed)):
                for text in element.iter(w("t")):
                    text.text = PLACE.sub("", text.text or "")
                self._begin(placed, element)
            case None if PLACE.fullmatch(words.strip()):
                self._contents = element

    def _keep_words_with(self, table: Element) -> None:
        """A caption, and a paragraph between a heading and its table, do not stay behind alone."""
        before = [one for one in self._elements[1:] if one.tag == w("p")]
        if len(before) == len(self._elements) - 1 <= MOST_KEPT:
            keep_together([*before, table])

    def _is_heading(self, element: Element, level: int) -> bool:
        return self._styles.get(value_at(element, "pPr/pStyle") or "") == f"heading {level}"

    def _begin(self, section: Section, heading: Element) -> None:
        self._close_section()
        self._section = section
        mark = bookmark(heading, len(self._entries))
        self._entries.append((_level(section), text_under(heading), mark))
        wide = self._wide.get(id(section), self._lying)
        if wide != self._lying:
            end_pages(heading, turned(self._page, wide=self._lying))
            self._lying = wide
            self._room = room_on(turned(self._page, wide=wide))
        elif section.page_break:
            begin_page(heading)

    def _close_section(self) -> None:
        """A section with a chart, a highlight say, stays on one page where it fits."""
        section = self._section
        if section is not None and any(isinstance(block, Chart) for block in section.plain_blocks):
            keep_together(self._elements)
        self._elements = []


def _level(section: Section) -> int:
    return min(max(section.level, 1), 3)


DEEPEST = 2
"""Levels of headings listed."""


def bookmark(heading: Element, number: int) -> str:
    """Marks a heading so that links reach it, and gives the mark's name."""
    name = f"_Toc{100_000 + number}"
    start = parsed(f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>')
    end = parsed(f'<w:bookmarkEnd w:id="{number}"/>')
    properties = heading.find(w("pPr"))
    # The properties of a paragraph must stay its first child.
    heading.insert(0 if properties is None else 1, start)
    heading.append(end)
    return name


def write_contents(
    place: Element, entries: Sequence[tuple[int, str, str]], styles: Container[str]
) -> None:
    """Puts the contents, level, words and mark of each heading, where the template has its place for them.

    Page numbers are known to Word alone, so the entries are links; "Update field" in Word adds numbers.
    """
    listed = [entry for entry in entries if entry[0] <= DEEPEST]
    paragraphs = []
    for at, (level, words, name) in enumerate(listed):
        style = f"TOC{level}"
        named = f'<w:pStyle w:val="{style}"/>' if style in styles else ""
        indent = "" if named else f'<w:ind w:left="{(level - 1) * 280}"/>'
        # One field spans all entries, so that Word can make the list anew.
        begin = _field_begin() if at == 0 else ""
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if at == len(listed) - 1 else ""
        paragraphs.append(
            f"<w:p><w:pPr>{named}{indent}</w:pPr>{begin}"
            f'<w:hyperlink w:anchor={attribute(name)} w:history="1"><w:r>{run_text(words)}</w:r>'
            f"</w:hyperlink>{end}</w:p>"
        )
    parent = place.getparent()
    position = parent.index(place)
    parent.remove(place)
    for offset, xml in enumerate(paragraphs):
        parent.insert(position + offset, parsed(xml))


def _field_begin() -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{DEEPEST}" \\h \\n \\z </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


WIDE_FROM = 8
"""Columns from which a table wants a page on its side."""


def lies_sideways(part: Sequence[Section]) -> bool:
    """Whether a part (a level 1 section and those under it) is to lie sideways."""
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


def turned(page: Element, *, wide: bool) -> Element:
    """The template's page as upright or sideways, with its margins, header and footer."""
    new = copy.deepcopy(page)
    size = new.find(w("pgSz"))
    if size is None:
        size = parsed('<w:pgSz w:w="11906" w:h="16838"/>')
        new.append(size)
    across, along = int(size.get(w("w"))), int(size.get(w("h")))
    short, long = sorted((across, along))
    size.set(w("w"), str(long if wide else short))
    size.set(w("h"), str(short if wide else long))
    if wide:
        size.set(w("orient"), "landscape")
    else:
        size.attrib.pop(w("orient"), None)
    # Without a kind a section begins on a new page, which a turned one must.
    kind = new.find(w("type"))
    if kind is not None:
        new.remove(kind)
    return new


def room_on(page: Element) -> int:
    """Width between the margins in twentieths of a point."""
    size, margins = page.find(w("pgSz")), page.find(w("pgMar"))
    edges = 0
    if margins is not None:
        edges = sum(int(margins.get(w(side)) or 0) for side in ("left", "right", "gutter"))
    return int(size.get(w("w"))) - edges


def end_pages(before: Element, page: Element) -> None:
    """Ends the pages so far in front of an element; ``page`` says what they look like."""
    earlier = before.getprevious()
    if earlier is not None and earlier.tag == w("p") and earlier.find(f".//{w('drawing')}") is None:
        properties = properties_of(earlier)
        if properties.find(w("sectPr")) is None:
            properties.append(page)
            return
    # A table or a drawing cannot end the pages: a line one point high does.
    own = parsed(
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    )
    own.find(w("pPr")).append(page)
    before.addprevious(own)


def begin_page(paragraph: Element) -> None:
    """Lets a heading begin a new page."""
    _put(properties_of(paragraph), "pageBreakBefore", ("pStyle", "keepNext", "keepLines"))


def keep_together(elements: Sequence[Element]) -> None:
    """Keeps paragraphs on one page where they fit on one; Word lets go where they do not."""
    for element in elements[:-1]:
        if element.tag == w("p"):
            _put(properties_of(element), "keepNext", ("pStyle",))


def properties_of(paragraph: Element) -> Element:
    """The properties of a paragraph, made where it has none."""
    found = paragraph.find(w("pPr"))
    if found is None:
        found = parsed("<w:pPr/>")
        paragraph.insert(0, found)
    return found


def _put(properties: Element, name: str, after: Sequence[str]) -> None:
    """Adds a property behind those that Word's schema wants before it, unless it is there."""
    if properties.find(w(name)) is None:
        before = [properties.find(w(one)) for one in after]
        place = max((properties.index(one) + 1 for one in before if one is not None), default=0)
        properties.insert(place, parsed(f"<w:{name}/>"))
