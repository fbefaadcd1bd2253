"""What the record says of figures that others replaced, and what was known on a day by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.register.replaced import earlier_of, known_then, newest_words, replaced_words
from pmf_cli.register.terms import DataType, NoDataReason, ValueStatus
from tests.make import make_kpi, make_register, make_result

JANUARY, JUNE, JULY = date(2025, 1, 23), date(2025, 6, 10), date(2025, 7, 1)


def value_on(replaces: str, on: date, **kpi: Any) -> object:
    """The figure known on a day where 31 came in on 10/06/2025 and a text says what was before."""
    row = make_result("WM-01", "2024/25 Q3", "31", received_on=JUNE, replaces=replaces)
    register = make_register((make_kpi(**kpi),), (row,))
    (then,) = known_then(register, on).results
    return then.value if then.value is not None else then.no_data_reason


@pytest.mark.parametrize(
    ("words", "before"),
    [
        ("38, replaced on 10/06/2025: counted twice", Decimal(38)),
        ("38.2%, replaced on 10/06/2025: counted twice", Decimal("38.2")),
        ("3,414 (received 23/01/2025), replaced on 10/06/2025: late forms", Decimal(3414)),
        ("90.2 on 20/01/2025, late returns", Decimal("90.2")),
        ("Was 38; seven were counted twice.", Decimal(38)),
        ("Reported as 38 in the Q3 paper", Decimal(38)),
        ("20/01/2025: 38, late returns", Decimal(38)),
        ("Data quality problem, replaced on 10/06/2025: figures found", NoDataReason.DATA_QUALITY),
        ("Suppressed (small numbers), replaced on 10/06/2025: x", NoDataReason.SUPPRESSED),
    ],
)
def test_a_past_day_is_answered_with_the_figure_that_stood_there(words: str, before: object):
    """Pmf's own words and what people write; from the day of receipt on the new figure counts."""
    assert value_on(words, date(2025, 2, 3)) == before
    assert value_on(words, JUNE) == Decimal(31)


@pytest.mark.parametrize("words", ["see minutes of 04/02/2025", "counted twice", "the old figure"])
def test_words_that_hold_no_figure_are_no_figure(words: str):
    """Nothing is made up: the present figure is then known from its day of receipt."""
    assert value_on(words, date(2025, 2, 3)) == Decimal(31)


def test_each_of_several_corrections_has_its_days():
    """Three figures one after the other: each is known from its own day to the next one's."""
    kpi = make_kpi()
    first = make_result("WM-01", "2024/25 Q3", "40", received_on=JANUARY)
    second = replace(
        first, value=Decimal(38), received_on=JUNE,
        replaces=replaced_words(first, kpi, JUNE, "late forms."),
    )  # fmt: skip
    third = replace(
        second, value=Decimal(31), received_on=JULY,
        replaces=replaced_words(second, kpi, JULY, "counted twice"),
    )  # fmt: skip
    register = make_register((kpi,), (third,))

    def known(on: date) -> object:
        (then,) = known_then(register, on).results
        return then.value if then.received_on is None or then.received_on <= on else None

    days = (date(2025, 1, 22), JANUARY, JUNE, date(2025, 6, 30), JULY)
    assert [known(on) for on in days] == [None, 40, 38, 38, 31]
    assert "late forms" not in newest_words(third.replaces or "")


FIGURES = {
    DataType.NUMBER: st.decimals(-10_000, 10_000, places=2),
    DataType.PERCENTAGE: st.decimals(0, 100, places=1),
    DataType.MONEY: st.decimals(-10_000, 10_000, places=2),
    DataType.YES_NO: st.booleans(),
    DataType.DATE: st.dates(date(2000, 1, 1), date(2040, 1, 1)),
}
UNITS = {DataType.MONEY: "£k", DataType.PERCENTAGE: "%", DataType.NUMBER: "households"}


@given(st.data())
def test_what_pmf_writes_of_a_replaced_figure_reads_back_the_same(data: st.DataObject):
    """Law: value, status and both days come back from the words, for every kind of figure."""
    kind = data.draw(st.sampled_from(list(FIGURES)))
    value = data.draw(FIGURES[kind])
    status = data.draw(st.sampled_from([None, ValueStatus.PROVISIONAL, ValueStatus.ESTIMATED]))
    kpi = make_kpi(data_type=kind, unit=UNITS.get(kind, "n/a"), decimal_places=1)
    row = replace(
        make_result("WM-01", "2024/25 Q3", "1", received_on=JANUARY, value_status=status),
        value=value,
    )
    words = replaced_words(row, kpi, JUNE, "Checked; was 12 on 03/03/2025.")
    (read,) = earlier_of(replace(row, value=None, replaces=words, received_on=None), kpi)
    assert (read.result.value, read.until) == (value, JUNE)
    assert (read.result.received_on, read.result.value_status) == (JANUARY, status)
