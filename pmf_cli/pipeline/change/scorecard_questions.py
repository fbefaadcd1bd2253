"""The workbooks of questions about scorecards: written, found again, and kept with the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.errors import UsageError
from pmf_cli.importing.questions.answers import AskedThen, asked_then
from pmf_cli.importing.questions.book import questions_book
from pmf_cli.importing.questions.content import ChangeQuestion, Questions, changes_of, questions_of
from pmf_cli.importing.questions.kept import is_taken_over
from pmf_cli.importing.revisions import rating_changes
from pmf_cli.importing.summary import sections_of
from pmf_cli.places import ANSWERS
from pmf_cli.settings import Limits
from pmf_cli.workbook.read import book_of, read_book

if TYPE_CHECKING:
    from pmf_cli.pipeline.change.scorecards import PreparedImport
    from pmf_cli.views.base import Section
    from pmf_cli.workbook.cells import Book


def questions_name(files: Sequence[Path]) -> str:
    """What the workbook of questions about scorecards is called."""
    return f"Questions about {files[0].stem}.xlsx"


def questions_place(made: PreparedImport, given: Path | None) -> Path:
    """Where answers are kept: the workbook that was named, else one in the register's folder.

    UsageError: neither is known.
    """
    if given is not None:
        return given
    if made.folder is None:
        raise UsageError(
            "There is no register here to keep answers in.", "Name a folder with --register FOLDER."
        )
    return made.folder / ANSWERS / questions_name(made.files)


def questions_left(made: PreparedImport, on: date) -> Questions:
    """What an import asks: guesses, facts of KPIs, and what differs from the register."""
    register = None if made.opened is None else made.opened.register
    refused = {one.key: one.why for one in made.refused}
    return questions_of(made.plan, made.answers, register, _changes(made, on), refused)


def _changes(made: PreparedImport, on: date) -> tuple[ChangeQuestion, ...]:
    if made.opened is None:
        return ()
    register, settings = made.opened.register, made.opened.settings
    ratings = rating_changes(register, settings, made.merge.revisions, on)
    return changes_of(made.merge, register, ratings)


def sections_about(made: PreparedImport, on: date) -> tuple[Section, ...]:
    """Everything that an officer should see of an import before deciding."""
    return sections_of(made.plan, made.merge, _changes(made, on))


def import_command(files: Sequence[Path], folder: Path | None, answers: Path | None = None) -> str:
    """What to type to take scorecards in once their questions are answered."""
    named = (f'"{one}"' for one in files)
    options = (("--register", folder), ("--answers", answers))
    told = (f'{name} "{place}"' for name, place in options if place is not None)
    return " ".join(("pmf import", *named, *told, "--write"))


def questions_about(
    made: PreparedImport, questions: Questions, on: date, answers: Path | None = None
) -> bytes:
    """The workbook of questions about an import.

    Args:
        answers: where it will lie; in the register's own folder of answers where not given.
    """
    return questions_book(
        questions,
        fingerprints=[book.fingerprint for book in made.books],
        command=import_command(made.files, made.folder, answers),
        made_on=on,
    )


def write_questions(path: Path, made: PreparedImport, on: date) -> None:
    """Writes every guess into a workbook, to be corrected; PmfError where that is not possible."""
    from pmf_cli.workbook.write.save import save_bytes

    save_bytes(path, questions_about(made, questions_left(made, on), on, answers=path))


def keep_answers(
    made: PreparedImport, on: date, *, with_guesses: bool
) -> tuple[Path, tuple[str, ...]]:
    """Keeps what was asked and answered with the register, for the next scorecard of the layout.

    A workbook that asks all of it already stays as it is, unless answers were given in another one, or
    cannot be used: those are asked again. One of the same name about another scorecard,
    which is no later one of the same KPIs, is kept beside the new one.

    Args:
        with_guesses: whether doubtful guesses were taken as they are, and so are answered.

    Returns:
        The workbook, and what was written.
    """
    from pmf_cli.pipeline.papers import write_files

    path = questions_place(made, None)
    questions = questions_left(made, on)
    data = questions_about(made, questions.with_guesses if with_guesses else questions, on)
    there = asked_then(read_book(path, Limits())) if path.is_file() else None
    is_as_it_was = not made.refused and not made.is_given
    if there and is_as_it_was and _asks_all_of(there, book_of(path.name, data, Limits())):
        return path, ()
    prints = [book.fingerprint for book in made.books]
    is_lost = there is None or not is_taken_over(there, made.plan, prints)
    return path, write_files(path.parent, {path.name: data}, keep_earlier=is_lost)


def _asks_all_of(held: AskedThen, new: Book) -> bool:
    """Whether what was asked is about the same scorecards as another workbook of questions, and asks as much."""
    asked = asked_then(new)
    if asked is None:
        return False
    return held.fingerprints == asked.fingerprints and asked.keys <= held.keys


def kept_questions(folder: Path | None) -> list[Book]:
    """The workbooks of questions that lie with a register."""
    if folder is None or not (folder / ANSWERS).is_dir():
        return []
    files = sorted((folder / ANSWERS).glob("*.xlsx"), key=lambda path: path.name)
    return [read_book(path, Limits()) for path in files if not path.name.startswith("~$")]
