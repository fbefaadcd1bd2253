"""Figures as councils print them: ``48.6%``, ``£154,681.30``, ``2.1 days per FTE``, ``[c]``, ``TBC``.

Nothing here knows a KPI. A figure is a number with its unit and decimals, or a reason why there
is none, and how sure the reading is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from pmf_cli.frozen import frozen
from pmf_cli.importing.firmness_words import Firmness, firmness_in
from pmf_cli.importing.guesses import Sureness
from pmf_cli.register.periods.words import DATE_FORM
from pmf_cli.register.terms import NoDataReason, ValueStatus
from pmf_cli.tabular.cell_text import as_percentage, decimal_of
from pmf_cli.tabular.lengths import clock_text, length_of
from pmf_cli.tabular.units import Measured, Unit, decimal_of_fraction, told_in, unit_of
from pmf_cli.words import day, yes_or_no
from pmf_cli.workbook.cells import Cell, ErrorValue
from pmf_cli.workbook.number_forms import Clock, NumberForm, form_of


@frozen
class Figure:
    """What a cell was read as.

    Attributes:
        number: the number as shown (38.2 for a cell that shows 38.2%); ``None`` where none.
        status: provisional, revised or estimated, from a mark.
        other: a value that is no number: yes/no, a date or a grade.
        why: what it rests on; empty for plain numbers.
        decimals_known: false where a workbook's number has no format that states its decimals.
        is_forecast: true where it is no result, but what somebody expects.
    """

    number: Decimal | None = None
    decimals: int = 0
    unit: str = ""
    reason: NoDataReason | None = None
    status: ValueStatus | None = None
    other: bool | date | str | None = None
    sure: Sureness = Sureness.CERTAIN
    why: str = ""
    decimals_known: bool = True
    is_forecast: bool = False

    @property
    def says_nothing(self) -> bool:
        """True where neither a value nor a reason for none could be read."""
        return self.number is None and self.reason is None and self.other is None


ELAPSED = "hours and minutes"
"""The unit of a length of time that a cell shows as such; its number is of seconds."""
WEEK = 7
"""Days of a week."""
_SECONDS = Unit(Measured.CLOCK, Fraction(1))


def in_unit(number: Decimal, printed: str, unit: str | None) -> Decimal | None:
    """A figure printed in one unit, in the KPI's own: ``£1.25m`` is 1,250,000 in £.

    ``None`` where the two do not measure the same; a unit that is not known changes nothing.
    """
    if printed == unit or not printed:
        return number
    said = _SECONDS if printed == ELAPSED else unit_of(printed)
    asked = unit_of(unit or "")
    if printed == ELAPSED and asked is not None and asked.measured is Measured.DAYS:
        return told_in(number, Unit(Measured.DAYS, Fraction(1)), asked)
    if said is None or asked is None or asked.measured is Measured.COUNT:
        return None if printed == ELAPSED else number
    if {said.measured, asked.measured} == {Measured.DAYS, Measured.WEEKS}:
        return _weeks_or_days(number, to_days=asked.measured is Measured.DAYS)
    return told_in(number, said, asked)


def _weeks_or_days(number: Decimal, *, to_days: bool) -> Decimal | None:
    """Weeks as days, or days as weeks; ``None`` where the weeks have no end as a decimal: 30 days."""
    exact = Fraction(number) * WEEK if to_days else Fraction(number) / WEEK
    made = decimal_of_fraction(exact)
    return made if Fraction(made) == exact else None


_NOTHING = {
    "", "-", "–", "—", "--", "x", "?", "not available", "no data", "data not available", "not provided", "none",
    "unknown", "#n/a", "awaited",
}  # fmt: skip
PROGRESS = re.compile(
    r"(?:on|off|ahead of|behind) (?:track|target|schedule|plan)|(?:slightly |significantly )?(?:delayed|behind|late|slipped)"
    r"|not (?:yet )?started|in progress|under ?way|ongoing|complete[d]?|in development|paused|on hold|achieved|not achieved",
    re.I,
)  # fmt: skip
"""Words of milestones that stand where figures should: they say how far a thing has come."""
_REASONS: tuple[tuple[str, NoDataReason, Sureness], ...] = (
    (r"\[c\]|suppressed", NoDataReason.SUPPRESSED, Sureness.CERTAIN),
    (r"\[z\]|not applicable", NoDataReason.NOT_APPLICABLE, Sureness.CERTAIN),
    (r"n/?a|n\.a\.?", NoDataReason.NOT_APPLICABLE, Sureness.DOUBTFUL),
    (r"c|\*", NoDataReason.SUPPRESSED, Sureness.DOUBTFUL),
    (r"(<|less than|under) ?(5|10)", NoDataReason.SUPPRESSED, Sureness.DOUBTFUL),
    (r"tb[cad]|to be (confirmed|advised|determined)|awaiting data|data awaited|not yet available",
     NoDataReason.OVERDUE, Sureness.LIKELY),
    (r"(annual|biennial)(ly)?( kpi| pi| indicator| measure| survey| return| collection| figure)?"
     r"|not (measured|reported|collected) (for|in|each|every) .*|annual(ly)? reported|(reported|collected) annually"
     r"|rep\w+ i\w? ?q[1-4]|report later|not due.*|due (in )?q[1-4]|reported (in|at) .*|.*not due this (quarter|period)",
     NoDataReason.NOT_DUE, Sureness.LIKELY),
    (r"(data )?not available until .*|awaiting (national )?publication|published in .*|available in .*",
     NoDataReason.AWAITING_PUBLICATION, Sureness.LIKELY),
    (r"#?div/0!?|#(ref|value|name|num|null)[!?]", NoDataReason.DATA_QUALITY, Sureness.LIKELY),
    (r"discontinued|deleted|no longer (published|collected|reported).*", NoDataReason.DISCONTINUED,
     Sureness.LIKELY),
    (r"under development|in development|new measure", NoDataReason.DEVELOPMENT, Sureness.LIKELY),
)  # fmt: skip


def no_figure(text: str) -> Figure | None:
    """What a text says that stands where a figure should; ``None`` where it may be a figure."""
    low = text.casefold().strip()
    if low in _NOTHING or low == "[x]":
        return Figure(
            sure=Sureness.LIKELY,
            why=f"“{text}” does not say why there is no figure" if text else "blank",
        )
    for pattern, reason, sure in _REASONS:
        if re.fullmatch(pattern, low):
            why = f"“{text}” is the usual way of writing this"
            if sure is Sureness.DOUBTFUL:
                why = f"“{text}” may also mean something else"
            return Figure(reason=reason, sure=sure, why=why)
    return None


UNITS = (
    "%", "£", "£k", "£m", "£bn", "kg", "kgs", "tonnes", "tonne", "hours", "hour", "hrs", "days", "day", "weeks",
    "week", "months", "month", "years", "year", "minutes", "minute", "mins", "min", "seconds", "secs", "second",
    "working days", "calendar days", "miles", "km", "people", "visits", "homes", "per 1,000", "per 10,000",
    "per 100,000", "per 1000", "per 10000", "per 100000", "points", "percentage points", "ppt", "pence", "litres",
    "fte", "households", "incidents", "cases", "complaints", "calls", "children", "families", "jobs", "units",
    "dwellings", "properties", "applications", "reports", "collections", "tco2e", "ktco2e", "kwh", "mwh",
)  # fmt: skip
"""Words after a number that are its unit."""

_ONE = {
    "day": "days", "hour": "hours", "hrs": "hours", "week": "weeks", "month": "months", "year": "years",
    "minute": "minutes", "mins": "minutes", "min": "minutes", "second": "seconds", "secs": "seconds",
    "tonne": "tonnes", "kgs": "kg", "per 1000": "per 1,000", "per 10000": "per 10,000",
    "per 100000": "per 100,000", "ppt": "percentage points",
}  # fmt: skip
_NUMBER = r"[+\-−–]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+\-−–]?\.\d+"
_FIGURE = re.compile(
    rf"(?P<pound>[+\-−–]?\s?£\s?)?(?P<number>{_NUMBER})\s?(?:(?P<scale>k|m|bn|million)\b)?(?P<percent>\s?%)?"
)
# Accountants write a negative figure in brackets.
_BRACKETED = re.compile(r"\(\s*(£?\s?[\d,]+(?:\.\d+)?\s?%?)\s*\)")
_MARKS = re.compile(
    r"\s*(?:(?P<star>\*+)|[(\[]?\b(?P<word>p|prov|provisional|r|rev|revised|e|est|estimated?|f|fc|fcst|forecast"
    r"|projected)\b\.?[)\]]|(?<=\s)(?P<whole>provisional|revised|estimated?|forecast|projected))$",
    re.IGNORECASE,
)
# Letters, or two marks between digits: the text may be a date, so it is read as one first.
_DAY = re.compile(r"[A-Za-z]|\d[/.-]\d+[/.-]\d")
# Hours may run beyond 24: the cell shows a length of time, not a time of day.
_CLOCK = re.compile(r"(\d{1,5}):([0-5]\d):([0-5]\d)")
_CLOCK_PAIR = re.compile(r"(\d{1,4}):([0-5]\d)")
# "3m 41s", "1 hr 5 mins": two units at least, since "3m" alone is three million or three metres.
_SPOKEN = re.compile(
    r"(?=.*\d\D+\d)(?:(\d{1,5}) ?(?:h|hrs?|hours?),? ?(?:and )?)?"
    r"(?:(\d{1,4}) ?(?:m|mins?|minutes?),? ?(?:and )?)?(?:(\d{1,4}) ?(?:s|secs?|seconds?))?",
    re.I,
)
# "9 in 10" is nine tenths.
_WEEKS_AND_DAYS = re.compile(r"(\d{1,4}) ?(?:weeks?|wks?),? ?(?:and |& ?)?([0-6]) ?days?", re.I)
_SHARE_OF = re.compile(r"(\d{1,6}) ?(?:in|out of|in every) ?(\d{1,6})", re.IGNORECASE)
_RATIO = re.compile(r"(\d{1,9}(?:\.\d+)?) ?(?::|to) ?1", re.IGNORECASE)
_TWO_FIGURES = re.compile(
    r"[+\-−–£]?\s?\d[\d,.]*\s?(?:[:/]|\bto\b|\bout of\b|\bof\b|[eE][+-]?)\s?\d", re.IGNORECASE
)
"""Ratios, fractions, clock times and powers of ten: their first figure alone says nothing."""
_NOUGHTS = {"k": 3, "m": 6, "million": 6, "bn": 9}
_SCALES = {"k": "£k", "m": "£m", "bn": "£bn", "million": "£m"}


def printed_text(cell: Cell) -> str:
    """The text of a cell for lists: dates as dd/mm/yyyy, percentages with their sign."""
    value = cell.value
    if isinstance(value, datetime | date):
        length = length_of(cell)
        return day(value) if length is None else clock_text(length)
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, time):
        return str(value)
    if isinstance(value, int | float):
        if (length := length_of(cell)) is not None:
            return clock_text(length)
        number = decimal_of(value)
        return f"{as_percentage(number):f}%" if cell.is_percentage else f"{number:f}"
    return "" if value is None else str(value)


def figure_of(cell: Cell) -> Figure:
    """The figure in a cell, its number format taken into account."""
    value = cell.value
    if isinstance(value, ErrorValue):
        return Figure(
            reason=NoDataReason.DATA_QUALITY,
            sure=Sureness.DOUBTFUL,
            why=f"the cell holds Excel's error {value}",
        )
    if value is None:
        return Figure(sure=Sureness.DOUBTFUL, why="the cell's formula has no stored result")
    if isinstance(value, bool):
        return Figure(other=value)
    if (length := length_of(cell)) is not None:
        return _elapsed(cell, length)
    if isinstance(value, time):
        return Figure(sure=Sureness.DOUBTFUL, why="the cell holds a time of the day")
    if isinstance(value, datetime):
        return Figure(other=value.date(), sure=Sureness.LIKELY, why="the cell holds a date")
    if isinstance(value, date):
        return Figure(other=value, sure=Sureness.LIKELY, why="the cell holds a date")
    if isinstance(value, int | float):
        return _numeric(cell, decimal_of(value))
    return figure_in(str(value))


def _elapsed(cell: Cell, seconds: Fraction) -> Figure:
    """A length of time; hours that its format hides, or minutes typed as hours, are a doubt."""
    number = decimal_of_fraction(seconds)
    clock = form_of(cell.number_format).clock
    if clock is Clock.ELAPSED or (clock is Clock.HOURS_SECONDS and seconds < 86_400):
        return Figure(number, 2, ELAPSED, sure=Sureness.LIKELY, why="a length of time")
    if clock is Clock.MINUTES_SECONDS and seconds < 3_600:
        return Figure(number, 2, ELAPSED, sure=Sureness.LIKELY, why="a length of time")
    if seconds < 86_400 and clock is Clock.HOURS_MINUTES:
        why = "hours and minutes for Excel; minutes and seconds may have been meant"
        return Figure(number, 2, ELAPSED, sure=Sureness.DOUBTFUL, why=why)
    why = "a length of time of which the cell hides a part"
    return Figure(sure=Sureness.DOUBTFUL, why=why)


def _numeric(cell: Cell, number: Decimal) -> Figure:
    form = form_of(cell.number_format, negative=number < 0)
    if form.after or form.thousands:
        return _with_words(number, form)
    stated = re.search(r"0\.(0+)", cell.number_format.split(";")[0])
    plain = cell.number_format in ("General", "@", "")
    if cell.is_percentage:
        return Figure(
            as_percentage(number),
            len(stated[1]) if stated else 0,
            "%",
        )
    unit = "£" if "£" in cell.number_format else ""
    if plain:
        return Figure(number, decimals_in(number), unit, decimals_known=decimals_in(number) <= 2)
    return Figure(number, len(stated[1]) if stated else 0, unit)


def _with_words(number: Decimal, form: NumberForm) -> Figure:
    """A number whose format divides it by thousands or puts words after it."""
    shown = number.scaleb(-3 * form.thousands) if form.after else number
    figure = figure_in(f"{form.before.strip(' -+()')}{shown:f} {form.after}".replace("£-", "-£"))
    places = len(form.places.partition(".")[2].rstrip(","))
    return replace(figure, decimals=places) if figure.number is not None else figure


def decimals_in(number: Decimal) -> int:
    """Decimals needed to write a number in full."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def figure_in(text: str) -> Figure:
    """The figure in a text, as a council prints it."""
    plain = " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())
    for read in (no_figure, _beside_target, _bracketed, _other_form):
        figure = read(plain)
        if figure is not None:
            return figure
    plain, firmness, why = _without_mark(plain)
    if _DAY.search(plain) and DATE_FORM.fullmatch(plain.lower()):
        return _unsure(f"“{plain}” is a date")
    if _TWO_FIGURES.match(plain):
        return _unsure(f"“{plain}” holds more than one figure")
    found = _FIGURE.match(plain)
    if found is None:
        return _without_figure(plain)
    figure = _from_match(found, plain[found.end() :].strip())
    if firmness is None:
        return figure
    sure = Sureness.DOUBTFUL if figure.sure is Sureness.DOUBTFUL else Sureness.LIKELY
    return replace(as_firm_as(figure, firmness), sure=sure, why=why)


