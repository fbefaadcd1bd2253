"""Where KPIs stand among other places, and what published figures would add to the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pmf_cli.analysis.benchmarking import Standing
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.register.figures import change, figure
from pmf_cli.register.sheets.record import Benchmark
from pmf_cli.views.base import Align, Entry, Section, lead, note
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    kpi_fields,
    register_title,
)
from pmf_cli.views.wording import part_name
from pmf_cli.words import counted, listed, listed_shortly

NONE = "–"
"""Where there is no such thing."""
MOST_NAMED = 4


def standing_words(one: Standing) -> str:
    """Where a KPI stands beside a group, in a sentence: ``3rd of 8, 1.2 points better than the median (46.3%).``."""
    rank = f"{_ordinal(one.rank)} of {one.size}, " if one.rank is not None else ""
    middle = f"{_middle(one)} ({figure(one.figures.median, one.kpi)})"
    if one.better_by is None:
        return f"{rank}beside {middle}; neither way is better."
    if not one.better_by:
        return f"{rank}level with {middle}."
    way = "better" if one.better_by > 0 else "worse"
    return f"{rank}{change(one.better_by, one.kpi)} {way} than {middle}."


def _middle(one: Standing) -> str:
    """What the council is held against: one place, the median of several, or what a group publishes of itself."""
    if len(one.rows) > 1 and not one.is_statistic:
        return "the median"
    return one.rows[0].comparator or one.group


def _ordinal(number: int) -> str:
    ending = (
        "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"


def _best(one: Standing) -> Entry:
    best = one.best
    return Entry(f"{best.comparator} {figure(best.value, one.kpi)}" if best else NONE)


def caution_words(one: Standing) -> str | None:
    """What the register says of comparing, where it is not a plain yes; and who has no figure."""
    said = dict.fromkeys(row.comparable or "" for row in one.rows)
    parts = [text for text in said if text and not text.casefold().startswith("yes")]
    if one.missing:
        parts.append(f"without {listed_shortly(one.missing, MOST_NAMED)}")
    return "; ".join(parts) or None


def _sources(one: Standing) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.data_source for row in one.rows if row.data_source))


def _cells(one: Standing) -> tuple[str, ...]:
    return tuple(str(row.source.at("value")) for row in one.rows)


BENCHMARKS: ListDefinition[Standing] = ListDefinition(
    "pmf/benchmark/1",
    "One item a KPI and group of places: where the council stands in the newest period that both have. From `pmf analyse benchmark`.",
    "items",
    (
        *kpi_fields(lambda one: one.kpi, (1.1, 2.6)),
        Field("directorate", "", "Directorate.", lambda one: one.kpi.directorate),
        Field("group", "Group", "The group of places, as the sheet *Benchmarks* names it.", width=1.5),
        Field("period", "Period", "The newest period for which both have a figure.", width=1.1),
        Field(
            "value", "Ours", "The council's figure, exact.", lambda one: exact_figure(one.ours),
            lambda one: Entry(figure(one.ours, one.kpi)), width=1.1, align=Align.NUMBER,
        ),
        Field("rank", "", "The council's place, 1 for the best, those level sharing the better one; empty where no way is better or single figures are not held.", lambda one: one.rank),
        Field("size", "", "Among how many places, the council among them; of a published statistic the group's size, 0 where it is not stated."),
        Field(
            "median", "Figure compared with", "The median of the others; the published mean or median where single figures are not held.",
            lambda one: exact_figure(one.figures.median), lambda one: Entry(figure(one.figures.median, one.kpi)), width=1.1, align=Align.NUMBER,
        ),
        Field("best_quarter", "", "Where their best quarter begins.", lambda one: exact_figure(one.figures.best_quarter)),
        Field("worst_quarter", "", "Where their worst quarter begins.", lambda one: exact_figure(one.figures.worst_quarter)),
        Field(
            "best", "Best", "The best place and its figure.", lambda one: one.best and f"{one.best.comparator}: {exact_figure(one.best.value)}",
            _best, width=1.8,
        ),
        Field("better_by", "", "By how much better than the median, negative where worse; empty where no way is better.", lambda one: exact_figure(one.better_by)),
        Field("words", "Where we stand", "The same in a sentence.", standing_words, width=2.8),
        Field("caution", "Caution", "What the register says of comparing, and places without a figure.", caution_words, missing=NONE, width=2.2),
        Field("source", "", "Where the figures were published.", _sources),
        Field("cell", "", "Where the council's figure stands.", lambda one: one.result.source.at("value")),
        Field("cells", "", "Where the group's figures stand.", _cells),
    ),
    ("ref", "name", "period", "value", "median", "best", "words", "caution"),
)  # fmt: skip


def benchmarks_listing(assessment: Assessment, found: Sequence[Standing], asked: int) -> Listing:
    """The standings group by group, the furthest ahead of the median first, after a line that counts them.

    Args:
        asked: how many KPIs were asked about.
    """
    compared = len({one.kpi.ref for one in found})
    sides = Counter(
        (one.better_by > 0) - (one.better_by < 0) for one in found if one.better_by is not None
    )
    counts = {
        "kpis": asked,
        "compared": compared,
        "better": sides[1],
        "level": sides[0],
        "worse": sides[-1],
    }
    said = listed(
        f"{side} in {counts[side]:,}" for side in ("better", "level", "worse") if counts[side]
    )
    heading = register_title(assessment.register, f"other places, up to {assessment.period}")
    first = f"{compared:,} of {counted(asked, 'KPI')} can be compared" + (
        f", in {counted(len(found), 'comparison')}: ours is {said}." if said else "."
    )
    how = (
        "Each in the newest period for which both have a figure; what the sheet Benchmarks marks as not comparable is left out. Of several places it is "
        "the median of the others; the rank counts the council too. No margin of error is held, so that a small gap may be none."
    )
    sections = [Section(heading, 1, (lead(first), note(how)))]
    groups: dict[str, list[Standing]] = {}
    for one in found:
        groups.setdefault(one.group, []).append(one)
    for number, (name, members) in enumerate(groups.items(), 1):
        rows = sorted(members, key=_ahead, reverse=True)
        table = BENCHMARKS.table(part_name("benchmark", str(number)), name, rows)
        sections.append(Section(name, 2, (table,)))
    return BENCHMARKS.listing_of(assessment, found, counts, sections)


def _ahead(one: Standing) -> float:
    """How far ahead of the middle, in shares of it, so that KPIs of all units stand in one order."""
    middle = abs(one.figures.median)
    return float((one.better_by or 0) / middle) if middle else 0.0


@frozen
class BenchmarkLine:
    """A published figure beside what the register has for it; the attributes are the list's fields."""

    row: Benchmark
    what: str
    before: str | None = None


