"""A scorecard read from the top: tables, their rows, and every period each row tells of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmf_cli.importing.cell_fates import NO_KPI, Accounts
from pmf_cli.importing.column_meanings import ColumnMeaning
from pmf_cli.importing.context import Surroundings, around
from pmf_cli.importing.fields import ScorecardField, plain_heading
from pmf_cli.importing.figures import figure_of, printed_text
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.headings import columns_meant
from pmf_cli.importing.layouts.layout import layout_of
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.observations import SeenCell, SeenRow, Sighting
from pmf_cli.importing.row_periods import NO_PERIOD, UNDER_A_PERIOD, RowPeriods, slots_of
from pmf_cli.importing.sections import Sections, entered, is_footnote, section_text
from pmf_cli.importing.tables import SourceTable, filled, is_repeat
from pmf_cli.tabular.cell_text import shown_as
from pmf_cli.workbook.cells import Book, Cell, Row, Sheet

MEASURED = frozenset(
    {
        ScorecardField.VALUE,
        ScorecardField.TARGET,
        ScorecardField.STATUS,
        ScorecardField.EARLIER,
        ScorecardField.NUMERATOR,
        ScorecardField.FORECAST,
    }
)
"""Fields that make a row one about a KPI's figures."""


@dataclass(frozen=True)
class Scorecard:
    """What the books tell: every row about a KPI, and what the rows tell of each period, in order."""

    rows: tuple[SeenRow, ...]
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True)
class Notebook:
    """What is written down while reading: guesses and the account of cells."""

    guesses: GuessBook
    accounts: Accounts
    mapping: ImportMapping
    year_start: int


def read_scorecard(books: Sequence[Book], notebook: Notebook) -> Scorecard:
    """Everything the books tell about KPIs."""
    rows: list[SeenRow] = []
    sightings: list[Sighting] = []
    own_words = tuple(notebook.mapping.headings)
    for book in books:
        layouts = notebook.mapping.layouts
        found = [layout_of(sheet, own_words, layouts.get(sheet.name)) for sheet in book.sheets]
        if not any(one.tables for one in found):
            _no_table(book, notebook)
        several = sum(bool(one.tables) for one in found) > 1
        for one in found:
            sheet, tables, loose = one.sheet, one.tables, one.loose
            for place in one.spent:
                notebook.accounts.told_layout(place)
            for cell in loose:
                notebook.accounts.left(sheet, cell, "no table of KPIs was found on this sheet")
            if not tables:
                _figures_beside(sheet, loose, notebook)
                continue
            notebook.guesses.note(one.guess(layouts.get(sheet.name)))
            titles = tables[0].titles
            known = around(
                sheet, titles, notebook.mapping, notebook.guesses, several_tabs=several,
                year_start=notebook.year_start,
            )  # fmt: skip
            for cell in titles:
                notebook.accounts.heading(sheet, cell)
            for table in tables:
                _read_table(table, known, notebook, rows, sightings)
    return Scorecard(tuple(rows), tuple(sightings))


def _no_table(book: Book, notebook: Notebook) -> None:
    """A file without any table of KPIs: a doubt, since something was meant to be imported."""
    for sheet in book.sheets[:1]:
        said = notebook.mapping.sheets.get(sheet.name)
        sure = Sureness.SETTLED if said is not None and said.leave_out else Sureness.DOUBTFUL
        why = (
            "no heading row was found that names a KPI (KPI, Indicator, Measure) beside a figure or"
            " period, nor another layout that is known"
        )
        notebook.guesses.note(Guess(Topic.SHEET, sheet.name, sheet.ref(), LEAVE_OUT, sure, why))


def _figures_beside(sheet: Sheet, loose: Sequence[Cell], notebook: Notebook) -> None:
    """A sheet without a table of KPIs that holds figures: a doubt, since they would be lost."""
    figures = [cell for cell in loose if figure_of(cell).number is not None]
    said = notebook.mapping.sheets.get(sheet.name)
    if not figures or (said is not None and said.leave_out):
        return
    why = f"no table of KPIs was found on it, though it holds {len(figures)} figures"
    where = sheet.ref(figures[0].address)
    guess = Guess(Topic.SHEET, sheet.name, where, LEAVE_OUT, Sureness.DOUBTFUL, why)
    notebook.guesses.note(guess)


def _read_table(
    table: SourceTable,
    known: Surroundings,
    notebook: Notebook,
    rows: list[SeenRow],
    sightings: list[Sighting],
) -> None:
    for cell in table.heading_cells:
        notebook.accounts.heading(table.sheet, cell)
    if known.left_out:
        for row in table.body:
            _leave(row, table, "you left this sheet out", notebook)
        return
    meanings = columns_meant(table, notebook.mapping, known.year, notebook.year_start, known.period)
    for meaning in meanings:
        notebook.guesses.note(meaning.guess(table))
    periods = slots_of(
        table, meanings, known, notebook.mapping, notebook.guesses, notebook.year_start
    )
    sections = Sections(known.directorate)
    nested = False
    for place, row in enumerate(table.body):
        if is_repeat(row, table):
            for cell in filled(row):
                notebook.accounts.heading(table.sheet, cell)
            continue
        heading = section_text(row, meanings)
        if heading is not None:
            if is_footnote(heading) or not _figures_follow(table, place, meanings):
                words = (
                    "a note under the table" if is_footnote(heading) else "a row without figures"
                )
                notebook.accounts.left(table.sheet, heading, words)
                continue
            is_used = entered(
                heading, table, meanings, sections, notebook.mapping, notebook.guesses,
                nested=nested, tab_is_directorate=bool(known.directorate),
            )  # fmt: skip
            for cell in filled(row):
                if is_used:
                    notebook.accounts.taken(
                        table.sheet, cell, "directorate or service of the KPIs below"
                    )
                else:
                    notebook.accounts.left(table.sheet, cell, "a heading of a group of KPIs")
            nested = True
            continue
        nested = False
        _read_row(row, table, meanings, periods, sections, notebook, rows, sightings)


