"""Every preview says which workbook its --write would refuse to change; --write refuses before it records."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pmf_cli.places import REPORTING_PROCESS, SUPPORTING_INFORMATION
from tests.running import pmf

ON = ("--as-of", "2025-02-03")


def signed(path: Path) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_xmlsignatures/sig1.xml", b"<Signature/>")


@pytest.fixture
def scorecard(tmp_path: Path) -> Path:
    path = tmp_path / "Scorecard.csv"
    path.write_text(
        "Ref,KPI,Unit,Polarity,Q3 2024/25\nZZ-01,Benches mended,number,Higher is better,12\n",
        "utf-8",
    )
    return path


def test_import_says_it_before_and_refuses(folder: Path, scorecard: Path):
    signed(folder / SUPPORTING_INFORMATION)
    asked = ("import", scorecard, "--register", folder, "--accept-doubts", *ON)
    shown = pmf(*asked)
    assert "digital signature" in shown.err and "--change-protected" in shown.err, shown.all
    before = (folder / SUPPORTING_INFORMATION).read_bytes()
    assert pmf(*asked, "--write").code == 4
    assert (folder / SUPPORTING_INFORMATION).read_bytes() == before
    assert "digital signature" not in pmf(*asked, "--change-protected").err


def test_the_timetable_says_it_before_and_refuses(folder: Path):
    signed(folder / REPORTING_PROCESS)
    meetings = folder.parent / "meetings.csv"
    meetings.write_text(
        "Cycle,Body,Date\n2025/26 Q1,Corporate Leadership Team,19/08/2025\n", "utf-8"
    )
    year = ("--year", "2025/26", "--meetings", meetings)
    asked = ("timetable", "make", "--register", folder, *year, *ON)
    shown = pmf(*asked)
    assert "Nothing was changed." in shown.err
    assert "digital signature" in shown.err and "--change-protected" in shown.err
    assert pmf(*asked, "--write").code == 4


def test_ticking_off_says_it_and_refuses_to_write_the_sheet(folder: Path):
    signed(folder / REPORTING_PROCESS)
    shown = pmf("next", "--done", "Q01", "--register", folder, *ON)
    assert "digital signature" in shown.err and "--change-protected" in shown.err, shown.all
    assert pmf("next", "--done", "Q08", "--write", "--register", folder, *ON).code == 4


def test_restoring_says_it_before(folder: Path):
    chosen = (
        "highlights",
        "choose",
        "WM-01",
        "--why",
        "It moved a lot.",
        "--register",
        folder,
        *ON,
    )
    assert pmf(*chosen, "--write").code == 0
    signed(folder / REPORTING_PROCESS)
    shown = pmf("restore", "1", "--register", folder, *ON)
    assert "digital signature" in shown.err and "--change-protected" in shown.err, shown.all
