"""Every figure held as one long table: what stands in it, and what its dictionary, schema and other forms say."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pmf_cli.pipeline import assessed, open_register
from pmf_cli.render.data import spreadsheet_safe
from pmf_cli.views.lists.long_table import Kind, kind_of
from tests.running import EXAMPLE, pmf

Row = dict[str, str]


@cache
def rows_of(folder: Path) -> list[Row]:
    """The rows of the CSV file that an export wrote into a folder."""
    with (folder / "kpi-figures.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    ran = pmf("export", "--register", EXAMPLE, "--output", folder)
    assert ran.code == 0, ran.all
    return folder


def test_every_figure_that_was_known_stands_once_with_its_cell(exported: Path):
    """Those of longer periods and of splits too; what is only expected has no cell."""
    opened = open_register(EXAMPLE)
    on = date(2025, 2, 3)
    period = assessed(opened, period="", as_of=on).period
    held = Counter(
        (row.kpi_ref, row.split or "", str(row.period))
        for row in opened.register.results
        if row.period is not None
        and row.period.end <= period.end
        and (row.received_on is None or row.received_on <= on)
    )
    found = Counter(
        (row["ref"], row["split"], row["period"]) for row in rows_of(exported) if row["cell"]
    )
    assert set(found.values()) == {1}
    assert found.keys() == held.keys()
    cells = {(row["ref"], row["split"], row["period"]): row["cell"] for row in rows_of(exported)}
    for row in opened.register.results[:200]:
        said = cells.get((row.kpi_ref, row.split or "", str(row.period)))
        assert said in (None, str(row.source.at("value")))


def test_a_period_that_is_only_expected_has_its_forecast_and_nothing_else(exported: Path):
    """So that the year-end position can be drawn beside what came."""
    ahead = [row for row in rows_of(exported) if not row["cell"]]
    assert ahead
    for row in ahead:
        assert row["forecast"] and row["forecast_made_in"]
        assert not row["value"] and not row["rating"]


@pytest.mark.parametrize("period", ["2024/25 Q3", "2024/25 Q1", "2023/24 Q4"])
def test_ratings_are_those_of_pmf_rag_for_the_period(exported: Path, period: str):
    """Each figure is held against the target of its own time, as if that had been the reporting period."""
    ran = pmf("rag", "--register", EXAMPLE, "--period", period, "--format", "json")
    own = {one["ref"]: one for one in json.loads(ran.out)["kpis"] if one["result_period"] == period}
    found = {
        row["ref"]: row
        for row in rows_of(exported)
        if row["period"] == period and not row["split"] and row["value_text"]
    }
    assert found.keys() >= own.keys() and len(own) > 20
    for ref, one in own.items():
        row = found[ref]
        assert row["rating"] == (one["rating"] or "")
        assert row["not_rated_because"] == (one["not_rated_because"] or "")
        assert row["reason"] == spreadsheet_safe(one["reason"])
        assert row["target_text"] == (one["target_text"] if row["target_text"] else "")
        assert row["direction"] == (one["direction"] or "")


def test_dictionary_and_schema_name_every_column_and_its_kind(exported: Path):
    """And every cell is of the kind that they say."""
    with (exported / "kpi-figures-dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        told = {row["column"]: row for row in csv.DictReader(file)}
    schema = json.loads((exported / "kpi-figures-schema.json").read_text(encoding="utf-8"))
    columns = list(rows_of(exported)[0])
    assert columns == list(told) == [one["name"] for one in schema["fields"]]
    readers = {
        Kind.NUMBER: Decimal,
        Kind.DATE: date.fromisoformat,
        Kind.BOOLEAN: ["Yes", "No"].index,
        Kind.STRING: str,
    }
    for key in columns:
        assert told[key]["meaning"]
        for row in rows_of(exported):
            if row[key]:
                readers[kind_of(key)](row[key])  # type: ignore[operator]
    keys = Counter(tuple(row[key] for key in schema["primaryKey"]) for row in rows_of(exported))
    assert set(keys.values()) == {1}


def test_another_quarter_gives_files_and_columns_of_the_same_names_in_place_of_the_old(
    tmp_path: Path,
):
    """What reads them need not be changed, and no earlier copy is left about."""
    heads = []
    for period in ("2024/25 Q2", "2024/25 Q3"):
        ran = pmf("export", "--register", EXAMPLE, "--period", period, "--output", tmp_path)
        assert ran.code == 0, ran.all
        with (tmp_path / "kpi-figures.csv").open(encoding="utf-8-sig") as file:
            heads.append(next(file))
    assert heads[0] == heads[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "kpi-figures-dictionary.csv", "kpi-figures-schema.json", "kpi-figures.csv",
    ]  # fmt: skip


def test_json_tells_what_csv_tells(exported: Path, tmp_path: Path):
    """The same rows in the same order, figures as exact decimals."""
    pmf("export", "--register", EXAMPLE, "--format", "json", "--output", tmp_path)
    whole = json.loads((tmp_path / "kpi-figures.json").read_text(encoding="utf-8"))
    assert whole["schema"] == "pmf/figures/1"
    assert [(one["ref"], one["period"], one["value"] or "") for one in whole["figures"]] == [
        (row["ref"], row["period"], row["value"]) for row in rows_of(exported)
    ]


def test_only_the_kpis_asked_for_are_given(tmp_path: Path):
    ran = pmf(
        "export",
        "--register",
        EXAMPLE,
        "--directorate",
        "Strategy and Resources",
        "--output",
        tmp_path,
    )
    assert ran.code == 0, ran.all
    assert {row["directorate"] for row in rows_of(tmp_path)} == {"Strategy and Resources"}
    ran = pmf("export", "--register", EXAMPLE, "--directorate", "Nowhere", "--output", tmp_path)
    assert ran.code == 2 and "Strategy and Resources" in ran.err


def test_a_parquet_file_holds_the_table_with_its_kinds_or_one_sentence_says_what_is_missing(
    exported: Path, tmp_path: Path
):
    ran = pmf("export", "--register", EXAMPLE, "--format", "parquet", "--output", tmp_path)
    try:
        from pyarrow import parquet
    except ImportError:
        assert ran.code == 2 and "pyarrow" in ran.err
        assert not list(tmp_path.iterdir())
        return
    assert ran.code == 0, ran.all
    table = parquet.read_table(tmp_path / "kpi-figures.parquet")
    rows = rows_of(exported)
    assert table.column_names == list(rows[0])
    assert str(table.schema.field("value").type) == "double"
    assert str(table.schema.field("period_end").type) == "date32[day]"
    values = table.column("value").to_pylist()
    assert values == [float(row["value"]) if row["value"] else None for row in rows]
    assert table.column("name").to_pylist() == [row["name"] for row in rows]
