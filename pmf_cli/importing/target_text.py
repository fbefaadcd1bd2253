"""Targets as councils print them, from ``90% minimum`` to ``Top quartile metropolitan authorities``."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pmf_cli.frozen import frozen
from pmf_cli.importing.figures import ELAPSED, Figure, figure_in, result_and_target
from pmf_cli.importing.guesses import Sureness
from pmf_cli.importing.target_times import EACH_WORDS, TimeSaid, time_apart
from pmf_cli.register.periods.period import (
    FINANCIAL_START,
    Period,
    PeriodKind,
    financial_year,
    quarter,
)
from pmf_cli.register.terms import Polarity, TargetType
from pmf_cli.tabular.lengths import clock_text
from pmf_cli.words import day, yes_or_no

# Whole texts only, tried in this order: "n/a" must not be found within another word.
WORDS: tuple[tuple[str, TargetType, Sureness, str], ...] = (
    (r"establish(ing)? (a )?baseline.*|baseline( year| to be set)?|new( measure| kpi| indicator)?|tb[cad]\b.*"
     r"|to be (agreed|set|confirmed|determined|advised).*|not (yet )?(set|agreed)( yet)?|none set( yet)?|target to be .*"
     r"|target (is )?under (review|development)|no target (set )?yet|setting baseline",
     TargetType.TO_BE_AGREED, Sureness.LIKELY, "no target has been set yet"),
    (r"(?:n/?a\s*[-–(:]?\s*)?(?:tracker|monitor(ing)?( only)?|(for )?info(rmation)?( only)?|data only|contextual( \w+)?"
     r"|volume only|trend( only| data)?|monitored)\)?|no target( set)?(\s?[(–—:,-].*)?|context( only)?|to monitor|not applicable",
     TargetType.TRACKER, Sureness.LIKELY, "the words mean that no target is meant"),
    (r"n/?a|n\.a\.?|-|–|—|none|x", TargetType.TRACKER, Sureness.DOUBTFUL,
     "no target may be meant, or none set yet"),
    (r"top (quarter|25 ?%|10 ?%).*|upper quarter.*|(.*\b)?(quartile|decile|percentile|median)\b.*"
     r"|(.*\b)?(england|national|regional|london|cipfa|comparator|peer|statistical|core cit\w+|family group|nearest neighbour\w*"
     r"|neighbours|benchmark)\b.*",
     TargetType.TO_BE_AGREED, Sureness.DOUBTFUL, "there is no number: it needs a comparator's figure"),
    (r"(maintain|sustain|hold|stay the same|same as|no (increase or decrease|change))( .*)?", TargetType.MAINTAIN,
     Sureness.LIKELY, "direction only"),
    (r"(increase|increasing|rise|grow|growth|raise|upward|maximise)( .*)?|(year on year|an?) increase.*"
     r"|higher( than .*)?|up|above (last|previous) .*|more than last .*",
     TargetType.INCREASE, Sureness.LIKELY, "direction only"),
    (r"(decrease|decreasing|reduce|reduction|reducing|fall|lower|fewer|minimise|downward)( .*)?|(year on year|an?) (decrease"
     r"|reduction).*|down|below (last|previous) .*|less than last .*",
     TargetType.DECREASE, Sureness.LIKELY, "direction only"),
)  # fmt: skip
AT_MOST = r"<=?|≤|less than or equal to|not exceeding|less than|under|below|no more than|not more than|fewer than|max(?:imum)?\.?|up to|within|at most|no greater than|lower than"
AT_LEAST = r">=?|≥|greater than or equal to|greater than|more than|over|above|at least|min(?:imum)?\.?|better than|no less than|not less than|exceed(?:ing)?|maintain(?: at)?(?: least)?|minimum of"
KEEPING = re.compile(r"(?:maintain(?:ed)?|keep|kept|hold|held|remain(?:ing)?|stay|sustain(?:ed)?)(?: at| it)?\s+"
                     r"(?=(?:<|>|≤|≥|less|under|below|no |not |fewer|up to|within|at most|at least|lower|greater|more|over|above|better|max|min))",
                     re.I)  # fmt: skip
"""Words before a limit that add nothing to it: ``Maintain below 9%``."""
MOVING = re.compile(r"(?:(?P<up>increas\w*|improv\w*|rais\w*|ris\w*|grow\w*)|(?P<down>reduc\w*|decreas\w*|lower\w*|fall\w*|cut))"
                    r"(?: \w+){0,3}? to (?:at least |at most |below |under |above |over )?(?P<rest>[£\d.+\-−].*)", re.I)  # fmt: skip
"""A direction with the figure to be reached: ``Reduce to 10%``."""
YEARS = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[/\-–](?:\d{4}|\d\d))?(?!\d)|\bq[1-4]\b|(?<!\d)\d\d/\d\d(?!\d)"
)
"""Years and quarters, which are no figures to reach."""
WHEN = re.compile(r"(?:by |end of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:19|20)\d\d"
                  r"|(?:by |end of )?(?:19|20)\d\d[/\-–](?:\d\d|20\d\d)(?: ?q[1-4])?|q[1-4] .*\d", re.I)  # fmt: skip
"""A time at which something is to be done, which is no figure to reach."""
# "less than 9%" and "9% or less": the same limit, its words on either side.
LIMIT_BEFORE = re.compile(
    rf"(?:(?P<most>{AT_MOST})|(?P<least>{AT_LEAST}))(?:\s+of)?\s*(?P<rest>[£\d.+\-−].*)", re.I
)
LIMIT_AFTER = re.compile(
    r"(?P<rest>.*?[\d%](?:\s(?:working |calendar )?(?:days?|weeks?|hours?|minutes?|mins?|months?))?)\s*(?:(?P<least>\+|minimum|min\.?|or (?:above|more|higher|better|over|greater)|and (?:above|over))"
    r"|(?P<most>maximum|max\.?|or (?:below|less|lower|fewer|under)))(?P<tail>(?: of .*)?)",
    re.I,
)  # fmt: skip
# "5% increase" says how far to move, not what to reach: no figure can be taken from it.
RELATIVE = re.compile(r"([+\-−]?\s?[\d.,]+\s?%?) (increase|decrease|reduction|improvement|rise|fall)\b.*"
                       r"|(increase|decrease|reduce|reduction|improve|rise|fall|grow) (?:of|by) (?:at least )?[\d.,]+.*", re.I)  # fmt: skip
# The second figure may carry the unit for both: "40 to 60 days".
RANGE = re.compile(
    r"(?:between )?(£?[\d.,]+\s?%?)\s*(?:to|and|-|–)\s*(£?[\d.,]+\s?%?(?:\s?[a-z ]+)?)", re.I
)
# "400 (+/- 10)": the same distance on both sides of a figure.
AROUND = re.compile(
    r"(?P<middle>£?[\d.,]+(?:\s?[a-z%]+)?)\s*\(?\s*(?:\+\s?/?\s?[-−–]|±)\s*(?P<by>£?[\d.,]+)\s?(?P<unit>%|[a-z]+)?\s*\)?",
    re.I,
)
# "better than our target" in a column of targets is a remark on the result.
GAP = re.compile(
    r".*\b(better|worse|above|below|more|less|over|under) than (our|the) target.*", re.I
)
# Two thresholds in one cell, as some contracts print them.
TWO = re.compile(r"acceptable ([\d.,]+ ?%?)[ /;,]+achievable ([\d.,]+ ?%?)", re.I)
IMPROVED = re.compile(
    r"(improv\w+|(year on year|an?) improvement|better than (last|previous) (?!\d).*)( (?!.*\d\s?%).*)?"
)
"""Words for a move to the better, which is up or down by the KPI's polarity."""
IMPROVE = "Improve"
"""A target of a move to the better, in the words of the answers."""
SINCE_APRIL = re.compile(r"\b(?:cumulative|ytd|year[- ]to[- ]date)\b", re.I)
# "90% of cases": what is counted adds nothing to the figure; ASIDE, a bracket without figures, neither.
OF = re.compile(r"(?:of|per) [^\d]+", re.I)
ASIDE = re.compile(r"\([^()\d]*\)")
ASIDE_WITH_FIGURES = re.compile(r"\([^()]*\)")
DAY = re.compile(r"(?:by )?(\d{1,2})/(\d{1,2})/(\d{4})")


