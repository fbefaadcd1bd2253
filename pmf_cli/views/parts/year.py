"""The year: how many targets were met, how each KPI moved across it and against the year before, how the set changed, stretch.

A year-end report on the progress made throughout the year against the list of KPIs (2024 report, ¶71), public (¶29),
by framework and cross-cutting theme too (2011 framework, state of the city); stretch targets each judged on its own
(2004 approach, 2.21).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from pmf_cli.analysis.issued.changed_terms import TargetChange
from pmf_cli.analysis.movement import RatedThen
from pmf_cli.analysis.series.last_year import against_last_year
from pmf_cli.analysis.series.year_end import reported_year
from pmf_cli.analysis.series.year_view import is_taken_together
from pmf_cli.analysis.stretch import StretchTarget, stretch_targets
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import Direction, KpiRating
from pmf_cli.rag.counts import Counts, counts_of
from pmf_cli.register.kpi_filters import distinct, in_framework
from pmf_cli.register.periods.period import Period, PeriodKind, quarter
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import GroupedBy, Polarity, Rag
from pmf_cli.views.audience import Audience, Subject, once_for_audience
from pmf_cli.views.base import (
    Align,
    Block,
    Entry,
    Paragraph,
    Section,
    TableLook,
    TextStyle,
    Tone,
    Words,
    note,
)
from pmf_cli.views.comparison import ratings_moved
from pmf_cli.views.entries import WHOLE, ref_entry, result_ref
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.changes import scope_blocks, target_changes, target_table
from pmf_cli.views.parts.head import report_to
from pmf_cli.views.parts.part import part
from pmf_cli.views.scorecard_entries import (
    aim_entry,
    bare_entry,
    bare_target_entry,
    change_entry,
    earlier_entry,
    latest_entry,
    latest_period_entry,
    name_entry,
    nothing_entry,
    short_rating_entry,
    worst_first,
)
from pmf_cli.views.selection import NO_GROUP, in_groups
from pmf_cli.views.wording import are, counts_line, part_name, per_cent, short_period
from pmf_cli.words import MONTHS, counted, listed, listed_shortly

NO_SHARE = "–"
MOST_NAMED = 12
"""KPIs named in a sentence; the others are counted."""


def framework_subjects(assessment: Assessment, audience: Audience) -> tuple[Subject, ...]:
    """The frameworks in force that have KPIs of the audience, each with these."""
    found = _frameworks(assessment, audience.ratings)
    return tuple(Subject(name, name, name, some) for name, some in found.items())


def _frameworks(
    assessment: Assessment, ratings: Sequence[KpiRating]
) -> dict[str, tuple[KpiRating, ...]]:
    """Framework → its KPIs among some ratings; one may be in several frameworks."""
    register = assessment.register
    found = {}
    for name in distinct(row.framework for row in register.frameworks):
        is_in = in_framework(register, (name,), assessment.period)
        some = tuple(one for one in ratings if is_in is None or is_in(one.kpi))
        if some:
            found[name] = some
    return found


def year_subtitle(assessment: Assessment, audience: Audience) -> str:
    """To whom, and of which framework, where it is about one."""
    told = report_to(assessment, audience)
    return told if audience.subject is None else f"KPIs of {audience.subject.title}. {told}"


@frozen
class MetGroup:
    """KPIs under one name: their ratings at the year's end, and those of the same KPIs the year before."""

    name: str
    counts: Counts
    before: tuple[Rag, ...]
    is_total: bool = False

    @property
    def met(self) -> str:
        """Share of the rated ones that met their targets."""
        return per_cent(self.counts.green, self.counts.rated)

    @property
    def met_before(self) -> str:
        """The same of the year before."""
        return per_cent(sum(rag is Rag.GREEN for rag in self.before), len(self.before))


