"""What is asked of benchmarks and of what the public may see."""

from typing import Any

import pytest

from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.register.terms import NoDataReason
from tests.checks.cases import (
    Case,
    assert_every_rule_has_a_case,
    assert_found,
    comment,
    comments,
    fires,
    one_result,
    series,
    silent,
)
from tests.make import (
    make_benchmark,
    make_board,
    make_comment,
    make_kpi,
    make_register,
    make_result,
)

NI_NUMBER = "AB 12 34 56 C"


def benchmark(*rows: Any, results: Any = None, **kpi: Any) -> Register:
    """A register of one KPI with these benchmarks."""
    return make_register((make_kpi(**kpi),), results, benchmarks=rows)


ADDRESS = "Ask wm.officer@example.org for details."


def bodies(**board: Any) -> Register:
    """A register with one body."""
    return make_register(boards=(make_board(**board),))


CASES = [
    fires("BEN001", benchmark(make_benchmark(web_address=None)), "Benchmarks!web_address"),
    fires("BEN002", benchmark(make_benchmark(comparable=None)), "Benchmarks!comparable"),
    fires("BEN003", benchmark(make_benchmark(comparable="With care")), "Benchmarks!comparable"),
    silent(
        "BEN003", "when it says why", benchmark(make_benchmark(comparable="No: counts flats too"))
    ),
    fires("BEN004", benchmark(make_benchmark(value=None)), "Benchmarks!value"),
    silent("BEN004", "at 0", benchmark(make_benchmark("WM-01", "2023/24", 0))),
    fires(
        "BEN005",
        benchmark(
            make_benchmark("WM-01", "2023/24"),
            results=(make_result("WM-01", "2023/24 Q1"), make_result("WM-01", "2024/25 Q3")),
        ),
        "Benchmarks!period",
    ),
    silent(
        "BEN005",
        "for the year a quarter ends",
        benchmark(
            make_benchmark("WM-01", "2023/24"), results=(make_result("WM-01", "2023/24 Q4"),)
        ),
    ),
    fires(
        "BEN006",
        benchmark(make_benchmark(), benchmarks_expected=("England", "Core Cities")),
        "KPIs!benchmarks_expected",
    ),
    silent(
        "BEN006",
        "when all are there",
        benchmark(make_benchmark(), benchmarks_expected=("England",)),
    ),
    fires(
        "BEN007",
        benchmark(make_benchmark(lower_limit=42, upper_limit=40)),
        "Benchmarks!lower_limit",
    ),
    silent("BEN007", "at a limit", benchmark(make_benchmark(lower_limit=41, upper_limit=43))),
    fires("BEN008", benchmark(make_benchmark(group_size=None)), "Benchmarks!group_size"),
    fires("BEN009", benchmark(make_benchmark(), make_benchmark()), "Benchmarks!comparator@3"),
    silent(
        "BEN009",
        "for another statistic",
        benchmark(make_benchmark(), make_benchmark(statistic=terms.BenchmarkStatistic.MEDIAN)),
    ),
    fires(
        "BEN010",
        benchmark(
            make_benchmark("WM-01", "2023/24", "0.41"), results=series("44.1", "43.9").results
        ),
        "Benchmarks!value",
    ),
    fires("BEN011", benchmark(make_benchmark("WM-01", "2020/21")), "Benchmarks!period"),
    silent(
        "BEN011",
        "with a newer one",
        benchmark(make_benchmark("WM-01", "2020/21"), make_benchmark()),
    ),
    fires("PUB001", one_result(restricted=True), "Results!restricted"),
    silent("PUB001", "when not public", one_result(restricted=True, kpi={"public": False})),
    fires(
        "PUB002",
        one_result(
            "3",
            kpi={"small_number_rule": terms.SmallNumberRule.UNDER_5},
            numerator=3,
            denominator=100,
        ),
        "Results!numerator",
    ),
    silent(
        "PUB002",
        "at the limit and at 0",
        series(
            "5",
            "0",
            kpi={
                "small_number_rule": terms.SmallNumberRule.UNDER_5,
                "data_type": terms.DataType.NUMBER,
            },
        ),
    ),
    silent(
        "PUB002",
        "when suppressed",
        one_result(
            "3",
            kpi={"small_number_rule": terms.SmallNumberRule.UNDER_5},
            numerator=3,
            denominator=100,
            no_data_reason=NoDataReason.SUPPRESSED,
        ),
    ),
    fires("PUB003", comment(text=ADDRESS), "Commentary!text"),
    fires("PUB003", one_result(note=ADDRESS), "Results!note"),
    fires("PUB004", comment(text="Ring 01632 960123 for details."), "Commentary!text"),
    silent(
        "PUB004",
        "for large numbers and dates",
        comment(text="£1,500,000,000 by 01/04/2025, 0.1234567890 more than 2024/25."),
    ),
    fires("PUB005", comment(text=f"Case {NI_NUMBER} is closed."), "Commentary!text"),
    silent("PUB005", "for references", comment(text="Case AB123 is closed.")),
    fires(
        "PUB006",
        comments(make_comment(use_in=(terms.UseIn.PUBLIC,)), public=False),
        "Commentary!use_in",
    ),
    fires("PUB007", bodies(public_paper=True, suppressed_shown=True), "Boards!suppressed_shown"),
    fires(
        "PUB007",
        bodies(kind=terms.BodyKind.PUBLIC, suppressed_shown=True),
        "Boards!suppressed_shown",
    ),
    silent("PUB007", "for a body in private", bodies(suppressed_shown=True)),
    silent("PUB007", "for a public body without", bodies(public_paper=True)),
]


@pytest.mark.parametrize("case", CASES)
def test_publishing(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    assert_every_rule_has_a_case(CASES, "BEN", "PUB")
