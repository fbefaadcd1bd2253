"""A figure in the KPI's unit from a cell that may show it in another unit or form.

Every way in which the cell shows the figure counts: a unit beside it, thousands and millions, a
length of time, a ratio. What can be turned into the KPI's unit exactly is turned; all else is a
doubt without value, which says what to type. A figure is never read in a unit that it is not in.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, time
from decimal import Decimal
from fractions import Fraction

from pmf_cli.register.terms import DataType
from pmf_cli.register.values import exact
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.measure import MeasuredAs
from pmf_cli.tabular.cell_text import as_percentage, clean, short, shown
from pmf_cli.tabular.figures import (
    Written,
    is_own_unit,
    is_unit,
    is_whole,
    leading_number,
    says_more,
    written_in,
)
from pmf_cli.tabular.lengths import DAY, in_words, length_of
from pmf_cli.tabular.units import (
    LETTERS,
    SCALES,
    Measured,
    Unit,
    decimal_of_fraction,
    told_in,
    unit_of,
)
from pmf_cli.workbook.cells import Cell
from pmf_cli.workbook.number_forms import PLAIN, Clock, NumberForm, form_of

SECONDS = Unit(Measured.CLOCK, Fraction(1))
SHARE = Unit(Measured.SHARE, Fraction(1, 100))
WHOLE = Unit(Measured.SHARE, Fraction(1))
_LENGTHS = (Measured.CLOCK, Measured.DAYS)
_DIVIDED = (
    None, Measured.MONEY, Measured.COUNT, Measured.WEIGHT, Measured.ENERGY, Measured.LENGTH,
)  # fmt: skip
"""What may be shown in thousands: nothing else is counted in such amounts."""
_TURNED = "CEL021"
"""The code of figures that a cell shows in another unit or form than the KPI's."""
_NO_NUMBER = "CEL001"
# What might be either (2:30 is half past two or a ratio) is decided by the KPI's unit, never here.
_RATIO = re.compile(r"(\d[\d,]*(?:\.\d+)?) ?(?::|to) ?(\d[\d,]*(?:\.\d+)?)", re.IGNORECASE)
_SHARE_OF = re.compile(r"(\d[\d,]*) ?(?:in|out of|in every) ?(\d[\d,]*)", re.IGNORECASE)
_OF_TIME = re.compile(r"(\d+):([0-5]\d):([0-5]\d)")
_TWO_PARTS = re.compile(r"(\d+):([0-5]\d)")
# "2 hours 30 minutes": each step smaller than the one before; one step alone is a figure with its unit.
_STEPS = re.compile(r"(?:(\d+(?:\.\d+)?) ?([a-z]+),?(?: and)? ?){2,3}", re.IGNORECASE)
_STEP = re.compile(r"(\d+(?:\.\d+)?) ?([a-z]+)", re.IGNORECASE)
# Excel turns 123456789012 into 1.23E+11 as it saves CSV, and the digits are lost.
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE][+-]?\d{1,3}")
# "2½", "2 1/2"; "1/2" alone may be a date.
_MIXED = re.compile(r"(\d+)[ -]?([¼½¾⅐-⅞])|([¼½¾⅐-⅞])|(\d+) (\d+)/(\d+)")


def figure_in_unit(cell: Cell, measure: MeasuredAs) -> Decimal | Doubt | None:
    """The figure of a cell in the KPI's unit; a ``Doubt`` where it was turned or cannot be."""
    value = cell.value
    if type(value) in (int, float):  # not a yes or no, which is an int for Python
        form = form_of(cell.number_format, negative=value < 0)  # type: ignore[operator]
        return exact.held(cell) if form is PLAIN else _shown_as(cell, form, measure)
    if isinstance(value, bool):
        return _refused(measure, f"should be a number but is {shown(cell)}")
    if isinstance(value, (date, time)):
        return _moment(cell, measure)
    if isinstance(value, str):
        return figure_from_text(value, measure)
    return exact.unusable(cell)


