"""What a number format makes people see: scaled by thousands, with a unit, as a length of time.

Excel shows 1,200,000 as ``1,200`` under ``#,##0,`` and as ``£1.2m`` under ``£0.0,,"m"``; 1.26 days
as ``30:15`` under ``[h]:mm`` (ECMA-376 part 1, 18.8.31). Whoever typed the figure read what is
shown, so the figure meant follows from both.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from pmf_cli.frozen import frozen
from pmf_cli.workbook.cells import shows_percentage

# ``_x`` leaves room as wide as x and ``*x`` fills with it: neither prints the sign itself.
_TOKEN = re.compile(r'"([^"]*)"?|\\(.)|_.|\*.|\[[^\]]*\]|(.)', re.DOTALL)
# Hours, minutes or seconds in brackets run on: [h]:mm of 1.5 days is 36:00, a length and no hour.
ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
# Texts in quotation marks or after a backslash, fills, and brackets with a colour or a currency.
LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_SIGNS = " -+()"
"""What stands around negative numbers and means nothing else."""
# Stands for the figure itself; commas and the decimal point inside it belong to it.
_FIGURE = re.compile(r"(?:General|[0#?][0#?.,]*)", re.IGNORECASE)


class Clock(Enum):
    """How a format shows a number of days as a length or a point of time."""

    NONE = "no time"
    ELAPSED = "elapsed"
    """Hours, minutes or seconds that run on past 24 hours or 60 minutes: ``[h]:mm``."""
    HOURS_MINUTES = "hours and minutes"
    """``h:mm``: hours start again at 24; people type minutes and seconds into it as well."""
    HOURS_SECONDS = "hours, minutes and seconds"
    MINUTES_SECONDS = "minutes and seconds"
    """``mm:ss``: minutes start again at 60."""
    TIME_OF_DAY = "time of day"
    """With a.m. and p.m."""


@frozen
class NumberForm:
    """What a number format says of the numbers that it shows.

    Attributes:
        percentage: shown times 100 with a percent sign.
        clock: how it shows days as time.
        dated: whether it shows a day, month or year.
        thousands: how often the number is divided by 1,000 before it is shown.
        before: what is printed before the figure.
        after: what is printed after it.
        fraction: whether it is shown as a fraction such as 3/4.
        places: the signs that stand for figures: ``000`` shows 7 as 007; empty where all do.
    """

    percentage: bool = False
    clock: Clock = Clock.NONE
    dated: bool = False
    thousands: int = 0
    before: str = ""
    after: str = ""
    fraction: bool = False
    places: str = ""

    @property
    def is_plain(self) -> bool:
        """True where the number shown is the number held, and nothing stands beside it."""
        return self == PLAIN or (
            not (self.percentage or self.thousands or self.after or self.dated or self.fraction)
            and self.clock is Clock.NONE
            and self.before.strip(_SIGNS) in ("", "£")
        )


PLAIN = NumberForm()


@cache
def form_of(number_format: str, *, negative: bool = False) -> NumberForm:
    """What a format makes of positive or negative numbers."""
    if number_format in ("General", "@", "", "#,##0", "#,##0.00"):
        return PLAIN
    positive, *others = _sections(number_format)
    section = positive if not negative or not others else others[0] or positive
    letters = LITERAL.sub("", section).lower()
    clock, dated = _time_in(letters.replace("general", ""))
    if clock is not Clock.NONE or dated:
        return NumberForm(clock=clock, dated=dated)
    if shows_percentage(section):
        return NumberForm(percentage=True)
    if re.search(r"[0#?]\s*/\s*[0-9#?]", letters):
        return NumberForm(fraction=True)
    before, figure, after = _parts(section)
    # Commas behind the last figure divide by 1,000 each.
    commas = len(figure) - len(figure.rstrip(","))
    return NumberForm(thousands=commas, before=before, after=after, places=figure)


def _time_in(letters: str) -> tuple[Clock, bool]:
    """How the letters of a format show time, and whether they show a day: m alone is a month."""
    clock = _clock(letters)
    return clock, "y" in letters or "d" in letters or (clock is Clock.NONE and "m" in letters)


def _sections(number_format: str) -> list[str]:
    """The parts for positive numbers, negative numbers, zero and text."""
    found, at = [""], 0
    for hit in re.finditer(r'"[^"]*"?|\\.|;', number_format):
        if hit[0] == ";":
            found[-1] += number_format[at : hit.start()]
            found.append("")
            at = hit.end()
    found[-1] += number_format[at:]
    return found


def _clock(letters: str) -> Clock:
    if ELAPSED.search(letters):
        return Clock.ELAPSED
    if "am/pm" in letters or "a/p" in letters:
        return Clock.TIME_OF_DAY
    if "h" in letters:
        return Clock.HOURS_SECONDS if "s" in letters else Clock.HOURS_MINUTES
    return Clock.MINUTES_SECONDS if "s" in letters else Clock.NONE


def _parts(section: str) -> tuple[str, str, str]:
    """What is printed before the figure, the figure's own places, and what is printed after."""
    marked = LITERAL.sub(lambda hit: "\0" * len(hit[0]), section)
    found = _FIGURE.search(marked)
    if found is None:
        return "", "", ""
    last = max(hit.end() for hit in _FIGURE.finditer(marked))
    figure = marked[found.start() : last].replace("\0", "")
    return _printed(section[: found.start()]), figure, _printed(section[last:]).strip(_SIGNS)


def _printed(text: str) -> str:
    """The signs of a part of a format that are printed; currency codes by their sign."""
    shown = re.sub(r"\[\$([^\[\]-]*)(?:-[^\[\]]*)?\]", r'"\1"', text)
    made = "".join(
        (hit[1] or "") + (hit[2] or "") + (hit[3] or "") for hit in _TOKEN.finditer(shown)
    )
    return " ".join(made.split())
