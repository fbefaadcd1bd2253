"""pmf init makes a register, or a copy of the example, and never overwrites."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pmf_cli.errors import DiskError, ExitCode
from pmf_cli.pipeline.change.new_files import write_new_files
from pmf_cli.render.starting import entry_sheet
from tests.running import EXAMPLE, pmf

USUAL = {
    "KPI Data Record.xlsx",
    "KPI Supporting Information.xlsx",
    "Reporting Process.xlsx",
    "pmf.toml",
}


def test_an_empty_register(tmp_path: Path) -> None:
    """Three workbooks and settings, with the council's name, in a folder made on the way."""
    folder = tmp_path / "new" / "register"
    ran = pmf("init", folder, "--council", "Anyshire County Council")
    assert ran.code == ExitCode.DONE
    assert {path.name for path in folder.iterdir()} == USUAL
    assert 'name = "Anyshire County Council"' in (folder / "pmf.toml").read_text(encoding="utf-8")
    assert "pmf validate" in ran.err
    again = pmf("validate", "--register", folder)
    assert again.code == ExitCode.FINDINGS
    assert "Anyshire County Council" in again.out


def test_a_new_register_is_begun_with_its_first_kpi(tmp_path: Path) -> None:
    """What init, validate and next say first is the same: the workbook to open, not the review of what is not there."""
    folder = tmp_path / "r"
    ran = pmf("init", folder)
    assert "Open KPI Supporting Information.xlsx" in ran.err
    shown = pmf("validate", "--register", folder).out
    assert "1. The register holds no KPI yet. Open KPI Supporting Information.xlsx" in shown
    assert shown.index("holds no KPI yet") < shown.index("pmf timetable make")
    shown = pmf("next", "--register", folder, "--as-of", "2024-11-20").out
    assert shown.index("First: your first KPI") < shown.index("Then: make the timetable")
    assert "Late: A04" not in shown


def test_with_a_delivery_plan(tmp_path: Path) -> None:
    """The plan comes when asked for."""
    assert pmf("init", tmp_path / "r", "--plan").code == ExitCode.DONE
    assert (tmp_path / "r" / "Delivery Plan.xlsx").is_file()


def test_with_an_entry_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One workbook for the year in hand, named in pmf.toml, that reads as it stands."""
    monkeypatch.setattr(entry_sheet, "ENTRY_ROWS", 2)  # each row has more than a hundred formulas
    folder = tmp_path / "r"
    assert pmf("init", folder, "--wide").code == ExitCode.DONE
    assert {path.name for path in folder.iterdir()} == {
        "KPI Register.xlsx",
        "Reporting Process.xlsx",
        "pmf.toml",
    }
    assert '"KPIs" = ["Entry sheet"]' in (folder / "pmf.toml").read_text(encoding="utf-8")
    ran = pmf("rag", "--register", folder)
    assert ran.code == ExitCode.DONE
    assert "first page" in ran.err
    assert pmf("init", tmp_path / "e", "--wide", "--example").code == ExitCode.CANNOT_READ


def test_with_the_words_of_a_theme_that_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry sheet speaks as the papers will, and so do the quarters that are added later."""
    monkeypatch.setattr(entry_sheet, "ENTRY_ROWS", 2)
    (tmp_path / "templates").mkdir()
    theme = '[tones.green]\nword = "On target"\nfill = "00703C"\ntext = "FFFFFF"\n'
    (tmp_path / "templates" / "theme.toml").write_text(theme, encoding="utf-8")
    on = ("--as-of", "2024-11-20")
    assert pmf("init", tmp_path, "--wide", *on).code == 0
    words = ("--register", tmp_path, "--as-of", "2025-11-20", "--write")
    assert pmf("upgrade", *words).code == 0
    sheet = openpyxl.load_workbook(tmp_path / "KPI Register.xlsx")["Entry sheet"]
    rules = {
        str(found.sqref): {rule.formula[0]: rule.dxf.fill.bgColor.rgb for rule in found.rules}
        for found in sheet.conditional_formatting
    }
    for heading in ("2024/25 Q1 Rating", "2026/27 Q1 Rating"):
        [cell] = (cell for cell in sheet[1] if cell.value == heading)
        assert rules[f"{cell.column_letter}2:{cell.column_letter}3"]['"On target"'] == "FF00703C"
        assert '"On target"' in sheet.cell(2, cell.column).value


def test_in_this_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder the register is made here, beside whatever else stands here."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert pmf("init").code == ExitCode.DONE
    assert {path.name for path in tmp_path.iterdir()} == USUAL | {"notes.txt"}


def test_the_example_is_copied_whole(tmp_path: Path) -> None:
    """Every file of the example, byte for byte."""
    assert pmf("init", tmp_path / "r", "--example").code == ExitCode.DONE
    copied = {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir()}
    assert copied == {path.name: path.read_bytes() for path in EXAMPLE.iterdir()}


@pytest.mark.parametrize("options", [(), ("--example",), ("--plan",)])
def test_nothing_is_overwritten(tmp_path: Path, options: tuple[str, ...]) -> None:
    """One file in the way: it is named, it stays, and nothing is written beside it."""
    (tmp_path / "pmf.toml").write_text("# mine", encoding="utf-8")
    ran = pmf("init", tmp_path, *options)
    assert ran.code == ExitCode.CANNOT_READ
    assert "pmf.toml" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["pmf.toml"]
    assert (tmp_path / "pmf.toml").read_text(encoding="utf-8") == "# mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """The name of a file is refused in words."""
    (tmp_path / "register").write_text("", encoding="utf-8")
    ran = pmf("init", tmp_path / "register")
    assert ran.code == ExitCode.CANNOT_READ
    assert "not a folder" in ran.err


def test_the_example_has_its_own_council(tmp_path: Path) -> None:
    """Options that would be lost are refused."""
    ran = pmf("init", tmp_path / "r", "--example", "--council", "Anyshire")
    assert ran.code == ExitCode.CANNOT_READ
    assert not (tmp_path / "r").exists()


def test_half_a_register_is_taken_away_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk fills up in between, neither files nor folders are left."""
    from pmf_cli.workbook.write import save

    whole = save.save_bytes

    def fails_on_the_second(path: Path, data: bytes) -> None:
        if path.name == "b":
            raise DiskError("b was not written: the disk is full.")
        whole(path, data)

    monkeypatch.setattr(save, "save_bytes", fails_on_the_second)
    with pytest.raises(DiskError):
        write_new_files(tmp_path / "new" / "r", {"a": b"1", "b": b"2"})
    assert list(tmp_path.iterdir()) == []


def test_quiet_prints_only_the_files(tmp_path: Path) -> None:
    """With --quiet only the written files are named."""
    ran = pmf("init", tmp_path / "r", "--quiet")
    assert ran.err == ""
    assert len(ran.out.splitlines()) == len(USUAL)
