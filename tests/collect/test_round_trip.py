"""Three hundred forms go out, are filled in, come back, and lose or change nothing."""

from __future__ import annotations

import random
import re
import subprocess
import warnings
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmf_cli.pipeline.collect.accept_return import write_returns
from pmf_cli.pipeline.collect.return_forms import FormFile
from pmf_cli.pipeline.collect.returns import read_returns
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import DATA_RECORD
from pmf_cli.register.sheets.record import Result, ResultValue
from pmf_cli.register.terms import DataType, Frequency, TimeBasis
from tests.collect.adorned import adorned_record, parts_of
from tests.collect.desk import BACK_ON, CYCLE, Desk, desk_of, filled
from tests.make import make_contact, make_kpi, make_register, make_result, make_target

CONTACTS = 300
KINDS = tuple(DataType)
GRADES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
WORDS = (
    "=1+1",
    "A & B <c>",
    "[c]",
    "{{7*7}}",
    "Línea\nzwei — “drei”",
    "'quoted",
    "1.5",
    "x" * 3000,
)


def a_value(kind: DataType, chance: random.Random) -> ResultValue:
    """A value of a kind, with up to fifteen significant digits."""
    match kind:
        case DataType.DATE:
            return date(2020, 1, 1) + timedelta(days=chance.randrange(2500))
        case DataType.YES_NO:
            return chance.random() < 0.5
        case DataType.GRADE:
            return chance.choice(GRADES)
        case DataType.PERCENTAGE:
            return Decimal(chance.randrange(2, 100_000)).scaleb(-3)
        case DataType.MONEY:
            return Decimal(chance.randrange(-(10**14), 10**14)).scaleb(-2)
    return Decimal(chance.randrange(1, 10**15)).scaleb(-chance.randrange(0, 12))


def a_register(chance: random.Random) -> Register:
    """Three hundred contacts with one to four KPIs each, half of them with a row to fill."""
    kpis, results, contacts = [], [], []
    for number in range(CONTACTS):
        contact = f"C-{number:03}"
        contacts.append(make_contact(contact))
        for place in range(chance.randrange(1, 5)):
            ref = f"K{number:03}-{place}"
            kind = KINDS[(number + place) % len(KINDS)]
            kpis.append(
                make_kpi(
                    ref,
                    key_contact=contact,
                    deputy_contact=None,
                    data_type=kind,
                    unit="%" if kind is DataType.PERCENTAGE else "units",
                    grade_order=GRADES if kind is DataType.GRADE else (),
                    frequency=Frequency.QUARTERLY,
                    time_basis=TimeBasis.WITHIN,
                    plausible_min=None,
                    plausible_max=None,
                    decimal_places=3,
                    numerator_label=None,
                    denominator_label=None,
                )
            )
            results += [
                make_result(ref, q, a_value(kind, chance)) for q in ("2024/25 Q1", "2024/25 Q2")
            ]
            if chance.random() < 0.5:
                results.append(make_result(ref, CYCLE, None))
    targets = [make_target(kpi.ref) for kpi in kpis]
    return make_register(kpis, results, targets, contacts=tuple(contacts))


def answers(form: FormFile, chance: random.Random) -> tuple[dict[str, Any], dict[str, ResultValue]]:
    """What is typed into a form by cell, and the figures by KPI."""
    typed: dict[str, Any] = {"Other concern!B4": chance.choice(WORDS).replace("=1+1", "none")}
    figures = {}
    for number, line in enumerate(form.content.lines, 1):
        kind = line.kpi.data_type
        assert kind is not None
        value = a_value(kind, chance)
        figures[line.kpi.ref] = value
        is_so = "Yes" if value is True else "No"
        cell = is_so if isinstance(value, bool) else value
        typed[f"Results!value {number}"] = float(cell) if isinstance(cell, Decimal) else cell
        typed[f"Results!note {number}"] = chance.choice(WORDS[1:])
    for number, _ in enumerate(form.content.questions, 1):
        typed[f"Comments!answer {number}"] = chance.choice(WORDS[1:])
    return typed, figures


