"""What words over several KPIs claim of their counts (“most are on target”), held against the counts themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from pmf_cli.analysis.commentary.account import sentences
from pmf_cli.analysis.commentary.claims import NOT_YET
from pmf_cli.frozen import frozen
from pmf_cli.rag.counts import Counts
from pmf_cli.register.terms import RATING_WORDS, Rag, RatingWords

NEARLY = (4, 5)
"""The least share of which “nearly all” is said: four of five."""
_SHARES: Mapping[str, Callable[[int, int], bool]] = {
    "all": lambda some, of: some == of,
    "nearly all": lambda some, of: NEARLY[1] * some >= NEARLY[0] * of,
    "most": lambda some, of: 2 * some > of,
    "half": lambda some, of: abs(2 * some - of) <= 1,
    "fewer than half": lambda some, of: 2 * some < of,
    "none": lambda some, of: some == 0,
}
_OTHER_WORDS = {
    "almost all": "nearly all",
    "the majority": "most",
    "a majority": "most",
    "more than half": "most",
    "less than half": "fewer than half",
}
ON_TARGET, OFF_TARGET = "on target", "off target"
_STATES = {"on target": ON_TARGET, "met": ON_TARGET, "off target": OFF_TARGET, "missed": OFF_TARGET}


@frozen
class CountClaim:
    """A claim that the counts do not bear out.

    Attributes:
        quote: the words that claim it.
        state: what is claimed of the KPIs: ``on target``, or the word for a colour.
        number: of how many it is so.
        of: of how many rated ones.
    """

    quote: str
    state: str
    number: int
    of: int


def contradicted(
    text: str | None, counts: Counts, words: RatingWords = RATING_WORDS
) -> Iterator[CountClaim]:
    """The claims of a text that the counts of its KPIs do not bear out; none where no KPI is rated."""
    if not text or not counts.rated:
        return
    numbers = {ON_TARGET: counts.green, OFF_TARGET: counts.rated - counts.green}
    numbers |= {words[rag]: counts.by_rag[rag] for rag in Rag}
    states = _STATES | {words[rag].casefold(): words[rag] for rag in Rag}
    pattern = _pattern(tuple(states))
    for part in sentences(text):
        for found in pattern.finditer(part[0]):
            if NOT_YET.search(part[0], 0, found.start()):
                continue
            how = " ".join(found["how"].casefold().split())
            state = states[" ".join(found["what"].casefold().split())]
            if not _SHARES[_OTHER_WORDS.get(how, how)](numbers[state], counts.rated):
                yield CountClaim(found[0], state, numbers[state], counts.rated)


def _pattern(states: tuple[str, ...]) -> re.Pattern[str]:
    how = "|".join(sorted((*_OTHER_WORDS, *_SHARES), key=len, reverse=True))
    what = "|".join(map(re.escape, states))
    return re.compile(
        rf"\b(?P<how>{how})(?: of)?(?: (?:the|its|our|these|them))?(?: \w+)?"
        rf"(?: (?:KPIs|indicators|measures|targets|results))?(?: (?:are|is|were|have been))(?: now| still| again)? (?P<what>{what})\b"
        rf"(?! to\b)",
        re.IGNORECASE,
    )
