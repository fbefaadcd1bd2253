"""No figure, however absurd, stops the checks, and the order of rows changes nothing."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.checks import run_checks
from pmf_cli.register.terms import DataType, Frequency, TimeBasis
from tests.checks.cases import scene, series
from tests.make import make_kpi, make_register, make_result

FIGURES = st.one_of(
    st.sampled_from(
        [
            Decimal(text)
            for text in ("0", "1E+308", "-1E+308", "1E-300", "123456789012345E+290", "100")
        ]
    ),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000),
    st.none(),
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(FIGURES, min_size=1, max_size=10),
    st.lists(FIGURES, min_size=2, max_size=2),
    FIGURES,
    st.sampled_from([DataType.PERCENTAGE, DataType.NUMBER, DataType.MONEY, DataType.RATE]),
    st.sampled_from([TimeBasis.WITHIN, TimeBasis.CUMULATIVE]),
)
def test_no_figure_stops_the_checks(
    values: list[Decimal | None],
    counts: list[Decimal | None],
    target: Decimal | None,
    data_type: DataType,
    basis: TimeBasis,
) -> None:
    """Results, counts, targets and limits of any size are checked without an error of the program."""
    each = [{"numerator": counts[0], "denominator": counts[1]}] * len(values)
    kpi = {
        "data_type": data_type,
        "time_basis": basis,
        "unit": "per 1,000",
        "plausible_max": counts[0],
    }
    register = series(
        *values, kpi=kpi, target={"target": target, "tolerance": counts[1]}, each=each
    )
    for finding in run_checks(scene(register)):
        assert finding.message


@pytest.mark.parametrize("frequency", list(Frequency))
@pytest.mark.parametrize("lag", [-(10**9), 10**6, 10**9])
def test_no_lag_stops_the_checks(frequency: Frequency, lag: int) -> None:
    """A lag of a million days is a slip of the keyboard, and no figure is asked for by it."""
    register = make_register((make_kpi(frequency=frequency, lag_days=lag),))
    assert all(finding.message for finding in run_checks(scene(register)))


@settings(max_examples=20, deadline=None)
@given(st.integers())
def test_the_order_of_results_does_not_matter(seed: int) -> None:
    """The same rows in another order give the same findings, cell by cell."""
    values = ("90.1", "91.4", "9.02", "90.9", "91.7", "0", "92.6", "92.6")
    register = series(*values)
    rows = list(register.results)
    Random(seed).shuffle(rows)
    mixed = replace(register, results=tuple(rows))
    assert run_checks(scene(mixed)) == run_checks(scene(register))


def test_an_empty_register_is_checked() -> None:
    """Without any row there is nothing to trip over."""
    empty = make_register(
        (), (), (), contacts=(), boards=(), timetable=(), checklist=(), rating_rules=()
    )
    assert {finding.code for finding in run_checks(scene(empty))} <= {"PRC003"}


def test_a_bare_kpi_is_checked() -> None:
    """A KPI of which only the reference is known gives findings, not a stop."""
    full = make_kpi()
    bare = type(full)(ref="WM-01", source=full.source)
    register = make_register((bare,), (make_result("WM-01", "2024/25 Q3", "50"),))
    codes = {finding.code for finding in run_checks(scene(register))}
    assert {"CMP001", "MEA001", "MEA002", "MEA003", "OWN001"} <= codes
