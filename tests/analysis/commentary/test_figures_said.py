"""The figures of a text in a KPI's own unit: percentages, money in its scale, days, homes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pmf_cli.analysis.commentary.figures import figures_said
from pmf_cli.register.terms import DataType
from tests.make import make_kpi

PERCENT = {"data_type": DataType.PERCENTAGE, "unit": "%"}
POUNDS = {"data_type": DataType.MONEY, "unit": "£"}
MILLIONS = {"data_type": DataType.MONEY, "unit": "£m"}
THOUSANDS = {"data_type": DataType.MONEY, "unit": "£000"}
DAYS = {"data_type": DataType.DURATION, "unit": "days"}
HOMES = {"data_type": DataType.NUMBER, "unit": "homes"}
PLAIN = {"data_type": DataType.NUMBER, "unit": "number"}


@pytest.mark.parametrize(
    ("text", "kpi", "said"),
    [
        ("38.2% of 530 loads, 12 per cent more, 4 points", PERCENT, ["38.2", "12"]),
        ("£3.6 million of £18m, £5,000 and 7 million", MILLIONS, ["3.6", "18", "0.005"]),
        ("£3.6 million, £750k, £1,234.50", POUNDS, ["3600000", "750000", "1234.50"]),
        ("£1.2 million and £3,000", THOUSANDS, ["1200", "3"]),
        ("47 days, 1 day, 3 weeks, 13 above", DAYS, ["47", "1"]),
        ("412 homes, 60 more homes, £3m", HOMES, ["412"]),
        ("412 of 530, 38%, £3", PLAIN, []),
        ("on 12/03/2024 at 10:30, ref 12-34, A46, 2024/25", DAYS, []),
        ("1,234,567,890,123,456,789% and .5%", PERCENT, []),
    ],
)
def test_only_figures_in_the_kpis_unit_are_taken(text, kpi, said):
    """Money is moved to the KPI's scale; what is in another unit is another figure."""
    found = [one.value for one in figures_said(text, make_kpi(**kpi))]
    assert found == [Decimal(figure) for figure in said]


@pytest.mark.parametrize(
    ("text", "kpi", "known", "means"),
    [
        ("£3.6 million", POUNDS, "3612345", True),
        ("£3.6 million", POUNDS, "3712345", False),
        ("£3,612,345", MILLIONS | {"decimal_places": 1}, "3.6", True),
        ("38.23%", PERCENT, "38.2", True),
        ("38%", PERCENT, "38.2", True),
        ("39%", PERCENT, "38.2", False),
        ("38.5%", PERCENT, "38.2", False),
    ],
)
def test_a_figure_is_taken_as_exactly_as_it_is_written(text, kpi, known, means):
    """£3.6 million says nothing below a hundred thousand; more decimals than printed say no more."""
    made = make_kpi(**kpi)
    (one,) = figures_said(text, made)
    assert one.means(Decimal(known), made.decimal_places) is means
