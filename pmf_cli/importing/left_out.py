"""What is not taken in, told together where it is for one cause, so that a list of it stays short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.cell_fates import CellAccount
from pmf_cli.importing.why_left import NOT_KNOWN, WhyLeft
from pmf_cli.words import listed_shortly
from pmf_cli.workbook.cells import column_number, reference_of

TEXTS_SHOWN = 3


@frozen
class LeftTogether:
    """Cells of one sheet that are left out for one cause.

    Attributes:
        sheet: workbook and tab.
        cells: their addresses as ranges.
        texts: what stands in them, each text once, the first few.
        why: why they are not taken in.
        cure: what could be done.
    """

    sheet: str
    cells: str
    count: int
    texts: str
    why: str
    cure: str


def left_together(left: Iterable[CellAccount]) -> tuple[LeftTogether, ...]:
    """The cells left out by sheet and cause, in the order in which the causes are met."""
    found: dict[tuple[str, str, str], list[CellAccount]] = {}
    for one in left:
        why = one.why or NOT_KNOWN
        found.setdefault((one.where.workbook, one.where.sheet, why.cause), []).append(one)
    return tuple(_told(cells) for cells in found.values())


def _told(cells: Sequence[CellAccount]) -> LeftTogether:
    first = cells[0]
    place, why = first.where, first.why or NOT_KNOWN
    is_of_workbook = place.workbook.rpartition(".")[0] != place.sheet
    sheet = f"{place.workbook}, {place.sheet}" if is_of_workbook else place.workbook
    texts = tuple(dict.fromkeys(" ".join(one.text.split()) for one in cells if one.text.strip()))
    addresses = ranges_of(one.where for one in cells)
    shown = listed_shortly(texts, TEXTS_SHOWN) if texts else ""
    return LeftTogether(sheet, addresses, len(cells), shown, _why(why, cells), why.cure)


def _why(cause: WhyLeft, cells: Sequence[CellAccount]) -> str:
    """Why some cells are left out: in the words of the very cell where these are the same for all."""
    words = {one.words for one in cells}
    return next(iter(words)) if len(words) == 1 else cause.cause


def ranges_of(cells: Iterable[CellRef]) -> str:
    """The addresses of cells of one sheet, runs down a column and across columns joined."""
    places = set()
    for ref in cells:
        found = re.fullmatch(r"([A-Z]+)(\d+)", ref.cell)
        if found:
            places.add((column_number(found[1]), int(found[2])))
    runs: list[tuple[int, int, int]] = []
    for column, row in sorted(places):
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1] = (column, runs[-1][1], row)
        else:
            runs.append((column, row, row))
    blocks: list[tuple[int, int, int, int]] = []
    for column, first, last in sorted(runs, key=lambda run: (run[1], run[2], run[0])):
        if blocks and blocks[-1][1:] == (column - 1, first, last):
            blocks[-1] = (blocks[-1][0], column, first, last)
        else:
            blocks.append((column, column, first, last))
    return ", ".join(
        reference_of((top, left, bottom, right)) for left, right, top, bottom in sorted(blocks)
    )
