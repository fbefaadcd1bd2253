"""The help: the quick overview says what the whole program says, and completion finds commands."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from pmf_cli.cli import COMMANDS, application, overview
from tests.running import pmf_child


def test_the_overview_is_the_programs_own_help() -> None:
    """`pmf --help` prints the same whether options are worked out or not."""
    quick = CliRunner().invoke(overview(), ["--help"]).stdout
    assert quick == CliRunner().invoke(application(), ["--help"]).stdout
    for words, _ in COMMANDS:
        assert f"  {words.split()[0]} " in quick


@pytest.mark.parametrize("words", [words for words, _ in COMMANDS])
def test_a_command_made_alone_is_the_command_among_all(words: str) -> None:
    """Only the commands of the first word typed are made, and they are the same."""
    asked = [*words.split(), "--help"]
    alone = CliRunner().invoke(application(asked[0]), asked)
    assert alone.exit_code == 0
    assert alone.stdout == CliRunner().invoke(application(), asked).stdout


def test_a_word_that_is_no_command_is_answered_from_all_commands() -> None:
    """A slip is answered with the command that was meant."""
    assert "validate" in CliRunner().invoke(application("valdate"), ["valdate"]).output


def test_completion_finds_commands_and_options() -> None:
    """The shell's Tab key is answered with commands and options."""
    env = {"_PMF_COMPLETE": "complete_bash", "COMP_WORDS": "pmf ra", "COMP_CWORD": "1"}
    assert "rag" in pmf_child(env=env).out
    env = {"_PMF_COMPLETE": "complete_bash", "COMP_WORDS": "pmf rag --per", "COMP_CWORD": "2"}
    assert "--period" in pmf_child(env=env).out
