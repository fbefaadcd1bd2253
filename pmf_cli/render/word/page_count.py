"""On which page each section begins, reckoned as Word and LibreOffice break pages.

A paper sends its readers to pages, and a file holds no pages: whoever opens it makes them. Heights
come from the styles, letters from Arial; pages begun by the paper itself are exact, and where a
part runs over, lines and rows are counted. Word corrects a number when its fields are updated.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmf_cli.frozen import frozen
from pmf_cli.render.letters import LINE, TWENTIETHS, line_count
from pmf_cli.render.word.markup import EMU_PER_DXA, NAMESPACES, Element, value_at, w
from pmf_cli.render.word.page_setup import COLUMNS_APART, room_on
from pmf_cli.render.word.properties import begin_page, without_space_before
from pmf_cli.render.word.style_book import (
    CellMargins,
    ParagraphLook,
    StyleBook,
    changed_look,
    changed_margins,
)

_EXTENT = f"{{{NAMESPACES['wp']}}}extent"
_P, _RUN, _RUN_LOOK, _TEXT, _BREAK = (w(name) for name in ("p", "r", "rPr", "t", "br"))
_SIZE, _BOLD, _VALUE, _TYPE = (w(name) for name in ("sz", "b", "val", "type"))
DESCENT = 0.22
"""What a letter reaches below its line, in ems: a drawing stands on that line."""
RULE = 10
"""Room of a rule between rows, in twentieths of a point."""
LEAST_LINES = 2
"""Lines of a paragraph that no page begins or ends with fewer of."""
LEAST_BEFORE = 0.2
"""The part of a page that must be used before a section begins a new one to stay whole."""
ROUNDING = 20
"""What is kept free under a highlight so that it surely fits its page: 1 pt."""


@dataclass(slots=True)
class _Piece:
    """A paragraph, a row, or columns beside each other; measures in twentieths of a point.

    Attributes:
        style: the style of a list, whose lines stand without the space around it.
        line: the height of a line, where it may be parted between lines.
        head: the row of headings that is printed again on a new page.
        page: the room on a page from here on.
        number_from: the number of the page that it begins, where the template lets numbers begin again.
    """

    height: int
    page: int
    before: int = 0
    after: int = 0
    style: str = ""
    line: int = 0
    head: int = 0
    keep: bool = False
    new_page: bool = False
    marks: tuple[str, ...] = ()
    element: Element = None
    number_from: int | None = None

    @property
    def least(self) -> int:
        """What has to stand together at its beginning."""
        lines = LEAST_LINES * self.line
        return min(self.height, lines) if lines and self.height >= 2 * lines else self.height


def section_pages(
    body: Element, styles: StyleBook, whole: Mapping[Element, Element | None]
) -> dict[str, int]:
    """The page of each bookmark in a finished body.

    ``whole`` names headings whose section should stay on one page, with the heading after it: where
    it would be parted, its heading is made to begin a page.
    """
    pieces = list(_Measure(styles).pieces(body))
    return _paged(pieces, whole)[0]


def page_total(data: bytes, spare: int = 0) -> int:
    """How many pages a finished Word file has, reckoned the same way.

    Args:
        spare: what is to be free at the foot of each page, in twentieths of a point.
    """
    from docx import Document

    document = Document(io.BytesIO(data))
    pieces = list(_Measure(StyleBook(document.styles.element)).pieces(document.element.body))
    for piece in pieces:
        piece.page -= spare
    return _paged(pieces, {})[1]


def _paged(
    pieces: Sequence[_Piece], whole: Mapping[Element, Element | None]
) -> tuple[dict[str, int], int]:
    """The page of each bookmark by its number, and how many pages there are."""
    found: dict[str, int] = {}
    page, used, shift = 1, 0, 0
    for at, piece in enumerate(pieces):
        gap = _gap(pieces[at - 1] if used else None, piece)
        if at > 0 and (piece.new_page or (used and _goes_over(pieces, at, whole, used + gap))):
            page, used, gap = page + 1, piece.head, piece.before
        if piece.number_from is not None:
            shift = page - piece.number_from
        found |= dict.fromkeys(piece.marks, page - shift)
        used += gap + piece.height
        if used > piece.page:
            # The lines that find no room go over to the next pages.
            over = used - piece.page
            if piece.line:
                over = -(-over // piece.line) * piece.line
            more = -(-over // piece.page)
            page, used = page + more, over - (more - 1) * piece.page
    return found, page


def _goes_over(
    pieces: Sequence[_Piece], at: int, whole: Mapping[Element, Element | None], used: int
) -> bool:
    """Whether a piece begins the next page; where its section should stay whole, its heading is told to."""
    piece = pieces[at]
    is_whole = piece.element is not None and piece.element in whole
    # A heading over it that would stay behind alone is worse than a few rows that go over.
    if is_whole and used > piece.page * LEAST_BEFORE:
        section = _section(pieces, at, whole[piece.element])
        if section <= piece.page - ROUNDING < used + section:
            begin_page(piece.element)
            without_space_before(piece.element)
            piece.before = 0
            return True
    needed = _needed(pieces, at)
    return needed <= piece.page < used + needed


def _gap(earlier: _Piece | None, piece: _Piece) -> int:
    """The space between two pieces: Word and LibreOffice take the larger of the two that meet."""
    if earlier is None:
        return piece.before
    is_listed = piece.style and piece.style == earlier.style
    return 0 if is_listed else max(earlier.after, piece.before)


def _needed(pieces: Sequence[_Piece], at: int) -> int:
    """The height of a piece with all that it is kept with."""
    total = 0
    for number in range(at, len(pieces)):
        piece = pieces[number]
        if number > at:
            total += _gap(pieces[number - 1], piece)
        if not piece.keep:
            return total + piece.least
        total += piece.height
    return total


def _section(pieces: Sequence[_Piece], at: int, until: Element | None) -> int:
    """The height of a section from its heading to the next one."""
    total = pieces[at].height
    for number in range(at + 1, len(pieces)):
        piece = pieces[number]
        if until is not None and piece.element is until:
            break
        total += _gap(pieces[number - 1], piece) + piece.height
    return total


@dataclass(slots=True)
class _Measure:
    """Heights of what stands in a body."""

    styles: StyleBook

    def pieces(self, body: Element) -> Iterator[_Piece]:
        """Everything from the first page to the last, in order."""
        for elements, page in _stretches(body):
            across, along = room_on(page), _room_along(page)
            columns = int(value_at(page, "cols", "num") or 1)
            if columns > 1:
                width = (across - (columns - 1) * COLUMNS_APART) // columns
                made = [self._beside(elements, width, along)]
            else:
                made = [one for each in elements for one in self._of(each, across, along)]
            if made:
                _begin_pages(made[0], page)
            yield from made

    def _beside(self, elements: Sequence[Element], width: int, along: int) -> _Piece:
        heights = [0]
        marks: list[str] = []
        earlier: _Piece | None = None
        for element in elements:
            if _breaks_column(element):
                heights.append(0)
                earlier = None
            for piece in self._of(element, width, along):
                heights[-1] += _gap(earlier, piece) + piece.height
                earlier = piece
                marks += piece.marks
        return _Piece(max(heights), along, marks=tuple(marks))

    def _of(self, element: Element, across: int, along: int) -> Iterator[_Piece]:
        if element.tag == w("p"):
            yield self._paragraph(element, across, along)
        elif element.tag == w("tbl"):
            yield from self._rows(element, along)

    def _paragraph(self, element: Element, across: int, along: int) -> _Piece:
        properties = element.find(w("pPr"))
        look = changed_look(
            self.styles.paragraph(value_at(element, "pPr/pStyle")), properties, None
        )
        height, line = _lines(element, look, across - look.left - look.right)
        marks = tuple(one.get(w("name")) or "" for one in element.iter(w("bookmarkStart")))
        return _Piece(
            height + look.rules,
            along,
            look.before,
            look.after,
            (value_at(element, "pPr/pStyle") or "") if look.contextual else "",
            line,
            keep=look.keep_next,
            new_page=look.break_before,
            marks=marks,
            element=element,
        )

    def _rows(self, table: Element, along: int) -> Iterator[_Piece]:
        style = value_at(table, "tblPr/tblStyle")
        margins = changed_margins(
            self.styles.cell_margins(style), table.find(f"{w('tblPr')}/{w('tblCellMar')}")
        )
        head = 0
        # All rows below the headings are like the first of them, so their cells are measured once.
        kinds: list[_CellLook] = []
        for row in table.findall(w("tr")):
            cells = row.findall(w("tc"))
            is_head = row.find(f"{w('trPr')}/{w('tblHeader')}") is not None
            if is_head or len(kinds) != len(cells):
                kinds = [self._cell_look(cell, margins) for cell in cells]
            height = max(
                (one.height(cell) for one, cell in zip(kinds, cells, strict=True)), default=0
            )
            height = max(height + RULE, int(value_at(row, "trPr/trHeight") or 0))
            first = next(row.iter(w("p")), None)
            keep = first is not None and first.find(f"{w('pPr')}/{w('keepNext')}") is not None
            marks = tuple(one.get(w("name")) or "" for one in row.iter(w("bookmarkStart")))
            yield _Piece(height, along, head=0 if is_head else head, keep=keep, marks=marks)
            if is_head:
                head += height
                kinds = []

    def _cell_look(self, cell: Element, margins: CellMargins) -> _CellLook:
        own = changed_margins(margins, cell.find(f"{w('tcPr')}/{w('tcMar')}"))
        room = int(value_at(cell, "tcPr/tcW", "w") or 0) - own.across
        look = self.styles.paragraph(value_at(cell, "p/pPr/pStyle"))
        return _CellLook(room, own.along, look)


@frozen
class _CellLook:
    """What the cells of a column have in common: room across, margins along, and their words' look."""

    room: int
    along: int
    look: ParagraphLook

    def height(self, cell: Element) -> int:
        """How high a cell is with its margins."""
        spaces = self.look.before + self.look.after
        return self.along + sum(
            spaces + _lines(paragraph, self.look, self.room)[0] for paragraph in cell.findall(_P)
        )


