"""One run of pmf at a time in a register's folder: who comes second is told who is at work.

Two locks together. The system's own lock on ``.pmf.lock`` holds on one computer and is let go
whatever happens to the run; it does not reach across a network drive. The note ``.pmf.writing``
is made only where there is none, says who writes, and does reach across. Neither is ever the file
that is replaced, since a lock on that is lost with it.

Only a note that can be read, is another computer's and is not old keeps a run out. A kill or a full
disk leaves an empty or half-written one, and a run that was ended leaves its own: both are passed
over.

A command that writes asks for the turn before it reads anything, so that who comes second is told
at once. What it then calls may ask again: a turn that this run has is its own.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.errors import DiskError, LockedError, PmfError
from pmf_cli.workbook.text import printable

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK = ".pmf.lock"
NOTE = ".pmf.writing"
FORGOTTEN_AFTER = 15 * 60
"""Seconds after which the note of another computer is taken for forgotten; one dated that far in
the future too, since a clock that is wrong must not lock for days."""
_NOTE_COMES = (0.0, 0.02, 0.05, 0.1, 0.3)
"""Seconds between looks for the note of a run that has the lock: it writes the note right after."""
_MINE: ContextVar[frozenset[Path]] = ContextVar("folders whose turn is ours", default=frozenset())


@contextmanager
def register_lock(folder: Path, doing: str) -> Iterator[None]:
    """The only run that writes in a folder; never waits. Within one, another is the same one.

    ``doing`` is told to whoever comes second: ``taking in returns``.

    Raises:
        LockedError: another run is at work, here or on another computer; it is named.
        DiskError: the folder may not be written.
    """
    place, mine = folder.resolve(), _MINE.get()
    if place in mine:
        yield
        return
    lock = _locked(folder)
    try:
        _put_note(folder, doing)
        token = _MINE.set(mine | {place})
        try:
            yield
        finally:
            _MINE.reset(token)
            with suppress(OSError):
                (folder / NOTE).unlink(missing_ok=True)
    finally:
        lock.release()


def clear_note(folder: Path) -> None:
    """Removes the note of a run that has ended on this computer, without waiting for anybody.

    One of another computer is left to a run that wants the turn.
    """
    note = folder / NOTE
    if folder.resolve() in _MINE.get() or not note.is_file():
        return
    with suppress(PmfError):
        lock = _locked(folder)
        try:
            if not _locks(_note_of_the_holder(note)):
                with suppress(OSError):
                    note.unlink(missing_ok=True)
        finally:
            lock.release()


def _locked(folder: Path) -> BaseFileLock:
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise _taken(folder, _note_of_the_holder(folder / NOTE)) from error
    except NotImplementedError as error:
        raise DiskError(
            f"The drive of {printable(str(folder))} cannot keep two runs apart. Nothing was "
            "changed.",
            "Keep the register on a disk of this computer or an ordinary network drive.",
        ) from error
    except OSError as error:
        raise _no_writing(folder, error) from error
    return lock


def _put_note(folder: Path, doing: str) -> None:
    note = folder / NOTE
    facts = {
        "host": _host(),
        "started": _started(),
        "process": os.getpid(),
        "user": _user(),
        "doing": doing,
    }
    for _ in range(2):
        try:
            handle = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            there = _note_of_the_holder(note)
            if _locks(there) and not _is_forgotten(folder, note):
                raise _taken(folder, there) from None
            try:
                note.unlink(missing_ok=True)
            except OSError as error:
                raise _no_writing(folder, error) from error
            continue
        except OSError as error:
            raise _no_writing(folder, error) from error
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(json.dumps(facts))
        except OSError as error:
            with suppress(OSError):
                note.unlink(missing_ok=True)
            raise _no_writing(folder, error) from error
        return
    raise _taken(folder, _read(note))


def _locks(note: dict[str, object]) -> bool:
    """Whether a note may be that of a run at work: of another computer, and one that can be read.

    On this computer the system's lock is ours by now, so that a note's run has ended; a computer
    whose name has changed since is known by when it was started.
    """
    host = note.get("host")
    if not isinstance(host, str) or not host or host == _host():
        return False
    return not _started() or note.get("started") != _started()


def _is_forgotten(folder: Path, note: Path) -> bool:
    """Whether a note is old, by the clock of the drive it lies on: that of a file touched now."""
    with suppress(OSError):
        lock = folder / LOCK
        os.utime(lock)
        return abs(lock.stat().st_mtime - note.stat().st_mtime) > FORGOTTEN_AFTER
    return False


def _note_of_the_holder(note: Path) -> dict[str, object]:
    """What the run of a note says of itself; one that was quicker by a hair is waited for."""
    for wait in _NOTE_COMES:
        time.sleep(wait)
        if found := _read(note):
            return found
    return {}


def _read(note: Path) -> dict[str, object]:
    try:
        found = json.loads(note.read_bytes()[:4096])
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _taken(folder: Path, note: dict[str, object]) -> LockedError:
    who = printable(str(note.get("user") or ""))[:60]
    host = printable(str(note.get("host") or ""))[:60]
    doing = printable(str(note.get("doing") or ""))[:60]
    told = f"Another run of pmf is writing in {printable(str(folder))}"
    if who or host:
        told += f": {who or 'somebody'} on {host or 'another computer'}"
        told += f" (process {note.get('process')}{', ' + doing if doing else ''})"
    return LockedError(
        f"{told}. Nothing was changed.",
        "Wait until it is done, then run again. If that computer was switched off meanwhile, "
        f"delete {NOTE} in that folder.",
    )


def _no_writing(folder: Path, error: OSError) -> DiskError:
    return DiskError(
        f"{printable(str(folder))} cannot be written: {error.strerror or 'the disk refuses'}. "
        "Nothing was changed.",
        "Free some space, or ask for the right to write in the register's folder.",
    )


def _host() -> str:
    return socket.gethostname()


def _started() -> str:
    """What tells one start of this computer from another; empty where the system does not say."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
