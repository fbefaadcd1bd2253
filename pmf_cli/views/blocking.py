"""What stands in the way of the paper, what holds the cycle up, and what has to come back in the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum

from pmf_cli.analysis.commentary.explanations import asks_of
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due import DueItem, DueStatus
from pmf_cli.cycle.ledger_facts import CycleFacts
from pmf_cli.findings import Finding, Severity
from pmf_cli.frozen import frozen
from pmf_cli.register.scope_telling import not_told
from pmf_cli.register.sheets.process import Recommendation
from pmf_cli.register.terms import CommentaryKind, OpenStatus, Rag
from pmf_cli.views.comments import comments_on, is_for_others, of_kind
from pmf_cli.views.references import role_of
from pmf_cli.views.wording import are, have
from pmf_cli.words import counted, listed, listed_shortly

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


@frozen
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
        kpis = counted(len(silent), f"{assessment.words.red} KPI")
        words = f"{kpis} {have(len(silent))} no reason or no action on record: {_named(silent)}."
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


def _is_explained(assessment: Assessment, ref: str) -> bool:
    on = assessment.as_of
    comments = comments_on(assessment.register, assessment.rating_of[ref])
    comments = tuple(one for one in comments if one.written_on is None or one.written_on <= on)
    return bool(of_kind(comments, CommentaryKind.REASON)) and bool(
        of_kind(comments, CommentaryKind.ACTION)
    )


def holding_up(
    assessment: Assessment, due: Sequence[DueItem], facts: CycleFacts
) -> tuple[str, ...]:
    """What stands in the way of the paper, each in one sentence.

    What blocks it in ``pmf status`` too, then questions without answer and forms still out.
    """
    found = list(blocking(assessment, due))
    told = set(silent_reds(assessment))
    waiting = [
        ask.rating.kpi.ref
        for ask in asks_of(assessment)
        if ask.unanswered and ask.rating.kpi.ref not in told
    ]
    if waiting:
        wait = "waits" if len(waiting) == 1 else "wait"
        found.append(
            f"{counted(len(waiting), 'KPI')} {wait} for commentary: {_named(waiting)}; "
            "pmf commentary request shows the questions."
        )
    out = facts.still_out(str(assessment.period))
    if out:
        who = [role_of(assessment.register, form.contact) or form.contact for form in out]
        found.append(
            f"{counted(len(out), 'return form')} {are(len(out))} still out: "
            f"{listed_shortly(tuple(dict.fromkeys(who)), 3)}."
        )
    return tuple(found)


def coming_back(assessment: Assessment) -> tuple[str, ...]:
    """What members and directors wait to hear: open issues, recommendations, changes untold."""
    return (*_issues(assessment), *_recommendations(assessment), *_changes_to_tell(assessment))


def _issues(assessment: Assessment) -> Iterator[str]:
    issues = [
        row.ref
        for row in assessment.register.escalations
        if row.status is not OpenStatus.CLOSED and _was_by(row.raised_on, assessment.as_of)
    ]
    if issues:
        yield f"{counted(len(issues), 'issue')} {are(len(issues))} open: {_named(issues)}."


def _recommendations(assessment: Assessment) -> Iterator[str]:
    on = assessment.as_of
    made = [row for row in assessment.register.recommendations if _was_by(row.meeting_on, on)]
    silent = [row.ref for row in made if not _is_answered(row, on)]
    waiting = [
        row.ref for row in made if row.status is not OpenStatus.CLOSED or not _is_answered(row, on)
    ]
    if waiting:
        words = f"; without an answer: {_named(silent)}" if silent else ""
        number = counted(len(waiting), "recommendation")
        yield f"{number} {are(len(waiting))} open: {_named(waiting)}{words}."


def _changes_to_tell(assessment: Assessment) -> Iterator[str]:
    register, on = assessment.register, assessment.as_of
    changes = [row for row in register.scope_changes if _was_by(row.changed_on, on)]
    untold = [
        f"{row.change_ref} (not yet told: {listed(bodies)})"
        for row in changes
        if (bodies := not_told(register, row, on))
    ]
    if untold:
        number = counted(len(untold), "change to a KPI", "changes to KPIs")
        yield f"{number} to tell: {_named(untold, 3)}; pmf scope list shows them."


def _was_by(day: date | None, as_of: date) -> bool:
    """Whether something had come about by a day; what has no date had."""
    return day is None or day <= as_of


def _is_answered(row: Recommendation, as_of: date) -> bool:
    """Whether there was an answer by a day; one that was closed without a date counts as answered."""
    if row.answered_on is not None:
        return row.answered_on <= as_of
    return row.answer is not None or row.status is OpenStatus.CLOSED


def _named(refs: Iterable[str], most: int = MOST_BLOCKS) -> str:
    return listed_shortly(tuple(refs), most)
