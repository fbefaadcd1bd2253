"""The colours that an entry sheet shows as one types are those that pmf gives: the same cells, the same word.

The workbook is calculated by LibreOffice, and read as a register by pmf.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmf_cli.rag.base import Rating
from pmf_cli.rag.rate import rate_all
from pmf_cli.register import terms
from pmf_cli.register.reading.build import build
from pmf_cli.register.sheets.entry import ENTRY_SHEET, ENTRY_SHEETS, EntryPart, entry_heading
from pmf_cli.register.sheets.first_rating import FIRST_RATING
from pmf_cli.render.starting.entry_formulas import (
    ASK,
    FIRST_KEY_ROW,
    cannot_tell_formula,
    key_formulas,
)
from pmf_cli.render.starting.entry_sheet import EntryPlan
from pmf_cli.render.starting.register_book import entry_workbook
from pmf_cli.settings import parse_settings
from pmf_cli.workbook.read import book_of

PLAN = EntryPlan(2024)
SETTINGS = parse_settings(
    "[sheets]\n" + "".join(f'{name} = ["{ENTRY_SHEET}"]\n' for name in ENTRY_SHEETS)
)
COLOURS = {"Green", "Amber", "Red"}
SOFFICE = shutil.which("soffice")


def heading(field: str) -> str:
    return next(c.heading for c in PLAN.columns if c.column is not None and c.column.field == field)


OF_FIGURES = tuple(
    one for one in terms.ToleranceBasis if one is not terms.ToleranceBasis.CONFIDENCE
)
"""The measures that need nothing but the figure; of the other a sheet tells no colour."""


class Draw:
    """Rows as somebody might fill them, with many figures exactly on, or beside, an edge."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def one(self, *among: Any) -> Any:
        return self._random.choice(among)

    def number(self, places: int, most: int = 300) -> Decimal:
        return Decimal(
            self._random.randint(-most // 6, most) * 10**places
            + self._random.randint(0, 10**places)
        ).scaleb(-places)

    def rules(self) -> list[dict[str, Any]]:
        """Up to six rows of rating rules, narrow and wide, that begin one after the other."""
        rows = []
        for number in range(self._random.randint(0, 6)):
            row = {
                "rule_set": f"Set {number}",
                "applies_to": self.one("All", "Financial", "Strategic", "Adults", "K3", "K7", None),
                "from_period": self.one("2023/24", "2024/25", "2024/25 Q3", "2025/26 H2", None),
                "tolerance": self.one(
                    None, Decimal(5), Decimal("7.5"), Decimal(0), Decimal("2.25")
                ),
                "tolerance_basis": self.one(None, *terms.ToleranceBasis, *OF_FIGURES, *OF_FIGURES),
                "green_tolerance": self.one(None, None, Decimal(1), Decimal("2.5"), Decimal(12)),
                "at_boundary": self.one(None, *terms.AmberEnd),
                "at_green_boundary": self.one(None, *terms.GreenEnd),
                "rated_on": self.one(None, *terms.RatedOn),
                "improved_rule": self.one(
                    *[None] * 9, terms.ImprovedRule.NONE, terms.ImprovedRule.THURROCK
                ),
                "direction_better": self.one(None, None, terms.Rag.AMBER),
                "direction_same": self.one(None, None, terms.Rag.GREEN),
                "direction_worse_within": self.one(None, None, terms.Rag.RED),
                "direction_worse_beyond": self.one(None, None, terms.Rag.AMBER),
                "approved_on": self.one(None, date(2024, 3, 1), date(2024, 4, 1)),
            }
            rows.append({name: value for name, value in row.items() if value is not None})
        return rows

    def row(self, number: int) -> dict[str, Any]:
        """A KPI with twelve quarters."""
        places = self.one(None, 0, 1, 1, 2, 3)
        kpi: dict[str, Any] = {
            "ref": f"K{number}",
            "name": f"KPI {number}",
            "polarity": self.one(*["Higher is better", "Lower is better"] * 6, "No polarity", None),
            "financial": self.one("Yes", "No", "No", "No", None)
            if number % 9 == 0
            else self.one("Yes", "No"),
            "data_type": self.one("Percentage", "Number", "Money", "Rate", "Duration"),
            "frequency": self.one("Quarterly", "Quarterly", "Quarterly", "Monthly"),
            "unit": self.one("%", None, "per cent", "days", "£k") if number % 4 == 0 else None,
            "decimal_places": places,
            "comparator": self.one(
                "Previous period", "Same period last year", "None", "Previous year"
            ),
            "target_type": self.one(
                *[
                    *["Value"] * 6,
                    "Direction: increase",
                    "Direction: decrease",
                    "Direction: maintain",
                ]
                * 3,
                "Tracker",
                "To be agreed",
                None,
            ),
            "tolerance": self.one(
                None, None, Decimal(3), Decimal("0.5"), Decimal("7.25"), Decimal(0)
            ),
            "tolerance_basis": self.one(None, *terms.ToleranceBasis),
            "kpi_class": self.one(None, "Strategic", "Statutory"),
            "directorate": self.one(None, "Adults", "Children"),
            "seasonal": self.one(None, None, "Yes"),
            "time_basis": self.one(None, "Within the period", "Cumulative year to date"),
            "status": self.one(*[None] * 30, "Active", "Under development", "Paused", "Ended"),
            "accountability": self.one(*[None] * 40, "Population outcome"),
        }
        if kpi["unit"] in ("days", "£k") and kpi["data_type"] == "Percentage":
            kpi["unit"] = None
        cells = {heading(name): value for name, value in kpi.items() if value is not None}
        level = self.number(self.one(0, 1, 2))
        for period in PLAN.quarters:
            if self._random.random() < 0.5:
                level = self.number(self.one(0, 1, 2)) if self._random.random() < 0.5 else level
                cells[entry_heading(period, EntryPart.TARGET)] = level
            if self._random.random() < 0.93:
                cells[entry_heading(period, EntryPart.ACTUAL)] = self.figure(level, kpi, places)
        return cells

    def figure(self, level: Decimal, kpi: Mapping[str, Any], places: int | None) -> Decimal:
        """A figure at, or next to, where a colour may end; some anywhere."""
        if self._random.random() < 0.2:
            return self.number(self.one(0, 1, 2))
        amount = self.one(
            Decimal(5),
            Decimal(10),
            Decimal("7.5"),
            Decimal("2.25"),
            Decimal(1),
            kpi["tolerance"] or Decimal(0),
        )
        reach = self.one(amount * abs(level) / 100, amount, 2 * amount, Decimal(0))
        step = self.one(
            Decimal(0),
            Decimal(1).scaleb(-(places or 1)),
            Decimal(1).scaleb(-3),
            Decimal("0.05"),
            Decimal("0.5"),
        )
        return level + self.one(1, -1) * reach + self.one(0, 1, -1) * step


def calculated(data: bytes, folder: Path) -> Mapping[str, Mapping[str, str]]:
    """KPI → heading → the word that LibreOffice calculates."""
    assert SOFFICE is not None
    (folder / "in.xlsx").write_bytes(data)
    home = f"-env:UserInstallation=file://{folder}/office"
    done = [
        SOFFICE,
        home,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder / "out"),
        str(folder / "in.xlsx"),
    ]
    subprocess.run(done, check=True, capture_output=True, timeout=600)
    sheet = openpyxl.load_workbook(folder / "out" / "in.xlsx", data_only=True)[ENTRY_SHEET]
    rows = sheet.iter_rows(values_only=True)
    names = [str(value) for value in next(rows)]
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in rows if row[0]}


