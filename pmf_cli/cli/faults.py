"""From an exception to words and an exit code, in one place for all commands."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

from pmf_cli.errors import ExitCode, PmfError
from pmf_cli.settings_errors import validator_message
from pmf_cli.words import listed
from pmf_cli.workbook.text import printable

LONGEST = 1500
"""Characters of a message before it is cut, so that an error fits one screen."""


def errors_in_words(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command, with every error turned into a sentence on stderr and an exit code.

    With ``--debug`` the place in the program follows: file, line and function, but no values,
    since those hold staff names and figures.
    """

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - passes on what it was given
        debug = bool(kwargs.get("debug")) or "--debug" in sys.argv
        try:
            return command(*args, **kwargs)
        except PmfError as error:
            remark(error.message)
            if error.advice:
                remark(error.advice)
            code = error.exit_code
            trouble: BaseException = error
        except BrokenPipeError:
            # The reader of a pipe has gone, as with `pmf rag | head`: nothing went wrong.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(ExitCode.DONE) from None
        except MemoryError as error:
            remark("There is not enough memory for a register of this size.")
            code, trouble = ExitCode.CANNOT_READ, error
        except OSError as error:
            remark(f"{error.filename or 'A file'}: {error.strerror or 'it cannot be used'}.")
            remark("Check the disk, the folder and your permission, then try again.")
            code, trouble = ExitCode.DISK, error
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if not _is_ours(error):
                raise
            remark("pmf met a fault of its own; nothing was changed.")
            remark(
                "Run the same command with --debug and send the lines to whoever looks after pmf."
            )
            code, trouble = ExitCode.CANNOT_READ, error
        if debug:
            remark(_places(trouble))
        raise typer.Exit(code)

    return run


class PlainWords(TyperGroup):
    """The commands, with wrong choices told in our words and not with the library's before them."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - passes on what it was given
        """Runs the command asked for.

        Raises:
            typer.BadParameter: an option holds what it may not.
        """
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = validator_message(error.message)
            raise


class KnownCommands(TyperGroup):
    """A group of commands that answers one that there is not with those that there are."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - of the library
        """The command asked for, with what is typed after it.

        Raises:
            typer.Exit: there is no such command.
        """
        name = next(iter(args), "")
        if name and self.get_command(ctx, name) is None:
            remark(self.answer_to(name))
            raise typer.Exit(ExitCode.CANNOT_READ)
        return super().resolve_command(ctx, args)

    def answer_to(self, name: str) -> str:
        """What is said of a command that there is not."""
        return f'pmf {self.name} has no command "{name}"; it has {listed(self.commands)}.'


def remark(text: str) -> None:
    """One remark on stderr, without control characters and never longer than a screen."""
    words = printable(text)
    typer.echo(words if len(words) <= LONGEST else f"{words[:LONGEST]} …", err=True)


def _is_ours(error: Exception) -> bool:
    """False for Typer's own usage errors, which Typer prints better."""
    return not hasattr(error, "format_message")


def _places(error: BaseException) -> str:
    """Where it happened, without a single value."""
    lines = []
    trouble: BaseException | None = error
    while trouble is not None:
        lines.append(type(trouble).__name__)
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(trouble.__traceback__)
        ]
        trouble = trouble.__cause__
    return "\n".join(lines)
