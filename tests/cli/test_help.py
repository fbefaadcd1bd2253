"""The help: the quick overview says what the whole program says, and completion finds commands."""

from __future__ import annotations

from typer.testing import CliRunner

from pmf_cli.cli import COMMANDS, app, overview
from tests.running import pmf_child


def test_the_overview_is_the_programs_own_help() -> None:
    """`pmf --help` prints the same whether options are worked out or not."""
    quick = CliRunner().invoke(overview(), ["--help"]).stdout
    assert quick == CliRunner().invoke(app, ["--help"]).stdout
    for words, _ in COMMANDS:
        assert f"  {words.split()[0]} " in quick


def test_completion_finds_commands_and_options() -> None:
    """The shell's Tab key is answered with commands and options."""
    env = {"_PMF_COMPLETE": "complete_bash", "COMP_WORDS": "pmf ra", "COMP_CWORD": "1"}
    assert "rag" in pmf_child(env=env).out
    env = {"_PMF_COMPLETE": "complete_bash", "COMP_WORDS": "pmf rag --per", "COMP_CWORD": "2"}
    assert "--period" in pmf_child(env=env).out
