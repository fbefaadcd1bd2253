"""What stands in the way of the paper: late results, errors, Red KPIs that nobody has explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due import DueItem, DueStatus
from pmf_cli.findings import Finding, Severity
from pmf_cli.register.terms import CommentaryKind, Rag
from pmf_cli.views.comments import comments_on, of_kind
from pmf_cli.views.wording import are
from pmf_cli.words import counted, listed_shortly

MOST_BLOCKS = 6
"""Reasons named on the screen that stand in the way of the paper."""


class Waivable(StrEnum):
    """What a person may decide to issue a paper in spite of, by the name that is typed."""

    LATE = "late-results"
    UNREAD = "unread-results"
    ERRORS = "errors"
    SILENT = "unexplained-reds"
    PLACES = "open-places"
    TRACKED = "tracked-changes"
    MARGIN = "margin-comments"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way of a paper.

    Attributes:
        words: what, in one sentence.
        name: by which a person may waive it; ``None`` where nobody can, since the record would
            then not be what the body was told.
    """

    words: str
    name: Waivable | None = None


def obstacles(assessment: Assessment, due: Sequence[DueItem]) -> tuple[Obstacle, ...]:
    """What stands in the way of the paper; empty where nothing does.

    Late results, errors found by the checks, and Red KPIs without reason or action
    (2024 report, ¶39 and ¶50).
    """
    found = []
    late = [item.kpi.ref for item in due if item.status is DueStatus.LATE and not item.is_earlier]
    if late:
        words = f"{counted(len(late), 'result')} {are(len(late))} late: {_named(late)}."
        found.append(Obstacle(words, Waivable.LATE))
    unread = [item for item in due if item.status is DueStatus.UNREAD]
    if unread:
        named = _named([f"{item.kpi.ref} ({item.where})" for item in unread])
        words = f"{counted(len(unread), 'result')} cannot be read: {named}."
        found.append(Obstacle(words, Waivable.UNREAD))
    errors = [one for one in assessment.findings if one.severity is Severity.ERROR]
    if errors:
        found.append(Obstacle(_error_words(errors), Waivable.ERRORS))
    silent = silent_reds(assessment)
    if silent:
        words = (
            f"{counted(len(silent), 'Red KPI')} {'has' if len(silent) == 1 else 'have'} no reason "
            f"or no action on record: {_named(silent)}."
        )
        found.append(Obstacle(words, Waivable.SILENT))
    return tuple(found)


def blocking(assessment: Assessment, due: Sequence[DueItem]) -> tuple[str, ...]:
    """What stands in the way of the paper, each in one sentence; empty where nothing does."""
    return tuple(one.words for one in obstacles(assessment, due))


def silent_reds(assessment: Assessment) -> tuple[str, ...]:
    """References of Red KPIs without a reason or without an action on record."""
    return tuple(
        rating.kpi.ref
        for rating in assessment.ratings
        if rating.rag is Rag.RED and not _is_explained(assessment, rating.kpi.ref)
    )


def _error_words(errors: Sequence[Finding]) -> str:
    codes = list(dict.fromkeys(one.code for one in errors))
    return (
        f"{counted(len(errors), 'error')} in the register ({_named(codes)}); pmf validate lists "
        f"{'it' if len(errors) == 1 else 'them'}."
    )


def _named(names: Sequence[str]) -> str:
    return listed_shortly(names, MOST_BLOCKS)


def _is_explained(assessment: Assessment, ref: str) -> bool:
    on = assessment.as_of
    comments = comments_on(assessment.register, assessment.rating_of[ref])
    comments = tuple(one for one in comments if one.written_on is None or one.written_on <= on)
    return bool(of_kind(comments, CommentaryKind.REASON)) and bool(
        of_kind(comments, CommentaryKind.ACTION)
    )