def told(data: bytes) -> Iterator[tuple[str, str, str]]:
    """KPI, heading of its rating, and the colour or reason that pmf gives, for every figure of the sheet."""
    register, _ = build((book_of("KPI Register.xlsx", data, SETTINGS.limits),), SETTINGS)
    for period in PLAN.quarters:
        for rating in rate_all(register, SETTINGS, period, date(2027, 6, 1)):
            row = register.results_of(rating.kpi.ref).get(period)
            if row is not None and row.value is not None:
                outcome = rating.outcome
                word = outcome.rag.value if isinstance(outcome, Rating) else outcome.reason.value
                yield rating.kpi.ref, entry_heading(period, EntryPart.RATING), word


def drawn(seed: int, kpis: int, plan: EntryPlan = PLAN) -> bytes:
    draw = Draw(seed)
    rows = {"KPIs": [draw.row(number) for number in range(kpis)], "Rating rules": draw.rules()}
    return entry_workbook(plan, rows)


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
@pytest.mark.parametrize("seed", range(8))
def test_the_sheet_and_pmf_give_the_same_colours(seed: int, tmp_path: Path) -> None:
    """In 650 and more drawn figures a workbook, each colour is pmf's, and none stands where pmf has none."""
    data = drawn(seed, 64)
    shown = calculated(data, tmp_path)
    cases = [(ref, name, shown[ref][name], word) for ref, name, word in told(data)]
    told_apart = [
        case for case in cases if case[2] != ASK and COLOURS & {*case[2:]} and case[2] != case[3]
    ]
    assert told_apart == []
    assert len(cases) > 650
    assert sum(said in COLOURS for _, _, said, _ in cases) > 150


