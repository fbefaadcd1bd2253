"""Sections on a terminal: words, marks and colours; plain aligned text everywhere else.

They are first laid out as lines for a given width. Text wraps, no sign is lost: where a table is too
wide even with wrapped words, each row becomes a short list of "heading: value" lines. Only a table
that asks to be brief keeps each row to one line.

Colour is used only on a terminal without ``NO_COLOR``, and never alone: every rating is a word with
its mark. Nothing is printed with markup on, so ``[c]`` and ``[x]`` stay data, and control and
direction characters are taken out.
"""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, TextIO

from pmf_cli.frozen import frozen
from pmf_cli.views.base import (
    Align,
    Bars,
    Chart,
    Entry,
    Paragraph,
    Plain,
    Section,
    Table,
    TextStyle,
    Tone,
)
from pmf_cli.workbook.text import printable

if TYPE_CHECKING:
    from pmf_cli.render.theme import Theme

GAP = 2
"""Blanks between two columns."""
LEAST = 4
"""No column is narrower."""
TIED = "\u00a0"
"""A blank at which no line ends; printed as an ordinary one."""
COMMAND_INDENT = "    "
"""Stands before a line to copy, which is never wrapped."""
NARROW = 10
"""Columns up to this width are never cut in a brief table: codes and counts."""
LONGEST_WORD = 16
"""Words up to this length are kept whole when columns are narrowed."""

Marked = Callable[[str, Tone], str]
"""The words of an entry with the mark of its tone."""


@frozen
class Piece:
    """Part of a line: its text, what it means, and whether it stands out."""

    text: str
    tone: Tone = Tone.NONE
    strong: bool = False


Line = tuple[Piece, ...]


def lines_of(sections: Sequence[Section], width: int, marked: Marked) -> Iterator[Line]:
    """The lines of some sections, with a blank line between blocks."""
    is_first = True
    for section in sections:
        if not is_first:
            yield ()
        is_first = False
        for text in wrapped(section.heading, width):
            yield (Piece(text, strong=True),)
        if section.level == 1:
            yield (Piece("=" * min(width, max(map(cell_width, wrapped(section.heading, width))))),)
        previous: Plain | None = None
        for block in section.plain_blocks:
            if previous is None or not (_is_short(previous) and _is_short(block)):
                yield ()
            yield from block_lines(block, width, marked)
            previous = block


def _is_short(block: Plain) -> bool:
    short = (TextStyle.BULLET, TextStyle.LABEL, TextStyle.COMMAND)
    return isinstance(block, Paragraph) and block.style in short


def block_lines(block: Plain, width: int, marked: Marked) -> Iterator[Line]:
    """The lines of one block; a chart is told by its sentence."""
    match block:
        case Table():
            yield from table_lines(block, width, marked)
        case Chart() | Bars():
            yield from ((Piece(line),) for line in wrapped(block.alt, width))
        case _:
            yield from _paragraph_lines(block, width, marked)


def _paragraph_lines(block: Paragraph, width: int, marked: Marked) -> Iterator[Line]:
    if block.style is TextStyle.COMMAND:
        yield (Piece(COMMAND_INDENT + " ".join(printable(block.text).split()), strong=True),)
        return
    start = "- " if block.style is TextStyle.BULLET else ""
    label = printable(f"{marked(block.label, block.tone)} ") if block.label else ""
    head = f"{start}{label}".rstrip()
    is_lead = block.style is TextStyle.LEAD and not label
    text = f"{start}{label}{marked(block.text, Tone.NONE)}"
    for at, line in enumerate(wrapped(text, width, indent=len(start))):
        if label and at == 0 and line.startswith(head):
            yield (Piece(head, block.tone, strong=True), Piece(line[len(head) :]))
        else:
            yield (Piece(line, strong=is_lead),)


def table_lines(table: Table, width: int, marked: Marked) -> Iterator[Line]:
    """A table in columns, or row by row where the width does not allow columns."""
    if not table.rows:
        yield (Piece("(none)"),)
        return
    cells = [[printable(_words(entry, marked)) for entry in row] for row in table.rows]
    heads = [printable(column.title) for column in table.columns]
    if table.is_brief:
        widths = _brief_widths(table, heads, cells, width)
        heads, *cells = (list(map(_cut, row, widths)) for row in (heads, *cells))
        yield from _column_lines(table, heads, cells, widths)
    elif (fitting := column_widths(heads, cells, width)) is not None:
        yield from _column_lines(table, heads, cells, fitting)
    else:
        yield from _record_lines(table, heads, cells, width)


