"""90 published rows of Hart District Council, imported, built, validated and rated by the real path."""

import csv
from datetime import date
from pathlib import Path

import pytest

from pmf_cli.importing.cell_fates import Fate
from pmf_cli.pipeline.change.scorecards import prepared_import, scorecard_written
from pmf_cli.pipeline.read.given_answers import settled_by
from pmf_cli.pipeline.read.opening import OpenedRegister, assessed, open_register
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.terms import CommentaryKind, Rag
from tests.slips.planted import Sound

DATA = Path(__file__).parents[1] / "data"
FIGURES = DATA / "hart_2014_15.csv"
QUARTERS = ("2014/15 Q1", "2014/15 Q2")


@pytest.fixture(scope="module")
def hart(tmp_path_factory: pytest.TempPathFactory) -> OpenedRegister:
    """The register that the import makes."""
    folder = tmp_path_factory.mktemp("hart") / "register"
    made = prepared_import([FIGURES], settled_by(DATA / "hart_mapping.toml"), folder)
    assert made.plan.doubts == ()
    scorecard_written(made, date(2025, 2, 3))
    return open_register(folder)


@pytest.fixture(scope="module")
def published() -> dict[tuple[str, str], dict[str, str]]:
    """KPI reference and period → the row as published."""
    with FIGURES.open(encoding="utf-8", newline="") as file:
        return {
            (row["indicator"].split()[0], str(parse_period(row["period"]))): row
            for row in csv.DictReader(file)
        }


def rated(hart: OpenedRegister, quarter: str) -> dict[str, Rag | None]:
    """KPI reference → colour worked out."""
    assessment = assessed(hart, period=quarter, as_of=date(2014, 11, 30))
    return {rating.kpi.ref: rating.rag for rating in assessment.ratings}


def colours(hart: OpenedRegister) -> dict[tuple[str, str], Rag | None]:
    """Both quarters together."""
    return {
        (ref, quarter): rag for quarter in QUARTERS for ref, rag in rated(hart, quarter).items()
    }


def test_nothing_is_lost(
    hart: OpenedRegister, published: dict[tuple[str, str], dict[str, str]]
) -> None:
    """90 rows published, 90 results of 45 KPIs in the register, value by value."""
    results = {(r.kpi_ref, str(r.period)): r.number for r in hart.register.results}
    assert len(hart.register.kpis) == 45
    assert len(hart.register.results) == len(results) == len(published) == 90
    for key, row in published.items():
        assert results[key] == type(results[key])(row["actual"].strip())


def test_every_cell_of_the_file_is_accounted_for() -> None:
    """Filled cells are taken in, headings, or reported with a reason."""
    made = prepared_import([FIGURES], settled_by(None), None)
    with FIGURES.open(encoding="utf-8", newline="") as file:
        filled = sum(bool(text.strip()) for row in csv.reader(file) for text in row)
    assert len(made.plan.accounts) == filled
    assert all(a.words for a in made.plan.accounts)
    left = {a.where.cell[0] for a in made.plan.accounts if a.fate is Fate.LEFT}
    assert left == {"I", "L"}


def test_green_is_reproduced_wherever_the_status_follows_from_the_numbers(
    hart: OpenedRegister, published: dict[tuple[str, str], dict[str, str]]
) -> None:
    """73 of 73 rows: Green where published Green, not Green where published Amber or Red."""
    follows = {
        key: row
        for key, row in published.items()
        if row["rule_check"].startswith(("agrees", "green side agrees"))
    }
    worked_out = colours(hart)
    agreed = [
        key
        for key, row in follows.items()
        if (worked_out[key] is Rag.GREEN) == (row["published status"] == "Green")
        and worked_out[key] is not None
    ]
    assert len(follows) == 73
    assert len(agreed) == 73


def test_the_contradicting_rows_and_zero_targets_are_each_named_by_a_check(
    hart: OpenedRegister, published: dict[tuple[str, str], dict[str, str]]
) -> None:
    """8 rows whose status contradicts their numbers, and the zero target of each quarter."""
    contradicting = {
        k for k, row in published.items() if row["rule_check"].startswith("CONTRADICTS")
    }
    zero = {k for k, row in published.items() if row["rule_check"].startswith("zero target")}
    assert (len(contradicting), len(zero)) == (8, 2)
    named: set[tuple[str, str, str]] = set()
    for quarter in QUARTERS:
        found = assessed(hart, period=quarter, as_of=date(2014, 11, 30), with_checks=True)
        named |= {(f.code[:3], f.kpi_ref or "", quarter) for f in found.findings}
    assert {("JDG", *key) for key in contradicting} <= named
    assert {("TGF", *key) for key in zero} <= named


