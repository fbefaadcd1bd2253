"""A register for a whole year: the year's figure as the register says it is made, and only where all of it is known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pmf_cli.analysis.series.year_view import year_to_report, year_view
from pmf_cli.rag.base import KpiRating, UnratedReason
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import (
    DataType,
    NoDataReason,
    Polarity,
    Profile,
    Rag,
    TimeBasis,
    ValueStatus,
    YearValue,
)
from tests.assessed import assessed
from tests.make import make_kpi, make_register, make_result, make_target

QUARTERS = [f"2023/24 Q{number}" for number in range(1, 5)]
AS_OF = date(2025, 2, 3)


def the_rating(
    values: list[str | None], year_value: YearValue, *more: Result, **over: object
) -> KpiRating:
    """A KPI of four quarters as it is rated for 2023/24."""
    weights = ["1", "1", "1", "5"]
    rows = [
        make_result(
            "A-1", quarter, value, denominator=weight,
            value_status=over.get("status") if quarter == QUARTERS[1] else None,
            no_data_reason=None if value else NoDataReason.SUPPRESSED,
        )
        for quarter, value, weight in zip(QUARTERS, values, weights, strict=True)
    ]  # fmt: skip
    kpi = make_kpi(
        "A-1", year_value=year_value, decimal_places=0, data_type=DataType.NUMBER, unit="visits",
        time_basis=over.get("basis", TimeBasis.WITHIN), polarity=Polarity.HIGHER,
    )  # fmt: skip
    target = make_target("A-1", target="25", profile=Profile.LEVEL)
    register = make_register([kpi], [*rows, *more], [target])
    return year_view(assessed(register, as_of=AS_OF)).rating_of["A-1"]


def the_year(
    values: list[str | None], year_value: YearValue, *more: Result, **over: object
) -> tuple[str, Rag | None, ValueStatus | None]:
    """Its figure, rating and status."""
    rating = the_rating(values, year_value, *more, **over)
    shown = rating.shown
    assert shown is not None and shown.number is not None
    return f"{shown.number.normalize():f}", rating.rag, shown.value_status


@pytest.mark.parametrize(
    ("year_value", "figure", "rag"),
    [
        (YearValue.SUM, "120", Rag.GREEN),
        (YearValue.SIMPLE, "30", Rag.GREEN),
        (YearValue.WEIGHTED, "32.5", Rag.GREEN),
        (YearValue.LAST, "35", Rag.GREEN),
    ],
)
def test_the_years_figure_is_made_as_the_register_says(year_value, figure, rag):
    """What adds up is added, an average is averaged, and the last is the last."""
    found = the_year(["25", "30", "30", "35"], year_value)
    assert found[:2] == (figure, rag)


def test_a_sum_is_held_against_the_sum_of_its_targets():
    """Four quarters of 20 miss a target of 25 each, though the last one met it."""
    assert the_year(["15", "15", "15", "25"], YearValue.SUM)[:2] == ("70", Rag.RED)


def test_a_figure_of_the_year_in_the_record_counts_before_one_worked_out():
    """A published outturn is not added up again."""
    own = make_result("A-1", "2023/24", "118")
    assert the_year(["25", "30", "30", "35"], YearValue.SUM, own)[0] == "118"


def test_without_one_of_its_parts_no_sum_is_given_and_no_part_stands_for_it():
    """A sum beside its parts would give away the one that is withheld; one quarter is no year."""
    rating = the_rating(["25", None, "30", "35"], YearValue.SUM)
    assert rating.shown is None
    assert rating.outcome.reason is UnratedReason.SUPPRESSED


def test_an_average_without_one_of_its_parts_is_the_last_figure():
    """It stands on the same scale, and its own period is told."""
    rating = the_rating(["25", None, "30", "35"], YearValue.SIMPLE)
    assert str(rating.shown.period) == "2023/24 Q4"


def test_the_year_is_as_firm_as_its_least_firm_part():
    """One provisional quarter makes a provisional year."""
    found = the_year(["25", "30", "30", "35"], YearValue.SUM, status=ValueStatus.PROVISIONAL)
    assert found[2] is ValueStatus.PROVISIONAL


def test_what_is_cumulative_is_not_added_up():
    """The fourth quarter of such a KPI is the year."""
    found = the_year(["25", "50", "80", "110"], YearValue.SUM, basis=TimeBasis.CUMULATIVE)
    assert found[0] == "110"


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2024/25 Q3", "2023/24"), ("2024/25 Q4", "2024/25"), ("Nov 2024", "2023/24"),
        ("2023/24", "2023/24"), ("2022/23", "2022/23"),
    ],
)  # fmt: skip
def test_the_year_is_the_one_asked_for_else_the_last_that_was_over(period, year):
    """A fourth quarter ends its year."""
    register = make_register([make_kpi("A-1")], [make_result("A-1", "2022/23 Q4", Decimal(3))], [])
    assert str(year_to_report(assessed(register, period=period))) == year
