"""A scorecard taken into a register: files read, a plan made, rows written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pmf_cli.collect.form.layout import ABOUT as RETURN_FORM
from pmf_cli.cycle.ledger_facts import SCORECARD_TAKEN_IN
from pmf_cli.errors import PmfError, UsageError
from pmf_cli.fingerprints import fingerprint_of
from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.mapping import ImportMapping, check_fact, parse_mapping
from pmf_cli.importing.merge import Merge, merged
from pmf_cli.importing.painted import unread_fills, with_ratings_in_words
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.importing.questions.answers import AS_ASKED, answers_in, answers_that_fit
from pmf_cli.importing.questions.book import questions_book
from pmf_cli.importing.questions.content import questions_of
from pmf_cli.importing.summary import sections_of as sections_of
from pmf_cli.pipeline.change.changing import Change, apply_change, change_of
from pmf_cli.pipeline.papers import write_files
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, no_progress, open_register
from pmf_cli.places import ANSWERS, FILE_NAME, register_place
from pmf_cli.register.reading.build import build
from pmf_cli.register.reading.guarding_rows import guards_of
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import SHEETS
from pmf_cli.register.sheets.row_cells import cells_of_row
from pmf_cli.settings import Limits, Settings
from pmf_cli.words import counted, listed, listed_shortly
from pmf_cli.workbook.cells import Book
from pmf_cli.workbook.csvfile import read_csv
from pmf_cli.workbook.read import book_of, read_book

CSV_ENDINGS = (".csv", ".tsv", ".txt", ".tab")


@dataclass(frozen=True, slots=True)
class PreparedImport:
    """An import ready to be looked at.

    Attributes:
        plan: guesses, rows and the account of every cell.
        merge: the rows to add, and what contradicts the register.
        opened: the register; ``None`` where it is new.
        folder: where it lies or will lie; ``None`` where no folder was named.
    """

    plan: ImportPlan
    merge: Merge
    opened: OpenedRegister | None
    folder: Path | None


def settled_by(
    answers: Path | None,
    *,
    only: Sequence[str] = (),
    defaults: Sequence[str] = (),
    period: str = "",
    earlier_results: bool = False,
) -> ImportMapping:
    """What a workbook of questions and the options settle; options win.

    Args:
        only: ``heading=text`` of rows to take.
        defaults: ``column=value`` for all KPIs.
        period: the period of figures for which nothing names one.
        earlier_results: whether earlier results beside the current one are taken in.

    Raises:
        UsageError: the file or an option cannot be used.
    """
    mapping = ImportMapping() if answers is None else _answers_in(answers)
    facts = dict(_pair(text, "--default") for text in defaults)
    for fact in facts:
        check_fact(fact, "--default")
    return mapping.model_copy(
        update={
            "only": mapping.only | dict(_pair(text, "--only") for text in only),
            "defaults": mapping.defaults | facts,
            "period": period or mapping.period,
            "earlier_results": earlier_results or mapping.earlier_results,
        }
    )


def _answers_in(file: Path) -> ImportMapping:
    """What a workbook of questions settles, or the answers as pmf wrote them before (TOML)."""
    if not file.is_file():
        raise UsageError(f"{file} does not exist.", "Make one with --questions FILE.")
    if file.suffix.lower() != ".toml":
        return answers_in(read_book(file, Limits()))
    try:
        return parse_mapping(file.read_bytes().decode("utf-8-sig"), str(file))
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{file} is not UTF-8 text.", "Save it in Notepad with the encoding UTF-8."
        ) from error


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise UsageError(
            f"{option} {text!r} is not NAME=VALUE.", f'Write it as {option} "Financial=No".'
        )
    return name.strip(), value.strip()


def write_questions(path: Path, files: Sequence[Path], made: PreparedImport, on: date) -> None:
    """Writes every guess into a workbook, to be corrected; PmfError where that is not possible."""
    from pmf_cli.workbook.write.save import save_bytes

    save_bytes(path, questions_about(files, made.plan, made.folder, on, answers=path))


def questions_about(
    files: Sequence[Path],
    plan: ImportPlan,
    folder: Path | None,
    on: date,
    answers: Path | None = None,
) -> bytes:
    """The workbook of questions about some scorecards.

    Args:
        folder: the register's; ``None`` for the nearest upwards.
        answers: where it will lie; in the register's own folder of answers where not given.
    """
    return questions_book(
        questions_of(plan),
        fingerprints=[fingerprint_of(one) for one in files],
        command=import_command(files, folder, answers),
        made_on=on,
    )


def import_command(files: Sequence[Path], folder: Path | None, answers: Path | None = None) -> str:
    """What to type to take scorecards in once their questions are answered."""
    named = (f'"{one}"' for one in files)
    options = (("--register", folder), ("--answers", answers))
    told = (f'{name} "{place}"' for name, place in options if place is not None)
    return " ".join(("pmf import", *named, *told, "--write"))


def scorecard_book(path: Path, limits: Limits) -> Book:
    """The scorecard in a file: CSV or workbook, told apart by the name's ending.

    Raises:
        UnreadableWorkbookError: it cannot be read.
        UsageError: it is a form that pmf wrote, and no scorecard.
    """
    if path.suffix.lower() in CSV_ENDINGS:
        return read_csv(path, limits)
    book = read_book(path, limits)
    _refuse_what_pmf_wrote(book)
    return _with_colours(book, path)


def _refuse_what_pmf_wrote(book: Book) -> None:
    """Refuses a workbook that is no scorecard but a form of pmf's own, which another command reads."""
    tabs = {sheet.name for sheet in book.sheets}
    if RETURN_FORM in tabs:
        raise UsageError(
            f"{book.name} is a return form, and no scorecard.",
            "Take it in with pmf collect read FILE.",
        )
    if AS_ASKED in tabs:
        raise UsageError(
            f"{book.name} holds questions about a scorecard.",
            "Name the scorecard, and give the questions with --answers FILE.",
        )


