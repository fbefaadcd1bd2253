"""Numbers written as text: signs, pounds, commas, per cent, units and marks.

Only what is certain becomes a number; the caller is told what stood beside it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pmf_cli.frozen import frozen
from pmf_cli.tabular.units import SCALES

# Signs that people and Excel use for minus.
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe63\uff0d]")
# Commas and blanks only between groups of three: "1,5" is a comma for a point, and no number.
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[+-] ?)?(?P<money>[£$€] ?)?(?P<sign2>[+-])?"
    rf"(?P<figure>{_FIGURE})(?P<close>\))?(?P<tail>.*)",
    re.DOTALL,
)
# Marks of statisticians beside a figure; one that says nothing of how firm it is has no meaning here.
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\*|[(\[](?:p|prov\.?|provisional)[)\]]", re.I), "Provisional"),
    (re.compile(r"[(\[](?:r|rev\.?|revised)[)\]]", re.I), "Revised"),
    (re.compile(r"[(\[](?:e|est\.?|estimated?)[)\]]", re.I), "Estimated"),
    (re.compile(r"[(\[](?:b|u|final|note \d+|\d+)[)\]]", re.I), ""),
)


_MONTHS = (
    "jan january feb february mar march apr april may jun june jul july aug august sep sept"
    " september oct october nov november dec december"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SCALES = frozenset((*SCALES, "tn"))
_COMPARING = _words(
    "better worse below above more less than target under over behind ahead late early increase"
    " decrease fewer higher lower approx approximately about circa or and to of out vs noon midnight am pm"
    " " + _MONTHS
)
_UNITS = _words(
    "kg g t tonne tonnes day days hour hours hrs week weeks month months year years minute minutes"
    " mins seconds secs fte people persons person residents households homes dwellings families"
    " children pupils visits cases calls miles km kwh mwh points pence p"
)


MOST_FIGURES = 30
"""A longer row of figures is a code or a slip; Excel itself keeps 15."""


@frozen
class Written:
    """A figure at the beginning of a text, and what stands beside it.

    Attributes:
        value: the exact figure with its sign; percentages as shown, 48.6 for ``48.6%``.
        money: the sign of money before it; empty for none.
        is_share: whether a per cent sign follows it.
        tail: the words after it, without mark and per cent sign.
        beside: what stands after it besides the per cent sign, marks among it.
        mark: Provisional, Revised or Estimated, where a mark says so; empty for none.
    """

    value: Decimal
    money: str
    is_share: bool
    tail: str
    beside: str
    mark: str


def written_in(text: str) -> Written | None:
    """The figure with which a text begins, taken apart; ``None`` where it begins with none."""
    plain = " ".join(_DASHES.sub("-", text).replace("\u00a0", " ").split())
    found = _NUMBER.fullmatch(plain)
    value = None if found is None else _signed(found)
    if found is None or value is None or _runs_on(found["tail"]):
        return None
    beside = found["tail"].strip()
    is_share = beside.startswith("%")
    if is_share:
        beside = beside[1:].strip()
    tail, mark = _without_mark(beside)
    return Written(value, (found["money"] or "").strip(), is_share, tail, beside, mark)


def _signed(found: re.Match[str]) -> Decimal | None:
    """The figure with its sign; ``None`` for two signs, half a bracket, or more figures than count."""
    signs = (found["sign"] or "").strip() + (found["sign2"] or "")
    figure = _bare_figure(found["figure"])
    if len(signs) > 1 or bool(found["open"]) != bool(found["close"]) or figure is None:
        return None
    # Accountants write minus five as (5); nought stays without sign.
    is_minus = signs == "-" or found["open"]
    return figure.copy_negate() if is_minus and figure else figure


def _bare_figure(figure: str) -> Decimal | None:
    bare = figure.replace(",", "").replace(" ", "")
    return Decimal(bare) if len(bare) <= MOST_FIGURES else None


def _runs_on(tail: str) -> bool:
    """Whether a figure goes on behind what was taken for it: ``1,5``, ``1.2.3``."""
    return tail[:1].isdigit() or (tail[:1] in (",", ".") and tail[1:2].isdigit())


def _without_mark(beside: str) -> tuple[str, str]:
    """The words beside a figure without the mark among them, and what the mark means."""
    for mark, meaning in _MARKS:
        if hit := mark.search(beside):
            return (beside[: hit.start()] + beside[hit.end() :]).strip(), meaning
    return beside, ""


def number_in(text: str, unit: str | None = None) -> Written | None:
    """The number that a text is, with a unit (the KPI's in any words) or mark; ``None`` where it is not certain."""
    found = written_in(text)
    if found is None or not found.tail or is_unit(found.tail, unit):
        return found
    return found if found.is_share and is_whole(found.tail) else None


def leading_number(text: str) -> str:
    """The figure with which a text begins, for messages; empty where there is none."""
    # Signs are passed over: the number is only quoted in a message.
    found = re.match(_FIGURE, text.lstrip("£$€+-− "))
    return found[0] if found else ""


def tail_of(text: str) -> tuple[Decimal, str] | None:
    """A figure with its sign and per cent, and the words that follow after a space."""
    plain = " ".join(_DASHES.sub("-", text).split())
    found = re.fullmatch(rf"([+-]?)[£]?({_FIGURE})%?[ ,;]+(\D.*)", plain)
    value = None if found is None else _bare_figure(found[2])
    if found is None or value is None:
        return None
    return (value.copy_negate() if found[1] == "-" else value), found[3]


def is_whole(tail: str) -> bool:
    """Whether words after a percentage say what it is a share of: ``of workforce``."""
    return re.fullmatch(r"of [a-z' -]+", tail.lower()) is not None


def says_more(tail: str) -> bool:
    """Whether words after a figure hold another figure, or compare: ``days vs 15 day target``."""
    low = tail.lower()
    # The number of "per 1,000" belongs to the unit; any other is a second figure.
    if re.search(r"\d", re.sub(r"per \d[\d,]*", "per", low)):
        return True
    return any(word in _COMPARING for word in re.findall(r"[a-z']+", low))


def is_own_unit(tail: str, unit: str | None) -> bool:
    """Whether words after a figure are the KPI's unit as it is written."""
    return bool(unit) and tail.casefold().rstrip(".") == str(unit).strip().casefold().rstrip(".")


def is_unit(tail: str, unit: str | None) -> bool:
    """Whether words after a figure are a unit, whatever it measures, or the KPI's own."""
    if is_own_unit(tail, unit):
        return True
    low = tail.lower().rstrip(".")
    words = re.findall(r"[a-z0-9,'/-]+", low)
    if not words or words[0] in _SCALES or says_more(low):
        return False
    if len(words) == 1:
        return words[0].isalpha() and (len(words[0]) > 1 or words[0] in _UNITS)
    return len(words) <= 5 and ("per" in words or not _UNITS.isdisjoint((words[0], words[-1])))
