"""A scorecard taken into a register: files read, a plan made, rows written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path

from pmf_cli.cycle.ledger_facts import SCORECARD_TAKEN_IN
from pmf_cli.errors import PmfError, UsageError
from pmf_cli.frozen import frozen
from pmf_cli.importing.guesses import LEAVE_OUT, Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.merge import Merge, merged
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.importing.questions.answers import asked_then
from pmf_cli.importing.questions.kept import answers_that_fit
from pmf_cli.importing.questions.refused import RefusedAnswer, refused_answers
from pmf_cli.importing.restated import (
    CellOnRecord,
    OnRecord,
    PutRight,
    cell_on_record,
    renamed_kpis,
    restated,
)
from pmf_cli.importing.revisions import Decision, accepted
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline.change.changing import (
    CellChange,
    Change,
    apply_change,
    change_of,
    changed_cells,
    unheld_said,
)
from pmf_cli.pipeline.change.entry_cells import entered_results, entered_targets
from pmf_cli.pipeline.change.new_files import write_new_files
from pmf_cli.pipeline.change.planned_changes import PreviewedChange
from pmf_cli.pipeline.change.scorecard_questions import keep_answers as keep_answers
from pmf_cli.pipeline.change.scorecard_questions import kept_questions
from pmf_cli.pipeline.change.scorecard_questions import sections_about as sections_about
from pmf_cli.pipeline.change.scorecard_questions import write_questions as write_questions
from pmf_cli.pipeline.change.withdrawn_kpis import previewed_withdrawals, recorded_withdrawals
from pmf_cli.pipeline.read.opening import (
    OpenedRegister,
    Progress,
    load_settings,
    no_progress,
    open_register,
)
from pmf_cli.pipeline.read.scorecard_books import scorecard_book
from pmf_cli.places import FILE_NAME, register_place
from pmf_cli.register.reading.build import build
from pmf_cli.register.reading.guarding_rows import guards_of
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import SHEETS
from pmf_cli.register.sheets.row_cells import cells_of_row, recorded
from pmf_cli.settings import Settings
from pmf_cli.words import listed
from pmf_cli.workbook.cells import Book
from pmf_cli.workbook.read import book_of


@frozen
class PreparedImport:
    """An import ready to be looked at.

    Attributes:
        files: the scorecards, oldest first.
        books: what stands in them.
        plan: guesses, rows and the account of every cell.
        merge: the rows to add, and what differs from the register.
        opened: the register; ``None`` where it is new.
        folder: where it lies or will lie; ``None`` where no folder was named.
        answers: everything that is settled, by the register's own workbooks of questions too.
        refused: the answers that cannot be used.
        is_given: whether a workbook of questions was named.
    """

    files: tuple[Path, ...]
    books: tuple[Book, ...]
    plan: ImportPlan
    merge: Merge
    opened: OpenedRegister | None
    folder: Path | None
    answers: ImportMapping
    refused: tuple[RefusedAnswer, ...] = ()
    is_given: bool = False

    @property
    def is_changing(self) -> bool:
        """Whether something differs from the register, or is missing, and nobody has decided."""
        found = self.merge
        waits = found.conflicts or found.open_missing or found.contradictions
        return bool(waits or self.refused)

    def what_is_open(self, questions: str) -> Iterator[str]:
        """What somebody must decide or answer otherwise, a sentence each; ``questions`` as ``Merge`` has it."""
        yield from self.merge.what_is_open(questions)
        yield from (one.words for one in self.refused)


@frozen
class ImportSource:
    """What an import is made of: scorecards, the register that they go into, and workbooks of questions.

    Attributes:
        kept: the workbooks that lie with the register.
        given: the one that was named.
    """

    files: tuple[Path, ...]
    books: tuple[Book, ...]
    opened: OpenedRegister | None
    folder: Path | None
    kept: tuple[Book, ...]
    given: Book | None
    _before: dict[str, tuple[ImportPlan, ...]] = field(default_factory=dict, repr=False)

    @property
    def settings(self) -> Settings:
        """The register's; where it is new, those that lie in its folder already."""
        if self.opened is not None:
            return self.opened.settings
        return Settings() if self.folder is None else load_settings(self.folder)

    def prepared(self, mapping: ImportMapping) -> PreparedImport:
        """What the scorecards would bring in, with what a mapping settles above all answers kept."""
        plan = self._plan(mapping)
        kept = answers_that_fit(self.kept, plan, self._prints, self.given)
        answers = kept.answers.with_answers(mapping)
        if answers != mapping:
            plan = self._plan(answers)
        by_form = kept.for_guesses_of(plan).with_answers(mapping)
        if by_form != answers:
            plan, answers = self._plan(by_form), by_form
        if kept.is_of_same and (under := self._under_references(plan, answers, mapping)) != answers:
            plan, answers = self._plan(under), under
        before = self._plans_before(mapping.unanswered) if kept.is_of_same else ()
        made = self._against_register(before, plan, answers, kept.kpis)
        refused = tuple(self._refused(made.plan, made.answers))
        return replace(made, refused=refused, is_given=self.given is not None)

    def _under_references(
        self, plan: ImportPlan, answers: ImportMapping, options: ImportMapping
    ) -> ImportMapping:
        """The answers with what is said of KPIs under the references that other answers give them."""
        if answers.kpis.keys() <= {kpi.ref for kpi in plan.kpis}:
            return answers
        asked = plan_import(self.books, options.unanswered, self.settings)
        return answers.under(renamed_kpis(asked, plan))

    def _refused(self, plan: ImportPlan, answers: ImportMapping) -> Iterator[RefusedAnswer]:
        """The answers of the workbooks about these scorecards that cannot be used; of several the one that was named."""
        for book in self.kept if self.given is None else (self.given,):
            then = asked_then(book)
            if then is not None and then.is_about(self._prints):
                yield from refused_answers(book, plan, answers)

    def _against_register(
        self,
        before: Sequence[ImportPlan],
        plan: ImportPlan,
        answers: ImportMapping,
        kpis: Collection[str],
    ) -> PreparedImport:
        """A plan against the register as the answers put it right; arguments as ``restated`` and ``merged``."""
        opened = self.opened
        if opened is None:
            merge = merged(plan, None, answers, kpis)
            return PreparedImport(self.files, self.books, plan, merge, None, self.folder, answers)
        record = changed_since(opened.folder) if before else {}
        right = restated(opened.register, before, plan, record)
        if right.rows:
            plan = self._plan(answers, right.register)
        merge = replace(
            merged(plan, right.register, answers, kpis),
            put_right=right.rows,
            contradictions=right.contradictions,
        )
        opened = replace(opened, register=right.register)
        return PreparedImport(self.files, self.books, plan, merge, opened, self.folder, answers)

    @property
    def _prints(self) -> frozenset[str]:
        return frozenset(book.fingerprint for book in self.books)

    def _plans_before(self, options: ImportMapping) -> tuple[ImportPlan, ...]:
        """As ``_read_before``, worked out once: answers put one by one change nothing of it."""
        key = options.model_dump_json()
        if key not in self._before:
            self._before[key] = tuple(self._read_before(options)) if self.opened else ()
        return self._before[key]

    def _read_before(self, options: ImportMapping) -> Iterator[ImportPlan]:
        """What may have been written from the same scorecards: with the answers then, without what is doubted, as guessed."""
        taken = None if self.opened is None else answers_taken(self.opened.folder, self._prints)
        if taken is not None:
            yield self._plan(taken)
        plain = self._plan(options)
        if plain.doubts:
            yield self._plan(options.with_answers(plain.without_doubts))
        yield plain

    def _plan(self, mapping: ImportMapping, register: Register | None = None) -> ImportPlan:
        known = self.opened.register if self.opened is not None else None
        return plan_import(self.books, mapping, self.settings, register or known)