OWN = terms.RatingWords("Off target", "Close", 'On "target"')


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_the_sheet_speaks_the_councils_own_words(tmp_path: Path) -> None:
    """For every colour, of targets and of directions, whatever the rules call better or worse."""
    data = drawn(3, 40, EntryPlan(2024, OWN))
    shown = calculated(data, tmp_path)
    own = {str(rag): OWN[rag] for rag in terms.Rag}
    cases = [(shown[ref][name], own.get(word, word)) for ref, name, word in told(data)]
    seen = {said for said, _ in cases}
    assert {*own.values()} <= seen
    assert not COLOURS & seen
    assert [one for one in cases if one[0] in own.values() and one[0] != one[1]] == []


@pytest.mark.slow
def test_the_colours_of_ones_own_words_are_those_of_their_rating() -> None:
    """In the rules of the sheet and in its formulas; the words of the register's own cells stay."""
    book = openpyxl.load_workbook(io.BytesIO(entry_workbook(EntryPlan(2024, OWN), {})))
    rules = {
        rule.formula[0]: rule.dxf.fill.bgColor.rgb
        for found in book[ENTRY_SHEET].conditional_formatting
        for rule in found.rules
        if rule.type == "cellIs"
    }
    assert rules == {
        '"Off target"': "FF96151D", '"Close"': "FFFBDD9E", '"On ""target"""': "FFD5EBDD",
    }  # fmt: skip
    [last] = [
        f
        for letter, f in EntryPlan(2024, OWN).formulas(3)
        if letter == PLAN.letters["2025/26 Q4 Rating"]
    ]
    assert '"On ""target"""' in last


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_figures_shown_with_a_percent_sign_are_a_hundred_times_as_much(tmp_path: Path) -> None:
    """Excel makes 0.82 of a typed 82%; both the sheet and pmf read it as it is shown."""
    row = {
        **{heading(name): word for name, word in FIRST_RATING["KPIs"].items()},
        heading("target_type"): "Value",
    }
    book = openpyxl.load_workbook(io.BytesIO(entry_workbook(PLAN, {"KPIs": [row]})))
    typed = {"2024/25 Q1 Target": 0.85, "2024/25 Q1 Actual": 0.82, "2024/25 Q2 Actual": 0.79}
    for name, value in typed.items():
        cell = book[ENTRY_SHEET][f"{PLAN.letters[name]}2"]
        cell.value, cell.number_format = value, "0%"
    changed = io.BytesIO()
    book.save(changed)
    shown = calculated(changed.getvalue(), tmp_path)["WM-01"]
    words = {name: word for _, name, word in told(changed.getvalue())}
    assert words == {"2024/25 Q1 Rating": "Amber", "2024/25 Q2 Rating": "Red"}
    assert {name: shown[name] for name in words} == words


def test_its_formulas_use_what_excel_2016_knows() -> None:
    """No function of LibreOffice alone, and none that came to Excel later; none longer than a cell holds."""
    formulas = [cannot_tell_formula(), *key_formulas(FIRST_KEY_ROW)]
    formulas += [
        formula for plan in (PLAN, EntryPlan(2024, OWN)) for _, formula in plan.formulas(3)
    ]
    used = {name for formula in formulas for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", formula)}
    assert used <= {
        "ABS", "AND", "CELL", "COUNTA", "COUNTIF", "IF", "IFERROR", "INDEX", "INT", "ISNUMBER", "LEFT",
        "LEN", "LOG10", "LOWER", "MATCH", "MAX", "MID", "MIN", "MOD", "NA", "NOT", "OR", "ROUND", "ROW",
        "SUMPRODUCT", "TRIM", "VALUE",
    }  # fmt: skip
    assert max(map(len, formulas)) < 8192