def figure_from_text(text: str, measure: MeasuredAs) -> Doubt | None:
    """The figure that a text says in the KPI's unit; always a ``Doubt``, ``None`` for blanks."""
    plain = " ".join(clean(text).split())
    if not plain:
        return None
    if (doubt := exact.not_applicable(plain)) is not None:
        return doubt
    found = written_in(plain)
    if not _is_in_own_unit(found, measure) and (made := _in_another_form(plain, measure)):
        return made
    told = None if found is None else _reconciled(found, measure)
    if found is None or told is None:
        return _unreadable(plain, measure)
    if isinstance(told, str):
        return _refused(measure, f"says “{short(plain)}”, {told}")
    return Doubt(told, (_remark(plain, found, told),), exact.status_of(found.mark))


def _remark(plain: str, found: Written, told: Decimal) -> tuple[str, str]:
    if found.beside or told != found.value:
        return "CEL012", f"says “{short(plain)}”; read as {told:f}"
    return "CEL002", f"holds the number {told} as text"


def _is_in_own_unit(found: Written | None, measure: MeasuredAs) -> bool:
    return found is not None and not found.money and is_own_unit(found.tail, measure.unit)


def _unreadable(plain: str, measure: MeasuredAs) -> Doubt:
    first = leading_number(plain)
    hint = f"; nothing is taken from it, though it holds the number {first}" if first else ""
    words = f"says “{short(plain)}”, which is no number{hint}"
    if _SCIENTIFIC.fullmatch(plain):
        words = f"says “{plain}”, a form in which Excel drops digits; type the number in full"
        return Doubt(None, ((_NO_NUMBER, words),))
    return _refused(measure, words) if measure.unit else Doubt(None, ((_NO_NUMBER, words),))


def _refused(measure: MeasuredAs, words: str) -> Doubt:
    """The doubt of a cell from which nothing is taken, with what to type."""
    unit = f", in {measure.unit}" if measure.unit else ""
    return Doubt(None, ((_NO_NUMBER, f"{words}; type the number alone{unit}"),))


# Numbers whose format shows something else than the number held.


def _shown_as(cell: Cell, form: NumberForm, measure: MeasuredAs) -> Decimal | Doubt | None:
    held = exact.held(cell)
    if isinstance(held, Doubt):
        return held
    if form.percentage:
        return _percentage(held, measure)
    if form.clock is not Clock.NONE:
        seconds = length_of(cell)
        if seconds is None:
            return _refused(measure, f"holds {shown(cell)} days, which is no length of time")
        return _length(seconds, form, measure)
    if form.dated or form.fraction:
        return _dated_or_fraction(held, form, measure)
    return _with_words(held, form, measure)


def _dated_or_fraction(held: Decimal, form: NumberForm, measure: MeasuredAs) -> Decimal | Doubt:
    """The number held, save where the KPI's figures may have been meant by what is shown."""
    if form.dated and measure.measured in _LENGTHS:
        return _refused(measure, f"holds {held:f} but is shown as a date")
    if not form.dated and measure.measured is Measured.SHARE and held:
        return _refused(measure, f"holds {held:f} but is shown as a fraction")
    return held


def _percentage(held: Decimal, measure: MeasuredAs) -> Decimal | Doubt:
    as_shown, asked = as_percentage(held), measure.asked
    if asked == SHARE or (asked is None and not _is_counted(measure)):
        return as_shown
    if asked is not None and asked.measured is Measured.SHARE:
        made = told_in(held, WHOLE, asked)
        assert made is not None
        return Doubt(made, ((_TURNED, f"is shown as {as_shown:f}%; read as {made:f}"),))
    return _refused(measure, f"is shown as {as_shown:f}%, a percentage")


def _is_counted(measure: MeasuredAs) -> bool:
    """Whether a KPI's figures certainly are no percentages though their unit is not known."""
    if measure.unit:
        return measure.data_type is not DataType.RATE
    return measure.data_type in (DataType.NUMBER, DataType.DURATION, DataType.MONEY)


def _with_words(held: Decimal, form: NumberForm, measure: MeasuredAs) -> Decimal | Doubt:
    """A number shown in thousands, or with words of the format beside it."""
    after = form.after
    if form.thousands:
        # Excel divides only for the eye: what it holds is the whole amount.
        scale, after = _scale_of(after, money=_is_money(measure, form.before))
        if why := _why_not_divided(form, scale, measure):
            return _refused(measure, f"holds {held:f} but is shown {why}")
    made: Decimal | str | None = _whole_amount(held, measure.asked) if form.thousands else held
    if after:
        made = _reconciled(_beside(held, form.before, after), measure)
    if made is None or made == held:
        return held
    shows = f"shows “{form.before}… {form.after}”"
    if isinstance(made, str):
        return _refused(measure, f"holds {held:f} and {shows}, {made}")
    beside = shows if form.after else "is shown in thousands"
    return Doubt(made, ((_TURNED, f"holds {held:f} and {beside}; read as {made:f}"),))


