"""The words for drawings, which LibreOffice leaves out of its PDF up to version 7.4, put back where each stands.

What Word holds as one drawing in a cell is there a figure for each of its strokes, without words and outside of
every table. The first of them becomes the drawing: it takes its words, the other strokes, and its place in the cell.
A PDF in which the drawings have their words is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmf_cli.frozen import frozen
from pmf_cli.render.office_file import XmlElement, opened_parts, parsed_part
from pmf_cli.render.word.markup import NAMESPACES, w

_PROPERTIES = f"{{{NAMESPACES['wp']}}}docPr"
_ANCHOR = f"{{{NAMESPACES['wp']}}}anchor"
_STROKE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp"
_WHOLE = ("/Document", "/Sect", "/Part", "/Div", "/NonStruct")
"""What stands above paragraphs and tables."""

Place = tuple[int, int, int]
"""Table, row and cell, each counted from 0."""


@frozen
class _Drawing:
    """A drawing of the Word file: its words, of how many strokes it is, and its cell.

    Attributes:
        strokes: 0 for a chart, a picture, or a shape of the template's that floats, which is one figure in its paragraph.
    """

    words: str
    strokes: int
    place: Place | None


def give_words(root: Any, word: bytes) -> None:  # noqa: ANN401 - a structure of pypdf's
    """Gives the drawings of a PDF the words of its Word file; leaves it as it is where they have them, or are others.

    Args:
        root: the PDF's root object, of a pypdf writer.
    """
    from pypdf.generic import TextStringObject

    drawings = list(_drawings(word))
    tree = _Structure(root.get("/StructTreeRoot", {}))
    whole = [one for one in drawings if not one.strokes]
    drawn = [one for one in drawings if one.strokes]
    fits = len(tree.set) == len(whole) and len(tree.loose) == sum(one.strokes for one in drawn)
    if tree.has_words or not fits:
        return
    loose = iter(tree.loose)
    for figure, one in zip(tree.set, whole, strict=True):
        if one.words:
            figure[_name("/Alt")] = TextStringObject(one.words)
        else:
            # A cover's areas of colour say nothing; the words of its boxes stand inside as words.
            _without_meaning(figure)
    for one in drawn:
        first, *others = (next(loose) for _ in range(one.strokes))
        first[_name("/Alt")] = TextStringObject(one.words)
        for other in others:
            # Strokes stand in the drawing, as parts without a meaning of their own.
            _without_meaning(other)
            _move(other, first)
        _move(first, tree.cell(one.place))


def _without_meaning(figure: Any) -> None:  # noqa: ANN401
    figure[_name("/S")] = _name("/NonStruct")
    figure.pop("/A", None)


def _drawings(word: bytes) -> Iterator[_Drawing]:
    body = parsed_part(opened_parts(word)["word/document.xml"]).find(w("body"))
    tables = list(body.iter(w("tbl")))
    places = {
        cell: (t, r, c)
        for t, table in enumerate(tables)
        for r, row in enumerate(table.findall(w("tr")))
        for c, cell in enumerate(row.findall(w("tc")))
    }
    for drawing in body.iter(w("drawing")):
        named = next(drawing.iter(_PROPERTIES), None)
        words = "" if named is None else named.get("descr") or named.get("title") or ""
        floats = drawing.find(_ANCHOR) is not None
        strokes = 0 if floats else sum(1 for _ in drawing.iter(_STROKE))
        yield _Drawing(words, strokes, _place(drawing, places))


def _place(drawing: XmlElement, places: dict[XmlElement, Place]) -> Place | None:
    cells = (one for one in drawing.iterancestors(w("tc")))
    return next((places[one] for one in cells if one in places), None)


class _Structure:
    """The figures and the cells of a PDF, in the order in which they are read.

    Attributes:
        set: figures in a paragraph.
        loose: figures outside of paragraphs and tables.
        has_words: whether any figure has words already.
    """

    def __init__(self, root: Any) -> None:  # noqa: ANN401 - a structure of pypdf's
        self.set: list[Any] = []
        self.loose: list[Any] = []
        self._tables: list[list[list[Any]]] = []
        self._walk(root, None)
        self.has_words = any("/Alt" in one for one in (*self.set, *self.loose))

    def cell(self, place: Place | None) -> Any:  # noqa: ANN401
        """The cell at a place; ``None`` where there is none."""
        if place is None:
            return None
        table, row, cell = place
        try:
            return self._tables[table][row][cell]
        except IndexError:
            return None

    def _walk(self, element: Any, rows: list[list[Any]] | None) -> None:  # noqa: ANN401
        for one in _children(element):
            kind, inside = one.get("/S"), rows
            if kind == "/Figure":
                is_loose = one["/P"].get_object().get("/S") in _WHOLE
                (self.loose if is_loose else self.set).append(one)
            elif kind == "/Table":
                inside = []
                self._tables.append(inside)
            elif kind == "/TR" and rows is not None:
                rows.append([])
            elif kind in ("/TD", "/TH") and rows:
                rows[-1].append(one)
            self._walk(one, inside)


def _children(element: Any) -> Iterator[Any]:  # noqa: ANN401
    kids = element.get("/K")
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for one in kids if isinstance(kids, list) else [kids]:
        found = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(found, dict) and "/S" in found:
            yield found


def _move(element: Any, to: Any) -> None:  # noqa: ANN401
    """Takes an element from where it stands and puts it last into another; stays where there is none."""
    from pypdf.generic import ArrayObject

    if to is None:
        return
    above = element["/P"].get_object()
    kept = [one for one in _listed(above) if one.get_object() is not element]
    above[_name("/K")] = ArrayObject(kept)
    to[_name("/K")] = ArrayObject([*_listed(to), element.indirect_reference])
    element[_name("/P")] = to.indirect_reference


def _listed(element: Any) -> list[Any]:  # noqa: ANN401
    kids = element.get("/K")
    kids = (
        kids.get_object()
        if hasattr(kids, "get_object") and isinstance(kids.get_object(), list)
        else kids
    )
    return list(kids) if isinstance(kids, list) else ([] if kids is None else [kids])


def _name(text: str) -> Any:  # noqa: ANN401
    from pypdf.generic import NameObject

    return NameObject(text)