def _column_lines(
    table: Table, heads: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int]
) -> Iterator[Line]:
    right = [column.align is Align.NUMBER for column in table.columns]
    yield from _row_lines(heads, [Tone.NONE] * len(heads), widths, right, strong=True)
    yield (Piece((" " * GAP).join("-" * one for one in widths)),)
    for row, texts in zip(table.rows, cells, strict=True):
        yield from _row_lines(texts, [entry.tone for entry in row], widths, right)


def _words(entry: Entry, marked: Marked) -> str:
    """The words with their mark, which no line end parts from the first word."""
    words = " ".join(marked(entry.whole, entry.tone).split())
    is_marked = len(words) > len(entry.text) and not words.startswith(entry.text[:1])
    return words.replace(" ", TIED, 1) if is_marked else words


def _row_lines(
    texts: Sequence[str],
    tones: Sequence[Tone],
    widths: Sequence[int],
    right: Sequence[bool],
    *,
    strong: bool = False,
) -> Iterator[Line]:
    parts = [wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
    for at in range(max(map(len, parts))):
        pieces: list[Piece] = []
        for column, (lines, width) in enumerate(zip(parts, widths, strict=True)):
            text = lines[at].replace(TIED, " ") if at < len(lines) else ""
            room = " " * (width - cell_width(text))
            is_last = column == len(widths) - 1
            padded = room + text if right[column] else text + room
            pieces.append(Piece(padded.rstrip() if is_last else padded, tones[column], strong))
            if not is_last:
                pieces.append(Piece(" " * GAP))
        yield tuple(pieces)


def _record_lines(
    table: Table, heads: Sequence[str], cells: Sequence[Sequence[str]], width: int
) -> Iterator[Line]:
    for number, (row, texts) in enumerate(zip(table.rows, cells, strict=True)):
        if number:
            yield ()
        for entry, head, text in zip(row, heads, texts, strict=True):
            label = f"{head}: "
            for at, line in enumerate(wrapped(f"{label}{text}", width, indent=2)):
                line = line.replace(TIED, " ")
                if at == 0 and line.startswith(label):
                    yield (Piece(label, strong=True), Piece(line[len(label) :], entry.tone))
                else:
                    yield (Piece(line, entry.tone),)


def column_widths(
    heads: Sequence[str], cells: Sequence[Sequence[str]], width: int
) -> list[int] | None:
    """How wide each column is within a width; ``None`` where even wrapped words do not fit.

    A column gets what it would like where there is room for all. Else each gets its longest
    ordinary word, and the rest of the room goes to the columns by how much text they hold.
    """
    columns = list(zip(heads, *cells, strict=True))
    wishes = [max(LEAST, *(cell_width(text) for text in column)) for column in columns]
    room = width - GAP * (len(columns) - 1)
    if sum(wishes) <= room:
        return wishes
    floors = [
        min(wish, max(LEAST, *(_longest_word(text) for text in column)))
        for wish, column in zip(wishes, columns, strict=True)
    ]
    if sum(floors) > room:
        return None
    bulk = [sum(cell_width(text) for text in column) + 1 for column in columns]
    return _shared_out(floors, wishes, bulk, room - sum(floors))


def _shared_out(
    floors: Sequence[int], wishes: Sequence[int], bulk: Sequence[int], left: int
) -> list[int]:
    widths = list(floors)
    while left > 0:
        open_ones = [at for at in range(len(widths)) if widths[at] < wishes[at]]
        whole = sum(bulk[at] for at in open_ones)
        given = 0
        for at in open_ones:
            share = min(left * bulk[at] // whole, wishes[at] - widths[at])
            widths[at] += share
            given += share
        if given == 0:
            widths[max(open_ones, key=lambda at: (bulk[at], -at))] += 1
            given = 1
        left -= given
    return widths


def _brief_widths(
    table: Table, heads: Sequence[str], cells: Sequence[Sequence[str]], width: int
) -> list[int]:
    """The narrow columns whole, the rest by their shares."""
    wishes = [max(LEAST, *map(cell_width, column)) for column in zip(heads, *cells, strict=True)]
    widths = [wish if wish <= NARROW else LEAST for wish in wishes]
    for _ in range(width - GAP * (len(widths) - 1) - sum(widths)):
        open_ones = [at for at in range(len(widths)) if widths[at] < wishes[at]]
        if not open_ones:
            break
        poorest = min(open_ones, key=lambda at: (widths[at] / table.columns[at].width, at))
        widths[poorest] += 1
    return widths


def _cut(text: str, width: int) -> str:
    """The text on one line; what does not fit gives way to …."""
    if cell_width(text) <= width:
        return text
    while cell_width(text) >= width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _longest_word(text: str) -> int:
    return max((min(LONGEST_WORD, cell_width(word)) for word in text.split(" ")), default=0)


def cell_width(text: str) -> int:
    """How many places a text takes on a terminal: wide signs two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_sign_width, text))


@cache
def _sign_width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """The text in lines of at most a width; longer words are broken; never no line at all."""
    words = printable(text).split(" ") if "\n" not in text else printable(text).split()
    lines: list[str] = []
    line = ""
    for word in words:
        rest = word
        joined = f"{line} {rest}" if line else rest
        if cell_width(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        line = ""
        start = " " * indent if lines else ""
        while cell_width(start + rest) > width:
            at = _fits(rest, width - len(start))
            lines.append(start + rest[:at])
            rest = rest[at:]
            start = " " * indent
        line = start + rest
    if line or not lines:
        lines.append(line)
    return lines


def _fits(word: str, width: int) -> int:
    """How many signs of a word fit; at least one, so that every loop ends."""
    taken = 0
    for at, sign in enumerate(word):
        taken += _sign_width(sign)
        if taken > width:
            return max(1, at)
    return max(1, len(word))


PLAIN_WIDTH = 140
"""Columns where the output goes to a file or another program."""
NARROWEST = 30
"""Terminals that claim to be narrower are not believed."""
WIDEST = 220
"""Lines longer than this cannot be read along."""
COLOURS = {
    Tone.RED: "bold red",
    Tone.AMBER: "bold yellow",
    Tone.GREEN: "bold green",
    Tone.UNRATED: "dim",
    Tone.MUTED: "dim",
    Tone.TOTAL: "bold",
}
"""A terminal has its own sixteen colours; their shades belong to the person's own settings."""
MARKS = {Tone.RED: "■", Tone.AMBER: "◆", Tone.GREEN: "●"}
"""Marks where no theme is given: those of the shipped theme."""


def text_of(
    sections: Sequence[Section], theme: Theme | None = None, width: int = PLAIN_WIDTH
) -> str:
    """The sections as plain text, lines aligned and wrapped, with a line end at the end."""
    return _plain(lines_of(sections, width, partial(_marked, theme)))


def show(
    sections: Sequence[Section], theme: Theme | None = None, stream: TextIO | None = None
) -> None:
    """Prints the sections: with colour on a terminal, as plain text into a file or pipe."""
    out = stream or sys.stdout
    if not is_terminal(out):
        out.write(_encodable(text_of(sections, theme, _width_asked()), out))
        return
    width = shutil.get_terminal_size((100, 40)).columns
    width = min(max(width, NARROWEST), WIDEST)
    lines = lines_of(sections, width, partial(_marked, theme))
    if os.environ.get("NO_COLOR"):
        out.write(_encodable(_plain(lines), out))
    else:
        _show_in_colour(lines, out, width)


def is_terminal(stream: TextIO) -> bool:
    """True where a person looks at the stream."""
    return bool(getattr(stream, "isatty", lambda: False)()) and os.environ.get("TERM") != "dumb"


LOW_WINDOW = 60
"""Lines; in lower windows long lists are brief."""


def is_low_window() -> bool:
    """True where a person looks at a window of few lines; never for a file or another program."""
    return is_terminal(sys.stdout) and shutil.get_terminal_size((100, 40)).lines < LOW_WINDOW


def _width_asked() -> int:
    columns = os.environ.get("COLUMNS", "")
    return max(int(columns), NARROWEST) if columns.isdigit() else PLAIN_WIDTH


def _encodable(text: str, stream: TextIO) -> str:
    """The text with a question mark for signs that the stream's encoding lacks."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def _show_in_colour(lines: Iterable[Line], out: TextIO, width: int) -> None:
    from rich.console import Console
    from rich.text import Text

    # Wrapping is done by then, and what looks like markup is data.
    console = Console(
        file=out, width=width, markup=False, emoji=False, highlight=False, soft_wrap=True
    )
    for line in lines:
        text = Text(no_wrap=True, overflow="ignore", end="\n")
        for piece in line:
            style = COLOURS.get(piece.tone, "")
            text.append(piece.text, f"{style} bold".strip() if piece.strong else style)
        console.print(text)


def _marked(theme: Theme | None, text: str, tone: Tone) -> str:
    """The words of an entry with its mark, from the theme or the marks above."""
    if theme is not None:
        return theme.marked(text, tone)
    mark = MARKS.get(tone)
    return f"{mark} {text}" if mark and text else text


def _plain(lines: Iterable[Line]) -> str:
    return "".join(f"{''.join(piece.text for piece in line).rstrip()}\n" for line in lines)
