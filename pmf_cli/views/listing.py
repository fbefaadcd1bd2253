"""A list is its fields: what each tells of a row, to programs and to readers, and what it means.

JSON, CSV, the table on a screen, the workbook and the page of the manual are all read off the same
fields, so they cannot part. ``render/data.py`` prints the items, ``render/terminal.py`` the sections.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, TypeVar

from pmf_cli.assessment import Assessment
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.rag.counts import Counts
from pmf_cli.register.figures import plain
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.views.base import Align, Column, Entry, Fact, Report, Section, Table, TableLook
from pmf_cli.views.entries import NOT_STATED, count_entry, date_entry, ref_entry, text_entry
from pmf_cli.views.wording import file_stem
from pmf_cli.words import day, listed, yes_or_no

Datum = (
    str
    | int
    | bool
    | None
    | tuple[str, ...]
    | tuple[Mapping[str, str | None], ...]
    | Mapping[str, Any]
)
"""What a field of an item may hold. Figures are strings of exact decimals, dates ISO strings; an
object of any shape stays one in JSON and becomes its JSON text in CSV."""

R = TypeVar("R")


@frozen
class Field(Generic[R]):
    """One thing that a list tells of each row.

    Annotate the tuple that holds fields (``tuple[Field[Row], ...]``): a frozen slotted generic class
    cannot be subscripted in the call on Python 3.11.

    Attributes:
        key: its name in JSON and CSV, and for tables that choose their columns.
        title: the column's heading; empty for what only programs are told.
        meaning: what the manual says of it; empty for what only readers are told.
        of: the exact value of a row, or its entry; the row's attribute ``key`` where not given.
        shown: the entry of a row for readers; the value in words where not given.
        missing: what readers see where there is no value.
        width: the column's share of the width.
        empty: what programs get where a text is empty.
    """

    key: str
    title: str
    meaning: str
    of: Callable[[R], object] | None = None
    shown: Callable[[R], Entry] | None = None
    missing: str = NOT_STATED
    width: float = 1.0
    align: Align = Align.TEXT
    empty: str | None = None

    @property
    def column(self) -> Column:
        """The column of a table."""
        return Column(self.title, self.width, self.align, self.key)

    def value(self, row: R) -> object:
        """The exact value of a row."""
        return getattr(row, self.key) if self.of is None else self.of(row)

    def datum(self, row: R) -> Datum:
        """The value of a row for programs."""
        return as_datum(self.value(row), self.empty)

    def entry(self, row: R) -> Entry:
        """The value of a row for readers."""
        return (
            self.shown(row) if self.shown is not None else _in_words(self.value(row), self.missing)
        )


def table_column(
    title: str,
    of: Callable[[R], object],
    width: float = 1.0,
    align: Align = Align.TEXT,
    *,
    key: str = "",
    missing: str = NOT_STATED,
) -> Field[R]:
    """A field that only readers are told: a column of a paper's table."""
    return Field(key, title, "", of, None, missing, width, align)


@frozen
class ListDefinition(Generic[R]):
    """A list before it has rows.

    Attributes:
        schema: name and version of the data format: ``pmf/rag/1``. A field is never renamed or taken
            away within a version; new ones may be added.
        meaning: what one item is, and which command gives it.
        key: the name of the list in data formats: ``kpis``, ``findings`` or ``items``.
        fields: in the order of data formats.
        columns: keys of the fields that readers see, in their order; every titled one where not given.
    """

    schema: str
    meaning: str
    key: str
    fields: tuple[Field[R], ...]
    columns: tuple[str, ...] = ()

    @property
    def data_fields(self) -> tuple[Field[R], ...]:
        """The fields that programs are told."""
        return tuple(field for field in self.fields if field.meaning)

    def chosen(self, columns: Sequence[str] = ()) -> tuple[Field[R], ...]:
        """The fields that readers see: those named, else the list's own columns, else all titled."""
        named = {field.key: field for field in self.fields}
        keys = columns or self.columns or [one.key for one in self.fields if one.title]
        return tuple(named[key] for key in keys)

    def table(
        self,
        name: str,
        title: str,
        rows: Sequence[R],
        summary: str = "",
        columns: Sequence[str] = (),
    ) -> Table:
        """Some rows for readers, by the columns named or the list's own."""
        return table_of(self.chosen(columns), name, title, rows, summary)

    def listing(
        self,
        rows: Iterable[R],
        counts: Mapping[str, int],
        sections: Iterable[Section],
        *,
        register: str,
        as_of: date,
        period: str = "",
    ) -> Listing:
        """The rows as a list in every format."""
        return Listing(self, rows, register, period, as_of, counts, tuple(sections))

    def listing_of(
        self,
        assessment: Assessment,
        rows: Iterable[R],
        counts: Mapping[str, int],
        sections: Iterable[Section],
    ) -> Listing:
        """The rows as a list about an assessed register and its reporting period."""
        register, period = assessment.register.name, str(assessment.period)
        return self.listing(
            rows, counts, sections, register=register, period=period, as_of=assessment.as_of
        )