@frozen
class TargetReading:
    """What a target cell was read as.

    Attributes:
        kind: the target type; ``None`` where no target can be taken from the text.
        polarity: which way is better, where the text implies it.
        for_each: for which kind of period its words say that it is.
        at: for which period they say so.
        is_improvement: whether it asks for a move to the better, up or down by the KPI's polarity.
        amber: a second, weaker threshold, where one is printed.
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
    for_each: PeriodKind | None = None
    at: Period | None = None
    is_improvement: bool = False
    sure: Sureness = Sureness.CERTAIN
    why: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody must decide what it is."""
        return self.sure is Sureness.DOUBTFUL

    @property
    def time(self) -> Period | PeriodKind | None:
        """For what time its words say that it is."""
        return self.at or self.for_each

    @property
    def words(self) -> str:
        """The reading in the words of the answers."""
        if self.kind is None:
            return "leave out"
        if self.is_improvement:
            return IMPROVE
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
        return f"{self.kind} {self.value:f}{f' {self.unit}' if self.unit else ''}{self._time_words}"

    @property
    def _time_words(self) -> str:
        if self.at is not None:
            return f" for {self.at}"
        return "" if self.for_each is None else f" per {EACH_WORDS[self.for_each]}"


def target_in(text: str) -> TargetReading:
    """The target in a text as printed."""
    plain = " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())
    plain = KEEPING.sub("", plain, count=1) if KEEPING.match(plain) else plain
    if not plain:
        return TargetReading(None, why="blank")
    readings = (read(plain, plain.casefold()) for read in _READERS)
    found = (reading for reading in readings if reading is not None)
    return next(found, _doubt("no target can be read from these words"))


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


