"""The assurance report's figures, recomputed from what pmf exports and from the example's own text, without its code."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.pipeline.papers import accessibility_of
from tests.registers.build import TEXT
from tests.running import EXAMPLE, pmf

FROM = ("--register", EXAMPLE, "--period", "2024/25 Q3", "--as-of", "2025-02-03")
AS_OF = date(2025, 2, 3)
YEAR = timedelta(days=366)
QUARTERS = (
    (date(2024, 1, 1), date(2024, 3, 31)),
    (date(2024, 4, 1), date(2024, 6, 30)),
    (date(2024, 7, 1), date(2024, 9, 30)),
    (date(2024, 10, 1), date(2024, 12, 31)),
)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def sheet(name: str) -> list[dict[str, str]]:
    return rows_of((TEXT / f"{name}.csv").read_text(encoding="utf-8"))


def day(text: str) -> date | None:
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None  # noqa: DTZ007


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> dict[str, tuple[int, int]]:
    """Count → how many have it, of how many, as the workbook for CLT says, which is given every KPI."""
    out = tmp_path_factory.mktemp("assurance")
    ran = pmf(
        "report",
        "assurance",
        *FROM,
        "--body",
        "Corporate Leadership",
        "--format",
        "xlsx",
        "--output",
        out,
    )
    assert ran.code == 0, ran.all
    (path,) = out.iterdir()
    book = openpyxl.load_workbook(path)
    (counts,) = [one for one in book if one.title == "Counts"]
    found = list(counts.iter_rows(values_only=True))
    start = next(at for at, row in enumerate(found) if "Asked" in row)
    heads = list(found[start])
    at = [heads.index(one) for one in ("Count", "Have it", "Asked")]
    rows = [[row[one] for one in at] for row in found[start + 1 :] if row[at[0]]]
    return {key: (having, asked) for key, having, asked in rows}


@pytest.fixture(scope="module")
def figures(tmp_path_factory) -> list[dict[str, str]]:
    """The exported figures of wholes."""
    out = tmp_path_factory.mktemp("export")
    ran = pmf("export", *FROM, "--output", out)
    assert ran.code == 0, ran.all
    text = (out / "kpi-figures.csv").read_text(encoding="utf-8-sig")
    return [row for row in rows_of(text) if not row["split"]]


@pytest.fixture(scope="module")
def kpis() -> list[dict[str, str]]:
    return [row for row in sheet("KPIs") if row["Status"] != "Ended"]


def has_figure(row: dict[str, str]) -> bool:
    """Whether the export has a figure, a date, a grade or a yes; a reason for none stands beside a blank."""
    return bool(row["value"] or row["value_text"]) and not row["no_data_reason"]


def newest_of_quarters(figures: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The newest figure of each KPI in each quarter that is in or should be."""
    silent = {
        row["KPI reference"]
        for row in sheet("KPIs")
        if row["Status"] in ("Paused", "Under development")
    }
    for first, last in QUARTERS:
        newest: dict[str, dict[str, str]] = {}
        for row in figures:
            if first <= date.fromisoformat(row["period_end"]) <= last and row["ref"] not in silent:
                known = newest.get(row["ref"])
                if known is None or known["period_end"] < row["period_end"]:
                    newest[row["ref"]] = row
        yield from newest.values()


def test_results_in_are_those_of_the_export(told, figures):
    asked = [
        row
        for row in newest_of_quarters(figures)
        if has_figure(row)
        or row["no_data_reason"] not in ("", "Not due", "Not applicable", "Discontinued")
    ]
    assert told["complete"] == (sum(has_figure(row) for row in asked), len(asked))


def test_results_on_time_are_those_that_came_by_availability_and_the_timetable(told, figures, kpis):
    lag = {row["KPI reference"]: int(row["Lag in days"] or 0) for row in sheet("KPIs")}
    due: dict[str, date] = {
        row["Cycle"]: day(row["Date"]) for row in sheet("Timetable") if row["Step"] == "Data due"
    }
    names = ("2023/24 Q4", "2024/25 Q1", "2024/25 Q2", "2024/25 Q3")
    dated = [row for row in newest_of_quarters(figures) if has_figure(row) and row["received_on"]]
    on_time = 0
    for row in dated:
        end = date.fromisoformat(row["period_end"])
        cycle = next(name for name, (a, b) in zip(names, QUARTERS, strict=True) if a <= end <= b)
        last = max(filter(None, (end + timedelta(days=lag[row["ref"]]), due.get(cycle))))
        on_time += date.fromisoformat(row["received_on"]) <= last
    assert told["timely"] == (on_time, len(dated))


