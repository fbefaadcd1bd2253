"""What a draft assumes of KPIs of which a scorecard does not say which way is better, or whether they are financial."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from pmf_cli.importing.column_meanings import YEARS
from pmf_cli.importing.context import COVER
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.guesses import Guess, Sureness, Topic
from pmf_cli.importing.mapping import TARGET_KIND, YEARS_TARGET
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.register.assumption import PROFILE, Assumption
from pmf_cli.register.periods.period import FINANCIAL_START, Period, PeriodKind
from pmf_cli.register.periods.steps import year_earlier
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import columns_of
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import (
    CommentaryKind,
    ComparatorRule,
    DataType,
    Frequency,
    Polarity,
    Profile,
    Rag,
    TargetType,
    TimeBasis,
    YearValue,
)
from pmf_cli.words import yes_or_no

# Words of English performance indicators; what they measure should be small.
_LOWER = re.compile(
    r"\b(?:days?|hours?|minutes?|weeks?|time) (?:taken |lost |to|from|for|between|in b&b)|\baverage (?:time|days)"
    r"|\b(?:complaints?|missed|absence|sickness|turnover|vacan\w+|arrears|overspend\w*|overdue|backlog|delayed|late"
    r"|crimes?|burglar\w+|offences|anti-social|deaths?|killed|injur\w+|accidents?|landfill|residual waste|emissions"
    r"|fly[ -]?tip\w*|litter|homeless\w*|temporary accommodation|b&b|void\w*|re-?let|re-?lets?|neet|in care"
    r"|permanent admissions|re-?admissions|unemploy\w+|poverty|obes\w+|smok\w+|excluded|exclusions|absent\w*"
    r"|lost calls|abandoned|errors?|fraud|debts?|write-?offs?|cost(?:s)? (?:of|per)|unit cost|variance|breaches"
    r"|rough sleep\w*|evict\w+|outages?|downtime|pot ?holes|defects|pollut\w+|nitrogen)\b",
    re.I,
)
_HIGHER = re.compile(
    r"\b(?:in time|on time|on target|within (?:\d+|a|one|two|three|four|five|target)\b"
    r"|(?:answered|completed|determined|decided|removed|cleared|fixed|resolved|paid|processed|answered|emptied"
    r"|dealt with|assessed) (?:in|within|on)|satisf\w+|collect(?:ed|ion)|recycl\w+|compost\w+|attendance|visit\w*"
    r"|built|delivered|prevented|uptime|availability|complian\w+|good or outstanding|employ(?:ed|ment)|achiev\w+"
    r"|attainment|pass(?:ed|es)?|supported|independen\w+|participat\w+|take-?up|engag\w+|feel safe|income|savings?"
    r"|passengers|footfall|learners|starts|completions|occupancy|quality|solved|detect(?:ed|ions?)|clear(?:ance|[ -]up))\b",
    re.I,
)
# What was done in time should be much, whatever it was done about: "complaints answered in 10 days".
_DONE = re.compile(
    r"\b(?:answered|completed|determined|decided|removed|cleared|fixed|resolved|paid|processed|emptied|dealt with|assessed"
    r"|responded(?: to)?|issued|acknowledged|seen|repaired|re-?let|made|held|reviewed)\s(?:in|within|on|by)\b",
    re.I,
)
# What comes again, or is lacking, should be little, though the rest of the name sounds well.
_AGAIN = re.compile(
    r"\bre-?(?:referrals?|referred|offend\w*|admi\w+)\b|\bneets?\b|\bnot in (?:education|employment|work)\b|\brepeat\w*"
    r"|\b(?:of|after) a (?:previous|prior|first)\b|\bunemploy\w*|\bsecond or subsequent\b",
    re.I,
)
_FINANCIAL = re.compile(
    r"£|\b(?:budget|spend\w*|expenditure|income|savings?|debts?|arrears|council tax|business rates|nndr|rents?"
    r"|invoices?|reserves?|borrowing|revenue|capital programme|overspend\w*|underspend\w*|general fund|collect\w* of)\b",
    re.I,
)
# Of the money itself; "invoices paid on time" is about work.
_PLAINLY = re.compile(
    r"£|\b(?:budget|council tax|business rates|nndr|rents?|arrears|expenditure|overspend\w*|underspend\w*|capital programme"
    r"|general fund)\b",
    re.I,
)
# What runs up through a year, beside figures that do.
_RUNNING = re.compile(
    r"\b(?:collect(?:ed|ion)|spend\w*|spent|lost|complet(?:ed|ions)|delivered|built|savings?|income|receipts?|starts)\b",
    re.I,
)
_BY_FIGURES = "its figures only rise through the year, each far above the one before"
_PARTS = {Frequency.MONTHLY: 12, Frequency.QUARTERLY: 4, Frequency.SIX_MONTHLY: 2}
_ADDING_UP = (DataType.NUMBER, DataType.MONEY)
_COUNTED = re.compile(r"\b(?:number of|no\. of|incidents?|total|volume)\b", re.I)
_NEARLY = Decimal("1.2")
"""Times the largest figure of a part up to which a year's target is plainly one for each part."""
_PLAIN = Decimal("0.6")
"""Share of the parts of a year, at the size of the largest, that a target for the year is at least worth."""
_TO_DATE = re.compile(r"\b(?:cumulative|in[- ]year|year to date|ytd|so far)\b", re.I)
_SNAPSHOT = re.compile(
    r"\b(?:households in|people in|children in|in temporary|in care|at (?:the )?end|as at|on the (?:list|register)"
    r"|caseload|waiting list|vacan\w+|balances?|headcount|number of empty)\b",
    re.I,
)
_WITH_A_FIGURE = (TargetType.VALUE, TargetType.RANGE)
_FEWEST = 3
_SHARE = Decimal("0.4")
_UNSURE_NAME = "by its words alone:"
"""Begins the reason of a polarity that somebody should look at."""
_LAST = "most indicators are; nothing in the scorecard says otherwise"


