"""Issuing a paper beside the body's own: what each tells, and that the body's own corrections stay."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.pipeline import open_register
from pmf_cli.pipeline.change.changing import Change, apply_change, change_of
from pmf_cli.pipeline.read.issued_papers import history_in
from pmf_cli.register.sheets.plan import Action
from pmf_cli.register.terms import BodyKind, YearValue
from pmf_cli.views.papers import PAPERS
from tests.collect.desk import files_of
from tests.make import make_board, make_kpi, make_register, make_result, make_target
from tests.pipeline.issue.test_about_one import changed
from tests.running import Ran, pmf

BODY = "The top team"
QUARTERS = tuple(f"{year} Q{at}" for year in ("2022/23", "2023/24") for at in range(1, 5))
WAIVED = tuple(
    word
    for name in ("late-results", "unexplained-reds")
    for word in ("--override", name, "--why", "Today")
)
BESIDE = [name for name, paper in PAPERS.items() if not paper.kinds and not paper.about]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register of two KPIs over two years, one of which adds up, with an action, after a first paper."""
    kpis = [
        make_kpi("K-1", numerator_label=None, year_value=YearValue.SUM),
        make_kpi("K-2", numerator_label=None),
    ]
    results = [
        make_result(kpi.ref, period, 10 + at) for kpi in kpis for at, period in enumerate(QUARTERS)
    ]
    register = make_register(
        kpis,
        results,
        [make_target("K-1", target=15), make_target("K-2", target=40)],
        boards=[make_board(BODY)],
        actions=[Action(ref="A-1", action="Mend it", belongs_to="K-1")],
    )
    folder = tmp_path / "register"
    folder.mkdir()
    for name, data in files_of(register).items():
        (folder / name).write_bytes(data)
    went_out(folder, "clt", "2023/24 Q3", "2024-01-20")
    return folder


def run(folder: Path, verb: str, paper: str, period: str, on: str, *more: str | Path) -> Ran:
    return pmf(verb, paper, "--period", period, "--as-of", on, "--register", folder, *more)


def went_out(folder: Path, paper: str, period: str, on: str) -> None:
    """Writes a paper and puts it on record."""
    ran = run(folder, "report", paper, period, on)
    assert ran.code == 0, ran.all
    ran = run(folder, "issue", paper, period, on, "--meeting", on, "--write", *WAIVED)
    assert ran.code == 0, ran.all


def mend(folder: Path, period: str, on: date) -> None:
    """A figure of K-1 is put right."""
    opened = open_register(folder)
    row = next(
        row for row in opened.register.results if (row.kpi_ref, str(row.period)) == ("K-1", period)
    )
    cell = change_of(row, "value", Decimal(99), str(row.value))
    apply_change(opened, Change("return taken in", "R-1", (cell,)), on)


def corrected(folder: Path, on: str) -> set[str]:
    """The periods of which the body's next own paper tells corrections."""
    assert run(folder, "report", "clt", "2023/24 Q4", on).code == 0
    ran = run(
        folder, "issue", "clt", "2023/24 Q4", on, "--meeting", on, *WAIVED, "--format", "json"
    )
    return {one["period"] for one in json.loads(ran.out)["items"] if one["corrects"]}


@pytest.mark.slow
def test_every_paper_can_be_issued_but_the_one_for_staff(folder: Path):
    """It says so in one sentence; the others are shown, recorded once, and held as finished papers."""
    on = "2024-05-01"
    for name in BESIDE:
        period = "2022/23" if PAPERS[name].is_yearly else "2023/24 Q4"
        if PAPERS[name].is_for_staff:
            ran = run(folder, "issue", name, period, on)
            assert ran.code == 2 and "goes to no body" in ran.err
            continue
        went_out(folder, name, period, on)
        ran = run(folder, "issue", name, period, on, "--meeting", on, *WAIVED)
        assert "says the same already" in ran.all, ran.all
    ran = pmf("report", "check", folder / "reports", "--register", folder)
    assert "not looked at" not in ran.all, ran.all
    told = {one.report: one for one in history_in(folder).papers}
    assert told["plan"].actions == ("A-1",)
    assert not any(told[name].figures for name in ("plan", "changes", "definitions"))
    assert {(one.kpi_ref, one.period) for one in told["annual"].figures} == {
        ("K-1", "2022/23"),
        ("K-2", "2022/23 Q4"),
    }