def saved_again_by_libreoffice(paths: list[Path], folder: Path) -> None:
    """Opens and saves the files, all in one run, in place of the old ones."""
    folder.mkdir()
    command = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", str(folder)]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [*command, profile, *map(str, paths)], check=True, capture_output=True, timeout=300
    )
    for path in paths:
        path.write_bytes((folder / path.name).read_bytes())


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Path, dict[str, ResultValue]]:
    """The register, the folder with the forms filled in, and what was typed."""
    chance = random.Random(20250203)
    register = a_register(chance)
    desk = desk_of(register, tmp_path_factory.mktemp("trip") / "register")
    desk.record.write_bytes(adorned_record(register))
    back = desk.folder / "back"
    figures: dict[str, ResultValue] = {}
    forms = desk.forms(on=date(2025, 1, 21))
    assert len(forms) == CONTACTS
    for form in forms:
        typed, own = answers(form, chance)
        filled(form, back / form.name, typed)
        figures |= own
    saved_again_by_libreoffice(sorted(back.iterdir())[::12], desk.folder / "office")
    return desk, back, figures


def held(desk: Desk) -> Mapping[str, Result]:
    """KPI → the row of the cycle."""
    return {row.kpi_ref: row for row in desk.opened().register.results if str(row.period) == CYCLE}


@pytest.mark.slow
def test_three_hundred_forms_come_back_whole(
    returned: tuple[Desk, Path, dict[str, ResultValue]],
) -> None:
    """Every value typed stands in the register exactly; every other part is as it was.

    Sparklines, drop-downs of both kinds, drawings, pictures, conditional formats and stored
    results of formulas are as before, save a count of the rows that are more now; a second run
    changes nothing.
    """
    desk, back, figures = returned
    before = desk.record.read_bytes()
    stored = stored_results(desk.record)
    opened, assessment = desk.opened(), desk.assessment()
    read = read_returns(opened, assessment, [back], accept_questions=True)
    assert [one.refusals for one in read.returns if one.refusals] == []
    assert [line for one in read.returns for line in one.lines if not line.verdict.is_ready] == []
    assert write_returns(opened, read, BACK_ON)[1]
    rows = held(desk)
    assert {ref: rows[ref].value for ref in figures} == figures
    assert len(desk.opened().register.returns) == CONTACTS
    after = desk.record.read_bytes()
    only_as_told(parts_of(before), parts_of(after))
    kept = stored_results(desk.record)
    counted = [place for place in stored if place[1] == "F1" and stored[place] == 4711]
    # It counts the rows of Results, of which there are more now.
    assert [kept.pop(place) for place in counted] == [None]
    assert kept == {place: value for place, value in stored.items() if place not in counted}
    again = read_returns(desk.opened(), desk.assessment(), [back], accept_questions=True)
    assert all(one.taken_in_on == BACK_ON for one in again.returns)
    assert write_returns(desk.opened(), again, BACK_ON)[1] == ()
    assert desk.record.read_bytes() == after


def only_as_told(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Only the three sheets differ, a count over one of them, and the request to work out anew."""
    differ = {name for name in before if before[name] != after[name]}
    assert set(after) == set(before)
    assert differ <= {f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3, 4)} | {
        "xl/workbook.xml",
        "xl/styles.xml",
    }
    bare = [re.sub(rb"<calcPr[^>]*>", b"", parts["xl/workbook.xml"]) for parts in (before, after)]
    assert bare[0] == bare[1]
    for name in differ - {"xl/workbook.xml", "xl/styles.xml"}:
        ends = [parts[name].partition(b"</sheetData>")[2] for parts in (before, after)]
        assert ends[0] == ends[1]


def stored_results(path: Path) -> dict[tuple[str, str], object]:
    """Every formula's stored result, as another reader sees it."""
    with warnings.catch_warnings():
        # It says what it would lose if it saved the workbook, which it does not here.
        warnings.simplefilter("ignore")
        formulas = openpyxl.load_workbook(path)
        results = openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): results[sheet.title][cell.coordinate].value
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def test_the_record_of_the_round_trip_has_what_libraries_lose() -> None:
    """The proof is only as good as the workbook it is shown on."""
    record = adorned_record(make_register())
    text = b"".join(parts_of(record).values())
    for sign in (
        b"sparklineGroup",
        b"x14:dataValidation",
        b"<dataValidation",
        b"<xdr:pic>",
        b"<c:chart",
    ):
        assert sign in text
    assert DATA_RECORD
