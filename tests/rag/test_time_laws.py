"""Laws of figures, targets and time: whatever the figures, the parts add up and lengths do not mix."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.checks import examine
from pmf_cli.checks.base import CheckContext
from pmf_cli.rag.rate import rate_all
from pmf_cli.register import terms
from pmf_cli.register.figures import as_printed
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import moved_by_months
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.time.aims import aim_for
from pmf_cli.register.time.expected import Known
from pmf_cli.register.time.times import own_parts
from pmf_cli.settings import Settings
from tests.make import make_kpi, make_register, make_result, make_target

F, B, V, P = terms.Frequency, terms.TimeBasis, terms.YearValue, terms.Profile
ON = date(2025, 6, 30)
YEARS = {
    terms.YearBasis.FINANCIAL: "2024/25",
    terms.YearBasis.CALENDAR: "2024",
    terms.YearBasis.ACADEMIC: "2023/24 AY",
}
OF_YEAR = [
    (F.MONTHLY, terms.YearBasis.FINANCIAL),
    (F.MONTHLY, terms.YearBasis.CALENDAR),
    (F.MONTHLY, terms.YearBasis.ACADEMIC),
    (F.QUARTERLY, terms.YearBasis.FINANCIAL),
    (F.SIX_MONTHLY, terms.YearBasis.FINANCIAL),
    (F.TERMLY, terms.YearBasis.ACADEMIC),
]
NUMBERS = st.decimals(0, 10**7, places=2)


def parts_of(
    frequency: terms.Frequency, basis: terms.YearBasis, back: int = 0
) -> tuple[Period, ...]:
    """The own periods of a year, or of one so many years before."""
    year = parse_period(YEARS[basis])
    kpi = make_kpi(frequency=frequency, year_basis=basis)
    if back:
        year = moved_by_months(year, -12 * back)
    return own_parts(kpi, year)


@pytest.mark.parametrize(("frequency", "basis"), OF_YEAR)
@pytest.mark.parametrize("profile", [None, P.EVEN, P.LAST_YEAR, P.OWN])
@given(data=st.data(), target=NUMBERS, places=st.integers(0, 2))
def test_sharing_out_a_years_target_adds_up_to_the_year(
    frequency: terms.Frequency,
    basis: terms.YearBasis,
    profile: terms.Profile | None,
    data: st.DataObject,
    target: Decimal,
    places: int,
) -> None:
    """By any profile, in any year, however many decimals are printed."""
    target = as_printed(target, places)
    kpi = make_kpi(
        data_type=terms.DataType.NUMBER, unit="visits", decimal_places=places,
        time_basis=B.WITHIN, year_value=V.SUM, frequency=frequency, year_basis=basis,
    )  # fmt: skip
    parts = parts_of(frequency, basis)
    own: dict[str, object] = {}
    if profile is P.OWN:
        cuts = sorted(data.draw(st.lists(st.integers(0, 100), min_size=11, max_size=11)))
        ends = [as_printed(target * cut / 100, places) for cut in (0, *cuts, 100)]
        own["months"] = tuple(b - a for a, b in pairwise(ends))
        if frequency is F.TERMLY:
            return
    row = make_target(
        target=target, from_period=YEARS[basis], to_period=YEARS[basis], profile=profile, **own
    )
    last_year = []
    if profile is P.LAST_YEAR:
        last_year = [
            make_result("WM-01", period, data.draw(st.integers(1, 1000)))
            for period in parts_of(frequency, basis, back=1)
        ]
    register = make_register([kpi], last_year, [row])
    known = Known(register.results_of("WM-01"), ON, ON, kpi)
    aims = [aim_for(register.targets[0], kpi, part, known) for part in parts]
    assert sum(aim.value for aim in aims if isinstance(aim.value, Decimal)) == target
    year = parse_period(YEARS[basis])
    assert aim_for(register.targets[0], kpi, year, known).value == target


@pytest.mark.parametrize("profile", [None, P.EVEN, P.OWN])
@given(target=st.integers(0, 10**6), typed=st.lists(st.integers(0, 10**6), min_size=3, max_size=3))
def test_what_is_asked_for_up_to_the_years_end_is_the_year(
    profile: terms.Profile | None, target: int, typed: list[int]
) -> None:
    """A cumulative target never asks for less than before, and ends at the year's."""
    kpi = make_kpi(
        data_type=terms.DataType.NUMBER, unit="visits", decimal_places=0,
        time_basis=B.CUMULATIVE, frequency=F.MONTHLY,
    )  # fmt: skip
    own = dict(zip(("q1", "q2", "q3"), sorted(min(one, target) for one in typed), strict=True))
    row = make_target(
        target=target, from_period="2024/25", to_period="2024/25", profile=profile,
        **({**own, "q4": target} if profile is P.OWN else {}),
    )  # fmt: skip
    register = make_register([kpi], (), [row])
    known = Known({}, ON, ON, kpi)
    asked = [
        aim_for(register.targets[0], kpi, part, known).value
        for part in parts_of(F.MONTHLY, terms.YearBasis.FINANCIAL)
    ]
    assert asked == sorted(asked)  # type: ignore[type-var]
    assert asked[-1] == target