def _for_time(plain: str, _low: str) -> TargetReading | None:
    """A target whose words say for what time it is; where they count from April, a doubt."""
    if SINCE_APRIL.search(plain):
        reading = _figured(SINCE_APRIL.sub(" ", plain))
        why = "it counts from the beginning of the year: say under Your KPIs that the KPI is cumulative"
        return None if reading is None else replace(reading, sure=Sureness.DOUBTFUL, why=why)
    said = time_apart(plain)
    reading = None if said is None else target_in(said.rest)
    if said is None or reading is None or reading.value is None or reading.time is not None:
        return None
    return _at_time(reading, said)


def _at_time(reading: TargetReading, said: TimeSaid) -> TargetReading:
    sure = Sureness.LIKELY if said.sure and not reading.is_doubtful else Sureness.DOUBTFUL
    told = replace(reading, for_each=said.for_each, at=said.at, sure=sure)
    return replace(told, why=reading.why or _why_then(told))


def _why_then(reading: TargetReading) -> str:
    if reading.at is None:
        return f"the target of each {reading.for_each}"
    return f"taken for {reading.at}: another period may stand there, as in “{_example(reading)}”"


def _example(reading: TargetReading) -> str:
    """An answer that gives a target to the last part of the year, or to the whole of it."""
    assert reading.at is not None
    begins = reading.at.end.year - (reading.at.end.month < FINANCIAL_START)
    is_year = reading.at.kind is PeriodKind.FINANCIAL_YEAR
    return replace(reading, at=quarter(begins, 4) if is_year else financial_year(begins)).words


def _improved(_plain: str, low: str) -> TargetReading | None:
    if not IMPROVED.fullmatch(low):
        return None
    why = "a move to the better, which is up or down by the KPI's polarity"
    return TargetReading(TargetType.INCREASE, is_improvement=True, sure=Sureness.LIKELY, why=why)


def _beside_result(plain: str, _low: str) -> TargetReading | None:
    both = result_and_target(plain)
    reading = None if both is None else target_in(both[1])
    if reading is None or reading.kind is None or reading.sure is Sureness.DOUBTFUL:
        return None
    return replace(reading, sure=Sureness.LIKELY, why="the target that stands beside the result")


