"""The plan of an import: guesses, rows for the register, and the account of every cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.answered_frequency import with_periods_answered
from pmf_cli.importing.cell_fates import (
    WITHOUT_A_HOME,
    Accounts,
    CellAccount,
    Fate,
)
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.figures import figure_in
from pmf_cli.importing.guesses import (
    LEAVE_OUT,
    Guess,
    GuessBook,
    Sureness,
    Topic,
    headings_shared,
)
from pmf_cli.importing.hidden import LEFT_OUT, TAKEN_IN
from pmf_cli.importing.identity import NO_KPI_YET, SeenKpi, council_of, kpis_in
from pmf_cli.importing.kpi_rows import People, kpi_row
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.period_words import taken_apart
from pmf_cli.importing.plan_years import PLAN
from pmf_cli.importing.quarterly_kpis import (
    ONLY_ENDS,
    question_of_quarters,
    sheets_with_quarters,
    wait_for_frequency,
    with_own_quarters,
)
from pmf_cli.importing.readings import read_sightings
from pmf_cli.importing.record_rows import (
    commentary_rows,
    earlier_rows,
    forecast_rows,
    result_rows,
)
from pmf_cli.importing.row_periods import PERIOD_OPEN
from pmf_cli.importing.scorecard import Notebook, Scorecard, read_scorecard
from pmf_cli.importing.target_rows import kind_alone, target_rows
from pmf_cli.importing.why_left import KPI_LEFT_OUT, NO_KPI, NOT_KNOWN
from pmf_cli.register.periods.period import FINANCIAL_START
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Commentary, Forecast, Result
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.register.sheets.targets import Target
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Book, Cell

_NAMING = (ScorecardField.NAME, ScorecardField.REFERENCE)
"""What a heading may be read as on which it hangs whose every figure is."""


@dataclass(frozen=True)
class ImportPlan:
    """What an import would bring in. Each row's ``source`` is its cell in the scorecard.

    Attributes:
        council: the council that the scorecard names; empty where none or several.
        guesses: everything guessed, by topic, doubts numbered.
        remarks: what is odd about cells that are taken in all the same.
        contacts: everybody named, those that the register has among them.
        targeted: references of KPIs for which a target is printed, or held by the register.
    """

    council: str
    guesses: tuple[Guess, ...]
    accounts: tuple[CellAccount, ...]
    remarks: tuple[Remark, ...]
    kpis: tuple[Kpi, ...]
    contacts: tuple[Contact, ...]
    targets: tuple[Target, ...]
    results: tuple[Result, ...]
    commentary: tuple[Commentary, ...]
    forecasts: tuple[Forecast, ...] = ()
    targeted: frozenset[str] = frozenset()

    @property
    def rows(self) -> dict[str, tuple[Any, ...]]:
        """Sheet of the register → the rows that belong there."""
        return {
            "KPIs": self.kpis,
            "Targets": self.targets,
            "Contacts": self.contacts,
            "Results": self.results,
            "Commentary": self.commentary,
            "Forecasts": self.forecasts,
        }

    @cached_property
    def measured(self) -> frozenset[str]:
        """References of KPIs that have a figure."""
        return frozenset(row.kpi_ref for row in self.results if row.value is not None)

    @property
    def doubts(self) -> tuple[Guess, ...]:
        """The guesses that hold the import up."""
        return tuple(guess for guess in self.guesses if guess.is_doubt)

    @property
    def without_doubts(self) -> ImportMapping:
        """What leaves out everything that is doubtful, so that only what is sure is taken in."""
        shared = headings_shared(self.guesses)
        tables: dict[str, dict[str, str]] = {}
        for guess in self.doubts:
            if guess.topic not in (Topic.SHEET, Topic.KPI, Topic.SAME):
                tables.setdefault(guess.topic.value, {})[guess.key(shared)] = LEAVE_OUT
        sheets: dict[str, dict[str, object]] = {}
        for guess in self.doubts:
            if guess.topic is Topic.SHEET:
                sheets.setdefault(guess.text, {}).update(_left_of_tab(guess.meaning))
            elif guess.topic is Topic.HEADING and guess.meaning in _NAMING:
                # Which column names the KPIs decides whose every figure of a tab is: the tab waits whole.
                sheets.setdefault(guess.where.sheet, {})["leave_out"] = True
        waiting = tuple(one.text for one in self.doubts if one.why == ONLY_ENDS)
        return ImportMapping.model_validate({**tables, "sheets": sheets, "waiting": waiting})

    @property
    def left_out(self) -> tuple[CellAccount, ...]:
        """The filled cells that are not taken in, each with its reason."""
        return tuple(account for account in self.accounts if account.fate is Fate.LEFT)


def plan_import(
    books: Sequence[Book],
    mapping: ImportMapping,
    settings: Settings,
    register: Register | None = None,
) -> ImportPlan:
    """What the books, oldest first, would bring into a register; ``None`` where that is new."""
    guesses = GuessBook()
    accounts = Accounts(books)
    notebook = Notebook(guesses, accounts, mapping, settings.financial_year_start)
    scorecard = read_scorecard(books, notebook)
    councils = council_of(scorecard)
    for line in scorecard.rows:
        for field in (ScorecardField.PERIOD, ScorecardField.YEAR):
            if (cell := line.facts.get(field)) is not None:
                accounts.taken(cell.sheet, cell.cell, "the period of its row")
    ask_about(councils, scorecard, guesses)
    people = People.of(register, mapping.contacts)
    kpis: list[Kpi] = []
    targets: list[Target] = []
    targeted: set[str] = set()
    results: list[Result] = []
    commentary: list[Commentary] = []
    forecasts: list[Forecast] = []
    every = kpis_in(scorecard, mapping, guesses, register)
    quarterly = sheets_with_quarters(every)
    for found in every:
        if found.ref == NO_KPI_YET:
            _leave_for_later(found, accounts)
            continue
        year_start = settings.financial_year_start
        known = None if register is None else register.kpi(found.ref)
        seen = with_periods_answered(found, mapping, year_start)
        seen = with_own_quarters(seen, mapping, known, year_start, quarterly)
        read = read_sightings(seen, mapping, guesses)
        row = kpi_row(seen, read, people, mapping, guesses, accounts)
        if seen.by_quarter:
            guesses.note(question_of_quarters(seen))
        if seen.by_quarter and seen.ref in mapping.waiting:
            wait_for_frequency(seen, accounts)
            read, row = (), replace(row, frequency=None, first_period=None)
        own = result_rows(row, read, mapping, guesses, accounts)
        kpis.append(row)
        results += own
        results += earlier_rows(row, read, own, accounts, asked=mapping.earlier_results)
        aims = target_rows(row, read, mapping, guesses, accounts)
        held = register.targets_by_kpi.get(row.ref, ()) if register is not None else ()
        targets += aims or (() if held else kind_alone(row, mapping))
        if aims or held or any(one.target is not None and one.target.kind for one in read):
            targeted.add(row.ref)
        commentary += commentary_rows(row, read, accounts)
        forecasts += forecast_rows(row, read, accounts)
    _ask_about_homeless(accounts, mapping, guesses)
    return ImportPlan(
        council=councils[0] if len(councils) == 1 else "",
        guesses=guesses.all(),
        accounts=accounts.all(),
        remarks=cell_remarks(books),
        kpis=tuple(kpis),
        contacts=tuple(people.made),
        targets=tuple(targets),
        results=tuple(results),
        commentary=tuple(commentary),
        forecasts=tuple(forecasts),
        targeted=frozenset(targeted),
    )


def _leave_for_later(kpi: SeenKpi, accounts: Accounts) -> None:
    """Leaves rows of which it is not known which KPI they are of."""
    facts = (cell for row in kpi.rows for cell in row.facts.values())
    told = (cell for one in kpi.sightings for _, cell in one.cells)
    for seen in (*facts, *told):
        accounts.left(seen.sheet, seen.cell, KPI_LEFT_OUT)


def _ask_about_homeless(accounts: Accounts, mapping: ImportMapping, guesses: GuessBook) -> None:
    """Figures that no column or row gives a KPI: a doubt for all of them, never lost unasked."""
    lost = [
        account
        for account in accounts.all()
        if account.fate is Fate.LEFT
        and account.why in (NOT_KNOWN, NO_KPI)
        and _holds_figure(account.text)
    ]
    if not lost:
        return
    said = mapping.settled(Topic.VALUE, WITHOUT_A_HOME)
    sure = Sureness.DOUBTFUL if said is None else Sureness.SETTLED
    why = "they stand in rows that name no KPI, or under no heading, and would be lost"
    for account in lost:
        guesses.note(Guess(Topic.VALUE, WITHOUT_A_HOME, account.where, LEAVE_OUT, sure, why))


def _left_of_tab(doubted: str) -> dict[str, object]:
    """What of a tab is left out where something of it is doubted: all of it where a period is that was found."""
    if doubted == TAKEN_IN:
        return {"hidden": LEFT_OUT}
    if doubted.startswith(PLAN):
        return {"plan": LEAVE_OUT}
    is_of_time = doubted.startswith("period ") and doubted != PERIOD_OPEN
    return {"leave_out": True} if doubted == LEAVE_OUT or is_of_time else {}


def _holds_figure(text: str) -> bool:
    """Whether a text holds a figure besides the year or period in it: ``2024 pledges`` does not."""
    apart = taken_apart(text, None, FINANCIAL_START)
    words = apart.rest if apart is not None and apart.rest else text
    return figure_in(words).number is not None


def ask_about(councils: tuple[str, ...], scorecard: Scorecard, book: GuessBook) -> None:
    """Notes the doubt, where more than one council is named and nobody has settled it."""
    if len(councils) < 2:
        return
    seen = next(
        row.facts[ScorecardField.ORGANISATION]
        for row in scorecard.rows
        if ScorecardField.ORGANISATION in row.facts
    )
    if seen.meaning.sure is Sureness.SETTLED:
        return
    heading = seen.meaning.heading
    why = (
        f"{len(councils)} councils in one file, and a register is one council's: take one with"
        f' --only "{heading.text}={councils[0]}"'
    )
    where = seen.sheet.ref(heading.cells[-1].address)
    book.replace(Guess(Topic.HEADING, heading.text, where, "Directorate", Sureness.DOUBTFUL, why))


# The minus of a word processor (U+2212) counts as one.
_NUMBER = re.compile(r"[+\-−]?[\d,]*\.?\d+%?")


@frozen
class Remark:
    """Something odd at a cell."""

    where: CellRef
    text: str


def cell_remarks(books: Sequence[Book]) -> tuple[Remark, ...]:
    """Numbers with blanks around them, and invisible signs; in order."""
    found: list[Remark] = []
    for book in books:
        found += [Remark(CellRef(book.name), words) for words in book.remarks]
        for sheet in book.sheets:
            for row in sheet.rows():
                for cell in row.cells.values():
                    if words := _odd(cell):
                        found.append(Remark(sheet.ref(cell.address), words))
    return tuple(found)


def _odd(cell: Cell) -> str:
    value = cell.value
    if not isinstance(value, str):
        return ""
    stripped = value.strip()
    if stripped != value and _NUMBER.fullmatch(stripped):
        return f"the number {stripped} is typed with a blank beside it; it is taken as {stripped}"
    if "\u200b" in value or "\ufeff" in value:
        return "the cell holds an invisible sign, which is left aside"
    return ""
