"""Commands that write ask for the register's turn before they read anything."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pmf_cli.errors import UsageError
from pmf_cli.places import register_folder

Command = Callable[..., Any]
Writes = Callable[[Mapping[str, Any]], Any]
"""Whether a command writes, from its options by name."""


def always(_: Mapping[str, Any]) -> bool:
    """Of commands that write whenever they run."""
    return True


def with_write(given: Mapping[str, Any]) -> bool:
    """Of commands that show what they would do until ``--write`` is given."""
    return bool(given.get("write"))


def in_turn(doing: str, writes: Writes = with_write) -> Callable[[Command], Command]:
    """A command that has the register's turn from its beginning to its end, where it writes.

    Reading a register takes seconds. A run that asked for the turn only after it had read would
    keep its user waiting for the news that somebody else is at work, and would then have read what
    that run changes. A run that only shows something never asks.

    Args:
        doing: what the command does, told to whoever comes second: ``taking in returns``.
        writes: whether it writes this time.
    """

    def asking_first(command: Command) -> Command:
        @functools.wraps(command)
        def run(**given: Any) -> Any:  # noqa: ANN401 - passes on what it was given
            folder = _folder(given["register"]) if writes(given) else None
            if folder is None:
                return command(**given)
            from pmf_cli.workbook.turns import turn

            with turn(folder, doing):
                return command(**given)

        return run

    return asking_first


def _folder(asked: Path | None) -> Path | None:
    """The register's folder; ``None`` where there is none, which the command tells or makes."""
    try:
        return register_folder(asked)
    except UsageError:
        return None
