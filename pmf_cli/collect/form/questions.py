"""The questions of a return form, beside the figures."""

from __future__ import annotations

from dataclasses import dataclass

from pmf_cli.analysis.commentary.explanations import ACTION, RECOVERY, Ask
from pmf_cli.assessment import Assessment
from pmf_cli.register.comments import comments_known
from pmf_cli.register.figures import figure
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import Accountability, CommentaryKind, TargetType
from pmf_cli.views.wording import shortened

LAST_WORDS = 60
"""Words of the last comment that are shown beside a question."""
NO_TARGETS = ("", TargetType.TRACKER.value, TargetType.TO_BE_AGREED.value)
"""Targets in words against which no result is better or worse."""


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question about a KPI's result.

    Attributes:
        kpi_ref: the KPI.
        name: its name.
        period: the period that the answer is about.
        kind: the kind of comment that the answer is.
        about: the result asked about, in words.
        text: the question.
        last: what was said last time.
    """

    kpi_ref: str
    name: str
    period: Period
    kind: CommentaryKind
    about: str
    text: str
    last: str = ""


def asked_questions(ask: Ask) -> tuple[FormQuestion, ...]:
    """The unanswered questions about a result that is in."""
    rating = ask.rating
    shown = rating.shown
    result = figure(shown.value, rating.kpi) if shown is not None else ""
    about = f"{result}: {ask.why}" if result else ask.why[:1].upper() + ask.why[1:]
    last = ask.last or {}
    return tuple(
        FormQuestion(
            rating.kpi.ref,
            rating.kpi.name or "",
            ask.period,
            one.kind,
            about,
            one.text,
            _last_words(last.get(one.kind)),
        )
        for one in ask.unanswered
    )


def prompts(
    assessment: Assessment, kpi: Kpi, period: Period, target: str
) -> tuple[FormQuestion, ...]:
    """What is asked together with a figure that is still to come."""
    name, about = kpi.name or "", "Not in yet"
    last = _last_by_kind(assessment, kpi.ref, period)
    if target in NO_TARGETS or kpi.accountability is Accountability.POPULATION:
        text = "Is there anything that readers should know about the figure?"
        kind = CommentaryKind.CONTEXT
        return (FormQuestion(kpi.ref, name, period, kind, about, text, last.get(kind, "")),)
    asked = (
        (
            CommentaryKind.REASON,
            "If the result is worse than the target: why? What lies behind it?",
        ),
        (CommentaryKind.ACTION, f"If it is worse than the target: {_lower(ACTION[2])}"),
        (CommentaryKind.RECOVERY, f"If it is worse than the target: {_lower(RECOVERY[2])}"),
    )
    return tuple(
        FormQuestion(kpi.ref, name, period, kind, about, text, last.get(kind, ""))
        for kind, text in asked
    )


def _last_by_kind(
    assessment: Assessment, kpi_ref: str, before: Period
) -> dict[CommentaryKind, str]:
    found: dict[CommentaryKind, Commentary] = {}
    for comment in comments_known(assessment.register, kpi_ref, assessment.as_of):
        if comment.kind is None or comment.period is None or comment.period.end >= before.end:
            continue
        there = found.get(comment.kind)
        if there is None or there.period is None or there.period.end <= comment.period.end:
            found[comment.kind] = comment
    return {kind: _last_words(comment) for kind, comment in found.items()}


def _last_words(comment: Commentary | None) -> str:
    if comment is None or not comment.text:
        return ""
    return f"{comment.period}: {shortened(comment.text, LAST_WORDS)[0]}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