def as_firm_as(figure: Figure, firmness: Firmness) -> Figure:
    """A figure with what is said of how firm it is."""
    is_forecast = firmness is Firmness.FORECAST
    return replace(figure, status=firmness.status or figure.status, is_forecast=is_forecast)


def _unsure(why: str) -> Figure:
    return Figure(sure=Sureness.DOUBTFUL, why=why)


def _without_figure(plain: str) -> Figure:
    if PROGRESS.fullmatch(plain):
        return Figure(
            sure=Sureness.LIKELY, why="it says how far a milestone has come, and no figure"
        )
    yes_no = {"yes": True, "no": False, "y": True, "n": False}.get(plain.casefold())
    if yes_no is not None:
        return Figure(other=yes_no, sure=Sureness.LIKELY, why="read as yes or no")
    later = _FIGURE.search(plain)
    return _unsure("no figure stands at its beginning" if later else "the text holds no figure")


def _beside_target(plain: str) -> Figure | None:
    both = result_and_target(plain)
    figure = None if both is None else figure_in(both[0])
    if both is None or figure is None or figure.number is None:
        return None
    sure = Sureness.DOUBTFUL if figure.sure is Sureness.DOUBTFUL else Sureness.LIKELY
    return replace(figure, sure=sure, why=figure.why or f"its target, {both[1]}, stands beside it")


