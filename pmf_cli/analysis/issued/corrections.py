"""Corrections: what a body was told that is different now, each told once.

The paper before last may have said 38, the last one "now 31": then 31 is what the body was told,
and nothing is left to correct.
"""

from __future__ import annotations

from dataclasses import dataclass

from pmf_cli.analysis.issued.change_reasons import reason_for
from pmf_cli.analysis.issued.current_figures import Standing, standings
from pmf_cli.analysis.issued.issue_history import FigureKey, History, IssuedPaper, ReportedFigure
from pmf_cli.analysis.issued.reported_figures import ReportedEarlier, earlier_papers, last_told
from pmf_cli.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that was told and is different now.

    Attributes:
        told: the figure as it was last told to the body.
        paper: the paper that told it.
        now: the figure now; without a value where it was withdrawn.
        value_changed: whether the figure as printed, or the figure before rounding together with
            its rating, is another one.
        rating_changed: whether its rating is another one.
        target_changed: whether the target it was held against is another one.
        reason: why the figure is another one, in words; empty where no reason is on record.
    """

    told: ReportedFigure
    paper: IssuedPaper
    now: ReportedFigure
    value_changed: bool
    rating_changed: bool
    target_changed: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections that a paper must contain.

    Attributes:
        found: in the order of the register, oldest period first.
        papers: how many earlier papers the body has been given.
    """

    found: tuple[Correction, ...] = ()
    papers: int = 0


def corrections_for(
    assessment: Assessment, history: History, report: str, body: str
) -> Corrections:
    """The corrections that a report of this period must tell a body.

    Args:
        assessment: the register now, for the report's period.
        history: what the ledger knows.
        report: the report: ``clt``.
        body: the body as the sheet ``Boards`` names it.
    """
    known = history.to(body, assessment.as_of)
    before, own = earlier_papers(known, report, body, str(assessment.period))
    return Corrections(_corrections(assessment, history, before, own), len(before))


def corrections_to(
    assessment: Assessment, history: History, body: str, since: IssuedPaper | None = None
) -> tuple[Correction, ...]:
    """Everything that a body was told and that is different now.

    Args:
        assessment: the register now.
        history: what the ledger knows.
        body: the body.
        since: only what was told in this paper or before it; all where not given.
    """
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
    everything = [*told_before.values(), *told_by_own.values()]
    now: dict[FigureKey, Standing] = {}
    now |= standings(assessment, told_before.values())
    now |= standings(assessment, told_by_own.values())
    keys = dict.fromkeys(one.figure.key for one in everything)
    found = []
    for key in keys:
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
    rating_changed = (
        bool(figure.rating)
        and figure.rating != current.rating
        and (now.is_rated or current.value is None)
    )
    printed_changed = figure.value_text != current.value_text
    value_changed = not same(figure.value, current.value) and (printed_changed or rating_changed)
    target_changed = (
        bool(figure.rating)
        and now.is_rated
        and bool(current.rating)
        and target_differs(figure, current)
    )
    if not (value_changed or rating_changed or target_changed):
        return None
    reason = reason_for(told, now, history) if value_changed else ""
    return Correction(
        figure, told.paper, current, value_changed, rating_changed, target_changed, reason
    )


def same(one: object, other: object) -> bool:
    """Whether two figures are the same: 38 and 38.0 are, Yes and 1 are not."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def target_differs(told: ReportedFigure, now: ReportedFigure) -> bool:
    """Whether two figures have different targets; 83% and 83.0% are one."""
    if told.target is None and now.target is None:
        return told.target_text != now.target_text
    return not same(told.target, now.target)
