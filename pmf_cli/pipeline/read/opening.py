"""From a folder to a register and its assessment, and what is odd about what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.assessment import Assessment, assess
from pmf_cli.errors import UsageError
from pmf_cli.findings import CellRef, Finding
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.read.register_files import files_of
from pmf_cli.places import (
    BACKUPS,
    FILE_NAME,
    SUPPORTING_INFORMATION,
    TEMPLATES,
    THEME,
    register_place,
)
from pmf_cli.register.changed_settings import ChangedSetting
from pmf_cli.register.periods.period import FINANCIAL_START, quarter
from pmf_cli.register.reading.build import build
from pmf_cli.register.reading.guarding_rows import guards_of, unlisted_rules
from pmf_cli.register.reading.guards import LOST, falls_away, stops
from pmf_cli.register.reading.reading_codes import found
from pmf_cli.register.register import Register
from pmf_cli.register.replaced import known_then
from pmf_cli.register.sheets.entry import EntryPart, entry_heading, is_of_entries
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import RATING_WORDS
from pmf_cli.settings import Settings, parse_settings
from pmf_cli.tabular.names import nearest
from pmf_cli.words import counted, day, listed_shortly

if TYPE_CHECKING:
    from pmf_cli.render.theme import Theme

Progress = Callable[[str], None]
"""Told what is being done, in words; does nothing when nobody watches."""


MOST_STRAYS = 3
"""References of no KPI that every command tells; pmf validate lists them all."""


@frozen
class OpenedRegister:
    """A register as read from its folder.

    Attributes:
        folder: where it lies.
        settings: its ``pmf.toml``, or the defaults.
        register: the register.
        findings: what did not fit while reading.
        remarks: what the reader should know: files open elsewhere, files left aside.
        lost: what fell away, a sentence each; said also where remarks are not wanted.
        theme: the council's own look and words; ``None`` where the shipped ones serve.
    """

    folder: Path
    settings: Settings
    register: Register
    findings: tuple[Finding, ...]
    remarks: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    theme: Theme | None = None


def no_progress(_: str) -> None:
    """Progress that nobody watches."""


def load_settings(folder: Path) -> Settings:
    """The settings of a register's folder; the defaults where it has no ``pmf.toml``.

    UsageError: the file cannot be read or holds what is not a setting.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return Settings()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} is not UTF-8 text.", "Save it in Notepad with the encoding UTF-8."
        ) from error
    return parse_settings(text, str(path))


def open_register(
    asked: Path | None,
    progress: Progress = no_progress,
    *,
    to_check: bool = False,
    for_people: bool = True,
    templates: Path | None = None,
) -> OpenedRegister:
    """Reads a register: settings, workbooks, rows. Clears what ended runs left, where it may.

    Args:
        asked: the register's folder or workbook; ``None`` for the nearest upwards.
        to_check: open it also where nothing can be rated, so that the findings can be told.
        for_people: sentences are built with the council's own words for the ratings; false for
            data formats, which keep Red, Amber and Green.
        templates: a folder to look in first for the theme.

    Raises:
        PmfError: no register, a file that cannot be read, settings or a theme that do not fit, or
            a sheet or column is missing without which nothing can be rated.
    """
    from pmf_cli.pipeline.read.older_workbooks import older_than_record
    from pmf_cli.workbook.read import read_book
    from pmf_cli.workbook.write.locks import remarks_on

    place = register_place(asked)
    folder = place.parent if place.is_file() else place
    settings = load_settings(folder)
    clear_leftovers(folder, settings)
    books = []
    files = files_of(place, settings)
    remarks = [*files.remarks]
    for path in files.read:
        progress(f"Reading {path.name}")
        remarks += remarks_on(path)
        books.append(read_book(path, settings.limits))
    progress("Putting the register together")
    theme = own_theme(folder, settings, templates)
    given = RATING_WORDS if theme is None else theme.rating_words
    if not for_people:
        theme, given = None, given.in_data
    name = settings.council.name or folder.name
    register, findings = build(tuple(books), settings, name, given)
    for book in books:
        remarks += book.remarks
    lost: tuple[str, ...] = ()
    if not to_check:
        _refuse_what_stops(findings)
        lost = tuple(finding.message for finding in findings if finding.code in LOST)
    findings = (*findings, *_lists_missing(folder, settings, register))
    remarks += older_than_record(folder, register)
    return OpenedRegister(folder, settings, register, findings, tuple(remarks), lost, theme)