def _bracketed(plain: str) -> Figure | None:
    found = _BRACKETED.fullmatch(plain)
    inner = None if found is None else figure_in(found[1])
    if inner is None or inner.number is None:
        return None
    why = "brackets read as a minus"
    return replace(inner, number=-inner.number, sure=Sureness.DOUBTFUL, why=why)


def _other_form(plain: str) -> Figure | None:
    """A length of time such as 4 weeks 2 days, a share such as 9 in 10, or a ratio to 1."""
    if clock := _CLOCK.fullmatch(plain):
        hours, minutes, seconds = map(int, clock.groups())
        number = Decimal(hours * 3_600 + minutes * 60 + seconds)
        return Figure(number, 2, ELAPSED, sure=Sureness.LIKELY, why="a length of time")
    if pair := _CLOCK_PAIR.fullmatch(plain):
        number = Decimal(int(pair[1]) * 60 + int(pair[2]))
        return Figure(number, 2, ELAPSED, sure=Sureness.DOUBTFUL, why=TWO_CLOCKS)
    if spoken := _SPOKEN.fullmatch(plain):
        hours, minutes, seconds = (int(part or 0) for part in spoken.groups())
        number = Decimal(hours * 3_600 + minutes * 60 + seconds)
        return Figure(number, 2, ELAPSED, sure=Sureness.LIKELY, why="a length of time")
    if length := _WEEKS_AND_DAYS.fullmatch(plain):
        weeks, days = map(int, length.groups())
        why = f"{weeks} weeks of {WEEK} days, and {days}"
        return Figure(Decimal(weeks * WEEK + days), 0, "days", sure=Sureness.LIKELY, why=why)
    if (share := _SHARE_OF.fullmatch(plain)) and 0 < int(share[2]) >= int(share[1]):
        part = decimal_of_fraction(Fraction(int(share[1]) * 100, int(share[2])))
        why = f"“{plain}” read as {part:f}%"
        return Figure(part, decimals_in(part), "%", sure=Sureness.DOUBTFUL, why=why)
    if ratio := _RATIO.fullmatch(plain):
        number = Decimal(ratio[1])
        return Figure(number, decimals_in(number), "to 1")
    return None