@dataclass(frozen=True)
class Listing:
    """A list with its rows and counts.

    Attributes:
        rows: gone through as often as asked; those of a long list may be worked out one by one.
        period: the reporting period as printed.
        as_of: the date the list was made for.
        counts: what was counted, in the order to print.
    """

    definition: ListDefinition[Any]
    rows: Iterable[Any]
    register: str
    period: str
    as_of: date
    counts: Mapping[str, int]
    sections: tuple[Section, ...]

    @property
    def schema(self) -> str:
        """Name and version of the data format."""
        return self.definition.schema

    @property
    def key(self) -> str:
        """The name of the list in data formats."""
        return self.definition.key

    @cached_property
    def items(self) -> tuple[Mapping[str, Datum], ...]:
        """One mapping a row, every one with the fields for programs; made when first asked for."""
        fields = self.definition.data_fields
        return tuple({field.key: field.datum(row) for field in fields} for row in self.rows)

    def report(
        self,
        name: str,
        title: str,
        *,
        about: str = "",
        facts: Sequence[Fact] = (),
        workbook: Sequence[Section] = (),
    ) -> Report:
        """The list as a paper or workbook.

        Args:
            about: the period in words, where the list's own does not do.
            facts: what its cover says beside the date.
            workbook: sections of the workbook, one table a sheet, where they differ.
        """
        period = about or self.period
        return Report(
            name=name,
            title=title,
            subtitle=f"{self.register}, {period}".lstrip(", "),
            facts=(Fact("As at", day(self.as_of)), *facts),
            sections=self.sections,
            as_at=self.as_of,
            workbook=tuple(workbook),
            file_stem=file_stem(name, self.period),
            footer=f"{title}, {period}",
            council=self.register,
        )


def table_of(
    fields: Sequence[Field[R]],
    name: str,
    title: str,
    rows: Sequence[R],
    summary: str = "",
    *,
    is_brief: bool = False,
    look: TableLook = TableLook.USUAL,
    has_caption: bool = True,
) -> Table:
    """Rows for readers: a column a field."""
    return Table(
        name,
        title,
        tuple(field.column for field in fields),
        tuple(tuple(field.entry(row) for field in fields) for row in rows),
        summary,
        is_brief,
        look=look,
        has_caption=has_caption,
    )


def as_datum(value: object, empty: str | None = None) -> Datum:
    """A value as programs get it.

    Args:
        value: a figure becomes a string of exact decimals, a date an ISO string, a cell
            ``workbook, sheet!cell``; several values a tuple.
        empty: what an empty text becomes.
    """
    match value:
        case str():
            return str(value) or empty
        case None | int() | Mapping():
            return value
        case tuple() | list():
            return tuple(_part(part) for part in value)
        case CellRef():
            return cell_text(value)
        case Decimal() | date():
            return exact_figure(value)
        case Period():
            return str(value)
    raise TypeError(f"{type(value).__name__} is no data")


def _part(value: object) -> Any:  # noqa: ANN401 - one of several in a field
    if isinstance(value, Mapping):
        return {name: as_datum(part, "") for name, part in value.items()}
    return as_datum(value, "")


def _in_words(value: object, missing: str) -> Entry:
    match value:
        case Entry():
            return value
        case None | "":
            return text_entry(None, missing)
        case bool():
            return Entry(yes_or_no(value))
        case int():
            return count_entry(value)
        case date():
            return date_entry(value)
        case CellRef():
            return text_entry(str(value), missing, value)
        case tuple():
            return text_entry(listed(str(part) for part in value), missing)
    return text_entry(str(value), missing)


def exact_figure(value: ResultValue | None) -> str | None:
    """A figure as a string of its exact decimals, a date in ISO form, Yes or No, a grade."""
    match value:
        case None:
            return None
        case Decimal():
            return f"{value.normalize():f}" if value else "0"
        case date():
            return value.isoformat()
    return plain(value)


def cell_text(where: CellRef | None) -> str | None:
    """A cell as ``workbook, sheet!cell``; nothing for what stands in no workbook."""
    return None if where is None or not where.workbook else str(where)


def register_title(register: Register, words: str) -> str:
    """The heading of a list: the register's name, and what of it."""
    return f"{register.name or 'KPI Register'}: {words}"


def kpi_fields(
    kpi_of: Callable[[R], Kpi], widths: tuple[float, float] = (1.0, 3.0)
) -> tuple[Field[R], Field[R]]:
    """Reference and name of the KPI that a row is about; readers see its short name."""
    return (
        Field(
            "ref",
            "Ref",
            "KPI reference.",
            lambda row: kpi_of(row).ref,
            lambda row: ref_entry(kpi_of(row)),
            width=widths[0],
        ),
        Field(
            "name",
            "KPI",
            "KPI name.",
            lambda row: kpi_of(row).name,
            lambda row: text_entry(kpi_of(row).short_name or kpi_of(row).name, missing="No name"),
            width=widths[1],
        ),
    )


def counts_as_data(counts: Counts) -> dict[str, int]:
    """Counts of ratings under the fixed names of data formats, then one entry a reason."""
    return {
        "in_scope": counts.in_scope,
        "rated": counts.rated,
        "green": counts.green,
        "amber": counts.amber,
        "red": counts.red,
        "not_rated": counts.unrated,
    } | {f"not_rated: {reason}": number for reason, number in counts.by_reason.items()}
