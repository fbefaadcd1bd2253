"""Questions about figures in a comment that are not those of the register.

Only a figure in the KPI's own unit is looked at, and only where the sentence puts it forward as
the result, the target, or the distance between the two. Texts are full of other figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pmf_cli.analysis.commentary.account import (
    DESCRIBING,
    OF_THE_KPI,
    Account,
    Hit,
    on_text,
    question,
    sentences,
)
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import Rating
from pmf_cli.register.figures import (
    SINGULAR,
    UNSPOKEN,
    as_printed,
    figure,
    is_percentage,
    stated,
    with_unit,
)
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import DataType

# What stands before a figure that is given as the target; all look at a few words only.
_TARGET = re.compile(
    r"(?:\bagainst (?:an? |the |our )?(?:target (?:of |is |was )?)?"
    r"|\btargets? (?:(?:for|in) [\w’/ -]{1,25}? )?(?:of|is|was|stands at) |\btarget \()"
    r"(?:at (?:least|most) )?$",
    re.IGNORECASE,
)
# A figure after one of these, or before one of the next, is a change, a part or a forecast.
_CHANGE_BEFORE = re.compile(
    r"\b(?:by|up|down|from|to|about|around|nearly|almost|over|under|than|another|further|extra|plus"
    r"|and|or|of|at|with|for|expect\w*|forecast\w*|only|some|roughly)\s$|\($",
    re.IGNORECASE,
)
_CHANGE_AFTER = re.compile(
    r"\s*(?:more|fewer|less|higher|lower|above|below|up|down|better|worse|short|over|under|increase"
    r"|decrease|rise|fall|drop|reduction|of (?:them|these|those|whom|which)|late|early|points?|ago)\b",
    re.IGNORECASE,
)
# "4 points below target": what stands after a figure that is a distance.
_DISTANCE = re.compile(
    r"^\s*(?:(?:percentage )?points? |more |fewer |less |[a-z]+ )?(?:(?:more|fewer|less) )?"
    r"(?:above|below|short of|over|under|more than|fewer than|less than|than) (?:the |our |its )?target\b",
    re.IGNORECASE,
)
# "about 4 points": no exact figure is claimed, so none is held against the register.
_ROUGH = re.compile(
    r"\b(?:about|around|nearly|almost|some|roughly|over|under|more than|less than|fewer than|at least"
    r"|up to|approximately|circa|c\.?)\s$",
    re.IGNORECASE,
)
_SIDES = {"above": "above", "over": "above", "below": "below", "under": "below"}
_SIDE = re.compile(
    rf"\b{OF_THE_KPI} (?:is|was|are|were|remains?|remained|stays?|stayed) "
    r"(?:still |now |well |just |slightly |far |also )?(?P<side>above|below|under|over) "
    r"(?:the |our |its )?target\b",
    re.IGNORECASE,
)


@question("other result")
def other_result(account: Account) -> Iterator[Hit]:
    """A comment begins with a figure in the KPI's unit that is no figure of the register."""
    result = _number(account)
    if result is None:
        return
    known = _known(account)
    for comment in account.of_kind(*DESCRIBING):
        words = comment.text or ""
        said = tuple(figures_said(words, account.kpi))
        one = _put_forward(words, said)
        if one is not None and not any(_is_one_of(account, each, known) for each in said):
            text = (
                f"The comment says {_as_said(account, words, one)}; the register has "
                f"{figure(result, account.kpi)} for {account.period}. Which is right?"
            )
            yield on_text(comment, text, one.start, one.end)


@question("other target")
def other_target(account: Account) -> Iterator[Hit]:
    """A comment names a target that is not the register's."""
    targets = _targets(account)
    if not targets:
        return
    known = targets + _other_targets(account)
    for comment in account.of_kind(*DESCRIBING):
        words = comment.text or ""
        for one in figures_said(words, account.kpi):
            if not _TARGET.search(_before(words, one.start)) or _is_one_of(account, one, known):
                continue
            text = (
                f"The comment gives {_as_said(account, words, one)} as the target; the register has "
                f"{stated(targets[0], account.kpi)}. Which is right?"
            )
            yield on_text(comment, text, one.start, one.end)
            break


