"""Pages: which parts of a paper lie sideways, and where a new page begins."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from pmf_cli.render.word.markup import Element, parsed, w
from pmf_cli.views.base import Section, Table

WIDE_FROM = 8
"""Columns from which a table wants a page on its side."""


def is_wide(part: Sequence[Section]) -> bool:
    """Whether a part (a level 1 section and those under it) is to lie sideways."""
    return any(
        isinstance(block, Table) and len(block.columns) >= WIDE_FROM
        for section in part
        for block in section.blocks
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
        holder = earlier.find(w("pPr"))
        if holder is None:
            holder = parsed("<w:pPr/>")
            earlier.insert(0, holder)
        if holder.find(w("sectPr")) is None:
            holder.append(page)
            return
    own = parsed(
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    )
    own.find(w("pPr")).append(page)
    before.addprevious(own)


def begin_page(paragraph: Element) -> None:
    """Lets a heading begin a new page."""
    holder = paragraph.find(w("pPr"))
    if holder is None:
        holder = parsed("<w:pPr/>")
        paragraph.insert(0, holder)
    if holder.find(w("pageBreakBefore")) is not None:
        return
    after = [holder.find(w(name)) for name in ("pStyle", "keepNext", "keepLines")]
    place = max((holder.index(part) + 1 for part in after if part is not None), default=0)
    holder.insert(place, parsed("<w:pageBreakBefore/>"))


def keep_together(elements: Sequence[Element]) -> None:
    """Keeps paragraphs on one page where they fit on one; Word lets go where they do not."""
    for element in elements[:-1]:
        if element.tag != w("p"):
            continue
        holder = element.find(w("pPr"))
        if holder is None:
            holder = parsed("<w:pPr/>")
            element.insert(0, holder)
        if holder.find(w("keepNext")) is None:
            place = 0 if holder.find(w("pStyle")) is None else 1
            holder.insert(place, parsed("<w:keepNext/>"))
