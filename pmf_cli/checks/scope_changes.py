"""Is each change to a KPI written down, agreed, and told to the three bodies; and is none made quietly?

The scope of any KPI can be revised in-year, with any changes reported to the relevant
directorate management team, CLT and Scrutiny Board (assurance report 2024, ¶82).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from pmf_cli.checks.base import CheckContext, RegisterCheck
from pmf_cli.checks.words import figure_text, series_name
from pmf_cli.findings import Problem, advice, error, warning
from pmf_cli.register.changed_settings import ChangedSetting
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.scope_telling import TOLD_FIELDS, not_told
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import BodyKind, KpiStatus, ScopeChangeKind
from pmf_cli.words import counted, listed_shortly

TIME_TO_TELL = 92
"""Days in which a change comes before the next meeting of each body."""


def change_name(change: ScopeChange) -> str:
    """A row of ``Scope changes`` in words: ``The change SC-01 to WM-01 (target)``."""
    return f"The change {change.change_ref} to {_of(change)}"


def _of(change: ScopeChange) -> str:
    kind = "" if change.kind is None else f" ({str(change.kind).lower()})"
    return f"{change.kpi_ref or 'an unnamed KPI'}{kind}"


def _reported_to(code: str, kind: BodyKind, body: str, rule: str, reason: str) -> RegisterCheck:
    """The check that a kind of body was told of every change within a quarter."""

    def run(context: CheckContext) -> Iterator[Problem]:
        for change in context.register.scope_changes:
            on = change.changed_on
            if on is not None and (context.as_of - on).days <= TIME_TO_TELL:
                continue
            if kind in not_told(context.register, change):
                message = f"{change_name(change)} has not been reported to {body}."
                yield Problem(change.source.at(TOLD_FIELDS[kind]), message, change.kpi_ref)

    run.__doc__ = f"A scope change {rule} within a quarter.\n\n{reason}"
    return warning(code, cure=f"Report it to {body} and type the date.")(run)


untold_dmt = _reported_to(
    "SCP001", BodyKind.DMT, "the directorate management team",
    "is reported to the directorate management team",
    "Any change is reported to the directorate management team, CLT and Scrutiny Board (2024 report, ¶82).",
)  # fmt: skip
untold_clt = _reported_to(
    "SCP002", BodyKind.CLT, "CLT", "is reported to the Corporate Leadership Team",
    "As for the directorate management team (2024 report, ¶82).",
)  # fmt: skip
untold_scrutiny = _reported_to(
    "SCP003", BodyKind.SCRUTINY, "the scrutiny board",
    "of a KPI that goes to scrutiny is reported to its board",
    "Scrutiny boards receive reports twice a year (2024 report, ¶27 and ¶82).",
)  # fmt: skip


@error("SCP007", cure="Type the first period under the new scope.")
def break_without_period(context: CheckContext) -> Iterator[Problem]:
    """A scope change says from which period it holds.

    A break in a series without a place in it cannot be taken into account.
    """
    for change in context.register.scope_changes:
        if change.from_period is None:
            what = "breaks the series" if change.break_in_series else "changes the KPI"
            message = f"{change_name(change)} {what} but does not say from which period."
            yield Problem(change.source.at("from_period"), message, change.kpi_ref)


@warning(
    "SCP008",
    cure="Raise the KPI's definition version by one for each change.",
    requires=("CMP016",),
)
def version_not_raised(context: CheckContext) -> Iterator[Problem]:
    """A change of definition raises the KPI's definition version.

    Figures reported under one version are not compared with another as if nothing had happened.
    """
    changes = Counter(
        change.kpi_ref
        for change in context.register.scope_changes
        if change.kind is ScopeChangeKind.DEFINITION
    )
    for kpi in context.kept:
        number = changes[kpi.ref]
        if number and kpi.definition_version is not None and kpi.definition_version < number + 1:
            message = f"{kpi.ref} has {counted(number, 'change')} of definition but is still at version {kpi.definition_version}."
            yield Problem(kpi.source.at("definition_version"), message, kpi.ref)


@warning("SCP009", cure="Add a row of the kind Target with the reason to Scope changes.")
def target_changed_quietly(context: CheckContext) -> Iterator[Problem]:
    """A target that changes within the year has a scope change.

    Members are shown every target that was changed, with the reason (2024 report, ¶82); new
    targets at the start of a year are the usual review.
    """
    written = {
        (change.kpi_ref, change.from_period.start)
        for change in context.register.scope_changes
        if change.kind is ScopeChangeKind.TARGET and change.from_period is not None
    }
    starts = context.settings.financial_year_start
    for rows in context.target_rows.values():
        for older, newer in pairwise(rows):
            begins = newer.from_period
            kpi = context.register.kpi(newer.kpi_ref)
            if begins is None or kpi is None or (kpi.ref, begins.start) in written:
                continue
            if _is_other_figure(older, newer) and not _at_the_turn(older, begins, starts):
                message = f"The target of {series_name(newer)} changed from {figure_text(older.target, kpi)} to {figure_text(newer.target, kpi)} in {begins}, within the year, without a scope change."
                yield Problem(newer.source.at("target"), message, newer.kpi_ref)


def _is_other_figure(older: Target, newer: Target) -> bool:
    """Whether a target changed; a row of one period is meant for that period alone."""
    per_period = older.to_period is not None and older.to_period == older.from_period
    given = older.target is not None and newer.target is not None
    return given and older.target != newer.target and not per_period


def _at_the_turn(older: Target, begins: Period, year_start: int) -> bool:
    """Whether a target changes where a year begins, or a whole number of years after the last."""
    whole_years = (
        older.from_period is not None
        and begins.end.year > older.from_period.end.year
        and begins.end.month == older.from_period.end.month
    )
    if begins.kind in (PeriodKind.ROLLING, PeriodKind.POOLED, PeriodKind.SNAPSHOT):
        return whole_years
    other_years = (
        PeriodKind.ACADEMIC_YEAR,
        PeriodKind.CALENDAR_YEAR,
        PeriodKind.TERM,
        PeriodKind.SURVEY,
    )
    return begins.start.month == year_start or begins.kind in other_years


@advice("SCP010", cure="Add a row of the kind Ended to Scope changes.", sheets=("Scope changes",))
def ended_quietly(context: CheckContext) -> Iterator[Problem]:
    """A KPI that has ended has a scope change that says why.

    KPIs are removed from the list as appropriate, and the change is reported (2024 report, ¶15
    and ¶82).
    """
    ended = {
        change.kpi_ref
        for change in context.register.scope_changes
        if change.kind is ScopeChangeKind.ENDED
    }
    for kpi in context.register.kpis:
        if kpi.status is KpiStatus.ENDED and kpi.ref not in ended:
            message = f"{kpi.ref} has ended, but no scope change says why."
            yield Problem(kpi.source.at("status"), message, kpi.ref)


@advice("SCP011", cure="Type how it was and how it is now.")
def before_and_after(context: CheckContext) -> Iterator[Problem]:
    """A scope change says how it was and how it is now.

    A reader of the list of changes must see what was changed, without the old papers.
    """
    self_evident = (ScopeChangeKind.NEW, ScopeChangeKind.ENDED)
    for change in context.register.scope_changes:
        if change.kind in self_evident or (change.before is not None and change.after is not None):
            continue
        field = "before" if change.before is None else "after"
        message = f"{change_name(change)} does not say how it {'was before' if field == 'before' else 'is now'}."
        yield Problem(change.source.at(field), message, change.kpi_ref)


@warning(
    "FRZ001",
    cure="Put it back as it was, or record the change with its reason: pmf scope change, with --before.",
)
def changed_unrecorded(context: CheckContext) -> Iterator[Problem]:
    """A setting that the last issue froze is still the same, or a scope change records the change.

    Polarity, tolerance, target, status, financial flag, decimal places, a rule: each can change a
    colour that a body has been told. Any change is reported with its reason (2024 report, ¶82);
    one without a record looks like a slip, or like a target made easier by nobody.
    """
    for one in context.changed:
        if not one.recorded:
            yield _problem(one)


@advice(
    "FRZ002",
    cure="Nothing, where the record is right: pmf diff shows what it changes for the paper's period.",
)
def changed_on_record(context: CheckContext) -> Iterator[Problem]:
    """A setting that the last issue froze is another one, and the change is on record.

    The next paper tells what it changes about figures that were reported.
    """
    for one in context.changed:
        if one.recorded:
            yield _problem(one)


def _problem(one: ChangedSetting) -> Problem:
    refs = one.kpi_refs
    of = f" of {refs[0]}" if len(refs) == 1 else ""
    rated = ""
    if len(refs) > 1:
        rated = f", by which {counted(len(refs), 'KPI')} were rated ({listed_shortly(refs, 4)})"
    before, now = one.before or "blank", one.now or "blank"
    message = (
        f"{one.sheet}: {one.heading}{of} is {now}; {one.issue} was made with {before}{rated}: "
        f"{one.record_words}."
    )
    return Problem(one.where, message, refs[0] if len(refs) == 1 else None)
