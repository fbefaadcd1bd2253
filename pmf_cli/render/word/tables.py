"""Tables of a paper, built from the prepared table of the template so that its looks stay.

The prepared table has a heading row and a body row with one cell for text and one for figures, or
four with those of the outer columns; each cell's borders, paragraph style and font are taken over. Rows are joined as text and parsed
once, the fastest way measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field

from pmf_cli.frozen import frozen
from pmf_cli.render.theme import RATED, TEXT_CONTRAST, Theme, contrast
from pmf_cli.render.word.column_widths import (
    KEY_FIGURE,
    is_key_figure,
    printed_entry,
    table_widths,
)
from pmf_cli.render.word.contents import bookmark_number
from pmf_cli.render.word.drawings import TREND_HEIGHT, sparkline_run
from pmf_cli.render.word.gauges import gauge_run
from pmf_cli.render.word.markup import (
    Element,
    attribute,
    parsed,
    run_text,
    serialised,
    value_at,
    w,
)
from pmf_cli.render.word.places import printed_plain
from pmf_cli.render.word.style_book import (
    CellMargins,
    StyleBook,
    changed_look,
    changed_margins,
)
from pmf_cli.views.base import Align, Column, Entry, Table, TableLook, Tone, Words

KEPT_TOGETHER = 7
"""Tables of so few rows stay on one page."""
DENSE_TREND = 126_000
"""EMU; 3.5 mm, so that a row of a close table is 6 mm high."""
_PROPERTIES = [
    "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize",
    "tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd",
    "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription",
]  # fmt: skip
"""Table properties in the schema's order; Word refuses another."""


@frozen
class TablePlace:
    """Where tables of a paper are set: looks, room in twentieths of a point, numbers for drawings.

    Attributes:
        marks: the bookmarks of the sections and rows that entries may send their reader to, by key.
        alike: the paper's tables by their columns; those with the same stand under each other.
        rows_to_mark: keys of rows that have no bookmark yet.
    """

    theme: Theme
    styles: StyleBook
    room: int
    next_number: Callable[[], int]
    marks: Mapping[str, str]
    alike: Mapping[tuple[Column, ...], Sequence[Table]]
    rows_to_mark: set[str] = field(default_factory=set)


