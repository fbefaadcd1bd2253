"""Entries of a scorecard of one line a KPI: figures whose unit stands beside the name, each in few signs.

What there is not is a word or a dot, never an empty cell; a date that somebody owes is said to be missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmf_cli.findings import CellRef
from pmf_cli.rag.base import Direction, KpiRating, Travel, Unrated, UnratedReason
from pmf_cli.rag.comparators import DOWN, LEVEL, UP
from pmf_cli.rag.target_cells import target_cell
from pmf_cli.register.figures import number, stated_places, unit_in_words, unitless
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import year_earlier
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Commentary, Result, ResultValue
from pmf_cli.register.terms import Rag, TargetType, ValueStatus
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Entry, Tone, Words
from pmf_cli.views.comments import promise_in
from pmf_cli.views.entries import (
    DATE_FORMAT,
    digits_format,
    result_ref,
    text_entry,
    tone_of,
    withheld_entry,
)
from pmf_cli.views.rating_key import is_by_own_tolerance
from pmf_cli.views.service_words import NO_DATE, OFF_TARGET
from pmf_cli.views.wording import brief_month, brief_period
from pmf_cli.words import counted, lower_first, short_day

NOTHING = "·"
"""What stands where there is nothing to say."""
NO_NAME = "No name in the register"
STATUS_MARKS = {
    ValueStatus.PROVISIONAL: "p",
    ValueStatus.ESTIMATED: "e",
    ValueStatus.REVISED: "r",
}
"""What stands in brackets after a figure that is not final."""
FORECAST_MARK, TARGET_MARK, OWN_MARK = "f", "t", "o"
"""What stands in brackets after a figure that is expected, one that is asked for, and a target with a tolerance of
its own."""
SHORT_REASONS = {
    UnratedReason.TRACKER: "Watched",
    UnratedReason.POPULATION_OUTCOME: "No target",
    UnratedReason.TO_BE_AGREED: "To agree",
    UnratedReason.NO_COMPARATOR: "No earlier",
    UnratedReason.NOT_DUE: "Not due",
    UnratedReason.OVERDUE: "Overdue",
    UnratedReason.AWAITING_PUBLICATION: "Awaited",
    UnratedReason.DATA_QUALITY: "In doubt",
    UnratedReason.SUPPRESSED: "Not shown",
    UnratedReason.NOT_APPLICABLE: "No result",
    UnratedReason.DEVELOPMENT: "In making",
    UnratedReason.STALE: "Too old",
    UnratedReason.DEFINITION: "Incomplete",
}
"""The reasons for no rating, where a column is narrow."""
TARGET_WORDS = {
    TargetType.INCREASE: "higher",
    TargetType.DECREASE: "lower",
    TargetType.MAINTAIN: "as before",
    TargetType.TO_BE_AGREED: "not yet",
}
"""What a target without a figure asks for."""
MISSING_FIGURES = (
    UnratedReason.OVERDUE,
    UnratedReason.AWAITING_PUBLICATION,
    UnratedReason.DATA_QUALITY,
)
"""Reasons for which a figure is owed, and so the day on which it will come."""


def nothing_entry(ref: CellRef | None = None) -> Entry:
    """A dot in place of what there is not."""
    return Entry(NOTHING, tone=Tone.MUTED, ref=ref)


def name_entry(kpi: Kpi, *, with_unit: bool) -> Entry:
    """The KPI's short name, its unit in grey after it where neither it nor another column says it."""
    entry = text_entry(kpi.short_name or kpi.name, NO_NAME, kpi.source.at("name"))
    unit = unit_in_words(kpi) if with_unit else ""
    is_said = f" {unit} ".casefold() in f" {entry.text} ".casefold()
    more = (Words(unit, is_muted=True),) if unit and not is_said else ()
    return replace(entry, more=more)


def strong_name_entry(kpi: Kpi) -> Entry:
    """The same with its unit, in bold."""
    return replace(name_entry(kpi, with_unit=True), is_strong=True)


