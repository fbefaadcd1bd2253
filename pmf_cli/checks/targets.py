"""Has each KPI one target for each period, and was somebody asked for it?

Finding specific targets for KPIs, with tolerances, is an aim of the assurance report 2024 (¶54);
targets set too high or too low undermine the monitoring (2023 framework, targets).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from pmf_cli.checks.base import CheckContext, Problem, check, unfilled
from pmf_cli.findings import Severity
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Accountability, TargetType
from pmf_cli.register.times import stated_months
from pmf_cli.words import day

REVIEW_DAYS = 366
"""Targets are reviewed each year (performance framework 2023)."""
SET_ASIDE = (TargetType.TRACKER, TargetType.TO_BE_AGREED)
"""Types that ask for nothing."""


def current(scene: CheckContext) -> Iterator[Target]:
    """The target rows of known, kept KPIs that hold in the reporting period or later.

    A row has had its day where it ran out before the period, or where a later row of the same
    KPI and split has taken its place by then; targets of quarters do not take the place of the
    year's.
    """
    kept = {kpi.ref for kpi in scene.kept}
    begins = scene.period.start
    replaced = {
        id(older)
        for rows in scene.target_rows.values()
        for older, newer in _neighbours(scene, rows)
        if newer.from_period is not None and newer.from_period.start <= begins
        if older.from_period is None or older.from_period.start < newer.from_period.start
    }
    for row in scene.register.targets:
        over = row.to_period is not None and row.to_period.end < begins
        if row.kpi_ref in kept and not over and id(row) not in replaced:
            yield row


def _neighbours(scene: CheckContext, rows: Sequence[Target]) -> Iterator[tuple[Target, Target]]:
    """Each target row with the next of one KPI and split for as long a time, in order of time.

    The year's target and those of its quarters are for different times and follow each other in
    two lines.
    """
    lines: dict[int | None, list[Target]] = {}
    for row in rows:
        kpi = scene.register.kpi_by_ref.get(row.kpi_ref)
        months = None if kpi is None else stated_months(row, kpi)
        lines.setdefault(months, []).append(row)
    for line in lines.values():
        yield from pairwise(line)


def about(row: Target) -> str:
    """The KPI a target row is for, with its split: ``WM-01 (North)``."""
    return row.kpi_ref if row.split is None else f"{row.kpi_ref} ({row.split})"


@check(
    "TGT001",
    Severity.ERROR,
    cure="Add a target row for the period, or one of the type Tracker.",
    sheets=("Targets",),
)
def no_target(scene: CheckContext) -> Iterator[Problem]:
    """Every active KPI has a target row for the reporting period.

    A KPI that by design has no target is marked Tracker or Population outcome; anything else
    without a row cannot be rated (2024 report, ¶54).
    """
    for kpi in scene.active:
        if kpi.accountability is Accountability.POPULATION:
            continue
        if kpi.first_period is not None and kpi.first_period.start > scene.period.end:
            continue
        period = _own_period(scene, kpi)
        if scene.target_at(kpi.ref, None, period) is None:
            message = f"{kpi.ref} has no target for {period}."
            yield Problem(kpi.source.at("ref"), message, kpi.ref)


def _own_period(scene: CheckContext, kpi: Kpi) -> Period:
    """The KPI's newest period up to the reporting period, else the reporting period itself."""
    own = [p for p in scene.register.own_results_of(kpi) if p.end <= scene.period.end]
    return own[-1] if own else scene.period


@check("TGT002", Severity.ERROR, cure="Let the older row end before the newer one begins.")
def overlap(scene: CheckContext) -> Iterator[Problem]:
    """No two target rows of a KPI hold for the same period.

    Two targets for one period are two ratings.
    """
    for rows in scene.target_rows.values():
        for older, newer in _neighbours(scene, rows):
            if older.from_period is None or newer.from_period is None:
                continue
            same_start = older.from_period.start == newer.from_period.start
            still = older.to_period is not None and older.to_period.end >= newer.from_period.start
            if same_start or still:
                message = (
                    f"{about(newer)} has two targets from {newer.from_period}: this row and row "
                    f"{older.source.row}."
                )
                yield Problem(newer.source.at("from_period"), message, newer.kpi_ref)


@check("TGT003", Severity.WARNING, cure="Let the newer row begin where the older one ends.")
def gap(scene: CheckContext) -> Iterator[Problem]:
    """A KPI's target rows follow each other without a gap.

    Results in the gap cannot be rated, and charts lose their target line.
    """
    for rows in scene.target_rows.values():
        for older, newer in _neighbours(scene, rows):
            if older.to_period is None or newer.from_period is None:
                continue
            after = older.to_period.end + timedelta(days=1)
            if newer.from_period.start > after and not _covers(rows, after):
                message = (
                    f"{about(newer)} has no target between {older.to_period} and "
                    f"{newer.from_period}."
                )
                yield Problem(newer.source.at("from_period"), message, newer.kpi_ref)


def _covers(rows: Sequence[Target], day_: date) -> bool:
    """Whether a target for a longer time, such as the year's, holds on a day."""
    return any(
        row.from_period is not None
        and row.from_period.start <= day_
        and (row.to_period is None or row.to_period.end >= day_)
        for row in rows
    )


@check("TGT004", Severity.ERROR, cure="Choose the type from the list.")
def missing_type(scene: CheckContext) -> Iterator[Problem]:
    """Every target row says what type of target it is.

    A value, a range, a direction, a date, or none by design are rated in different ways.
    """
    for row in scene.register.targets:
        if row.target_type is None:
            message = f"A target of {about(row)} has no type."
            yield Problem(row.source.at("target_type"), message, row.kpi_ref)


