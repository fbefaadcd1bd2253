"""How told figures stand now, and corrections: what a body was told that is different, each once.

A figure that had been rated is rated again as if its own period had been the reporting period, by
the targets and rule sets that hold for that period: whether it was new or late when it was
reported, and what has come in since, makes no difference to it. The paper before last may have
said 38, the last one "now 31": then 31 is what the body was told, and nothing is left to correct.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pmf_cli.analysis.issued.figures_to_record import (
    TARGET_TERMS,
    reported_figure,
    reported_part,
    target_reason,
    terms_of,
)
from pmf_cli.analysis.issued.frozen_settings import rated_again, told_period
from pmf_cli.analysis.issued.issue_history import (
    FigureKey,
    History,
    IssuedPaper,
    RecordedCellChange,
    ReportedEarlier,
    ReportedFigure,
    earlier_papers,
    last_told,
)
from pmf_cli.analysis.series.year_view import with_year_figures
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.replaced import newest_words
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import ValueStatus
from pmf_cli.register.time.targets_in_force import in_force
from pmf_cli.settings import Settings
from pmf_cli.words import day

NOT_APPROVED = "no reason or approval is recorded"
"""What is said of a target that is another one than was told, where nothing newer vouches for it."""


@frozen
class Standing:
    """A told figure as it stands now: the figure (``None`` without its KPI), its row, if rated as before."""

    figure: ReportedFigure | None
    row: Result | None = None
    is_rated: bool = False


def standings(assessment: Assessment, told: Iterable[ReportedEarlier]) -> dict[FigureKey, Standing]:
    """Key → how each told figure stands in the register on the assessment's date.

    A figure received after that date is not known yet, so it counts as unchanged.
    """
    asked = {one.figure.key: one for one in told}
    assessment = _with_years_told(assessment, asked)
    rows = {key: _row_of(assessment, key) for key in asked}
    periods = {
        key: row.period
        for key, row in rows.items()
        if row is not None and row.period is not None and row.value is not None
        if asked[key].figure.rating
    }
    rated = rated_again(assessment.register, assessment.settings, assessment.as_of, periods)
    return {
        key: _standing(assessment, one, rows[key], rated.get(key)) for key, one in asked.items()
    }


def _with_years_told(assessment: Assessment, told: Iterable[FigureKey]) -> Assessment:
    """The same with the years' figures that periods make together, where such were told."""
    if all(_row_of(assessment, key) is not None for key in told):
        return assessment
    start = assessment.settings.financial_year_start
    return replace(assessment, register=with_year_figures(assessment.register, start))


def _row_of(assessment: Assessment, key: FigureKey) -> Result | None:
    ref, split, period = key
    rows = assessment.register.results_of(ref, split)
    return next((row for own, row in rows.items() if str(own) == period), None)


def _standing(
    assessment: Assessment, told: ReportedEarlier, row: Result | None, rating: KpiRating | None
) -> Standing:
    figure = told.figure
    kpi = assessment.register.kpi(figure.kpi_ref)
    if row is not None and row.received_on is not None and row.received_on > assessment.as_of:
        return Standing(figure, row, is_rated=bool(figure.rating))
    if kpi is None:
        return Standing(None, row)
    if (
        rating is not None
        and rating.shown is not None
        and str(rating.shown.period) == figure.period
    ):
        return Standing(credited(told, rating), row, is_rated=True)
    return Standing(_unrated_now(told, kpi, row), row)


def _unrated_now(told: ReportedEarlier, kpi: Kpi, row: Result | None) -> ReportedFigure:
    """A told figure with what stands in its row, its rating as told while it has a value."""
    bare = reported_part(kpi, row)
    now = replace(
        told.figure,
        value=bare.value,
        value_text=bare.value_text if row is not None else "No longer in the record",
        value_status=bare.value_status,
        replaces=bare.replaces,
        cell=bare.cell,
    )
    if now.value is None and not told.as_comparator:
        return replace(now, rating="", not_rated=now.value_text)
    return now


