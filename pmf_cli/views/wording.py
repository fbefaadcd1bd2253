"""Summary sentences, shares, sparklines and names as papers and screens print them.

Dates, counts and lists come from ``words``, figures with their unit from ``register.figures``; whether a thing is good or bad is
decided elsewhere. Nothing here looks anything up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from pmf_cli.findings import Severity
from pmf_cli.rag.base import UnratedReason
from pmf_cli.rag.counts import Counts
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.terms import Rag, RatingWords
from pmf_cli.words import (
    MONTH_NAMES,
    MONTHS,
    counted,
    day_in_words,
    listed,
    lower_first,
    plural,
    short_day,
)

RATINGS_BEST_FIRST = (Rag.GREEN, Rag.AMBER, Rag.RED)
"""The order in which sentences count ratings."""
SPARK_MARKS = "▁▂▃▄▅▆▇█"
SPARK_GAP = "·"
"""What a text sparkline shows for a period without a value."""
CUT_MARK = " […]"
"""Ends a comment that was cut to its length."""
_NAME_WORDS = re.compile(r"[a-z0-9]+")
_SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number_in_words(number: int) -> str:
    """Small numbers as words for running text (``three``), from ten on as figures."""
    return _SMALL_NUMBERS[number] if 0 <= number < len(_SMALL_NUMBERS) else f"{number:,}"


def counted_first(number: int, one: str, several: str = "") -> str:
    """A count with its noun at the beginning of a heading or sentence: ``Three KPIs``."""
    return f"{number_in_words(number).capitalize()} {plural(number, one, several)}"


def are(number: int) -> str:
    """The verb that goes with a count: ``is`` or ``are``."""
    return "is" if number == 1 else "are"


def have(number: int) -> str:
    """The verb that goes with a count: ``has`` or ``have``."""
    return "has" if number == 1 else "have"


def days_off(days: int) -> str:
    """How far off a day is: ``today``, ``in 3 days``, ``1 day late``."""
    if days == 0:
        return "today"
    return f"in {counted(days, 'day')}" if days > 0 else f"{counted(-days, 'day')} late"


def sentence(text: str) -> str:
    """The text begun with a capital and ended with a full stop; empty stays empty.

    A first word that is written in its own way (``eGov``, ``pH``) is left alone.
    """
    words = text.strip()
    if not words:
        return ""
    first = words.split(maxsplit=1)[0]
    if first[0].islower() and first.lower() == first:
        words = words[0].upper() + words[1:]
    return words if words[-1] in ".!?…]" else f"{words}."


def one_line(text: str | None) -> str:
    """The text without line breaks and doubled spaces; nothing of an empty cell."""
    return " ".join((text or "").split())


SEVERITY_NAMES = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.ADVICE: ("piece of advice", "pieces of advice"),
}


def severities_listed(severities: Iterable[Severity], *, found_only: bool = False) -> str:
    """``2 errors, 0 warnings and 1 piece of advice``; without those at 0 where only those found count."""
    counts = Counter(severities)
    return listed(
        counted(counts[severity], *names)
        for severity, names in SEVERITY_NAMES.items()
        if counts[severity] or not found_only
    )


def shortened(text: str, words: int) -> tuple[str, bool]:
    """The text in whole sentences of so many words together, and whether any were left out.

    A first sentence that is somewhat longer is kept whole; one that is far too long is cut. What is
    not the whole text always carries the mark `` […]``.
    """
    parts = text.split()
    if len(parts) <= words:
        return " ".join(parts), False
    kept: list[str] = []
    for one in whole_sentences(text):
        room = words if kept else round(words * LONGER_SENTENCE)
        if len(kept) + len(one.split()) > room:
            break
        kept += one.split()
    cut = " ".join(kept or parts[:words]).rstrip(",;:")
    return (cut, False) if kept == parts else (cut + CUT_MARK, True)


_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[^a-z\s])")


def whole_sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [one for one in _BETWEEN_SENTENCES.split(" ".join(text.split())) if one]


LONGER_SENTENCE = 1.6
"""How much longer than the words allowed a first sentence may be and still be kept whole."""


def words_up_to(text: str, most: int) -> str:
    """The text, or so many of its first words and ``…`` where it has more."""
    words = text.split()
    kept = " ".join(words[:most])
    return f"{kept.rstrip('.,;:')}…" if len(words) > most else kept


def ratings_listed(counts: Mapping[Rag, int], words: RatingWords) -> str:
    """``30 Green, 5 Amber and 3 Red``, best first, every colour named even at 0."""
    return listed(f"{counts.get(rag, 0):,} {words[rag]}" for rag in RATINGS_BEST_FIRST)


def counts_line(counts: Counts, words: RatingWords) -> str:
    """A group's counts, worst first, those of 0 left out: ``21 KPIs: 3 Red, 4 Amber, 11 Green, 3 not rated``."""
    parts = [f"{counts.by_rag[rag]:,} {words[rag]}" for rag in Rag if counts.by_rag[rag]]
    if counts.unrated:
        parts.append(f"{counts.unrated:,} not rated")
    return f"{counted(counts.in_scope, 'KPI')}: {', '.join(parts)}"