def assumptions_of(plan: ImportPlan) -> tuple[Assumption, ...]:
    """Everything assumed: the blanks of KPIs that stop a rating, then the doubtful readings."""
    facts = [one for kpi in plan.kpis for one in _of_kpi(kpi, plan)]
    likely = sorted(
        filter(_is_worth_a_look, plan.guesses), key=lambda one: one.topic is Topic.SHEET
    )
    return (*facts, *map(_of_doubt, (*plan.doubts, *likely)))


def _is_worth_a_look(guess: Guess) -> bool:
    """Whether a guess that is no doubt is listed all the same: earlier results, and a time from another tab."""
    if guess.topic is Topic.HEADING:
        is_open = guess.sure is not Sureness.SETTLED
        return is_open and guess.meaning == ScorecardField.EARLIER
    is_likely = guess.topic is Topic.SHEET and guess.sure is Sureness.LIKELY
    return is_likely and guess.why.startswith(COVER)


def _of_kpi(kpi: Kpi, plan: ImportPlan) -> Iterator[Assumption]:
    if kpi.polarity is None:
        polarity, why = guessed_polarity(kpi, plan)
        # Without a figure nothing is rated, so that the guess can wait.
        is_open = why == _LAST or why.startswith(_UNSURE_NAME)
        is_weak = is_open and kpi.ref in plan.measured
        yield _fact(kpi, "polarity", polarity, why, is_weak=is_weak)
    if kpi.financial is None:
        is_money, why = guessed_financial(kpi)
        yield _fact(
            kpi, "financial", is_money, why, is_weak=is_money and not _is_plainly_money(kpi)
        )
    yield from _of_time(kpi, plan)


def _of_time(kpi: Kpi, plan: ImportPlan) -> Iterator[Assumption]:
    """What is assumed of the time that a KPI's figures are for, and of what hangs on it."""
    of_year = _has_target_of_year(kpi, plan)
    guessed, why = guessed_time_basis(kpi, plan)
    basis = kpi.time_basis or guessed
    if kpi.time_basis is None and (of_year or basis is not TimeBasis.WITHIN):
        # Three figures that run up, of something that is collected or spent, leave little doubt.
        is_plain = _only_rises(kpi, plan, _FEWEST) and _RUNNING.search(kpi.name or "") is not None
        is_weak = (
            basis is TimeBasis.CUMULATIVE
            and not is_plain
            and _TO_DATE.search(kpi.name or "") is None
        )
        yield _fact(kpi, "time_basis", basis, why, is_weak=is_weak)
    if of_year:
        yield from _of_years_target(kpi, basis, plan)
    if kpi.comparator is None:
        yield from _of_comparator(kpi, basis, plan)


