"""What holds a cycle up beside late results and errors, and what has to come back in the paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pmf_cli.analysis.commentary.explanations import asks_of
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due.due_items import DueItem
from pmf_cli.cycle.ledger_facts import CycleFacts
from pmf_cli.register.scope_telling import not_told
from pmf_cli.register.sheets.process import Recommendation
from pmf_cli.register.terms import OpenStatus
from pmf_cli.views.blocking import blocking, silent_reds
from pmf_cli.views.roles import role_of
from pmf_cli.views.wording import are
from pmf_cli.words import counted, listed, listed_shortly

MOST_NAMED = 6
"""References named in one sentence."""


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
    register = assessment.register
    found = []
    issues = [
        row.ref
        for row in register.escalations
        if row.status is not OpenStatus.CLOSED
        and (row.raised_on is None or row.raised_on <= assessment.as_of)
    ]
    if issues:
        found.append(f"{counted(len(issues), 'issue')} {are(len(issues))} open: {_named(issues)}.")
    recommended = [
        row
        for row in register.recommendations
        if (row.status is not OpenStatus.CLOSED or not _is_answered(row, assessment.as_of))
        and (row.meeting_on is None or row.meeting_on <= assessment.as_of)
    ]
    if recommended:
        silent = [row.ref for row in recommended if not _is_answered(row, assessment.as_of)]
        words = f"; without an answer: {_named(silent)}" if silent else ""
        number = counted(len(recommended), "recommendation")
        named = _named([row.ref for row in recommended])
        found.append(f"{number} {are(len(recommended))} open: {named}{words}.")
    untold = [
        (row, bodies)
        for row in register.scope_changes
        if (row.changed_on is None or row.changed_on <= assessment.as_of)
        and (bodies := not_told(register, row, assessment.as_of))
    ]
    if untold:
        named = _named(
            [f"{row.change_ref} (not yet told: {listed(bodies)})" for row, bodies in untold], 3
        )
        number = counted(len(untold), "change to a KPI", "changes to KPIs")
        found.append(f"{number} to tell: {named}; pmf scope list shows them.")
    return tuple(found)


def _is_answered(row: Recommendation, as_of: date) -> bool:
    """Whether there was an answer by a day; one that was closed without a date counts as answered."""
    if row.answered_on is not None:
        return row.answered_on <= as_of
    return row.answer is not None or row.status is OpenStatus.CLOSED


def _named(refs: Iterable[str], most: int = MOST_NAMED) -> str:
    return listed_shortly(tuple(refs), most)