def clear_leftovers(folder: Path, settings: Settings) -> None:
    """Removes temporary files of runs that have ended, and their note; what may not be, is left."""
    from pmf_cli.workbook.write.register_lock import clear_note
    from pmf_cli.workbook.write.save import sweep

    with suppress(OSError):
        for place in (folder, folder / BACKUPS, folder / settings.collect.folder):
            sweep(place)
        clear_note(folder)


def own_theme(folder: Path, settings: Settings, asked: Path | None = None) -> Theme | None:
    """The theme of a council that has one of its own, else ``None``: the shipped one needs no reading.

    UsageError: its ``theme.toml`` cannot be used.
    """
    own = folder / (settings.templates or TEMPLATES)
    if not any((place / THEME).is_file() for place in (own, asked) if place is not None):
        return None
    from pmf_cli.render.templates import templates_for
    from pmf_cli.render.theme import theme_of

    return theme_of(templates_for(folder, named=settings.templates, asked=asked))


def refuse_where_guards_are_lost(opened: OpenedRegister, paper: str) -> None:
    """Refuses a paper where a rule, mark or restriction of the register may have fallen away.

    Args:
        paper: what is refused, as the subject of a sentence.
    """
    lost = [finding for finding in opened.findings if falls_away(finding)]
    if lost:
        more = f" {counted(len(lost) - 1, 'further one')} likewise." if lost[1:] else ""
        raise UsageError(
            f"{lost[0].where.workbook}: {lost[0].message}{more} {paper} would go out without what "
            "it says of ratings and publication. Nothing was written.",
            "Correct the name of the tab or heading, or put it back. What was given up on purpose: "
            "pmf files --write makes the list in pmf.toml anew. All that is found: pmf validate",
        )


def _refuse_what_stops(findings: Sequence[Finding]) -> None:
    """Refuses to go on where nothing can be rated, with what is missing, and where."""
    for finding in findings:
        if stops(finding):
            raise UsageError(
                f"{finding.where.workbook}: {finding.message} Nothing can be rated without it.",
                "Correct the name of the tab or heading, or put back the workbook. "
                "All that is found: pmf validate",
            )


def _lists_missing(folder: Path, settings: Settings, register: Register) -> tuple[Finding, ...]:
    """What ``pmf.toml`` does not list: nothing at all, no row or mark, or a rule set newer than the list."""
    words = f"{FILE_NAME} does not list the sheets of the register and the columns that guard it."
    if settings.holds:
        rules = unlisted_rules(register, settings.guards)
        if not rules and (settings.guards or not guards_of(register)):
            return ()
        words = f"{FILE_NAME} does not list the rule sets, bodies and restrictions that guard the register."
        if settings.guards:
            rows = f"{'row' if len(rules) == 1 else 'rows'} {listed_shortly(rules, 4)}"
            words = f"{FILE_NAME} does not list the {rows} of Rating rules: were they deleted, nobody would be told."
    if not (folder / FILE_NAME).is_file():
        words = f"There is no {FILE_NAME}: every setting, tolerances too, is the tool's own."
    return (found("SHT027", CellRef(FILE_NAME), words),)