@check("TGT005", Severity.WARNING, cure="Type the first period the target holds for.")
def missing_start(scene: CheckContext) -> Iterator[Problem]:
    """Every target row says from which period it holds.

    Without it the row is taken to hold from the beginning, also for years long reported.
    """
    for row in scene.register.targets:
        if row.from_period is None:
            message = f"A target of {about(row)} has no first period and is taken to hold from the beginning."
            yield Problem(row.source.at("from_period"), message, row.kpi_ref)


@check("TGT006", Severity.ERROR, cure="Correct the period that is wrong.")
def ends_before_start(scene: CheckContext) -> Iterator[Problem]:
    """A target row does not end before it begins.

    Such a row holds for no period.
    """
    for row in scene.register.targets:
        if row.from_period is None or row.to_period is None:
            continue
        if row.to_period.end < row.from_period.start:
            message = f"A target of {about(row)} ends in {row.to_period}, before it begins in {row.from_period}."
            yield Problem(row.source.at("to_period"), message, row.kpi_ref)


@check("TGT007", Severity.WARNING, cure="Type who agreed it, and when.")
def not_approved(scene: CheckContext) -> Iterator[Problem]:
    """Every target was agreed by somebody on some day.

    Directorate contacts agree proposals with their Management Teams (2024 report, ¶54); a
    decision on targets was called in elsewhere because no reason was given.
    """
    agreed = [row for row in current(scene) if row.target_type not in SET_ASIDE]
    yield from _blank(agreed, "agreed_by", "does not say who agreed it")
    dated = (row for row in agreed if row.agreed_by is not None)
    yield from _blank(dated, "agreed_on", "does not say when it was agreed")


@check("TGT008", Severity.WARNING, cure="Review the target and type the date.")
def not_reviewed(scene: CheckContext) -> Iterator[Problem]:
    """Every target has been reviewed within the last 12 months.

    Targets are reviewed each year (performance framework 2023); last year's results are not
    necessarily a guide. A day that has not come is a slip, and would keep the question away for
    years.
    """
    for row in current(scene):
        if row.target_type is TargetType.TRACKER:
            continue
        yield from _agreed_in_the_future(scene, row)
        seen = max((on for on in (row.reviewed_on, row.agreed_on) if on is not None), default=None)
        if seen is None:
            message = f"The target of {about(row)} from {row.from_period} has never been reviewed."
        elif (scene.as_of - seen).days > REVIEW_DAYS:
            message = f"The target of {about(row)} was last reviewed on {day(seen)}, more than 12 months ago."
        else:
            continue
        yield Problem(row.source.at("reviewed_on"), message, row.kpi_ref)


def _agreed_in_the_future(scene: CheckContext, row: Target) -> Iterator[Problem]:
    for field, done in (("agreed_on", "agreed"), ("reviewed_on", "reviewed")):
        on = getattr(row, field)
        if on is not None and on > scene.as_of:
            message = f"The target of {about(row)} from {row.from_period} is said to have been {done} on {day(on)}, which has not come yet."
            yield Problem(row.source.at(field), message, row.kpi_ref)


@check("TGT009", Severity.ADVICE, cure="Say in a sentence why this figure.")
def no_rationale(scene: CheckContext) -> Iterator[Problem]:
    """Every target says why it is this figure.

    Members ask why a target was chosen or changed; the list of changes prints the reason.
    """
    yield from _blank(current(scene), "rationale", "gives no reason for its figure")


@check("TGT010", Severity.ADVICE, cure="Choose where the figure comes from.")
def no_basis(scene: CheckContext) -> Iterator[Problem]:
    """Every target says where its figure comes from.

    Statutory, contract, benchmark, past trend or policy: a target nobody can trace is not
    defended well (KPI criterion Achievable).
    """
    rows = (row for row in current(scene) if row.target_type not in SET_ASIDE)
    yield from _blank(rows, "target_basis", "does not say what it is based on")


def _blank(rows: Iterable[Target], field: str, what: str) -> Iterator[Problem]:
    return unfilled(
        rows,
        field,
        lambda row: f"The target of {about(row)} from {row.from_period} {what}",
        lambda row: row.kpi_ref,
    )


@check(
    "TGT011",
    Severity.ADVICE,
    cure="Agree a figure with the management team, or make the KPI a tracker.",
)
def long_interim(scene: CheckContext) -> Iterator[Problem]:
    """An interim or open target gives way to a figure within a year.

    "Increase" and "decrease" targets were an interim measure until specific targets are agreed
    (2024 report, ¶54).
    """
    for row in current(scene):
        kind = row.target_type
        if row.from_period is None or kind is None:
            continue
        open_ended = kind is TargetType.TO_BE_AGREED or (kind.is_direction and row.interim is True)
        begun = row.from_period.start
        if open_ended and (scene.as_of - begun).days > 2 * REVIEW_DAYS and row.to_period is None:
            message = f'The target of {about(row)} has been "{kind}" since {row.from_period}.'
            yield Problem(row.source.at("target_type"), message, row.kpi_ref)


@check("TGT012", Severity.ADVICE, cure="Agree targets before the period begins, or say why not.")
def agreed_late(scene: CheckContext) -> Iterator[Problem]:
    """A target is agreed before the first period it holds for has ended.

    A target set when the result is known measures nothing.
    """
    for row in current(scene):
        if row.agreed_on is None or row.from_period is None:
            continue
        if row.agreed_on > row.from_period.end:
            message = f"The target of {about(row)} from {row.from_period} was agreed only on {day(row.agreed_on)}."
            yield Problem(row.source.at("agreed_on"), message, row.kpi_ref)
