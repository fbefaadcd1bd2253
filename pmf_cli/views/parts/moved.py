"""The second page: what moved, what to worry about, what is not known; each against one named comparison.

Ratings and figures of a table are compared with one and the same time, that of the body's last paper: a
figure may be better than last quarter's and worse than last year's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from pmf_cli.analysis.issued.rating_changes import RatingChange
from pmf_cli.analysis.movement import MovedKpi, RatedThen, RatingsMoved
from pmf_cli.analysis.series.last_year import against_last_year
from pmf_cli.analysis.series.red_runs import RedRun
from pmf_cli.analysis.signals import Variation
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import Direction, KpiRating, Rating, Unrated, UnratedReason
from pmf_cli.rag.comparators import moves_with_the_year
from pmf_cli.register.figures import figure, unitless
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result, ResultValue
from pmf_cli.register.terms import DataType, NoDataReason, Polarity, Rag, TimeBasis
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import (
    Align,
    Block,
    Entry,
    Paragraph,
    Plain,
    Section,
    SideBySide,
    Table,
    TableLook,
    TextStyle,
    Tone,
    Words,
    lead,
    note,
)
from pmf_cli.views.comparison import ratings_moved, reds_of, signals_of
from pmf_cli.views.entries import DATE_FORMAT, TONES
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.one_sentence import is_unmoved
from pmf_cli.views.parts.front import page_entry
from pmf_cli.views.parts.part import part
from pmf_cli.views.rating_key import not_by_the_key, short_key
from pmf_cli.views.references import short_post
from pmf_cli.views.scorecard_entries import (
    OWN_MARK,
    latest_entry,
    name_entry,
    target_and_tolerance_entry,
)
from pmf_cli.views.service_words import NO_DATE, back_on_target
from pmf_cli.views.wording import number_in_words, one_line, period_title, short_period
from pmf_cli.words import counted, day_in_words, listed, lower_first

HEADING = "What moved, what to worry about, what is not known"
ALONE = "What moved"
"""The heading where neither the Reds nor the missing figures follow."""
MOST_STILL_GREEN = 6
"""KPIs that are as good as before with a worse figure, the worst first."""
MOST_NAMED = 12
"""KPIs named in a sentence; of more the number is said."""


@part("moved")
def moved_part(assessment: Assessment, audience: Audience) -> Section:
    """Ratings that fell and rose beside each other, against the last paper to the body, else the quarter before."""
    return _moved_section(assessment, audience, HEADING)


@part("moved alone")
def moved_alone_part(assessment: Assessment, audience: Audience) -> Section:
    """The same where neither Reds nor missing figures are listed below: whatever has no rating now is named."""
    return _moved_section(assessment, audience, ALONE)


def _moved_section(assessment: Assessment, audience: Audience, heading: str) -> Section:
    moved = ratings_moved(assessment, audience)
    if moved is None:
        words = "These KPIs have no ratings of an earlier period to compare with."
        return Section(heading, 1, (lead(words),), page_break=True)
    years = _since_last_year(assessment, moved)
    as_usual = {
        one.kpi.ref
        for one in signals_of(assessment, audience)
        if one.is_telling and one.variation is not Variation.WORSENING
    }
    still = still_green(moved, years, as_usual)
    if is_unmoved(moved) and not still:
        words = f"No rating has moved since {period_title(moved.then.period)}."
        return Section(heading, 1, (lead(words),), page_break=True)
    blocks: list[Block] = [
        lead(_compared(moved, years)),
        *_beside(_worse(assessment, moved, years, still), _better(assessment, moved, years)),
        *_not_comparable(assessment, moved, is_missing_below=heading == HEADING),
        _key(assessment, audience),
    ]
    return Section(heading, 1, tuple(blocks), page_break=True)


YEAR_MARK = "y"
"""What stands in brackets after the figure of the same time last year."""
LastYear = Mapping[str, Direction]
"""KPI reference → how its figure moved since last year; of KPIs that the time of year moves."""


def _since_last_year(assessment: Assessment, moved: RatingsMoved) -> LastYear:
    now = (one.now for one in moved.kpis if one.now is not None)
    return against_last_year(assessment, [one for one in now if moves_with_the_year(one.kpi)])


def _beside(left: tuple[Plain, ...], right: tuple[Plain, ...]) -> tuple[Block, ...]:
    """What fell beside what rose; one under the other where one of them is but a sentence."""
    both = all(any(isinstance(one, Table) for one in side) for side in (left, right))
    return (SideBySide(left, right),) if both else (*left, *right)


def _key(assessment: Assessment, audience: Audience) -> Paragraph:
    """What the ratings mean here, on one line."""
    told = short_key(assessment, audience.ratings)
    line = "; ".join(f"{assessment.words[rag]} {words}" for rag, words in told.items())
    others = not_by_the_key(assessment, audience.ratings, OWN_MARK)
    return Paragraph(f"{line}. {others}".rstrip(), TextStyle.NOTE, label="Key:")


def _compared(moved: RatingsMoved, years: LastYear) -> str:
    paper = moved.then.paper
    on = None if paper is None else paper.meeting_on or paper.issued_on
    told = f", the paper of {day_in_words(on)}" if on is not None else ""
    seasonal = f"; of seasonal KPIs the figure a year before ({YEAR_MARK})" if years else ""
    return f"Ratings and figures against {period_title(moved.then.period)}{told}{seasonal}."


def _worse(
    assessment: Assessment, moved: RatingsMoved, years: LastYear, still: Sequence[MovedKpi]
) -> tuple[Plain, ...]:
    word = assessment.words.green
    table = _moves_table("Worse", moved.fell, years, assessment, "No rating fell.")
    blocks: list[Plain] = [table]
    if still:
        title = f"Still {word}, but a worse figure"
        fields: tuple[Field[MovedKpi], ...] = (
            table_column("KPI", _moved_name, 5.0),
            table_column("Figure", lambda one: _figures(one, years), 3.1, Align.NUMBER),
        )
        table = table_of(
            fields,
            "still_green",
            title,
            still[:MOST_STILL_GREEN],
            f"{title}, worst first.",
            look=TableLook.DENSE,
        )
        blocks.append(table)
        if len(still) > MOST_STILL_GREEN:
            blocks.append(note(f"And {len(still) - MOST_STILL_GREEN:,} more, by less."))
    seasonal = sum(one.ref in years for one in _green_as_before(moved))
    if seasonal and not any(one.ref in years for one in still):
        blocks.append(note(f"Of {counted(seasonal, 'seasonal KPI')} still {word}, none is worse."))
    return tuple(blocks)


def _better(assessment: Assessment, moved: RatingsMoved, years: LastYear) -> tuple[Plain, ...]:
    return (_moves_table("Better", moved.rose, years, assessment, "No rating rose."),)


def _moves_table(
    title: str, moves: Sequence[MovedKpi], years: LastYear, assessment: Assessment, none: str
) -> Plain:
    if not moves:
        return Paragraph(none, TextStyle.NOTE, label=f"{title}:")
    fields: tuple[Field[MovedKpi], ...] = (
        table_column(title, _moved_name, 9.7),
        table_column("Figure", lambda one: _rating_figures(one, years), 6.2, Align.NUMBER),
        table_column("Rating", lambda one: _ratings(one, assessment), 9.6),
    )
    summary = f"KPIs whose rating is {title.lower()}, with the figure and the rating then and now."
    return table_of(
        fields,
        f"ratings_{title}".lower(),
        f"Ratings that are {title.lower()}",
        moves,
        summary,
        look=TableLook.DENSE,
        has_caption=False,
    )


def _moved_name(one: MovedKpi) -> Entry:
    assert one.now is not None
    return Entry(one.now.kpi.known_as, ref=one.now.kpi.source.at("ref"))


def _ratings(one: MovedKpi, assessment: Assessment) -> Entry:
    """From which rating to which: ``Green to Red``."""
    then, now = (place.rag for place in one.places)
    assert then is not None
    assert now is not None
    words = assessment.words
    return Entry(f"{words[then]} to", more=(Words(words[now], tone=TONES[now]),))


def _rating_figures(one: MovedKpi, years: LastYear) -> Entry:
    """The figures that the two ratings are of; of those that add up over a year, what they mean for the target.

    A busy December after September is no growth: beside figures that follow the year stands that of last year.
    """
    if one.now is not None and one.now.kpi.time_basis is TimeBasis.CUMULATIVE:
        return Entry(_against_target(one))
    entry = _figures(one, {})
    last = unitless(_value_before(one, years), one.now.kpi) if one.now and one.ref in years else ""
    return Entry(f"{entry.text}; {last} ({YEAR_MARK})") if last else entry


def _figures(one: MovedKpi, years: LastYear) -> Entry:
    """From which figure to which, of a seasonal KPI from that of the same time last year."""
    now = one.now
    if one.then is None or now is None or now.shown is None:
        return Entry("–", tone=Tone.MUTED)
    value = _value_before(one, years)
    before, after = (unitless(figure, now.kpi) for figure in (value, now.shown.value))
    if not before or not after:
        return Entry(after or "–")
    return Entry(_step(before, after, is_year=one.ref in years))


def _step(before: str, after: str, *, is_year: bool) -> str:
    if before == after:
        return f"{after}, as {'a year ' if is_year else ''}before"
    return f"{before}{f' ({YEAR_MARK})' if is_year else ''} to {after}"


def _value_before(one: MovedKpi, years: LastYear) -> ResultValue | None:
    """The figure that the one of now is compared with."""
    if one.ref in years:
        return years[one.ref].comparator_value
    return None if one.then is None else one.then.value


def _against_target(one: MovedKpi) -> str:
    then, now = one.places
    if now.rag is Rag.GREEN:
        return "target met"
    if then.rag is Rag.GREEN:
        return "off target"
    return "nearer target" if one.change is RatingChange.UP else "further off"


def _green_as_before(moved: RatingsMoved) -> tuple[MovedKpi, ...]:
    same = moved.of(RatingChange.SAME)
    return tuple(one for one in same if one.now is not None and one.now.rag is Rag.GREEN)


def still_green(
    moved: RatingsMoved, years: LastYear, as_usual: Collection[str]
) -> tuple[MovedKpi, ...]:
    """KPIs that are Green as before while their figure is worse, the worst first.

    Figures that rise and fall within each year whatever is done are compared with the same time last year.

    Args:
        as_usual: references of KPIs of whose figures it can be told that they do not worsen beyond chance: a step
            down is no news of them.
    """
    found = [
        (worse, one)
        for one in _green_as_before(moved)
        if one.ref not in as_usual and (worse := _worse_by(one, years)) > 0
    ]
    return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0]))


def _worse_by(one: MovedKpi, years: LastYear) -> Decimal:
    """By what share of the figure before it is worse now; 0 where it is not, or no way is better."""
    now = one.now
    if now is None:
        return Decimal(0)
    before, after = _value_before(one, years), now.shown.number if now.shown is not None else None
    if not isinstance(before, Decimal) or after is None or _is_as_printed(before, after, now.kpi):
        return Decimal(0)
    ways: dict[Polarity | None, Decimal] = {
        Polarity.LOWER: after - before,
        Polarity.HIGHER: before - after,
    }
    return ways.get(now.kpi.polarity, Decimal(0)) / abs(before or Decimal(1))


def _is_as_printed(before: ResultValue, after: ResultValue, kpi: Kpi) -> bool:
    return unitless(before, kpi) == unitless(after, kpi)


def _not_comparable(
    assessment: Assessment, moved: RatingsMoved, *, is_missing_below: bool
) -> Iterator[Plain]:
    """KPIs that have a rating at one time only."""
    grades = {one.ref: words for one in moved.kpis if (words := _grades(one))}

    def now(change: RatingChange) -> list[KpiRating]:
        return [one.now for one in moved.of(change) if one.now is not None]

    came = [*now(RatingChange.NOW_RATED), *(one for one in now(RatingChange.ENTERED) if one.rag)]
    gone = now(RatingChange.NO_LONGER)
    ended = [one.then for one in moved.of(RatingChange.LEFT) if one.then is not None]
    told = {
        "Rated now, not then:": _named(came, grades) if came else "",
        "Rated then, not now:": _no_longer(gone, is_missing_below=is_missing_below) if gone else "",
        "No longer reported:": _ended(ended) if ended else "",
    }
    for label, words in told.items():
        if words:
            yield Paragraph(words, TextStyle.NOTE, label=label)


def _grades(one: MovedKpi) -> str:
    """From which grade in words to which a KPI went, whose old grade may have had no rating; else empty."""
    then, now = one.then, one.now
    shown = None if now is None else now.shown
    if then is None or shown is None:
        return ""
    before, after = then.value, shown.value
    if not isinstance(before, str) or not isinstance(after, str) or before == after:
        return ""
    return f"{before}, now {after}"


def _named(ratings: Sequence[KpiRating], grades: Mapping[str, str]) -> str:
    """KPIs by name with their ratings, said once where all have the same."""
    rated = [(one, one.outcome.word) for one in ratings if isinstance(one.outcome, Rating)]
    words = {word for _, word in rated}
    if len(ratings) > MOST_NAMED:
        return f"{counted(len(ratings), 'KPI')}; the scorecard shows them."
    if len(words) == 1:
        word = words.pop()
        all_of = f"all {word}" if len(ratings) > 1 else word
        return f"{listed(_with_grades(one, grades) for one in ratings)} ({all_of})."
    return f"{listed(f'{_with_grades(one, grades)} ({word})' for one, word in rated)}."


def _with_grades(rating: KpiRating, grades: Mapping[str, str]) -> str:
    words = grades.get(rating.kpi.ref)
    return rating.kpi.known_as if words is None else f"{rating.kpi.known_as} (before: {words})"


def _no_longer(ratings: Sequence[KpiRating], *, is_missing_below: bool) -> str:
    """Those among the missing figures by their number where these are listed below, the others with the reason."""
    others = [one for one in ratings if not (is_missing_below and is_missing(one))]
    missing = len(ratings) - len(others)
    told = []
    if missing:
        told.append(f"{number_in_words(missing)} of the missing figures below")
    if len(others) > MOST_NAMED:
        told.append(f"{counted(len(others), 'other KPI')}")
    else:
        told += [f"{one.kpi.known_as} ({lower_first(_reason(one))})" for one in others]
    return f"{listed(told)}."


def _reason(rating: KpiRating) -> str:
    outcome = rating.outcome
    return str(outcome.reason) if isinstance(outcome, Unrated) else ""


def _ended(kpis: Sequence[RatedThen]) -> str:
    if len(kpis) > MOST_NAMED:
        return f"{counted(len(kpis), 'KPI')}."
    return f"{listed(one.name or one.kpi_ref for one in kpis)}."


@part("reds")
def reds_part(assessment: Assessment, audience: Audience) -> Section:
    """Every Red KPI, the longest Red first: figure, months, recovery, owner, the risk it feeds and its page."""
    runs, word = reds_of(assessment, audience), assessment.words.red
    if not runs:
        return Section.saying(f"No KPI is {word}", f"None of these KPIs is {word}.", 2)
    heading = _reds_heading(len(runs), word)
    links = _risks_by_kpi(assessment)
    fields: tuple[Field[RedRun], ...] = (
        table_column("KPI, unit", lambda run: _with_unit(run.rating.kpi), 4.1),
        table_column("Result", lambda run: latest_entry(run.rating), 1.65, Align.NUMBER),
        table_column("Target", lambda run: target_and_tolerance_entry(run.rating), 1.5, Align.NUMBER),
        table_column(f"{word} for", lambda run: Entry(run.length), 1.82),
        table_column("Back on target", lambda run: back_on_target(assessment, audience, run.rating), 2.37),
        table_column("Owner", lambda run: short_post(assessment.register, run.rating.kpi) or Entry("–", tone=Tone.MUTED), 3.35),
        table_column("Risk", lambda run: _risk_entry(links, run.rating.kpi), 1.25),
        table_column("Page", lambda run: page_entry(assessment, audience, run.rating), 0.95, Align.NUMBER),
    )  # fmt: skip
    table = table_of(
        fields,
        "reds",
        heading,
        runs,
        f"Every KPI that is {word}, the longest first.",
        look=TableLook.DENSE,
        has_caption=False,
    )
    return Section(heading, 2, (table,))


def _with_unit(kpi: Kpi) -> Entry:
    """A KPI's short name with its unit, where that is no mere count of what the name says."""
    return name_entry(kpi, with_unit=kpi.data_type is not DataType.NUMBER)


