"""Slips that change a colour are told at their cell; sound figures are left alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.running import EXAMPLE, pmf
from tests.slips.histories import registers
from tests.slips.measure import caught, example, questioned
from tests.slips.planted import Sound, of_size, within_range

RECORD, SUPPORTING = "KPI Data Record.xlsx", "KPI Supporting Information.xlsx"


@pytest.fixture(scope="module")
def sound() -> Sound:
    return example()


def told(folder: Path, book: str, sheet: str, typed: Mapping[str, object]) -> dict[str, set[str]]:
    """Cell → codes that `pmf validate` tells as warnings or errors, once cells were typed over."""
    shutil.copytree(EXAMPLE, folder)
    workbook = openpyxl.load_workbook(folder / book)
    for cell, value in typed.items():
        workbook[sheet][cell] = value
    workbook.save(folder / book)
    ran = pmf("validate", "--register", folder, "--format", "json")
    assert ran.code == 1, ran.all
    found: dict[str, set[str]] = {}
    for one in json.loads(ran.out)["findings"]:
        if one["severity"] != "advice" and one["sheet"] == sheet:
            found.setdefault(one["cell"], set()).add(one["code"])
    return found


def cell_of(sound: Sound, ref: str, field: str) -> str:
    """The cell of a KPI's newest result, or in its newest target row."""
    if field == "value":
        return list(sound.register.results_of(ref).values())[-1].source.at(field).cell
    return sound.scene.target_rows[ref, None][-1].source.at(field).cell


def test_targets_and_profiles_off_by_a_power_of_ten_are_told_at_their_cells(
    tmp_path: Path, sound: Sound
) -> None:
    typed = {
        cell_of(sound, "CS-07", "target"): 150,
        cell_of(sound, "AC-02", "target"): 8.5,
        cell_of(sound, "WM-01", "q3"): 389,
        cell_of(sound, "HO-02", "tolerance"): 100,
    }
    found = told(tmp_path / "register", SUPPORTING, "Targets", typed)
    assert set(found) == set(typed)


def test_a_target_typed_over_a_result_is_asked_about_with_the_odds(
    tmp_path: Path, sound: Sound
) -> None:
    cell = cell_of(sound, "HR-01", "value")
    found = told(tmp_path / "register", RECORD, "Results", {cell: 9.5})
    assert found == {cell: {"PLA007"}}


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
def test_every_slip_of_size_and_sign_in_the_example(sound: Sound) -> None:
    found = caught(of_size(sound, each=5))
    assert found.share >= 0.95, [(slip.kind, slip.where) for slip in found.missed]
