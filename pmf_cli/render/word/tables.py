"""Tables of a paper, built from the prepared table of the template so that its looks stay.

The prepared table has a heading row and a body row with one cell for text and one for figures;
each cell's borders, paragraph style and font are taken over. Rows are joined as text and parsed
once, the fastest way measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmf_cli.render.theme import RATED, Theme
from pmf_cli.render.word.drawings import sparkline_run
from pmf_cli.render.word.markup import Element, attribute, parsed, run_text, serialised, w
from pmf_cli.render.word.places import printed_plain
from pmf_cli.views.base import Align, Column, Entry, Table, Tone

KEPT_TOGETHER = 7
"""Tables of so few rows stay on one page."""
_PROPERTIES = [
    "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize",
    "tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd",
    "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription",
]  # fmt: skip
"""Table properties in the schema's order; Word refuses another."""


def fill_table(
    element: Element,
    table: Table,
    theme: Theme,
    room: int,
    numbers: Callable[[], int],
) -> None:
    """Turns the template's prepared ``w:tbl`` into the table asked for; ``room`` in twentieths of a point."""
    widths = table_widths(table, room, theme)
    writer = _TableWriter(PreparedTable.of(element), table, theme, widths, numbers)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    built = parsed(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(writer.rows())}</w:tbl>")
    properties = element.find(w("tblPr"))
    for child in list(element):
        if child is not properties:
            element.remove(child)
    element.extend(list(built))
    _describe(properties, table, sum(widths))


@dataclass(frozen=True)
class _TableWriter:
    prepared: PreparedTable
    table: Table
    theme: Theme
    widths: tuple[int, ...]
    next_number: Callable[[], int]

    def rows(self) -> Iterator[str]:
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{self._headings()}</w:tr>"
        last = len(self.table.rows) - 1
        for at, row in enumerate(self.table.rows):
            keep = last < KEPT_TOGETHER and at < last
            cells = "".join(
                self._cell(entry, column, width, keep=keep)
                for entry, column, width in zip(row, self.table.columns, self.widths, strict=True)
            )
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"

    def _headings(self) -> str:
        return "".join(
            (
                self.prepared.heading_number
                if column.align is Align.NUMBER
                else self.prepared.heading
            ).cell(run_text(printed_plain(column.title)), width, keep=True, align=_aligned(column))
            for column, width in zip(self.table.columns, self.widths, strict=True)
        )

    def _cell(self, entry: Entry, column: Column, width: int, *, keep: bool) -> str:
        prepared, theme = self.prepared, self.theme
        kind = prepared.body_number if column.align is Align.NUMBER else prepared.body
        if entry.trend is not None:
            content = sparkline_run(entry.trend, self.next_number(), theme, width - 160)
            return kind.cell(content, width, keep=keep, align="center")
        look = theme.look(entry.tone)
        return kind.cell(
            run_text(theme.marked(printed_plain(entry.text), entry.tone)),
            width,
            fill=look.fill,
            colour="" if entry.tone is Tone.NONE else look.text,
            bold=entry.tone in RATED or entry.tone is Tone.TOTAL,
            keep=keep,
            align=_aligned(column),
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


_AFTER_COLOUR = frozenset([
    "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd",
    "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
])  # fmt: skip
"""Run properties that the schema wants after the colour."""
_LATE_CELL = ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark")
_OF_ONE_PARAGRAPH = ("pStyle", "keepNext", "sectPr", "rPr", "cnfStyle", "pPrChange")
_FONTS = ("rStyle", "rFonts")
_OF_ONE_RUN = ("color", "rPrChange", "lang", "noProof")
"""What belongs to the words of the template, and not to the look of its cells."""


@dataclass(frozen=True)
class PreparedCell:
    """One prepared cell: its borders, paragraph and run properties as text, ready to be set in."""

    early: str
    late: str
    paragraph: tuple[str, str]
    run: tuple[str, str, str]

    @classmethod
    def of(cls, cell: Element) -> PreparedCell:
        """What a template's cell looks like."""
        of_cell = dict(_own_parts(cell.find(w("tcPr"))))
        paragraph = cell.find(w("p"))
        words = dict(_own_parts(None if paragraph is None else paragraph.find(w("pPr"))))
        run = dict(_own_parts(cell.find(f".//{w('r')}/{w('rPr')}")))
        return cls(
            of_cell.get("tcBorders", ""),
            _kept(of_cell, lambda name: name in _LATE_CELL),
            (words.get("pStyle", ""), _kept(words, lambda name: name not in _OF_ONE_PARAGRAPH)),
            (
                _kept(run, lambda name: name in _FONTS),
                _kept(run, lambda name: name not in {*_FONTS, *_OF_ONE_RUN, *_AFTER_COLOUR}),
                _kept(run, lambda name: name in _AFTER_COLOUR),
            ),
        )

    def cell(
        self,
        content: str,
        width: int,
        *,
        fill: str = "",
        colour: str = "",
        bold: bool = False,
        keep: bool = False,
        align: str = "",
    ) -> str:
        """A cell of a row around the inside of its run."""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
        named, inside = self.paragraph
        if align and "<w:jc " not in inside:
            inside += f'<w:jc w:val="{align}"/>'
        kept = "<w:keepNext/>" if keep else ""
        fonts, before, after = self.run
        # Within a run the schema wants fonts, then bold, then the colour, then size and the rest.
        strong = "<w:b/>" if bold and "<w:b/>" not in before else ""
        tint = f'<w:color w:val="{colour}"/>' if colour else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{self.early}{shade}{self.late}'
            f"</w:tcPr><w:p><w:pPr>{named}{kept}{inside}</w:pPr>"
            f"<w:r><w:rPr>{fonts}{strong}{before}{tint}{after}</w:rPr>{content}</w:r></w:p></w:tc>"
        )