def test_corrections_of_a_paper_of_changes_are_told_and_those_of_another_are_not(folder: Path):
    """A delivery plan takes none from the body's own next paper; the paper of changes those that it prints."""
    mend(folder, "2023/24 Q3", date(2024, 4, 20))
    before = corrected(folder, "2024-05-01")
    assert before == {"2023/24 Q3"}
    for name in ("plan", "highlights", "definitions"):
        went_out(folder, name, "2023/24 Q4", "2024-05-01")
    assert corrected(folder, "2024-05-02") == before
    went_out(folder, "changes", "2023/24 Q4", "2024-05-03")
    assert corrected(folder, "2024-05-04") == set()
    ran = pmf(
        "ledger", "reported", "--format", "json", "--register", folder, "--as-of", "2024-05-04"
    )
    told = [one for one in json.loads(ran.out)["items"] if one["corrects"]]
    assert [(one["report"], one["period"]) for one in told] == [("changes", "2023/24 Q3")]


def test_a_years_sum_that_was_told_is_no_longer_so_when_a_part_is_mended(folder: Path):
    """It stands in no cell; until a part changes there is nothing to correct."""
    went_out(folder, "annual", "2022/23", "2024-04-10")
    assert corrected(folder, "2024-04-12") == set()
    asked = ("diff", "ANNUAL-2022-23-1", "--register", folder, "--as-of")
    assert json.loads(pmf(*asked, "2024-04-12", "--format", "json").out)["items"] == []
    mend(folder, "2022/23 Q2", date(2024, 4, 20))
    assert corrected(folder, "2024-05-01") >= {"2022/23"}
    now = json.loads(pmf(*asked, "2024-05-01", "--format", "json").out)["items"]
    assert {(one["ref"], one["period"]) for one in now} == {("K-1", "2022/23")}


@pytest.mark.parametrize(("old", "new", "code"), [("46", "64", 1), ("2024", "2024", 0)])
def test_the_years_report_is_read_back(folder: Path, old: str, new: str, code: int):
    """Each row of the year gives the figure that would be recorded."""
    on = "2024-04-10"
    assert run(folder, "report", "annual", "2022/23", on).code == 0
    path = changed(folder / "reports" / "annual-2022-23.docx", old, new)
    ran = run(folder, "issue", "annual", "2022/23", on, "--meeting", on, "--file", path, *WAIVED)
    assert ran.code == code and ("for K-1" in ran.err) is bool(code), ran.all
    assert pmf("report", "check", path, "--register", folder).code == code


def test_highlights_tell_those_that_they_show(folder: Path):
    """Word the highlights, its workbook also what else was put forward."""
    on = "2024-05-01"
    assert run(folder, "report", "highlights", "2023/24 Q4", on).code == 0
    ran = run(folder, "issue", "highlights", "2023/24 Q4", on, "--meeting", on, "--format", "json")
    told = {one["ref"] for one in json.loads(ran.out)["items"]}
    book = openpyxl.load_workbook(folder / "reports" / "highlights-2023-24-q4.xlsx")
    rows = {cell.value for cell in book["Highlights"]["A"]}
    assert told == rows & {"K-1", "K-2"}


def test_a_board_s_paper_waits_for_its_own_kpis_alone(tmp_path: Path):
    """What is late of a KPI that the board is not given stands in nobody's way."""
    kpis = [
        make_kpi("K-1", numerator_label=None, directorate="Resources"),
        make_kpi("K-2", numerator_label=None, directorate="Housing"),
    ]
    results = [make_result("K-1", period, 20) for period in QUARTERS]
    results += [make_result("K-2", period, 20) for period in QUARTERS[:-1]]
    boards = [
        make_board(name, kind=BodyKind.SCRUTINY, filter=f"directorate = {name}")
        for name in ("Resources", "Housing")
    ]
    register = make_register(
        kpis, results, [make_target("K-1", target=15), make_target("K-2", target=15)], boards=boards
    )
    for name, data in files_of(register).items():
        (tmp_path / name).write_bytes(data)
    on = "2024-07-01"
    for body in ("Resources", "Housing"):
        ran = run(tmp_path, "report", "scrutiny", "2023/24 Q4", on, "--body", body)
        assert ran.code == 0, ran.all
    tried = {
        body: run(tmp_path, "issue", "scrutiny", "2023/24 Q4", on, "--body", body, "--meeting", on)
        for body in ("Resources", "Housing")
    }
    assert "late-results" in tried["Housing"].all and "K-2" in tried["Housing"].all
    assert "K-2" not in tried["Resources"].all, tried["Resources"].all
