"""Is it known where the data comes from, when, and how good it is?

Quality of data: accuracy, validity, reliability, timeliness, relevance, completeness
(Audit Commission, 2007).
"""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, Problem, blanks, check
from pmf_cli.findings import Severity
from pmf_cli.register.terms import SourceAssurance, SupplyRisk
from pmf_cli.words import day

REVIEW_DAYS = 366
"""The Supporting Information is reviewed each year."""


@check("SRC001", Severity.WARNING, cure="Name the system, return or publication.")
def missing_source(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI names the source of its data.

    The source is the first thing the Supporting Information explains (2024 report, ¶36).
    """
    yield from blanks(scene.kept, "data_source", "does not name its data source")


@check("SRC002", Severity.WARNING, cure='Type the weaknesses of the data, or "None known".')
def missing_limitations(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI names the known limitations of its data.

    Known weaknesses or limitations are part of the Supporting Information (2024 report, ¶36).
    "None known" is an answer; a blank is not.
    """
    yield from blanks(scene.kept, "known_limitations", "does not say what limits its data")


@check("SRC003", Severity.ADVICE, cure="Choose who has checked the source, or None.")
def missing_assurance(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says who has checked its source.

    Many results are subject to independent rigorous checks, by audit, inspection or national
    publication (2024 report, ¶67); the assurance report counts them.
    """
    yield from blanks(scene.kept, "source_assurance", "does not say who has checked its source")


@check(
    "SRC004",
    Severity.WARNING,
    cure="Type the days from the end of the period until the figure comes.",
)
def missing_lag(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says how many days after the period its figure is available.

    The timetable of when results are available is part of the Supporting Information (2024
    report, ¶36); without it a figure is chased from the day after the period ends.
    """
    kpis = [kpi for kpi in scene.kept if kpi.available_from is None]
    yield from blanks(kpis, "lag_days", "does not say when its figure is available")


@check("SRC005", Severity.WARNING, cure="Review the row with the service and type the new date.")
def review_due(scene: CheckContext) -> Iterator[Problem]:
    """Supporting Information has been reviewed within the last 12 months.

    It is kept up to date through regular review (2024 report, ¶18); contacts, sources and
    limitations change.
    """
    for kpi in scene.kept:
        on = kpi.reviewed_on
        if on is not None and (scene.as_of - on).days > REVIEW_DAYS:
            message = f"The Supporting Information of {kpi.ref} was last reviewed on {day(on)}, more than 12 months ago."
            yield Problem(kpi.source.at("reviewed_on"), message, kpi.ref)


@check("SRC006", Severity.WARNING, cure="Correct the date.")
def reviewed_in_future(scene: CheckContext) -> Iterator[Problem]:
    """The date of the last review is not in the future.

    A mistyped year hides that a review is due.
    """
    for kpi in scene.kept:
        if kpi.reviewed_on is not None and kpi.reviewed_on > scene.as_of:
            message = f"{kpi.ref} is said to have been reviewed on {day(kpi.reviewed_on)}, which has not come yet."
            yield Problem(kpi.source.at("reviewed_on"), message, kpi.ref)


@check(
    "SRC007",
    Severity.ADVICE,
    cure="Say under Known limitations what will be done if the data stops.",
)
def supply_at_risk(scene: CheckContext) -> Iterator[Problem]:
    """A KPI whose data may stop coming says what is then done.

    The supply of data needs to be monitored when partners reorganise (2011 performance
    framework, data supply).
    """
    for kpi in scene.active:
        limits = (kpi.known_limitations or "").strip().casefold()
        if kpi.supply_risk is SupplyRisk.AT_RISK and limits in ("", "none", "none known"):
            message = f"The data of {kpi.ref} is at risk, but its limitations say nothing of it."
            yield Problem(kpi.source.at("known_limitations"), message, kpi.ref)


@check(
    "SRC008",
    Severity.ADVICE,
    cure="Ask internal audit or the service for a check, and say who made it.",
)
def unchecked_strategic(scene: CheckContext) -> Iterator[Problem]:
    """A strategic or statutory KPI comes from a source that somebody has checked.

    CLT and members act on these figures (2024 report, ¶67); councils used a signed quality
    check for each.
    """
    for kpi in scene.active:
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
def lag_in_words_only(scene: CheckContext) -> Iterator[Problem]:
    """A KPI with words for when its figure comes has the days too.

    "Mid-February" cannot be worked out; reminders and the list of late figures need days.
    """
    for kpi in scene.kept:
        if kpi.lag_days is None and kpi.available_from is not None:
            message = f'{kpi.ref} is available "{kpi.available_from}" but has no lag in days.'
            yield Problem(kpi.source.at("lag_days"), message, kpi.ref)
