"""Which way is better, in the words councils use: High, Pref'd Outcm, (Minimise), desc."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pmf_cli.frozen import frozen
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
    "monitor",
    "monitor only",
    "monitoring",
    "monitoring only",
    "no target",
    "context",
    "context only",
    "tracker",
    "data only",
    "information only",
    "for information",
}
_ORDER = {"asc", "desc", "ascending", "descending"}
_NAMED = re.compile(
    r"\(?\b(?:aim to )?(maximis|maximiz|minimis|minimiz)(?:e|ing)\b\)?", re.IGNORECASE
)


_UP = frozenset("▲△🔺🔼↑⇑⬆↗⬈")
_DOWN = frozenset("▼▽🔻🔽↓⇓⬇↘⬊")
_SIGNS = "".join((*_UP, *_DOWN)) + "\ufe0f"
_STEMS = (
    (Polarity.HIGHER, re.compile(r"high(?:er|est)?|up|upwards?|increas\w*|more|bigger|larger|greater|maximi[sz]\w*|ris(?:e|ing)|grow\w*")),
    (Polarity.LOWER, re.compile(r"low(?:er|est)?|down|downwards?|decreas\w*|less|fewer|smaller|minimi[sz]\w*|reduc\w*|fall(?:ing)?|drop")),
)  # fmt: skip
_BETTER = frozenset(
    {"better", "good", "best", "aim", "improvement", "desired", "wanted", "preferred"}
)
"""Words that say that a direction is wished for, and not only what happened."""
_AROUND = _BETTER | {
    "is", "are", "a", "an", "the", "to", "be", "being", "=", "-", "–", "for", "of", "in", "we", "want", "should", "means",
    "performance", "figure", "figures", "value", "values", "number", "numbers", "result", "results", "outcome", "score",
    "target", "trend", "direction", "this", "indicator", "measure", "%", "ideally",
}  # fmt: skip
"""Words that may stand around a direction without changing what it means."""


@frozen
class PolarityReading:
    """A polarity as read, with how sure and why; ``None`` where the words do not tell."""

    polarity: Polarity | None
    sure: Sureness
    why: str


def polarity_in(text: str) -> PolarityReading:
    """The polarity that a cell states."""
    low = " ".join(text.casefold().split()).strip(" .")
    words, bracket, within = low.partition("(") if low.endswith(")") else (low, "", "")
    signs, words = _signs_apart(words.strip())
    known = (_known(words) or _by_stems(words)) if words else None
    if known is None or signs not in (None, known):
        return _doubtful(signs, words, known)
    if bracket:
        return PolarityReading(known, Sureness.LIKELY, f"the cell adds “{within[:-1]}”")
    if known is Polarity.NONE and words != "no polarity":
        return PolarityReading(known, Sureness.LIKELY, "it may also mean that nobody has said")
    return PolarityReading(known, Sureness.CERTAIN, "these words say which way is better")


_OTHER_WAY = {Polarity.HIGHER: Polarity.LOWER, Polarity.LOWER: Polarity.HIGHER}
_YES = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


def polarity_by_heading(heading: str, text: str) -> PolarityReading | None:
    """What yes or no says under a heading that asks: ``Low is good?``; ``None`` for other headings and texts."""
    asked = polarity_in(heading.replace("?", " ")).polarity
    says_yes = _YES.get(text.casefold().strip(" ."))
    if asked not in _OTHER_WAY or says_yes is None:
        return None
    meant = asked if says_yes else _OTHER_WAY[asked]
    return PolarityReading(meant, Sureness.LIKELY, f"the answer to “{heading}”")


def _doubtful(signs: Polarity | None, words: str, known: Polarity | None) -> PolarityReading:
    """What is asked of signs alone, of signs and words that differ, and of words that do not tell."""
    if signs is not None and not words:
        why = "a sign, taken for the direction that is better; it may be how the figures moved"
        return PolarityReading(signs, Sureness.DOUBTFUL, why)
    why = "the words do not say which way is better"
    if known is not None:
        why = "its sign and its words differ"
    elif words in _ORDER:
        why = "it may be the order of a list, where first is best, or the way the figure should go"
    return PolarityReading(None, Sureness.DOUBTFUL, why)


def _signs_apart(text: str) -> tuple[Polarity | None, str]:
    """The direction of the signs at the ends of a text, and its words."""
    signs = {sign for sign in text if sign in _SIGNS}
    words = " ".join(text.translate({ord(sign): " " for sign in _SIGNS}).split())
    if signs & _UP and not signs & _DOWN:
        return Polarity.HIGHER, words
    if signs & _DOWN and not signs & _UP:
        return Polarity.LOWER, words
    return None, words if not signs else text


def _by_stems(words: str) -> Polarity | None:
    """The one direction that words name among words that change nothing: ``lower values are better``."""
    found: set[Polarity] = set()
    for word in re.sub(r"[,;:.!]", " ", words).split():
        named = {polarity for polarity, stem in _STEMS if stem.fullmatch(word)}
        if not named and word not in _AROUND:
            return None
        found |= named
    return found.pop() if len(found) == 1 else None


_CUE = re.compile(
    r"\b(?:better|good|best|desired|desirable|aim\w*|want\w*|prefer\w*|polarity|ideal\w*|success|optimum|wished|improvement (?:is|means)|which way)\b", re.I
)  # fmt: skip
_NOT_A_SIDE = (None, Polarity.NONE)
_MOVED = re.compile(
    r"(?:up|down|increas\w*|decreas\w*|ris\w+|fall\w*|grow\w*|reduc\w*|drop|\W*)", re.I
)


def column_of_polarities(heading: str, texts: Sequence[str]) -> Sureness | None:
    """How sure a column says which way is better, by its cells alone; ``None`` where it does not.

    Directions such as "Up" also say how figures moved, and "High" how large a risk is: they count
    only where the heading or a cell says that the direction is wished for.
    """
    asked = ((text, polarity_by_heading(heading, text) or polarity_in(text)) for text in texts)
    read = [(text, reading.polarity) for text, reading in asked]
    others = [text for text, polarity in read if polarity is None]
    has_side = any(polarity not in _NOT_A_SIDE for _, polarity in read)
    are_few = len(others) * 2 <= len(texts) and all(len(one.split()) <= _FEW for one in others)
    if not has_side or not are_few:
        return None
    if any(map(_CUE.search, (heading, *texts))):
        return Sureness.DOUBTFUL if others else Sureness.LIKELY
    return None if others or all(map(_says_more, texts)) else Sureness.DOUBTFUL


def _says_more(text: str) -> bool:
    """Whether a direction is also a word for how figures moved, or for a level."""
    plain = text.casefold().strip()
    return plain in _LEVELS or _MOVED.fullmatch(plain) is not None


_FEW = 3
"""Words of a cell without a direction: "No target", "Monitor", and no sentence."""
_LEVELS = frozenset({"high", "low", "h", "l", "positive", "negative", "plus", "minus"})


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
