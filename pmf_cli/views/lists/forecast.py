"""KPIs at the year's end: expected, needed, and what their services expect, the current rating in a column of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pmf_cli.analysis.forecast.foresight import Foresight
from pmf_cli.analysis.forecast.need import Reach
from pmf_cli.analysis.forecast.year_so_far import WhyNone
from pmf_cli.analysis.series.back_test import Method
from pmf_cli.analysis.series.year_view import FINEST
from pmf_cli.assessment import Assessment
from pmf_cli.register.figures import as_printed, unitless
from pmf_cli.register.terms import ANY_RATING
from pmf_cli.views.base import Align, Entry, Section, lead, note
from pmf_cli.views.entries import rating_entry, would_be_entry
from pmf_cli.views.foresight_words import (
    NONE,
    method_words,
    need_words,
    own_words,
    range_words,
    record_words,
)
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    kpi_fields,
    register_title,
)
from pmf_cli.views.selection import by_directorate
from pmf_cli.views.wording import part_name
from pmf_cli.words import counted, listed, lower_first

HOW = (
    "Now is the rating of the period; Year end is what the figure expected would be rated, and is never one of now. The figure "
    "expected is by the simple rule that erred least on the KPI’s own past, and “same as last year” unless another erred by a "
    "tenth less; the range holds four of five past cases."
)
FORECAST: ListDefinition[Foresight] = ListDefinition(
    "pmf/forecast/1",
    "One item a KPI: what is expected at the year's end, what the rest of the year must bring, and what its service expects. From `pmf analyse forecast`.",
    "kpis",
    (
        *kpi_fields(lambda one: one.kpi, (1.2, 2.4)),
        Field("directorate", "", "Directorate.", lambda one: one.kpi.directorate),
        Field(
            "rating", "Now", f"The rating of the period: {ANY_RATING}; empty where not rated.", lambda one: one.rating.rag,
            lambda one: rating_entry(one.rating), width=1.3,
        ),
        Field("year_end", "", "The KPI's own period with which the year ends.", lambda one: one.period),
        Field(
            "expected", "Expected at the year’s end", "The figure expected there, exact; empty where nothing is.",
            lambda one: _exact(one.value), lambda one: Entry(range_words(one)), width=1.9,
        ),
        Field("low", "", "The lowest that four of five past cases let expect; empty with fewer than four cases that do not overlap.", lambda one: _exact(one.low)),
        Field("high", "", "The highest.", lambda one: _exact(one.high)),
        Field("why_none", "", f"Why nothing is expected: {listed(map(str, WhyNone), 'or')}; empty where something is."),
        Field(
            "target", "Target then", "The target at the year's end; empty where it is not one figure.",
            lambda one: _exact(one.target), lambda one: Entry(unitless(one.target, one.kpi) or NONE), width=1.1, align=Align.NUMBER,
        ),
        Field(
            "rating_at_year_end", "Year end", f"What the figure expected would be rated: {ANY_RATING}; never a rating of now.",
            lambda one: one.rag_at_end, lambda one: Entry(NONE) if one.at_end is None else would_be_entry(one.at_end), width=1.3,
        ),
        Field(
            "needed", "Still needed", "What each of the periods to come must bring to meet the target, or the last of them show.",
            lambda one: one.need and _exact(one.need.each), lambda one: Entry(need_words(one.kpi, one.need)), width=2.4,
        ),
        Field("needed_of_each", "", "True where each period to come counts, false where the last one alone.", lambda one: one.need and one.need.is_of_each),
        Field("periods_to_come", "", "The periods to come.", lambda one: tuple(map(str, one.need.periods)) if one.need else ()),
        Field("best_ever", "", "The best figure ever of such a period.", lambda one: one.need and one.need.best and _exact(one.need.best.value)),
        Field("best_ever_period", "", "Its period.", lambda one: one.need and one.need.best and one.need.best.period),
        Field("reach", "", f"How what is needed lies to what has been done: {listed(map(str, Reach), 'or')}.", lambda one: one.need and one.need.reach),
        Field("service_expects", "Service expects", "The newest figure of the sheet Forecasts for that period.", lambda one: one.own and _exact(one.own.value), lambda one: Entry(own_words(one)), width=1.9),
        Field("service_is_beyond", "", "True where that lies out of the range.", lambda one: one.is_own_beyond),
        Field(
            "service_record", "Its forecasts so far", "How the service's earlier forecasts held.",
            lambda one: len(one.record.scored), lambda one: Entry(record_words(one.record, one.kpi)), width=1.9,
        ),
        Field("service_error", "", "Their mean error.", lambda one: _exact(one.record.error)),
        Field("service_same_error", "", "That of \"same as last year\" for the same periods.", lambda one: _exact(one.record.same_error)),
        Field("method", "How", f"The rule used: {listed(map(str, Method), 'or')}.", lambda one: one.basis and one.basis.method, lambda one: Entry(method_words(one.basis, one.kpi)), width=2.4),
        Field("past_cases", "", "Past cases that do not overlap.", lambda one: one.basis.cases if one.basis else 0),
        Field("error", "", "Mean error of the rule in them.", lambda one: _exact(one.basis.error if one.basis else None)),
        Field("same_error", "", "That of \"same as last year\".", lambda one: _exact(one.basis.same_error if one.basis else None)),
    ),
)  # fmt: skip


def _exact(value: Decimal | None) -> str | None:
    """A worked-out figure for programs: without endless decimals."""
    return None if value is None else exact_figure(as_printed(value, FINEST))


def forecast_listing(assessment: Assessment, found: Sequence[Foresight]) -> Listing:
    """The KPIs by directorate, after a line that counts what is expected of them."""
    told = [one for one in found if one.value is not None]
    needs = [one.need for one in told if one.need is not None]
    reaches = Counter(need.reach for need in needs)
    counts = {"kpis": len(found), "expected": len(told)}
    counts |= {str(reach): reaches[reach] for reach in Reach}
    hard = Counter(need.reach for need in needs if need.is_hard)
    heading = register_title(assessment.register, f"the year’s end, seen from {assessment.period}")
    first = Section(heading, 1, (lead(_summary(found, hard)), note(HOW)))
    return FORECAST.listing_of(assessment, found, counts, (first, *_groups(assessment, found)))


def _groups(assessment: Assessment, found: Sequence[Foresight]) -> Iterator[Section]:
    """The KPIs by directorate."""
    of = {one.kpi.ref: one for one in found}
    groups = by_directorate([one.rating for one in found], assessment.settings)
    for at, (name, ratings) in enumerate(groups.items(), 1):
        rows = [of[rating.kpi.ref] for rating in ratings]
        yield Section(name, 2, (FORECAST.table(part_name("forecast", str(at)), name, rows),))


def _summary(found: Sequence[Foresight], reaches: Counter[Reach]) -> str:
    told = sum(one.value is not None for one in found)
    whys = Counter(one.why_none for one in found if one.why_none is not None)
    said = f"A figure is expected for {told:,} of {counted(len(found), 'KPI')}"
    if whys:
        said += f", and none for {whys.total():,}: "
        said += ", ".join(
            f"{lower_first(str(why))} ({whys[why]:,})" for why in WhyNone if whys[why]
        )
    never = reaches[Reach.NEVER]
    if never:
        said += f"; {never:,} must do better than ever before to meet the target"
    lost = reaches[Reach.LOST]
    if lost:
        said += f"; of {lost:,} the target is out of reach"
    return f"{said}."
