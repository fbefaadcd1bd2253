"""Is it known where the data comes from, when, and how good it is?

Quality of data: accuracy, validity, reliability, timeliness, relevance, completeness
(Audit Commission, 2007).
"""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.findings import Severity
from pmf_cli.register.terms import SourceAssurance, SupplyRisk
from pmf_cli.words import day

REVIEW_DAYS = 366
"""The Supporting Information is reviewed each year."""


@check("SRC005", Severity.WARNING, cure="Review the row with the service and type the new date.")
def review_due(context: CheckContext) -> Iterator[Problem]:
    """Supporting Information has been reviewed within the last 12 months.

    It is kept up to date through regular review (2024 report, ¶18); contacts, sources and
    limitations change.
    """
    for kpi in context.kept:
        on = kpi.reviewed_on
        if on is not None and (context.as_of - on).days > REVIEW_DAYS:
            message = f"The Supporting Information of {kpi.ref} was last reviewed on {day(on)}, more than 12 months ago."
            yield Problem(kpi.source.at("reviewed_on"), message, kpi.ref)


@check("SRC006", Severity.WARNING, cure="Correct the date.")
def reviewed_in_future(context: CheckContext) -> Iterator[Problem]:
    """The date of the last review is not in the future.

    A mistyped year hides that a review is due.
    """
    for kpi in context.kept:
        if kpi.reviewed_on is not None and kpi.reviewed_on > context.as_of:
            message = f"{kpi.ref} is said to have been reviewed on {day(kpi.reviewed_on)}, which has not come yet."
            yield Problem(kpi.source.at("reviewed_on"), message, kpi.ref)


@check(
    "SRC007",
    Severity.ADVICE,
    cure="Say under Known limitations what will be done if the data stops.",
)
def supply_at_risk(context: CheckContext) -> Iterator[Problem]:
    """A KPI whose data may stop coming says what is then done.

    The supply of data needs to be monitored when partners reorganise (2011 performance
    framework, data supply).
    """
    for kpi in context.active:
        limits = (kpi.known_limitations or "").strip().casefold()
        if kpi.supply_risk is SupplyRisk.AT_RISK and limits in ("", "none", "none known"):
            message = f"The data of {kpi.ref} is at risk, but its limitations say nothing of it."
            yield Problem(kpi.source.at("known_limitations"), message, kpi.ref)


@check(
    "SRC008",
    Severity.ADVICE,
    cure="Ask internal audit or the service for a check, and say who made it.",
)
def unchecked_strategic(context: CheckContext) -> Iterator[Problem]:
    """A strategic or statutory KPI comes from a source that somebody has checked.

    CLT and members act on these figures (2024 report, ¶67); councils used a signed quality
    check for each.
    """
    for kpi in context.active:
        if kpi.source_assurance is SourceAssurance.NONE and kpi.kpi_class in (
            "Strategic",
            "Statutory",
        ):
            message = (
                f"{kpi.ref} is a {str(kpi.kpi_class).lower()} KPI whose source nobody has checked."
            )
            yield Problem(kpi.source.at("source_assurance"), message, kpi.ref)


@check(
    "SRC009",
    Severity.ADVICE,
    cure="Type the lag in days as well; the words stand beside it in papers.",
)
def lag_in_words_only(context: CheckContext) -> Iterator[Problem]:
    """A KPI with words for when its figure comes has the days too.

    "Mid-February" cannot be worked out; reminders and the list of late figures need days.
    """
    for kpi in context.kept:
        if kpi.lag_days is None and kpi.available_from is not None:
            message = f'{kpi.ref} is available "{kpi.available_from}" but has no lag in days.'
            yield Problem(kpi.source.at("lag_days"), message, kpi.ref)
