"""Targets as councils print them, from ``90% minimum`` to ``Top quartile metropolitan authorities``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pmf_cli.importing import target_words as say
from pmf_cli.importing.figure import ELAPSED, Figure
from pmf_cli.importing.figures import figure_in
from pmf_cli.importing.guesses import Sureness
from pmf_cli.register.terms import Polarity, TargetType
from pmf_cli.tabular.lengths import clock_text
from pmf_cli.words import day, yes_or_no


@dataclass(frozen=True, slots=True)
class TargetReading:
    """What a target cell was read as.

    Attributes:
        kind: the target type; ``None`` where no target can be taken from the text.
        value: the figure, date or yes/no aimed at.
        low, high: the edges of a range.
        polarity: which way is better, where the text implies it.
        unit: the unit printed with it.
        decimals: decimals printed.
        amber: a second, weaker threshold, where one is printed.
        sure: how sure the reading is.
        why: what it rests on; empty for plain numbers.
    """

    kind: TargetType | None
    value: Decimal | date | bool | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    polarity: Polarity | None = None
    unit: str = ""
    decimals: int = 0
    amber: Decimal | None = None
    sure: Sureness = Sureness.CERTAIN
    why: str = ""

    @property
    def words(self) -> str:
        """The reading in the words of the mapping file."""
        if self.kind is None:
            return "leave out"
        if self.kind is TargetType.RANGE:
            return f"Range {self.low} to {self.high}"
        if self.value is None:
            return self.kind.value
        if isinstance(self.value, bool):
            return f"{self.kind} {yes_or_no(self.value)}"
        if isinstance(self.value, date):
            return f"{self.kind} {day(self.value)}"
        if self.unit == ELAPSED:
            return f"{self.kind} {clock_text(Fraction(self.value))}"
        return f"{self.kind} {self.value:f}{f' {self.unit}' if self.unit else ''}"


def target_in(text: str) -> TargetReading:
    """The target in a text as printed."""
    plain = " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())
    plain = say.KEEPING.sub("", plain, count=1) if say.KEEPING.match(plain) else plain
    low = plain.casefold()
    if not low:
        return TargetReading(None, why="blank")
    if say.WHEN.fullmatch(low):
        return _doubt("it says when, and no figure to reach")
    if (moving := say.MOVING.fullmatch(plain)) is not None:
        reading = _figured(moving["rest"])
        if reading is not None and reading.value is not None:
            polarity = Polarity.HIGHER if moving["up"] else Polarity.LOWER
            sure = Sureness.DOUBTFUL if reading.sure is Sureness.DOUBTFUL else Sureness.LIKELY
            why = "the figure that is to be reached"
            return replace(reading, polarity=polarity, sure=sure, why=why)
    if say.GAP.fullmatch(low):
        return _doubt("only the distance from the target is given, not the target")
    if say.RELATIVE.fullmatch(low):
        up = re.search(r"increase|improve|rise|grow|\+", low) is not None
        kind = TargetType.INCREASE if up and "-" not in low[:2] else TargetType.DECREASE
        return TargetReading(
            kind,
            sure=Sureness.DOUBTFUL,
            why="the size of the change is lost: work out the figure from last year's",
        )
    if found := say.TWO.fullmatch(low):
        weaker, better = figure_in(found[1]), figure_in(found[2])
        return replace(
            _valued(better),
            amber=weaker.number,
            sure=Sureness.DOUBTFUL,
            why="two thresholds: the higher taken as target",
        )
    for reading in (_limited(plain), _dated(low), _ranged(low), _figured(plain)):
        if reading is not None:
            return reading
    for pattern, kind, sure, why in say.WORDS:
        if re.fullmatch(pattern, low):
            if kind.is_direction and re.search(r"\d", say.YEARS.sub("", low)):
                why = "only the direction is taken, not the figure in it"
                sure = Sureness.DOUBTFUL
            return TargetReading(kind, sure=sure, why=why)
    if low in ("yes", "no"):
        return TargetReading(
            TargetType.YES_NO, low == "yes", sure=Sureness.LIKELY, why="read as yes or no"
        )
    if re.match(r"[£+\-−–]?\s?\d", plain):
        return _doubt(figure_in(plain).why or "no target can be read from these words")
    later = re.search(r"(?<![\d.,])[\d.,]*\d%?", plain)
    if later and len(re.findall(r"\d[\d.,]*", plain)) == 1:
        reading = _valued(figure_in(later[0]))
        return replace(reading, sure=Sureness.DOUBTFUL, why="a number within a text")
    return _doubt("no target can be read from these words")


def _doubt(why: str) -> TargetReading:
    return TargetReading(None, sure=Sureness.DOUBTFUL, why=why)


def _valued(figure: Figure) -> TargetReading:
    return TargetReading(
        TargetType.VALUE,
        figure.number,
        unit=figure.unit,
        decimals=figure.decimals,
        sure=figure.sure,
        why=figure.why,
    )


def _limited(text: str) -> TargetReading | None:
    found = say.LIMIT_BEFORE.fullmatch(text) or say.LIMIT_AFTER.fullmatch(text)
    if found is None:
        return None
    groups = found.groupdict()
    rest = groups["rest"] + (groups.get("tail") or "")
    before = say.LIMIT_BEFORE.fullmatch(text) is not None
    if before and (both := say.LIMIT_AFTER.fullmatch(groups["rest"])) is not None:
        rest = both["rest"]
    reading = _figured(rest)
    if reading is None or reading.value is None:
        return None
    polarity = Polarity.LOWER if groups["most"] else Polarity.HIGHER
    strict = re.match(
        r"[<>](?!=)|less|under|below|greater|more than|over|above|better|fewer", text, re.I
    )
    why = "a limit" + (": a result of exactly this figure counts as met" if strict else "")
    if reading.sure is Sureness.DOUBTFUL:
        return replace(reading, polarity=polarity)
    if re.match(r"maintain", text, re.I) and say.LIMIT_AFTER.fullmatch(groups["rest"]) is None:
        why = "to be kept at this figure or better"
        return replace(reading, polarity=None, sure=Sureness.DOUBTFUL, why=why)
    return replace(reading, polarity=polarity, sure=Sureness.LIKELY, why=why)


def _dated(low: str) -> TargetReading | None:
    found = say.DAY.fullmatch(low)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return TargetReading(
            TargetType.DATE, date(year, month, day), sure=Sureness.LIKELY, why="read as dd/mm/yyyy"
        )
    except ValueError:
        return _doubt("it looks like a date, but there is no such day")


def _ranged(low: str) -> TargetReading | None:
    found = say.RANGE.fullmatch(low)
    if found is None:
        return None
    first, second = figure_in(found[1]), figure_in(found[2])
    if first.number is None or second.number is None or first.number >= second.number:
        return None
    return TargetReading(
        TargetType.RANGE,
        low=first.number,
        high=second.number,
        polarity=Polarity.RANGE,
        unit=second.unit or first.unit,
        decimals=max(first.decimals, second.decimals),
        sure=Sureness.LIKELY,
        why="two edges",
    )


def _figured(text: str) -> TargetReading | None:
    figure = figure_in(text)
    if figure.number is None:
        return None
    if figure.sure is not Sureness.DOUBTFUL:
        return _valued(figure)
    without = " ".join(say.ASIDE.sub(" ", text).split())
    if without != text and figure_in(without).sure is not Sureness.DOUBTFUL:
        return replace(
            _valued(figure_in(without)), sure=Sureness.LIKELY, why="the bracket is left aside"
        )
    begins = re.match(r"[£\d.,+\-−]+\s?%?", text)
    if begins and say.OF.fullmatch(text[begins.end() :].strip()):
        return replace(
            _valued(figure_in(begins[0])),
            sure=Sureness.LIKELY,
            why="what it is a share of is left aside",
        )
    return _valued(figure)


def target_of(figure: Figure) -> TargetReading:
    """The target that a number, date or yes/no cell of a workbook holds."""
    if figure.number is not None:
        return _valued(figure)
    if isinstance(figure.other, bool):
        return TargetReading(TargetType.YES_NO, figure.other, sure=Sureness.LIKELY, why="yes or no")
    if isinstance(figure.other, date):
        return TargetReading(
            TargetType.DATE, figure.other, sure=Sureness.LIKELY, why="the cell holds a date"
        )
    return _doubt(figure.why or "no target can be read")


def target_from_words(words: str) -> TargetReading | None:
    """The reading that words of the mapping file ask for; ``None`` where they cannot be used."""
    low = words.strip()
    if low.casefold() == "leave out":
        return TargetReading(None, sure=Sureness.SETTLED, why="you said so")
    for kind in sorted(TargetType, key=lambda k: -len(k.value)):
        if low.casefold().startswith(kind.value.casefold()):
            rest = low[len(kind.value) :].strip(" :")
            reading = TargetReading(kind) if not rest else target_in(rest)
            if rest and reading.value is None and reading.kind is not TargetType.RANGE:
                return None
            return replace(reading, kind=kind, sure=Sureness.SETTLED, why="you said so")
    reading = target_in(low)
    if reading.kind is None or reading.sure is Sureness.DOUBTFUL:
        return None
    return replace(reading, sure=Sureness.SETTLED, why="you said so")