def credited(told: ReportedEarlier, rating: KpiRating) -> ReportedFigure:
    """A figure as it would be reported now, its target vouched for only by what is newer.

    A target that was typed over still stands beside the reason and the approval of the one before:
    these say nothing of it. A row counts as newer where it was agreed after the paper's day, or
    where it gives another reason and no earlier day.
    """
    figure = reported_figure(rating)
    row = rating.target_row
    if row is None or told.figure.target_terms == figure.target_terms:
        return figure
    is_other = figure.target_reason != told.figure.target_reason
    is_later = row.agreed_on is None or row.agreed_on >= told.paper.as_at
    return figure if is_other and is_later else replace(figure, target_reason="")


TargetKey = tuple[str, str | None, str]
"""KPI reference, split and first period: what names a row of ``Targets``."""


def target_key(row: Target) -> TargetKey:
    """What names a row of ``Targets``."""
    return (row.kpi_ref, row.split, str(row.from_period))


def unvouched(
    register: Register, settings: Settings, history: History, as_of: date
) -> frozenset[TargetKey]:
    """Target rows that were typed over, by their keys.

    A body was told another target for a period of the row, with the very reason and approval that
    stand there now; so these say nothing of the figure beside them.
    """
    found = set()
    for paper in history.standing(as_of):
        for figure in paper.figures:
            period = told_period(register, settings, figure) if figure.target_terms else None
            if period is not None:
                rows = register.targets_by_kpi.get(figure.kpi_ref, ())
                found |= {target_key(row) for row in rows if _is_typed_over(row, figure, period)}
    return frozenset(found)


def _is_typed_over(row: Target, figure: ReportedFigure, period: Period) -> bool:
    """Whether a row of a told figure's period asks for something else, by the same approval."""
    return (
        row.split == figure.split
        and in_force((row,), period) is row
        and terms_of(row, TARGET_TERMS) != figure.target_terms
        and target_reason(row) == figure.target_reason
    )


@frozen
class Correction:
    """A figure that was told and is different now.

    Attributes:
        now: the figure now; without a value where it was withdrawn.
        value_changed: whether the figure as printed, or the figure before rounding together with
            its rating, is another one.
        reason: why the figure is another one, in words; empty where no reason is on record.
    """

    told: ReportedFigure
    paper: IssuedPaper
    now: ReportedFigure
    value_changed: bool
    rating_changed: bool
    target_changed: bool
    reason: str = ""


@frozen
class Corrections:
    """The corrections that a paper must contain, by KPI, and how many earlier papers its body has."""

    found: tuple[Correction, ...] = ()
    papers: int = 0


def corrections_for(
    assessment: Assessment, history: History, report: str, body: str
) -> Corrections:
    """The corrections that a report of this period must tell a body."""
    known = history.to(body, assessment.as_of)
    before, own = earlier_papers(known, report, body, str(assessment.period))
    return Corrections(_corrections(assessment, history, before, own), len(before))


def corrections_to(
    assessment: Assessment, history: History, body: str, since: IssuedPaper | None = None
) -> tuple[Correction, ...]:
    """Everything that a body was told, in one paper or before it, and that is different now."""
    known = history.to(body, assessment.as_of)
    if since is not None:
        known = known[: known.index(since) + 1]
    return _corrections(assessment, history, known, ())


def _corrections(
    assessment: Assessment,
    history: History,
    before: tuple[IssuedPaper, ...],
    own: tuple[IssuedPaper, ...],
) -> tuple[Correction, ...]:
    """Own earlier issues count first: a reissue tells what the issue before it got wrong."""
    told_before, told_own = last_told(before), last_told(own)
    told_by_own = {key: one for key, one in told_own.items() if not one.as_comparator}
    now = standings(assessment, told_before.values())
    now |= standings(assessment, told_by_own.values())
    found = []
    for key in now:
        for told in (told_by_own.get(key), told_before.get(key)):
            made = None if told is None else correction_of(told, now[key], history)
            if made is not None:
                found.append(made)
                break
    order = {ref: at for at, ref in enumerate(assessment.register.kpi_by_ref)}
    return tuple(
        sorted(found, key=lambda one: (order.get(one.told.kpi_ref, len(order)), one.told.kpi_ref))
    )


