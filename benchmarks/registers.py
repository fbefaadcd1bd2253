"""Registers of the three sizes that are measured, made of plausible quarterly-looking figures.

S is a real council (150 KPIs × 12 periods), M 1,000 × 60, L 10,000 × 100 (a million results,
about Excel's row limit). The figures come from a fixed seed, so every run measures the same. Texts
are shared between cells, as Excel saves them, or stand in their cells, as programs often write
them; both are read every day.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pmf_cli.register.periods import period as periods
from pmf_cli.register.periods.steps import moved_by_months

SEED = 20240930
RECEIVED, AGREED, REVIEWED = date(2025, 1, 15), date(2022, 3, 12), date(2024, 10, 1)
DIRECTORATES = ("Adults", "Children", "City Development", "Communities", "Resources")
RESULT_HEADINGS = (
    "KPI reference", "Period", "Split", "Value", "Numerator", "Denominator", "Value status",
    "Reason for no data", "Restricted", "Note on data", "Received on", "Received from",
)  # fmt: skip
KPI_HEADINGS = (
    "KPI reference", "KPI name", "Definition", "Calculation", "Rationale", "Scope", "Influence",
    "KPI class", "Financial", "Data type", "Unit", "Decimal places", "Polarity", "Time basis",
    "Frequency", "Year basis", "Year value", "Comparator", "Lag in days", "Data source",
    "Source assurance", "Known limitations", "Directorate", "Service", "Responsible officer",
    "Key contact", "Status", "First period", "Public", "Supporting Information reviewed on",
    "Definition version",
)  # fmt: skip
TARGET_HEADINGS = (
    "KPI reference", "From period", "Target type", "Target", "Target basis", "Rationale",
    "Agreed by", "Agreed on", "Reviewed on",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """A size by its letter: so many KPIs, so many monthly periods each."""

    letter: str
    kpis: int
    periods: int


SIZES = (Size("S", 150, 12), Size("M", 1_000, 60), Size("L", 10_000, 100))


SHEETS = {
    "KPI Data Record.xlsx": ("Results",),
    "KPI Supporting Information.xlsx": ("KPIs", "Targets", "Contacts"),
}


def make(folder: Path, size: Size, *, shared: bool = True) -> Path:
    """Writes a register of the size into a folder of its own and gives that folder.

    Args:
        shared: texts are shared between cells, as Excel saves them. Else each stands in its cell, so
            that a million results never stand in memory at once.
    """
    import xlsxwriter

    place = folder / f"register-{size.letter}{'' if shared else '-inline'}"
    if (place / "pmf.toml").is_file():
        return place
    place.mkdir(parents=True, exist_ok=True)
    last = periods.month(2024, 12)
    months = [last]
    for _ in range(size.periods - 1):
        months.append(moved_by_months(months[-1], -1))
    labels = [str(period) for period in reversed(months)]
    refs = [f"K{number:05d}" for number in range(1, size.kpis + 1)]
    options = {"constant_memory": not shared, "default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(str(place / "KPI Data Record.xlsx"), options) as book:
        _sheet(book, "Results", RESULT_HEADINGS, _results(refs, labels))
    with xlsxwriter.Workbook(str(place / "KPI Supporting Information.xlsx"), options) as book:
        _sheet(book, "KPIs", KPI_HEADINGS, _kpis(refs, labels[0]))
        _sheet(book, "Targets", TARGET_HEADINGS, _targets(refs, labels[0]))
        _sheet(
            book,
            "Contacts",
            ("Contact ref", "Name", "Directorate", "E-mail", "Role", "Confirmed on"),
            [
                (
                    "C1",
                    "Performance lead",
                    "Resources",
                    "lead@example.org",
                    "Key contact",
                    REVIEWED,
                )
            ],
        )
    (place / "pmf.toml").write_text(
        'period = "2024/25 Q3"\nas_of = 2025-02-03\n[council]\nname = "Benchmark"\n'
        # A million results are beyond what a council's file should hold; here they are wanted.
        "[limits]\nfile_mb = 200\nunpacked_mb = 2000\npart_mb = 2000\n",
        encoding="utf-8",
    )
    # The peer that is told of tables by a descriptor reads all the sheets too.
    package = [
        {"name": sheet.lower(), "path": book, "dialect": {"excel": {"sheet": sheet}}}
        for book, sheets in SHEETS.items()
        for sheet in sheets
    ]
    (place / "datapackage.json").write_text(json.dumps({"resources": package}), encoding="utf-8")
    return place


def _sheet(book: Any, name: str, headings: tuple[str, ...], rows: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, headings)
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)


def _results(refs: list[str], labels: list[str]) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(SEED)
    for ref in refs:
        level = chance.uniform(60, 98)
        for label in labels:
            denominator = chance.randint(200, 900)
            share = min(max(level + chance.gauss(0, 2.5), 5), 99.5)
            numerator = round(denominator * share / 100)
            yield (
                ref, label, None, round(100 * numerator / denominator, 1), numerator, denominator,
                "Final", None, "No", None, RECEIVED, "C1",
            )  # fmt: skip


def _kpis(refs: list[str], first: str) -> Iterator[tuple[Any, ...]]:
    for number, ref in enumerate(refs):
        yield (
            ref, f"Share of cases of kind {number + 1} decided in time", "Cases decided in time.",
            "Decided in time ÷ decided", "Residents wait for decisions.", "Council performance",
            "Direct", "Strategic", "No", "Percentage", "%", 1,
            "Higher is better", "Within the period", "Monthly", "Financial",
            "Weighted average", "Previous period", 30, "Case system", "Service check", "None known",
            DIRECTORATES[number % 5], "Casework", "C1", "C1", "Active", first, "Yes", REVIEWED, 1,
        )  # fmt: skip


def _targets(refs: list[str], first: str) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(SEED + 1)
    for ref in refs:
        yield (
            ref, first, "Value", chance.randint(70, 95), "Policy", "Agreed level", "CLT",
            AGREED, AGREED,
        )  # fmt: skip