@question("above or below")
def above_or_below(account: Account) -> Iterator[Hit]:
    """A comment says that the result is above the target while it lies below, or the reverse."""
    result, targets = _number(account), _targets(account)
    if result is None or not targets:
        return
    side = "above" if result > targets[0] else "below" if result < targets[0] else "at"
    for comment in account.of_kind(*DESCRIBING):
        found = _SIDE.search(comment.text or "")
        if found is not None and (said := _SIDES[found["side"].casefold()]) != side:
            text = f"The comment says {said} target; {_register_has(account, result, targets[0])}"
            yield on_text(comment, text, *found.span())


@question("other distance")
def other_distance(account: Account) -> Iterator[Hit]:
    """A comment gives a distance from the target that the register's figures do not."""
    result, targets = _number(account), _targets(account)
    if result is None or not targets:
        return
    right = _distances(account, result, targets)
    has = _register_has(account, result, targets[0])
    for comment in account.of_kind(*DESCRIBING):
        for number, one in _distances_said(comment.text or ""):
            if not _is_one_of(account, one, right):
                text = f"The comment says {number} from target; {has}"
                yield on_text(comment, text, one.start, one.end)
                break


def _put_forward(words: str, said: Sequence[Said]) -> Said | None:
    """The figure that a text's first sentence gives as the result."""
    first = next(sentences(words), None)
    end = 0 if first is None else first.end()
    return next((one for one in said if one.start < end and _is_result(words, one)), None)


def _number(account: Account) -> Decimal | None:
    value = None if account.rating.result is None else account.rating.result.value
    return value if isinstance(value, Decimal) else None


def _register_has(account: Account, result: Decimal, target: Decimal) -> str:
    has = f"{figure(result, account.kpi)} against {stated(target, account.kpi)}"
    return f"the register has {has}. Which is right?"


def _distances_said(words: str) -> Iterator[tuple[str, Said]]:
    """The figures that a text gives as a distance from the target, each also as it is written."""
    for found in FIGURE.finditer(words):
        digits, end = found["number"].replace(",", ""), found.end("number")
        if found["pound"] or found["scale"] or len(digits) > MOST_FIGURES:
            continue
        after = words[end : end + NEAR].lstrip("%").removeprefix(" per cent")
        if _DISTANCE.search(after) and not is_rough(words, found.start()):
            places = len(digits.partition(".")[2])
            yield found["number"], Said(Decimal(digits), places, 0, *found.span(), found.end())


def is_rough(words: str, place: int) -> bool:
    """Whether a figure at a place is said to be about right only: ``nearly 4 points``."""
    return _ROUGH.search(_before(words, place)) is not None


def _is_result(words: str, one: Said) -> bool:
    """Whether a figure stands as a result: not as a change, a part or a forecast."""
    if _CHANGE_AFTER.match(words, one.after) or _CHANGE_AFTER.match(words, one.end):
        return False
    return not _CHANGE_BEFORE.search(_before(words, one.start))


def _before(words: str, place: int) -> str:
    """The few words before a place, all that a pattern there may look at."""
    return words[max(place - NEAR, 0) : place]


def _as_said(account: Account, words: str, one: Said) -> str:
    """The figure as it is written, with the KPI's unit where that is a word or several."""
    is_signed = words[one.start] == "£" or one.after == one.end
    if is_signed or one.move:
        return " ".join(words[one.start : one.end].split())
    return with_unit(words[one.start : one.after], account.kpi)


def _is_one_of(account: Account, one: Said, known: tuple[Decimal, ...]) -> bool:
    return any(one.means(value, account.kpi.decimal_places) for value in known)


def _targets(account: Account) -> tuple[Decimal, ...]:
    """The target asked for in the period, and the others that the row in force holds."""
    outcome, row = account.rating.outcome, account.rating.target_row
    found = [outcome.target if isinstance(outcome, Rating) else None]
    if row is not None:
        found += [row.number]
        found += [row.q1, row.q2, row.q3, row.q4, row.range_low, row.range_high, row.stretch_target]
        found += [*row.months, row.previous_target]
    return tuple(value for value in found if isinstance(value, Decimal))


def _other_targets(account: Account) -> tuple[Decimal, ...]:
    """The targets of the KPI's other periods and splits, which a comment may name as well."""
    rows = account.assessment.register.targets_by_kpi.get(account.kpi.ref, ())
    return tuple(row.target for row in rows if isinstance(row.target, Decimal))