LONGER = (
    "2024/25 Q1",
    "2024/25 Q2",
    "2024/25 Q3",
    "2024/25 H1",
    "2024/25",
    "2023/24",
    "2023/24 Q4",
)
MONTHS = tuple(str(part) for part in parts_of(F.MONTHLY, terms.YearBasis.FINANCIAL))
LAST_YEARS = tuple(str(part) for part in parts_of(F.MONTHLY, terms.YearBasis.FINANCIAL, back=1))


@given(
    basis=st.sampled_from([B.WITHIN, B.CUMULATIVE, B.SNAPSHOT, B.ROLLING]),
    year_value=st.sampled_from(list(V)),
    data_type=st.sampled_from([terms.DataType.NUMBER, terms.DataType.PERCENTAGE]),
    profile=st.sampled_from([None, *P]),
    kind=st.sampled_from(["Value", "Direction: increase"]),
    comparator=st.sampled_from(["Previous period", "Same period last year", "None"]),
    held=st.lists(st.integers(1, 99), min_size=24, max_size=24),
    told=st.dictionaries(st.sampled_from(LONGER), st.integers(1, 999), min_size=1),
    gaps=st.sets(st.integers(0, 23), max_size=12),
    asked=st.sampled_from(["Dec 2024", "Nov 2024", "Mar 2025", "May 2024"]),
    quarters=st.booleans(),
)
def test_the_rating_of_a_period_never_depends_on_results_of_other_lengths(
    basis: terms.TimeBasis,
    year_value: terms.YearValue,
    data_type: terms.DataType,
    profile: terms.Profile | None,
    kind: str,
    comparator: str,
    held: list[int],
    told: dict[str, int],
    gaps: set[int],
    asked: str,
    quarters: bool,
) -> None:
    """Quarters and outturns stored beside months change no month's rating, comparator or movement."""
    kpi = make_kpi(
        frequency=F.MONTHLY, time_basis=basis, year_value=year_value, data_type=data_type,
        comparator=terms.ComparatorRule(comparator), longest_age=None, first_period=None,
    )  # fmt: skip
    row = make_target(
        target=50, target_type=terms.TargetType(kind), profile=profile,
        from_period="2024/25 Q1" if quarters else "2024/25",
    )  # fmt: skip
    months = [
        make_result("WM-01", period, value)
        for place, (period, value) in enumerate(zip((*LAST_YEARS, *MONTHS), held, strict=True))
        if place not in gaps
    ]
    beside = [make_result("WM-01", period, value) for period, value in told.items()]
    alone, both = (
        rate_all(make_register([kpi], rows, [row]), Settings(), parse_period(asked), ON)
        for rows in (months, [*months, *beside])
    )
    assert [_told(one) for one in both] == [_told(one) for one in alone]


def _told(rating):  # type: ignore[no-untyped-def]
    """What is said of a rating, its cells left out."""
    previous = rating.previous
    return (
        rating.rag, rating.result_period, rating.outcome.sentence, rating.outcome.target_text,
        rating.direction.text, rating.direction.comparator_period, rating.next_due,
        None if previous is None else previous.sentence,
    )  # fmt: skip


@given(
    year_value=st.sampled_from([V.SUM, V.LAST, V.SIMPLE, V.WEIGHTED]),
    basis=st.sampled_from([B.WITHIN, B.CUMULATIVE, B.SNAPSHOT]),
    months=st.lists(st.integers(0, 500), min_size=3, max_size=3),
    weights=st.lists(st.integers(1, 50), min_size=3, max_size=3),
    slip=st.sampled_from([0, 0, 1, -3, 40]),
)
def test_a_quarter_is_what_its_months_make_by_the_kpis_own_rule_or_a_finding(
    year_value: terms.YearValue,
    basis: terms.TimeBasis,
    months: list[int],
    weights: list[int],
    slip: int,
) -> None:
    """Sum, last, simple and weighted average of the months, or the last where it is year to date."""
    kpi = make_kpi(
        frequency=F.MONTHLY, time_basis=basis, year_value=year_value, decimal_places=0,
        data_type=terms.DataType.NUMBER, unit="visits", plausible_max=None,
    )  # fmt: skip
    whole = {
        V.SUM: Decimal(sum(months)),
        V.LAST: Decimal(months[-1]),
        V.SIMPLE: Decimal(sum(months)) / 3,
        V.WEIGHTED: Decimal(sum(m * w for m, w in zip(months, weights, strict=True)))
        / sum(weights),
    }[year_value if basis is not B.CUMULATIVE else V.LAST]
    stored = as_printed(whole, 0) + slip
    rows = [
        make_result("WM-01", period, value, denominator=Decimal(weight))
        for period, value, weight in zip(("Oct 2024", "Nov 2024", "Dec 2024"), months, weights,
                                         strict=True)
    ]  # fmt: skip
    register = make_register([kpi], [*rows, make_result("WM-01", "2024/25 Q3", stored)])
    scene = CheckContext(register, Settings(), date(2025, 1, 31), parse_period("2024/25 Q3"))
    found = {finding.code for finding in examine(scene, select=("RES010",)).findings}
    averages = basis is not B.CUMULATIVE and year_value in (V.SIMPLE, V.WEIGHTED)
    allowed = 1 if averages else 0
    assert ("RES010" in found) is (abs(slip) > allowed)
    rated = rate_all(register, Settings(), parse_period("2024/25 Q3"), date(2025, 1, 31))
    assert rated[0].result is not None
    assert rated[0].result.number == stored