def _kept(parts: Mapping[str, str], is_kept: Callable[[str], bool]) -> str:
    return "".join(xml for name, xml in parts.items() if is_kept(name))


def _own_parts(properties: Element | None) -> Iterator[tuple[str, str]]:
    """Names and text of properties in Word's own namespace; later inventions are left out."""
    for part in () if properties is None else properties:
        if isinstance(part.tag, str) and part.tag.startswith(w("")):
            yield part.tag.rpartition("}")[2], serialised(part)


@dataclass(frozen=True)
class PreparedTable:
    """The template's prepared table: cells for headings and body, of text and of figures."""

    heading: PreparedCell
    heading_number: PreparedCell
    body: PreparedCell
    body_number: PreparedCell

    @classmethod
    def of(cls, table: Element) -> PreparedTable:
        """What stands in the template; its last cell of a row serves for figures."""
        rows = table.findall(w("tr"))
        heads = [PreparedCell.of(cell) for cell in rows[0].findall(w("tc"))]
        bodies = [PreparedCell.of(cell) for cell in rows[-1].findall(w("tc"))]
        return cls(heads[0], heads[-1], bodies[0], bodies[-1])


EM = 180
"""Twentieths of a point in the em of 9 pt, the size of cells."""
PADDING = 190
"""Room beside the words of a cell, with a little to spare for other fonts."""
LONGEST_WORD = 1750
"""Longer words may break; a column is not widened for them."""
LONGEST_FIGURE = 1500
SPARKLINE = 1300
"""Least room of a trend."""
_EMS = {**dict.fromkeys("iljtfrI.,:;'!()[]|/ -", 0.3), **dict.fromkeys("mwMWQOGD%@—&", 0.82)}
"""Widths of letters, in ems, that are narrower or wider than most."""


def table_widths(table: Table, room: int, theme: Theme) -> tuple[int, ...]:
    """Widths in twentieths of a point that fill ``room`` exactly.

    Each column keeps at least the room of its longest ordinary word (figures do not wrap); what is
    then over is shared out as ``Column.width`` says.
    """
    least = [_least(table, at, theme) for at in range(len(table.columns))]
    shares = [max(column.width, 0.1) for column in table.columns]
    total = sum(least)
    if total >= room:
        widths = [room * part // total for part in least]
    else:
        widths = _shared(least, shares, room)
    widths[-1] += room - sum(widths)
    return tuple(widths)


def word_length(word: str, *, bold: bool = False) -> int:
    """About how long a word of 9 pt Arial is, in twentieths of a point."""
    ems = sum(_EMS.get(letter) or (0.68 if letter.isupper() else 0.56) for letter in word)
    return int(ems * EM * (1.07 if bold else 1))


def _shared(least: Sequence[int], shares: Sequence[float], room: int) -> list[int]:
    """Shares of the room, columns that would fall below their least held at it."""
    held: set[int] = set()
    while True:
        free = room - sum(least[at] for at in held)
        parts = sum(share for at, share in enumerate(shares) if at not in held)
        widths = [
            least[at] if at in held else int(free * share / parts)
            for at, share in enumerate(shares)
        ]
        short = {at for at, width in enumerate(widths) if width < least[at]} - held
        if not short:
            return widths
        held |= short


def _least(table: Table, at: int, theme: Theme) -> int:
    column = table.columns[at]
    entries = [row[at] for row in table.rows]
    said = {(one.text, one.tone) for one in entries if one.spark is None}
    words = [(word, True) for word in column.title.split()]
    words += [word for text, tone in said for word in _words(text, tone, theme)]
    longest = max((word_length(word, bold=bold) for word, bold in words), default=0)
    most = LONGEST_FIGURE if column.align is Align.NUMBER else LONGEST_WORD
    has_trend = any(one.spark is not None for one in entries)
    return max(min(longest, most) + PADDING, SPARKLINE if has_trend else 0)


def _words(text: str, tone: Tone, theme: Theme) -> list[tuple[str, bool]]:
    """The words of an entry, and whether they are bold; a rating's mark stays beside the first."""
    if tone not in RATED:
        return [(part, False) for part in text.replace("-", "- ").split()]
    mark = theme.look(tone).mark
    first, *rest = text.split() or [""]
    return [(word, True) for word in (f"{mark} {first}" if mark else first, *rest)]
