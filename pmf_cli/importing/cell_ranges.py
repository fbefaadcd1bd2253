"""Cells in short: ``H2:H91, K5`` for ninety-one addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pmf_cli.findings import CellRef
from pmf_cli.workbook.cells import column_number, reference_of


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