def fill_table(element: Element, table: Table, place: TablePlace) -> None:
    """Turns the template's prepared ``w:tbl`` into the table asked for."""
    prepared = PreparedTable.of(element, place.styles)
    alike = place.alike.get(table.columns, (table,))
    points, beside = prepared.points, prepared.margins.across
    widths = table_widths(alike, place.room, place.theme, points=points, beside=beside)
    writer = _TableWriter(prepared, table, place, widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    built = parsed(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(writer.rows())}</w:tbl>")
    properties = element.find(w("tblPr"))
    for child in list(element):
        if child is not properties:
            element.remove(child)
    element.extend(list(built))
    _describe(properties, table, sum(widths))


@frozen
class _TableWriter:
    prepared: PreparedTable
    table: Table
    place: TablePlace
    widths: tuple[int, ...]

    def rows(self) -> Iterator[str]:
        heads, bodies = self.prepared.headings.height, self.prepared.bodies.height
        yield f"<w:tr><w:trPr><w:cantSplit/>{heads}<w:tblHeader/></w:trPr>{self._headings()}</w:tr>"
        last = len(self.table.rows) - 1
        for at, row in enumerate(self.table.rows):
            keep = last < KEPT_TOGETHER and at < last
            # Beside several lines a rating would be a block of colour, empty below its word.
            is_tall = any(words.new_line for entry in row for words in entry.more)
            cells = "".join(
                self._cell(entry, number, keep=keep, is_tall=is_tall)
                for number, entry in enumerate(row)
            )
            yield f"<w:tr><w:trPr><w:cantSplit/>{bodies}</w:trPr>{cells}</w:tr>"

    @property
    def _is_strip(self) -> bool:
        # Between two rules there is no room for areas of colour.
        return self.table.look is TableLook.STRIP

    def _headings(self) -> str:
        return "".join(
            self._kind(at, heading=True).cell(
                self._kind(at, heading=True).run(run_text(printed_plain(column.title))),
                self.widths[at],
                keep=True,
                align=_aligned(column),
            )
            for at, column in enumerate(self.table.columns)
        )

    def _kind(self, at: int, *, heading: bool = False, inset: bool = False) -> PreparedCell:
        cells = self.prepared.headings if heading else self.prepared.bodies
        is_number = self.table.columns[at].align is Align.NUMBER
        return cells.at(at, len(self.widths), is_number=is_number, inset=inset)

    def _cell(self, entry: Entry, at: int, *, keep: bool, is_tall: bool) -> str:
        is_plain = self._is_strip or (is_tall and entry.tone in RATED)
        fill = "" if is_plain else self.place.theme.look(entry.tone).fill
        # A colour reaches beyond its words, also where words stand at the edge of the page.
        kind = self._kind(at, inset=bool(fill))
        align = _aligned(self.table.columns[at])
        if entry.trend is not None and not entry.more:
            align = "center"
        runs = self._bookmark(entry) + "".join(self._runs(entry, kind, self.widths[at], fill))
        return kind.cell(runs, self.widths[at], fill=fill, keep=keep, align=align)

    def _bookmark(self, entry: Entry) -> str:
        """The mark of a row that other entries send their reader to, once in a paper."""
        if entry.key not in self.place.rows_to_mark:
            return ""
        self.place.rows_to_mark.discard(entry.key)
        mark = self.place.marks[entry.key]
        number = bookmark_number(mark)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name={attribute(mark)}/>'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def _runs(self, entry: Entry, kind: PreparedCell, width: int, fill: str) -> Iterator[str]:
        colour = self._tone_colour(entry.tone, fill)
        yield from self._drawing(entry, kind, width)
        if entry.trend is None:
            yield self._first_words(entry, kind, colour)
        for words in entry.more:
            between = "<w:br/>" if words.new_line else run_text(" ")
            # A mark goes to the next line only with its word.
            marked = self.place.theme.marked(printed_plain(words.text), words.tone)
            mark = self.place.theme.look(words.tone).mark
            text = run_text(marked.replace(f"{mark} ", f"{mark}\xa0", 1) if mark else marked)
            own = self._colour(words, fill) or colour
            yield kind.run(between + text, bold=words.is_strong, colour=own)

    def _drawing(self, entry: Entry, kind: PreparedCell, width: int) -> Iterator[str]:
        theme, room = self.place.theme, width - self.prepared.margins.across
        if entry.trend is not None:
            height = DENSE_TREND if self.table.look is TableLook.DENSE else TREND_HEIGHT
            number = self.place.next_number()
            yield kind.run(sparkline_run(entry.trend, number, theme, room, height))
        elif entry.gauge is not None:
            number = self.place.next_number()
            # A bar with its lines takes the numbers of two drawings.
            self.place.next_number()
            yield kind.run(gauge_run(entry.gauge, number, theme, room))

    def _first_words(self, entry: Entry, kind: PreparedCell, colour: str) -> str:
        tone = entry.tone
        bold = entry.is_strong or tone in RATED or tone is Tone.TOTAL
        if entry.gauge is not None:
            return kind.run(run_text(f" {printed_entry(entry)}"), bold=bold, colour=colour)
        size = round(kind.points * KEY_FIGURE * 2) if is_key_figure(entry) else 0
        mark = self.place.marks.get(entry.page_of)
        text = "1" if mark else self.place.theme.marked(printed_entry(entry), tone)
        run = kind.run(run_text(text), bold=bold, colour=colour, size=size)
        return _page_field(mark, run) if mark else run

    def _tone_colour(self, tone: Tone, fill: str = "") -> str:
        """The colour of words of a tone, on a fill or on paper."""
        if tone is Tone.NONE:
            return ""
        theme = self.place.theme
        return theme.look(tone).text if fill else theme.ink(tone)

    def _colour(self, words: Words, fill: str) -> str:
        """The colour of further words; on a fill only where it can be read there."""
        muted = self.place.theme.look(Tone.MUTED).text
        colour = muted if words.is_muted else self._tone_colour(words.tone)
        is_read = not fill or not colour or contrast(colour, fill) >= TEXT_CONTRAST
        return colour if is_read else ""


def _page_field(mark: str, number: str) -> str:
    """The page of a bookmark, as a link to it; Word and LibreOffice keep the number up to date."""
    return (
        f'<w:hyperlink w:anchor={attribute(mark)} w:history="1">'
        f'<w:fldSimple w:instr=" PAGEREF {mark} \\h ">{number}</w:fldSimple></w:hyperlink>'
    )


def _aligned(column: Column) -> str:
    return "center" if column.align is Align.CENTRE else ""


def _describe(properties: Element, table: Table, width: int) -> None:
    """Fixed widths, the heading row marked, and a title and description for those who listen."""
    # What the council's program left there would contradict the widths and the heading row.
    for name in ("tblW", "tblLayout", "tblLook", "tblCaption", "tblDescription", "tblInd"):
        for old in properties.findall(w(name)):
            properties.remove(old)
    caption = printed_plain(table.title, most=250)
    summary = printed_plain(table.summary or table.title, most=1000)
    made = parsed(
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={attribute(caption)}/>"
        f"<w:tblDescription w:val={attribute(summary)}/></w:tblPr>"
    )
    parts = [*properties, *made]
    for part in list(properties):
        properties.remove(part)
    parts.sort(key=lambda part: _PROPERTIES.index(part.tag.rpartition("}")[2]))
    properties.extend(parts)


_SIZES = ("spacing", "w", "kern", "position", "sz", "szCs")
_AFTER_COLOUR = frozenset([
    "highlight", "u", "effect", "bdr", "shd",
    "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
])  # fmt: skip
"""Run properties that the schema wants after the colour and the size."""
_LATE_CELL = ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark")
_OF_ONE_PARAGRAPH = ("pStyle", "keepNext", "sectPr", "rPr", "cnfStyle", "pPrChange")
_FONTS = ("rStyle", "rFonts")
_OF_ONE_RUN = ("color", "rPrChange", "lang", "noProof")
"""What belongs to the words of the template, and not to the look of its cells."""


@frozen
class PreparedCell:
    """One prepared cell: its borders, paragraph and run properties as text, ready to be set in."""

    early: str
    late: str
    paragraph: tuple[str, str]
    font: tuple[str, str, str, str]
    points: float

    @classmethod
    def of(cls, cell: Element, styles: StyleBook) -> PreparedCell:
        """What a template's cell looks like."""
        of_cell = dict(_own_parts(cell.find(w("tcPr"))))
        paragraph = cell.find(w("p"))
        words = dict(_own_parts(None if paragraph is None else paragraph.find(w("pPr"))))
        of_run = cell.find(f".//{w('r')}/{w('rPr')}")
        run = dict(_own_parts(of_run))
        look = styles.paragraph(None if paragraph is None else value_at(paragraph, "pPr/pStyle"))
        return cls(
            of_cell.get("tcBorders", ""),
            _kept(of_cell, lambda name: name in _LATE_CELL),
            (words.get("pStyle", ""), _kept(words, lambda name: name not in _OF_ONE_PARAGRAPH)),
            (
                _kept(run, lambda name: name in _FONTS),
                _kept(
                    run, lambda name: name not in {*_FONTS, *_OF_ONE_RUN, *_SIZES, *_AFTER_COLOUR}
                ),
                _kept(run, lambda name: name in _SIZES),
                _kept(run, lambda name: name in _AFTER_COLOUR),
            ),
            changed_look(look, None, of_run).points,
        )

    def run(self, content: str, *, bold: bool = False, colour: str = "", size: int = 0) -> str:
        """A run of a cell's words around its inside; the size in half points, 0 for the cell's own."""
        # Within a run the schema wants fonts, then bold, then the colour, then size and the rest.
        fonts, before, sizes, after = self.font
        strong = "<w:b/>" if bold and "<w:b/>" not in before else ""
        tint = f'<w:color w:val="{colour}"/>' if colour else ""
        sized = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else sizes
        return f"<w:r><w:rPr>{fonts}{strong}{before}{tint}{sized}{after}</w:rPr>{content}</w:r>"

    def cell(
        self, runs: str, width: int, *, fill: str = "", keep: bool = False, align: str = ""
    ) -> str:
        """A cell of a row around its runs."""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
        named, inside = self.paragraph
        if align and "<w:jc " not in inside:
            inside += f'<w:jc w:val="{align}"/>'
        kept = "<w:keepNext/>" if keep else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{self.early}{shade}{self.late}'
            f"</w:tcPr><w:p><w:pPr>{named}{kept}{inside}</w:pPr>{runs}</w:p></w:tc>"
        )