def wrong_period(asked: str, error: ValueError) -> UsageError:
    """What to say of a period that cannot be read: the one asked for, else the settings'."""
    where = f'--period "{asked}"' if asked.strip() else f"period in {FILE_NAME}"
    return UsageError(f"{where}: {error}", 'Write it as "2024/25 Q3".')


def assessed(
    opened: OpenedRegister,
    *,
    period: str,
    as_of: date,
    with_checks: bool = False,
    as_it_stands: bool = False,
    against_issue: bool = False,
    body: str = "",
    progress: Progress = no_progress,
) -> Assessment:
    """The register rated (and checked, where asked) for a period on a date.

    Args:
        period: the reporting period in words; empty for the settings' or the one at work, which is
            the same in every command.
        with_checks: whether the checks run too.
        as_it_stands: take the register as it is now, for commands that change it or say what is
            wrong with it; else a past date is answered from what was known then.
        against_issue: hold the settings against those of the last issue, as checks do.
        body: the body that alone is told, as the sheet Boards names it: of KPIs that it is not given nothing is
            worked out. Empty for all.

    Raises:
        UsageError: the words are no period, or the body's filter cannot be used.
        LedgerError: the ledger is damaged, and the answer depends on it.
    """
    from pmf_cli.cycle.current_cycle import cycle_at_work

    register = opened.register if as_it_stands else _known_on(opened, as_of)
    try:
        asked = cycle_at_work(register, opened.settings, as_of, period)
    except ValueError as error:
        raise wrong_period(period, error) from error
    progress(f"Rating {asked}")
    unrated = Assessment(register, opened.settings, asked, as_of)
    return assess(
        register,
        opened.settings,
        period=asked,
        as_of=as_of,
        reading=opened.findings,
        with_checks=with_checks,
        changed=_changed_since_issue(opened, as_of) if with_checks or against_issue else (),
        only=_refs_of(unrated, body) if body else None,
    )


def _refs_of(unrated: Assessment, body: str) -> frozenset[str] | None:
    # Views are imported only by commands that need them.
    from pmf_cli.views.audience import refs_asked_about

    return refs_asked_about(unrated, body)


def _changed_since_issue(opened: OpenedRegister, as_of: date) -> tuple[ChangedSetting, ...]:
    """The settings that the last issue froze and that are others now."""
    from pmf_cli.ledger.row import RowKind
    from pmf_cli.ledger.store import last_day_of, read_ledger

    if last_day_of(opened.folder, RowKind.PAPER) == date.min:
        return ()
    from pmf_cli.analysis.issued.frozen_settings import changed_settings
    from pmf_cli.ledger.papers import history_of

    history = history_of(read_ledger(opened.folder))
    return changed_settings(opened.register, opened.settings, history, as_of)


def _known_on(opened: OpenedRegister, as_of: date) -> Register:
    """The register as it was known on a day, from the record and from what replaced what.

    The ledger is asked only where pmf wrote into the register after that day.
    """
    from pmf_cli.ledger.row import RowKind
    from pmf_cli.ledger.store import last_day_of, read_ledger

    if last_day_of(opened.folder, RowKind.CHANGE) <= as_of:
        return known_then(opened.register, as_of)
    from pmf_cli.analysis.issued.register_then import register_then
    from pmf_cli.ledger.papers import changes_since

    later, undone = changes_since(read_ledger(opened.folder), as_of)
    start = opened.settings.financial_year_start
    return register_then(opened.register, later, undone, as_of, start)


def notes_on(opened: OpenedRegister, assessment: Assessment) -> tuple[str, ...]:
    """What is odd about what was asked for: no KPIs, a period to come or without results, rows of no KPI."""
    return (
        *_notes_on_period(opened, assessment),
        *_notes_on_entries(assessment.register, assessment.as_of),
        *_notes_on_strays(assessment.register),
    )


