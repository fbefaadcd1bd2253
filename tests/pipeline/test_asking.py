"""``--ask``: the questions of the workbook put one by one, each answer kept as it comes."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pmf_cli.cli import application, asking
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.pipeline.change.asking import TAKE, ScreenQuestion, answered_on_screen
from pmf_cli.pipeline.change.scorecards import import_source
from pmf_cli.pipeline.read.opening import open_register

ON = date(2025, 2, 3)
SCORECARD = """Ref,Indicator,Good is,Target 24/25,Q1 24/25,Q2 24/25
W1,Bins missed,Low,50,48,n/a
W2,Council tax collected in year,High,97%,26%,48%
W3,Rents collected in year,High,97%,25%,47%
"""


@pytest.fixture
def scorecard(tmp_path: Path) -> Path:
    """A scorecard with a doubt and two KPIs of which the same is asked."""
    path = tmp_path / "card.csv"
    path.write_text(SCORECARD, encoding="utf-8")
    return path


def put(scorecard: Path, answer: Callable[[ScreenQuestion], str | None]) -> list[ScreenQuestion]:
    """The questions put about a scorecard, with what a person answers; answers stay beside it."""
    asked: list[ScreenQuestion] = []

    def ask(question: ScreenQuestion) -> str | None:
        asked.append(question)
        return answer(question)

    source = import_source([scorecard], scorecard.parent / "register")
    answered_on_screen(source, source.prepared(ImportMapping()), ask, ON)
    return asked


def test_enter_takes_every_guess_and_nothing_is_left_to_ask(scorecard: Path) -> None:
    """What is open, the same for several KPIs once, then the rest of each tab; never twice."""
    asked = put(scorecard, lambda question: question.guess)
    keys = [one.key for one in asked]
    assert len(keys) == len(set(keys))
    assert sum("n/a" in one.text for one in asked) == 1
    assert sum("Year's target" in one.text for one in asked) == 1
    assert asked[-1].guess == TAKE
    assert put(scorecard, lambda question: question.guess) == []


def test_stopping_half_way_loses_nothing(scorecard: Path) -> None:
    """What was answered is not asked again, and the rest is."""
    answers = iter([NOT_DUE := "Not due this period", None])
    first = put(scorecard, lambda _: next(answers))
    later = put(scorecard, lambda question: question.guess)
    assert first[0].key not in {one.key for one in later}
    assert first[1].key == later[0].key
    kept = import_source([scorecard], scorecard.parent / "register").prepared(ImportMapping())
    assert kept.answers.values["n/a"] == NOT_DUE


def test_an_answer_that_the_register_cannot_hold_is_asked_again(scorecard: Path) -> None:
    """With the reason; the one that can be held counts."""

    def answer(question: ScreenQuestion) -> str:
        is_wrong = question.text.startswith("Year's target") and not question.problem
        return "perhaps" if is_wrong else question.guess

    asked = put(scorecard, answer)
    (again,) = [one for one in asked if one.problem]
    assert "perhaps" in again.problem
    assert asked[asked.index(again) - 1].key == again.key


def run(*words: str | Path, typed: str = "") -> Result:
    """A command's result, with what is typed."""
    return CliRunner().invoke(application(), [*map(str, words), "--as-of", str(ON)], input=typed)


def test_without_a_terminal_it_is_refused_in_a_sentence(scorecard: Path) -> None:
    """Nothing is written."""
    for command in ("start", "import"):
        told = run(command, scorecard, "--ask")
        assert told.exit_code == 2
        assert "terminal" in told.output
    assert [path.name for path in scorecard.parent.iterdir()] == [scorecard.name]


def test_answers_typed_by_their_beginning_reach_the_register(
    scorecard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word that is none of those offered, or begins several, is asked again."""
    monkeypatch.setattr(asking, "has_terminal", lambda: True)
    folder = scorecard.parent / "register"
    told = run(
        "import", scorecard, "--register", folder, "--ask", "--write", "-q",
        typed="not\nnot due\n" + "\n" * 12,
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    assert "beginning of several" in told.output
    register = open_register(folder).register
    held = {(row.kpi_ref, str(row.period)): row for row in register.results}
    assert str(held["W1", "2024/25 Q2"].no_data_reason) == "Not due this period"
    assert {kpi.ref: kpi.financial for kpi in register.kpis} == {
        "W1": False, "W2": True, "W3": True,
    }  # fmt: skip


@pytest.mark.slow
def test_a_terminal_is_asked_and_may_be_left_half_way(scorecard: Path) -> None:
    """The command goes on with what was answered, and the draft assumes the rest."""
    master, slave = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "pmf_cli",
        "start",
        scorecard.name,
        "--ask",
        "--as-of",
        str(ON),
    ]
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    running = subprocess.Popen(
        command, stdin=slave, stdout=subprocess.DEVNULL, stderr=slave, cwd=scorecard.parent, env=env
    )
    os.close(slave)
    typed, shown = iter(["", "stop"]), b""
    while running.poll() is None or select.select([master], [], [], 0)[0]:
        if select.select([master], [], [], 0.2)[0]:
            try:
                shown += os.read(master, 4096)
            except OSError:
                break
            if shown.endswith(b"]"):
                os.write(master, f"{next(typed)}\n".encode())
    os.close(master)
    assert running.wait() == 1
    assert (scorecard.parent / "card register" / "reports").is_dir()