def reasons_listed(reasons: Mapping[UnratedReason, int]) -> str:
    """``3 trackers``-like counts of reasons: ``Tracker (3), No target yet (1)``, most first."""
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{lower_first(str(reason))} ({number:,})" for reason, number in ordered)


def summary(counts: Counts, words: RatingWords) -> str:
    """The summary sentence, worked out from the counts alone.

    ``38 of 46 KPIs are rated: 30 Green, 5 Amber and 3 Red. 8 are not rated: tracker (5), ...``
    """
    rated, unrated, total = counts.rated, counts.unrated, counts.in_scope
    ratings, reasons = ratings_listed(counts.by_rag, words), reasons_listed(counts.by_reason)
    if total == 0:
        return "There are no KPIs in scope."
    if rated == 0:
        return f"None of the {counted(total, 'KPI')} is rated: {reasons}."
    if unrated == 0:
        every = "The only KPI" if total == 1 else f"All {counted(total, 'KPI')}"
        return f"{every} {are(total)} rated: {ratings}. None is left unrated."
    return (
        f"{rated:,} of {counted(total, 'KPI')} {are(rated)} rated: {ratings}. "
        f"{unrated:,} {are(unrated)} not rated: {reasons}."
    )


def per_cent(part: int, whole: int) -> str:
    """A share as a whole percentage, halves up; ``–`` of nothing."""
    if whole == 0:
        return "–"
    return f"{(200 * part + whole) // (2 * whole)}%"


def sparkline(values: Sequence[Decimal | None]) -> str:
    """A trend in eight heights of block, oldest first, ``·`` where a value is missing.

    A flat series stands at mid height; no values at all give the gaps only.
    """
    known = [value for value in values if value is not None]
    if not known:
        return SPARK_GAP * len(values)
    low, high = min(known), max(known)
    top = len(SPARK_MARKS) - 1
    marks = []
    for value in values:
        if value is None:
            marks.append(SPARK_GAP)
        elif high == low:
            marks.append(SPARK_MARKS[top // 2])
        else:
            marks.append(SPARK_MARKS[int((value - low) / (high - low) * top + Decimal("0.5"))])
    return "".join(marks)


def period_title(period: Period) -> str:
    """A period as titles say it: ``October to December 2024``, ``December 2024``, ``2023/24``."""
    return _in_months(period, MONTH_NAMES, " to ")


def short_period(period: Period) -> str:
    """A period for a narrow column: ``Oct–Dec 2024``, ``Dec 2024``, ``2023/24``, ``year to Sep 2024``."""
    return _in_months(period, MONTHS, "–")


_TWO_FIGURES = re.compile(r"\b\d\d(\d\d)\b")
"""A year, of which the last two figures are kept."""


def brief_period(period: Period, year: Period | None = None) -> str:
    """A period for a scorecard's column: ``Dec``, ``Oct–Dec``, ``yr Dec``; with its year where it did not end in ``year``: ``Nov 23``, ``2023/24``."""
    if period.kind not in (*_BY_MONTHS, PeriodKind.TERM, PeriodKind.ROLLING, PeriodKind.SNAPSHOT):
        return str(period.end.year) if period.kind is PeriodKind.SURVEY else period.label.split()[0]
    words = short_period(period).removeprefix("as at ").replace("year to", "yr")
    short = "" if year is not None and year.contains(period.end) else r"\1"
    return _TWO_FIGURES.sub(short, words).replace(" –", "–").rstrip()


def brief_month(on: date) -> str:
    """A month for a scorecard's column: ``Jun 25``."""
    return f"{MONTHS[on.month - 1]} {on.year % 100:02d}"


_BY_MONTHS = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF)


def _in_months(period: Period, names: Sequence[str], to: str) -> str:
    first, last = (f"{names[on.month - 1]} {on.year}" for on in (period.start, period.end))
    is_short = names is MONTHS
    match period.kind:
        case PeriodKind.MONTH:
            return last
        case PeriodKind.TERM:
            return f"{period.label.split()[-1]} {period.start.year}"
        case kind if kind in _BY_MONTHS:
            same = period.start.year == period.end.year
            return f"{first.split()[0] if same else first}{to}{last}"
        case PeriodKind.ROLLING:
            return _rolling_words(period, last)
        case PeriodKind.SNAPSHOT:
            return f"as at {(short_day if is_short else day_in_words)(period.end)}"
    return period.label


def _rolling_words(period: Period, last: str) -> str:
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    return f"{'year' if months == 12 else f'{months} months'} to {last}"


TO_WRITE = "[To be written: "
"""How a place begins that a person must fill in; no paper is final while one is left."""


def to_write(what: str) -> str:
    """A place that a person must fill in: ``[To be written: financial implications]``."""
    return f"{TO_WRITE}{what}]"


def file_stem(*parts: str) -> str:
    """A file name without ending: lower case, dashes: ``clt-2024-25-q3``."""
    # Only letters and digits that every system takes in a file's name.
    return "-".join(_NAME_WORDS.findall(" ".join(parts).lower())) or "report"


def part_name(*parts: str) -> str:
    """A short name of letters, digits and underscores, for tables and charts."""
    return "_".join(_NAME_WORDS.findall(" ".join(parts).lower()))[:60] or "table"
