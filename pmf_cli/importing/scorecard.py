"""A scorecard read from the top: tables, their rows, and every period each row tells of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.cell_fates import Accounts
from pmf_cli.importing.column_meanings import ColumnMeaning
from pmf_cli.importing.context import Surroundings, around, names_time
from pmf_cli.importing.cover import cover_titles
from pmf_cli.importing.fields import ScorecardField, plain_heading
from pmf_cli.importing.figures import figure_of, printed_text
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.headings import columns_meant
from pmf_cli.importing.hidden import LEFT_OUT, hidden_cells
from pmf_cli.importing.layouts.layout import LaidOut, LayoutKind, layout_of
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.observations import SeenCell, SeenRow, Sighting
from pmf_cli.importing.painted import has_painted_figures, painted_rating
from pmf_cli.importing.row_periods import (
    UNDER_A_PERIOD,
    RowPeriods,
    slots_of,
)
from pmf_cli.importing.sections import (
    DIRECTORATE,
    SERVICE,
    Sections,
    entered,
    is_footnote,
    is_legend,
    is_sentence,
    section_text,
)
from pmf_cli.importing.tables import SourceTable, filled, is_repeat
from pmf_cli.importing.totals import is_total
from pmf_cli.importing.units import unit_stated
from pmf_cli.importing.why_left import (
    BENCHMARK,
    FOOTNOTE,
    GROUP,
    HIDDEN_LEFT_OUT,
    NO_KPI,
    NO_PERIOD,
    NO_TABLE,
    NOT_WANTED,
    SHEET_LEFT_OUT,
    TOLERANCE,
    TOTAL,
    TRAVEL,
    WITHOUT_FIGURES,
    WhyLeft,
    column_left_out,
    column_not_read,
)
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


PLACES = (DIRECTORATE, SERVICE)
"""Fields that hold for the KPIs below until another stands in their column."""


@frozen
class Scorecard:
    """What the books tell: every row about a KPI, and what the rows tell of each period, in order."""

    rows: tuple[SeenRow, ...]
    sightings: tuple[Sighting, ...]


@frozen
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
    for book in books:
        found = [_laid_out(sheet, notebook) for sheet in book.sheets]
        several = sum(bool(one.tables) for one in found) > 1
        if not any(one.tables for one in found):
            _no_table(book, notebook)
        cover = [title for one in found for title in _on_cover(one)]
        for one in found:
            for reader in _readers(one, notebook, cover, several=several):
                reader.read()
                rows += reader.rows
                sightings += reader.sightings
    return Scorecard(tuple(rows), tuple(sightings))


def _laid_out(sheet: Sheet, notebook: Notebook) -> LaidOut:
    """The sheet in its layout; hidden cells are asked about where it holds KPIs."""
    mapping = notebook.mapping
    said = mapping.sheets[sheet.name].hidden if sheet.name in mapping.sheets else ""
    hidden = hidden_cells(sheet)
    shown = sheet
    if hidden is not None and said == LEFT_OUT:
        shown = hidden.seen_alone
        for cell in hidden.cells:
            notebook.accounts.left(sheet, cell, HIDDEN_LEFT_OUT)
    found = layout_of(shown, mapping.headings, mapping.layouts.get(sheet.name))
    if hidden is not None and (found.tables or said):
        notebook.guesses.note(hidden.guess(said))
    return found


def _on_cover(one: LaidOut) -> list[tuple[Cell, CellRef]]:
    """The titles of a tab that holds no table; none of a hidden one."""
    is_cover = not (one.tables or one.sheet.facts.hidden)
    return list(cover_titles(one.sheet, one.loose)) if is_cover else []


def _account_loose(one: LaidOut, cover: Sequence[tuple[Cell, CellRef]], accounts: Accounts) -> None:
    """Says of the cells in no table that they are; those that name the period of other tabs are titles."""
    titles = {at for _, at in cover}
    for cell in one.loose:
        if one.sheet.ref(cell.address) in titles:
            accounts.heading(one.sheet, cell)
        accounts.left(one.sheet, cell, NO_TABLE)


def _readers(
    one: LaidOut,
    notebook: Notebook,
    cover: Sequence[tuple[Cell, CellRef]],
    *,
    several: bool,
) -> Iterator[_TableReader]:
    """A reader for each table of a sheet; what stands in none is accounted for."""
    sheet = one.sheet
    for place in one.spent:
        notebook.accounts.told_layout(place)
    _account_loose(one, cover, notebook.accounts)
    if not one.tables:
        _figures_beside(sheet, one.loose, notebook)
        return
    notebook.guesses.note(one.guess(notebook.mapping.layouts.get(sheet.name)))
    titles = one.tables[0].titles
    for cell in titles:
        notebook.accounts.heading(sheet, cell)
    for table in one.tables:
        own = (table.caption,) if table.caption is not None and _is_of_time(table.caption) else ()
        known = around(
            sheet, (*own, *titles), notebook.mapping, notebook.guesses,
            several_tabs=several and one.kind is not LayoutKind.TAB, year_start=notebook.year_start,
            cover=cover,
        )  # fmt: skip
        yield _TableReader(table, known, notebook)


def _is_of_time(caption: Cell) -> bool:
    return names_time(printed_text(caption))


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


class _TableReader:
    """Reads one table from the top, moving through its sections."""

    def __init__(self, table: SourceTable, known: Surroundings, notebook: Notebook) -> None:
        self.rows: list[SeenRow] = []
        self.sightings: list[Sighting] = []
        self._table = table
        self._known = known
        self._notebook = notebook
        self._sections = Sections(known.directorate)
        self._is_below_section = False
        self._meanings: tuple[ColumnMeaning, ...] = ()
        self._periods: RowPeriods | None = None
        self._is_painted = False
        self._places: dict[str, SeenCell] = {}
        self._unit = self._unit_around = _unit_of_titles(table)

    def read(self) -> None:
        """Reads every row; afterwards ``rows`` and ``sightings`` hold what they tell."""
        table, notebook = self._table, self._notebook
        for cell in table.heading_cells:
            notebook.accounts.heading(table.sheet, cell)
        if self._known.left_out:
            for row in table.body:
                self._leave(row, SHEET_LEFT_OUT)
            return
        mapping, year_start = notebook.mapping, notebook.year_start
        caption = table.caption
        self._meanings = columns_meant(
            table,
            mapping,
            self._known.year,
            year_start,
            self._known.period,
            has_own_time=caption is not None and _is_of_time(caption),
            plan_begins=None if self._known.plan is None else self._known.plan.year,
        )
        for meaning in self._meanings:
            notebook.guesses.note(meaning.guess(table))
        self._periods = slots_of(
            table, self._meanings, self._known, mapping, notebook.guesses, year_start
        )
        self._is_painted = has_painted_figures(table, self._meanings)
        if caption is not None and _is_of_time(caption):
            notebook.accounts.heading(table.sheet, caption)
        elif caption is not None and is_footnote(caption):
            notebook.accounts.left(table.sheet, caption, FOOTNOTE)
        elif caption is not None:
            self._enter((caption,), caption)
            self._is_below_section = False
        for place, row in enumerate(table.body):
            self._read_row(place, row)

    def _read_row(self, place: int, row: Row) -> None:
        if section_text(row, self._meanings) is not None:
            self._places.clear()
        if is_repeat(row, self._table):
            for cell in filled(row):
                self._notebook.accounts.heading(self._table.sheet, cell)
            return
        heading = section_text(row, self._meanings) or self._numbered_section(place, row)
        if heading is None and is_sentence(row):
            self._leave(row, FOOTNOTE)
        elif heading is None:
            self._is_below_section = False
            self._read_kpi(row)
        elif is_footnote(heading):
            self._leave(row, FOOTNOTE)
        elif not self._figures_follow(place):
            self._leave(row, WITHOUT_FIGURES)
        else:
            self._enter(filled(row), heading)

    def _numbered_section(self, place: int, row: Row) -> Cell | None:
        """The name in a row such as ``1 | Housing`` above KPIs 1.1, 1.2 and so on; ``None`` for other rows."""
        columns = {one.field: one.heading.column for one in self._meanings}
        ref, name = columns.get(ScorecardField.REFERENCE), columns.get(ScorecardField.NAME)
        if ref is None or name is None or {cell.column for cell in filled(row)} != {ref, name}:
            return None
        after = self._table.body[place + 1 : place + 2]
        below = [printed_text(one.cells[ref]).strip() for one in after if ref in one.cells]
        number = printed_text(row.cells[ref]).strip().rstrip(".")
        return row.cells[name] if any(one.startswith(f"{number}.") for one in below) else None

    def _enter(self, cells: Sequence[Cell], heading: Cell) -> None:
        """Moves into the section that a row begins."""
        table, notebook = self._table, self._notebook
        is_used = entered(
            heading, table, self._meanings, self._sections, notebook.mapping, notebook.guesses,
            nested=self._is_below_section, tab_is_directorate=bool(self._known.directorate),
        )  # fmt: skip
        self._is_below_section = True
        self._unit = unit_stated(printed_text(heading)) or self._unit_around
        for cell in cells:
            if is_used:
                words = "directorate or service of the KPIs below"
                notebook.accounts.taken(table.sheet, cell, words)
            else:
                notebook.accounts.left(table.sheet, cell, GROUP)

    def _figures_follow(self, place: int) -> bool:
        """True where the next rows that are no sections hold figures of KPIs."""
        measured = {m.heading.column for m in self._meanings if m.field in MEASURED}
        for row in self._table.body[place + 1 :]:
            if section_text(row, self._meanings) is None:
                return any(cell.column in measured for cell in filled(row))
        return False

    def _leave(self, row: Row, why: WhyLeft) -> None:
        for cell in filled(row):
            self._notebook.accounts.left(self._table.sheet, cell, why)

    def _read_kpi(self, row: Row) -> None:
        """Reads a row that tells of a KPI, or says why it does not."""
        assert self._periods is not None
        seen = tuple(self._seen(row))
        seen_row = self._row_of(row, seen)
        wrong = self._why_no_kpi(row, seen_row)
        if wrong is not None:
            self._leave(row, wrong)
            return
        found, refused = self._periods.sightings(seen_row, seen)
        if refused is not None:
            self._leave(row, refused)
        if refused in (None, NO_PERIOD):
            self.rows.append(seen_row)
            self.sightings.extend(found)
            self._explain(seen, found)

    def _why_no_kpi(self, row: Row, seen: SeenRow) -> WhyLeft | None:
        """Why a row tells of no KPI that is wanted; ``None`` where it does."""
        wrong = _not_asked_for(row, self._meanings, self._notebook.mapping)
        if wrong is not None or seen.ref:
            return wrong
        if not seen.name:
            return NO_KPI
        if is_legend(seen.name):
            return FOOTNOTE
        return TOTAL if is_total(seen.name, self._sections) else None

    def _continued(self, row: SeenRow) -> SeenRow:
        """A row of a period that names no KPI: it is of the one that the rows above name."""
        if not self.rows:
            return row
        before = self.rows[-1]
        return replace(
            row,
            name=before.name,
            ref=before.ref,
            group=before.group,
            facts={**before.facts, **row.facts},
        )

    def _seen(self, row: Row) -> Iterator[SeenCell]:
        """The cells of a row under headings; a figure that is painted rates itself too."""
        sheet = self._table.sheet
        by_column = {meaning.heading.column: meaning for meaning in self._meanings}
        for cell in filled(row):
            meaning = by_column.get(cell.column)
            if meaning is None:
                continue
            seen = SeenCell(sheet, cell, meaning)
            yield seen
            painted = painted_rating(seen) if self._is_painted else None
            if painted is not None:
                yield painted

    def _row_of(self, row: Row, seen: Sequence[SeenCell]) -> SeenRow:
        """The row, by what its own cells say; of a further period where these name no KPI."""
        found = self._told_by(row, seen)
        is_further = not found.name and not found.ref and ScorecardField.PERIOD in found.facts
        return self._continued(found) if is_further else found

    def _told_by(self, row: Row, seen: Sequence[SeenCell]) -> SeenRow:
        facts: dict[str, SeenCell] = {}
        for one in seen:
            if one.meaning.field is not None:
                facts.setdefault(one.meaning.field, one)
        if DIRECTORATE in facts:
            self._places.pop(SERVICE, None)
        for field in PLACES:
            # Written once beside the first of its KPIs, merged or not, it holds for those below too.
            held = facts.get(field) or self._places.get(field)
            if held is not None:
                self._places[field] = facts[field] = held
        name, ref, group = (
            _words(facts.get(field))
            for field in (
                ScorecardField.NAME,
                ScorecardField.REFERENCE,
                ScorecardField.ORGANISATION,
            )
        )
        directorate, service = self._sections.directorate, self._sections.service
        return SeenRow(
            self._table.sheet, row.number, name, ref, group, facts, directorate, service, self._unit
        )

    def _explain(self, seen: Sequence[SeenCell], found: Sequence[Sighting]) -> None:
        """Says of the cells of columns that are never taken in, or of no period, why not."""
        placed = {one.where for sighting in found for _, one in sighting.cells}
        for one in seen:
            why = _why_column_left(one.meaning)
            if why is None and one.meaning.field in UNDER_A_PERIOD and one.where not in placed:
                why = NO_PERIOD
            if why is not None:
                self._notebook.accounts.left(one.sheet, one.cell, why)


def _unit_of_titles(table: SourceTable) -> str:
    """The unit that a title states figures to be in: ``All figures £000``."""
    stated = (unit_stated(printed_text(cell)) for cell in table.titles)
    return next(filter(None, stated), "")


def _words(seen: SeenCell | None) -> str:
    """The text that people see, so that 7 shown as 007 is the reference 007."""
    if seen is None:
        return ""
    is_number = isinstance(seen.cell.value, int | float)
    text = shown_as(seen.cell) if is_number else printed_text(seen.cell)
    return " ".join(text.replace("\u200b", "").split())


def _not_asked_for(
    row: Row, meanings: tuple[ColumnMeaning, ...], mapping: ImportMapping
) -> WhyLeft | None:
    """Why a row is left out by the officer's choice; ``None`` where it is wanted."""
    for heading, wanted in mapping.only.items():
        for meaning in meanings:
            if plain_heading(meaning.heading.text) == plain_heading(heading):
                cell = row.cells.get(meaning.heading.column)
                shown = "" if cell is None else " ".join(printed_text(cell).split())
                if shown.casefold() != " ".join(wanted.split()).casefold():
                    return NOT_WANTED.of(f"you asked only for rows with {heading} = {wanted}")
    return None


_NEVER_TAKEN = {
    ScorecardField.TRAVEL: TRAVEL,
    ScorecardField.BENCHMARK: BENCHMARK,
    ScorecardField.TOLERANCE: TOLERANCE,
}


def _why_column_left(meaning: ColumnMeaning) -> WhyLeft | None:
    """Why nothing of a column is taken in; ``None`` where it may be."""
    if meaning.field is not None:
        return _NEVER_TAKEN.get(ScorecardField(meaning.field)) if "." not in meaning.field else None
    heading = meaning.heading.text
    if meaning.sure is Sureness.SETTLED:
        return column_left_out(heading)
    is_unknown = meaning.why.startswith("no known heading")
    return column_not_read(heading, "" if is_unknown else meaning.why.partition(". ")[0])
