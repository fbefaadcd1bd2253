"""The scorecard: a line a KPI, a table a group, Reds first (2024 report, ¶47 and ¶69).

Every KPI of the audience stands in it exactly once, rated or not, without merged or empty cells. What services say
stands elsewhere, of the KPIs that need it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmf_cli.analysis.series.last_year import against_last_year
from pmf_cli.analysis.series.period_targets import period_targets
from pmf_cli.analysis.series.series import Point, points_of
from pmf_cli.analysis.series.year_end import newest_forecast, reported_year, year_end_of
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import Direction, KpiRating
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import BodyKind, TargetType
from pmf_cli.views.audience import Audience, once_for_audience
from pmf_cli.views.base import Align, Entry, Section, Table, TableLook, note
from pmf_cli.views.comments import comments_on
from pmf_cli.views.entries import WITHHELD_MEANS, ref_entry, withheld_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.rating_key import is_by_own_tolerance
from pmf_cli.views.references import short_post
from pmf_cli.views.scorecard_entries import (
    FORECAST_MARK,
    NOTHING,
    OWN_MARK,
    TARGET_MARK,
    aim_entry,
    back_entry,
    bare_entry,
    bare_target_entry,
    change_entry,
    earlier_entry,
    latest_entry,
    latest_period_entry,
    nothing_entry,
    short_rating_entry,
    shown_period,
    status_meanings,
    strong_name_entry,
    target_and_tolerance_entry,
    with_mark,
    worst_first,
)
from pmf_cli.views.selection import in_groups
from pmf_cli.views.service_words import NO_DATE
from pmf_cli.views.small_line import small_line
from pmf_cli.views.wording import counts_line, part_name

WITH_A_FIGURE = (TargetType.VALUE, TargetType.RANGE, None)
"""Types of target that may be another figure at the year's end."""


@frozen
class ScorecardLine:
    """A KPI's line.

    Attributes:
        points: its last periods, oldest first.
        earlier: results before the one shown, the newest first; ``None`` for a period without one.
        trend: its small line.
        last_year: how it moved since last year.
        year_end: what is asked for, or expected, at the year's end.
    """

    rating: KpiRating
    points: tuple[Point, ...]
    earlier: tuple[Result | None, ...]
    trend: Entry
    last_year: Direction
    year_end: Entry
    back: Entry
    owner: str

    @property
    def kpi(self) -> Kpi:
        """The KPI."""
        return self.rating.kpi

    def before(self, steps: int) -> Result | None:
        """The result so many periods before the one shown."""
        return self.earlier[steps - 1] if steps <= len(self.earlier) else None


@frozen
class ScorecardGroup:
    """The lines under one heading, with their counts in words."""

    name: str
    counts: str
    lines: tuple[ScorecardLine, ...]


@once_for_audience
def scorecard_groups(assessment: Assessment, audience: Audience) -> tuple[ScorecardGroup, ...]:
    """The groups of an audience's KPIs with their lines, worked out once for Word and Excel."""
    moved = against_last_year(assessment, audience.ratings)
    groups = in_groups(assessment, audience.ratings, audience.grouped_by)
    return tuple(
        ScorecardGroup(
            name,
            counts_line(counts_of(ratings), assessment.words),
            tuple(
                _line(assessment, audience, one, moved[one.kpi.ref])
                for one in sorted(ratings, key=worst_first)
            ),
        )
        for name, ratings in groups.items()
    )


@once_for_audience
def trend_entries(assessment: Assessment, audience: Audience) -> dict[str, Entry]:
    """KPI reference → its small line, worked out once for all parts; a dot where there is none to draw."""
    most = assessment.settings.charts.periods
    lines = {one.kpi.ref: small_line(assessment, one, most) for one in audience.ratings}
    return {ref: line if line.spark is not None else nothing_entry() for ref, line in lines.items()}


