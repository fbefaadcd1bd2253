"""Writing a file whole or not at all: the old content stays until the new one is safe on disk.

Writing over a workbook in place left it unreadable 60 times of 60 when the program was killed
(measured); so a temporary file in the same folder is written, flushed to disk and put in the place
of the old one in one step.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import socket
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

from pmf_cli.errors import DiskError, LockedError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen
from pmf_cli.workbook.text import printable

WAITS = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)
"""Seconds between tries while another program holds the file on Windows; 2.5 in all."""
_HELD = (5, 32, 33)
"""Windows errors: access denied, sharing violation, lock violation."""
_STRAY_AFTER = 15 * 60
"""Seconds after which a temporary file that a process of another computer left is swept up."""
_SURELY_STRAY_AFTER = 24 * 3600
"""Seconds after which it is swept up whatever process bears the number of the one that left it."""
# .name.process.computer+chance.tmp: who left it, and whether that run may still be at work.
_TEMPORARY = re.compile(r"\..+\.(\d+)\.([0-9a-f]{4})[0-9a-f]{4}\.tmp")


@frozen
class Staged:
    """New content of a file, safe on disk beside it and not in its place yet."""

    path: Path
    temporary: Path

    def put(self, over: str | None = None) -> None:
        """Puts the new content in the place of the old, in one step.

        Args:
            over: the fingerprint of the content that it was made from, empty where no file stood
                there. It is compared at the last moment, so that what somebody saved meanwhile is
                not written over. ``None`` for whatever stands there.

        Raises:
            LockedError: another program holds the file; the new content then stands beside it as
                ``name.pmf-new.xlsx``. Or the file is not the one that this was made from.
            DiskError: permission is missing; the old file is whole.
        """
        try:
            if over is not None:
                self.refuse_other_than(over)
            _put_in_place(self.temporary, self.path)
            _settle(self.path.parent)
        finally:
            self.drop()

    def refuse_other_than(self, content: str) -> None:
        """LockedError where the file is not what the new content was made from, by its fingerprint."""
        try:
            now = fingerprint(self.path.read_bytes())
        except OSError:
            now = ""
        if now != content:
            raise saved_meanwhile(self.path.name)

    def drop(self) -> None:
        """Takes the new content away, where it was not put in place."""
        with suppress(OSError):
            self.temporary.unlink(missing_ok=True)


def saved_meanwhile(name: str) -> LockedError:
    """The refusal to write over what somebody else saved."""
    return LockedError(
        f"{printable(name)} was saved by somebody else while pmf worked. Nothing was changed.",
        "Run the command again, so that the newest content is used.",
    )


def save_bytes(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all; its folder must exist, its mode bits are kept.

    Raises:
        LockedError: another program holds the file; the new content then stands beside it as
            ``name.pmf-new.xlsx``.
        DiskError: the disk is full or read-only, or permission is missing; the old file is whole.
    """
    staged(path, data).put()


def staged(path: Path, data: bytes) -> Staged:
    """New content written beside a file, so that putting it in place needs no more room.

    Raises:
        DiskError: the disk is full or read-only, or permission is missing; nothing is left behind.
    """
    path = _followed(path)
    token = f"{_host_tag()}{secrets.token_hex(2)}"
    # Names are limited in bytes: 80 letters of other scripts would be too long with what follows.
    start = path.name.encode("utf-8", "surrogateescape")[:80].decode("utf-8", "ignore")
    temporary = path.with_name(f".{start}.{os.getpid()}.{token}.tmp")
    try:
        _write(temporary, data, _mode_of(path))
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _in_words(path, error) from error
    sweep(path.parent, keep=temporary)
    return Staged(path, temporary)


def _host_tag() -> str:
    """Tells the computers apart that share a network drive."""
    return fingerprint(socket.gethostname().encode())[:4]


def _followed(path: Path) -> Path:
    """The file a link leads to, where that lies in or below the link's folder."""
    if not path.is_symlink():
        return path
    real = path.resolve()
    if not real.is_relative_to(path.parent.resolve()):
        raise DiskError(
            f"{printable(path.name)} is a link to another folder and is not written through.",
            f"Work on the file itself: {printable(str(real))}",
        )
    return real


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def _write(temporary: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if mode is not None:
        temporary.chmod(mode)


def _put_in_place(temporary: Path, path: Path) -> None:
    for wait in (*WAITS, None):
        try:
            temporary.replace(path)
        except OSError as error:
            held = getattr(error, "winerror", None) in _HELD
            if not held:
                raise _in_words(path, error) from error
            if wait is None:
                raise _held(temporary, path) from error
            time.sleep(wait)
        else:
            return


def _held(temporary: Path, path: Path) -> LockedError:
    aside = path.with_name(f"{path.stem}.pmf-new{path.suffix}")
    kept = f"The new content is in {aside.name}. "
    try:
        temporary.replace(aside)
    except OSError:
        kept = ""
    return LockedError(
        f"{printable(path.name)} is held by another program and was not changed.",
        f"{kept}Close the file in Excel (also on other computers), let OneDrive finish, and run "
        "again. If it goes on, ask whether you may delete files in that folder.",
    )


def _settle(folder: Path) -> None:
    """Makes the new name safe on disk too, where the system can."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folder: Path, *, keep: Path | None = None) -> None:
    """Removes temporary files that ended runs have left behind in a folder, where this run may.

    Those of this computer at once, those of others when they are old; what cannot be removed is
    left to the next run, and so is this run's own, ``keep``.
    """
    with suppress(OSError):
        strays = [
            (stray, match)
            for stray in folder.glob(".*.tmp")
            if stray != keep and (match := _TEMPORARY.fullmatch(stray.name)) is not None
        ]
        for stray, match in strays:
            # A date in the future says as little as one long ago: a clock was wrong.
            age = abs(time.time() - stray.stat().st_mtime)
            ours = match.group(2) == _host_tag()
            if age > (_SURELY_STRAY_AFTER if ours else _STRAY_AFTER) or (
                ours and not _alive(int(match.group(1)))
            ):
                with suppress(OSError):
                    stray.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _in_words(path: Path, error: OSError) -> DiskError:
    name = printable(path.name)
    where = printable(str(path.parent))
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return DiskError(
            f"{name} was not written: the disk is full. What stood there before is whole.",
            f"Free some space in {where} and run again.",
        )
    if error.errno == errno.EROFS:
        return DiskError(
            f"{name} was not written: the disk can only be read.", "Choose another folder."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return DiskError(
            f"{name} was not written: permission is missing in {where}.",
            "Ask for the right to write there, or choose another folder.",
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return DiskError(
            f"{name} was not written: the folder {where} does not exist.", "Make the folder first."
        )
    if error.errno in (errno.EISDIR, errno.ENOTEMPTY, errno.EEXIST):
        return DiskError(
            f"{name} was not written: a folder of that name stands there.",
            "Choose another name or move the folder.",
        )
    return DiskError(
        f"{name} was not written to {where}. What stood there before is whole.",
        "Check that the drive is connected and the name is not too long, then run again.",
    )
