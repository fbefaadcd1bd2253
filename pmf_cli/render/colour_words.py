"""Where Red, Amber or Green in a text is a rating, and not part of a name.

A council's own words for the colours must stand in every sentence that pmf writes, while
``Green Flag parks`` and ``Amber Valley`` stay. Texts do not say which of their words are ratings,
so that the words around one must tell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_COLOURS = ("Red", "Amber", "Green")
_ANY = f"(?:{'|'.join(_COLOURS)})"
_BEFORE = (
    *("rated", "was", "is", "are", "be", "been", "become", "from", "to", "than", "Therefore"),
    *("where", "as", "the", "a", "no", "never", "still", "called", "that", "on", "any"),
    *(f"{colour} {joined}" for colour in _COLOURS for joined in ("and", "or", "to")),
)
"""Words before a rating in the sentences that pmf writes."""
_AFTER = (
    "in",
    "for",
    "but",
    "by",
    "before",
    "only",
    "boundary",
    "begins",
    "without",
    "because",
    "under",
    "now",
)
"""Words after one, where the sentence does not end there."""
_PRECEDED = "|".join(rf"(?<=\b{words} )" for words in _BEFORE)
_AT_START = rf"^{_ANY}(?=[.:;]|$| \(| (?:and|or) {_ANY}\b)"
_AFTER_COLON = rf"(?<=: ){_ANY}(?=\.|$|, (?:improved|worsened|similar|no\b|not\b))"
_WITHIN = (
    rf"(?:(?<=\d )|{_PRECEDED}){_ANY}"
    rf"(?=[,.;:)]|$| \(| KPIs?\b| (?:and|or|to) (?:\d|{_ANY}\b)| (?:{'|'.join(_AFTER)})\b)"
)
_RATING = re.compile(f"{_AT_START}|{_AFTER_COLON}|{_WITHIN}")


def reworded(text: str, own: Mapping[str, str]) -> str:
    """The text with a council's own words where a colour's word is a rating.

    Args:
        text: one paragraph, cell or label.
        own: ``Red``, ``Amber`` and ``Green`` → the council's word, where it has one.
    """
    if not any(colour in text for colour in own):
        return text
    return _RATING.sub(lambda found: own.get(found[0], found[0]), text)