SCORECARDS, TAKEN = "scorecards", "answers"
"""In the details of an import on record: the fingerprints of its files, and what was answered."""


def answers_taken(folder: Path, fingerprints: Collection[str]) -> ImportMapping | None:
    """The answers with which scorecards were taken in last; ``None`` where no import of them is on record."""
    for change in reversed(read_ledger(folder).changes()):
        details = change.body["details"]
        if TAKEN in details and not set(fingerprints).isdisjoint(details[SCORECARDS]):
            return ImportMapping.model_validate(details[TAKEN])
    return None


def changed_since(folder: Path) -> OnRecord:
    """The cells of a register that were changed: by an import with its words, else ``None``."""
    found: dict[CellOnRecord, str | None] = {}
    for change in read_ledger(folder).changes():
        is_import = change.body["action"] == SCORECARD_TAKEN_IN
        for cell in change.body["cells"]:
            if "row" in cell:
                key = cell_on_record(cell["sheet"], cell["row"], cell["field"])
                found[key] = cell["after"] if is_import else None
    return found


def import_source(
    files: Sequence[Path],
    register: Path | None,
    progress: Progress = no_progress,
    given: Book | None = None,
) -> ImportSource:
    """The scorecards and the register, read.

    Args:
        files: the scorecards, oldest first.
        register: the register's folder; it may be empty or not exist yet. ``None`` for the
            nearest one upwards, if there is any.
        given: a workbook of questions that was named.

    Raises:
        PmfError: a file or the register cannot be read.
    """
    opened, folder = _register(register, progress)
    limits = (opened.settings if opened is not None else Settings()).limits
    books = []
    for path in files:
        progress(f"Reading {path.name}")
        books.append(scorecard_book(path, limits))
    kept = tuple(kept_questions(folder))
    return ImportSource(tuple(files), tuple(books), opened, folder, kept, given)


