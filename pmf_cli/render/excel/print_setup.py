"""How sheets are printed: sideways on A4 in letters that can be read, with a head and a foot on each page.

Columns are chosen to fit the page; what does not fit even at its narrowest goes on A3.
"""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.render.excel.cells import GREY, SheetWriter
from pmf_cli.render.theme import Theme
from pmf_cli.workbook.text import printable

A3, A4 = 8, 9
"""Excel's numbers of paper sizes."""
WIDER_ON_A3 = 1.41
SMALLEST_PRINT = 8
"""Points."""
SIDE, TOP, BOTTOM = 0.47, 0.75, 0.7
"""Margins in inches."""
PAGE_PIXELS = (297 / 25.4 - 2 * SIDE) * 96 * 0.99
"""What a page of A4 on its side holds at full size, a little kept back since printers differ."""
DIGIT_PIXELS = 7.42
"""Of Arial at 10 points, by which widths count; Excel takes it for 7, other programs as it is."""
LONGEST_HEAD = 255
"""Characters that Excel keeps of a head, its commands among them."""
LONGEST_SIDE = 45
"""Characters at its left and right."""


def least_scale(theme: Theme) -> int:
    """The smallest per cent at which the theme's letters can be read on paper."""
    return min(-(-SMALLEST_PRINT * 100 // theme.excel.size), 100)


def pixels(widths: Sequence[float]) -> float:
    """How wide columns are on a screen, their widths given in characters."""
    return sum(width * DIGIT_PIXELS + 5 for width in widths)


def fitted(wished: Sequence[float], least: Sequence[float], theme: Theme) -> tuple[float, ...]:
    """Widths in characters with which the columns fit a page of A4, none narrower than its ``least``.

    Where all are at their least and too wide still, they fit A3, or are as narrow as they can be.
    """
    page = PAGE_PIXELS * 100 / least_scale(theme)
    for room in (page, page * WIDER_ON_A3):
        if pixels(wished) <= room:
            return tuple(wished)
        spare, over = pixels(wished) - pixels(least), pixels(wished) - room
        if over <= spare:
            # Rounded down to a tenth, since pixels are whole.
            kept = 1 - over / spare
            return tuple(
                int((low + (high - low) * kept) * 10) / 10
                for high, low in zip(wished, least, strict=True)
            )
    return tuple(least)


def set_print(
    sheet: SheetWriter, theme: Theme, widths: Sequence[float], heading: int | None = None
) -> None:
    """Paper, size and margins for the printed columns; ``heading`` is the row repeated on each page, from 0."""
    sheet.set_landscape()
    sheet.set_margins(left=SIDE, right=SIDE, top=TOP, bottom=BOTTOM)
    wide, least = pixels(widths), least_scale(theme)
    scale = int(PAGE_PIXELS * 100 / wide) if wide else 100
    is_large = scale < least
    sheet.set_paper(A3 if is_large else A4)
    if is_large:
        scale = int(scale * WIDER_ON_A3)
    if scale < least:
        # No paper is wide enough for letters of that size.
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(min(scale, 100))
    if heading is not None:
        sheet.repeat_rows(heading)


def set_head_and_foot(
    sheet: SheetWriter, theme: Theme, head: tuple[str, str, str], foot: str
) -> None:
    """The head of each page (left, middle, right), and its foot: sheet, page, and some words at the right."""
    size, font = theme.excel.size - 1, theme.excel.font.replace('"', "")
    usual, bold = (f'&{size}&"{font},{style}"' for style in ("Regular", "Bold"))
    left, right = (_quoted(words, LONGEST_SIDE) for words in (head[0], head[2]))
    sides = f"&L{usual}{left}&C{bold}", f"&R{usual}{right}"
    middle = _quoted(head[1], LONGEST_HEAD - sum(map(len, sides)))
    sheet.set_header(middle.join(sides), {"margin": 0.45})
    grey = f"{usual}&K{GREY.lstrip('#')}"
    traced = _quoted(foot, 2 * LONGEST_SIDE)
    sheet.set_footer(f"&L{grey}Sheet “&A”&C{grey}Page &P of &N&R{grey}{traced}", {"margin": 0.35})


def _quoted(words: str, most: int) -> str:
    """Words for a head, cut with a mark; of the sign that Excel takes for a command it wants two."""
    text = " ".join(printable(words).split()).replace("&", "&&")
    if len(text) <= most:
        return text
    cut = text[: most - 1].rstrip()
    # Half a pair of these signs would be a command.
    return f"{cut[:-1] if cut.endswith('&') else cut}…"