def unit_entry(kpi: Kpi) -> Entry:
    """A KPI's unit in a column of its own; the kind of its figures where it has none."""
    words = unit_in_words(kpi) or (str(kpi.data_type).lower() if kpi.data_type else "")
    return Entry(words or NOTHING)


def bare_entry(
    value: ResultValue | None,
    kpi: Kpi,
    ref: CellRef | None = None,
    *,
    mark: str = "",
    places: int | None = None,
) -> Entry:
    """A figure without its unit, its mark in brackets: ``37.4 (p)``; a number for Excel."""
    if value is None:
        return nothing_entry(ref)
    mark = f" ({mark})" if mark else ""
    if isinstance(value, Decimal):
        shown = kpi.decimal_places if places is None else places
        form = f'{digits_format(shown)}"{mark}"' if mark else digits_format(shown)
        return Entry(f"{number(value, shown)}{mark}", value, form, ref=ref)
    if isinstance(value, date):
        return Entry(f"{short_day(value)}{mark}", value, DATE_FORMAT, ref=ref)
    return Entry(f"{unitless(value, kpi)}{mark}", ref=ref)


def latest_entry(rating: KpiRating) -> Entry:
    """The result rated, else the latest there is."""
    shown = rating.shown
    if shown is None or shown.value is None:
        return withheld_entry(shown) or nothing_entry(result_ref(shown))
    mark = "" if shown.value_status is None else STATUS_MARKS.get(shown.value_status, "")
    entry = bare_entry(shown.value, rating.kpi, result_ref(shown), mark=mark)
    return replace(entry, is_strong=True)


def status_meanings(ratings: Iterable[KpiRating]) -> tuple[str, ...]:
    """What the marks behind the results of some KPIs mean: ``(p) provisional``."""
    used = {one.shown.value_status for one in ratings if one.shown is not None}
    return tuple(
        f"({mark}) {lower_first(str(status))}"
        for status, mark in STATUS_MARKS.items()
        if status in used
    )


def earlier_entry(kpi: Kpi, result: Result | None) -> Entry:
    """An earlier result, in grey."""
    if result is None or result.value is None:
        return withheld_entry(result) or nothing_entry(result_ref(result))
    return replace(bare_entry(result.value, kpi, result_ref(result)), tone=Tone.MUTED)


def shown_period(rating: KpiRating) -> Period | None:
    """The period of the result shown; ``None`` without one."""
    shown = rating.shown
    return None if shown is None or shown.value is None else shown.period


def latest_period_entry(rating: KpiRating, year: Period | None = None) -> Entry:
    """The period of the result shown, in few signs; its year is said where that is not ``year``."""
    period = shown_period(rating)
    return nothing_entry() if period is None else Entry(brief_period(period, year))


def bare_target_entry(rating: KpiRating) -> Entry:
    """The target beside the result without its unit; ``lower`` where a direction alone is asked for."""
    row, aim, ref = rating.beside.row, rating.beside.aim, target_cell(rating)
    asked = None if row is None else row.target_type
    if asked in TARGET_WORDS and (aim is None or aim.value is None):
        return Entry(TARGET_WORDS[asked], ref=ref)
    if aim is None or asked is TargetType.TRACKER:
        return nothing_entry(ref)
    return aim_entry(rating.kpi, aim.value, aim.low, aim.high, ref)


def target_and_tolerance_entry(rating: KpiRating) -> Entry:
    """The same, marked where the KPI is rated by a tolerance of its own and not by the one in the key."""
    entry = bare_target_entry(rating)
    return with_mark(entry, OWN_MARK) if is_by_own_tolerance(rating) else entry


def with_mark(entry: Entry, mark: str) -> Entry:
    """An entry with a mark in brackets after it: ``34 (o)``; a number stays one for Excel."""
    form = f'{entry.number_format}" ({mark})"' if isinstance(entry.value, Decimal) else ""
    return replace(entry, text=f"{entry.text} ({mark})", number_format=form or entry.number_format)


