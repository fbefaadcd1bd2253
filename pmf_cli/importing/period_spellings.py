"""Periods as scorecards write them, respelt as periods are written elsewhere."""

from __future__ import annotations

import re

MONTH_NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_NUMBERS = {
    word: number
    for number, words in enumerate(("first 1st one", "second 2nd two", "third 3rd three", "fourth 4th four"), 1)
    for word in words.split()
}  # fmt: skip
_QUARTER_IN_WORDS = re.compile(
    r"\b(first|second|third|fourth|1st|2nd|3rd|4th) (?:quarter|qtr)\b|\bquarter (one|two|three|four)\b",
    re.I,
)
_MONTH_AND_YEAR = re.compile(r"(?<![\d/.-])(0?[1-9]|1[0-2])[-/.](20\d\d)(?![\d/.-])")
_MONTH = rf"({'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\b"
_HALF_IN_WORDS = re.compile(r"\b(first|second|1st|2nd) half(?:[- ]year| of the year)?\b", re.I)
# H1 by itself may be a KPI's reference; beside its months it is a half-year.
_HALF_BESIDE_ITS_MONTHS = re.compile(
    rf"\bh ?([12])\b(?=\s*[(\-–:]\s*{_MONTH}\s?(?:-|–|to)\s?{_MONTH})", re.I
)
_MONTHS_OF_QUARTER = re.compile(
    r"\b(?:q|qtr|quarter)\.? ?(?P<number>[1-4])(?P<year> (?:20)?\d\d[/\-–](?:20)?\d\d)?\s*[(\-–:]?\s*"
    rf"{_MONTH}\s?(?:-|–|to)\s?{_MONTH}(?: ?'?(?P<of>(?:20)?\d\d)(?![\d/–-]))?\)?",
    re.I,
)
_AND = r"(?: ?[,/&] ?| and | )"
_THREE_MONTHS = re.compile(rf"\b{_MONTH}{_AND}{_MONTH}{_AND}{_MONTH}", re.I)
_FROM_FIRST_TO_LAST = re.compile(
    rf"\b0?1(?:st)? {_MONTH}( 20\d\d)?\s?(?:-|–|to)\s?(?:30|31)(?:st|th)? {_MONTH}", re.I
)


def respelt(text: str, year_start: int) -> str:
    """The text as periods are written elsewhere: ``04-2024`` → ``2024-04``, one blank between words."""
    plain = re.sub(r"(?<!\d)(20\d\d)_(\d\d)(?!\d)", r"\1/\2", text).replace("_", " ")
    plain = _QUARTER_IN_WORDS.sub(
        lambda found: f"Q{_NUMBERS[found[found.lastindex or 0].casefold()]}", plain
    )
    plain = _HALF_IN_WORDS.sub(lambda found: f"half {_NUMBERS[found[1].casefold()]}", plain)
    plain = _HALF_BESIDE_ITS_MONTHS.sub(r"half \1", plain)
    plain = _THREE_MONTHS.sub(_first_to_last, " ".join(plain.split()))
    plain = _FROM_FIRST_TO_LAST.sub(lambda found: f"{found[1]}{found[2] or ''} - {found[3]}", plain)
    plain = _MONTHS_OF_QUARTER.sub(lambda found: _without_its_months(found, year_start), plain)
    return _MONTH_AND_YEAR.sub(lambda found: f"{found[2]}-{int(found[1]):02}", plain)


def _first_to_last(found: re.Match[str]) -> str:
    """Three months one after another as the first to the last: ``Apr/May/Jun`` → ``Apr-Jun``."""
    first, second, third = (MONTH_NUMBERS[name.casefold()] for name in found.groups())
    are_in_turn = (second - first) % 12 == 1 == (third - second) % 12
    return f"{found[1]}-{found[3]}" if are_in_turn else found[0]


def _without_its_months(found: re.Match[str], year_start: int) -> str:
    """A quarter without the months that it has anyway; those of another time are left to be asked about."""
    first, last = (MONTH_NUMBERS[found[at].casefold()] for at in (3, 4))
    number, year, of = found["number"], found["year"] or "", found["of"]
    is_own = (first - year_start) % 12 == 3 * (int(number) - 1) and (last - first) % 12 == 2
    if of is not None:
        begins = int(re.split(r"[/\-–]", year)[0][-2:]) if year else None
        is_own = is_own and begins is not None and int(of[-2:]) == begins + (last < year_start)
    return f"Q{number}{year}" if is_own else found[0]
