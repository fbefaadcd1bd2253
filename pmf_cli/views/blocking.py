"""What stands in the way of the paper: late results, errors, Red KPIs that nobody has explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due.due_items import DueItem, DueStatus
from pmf_cli.findings import Finding, Severity
from pmf_cli.register.terms import CommentaryKind, Rag
from pmf_cli.views.comments import comments_on, is_for_others, of_kind
from pmf_cli.views.wording import are
from pmf_cli.words import counted, listed_shortly

MOST_BLOCKS = 6
"""Reasons named on the screen that stand in the way of the paper."""


class Waivable(StrEnum):
    """What a person may decide to issue a paper in spite of, by the name that is typed.

    Errors in the register are waived a kind at a time, by the code of the finding.
    """

    LATE = "late-results"
    UNREAD = "unread-results"
    SILENT = "unexplained-reds"
    PLACES = "open-places"
    TRACKED = "tracked-changes"
    MARGIN = "margin-comments"


ERRORS = "errors"
"""What all errors together were once waived by."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way of a paper.

    Attributes:
        words: what, in one sentence.
        name: by which a person may waive it, one of ``Waivable`` or the code of a finding; ``None``
            where nobody can, since the record would then not be what the body was told.
    """

    words: str
    name: str | None = None


def obstacles(assessment: Assessment, due: Sequence[DueItem]) -> tuple[Obstacle, ...]:
    """What stands in the way of the paper, each kind of error by itself; empty where nothing does.

    Late results, errors found by the checks, and Red KPIs without reason or action
    (2024 report, ¶39 and ¶50).
    """
    return (*_results(due), *_errors_by_kind(assessment.findings), *_silent(assessment))


def blocking(assessment: Assessment, due: Sequence[DueItem]) -> tuple[str, ...]:
    """What stands in the way of the paper, each in one sentence, errors counted together."""
    errors = [one for one in assessment.findings if one.severity is Severity.ERROR]
    return (
        *(one.words for one in _results(due)),
        *((_error_words(errors),) if errors else ()),
        *(one.words for one in _silent(assessment)),
    )


def _results(due: Sequence[DueItem]) -> Iterator[Obstacle]:
    late = [item.kpi.ref for item in due if item.status is DueStatus.LATE and not item.is_earlier]
    if late:
        words = f"{counted(len(late), 'result')} {are(len(late))} late: {_named(late)}."
        yield Obstacle(words, Waivable.LATE)
    unread = [item for item in due if item.status is DueStatus.UNREAD]
    if unread:
        named = _named([f"{item.kpi.ref} ({item.where})" for item in unread])
        words = f"{counted(len(unread), 'result')} cannot be read: {named}."
        yield Obstacle(words, Waivable.UNREAD)


def _errors_by_kind(findings: Sequence[Finding]) -> Iterator[Obstacle]:
    by_code: dict[str, list[Finding]] = {}
    for one in findings:
        if one.severity is Severity.ERROR:
            by_code.setdefault(one.code, []).append(one)
    for code, found in by_code.items():
        words = f"{counted(len(found), 'error')} {code}: {found[0].message}"
        if found[1:]:
            places = dict.fromkeys(str(one.where) for one in found[1:])
            words += f" Likewise: {_named(list(places))}."
        else:
            words += f" ({found[0].where})"
        yield Obstacle(words, code)


def _silent(assessment: Assessment) -> Iterator[Obstacle]:
    silent = silent_reds(assessment)
    if silent:
        words = (
            f"{counted(len(silent), f'{assessment.words.red} KPI')} {'has' if len(silent) == 1 else 'have'} no reason "
            f"or no action on record: {_named(silent)}."
        )
        elsewhere = [
            ref for ref in silent if is_for_others(assessment.register, assessment.rating_of[ref])
        ]
        if elsewhere:
            words += f" Commentary on {_named(elsewhere)} was given for other papers only (Use in)."
        yield Obstacle(words, Waivable.SILENT)


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
