"""Which way is better, in the words councils use: High, Pref'd Outcm, (Minimise), desc."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pmf_cli.importing.guesses import Sureness
from pmf_cli.register.terms import Polarity

_HIGHER = {
    "high", "higher", "higher is better", "high is good", "up", "increase", "increasing", "rise", "bigger",
    "bigger is better", "maximise", "maximize", "higher better", "aim to maximise", "larger is better", "plus",
    "more is better", "h", "higher the better", "good to be high", "greater", "increase is good", "positive",
    "grow", "growth",
}  # fmt: skip
_LOWER = {
    "low", "lower", "lower is better", "low is good", "down", "decrease", "decreasing", "fall", "smaller",
    "smaller is better", "minimise", "minimize", "lower better", "aim to minimise", "less is better", "l",
    "lower the better", "good to be low", "reduce", "reduction", "decrease is good", "negative", "minus",
}  # fmt: skip
_RANGE = {
    "goldilocks",
    "within a range",
    "range",
    "in range",
    "goal post",
    "within range",
    "plan is best",
}
_NONE = {
    "-",
    "na",
    "n/a",
    "none",
    "neither",
    "no polarity",
    "not applicable",
    "neutral",
    "contextual",
    "n.a.",
}
_ORDER = {"asc", "desc", "ascending", "descending"}
_NAMED = re.compile(
    r"\(?\b(?:aim to )?(maximis|maximiz|minimis|minimiz)(?:e|ing)\b\)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PolarityReading:
    """A polarity as read, with how sure and why; ``None`` where the words do not tell."""

    polarity: Polarity | None
    sure: Sureness
    why: str


def polarity_in(text: str) -> PolarityReading:
    """The polarity that a cell states."""
    low = " ".join(text.casefold().split()).strip(" .")
    words, bracket, within = low.partition("(") if low.endswith(")") else (low, "", "")
    words = words.strip()
    known = _known(words)
    if known is None:
        if words in _ORDER:
            why = "it may be the order of a list, where first is best, or the way the figure should go"
            return PolarityReading(None, Sureness.DOUBTFUL, why)
        return PolarityReading(None, Sureness.DOUBTFUL, "the words do not say which way is better")
    if bracket:
        return PolarityReading(known, Sureness.LIKELY, f"the cell adds “{within[:-1]}”")
    if known is Polarity.NONE and words != "no polarity":
        return PolarityReading(known, Sureness.LIKELY, "it may also mean that nobody has said")
    return PolarityReading(known, Sureness.CERTAIN, "these words say which way is better")


def _known(words: str) -> Polarity | None:
    for polarity, spellings in (
        (Polarity.HIGHER, _HIGHER),
        (Polarity.LOWER, _LOWER),
        (Polarity.RANGE, _RANGE),
        (Polarity.NONE, _NONE),
    ):
        if words in spellings:
            return polarity
    return None


def polarity_in_name(name: str) -> Polarity | None:
    """The polarity that a KPI's name states, as in ``Recycling contamination (Minimise)``."""
    found = _NAMED.search(name)
    if found is None:
        return None
    return Polarity.HIGHER if found[1].lower().startswith("max") else Polarity.LOWER


def name_without_polarity(name: str) -> str:
    """The name without a bracket that only states the polarity."""
    return " ".join(
        re.sub(r"\(\s*(?:aim to )?(?:max|min)imi[sz]e\s*\)", " ", name, flags=re.I).split()
    )