# "89% vs 85% target", "89% (target 85%)", "89% against a target of 85%".
_DIGIT = re.compile(r"\d")
_BETWEEN = re.compile(
    r"\b(?:vs?\.?|versus|against)\s(?:an? )?(?:target (?:of )?)?|(?P<mark>[(\[,;/]\s*)target:?\s(?:of )?",
    re.I,
)


def result_and_target(text: str) -> tuple[str, str] | None:
    """The two figures of a text that holds a result and its target; ``None`` for other texts."""
    if "target" not in text.casefold():
        return None
    for found in _BETWEEN.finditer(text):
        result, aim = text[: found.start()].strip(), text[found.end() :].split()
        if aim and aim[-1].casefold() == "target":
            aim.pop()
        target = " ".join(aim).rstrip(" )]" if found["mark"] else None)
        if _DIGIT.search(result) and _DIGIT.search(target):
            return result, target
    return None


MILLIONS = "“m” is read as millions; it may also mean metres or minutes"
"""The doubt about a letter; the name of a KPI may settle it."""


TWO_CLOCKS = "read as minutes and seconds; it may be hours and minutes"
"""The doubt about 04:10; the name of a KPI may settle it."""


def _from_match(found: re.Match[str], rest: str) -> Figure:
    digits = found["number"].replace(",", "").replace(" ", "").replace("−", "-").replace("–", "-")
    number = Decimal(digits)
    if found["pound"] and found["pound"].strip()[0] in "-−–":
        number = -number
    decimals = len(digits.partition(".")[2])
    unit = "%" if found["percent"] else "£" if found["pound"] else ""
    if found["scale"]:
        scale = found["scale"].lower()
        if not found["pound"]:
            amount = number.scaleb(_NOUGHTS[scale]).quantize(Decimal(1).scaleb(-decimals))
            whole = amount == amount.to_integral_value()
            amount = amount.quantize(Decimal(1)) if whole else amount
            figure = Figure(amount, decimals_in(amount))
            if scale == "m":
                figure = replace(figure, sure=Sureness.DOUBTFUL, why=MILLIONS)
            return _after(figure, rest, "") if rest else figure
        unit = _SCALES[scale]
    figure = Figure(number, decimals, unit)
    return _after(figure, rest, unit) if rest else figure


