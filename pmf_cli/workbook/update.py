"""A workbook changed on disk: locked, compared, backed up, checked, and put in place whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from pmf_cli.errors import LockedError
from pmf_cli.settings import Limits
from pmf_cli.workbook.guard import file_bytes, shown_name
from pmf_cli.workbook.locks import holders
from pmf_cli.workbook.read import book_of
from pmf_cli.workbook.save import save_bytes

BACKUPS = "backups"
_WAIT = 10.0
"""Seconds to wait for another run of pmf."""


def update_workbook(
    path: Path,
    change: Callable[[bytes], bytes],
    *,
    limits: Limits,
    fingerprint: str = "",
    ignore_lock: bool = False,
) -> Path | None:
    """Changes a workbook in place and keeps the old one.

    Args:
        path: the workbook.
        change: makes the new bytes of the old ones, for example with ``patch.patched``.
        limits: what the workbook may hold.
        fingerprint: the fingerprint of the book that the change was decided on; where the file
            has another by now, nothing is written. Empty means any.
        ignore_lock: go on although a file beside the workbook says that somebody has it open.

    Returns:
        The copy of the old file, in the folder ``backups`` beside it; ``None`` where the change
        changed nothing.

    Raises:
        LockedError: somebody has the workbook open, or it changed meanwhile.
        UnreadableWorkbookError: the old or the new bytes are no readable workbook.
        DiskError: it cannot be written; the old file is whole.
    """
    from filelock import FileLock, Timeout

    name = shown_name(path)
    lock = FileLock(path.with_name(f".{path.name}.pmf-lock"), timeout=_WAIT)
    try:
        with lock:
            return _update(path, name, change, limits, fingerprint, ignore_lock=ignore_lock)
    except Timeout as error:
        raise LockedError(
            f"Another run of pmf is changing {name}.", "Wait until it is done and run again."
        ) from error


def _update(
    path: Path,
    name: str,
    change: Callable[[bytes], bytes],
    limits: Limits,
    fingerprint: str,
    *,
    ignore_lock: bool,
) -> Path | None:
    open_elsewhere = holders(path)
    if open_elsewhere and not ignore_lock:
        raise LockedError(
            f"{name} is not changed: {open_elsewhere[0].words}",
            f"Close it there. If nobody has it open, {open_elsewhere[0].note} was left behind "
            "after a crash: delete it yourself.",
        )
    old = file_bytes(path, limits)
    if fingerprint and hashlib.sha256(old).hexdigest() != fingerprint:
        raise LockedError(
            f"{name} was saved by somebody else while pmf worked; nothing was written.",
            "Run again, so that the newest content is used.",
        )
    new = change(old)
    if new == old:
        return None
    for sheet in book_of(name, new, limits).sheets:
        for _ in sheet.rows():
            pass
    folder = path.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    backup = folder / f"{path.stem} (before change {_next(folder, path):04}){path.suffix}"
    save_bytes(backup, old)
    if file_bytes(path, limits) != old:
        raise LockedError(
            f"{name} was saved by somebody else while pmf worked; nothing was written.",
            "Run again, so that the newest content is used.",
        )
    save_bytes(path, new)
    return backup


def _next(folder: Path, path: Path) -> int:
    """The number of the next backup: one more than the highest there is."""
    pattern = re.compile(rf"{re.escape(path.stem)} \(before change (\d+)\){re.escape(path.suffix)}")
    numbers = [
        int(match.group(1))
        for other in folder.iterdir()
        if (match := pattern.fullmatch(other.name)) is not None
    ]
    return max(numbers, default=0) + 1