def _distances(
    account: Account, value: Decimal, targets: tuple[Decimal, ...]
) -> tuple[Decimal, ...]:
    """How far the result lies from each target: in units, as printed, and in per cent."""
    found = []
    places = account.kpi.decimal_places
    shown = value if places is None else as_printed(value, places)
    for target in targets:
        found += [abs(value - target), abs(shown - target)]
        if target:
            found.append(abs(value - target) / abs(target) * 100)
    return tuple(found)


def _known(account: Account) -> tuple[Decimal, ...]:
    """Every figure of the register that a comment on the result may name."""
    found: list[Decimal | None] = list(_targets(account))
    for row in account.figures:
        found += [row.number, row.numerator, row.denominator]
    found += [row.value for row in account.benchmarks]
    found.append(account.kpi.baseline_value)
    return tuple(value for value in found if value is not None)


QUESTIONS = (other_result, other_target, above_or_below, other_distance)
"""Every question of this theme."""


MOST_FIGURES = 15
"""A longer figure is a code."""
NEAR = 60
"""Signs before and after a figure that say what it is."""
# Not within a word, a date, a range or a code; with its pound sign, scale and next word if any.
FIGURE = re.compile(
    r"(?<![\w.,/£$€–-])(?P<pound>£\s?)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>\s?(?:million|billion|thousand|bn|m|k)\b)?"
    r"(?P<unit>\s?%|\s(?:per cent|percent)\b|(?:\s[a-z][\w’'-]*)?)",
    re.IGNORECASE,
)
PER_CENT = ("%", "per cent", "percent")
_SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}


@frozen
class Said:
    """A figure in a text.

    Attributes:
        move: by how many places it moves to the KPI's unit: 3 for thousands of a KPI in pounds.
        end: where it ends, with its unit.
        after: where the number itself ends.
    """

    written: Decimal
    places: int
    move: int
    start: int
    end: int
    after: int

    @property
    def value(self) -> Decimal:
        """The figure in the KPI's unit."""
        return self.written.scaleb(self.move)

    def means(self, known: Decimal, decimals: int | None) -> bool:
        """Whether it is a known figure, as exactly as it is written or as the KPI is printed."""
        if as_printed(known.scaleb(-self.move), self.places) == self.written:
            return True
        return as_printed(self.value, decimals) == as_printed(known, decimals)


def figures_said(text: str, kpi: Kpi) -> Iterator[Said]:
    """The figures of a text that are in the KPI's unit."""
    for found in FIGURE.finditer(text):
        digits = found["number"].replace(",", "")
        unit = (found["unit"] or "").strip().casefold()
        if len(digits) > MOST_FIGURES:
            continue
        places = len(digits.partition(".")[2])
        move = _scale(kpi, bool(found["pound"]), (found["scale"] or "").strip().casefold(), unit)
        if move is None:
            continue
        end = found.end() if unit in PER_CENT else found.end("number")
        yield Said(Decimal(digits), places, move, found.start(), found.end(), end)


def _scale(kpi: Kpi, pound: bool, scale: str, unit: str) -> int | None:  # noqa: FBT001 - a value
    """By how many places a figure moves to the KPI's unit; ``None`` where it is in another."""
    own = (kpi.unit or "").strip().casefold()
    if is_percentage(kpi):
        return 0 if unit in PER_CENT and not pound and not scale else None
    if kpi.data_type is DataType.MONEY or own.startswith("£"):
        return _SCALES.get(scale, 0) - _scale_of_money(own) if pound else None
    return None if pound else _scale_of_words(own, scale, unit)


def _scale_of_words(own: str, scale: str, unit: str) -> int | None:
    """By how many places a figure moves to a unit in words: 3 for thousands of ``visits``."""
    if not own or own in UNSPOKEN:
        return None
    word, written = own.split()[0], _SCALES.get(scale, 0)
    if word in _SCALES:
        return written - _SCALES[word] if scale else None
    return written if unit in (word, SINGULAR.get(word, word)) else None


def _scale_of_money(unit: str) -> int:
    """By how many places a unit of pounds counts: 3 for ``£000`` and ``£ thousand``."""
    rest = unit.lstrip("£ ").split(" ")[0].strip("'’")
    return _SCALES.get(rest, 3 if rest in ("000", "000s") else 0)