def _lines(paragraph: Element, look: ParagraphLook, room: int) -> tuple[int, int]:
    """The height of a paragraph's words and drawings, and of one line where all are alike."""
    if look.exact:
        return round(look.line), round(look.line)
    heights = [_height(runs, look, room) for runs in _runs_by_line(paragraph, look)]
    total = sum(count * height for count, height in heights)
    extents = (int(one.get("cy")) // EMU_PER_DXA for one in paragraph.iter(_EXTENT))
    drawn = max(extents, default=0)
    if drawn:
        below = round(look.points * TWENTIETHS * DESCENT)
        return total + max(drawn + below - heights[0][1], 0), 0
    single = round(look.points * LINE * TWENTIETHS * look.line)
    return total, single if total % single == 0 else 0


def _height(
    runs: Sequence[tuple[str, float, bool]], look: ParagraphLook, room: int
) -> tuple[int, int]:
    """How many lines some words take, bold where most of them are, and how high each is."""
    points = max((size for _, size, _ in runs), default=look.points)
    words = "".join(text for text, _, _ in runs)
    letters = sum(len(text) for text, _, bold in runs if bold)
    count = line_count(words, room, points, bold=letters * 2 > len(words)) if words else 1
    return count, round(points * LINE * TWENTIETHS * look.line)


def _runs_by_line(paragraph: Element, look: ParagraphLook) -> list[list[tuple[str, float, bool]]]:
    """The words of each line that the paragraph itself begins, with their size and whether they are bold."""
    lines: list[list[tuple[str, float, bool]]] = [[]]
    for run in paragraph.iter(_RUN):
        own = run.find(_RUN_LOOK)
        size, strong = (None, None) if own is None else (own.find(_SIZE), own.find(_BOLD))
        points = look.points if size is None else float(size.get(_VALUE)) / 2
        bold = look.bold or strong is not None
        for part in run:
            if part.tag == _BREAK and part.get(_TYPE) is None:
                lines.append([])
            elif part.tag == _TEXT:
                lines[-1].append((part.text or "", points, bold))
    return lines


def _begin_pages(first: _Piece, page: Element) -> None:
    """Says of the first of some pieces how their pages begin: anew or going on, and with which number."""
    first.new_page = first.new_page or value_at(page, "type") != "continuous"
    start = value_at(page, "pgNumType", "start") or ""
    first.number_from = int(start) if start.isdecimal() else None


def _stretches(body: Element) -> Iterator[tuple[list[Element], Element]]:
    """Elements with the ``w:sectPr`` that says what their pages look like."""
    elements: list[Element] = []
    for element in body:
        if element.tag == w("sectPr"):
            yield elements, element
            return
        elements.append(element)
        page = element.find(f"{w('pPr')}/{w('sectPr')}")
        if page is not None:
            yield elements, page
            elements = []


def _room_along(page: Element) -> int:
    height = int(value_at(page, "pgSz", "h") or 16838)
    return height - sum(abs(int(value_at(page, "pgMar", side) or 0)) for side in ("top", "bottom"))


def _breaks_column(element: Element) -> bool:
    return any(one.get(w("type")) == "column" for one in element.iter(w("br")))


PAGE_FIELD = re.compile(r"\s*PAGEREF\s+(\S+)")


def number_pages(body: Element, pages: Mapping[str, int]) -> None:
    """Writes the page of its bookmark into each reference to a page."""
    for reference in body.iter(w("fldSimple")):
        found = PAGE_FIELD.match(reference.get(w("instr")) or "")
        if found is not None and found[1] in pages:
            for text in reference.iter(w("t")):
                text.text = str(pages[found[1]])
