"""Large print in Word: every style at 18 points or more, lines one and a half apart, words on the left.

By the Clear Print and large print guidance of the RNIB: at least 16 to 18 points, no italics, nothing spread
to both edges, ample space between lines. Headings grow as the words do.
"""

from __future__ import annotations

from typing import Any

from pmf_cli.render.word.adopted_styles import put_in_order
from pmf_cli.render.word.markup import Element, parsed, value_at, w
from pmf_cli.render.word.style_book import LINE_UNIT, StyleBook

LEAST_POINTS = 18
LINES_APART = 1.5
CHART_SCALE = LEAST_POINTS / 9.5
"""How much larger charts are drawn, words and all."""
HEAD_ROOM = 1300
"""Twentieths of a point for two lines at the head of a page, and for one at its foot twice over."""


def enlarge(document: Any) -> None:  # noqa: ANN401 - python-docx
    """Makes a document's styles, and what its paragraphs say against them, large print."""
    styles = document.styles.element
    scale = max(LEAST_POINTS / StyleBook(styles).paragraph(None).points, 1)
    _set_defaults(styles)
    for root in (styles, document.element.body, *_heads_and_feet(document)):
        _enlarge_words(root, scale)
        for properties in root.iter(w("pPr")):
            _space_out(properties)
    for style in styles.iter(w("style")):
        if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true"):
            _space_out(_paragraph_properties(style), always=True)
    for margins in document.element.body.iter(w("pgMar")):
        _make_room(margins)


def _heads_and_feet(document: Any) -> list[Element]:  # noqa: ANN401
    links = document.part.rels.values()
    return [
        one.target_part.element for one in links if one.reltype.endswith(("/header", "/footer"))
    ]


def _make_room(margins: Element) -> None:
    """Lets the larger head and foot stand clear of the words."""
    for side, edge in (("top", "header"), ("bottom", "footer")):
        room = int(margins.get(w(edge)) or 0) + HEAD_ROOM
        margins.set(w(side), str(max(int(margins.get(w(side)) or 0), room)))


def _set_defaults(styles: Element) -> None:
    """Words of no style are large too; ``docDefaults`` is there since the language was set."""
    run = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
    if run.find(w("sz")) is None:
        run.insert(len(run) - 1, parsed(f'<w:sz w:val="{LEAST_POINTS * 2}"/>'))


def _enlarge_words(root: Element, scale: float) -> None:
    for size in root.iter(w("sz"), w("szCs")):
        # Borders have a size of their own, which is no size of words.
        if size.getparent().tag == w("rPr"):
            half_points = round(int(size.get(w("val"))) * scale)
            size.set(w("val"), str(max(half_points, LEAST_POINTS * 2)))
    for italic in list(root.iter(w("i"), w("iCs"))):
        italic.getparent().remove(italic)


def _space_out(properties: Element, *, always: bool = False) -> None:
    """Lines apart, and no words spread to both edges or put in the middle."""
    spacing = properties.find(w("spacing"))
    if spacing is None and always:
        spacing = parsed("<w:spacing/>")
        put_in_order(properties, spacing)
    is_thin = spacing is not None and spacing.get(w("lineRule")) == "exact"
    if spacing is not None and not is_thin and (always or spacing.get(w("line"))):
        spacing.set(w("line"), str(round(LINE_UNIT * LINES_APART)))
        spacing.set(w("lineRule"), "auto")
    if value_at(properties, "jc") in ("both", "center", "distribute", "right", "end"):
        properties.find(w("jc")).set(w("val"), "left")


def _paragraph_properties(style: Element) -> Element:
    found = style.find(w("pPr"))
    if found is None:
        found = parsed("<w:pPr/>")
        look = style.find(w("rPr"))
        style.insert(len(style) if look is None else style.index(look), found)
    return found
