"""Five states with words and colours that the program has never seen: told apart everywhere, counted with the Green."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.register.terms import YearValue
from tests.collect.desk import files_of
from tests.make import make_board, make_kpi, make_register, make_result, make_rule, make_target
from tests.running import pmf

THEME = """
[tones.exceeded]
fill = "14365F"
text = "FFFFFF"
word = "Zephyr"
[tones.near]
fill = "FFF0B0"
text = "3A2E00"
word = "Marigold"
[tones.green]
word = "Meadow"
[tones.amber]
word = "Ochre"
[tones.red]
word = "Brick"
"""
FIGURES = {
    "K-1": (120, "Zephyr"),
    "K-2": (101, "Meadow"),
    "K-3": (97, "Marigold"),
    "K-4": (92, "Ochre"),
    "K-5": (50, "Brick"),
}
ON = ("--period", "2024/25 Q3", "--as-of", "2025-02-03")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A KPI in each state, by rows of Rating rules alone, and a theme with its own words."""
    kpis = [
        make_kpi(ref, numerator_label=None, year_value=YearValue.LAST, decimal_places=0)
        for ref in FIGURES
    ]
    results = [make_result(ref, "2024/25 Q3", value) for ref, (value, _) in FIGURES.items()]
    rule = make_rule(tolerance=10, green_tolerance=5, exceeding_mark=10)
    register = make_register(
        kpis,
        results,
        [make_target(ref, target=100) for ref in FIGURES],
        boards=[make_board("CLT")],
        rating_rules=(rule,),
    )
    folder = tmp_path / "register"
    (folder / "templates").mkdir(parents=True)
    for name, data in files_of(register).items():
        (folder / name).write_bytes(data)
    (folder / "templates" / "theme.toml").write_text(THEME, encoding="utf-8")
    return folder


def test_data_keep_the_three_ratings_with_the_finer_state_beside_them(folder: Path):
    ran = pmf("rag", "--register", folder, *ON, "--format", "json")
    found = {one["ref"]: one for one in json.loads(ran.out)["kpis"]}
    assert [one["state"] for one in found.values()] == ["exceeded", None, "near", None, None]
    assert [one["rating"] for one in found.values()] == ["Green", "Green", "Green", "Amber", "Red"]
    assert json.loads(ran.out)["counts"]["green"] == 3
    rows = csv.DictReader(
        io.StringIO(pmf("rag", "--register", folder, *ON, "--format", "csv").out.lstrip("\ufeff"))
    )
    assert [row["state"] for row in rows] == ["exceeded", "", "near", "", ""]


def test_the_screen_tells_the_five_apart_and_counts_three(folder: Path):
    shown = pmf("rag", "--register", folder, *ON, "--full").out
    for _, word in FIGURES.values():
        assert word in shown
    assert "3 Meadow, 1 Ochre and 1 Brick" in " ".join(shown.split())


def test_word_excel_and_page_show_word_and_colour_of_each_state(folder: Path, tmp_path: Path):
    """And a finished paper is held to count them with the Green."""
    ran = pmf(
        "report",
        "clt",
        "--register",
        folder,
        *ON,
        "--format",
        "docx",
        "--format",
        "xlsx",
        "--format",
        "html",
        "--output",
        tmp_path,
    )
    assert ran.code == 0, ran.all
    page = next(tmp_path.glob("*.html")).read_text(encoding="utf-8")
    for _, word in FIGURES.values():
        assert word in page
    assert "14365F" in page and "FFF0B0" in page
    book = openpyxl.load_workbook(next(tmp_path.glob("*.xlsx")))
    words = {
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    }
    assert {"Zephyr", "Marigold"} <= {
        word for text in words for word in text.replace("(", " ").split()
    }
    ran = pmf("report", "check", tmp_path, "--register", folder)
    assert ran.code == 0 and not ran.out, ran.all


def test_the_key_says_what_the_finer_states_mean(folder: Path, tmp_path: Path):
    pmf("report", "clt", "--register", folder, *ON, "--format", "html", "--output", tmp_path)
    page = next(tmp_path.glob("*.html")).read_text(encoding="utf-8")
    assert "1 of the Meadow KPIs is Zephyr: better than target by 10% or more." in page
    assert "1 of the Meadow KPIs is Marigold: worse than target" in page


def test_explain_shows_where_each_state_begins_and_the_sum_ends_in_its_word(folder: Path):
    ran = pmf("rag", "explain", "K-3", "--register", folder, *ON, "--format", "json")
    (one,) = json.loads(ran.out)["items"]
    assert [(edge["rating"], edge["state"], edge["value"]) for edge in one["thresholds"]] == [
        ("Green", "exceeded", "110"), ("Green", None, "100"), ("Green", "near", "95"),
        ("Amber", None, "90"), ("Red", None, "89"),
    ]  # fmt: skip
    assert one["steps"][-2] == "Therefore Green."
    assert [used["what"] for used in one["figures"] if used["text"] == "5%"] == ["green tolerance"]
    shown = pmf("rag", "explain", "K-3", "--register", folder, *ON).out
    assert "Therefore Marigold." in shown
    for _, word in FIGURES.values():
        assert word in shown


def test_a_state_that_says_exceeded_says_it_once(folder: Path):
    assert "(exceeding)" not in pmf("rag", "--register", folder, *ON, "--full").out


@pytest.mark.parametrize(
    ("target", "state", "change"),
    [
        ("97", None, "better"),
        ("94", None, "better"),
        ("88", "exceeded", "better"),
        ("103", None, "worse"),
    ],
)
def test_what_if_tells_of_a_move_between_the_states_of_one_colour(
    folder: Path, target: str, state: str | None, change: str
):
    ran = pmf(
        "rag",
        "what-if",
        "--kpi",
        "K-3",
        "--target",
        target,
        "--register",
        folder,
        *ON,
        "--format",
        "json",
    )
    (move,) = json.loads(ran.out)["kpis"]
    assert move["change"] == change, move
    assert move["state_before"] == "near" and move["state_after"] == state, move


def test_without_words_of_its_own_a_council_meets_three_states(folder: Path):
    """The edges, the key and what would change are those of the three colours."""
    (folder / "templates" / "theme.toml").unlink()
    ran = pmf("rag", "explain", "K-3", "--register", folder, *ON, "--format", "json")
    (one,) = json.loads(ran.out)["items"]
    assert [edge["value"] for edge in one["thresholds"]] == ["95", "90", "89"]
    tried = pmf(
        "rag",
        "what-if",
        "--kpi",
        "K-3",
        "--target",
        "97",
        "--register",
        folder,
        *ON,
        "--format",
        "json",
    )
    assert json.loads(tried.out)["kpis"] == []
