"""Words that people type where a result is missing, and the few whose meaning is certain.

``[c]`` and ``[z]`` are the Analysis Function's shorthand (symbols in tables); ``[x]`` only says
that a figure is not available and not why, so it is no reason.
"""

from __future__ import annotations

import re

from pmf_cli.register.terms import NoDataReason

NOT_APPLICABLE = frozenset({"n/a", "na", "n.a.", "n.a", "-", "–", "—", "none", "nil return", "[z]"})
"""Words that mean "nothing to fill in here" in columns that may be blank."""

# Whole texts only: "overdue" is a reason, "2 overdue" is a figure with a word.
_CERTAIN: tuple[tuple[re.Pattern[str], NoDataReason], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (r"\[c\]|suppressed|confidential", NoDataReason.SUPPRESSED),
        (r"\[z\]|not applicable", NoDataReason.NOT_APPLICABLE),
        (r"discontinued", NoDataReason.DISCONTINUED),
        (
            r"annual (?:kpi|pi|indicator|measure)|not due|report(?:s|ed)? (?:in|i) q ?[1-4]"
            r"|reposts in q ?[1-4]|report later|reported annually",
            NoDataReason.NOT_DUE,
        ),
        (r"return overdue|overdue", NoDataReason.OVERDUE),
        (
            r"awaiting (?:national )?publication|not yet published",
            NoDataReason.AWAITING_PUBLICATION,
        ),
        (r"under development|in development", NoDataReason.DEVELOPMENT),
        (r"data quality (?:problem|issue)s?", NoDataReason.DATA_QUALITY),
        (r"not comparable", NoDataReason.NOT_COMPARABLE),
    )
)
# "<5" hides a small number where things are counted; of a percentage it hides nothing.
_SMALL = re.compile(r"< ?(\d{1,3})")
TO_COME = frozenset(
    {"tbc", "tba", "tbd", "to be confirmed", "to be advised", "to follow", "pending", "awaiting",
     "awaiting data", "awaited"}
)  # fmt: skip
"""Words that say that a figure is still to come: a blank with a name, asked for as one."""
_TYPED = TO_COME | frozenset(
    {"x", "[x]", "..", "nil", "new", "unavailable", "missing", "unknown", "div/0", "#div/0", "ref",
     "not available", "no data", "not known", "to be agreed", "data not available", "not collected"}
)  # fmt: skip
"""Words for data that are not there, of which all but ``TO_COME`` leave open why."""


def reason_in(text: str, *, counts: bool) -> NoDataReason | None:
    """The reason that a text in a value cell certainly means; ``<5`` hides a small number where the KPI ``counts`` things."""
    plain = " ".join(text.split()).strip(" .")
    for pattern, reason in _CERTAIN:
        if pattern.fullmatch(plain):
            return reason
    for reason in NoDataReason:
        if plain.lower() == reason.value.lower():
            return reason
    small = _SMALL.fullmatch(plain)
    if small and counts and int(small[1]) <= 10:
        return NoDataReason.SUPPRESSED
    return None


def is_to_come(text: str) -> bool:
    """Whether a text says that the figure is still to come."""
    return " ".join(text.split()).lower().strip(" .()[]") in TO_COME


def is_not_applicable(text: str) -> bool:
    """Whether a text says that there is nothing to fill in."""
    return " ".join(text.split()).lower() in NOT_APPLICABLE


def is_missing_word(text: str) -> bool:
    """Whether a text is one of the words for data that are not there."""
    low = " ".join(text.split()).lower()
    return (
        low in _TYPED
        or is_to_come(text)
        or low in NOT_APPLICABLE
        or reason_in(text, counts=True) is not None
    )
