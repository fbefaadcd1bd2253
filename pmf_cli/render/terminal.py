"""Sections on a terminal: words, marks and colours; plain aligned text everywhere else.

Colour is used only on a terminal without ``NO_COLOR``, and never alone: every rating is a
word with its mark. Nothing is printed with markup on, so ``[c]`` and ``[x]`` stay data, and
control and direction characters are taken out.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TextIO

from pmf_cli.render.layout import Line, lines_of
from pmf_cli.views.base import Section, Tone

if TYPE_CHECKING:
    from pmf_cli.render.theme import Theme

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
MARKS = {Tone.RED: "■", Tone.AMBER: "▲", Tone.GREEN: "●"}
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
