"""The first hour after ``pmf start``: what each screen says to type works as it stands, and comes in order."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pmf_cli.cli import COMMANDS
from pmf_cli.importing.questions.content import QuestionTab
from pmf_cli.pipeline.read.opening import open_register
from pmf_cli.register.terms import TimetableStep
from tests.importing.answered import look_through
from tests.running import Ran, pmf

ON = "2025-02-03"
SCORECARD = """Corporate scorecard 2024/25
Ref,Indicator,Good is,Lead officer,Target,Q2,Q3,Status,Comments
CS01,% of calls answered,High,Jane Smith,90%,85%,,Amber,Two vacancies
FI02,% of invoices paid on time,High,Omar Ali,97%,98%,98%,Green,
ES01,Missed bins,,Omar Ali,,62,,,
"""
CLT = ("18/02/2025", "2025-05-20", "19/08/2025", "18/11/2025")
SCREENS = (
    "next",
    "next --all",
    "status",
    "validate",
    "remind",
    "timetable make",
    "rag",
    "kpi list",
)
_NAMES = "|".join(sorted((words for words, _ in COMMANDS), key=len, reverse=True))
# A command among words: its options, and what an option takes.
_INLINE = re.compile(
    rf"pmf (?:{_NAMES})\b(?! (?:REF|FILE|clt|import))"
    r"(?:(?: --(?:write|all))|(?: --(?:clt|only|period|as-of|register) (?:\"[^\"]*\"|[\w/-]+)))*"
)
_NEEDS_MORE = ("pmf import", "pmf rag explain", "pmf report check", "pmf highlights choose")
"""Commands that prose names without what they are about."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a scorecard and the register just started from it; nobody writes there."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "Corporate Q3.csv").write_text(SCORECARD, encoding="utf-8")
    with contextlib.chdir(folder):
        ran = pmf("start", "Corporate Q3.csv", "--as-of", ON)
        assert ran.code == 1, ran.all
        for typed in commands_in(ran.all):
            assert pmf(*shlex.split(typed)[1:]).code in (0, 1), typed
    return folder


