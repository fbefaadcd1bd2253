"""Does a status that a person gave, or a paper printed, follow from the figures?

A judged status stands beside the worked-out one (performance framework 2011, overall RAG); a
difference needs a reason. Published statuses that were imported are kept the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_cli.checks.base import Problem, Scene, check
from pmf_cli.checks.commentary import result_period
from pmf_cli.checks.words import figure
from pmf_cli.findings import Severity
from pmf_cli.register.aims import is_missed
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import CommentaryKind, Rag

UNRATED = ("for info", "info", "not rated", "no rating", "grey", "tracker", "no target", "n/a")
"""Beginnings of statuses that name no colour on purpose."""


def status_in(text: str | None) -> Rag | None:
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


def judged(scene: Scene) -> Iterator[tuple[Commentary, Kpi]]:
    """Every judged status of a known KPI."""
    for comment in scene.register.commentary:
        kpi = scene.register.kpi_by_ref.get(comment.kpi_ref)
        if comment.kind is CommentaryKind.JUDGED and kpi is not None:
            yield comment, kpi


def _figures(scene: Scene, comment: Commentary, kpi: Kpi) -> tuple[Decimal, Decimal, bool] | None:
    """Value, target, and whether the target is missed, for the period of a judged status."""
    if comment.period is None:
        return None
    result = scene.register.results_of(kpi.ref).get(comment.period)
    target = scene.asked_for(kpi, None, comment.period)
    if result is None or result.number is None or target is None:
        return None
    missed = is_missed(result.number, target, kpi)
    return None if missed is None else (result.number, target, missed)


@check("JDG001", Severity.WARNING, cure="Correct the figure, the target or the status.")
def green_though_missed(scene: Scene) -> Iterator[Problem]:
    """A status Green goes with a result that meets its target.

    80.6 against 90 shown Green, or 0% shown Green because the figure was not in yet: seen in
    published papers.
    """
    for comment, kpi in judged(scene):
        found = _figures(scene, comment, kpi)
        if found is not None and status_in(comment.text) is Rag.GREEN and found[2]:
            message = f"{kpi.ref} was called Green for {comment.period}, but {figure(found[0], kpi)} misses the target of {figure(found[1], kpi)}."
            yield Problem(comment.source.at("text"), message, kpi.ref)


@check("JDG002", Severity.WARNING, cure="Correct the figure, the target or the status.")
def adverse_though_met(scene: Scene) -> Iterator[Problem]:
    """A status Red or Amber goes with a result that misses its target.

    97 against 97 shown Amber: the source held more decimals than it printed, or the figure was
    not replaced.
    """
    for comment, kpi in judged(scene):
        found = _figures(scene, comment, kpi)
        status = status_in(comment.text)
        if found is not None and status in (Rag.RED, Rag.AMBER) and not found[2]:
            message = f"{kpi.ref} was called {status} for {comment.period}, but {figure(found[0], kpi)} meets the target of {figure(found[1], kpi)}."
            yield Problem(comment.source.at("text"), message, kpi.ref)


@check("JDG003", Severity.ADVICE, cure="Say why, after the colour.", requires=("JDG001", "JDG002"))
def judged_otherwise(scene: Scene) -> Iterator[Problem]:
    """A judged status that differs from the worked-out one says why.

    A board may know more than the figures; the reader must see that it decided so.
    """
    for comment, kpi in judged(scene):
        status, worked_out = status_in(comment.text), scene.rags.get(kpi.ref)
        current = comment.period in (scene.period, result_period(scene, kpi))
        if not current or status is None or worked_out is None or status is worked_out:
            continue
        if not has_reason(comment.text):
            message = f"{kpi.ref} was called {status} for {comment.period}, while {worked_out} is worked out; no reason is given."
            yield Problem(comment.source.at("text"), message, kpi.ref)


@check("JDG004", Severity.WARNING, cure="Begin the text with Red, Amber or Green.")
def unreadable_status(scene: Scene) -> Iterator[Problem]:
    """A judged status names one of the three colours.

    Anything else cannot be set beside the worked-out rating.
    """
    for comment, kpi in judged(scene):
        if comment.text is None or is_unrated(comment.text):
            continue
        if status_in(comment.text) is None:
            message = f"The judged status of {kpi.ref} for {comment.period}, “{comment.text[:40]}”, is no colour."
            yield Problem(comment.source.at("text"), message, kpi.ref)
