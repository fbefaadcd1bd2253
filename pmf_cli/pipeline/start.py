"""``pmf start``: from the scorecard that a council has to a register, questions and a draft paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from pmf_cli.cycle.period import reporting_period
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.importing.assumed import assumptions_of
from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.importing.questions.content import Questions
from pmf_cli.pipeline.change.asking import Ask, answered_on_screen
from pmf_cli.pipeline.change.new_files import write_new_files
from pmf_cli.pipeline.change.scorecard_questions import (
    import_command,
    questions_about,
    questions_left,
    questions_name,
)
from pmf_cli.pipeline.change.scorecards import import_source, new_register_files
from pmf_cli.pipeline.papers import made_paper, write_files
from pmf_cli.pipeline.read.opening import (
    OpenedRegister,
    Progress,
    assessed,
    load_settings,
    no_progress,
)
from pmf_cli.places import ANSWERS, FILE_NAME, REPORTS, from_here
from pmf_cli.register.reading.build import build
from pmf_cli.register.sheets.row_cells import cells_of_row
from pmf_cli.views.papers import PAPERS
from pmf_cli.words import counted, listed, listed_shortly
from pmf_cli.workbook.read import book_of

TABS_SHOWN = 5
DRAFT = "Draft "
"""Begins the names of files that are made with guesses."""


@frozen
class Started:
    """What a start has made.

    Attributes:
        plan: what was understood, with every guess taken.
        questions: what is asked.
        command: what to type once the questions are answered.
        written: what was done with each file.
        notes: what the settings that lie there already mean for the new register.
    """

    plan: ImportPlan
    questions: Questions
    command: str
    written: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def screen(self) -> tuple[str, ...]:
        """One screen: what was understood, assumed and left, and what to do next."""
        return tuple(_screen(self))


def _screen(made: Started) -> Iterator[str]:
    plan = made.plan
    yield from made.notes
    periods = sorted({row.period for row in plan.results if row.period}, key=lambda p: p.sort_key)
    ends = dict.fromkeys(str(one) for one in (*periods[:1], *periods[-1:]))
    span = f", {' to '.join(ends)}" if ends else ""
    figures, targets = counted(len(plan.results), "figure"), counted(len(plan.targets), "target")
    forecasts = f", {counted(len(plan.forecasts), 'forecast')}" if plan.forecasts else ""
    yield f"Understood: {counted(len(plan.kpis), 'KPI')}, {figures}{span}, {targets}{forecasts}."
    yield from _tabs(plan)
    assumed = assumptions_of(plan)
    yield f"Assumed for the draft: {counted(len(assumed), 'thing')}, listed on its last page."
    for about, number in Counter(one.about for one in assumed).most_common(4):
        yield f"  {about}: {number}"
    left = Counter(one.why.cause for one in plan.left_out if one.why is not None)
    yield f"Not taken in: {counted(sum(left.values()), 'cell')}."
    for words, number in left.most_common(4):
        yield f"  {counted(number, 'cell')}: {words}"
    yield "Next:"
    yield f"  1. Open the workbook of questions: {counted(made.questions.open_count, 'answer')} wanted."
    yield f"  2. {made.command}"


def _tabs(plan: ImportPlan) -> Iterator[str]:
    """How the tabs are laid out, and what of them is not understood."""
    tabs: dict[str, list[str]] = {}
    for guess in plan.guesses:
        if guess.topic is Topic.LAYOUT:
            tabs.setdefault(guess.meaning, []).append(guess.text)
    for meaning, names in tabs.items():
        yield f"  {listed_shortly(tuple(names), TABS_SHOWN)}: {meaning}"
    for guess in plan.doubts:
        if guess.topic is Topic.SHEET:
            yield f"  {guess.text}: {guess.meaning}, since {guess.why}"


def started(
    files: Sequence[Path],
    folder: Path | None,
    on: date,
    progress: Progress = no_progress,
    ask: Ask | None = None,
) -> Started:
    """Makes a register beside the first file, a draft paper and a workbook of questions.

    The register holds what is sure; the draft is made with every guess, and says so.

    Args:
        folder: the register's folder; beside the first file where not given.
        ask: puts questions on the screen, whose answers are kept as they come; ``None`` to ask in the
            workbook alone.

    Raises:
        UsageError: the folder holds a register already, or a file cannot be read.
    """
    place = folder or files[0].parent / f"{files[0].stem} register"
    if place.is_dir() and any(place.glob("*.xls*")):
        raise UsageError(
            f"{place} holds a register already. Nothing was written.",
            f'Answer "{questions_name(files)}" in its folder {ANSWERS}, then pmf import FILE; or name'
            " another folder with --register FOLDER.",
        )
    source = import_source(files, place, progress)
    notes = tuple(_settings_there(place, files, is_named=folder is not None))
    progress("Working out what each cell means")
    made = source.prepared(ImportMapping(earlier_results=True))
    if ask is not None and made.plan.kpis:
        made = answered_on_screen(source, made, ask, on)
    plan = made.plan
    if not plan.kpis:
        raise _nothing_understood(files, plan)
    answered = made.answers.model_copy(update={"earlier_results": False})
    sure = source.prepared(answered.with_answers(plan.without_doubts))
    register = new_register_files(sure, place)
    questions = questions_left(made, on)
    asked = questions_about(made, questions, on)
    drafts: dict[str, bytes] = {}
    if plan.results or plan.targets:
        progress("Writing the draft paper")
        drafts = _draft_files(plan, place, on, progress)
    written = (
        *map(str, write_new_files(place, register)),
        *write_files(place / ANSWERS, {questions_name(files): asked}, keep_earlier=False),
        *write_files(place / REPORTS, drafts),
    )
    return Started(plan, questions, import_command(files, place), written, notes)


def _settings_there(place: Path, files: Sequence[Path], *, is_named: bool) -> Iterator[str]:
    """What a ``pmf.toml`` in the new register's folder, or above it, means for it.

    Raises:
        UsageError: nobody named the folder, and it would lie within a register; or the settings there are for
            other workbooks.
    """
    if (place / FILE_NAME).is_file():
        if listed_there := load_settings(place).files.workbooks:
            raise UsageError(
                f"{from_here(place / FILE_NAME)} is for other workbooks ({listed(listed_there)}). Nothing was written.",
                "Take them out of its settings, or name another folder with --register FOLDER.",
            )
        yield f"{from_here(place / FILE_NAME)} was there: it stays, and its settings hold."
    whole = place.absolute()
    above = next((one for one in whole.parents if (one / FILE_NAME).is_file()), None)
    if above is None:
        return
    if not is_named and _is_kept_in(above, files):
        raise UsageError(
            f"{from_here(above)} holds a register already, and {files[0].name} lies within it. Nothing was written.",
            f"Take it into that register: {import_command(files, from_here(above)).removesuffix(' --write')}. Or"
            " have another one made with --register FOLDER.",
        )
    yield f"{from_here(above / FILE_NAME)} does not hold for the new register, which has its own."


def _is_kept_in(folder: Path, files: Sequence[Path]) -> bool:
    """Whether a folder holds workbooks of a register: others than the scorecards at hand."""
    own = {file.absolute() for file in files}
    return any(path.absolute() not in own for path in folder.glob("*.xls*"))


def _nothing_understood(files: Sequence[Path], plan: ImportPlan) -> UsageError:
    """What to do where no KPI was found: in an empty file, one of pictures, and any other."""
    names = listed([one.name for one in files])
    if plan.accounts:
        why = next((one.why for one in plan.doubts), "it holds no table of KPIs")
        return UsageError(
            f"Nothing in {names} was understood: {why}.",
            "Give the KPIs a heading such as Indicator, and their figures headings such as Q1 or Actual"
            " beside it; docs/import.md shows the layouts that are known. Nothing was written.",
        )
    if any(map(_holds_pictures, files)):
        return UsageError(
            f"{names} holds pictures and no filled cell: a table in a picture cannot be read.",
            "Give the workbook that it was made from, or type its figures into cells. Nothing was written.",
        )
    return UsageError(
        f"{names} holds no filled cell.", "Check that it is the right file. Nothing was written."
    )


def _holds_pictures(file: Path) -> bool:
    if not is_zipfile(file):
        return False
    with ZipFile(file) as package:
        return any(name.startswith("xl/media/") for name in package.namelist())


def _draft_files(plan: ImportPlan, folder: Path, on: date, progress: Progress) -> dict[str, bytes]:
    """The paper for CLT with every guess taken, which the register itself does not hold."""
    from pmf_cli.render.starting.register_book import register_workbooks

    cells = {name: [cells_of_row(row) for row in found] for name, found in plan.rows.items()}
    settings = load_settings(folder)
    books = tuple(
        book_of(name, data, settings.limits)
        for name, data in register_workbooks(cells, name=plan.council).items()
    )
    register, findings = build(books, settings, plan.council or folder.name)
    register = register.with_assumptions(assumptions_of(plan))
    opened = OpenedRegister(folder, settings, register, findings)
    period = reporting_period(register, settings, on)
    assessment = assessed(opened, period=str(period), as_of=on, with_checks=True)
    made = made_paper(opened, assessment, PAPERS["clt"], ("docx", "xlsx"), progress=progress)
    return {f"{DRAFT}{name}": data for name, data in made.files.items()}