def _line(
    assessment: Assessment, audience: Audience, rating: KpiRating, moved: Direction
) -> ScorecardLine:
    register, most = assessment.register, assessment.settings.charts.periods
    points = points_of(assessment, rating.kpi, max(most, audience.periods) + 1)
    return ScorecardLine(
        rating=rating,
        points=points,
        earlier=tuple(point.result for point in reversed(_before(points, rating))),
        trend=trend_entries(assessment, audience)[rating.kpi.ref],
        last_year=moved,
        year_end=_year_end_entry(assessment, rating),
        back=_back_entry(assessment, audience, rating),
        owner=short_post(register, rating.kpi),
    )


def _back_entry(assessment: Assessment, audience: Audience, rating: KpiRating) -> Entry:
    """When the result is back; where nobody says so to the public, nothing."""
    comments = comments_on(assessment.register, rating, audience.use_in)
    entry = back_entry(rating, comments, assessment.as_of)
    is_unsaid = audience.kind is BodyKind.PUBLIC and entry.text == NO_DATE
    return nothing_entry() if is_unsaid else entry


def _before(points: Sequence[Point], rating: KpiRating) -> Sequence[Point]:
    """The points before the result shown."""
    own = shown_period(rating)
    return [point for point in points if own is not None and point.period.end < own.end]


def _year_end_entry(assessment: Assessment, rating: KpiRating) -> Entry:
    """What its owner expects at the year's end where a forecast says so, else what is asked for."""
    kpi = rating.kpi
    period = year_end_of(rating, assessment.settings.financial_year_start)
    forecast = None if period is None else newest_forecast(assessment, kpi, period)
    if forecast is not None:
        entry = bare_entry(forecast.value, kpi, forecast.source.at("value"), mark=FORECAST_MARK)
        return replace(entry, is_strong=True)
    return _as_target(_asked_at_year_end(assessment, rating, period))


def _asked_at_year_end(assessment: Assessment, rating: KpiRating, period: Period | None) -> Entry:
    row, kpi = rating.target_row, rating.kpi
    is_figure = row is None or row.target_type in WITH_A_FIGURE
    if not is_figure:
        return bare_target_entry(rating)
    if period is None:
        return nothing_entry()
    (asked,) = period_targets(assessment, kpi, [period])
    if asked.value is None:
        return bare_target_entry(rating)
    return aim_entry(kpi, asked.value, asked.value if asked.top is not None else None, asked.top)


def _as_target(entry: Entry) -> Entry:
    """A figure marked as asked for, so that nobody takes it for one that is expected; words stay as they are."""
    if not any(sign.isdigit() for sign in entry.text):
        return entry
    return with_mark(entry, TARGET_MARK)


