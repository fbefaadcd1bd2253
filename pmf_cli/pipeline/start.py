"""``pmf start``: from the scorecard that a council has to a register, questions and a draft paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmf_cli.cycle.period import reporting_period
from pmf_cli.errors import UsageError
from pmf_cli.importing.assumed import assumptions_of
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.importing.questions.book import questions_book
from pmf_cli.importing.questions.content import Questions, questions_of
from pmf_cli.pipeline.change.scorecards import new_register_files, prepared_import
from pmf_cli.pipeline.papers import made_paper, write_files
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, assessed, no_progress
from pmf_cli.places import REPORTS
from pmf_cli.register.reading.build import build
from pmf_cli.register.sheets.row_cells import cells_of_row
from pmf_cli.settings import Settings
from pmf_cli.views.papers import PAPERS
from pmf_cli.workbook.read import book_of

DRAFT = "Draft "
"""Begins the names of files that are made with guesses."""


@dataclass(frozen=True, slots=True)
class Started:
    """What a start has made.

    Attributes:
        plan: what was understood, with every guess taken.
        questions: what is asked.
        paper: the file of the draft paper in Word; ``None`` where nothing could be taken in.
        written: what was done with each file.
    """

    plan: ImportPlan
    questions: Questions
    folder: Path
    book: Path
    paper: Path | None
    written: tuple[str, ...]


def started(
    files: Sequence[Path],
    folder: Path | None,
    mapping: ImportMapping,
    on: date,
    progress: Progress = no_progress,
) -> Started:
    """Makes a register beside the first file, a draft paper and a workbook of questions.

    The register holds what is sure; the draft is made with every guess, and says so.

    Args:
        folder: the register's folder; beside the first file where not given.

    Raises:
        UsageError: the folder holds a register already, or a file cannot be read.
    """
    place = folder or files[0].parent / f"{files[0].stem} register"
    if place.is_dir() and any(place.glob("*.xls*")):
        raise UsageError(
            f"{place} holds a register already. Nothing was written.",
            f'Give back the questions with pmf import FILE --answers "{_book_name(files)}", or name'
            " another folder with --register FOLDER.",
        )
    drafted = prepared_import(files, mapping, place, progress)
    plan = drafted.plan
    sure = prepared_import(files, mapping.with_answers(plan.without_doubts), place, progress)
    made = new_register_files(sure, place)
    questions = questions_of(plan)
    named = " ".join(f'"{one}"' for one in files)
    command = f'pmf import {named} --answers "{place / _book_name(files)}"'
    made[_book_name(files)] = questions_book(questions, command=command, made_on=on)
    written = list(write_files(place, made))
    paper = None
    if plan.kpis and plan.results:
        progress("Writing the draft paper")
        drafts = _draft_files(plan, place, on, progress)
        written += write_files(place / REPORTS, drafts)
        paper = place / REPORTS / next(iter(drafts))
    return Started(plan, questions, place, place / _book_name(files), paper, tuple(written))


def _book_name(files: Sequence[Path]) -> str:
    return f"Questions about {files[0].stem}.xlsx"


def _draft_files(plan: ImportPlan, folder: Path, on: date, progress: Progress) -> dict[str, bytes]:
    """The paper for CLT with every guess taken, which the register itself does not hold."""
    from pmf_cli.render.starting.register_book import register_workbooks

    rows = {
        "KPIs": plan.kpis, "Targets": plan.targets, "Contacts": plan.contacts,
        "Results": plan.results, "Commentary": plan.commentary,
    }  # fmt: skip
    cells = {name: [cells_of_row(row) for row in found] for name, found in rows.items()}
    settings = Settings()
    books = tuple(
        book_of(name, data, settings.limits)
        for name, data in register_workbooks(cells, name=plan.council).items()
    )
    register, findings = build(books, settings, plan.council or folder.name)
    register = register.with_assumptions(assumptions_of(plan))
    opened = OpenedRegister(folder, settings, register, findings)
    period = reporting_period(register, settings, on)
    assessment = assessed(opened, period=str(period), as_of=on)
    made = made_paper(opened, assessment, PAPERS["clt"], ("docx", "xlsx"), progress=progress)
    return {f"{DRAFT}{name}": data for name, data in made.files.items()}