def _why_not_divided(form: NumberForm, scale: int, measure: MeasuredAs) -> str:
    """Why a figure shown in thousands or millions cannot be used; empty where it can."""
    if measure.measured not in _DIVIDED:
        return "in thousands"
    # The words of the format must say what its commas do: "0,k" is thousands, "0,m" a slip.
    is_said = scale in (1, 1000**form.thousands)
    return "" if is_said else f"divided by {1000**form.thousands:,}"


def _beside(held: Decimal, before: str, after: str) -> Written:
    """A number with what its format prints beside it, as if it were typed so."""
    if after.startswith("%"):
        return Written(held, "", True, "", "", "")  # noqa: FBT003
    return Written(held, "£" if "£" in before else "", False, after, "", "")  # noqa: FBT003


def _whole_amount(held: Decimal, asked: Unit | None) -> Decimal:
    size = asked.size if asked and asked.measured in (Measured.MONEY, Measured.COUNT) else 1
    return decimal_of_fraction(Fraction(held) / Fraction(size))


# Lengths of time.


def _length(seconds: Fraction, form: NumberForm, measure: MeasuredAs) -> Doubt:
    """A length of time in the KPI's unit, where the format leaves no doubt what it is."""
    asked, said = measure.asked, in_words(seconds)
    if asked is None or asked.measured not in _LENGTHS:
        return _refused(measure, f"holds a length of time, {said}")
    if why := _why_no_length(seconds, form, asked):
        return _refused(measure, why.format(said))
    made = decimal_of_fraction(seconds / asked.size)
    return Doubt(made, ((_TURNED, f"shows {said}; read as {made:f} {measure.unit or ''}".strip()),))


def _why_no_length(seconds: Fraction, form: NumberForm, asked: Unit) -> str:
    """Why a length is in doubt by its format, ``{}`` for its words; empty where it is not."""
    if form.clock is Clock.TIME_OF_DAY:
        return "is a time of the day, {} after midnight"
    limit = 3_600 if form.clock is Clock.MINUTES_SECONDS else DAY
    if form.clock is not Clock.ELAPSED and not form.dated and seconds >= limit:
        return "holds {}, of which its format hides a part"
    in_minutes = asked.measured is Measured.CLOCK and asked.size < 3_600
    if form.clock is Clock.HOURS_MINUTES and not form.dated and in_minutes:
        return "is {} for Excel; minutes and seconds may have been meant"
    return ""


def _moment(cell: Cell, measure: MeasuredAs) -> Doubt:
    """A date or time where a figure belongs; a time, or a moment of 1900, may be a length."""
    seconds = length_of(cell)
    if seconds is not None:
        return _length(seconds, form_of(cell.number_format), measure)
    value = cell.value
    typed = ""
    if isinstance(value, date) and value.year > 1900:
        day, month = value.day, value.month
        typed = f"; Excel makes dates of what is typed as {day}-{month} or {day}/{month}"
    return _refused(measure, f"should be a number but is the date {shown(cell)}{typed}")


# Text in another form than figure and unit.


def _in_another_form(plain: str, measure: MeasuredAs) -> Doubt | None:
    """Ratios, shares of a number, lengths of time and fractions; ``None`` for other texts."""
    for pattern, read in (
        (_OF_TIME, _time_text),
        (_TWO_PARTS, _two_parts),
        (_RATIO, _ratio),
        (_SHARE_OF, _share_of),
        (_STEPS, _steps),
        (_MIXED, _mixed),
    ):
        found = pattern.fullmatch(plain)
        if found is not None:
            made = read(found, measure)
            if isinstance(made, Decimal):
                return Doubt(made, (("CEL012", f"says “{short(plain)}”; read as {made:f}"),))
            return _refused(measure, f"says “{short(plain)}”{made}")
    return None


