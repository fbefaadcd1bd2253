"""A desk for tests of returns: a register on disk, its forms, and forms filled in as people do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from pmf_cli.assessment import Assessment
from pmf_cli.collect.form.content import contents_of
from pmf_cli.collect.form.layout import COMMENT_COLUMNS, RESULT_COLUMNS, form_column
from pmf_cli.collect.returned.verdicts import JudgedReturn
from pmf_cli.pipeline import OpenedRegister, assessed, open_register
from pmf_cli.pipeline.collect.return_forms import FormFile, file_of
from pmf_cli.pipeline.collect.returns import read_returns
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import DATA_RECORD, SHEETS
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.row_cells import cells_of_row
from pmf_cli.register.terms import DataType, Polarity
from pmf_cli.render.starting.register_book import register_workbooks
from pmf_cli.workbook.cells import column_letter
from pmf_cli.workbook.write.form_looks import HEADING_ROW
from tests.make import make_kpi, make_register, make_result, make_target
from tests.registers.cut import cut_example

MADE_ON = date(2025, 1, 20)
"""When the example's forms go out: 23 figures are due from 16 contacts."""
BACK_ON = date(2025, 2, 3)
WASTE = "C-448K"
"""The example's contact for waste."""
SMALL = "C02"
"""The small register's contact."""
CYCLE = "2024/25 Q3"

Answers = Mapping[str, Any]
"""Cell as ``Results!value 1`` (sheet, column, line from 1) or ``Sheet!B4`` → what is typed."""


@dataclass(frozen=True)
class Desk:
    """A register on disk."""

    folder: Path

    @property
    def record(self) -> Path:
        return self.folder / DATA_RECORD

    def opened(self) -> OpenedRegister:
        return open_register(self.folder)

    def assessment(self, on: date = BACK_ON, period: str = CYCLE) -> Assessment:
        return assessed(self.opened(), period=period, as_of=on)

    def form(self, contact: str = SMALL, on: date = MADE_ON) -> FormFile:
        (found,) = [one for one in self.forms(on) if one.content.contact == contact]
        return found

    def forms(self, on: date = MADE_ON, period: str = CYCLE) -> tuple[FormFile, ...]:
        due = contents_of(self.assessment(on, period))
        return tuple(file_of(content) for contact, content in due.items() if contact is not None)

    def judged(self, *files: Path, on: date = BACK_ON, accept: bool = False) -> list[JudgedReturn]:
        opened = self.opened()
        assessment = assessed(opened, period=CYCLE, as_of=on)
        return list(read_returns(opened, assessment, files, accept_questions=accept).returns)


def example_desk(tmp_path: Path) -> Desk:
    """A copy of the example."""
    cut_example(tmp_path / "register")
    return Desk(tmp_path / "register")


def desk_of(register: Register, folder: Path) -> Desk:
    """A register's rows as workbooks on disk."""
    return _on_disk(files_of(register), folder)


def _on_disk(files: Mapping[str, bytes], folder: Path) -> Desk:
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return Desk(folder)


def files_of(register: Register) -> dict[str, bytes]:
    """A register's rows as files of a folder."""
    rows = {
        layout.name: [
            {name: value for name, value in cells_of_row(row).items() if value is not None}
            for row in getattr(register, layout.holds)
        ]
        for layout in SHEETS
    }
    settings = f'[council]\nname = "{register.name}"\n'
    return {**register_workbooks(rows, name=register.name), "pmf.toml": settings.encode()}


def small_register(*more: Result) -> Register:
    """Two KPIs of one contact whose figures for the cycle are due.

    WM-01 is a percentage with two counts, for which the record has a row without a figure; WM-02
    is a number, for which it has no row.
    """
    quarters = ("2023/24 Q2", "2023/24 Q3", "2023/24 Q4", "2024/25 Q1", "2024/25 Q2")
    results = [make_result("WM-01", q, 40 + n) for n, q in enumerate(quarters)]
    results += [make_result("WM-02", q, 370 + n) for n, q in enumerate(quarters)]
    results += [make_result("WM-01", CYCLE, None), *more]
    kilos = make_kpi(
        "WM-02",
        data_type=DataType.NUMBER,
        unit="kg per household",
        polarity=Polarity.LOWER,
        plausible_max=900,
        numerator_label=None,
        denominator_label=None,
    )
    targets = [make_target("WM-01", target=39), make_target("WM-02", target=380)]
    return make_register((make_kpi("WM-01"), kilos), results, targets)


@cache
def _small_files() -> dict[str, bytes]:
    return files_of(small_register())


def small_desk(tmp_path: Path) -> Desk:
    """The small register on disk."""
    return _on_disk(_small_files(), tmp_path / "register")


def filled(form: FormFile, path: Path, answers: Answers) -> Path:
    """The form filled in with openpyxl and saved, as some contacts do without Excel."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(form.data)
    return changed(path, answers)


def changed(path: Path, answers: Answers) -> Path:
    """Cells of a saved form changed."""
    book = openpyxl.load_workbook(path)
    for place, value in answers.items():
        sheet, _, cell = place.partition("!")
        book[sheet][address(sheet, cell)] = value
    book.save(path)
    return path


def address(sheet: str, cell: str) -> str:
    """``value 1`` → the address of the first line's value; ``B4`` stays."""
    field, blank, line = cell.partition(" ")
    if not blank:
        return cell
    columns = RESULT_COLUMNS if sheet == "Results" else COMMENT_COLUMNS
    return f"{column_letter(form_column(columns, field))}{HEADING_ROW + int(line)}"
