"""A workbook file read into a ``Book``: guarded, exact, and with memory that stays flat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pmf_cli.errors import PmfError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.settings import Limits
from pmf_cli.workbook import refusals
from pmf_cli.workbook.cell_maker import CellMaker
from pmf_cli.workbook.cells import Book, Row, Sheet
from pmf_cli.workbook.fast_rows import quick_rows
from pmf_cli.workbook.guard import file_bytes, guarded_bytes, shown_name
from pmf_cli.workbook.package import Package
from pmf_cli.workbook.shared_texts import shared_texts_of
from pmf_cli.workbook.sheet_scan import SheetScan, Unusual, row_texts, scan
from pmf_cli.workbook.strict_rows import strict_rows
from pmf_cli.workbook.structure import structure_of
from pmf_cli.workbook.styles import styles_of

_KEPT = 32_000_000
"""Characters of rows of one workbook that are kept from the look over it to the reading: a council's
register whole, of larger ones a part, so that memory stays flat."""


def read_book(path: Path, limits: Limits) -> Book:
    """The workbook in a file.

    The whole file is checked now; the rows of a sheet are read each time they are walked, so that
    none stand in memory longer than needed.

    Raises:
        UnreadableWorkbookError: the file is no readable workbook; the message names it and says
            what to do. A cell that cannot be read rightly is refused while rows are walked.
        DiskError: the file may not be read.
    """
    return book_of(shown_name(path), file_bytes(path, limits), limits)


def book_of(name: str, data: bytes, limits: Limits) -> Book:
    """The workbook in bytes, as ``read_book``; ``name`` is used in messages and places of cells."""
    try:
        package = guarded_bytes(name, data, limits)
        book = _book(package)
        package.check_rest()
    except PmfError:
        raise
    except Exception as error:
        raise refusals.unknown_trouble(name) from error
    return book


def _book(package: Package) -> Book:
    structure, limits = structure_of(package), package.limits
    styles = styles_of(package, structure.styles)
    by_number = {str(number): style for number, style in enumerate(styles)}
    by_number[""] = styles[0]
    shared = shared_texts_of(package, structure.strings)
    sheets = []
    filled = 0
    room = _KEPT
    for part in structure.sheets:
        seen = scan(part, room=room)
        room -= sum(map(len, seen.kept or ()))
        filled += seen.filled
        if filled > limits.filled_cells:
            raise refusals.too_large(
                package.name, f"it holds over {limits.filled_cells:,} filled cells", "filled_cells"
            )
        rows = _rows(seen, CellMaker(part, by_number, shared))
        sheets.append(Sheet(package.name, part.name, rows, seen.facts))
    remarks: tuple[str, ...] = ()
    if structure.macros:
        remarks = (f"{package.name} holds macros; they are neither run nor changed.",)
    return Book(package.name, tuple(sheets), fingerprint(package.data), remarks)


def _rows(seen: SheetScan, maker: CellMaker) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        last = 0
        try:
            if seen.usual:
                try:
                    stretches = row_texts(maker.sheet) if seen.kept is None else seen.kept
                    for row in quick_rows(stretches, maker, until=seen.last_filled):
                        last = row.number
                        yield row
                    return
                except Unusual:
                    pass
            yield from strict_rows(maker, in_order=seen.in_order, after=last)
        except PmfError:
            raise
        except (ValueError, LookupError, ArithmeticError, OSError, MemoryError) as error:
            raise refusals.unknown_trouble(maker.sheet.package.name) from error

    return rows
