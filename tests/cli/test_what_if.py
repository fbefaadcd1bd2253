"""Trying a rule as the officer types it: on the screen, as data, as a paper; and what cannot be tried."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pmf_cli.errors import ExitCode
from tests.registers.cut import cut_example
from tests.running import Ran, pmf

DAY = ("--as-of", "2025-02-03")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example; nothing here writes into it."""
    path = tmp_path_factory.mktemp("what-if") / "register"
    cut_example(path, "CX-02", "HO-03", "AC-10")
    return path


def what_if(folder: Path, *words: str | Path) -> Ran:
    return pmf("rag", "what-if", *words, "--register", folder, *DAY, "--quiet")


def ratings(folder: Path, period: str, *words: str) -> dict[str, str | None]:
    """KPI → rating, as ``pmf rag`` gives them."""
    ran = pmf(
        "rag", "--register", folder, *DAY, "--quiet", "--format", "json", "--period", period, *words
    )
    return {one["ref"]: one["rating"] for one in json.loads(ran.out)["kpis"]}


def rules_book(folder: Path, path: Path, tolerance: float) -> Path:
    """The register's own rules in a workbook, with another tolerance in every row."""
    import openpyxl

    held = openpyxl.load_workbook(folder / "KPI Supporting Information.xlsx")["Rating rules"]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Rating rules"
    rows = [list(row) for row in held.iter_rows(values_only=True)]
    head = next(row for row in rows if "Rule set" in row)
    at = head.index("Tolerance")
    for row in rows[rows.index(head) :]:
        if isinstance(row[at], int | float):
            row[at] = tolerance
        sheet.append(row)
    book.save(path)
    return path


def test_the_ratings_told_are_those_that_rag_gives_now_and_the_counts_add_up(folder: Path) -> None:
    told = json.loads(what_if(folder, "--tolerance", "3%", "--format", "json").out)
    assert told["schema"] == "pmf/rag-what-if/1"
    assert told["counts"]["changed"] == len(told["kpis"]) == told["counts"]["worse"] > 5
    periods = {one["reporting_period"] for one in told["kpis"]}
    for period in periods:
        now = ratings(folder, period)
        for one in told["kpis"]:
            if one["reporting_period"] == period:
                assert one["rating_before"] == now[one["ref"]] != one["rating_after"]


def test_rules_in_a_workbook_are_tried_as_if_the_register_held_them(
    folder: Path, tmp_path: Path
) -> None:
    book = rules_book(folder, tmp_path / "Rules to try.xlsx", 1)
    told = json.loads(what_if(folder, "--rules", book, "--this-period", "--format", "json").out)
    assert {one["change"] for one in told["kpis"]} == {"worse"}
    alike = json.loads(
        what_if(
            folder,
            "--tolerance",
            "1%",
            "--financial-tolerance",
            "1%",
            "--this-period",
            "--format",
            "json",
        ).out
    )
    assert [one["ref"] for one in told["kpis"]] == [one["ref"] for one in alike["kpis"]]


def test_the_rule_set_in_force_changes_nothing_and_says_so(folder: Path) -> None:
    ran = what_if(folder, "--rules", "2024/25", "--this-period")
    assert ran.code == ExitCode.DONE
    assert "would be rated otherwise" in ran.out
    assert "None of " in ran.out


def test_one_kpis_own_tolerance_is_tried_where_the_kpi_is_named(folder: Path) -> None:
    told = json.loads(
        what_if(folder, "--kpi", "cx-02", "--tolerance", "0.1%", "--format", "json").out
    )
    assert {one["ref"] for one in told["kpis"]} == {"CX-02"}


def test_a_profile_of_its_own_is_tried_by_quarter(folder: Path) -> None:
    """WM-01 was 37.4% in the third quarter: below a 38.9% of its profile, above a 30%."""
    asked = ("--kpi", "WM-01", "--this-period", "--format", "json", "--target")
    (one,) = json.loads(what_if(folder, *asked, "31; 31; 30; 30").out)["kpis"]
    assert (one["rating_before"], one["rating_after"]) == ("Amber", "Green")
    refused = what_if(folder, *asked, "30")
    assert refused.code == ExitCode.CANNOT_READ
    assert '"44; 43; 39; 36"' in refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Nothing is to be tried"),
        (("--tolerance", "three"), "is no tolerance"),
        (("--tolerance", "3.5.1%"), "is no tolerance"),
        (("--target", "90"), "A target is tried on one KPI"),
        (("--kpi", "ZZ-99", "--target", "90"), "There is no KPI"),
        (("--rules", "1999/00"), "neither a rule set of the register nor a file"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_what_can(
    folder: Path, words: tuple[str, ...], said: str
) -> None:
    ran = what_if(folder, *words)
    assert ran.code == ExitCode.CANNOT_READ
    assert said in ran.err


def test_a_workbook_without_rules_is_refused_with_what_to_do(folder: Path) -> None:
    ran = what_if(folder, "--rules", folder / "KPI Data Record.xlsx")
    assert ran.code == ExitCode.CANNOT_READ
    assert "has no rule in a sheet Rating rules" in ran.err


def test_a_paper_for_a_committee_holds_every_rating_that_would_be_another(
    folder: Path, tmp_path: Path
) -> None:
    import docx

    ran = what_if(folder, "--tolerance", "3%", "--format", "docx", "--output", tmp_path / "out")
    assert ran.code == ExitCode.DONE
    (path,) = (tmp_path / "out").glob("*.docx")
    told = json.loads(what_if(folder, "--tolerance", "3%", "--format", "json").out)
    cells = {
        cell.text
        for table in docx.Document(str(path)).tables
        for row in table.rows
        for cell in row.cells
    }
    assert {one["ref"] for one in told["kpis"]} <= cells
