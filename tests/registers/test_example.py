"""The example register is what its text says, is complete, and checks clean."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from pmf_cli.assessment import Assessment
from pmf_cli.findings import Severity
from pmf_cli.pipeline.read.opening import assessed, open_register
from pmf_cli.rag.base import Rating
from pmf_cli.register import terms
from pmf_cli.register.sheets.layout import SHEETS
from tests.registers.build import TARGET, example_files, rows_from_text


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    opened = open_register(TARGET)
    assert opened.settings.as_of == date(2025, 2, 3)
    return assessed(opened, period="", as_of=opened.settings.as_of, with_checks=True)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_files_are_built_from_the_text() -> None:
    """Every part of every file is what `python -m tests.registers.build` gives today."""
    made = example_files()
    assert {path.name for path in TARGET.iterdir()} == {*made, "README.md"}
    for name, data in made.items():
        standing = (TARGET / name).read_bytes()
        if name.endswith(".xlsx"):
            assert _parts(standing) == _parts(data), name
        else:
            assert standing.decode() == data.decode(), name


@pytest.mark.slow
def test_building_twice_gives_the_same_bytes(forget: Callable[[], None]) -> None:
    """Nothing of the day or the machine enters the files."""
    made = example_files()
    forget()
    assert example_files() == made


def test_it_checks_clean(assessment: Assessment) -> None:
    """No error and no warning; a few pieces of advice about real jumps are left."""
    serious = [f for f in assessment.findings if f.severity is not Severity.ADVICE]
    assert serious == []
    assert len(assessment.findings) <= 6


def test_size_and_shape(assessment: Assessment) -> None:
    """At least 80 KPIs in five directorates, with three years of results."""
    register = assessment.register
    assert len(register.kpis) >= 80
    assert len({kpi.directorate for kpi in register.kpis}) == 5
    quarters = {r.period.label for r in register.results if r.period and "Q" in r.period.label}
    assert {"2022/23 Q1", "2024/25 Q3"} <= quarters
    assert len(quarters) == 11


def test_every_row_of_the_text_is_read(assessment: Assessment) -> None:
    """What stands in the text comes out of the workbooks, sheet by sheet."""
    rows = rows_from_text()
    for layout in SHEETS:
        held = getattr(assessment.register, layout.holds)
        assert len(held) == len(rows.get(layout.name, ())), layout.name


COMPLETE = (
    ("Results", "no_data_reason", terms.NoDataReason),
    ("Results", "value_status", terms.ValueStatus),
    ("KPIs", "data_type", terms.DataType),
    ("KPIs", "polarity", terms.Polarity),
    ("KPIs", "frequency", terms.Frequency),
    ("KPIs", "time_basis", terms.TimeBasis),
    ("KPIs", "year_basis", terms.YearBasis),
    ("KPIs", "year_value", terms.YearValue),
    ("KPIs", "comparator", terms.ComparatorRule),
    ("KPIs", "status", terms.KpiStatus),
    ("Targets", "target_type", terms.TargetType),
    ("Targets", "profile", terms.Profile),
    ("Targets", "tolerance_basis", terms.ToleranceBasis),
    ("Commentary", "kind", terms.CommentaryKind),
    ("Boards", "kind", terms.BodyKind),
    ("Timetable", "step", terms.TimetableStep),
)


@pytest.mark.parametrize(
    ("sheet", "field", "choices"), COMPLETE, ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_choice_is_shown(sheet: str, field: str, choices: type[StrEnum]) -> None:
    """An officer can look up how each kind of KPI, target or reason is written."""
    used = {row.get(field) for row in rows_from_text()[sheet]}
    left = {member.value for member in choices} - used
    assert not left, (
        f"{sorted(left)} of {sheet}, {field} are not shown: give a row of "
        f"tests/registers/example/{sheet}.csv each of them, then: make registers"
    )


def test_ratings_are_a_believable_mix(assessment: Assessment) -> None:
    """Most are Green, some Amber, a few Red, and the unrated ones have different reasons."""
    of_wholes = [rating for rating in assessment.ratings if rating.split is None]
    colours = Counter(r.outcome.rag for r in of_wholes if isinstance(r.outcome, Rating))
    rated = sum(colours.values())
    assert 0.55 <= colours[terms.Rag.GREEN] / rated <= 0.7
    assert 0.08 <= colours[terms.Rag.RED] / rated <= 0.18
    reasons = {r.outcome.reason for r in of_wholes if not isinstance(r.outcome, Rating)}
    assert len(reasons) >= 7


def test_every_red_and_amber_is_explained(assessment: Assessment) -> None:
    """Each Red and Amber has a reason and an action; each Red says when it will be back."""
    comments = {(c.kpi_ref, c.kind) for c in assessment.register.commentary}
    assert assessment.ratings
    for rating in assessment.ratings:
        if rating.split is not None or not isinstance(rating.outcome, Rating):
            continue
        ref = rating.kpi.ref
        if rating.outcome.rag in (terms.Rag.RED, terms.Rag.AMBER):
            assert (ref, terms.CommentaryKind.REASON) in comments
            assert (ref, terms.CommentaryKind.ACTION) in comments
        if rating.outcome.rag is terms.Rag.RED:
            assert (ref, terms.CommentaryKind.RECOVERY) in comments


def test_no_real_contact_details(assessment: Assessment) -> None:
    """Addresses end in example.org and numbers lie in the range kept for drama."""
    assert assessment.register.contacts
    for contact in assessment.register.contacts:
        assert contact.email is not None
        assert contact.telephone is not None
        assert contact.email.endswith("@example.org")
        assert contact.telephone.startswith("01632 960")


def test_readme_names_every_sheet() -> None:
    """The officer finds each sheet with rows in the explanation."""
    words = Path(TARGET / "README.md").read_text(encoding="utf-8").casefold()
    for sheet in rows_from_text():
        assert sheet.casefold() in words
