"""Lengths of time as Excel holds them: days of 24 hours as numbers, times, or moments of 1900."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction

from pmf_cli.tabular.cell_text import decimal_of
from pmf_cli.workbook.cells import Cell
from pmf_cli.workbook.number_forms import Clock, form_of

DAY = 86_400
"""Seconds of a day."""


def length_of(cell: Cell) -> Fraction | None:
    """The seconds that a cell shown with a clock holds; ``None`` for all other cells.

    A moment of 1900 is a length that was written as a date: day 1 is 1 January 1900.
    """
    value = cell.value
    form = form_of(cell.number_format)
    if isinstance(value, time):
        seconds = Fraction(value.hour * 3_600 + value.minute * 60 + value.second)
        return seconds + Fraction(value.microsecond, 1_000_000)
    if form.clock in (Clock.NONE, Clock.TIME_OF_DAY) or isinstance(value, bool):
        return None
    if isinstance(value, date):
        return _since_1900(value) if value.year <= 1900 else None
    if isinstance(value, int | float) and 0 <= value < 1_000_000:
        return _seconds(Fraction(decimal_of(value)))
    return None


def _seconds(days: Fraction) -> Fraction:
    """Whole seconds, or thousandths of them where the time is finer than that."""
    exactly = days * DAY
    whole = round(exactly)
    if abs(exactly - whole) <= Fraction(1, 1000):
        return Fraction(whole)
    fine = Fraction(round(exactly * 1000), 1000)
    return fine if abs(exactly - fine) <= Fraction(1, 1_000_000) else exactly


def _since_1900(value: date) -> Fraction:
    """The seconds that Excel counts up to a moment of its first year."""
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    passed = moment - datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zone
    days = passed.days - 1 if moment < datetime(1900, 3, 1) else passed.days  # noqa: DTZ001
    return Fraction(days * DAY + passed.seconds) + Fraction(passed.microseconds, 1_000_000)


def in_words(seconds: Fraction) -> str:
    """A length in hours, minutes and seconds."""
    whole, part = divmod(seconds, 1)
    hours, rest = divmod(int(whole), 3_600)
    minutes, left = divmod(rest, 60)
    fine = f"{float(part):.3f}"[1:].rstrip("0").rstrip(".")
    told = [(hours, "hours"), (minutes, "minutes")]
    parts = [f"{n:,} {w if n != 1 else w[:-1]}" for n, w in told if n]
    if left or fine or not parts:
        parts.append("1 second" if left == 1 and not fine else f"{left}{fine} seconds")
    return " ".join(parts)


def clock_text(seconds: Fraction) -> str:
    """A length as a clock shows it: ``30:15:00``."""
    whole = int(seconds)
    return f"{whole // 3_600}:{whole % 3_600 // 60:02d}:{whole % 60:02d}"