def test_no_row_is_accused_but_those_that_contradict_themselves(
    hart: OpenedRegister, published: dict[tuple[str, str], dict[str, str]]
) -> None:
    """Every period held is looked at, whichever is reported; the page gives no width of Amber."""
    contradicting = {
        k for k, row in published.items() if row["rule_check"].startswith("CONTRADICTS")
    }
    judged = {
        comment.source.at("text"): (comment.kpi_ref, str(comment.period))
        for comment in hart.register.commentary
    }
    for quarter in QUARTERS:
        found = assessed(hart, period=quarter, as_of=date(2014, 11, 30), with_checks=True)
        accused = {judged[f.where] for f in found.findings if f.code.startswith("JDG")}
        assert accused == contradicting


def test_no_figure_is_questioned_that_the_page_does_not_belie_itself(
    hart: OpenedRegister, published: dict[tuple[str, str], dict[str, str]]
) -> None:
    """Twelve of 141 figures are asked about, each with reason; of all the others not one.

    A 0 for "not known" beside a status that contradicts it; a target of the first quarter left in
    place; a target of 0; and five results that repeat those of the quarter before to the last of
    three digits, in two services at once, which chance does not do.
    """
    sound = Sound(hart.register, hart.settings, parse_period(QUARTERS[1]), date(2014, 11, 30))
    figures = {row.source.at("value"): row.kpi_ref for row in hart.register.results}
    figures |= {row.source.at("target"): row.kpi_ref for row in hart.register.targets}
    asked: dict[str, list[str]] = {}
    for code, where in sorted(sound.told, key=str):
        if where in figures:
            asked.setdefault(code, []).append(figures[where])
    belied = [
        ref
        for (ref, _), row in published.items()
        if row["rule_check"].startswith("CONTRADICTS") and row["actual"].strip() == "0"
    ]
    left = {ref for (ref, _), row in published.items() if "not rolled forward" in row["notes"]}
    assert len(figures) == 141
    assert sorted(asked.pop("PLA006")) == sorted(belied) == ["ETS01", "ETS01", "IT06", "PS05"]
    assert set(asked.pop("PRO005")) == left == {"RB05", "RB06"}
    assert asked.pop("TGF003") == ["LS05"]
    assert sorted(asked.pop("REP001")) == ["RB07", "RB08", "SNH03", "SNH04", "SNH06"]
    assert asked == {}


def test_figures_for_information_are_trackers_and_not_rated(
    hart: OpenedRegister, published: dict[tuple[str, str], dict[str, str]]
) -> None:
    """Rows published for information, also those with 0 as target, have no rating."""
    worked_out = colours(hart)
    for_information = [k for k, row in published.items() if row["rule_check"] == "not rated"]
    assert len(for_information) == 7
    assert all(worked_out[key] is None for key in for_information)


def test_the_published_status_is_kept_as_judged_status(
    hart: OpenedRegister, published: dict[tuple[str, str], dict[str, str]]
) -> None:
    """What was printed stays in the register beside what is worked out."""
    judged = {
        (c.kpi_ref, str(c.period)): c.text
        for c in hart.register.commentary
        if c.kind is CommentaryKind.JUDGED
    }
    printed = {
        key: row["published status"]
        for key, row in published.items()
        if row["published status"] in ("Green", "Amber", "Red")
    }
    assert judged == printed


def test_without_a_mapping_file_nothing_is_doubtful() -> None:
    """The file as published can be imported with options alone."""
    made = prepared_import([FIGURES], settled_by(None, defaults=["Financial=No"]), None)
    assert made.plan.doubts == ()
    assert len(made.plan.results) == 90
    assert all(kpi.financial is False for kpi in made.plan.kpis)


def test_the_number_with_a_blank_after_it_is_zero_and_is_named() -> None:
    """ETS01 in quarter 1 is printed ``0 ``: taken as 0, and said."""
    made = prepared_import([FIGURES], settled_by(None), None)
    assert any(remark.where.cell == "E6" for remark in made.plan.remarks)
    first = next(r for r in made.plan.results if r.kpi_ref == "ETS01")
    assert first.number == 0
