"""Words that say how firm a figure is: actual, provisional, estimated, revised, or no result but a forecast."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from pmf_cli.register.terms import ValueStatus


class Firmness(StrEnum):
    """How firm a figure is; the value is the word used in the answers."""

    ACTUAL = "Actual"
    PROVISIONAL = "Provisional"
    ESTIMATED = "Estimated"
    REVISED = "Revised"
    FORECAST = "Forecast"

    @property
    def status(self) -> ValueStatus | None:
        """What the sheet ``Results`` says of such a figure; ``None`` where it says nothing."""
        return None if self in (Firmness.ACTUAL, Firmness.FORECAST) else ValueStatus(self.value)


_WORDS = {
    Firmness.ACTUAL: "a; act; actual; final; confirmed; validated; audited; outturn",
    Firmness.PROVISIONAL: "p; prov; provisional; unvalidated; unaudited; draft; interim; not yet validated",
    Firmness.ESTIMATED: "e; est; estimate; estimated",
    Firmness.REVISED: "r; rev; revised",
    Firmness.FORECAST: "f; fc; fcst; forecast; forecasted; projected; projection; predicted; prediction; anticipated",
}
_MEANT = {word: firmness for firmness, words in _WORDS.items() for word in words.split("; ")}
# Letters that are a colour too: a column of nothing else is one of ratings.
_COLOURS = frozenset({"a", "r"})
EXPECTED = re.compile(
    r"\b(?:forecast(?:ed)?|fcst|project(?:ed|ion)|predict(?:ed|ion)|anticipated"
    r"|expected (?:outturn|result|year end|out turn))\b"
)
"""Words in a heading, in plain form, that make its figures forecasts."""
PLAIN_FORECAST = re.compile(
    r"(?:forecast(?:ed)?|fcst|project(?:ed|ion)|predict(?:ed|ion)|anticipated|expected|year end|yearend|full year|annual|end of year"
    r"|outturn|out turn|result|value|actual|position|performance|for|the|year|end|of|at|kpi|latest|current|figure|\s)+"
)
"""A heading of a forecast that says nothing else."""


def firmness_in(text: str) -> Firmness | None:
    """What a word or mark says of a figure; ``None`` where it is no such word."""
    return _MEANT.get(" ".join(text.casefold().strip(" ().[]").split()))


def are_firmness(texts: Collection[str]) -> bool:
    """Whether all texts say how firm a figure is, and not all could be ratings."""
    plain = {text.casefold().strip(" ().[]") for text in texts}
    return bool(plain - _COLOURS) and all(firmness_in(text) is not None for text in plain)
