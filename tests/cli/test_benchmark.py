"""Published figures into the register: by the headings of each publisher, as a preview first, and never twice."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from pmf_cli.pipeline import open_register
from pmf_cli.register.sheets.record import Benchmark
from pmf_cli.register.terms import Frequency, YearBasis
from tests.collect.desk import files_of
from tests.make import make_benchmark, make_kpi, make_register, make_result
from tests.running import Ran, pmf

LAIT = Path(__file__).parent.parent / "data" / "lait_core_cities.csv"
ON = ("--as-of", "2025-12-01")
FINGERTIPS = (
    "Indicator ID", "Indicator Name", "Area Name", "Area Type", "Sex", "Time period", "Value", "Lower CI 95.0 limit",
    "Upper CI 95.0 limit",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register of one KPI with two years."""
    kpi = make_kpi(
        "K-1",
        name="Children in need",
        frequency=Frequency.ANNUAL,
        numerator_label=None,
        decimal_places=1,
    )
    results = [make_result("K-1", "2022/23", "40.1"), make_result("K-1", "2023/24", "41.0")]
    rows = [make_benchmark("K-9", "2020/21", 3)]
    register = make_register([kpi, make_kpi("K-9")], results, [], benchmarks=rows)
    folder = tmp_path / "register"
    folder.mkdir()
    for name, data in files_of(register).items():
        (folder / name).write_bytes(data)
    return folder


def published(folder: Path, heads: tuple[str, ...], *rows: tuple[object, ...]) -> Path:
    path = folder.parent / "Published.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([heads, *rows])
    return path


def run(folder: Path, file: Path, *words: str) -> Ran:
    return pmf("benchmark", "import", file, "--register", folder, *ON, *words)


def held(folder: Path, ref: str = "K-1") -> list[Benchmark]:
    return [row for row in open_register(folder).register.benchmarks if row.kpi_ref == ref]


SHAPES = {
    "LAIT": (("Short Desc", "Data item", "Years", "LA and Regions", "Values"), ("CIN", "Children in need", "{year}", "{place}", "{value}")),
    "Fingertips": (FINGERTIPS, (1, "Children in need", "{place}", "UA", "Persons", "{year}", "{value}", "{low}", "{high}")),
    "LG Inform": (("Area", "Period", "Metric type", "Value"), ("{place}", "{year}", "Children in need", "{value}")),
    "LGBF": (("Code", "LocalAuthority", "Period", "Value"), ("Children in need", "{place}", "{year}", "{value}")),
    "ONS": (
        ("areacd", "areanm", "indicator", "period", "observation", "lci_95", "uci_95"),
        ("E1", "{place}", "Children in need", "{year}", "{value}", "{low}", "{high}"),
    ),
}  # fmt: skip


