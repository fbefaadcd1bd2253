"""How well the rules of ``pmf analyse forecast`` do on published series, each figure expected with what was known then.

    python -m benchmarks.forecasts [FILE]

Of every series and every figure in it from which there is something to look back on, the figure so many steps ahead is
expected by the whole procedure (rule chosen by trial on the past alone, range from its errors) and held against what came.
Errors are printed as a share of those of "same as last year" in the same cases. FILE is laid out as
``tests/data/published_series.csv``, which is used where none is named.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pmf_cli.analysis.series.back_test import (
    OF_A_DAY,
    OF_A_TIME,
    OF_A_YEAR,
    Expected,
    Method,
    Task,
    expected,
)

EXTRACT = Path(__file__).parent.parent / "tests" / "data" / "published_series.csv"
AHEAD = {1: (1,), 2: (1,), 4: (1, 2, 3), 12: (3, 6, 9)}
"""Figures a year → how many steps ahead, as at the ends of quarters."""


@dataclass(frozen=True)
class PublishedSeries:
    """One published series, in order of time."""

    source: str
    steps: int
    is_of_a_day: bool
    values: tuple[Decimal | None, ...]

    @property
    def methods(self) -> tuple[Method, ...]:
        """The rules that fit it."""
        if self.steps == 1:
            return OF_A_YEAR
        return OF_A_DAY if self.is_of_a_day else OF_A_TIME

    @property
    def tasks(self) -> Iterator[Task]:
        """What is asked of it: the last figure of those to come, and of figures that make an average together that."""
        for ahead in AHEAD[self.steps]:
            yield Task(self.steps, ahead)
            if ahead > 1 and not self.is_of_a_day:
                yield Task(self.steps, ahead, ahead, Decimal(1))


@dataclass(frozen=True)
class Case:
    """One figure expected and what came, errors as shares of the series' mean size."""

    source: str
    steps: int
    task: Task
    method: Method
    error: Decimal
    same_error: Decimal
    is_within: bool | None


def read(path: Path) -> Iterator[PublishedSeries]:
    """The series of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = tuple(
                None if one == "-" else Decimal(one) for one in row["figures"].split(" ")
            )
            yield PublishedSeries(
                row["source"], int(row["figures a year"]), row["of a day"] == "yes", values
            )


def cases(series: PublishedSeries) -> Iterator[Case]:
    """Every figure of a series that could have been expected, by what was known so many steps before."""
    known = [abs(one) for one in series.values if one is not None]
    size = sum(known, Decimal(0)) / len(known) or Decimal(1)
    for task in series.tasks:
        for at in range(series.steps - 1, len(series.values) - task.ahead):
            came = task.taken(series.values[at + 1 : at + 1 + task.ahead])
            past = series.values[: at + 1]
            found, same = (expected(past, task, rules) for rules in (series.methods, OF_A_TIME[:1]))
            if came is not None and found is not None and same is not None:
                errors = (abs(came - one.value) / size for one in (found, same))
                within = is_within(found, came)
                yield Case(series.source, series.steps, task, found.method, *errors, within)


def is_within(found: Expected, came: Decimal) -> bool | None:
    """Whether a figure lay within the range; ``None`` where there was none."""
    return None if found.reach is None else abs(came - found.value) <= found.reach


def row_of(some: Sequence[Case]) -> tuple[str, ...]:
    """The cases in figures: number, error beside "same as last year", how often that was used, coverage."""
    total = sum((one.same_error for one in some), Decimal(0)) or Decimal(1)
    error = sum((one.error for one in some), Decimal(0)) / total
    same = sum(one.method is Method.SAME for one in some) / len(some)
    ranged = [one.is_within for one in some if one.is_within is not None]
    held = f"{sum(ranged) / len(ranged):.0%}" if ranged else "–"
    return (f"{len(some):,}", f"{error:.2f}", f"{same:.0%}", f"{len(ranged):,}", held)


def table(path: Path) -> Iterator[tuple[str, ...]]:
    """A row for each source and number of steps ahead, and one for all."""
    found: dict[tuple[str, int, int, bool], list[Case]] = {}
    for series in read(path):
        for one in cases(series):
            key = (one.source, one.steps, one.task.ahead, one.task.share is not None)
            found.setdefault(key, []).append(one)
    yield ("Source", "Ahead", "Cases", "Error", "Same used", "With a range", "Came within")
    for (source, steps, ahead, is_mean), some in sorted(found.items()):
        words = f"{ahead} of {steps}{' (mean)' if is_mean else ''}"
        yield (source, words, *row_of(some))
    yield ("All", "", *row_of([one for some in found.values() for one in some]))


def main() -> None:
    """Prints the table."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else EXTRACT
    for row in table(path):
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
