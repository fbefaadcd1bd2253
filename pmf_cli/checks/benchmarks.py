"""Can each comparison with others be stood by?

Benchmarking compares performance with other local authorities, Core Cities, the region and
England (assurance report 2024, ¶56).
"""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, stands_again
from pmf_cli.checks.words import figure_text, listed_few
from pmf_cli.findings import Problem, advice, warning
from pmf_cli.register.sheets.record import Benchmark
from pmf_cli.register.terms import BenchmarkStatistic, DataType
from pmf_cli.words import day

OLD_DAYS = 3 * 366
GROUPS = (BenchmarkStatistic.MEAN, BenchmarkStatistic.MEDIAN)
HUNDREDFOLD = 50
RATES = (DataType.PERCENTAGE, DataType.RATE, DataType.RATIO)


def benchmark_name(row: Benchmark) -> str:
    """A benchmark in words: ``benchmark WM-01: England, 2023/24``."""
    return f"benchmark {row.kpi_ref}: {row.comparator or 'a comparator without name'}, {row.period or 'no period'}"


@warning("BEN001", cure="Type the source, the web address and the day it was taken.")
def untraceable(context: CheckContext) -> Iterator[Problem]:
    """A benchmark says where it was published and when it was taken from there.

    National datasets are revised; a figure nobody can find again cannot be defended in public.
    """
    wanted = {
        "data_source": "the source",
        "web_address": "the web address",
        "retrieved_on": "the day it was taken",
    }
    for row in context.register.benchmarks:
        missing = [field for field in wanted if getattr(row, field) is None]
        if missing:
            names = listed_few(wanted[field] for field in missing)
            message = f"The {benchmark_name(row)} lacks {names}."
            yield Problem(row.source.at(missing[0]), message, row.kpi_ref)


@advice("BEN003", cure="Say what is different, after No or With care.")
def incomparable_without_why(context: CheckContext) -> Iterator[Problem]:
    """A benchmark that is not, or not quite, comparable says why.

    "With care" alone does not tell the reader of what to take care.
    """
    for row in context.register.benchmarks:
        text = (row.comparable or "").strip().casefold().rstrip(".:;")
        if text in ("no", "with care"):
            message = (
                f'The {benchmark_name(row)} is comparable "{row.comparable}" without saying why.'
            )
            yield Problem(row.source.at("comparable"), message, row.kpi_ref)


@warning("BEN004", cure="Type the figure, or delete the row.")
def no_value(context: CheckContext) -> Iterator[Problem]:
    """A benchmark has a figure and a period.

    Without them there is nothing to compare with.
    """
    for row in context.register.benchmarks:
        if row.value is None or row.period is None:
            field = "value" if row.value is None else "period"
            message = f"The {benchmark_name(row)} has no {field}."
            yield Problem(row.source.at(field), message, row.kpi_ref)


@advice("BEN005", cure="Look for the comparator's figure of a period that the KPI has.")
def other_period(context: CheckContext) -> Iterator[Problem]:
    """A benchmark is for a period for which the KPI has a result too.

    Last year's England beside this year's council compares two years, not two places.
    """
    ends: dict[str, list[int]] = {}
    for history in context.histories:
        if history.split is None:
            months = [p.end.year * 12 + p.end.month for r in history.results if (p := r.period)]
            ends.setdefault(history.kpi.ref, []).extend(months)
    for row in context.register.benchmarks:
        own = ends.get(row.kpi_ref)
        if not own or row.period is None:
            continue
        month = row.period.end.year * 12 + row.period.end.month
        if min(own) <= month and month not in own:
            message = (
                f"The {benchmark_name(row)} is for a period for which {row.kpi_ref} has no result."
            )
            yield Problem(row.source.at("period"), message, row.kpi_ref)