def _notes_on_entries(register: Register, on: date) -> tuple[str, ...]:
    """That an entry sheet has no columns for the quarter of a day."""
    year, month = on.year - (on.month < FINANCIAL_START), (on.month - FINANCIAL_START) % 12
    heading = entry_heading(quarter(year, month // 3 + 1), EntryPart.ACTUAL)
    places = (kpi.source.place for kpi in register.kpis[:1])
    return tuple(
        f"{place.sheet} has no column {heading}: pmf upgrade shows the quarters to add, and adds them with --write."
        for place in places
        if heading not in place.columns and is_of_entries(place.columns)
    )


def _notes_on_strays(register: Register) -> tuple[str, ...]:
    """That results or targets stand under a reference that no KPI has, each reference once."""
    known = register.kpi_by_ref
    strays: dict[str, CellRef] = {}
    rows: tuple[Result | Target, ...] = (*register.results, *register.targets)
    for row in rows:
        if row.kpi_ref not in known and known:
            strays.setdefault(row.kpi_ref, row.source.at("kpi_ref"))
    return tuple(
        f"{where} says {ref}, which is no KPI's reference"
        + (f"; {near} may be meant." if near else ".")
        for ref, where in list(strays.items())[:MOST_STRAYS]
        for near in [nearest(ref, known)]
    )


def first_kpi_words(register: Register) -> str:
    """How a register without KPIs is begun, up to the command ``pmf rag``; empty where it holds one."""
    if register.kpis:
        return ""
    workbook = register.present.get("KPIs", (SUPPORTING_INFORMATION, ""))[0]
    return (
        f"The register holds no KPI yet. Open {workbook}: its first page names the cells of a first rating. "
        "Fill them in, save, and type:"
    )


def _notes_on_period(opened: OpenedRegister, assessment: Assessment) -> tuple[str, ...]:
    register, period, on = assessment.register, assessment.period, assessment.as_of
    if not register.kpis and opened.register.kpis:
        number = counted(len(opened.register.kpis), "KPI")
        return (
            f"on {day(on)} the register held no KPI yet: {number} that it holds now came in "
            "later. Ask for a later day with --as-of.",
        )
    if not register.kpis:
        return (
            "the register holds no KPI yet. Fill the cells that the first page of its workbooks names and type "
            "pmf rag, or make a register from the scorecard you have: pmf start FILE",
        )
    if period.start > on:
        return (f"{period} has not begun on {day(on)}.",)
    if period.end > on:
        return (f"{period} ends on {day(period.end)}, after {day(on)}.",)
    held = any(
        row.period is not None and row.period.start <= period.end and row.period.end >= period.start
        for row in register.results
    )
    return () if held else (f"no result in the register is for {period} or a part of it.",)


def cycle_notes(opened: OpenedRegister, assessment: Assessment, period: str) -> tuple[str, ...]:
    """That no cycle has begun yet, or that none of its results is in; the same in every command."""
    from pmf_cli.cycle.current_cycle import none_begun
    from pmf_cli.cycle.period import reporting_period

    if period.strip() or opened.settings.period.strip():
        return ()
    on = assessment.as_of
    other = reporting_period(opened.register, opened.settings, on)
    hint = f'For the quarter with the latest results: --period "{other}".'
    first = none_begun(opened.register, opened.settings, on, period)
    if first is not None:
        return (
            f"no cycle of the timetable has begun on {day(on)}; the first, {first.cycle}, "
            f"begins on {day(first.on)}. {hint}",
        )
    if other.end < assessment.period.start:
        return (f"work is on {assessment.period} by the timetable; no result is in yet. {hint}",)
    return ()


def reminder_notes(opened: OpenedRegister, assessment: Assessment) -> tuple[str, ...]:
    """That no reminders are due for a period of which no date of the timetable has come."""
    from pmf_cli.cycle.current_cycle import is_begun

    period, on = assessment.period, assessment.as_of
    if is_begun(opened.register, opened.settings, period, on):
        return ()
    return (f"the timetable has no dates for {period} yet, so no reminders are due.",)