def _time_text(found: re.Match[str], measure: MeasuredAs) -> Decimal | str:
    hours, minutes, seconds = map(int, found.groups())
    return _of_seconds(Fraction(hours * 3_600 + minutes * 60 + seconds), measure)


def _of_seconds(length: Fraction, measure: MeasuredAs) -> Decimal | str:
    """A length of time in the KPI's unit; in words what it is where that measures something else."""
    made = None if measure.asked is None else told_in(length, SECONDS, measure.asked)
    return ", a length of time" if made is None else made


def _two_parts(found: re.Match[str], measure: MeasuredAs) -> Decimal | str:
    if measure.measured is Measured.RATIO:
        return _ratio(found, measure)
    return ", which may be hours and minutes, minutes and seconds, or a ratio"


def _ratio(found: re.Match[str], measure: MeasuredAs) -> Decimal | str:
    first, second = (Decimal(part.replace(",", "")) for part in found.groups())
    if measure.measured is not Measured.RATIO:
        return ", a ratio"
    if second != 1:
        return ", a ratio that is not to 1"
    return first


def _share_of(found: re.Match[str], measure: MeasuredAs) -> Decimal | str:
    part, whole = (int(text.replace(",", "")) for text in found.groups())
    if measure.asked is None or not 0 < whole >= part:
        return ", a share"
    made = told_in(Fraction(part, whole), WHOLE, measure.asked)
    return ", a share" if made is None else made


def _steps(found: re.Match[str], measure: MeasuredAs) -> Decimal | str:
    total: Fraction = Fraction(0)
    last: Fraction | float = math.inf
    for number, words in _STEP.findall(found[0]):
        unit = unit_of("min" if words == "m" else words)
        if unit is None or unit.measured is not Measured.CLOCK or unit.size >= last:
            return ""
        total, last = total + Fraction(number) * unit.size, unit.size
    return _of_seconds(total, measure)


def _mixed(found: re.Match[str], measure: MeasuredAs) -> Decimal | str:
    whole, sign, alone, first, top, below = found.groups()
    if alone and measure.measured is Measured.SHARE:
        return ", a fraction"
    if sign or alone:
        top, below = unicodedata.normalize("NFKC", sign or alone).split("\u2044")
    # 12 2023/24 is a figure and its year, not 96 and a bit.
    if int(top) >= int(below):
        return ", a fraction"
    return decimal_of_fraction(int(first or whole or 0) + Fraction(int(top), int(below)))


# A figure with a unit, sign or scale beside it.


def _reconciled(found: Written, measure: MeasuredAs) -> Decimal | str | None:
    """The figure in the KPI's unit; in words why it is none; ``None`` where it is no figure."""
    if found.is_share:
        return _as_share(found, measure)
    if found.money and (why := _why_no_money(found.money, measure)):
        return why
    tail = found.tail
    if not tail:
        return _bare(found, measure)
    if is_own_unit(tail, measure.unit) and not found.money:
        return found.value
    if says_more(tail) and unit_of(tail) != Unit(Measured.RATIO, Fraction(1)):
        return None
    scale, rest = _scale_of(tail, money=_is_money(measure, found.money))
    if scale != 1:
        return _scaled(found.value * scale, rest, measure)
    return _with_unit(found, measure)


def _why_no_money(sign: str, measure: MeasuredAs) -> str:
    """Why an amount of money is not the figure asked for; empty where it may be."""
    if not _may_be_money(measure):
        return f"an amount of money, and is asked in {measure.unit or 'numbers'}"
    return "" if sign == "£" else "an amount in another currency"


def _may_be_money(measure: MeasuredAs) -> bool:
    if measure.measured is not None:
        return measure.measured is Measured.MONEY or _is_general(measure.unit or "")
    unit = (measure.unit or "").casefold()
    return not unit or _is_general(unit) or "£" in unit or "pound" in unit


def _bare(found: Written, measure: MeasuredAs) -> Decimal | str:
    """A figure with nothing but a sign of money beside it."""
    if found.money and measure.asked is not None and measure.asked.size != 1:
        return f"an amount in pounds or in {measure.unit}"
    return found.value