def _timed(_plain: str, low: str) -> TargetReading | None:
    if WHEN.fullmatch(low):
        return _doubt("it says when, and no figure to reach")
    return None


def _moving(plain: str, _low: str) -> TargetReading | None:
    moving = MOVING.fullmatch(plain)
    reading = None if moving is None else _figured(moving["rest"])
    if moving is None or reading is None or reading.value is None:
        return None
    polarity = Polarity.HIGHER if moving["up"] else Polarity.LOWER
    sure = Sureness.DOUBTFUL if reading.sure is Sureness.DOUBTFUL else Sureness.LIKELY
    return replace(reading, polarity=polarity, sure=sure, why="the figure that is to be reached")


def _relative(_plain: str, low: str) -> TargetReading | None:
    if GAP.fullmatch(low):
        return _doubt("only the distance from the target is given, not the target")
    if not RELATIVE.fullmatch(low):
        return None
    up = re.search(r"increase|improve|rise|grow|\+", low) is not None and "-" not in low[:2]
    kind = TargetType.INCREASE if up else TargetType.DECREASE
    why = "the size of the change is lost: work out the figure from last year's"
    return TargetReading(kind, sure=Sureness.DOUBTFUL, why=why)


def _two(_plain: str, low: str) -> TargetReading | None:
    found = TWO.fullmatch(low)
    if found is None:
        return None
    weaker, better = figure_in(found[1]).number, _valued(figure_in(found[2]))
    why = "two thresholds: the higher taken as target"
    return replace(better, amber=weaker, sure=Sureness.DOUBTFUL, why=why)


def _nought(_plain: str, low: str) -> TargetReading | None:
    if low not in ("zero", "nil"):
        return None
    return TargetReading(TargetType.VALUE, Decimal(0), sure=Sureness.LIKELY, why="nought")


def _compared(_plain: str, low: str) -> TargetReading | None:
    """A place among others, "3rd quartile", or a span about a figure that is not given, "± 2%"."""
    if re.match(r"\+/-|±", low):
        return _doubt("it says how far from a figure, and not from which")
    if re.match(r"\d+(?:st|nd|rd|th)\b", low):
        return _doubt("it is a place among others, and no figure to reach")
    return None


def _worded(_plain: str, low: str) -> TargetReading | None:
    """What the usual words mean, ``yes`` and ``no`` among them."""
    for pattern, kind, sure, why in WORDS:
        if re.fullmatch(pattern, low):
            if kind.is_direction and re.search(r"\d", YEARS.sub("", low)):
                why, sure = "only the direction is taken, not the figure in it", Sureness.DOUBTFUL
            return TargetReading(kind, sure=sure, why=why)
    if low not in ("yes", "no"):
        return None
    kind, why = TargetType.YES_NO, "read as yes or no"
    return TargetReading(kind, low == "yes", sure=Sureness.LIKELY, why=why)


def _number_within(plain: str, _low: str) -> TargetReading | None:
    """The one number of a text that says more; none where the text begins with a figure."""
    if re.match(r"[£+\-−–]?\s?\d", plain):
        return _doubt(figure_in(plain).why or "no target can be read from these words")
    if not re.search(r"\d", YEARS.sub("", plain.casefold())):
        return _doubt("it says when, and no figure to reach") if re.search(r"\d", plain) else None
    later = re.search(r"(?:£\s?)?(?<![\d.,])[\d.,]*\d%?", plain)
    if later is None or len(re.findall(r"\d[\d.,]*", plain)) != 1:
        return None
    whole = figure_in(plain[later.start() :])
    figure = whole if whole.sure is not Sureness.DOUBTFUL else figure_in(later[0])
    return replace(_valued(figure), sure=Sureness.DOUBTFUL, why="a number within a text")