def test_counts_of_kpis_are_those_of_the_sheet(told, kpis):
    def having(column: str, *without: str) -> tuple[int, int]:
        return sum(row[column] not in ("", *without) for row in kpis), len(kpis)

    assert told["definition"] == having("Definition")
    assert told["data_source"] == having("Data source")
    assert told["limitations"] == having("Known limitations")
    assert told["supply"] == having("Supply risk", "Watch", "At risk")
    assert told["checked_source"] == having("Source assurance", "Service check", "None")
    reviewed = [day(row["Supporting Information reviewed on"]) for row in kpis]
    assert told["reviewed"][0] == sum(
        on is not None and AS_OF - YEAR <= on <= AS_OF for on in reviewed
    )
    compared = {row["KPI reference"] for row in sheet("Benchmarks") if row["Value"]}
    assert told["benchmark"] == (sum(row["KPI reference"] in compared for row in kpis), len(kpis))


def test_targets_in_place_are_those_of_the_list_of_kpis(told):
    ran = pmf("kpi", "list", *FROM, "--format", "csv")
    # The list shows no target of a paused KPI; its target stands all the same.
    listed = [row for row in rows_of(ran.out) if row["status"] not in ("Ended", "Paused")]
    paused = sum(row["Status"] == "Paused" for row in sheet("KPIs"))
    outcomes = {
        row["KPI reference"]
        for row in sheet("KPIs")
        if row["Accountability"] == "Population outcome"
    }
    asked = [
        row for row in listed if row["ref"] not in outcomes and row["target_type"] != "Tracker"
    ]
    kinds = [row["target_type"] for row in asked]
    agreed = [kind for kind in kinds if kind not in ("", "To be agreed")]
    assert told["target"] == (len(agreed) + paused, len(asked) + paused)
    directions = [kind for kind in agreed if kind.startswith("Direction")]
    assert told["specific_target"] == (len(agreed) - len(directions) + paused, len(asked) + paused)


def test_work_of_the_year_is_that_of_the_sheets(told):
    start = QUARTERS[0][0]
    samples = [row for row in sheet("Success checks") if start <= day(row["Date"]) <= AS_OF]
    assert told["success_adequate"] == (
        sum(row["Adequate"] == "Yes" for row in samples),
        len(samples),
    )
    changes = [row for row in sheet("Scope changes") if start <= day(row["Date"]) <= AS_OF]
    assert told["told_clt"] == (
        sum(bool(row["Reported to CLT on"]) for row in changes),
        len(changes),
    )
    planned = [
        row
        for row in sheet("Improvements")
        if (row["Kind"], row["Year"]) == ("Assurance", "2024/25")
        and (row["Status"] == "Closed" or not day(row["Due"]) or day(row["Due"]) <= AS_OF)
    ]
    assert told["improved"] == (sum(row["Status"] == "Closed" for row in planned), len(planned))
    past = [row for row in sheet("Timetable") if day(row["Date"]) and day(row["Date"]) <= AS_OF]
    reviews = [row for row in past if row["Step"] == "DMT review"]
    assert told["signed_off"] == (sum(bool(row["Done on"]) for row in reviews), len(reviews))


def test_no_figure_is_recorded_as_told_by_the_paper(tmp_path: Path):
    """It counts KPIs and gives none of their figures, so there is nothing to correct afterwards."""
    folder = tmp_path / "register"
    shutil.copytree(EXAMPLE, folder)
    asked = ("--register", folder, "--period", "2024/25 Q3", "--as-of", "2025-02-03")
    out = folder / "reports"
    assert pmf("report", "assurance", *asked, "--output", out).code == 0
    ran = pmf("issue", "assurance", *asked, "--reports", out, "--meeting", "2025-07-16", "--write")
    assert "Recorded as" in ran.all, ran.all
    listed = rows_of(pmf("ledger", "reported", "--register", folder, "--format", "csv").out)
    assert listed == []


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_evidence_on_a_kpi_is_one_accessible_file(form: str, tmp_path: Path):
    ran = pmf("kpi", "show", "WM-01", "--evidence", "--format", form, *FROM, "--output", tmp_path)
    assert ran.code == 0, ran.all
    (file,) = tmp_path.iterdir()
    assert file.name == f"evidence-wm-01-2024-25-q3.{form}"
    assert accessibility_of(file) == ()


def test_evidence_without_a_format_is_a_word_file_and_the_page_stays_as_it_was(tmp_path: Path):
    assert pmf("kpi", "show", "WM-01", "--evidence", *FROM, "--output", tmp_path).code == 0
    assert [one.suffix for one in tmp_path.iterdir()] == [".docx"]
    assert "Targets through time" in pmf("kpi", "show", "WM-01", *FROM).out
    assert (
        pmf("kpi", "show", "WM-01", *FROM, "--format", "csv")
        .out.lstrip("\ufeff")
        .startswith("ref,")
    )