@part("targets met")
def targets_met_part(assessment: Assessment, audience: Audience) -> Section | None:
    """How many targets were met, this year and the year before: by directorate, priority and framework."""
    groups = met_groups(assessment, audience)
    if not audience.ratings:
        return None
    blocks: list[Block] = [Paragraph(_met_words(assessment, audience))]
    easy = [
        one.rating.kpi.known_as for one in year_lines(assessment, audience) if one.was_no_stretch
    ]
    if easy:
        number = counted(len(easy), "target")
        words = f"{number} asked for no more than was reached the year before: {listed_shortly(easy, MOST_NAMED)}."
        blocks.append(Paragraph(words))
    for name, some in groups.items():
        title = f"Targets met by {name.lower()}"
        fields = (table_column(name, _group_name, 5), *_met_columns(assessment))
        table = table_of(fields, part_name(title), title, some, MET_SUMMARY)
        blocks.append(replace(table, look=TableLook.DENSE))
    if FRAMEWORK in groups:
        blocks.append(
            note("A KPI may stand in several frameworks, or in none; so they do not add up.")
        )
    return Section("Targets met", 1, tuple(blocks))


@part("targets met rows")
def met_rows_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The same as one table, with what the groups are."""
    rows = [(name, one) for name, some in met_groups(assessment, audience).items() for one in some]
    if not rows:
        return None
    fields: tuple[Field[tuple[str, MetGroup]], ...] = (
        table_column("Grouped by", lambda row: row[0], 2),
        table_column("Group", lambda row: _group_name(row[1]), 5),
        *(_of_second(field) for field in _met_columns(assessment)),
    )
    table = table_of(fields, "targets_met", "Targets met", rows, MET_SUMMARY)
    return Section("Targets met", 1, (table,))


def _of_second(field: Field[MetGroup]) -> Field[tuple[str, MetGroup]]:
    return table_column(field.title, lambda row: field.entry(row[1]), field.width, field.align)


FRAMEWORK = "Framework"
MET_SUMMARY = "How many KPIs have which rating, and the share of targets that were met."


@once_for_audience
def met_groups(assessment: Assessment, audience: Audience) -> dict[str, tuple[MetGroup, ...]]:
    """What the audience's KPIs are grouped by → the groups, with all of them last where they add up; not by what is one for all."""
    ratings = audience.ratings
    if not ratings:
        return {}
    grouped = {
        "Directorate": in_groups(assessment, ratings, GroupedBy.DIRECTORATE),
        "Priority": _priorities(assessment, ratings),
        FRAMEWORK: _frameworks(assessment, ratings) if audience.subject is None else {},
    }
    moved = ratings_moved(assessment, audience)
    then: Mapping[str, RatedThen] = {} if moved is None else moved.then.kpis

    def group(name: str, some: Sequence[KpiRating], *, is_total: bool = False) -> MetGroup:
        before = (then[one.kpi.ref].rag for one in some if one.kpi.ref in then)
        return MetGroup(name, counts_of(some), tuple(rag for rag in before if rag), is_total)

    every = group("All", ratings, is_total=True)
    found = {
        by: tuple(group(name, some) for name, some in groups.items())
        for by, groups in grouped.items()
        if len(groups) > (by != FRAMEWORK)
    }
    return {by: rows if by == FRAMEWORK else (*rows, every) for by, rows in found.items()}


def _priorities(
    assessment: Assessment, ratings: Sequence[KpiRating]
) -> dict[str, tuple[KpiRating, ...]]:
    """Ratings by priority; nothing where no KPI serves one."""
    found = in_groups(assessment, ratings, GroupedBy.PLAN_OUTCOME)
    return {} if set(found) == {NO_GROUP[GroupedBy.PLAN_OUTCOME]} else found


def _met_words(assessment: Assessment, audience: Audience) -> str:
    counts, words = counts_of(audience.ratings), assessment.words
    if not counts.rated:
        return "No KPI is rated for this year."
    missed = counts.rated - counts.green
    return (
        f"{counts.green:,} of {counts.rated:,} targets {'was' if counts.green == 1 else 'were'} met; {missed:,} "
        f"{'was' if missed == 1 else 'were'} missed, {counts.red:,} of them {words.red}. "
        f"{counted(counts.unrated, 'KPI')} {are(counts.unrated)} not rated."
    )


def _met_columns(assessment: Assessment) -> Iterator[Field[MetGroup]]:
    number = Align.NUMBER
    yield table_column("KPIs", lambda row: row.counts.in_scope, 1, number)
    for rag in Rag:
        yield table_column(assessment.words[rag], partial(_count, rag), 1.2, number)
    yield table_column("Not rated", lambda row: row.counts.unrated, 1.3, number)
    yield table_column("Targets met", lambda row: Entry(row.met, is_strong=True), 1.6, number)
    yield table_column("Year before", lambda row: row.met_before, 1.6, number)