def _as_share(found: Written, measure: MeasuredAs) -> Decimal | str | None:
    asked = measure.asked
    if found.tail and not (is_unit(found.tail, measure.unit) or is_whole(found.tail)):
        return None
    if found.money:
        return None
    if asked is None and not _is_counted(measure):
        return found.value
    made = None if asked is None else told_in(found.value, SHARE, asked)
    if made is None:
        return f"a percentage, and is asked in {measure.unit or 'numbers'}"
    return made


def _is_money(measure: MeasuredAs, money: str) -> bool:
    return "£" in money or measure.measured is Measured.MONEY


def _scale_of(tail: str, *, money: bool) -> tuple[int, str]:
    """The number that the first word multiplies by, and the words after it; 1 and all for none."""
    head, _, rest = tail.partition(" ")
    plain = head.casefold().rstrip(".,")
    if plain not in SCALES or plain.startswith(("0", "'")):
        return 1, tail
    if plain in LETTERS and not money:
        return 1, tail
    return SCALES[plain], rest.strip()


def _scaled(amount: Decimal, rest: str, measure: MeasuredAs) -> Decimal | str | None:
    """An amount in thousands or millions of the KPI's unit, of money or of a count."""
    asked = measure.asked
    if rest and not is_unit(rest, measure.unit):
        return None
    if asked is None:
        if measure.data_type in (DataType.NUMBER, DataType.MONEY) or measure.unit:
            return decimal_of_fraction(Fraction(amount))
        return "and no unit is known to turn it into"
    if asked.measured in (Measured.MONEY, Measured.COUNT):
        return decimal_of_fraction(Fraction(amount) / asked.size)
    return _told_in(amount, unit_of(rest), asked, measure)


def _told_in(amount: Decimal, said: Unit | None, asked: Unit, measure: MeasuredAs) -> Decimal | str:
    made = None if said is None else told_in(amount, said, asked)
    return f"and is asked in {measure.unit or 'another unit'}" if made is None else made


def _with_unit(found: Written, measure: MeasuredAs) -> Decimal | str | None:
    """A figure with a unit beside it that is not the KPI's own in the same words."""
    said, asked = _unit_beside(found, measure), measure.asked
    if isinstance(said, str):
        return said
    if said is None:
        return None if found.money else _with_words_beside(found, measure)
    if asked is None:
        return _in_no_known_unit(found, measure)
    if asked.measured is Measured.COUNT and asked.size == 1:
        is_rate = said.measured in (Measured.SHARE, Measured.RATIO, Measured.MONEY)
        return f"and is asked as a {measure.unit}" if is_rate else found.value
    return _told_in(found.value, said, asked, measure)


def _in_no_known_unit(found: Written, measure: MeasuredAs) -> Decimal | str | None:
    if measure.unit and not _is_general(measure.unit):
        return f"and is asked in {measure.unit}"
    return found.value if is_unit(found.tail, measure.unit) else None


def _unit_beside(found: Written, measure: MeasuredAs) -> Unit | str | None:
    """The unit that stands beside a figure; in words why it is uncertain; ``None`` for no unit."""
    said = unit_of(found.tail)
    if found.tail.casefold() in LETTERS:
        if measure.measured is not Measured.CLOCK or found.tail != "m":
            return f"and “{found.tail}” may mean millions, metres or minutes"
        said = Unit(Measured.CLOCK, Fraction(60))
    if not found.money:
        return said
    if said is not None or not is_unit(found.tail, None):
        return None
    return Unit(Measured.MONEY, Fraction(1), found.tail.casefold().removeprefix("per ").strip())


def _is_general(unit: str) -> bool:
    known = unit_of(unit)
    return unit.strip().casefold() in ("rate", "score", "n/a", "none", "-") or (
        known is not None and known.measured is Measured.COUNT
    )


def _with_words_beside(found: Written, measure: MeasuredAs) -> Decimal | str | None:
    """A figure with words beside it that are no unit of measure: ``45 people``."""
    if not is_unit(found.tail, measure.unit):
        return None
    if measure.measured in (None, Measured.COUNT):
        return found.value
    # "45 people" fits "people helped"; "45 homes" does not, and nothing says how to turn it.
    told = set(re.findall(r"[a-z]+", (measure.unit or "").casefold()))
    if told & set(re.findall(r"[a-z]+", found.tail.casefold())):
        return found.value
    return f"and is asked in {measure.unit}" if measure.unit else None
