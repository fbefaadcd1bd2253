"""The ledger's seal: a small file with a digest of every page of the ledger's file.

The chain of hashes covers what rows say; the seal also covers the bytes between them and the
number of rows, so that any byte changed and any row cut off at the end is noticed, with the rows
concerned. It is written at the end of each run that adds rows; after an interrupted run it lags
behind until the next.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen
from pmf_cli.ledger.row import START, LedgerRow
from pmf_cli.workbook.write.save import save_bytes

PAGE = 4096
"""Bytes of a page of the ledger's file."""
# SQLite keeps texts as they are, so the hash of each row stands readable in the page that holds it.
_HASH = re.compile(rb"[0-9a-f]{64}")


@frozen
class Page:
    """One page: its digest and the rows whose hashes stand in it, in words (``12-15``)."""

    digest: str
    rows: str


@frozen
class Seal:
    """A seal.

    Attributes:
        rows: how many rows the ledger had.
        head: the hash of the last of them.
        pages: the pages in order.
    """

    rows: int
    head: str
    pages: tuple[Page, ...]


def seal_path(ledger: Path) -> Path:
    """Where the seal of a ledger lies."""
    return ledger.with_suffix(".seal")


def write_seal(ledger: Path, rows: Sequence[LedgerRow]) -> None:
    """Seals the file as it is now.

    OSError, PmfError: the file cannot be read or the seal not be written.
    """
    numbers = {row.hash.encode(): row.number for row in rows}
    pages = [
        {"digest": fingerprint(piece), "rows": _rows_in(piece, numbers)}
        for piece in pieces_of(ledger.read_bytes())
    ]
    whole = {"rows": len(rows), "head": rows[-1].hash if rows else START, "pages": pages}
    whole["digest"] = _digest(whole)
    text = json.dumps(whole, indent=1, sort_keys=True) + "\n"
    path = seal_path(ledger)
    if not path.is_file() or path.read_bytes() != text.encode():
        save_bytes(path, text.encode())


def read_seal(ledger: Path) -> Seal | None:
    """The seal of a ledger; ``None`` where there is none.

    ValueError: it is not as pmf wrote it.
    """
    path = seal_path(ledger)
    if not path.is_file():
        return None
    try:
        data = path.read_bytes()
        whole = json.loads(data)
        given = whole.pop("digest")
        if given != _digest(whole):
            raise ValueError("its own digest does not fit")
        if (
            data
            != (json.dumps({**whole, "digest": given}, indent=1, sort_keys=True) + "\n").encode()
        ):
            raise ValueError("its text is not as it was written")
        pages = tuple(Page(page["digest"], page["rows"]) for page in whole["pages"])
        return Seal(whole["rows"], whole["head"], pages)
    except (
        AttributeError,
        KeyError,
        TypeError,
        RecursionError,
        UnicodeDecodeError,
        json.JSONDecodeError,
    ) as error:
        raise ValueError("it cannot be read") from error


def covered_up(ledger: Path, rows: Sequence[LedgerRow]) -> str:
    """What would be seen no more if the ledger were sealed as it is now; empty for nothing.

    The seal is put in place whole and is safe on disk before that, so no loss of power leaves a
    torn one: where it cannot be read, or the file has the rows that it counts and other bytes,
    something other than pmf wrote there.
    """
    try:
        seal = read_seal(ledger)
    except ValueError as error:
        return f"The ledger's seal {seal_path(ledger).name} was altered: {error}"
    if seal is None or seal.rows != len(rows) or not ledger.exists():
        return ""
    found = [fingerprint(piece) for piece in pieces_of(ledger.read_bytes())]
    if found == [page.digest for page in seal.pages]:
        return ""
    return f"The ledger {ledger.name} is not as pmf sealed it, although its rows follow each other"


def pieces_of(data: bytes) -> list[bytes]:
    """A file's pages."""
    return [data[start : start + PAGE] for start in range(0, len(data), PAGE)]


def _digest(whole: dict[str, object]) -> str:
    return fingerprint(json.dumps(whole, sort_keys=True).encode())


def _rows_in(piece: bytes, numbers: dict[bytes, int]) -> str:
    """The rows whose own hash stands in a page, as ``12-15``; empty where none does."""
    found = sorted({numbers[text] for text in _HASH.findall(piece) if text in numbers})
    if not found:
        return ""
    return str(found[0]) if len(found) == 1 else f"{found[0]}-{found[-1]}"
