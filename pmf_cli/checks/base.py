"""What a check of the register may look at, its series of results among it, and the problem that a blank is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, wraps
from typing import Any, Protocol, TypeVar

from pmf_cli.findings import CellRef, Check, Problem
from pmf_cli.frozen import frozen
from pmf_cli.register.changed_settings import ChangedSetting
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.register import Register, SeriesKey
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.rows import RowSource
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import KpiStatus, Rag, RatingWords, TargetType
from pmf_cli.register.time.aims import Aim, aim_for
from pmf_cli.register.time.expected import Known
from pmf_cli.register.time.targets_in_force import in_force, targets_in_order
from pmf_cli.register.time.times import is_own
from pmf_cli.settings import Settings

RowT = TypeVar("RowT", bound="Filled")
AnyT = TypeVar("AnyT")


class Rater(Protocol):
    """Tells the colour of a figure by the council's own rules."""

    def __call__(
        self, kpi: Kpi, split: str | None, row: Result, target: Target | None = None
    ) -> Rag | None:
        """The colour of a figure in its own period; ``None`` where it has none."""


def no_colours(
    kpi: Kpi,
    split: str | None,
    row: Result,
    target: Target | None = None,
) -> Rag | None:
    """Stands in where nothing is rated."""
    return None


@dataclass(frozen=True)
class CheckContext:
    """What a check may look at: the register, the settings, the date and the period.

    Attributes:
        rags: KPI reference → colour worked out for the period; unrated KPIs are left out.
        colour_of: the colour of any figure held, in its own period, or as it would be with another
            value, KPI or target row.
        changed: settings that the last issue froze and that are others now.
        narrowed_from: the context of all KPIs, in one of some of them.
    """

    register: Register
    settings: Settings
    as_of: date
    period: Period
    rags: Mapping[str, Rag] = field(default_factory=dict)
    colour_of: Rater = no_colours
    changed: tuple[ChangedSetting, ...] = ()
    narrowed_from: CheckContext | None = None

    def of_kpis(self, refs: Collection[str]) -> CheckContext:
        """The same with the rows of some KPIs alone, for checks that hold each KPI against its own rows."""
        register = self.register
        part = replace(
            register,
            kpis=tuple(kpi for kpi in register.kpis if kpi.ref in refs),
            results=tuple(row for row in register.results if row.kpi_ref in refs),
            targets=tuple(row for row in register.targets if row.kpi_ref in refs),
        )
        return replace(self, register=part, narrowed_from=self)

    @property
    def whole(self) -> CheckContext:
        """The context of all KPIs, for what a check asks of the others."""
        return self.narrowed_from or self

    @property
    def words(self) -> RatingWords:
        """The council's words for the ratings; what cells of the register hold keeps their own."""
        return self.register.rating_words

    @cached_property
    def kept(self) -> tuple[Kpi, ...]:
        """The KPIs that are not ended; most rules ask nothing of ended ones."""
        return tuple(kpi for kpi in self.register.kpis if kpi.status is not KpiStatus.ENDED)

    @cached_property
    def active(self) -> tuple[Kpi, ...]:
        """The KPIs that are reported now: neither ended, paused nor under development."""
        silent = (KpiStatus.DEVELOPMENT, KpiStatus.PAUSED)
        return tuple(kpi for kpi in self.kept if kpi.status not in silent)

    @cached_property
    def histories(self) -> tuple[ResultHistory, ...]:
        """Every series of results, oldest first within each."""
        return histories(self.register)

    @cached_property
    def newest_targets(self) -> Mapping[SeriesKey, tuple[Target, ...]]:
        """KPI and split → its target rows, the latest to begin first."""
        return targets_in_order(self.register)

    @cached_property
    def target_rows(self) -> Mapping[SeriesKey, tuple[Target, ...]]:
        """KPI and split → its target rows in order of time."""
        return {key: rows[::-1] for key, rows in self.newest_targets.items()}

    @cached_property
    def kept_answers(self) -> dict[Callable[..., object], tuple[Any, ...]]:
        """What was worked out by functions under ``worked_out_once``."""
        return {}

    @cached_property
    def _aims(self) -> dict[tuple[int, int, date, date, str], tuple[Target, Kpi, Aim]]:
        """What target rows ask for in periods, as far as it was asked."""
        return {}

    def target_at(self, kpi_ref: str, split: str | None, period: Period) -> Target | None:
        """The target row of a KPI and split in force for a period."""
        return in_force(self.newest_targets.get((kpi_ref, split), ()), period)

    def asked_for(self, kpi: Kpi, split: str | None, period: Period) -> Decimal | None:
        """The number that a KPI's value target asks for in a period, as ratings take it."""
        row = self.target_at(kpi.ref, split, period)
        if row is None or row.target_type is not TargetType.VALUE:
            return None
        aim = self.aim_of(row, kpi, period)
        return aim.number

    def aim_of(self, row: Target, kpi: Kpi, period: Period) -> Aim:
        """What a target row asks for in a period, as ratings take it."""
        # A dozen checks ask for the same; the row and KPI are kept so that their ids stay theirs. Days
        # and label stand for the period, which is dearer to look up.
        key = (id(row), id(kpi), period.start, period.end, period.label)
        if key not in self._aims:
            series = self.register.results_of(kpi.ref, row.split)
            known = Known(series, period.end, self.as_of, kpi)
            rows = self.newest_targets.get((kpi.ref, row.split), ())
            year_start = self.settings.financial_year_start
            self._aims[key] = (row, kpi, aim_for(row, kpi, period, known, year_start, rows))
        return self._aims[key][2]


