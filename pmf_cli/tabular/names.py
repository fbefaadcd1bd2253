"""How near a name that people typed is to a known one: slips of the finger, plurals, words left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Letters alone: a year or number in a name tells nothing of what it names.
_WORD = re.compile(r"[^\W\d_]+")
_SHORT, _MIDDLE = 5, 11
"""Letters up to which one slip and two slips are borne; longer names bear three."""
LEAST_WORD = 4
"""Letters from which one word may stand for a name of several."""


@lru_cache(4096)
def plain_key(text: str) -> str:
    """A text without case, spaces, dashes and stops, for comparing."""
    low = re.sub("[\u200b-\u200f\u2060\ufeff\u00ad]", "", text).casefold().strip("()[] ")
    low = low.replace("&", "and")
    # Dashes of every length, curly quotes and stops are typed as they come.
    return re.sub(r"[\s\-‐-―_.,:;'’\"]+", "", low)


def slips_between(one: str, other: str) -> int:
    """Letters put in, left out, exchanged or swapped between two names (Damerau–Levenshtein)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, there in enumerate(other, 1):
            cost = min(
                last[column] + 1,
                now[column - 1] + 1,
                last[column - 1] + (letter != there),
            )
            swapped = row > 1 and column > 1 and letter == other[column - 2]
            if swapped and one[row - 2] == there:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]


def is_slip(one: str, other: str) -> bool:
    """Whether one name is the other mistyped, in the plural, or with other blanks and dashes."""
    as_typed = plain_key(one), plain_key(other)
    return _is_slip(*as_typed) or _is_slip(*map(_singular, as_typed))


def _is_slip(one: str, other: str) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    if not shorter:
        return False
    borne = 1 if shorter <= _SHORT else 2 if shorter <= _MIDDLE else 3
    return longer - shorter <= borne and slips_between(one, other) <= min(borne, longer - 1)


def shares_words(one: str, other: str) -> bool:
    """Whether the words of one name all stand in the other, at least by their beginning.

    ``Rules 24-25`` and ``Rating rules``; ``Value stat`` and ``Value status``.
    """
    few, many = sorted((_words(one), _words(other)), key=len)
    if not few or max(map(len, few)) < LEAST_WORD:
        return False
    return all(any(_same_word(word, there) for there in many) for word in few)


def nearest(name: str, known: Iterable[str], *, by_words: bool = False) -> str | None:
    """The known name that a name is nearest to, also by shared words where asked; ``None`` where none is near."""
    near = [
        (slips_between(plain_key(name), plain_key(other)), other)
        for other in known
        if is_slip(name, other) or (by_words and shares_words(name, other))
    ]
    return min(near)[1] if near else None


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= _SHORT and word.endswith("s") else word


def _words(name: str) -> list[str]:
    return [_singular(word) for word in _WORD.findall(name.casefold())]


def _same_word(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    return len(shorter) >= LEAST_WORD and (
        longer.startswith(shorter) or (len(shorter) > _SHORT and is_slip(word, other))
    )