def _of_years_target(kpi: Kpi, basis: TimeBasis, plan: ImportPlan) -> Iterator[Assumption]:
    profile, why = guessed_profile(kpi, basis, plan)
    is_weak = _is_open_profile(kpi, profile, basis, plan)
    yield _fact(kpi, PROFILE, profile, why, is_weak=is_weak)
    if kpi.year_value is None and profile is Profile.EVEN and basis is TimeBasis.WITHIN:
        yield _fact(kpi, "year_value", YearValue.SUM, why, is_weak=False)


def _of_comparator(kpi: Kpi, basis: TimeBasis, plan: ImportPlan) -> Iterator[Assumption]:
    """What a target without a figure, "reduce", is held against: asked of no other KPI."""
    targets = (row.target_type for row in plan.targets if row.kpi_ref == kpi.ref)
    if not any(kind is not None and kind.is_direction for kind in targets):
        return
    rule, why = guessed_comparator(kpi, basis, plan)
    if rule is not None:
        is_weak = rule is not ComparatorRule.SAME_PERIOD_LAST_YEAR
        yield _fact(kpi, "comparator", rule, why, is_weak=is_weak)


def guessed_comparator(
    kpi: Kpi, basis: TimeBasis, plan: ImportPlan
) -> tuple[ComparatorRule | None, str]:
    """What a result is compared with, by the earlier figures that the scorecard itself holds."""
    held = {
        row.period
        for row in plan.results
        if row.kpi_ref == kpi.ref and row.value is not None and row.period is not None
    }
    years = {one for one in held if one.kind in YEARS}
    own = sorted((held - years) or held)
    if not own:
        return None, ""
    newest = own[-1]
    if year_earlier(newest) in held:
        why = f"the scorecard has the figure of {year_earlier(newest)}"
        return ComparatorRule.SAME_PERIOD_LAST_YEAR, why
    if len(own) > 1 and newest not in years and basis is not TimeBasis.CUMULATIVE:
        why = (
            f"the scorecard has the figure of {own[-2]}, and none of the same period a year before"
        )
        return ComparatorRule.PREVIOUS_PERIOD, why
    return _by_longer_memory(kpi, has_year=bool(years - {newest}))


def _by_longer_memory(kpi: Kpi, *, has_year: bool) -> tuple[ComparatorRule | None, str]:
    """The comparator where only a baseline or a year's outturn stands beside the newest figure."""
    if kpi.baseline_value is not None or kpi.baseline_period is not None:
        return ComparatorRule.FIXED_BASELINE, "the scorecard prints a baseline"
    if has_year:
        return ComparatorRule.PREVIOUS_YEAR, "the scorecard has the figure of a year before"
    return None, ""


def _fact(kpi: Kpi, field: str, value: object, why: str, *, is_weak: bool) -> Assumption:
    words = yes_or_no(value) if isinstance(value, bool) else str(value)
    text = f"{kpi.ref} {kpi.name or ''}".strip()
    return Assumption(
        fact_heading(field), text, words, why, kpi.source.at("name"), is_weak=is_weak,
        kpi_ref=kpi.ref, field=field, value=value,
    )  # fmt: skip


TARGET_TYPE = "target_type"
"""Stands for the type of a target that the scorecard does not print, where a field of ``Kpi`` is named."""
_NO_COLUMN = {PROFILE: YEARS_TARGET, TARGET_TYPE: TARGET_KIND}


def fact_heading(field: str) -> str:
    """What a fact of a KPI is called where it is asked: the heading of its column."""
    if field in _NO_COLUMN:
        return _NO_COLUMN[field]
    return next(one.heading.text for one in columns_of(Kpi) if one.field == field)


def _of_doubt(guess: Guess) -> Assumption:
    return Assumption(
        guess.topic.words, guess.text, guess.meaning, guess.why, guess.where, guess.count
    )


def guessed_polarity(kpi: Kpi, plan: ImportPlan) -> tuple[Polarity, str]:
    """Which way is better, by the colours that the scorecard prints, else by the words of the name."""
    by_colour = _by_published_colours(kpi, plan)
    if by_colour is not None:
        return by_colour, "the colours that the scorecard prints fit no other way"
    return _polarity_by_name(kpi.name or "")


