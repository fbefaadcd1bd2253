"""The worked table of ``docs/time.md``, each line written into workbooks and rated by ``pmf rag``."""

import json
from decimal import Decimal
from typing import Any

import pytest

from pmf_cli.render.starting.register_book import register_workbooks
from tests.running import ROOT, pmf

PAGE = ROOT / "docs" / "time.md"
FIRST_HEADING = "| Time basis | Year value |"


def lines_of_table() -> list[dict[str, str]]:
    """The lines of the page's worked table by heading."""
    text = PAGE.read_text(encoding="utf-8")
    table = text[text.index(FIRST_HEADING) :].partition("\n\n")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table if line]
    width = len(rows[0])
    rows = [
        [cell.strip() for cell in line[1:].rstrip().removesuffix("|").split("|")] for line in table
    ]
    assert {len(row) for row in rows} == {width}
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def number(text: str) -> Decimal:
    """A figure as the page writes it."""
    return Decimal(text.replace(",", "").strip("£%"))


def own_figures(line: dict[str, str]) -> dict[str, Decimal]:
    """The figures of an own profile: ``Own profile: 5; 20; 45; 80``."""
    typed = line["Profile"].partition(":")[2]
    return {f"q{n}": number(part.strip()) for n, part in enumerate(typed.split(";"), 1) if part}


def rows_of(lines: list[dict[str, str]]) -> dict[str, list[dict[str, Any]]]:
    """The register that the lines describe, one KPI a line."""
    kpis, targets, results = [], [], []
    for place, line in enumerate(lines):
        ref = f"K-{place + 1:02d}"
        is_whole = line["Data type"] in ("Number", "Money")
        kpis.append({
            "ref": ref, "name": f"Indicator {ref}", "data_type": line["Data type"],
            "time_basis": line["Time basis"], "year_value": line["Year value"] or None,
            "frequency": line["Frequency"], "polarity": "Higher is better", "financial": "No",
            "decimal_places": 0 if is_whole else 1, "lag_days": 10, "status": "Active",
            "year_basis": "Academic" if line["Frequency"] == "Termly" else "Financial",
            "comparator": "None",
        })  # fmt: skip
        targets.append({
            "kpi_ref": ref, "from_period": line["From"], "to_period": line["To"],
            "target_type": "Value", "target": number(line["Target"]),
            "profile": line["Profile"].partition(":")[0] or None, **own_figures(line),
        })  # fmt: skip
        for stored in line["Results"].split(";"):
            period, _, figure = stored.partition(":")
            results.append(
                {"kpi_ref": ref, "period": period.strip(), "value": number(figure.strip())}
            )
    return {"KPIs": kpis, "Targets": targets, "Results": results}


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    """KPI reference and period asked for → the item of ``pmf rag --format json``."""
    folder = tmp_path_factory.mktemp("time")
    lines = lines_of_table()
    rows = {
        sheet: [{key: value for key, value in row.items() if value is not None} for row in of]
        for sheet, of in rows_of(lines).items()
    }
    for name, data in register_workbooks(rows, name="Time").items():
        (folder / name).write_bytes(data)
    (folder / "pmf.toml").write_text("", encoding="utf-8")
    found = {}
    for asked in {line["Asked"] for line in lines}:
        ran = pmf("rag", "--register", folder, "--period", asked, "--as-of", "2025-05-30",
                  "--format", "json")  # fmt: skip
        for item in json.loads(ran.out)["kpis"]:
            found[item["ref"], asked] = item
    return found


@pytest.mark.parametrize(
    ("place", "line"),
    [pytest.param(n, line, id=f"line {n + 1}") for n, line in enumerate(lines_of_table())],
)
def test_each_line_of_the_page_is_what_the_program_does(
    place: int, line: dict[str, str], rated: dict[tuple[str, str], dict[str, Any]]
) -> None:
    """Figure rated, target held against, colour and what is said are as the page has them."""
    item = rated[f"K-{place + 1:02d}", line["Asked"]]
    said = f"{item['reason']} {item['marks']}"
    assert item["result_period"] == line["Rated"], said
    if line["Held against"] == "not rated":
        assert not item["rating"]
        assert item["target"] is None
    else:
        assert item["rating"] == line["Rating"], said
        assert number(item["target"]) == number(line["Held against"]), said
        assert item["target_text"] == line["Held against"], said
    assert line["Said"] in said
    is_even = any("evenly" in mark for mark in item["marks"])
    assert is_even is (line["Said"] == "target split evenly")


def test_the_page_names_every_basis_profile_and_frequency_within_the_year() -> None:
    """No basis and no profile is left without a line, apart from those that have no parts."""
    lines = lines_of_table()
    assert {line["Time basis"] for line in lines} >= {
        "Within the period", "Cumulative year to date", "Rolling 12 months", "Snapshot at period end",
    }  # fmt: skip
    assert {line["Profile"].partition(":")[0] for line in lines} == {
        "", "Own profile", "Level", "Even split", "Same share as last year",
    }  # fmt: skip
    assert {line["Frequency"] for line in lines} == {"Monthly", "Quarterly", "Termly"}