def prepared_import(
    files: Sequence[Path],
    mapping: ImportMapping,
    register: Path | None,
    progress: Progress = no_progress,
    given: Book | None = None,
) -> PreparedImport:
    """What the files would bring into the register; arguments and errors as ``import_source``."""
    source = import_source(files, register, progress, given)
    progress("Working out what each cell means")
    return source.prepared(mapping)


def with_all_accepted(source: ImportSource, made: PreparedImport, reason: str) -> PreparedImport:
    """The same import with every figure accepted on which nobody has decided.

    Args:
        reason: why they were revised; empty for the usual words.
    """
    keys = [one.key for one in made.merge.conflicts]
    accepting = ImportMapping(
        revised=dict.fromkeys(keys, Decision.ACCEPT.value),
        reasons=dict.fromkeys(keys, reason) if reason else {},
    )
    return source.prepared(made.answers.with_answers(accepting))


def without_what_is_doubtful(source: ImportSource, made: PreparedImport) -> PreparedImport | None:
    """The same import without what somebody has to decide, into a register with questions of its own.

    ``None`` where no register asks, so that nothing would tell of what was left out.
    """
    if made.opened is None or not (source.kept or source.given):
        return None
    unknown = (one.text for one in made.plan.doubts if one.topic is Topic.SAME)
    left = ImportMapping(same=dict.fromkeys(unknown, LEAVE_OUT))
    without = made.plan.without_doubts.with_answers(left)
    return source.prepared(made.answers.with_answers(without))


def _register(asked: Path | None, progress: Progress) -> tuple[OpenedRegister | None, Path | None]:
    if asked is None:
        try:
            asked = register_place(None)
        except UsageError:
            return None, None
    if not asked.exists() or (asked.is_dir() and not any(asked.glob("*.xls*"))):
        return None, asked
    return open_register(asked, progress), asked


