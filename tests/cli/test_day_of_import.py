"""What an import writes is dated by --as-of, and a day before it is told from a register that has no KPI."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline import OpenedRegister, load_settings
from pmf_cli.pipeline.read.opening import notes_on
from pmf_cli.register.register import Register
from pmf_cli.settings import Settings
from tests.assessed import assessed
from tests.make import make_register
from tests.running import pmf


def test_an_import_is_of_the_day_asked_for_and_the_register_held_nothing_before(tmp_path: Path):
    folder, scorecard = tmp_path / "register", tmp_path / "Scorecard.csv"
    assert pmf("init", folder, "-q").code == 0
    scorecard.write_text(
        "Ref,KPI,Unit,Polarity,Q3 2024/25\nZZ-01,Benches mended,number,Higher is better,12\n",
        "utf-8",
    )
    asked = ("import", scorecard, "--register", folder, "--accept-doubts", "--write")
    ran = pmf(*asked, "--as-of", "10/03/2025")
    assert ran.code == 0, ran.all
    assert [row.on for row in read_ledger(folder).rows(RowKind.CHANGE)] == [date(2025, 3, 10)]
    # What a scorecard brings in with its KPIs answers for their past, too.
    assert "no KPI" not in pmf("rag", "--register", folder, "--as-of", "2025-03-01").all


def test_a_day_before_the_first_kpi_is_told_from_a_register_that_has_none(tmp_path: Path):
    held = OpenedRegister(tmp_path, Settings(), make_register(), ())
    then = assessed(Register())
    (said,) = notes_on(held, then)
    assert "held no KPI yet" in said and "1 KPI" in said and "pmf import" not in said
    (said,) = notes_on(OpenedRegister(tmp_path, Settings(), Register(), ()), then)
    assert "pmf start" in said


def test_a_register_without_kpis_says_how_to_fill_it(tmp_path: Path):
    assert pmf("init", tmp_path / "register", "-q").code == 0
    assert "pmf start" in pmf("rag", "--register", tmp_path / "register").err


def test_a_register_that_an_import_makes_lists_what_guards_it(tmp_path: Path):
    folder, scorecard = tmp_path / "register", tmp_path / "Scorecard.csv"
    scorecard.write_text(
        "Ref,KPI,Unit,Polarity,Financial,Q3 2024/25\nZZ-01,Bills paid,%,Higher is better,Yes,93\n",
        "utf-8",
    )
    ran = pmf("import", scorecard, "--register", folder, "--accept-doubts", "--write")
    assert ran.code == 0, ran.all
    assert load_settings(folder).guards == {"KPIs": {"Financial": ("ZZ-01",)}}
    assert "SHT027" not in pmf("validate", "--register", folder, "--all").out


def test_a_date_that_is_none_is_refused_before_anything_is_taken_in(tmp_path: Path):
    scorecard = tmp_path / "Scorecard.csv"
    scorecard.write_text("Ref,KPI\nZZ-01,Benches mended\n", "utf-8")
    ran = pmf("import", scorecard, "--register", tmp_path, "--as-of", "31/02/2025", "--write")
    assert ran.code == 2 and "--as-of" in ran.err
    assert not list(tmp_path.glob("*.xlsx"))
