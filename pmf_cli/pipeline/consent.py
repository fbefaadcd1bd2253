"""Changing what asks to be left as it is: only where the officer says so for this run."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from pmf_cli.errors import LockedError
from pmf_cli.settings import Limits
from pmf_cli.words import listed

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


def refuse_protected(path: Path, data: bytes, sheets: Collection[str], limits: Limits) -> None:
    """Refuses to change a workbook that asks to be left as it is, unless consent was given.

    Args:
        path: the workbook.
        data: its bytes.
        sheets: the tabs that are to be written.
        limits: what it may hold.

    Raises:
        LockedError: it is signed, marked as final or read-only, or one of the sheets is protected.
        UnreadableWorkbookError: it is damaged.
    """
    if _GIVEN.get():
        return
    from pmf_cli.workbook.guard import guarded_bytes
    from pmf_cli.workbook.protection import is_read_only, protections

    found = list(protections(guarded_bytes(path.name, data, limits), sheets))
    if is_read_only(path):
        found.append("is marked read-only in its folder")
    if found:
        raise LockedError(
            f"{path.name} {listed(found)}. Nothing was changed.",
            f"Ask whoever protected it. To change it all the same, run again with {OPTION}; a "
            "signature must then be given anew.",
        )
