"""Slips that change a colour are told at their cell; sound figures are left alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping

import openpyxl
import pytest

from tests.running import EXAMPLE, pmf
from tests.slips.histories import registers
from tests.slips.measure import caught, example, questioned
from tests.slips.planted import Sound, of_size, within_range
from tests.slips.settings import told_of

RESULT = ("value", "numerator", "denominator", "period", "received_on")
SETTINGS = ("financial", "polarity", "comparator", "status")
RECORD, SUPPORTING = "KPI Data Record.xlsx", "KPI Supporting Information.xlsx"


@pytest.fixture(scope="module")
def sound() -> Sound:
    return example()


def cell_of(sound: Sound, ref: str, field: str) -> str:
    """The cell of a KPI's newest result, in its newest target row, or in its own row."""
    kpi = sound.register.kpi_by_ref[ref]
    if field in RESULT:
        return list(sound.register.own_results_of(kpi).values())[-1].source.at(field).cell
    row = kpi if field in SETTINGS else sound.scene.target_rows[ref, None][-1]
    return row.source.at(field).cell


SLIPS: Mapping[tuple[str, str, str], tuple[object, str]] = {
    ("Targets", "CS-07", "target"): (150, "TGF011"),
    ("Targets", "AC-02", "target"): (8.5, "TGF011"),
    ("Targets", "WM-01", "q3"): (389, "TGF011"),
    ("Targets", "HO-02", "tolerance"): (100, "TOL005"),
    ("Targets", "EN-02", "amber_boundary"): (90, "TOL005"),
    ("Targets", "CS-01", "range_low"): (95, "TGF002"),
    ("Targets", "HR-02", "range_high"): (None, "TGF015"),
    ("Targets", "AC-12", "q3"): (3840, "TGF015"),
    ("Targets", "EC-05", "profile"): ("Level", "TGF015"),
    ("KPIs", "CS-04", "financial"): ("Yes", "MEA023"),
    ("KPIs", "HO-01", "financial"): ("No", "MEA023"),
    ("KPIs", "CX-03", "polarity"): ("No polarity", "MEA017"),
    ("KPIs", "PH-07", "comparator"): ("None", "TGF007"),
    ("KPIs", "WM-04", "status"): ("Paused", "RSN006"),
    ("KPIs", "CX-02", "status"): ("Ended", "RSN006"),
    ("Results", "HR-01", "value"): (9.5, "PLA007"),
    ("Results", "HO-03", "numerator"): (6985, "NUM004"),
    ("Results", "HO-03", "denominator"): (6328, ""),
    ("Results", "AC-02", "period"): ("2023/24 Q3", "RES002"),
}
"""Sheet, KPI and field → what is typed there, and the code that tells of it at the cell.

The counts of one result are swapped, so that its value follows from neither; that is told once.
"""
FROM_THEM = {("Targets", "CX-03", "target_type"): "TGF008", ("Results", "HO-03", "value"): "NUM001"}
"""What follows from them and is told at other cells."""


@pytest.fixture(scope="module")
def found(
    tmp_path_factory: pytest.TempPathFactory, sound: Sound
) -> dict[tuple[str, str], set[str]]:
    """Sheet and cell → the codes that `pmf validate` tells, once all slips were typed."""
    folder = tmp_path_factory.mktemp("slips") / "register"
    shutil.copytree(EXAMPLE, folder)
    for book, sheets in ((RECORD, ("Results",)), (SUPPORTING, ("KPIs", "Targets"))):
        workbook = openpyxl.load_workbook(folder / book)
        for (sheet, ref, field), (value, _) in SLIPS.items():
            if sheet in sheets:
                workbook[sheet][cell_of(sound, ref, field)] = value
        workbook.save(folder / book)
    ran = pmf("validate", "--register", folder, "--format", "json")
    assert ran.code == 1, ran.all
    codes: dict[tuple[str, str], set[str]] = {}
    for one in json.loads(ran.out)["findings"]:
        codes.setdefault((one["sheet"], one["cell"]), set()).add(one["code"])
    return codes


def test_a_slip_that_changes_a_colour_is_told_at_its_cell_before_any_issue(
    found: dict[tuple[str, str], set[str]], sound: Sound
) -> None:
    asked = {place: code for place, (_, code) in SLIPS.items() if code} | FROM_THEM
    silent = [
        place
        for place, code in asked.items()
        if code not in found.get((place[0], cell_of(sound, *place[1:])), ())
    ]
    assert silent == []


def test_targets_beside_a_slip_are_left_alone(
    found: dict[tuple[str, str], set[str]], sound: Sound
) -> None:
    typed = {
        (sheet, cell_of(sound, ref, field))
        for sheet, ref, field in (*SLIPS, *FROM_THEM)
        if sheet == "Targets"
    }
    sizes = {"TGF002", "TGF011", "TGF015", "TOL005", "TGF008"}
    told = {place for place, codes in found.items() if place[0] == "Targets" and codes & sizes}
    assert told == typed


def test_slips_of_size_and_sign_that_change_a_colour_are_told_at_their_cell(sound: Sound) -> None:
    found = caught(of_size(sound, each=83))
    assert found.changed.total() > 50
    assert found.share >= 0.95, [(slip.kind, slip.where) for slip in found.missed]


def test_the_same_in_registers_made_up(sound: Sound) -> None:
    made_up = (slip for register in registers(301, 1) for slip in of_size(register, each=31))
    found = caught(made_up)
    assert found.changed.total() > 20
    assert found.share >= 0.95, [(slip.kind, slip.where) for slip in found.missed]


def test_a_past_target_typed_over_is_told_by_what_the_next_row_says(sound: Sound) -> None:
    slips = [slip for slip in within_range(sound, each=10**6) if slip.kind == "target before"]
    found = caught(slips)
    assert found.changed.total() > 10
    assert found.share > 0.5


def test_sound_figures_are_questioned_less_than_once_in_200(sound: Sound) -> None:
    assert questioned([sound])[1].total() == 0
    figures, codes = questioned(registers(301, 4))
    assert codes.total() * 200 < figures, codes


@pytest.mark.slow
def test_slips_in_settings_and_periods_of_the_example_are_told(sound: Sound) -> None:
    found = told_of(sound)
    least = {"financial flag turned round": 0.9, "polarity turned round": 0.7, "status paused": 0.9}
    least |= {"polarity none": 1, "comparator none": 1, "status ended": 1}
    least |= {"tolerance as a fraction": 1, "amber boundary far off": 1, "period early": 1}
    shares = {kind: found.told[kind] / found.changed[kind] for kind in least}
    assert {kind: shares[kind] for kind in least if shares[kind] < least[kind]} == {}


@pytest.mark.slow
def test_every_slip_of_size_and_sign_in_the_example(sound: Sound) -> None:
    found = caught(of_size(sound, each=5))
    assert found.share >= 0.95, [(slip.kind, slip.where) for slip in found.missed]
