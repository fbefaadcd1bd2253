"""What people decide about highlights, and for which of them commentary was asked: previewed changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmf_cli.analysis.highlights.choices import (
    HighlightChoice,
    chosen_after,
    planned_asking,
    planned_choices,
)
from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.pipeline.change.planned_changes import PreviewedChange, change_for
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.choices import word_chosen
from pmf_cli.register.terms import HighlightKind
from pmf_cli.views.lists.commentary import RequestWanted, request_listing, wanted_asks
from pmf_cli.views.lists.planned import planned_listing
from pmf_cli.views.references import contact_named, kpi_named
from pmf_cli.words import listed


def settled_choice(why: str, kind: str, *, is_chosen: bool) -> HighlightChoice:
    """A decision as it was typed.

    Raises:
        UsageError: it has no reason, or there is no such kind of highlight.
    """
    if not why.strip():
        raise UsageError(
            "A choice needs its reason: --why is missing.",
            'Write it as the record should keep it: --why "CLT asked for it in November."',
        )
    return HighlightChoice(
        is_chosen, " ".join(why.split()), kind=word_chosen("--kind", kind, HighlightKind)
    )


def previewed_choice(
    opened: OpenedRegister,
    assessment: Assessment,
    refs: Sequence[str],
    choice: HighlightChoice,
    by: str,
) -> PreviewedChange:
    """A decision on some KPIs as the sheet ``Highlights`` would hold it.

    Args:
        refs: the KPIs, as typed.
        choice: the decision.
        by: who decided, as typed; empty where nobody is named.

    Raises:
        UsageError: a KPI or contact is not in the register, or a KPI is not in scope.
    """
    choice = replace(choice, by=contact_named(assessment.register, by) if by else "")
    named = (kpi_named(assessment.register, ref) for ref in refs)
    kpis = tuple({kpi.ref: kpi for kpi in named}.values())
    outside = [kpi.ref for kpi in kpis if kpi.ref not in assessment.rating_of]
    if outside:
        raise UsageError(
            f"{listed(outside)} is not in scope for {assessment.period}.",
            "pmf rag lists the KPIs in scope; another period is named with --period.",
        )
    planned = planned_choices(assessment, kpis, choice)
    verb = "chosen" if choice.is_chosen else "turned down"
    heading = f"Highlights for {assessment.period}: {listed(kpi.ref for kpi in kpis)} {verb}"
    details = {"kpis": [kpi.ref for kpi in kpis], "why": choice.why, "by": choice.by}
    return PreviewedChange(
        change_for(opened, planned, f"highlights {verb}", str(assessment.period), details),
        planned_listing(assessment, planned, heading),
        assessment.as_of,
        () if choice.by else ("--by is missing, so the record does not say who decided.",),
        _warnings(*chosen_after(assessment, planned)) if choice.is_chosen else (),
    )


def _warnings(number: int, most: int) -> tuple[str, ...]:
    if number <= most:
        return ()
    return (f"{number} highlights would be chosen; the leaders want at most {most}.",)


def previewed_asking(
    opened: OpenedRegister,
    assessment: Assessment,
    directorates: Sequence[str],
    contact: str,
    *,
    with_answered: bool,
    is_recorded: bool,
) -> PreviewedChange:
    """Who must explain what, and the day that is recorded for chosen highlights.

    Args:
        directorates: only KPIs of these; empty for all.
        contact: only what this contact is asked; empty for all.
        with_answered: whether what is answered is shown too.
        is_recorded: whether the day is recorded at all.

    Raises:
        UsageError: a directorate or contact is not in the register.
    """
    wanted = RequestWanted(tuple(directorates), contact, with_answered)
    listing = request_listing(assessment, wanted)
    asks = wanted_asks(assessment, wanted) if is_recorded else ()
    planned = planned_asking(assessment, asks, assessment.as_of)
    change = change_for(opened, planned, "commentary asked for", str(assessment.period), {})
    return PreviewedChange(change, listing, assessment.as_of)