def _with_colours(book: Book, path: Path) -> Book:
    """The book with the ratings in words that it shows by colour alone; what is not read is said."""
    from pmf_cli.workbook.colours import fills_in

    fills = fills_in(path)
    sheets = []
    remarks = list(book.remarks)
    for sheet in book.sheets:
        facts = replace(sheet.facts, fills=fills.get(sheet.name, {}))
        sheets.append(with_ratings_in_words(replace(sheet, facts=facts)))
        if cells := unread_fills(sheets[-1]):
            remarks.append(
                f"{sheet.name}: {counted(len(cells), 'cell')} ({listed_shortly(cells, 4)}) are filled red, amber or"
                " green, hold no word and stand under no heading such as RAG: type Red, Amber or Green where a"
                " rating is meant"
            )
    return replace(book, sheets=tuple(sheets), remarks=tuple(remarks))


def prepared_import(
    files: Sequence[Path],
    mapping: ImportMapping,
    register: Path | None,
    progress: Progress = no_progress,
) -> PreparedImport:
    """What the files would bring into the register.

    Args:
        files: the scorecards, oldest first.
        register: the register's folder; it may be empty or not exist yet. ``None`` for the
            nearest one upwards, if there is any.

    Raises:
        PmfError: a file or the register cannot be read.
    """
    opened, folder = _register(register, progress)
    settings = opened.settings if opened is not None else Settings()
    books = []
    for path in files:
        progress(f"Reading {path.name}")
        books.append(scorecard_book(path, settings.limits))
    progress("Working out what each cell means")
    known = opened.register if opened is not None else None
    plan = plan_import(books, mapping, settings, known)
    kept = _kept_answers(folder, books, plan)
    if kept != ImportMapping():
        plan = plan_import(books, kept.with_answers(mapping), settings, known)
    return PreparedImport(plan, merged(plan, known), opened, folder)


def _kept_answers(folder: Path | None, books: Sequence[Book], plan: ImportPlan) -> ImportMapping:
    """What the register's own workbooks of questions say of scorecards of this layout."""
    if folder is None or not (folder / ANSWERS).is_dir():
        return ImportMapping()
    files = sorted((folder / ANSWERS).glob("*.xlsx"), key=lambda path: path.name)
    asked = [read_book(path, Limits()) for path in files if not path.name.startswith("~$")]
    headings = {guess.text for guess in plan.guesses if guess.topic is Topic.HEADING}
    return answers_that_fit(asked, headings, {book.fingerprint for book in books})


def _register(asked: Path | None, progress: Progress) -> tuple[OpenedRegister | None, Path | None]:
    if asked is None:
        try:
            asked = register_place(None)
        except UsageError:
            return None, None
    if not asked.exists() or (asked.is_dir() and not any(asked.glob("*.xls*"))):
        return None, asked
    return open_register(asked, progress), asked


def scorecard_written(made: PreparedImport, on: date) -> tuple[str, ...]:
    """Writes the rows: a new register, or rows added to the one there; says what was done.

    Raises:
        UsageError: no folder was named for a new register, or a sheet to add to is missing.
        PmfError: a file is held by another program, or the disk refuses.
    """
    if made.folder is None:
        raise UsageError(
            "There is no register here to write into.",
            "Name a folder with --register FOLDER; a new register is made where it has none.",
        )
    if made.merge.is_empty:
        return (made.merge.outcome,)
    if made.opened is None:
        files = new_register_files(made, made.folder)
        return (*write_files(made.folder, files), made.merge.outcome)
    cells = tuple(change_of(one.row, one.field, one.value) for one in made.merge.fills)
    change = Change(SCORECARD_TAKEN_IN, "import", cells, made.merge.rows)
    return (*apply_change(made.opened, change, on), made.merge.outcome)


def new_register_files(made: PreparedImport, folder: Path) -> dict[str, bytes]:
    """The files of a register with the rows, read back as every command will; PmfError where one would be lost."""
    import tomli_w

    from pmf_cli.render.starting.register_book import register_workbooks
    from pmf_cli.render.starting.settings_text import held_text

    rows = {name: [cells_of_row(row) for row in found] for name, found in made.merge.rows.items()}
    files = dict(register_workbooks(rows, name=made.plan.council))
    register = _read_back(made, files)
    if not (folder / FILE_NAME).exists():
        about = "# Settings of this register; see docs/settings.md for every one.\n\n"
        council = tomli_w.dumps({"council": {"name": made.plan.council}})
        holds = held_text(register.guarded, guards_of(register))
        files[FILE_NAME] = f"{about}{council}\n{holds}".encode()
    return files


def _read_back(made: PreparedImport, files: Mapping[str, bytes]) -> Register:
    """Reads the new workbooks as every command will, and stops where a row or figure is not there."""
    settings = Settings()
    books = tuple(book_of(name, data, settings.limits) for name, data in files.items())
    register, _ = build(books, settings)
    unlike = [
        layout.name
        for layout in SHEETS
        if layout.name in made.merge.rows
        and len(getattr(register, layout.holds)) != len(made.merge.rows[layout.name])
    ]
    wanted, found = (
        Counter((row.kpi_ref, row.period, row.split, row.value) for row in rows)
        for rows in (made.merge.rows.get("Results", ()), register.results)
    )
    if not unlike and found != wanted:
        unlike = ["Results"]
    if unlike:
        raise PmfError(
            f"The new register would not hold every row of {listed(unlike)}; nothing was written.",
            "Report it as a fault of pmf, with the scorecard where you may pass it on.",
        )
    return register