def correction_of(told: ReportedEarlier, now: Standing, history: History) -> Correction | None:
    """What is different about a told figure; ``None`` where nothing that was printed is."""
    figure, current = told.figure, now.figure
    if current is None:
        return None
    rating_changed = _other_rating(figure, current, is_rated=now.is_rated)
    shows = figure.value_text != current.value_text or rating_changed
    value_changed = shows and not same_figure(figure.value, current.value)
    both_rated = bool(figure.rating and now.is_rated and current.rating)
    changed = (value_changed, rating_changed, both_rated and target_differs(figure, current))
    if not any(changed):
        return None
    reason = reason_for(told, now, history) if value_changed else ""
    return Correction(figure, told.paper, current, *changed, reason)


def _other_rating(told: ReportedFigure, now: ReportedFigure, *, is_rated: bool) -> bool:
    may_say = bool(told.rating) and (is_rated or now.value is None)
    return may_say and told.rating != now.rating


def same_figure(one: object, other: object) -> bool:
    """Whether two figures are the same: 38 and 38.0 are, Yes and 1 are not."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def target_differs(told: ReportedFigure, now: ReportedFigure) -> bool:
    """Whether two figures have different targets; 83% and 83.0% are one."""
    if told.target is None and now.target is None:
        return told.target_text != now.target_text
    return not same_figure(told.target, now.target)


# What a return writes under "Replaces": the old figure, the day, and the reason after the colon.
_BY_RETURN = re.compile(r".+, replaced on (\d{2}/\d{2}/\d{4}): (.+)", re.DOTALL)
ACTIONS = {RETURN_TAKEN_IN: "return corrected"}
"""What was done, as a paper says it of a figure that it replaced."""


def reason_for(told: ReportedEarlier, now: Standing, history: History) -> str:
    """Why a figure is another one now; empty where neither record nor ledger says.

    A person's words under ``Replaces`` come first, where they were written since; then the newest
    change that pmf wrote into the cell since the paper was issued (a return writes ``Replaces``
    too, and is named by what it was and its day); then the day on which the figure came in.
    """
    row, figure = now.row, now.figure
    if row is None or figure is None:
        return ""
    actions = [one for one in history.changes_after(told.paper) if one.wrote(row, "value")]
    is_new = figure.replaces not in ("", told.figure.replaces)
    if is_new and not (actions and _is_by_return(row, figure)):
        return _without_the_old(figure.replaces.rstrip(". "))
    return _of_action(actions[-1], row) if actions else _of_record(told, row)


def _of_action(newest: RecordedCellChange, row: Result) -> str:
    """By the newest change that pmf wrote into a cell: the words that it would say, else what it was and its day."""
    words = newest.would_say(row, "replaces")
    if words and newest.key not in newest_words(words):
        return _without_the_old(words.rstrip(". "))
    return f"{ACTIONS.get(newest.action, newest.action)} {day(newest.on)}"


def _is_by_return(row: Result, figure: ReportedFigure) -> bool:
    return bool(row.return_ref) and str(row.return_ref) in newest_words(figure.replaces)


def _of_record(told: ReportedEarlier, row: Result) -> str:
    """What the row itself says of its coming: its day, or that the figure was not final."""
    if row.received_on is not None and row.received_on > told.paper.as_at:
        return f"figure received {day(row.received_on)}"
    was = told.figure.value_status
    is_settled = row.value_status is ValueStatus.FINAL and was in ("Provisional", "Estimated")
    return f"the figure reported was {was.lower()}" if is_settled else ""


def _without_the_old(words: str) -> str:
    """Words that a return wrote, without the figures that the sentence names already."""
    newest = newest_words(words)
    found = _BY_RETURN.fullmatch(newest)
    return f"corrected {found[1]}: {found[2]}" if found else newest
