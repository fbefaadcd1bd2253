"""How the KPIs of a page stand among other places: group by group, the furthest behind first, drawn on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pmf_cli.analysis.benchmarking import Standing, standings
from pmf_cli.assessment import Assessment
from pmf_cli.register.figures import figure
from pmf_cli.views.audience import Audience
from pmf_cli.views.lists.benchmarks import caution_words, standing_words
from pmf_cli.views.page.edition import Edition, PagePart
from pmf_cli.views.page.page import ComparedGroup, ComparedKpi
from pmf_cli.views.wording import sentence, short_period
from pmf_cli.words import counted, listed

CUT = Decimal("0.2")
"""The difference, as a share of the group's figure, at which the scale ends."""
FINEST = Decimal("0.001")


def compared(
    assessment: Assessment, audience: Audience, edition: Edition
) -> tuple[ComparedGroup, ...]:
    """The groups with which KPIs can be compared, that with most of them first; none where the edition shows no other places."""
    if not edition.shows(PagePart.OTHER_PLACES):
        return ()
    groups: dict[str, list[Standing]] = {}
    for one in standings(assessment, [rating.kpi for rating in audience.ratings]):
        if one.better_by is not None and one.figures.median:
            groups.setdefault(one.group, []).append(one)
    ordered = sorted(groups, key=lambda name: (-len(groups[name]), name))
    return tuple(_group(name, groups[name]) for name in ordered)


def _group(name: str, found: Sequence[Standing]) -> ComparedGroup:
    better, level, worse = (sum(map(is_so, found)) for is_so in (_is_better, _is_level, _is_worse))
    told = listed(
        f"{number:,} {word}"
        for number, word in ((better, "better"), (level, "level"), (worse, "worse"))
        if number
    )
    rows = sorted(found, key=lambda one: (_share(one, one.ours), one.kpi.ref))
    return ComparedGroup(name, f"{counted(len(found), 'KPI')}: {told}.", tuple(map(_row, rows)))


def _is_better(one: Standing) -> bool:
    return one.better_by is not None and one.better_by > 0


def _is_level(one: Standing) -> bool:
    return one.better_by == 0


def _is_worse(one: Standing) -> bool:
    return one.better_by is not None and one.better_by < 0


def _row(one: Standing) -> ComparedKpi:
    share = _share(one, one.ours)
    quarters = tuple(_quarters(one))
    return ComparedKpi(
        ref=one.kpi.ref,
        name=one.kpi.known_as,
        period=short_period(one.period),
        ours=figure(one.ours, one.kpi),
        theirs=figure(one.figures.median, one.kpi),
        at=_place(share),
        is_cut=abs(share) > CUT,
        quarters=(quarters[0], quarters[1]) if quarters else None,
        words=sentence(standing_words(one)),
        caution=caution_words(one) or "",
    )


def _share(one: Standing, value: Decimal) -> Decimal:
    """By what share of the group's figure a value is better, negative where worse."""
    is_up = (one.better_by or 0) * (one.ours - one.figures.median) >= 0
    difference = value - one.figures.median
    return (difference if is_up else -difference) / abs(one.figures.median)


def _place(share: Decimal) -> Decimal:
    """Where a share stands on the scale, from 0 to 1; the group's figure in the middle."""
    return ((min(max(share, -CUT), CUT) + CUT) / (2 * CUT)).quantize(FINEST)


def _quarters(one: Standing) -> Iterator[Decimal]:
    """Where the group's worst quarter ends and its best begins; nothing where these are not known."""
    figures = one.figures
    if figures.best_quarter != figures.median != figures.worst_quarter:
        yield from (_place(_share(one, value)) for value in (figures.worst_quarter, figures.best_quarter))  # fmt: skip