def _polarity_by_name(name: str) -> tuple[Polarity, str]:
    """The polarity that words of a name have; where they pull both ways, the reason says so."""
    if (again := _AGAIN.search(name)) is not None:
        return Polarity.LOWER, f"{_UNSURE_NAME} the name says “{again[0].strip()}”"
    found = [
        (polarity, f"the name says “{one[0].strip()}”")
        for polarity, words in ((Polarity.HIGHER, _HIGHER), (Polarity.LOWER, _LOWER))
        if (one := words.search(name)) is not None
    ]
    if not found:
        return Polarity.HIGHER, _LAST
    (polarity, why), *others = found
    if others and _DONE.search(name) is None:
        why = f"{_UNSURE_NAME} {why}, but {others[0][1]} too"
    return polarity, why


def _by_published_colours(kpi: Kpi, plan: ImportPlan) -> Polarity | None:
    """The polarity with which every printed Red and Green beside a target agrees."""
    colours = {
        row.period: row.text
        for row in plan.commentary
        if row.kpi_ref == kpi.ref and row.kind is CommentaryKind.JUDGED
    }
    own = (row for row in plan.results if row.kpi_ref == kpi.ref)
    votes = {vote for row in own if (vote := _vote(row, colours.get(row.period), plan)) is not None}
    return votes.pop() if len(votes) == 1 else None


def _vote(result: Result, colour: str | None, plan: ImportPlan) -> Polarity | None:
    """The polarity by which a result has its printed colour; ``None`` where it tells nothing."""
    if colour not in (Rag.RED, Rag.GREEN) or result.period is None:
        return None
    target = _target_for(result.kpi_ref, result.period, plan)
    if target is None or not isinstance(result.value, Decimal) or result.value == target:
        return None
    is_higher = (result.value > target) == (colour == Rag.GREEN)
    return Polarity.HIGHER if is_higher else Polarity.LOWER


def _target_for(ref: str, period: Period, plan: ImportPlan) -> Decimal | None:
    for row in plan.targets:
        begins = row.from_period is None or row.from_period.start <= period.start
        ends = row.to_period is None or period.end <= row.to_period.end
        if row.kpi_ref == ref and begins and ends and isinstance(row.target, Decimal):
            return row.target
    return None


def guessed_financial(kpi: Kpi) -> tuple[bool, str]:
    """Whether a KPI is financial, by its unit and the words of its name."""
    if (kpi.unit or "").startswith("£"):
        return True, f"its unit is {kpi.unit}"
    found = _FINANCIAL.search(kpi.name or "")
    if found is not None:
        return True, f"the name says “{found[0].strip()}”"
    return False, "neither its unit nor its name tells of money"


def guessed_time_basis(kpi: Kpi, plan: ImportPlan) -> tuple[TimeBasis, str]:
    """What stretch of time a figure covers, by the name, else by how the figures run through a year."""
    name = kpi.name or ""
    for basis, words in ((TimeBasis.CUMULATIVE, _TO_DATE), (TimeBasis.SNAPSHOT, _SNAPSHOT)):
        found = words.search(name)
        if found is not None:
            return basis, f"the name says “{found[0].strip()}”"
    if _only_rises(kpi, plan, _FEWEST):
        return TimeBasis.CUMULATIVE, _BY_FIGURES
    running = _RUNNING.search(name)
    if running is not None and _only_rises(kpi, plan, 2):
        why = f"the name says “{running[0]}”, and its figures rise as a running total does"
        return TimeBasis.CUMULATIVE, why
    return TimeBasis.WITHIN, "nothing tells of the year to date"


def guessed_profile(kpi: Kpi, basis: TimeBasis, plan: ImportPlan) -> tuple[Profile, str]:
    """How a year's target is meant for the parts of the year, by what the figures are."""
    if basis is TimeBasis.CUMULATIVE:
        return Profile.EVEN, "its figures add up through the year"
    if kpi.data_type is DataType.PERCENTAGE:
        return Profile.LEVEL, f"{kpi.unit or 'such figures'} do not add up over the year"
    target, own = _target_and_part(kpi, plan)
    if target is not None and target >= 2 * (target if own is None else own):
        return Profile.EVEN, "the target is far above the figure of any part of the year"
    return Profile.LEVEL, "the target is near the figures of the parts of the year"


