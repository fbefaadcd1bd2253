"""Which layout a sheet has, found once, and the sheet as its tables are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.guesses import Guess, Sureness, Topic
from pmf_cli.importing.layouts.beneath import measures_beneath
from pmf_cli.importing.layouts.beside import tables_beside
from pmf_cli.importing.layouts.blocks import blocks_on
from pmf_cli.importing.layouts.long_measures import long_measures
from pmf_cli.importing.layouts.marks import cell_words, is_figure, periods_of
from pmf_cli.importing.layouts.nameless import with_name_column, without_names
from pmf_cli.importing.layouts.one_kpi import kpi_tab
from pmf_cli.importing.layouts.records import records_on
from pmf_cli.importing.layouts.relaid import RelaidSheet, turned_sheet, unplaced
from pmf_cli.importing.layouts.several import several_measures
from pmf_cli.importing.tables import SourceTable, tables_of
from pmf_cli.workbook.cells import Cell, Sheet


class LayoutKind(StrEnum):
    """A layout; the value is what it is called in lists and in answers."""

    ROWS = "KPIs run down"
    BENEATH = "KPIs run down, measures beneath each other"
    BLOCKS = "a block of rows a KPI"
    RECORDS = "a list of headings a KPI"
    TAB = "a tab a KPI"
    BESIDE = "tables side by side"
    LONG = "KPIs and periods run down, measures beneath each other"
    SEVERAL = "services run down, several measures a row"
    UNNAMED = "KPIs run down, their column without a known heading"
    ACROSS = "KPIs run across, periods down"
    ACROSS_BENEATH = "KPIs run across with several measures each, periods down"


@frozen
class LaidOut:
    """A sheet ready to be read.

    Attributes:
        loose: cells that are in no table.
        spent: places of cells that only tell the layout.
        sure: how sure the layout is; certain for the usual one.
    """

    kind: LayoutKind
    sheet: Sheet
    tables: tuple[SourceTable, ...]
    loose: tuple[Cell, ...]
    spent: tuple[CellRef, ...] = ()
    sure: Sureness = Sureness.CERTAIN

    def guess(self, wanted: str | None) -> Guess:
        """The layout as a guess, in the words in which it may be settled."""
        sheet, sure, why = self.sheet, self.sure, _WHY[self.kind]
        if wanted is not None:
            is_so = self.kind.casefold() == wanted.strip().casefold()
            sure = Sureness.SETTLED if is_so else Sureness.DOUBTFUL
            why = "you said so" if is_so else f"it is not laid out as “{wanted}”"
        return Guess(Topic.LAYOUT, sheet.name, sheet.ref(), self.kind.value, sure, why)


_WHY = {
    LayoutKind.ROWS: "a heading row names the KPIs and their figures",
    LayoutKind.BENEATH: "a column names measures such as Actual and Target for each KPI",
    LayoutKind.BLOCKS: "names stand above rows of measures such as Actual and Target",
    LayoutKind.RECORDS: "the same headings are repeated down a column, each with its text beside it",
    LayoutKind.TAB: "the KPI's name stands above its figures, in a row of its own",
    LayoutKind.BESIDE: "the heading row names the KPIs more than once",
    LayoutKind.LONG: "a column says of each row whether it is the actual or the target",
    LayoutKind.SEVERAL: "each measure of each row is taken for a KPI",
    LayoutKind.UNNAMED: "the wordiest column beside the figures is taken for the KPIs' names",
    LayoutKind.ACROSS: "periods run down the first column",
    LayoutKind.ACROSS_BENEATH: "periods run down, and measures such as Actual and Target across",
}


def layout_of(
    sheet: Sheet, answered: Mapping[str, str] | None = None, wanted: str | None = None
) -> LaidOut:
    """The sheet in the first layout that fits it; as it stands where none does.

    Args:
        answered: headings that somebody has answered, with the answers.
        wanted: the layout that somebody has said it has.
    """
    reader = _Reader(sheet, answered or {})
    fitting = (one for one in reader.layouts() if one.tables)
    if wanted is not None:
        fitting = (one for one in fitting if one.kind.casefold() == wanted.strip().casefold())
    return next(fitting, reader.plain)


class _Reader:
    """Tries the layouts on a sheet, the most telling first."""

    def __init__(self, sheet: Sheet, answered: Mapping[str, str]) -> None:
        self._sheet = sheet
        self._answered = answered
        self.plain = LaidOut(LayoutKind.ROWS, sheet, *tables_of(sheet, answered))

    def layouts(self) -> Iterator[LaidOut]:
        sheet = self._sheet
        for kind, found in (
            (LayoutKind.BESIDE, tables_beside(sheet)),
            (LayoutKind.TAB, kpi_tab(sheet) if not self.plain.tables else None),
            (LayoutKind.BENEATH, measures_beneath(sheet)),
            (LayoutKind.BLOCKS, blocks_on(sheet)),
            (LayoutKind.RECORDS, records_on(sheet)),
        ):
            if found is not None:
                yield self._read(kind, found.relaid(sheet))
        if len(self.plain.tables) == 1:
            long = long_measures(self.plain.tables[0])
            if long is not None:
                yield self._read(LayoutKind.LONG, long.relaid(sheet))
            several = several_measures(self.plain.tables[0])
            if several is not None:
                yield self._read(LayoutKind.SEVERAL, several.relaid(sheet), Sureness.DOUBTFUL)
        yield self.plain
        across = turned_sheet(sheet)
        beneath = measures_beneath(across)
        if beneath is not None:
            yield self._read(LayoutKind.ACROSS_BENEATH, beneath.relaid(across))
        if not _repeats_periods(across):
            yield self._read(LayoutKind.ACROSS, across)
        several = without_names(sheet)
        if several is not None:
            yield self._read(LayoutKind.SEVERAL, several.relaid(sheet), Sureness.DOUBTFUL)
        unnamed = with_name_column(sheet)
        if unnamed is not None:
            yield self._read(LayoutKind.UNNAMED, unnamed, Sureness.DOUBTFUL)

    def _read(
        self, kind: LayoutKind, new: RelaidSheet, sure: Sureness = Sureness.LIKELY
    ) -> LaidOut:
        """The sheet laid out anew; a column of names without a heading is given one."""
        tables, loose = tables_of(new, self._answered)
        named = None if tables else with_name_column(new)
        if named is not None:
            new = named
            tables, loose = tables_of(new, self._answered)
        spent = (one for one in unplaced(self._sheet, new) if not is_figure(one))
        places = tuple(self._sheet.ref(cell.address) for cell in spent)
        return LaidOut(kind, new, tables, loose, places, sure)


def _repeats_periods(sheet: Sheet) -> bool:
    """Whether the row that heads the periods names one twice: there, each row is of something else."""
    for row in sheet.rows():
        told = [cell_words(row.cells[column]) for column in periods_of(row)]
        if len(told) > 1:
            return len(set(told)) < len(told)
    return False