def worked_out_once(
    function: Callable[[CheckContext], Iterable[AnyT]],
) -> Callable[[CheckContext], tuple[AnyT, ...]]:
    """Lets several checks ask the same of a register, and works it out for the first of them alone."""

    @wraps(function)
    def asked(context: CheckContext) -> tuple[AnyT, ...]:
        if function not in context.kept_answers:
            context.kept_answers[function] = tuple(function(context))
        return context.kept_answers[function]

    return asked


RegisterCheck = Check[CheckContext, Problem]
"""A check of the register."""


class Filled(Protocol):
    """A row of the register, with the place it came from."""

    @property
    def source(self) -> RowSource:
        """Its sheet and row."""


def unfilled(rows: Iterable[RowT], field: str, words: Callable[[RowT], str]) -> Iterator[Problem]:
    """A problem for each row whose field is not filled.

    Where a whole sheet has no column for the field, there is one problem for the sheet, which
    counts the rows and takes the first as example.

    Args:
        words: a sentence about one row, without full stop.
    """
    lacking: dict[tuple[str, str], list[RowT]] = {}
    for row in rows:
        if getattr(row, field) is not None:
            continue
        place = row.source.place
        if place.columns and field not in place.columns:
            lacking.setdefault((place.workbook, place.sheet), []).append(row)
        else:
            yield _problem_of(row, row.source.at(field), f"{words(row)}.")
    for (workbook, sheet), found in lacking.items():
        where = CellRef(workbook, sheet, lacks=(field,))
        example = words(found[0])
        if len(found) == 1:
            yield _problem_of(found[0], where, f"{example}: the sheet has no column for it.")
        else:
            message = f"{example}, like {len(found) - 1:,} others: the sheet has no column for it."
            yield Problem(where, message)


def stands_again(
    rows: Iterable[AnyT], key: Callable[[AnyT], object]
) -> Iterator[tuple[AnyT, AnyT]]:
    """Each row whose key an earlier one has, with the first that has it; rows without key aside."""
    seen: dict[object, AnyT] = {}
    for row in rows:
        if (own := key(row)) is not None and (first := seen.setdefault(own, row)) is not row:
            yield row, first


def _problem_of(row: Filled, where: CellRef, message: str) -> Problem:
    if isinstance(row, Contact):
        return Problem(where, message, person=row.ref)
    kpi_ref = row.ref if isinstance(row, Kpi) else getattr(row, "kpi_ref", None)
    return Problem(where, message, kpi_ref)


@frozen
class ResultHistory:
    """The results of one KPI and split for periods of its own length, oldest first.

    Figures of longer periods stored beside them, such as the year's outturn of a quarterly KPI,
    make a history of their own for each kind of period.

    Attributes:
        results: every row that has a period, with a value or not.
        figures: those whose value is a number.
        numbers: their values, place by place with ``figures``.
    """

    kpi: Kpi
    split: str | None
    results: tuple[Result, ...]
    figures: tuple[Result, ...]
    numbers: tuple[Decimal, ...]
    is_own: bool = True

    @property
    def points(self) -> Iterator[tuple[Result, Decimal]]:
        """Each row whose value is a number, with that number."""
        return zip(self.figures, self.numbers, strict=True)

    @property
    def latest(self) -> Result | None:
        """The newest row that has a value of any kind."""
        for result in reversed(self.results):
            if result.value is not None:
                return result
        return None

    @property
    def name(self) -> str:
        """The reference, with the split where there is one: ``WM-01 (Ward 3)``."""
        return self.kpi.ref if self.split is None else f"{self.kpi.ref} ({self.split})"


def histories(register: Register) -> tuple[ResultHistory, ...]:
    """Every series of a known KPI, in the order in which the record first names them."""
    found = []
    for (ref, split), rows in register.series.items():
        kpi = register.kpi(ref)
        if kpi is None:
            continue
        own = tuple(row for period, row in rows.items() if is_own(kpi, period))
        if own:
            found.append(_history(kpi, split, own))
        others: dict[PeriodKind, list[Result]] = {}
        for period, row in rows.items():
            if not is_own(kpi, period):
                others.setdefault(period.kind, []).append(row)
        found += [_history(kpi, split, tuple(of), is_own=False) for of in others.values()]
    return tuple(found)


def _history(
    kpi: Kpi, split: str | None, results: tuple[Result, ...], *, is_own: bool = True
) -> ResultHistory:
    figures = tuple(row for row in results if isinstance(row.value, Decimal))
    numbers = tuple(row.value for row in figures if isinstance(row.value, Decimal))
    return ResultHistory(kpi, split, results, figures, numbers, is_own)
