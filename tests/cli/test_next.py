"""pmf next: one screen for a stand-in, and ticks that are kept."""

from __future__ import annotations

import json
from datetime import date
from inspect import signature
from pathlib import Path

import pytest

from pmf_cli.cli import COMMANDS
from pmf_cli.cycle.checklist.usual_steps import usual_checklist
from pmf_cli.errors import ExitCode
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import ledger_path, read_ledger
from pmf_cli.pipeline import open_register
from pmf_cli.register.terms import StepStatus
from pmf_cli.render.starting.register_book import register_workbooks
from pmf_cli.views.lists.step_words import Typing
from tests.registers.cut import cut_example
from tests.running import EXAMPLE, pmf


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example."""
    return Path(cut_example(tmp_path / "register"))


def steps(folder: Path, *words: str) -> dict[str, dict[str, object]]:
    """The steps by number, as other programs see them."""
    ran = pmf("next", "--register", folder, "--format", "json", *words)
    items = json.loads(ran.out)["items"]
    return {item["number"]: item for item in items if item["kind"] == "step"}


def books(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.xlsx")}


def test_one_screen_for_a_stand_in(folder: Path) -> None:
    """The step, the command on a line of its own, who, who last time; 45 lines at most; exit code 1."""
    ran = pmf("next", "--register", folder)
    assert ran.code == ExitCode.FINDINGS
    lines = ran.out.splitlines()
    assert len(lines) <= 45
    assert lines.index("Today: Q08 Choose highlights") < 10
    assert any(line.startswith("    pmf highlights") for line in lines)
    assert any(line.startswith("    pmf next --done Q08") for line in lines)
    assert "Corporate Performance Manager (C-900)" in ran.out
    assert "01/11/2024" in ran.out
    assert "RC-25-01" in ran.out
    assert not ledger_path(folder).exists()


def test_nothing_to_do_is_exit_code_0_and_names_what_comes(folder: Path) -> None:
    """On 29 January the next step is five days off."""
    ran = pmf("next", "--register", folder, "--as-of", "2025-01-29")
    assert ran.code == ExitCode.DONE
    assert "Nothing is to be done today" in ran.out
    assert "in 5 days" in ran.out


def test_a_tick_is_kept_in_the_ledger_and_the_workbooks_stay(folder: Path) -> None:
    """By whom and with which note; the next step comes up; the second tick changes nothing."""
    before = books(folder)
    words = ("next", "--register", folder, "--done", "q08", "--by", "C-901", "--note", "[c] =1+1")
    ran = pmf(*words)
    assert (ran.code, "Q08" in ran.out, "Q09" in ran.err) == (ExitCode.DONE, True, True)
    row = read_ledger(folder).last(RowKind.STEP)
    assert row is not None
    assert (row.key, row.on) == ("Q08", date(2025, 2, 3))
    assert row.body == {"cycle": "2024/25 Q3", "by": "C-901", "note": "[c] =1+1"}
    again = pmf(*words)
    assert (again.code, "already" in again.out) == (ExitCode.DONE, True)
    assert len(read_ledger(folder).rows()) == 1
    assert books(folder) == before
    assert steps(folder, "--all")["Q08"]["done_by"] == "C-901"
    back = pmf("next", "--register", folder, "--undo", "Q08")
    assert back.code == ExitCode.DONE
    assert steps(folder)["Q08"]["state"] == "Today"


def test_the_note_stands_there_next_time(folder: Path) -> None:
    """Ticked off in Q3 with a note, shown in Q4 as typed."""
    note = "Ask {{7*7}} [x] first"
    pmf("next", "--register", folder, "--done", "Q08", "--by", "C-901", "--note", note)
    ran = pmf("next", "--register", folder, "--period", "2024/25 Q4", "--as-of", "2025-05-06")
    later = steps(folder, "--period", "2024/25 Q4", "--as-of", "2025-05-06", "--all")["Q08"]
    assert (later["note"], later["last_on"], later["last_by"]) == (note, "2025-02-03", "C-901")
    assert '--period "2024/25 Q4"' in ran.out


def test_with_write_the_sheets_say_so_too(folder: Path) -> None:
    """Last done on and by, the note, and the step of the timetable that is done with it."""
    words = ("--done", "Q13", "--by", "C-901", "--note", "Two directors on leave", "--write")
    ran = pmf("next", "--register", folder, "--as-of", "2025-02-10", *words)
    assert ran.code == ExitCode.DONE, ran.all
    register = open_register(folder).register
    row = next(row for row in register.checklist if row.number == "Q13")
    assert (row.last_done_on, row.last_done_by) == (date(2025, 2, 10), "C-901")
    assert row.last_note == "Two directors on leave"
    [draft] = [
        r
        for r in register.timetable
        if str(r.cycle) == "2024/25 Q3" and r.step == "Draft to directors"
    ]
    assert (draft.status, draft.done_on) == (StepStatus.DONE, date(2025, 2, 10))
    assert [r.kind for r in read_ledger(folder).rows()] == [RowKind.CHANGE, RowKind.STEP]


def test_ticking_off_twice_with_write_leaves_the_earlier_cycles_alone(folder: Path) -> None:
    """The sheet then shows the newer tick; that hides no older date which would be asked for again."""
    settings = folder / "pmf.toml"
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    settings.write_text(
        "".join(line for line in lines if not line.startswith("period =")), encoding="utf-8"
    )
    words = ("next", "--register", folder, "--as-of", "2025-02-11", "--done", "Q09", "--write")
    assert "Q09 for 2024/25 Q3 is ticked off" in pmf(*words).out
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    again = pmf(*words)
    assert "Q09 for 2024/25 Q3 was done already" in again.out
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_a_tick_that_an_ended_run_did_not_put_down_is_put_down_by_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended between the sheets and the ledger's tick: the same command completes it, once."""
    words = ("next", "--register", folder, "--as-of", "2025-02-11", "--done", "Q09", "--write")

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("pmf_cli.pipeline.change.complete_step._recorded", ended)
        assert pmf(*words).code not in (ExitCode.DONE, ExitCode.FINDINGS)
    assert not read_ledger(folder).rows(RowKind.STEP)
    for _ in range(2):
        assert pmf(*words).code == ExitCode.DONE
        ticks = read_ledger(folder).rows(RowKind.STEP)
        assert [(row.key, row.body["cycle"]) for row in ticks] == [("Q09", "2024/25 Q3")]


