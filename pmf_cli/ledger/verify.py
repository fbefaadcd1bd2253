"""Is the ledger as pmf wrote it? Each fault is named with the row it is in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen
from pmf_cli.ledger.database import FILE_NAME
from pmf_cli.ledger.row import START, Stored, fault_in
from pmf_cli.ledger.seal import Page, Seal, pieces_of, read_seal, seal_path
from pmf_cli.ledger.store import ledger_path, stored_rows

NO_LEDGER = (
    "There is no ledger: pmf has done nothing to record yet, or ledger and seal were both taken "
    "away, which cannot be seen from here."
)
OLDER_COPY = (
    "An older copy of ledger and seal together would look whole too, but for the receipts of papers "
    "and the returns in the register, which were compared: compare the last row with what you know."
)
"""What no check of these files can know."""


@frozen
class LedgerVerdict:
    """What was found.

    Attributes:
        rows: how many rows were read.
        faults: what is wrong, one sentence each, naming the row; empty where all is well.
        remarks: what should be known though nothing is wrong.
    """

    rows: int
    faults: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def verified(folder: Path) -> LedgerVerdict:
    """Holds the ledger of a register against its chain of hashes and its seal.

    OSError: the file cannot be opened.
    """
    path = ledger_path(folder)
    if not path.is_file():
        if path.exists():
            return LedgerVerdict(0, (f"{FILE_NAME} is no file, so there is no row 1 to read.",))
        if seal_path(path).exists():
            return LedgerVerdict(0, ("The ledger is gone from row 1 on, but its seal is there.",))
        return LedgerVerdict(0, (), (NO_LEDGER,))
    try:
        seal = read_seal(path)
    except ValueError as error:
        return _without_seal(path, f"The seal {seal_path(path).name} was altered: {error}.")
    return _without_seal(path, "", seal)


def _without_seal(path: Path, fault: str, seal: Seal | None = None) -> LedgerVerdict:
    faults = [fault] if fault else []
    remarks = []
    rows: tuple[Stored, ...] = ()
    try:
        rows = stored_rows(path)
        faults += _chain_faults(rows)
    except (sqlite3.Error, OverflowError, UnicodeDecodeError, ValueError) as error:
        faults.append(f"The file {FILE_NAME} cannot be read to its end ({type(error).__name__}).")
    if seal is None:
        if not fault:
            remarks.append(
                "The ledger has no seal; the chain of hashes alone was checked. Whether rows are "
                "missing at its end cannot be known."
            )
    elif len(rows) > seal.rows and not faults:
        remarks.append(
            f"The seal covers rows 1 to {seal.rows}; a run was interrupted after that. The next "
            "run that adds a row seals the file again."
        )
    else:
        faults += _seal_faults(path.read_bytes(), seal, rows)
    if rows and not faults:
        remarks.append(f"The last row is row {len(rows)}, of {rows[-1][1]}. {OLDER_COPY}")
    return LedgerVerdict(len(rows), tuple(faults), tuple(remarks))


def _chain_faults(rows: tuple[Stored, ...]) -> Iterator[str]:
    before = START
    for expected, row in enumerate(rows, 1):
        fault = fault_in(row, before, expected)
        if fault:
            yield f"{fault[0].upper()}{fault[1:]}."
            return
        before = str(row[6])


def _seal_faults(data: bytes, seal: Seal, rows: tuple[Stored, ...]) -> Iterator[str]:
    pages = pieces_of(data)
    if len(rows) < seal.rows:
        yield f"Row {len(rows) + 1} is missing: the seal counts {seal.rows} rows, the file {len(rows)}."
    if len(pages) != len(seal.pages):
        last = len(rows) or seal.rows
        yield f"The file was cut or made longer after row {last}: it has {len(pages)} pages instead of {len(seal.pages)}."
    for number, (piece, page) in enumerate(zip(pages, seal.pages, strict=False), 1):
        if fingerprint(piece) != page.digest:
            yield f"{_named(page, seal, number)} were altered: page {number} of the file is not as it was sealed."


def _named(page: Page, seal: Seal, number: int) -> str:
    """The rows of a page; for a page without a row's end, the rows before and after it."""
    if page.rows:
        return f"Rows {page.rows}" if "-" in page.rows else f"Row {page.rows} and what is beside it"
    before = [one.rows for one in seal.pages[: number - 1] if one.rows]
    after = [one.rows for one in seal.pages[number:] if one.rows]
    first = before[-1].split("-")[-1] if before else "1"
    last = after[0].split("-")[0] if after else str(seal.rows)
    return f"Rows {first}-{last}" if first != last else f"Row {first} and what is beside it"
