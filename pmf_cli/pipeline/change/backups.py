"""Copies of workbooks as they were before each change: numbered, and the oldest let go."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pmf_cli.errors import DiskError

FOLDER = "backups"
"""The folder in the register's folder."""


@dataclass(frozen=True)
class Backup:
    """A copy of a workbook.

    Attributes:
        path: where it lies.
        name: the same, from the register's folder, with forward slashes.
        is_new: false where the newest copy there was already the same.
    """

    path: Path
    name: str
    is_new: bool

    def drop(self) -> None:
        """Takes it away again, where the change did not come about."""
        if self.is_new:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
                self.path.parent.rmdir()

    def prune(self, keep: int) -> None:
        """Lets the oldest copies of the same workbook go; at least this one stays."""
        copies = sorted(_copies(self.path.parent, self.path.name).items())
        for _, path in copies[: max(len(copies) - max(keep, 1), 0)]:
            with suppress(OSError):
                path.unlink()


def backup_of(folder: Path, workbook: str, data: bytes) -> Backup:
    """Keeps a workbook's bytes, safely on disk.

    Args:
        workbook: the workbook's file name.
        data: what it holds.

    Raises:
        DiskError: it cannot be written.
    """
    from pmf_cli.workbook.write.save import save_bytes

    kept = folder / FOLDER
    try:
        kept.mkdir(exist_ok=True)
    except OSError as error:
        raise DiskError(
            f"The folder {kept} cannot be made: {error.strerror or 'the disk refuses'}. Nothing "
            "was changed.",
            "Free some space, or ask for the right to write in the register's folder.",
        ) from error
    copies = _copies(kept, workbook)
    newest = max(copies, default=0)
    if newest and copies[newest].read_bytes() == data:
        path = copies[newest]
        return Backup(path, f"{FOLDER}/{path.name}", is_new=False)
    stem, _, ending = workbook.rpartition(".")
    path = kept / f"{stem} (before change {newest + 1:04}).{ending}"
    made = Backup(path, f"{FOLDER}/{path.name}", is_new=True)
    try:
        save_bytes(path, data)
    except BaseException:
        made.drop()
        raise
    return made


_NAME = re.compile(r"(.+) \(before change (\d+)\)(\.\w+)")


def kept_copies(folder: Path) -> dict[str, dict[int, Path]]:
    """Workbook → number → copy, of every workbook that copies are kept of, by name."""
    found: dict[str, dict[int, Path]] = {}
    try:
        paths = sorted((folder / FOLDER).iterdir())
    except OSError:
        return {}
    for path in paths:
        if match := _NAME.fullmatch(path.name):
            found.setdefault(f"{match[1]}{match[3]}", {})[int(match[2])] = path
    return found


def _copies(kept: Path, workbook: str) -> dict[int, Path]:
    """Number → copy of a workbook (or of the workbook that a copy is of)."""
    stem, _, ending = workbook.rpartition(".")
    stem = re.sub(r" \(before change \d+\)$", "", stem)
    pattern = re.compile(rf"{re.escape(stem)} \(before change (\d+)\)\.{re.escape(ending)}")
    return {
        int(match.group(1)): path
        for path in kept.iterdir()
        if (match := pattern.fullmatch(path.name)) is not None
    }
