"""Commands that write ask for the register's turn before they read anything."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pmf_cli.cli.options import ChangeProtected
from pmf_cli.errors import UsageError
from pmf_cli.places import register_folder

Command = Callable[..., Any]
Writes = Callable[[Mapping[str, Any]], Any]
"""Whether a command writes, from its options by name."""

PROTECTED = "change_protected"


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
            from pmf_cli.pipeline.change.consent import consent

            allowed = bool(given.pop(PROTECTED, False))
            folder = _folder(given["register"]) if writes(given) else None
            if folder is None:
                with consent(given=allowed):
                    return command(**given)
            from pmf_cli.workbook.write.register_lock import register_lock

            with register_lock(folder, doing), consent(given=allowed):
                return command(**given)

        _take_consent(run, command)
        return run

    return asking_first


def _take_consent(run: Command, command: Command) -> None:
    """Gives a command that writes into workbooks the option that lets it change protected ones."""
    # Typer finds no options in annotations that are still text once the signature is another.
    signature = inspect.signature(command, eval_str=True)
    if not {"write", "ignore_lock"} & signature.parameters.keys():
        return
    option = inspect.Parameter(
        PROTECTED,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        default=False,
        annotation=ChangeProtected,
    )
    parameters = [*signature.parameters.values()]
    # After the option that it is most like, so that the help names them together.
    names = [one.name for one in parameters]
    place = names.index("ignore_lock" if "ignore_lock" in names else "write") + 1
    parameters.insert(place, option)
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}


def _folder(asked: Path | None) -> Path | None:
    """The register's folder; ``None`` where there is none, which the command tells or makes."""
    try:
        return register_folder(asked)
    except UsageError:
        return None