def _reds_heading(number: int, word: str) -> str:
    return f"The one {word}" if number == 1 else f"All {number:,} {word}s, the longest first"


def _risks_by_kpi(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for link in assessment.register.risk_links:
        if link.kpi_ref:
            found.setdefault(link.kpi_ref, []).append(link.risk_ref)
    return {ref: tuple(dict.fromkeys(refs)) for ref, refs in found.items()}


def _risk_entry(links: dict[str, tuple[str, ...]], kpi: Kpi) -> Entry:
    refs = links.get(kpi.ref, ())
    return Entry(", ".join(refs)) if refs else Entry("–", tone=Tone.MUTED)


MISSING = (
    UnratedReason.OVERDUE,
    UnratedReason.AWAITING_PUBLICATION,
    UnratedReason.DATA_QUALITY,
    UnratedReason.SUPPRESSED,
    UnratedReason.STALE,
)
"""Reasons for which a figure that should be there is not."""


def is_missing(rating: KpiRating) -> bool:
    """Whether a figure that should be there is not."""
    return isinstance(rating.outcome, Unrated) and rating.outcome.reason in MISSING


@part("missing")
def missing_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The figures that should be there and are not: why, and when they will come."""
    rows = [one for one in audience.ratings if is_missing(one)]
    if not rows:
        return None
    number = number_in_words(len(rows))
    verb = "figure is" if len(rows) == 1 else "figures are"
    heading = f"{number[0].upper()}{number[1:]} {verb} missing"
    moved = ratings_moved(assessment, audience)
    fields: tuple[Field[KpiRating], ...] = (
        table_column("KPI", lambda one: _missing_name(assessment, one, moved), 3.0),
        table_column("Why", lambda one: why_missing(assessment, one), 4.2),
        table_column("Expected", lambda one: _expected(assessment, one), 1.7),
    )  # fmt: skip
    order = list(MISSING)
    rows.sort(
        key=lambda one: order.index(one.outcome.reason) if isinstance(one.outcome, Unrated) else 0
    )
    table = table_of(
        fields,
        "missing",
        heading,
        rows,
        "Figures that are missing, why, and when they will come.",
        look=TableLook.DENSE,
        has_caption=False,
    )
    return Section(heading, 2, (table,))


def missing_row(assessment: Assessment, rating: KpiRating) -> Result | None:
    """The record's row of the period whose figure is missing; ``None`` where it has none."""
    period = rating.result_period
    rows = assessment.register.results_of(rating.kpi.ref, rating.split)
    return None if period is None else rows.get(period)


def why_missing(assessment: Assessment, rating: KpiRating) -> str:
    """Why a figure is missing: the reason, and the first words of the note beside it."""
    row, reason = missing_row(assessment, rating), _reason(rating)
    if reason == UnratedReason.SUPPRESSED:
        return WHY_MISSING[UnratedReason.SUPPRESSED]
    is_other = row is not None and row.no_data_reason is NoDataReason.NOT_COMPARABLE
    words = "Not comparable" if is_other else WHY_MISSING.get(UnratedReason(reason), reason)
    noted = one_line(row.note).split(". ")[0].rstrip(".") if row is not None else ""
    if noted and reason == UnratedReason.DATA_QUALITY:
        return f"{words}: {lower_first(noted)}" if is_other else noted
    is_late = reason in (UnratedReason.OVERDUE, UnratedReason.STALE)
    return f"{words}{_latest_figure(rating) if is_late else ''}"


def _latest_figure(rating: KpiRating) -> str:
    """What the last figure was, of which time: ``; Q2 2024/25 was 4.1``."""
    latest = rating.latest
    if latest is None or latest.value is None or latest.period is None:
        return ""
    return f"; {short_period(latest.period)} was {figure(latest.value, rating.kpi)}"


WHY_MISSING = {
    UnratedReason.OVERDUE: "Return overdue",
    UnratedReason.AWAITING_PUBLICATION: "National figure not yet published",
    UnratedReason.DATA_QUALITY: "Data quality problem",
    UnratedReason.SUPPRESSED: "Not shown: few people, or not for publication",
    UnratedReason.STALE: "Latest figure too old",
}
"""Why a figure is missing, in few words."""


def _missing_name(assessment: Assessment, rating: KpiRating, moved: RatingsMoved | None) -> Entry:
    """A KPI's name, the period whose figure is missing where it is another, and that it was Red."""
    kpi, period = rating.kpi, rating.result_period
    is_usual = period is None or period == assessment.period
    more = () if is_usual or period is None else (Words(short_period(period), is_muted=True),)
    if moved is not None and moved.rag_then(kpi.ref) is Rag.RED:
        then = f"{assessment.words.red} in {short_period(moved.then.period)}"
        more = (*more, Words(then, tone=Tone.RED))
    return Entry(kpi.known_as, ref=kpi.source.at("ref"), more=more)


def expected_on(assessment: Assessment, rating: KpiRating) -> date | None:
    """The day on which a missing figure will come; ``None`` where nobody has said."""
    row = missing_row(assessment, rating)
    due = rating.next_due if _reason(rating) == UnratedReason.AWAITING_PUBLICATION else None
    return row.expected_by if row is not None and row.expected_by is not None else due


def _expected(assessment: Assessment, rating: KpiRating) -> Entry:
    """When the figure will come; bold where nobody has said."""
    if _reason(rating) == UnratedReason.SUPPRESSED:
        return Entry("–", tone=Tone.MUTED)
    on = expected_on(assessment, rating)
    if on is None:
        return Entry(NO_DATE, is_strong=True)
    passed = (Words("date has passed", is_muted=True),) if on < assessment.as_of else ()
    return Entry(day_in_words(on), on, DATE_FORMAT, more=passed)