def withdrawals(made: PreparedImport, on: date) -> tuple[PreviewedChange, ...]:
    """The changes of scope that writing an import records: KPIs answered to be withdrawn."""
    if made.opened is None:
        return ()
    return previewed_withdrawals(made.opened, made.merge.missing, _names(made), on)


def _names(made: PreparedImport) -> str:
    return listed([path.name for path in made.files])


def scorecard_written(made: PreparedImport, on: date) -> tuple[str, ...]:
    """Writes the rows, and which KPIs are withdrawn; says what was done.

    Raises:
        UsageError: no folder was named for a new register, or a sheet to add to is missing.
        PmfError: a file is held by another program, or the disk refuses.
    """
    # Refused before anything is written, where one of them cannot be made.
    withdrawals(made, on)
    said = _rows_written(made, on)
    if made.opened is None:
        return said
    return (
        *said,
        *recorded_withdrawals(made.opened.folder, made.merge.missing, _names(made), on),
    )


def _rows_written(made: PreparedImport, on: date) -> tuple[str, ...]:
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
        return (*map(str, write_new_files(made.folder, files)), made.merge.outcome)
    change = _change_of(made, made.opened.register, on)
    done = apply_change(made.opened, change, on)
    return (*done, *unheld_said(change.unheld), made.merge.outcome)


def _change_of(made: PreparedImport, register: Register, on: date) -> Change:
    """What an import changes in a register: rows added, blanks filled, figures corrected."""
    rows = dict(made.merge.rows)
    entries, rows["Results"] = entered_results(register, rows.get("Results", ()))
    targets, rows["Targets"] = entered_targets(register, rows.get("Targets", ()))
    cells = [
        *entries,
        *targets,
        *(change_of(one.row, one.field, one.value) for one in made.merge.fills),
    ]
    unheld: list[CellChange] = []
    for row in made.merge.put_right:
        cells += _cells_put_right(row, unheld)
    for one in accepted(register, made.merge.corrections, on):
        cells += changed_cells(one.held, one.after, unheld)
        rows["Targets"] = (*rows["Targets"], *one.added)
    details = {
        "files": [path.name for path in made.files],
        SCORECARDS: sorted(book.fingerprint for book in made.books),
        TAKEN: made.answers.model_dump(mode="json", exclude_defaults=True),
    }
    return Change(SCORECARD_TAKEN_IN, "import", tuple(cells), rows, details, tuple(unheld))


def _cells_put_right(row: PutRight, unheld: list[CellChange]) -> list[CellChange]:
    """The cells of a row that the answers put right; all of them are emptied where they leave it out."""
    if row.after is not None:
        return changed_cells(row.held, row.after, unheld)
    place = row.held.source.place
    return [
        change_of(row.held, name, None, recorded(value))
        for name, value in cells_of_row(row.held).items()
        if value is not None and name in place.columns
    ]


def new_register_files(made: PreparedImport, folder: Path) -> dict[str, bytes]:
    """The files of a register with the rows, read back as every command will; PmfError where one would be lost."""
    import tomli_w

    from pmf_cli.render.starting.register_book import register_workbooks
    from pmf_cli.render.starting.settings_text import held_text

    rows = {name: [cells_of_row(row) for row in found] for name, found in made.merge.rows.items()}
    files = dict(register_workbooks(rows, name=made.plan.council))
    register = _read_back(made, files, folder)
    if not (folder / FILE_NAME).exists():
        about = "# Settings of this register; see docs/settings.md for every one.\n\n"
        council = tomli_w.dumps({"council": {"name": made.plan.council}})
        holds = held_text(register.guarded, guards_of(register))
        files[FILE_NAME] = f"{about}{council}\n{holds}".encode()
    return files


def _read_back(made: PreparedImport, files: Mapping[str, bytes], folder: Path) -> Register:
    """Reads the new workbooks as every command will, and stops where a row or figure is not there."""
    settings = load_settings(folder)
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