def _limited(text: str, _low: str) -> TargetReading | None:
    before, after = LIMIT_BEFORE.fullmatch(text), LIMIT_AFTER.fullmatch(text)
    found = before or after
    # A limit within a bracket is one of something else: "92% of replies (replies: 40%+ of jobs)".
    if found is None or (before is None and "(" in found["rest"]):
        return None
    reading = _figured(_limit_of(found, is_before=before is not None))
    if reading is None or reading.value is None:
        return None
    polarity = Polarity.LOWER if found["most"] else Polarity.HIGHER
    strict = re.match(
        r"[<>](?!=)|less|under|below|greater|more than|over|above|better|fewer", text, re.I
    )
    why = "a limit" + (": a result of exactly this figure counts as met" if strict else "")
    if reading.sure is Sureness.DOUBTFUL:
        return replace(reading, polarity=polarity)
    if re.match(r"maintain", text, re.I) and LIMIT_AFTER.fullmatch(found["rest"]) is None:
        why = "to be kept at this figure or better"
        return replace(reading, polarity=None, sure=Sureness.DOUBTFUL, why=why)
    return replace(reading, polarity=polarity, sure=Sureness.LIKELY, why=why)


def _limit_of(found: re.Match[str], *, is_before: bool) -> str:
    """The figure of a limit without its words on either side."""
    if not is_before:
        return found["rest"] + found["tail"]
    both = LIMIT_AFTER.fullmatch(found["rest"])
    return found["rest"] if both is None else both["rest"]


def _dated(_plain: str, low: str) -> TargetReading | None:
    found = DAY.fullmatch(low)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return TargetReading(
            TargetType.DATE, date(year, month, day), sure=Sureness.LIKELY, why="read as dd/mm/yyyy"
        )
    except ValueError:
        return _doubt("it looks like a date, but there is no such day")


def _ranged(_plain: str, low: str) -> TargetReading | None:
    found = RANGE.fullmatch(low)
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


def _around(plain: str, _low: str) -> TargetReading | None:
    """A range about a figure; where it is so many percent of it, it is asked about, since points may be meant."""
    found = AROUND.fullmatch(plain)
    middle = None if found is None else figure_in(found["middle"])
    if found is None or middle is None or middle.number is None:
        return None
    by = figure_in(found["by"])
    if by.number is None or by.number <= 0:
        return None
    in_percent = found["unit"] == "%"
    is_share = in_percent and middle.unit != "%"
    distance = middle.number * by.number / 100 if is_share else by.number
    why = "the figure with as much on either side"
    taken_for = "a share of the figure" if is_share else "percentage points"
    return TargetReading(
        TargetType.RANGE,
        low=middle.number - distance,
        high=middle.number + distance,
        polarity=Polarity.RANGE,
        unit=middle.unit,
        decimals=max(middle.decimals, by.decimals),
        sure=Sureness.DOUBTFUL if in_percent else Sureness.LIKELY,
        why=f"{why}, taken for {taken_for}" if in_percent else why,
    )


def _figured(text: str, _low: str = "") -> TargetReading | None:
    figure = figure_in(text)
    if figure.number is None:
        return None
    if figure.sure is not Sureness.DOUBTFUL:
        return _valued(figure)
    for pattern, sure in ((ASIDE, Sureness.LIKELY), (ASIDE_WITH_FIGURES, Sureness.DOUBTFUL)):
        without = " ".join(pattern.sub(" ", text).split())
        inner = None if without == text else _figured(without)
        if inner is not None and inner.sure is not Sureness.DOUBTFUL:
            return replace(inner, sure=sure, why="the bracket is left aside")
    begins = re.match(r"[£\d.,+\-−]+\s?%?", text)
    if begins and OF.fullmatch(text[begins.end() :].strip()):
        why = "what it is a share of is left aside"
        return replace(_valued(figure_in(begins[0])), sure=Sureness.LIKELY, why=why)
    return _valued(figure)


_READERS = (
    _beside_result, _timed, _for_time, _moving, _relative, _two, _limited, _dated, _ranged, _around, _nought, _compared, _figured,
    _improved, _worded, _number_within,
)  # fmt: skip
"""What a text is tried as, each given it as printed and in small letters; the first that fits holds."""


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
    """The reading that words of the answers ask for; ``None`` where they cannot be used."""
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
