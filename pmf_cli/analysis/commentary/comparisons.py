"""Questions about what a comment says of the result beside an earlier one: "better than last December".

Only a sentence that puts the KPI's own result forward is looked at; what else rose or fell in a year is another
figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pmf_cli.analysis.commentary.account import (
    DESCRIBING,
    Account,
    Hit,
    on_text,
    question,
    sentences,
)
from pmf_cli.analysis.commentary.figures import figures_said, is_rough
from pmf_cli.register.figures import as_printed, figure
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import shift, year_earlier
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import Polarity
from pmf_cli.words import MONTH_NAMES

_MONTHS = "|".join(MONTH_NAMES)
_THAN = re.compile(
    r"(?:(?<![£\d.,])(?P<number>\d[\d,]*(?:\.\d+)?)(?:\s?%)?(?:\s(?!than\b)[a-z]+){0,2}\s)?"
    r"\b(?P<way>better|worse|higher|lower|more|fewer|less) than (?:in |at |for )?(?P<when>"
    rf"last year|last (?P<month>{_MONTHS})|a year (?:ago|before|earlier)|(?:in )?the (?:year|12 months) before"
    r"|the (?:same|previous) (?:time|month|quarter|period|year)(?: (?:last year|a year (?:ago|before)))?"
    r"|(?:last|the last) (?P<last>month|quarter)|the (?P<before>month|quarter) before)\b",
    re.IGNORECASE,
)
_UP, _DOWN = ("higher", "more"), ("lower", "fewer", "less")


@question("other comparison")
def other_comparison(account: Account) -> Iterator[Hit]:
    """A comment compares the result with an earlier one otherwise than the register's figures do."""
    value = None if account.rating.result is None else account.rating.result.value
    if not isinstance(value, Decimal):
        return
    for comment in account.of_kind(*DESCRIBING):
        yield from _contradicted(account, comment, value)


def _contradicted(account: Account, comment: Commentary, value: Decimal) -> Iterator[Hit]:
    for sentence in sentences(comment.text or ""):
        if not _puts_forward(account, sentence[0], value):
            continue
        for found in _THAN.finditer(sentence[0]):
            period = _meant(account.period, found)
            before = _value_at(account, period)
            if before is None or _is_so(account, found, sentence[0], (before, value)):
                continue
            text = (
                f"The comment says “{' '.join(found[0].split())}”; the register has {figure(value, account.kpi)} "
                f"after {figure(before, account.kpi)} for {period}. Which is right?"
            )
            yield on_text(
                comment, text, sentence.start() + found.start(), sentence.start() + found.end()
            )
            return


def _puts_forward(account: Account, words: str, value: Decimal) -> bool:
    """Whether a sentence gives the KPI's result."""
    places = account.kpi.decimal_places
    return any(one.means(value, places) for one in figures_said(words, account.kpi))


def _meant(own: Period, found: re.Match[str]) -> Period | None:
    """The period that is compared with; ``None`` where it is not known which."""
    month = (found["month"] or "").casefold()
    if month and month != MONTH_NAMES[own.end.month - 1].casefold():
        return None
    words = found["when"].casefold()
    is_step = found["last"] or found["before"] or words.startswith("the previous")
    return shift(own, -1) if is_step else year_earlier(own)


def _value_at(account: Account, period: Period | None) -> Decimal | None:
    rows = account.assessment.register.results_of(account.kpi.ref)
    row = None if period is None else rows.get(period)
    return None if row is None else row.number


def _is_so(account: Account, found: re.Match[str], words: str, pair: Sequence[Decimal]) -> bool:
    """Whether the figures before and now differ in the way, and by as much, as a comment says."""
    before, now = pair
    way, change = found["way"].casefold(), now - before
    if way in ("better", "worse"):
        if account.kpi.polarity not in (Polarity.HIGHER, Polarity.LOWER):
            return True
        gain = change if account.kpi.polarity is Polarity.HIGHER else -change
        is_way = gain > 0 if way == "better" else gain < 0
    else:
        is_way = change > 0 if way in _UP else change < 0
    number = found["number"]
    if number is None or is_rough(words, found.start()):
        # Without a figure "more" may be of something else: more workers than last year.
        return is_way or (number is None and way in (*_UP, *_DOWN))
    sizes = _sizes(account, pair, with_per_cent="point" not in found[0].casefold())
    said, written = Decimal(number.replace(",", "")), len(number.partition(".")[2])
    return is_way and any(as_printed(size, written) == said for size in sizes)


def _sizes(account: Account, pair: Sequence[Decimal], *, with_per_cent: bool) -> list[Decimal]:
    """How far two figures differ: as they are, as they are printed, and in per cent."""
    (before, now), places = pair, account.kpi.decimal_places
    shown = [one if places is None else as_printed(one, places) for one in pair]
    sizes = [abs(now - before), abs(shown[1] - shown[0])]
    if before and with_per_cent:
        sizes.append(abs(now - before) / abs(before) * 100)
    return sizes


QUESTIONS = (other_comparison,)
"""Every question of this theme."""