def _figures_follow(table: SourceTable, place: int, meanings: tuple[ColumnMeaning, ...]) -> bool:
    """True where the next rows that are no sections hold figures of KPIs."""
    measured = {m.heading.column for m in meanings if m.field in MEASURED}
    for row in table.body[place + 1 :]:
        if section_text(row, meanings) is None:
            return any(cell.column in measured for cell in filled(row))
    return False


def _leave(row: Row, table: SourceTable, words: str, notebook: Notebook) -> None:
    for cell in filled(row):
        notebook.accounts.left(table.sheet, cell, words)


def _read_row(
    row: Row,
    table: SourceTable,
    meanings: tuple[ColumnMeaning, ...],
    periods: RowPeriods,
    sections: Sections,
    notebook: Notebook,
    rows: list[SeenRow],
    sightings: list[Sighting],
) -> None:
    by_column = {meaning.heading.column: meaning for meaning in meanings}
    seen = [(by_column[cell.column], cell) for cell in filled(row) if cell.column in by_column]
    wrong = _not_asked_for(row, meanings, notebook.mapping)
    if wrong:
        _leave(row, table, wrong, notebook)
        return
    facts: dict[str, SeenCell] = {}
    for meaning, cell in seen:
        if meaning.field is not None and meaning.field not in facts:
            facts[meaning.field] = SeenCell(table.sheet, cell, meaning)
    name, ref = (
        _words(facts.get(field)) for field in (ScorecardField.NAME, ScorecardField.REFERENCE)
    )
    if not name and not ref:
        _leave(row, table, NO_KPI, notebook)
        return
    seen_row = SeenRow(
        table.sheet, row.number, name, ref, _words(facts.get(ScorecardField.ORGANISATION)), facts,
        sections.directorate, sections.service,
    )  # fmt: skip
    found, refused = periods.sightings(
        seen_row, tuple(SeenCell(table.sheet, c, m) for m, c in seen)
    )
    if refused:
        _leave(row, table, refused, notebook)
        if refused != NO_PERIOD:
            return
    rows.append(seen_row)
    sightings.extend(found)
    _explain(seen, table, notebook)
    placed = {one.where for sighting in found for _, one in sighting.cells}
    for meaning, cell in seen:
        if meaning.field in UNDER_A_PERIOD and table.sheet.ref(cell.address) not in placed:
            notebook.accounts.left(table.sheet, cell, NO_PERIOD)


def _words(seen: SeenCell | None) -> str:
    """The text that people see, so that 7 shown as 007 is the reference 007."""
    if seen is None:
        return ""
    is_number = isinstance(seen.cell.value, int | float)
    text = shown_as(seen.cell) if is_number else printed_text(seen.cell)
    return " ".join(text.replace("\u200b", "").split())


def _not_asked_for(row: Row, meanings: tuple[ColumnMeaning, ...], mapping: ImportMapping) -> str:
    """Why a row is left out by the officer's choice; empty where it is wanted."""
    for heading, wanted in mapping.only.items():
        for meaning in meanings:
            if plain_heading(meaning.heading.text) == plain_heading(heading):
                cell = row.cells.get(meaning.heading.column)
                shown = "" if cell is None else " ".join(printed_text(cell).split())
                if shown.casefold() != " ".join(wanted.split()).casefold():
                    return f"you asked only for rows with {heading} = {wanted}"
    return ""


def _why_left(meaning: ColumnMeaning) -> str:
    """Why nothing of a column is taken in."""
    heading = meaning.heading.text
    if meaning.sure is Sureness.SETTLED:
        return f"you left the column “{heading}” out"
    if meaning.why.startswith("no known heading"):
        return f"the column “{heading}” was not recognised"
    return f"the column “{heading}”: {meaning.why.partition('. ')[0]}"


_REASONS = {
    ScorecardField.TRAVEL: "pmf works the direction of travel out itself",
    ScorecardField.BENCHMARK: "a benchmark needs its group, period and source: type it into the sheet Benchmarks",
    ScorecardField.TOLERANCE: "tolerances are agreed rules: type them into Rating rules or Targets",
}


def _explain(
    seen: Sequence[tuple[ColumnMeaning, Cell]], table: SourceTable, notebook: Notebook
) -> None:
    """Says of the cells of columns that are never taken in why not."""
    for meaning, cell in seen:
        if meaning.field is None:
            notebook.accounts.left(table.sheet, cell, _why_left(meaning))
        elif meaning.field in _REASONS:
            notebook.accounts.left(table.sheet, cell, _REASONS[ScorecardField(meaning.field)])
