"""Published figures of other places into the sheet ``Benchmarks`` (``pmf benchmark import``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pmf_cli.analysis.scope.planned import PlannedChange, RowEdit
from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.importing.published import PublishedFile, plain_heading, published_file
from pmf_cli.importing.published_rows import ALL, SingleYears, WantedBenchmarks, benchmark_rows
from pmf_cli.pipeline.change.planned_changes import PreviewedChange, change_for
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.pipeline.read.scorecard_books import CSV_ENDINGS, scorecard_book
from pmf_cli.register.choices import word_chosen
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Benchmark
from pmf_cli.register.terms import BenchmarkGroup
from pmf_cli.views.lists.benchmarks import (
    NEW,
    REVISED,
    SAME,
    BenchmarkLine,
    benchmark_import_listing,
)
from pmf_cli.views.references import kpi_named

ACTION = "benchmarks taken in"
"""What the ledger calls the change."""
KEPT = ("lower_limit", "upper_limit", "group_size", "value")
"""Fields that a revised publication may change."""


@frozen(kw_only=True)
class TypedBenchmarks:
    """Published figures as they were asked for; what is empty was not said.

    Attributes:
        kpi: the KPI; empty for every one of which the register remembers the measure.
        members: places apart by semicolons, a CSV file with a column of them, or ``all``.
        where: ``COLUMN=VALUE`` for each column that splits the file's figures.
    """

    kpi: str = ""
    measure: str = ""
    group: str = ""
    members: str = ""
    council: str = ""
    where: Sequence[str] = ()
    source: str = ""
    web: str = ""
    retrieved: date | None = None
    comparable: str = ""
    periods: int = 5
    times: str = ""
    years: str = ""


def previewed_benchmarks(
    opened: OpenedRegister, assessment: Assessment, path: Path, typed: TypedBenchmarks
) -> PreviewedChange:
    """What published figures would add to the sheet ``Benchmarks``, and which they would revise.

    Raises:
        UsageError: the file is none that is known, or what was asked for is not in it.
        PmfError: it cannot be read.
    """
    file = published_file(scorecard_book(path, opened.settings.limits))
    register, start = assessment.register, opened.settings.financial_year_start
    wanted = _wanted(opened, assessment, path, typed)
    chosen = _chosen(typed.where)
    lines: list[BenchmarkLine] = []
    edits: list[RowEdit] = []
    notes: list[str] = []
    for kpi, measure, group in _asked(assessment, file, typed, wanted.group):
        figures = file.figures(measure, chosen, start)
        found = benchmark_rows(register, kpi, figures, replace(wanted, group=group))
        notes += found.notes
        held = {_key(row): row for row in register.benchmarks if row.kpi_ref == kpi.ref}
        for row in found.rows:
            before = held.get(_key(row))
            lines.append(_line(row, before))
            if before is not None and before.value != row.value:
                edits.append(_revised(before, row))
    new = tuple(one.row for one in lines if one.what == NEW)
    planned = PlannedChange(tuple(edits), {"Benchmarks": new})
    details = {
        "file": path.name,
        "fingerprint": scorecard_book(path, opened.settings.limits).fingerprint,
    }
    return PreviewedChange(
        change_for(opened, planned, ACTION, path.name, details),
        benchmark_import_listing(assessment, lines, path.name),
        assessment.as_of,
        tuple(notes),
    )


def _wanted(
    opened: OpenedRegister, assessment: Assessment, path: Path, typed: TypedBenchmarks
) -> WantedBenchmarks:
    group = word_chosen("--group", typed.group, BenchmarkGroup) or BenchmarkGroup.ENGLAND
    return WantedBenchmarks(
        group,
        _members(opened, typed.members),
        typed.council or opened.settings.council.name,
        typed.source or path.stem,
        typed.web,
        typed.retrieved or assessment.as_of,
        typed.comparable,
        typed.periods,
        _times(typed.times),
        word_chosen("--years", typed.years, SingleYears),
    )


def _times(text: str) -> Decimal:
    try:
        times = Decimal(text or "1")
    except InvalidOperation as error:
        raise UsageError(f'--times "{text}" is no number.', "Write it as --times 100") from error
    if not times.is_finite() or times == 0:
        raise UsageError(f'--times "{text}" cannot be meant.', "Write it as --times 100")
    return times


def _members(opened: OpenedRegister, text: str) -> tuple[str, ...]:
    """The places typed, or those in the column of a file that names them."""
    if Path(text).suffix.lower() in CSV_ENDINGS and Path(text).is_file():
        return _in_column(opened, Path(text))
    names = tuple(" ".join(part.split()) for part in text.split(";") if part.strip())
    return (ALL,) if [one.casefold() for one in names] == [ALL] else names


COLUMNS_OF_PLACES = (
    "authority",
    "local authority",
    "la name",
    "area name",
    "area",
    "council",
    "name",
)


def _in_column(opened: OpenedRegister, path: Path) -> tuple[str, ...]:
    (sheet,) = scorecard_book(path, opened.settings.limits).sheets
    rows = list(sheet.rows())
    heads = (
        {plain_heading(str(cell.value)): at for at, cell in rows[0].cells.items()} if rows else {}
    )
    column = next((heads[name] for name in COLUMNS_OF_PLACES if name in heads), None)
    if column is None:
        raise UsageError(
            f"{path.name} has no column of places.", "Head it Authority, a place a row below it."
        )
    values = (row.value(column) for row in rows[1:])
    return tuple(str(value).strip() for value in values if value)


def _chosen(where: Sequence[str]) -> Mapping[str, str]:
    chosen = {}
    for text in where:
        heading, sign, value = text.partition("=")
        if not sign or not heading.strip():
            raise UsageError(
                f'--where "{text}" names no column.', 'Write it as --where "Sex=Persons"'
            )
        chosen[heading.strip()] = value.strip()
    return chosen


def _asked(
    assessment: Assessment, file: PublishedFile, typed: TypedBenchmarks, group: BenchmarkGroup
) -> list[tuple[Kpi, str, BenchmarkGroup]]:
    """The KPIs with the measure of each: as typed, else those that the register remembers by their source."""
    register = assessment.register
    if typed.kpi:
        kpi = kpi_named(register, typed.kpi)
        if not typed.measure:
            raise UsageError(
                f"--kpi {typed.kpi} needs the measure of {file.name} that is its own.",
                f"Say which with --measure. {file.measures_words(like=kpi.name or '')}",
            )
        return [(kpi, file.measure_named(typed.measure), group)]
    if typed.measure:
        raise UsageError(f'Whose is "{typed.measure}"?', "Say which KPI's with --kpi REF.")
    found = dict.fromkeys(_remembered(register, file, group if typed.group else None))
    if not found:
        raise UsageError(
            f"The register remembers no KPI with a measure of {file.name}.",
            'Say once which belongs to which: --kpi REF --measure "…" --group "Core Cities"',
        )
    return [(kpi_named(register, ref), measure, own) for ref, measure, own in found]


def _remembered(
    register: Register, file: PublishedFile, group: BenchmarkGroup | None
) -> Iterator[tuple[str, str, BenchmarkGroup]]:
    """KPI, measure and group of each benchmark whose source names a measure of the file; of one group where asked."""
    measures = set(file.measures)
    for row in register.benchmarks:
        measure = (row.data_source or "").partition(": ")[2]
        if measure in measures and row.group is not None and group in (None, row.group):
            yield row.kpi_ref, measure, row.group


def _key(row: Benchmark) -> tuple[object, ...]:
    return row.period, (row.comparator or "").casefold(), row.group, row.statistic


def _line(row: Benchmark, before: Benchmark | None) -> BenchmarkLine:
    if before is None:
        return BenchmarkLine(row, NEW)
    if before.value == row.value:
        return BenchmarkLine(row, SAME)
    return BenchmarkLine(
        row, REVISED, None if before.value is None else f"{before.value.normalize():f}"
    )


def _revised(before: Benchmark, row: Benchmark) -> RowEdit:
    """The new figure in the row that there is, with the day on which it was taken."""
    changed = {name: new for name in KEPT if (new := getattr(row, name)) != getattr(before, name)}
    return RowEdit(before, {**changed, "retrieved_on": row.retrieved_on})