@advice(
    "BEN006",
    cure="Ask for benchmarking, or take the group out of Benchmarks expected.",
    sheets=("Benchmarks",),
)
def expected_group_missing(context: CheckContext) -> Iterator[Problem]:
    """Every comparator group that is expected has a figure.

    Directorates are encouraged to provide benchmarking results for their KPIs where possible
    (2024 report, ¶56).
    """
    have: dict[str, set[str]] = {}
    for row in context.register.benchmarks:
        names = have.setdefault(row.kpi_ref, set())
        names.update(str(text).casefold() for text in (row.group, row.comparator) if text)
    for kpi in context.active:
        missing = [
            group
            for group in kpi.benchmarks_expected
            if group.casefold() not in have.get(kpi.ref, set())
        ]
        if missing:
            message = f"{kpi.ref} expects to be compared with {listed_few(missing)}, for which there is no figure."
            yield Problem(kpi.source.at("benchmarks_expected"), message, kpi.ref)


@warning("BEN007", cure="Swap the limits, or correct the value.")
def outside_its_limits(context: CheckContext) -> Iterator[Problem]:
    """A benchmark lies within its own confidence limits.

    Limits that are swapped make every difference significant, or none.
    """
    for row in context.register.benchmarks:
        given = (row.lower_limit, row.value, row.upper_limit)
        in_order = [number for number in given if number is not None]
        if in_order != sorted(in_order):
            message = f"The {benchmark_name(row)} does not lie between its own limits."
            yield Problem(row.source.at("lower_limit"), message, row.kpi_ref)


@advice("BEN008", cure="Type how many councils the average is of.")
def group_without_size(context: CheckContext) -> Iterator[Problem]:
    """An average of a group says of how many.

    "Core Cities" may be eight or four that answered.
    """
    for row in context.register.benchmarks:
        if row.statistic in GROUPS and row.group_size is None:
            message = (
                f"The {benchmark_name(row)} is a {str(row.statistic).lower()} of an unknown number."
            )
            yield Problem(row.source.at("group_size"), message, row.kpi_ref)


@warning("BEN009", cure="Keep the right row and delete the other.")
def twice_the_same(context: CheckContext) -> Iterator[Problem]:
    """A comparator has one figure for each period and statistic.

    Two of them cannot both be printed.
    """
    for row, first in stands_again(context.register.benchmarks, _what_it_says):
        message = f"The {benchmark_name(row)} stands twice: here and in row {first.source.row}."
        yield Problem(row.source.at("comparator"), message, row.kpi_ref)


def _what_it_says(row: Benchmark) -> object:
    if row.period is None or row.comparator is None:
        return None
    return row.kpi_ref, row.period, row.comparator.casefold(), row.statistic


@warning("BEN010", cure="Bring the figure to the KPI's unit.")
def other_scale(context: CheckContext) -> Iterator[Problem]:
    """A benchmark is in the KPI's unit.

    0.45 beside 44.1% is a fraction; 12 beside 0.012 is per 1,000 instead of each.
    """
    for row in context.register.benchmarks:
        kpi = context.register.kpi(row.kpi_ref)
        if kpi is None or kpi.data_type not in RATES or not row.value:
            continue
        results = context.register.results_of(row.kpi_ref).values()
        own = sorted(abs(result.number) for result in results if result.number)
        if len(own) < 2:
            continue
        middle = own[len(own) // 2]
        value = abs(row.value)
        if value >= HUNDREDFOLD * middle or value * HUNDREDFOLD <= middle:
            message = f"The {benchmark_name(row)} is {figure_text(row.value, kpi)}, while the KPI's own results are near {figure_text(middle, kpi)}."
            yield Problem(row.source.at("value"), message, row.kpi_ref)


@advice("BEN011", cure="Look whether a newer figure has been published.")
def old_benchmark(context: CheckContext) -> Iterator[Problem]:
    """The newest benchmark of a KPI's comparator is not older than three years.

    National sets come out a year or two late; more than three means that nobody has looked.
    """
    newest: dict[tuple[str, str], Benchmark] = {}
    for row in context.register.benchmarks:
        if row.period is None or row.comparator is None:
            continue
        key = (row.kpi_ref, row.comparator.casefold())
        other = newest.get(key)
        if other is None or other.period is None or other.period.end < row.period.end:
            newest[key] = row
    for row in newest.values():
        if row.period is not None and (context.as_of - row.period.end).days > OLD_DAYS:
            message = f"The newest {benchmark_name(row)} ended on {day(row.period.end)}."
            yield Problem(row.source.at("period"), message, row.kpi_ref)
