"""Does a status that a person gave, or a paper printed, follow from the figures?

A judged status stands beside the worked-out one (performance framework 2011, overall RAG); a
difference needs a reason. Published statuses that were imported are kept the same way.
"""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.words import figure_text
from pmf_cli.findings import Severity
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import CommentaryKind, Rag

UNRATED = ("for info", "info", "not rated", "no rating", "grey", "tracker", "no target", "n/a")
"""Beginnings of statuses that name no colour on purpose."""


def judged_status_in(text: str | None) -> Rag | None:
    """The colour that a judged status names, where its first word is one."""
    first = (text or "").strip().split(maxsplit=1)[:1]
    word = first[0].strip(".,:;-–()").casefold() if first else ""
    return next((rag for rag in Rag if rag.value.casefold() == word), None)


def is_unrated(text: str | None) -> bool:
    """Whether a status says that there is none: for info only, not rated, no target."""
    return (text or "").strip().casefold().startswith(UNRATED)


def has_reason(text: str | None) -> bool:
    """Whether more than the colour is said."""
    return len((text or "").split()) > 2


def judged(context: CheckContext) -> Iterator[tuple[Commentary, Kpi]]:
    """Every judged status of a known KPI."""
    for comment in context.register.commentary:
        kpi = context.register.kpi_by_ref.get(comment.kpi_ref)
        if comment.kind is CommentaryKind.JUDGED and kpi is not None:
            yield comment, kpi


def _worked_out(context: CheckContext, comment: Commentary, kpi: Kpi) -> Rag | None:
    """The colour that the council's rule gives for the period of a judged status.

    Of the figure held for that very period; for the reporting period, of the figure it rests on.
    """
    held = None
    if comment.period is not None:
        held = context.register.results_of(kpi.ref).get(comment.period)
    if held is not None and held.value is not None:
        return context.colour_of(kpi, None, held)
    return context.rags.get(kpi.ref) if comment.period == context.period else None


def _told(context: CheckContext, comment: Commentary, kpi: Kpi, status: Rag, found: Rag) -> str:
    """A judged status beside the figures and the colour that they give."""
    said = f"{kpi.ref} was called {status} for {comment.period}"
    period = comment.period
    result = None if period is None else context.register.results_of(kpi.ref).get(period)
    if period is None or result is None:
        return f"{said}, while {context.words[found]} is worked out"
    target = context.asked_for(kpi, None, period)
    against = "" if target is None else f" against a target of {figure_text(target, kpi)}"
    return f"{said}, but {figure_text(result.value, kpi)}{against} is {context.words[found]} by the rule in force"


@check("JDG001", Severity.WARNING, cure="Correct the figure, the target or the status.")
def green_though_missed(context: CheckContext) -> Iterator[Problem]:
    """A status Green goes with a result that the council's own rule calls Green.

    80.6 against 90 shown Green, or 0% shown Green because the figure was not in yet: seen in
    published papers. Where the rule counts a result within 5% of its target as Green, it is
    Green. Every period held is looked at.
    """
    for comment, kpi in judged(context):
        status, found = judged_status_in(comment.text), _worked_out(context, comment, kpi)
        if status is Rag.GREEN and found in (Rag.RED, Rag.AMBER):
            message = f"{_told(context, comment, kpi, status, found)}."
            yield Problem(comment.source.at("text"), message, kpi.ref)


@check("JDG002", Severity.WARNING, cure="Correct the figure, the target or the status.")
def adverse_though_met(context: CheckContext) -> Iterator[Problem]:
    """A status Red or Amber goes with a result that the council's own rule does not call Green.

    97 against 97 shown Amber: the source held more decimals than it printed, or the figure was
    not replaced.
    """
    for comment, kpi in judged(context):
        status, found = judged_status_in(comment.text), _worked_out(context, comment, kpi)
        if status in (Rag.RED, Rag.AMBER) and found is Rag.GREEN:
            message = f"{_told(context, comment, kpi, status, found)}."
            yield Problem(comment.source.at("text"), message, kpi.ref)


@check("JDG003", Severity.ADVICE, cure="Say why, after the colour.", requires=("JDG001", "JDG002"))
def judged_otherwise(context: CheckContext) -> Iterator[Problem]:
    """A judged status that differs from the worked-out one says why.

    A board may know more than the figures; the reader must see that it decided so. Amber and Red
    are told apart only where the council has said how wide Amber is: the tool's own 5% accuses
    nobody.
    """
    for comment, kpi in judged(context):
        status, found = judged_status_in(comment.text), _worked_out(context, comment, kpi)
        if status is None or found is None or status is found or has_reason(comment.text):
            continue
        if Rag.GREEN not in (status, found) and not _amber_is_agreed(context, comment, kpi):
            continue
        message = f"{_told(context, comment, kpi, status, found)}; no reason is given."
        yield Problem(comment.source.at("text"), message, kpi.ref)


def _amber_is_agreed(context: CheckContext, comment: Commentary, kpi: Kpi) -> bool:
    """Whether the council itself says where Amber ends: in a rule, for the KPI, or in settings."""
    if any(rule.tolerance is not None for rule in context.register.rating_rules):
        return True
    if context.settings.rating.model_fields_set & {"tolerance", "financial_tolerance"}:
        return True
    row = context.target_at(kpi.ref, None, comment.period or context.period)
    return row is not None and (row.tolerance is not None or row.amber_boundary is not None)


@check("JDG004", Severity.WARNING, cure="Begin the text with Red, Amber or Green.")
def unreadable_status(context: CheckContext) -> Iterator[Problem]:
    """A judged status names one of the three colours.

    Anything else cannot be set beside the worked-out rating.
    """
    for comment, kpi in judged(context):
        if comment.text is None or is_unrated(comment.text):
            continue
        if judged_status_in(comment.text) is None:
            message = f"The judged status of {kpi.ref} for {comment.period}, “{comment.text[:40]}”, is no colour."
            yield Problem(comment.source.at("text"), message, kpi.ref)