@pytest.fixture
def started(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the register just started, which is the working folder too."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    register = tmp_path / "Corporate Q3 register"
    monkeypatch.chdir(register)
    return register


def commands_in(screen: str) -> Iterator[str]:
    """Every command that a screen names, as it stands there."""
    for line in screen.splitlines():
        alone = re.fullmatch(r"\s+(?:\d\. )?(pmf .+)", line)
        if alone:
            yield alone[1].strip()
        else:
            yield from (one[0] for one in _INLINE.finditer(line) if one[0] not in _NEEDS_MORE)


def next_screen() -> Ran:
    return pmf("next", "--as-of", ON)


def in_one_line(ran: Ran) -> str:
    """What was said, however wide the window is."""
    return " ".join(ran.out.split())


def questions_of(register: Path) -> Path:
    """The workbook of questions of a register just started."""
    (path,) = (register / "answers").glob("*.xlsx")
    return path


@pytest.mark.slow
def test_every_command_that_a_screen_names_can_be_typed(started: Path) -> None:
    """Just started, once the answers are in, and once the timetable is made."""

    def type_all() -> None:
        told = {
            one for words in SCREENS for one in commands_in(pmf(*words.split(), "--as-of", ON).all)
        }
        assert told
        for typed in sorted(told):
            ran = pmf(*shlex.split(typed)[1:])
            assert ran.code in (0, 1), f"{typed}: {ran.all}"

    type_all()
    look_through(questions_of(started))
    assert pmf("import", "../Corporate Q3.csv", "--write", "--as-of", ON).code == 0
    type_all()
    days = [word for day in CLT for word in ("--clt", day)]
    assert pmf("timetable", "make", *days, "--write", "--as-of", ON).code == 1
    type_all()


def test_next_says_the_questions_then_taking_them_in_then_the_meeting_dates(started: Path) -> None:
    first = next_screen()
    assert first.code == 1
    assert first.out.index("Questions about Corporate Q3.xlsx") < first.out.index("--clt ")
    (take_in,) = (one for one in commands_in(first.out) if one.startswith("pmf import"))
    look_through(questions_of(started))
    answered = in_one_line(next_screen())
    assert "are not in the register yet" in answered
    assert take_in in answered
    assert pmf(*shlex.split(take_in)[1:], "--as-of", ON).code == 0
    after = next_screen().out
    assert "Questions about" not in after
    assert "First: make the timetable" in after


def test_people_without_an_address_are_told_of_in_one_line(started: Path) -> None:
    """By next and by the reminders, which write to nobody."""
    for words in (["next"], ["remind"]):
        ran = pmf(*words, "--as-of", "2025-03-03")
        _, *lines = in_one_line(ran).split("no e-mail address")
        assert len(lines) == 1, ran.out
        assert "C-001 and C-002" in lines[0]


def test_validate_begins_with_the_questions_and_the_meeting_dates(started: Path) -> None:
    told = in_one_line(pmf("validate", "--as-of", ON)).split("Matters")[0]
    assert told.index("Questions about") < told.index("timetable make --clt") < told.index("- 3. ")


def test_the_timetable_says_in_one_sentence_what_it_needs_and_takes_days_in_two_forms(
    started: Path,
) -> None:
    """A day is of the quarter that ended last by then; nothing but these quarters is asked for."""
    bare = pmf("timetable", "make", "--as-of", ON)
    assert bare.code == 1
    assert "2024/25 Q3, 2024/25 Q4, 2025/26 Q1 and 2025/26 Q2" in bare.all
    assert "Error" not in bare.all
    days = [word for day in CLT for word in ("--clt", day)]
    made = pmf("timetable", "make", *days, "--write", "--as-of", ON)
    assert "no date for CLT" not in made.all
    rows = open_register(started).register.timetable
    assert [(str(row.cycle), row.on) for row in rows if row.step is TimetableStep.CLT] == [
        ("2024/25 Q3", date(2025, 2, 18)),
        ("2024/25 Q4", date(2025, 5, 20)),
        ("2025/26 Q1", date(2025, 8, 19)),
        ("2025/26 Q2", date(2025, 11, 18)),
    ]


@pytest.mark.parametrize("days", [("18/02/2025", "19/02/2025"), ("18/02/25",)])
def test_a_day_that_cannot_be_used_is_refused_by_name(started: Path, days: tuple[str, ...]) -> None:
    words = [word for day in days for word in ("--clt", day)]
    ran = pmf("timetable", "make", *words, "--write")
    assert ran.code == 2
    assert days[-1] in ran.all
    assert open_register(started).register.timetable == ()


def test_tabs_may_be_answered_one_after_the_other(tmp_path: Path) -> None:
    """What is answered is taken in; what is not stays out, and is said to."""
    card = tmp_path / "Card.csv"
    card.write_text(
        "Ref,Indicator,Good is,Target,Q2 24/25,Q3 24/25\nA1,% of calls answered,High,80%,76%,<5\n",
        encoding="utf-8",
    )
    register = tmp_path / "register"
    assert pmf("start", card, "--register", register, "--as-of", ON).code == 1
    (path,) = (register / "answers").glob("*.xlsx")
    asked = ["import", str(card), "--register", str(register), "--write", "--as-of", ON]
    for tab, code, held, is_financial in (
        (QuestionTab.KPIS, 1, ["2024/25 Q2"], False),
        (QuestionTab.WORDS, 0, ["2024/25 Q2", "2024/25 Q3"], False),
    ):
        look_through(path, tab)
        ran = pmf(*asked)
        assert ran.code == code, ran.all
        opened = open_register(register).register
        assert [str(row.period) for row in opened.results] == held
        assert [kpi.financial for kpi in opened.kpis] == [is_financial]
