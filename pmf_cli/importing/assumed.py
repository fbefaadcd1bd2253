"""What a draft assumes of KPIs of which a scorecard does not say which way is better, or whether they are financial."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from pmf_cli.importing.guesses import Guess
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.register.assumption import Assumption
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import columns_of
from pmf_cli.register.terms import CommentaryKind, Polarity, Rag

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
    r"|passengers|footfall|learners|starts|completions|occupancy|quality)\b",
    re.I,
)
_FINANCIAL = re.compile(
    r"£|\b(?:budget|spend\w*|expenditure|income|savings?|debts?|arrears|council tax|business rates|nndr|rents?"
    r"|invoices?|reserves?|borrowing|revenue|capital programme|overspend\w*|underspend\w*|general fund|collect\w* of)\b",
    re.I,
)
_LAST = "most indicators are; nothing in the scorecard says otherwise"


def assumptions_of(plan: ImportPlan) -> tuple[Assumption, ...]:
    """Everything assumed: the blanks of KPIs that stop a rating, then the doubtful readings."""
    facts = [one for kpi in plan.kpis for one in _of_kpi(kpi, plan)]
    return (*facts, *map(_of_doubt, plan.doubts))


def _of_kpi(kpi: Kpi, plan: ImportPlan) -> Iterator[Assumption]:
    if kpi.polarity is None:
        polarity, why = guessed_polarity(kpi, plan)
        yield _fact(kpi, "polarity", polarity, polarity.value, why)
    if kpi.financial is None:
        is_money, why = guessed_financial(kpi)
        yield _fact(kpi, "financial", is_money, "Yes" if is_money else "No", why)


def _fact(kpi: Kpi, field: str, value: object, words: str, why: str) -> Assumption:
    heading = next(one.heading.text for one in columns_of(Kpi) if one.field == field)
    where = kpi.source.at("name")
    text = f"{kpi.ref} {kpi.name or ''}".strip()
    return Assumption(heading, text, words, why, where, kpi_ref=kpi.ref, field=field, value=value)


def _of_doubt(guess: Guess) -> Assumption:
    return Assumption(
        guess.topic.words, guess.text, guess.meaning, guess.why, guess.where, guess.count
    )


def guessed_polarity(kpi: Kpi, plan: ImportPlan) -> tuple[Polarity, str]:
    """Which way is better, by the colours that the scorecard prints, else by the words of the name."""
    by_colour = _by_published_colours(kpi, plan)
    if by_colour is not None:
        return by_colour, "the colours that the scorecard prints fit no other way"
    # Done in time wins: "complaints answered in 10 days" should be many.
    for polarity, words in ((Polarity.HIGHER, _HIGHER), (Polarity.LOWER, _LOWER)):
        found = words.search(kpi.name or "")
        if found is not None:
            return polarity, f"the name says “{found[0].strip()}”"
    return Polarity.HIGHER, _LAST


def _by_published_colours(kpi: Kpi, plan: ImportPlan) -> Polarity | None:
    """The polarity with which every printed Red and Green beside a target agrees."""
    colours = {
        row.period: row.text
        for row in plan.commentary
        if row.kpi_ref == kpi.ref and row.kind is CommentaryKind.JUDGED
    }
    votes: Counter[Polarity] = Counter()
    for result in plan.results:
        if result.kpi_ref != kpi.ref or result.period is None:
            continue
        colour = colours.get(result.period)
        target = _target_for(kpi.ref, result.period, plan) if colour else None
        if target is None or not isinstance(result.value, Decimal) or result.value == target:
            continue
        if colour in (Rag.RED, Rag.GREEN):
            is_above = result.value > target
            is_higher = is_above == (colour == Rag.GREEN)
            votes[Polarity.HIGHER if is_higher else Polarity.LOWER] += 1
    return next(iter(votes)) if len(votes) == 1 else None


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
