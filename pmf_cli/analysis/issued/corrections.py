"""Corrections: what a body was told that is different now, each told once.

The paper before last may have said 38, the last one "now 31": then 31 is what the body was told,
and nothing is left to correct.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pmf_cli.analysis.issued.current_figures import Standing, standings
from pmf_cli.analysis.issued.issue_history import FigureKey, History, IssuedPaper, ReportedFigure
from pmf_cli.analysis.issued.reported_figures import ReportedEarlier, earlier_papers, last_told
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN
from pmf_cli.register.replaced import newest_words
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import ValueStatus
from pmf_cli.words import day


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
    was_rated, is_rated = bool(figure.rating), now.is_rated and bool(current.rating)
    may_say = was_rated and (now.is_rated or current.value is None)
    rating_changed = may_say and figure.rating != current.rating
    printed_changed = figure.value_text != current.value_text
    value_changed = not same_figure(figure.value, current.value) and (
        printed_changed or rating_changed
    )
    target_changed = was_rated and is_rated and target_differs(figure, current)
    if not (value_changed or rating_changed or target_changed):
        return None
    reason = reason_for(told, now, history) if value_changed else ""
    return Correction(
        figure, told.paper, current, value_changed, rating_changed, target_changed, reason
    )


def same_figure(one: object, other: object) -> bool:
    """Whether two figures are the same: 38 and 38.0 are, Yes and 1 are not."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def target_differs(told: ReportedFigure, now: ReportedFigure) -> bool:
    """Whether two figures have different targets; 83% and 83.0% are one."""
    if told.target is None and now.target is None:
        return told.target_text != now.target_text
    return not same_figure(told.target, now.target)


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
    since = [change for change in history.changes if change.row > told.paper.row]
    changes = [change for change in since if change.wrote(row, "value")]
    by_return = bool(row.return_ref) and str(row.return_ref) in newest_words(figure.replaces)
    is_new = figure.replaces not in ("", told.figure.replaces)
    if is_new and not (by_return and changes):
        return _without_the_old(figure.replaces.rstrip(". "))
    if changes:
        action = changes[-1].action
        return f"{ACTIONS.get(action, action)} {day(changes[-1].on)}"
    return _of_record(told, row)


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