def _kept(parts: Mapping[str, str], is_kept: Callable[[str], bool]) -> str:
    return "".join(xml for name, xml in parts.items() if is_kept(name))


def _own_parts(properties: Element | None) -> Iterator[tuple[str, str]]:
    """Names and text of properties in Word's own namespace; later inventions are left out."""
    for part in () if properties is None else properties:
        if isinstance(part.tag, str) and part.tag.startswith(w("")):
            yield part.tag.rpartition("}")[2], serialised(part)


@frozen
class PreparedRow:
    """The prepared cells of a row: the first column's, of text, of figures, the last column's.

    A row of fewer cells has one for text and one for figures, wherever these stand.
    """

    cells: tuple[PreparedCell, ...]
    height: str

    @classmethod
    def of(cls, row: Element, styles: StyleBook) -> PreparedRow:
        """What stands in a row of the template."""
        height = row.find(f"{w('trPr')}/{w('trHeight')}")
        return cls(
            tuple(PreparedCell.of(cell, styles) for cell in row.findall(w("tc"))),
            "" if height is None else serialised(height),
        )

    def at(self, column: int, columns: int, *, is_number: bool, inset: bool) -> PreparedCell:
        """The cell that a column takes after; one that is ``inset`` stands at no edge."""
        if len(self.cells) < OWN_EDGES:
            return self.cells[-1 if is_number else 0]
        if not inset and column == 0 and not is_number:
            return self.cells[0]
        if not inset and column == columns - 1 and is_number:
            return self.cells[3]
        return self.cells[2 if is_number else 1]


OWN_EDGES = 4
"""Cells of a prepared row that shows its outer columns apart."""


@frozen
class PreparedTable:
    """The template's prepared table: its rows of headings and body, and the room around words."""

    headings: PreparedRow
    bodies: PreparedRow
    margins: CellMargins

    @classmethod
    def of(cls, table: Element, styles: StyleBook) -> PreparedTable:
        """What stands in the template."""
        rows = table.findall(w("tr"))
        margins = styles.cell_margins(value_at(table, "tblPr/tblStyle"))
        own = changed_margins(margins, table.find(f"{w('tblPr')}/{w('tblCellMar')}"))
        return cls(PreparedRow.of(rows[0], styles), PreparedRow.of(rows[-1], styles), own)

    @property
    def points(self) -> float:
        """The size of its words."""
        return max(cell.points for cell in (*self.headings.cells, *self.bodies.cells))
