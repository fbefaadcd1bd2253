"""Which layout a sheet has, found once, and the sheet as the tables are read from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pmf_cli.importing.layouts.beneath import measures_beneath
from pmf_cli.importing.layouts.relaid import turned
from pmf_cli.importing.tables import SourceTable, tables_of
from pmf_cli.workbook.cells import Cell, Sheet


class LayoutKind(StrEnum):
    """A layout; the value is what it is called in lists and in answers."""

    ROWS = "KPIs run down"
    BENEATH = "KPIs run down, measures beneath each other"
    ACROSS = "KPIs run across, periods down"
    ACROSS_BENEATH = "KPIs run across with several measures each, periods down"


@dataclass(frozen=True)
class LaidOut:
    """A sheet ready to be read.

    Attributes:
        spent: cells that only tell the layout.
        loose: cells that are in no table.
    """

    kind: LayoutKind
    sheet: Sheet
    tables: tuple[SourceTable, ...]
    loose: tuple[Cell, ...]
    spent: tuple[Cell, ...] = ()


def laid_out(sheet: Sheet, own_words: tuple[str, ...] = ()) -> LaidOut:
    """The sheet in the first layout that fits it."""
    found = measures_beneath(sheet)
    if found is not None:
        return _read(LayoutKind.BENEATH, found.relaid(sheet), own_words, found.spent)
    plain = _read(LayoutKind.ROWS, sheet, own_words)
    if plain.tables:
        return plain
    across = turned(sheet)
    beneath = measures_beneath(across)
    if beneath is not None:
        return _read(LayoutKind.ACROSS_BENEATH, beneath.relaid(across), own_words, beneath.spent)
    turn = _read(LayoutKind.ACROSS, across, own_words)
    return turn if turn.tables else plain


def _read(
    kind: LayoutKind, sheet: Sheet, own_words: tuple[str, ...], spent: tuple[Cell, ...] = ()
) -> LaidOut:
    tables, loose = tables_of(sheet, own_words)
    return LaidOut(kind, sheet, tables, loose, spent)
