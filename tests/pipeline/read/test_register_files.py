"""Which workbooks make the register: years together, copies refused, what is left aside named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.pipeline.change.guard_list import with_list
from pmf_cli.pipeline.read.opening import open_register
from pmf_cli.pipeline.read.register_files import files_of
from pmf_cli.places import DATA_RECORD, REPORTING_PROCESS, SUPPORTING_INFORMATION
from pmf_cli.settings import Settings, parse_settings
from tests.registers.book_text import workbook_bytes

RECORD = workbook_bytes(
    {"Results": [["KPI reference", "Period", "Value"], ["A-1", "2024/25 Q1", "1"]]}
)
KPIS = workbook_bytes({"KPIs": [["KPI reference", "KPI name"], ["A-1", "Visits"]]})
RULES = workbook_bytes({"Rating rules": [["Rule set", "Applies to"], ["2024/25", "All"]]})


def folder_with(tmp_path: Path, **books: bytes) -> Path:
    for name, data in books.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def read_in(tmp_path: Path, **books: bytes) -> tuple[list[str], str]:
    found = files_of(folder_with(tmp_path, **books), Settings())
    return [path.name for path in found.read], " ".join(found.remarks)


def test_a_record_split_over_years_is_read_whole_the_newest_counting_last(tmp_path: Path):
    names, _ = read_in(
        tmp_path,
        **{
            DATA_RECORD: RECORD,
            "KPI Data Record 2023-24.xlsx": RECORD,
            SUPPORTING_INFORMATION: KPIS,
        },
    )
    assert names == ["KPI Data Record 2023-24.xlsx", DATA_RECORD, SUPPORTING_INFORMATION]


def test_a_workbook_with_macros_stands_for_its_part(tmp_path: Path):
    names, said = read_in(
        tmp_path,
        **{DATA_RECORD: RECORD, SUPPORTING_INFORMATION: KPIS, "Reporting Process.xlsm": RULES},
    )
    assert names[-1] == "Reporting Process.xlsm"
    assert said == ""


def test_a_workbook_that_holds_sheets_of_a_register_and_is_not_read_is_named(tmp_path: Path):
    names, said = read_in(
        tmp_path,
        **{
            DATA_RECORD: RECORD,
            SUPPORTING_INFORMATION: KPIS,
            "Rules of 2024.xlsx": RULES,
            "Budget.xlsx": workbook_bytes({"Costs": [["Code", "Pounds"]]}),
            "~$KPI Data Record.xlsx": b"",
        },
    )
    assert "Rules of 2024.xlsx" not in names
    assert "Rules of 2024.xlsx" in said
    assert "Rating rules" in said
    assert "Budget" not in said
    assert "~$" not in said


@pytest.mark.parametrize(
    "copies",
    [
        ("KPI Data Record (1).xlsx", "KPI Data Record-PC2.xlsx"),
        ("Copy of KPI Data Record.xlsx", "KPI Data Record - Copy.xlsx"),
        ("KPI Data Record (conflicted copy 2025-01-02).xlsx", "KPI Data Record (2).xlsx"),
    ],
)
def test_copies_of_a_workbook_that_is_gone_are_refused_with_the_cure(
    tmp_path: Path, copies: tuple[str, str]
):
    with pytest.raises(UsageError) as refused:
        read_in(tmp_path, **dict.fromkeys(copies, RECORD), **{SUPPORTING_INFORMATION: KPIS})
    assert all(name in refused.value.message for name in copies)
    assert DATA_RECORD in refused.value.advice


def test_a_single_copy_is_read_and_said(tmp_path: Path):
    names, said = read_in(
        tmp_path, **{"KPI Data Record (1).xlsx": RECORD, SUPPORTING_INFORMATION: KPIS}
    )
    assert names[0] == "KPI Data Record (1).xlsx"
    assert DATA_RECORD in said


@pytest.mark.parametrize(
    ("record", "support", "named"),
    [
        (workbook_bytes({"Sheet1": [["Some", "Words"]]}), KPIS, "Results"),
        (RECORD, workbook_bytes({"Sheet1": [["Some", "Words"]]}), "KPIs"),
        (workbook_bytes({"Results": [["KPI reference", "Period", "Fig"], ["A-1", "2024/25 Q1", "1"]]}), KPIS, "Value"),
        (workbook_bytes({"Rezults": [["KPI reference", "Period"], ["A-1", "2024/25 Q1"]]}), KPIS, "Rezults"),
    ],
)  # fmt: skip
def test_without_results_or_kpis_the_register_is_refused_in_one_sentence(
    tmp_path: Path, record: bytes, support: bytes, named: str
):
    folder_with(tmp_path, **{DATA_RECORD: record, SUPPORTING_INFORMATION: support})
    with pytest.raises(UsageError, match=named):
        open_register(tmp_path)
    assert open_register(tmp_path, to_check=True).findings


def test_the_list_of_sheets_is_made_anew_and_all_else_stays():
    text = """period = "2024/25 Q3"

[holds]
"Results" = ["Value"]

[council]
name = "Anyborough"
"""
    made = with_list(text, {"Targets": ("Target",)})
    settings = parse_settings(made)
    assert settings.holds == {"Targets": ("Target",)}
    assert (settings.period, settings.council.name) == ("2024/25 Q3", "Anyborough")
    assert with_list(made, {"Targets": ("Target",)}) == made


@pytest.mark.slow
def test_a_lost_rule_is_told_by_every_command(tmp_path: Path):
    """The tab of the rules renamed: `rag` says so, not only `validate`."""
    from tests.running import EXAMPLE, pmf

    folder = tmp_path / "register"
    shutil.copytree(EXAMPLE, folder)
    import openpyxl

    path = folder / SUPPORTING_INFORMATION
    book = openpyxl.load_workbook(path)
    book["Rating rules"].title = "Rules 24-25"
    book.save(path)
    ran = pmf("rag", "--register", folder)
    assert "Rules 24-25" in ran.err
    assert "has no sheet Rating rules" in ran.out
    (folder / REPORTING_PROCESS).unlink()
    assert "Boards" in pmf("rag", "--register", folder).err