NEW, REVISED, SAME = "new", "revised", "there already"
BENCHMARK_IMPORT: ListDefinition[BenchmarkLine] = ListDefinition(
    "pmf/benchmark-import/1",
    "One item a published figure that was asked for, beside what the register has. From `pmf benchmark import`.",
    "items",
    (
        Field("ref", "KPI", "KPI reference.", lambda one: one.row.kpi_ref, width=1.1),
        Field("period", "Period", "The period.", lambda one: one.row.period, width=1.2),
        Field("comparator", "Place", "The place, or whose middle.", lambda one: one.row.comparator, width=2.4),
        Field("group", "Group", "The group.", lambda one: one.row.group, width=1.8),
        Field("statistic", "Statistic", "Which figure of the group.", lambda one: one.row.statistic, width=1.2),
        Field("value", "Value", "The figure, exact.", lambda one: exact_figure(one.row.value), width=1.1, align=Align.NUMBER),
        Field("what", "It is", f"{NEW}, {REVISED} or {SAME}.", width=1.3),
        Field("before", "Before", "What the register has, where it is another figure.", missing=NONE, width=1.1, align=Align.NUMBER),
    ),
)  # fmt: skip


def benchmark_import_listing(
    assessment: Assessment, lines: Sequence[BenchmarkLine], file: str
) -> Listing:
    """What an import of published figures would add and change; what is there already is counted."""
    counts = Counter(one.what for one in lines)
    said = listed(f"{counts[what]:,} {what}" for what in (NEW, REVISED, SAME) if counts[what])
    heading = register_title(assessment.register, f"published figures in {file}")
    blocks = [
        lead(f"{counted(len(lines), 'figure')}: {said}." if lines else "No figure was asked for.")
    ]
    changing = [one for one in lines if one.what != SAME]
    tables = (BENCHMARK_IMPORT.table("benchmark_import", "Figures", changing),) if changing else ()
    return BENCHMARK_IMPORT.listing_of(
        assessment,
        lines,
        {what: counts[what] for what in (NEW, REVISED, SAME)},
        (Section(heading, 1, (*blocks, *tables)),),
    )