def _after(figure: Figure, rest: str, unit: str) -> Figure:
    """A figure with words after it: its unit, or words that are left aside, which is a doubt."""
    trailing = unit_words(rest)
    if trailing and not unit:
        return replace(figure, unit=trailing)
    if trailing and unit == "£":
        return replace(figure, unit=f"£ {trailing}")
    return replace(
        figure,
        sure=Sureness.DOUBTFUL,
        why=f"only the first number was read; left aside: “{rest}”",
    )


def unit_words(text: str) -> str:
    """The unit that a text is, in one spelling; empty where it is none.

    ``Days`` → ``days``; ``days per FTE`` stays; ``with plans for more`` is none.
    """
    low = " ".join(text.casefold().strip(" .").split())
    if low in UNITS:
        return _ONE.get(low, low)
    head, joined, tail = low.partition(" per ")
    if joined and (head in UNITS or head == "") and len(tail.split()) <= 3:
        return f"{_ONE.get(head, head)} per {'FTE' if tail == 'fte' else tail}".strip()
    if low.startswith("per ") and len(low.split()) <= 4:
        return _ONE.get(low, low)
    return ""


def _without_mark(text: str) -> tuple[str, Firmness | None, str]:
    found = _MARKS.search(text)
    if found is None or not any(sign.isdigit() for sign in text[: found.start()]):
        return text, None, ""
    firmness = firmness_in(found["word"] or found["whole"] or "p")
    if firmness is None:
        return text, None, ""
    why = f"“{found[0].strip()}” taken for {firmness.lower()}"
    return text[: found.start()].strip(), firmness, why
