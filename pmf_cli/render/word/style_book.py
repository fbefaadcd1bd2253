"""What a template's styles say of sizes and spaces, each style with what it inherits."""

from __future__ import annotations

from dataclasses import replace

from pmf_cli.frozen import frozen
from pmf_cli.render.word.markup import Element, value_at, w

LINE_UNIT = 240
"""``w:line`` of a single line."""
_OFF = frozenset(["0", "false", "off"])


@frozen
class ParagraphLook:
    """How much room a paragraph takes; spaces and indents in twentieths of a point.

    Attributes:
        line: lines apart, in lines; where ``exact``, in twentieths of a point.
        rules: room that borders over and under it take.
    """

    points: float = 10
    bold: bool = False
    before: int = 0
    after: int = 0
    line: float = 1
    exact: bool = False
    left: int = 0
    right: int = 0
    rules: int = 0
    keep_next: bool = False
    break_before: bool = False
    contextual: bool = False


@frozen
class CellMargins:
    """Room between a cell's edges and its words, in twentieths of a point."""

    top: int = 0
    left: int = 108
    bottom: int = 0
    right: int = 108

    @property
    def across(self) -> int:
        """Left and right together."""
        return self.left + self.right

    @property
    def along(self) -> int:
        """Over and under together."""
        return self.top + self.bottom


class StyleBook:
    """The styles of a document by their identifiers."""

    def __init__(self, styles: Element) -> None:
        self._styles = {one.get(w("styleId")): one for one in styles.iter(w("style"))}
        self._default = next(
            (
                name
                for name, one in self._styles.items()
                if one.get(w("type")) == "paragraph" and one.get(w("default")) in ("1", "true")
            ),
            None,
        )
        defaults = styles.find(w("docDefaults"))
        self._plain = ParagraphLook()
        if defaults is not None:
            self._plain = changed_look(
                self._plain,
                defaults.find(f"{w('pPrDefault')}/{w('pPr')}"),
                defaults.find(f"{w('rPrDefault')}/{w('rPr')}"),
            )
        self._looks: dict[str | None, ParagraphLook] = {}
        self._margins: dict[str | None, CellMargins] = {None: CellMargins()}

    def paragraph(self, style: str | None) -> ParagraphLook:
        """What a paragraph in a style looks like; in the usual one where it names none."""
        name = style if style in self._styles else self._default
        if name not in self._looks:
            self._looks[name] = self._plain
            one = self._styles.get(name)
            if one is not None:
                based = value_at(one, "basedOn")
                below = self.paragraph(based) if based else self._plain
                self._looks[name] = changed_look(below, one.find(w("pPr")), one.find(w("rPr")))
        return self._looks[name]

    def cell_margins(self, style: str | None) -> CellMargins:
        """The room around words in the cells of a table style."""
        if style not in self._margins:
            self._margins[style] = CellMargins()
            one = self._styles.get(style)
            if one is not None:
                below = self.cell_margins(value_at(one, "basedOn"))
                self._margins[style] = changed_margins(
                    below, one.find(f"{w('tblPr')}/{w('tblCellMar')}")
                )
        return self._margins[style]


def changed_margins(below: CellMargins, own: Element | None) -> CellMargins:
    """Margins with those of ``w:tblCellMar`` or ``w:tcMar`` over them."""
    if own is None:
        return below
    sides = {"top": "top", "left": "left", "start": "left", "bottom": "bottom"}
    sides |= {"right": "right", "end": "right"}
    told = {}
    for name, side in sides.items():
        found = _number(own, name, "w")
        if found is not None:
            told[side] = found
    return replace(below, **told)


def changed_look(
    look: ParagraphLook, paragraph: Element | None, run: Element | None
) -> ParagraphLook:
    """A look with the properties of a paragraph and of its runs over it."""
    told: dict[str, float | bool | int] = {}
    if run is not None:
        size = value_at(run, "sz")
        if size and size.isdigit():
            told["points"] = int(size) / 2
        if (bold := _switch(run, "b")) is not None:
            told["bold"] = bold
    if paragraph is not None:
        told |= _spaces(paragraph)
    return replace(look, **told)  # type: ignore[arg-type]


def _spaces(paragraph: Element) -> dict[str, float | bool | int]:
    told: dict[str, float | bool | int] = {}
    for field, name, attribute in (
        ("before", "spacing", "before"),
        ("after", "spacing", "after"),
        ("left", "ind", "left"),
        ("right", "ind", "right"),
    ):
        found = _number(paragraph, name, attribute)
        if found is not None:
            told[field] = found
    line = _number(paragraph, "spacing", "line")
    if line is not None:
        exact = value_at(paragraph, "spacing", "lineRule") in ("exact", "atLeast")
        told |= {"exact": exact, "line": line if exact else line / LINE_UNIT}
    for field, name in (
        ("keep_next", "keepNext"),
        ("break_before", "pageBreakBefore"),
        ("contextual", "contextualSpacing"),
    ):
        if (is_on := _switch(paragraph, name)) is not None:
            told[field] = is_on
    borders = paragraph.find(w("pBdr"))
    if borders is not None:
        told["rules"] = sum(_rule(borders, side) for side in ("top", "bottom"))
    return told


def _rule(borders: Element, side: str) -> int:
    """Room of a border: its thickness is in eighths of a point, its distance in points."""
    gap = _number(borders, side, "space")
    return 0 if gap is None else 20 * gap + round((_number(borders, side, "sz") or 0) * 2.5)


def _number(properties: Element, name: str, attribute: str) -> int | None:
    text = value_at(properties, name, attribute) or ""
    return int(text) if text.lstrip("-").isdigit() else None


def _switch(properties: Element, name: str) -> bool | None:
    found = properties.find(w(name))
    return None if found is None else found.get(w("val")) not in _OFF