def aim_entry(
    kpi: Kpi,
    value: ResultValue | None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    ref: CellRef | None = None,
) -> Entry:
    """What is asked for, without its unit: a figure with all its decimals, or a range ``28.0–40.0``."""
    if low is not None and high is not None:
        ends = (number(end, stated_places(end, kpi)) for end in (low, high))
        return Entry("–".join(ends), ref=ref)
    places = stated_places(value, kpi) if isinstance(value, Decimal) else None
    return bare_entry(value, kpi, ref, places=places)


def short_rating_entry(rating: KpiRating) -> Entry:
    """The rating's word, or the reason for none in two words."""
    outcome = rating.outcome
    if isinstance(outcome, Unrated):
        return Entry(SHORT_REASONS[outcome.reason], tone=Tone.UNRATED)
    return Entry(outcome.word, tone=tone_of(outcome))


TRAVEL_WORDS = {
    Travel.IMPROVED: "better",
    Travel.WORSENED: "worse",
    Travel.SIMILAR: "similar",
    Travel.ROSE: "",
    Travel.FELL: "",
}
"""What is said of a change; nothing where neither way is better."""


def change_entry(rating: KpiRating, direction: Direction) -> Entry:
    """How far and which way the figure moved, and whether that is better: ``▲ 7 worse``.

    For Excel it is the signed change, whose format says the same.
    """
    if direction.travel is Travel.NOT_KNOWN:
        return nothing_entry(direction.comparator_where)
    change, period = direction.change, direction.comparator_period
    word = TRAVEL_WORDS[direction.travel]
    if change is None:
        return Entry(f"{LEVEL} {'same' if direction.travel is Travel.SIMILAR else word}")
    if change == 0:
        return Entry(f"{LEVEL} same", change, f'"{LEVEL} same"')
    arrow = UP if change > 0 else DOWN
    entry = _moved(rating, direction, change, arrow, word)
    shown = shown_period(rating)
    is_of_last_year = shown is None or period is None or not _lies_further_back(period, shown)
    if is_of_last_year or period is None:
        return entry
    return replace(entry, more=(Words(f"than {period.end.year}", is_muted=True),))


def _moved(
    rating: KpiRating, direction: Direction, change: Decimal, arrow: str, word: str
) -> Entry:
    size = abs(change)
    if isinstance(direction.comparator_value, date):
        return Entry(f"{arrow} {counted(int(size), 'day')} {word}".strip())
    places = rating.kpi.decimal_places
    after = f" {word}" if word else ""
    form = f'"{arrow} "{digits_format(places)}' + (f'"{after}"' if after else "")
    # The second section is for numbers below 0, whose sign the arrow says.
    return Entry(f"{arrow} {number(size, places)}{after}", change, f"{form};{form}")


def _lies_further_back(period: Period, shown: Period) -> bool:
    return period.end < year_earlier(shown).start


def back_entry(rating: KpiRating, comments: Sequence[Commentary], as_of: date) -> Entry:
    """When the result is expected back on target, or when the figure comes that is not here."""
    if rating.rag in OFF_TARGET:
        promise = promise_in(comments)
        back = None if promise is None else promise.back_on_target
        end = back.end if isinstance(back, Period) else back
        if end is None:
            return Entry(NO_DATE, is_strong=True)
        return Entry(brief_month(end), more=(Words("passed"),) if end < as_of else ())
    reason = rating.outcome.reason if isinstance(rating.outcome, Unrated) else None
    if reason is UnratedReason.NOT_DUE or reason in MISSING_FIGURES:
        return _due_entry(rating.next_due, as_of)
    return nothing_entry()


def _due_entry(due: date | None, as_of: date) -> Entry:
    """The month in which a figure comes, with its year."""
    if due is None or due < as_of:
        return Entry(NO_DATE, is_strong=True)
    return Entry(f"due {brief_month(due)}")


def worst_first(rating: KpiRating) -> tuple[int, str]:
    """Red, Amber, Green, then those not rated; by reference within each."""
    return (len(Rag) if rating.rag is None else rating.rag.rank, rating.kpi.ref)


def off_target_of(audience: Audience) -> tuple[KpiRating, ...]:
    """An audience's KPIs that are off target, the worst first."""
    rows = (one for one in audience.ratings if one.rag in OFF_TARGET)
    return tuple(sorted(rows, key=worst_first))
