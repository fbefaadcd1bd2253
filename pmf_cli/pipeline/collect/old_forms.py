"""Forms of earlier cycles put away, so that the folder of forms holds those of the cycle at work."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.cycle.form_names import part_of_name
from pmf_cli.words import counted

if TYPE_CHECKING:
    from pmf_cli.ledger.store import Ledger
    from pmf_cli.pipeline.read.opening import OpenedRegister

ARCHIVE = "archive"
"""The folder in the folder of forms; a folder a cycle in it."""
_NAME = re.compile(r"return-(.+?)(?: \(earlier \d+\))?\.xlsx")


def put_away(folder: Path, opened: OpenedRegister, ledger: Ledger, cycle: str) -> tuple[str, ...]:
    """Moves forms of other cycles into the archive, and says so.

    Only forms that pmf made and recorded are moved. One that somebody filled in, and whose content
    was not taken in, stays where it is: nobody would look for it in an archive.

    Args:
        folder: the folder of forms.
        ledger: its ledger.
        cycle: the cycle at work, as printed.

    Returns:
        What was done, a sentence each; a file that cannot be moved is left in silence.
    """
    from pmf_cli.ledger.row import RowKind

    cycles = {row.key: str(row.body.get("period", "")) for row in ledger.rows(RowKind.FORM)}
    taken = {row.body.get("details", {}).get("fingerprint") for row in ledger.changes()}
    moved = waiting = 0
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            match = _NAME.fullmatch(path.name)
            of = cycles.get(match[1], "") if match else ""
            if not of or of == cycle or not path.is_file() or path.is_symlink():
                continue
            if _is_waiting(path, opened, taken):
                waiting += 1
            elif _moved(path, folder / ARCHIVE / part_of_name(of)):
                moved += 1
    said = []
    if moved:
        said.append(f"{counted(moved, 'form')} of other cycles moved to {folder / ARCHIVE}.")
    if waiting:
        said.append(
            f"{counted(waiting, 'form')} of other cycles in {folder} "
            f"{'is' if waiting == 1 else 'are'} filled in and not taken in: pmf collect read shows "
            "them."
        )
    return tuple(said)


def _is_waiting(path: Path, opened: OpenedRegister, taken: set[object]) -> bool:
    from pmf_cli.fingerprints import fingerprint
    from pmf_cli.pipeline.collect.return_forms import may_be_filled_in

    return fingerprint(path.read_bytes()) not in taken and may_be_filled_in(path, opened)


def _moved(path: Path, folder: Path) -> bool:
    from pmf_cli.pipeline.papers import free_name

    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / path.name
        path.rename(free_name(target) if target.exists() else target)
    except OSError:
        return False
    return True