def _target_and_part(kpi: Kpi, plan: ImportPlan) -> tuple[Decimal | None, Decimal | None]:
    """A KPI's largest target, and its largest figure of a part of a year."""
    target = _largest(row.target for row in plan.targets if row.kpi_ref == kpi.ref)
    own = _largest(
        row.value
        for row in plan.results
        if row.kpi_ref == kpi.ref and row.period is not None and row.period.kind not in YEARS
    )
    return target, own


def _is_plainly_shared(kpi: Kpi, basis: TimeBasis, plan: ImportPlan) -> bool:
    """Whether nobody would take a year's target for that of a part: counts that run up, or parts of its size.

    Shares and lengths of time that run up through the year need a profile, which is always asked.
    """
    if basis is TimeBasis.CUMULATIVE:
        return kpi.data_type in _ADDING_UP
    # Rates and days for each person may add up or not: their size alone does not settle it.
    if kpi.data_type not in _ADDING_UP:
        return False
    parts = _PARTS.get(kpi.frequency) if kpi.frequency is not None else None
    target, own = _target_and_part(kpi, plan)
    return (
        parts is not None
        and target is not None
        and own is not None
        and target >= own * parts * _PLAIN
    )


def _is_open_profile(kpi: Kpi, profile: Profile, basis: TimeBasis, plan: ImportPlan) -> bool:
    """Whether somebody should look at what a year's target means: nobody would take it otherwise elsewhere."""
    if profile is Profile.EVEN:
        return not _is_plainly_shared(kpi, basis, plan)
    adds_up = kpi.data_type in _ADDING_UP and basis is TimeBasis.WITHIN
    target, own = _target_and_part(kpi, plan)
    if not adds_up or target is None or own is None:
        return False
    is_count = _COUNTED.search(kpi.name or "") is not None
    return is_count or target > own * _NEARLY


def _is_plainly_money(kpi: Kpi) -> bool:
    """Whether a KPI is of the council's money itself, and not of work about it."""
    return (kpi.unit or "").startswith("£") or _PLAINLY.search(kpi.name or "") is not None


def _largest(values: Iterable[object]) -> Decimal | None:
    return max((one for one in values if isinstance(one, Decimal)), default=None)


def _has_target_of_year(kpi: Kpi, plan: ImportPlan) -> bool:
    """Whether a target is for a longer time than the figures: what it means for them must be known."""
    rows = (row for row in plan.targets if row.kpi_ref == kpi.ref)
    return kpi.frequency is not Frequency.ANNUAL and any(
        row.from_period is not None
        and row.from_period.kind is PeriodKind.FINANCIAL_YEAR
        and row.target_type in _WITH_A_FIGURE
        for row in rows
    )


def _only_rises(kpi: Kpi, plan: ImportPlan, fewest: int) -> bool:
    """Whether the figures of a year, so many at least, grow from its first part on as a running total does."""
    found = {
        row.period: row.value
        for row in plan.results
        if row.kpi_ref == kpi.ref and row.period is not None and isinstance(row.value, Decimal)
    }
    told = [one for one in _years_from_april(found) if len(one) >= fewest and one[0] > 0]
    return bool(told) and all(map(_runs_up, told))


def _years_from_april(found: Mapping[Period, Decimal]) -> Iterable[list[Decimal]]:
    """The figures of each year of which the first part is known, in order."""
    parts = (one for one in found if one.kind in (PeriodKind.MONTH, PeriodKind.QUARTER))
    years: dict[int, list[Decimal]] = {}
    for period in sorted(parts, key=lambda one: one.sort_key):
        begins = period.start.year - (period.start.month < FINANCIAL_START)
        if period.start.month == FINANCIAL_START or begins in years:
            years.setdefault(begins, []).append(found[period])
    return years.values()


def _runs_up(values: Sequence[Decimal]) -> bool:
    """Each figure above the one before by near its share: half as much again, and so on."""
    steps = enumerate(pairwise(values), 1)
    return all(later >= earlier * (1 + _SHARE / number) for number, (earlier, later) in steps)