def _group_name(row: MetGroup) -> Entry:
    return Entry(row.name, tone=Tone.TOTAL if row.is_total else Tone.NONE)


def _count(rag: Rag, row: MetGroup) -> int:
    return row.counts.by_rag[rag]


@frozen
class YearLine:
    """A KPI across the year.

    Attributes:
        group: the directorate under which it stands.
        quarters: the last figure of its own that ends in each quarter; ``None`` without one.
        moved: how the year's figure moved against the year before.
    """

    group: str
    rating: KpiRating
    quarters: tuple[Result | None, ...]
    moved: Direction

    @property
    def kpi(self) -> Kpi:
        """The KPI."""
        return self.rating.kpi

    @property
    def was_no_stretch(self) -> bool:
        """Whether the target asked for no more than was reached the year before (2004 approach, 2.29: past trends)."""
        aim, before = self.rating.aim, self.moved.comparator_value
        asked = None if aim is None else aim.value
        if (
            self.rating.rag is None
            or not isinstance(asked, Decimal)
            or not isinstance(before, Decimal)
        ):
            return False
        if self.kpi.polarity is Polarity.LOWER:
            return before <= asked
        return self.kpi.polarity is Polarity.HIGHER and before >= asked


@once_for_audience
def year_lines(assessment: Assessment, audience: Audience) -> tuple[YearLine, ...]:
    """A line for each of the audience's KPIs, by directorate, the worst first in each."""
    moved = against_last_year(assessment, audience.ratings)
    quarters = _quarters(assessment)
    return tuple(
        YearLine(name, one, _across(assessment, one.kpi, quarters), moved[one.kpi.ref])
        for name, some in in_groups(assessment, audience.ratings, GroupedBy.DIRECTORATE).items()
        for one in sorted(some, key=worst_first)
    )


def _quarters(assessment: Assessment) -> tuple[Period, ...]:
    start = assessment.settings.financial_year_start
    year = reported_year(assessment.period, start)
    return tuple(quarter(year.start.year, number, start) for number in range(1, 5))


def _across(
    assessment: Assessment, kpi: Kpi, quarters: Sequence[Period]
) -> tuple[Result | None, ...]:
    rows = assessment.register.own_results_of(kpi)
    as_of = assessment.as_of
    known = {
        period: row
        for period, row in rows.items()
        if row.value is not None and (row.received_on or period.end) <= as_of
    }

    def newest(within: Period) -> Result | None:
        found = [row for period, row in known.items() if within.contains(period.end)]
        return found[-1] if found else None

    return tuple(map(newest, quarters))


def _year_columns(assessment: Assessment) -> Iterator[Field[YearLine]]:
    start = assessment.settings.financial_year_start
    year = reported_year(assessment.period, start)
    number = Align.NUMBER
    yield table_column("Ref", lambda line: ref_entry(line.kpi), 1.3)
    yield table_column(
        "KPI and unit",
        lambda line: replace(name_entry(line.kpi, with_unit=True), is_strong=True),
        5.8,
    )
    yield table_column("Year before", _year_before, 1.5, number)
    for at, one in enumerate(_quarters(assessment)):
        yield table_column(_months(one), partial(_quarter_entry, at), 1.5, number)
    yield table_column("Year", lambda line: latest_entry(line.rating), 1.6, number, key="result")
    yield table_column("Figure for", lambda line: latest_period_entry(line.rating, year), 1.7)
    yield table_column("Target", lambda line: bare_target_entry(line.rating), 1.6, number)
    yield table_column("Rating", lambda line: short_rating_entry(line.rating), 2.0)
    yield table_column(
        "Against the year before", lambda line: change_entry(line.rating, line.moved), 2.6
    )


def _months(period: Period) -> str:
    """The months of a quarter without their year: ``Apr–Jun``."""
    return f"{MONTHS[period.start.month - 1]}–{MONTHS[period.end.month - 1]}"


