"""The ledger of a register, read without its workbooks: they may be damaged or open elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.errors import PmfError
from pmf_cli.pipeline.opening import load_settings
from pmf_cli.places import register_folder
from pmf_cli.views.ledger import LedgerRow, ledger_listing, verdict_listing
from pmf_cli.views.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class LedgerPlace:
    """Where a ledger lies, and of which register it is."""

    folder: Path
    name: str


def ledger_place(asked: Path | None) -> LedgerPlace:
    """The register's folder and name.

    Raises:
        UsageError: there is no register, or its settings do not fit.
    """
    folder = register_folder(asked)
    return LedgerPlace(folder, load_settings(folder).council.name or folder.resolve().name)


def verified_listing(place: LedgerPlace, as_of: date) -> Listing:
    """What is wrong with the ledger.

    Raises:
        OSError: the file cannot be opened.
    """
    from pmf_cli.ledger.verify import verified

    verdict = verified(place.folder)
    remarks = (*verdict.remarks, *_older_workbooks(place.folder))
    return verdict_listing(verdict.rows, verdict.faults, remarks, place.name, as_of)


def _older_workbooks(folder: Path) -> tuple[str, ...]:
    """What the record knows and the workbooks lack, where these can be read; else by their files."""
    from pmf_cli.pipeline.older_workbooks import older_than_record
    from pmf_cli.pipeline.opening import open_register

    try:
        return older_than_record(folder, open_register(folder, to_check=True).register)
    except PmfError:
        return older_than_record(folder, None)


def exported(place: LedgerPlace, asked: Sequence[str], as_of: date) -> Listing:
    """The rows of the kinds asked for; all where none is named.

    Raises:
        LedgerError: the ledger is damaged or was altered.
        UsageError: there is no such kind.
    """
    from pmf_cli.ledger.row import Kind
    from pmf_cli.ledger.store import read_ledger
    from pmf_cli.register.known_values import chosen_values

    known = tuple(str(kind) for kind in Kind)
    chosen = chosen_values("kind", tuple(asked), known) if asked else frozenset(known)
    kinds = [kind for kind in Kind if str(kind) in chosen]
    rows = tuple(
        LedgerRow(row.number, row.on, str(row.kind), row.key, row.body, row.previous, row.hash)
        for row in read_ledger(place.folder).rows(*kinds)
    )
    return ledger_listing(rows, place.name, as_of, [str(kind) for kind in kinds] if asked else ())
