"""Pages of a paper: upright, sideways and in columns, as the template's own pages say."""

from __future__ import annotations

import copy

from pmf_cli.frozen import frozen
from pmf_cli.render.word.markup import Element, parsed, text_under, value_at, w
from pmf_cli.render.word.properties import properties_of, without_space_before

COLUMNS_APART = 454
"""Twentieths of a point between columns beside each other; 8 mm."""


@frozen
class PageSetup:
    """How a template's pages look, upright and sideways, each as its ``w:sectPr``.

    Attributes:
        begins: how they begin in the template: ``continuous``; empty for on a new page.
    """

    upright: Element
    sideways: Element
    begins: str = ""

    @classmethod
    def taken_from(cls, body: Element) -> list[PageSetup]:
        """The pages of each stretch of a template; an empty last one that lies sideways is taken out of the body.

        It shows how pages on their side look; where a template has none, each upright page is turned,
        margins and all.
        """
        shown = _taken_out(body)
        return [
            cls(
                turned(page, wide=False),
                turned(page, wide=True) if shown is None else shown,
                value_at(page, "type") or "",
            )
            for page in (one if one.tag == w("sectPr") else page_end(one) for one in body)
            if page is not None
        ]

    def page(
        self, *, wide: bool, begins: str = "", columns: int = 1, is_further: bool = False
    ) -> Element:
        """A page's ``w:sectPr``: how it begins, empty for on a new page, and in how many columns.

        Args:
            is_further: whether pages of the same stretch stand before it: these have the head and foot of a
                first page, and begin its numbers.
        """
        new = copy.deepcopy(self.sideways if wide else self.upright)
        if is_further:
            _go_on(new)
        if begins:
            # The references to head and foot come first.
            at = sum(1 for one in new if one.tag in (w("headerReference"), w("footerReference")))
            new.insert(at, parsed(f'<w:type w:val="{begins}"/>'))
        if columns > 1:
            made = parsed(f'<w:cols w:num="{columns}" w:space="{COLUMNS_APART}" w:equalWidth="1"/>')
            old = new.find(w("cols"))
            if old is None:
                _insert_columns(new, made)
            else:
                new.replace(old, made)
        return new

    def room(self, *, wide: bool, columns: int = 1) -> int:
        """Width of a column between the margins in twentieths of a point."""
        whole = room_on(self.sideways if wide else self.upright)
        return (whole - (columns - 1) * COLUMNS_APART) // columns


def page_end(paragraph: Element) -> Element | None:
    """The ``w:sectPr`` of the pages that a paragraph ends; ``None`` where it ends none."""
    return paragraph.find(f"{w('pPr')}/{w('sectPr')}")


def _go_on(page: Element) -> None:
    for name in ("titlePg", "pgNumType"):
        for one in page.findall(w(name)):
            one.attrib.pop(w("start"), None)
            if name == "titlePg" or not one.attrib:
                page.remove(one)


def _taken_out(body: Element) -> Element | None:
    """How pages on their side look, where an empty last page shows it, which is taken out of the body."""
    page = body.find(w("sectPr"))
    shown = _shown_sideways(body) if page is not None and lies(page) else None
    if shown is None:
        return None
    upright: Element = page_end(shown[0])
    for element in shown[1:]:
        body.remove(element)
    if text_under(shown[0]) or shown[0].find(f".//{w('drawing')}") is not None:
        upright.getparent().remove(upright)
    else:
        body.remove(shown[0])
    body.replace(page, upright)
    return turned(page, wide=True)


_BEFORE_COLUMNS = (
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar",
    "paperSrc", "pgBorders", "lnNumType", "pgNumType",
)  # fmt: skip


def _insert_columns(page: Element, columns: Element) -> None:
    names = {w(name) for name in _BEFORE_COLUMNS}
    page.insert(sum(1 for one in page if one.tag in names), columns)


def _shown_sideways(body: Element) -> list[Element] | None:
    """The end of a template that shows a sideways page: the break before it, and nothing of words."""
    elements = [one for one in body if one.tag != w("sectPr")]
    breaks = [at for at, one in enumerate(elements) if page_end(one) is not None]
    if not breaks:
        return None
    end = elements[breaks[-1] :]
    has_words = any(text_under(one).strip() or one.tag == w("tbl") for one in end[1:])
    return None if has_words or lies(page_end(end[0])) else end


def lies(page: Element) -> bool:
    """Whether a page is wider than it is high."""
    across, along = (value_at(page, "pgSz", side) or "0" for side in ("w", "h"))
    return int(across) > int(along)


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
    # Columns end in a line of their own: LibreOffice puts an empty one between words in columns and a table.
    is_text = earlier is not None and earlier.tag == w("p")
    is_bare = is_text and earlier.find(f".//{w('drawing')}") is None
    if is_bare and not in_columns(page):
        properties = properties_of(earlier)
        if properties.find(w("sectPr")) is None:
            properties.append(page)
            return
    if in_columns(page) and earlier is not None and earlier.tag == w("tbl"):
        # LibreOffice does not count the line that ends columns: a table that stood last in them would
        # be laid into the first.
        before.addprevious(_thin_line())
    # A table or a drawing cannot end the pages: a line one point high does.
    own = _thin_line()
    own.find(w("pPr")).append(page)
    before.addprevious(own)


def in_columns(page: Element) -> bool:
    """Whether what a page describes stands in columns."""
    return int(value_at(page, "cols", "num") or 1) > 1


def begin_column(place: Element, *, breaks: bool) -> None:
    """Lets what follows a place stand at the top of a column, ``breaks`` where it is a further one."""
    turn = parsed('<w:r><w:br w:type="column"/></w:r>')
    first = place.getnext()
    if first is None or first.tag != w("p"):
        if not breaks:
            return
        # A table cannot hold the break: a line one point high does.
        first = _thin_line()
        place.addnext(first)
    without_space_before(first)
    if breaks:
        first.insert(1, turn)


def _thin_line() -> Element:
    return parsed(
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    )