def rows_as(
    shape: str, *figures: tuple[str, str, object]
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    heads, pattern = SHAPES[shape]
    made = []
    for place, year, value in figures:
        told = {"place": place, "year": year, "value": value, "low": f"{value}", "high": f"{value}"}
        made.append(tuple(str(cell).format(**told) for cell in pattern))
    return heads, made


@pytest.mark.parametrize("shape", SHAPES)
def test_each_publisher_s_file_is_known_by_its_headings(folder: Path, shape: str):
    """A row a place and period is added, with its source and the day; blanks and signs for none are no figures."""
    heads, rows = rows_as(
        shape, ("Sheffield", "2023/24", 38.5), ("Bristol, City of", "2023/24", "-"), ("Bristol, City of", "2022/23", 37)
    )  # fmt: skip
    file = published(folder, heads, *rows)
    asked = (
        "--kpi",
        "K-1",
        "--measure",
        "children in need",
        "--group",
        "Core Cities",
        "--web",
        "https://www.example.org",
    )
    shown = run(folder, file, *asked)
    assert shown.code == 0 and "--write" in shown.err, shown.all
    assert held(folder) == []
    assert run(folder, file, *asked, "--write").code == 0
    found = {(row.comparator, str(row.period)): row for row in held(folder)}
    assert {key: str(row.value) for key, row in found.items()} == {
        ("Sheffield", "2023/24"): "38.5", ("Bristol", "2022/23"): "37",
    }  # fmt: skip
    one = found["Sheffield", "2023/24"]
    assert str(one.group) == "Core Cities" and str(one.retrieved_on) == "2025-12-01"
    assert (one.lower_limit is not None) is (shape in ("Fingertips", "ONS"))
    assert not [
        line for line in pmf("validate", "--register", folder, "--all", *ON).out.splitlines()
        if "BEN001" in line and "K-1" in line
    ]  # fmt: skip


def test_a_second_time_changes_nothing_and_a_revised_figure_is_shown_beside_the_old(folder: Path):
    """What was said of the measure once is remembered by the register's own source."""
    asked = ("--kpi", "K-1", "--measure", "Children in need", "--group", "Core Cities")
    heads, rows = rows_as("LAIT", ("Sheffield", "2023/24", 38.5))
    file = published(folder, heads, *rows)
    assert run(folder, file, *asked, "--write").code == 0
    before = (folder / "KPI Data Record.xlsx").read_bytes()
    assert "there already" in run(folder, file, "--write").out
    assert (folder / "KPI Data Record.xlsx").read_bytes() == before
    heads, rows = rows_as("LAIT", ("Sheffield", "2023/24", 39), ("Sheffield", "2024/25", 40))
    file = published(folder, heads, *rows)
    ran = run(folder, file, "--write", "--format", "json")
    assert ran.code == 0, ran.all
    items = json.loads(ran.out)["items"]
    assert sorted((one["what"], one["value"], one["before"]) for one in items) == [
        ("new", "40", None), ("revised", "39", "38.5"),
    ]  # fmt: skip
    assert sorted(str(row.value) for row in held(folder)) == ["39", "40"]


@pytest.mark.parametrize(
    ("theirs", "words"), [("41.04", "Yes"), ("43.7", "With care: for 2023/24 it gives us 43.7")]
)
def test_whether_the_file_counts_as_we_do_is_told_by_its_figure_for_us(
    folder: Path, theirs: str, words: str
):
    heads, rows = rows_as(
        "ONS", ("Aldermere City Council", "2023/24", theirs), ("England", "2023/24", 45)
    )
    file = published(folder, heads, *rows)
    ran = run(
        folder, file, "--kpi", "K-1", "--measure", "Children", "--council", "Aldermere", "--write"
    )
    assert ran.code == 0, ran.all
    (row,) = held(folder)
    assert row.comparator == "England" and (row.comparable or "").startswith(words)


def test_figures_split_further_are_asked_about_by_the_column_that_splits_them(folder: Path):
    rows = [
        (1, "Children in need", "England", "Country", sex, "2023/24", value, "", "")
        for sex, value in (("Persons", 41), ("Male", 43), ("Female", 39))
    ]
    file = published(folder, FINGERTIPS, *rows)
    asked = ("--kpi", "K-1", "--measure", "Children in need")
    ran = run(folder, file, *asked)
    assert ran.code == 2 and '--where "Sex=Persons"' in ran.err
    assert run(folder, file, *asked, "--where", "Sex=Persons", "--write").code == 0
    assert [str(row.value) for row in held(folder)] == ["41"]
    ran = run(folder, file, *asked, "--where", "Colour=Blue")
    assert ran.code == 2 and "Sex" in ran.err


def test_of_all_councils_the_middle_and_quarters_are_kept_without_regions_and_abolished_ones(
    folder: Path,
):
    """A council without a figure in the newest period is named; the group's size is that of those counted."""
    figures = [
        (name, "2023/24", value) for name, value in zip("ABCD", (10, 20, 30, 40), strict=True)
    ]
    figures += [
        ("Old Shire", "2022/23", 99),
        ("A", "2022/23", 12),
        ("South West", "2023/24", 77),
        ("England", "2023/24", 55),
    ]
    heads, rows = rows_as("LAIT", *figures)
    file = published(folder, heads, *rows)
    ran = run(
        folder,
        file,
        "--kpi",
        "K-1",
        "--measure",
        "CIN",
        "--members",
        "all",
        "--group",
        "Other",
        "--write",
    )
    assert ran.code == 0 and "Old Shire" in ran.all and "2 regions" in ran.all, ran.all
    newest = {str(row.statistic): row for row in held(folder) if str(row.period) == "2023/24"}
    assert str(newest["Median"].value) == "25"
    assert {row.group_size for row in newest.values()} == {4}


def test_a_year_is_one_as_the_kpi_counts_its_own(tmp_path: Path):
    """2023/24 of a KPI of schools is a school year; 2024 is the year ending then only where that is said."""
    kpi = make_kpi(
        "K-1", frequency=Frequency.ANNUAL, year_basis=YearBasis.ACADEMIC, numerator_label=None
    )
    register = make_register(
        [kpi],
        [make_result("K-1", "2023/24 AY", 60)],
        [],
        benchmarks=[make_benchmark("K-1", "2019/20 AY")],
    )
    folder = tmp_path / "register"
    folder.mkdir()
    for name, data in files_of(register).items():
        (folder / name).write_bytes(data)

    def periods(year: str, *more: str) -> list[str]:
        heads, rows = rows_as("ONS", ("England", year, 61))
        ran = run(
            folder,
            published(folder, heads, *rows),
            "--kpi",
            "K-1",
            "--measure",
            "Children",
            "--format",
            "json",
            *more,
        )
        return [one["period"] for one in json.loads(ran.out)["items"]]

    assert periods("2023/24") == ["2023/24 AY"]
    assert periods("2024") == ["2024"]
    assert periods("2024", "--years", "ending") == ["2023/24 AY"]
    assert periods("2024", "--years", "beginning") == ["2024/25 AY"]


def test_shares_of_one_for_a_kpi_in_percent_wait_until_somebody_says_so(folder: Path):
    heads, rows = rows_as("LGBF", ("England", "2023/24", 0.45))
    file = published(folder, heads, *rows)
    asked = ("--kpi", "K-1", "--measure", "Children in need")
    ran = run(folder, file, *asked)
    assert ran.code == 2 and "--times 100" in ran.err
    assert run(folder, file, *asked, "--times", "100", "--write").code == 0
    assert [str(row.value) for row in held(folder)] == ["45"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "remembers no KPI"),
        (("--kpi", "K-1"), "--measure"),
        (("--measure", "Children in need"), "--kpi"),
        (("--kpi", "K-1", "--measure", "Bins"), "Children in need"),
        (("--kpi", "K-7", "--measure", "Children in need"), "K-7"),
        (("--kpi", "K-1", "--measure", "Children in need", "--group", "Twins"), "Core Cities"),
        (("--kpi", "K-1", "--measure", "Children in need", "--group", "Region"), "--members"),
        (("--kpi", "K-1", "--measure", "Children in need", "--members", "Atlantis"), "Sheffield"),
        (("--kpi", "K-1", "--measure", "Children in need", "--times", "lots"), "--times"),
        (("--kpi", "K-1", "--measure", "Children in need", "--where", "Sex"), "--where"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_with_what_can(folder: Path, words: tuple[str, ...], said: str):
    heads, rows = rows_as("LAIT", ("Sheffield", "2023/24", 38.5))
    ran = run(folder, published(folder, heads, *rows), *words)
    assert ran.code == 2 and said in ran.err, ran.all
    assert held(folder) == []


def test_a_file_without_the_columns_is_refused_with_what_is_missing(folder: Path):
    ran = run(folder, published(folder, ("Area", "Figure"), ("Sheffield", 3)), "--kpi", "K-1")
    assert ran.code == 2 and "the period" in ran.err


def test_the_standings_follow_from_what_was_taken_in(folder: Path):
    """From the published file to rank and gap, in two commands."""
    figures = [
        (name, "2023/24", value)
        for name, value in (("Sheffield", 38), ("Bristol", 45), ("Leeds", 50))
    ]
    heads, rows = rows_as("LAIT", *figures)
    file = published(folder, heads, *rows)
    assert (
        run(
            folder, file, "--kpi", "K-1", "--measure", "CIN", "--group", "Core Cities", "--write"
        ).code
        == 0
    )
    ran = pmf("analyse", "benchmark", "--register", folder, *ON, "--format", "json")
    (one,) = json.loads(ran.out)["items"]
    assert (one["ref"], one["period"], one["value"], one["median"], one["size"]) == (
        "K-1",
        "2023/24",
        "41",
        "45",
        4,
    )
    assert one["rank"] == 3 and one["better_by"] == "-4"
    assert "3rd of 4" in one["words"] and "4.0 points worse" in one["words"]
    assert one["best"] == "Leeds: 50"
    assert pmf("analyse", "benchmark", "--register", folder, *ON).code == 0


def test_the_tail_of_a_binary_float_parts_no_places(folder: Path):
    """Two places with the same figure share their rank, however the publisher's program wrote it."""
    heads, rows = rows_as(
        "LAIT", ("Sheffield", "2023/24", "94.899999999999991"), ("Nottingham", "2023/24", "94.9")
    )
    asked = (
        "--kpi",
        "K-1",
        "--measure",
        "children in need",
        "--group",
        "Core Cities",
        "--web",
        "https://www.example.org",
    )
    assert run(folder, published(folder, heads, *rows), *asked, "--write").code == 0
    assert {str(row.value) for row in held(folder)} == {"94.9"}
