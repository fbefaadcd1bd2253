"""What somebody wants to change about a KPI, and how a typed value is read.

A value is read as the cell it will stand in would be, so that what is written reads back the
same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.context import PeriodContext, PeriodError, beginning
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.steps import moved_by_months, shift
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.reading.converters import converter
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import SheetColumn, by_name
from pmf_cli.register.terms import BackSeries, Frequency, ScopeChangeKind
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.measure import MeasuredAs
from pmf_cli.words import listed
from pmf_cli.workbook.cells import Cell

_K = ScopeChangeKind
KPI_FIELDS: Mapping[ScopeChangeKind, tuple[str, ...]] = {
    _K.DEFINITION: ("definition", "calculation", "numerator_label", "denominator_label", "name"),
    _K.SOURCE: ("data_source", "source_owner", "source_assurance"),
    _K.FREQUENCY: ("frequency",),
    _K.OWNER: ("responsible_officer", "key_contact", "deputy_contact", "performance_lead"),
    _K.POLARITY: ("polarity",),
    _K.BOARD: ("scrutiny_board", "lead_board"),
}
"""Kind of change → the columns of ``KPIs`` that it may change, the usual one first."""
BREAKING = (_K.DEFINITION, _K.SOURCE, _K.FREQUENCY)
"""Kinds that must say whether figures before and after can be compared."""
_STEP = {Frequency.QUARTERLY: 3, Frequency.SIX_MONTHLY: 6, Frequency.ANNUAL: 12}


@frozen
class TypedScopeChange:
    """A change of scope as it was typed; every text may be empty where the register can tell.

    Attributes:
        to: the new value, where it differs from the words.
        before: how it was, where the register no longer says.
        column: the heading of a column of ``KPIs``; empty takes the usual one of the kind.
        profile: four or twelve targets of an own profile, separated by semicolons.
        tolerance: a tolerance that changes together with the target: ``3 points``.
        back_series: whether past figures were worked out anew.
        replaced_by: the KPI that takes the place of an ended one.
    """

    ref: str
    from_period: str
    reason: str
    to: str = ""
    after: str = ""
    before: str = ""
    column: str = ""
    profile: str = ""
    breaks: bool | None = None
    back_series: str = ""
    replaced_by: str = ""
    proposed_by: str = ""
    agreed_by: str = ""
    minute: str = ""
    tolerance: str = ""


@frozen
class ScopeRequest:
    """``KPI.column = value`` from a period on: what a change of scope is worked out from.

    Attributes:
        typed: the rest as typed, references as the register writes them.
    """

    register: Register
    kpi: Kpi
    kind: ScopeChangeKind
    from_period: Period
    changed_on: date
    year_start: int
    typed: TypedScopeChange
    back_series: BackSeries | None = None

    @property
    def field(self) -> str:
        """The field of ``KPIs`` that is meant; empty for kinds that change none."""
        return scope_field(self.kind, self.typed.column)

    @property
    def text(self) -> str:
        """The new value as typed."""
        return (self.typed.to or self.typed.after).strip()

    @property
    def last_period(self) -> Period | None:
        """The KPI's own period before; ``None`` where its periods have no fixed sequence."""
        if self.from_period.kind is PeriodKind.ROLLING and self.kpi.frequency in _STEP:
            return moved_by_months(self.from_period, -_STEP[self.kpi.frequency])
        return shift(self.from_period, -1)

    def value(self, sheet: str, field: str, text: str) -> object:
        """The value of a typed text, read as the column of a sheet reads its cells.

        Raises:
            UsageError: it does not fit; says what would.
        """
        column = scope_column(sheet, field)
        read = converter(by_name()[sheet], column, self.year_start)
        measure = MeasuredAs(self.kpi.data_type, self.kpi.unit, context_of(self.kpi))
        value = read(Cell(1, 1, text), measure)
        if isinstance(value, Doubt):
            if value.value is not None:
                return value.value
            told = value.remarks[0][1] if value.remarks else "cannot be read"
            raise UsageError(
                f"{column.heading.text} {told}.", "Write it as the column asks for it."
            )
        return value


def scope_field(kind: ScopeChangeKind, text: str) -> str:
    """The field of ``KPIs`` that a column's heading means, for a kind of change.

    Raises:
        UsageError: the kind changes no such column.
    """
    fields = KPI_FIELDS.get(kind, ())
    if not text.strip():
        return fields[0] if fields else ""
    headings = {scope_column("KPIs", field).heading.text: field for field in fields}
    for heading, field in headings.items():
        if heading.casefold() == " ".join(text.split()).casefold():
            return field
    known = f"It may change {listed(headings, 'or')}." if headings else "Leave --column out."
    raise UsageError(f'A change of the kind {kind} has no column "{text}".', known)


def scope_column(sheet: str, field: str) -> SheetColumn:
    """A column of a sheet by its field."""
    return next(column for column in by_name()[sheet].columns if column.field == field)


def context_of(kpi: Kpi) -> PeriodContext:
    """What decides how the KPI's periods are read."""
    return PeriodContext(kpi.frequency, kpi.year_basis, kpi.time_basis)


def period_typed(text: str, kpi: Kpi, year_start: int) -> Period:
    """The KPI's own period that a change begins with.

    A longer period stands for the KPI's own period that begins on the same day.

    Raises:
        UsageError: it is no period.
    """
    context = context_of(kpi)
    try:
        found = parse_period(text, year_start=year_start, context=context)
    except PeriodError as error:
        raise UsageError(f"--from: {error}") from error
    if found.kind in (PeriodKind.ROLLING, PeriodKind.POOLED, PeriodKind.SNAPSHOT):
        return found
    if context.is_rolling or context.is_pooled:
        return found
    return beginning(found.start, context, year_start) or found