def test_several_are_ticked_off_at_once_and_the_later_meetings_stay_open(folder: Path) -> None:
    """Four of five management teams have met by the 5th: only theirs is marked done."""
    words = ("--done", "Q08", "--done", "Q11", "--write", "--as-of", "2025-02-05")
    assert pmf("next", "--register", folder, *words).code == ExitCode.DONE
    rows = open_register(folder).register.timetable
    met = [r.done_on for r in rows if str(r.cycle) == "2024/25 Q3" and r.step == "DMT review"]
    assert met.count(date(2025, 2, 5)) == 4
    assert met.count(None) == 1
    found = steps(folder, "--all", "--as-of", "2025-02-05")
    assert (found["Q08"]["state"], found["Q11"]["state"]) == ("Done", "Done")


@pytest.mark.parametrize(
    "words",
    [
        ("--done", "Q77"),
        ("--done", "Q08", "--by", "Pat Officer"),
        ("--note", "without a step"),
        ("--done", "Q08", "--undo", "Q09"),
        ("--done", "Q08", "--format", "json"),
        ("--write",),
        ("--period", "whenever"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_told_and_changes_nothing(folder: Path, words: tuple[str, ...]) -> None:
    """Exit code 2, words, and neither ledger nor workbook."""
    before = books(folder)
    ran = pmf("next", "--register", folder, *words)
    assert ran.code == ExitCode.CANNOT_READ
    assert ran.err.strip()
    assert books(folder) == before
    assert not ledger_path(folder).exists()


def test_a_register_without_checklist_is_served_with_the_usual_one(tmp_path: Path) -> None:
    """And with --write gets it for its own, once."""
    for name, data in register_workbooks({}).items():
        (tmp_path / name).write_bytes(data)
    asked = ("next", "--register", tmp_path, "--as-of", "2025-01-10")
    ran = pmf(*asked)
    assert ran.code == ExitCode.FINDINGS
    assert "usual steps" in ran.out
    assert "    pmf timetable make" in ran.out
    assert pmf(*asked, "--write").code == ExitCode.DONE
    rows = open_register(tmp_path).register.checklist
    assert rows[2].command == "pmf collect read returns\npmf collect status"
    assert "usual steps" not in pmf(*asked).out
    assert pmf(*asked, "--write").code == ExitCode.CANNOT_READ


def test_two_quarters_at_work_are_told_apart(folder: Path) -> None:
    """On 28 March scrutiny of Q3 goes on while Q4 begins: each command has its own quarter."""
    settings = folder / "pmf.toml"
    kept = [line for line in settings.read_text("utf-8").splitlines() if line[:6] != "period"]
    settings.write_text("\n".join(kept), encoding="utf-8")
    found = steps(folder, "--as-of", "2025-03-28")
    assert '--period "2024/25 Q4"' in str(found["Q01"]["commands"])
    assert '--period "2024/25 Q3"' in str(found["Q12"]["commands"])
    ran = pmf("next", "--register", folder, "--as-of", "2025-03-28")
    assert "Q12 Write the CLT report (2024/25 Q3)" in ran.out
    ticked = pmf("next", "--register", folder, "--as-of", "2025-03-28", "--done", "Q12")
    assert "2024/25 Q3" in ticked.out


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31", "2024-02-29"])
def test_no_day_is_a_fault(folder: Path, day: str) -> None:
    """Mistyped years are told or answered."""
    ran = pmf("next", "--register", folder, "--as-of", day)
    assert ran.code in (ExitCode.DONE, ExitCode.FINDINGS, ExitCode.CANNOT_READ)
    assert "fault of its own" not in ran.err


def test_a_new_register_has_the_usual_checklist(tmp_path: Path) -> None:
    """A new officer's first answer is a first KPI, then the timetable; last year's work is not late."""
    pmf("init", tmp_path / "new")
    ran = pmf("next", "--register", tmp_path / "new", "--as-of", "2025-01-10")
    assert "Then: make the timetable" in ran.out
    assert "late" not in ran.out
    assert "Traceback" not in ran.all


def test_every_command_of_the_example_and_of_the_usual_checklist_is_pmfs() -> None:
    """A line to copy begins with pmf and is typed as it stands."""
    rows = (*usual_checklist(), *open_register(EXAMPLE).register.checklist)
    typed = [command for row in rows for command in Typing().commands(row.command)]
    assert typed
    assert [command for command in typed if not command.startswith("pmf ")] == []


def test_a_step_whose_command_only_shows_says_how_it_is_written() -> None:
    """Of the commands to copy and of those named in the words, so that a newcomer's step is done."""
    previews = {words for words, function in COMMANDS if "write" in signature(function).parameters}
    shown_alone = {"files"}
    for row in (*usual_checklist(), *open_register(EXAMPLE).register.checklist):
        said = f"{row.command or ''} {row.how or ''}"
        named = {words for words in previews - shown_alone if f"pmf {words} " in f"{said} "}
        if named:
            assert "--write" in (row.how or ""), (row.number, named)


@pytest.mark.slow
def test_a_stand_in_runs_the_quarter_from_it(folder: Path) -> None:
    """From 3 February on, each morning the screen is asked until nothing is to do, and ticked off.

    All steps of the quarter are done by the end, in the order of their days, and the sheets say so.
    """
    done = []
    day = date(2025, 2, 3)
    while day <= date(2025, 3, 31):
        asked = ("--register", folder, "--as-of", day.isoformat())
        ran = pmf("next", *asked, "--format", "json")
        items = json.loads(ran.out)["items"]
        if ran.code == ExitCode.DONE:
            dates = [item["due"] for item in items if item["kind"] == "step"]
            day = date.fromisoformat(min(dates)) if dates else date.max
            continue
        number = items[0]["number"]
        assert pmf("next", *asked, "--done", number, "--by", "C-900", "--write").code == 0
        done.append(number)
    quarterly = [number for number in done if number.startswith("Q")]
    assert quarterly == ["Q08", "Q09", *(f"Q{number}" for number in range(11, 22))]
    register = open_register(folder).register
    q3 = [row for row in register.timetable if str(row.cycle) == "2024/25 Q3"]
    assert {row.status for row in q3} == {StepStatus.DONE}
    assert pmf("validate", "--register", folder, "--as-of", "2025-03-31").code in (0, 1)


def test_a_number_that_is_no_step_is_answered_with_those_like_it(folder: Path) -> None:
    """And with none where none is like it, instead of a guess."""
    near = pmf("next", "--register", folder, "--done", "Q99")
    assert (near.code, "Did you mean Q" in near.err) == (ExitCode.CANNOT_READ, True)
    far = pmf("next", "--register", folder, "--done", "xx")
    assert (far.code, "Did you mean" in far.err) == (ExitCode.CANNOT_READ, False)
    assert "pmf next --all" in far.err
