"""Changing what asks to be left as it is: only where the officer says so for this run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.errors import LockedError, PmfError, UsageError
from pmf_cli.places import register_folder
from pmf_cli.settings import Limits
from pmf_cli.words import listed

if TYPE_CHECKING:
    from pmf_cli.pipeline.read.opening import OpenedRegister

OPTION = "--change-protected"
"""The option that says so, on the command line."""
_GIVEN: ContextVar[bool] = ContextVar("protected workbooks may be changed", default=False)


@contextmanager
def consent(*, given: bool) -> Iterator[None]:
    """While it lasts, protected workbooks may be changed, where that was said."""
    token = _GIVEN.set(given or _GIVEN.get())
    try:
        yield
    finally:
        _GIVEN.reset(token)


@contextmanager
def writing_run(asked: Path | None, doing: str) -> Iterator[None]:
    """A run that writes: while it lasts, it alone has the register, if there is one.

    Args:
        asked: the register's folder; ``None`` for the nearest upwards.
        doing: what the run does, told to whoever comes second.

    Raises:
        LockedError: another run is at work.
    """
    from pmf_cli.workbook.write.register_lock import register_lock

    with ExitStack() as held:
        # Without a register the command tells that itself, or makes one.
        with suppress(UsageError):
            held.enter_context(register_lock(register_folder(asked), doing))
        yield


def refuse_held_open(path: Path, *, ignore_lock: bool) -> None:
    """Refuses to change a workbook that somebody seems to have open, unless that is to be ignored."""
    from pmf_cli.workbook.write.locks import holders

    open_by = holders(path)
    if open_by and not ignore_lock:
        raise LockedError(
            f"{open_by[0].words} Nothing was changed.",
            "Close it there, then run again. If nobody has it open, the file was left behind after "
            "a crash: --ignore-lock goes on in spite of it.",
        )


def refuse_protected(path: Path, data: bytes, tabs: Collection[str], limits: Limits) -> None:
    """Refuses to change a workbook that asks to be left as it is, unless consent was given.

    Raises:
        LockedError: it is signed, marked as final or read-only, or one of the tabs is protected.
        UnreadableWorkbookError: it is damaged.
    """
    if not _GIVEN.get() and (told := _protected(path, data, tabs, limits)):
        raise LockedError(
            f"{told} Nothing was changed.",
            f"Ask whoever protected it. To change it all the same, run again with {OPTION}; a "
            "signature must then be given anew.",
        )


def protected_before(opened: OpenedRegister, sheets: Collection[str]) -> tuple[str, ...]:
    """What a preview says of workbooks that --write would refuse to change, a sentence each.

    Args:
        sheets: the register's sheets that are to be written.
    """
    tabs: dict[str, set[str]] = {}
    for sheet in sheets:
        if (place := opened.register.present.get(sheet)) is not None:
            tabs.setdefault(place[0], set()).add(place[1])
    return protected_files(opened.folder, tabs, opened.settings.limits)


def protected_files(
    folder: Path, tabs: Mapping[str, Collection[str]], limits: Limits
) -> tuple[str, ...]:
    """As ``protected_before``, for workbooks by name with the tabs that are to be written."""
    said = []
    for workbook, names in () if _GIVEN.get() else sorted(tabs.items()):
        path = folder / workbook
        # What cannot be read by now is told by the write itself.
        with suppress(OSError, PmfError):
            told = _protected(path, path.read_bytes(), names, limits)
            if told:
                said.append(f"{told} It is changed only with {OPTION}.")
    return tuple(said)


def refuse_protected_before(opened: OpenedRegister, sheets: Collection[str]) -> None:
    """Refuses, before anything is recorded, what ``--write`` could not write into the workbooks."""
    for told in protected_before(opened, sheets):
        raise LockedError(
            f"{told} Nothing was recorded or changed.",
            f"Ask whoever protected it, or use {OPTION}.",
        )


def _protected(path: Path, data: bytes, tabs: Collection[str], limits: Limits) -> str:
    """What asks that a workbook be left as it is, in a sentence; empty where nothing does."""
    from pmf_cli.workbook.guard import guarded_bytes
    from pmf_cli.workbook.write.locks import is_read_only, protections

    found = list(protections(guarded_bytes(path.name, data, limits), tabs))
    if is_read_only(path):
        found.append("is marked read-only in its folder")
    return f"{path.name} {listed(found)}." if found else ""
