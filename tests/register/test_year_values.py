"""What a longer period's figure is, made of those of its parts, and how far print may move it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pmf_cli.register.terms import TimeBasis, YearValue
from pmf_cli.register.time.times import made_of, may_differ
from tests.make import make_kpi, make_result

QUARTERS = [
    make_result("WM-01", f"2024/25 Q{n}", value, denominator=weight)
    for n, value, weight in ((1, 10, 1), (2, 20, 1), (3, 30, 1), (4, 60, 5))
]


@pytest.mark.parametrize(
    ("basis", "year_value", "expected"),
    [
        (TimeBasis.WITHIN, YearValue.SUM, 120),
        (TimeBasis.WITHIN, YearValue.LAST, 60),
        (TimeBasis.WITHIN, YearValue.SIMPLE, 30),
        (TimeBasis.WITHIN, YearValue.WEIGHTED, 45),
        (TimeBasis.WITHIN, None, None),
        (TimeBasis.CUMULATIVE, YearValue.SUM, 60),
    ],
)
def test_the_kpi_says_how_its_year_is_made(basis, year_value, expected):
    kpi = make_kpi(time_basis=basis, year_value=year_value)
    assert made_of(kpi, QUARTERS) == expected


def test_a_year_is_made_only_of_all_its_figures_and_weights():
    weighted = make_kpi(year_value=YearValue.WEIGHTED)
    blank = make_result("WM-01", "2024/25 Q1", None)
    assert made_of(make_kpi(year_value=YearValue.SUM), [blank, *QUARTERS[1:]]) is None
    unweighted = make_result("WM-01", "2024/25 Q1", 10)
    assert made_of(weighted, [unweighted, *QUARTERS[1:]]) is None
    nothing = [make_result("WM-01", f"2024/25 Q{n}", 10, denominator=0) for n in (1, 2, 3, 4)]
    assert made_of(weighted, nothing) is None


@pytest.mark.parametrize(
    ("basis", "year_value", "places", "expected"),
    [
        (TimeBasis.WITHIN, YearValue.SUM, 0, "0"),
        (TimeBasis.WITHIN, YearValue.SUM, 1, "0.2"),
        (TimeBasis.WITHIN, YearValue.SIMPLE, 1, "0.1"),
        (TimeBasis.WITHIN, YearValue.WEIGHTED, 0, "1"),
        (TimeBasis.WITHIN, YearValue.WEIGHTED, None, "0"),
        (TimeBasis.WITHIN, YearValue.LAST, 1, "0"),
        (TimeBasis.CUMULATIVE, YearValue.SUM, 1, "0"),
    ],
)
def test_only_what_was_rounded_for_print_may_differ(basis, year_value, places, expected):
    """Half a last place for each of four quarters, one last place for an average."""
    kpi = make_kpi(time_basis=basis, year_value=year_value, decimal_places=places)
    assert may_differ(kpi, QUARTERS) == Decimal(expected)
