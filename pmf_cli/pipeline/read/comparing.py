"""Ratings of two periods, or of an issue and the register now, side by side."""

from __future__ import annotations

from datetime import date

from pmf_cli.analysis.issued.current_figures import standings
from pmf_cli.analysis.issued.figures_to_record import reported_figure
from pmf_cli.analysis.issued.issue_history import IssuedPaper, ReportedFigure
from pmf_cli.analysis.issued.rating_changes import movements
from pmf_cli.analysis.issued.reported_figures import ReportedEarlier
from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.pipeline.read.issued_papers import history_in, issue_named
from pmf_cli.pipeline.read.opening import OpenedRegister, assessed
from pmf_cli.views.audience import shown_to
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.rating_moves import compare_listing


def compared(opened: OpenedRegister, first: str, second: str, on: date) -> Listing:
    """Which ratings moved between two periods, or since an issue.

    Args:
        first: the earlier period in words, or an issue's reference.
        second: the later period; the earlier one's own where not given.
        on: the date of the question.

    Raises:
        UsageError: a word is neither period nor issue, or both are the same period.
    """
    history = history_in(opened.folder, opened.register.rating_words)
    refs = {paper.ref.casefold() for paper in history.papers}
    if first.strip().casefold() in refs:
        paper = issue_named(history, first, on)
        after = assessed(opened, period=second or paper.period, as_of=on)
        shown = frozenset(rating.kpi.ref for rating in shown_to(after, paper.body))
        told = {figure.kpi_ref for figure in paper.figures}
        before = paper.figures
        now = tuple(
            one for one in _as_told(paper, after) if one.kpi_ref in shown or one.kpi_ref in told
        )
        words = paper.ref
        start = paper.as_at
        later = f"{after.period} now" if str(after.period) == paper.period else str(after.period)
    else:
        earlier = _assessed(opened, first, on)
        if not second.strip():
            raise UsageError(
                "Name the second period too.",
                'For example: pmf rag compare "2024/25 Q2" "2024/25 Q3"',
            )
        after = _assessed(opened, second, on)
        if earlier.period == after.period:
            raise UsageError(
                f"Both are {after.period}.", "Name two periods, or an issue and a period."
            )
        before, now = _figures(earlier), _figures(after)
        words, later, start = str(earlier.period), str(after.period), earlier.period.end
    scope = tuple(
        change
        for change in after.register.scope_changes
        if change.from_period is not None
        and start < change.from_period.end
        and change.from_period.start <= after.period.end
    )
    return compare_listing(after, words, later, movements(before, now, after, scope))


def _as_told(paper: IssuedPaper, after: Assessment) -> tuple[ReportedFigure, ...]:
    """The figures now; a figure that was rated then and still stands is rated for its own period.

    For it may have been new when it was reported, and is not new any more.
    """
    told = {one.key: ReportedEarlier(one, paper) for one in paper.figures if one.rating}
    now = standings(after, told.values())
    found = []
    for figure in _figures(after):
        standing = now.get(figure.key)
        is_same = standing is not None and standing.is_rated and not figure.rating
        found.append(standing.figure if is_same and standing and standing.figure else figure)
    return tuple(found)


def _assessed(opened: OpenedRegister, words: str, on: date) -> Assessment:
    try:
        return assessed(opened, period=words, as_of=on)
    except UsageError as error:
        raise UsageError(
            f"{words!r} is neither a period nor an issue on record.",
            'Write a period as "2024/25 Q3"; pmf ledger reported lists the issues.',
        ) from error


def _figures(assessment: Assessment) -> tuple[ReportedFigure, ...]:
    return tuple(reported_figure(rating) for rating in assessment.ratings)
