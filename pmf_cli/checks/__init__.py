"""Checks of the register: one decorated function each, collected here by code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from string import ascii_uppercase
from types import MappingProxyType, ModuleType

from pmf_cli.checks import (
    benchmarks,
    commentary,
    identity,
    measurement,
    numerators,
    ownership,
    periods,
    plausibility,
    process,
    public,
    reasons,
    references,
    repeats,
    scope_changes,
    target_sizes,
    target_times,
    targets,
    tolerances,
    values,
)
from pmf_cli.checks.base import CheckContext, RegisterCheck
from pmf_cli.checks.ownership import answers_for
from pmf_cli.checks.required import REQUIRED
from pmf_cli.checks.selection import Examined, LeftOut, examined, is_wanted, silenced
from pmf_cli.findings import CellRef, Check, Finding, FindingKind, Severity
from pmf_cli.register.reading.guards import lost_with_rows, stops
from pmf_cli.register.reading.reading_codes import READING
from pmf_cli.settings import Ignored

THEMES: tuple[ModuleType, ...] = (
    measurement,
    identity,
    ownership,
    targets,
    target_times,
    target_sizes,
    tolerances,
    periods,
    reasons,
    values,
    plausibility,
    repeats,
    numerators,
    scope_changes,
    references,
    commentary,
    benchmarks,
    process,
    public,
)
"""The modules that hold checks, in the order of the manual."""

ALONE: tuple[ModuleType, ...] = (
    periods,
    values,
    plausibility,
    numerators,
    target_sizes,
    target_times,
)
"""Those whose checks hold each KPI against its own results and targets, so that they can be run for some KPIs
alone; what they ask of the others, they ask of the context's ``whole``."""

NO_LONGER_GUARDS = "SHT030"
"""Told of cells that were read well and say something else than they did: checks look at them too."""

__all__ = [
    "CHECKS",
    "KINDS",
    "THEMES",
    "CheckContext",
    "Examined",
    "LeftOut",
    "collected",
    "examine",
    "run_checks",
]


def collected(
    modules: Sequence[ModuleType],
    known: Sequence[FindingKind] = (),
    required: Sequence[RegisterCheck] = (),
) -> Mapping[str, RegisterCheck]:
    """The checks of modules by code, in the order in which they are written.

    Args:
        required: checks that follow from the columns of sheets; they come first.

    Raises:
        ValueError: a code is used twice.
    """
    taken = {kind.code for kind in known}
    found: dict[str, RegisterCheck] = {}
    written = [one for module in modules for one in vars(module).values()]
    for one in (*required, *written):
        if not isinstance(one, Check):
            continue
        if one.code in taken:
            raise ValueError(f"{one.code} is used already")
        taken.add(one.code)
        found[one.code] = one
    return MappingProxyType(found)


CHECKS: Mapping[str, RegisterCheck] = collected(THEMES, READING, REQUIRED)
"""Every check by code."""

OF_ONE_KPI = frozenset(collected(ALONE))
"""The codes of the checks that can be run for some KPIs alone."""

KINDS: Mapping[str, FindingKind] = MappingProxyType(
    {kind.code: kind for kind in (*READING, *CHECKS.values())}
)
"""Everything that can be found, by code: while reading and by checks."""


def examine(
    context: CheckContext,
    reading: Sequence[Finding] = (),
    *,
    select: Sequence[str] = (),
    ignore: Sequence[Ignored] = (),
    only: Collection[str] | None = None,
) -> Examined:
    """Runs every check and sorts what is found; what is left out is counted with its reason.

    A cell that could not be read is blank to the checks, and so is a column that is missing;
    what they find there follows from that and is not told, nor what follows from a whole sheet
    that is lost. Where nothing can be rated at all, no check runs; nor does one that nobody asked for.

    Args:
        select: only these codes or beginnings of codes, instead of the settings' list.
        only: references of the KPIs of which findings are told; all findings where not given.
    """
    wanted = tuple(select) or context.settings.checks.select
    ignored = (*context.settings.checks.ignore, *ignore)
    requires = {code: one.requires for code, one in CHECKS.items() if one.requires}
    found = list(reading)
    if not any(map(stops, reading)):
        found += _found(context, reading, wanted, only)
    told = silenced(found, requires)
    if only is not None:
        told = [one for one in told if one.kpi_ref in only]
    return examined(told, wanted, ignored)


def _found(
    context: CheckContext,
    reading: Sequence[Finding],
    wanted: Sequence[str],
    only: Collection[str] | None,
) -> Iterator[Finding]:
    """What the checks that are asked for find; those of one KPI at a time look at the KPIs named alone."""
    follows = _Following(reading)
    narrow = context if only is None else context.of_kpis(only)
    for one in _asked_for(wanted):
        asked = narrow if one.code in OF_ONE_KPI else context
        yield from follows.own(one, _findings_of(one, asked))


def _asked_for(wanted: Sequence[str]) -> Iterable[RegisterCheck]:
    """The checks whose codes are wanted, and those that could silence one of them."""
    chosen = {code for code in CHECKS if is_wanted(code, wanted)}
    asked = chosen.union(*(CHECKS[code].requires for code in chosen))
    return [one for code, one in CHECKS.items() if code in asked]


HALF_AN_EXAMPLE = "SHT031"
"""The finding of a row in which the example of a new register was typed over in part."""


def _row_of(where: CellRef) -> tuple[str, str, str]:
    """The row of a cell, by its number as text."""
    return where.workbook, where.sheet, where.cell.lstrip(ascii_uppercase)


class _Following:
    """What follows from what was found while reading, and is therefore not told again."""

    def __init__(self, reading: Sequence[Finding]) -> None:
        self._gone = lost_with_rows(reading)
        self._lost = {
            (finding.where.workbook, finding.where.sheet, field)
            for finding in reading
            for field in finding.where.lacks
        }
        self._unread = {
            finding.where
            for finding in reading
            if finding.severity is Severity.ERROR
            and finding.where.cell
            and finding.code != NO_LONGER_GUARDS
        }
        # A row that is half the example's is put right whole before anything else is said of it.
        self._half_typed = {_row_of(f.where) for f in reading if f.code == HALF_AN_EXAMPLE}

    def own(self, one: RegisterCheck, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings of a check that have a cause of their own."""
        if not self._gone.isdisjoint(one.sheets):
            return
        without: set[tuple[str, str, str]] = set()
        for finding in findings:
            where = finding.where
            lacking = {(where.workbook, where.sheet, field) for field in where.lacks}
            if (
                where not in self._unread
                and _row_of(where) not in self._half_typed
                and where.sheet not in self._gone
                and self._lost.isdisjoint(lacking)
            ):
                without |= lacking
                yield finding
        # The checks of blanks come first: what one says of a whole column, others say of no row.
        if one in REQUIRED:
            self._lost |= without


def run_checks(
    context: CheckContext, reading: Sequence[Finding] = (), only: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """What is wrong, worst first, then by workbook, sheet and row, after the settings' selection.

    Args:
        only: references of the KPIs of which findings are told; all findings where not given.
    """
    return examine(context, reading, only=only).findings


def _findings_of(one: RegisterCheck, context: CheckContext) -> Iterator[Finding]:
    kpis = context.register.kpi_by_ref
    for problem in one.run(context):
        person, kpi = problem.person, kpis.get(problem.kpi_ref or "")
        if person is None and kpi is not None:
            person = answers_for(kpi, context)
        yield Finding(
            one.code, one.severity, problem.where, problem.message, problem.kpi_ref, person
        )
