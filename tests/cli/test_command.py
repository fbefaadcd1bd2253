"""What commands have in common is declared once: a new common option is one field, a new command one function."""

from __future__ import annotations

import inspect
import shutil
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from pmf_cli.cli import COMMANDS
from pmf_cli.cli import command as commands
from pmf_cli.cli.command import Group, Run, command, common_options
from tests.running import EXAMPLE, pmf

OPTIONS = {name: group for group, one in common_options() for name in [one.name]}
ABOUT_NO_REGISTER = {"init", "report check", "template adopt", "template check"}


def started(function: object, *words: str) -> tuple[int, str]:
    """A command by itself, run with words."""
    app = typer.Typer()
    app.command()(function)  # type: ignore[type-var]
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return done.exit_code, done.output


def test_a_new_command_is_one_function() -> None:
    """It has the options that every command has, opens the register, prints a list, and ends."""

    @command()
    def red(run: Run, most: Annotated[int, typer.Option(help="How many.")] = 2) -> None:
        """The first KPIs that are Red."""
        assessment = run.assess()
        found = [one.kpi.ref for one in assessment.ratings if one.rag == "Red"][:most]
        run.data(*found)
        run.end(is_due=found)

    code, said = started(red, "--register", str(EXAMPLE), "--quiet", "--most", "1")
    assert code == 1
    assert len(said.split()) == 1
    code, said = started(red, "--register", "nowhere")
    assert code == 2
    assert "does not exist" in said


def test_a_new_common_option_is_one_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """A field of Run with its group: every command of the group takes it, and hands it on."""

    @dataclass
    class WithColour(Run):
        colour: Annotated[str, typer.Option("--colour", help="Which colour."), Group.EVERY] = "none"

    monkeypatch.setattr(commands, "Run", WithColour)
    common_options.cache_clear()
    try:

        @command(without=("register",))
        def plain(run: Run) -> None:
            """Says the colour."""
            run.data(run.colour)  # type: ignore[attr-defined]

        assert started(plain, "--colour", "blue") == (0, "blue\n")
        assert started(plain) == (0, "none\n")
    finally:
        common_options.cache_clear()


def test_a_commands_own_option_takes_the_place_of_the_common_one() -> None:
    """Its words and default count, and the run knows its value."""

    @command()
    def own(run: Run, period: Annotated[str, typer.Option(help="Its own.")] = "mine") -> None:
        """Own."""
        run.data(f"{period} {run.period}")

    assert started(own) == (0, "mine mine\n")
    assert "Its own." in started(own, "--help")[1]


@pytest.mark.parametrize(("words", "function"), COMMANDS, ids=[words for words, _ in COMMANDS])
def test_every_command_takes_the_options_that_every_command_has(
    words: str, function: object
) -> None:
    """No command declares a common option with other words than the common ones, but its own."""
    taken = inspect.signature(function).parameters  # type: ignore[arg-type]
    assert {"quiet", "debug"} <= taken.keys()
    if words in ABOUT_NO_REGISTER:
        return
    assert "register" in taken
    writing = [name for name, group in OPTIONS.items() if group is Group.WRITING and name in taken]
    assert not writing or {"write", "change_protected"} <= taken.keys()


def test_every_field_of_a_run_is_an_option() -> None:
    """So that a command can be given nothing that cannot be typed."""
    assert {one.name for one in fields(Run)} == OPTIONS.keys()


def test_old_options_of_remind_do_what_their_commands_do(tmp_path: Path) -> None:
    """They stand in crontabs; two at once are refused as before."""
    register = shutil.copytree(EXAMPLE, tmp_path / "register")
    about = ("--register", register, "--as-of", "2025-01-24")
    assert pmf("remind", "--status", *about) == pmf("remind", "status", *about)
    old, new = tmp_path / "old", tmp_path / "new"
    ran = pmf("remind", *about, "--outbox", old), pmf("remind", "outbox", new, *about)
    assert [one.code for one in ran] == [1, 1]
    assert ran[0].out == ran[1].out
    assert [one.name for one in old.iterdir()] == [one.name for one in new.iterdir()]
    refused = pmf("remind", "--send", "--status", *about)
    assert refused.code == 2
    assert "do not go together" in refused.err
    assert "--send" not in pmf("remind", "--help").out


@pytest.mark.parametrize(
    "words",
    [
        ("remind", "--register", "nowhere", "send"),
        ("rag", "--register", "nowhere", "explain", "WM-01"),
        ("rag", "--rating", "Red", "compare", "2024/25 Q2", "2024/25 Q3"),
        ("highlights", "-q", "choose", "WM-01", "--why", "Worth a look"),
    ],
)
def test_an_option_before_a_commands_name_is_never_passed_over(words: tuple[str, ...]) -> None:
    """Where a group also runs by itself, its option would say nothing to the command: it is refused."""
    ran = pmf(*words)
    assert ran.code == 2
    assert words[1].replace("-q", "--quiet") in ran.err
    assert ran.out == ""


def test_the_registers_variable_holds_for_a_group_and_for_its_commands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It was typed by nobody, so nothing is passed over."""
    monkeypatch.setenv("PMF_REGISTER", str(EXAMPLE))
    assert pmf("rag", "explain", "WM-01", "-q").code == 0
