"""The scorecard of a page: a row a KPI, with small line, last three results, target, how far off, rating, direction, year end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Rating, Travel
from pmf_cli.register.figures import change, number, unit_in_words, with_unit
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import Polarity, Rag
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Align, Column, Entry, Words
from pmf_cli.views.page.edition import Edition, PagePart
from pmf_cli.views.page.page import TARGET_AT, Bullet, KpiDetail, PageRow, RowGroup
from pmf_cli.views.parts.scorecard import ScorecardLine, scorecard_groups
from pmf_cli.views.scorecard_entries import (
    NOTHING,
    change_entry,
    earlier_entry,
    latest_entry,
    latest_period_entry,
    short_rating_entry,
    target_and_tolerance_entry,
)
from pmf_cli.views.wording import short_period

BAND = Decimal("0.25")
"""How broad the tolerance is in every bullet, so that all are read alike."""
USUAL_SCALE = Decimal(10)
"""Against what a shortfall is drawn where there is no tolerance."""
FINEST = Decimal("0.001")
SIDES = {Polarity.HIGHER: "or more", Polarity.LOWER: "or less"}
"""Which way is better, behind a target."""
TRAVELS = (
    Travel.WORSENED,
    Travel.SIMILAR,
    Travel.IMPROVED,
    Travel.ROSE,
    Travel.FELL,
    Travel.NOT_KNOWN,
)
"""In which order directions are sorted, the worst first."""
COLUMNS = (
    Column("KPI", 5.0, key="name"),
    Column("Small line, target dashed", 2.0, key="trend"),
    Column("Two before", 1.3, Align.NUMBER, key="before_2"),
    Column("One before", 1.3, Align.NUMBER, key="before_1"),
    Column("Latest result", 1.5, Align.NUMBER, key="result"),
    Column("Target", 1.6, Align.NUMBER, key="target"),
    Column("To target; right is better", 2.4, key="gap"),
    Column("Rating", 1.9, key="rating"),
    Column("Direction", 2.0, key="direction"),
    Column("Year end", 1.5, Align.NUMBER, key="year_end"),
)
SORTED_BY = ("name", "gap", "rating", "direction")
"""Keys of the columns by which rows can be sorted."""


def groups_of_rows(
    assessment: Assessment,
    audience: Audience,
    edition: Edition,
    belonging: Mapping[str, Mapping[str, tuple[str, ...]]],
    details: Mapping[str, KpiDetail],
) -> tuple[RowGroup, ...]:
    """The audience's KPIs, a row each, in the groups and order of its papers."""
    return tuple(
        RowGroup(
            group.name,
            group.counts,
            tuple(
                _row(assessment, edition, line, belonging[line.kpi.ref], details[line.kpi.ref])
                for line in group.lines
            ),
        )
        for group in scorecard_groups(assessment, audience)
    )


def _row(
    assessment: Assessment,
    edition: Edition,
    line: ScorecardLine,
    belonging: Mapping[str, tuple[str, ...]],
    detail: KpiDetail,
) -> PageRow:
    kpi, rating = line.kpi, line.rating
    bullet, off = bullet_of(rating)
    cells = (
        _name_entry(kpi),
        line.trend,
        _before(line, 2),
        _before(line, 1),
        _latest(rating, assessment.period),
        target_with_side(rating),
        Entry(gap_words(rating) or NOTHING),
        _rating(line, edition),
        _direction(rating),
        signed(line.year_end, kpi),
    )
    order: dict[str, Decimal | int] = {
        "rating": len(Rag) if rating.rag is None else rating.rag.rank,
        "direction": TRAVELS.index(rating.direction.travel),
    }
    if off is not None:
        order["gap"] = off
    words = filter(None, (kpi.name, kpi.definition, kpi.service))
    return PageRow(kpi.ref, kpi.known_as, cells, bullet, belonging, order, " ".join(words), detail)


