"""The services' answers to a highlight: reason, action, expected recovery, blockages; never blank."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.sheets.plan import Action
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import ActionStatus, CommentaryKind, Rag
from pmf_cli.views.base import (
    Block,
    Paragraph,
    Tone,
)
from pmf_cli.views.comments import (
    FOR_OTHERS,
    HIGHLIGHT_WORDS,
    is_for_others,
    of_kind,
    recovery_words,
    words_of,
)
from pmf_cli.views.roles import role_of
from pmf_cli.views.wording import one_line, sentence
from pmf_cli.words import day

NONE_RECEIVED = "No commentary received from the service."
NONE_GIVEN = "None was given."


def answer_blocks(
    assessment: Assessment, rating: KpiRating, comments: Sequence[Commentary]
) -> list[Block]:
    """The services' answers: reason, action, expected recovery, blockages.

    What a service writes beside a Red or Amber result is its reason, under whatever kind it was
    filed. That nothing came is said only where nothing is printed.
    """
    off_target = rating.rag in (Rag.RED, Rag.AMBER)
    reasons, others = _reasons(comments, off_target=off_target)
    reason = words_of(reasons, HIGHLIGHT_WORDS)
    action = words_of(of_kind(comments, CommentaryKind.ACTION), HIGHLIGHT_WORDS)
    good = words_of(others, HIGHLIGHT_WORDS)
    actions = _action_words(assessment, rating)
    if any(comment.text for comment in comments) or actions:
        none = NONE_GIVEN
    else:
        is_elsewhere = is_for_others(assessment.register, rating)
        none = f"{FOR_OTHERS}." if is_elsewhere else NONE_RECEIVED
    blocks: list[Block] = []
    if reason or off_target or not good:
        blocks.append(_answer("Reason given:", reason, none))
    if good:
        blocks.append(_answer("From the service:", good, none))
    if action or off_target or actions:
        taken = " ".join(filter(None, (action, actions)))
        blocks.append(_answer("Action being taken:", taken, none))
    recovery = words_of(of_kind(comments, CommentaryKind.RECOVERY), HIGHLIGHT_WORDS)
    back = recovery_words(comments, assessment.as_of)
    told = " ".join(filter(None, (back, recovery)))
    if told:
        blocks.append(Paragraph(told, label="Expected back on target:"))
    elif off_target:
        blocks.append(
            Paragraph("No date has been given.", label="Expected back on target:", tone=Tone.MUTED)
        )
    blockages = [one_line(comment.blockages) for comment in comments if comment.blockages]
    if blockages:
        blocks.append(Paragraph(" ".join(blockages), label="Resources or blockages:"))
    return blocks


def _reasons(
    comments: Sequence[Commentary], *, off_target: bool
) -> tuple[tuple[Commentary, ...], tuple[Commentary, ...]]:
    """The comments that give the reason for a result, and the service's further words."""
    reasons = of_kind(comments, CommentaryKind.REASON)
    others = of_kind(comments, CommentaryKind.GOOD_PRACTICE, CommentaryKind.CONTEXT)
    if reasons or not off_target:
        return reasons, others
    reasons = of_kind(comments, CommentaryKind.CONTEXT, CommentaryKind.DATA_QUALITY)
    return reasons, of_kind(comments, CommentaryKind.GOOD_PRACTICE)


def _answer(label: str, text: str, none: str) -> Paragraph:
    if text:
        return Paragraph(text, label=label)
    return Paragraph(none, label=label, tone=Tone.MUTED)


OPEN_ACTIONS = (
    ActionStatus.NOT_STARTED,
    ActionStatus.ON_TRACK,
    ActionStatus.AT_RISK,
    ActionStatus.OFF_TRACK,
    None,
)


def _action_words(assessment: Assessment, rating: KpiRating) -> str:
    """Open actions of the delivery plan for this KPI, with date, status and post."""
    found = [
        action
        for action in assessment.register.actions
        if action.belongs_to == rating.kpi.ref and action.status in OPEN_ACTIONS and action.action
    ]
    return " ".join(_one_action(assessment, action) for action in found)


def _one_action(assessment: Assessment, action: Action) -> str:
    told = [str(action.status).lower() if action.status is not None else "no status"]
    due = action.revised_due or action.due
    if due is not None:
        late = due < assessment.as_of
        told.insert(0, f"due {day(due)}{', overdue' if late else ''}")
    role = role_of(assessment.register, action.owner)
    if role:
        told.append(role)
    return f"{sentence(one_line(action.action or ''))[:-1]} ({', '.join(told)})."
