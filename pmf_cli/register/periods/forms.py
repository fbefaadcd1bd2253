"""The written forms of a period: one pattern and one function each, tried in order.

Patterns are matched against text made plain by ``period_text``: lower case, one kind of dash,
single spaces, no brackets or commas. A function gives the period, or raises ``PeriodError``
where the form is known but means nothing or more than one thing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from pmf_cli.register.periods.context import PeriodContext
from pmf_cli.register.periods.parts import (
    ending_form,
    half_form,
    half_of_one_year_form,
    month_form,
    month_of_year_form,
    months_form,
    quarter_form,
    quarter_of_one_year_form,
    rolling_form,
    term_form,
    term_of_one_year_form,
)
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.words import DAY, MONTH, PAIR
from pmf_cli.register.periods.year_forms import (
    academic_form,
    calendar_form,
    day_form,
    financial_form,
    hyphen_form,
    iso_interval_form,
    pooled_pairs_form,
    pooled_two_form,
    single_year_form,
    six_figures_form,
    slash_pair_form,
    snapshot_form,
    survey_form,
    two_days_form,
)

Form = Callable[[re.Match[str], PeriodContext, int], Period]
"""The match, what is known of the KPI, the month in which the year begins → the period."""

_QUARTER = r"(?:q|qtr|quarter) ?(?P<n>[1-4])"
_NTH_QUARTER = r"(?P<n>[1-4]|first|second|third|fourth)(?:st|nd|rd|th)? (?:quarter|qtr)"
_HALF = r"(?:h|half|half[ -]year) ?(?P<n>[12])"
_NTH_HALF = r"(?P<n>[12]|first|second)(?:st|nd)? half(?: ?-?year)?"
_TERM = r"(?P<t>autumn|spring|summer)(?: term)?"
_SPAN = r"(?P<a>" + MONTH + r") ?(?:-|to|/) ?(?P<b>" + MONTH + ")"
_ENDS = r"(?P<em>" + MONTH + r")[ -]?'?(?P<ey>\d{4}|\d{2})"
_GAP = r"[ /:-]{0,3}(?:of )?"
_PLAIN_DAY = re.sub(r"\?P<\w+>", "?:", DAY)


def _either(*words: str, year: str = PAIR) -> list[str]:
    """Patterns with the words before the year and after it."""
    return [p for w in words for p in (w + _GAP + year, year + _GAP + w)]


_TABLE: tuple[tuple[Form, list[str]], ...] = (
    (quarter_form, _either(_QUARTER, _NTH_QUARTER, _QUARTER + " " + _SPAN)),
    (quarter_form, [_SPAN + " " + _QUARTER + _GAP + PAIR, _QUARTER + _GAP + PAIR + " " + _SPAN]),
    (half_form, _either(_HALF, _NTH_HALF)),
    (quarter_of_one_year_form, _either(_QUARTER, _NTH_QUARTER, year=r"(?P<y>\d{4}|\d{2})")),
    (half_of_one_year_form, _either(_HALF, _NTH_HALF, year=r"(?P<y>\d{4}|\d{2})")),
    (month_of_year_form, _either(r"(?:m|month|p|period) ?(?P<n>\d{1,2})")),
    (term_form, _either(_TERM)),
    (term_of_one_year_form, _either(_TERM, year=r"(?P<y>\d{4})")),
    (academic_form, _either(r"(?:ay|academic(?: year)?|school year)")),
    (financial_form, _either(r"(?:fy|financial year)")),
    (calendar_form, _either(r"(?:cy|calendar year)", year=r"(?P<y>\d{4})")),
    (survey_form, _either(r"survey(?: wave)?", year=r"(?P<y>\d{4})")),
    (
        month_form,
        [
            r"(?P<m>" + MONTH + r")[ '/-]{0,2}(?P<y>\d{4}|\d{2})",
            r"(?P<y>\d{4})[ /-]?(?P<m>" + MONTH + ")",
        ],
    ),
    (
        months_form,
        [
            r"(?P<a>" + MONTH + r") ?(?P<x>\d{4}|\d{2})? ?(?:-|to) ?(?P<b>" + MONTH + ")"
            r"[ '-]?(?P<y>\d{4}|\d{2})"
        ],
    ),
    (
        rolling_form,
        [
            r"(?:rolling )?(?:(?P<n>\d{1,3}) ?-?(?:months?|m)|(?:rolling )?year)"
            r" (?:rolling )?(?:to|ending|ended|to end(?: of)?|up to) (?:the end of )?"
            r"(?:" + _ENDS + "|" + DAY + ")"
        ],
    ),
    (
        ending_form,
        [
            r"(?P<what>week|month|quarter|half[ -]year) (?:ending|ended|to)(?: on)? "
            r"(?:" + _ENDS + "|" + DAY + ")"
        ],
    ),
    (snapshot_form, [r"(?:as )?(?:at|on|of)(?: the)? " + DAY, r"snapshot(?: at| on| of)? " + DAY]),
    (iso_interval_form, [r"(?P<from>\d{4}-\d{2}-\d{2})/p(?P<n>\d{1,3})(?P<u>[dwmy])"]),
    (two_days_form, [_PLAIN_DAY + r" ?(?:/|-|to) ?" + _PLAIN_DAY]),
    (day_form, [DAY]),
    (
        pooled_pairs_form,
        [r"(?P<y>\d{4})/(?P<z>\d{4}|\d{2}) ?(?:-|to) ?(?P<x>\d{4}|\d{2})/(?P<w>\d{4}|\d{2})"],
    ),
    (pooled_two_form, [r"(?P<y>\d{4}) (?:and|&|\+) (?P<z>\d{4})"]),
    (hyphen_form, [r"(?P<y>\d{4}) ?(?:-|to) ?(?P<z>\d{4}|\d{2})"]),
    (slash_pair_form, [PAIR]),
    (six_figures_form, [r"(?P<y>(?:19|20)\d{2})(?P<z>\d{2})"]),
    (single_year_form, [r"(?P<y>\d{4})"]),
)

FORMS: tuple[tuple[str, Form], ...] = tuple(
    (pattern, form) for form, patterns in _TABLE for pattern in patterns
)
"""Every written form in the order of trial, the most telling first."""


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A form's pattern, compiled when it is first tried: one register is written in few of the fifty."""
    return re.compile(pattern)