def _year_before(line: YearLine) -> Entry:
    value = line.moved.comparator_value
    if value is None:
        return nothing_entry()
    return replace(bare_entry(value, line.kpi, line.moved.comparator_where), tone=Tone.MUTED)


def _quarter_entry(at: int, line: YearLine) -> Entry:
    return earlier_entry(line.kpi, line.quarters[at])


WITHOUT_SOME = "Not from all its periods, since some lack a figure or its denominator"
ACROSS = "Each quarter shows the last figure that ended in it."


@part("across the year")
def across_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """Every KPI once: the year before, the four quarters, the year's figure, target, rating, and how it moved."""
    lines = year_lines(assessment, audience)
    if not lines:
        return ()
    columns = tuple(_year_columns(assessment))
    words = (ACROSS, "▲▼ the figure rose, fell since the year before")
    opening = Section(
        f"Across the year: {assessment.words.red} first in each directorate", 1,
        (note(" · ".join(word.rstrip(".") for word in words)),), page_break=True, is_sideways=True,
    )  # fmt: skip
    return (
        opening,
        *(_across_group(assessment, columns, name, some) for name, some in _grouped(lines)),
    )


def _grouped(lines: Sequence[YearLine]) -> list[tuple[str, list[YearLine]]]:
    found: dict[str, list[YearLine]] = {}
    for line in lines:
        found.setdefault(line.group, []).append(line)
    return list(found.items())


def _across_group(
    assessment: Assessment, columns: Sequence[Field[YearLine]], name: str, lines: Sequence[YearLine]
) -> Section:
    counts = counts_line(counts_of(line.rating for line in lines), assessment.words)
    summary = f"Each KPI of {name} across the year. {counts}."
    table = table_of(columns, part_name("year", name), f"The year: {name}", lines, summary)
    table = replace(table, look=TableLook.DENSE, has_caption=False)
    return Section(name, 2, (note(counts), table), is_sideways=True)


@part("year rows")
def year_rows_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The same as one table, with the directorate and how the year's figure is made."""
    lines = year_lines(assessment, audience)
    if not lines:
        return None
    columns = (
        *_year_columns(assessment),
        table_column("Directorate", lambda line: line.group, 3),
        table_column("How the year’s figure is made", _how_made, 3),
    )
    table = table_of(columns, "year", "Across the year", lines, ACROSS)
    return Section(
        "Year", 1, (replace(table, printed_columns=len(columns) - 2, look=TableLook.DENSE),)
    )


def _how_made(line: YearLine) -> str:
    own = line.rating.result_period
    is_year = own is not None and own.kind is PeriodKind.FINANCIAL_YEAR
    if is_taken_together(line.kpi):
        return str(line.kpi.year_value) if is_year else WITHOUT_SOME
    return "The year’s own figure" if is_year else "Last figure"


@part("kpi set")
def kpi_set_part(assessment: Assessment, audience: Audience) -> Section | None:
    """How many KPIs there were the year before, which are new, which have ended, and how many there are now."""
    moved = ratings_moved(assessment, audience)
    if moved is None:
        return None
    then, now = moved.then.kpis, {one.kpi.ref: one.kpi for one in audience.ratings}
    both = {
        "new": [kpi.known_as for ref, kpi in now.items() if ref not in then],
        "ended": [one.name or ref for ref, one in then.items() if ref not in now],
    }
    changes = {word: names for word, names in both.items() if names}
    if not changes:
        words = f"The same {counted(len(now), 'KPI')} as the year before."
        return Section.saying("The set of KPIs", words, 1)
    told = listed(f"{len(names):,} {word}" for word, names in changes.items())
    words = (
        f"{counted(len(then), 'KPI')} the year before, with {told}, make {len(now):,} this year."
    )
    lines = [
        Paragraph(f"{listed(names)}.", TextStyle.NOTE, label=f"{word.capitalize()}:")
        for word, names in changes.items()
    ]
    return Section("The set of KPIs", 1, (Paragraph(words), *lines))