def _name_entry(kpi: Kpi) -> Entry:
    """The name over its reference and unit."""
    unit = unit_in_words(kpi)
    under = " · ".join(filter(None, (kpi.ref, "" if has_sign(kpi) else unit)))
    more = (Words(under, is_muted=True, new_line=True),)
    return Entry(kpi.known_as, ref=kpi.source.at("ref"), is_strong=True, more=more)


def _before(line: ScorecardLine, steps: int) -> Entry:
    return signed(earlier_entry(line.kpi, line.before(steps)), line.kpi)


def _latest(rating: KpiRating, period: Period) -> Entry:
    """The result over its period."""
    entry = signed(latest_entry(rating), rating.kpi)
    when = latest_period_entry(rating, None)
    if entry.text == NOTHING:
        return entry
    return replace(entry, more=(Words(when.text, is_muted=True, new_line=True),))


def target_with_side(rating: KpiRating) -> Entry:
    """The target, and on which side of it a result is good: ``60.0 or more``."""
    entry = signed(target_and_tolerance_entry(rating), rating.kpi)
    side = SIDES.get(rating.kpi.polarity) if rating.kpi.polarity else None
    is_figure = isinstance(entry.value, Decimal)
    return (
        replace(entry, more=(Words(side, is_muted=True, new_line=True),))
        if side and is_figure
        else entry
    )


def _rating(line: ScorecardLine, edition: Edition) -> Entry:
    """The rating's word, under it when the result is back on target or will come."""
    entry = short_rating_entry(line.rating)
    if line.back.text == NOTHING or not edition.shows(PagePart.SERVICE_WORDS):
        return entry
    is_back = line.rating.rag in (Rag.RED, Rag.AMBER) and not line.back.is_strong
    words = f"{'back ' if is_back else ''}{line.back.whole}"
    return replace(entry, more=(Words(words, is_muted=True, new_line=True),))


def _direction(rating: KpiRating) -> Entry:
    """How the figure moved, over what it is compared with."""
    entry = change_entry(rating, rating.direction)
    period = rating.direction.comparator_period
    if period is None or entry.text == NOTHING:
        return replace(entry, more=())
    return replace(
        entry, more=(Words(f"than {short_period(period)}", is_muted=True, new_line=True),)
    )


def bullet_of(rating: KpiRating) -> tuple[Bullet | None, Decimal | None]:
    """How a result lies to its target on the scale of all, and how many tolerances it is off; nothing without one number."""
    outcome = rating.outcome
    if not isinstance(outcome, Rating) or outcome.shortfall is None:
        return None, None
    off = (outcome.shortfall / (outcome.tolerance or USUAL_SCALE)).quantize(FINEST)
    at = TARGET_AT - off * BAND
    kept = min(max(at, Decimal(0)), Decimal(1))
    edge = TARGET_AT - BAND if outcome.tolerance else None
    return Bullet(kept, edge, is_cut=kept != at), off


def gap_words(rating: KpiRating) -> str:
    """How far a result is from its target: ``18.7 points worse``; empty where that is not one number."""
    outcome, shown = rating.outcome, rating.shown
    value = None if shown is None else shown.number
    target = outcome.target if isinstance(outcome, Rating) else None
    if value is None or not isinstance(target, Decimal) or not isinstance(outcome, Rating):
        return ""
    amount, off = abs(value - target), outcome.shortfall
    if off is None:
        return ""
    if not amount:
        return "on target"
    kpi = rating.kpi
    told = change(amount, kpi) if has_sign(kpi) else number(amount, kpi.decimal_places)
    return f"{told} {'worse' if off > 0 else 'better'}"


def has_sign(kpi: Kpi) -> bool:
    """Whether a KPI's unit is a sign such as ``%`` or ``£``, which stands with each figure; words stand by the name."""
    return not any(sign.isalpha() for sign in with_unit("0", kpi))


def signed(entry: Entry, kpi: Kpi) -> Entry:
    """A figure with the sign that is its unit: ``41.3%``, ``60.0% (o)``."""
    if not isinstance(entry.value, Decimal) or not has_sign(kpi):
        return entry
    figure, space, mark = entry.text.partition(" ")
    return replace(entry, text=f"{with_unit(figure, kpi)}{space}{mark}")
