"""Breaks in a series: changes of scope and results marked as not comparable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmf_cli.register.expected import Known
from pmf_cli.register.figures import plain
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import BackSeries, NoDataReason


def breaks_of(register: Register) -> Mapping[str, tuple[ScopeChange, ...]]:
    """KPI reference → its changes after which figures cannot be compared with those before."""
    found: dict[str, tuple[ScopeChange, ...]] = {}
    for change in register.scope_changes:
        if (
            change.kpi_ref is not None
            and change.break_in_series
            and change.back_series is not BackSeries.YES
        ):
            found[change.kpi_ref] = (*found.get(change.kpi_ref, ()), change)
    return found


def broken_between(
    earlier: Period | None, result: Result, known: Known, breaks: Sequence[ScopeChange]
) -> str:
    """Why a result cannot be compared with an earlier period, in words; empty where it can.

    A change with a break counts from its first period on, unless past figures were all worked
    out anew; a result marked as not comparable cannot be compared with anything before it.
    """
    if result.period is None:
        return ""
    if result.no_data_reason is NoDataReason.NOT_COMPARABLE:
        return f"{result.period} is marked as not comparable (break in series)"
    if earlier is None:
        return ""
    return _by_change(earlier, result.period, breaks) or _by_mark(earlier, result.period, known)


def _by_change(earlier: Period, period: Period, breaks: Sequence[ScopeChange]) -> str:
    """That a change of scope lies between two periods, in words; empty where none does."""
    for change in breaks:
        since = change.from_period.start if change.from_period is not None else change.changed_on
        if since is not None and earlier.start < since <= period.end:
            return f"break in series from {change.from_period or plain(since)}"
    return ""


def _by_mark(earlier: Period, period: Period, known: Known) -> str:
    """That a result between two periods is marked as not comparable; empty where none is."""
    for row in known.newest_first():
        if row.period is None or row.period.end >= period.end:
            continue
        if row.period.end <= earlier.end:
            break
        if row.no_data_reason is NoDataReason.NOT_COMPARABLE:
            return f"break in series at {row.period}"
    return ""
