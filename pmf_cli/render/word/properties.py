"""Properties of paragraphs, in the order that Word's schema wants."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.render.word.markup import Element, parsed, value_at, w
from pmf_cli.render.word.style_book import StyleBook, changed_look


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


def without_space_before(paragraph: Element) -> None:
    """Lets a paragraph stand at the very top, whatever its style says."""
    _space_before(paragraph, 0)


def _space_before(paragraph: Element, space: int) -> None:
    properties = properties_of(paragraph)
    spacing = properties.find(w("spacing"))
    if spacing is None:
        _put(properties, "spacing", _BEFORE_SPACING)
        spacing = properties.find(w("spacing"))
    spacing.set(w("before"), str(space))


LEAST_AFTER_TABLE = 100
"""Twentieths of a point; a table has no space of its own around it."""


def space_after_table(table: Element, styles: StyleBook) -> None:
    """Keeps the words under a table from standing at its last rule."""
    following = table.getnext()
    if following is None or following.tag != w("p") or following.find(w("r")) is None:
        return
    properties = following.find(w("pPr"))
    look = changed_look(styles.paragraph(value_at(following, "pPr/pStyle")), properties, None)
    if look.before < LEAST_AFTER_TABLE and not look.exact:
        _space_before(following, LEAST_AFTER_TABLE)


_BEFORE_SPACING = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid",
)  # fmt: skip


def _put(properties: Element, name: str, after: Sequence[str]) -> None:
    """Adds a property behind those that Word's schema wants before it, unless it is there."""
    if properties.find(w(name)) is None:
        before = [properties.find(w(one)) for one in after]
        place = max((properties.index(one) + 1 for one in before if one is not None), default=0)
        properties.insert(place, parsed(f"<w:{name}/>"))