@part("changes in the year")
def changes_in_year_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Changes of scope in the year; how many targets ask for more and for less, and why those that ask for less do."""
    targets = target_changes(assessment, audience)
    blocks = [*scope_blocks(assessment, audience)]
    if targets:
        easier = [one for one in targets if _asks_for(one) < 0]
        harder = sum(_asks_for(one) > 0 for one in targets)
        others = len(targets) - harder - len(easier)
        told = [
            f"{harder:,} {'asks' if harder == 1 else 'ask'} for more than before",
            f"{len(easier) or 'none'} for less",
        ]
        told += [f"{others:,} changed in another way"] if others else []
        blocks.append(Paragraph(f"{counted(len(targets), 'target')} changed: {listed(told)}."))
        if easier:
            blocks.append(target_table(assessment, audience, easier))
    return Section("Changes to KPIs and targets", 1, tuple(blocks)) if blocks else None


def _asks_for(one: TargetChange) -> int:
    """1 where a target asks for more than the one before, -1 for less; 0 where neither can be said."""
    was, now = one.before.target, one.now.target
    if not isinstance(was, Decimal) or not isinstance(now, Decimal) or was == now:
        return 0
    if one.kpi.polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return 0
    return 1 if (now > was) is (one.kpi.polarity is Polarity.HIGHER) else -1


@part("stretch targets")
def stretch_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Stretch targets, each judged on its own, and the grant that depends on them; left out where there are none."""
    found = stretch_targets(assessment)
    if not found:
        return None
    columns: tuple[Field[StretchTarget], ...] = (
        table_column("KPI and unit", lambda one: replace(name_entry(one.kpi, with_unit=True), is_strong=True), 4),
        table_column("From", lambda one: one.row.from_period and short_period(one.row.from_period), 2.2),
        table_column("Target", lambda one: aim_entry(one.kpi, one.row.target), 1.4, Align.NUMBER),
        table_column("Stretch target", lambda one: aim_entry(one.kpi, one.row.stretch_target), 1.8, Align.NUMBER),
        table_column("Figure", _stretch_figure, 2.4, Align.NUMBER),
        table_column("Of the stretch", _stretch_share, 1.6, Align.NUMBER),
        table_column("Grant", lambda one: _pounds(one.row.payment_at_risk, "None"), 1.8, Align.NUMBER),
        table_column("Earned", _earned, 1.8, Align.NUMBER),
    )  # fmt: skip
    summary = "Each stretch target with its figure and the grant that depends on it."
    table = table_of(columns, "stretch", "Stretch targets", found, summary, has_caption=False)
    told = note(
        "The stretch lies between the target and the stretch target. At least 60% of it must be reached; then the "
        "share reached is paid, at most all of it."
    )
    blocks = (Paragraph(_stretch_words(found)), table, told)
    return Section("Stretch targets and the grant", 1, blocks)


def _stretch_words(found: Sequence[StretchTarget]) -> str:
    over = [one for one in found if one.is_over]
    running = [one for one in found if not one.is_over]
    told = []
    if over:
        all_of, earned = (
            _sum(one.row.payment_at_risk for one in over),
            _sum(one.earned for one in over),
        )
        told.append(f"Of £{all_of:,.0f} that depended on this year, £{earned:,.0f} is earned.")
    if running:
        payment = _sum(one.row.payment_at_risk for one in running)
        told.append(f"£{payment:,.0f} depends on the year that runs on, which is not over.")
    return " ".join(told)


def _sum(amounts: Iterator[Decimal | None]) -> Decimal:
    return sum((one for one in amounts if one is not None), Decimal(0))


def _stretch_figure(one: StretchTarget) -> Entry:
    result = one.result
    if result is None or result.period is None:
        return nothing_entry()
    entry = bare_entry(result.value, one.kpi, result_ref(result))
    return replace(entry, more=(Words(short_period(result.period), is_muted=True),))


def _stretch_share(one: StretchTarget) -> Entry:
    share = one.share
    if share is None:
        return Entry(NO_SHARE)
    whole = (share * 100).quantize(Decimal(1), ROUND_HALF_UP)
    return Entry(f"{whole}%", whole, '0"%"', is_strong=True)


def _earned(one: StretchTarget) -> Entry:
    return _pounds(one.earned, "Not known" if one.is_over else "Not yet known")


def _pounds(amount: Decimal | None, missing: str) -> Entry:
    if amount is None:
        return Entry(missing, tone=Tone.MUTED)
    return Entry(f"£{amount:,.0f}", amount, f'"£"{WHOLE}')