@part("scorecard")
def scorecard_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The scorecard: a line a KPI, every KPI once, a table a group, worst ratings first."""
    groups = scorecard_groups(assessment, audience)
    words = assessment.words
    heading = f"Scorecard: {words.red} first in each {str(audience.grouped_by).lower()}"
    year = reported_year(assessment.period, assessment.settings.financial_year_start)
    undated = f"a month without a year is in {year}"
    marks = note(" · ".join((*mark_meanings(groups), undated)))
    opening = Section(heading, 1, (marks,), page_break=True, key="scorecard", is_sideways=True)
    columns = _needed(_columns(assessment), groups)
    return (
        opening,
        *(
            Section(one.name, 2, (note(one.counts), _table(one, number, columns)), is_sideways=True)
            for number, one in enumerate(groups, 1)
        ),
    )


def _table(group: ScorecardGroup, number: int, columns: Sequence[Field[ScorecardLine]]) -> Table:
    return table_of(
        columns,
        part_name("scorecard", str(number), group.name),
        f"Scorecard: {group.name}",
        group.lines,
        f"Result, target, rating and change of each KPI of {group.name}. {group.counts}.",
        look=TableLook.DENSE,
        has_caption=False,
    )


YEAR_END_MARKS = {
    FORECAST_MARK: "the owner’s forecast",
    TARGET_MARK: "the target at the year’s end",
}
"""What the marks of the year-end column say that its figure is."""


def mark_meanings(
    groups: Sequence[ScorecardGroup], *, than: str = "the same period a year before"
) -> tuple[str, ...]:
    """What the marks in the lines mean, of those that they use; arrows by what they compare with."""
    lines = [line for group in groups for line in group.lines]
    parts = list(status_meanings(line.rating for line in lines))
    if any(is_by_own_tolerance(line.rating) for line in lines):
        parts.append(f"({OWN_MARK}) rated by a tolerance of its own")
    if any(_is_withheld(line) for line in lines):
        parts.append(WITHHELD_MEANS)
    for mark, words in YEAR_END_MARKS.items():
        if any(line.year_end.text.endswith(f"({mark})") for line in lines):
            parts.append(f"({mark}) {words}")
    return (*parts, f"▲▼ the figure rose, fell since {than}")


def _is_withheld(line: ScorecardLine) -> bool:
    """Whether a result that would stand in the line is not shown."""
    return any(withheld_entry(row) for row in (line.rating.shown, *line.earlier[:2]))


ALWAYS = ("ref", "name", "result", "period", "target", "rating")
"""Keys of the columns that every scorecard has."""


def _needed(
    columns: Sequence[Field[ScorecardLine]], groups: Sequence[ScorecardGroup]
) -> tuple[Field[ScorecardLine], ...]:
    """The columns without those that would be nothing but dots, as that of owners where a register names none."""
    lines = [line for group in groups for line in group.lines]
    return tuple(
        one
        for one in columns
        if one.key in ALWAYS or any(one.entry(line).text != NOTHING for line in lines)
    )


LONGEST_EARLIER = 12
"""Signs of an earlier result: a grade in several words would make its column wider than a page has room for."""


def _of_few_signs(entry: Entry) -> Entry:
    """An earlier result, or a dot for a grade in many words, which the workbook has whole."""
    is_long = entry.value is None and len(entry.text) > LONGEST_EARLIER
    return nothing_entry(entry.ref) if is_long else entry


def _columns(assessment: Assessment) -> tuple[Field[ScorecardLine], ...]:
    """The columns; widths are shares of a page on its side."""
    most = assessment.settings.charts.periods
    year = reported_year(assessment.period, assessment.settings.financial_year_start)
    number = Align.NUMBER

    def before(steps: int) -> Field[ScorecardLine]:
        return table_column(
            "One before" if steps == 1 else "Two before",
            lambda line: _of_few_signs(earlier_entry(line.kpi, line.before(steps))), 1.2, number, key=f"before_{steps}",
        )  # fmt: skip

    return (
        table_column("Ref", lambda line: ref_entry(line.kpi), 1.3, key="ref"),
        table_column("KPI and unit", lambda line: strong_name_entry(line.kpi), 5.4, key="name"),
        table_column(f"{most} results and target", lambda line: line.trend, 2.1, Align.CENTRE, key="trend"),
        before(2),
        before(1),
        table_column("Latest", lambda line: latest_entry(line.rating), 1.6, number, key="result"),
        table_column("Latest period", lambda line: latest_period_entry(line.rating, year), 1.75, key="period"),
        table_column("Target", lambda line: target_and_tolerance_entry(line.rating), 1.65, number, key="target"),
        table_column("Rating", lambda line: short_rating_entry(line.rating), 2.05, key="rating"),
        table_column(
            "Against last year", lambda line: change_entry(line.rating, line.last_year), 2.45, key="direction"
        ),
        table_column("Year end", lambda line: line.year_end, 1.9, number, key="year_end"),
        table_column("Back on target", lambda line: line.back, 1.7, key="back"),
        table_column("Owner", lambda line: line.owner or nothing_entry(), 3.4, key="owner"),
    )  # fmt: skip
