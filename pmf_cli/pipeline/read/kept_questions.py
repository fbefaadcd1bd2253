"""The register's own workbooks of questions about scorecards: what is still to be answered, or taken in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pmf_cli.errors import PmfError, UsageError
from pmf_cli.importing.mapping import fact_column
from pmf_cli.importing.questions.answers import answers_in, asked_then, wanted_in
from pmf_cli.pipeline.change.scorecard_questions import import_command
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.places import ANSWERS, from_here, register_is_here
from pmf_cli.register.register import Register
from pmf_cli.settings import Limits
from pmf_cli.views.lists.next_steps import WaitingQuestions
from pmf_cli.workbook.cells import Book
from pmf_cli.workbook.read import read_book

BEGINS = "Questions about "
"""What the name of a workbook of questions begins with; the scorecard's own follows."""


def waiting_questions(opened: OpenedRegister) -> tuple[WaitingQuestions, ...]:
    """The workbooks in which answers are wanted, or whose answers the register does not hold yet.

    A workbook that cannot be read asks nothing; one with an answer that cannot be used waits, until an import
    has told of it.
    """
    folder = opened.folder / ANSWERS
    if not folder.is_dir():
        return ()
    return tuple(_waiting(opened, folder))


def _waiting(opened: OpenedRegister, folder: Path) -> Iterator[WaitingQuestions]:
    for path in sorted(folder.glob("*.xlsx"), key=lambda one: one.name):
        if path.name.startswith("~$"):
            continue
        try:
            book = read_book(path, Limits())
        except PmfError:
            continue
        if asked_then(book) is None:
            continue
        wanted = wanted_in(book)
        if wanted or not _is_held(book, opened.register):
            yield WaitingQuestions(path.name, wanted, _command(path, opened.folder))


def _is_held(book: Book, register: Register) -> bool:
    """Whether every answer can be used, and the register holds a fact wherever one of a KPI is answered."""
    try:
        answers = answers_in(book)
    except UsageError:
        return False
    for ref, facts in answers.kpis.items():
        kpi = register.kpi_by_ref.get(ref)
        columns = (fact_column(name) for name in facts)
        if kpi is None or any(
            one is not None and getattr(kpi, one.field) in (None, ()) for one in columns
        ):
            return False
    return True


def _command(questions: Path, folder: Path) -> str:
    """What takes the answers in; empty where the scorecard is not found beside the register."""
    stem = questions.stem.removeprefix(BEGINS)
    places = (folder.resolve().parent, folder, Path.cwd())
    found = (
        one
        for place in places
        for one in sorted(place.glob("*.*"), key=lambda path: path.name)
        if one.stem == stem and one.suffix.lower() in (".xlsx", ".xlsm", ".csv", ".tsv")
    )
    scorecard = next(found, None)
    if scorecard is None:
        return ""
    is_here = register_is_here(folder)
    return import_command([from_here(scorecard)], None if is_here else from_here(folder))
