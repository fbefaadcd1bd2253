"""What the scorecard says of a KPI itself: unit, kind of figure, decimals, polarity, frequency."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pmf_cli.frozen import frozen
from pmf_cli.importing.cell_fates import Accounts
from pmf_cli.importing.column_meanings import YEARS
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.figures import ELAPSED, Figure, figure_of, in_unit, printed_text
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.identity import SeenKpi
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.observations import SeenCell
from pmf_cli.importing.period_words import period_in
from pmf_cli.importing.polarity_words import polarity_by_heading, polarity_in, polarity_in_name
from pmf_cli.importing.target_text import TargetReading
from pmf_cli.importing.units import (
    AS_PRINTED,
    NUMBER,
    PLAINLY_POUNDS,
    data_type_of,
    is_scaled_money,
    unit_in,
    unit_in_name,
    unit_stated,
)
from pmf_cli.importing.why_left import NO_BASELINE, NO_POLARITY, PERIOD_UNREAD
from pmf_cli.register.choices import choice_in
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.terms import DataType, Frequency, Polarity, TimeBasis, YearBasis
from pmf_cli.tabular.units import Measured, told_in, unit_of
from pmf_cli.words import listed


@frozen
class KpiAttribute:
    """One thing known of a KPI: its value, how sure, and why."""

    value: Any
    sure: Sureness
    why: str

    @property
    def is_doubtful(self) -> bool:
        """True where somebody must settle it."""
        return self.sure is Sureness.DOUBTFUL


MISSING = KpiAttribute(None, Sureness.CERTAIN, "")
"""Nothing is known; the register keeps it blank."""


def cells_about(kpi: SeenKpi, field: str) -> tuple[SeenCell, ...]:
    """The cells of one field over all rows of a KPI."""
    return tuple(row.facts[field] for row in kpi.rows if field in row.facts)


def stated_unit(
    kpi: SeenKpi, mapping: ImportMapping, book: GuessBook, accounts: Accounts
) -> KpiAttribute:
    """The unit that the unit column states."""
    found = MISSING
    for seen in cells_about(kpi, ScorecardField.UNIT):
        text = " ".join(printed_text(seen.cell).split())
        said = mapping.settled(Topic.UNIT, text)
        if said is not None:
            unit, sure, why = said, Sureness.SETTLED, "your answers say so"
        else:
            unit, sure, why = unit_in(text)
        book.note(Guess(Topic.UNIT, text, seen.where, unit, sure, why))
        accounts.taken(seen.sheet, seen.cell, f"KPIs, Unit of {kpi.ref}")
        if unit not in (AS_PRINTED, LEAVE_OUT):
            found = KpiAttribute(unit, sure, "the unit column")
    return found


def kpi_unit(
    kpi: SeenKpi, stated: KpiAttribute, figures: Sequence[Figure], targets: Sequence[TargetReading]
) -> KpiAttribute:
    """The KPI's unit: stated, else in its name, else printed with its figures, else a number."""
    units = [figure.unit for figure in figures] + [target.unit for target in targets]
    printed = Counter(unit for unit in units if unit)
    named = unit_in_name(kpi.words)
    if ELAPSED in printed:
        return _unit_of_time(kpi.words, stated, named, figures)
    if stated.value is not None and stated.value != NUMBER:
        return _beside_pounds(kpi, _unit_stated(stated, printed))
    if is_scaled_money(named):
        return _beside_pounds(kpi, _unit_named(kpi.words, printed))
    if printed:
        return _unit_printed(printed, stated.value, kpi)
    if named and not (stated.value == NUMBER and named == "%"):
        return KpiAttribute(named, Sureness.LIKELY, "named in the KPI's name")
    return stated if stated.value is not None else _no_unit(figures)


def _beside_pounds(kpi: SeenKpi, unit: KpiAttribute) -> KpiAttribute:
    """A doubt where £k or £m is stated and cells show a bare £: nobody can see which they are in."""
    if not is_scaled_money(unit.value) or unit.is_doubtful:
        return unit
    shown = next((seen for seen in _figure_cells(kpi) if _hides_its_size(seen)), None)
    if shown is None:
        return unit
    why = (
        f"{unit.why} says {unit.value}, but {shown.where.cell} shows {_pounds_shown(shown)}: the"
        f" figures are taken for {unit.value}; answer £ if they are pounds"
    )
    return KpiAttribute(unit.value, Sureness.DOUBTFUL, why)


def _hides_its_size(seen: SeenCell) -> bool:
    """Whether a cell may show pounds or thousands of them: a small figure with a £, a large one without."""
    figure = figure_of(seen.cell)
    if not figure.number:
        return False
    is_large = abs(figure.number) >= PLAINLY_POUNDS
    return (figure.unit == "£" and not is_large) or (not figure.unit and is_large)


def _pounds_shown(seen: SeenCell) -> str:
    return "a plain £" if figure_of(seen.cell).unit else f"{printed_text(seen.cell)}"


def _figure_cells(kpi: SeenKpi) -> Iterator[SeenCell]:
    """The cells of a KPI's results and targets."""
    fields = (ScorecardField.VALUE, ScorecardField.TARGET)
    return (seen for one in kpi.sightings for field in fields for seen in one.cells_of(field))


def _all_show(kpi: SeenKpi, unit: str) -> bool:
    """Whether every figure of a KPI shows a unit in its own cell."""
    figures = (figure_of(seen.cell) for seen in _figure_cells(kpi))
    return all(one.unit == unit for one in figures if one.number is not None)


def _unit_named(name: str, printed: Iterable[str]) -> KpiAttribute:
    """An amount that the name states; a doubt where figures are printed with what is no amount."""
    unit = unit_in_name(name)
    others = [one for one in printed if not same_unit(one, unit)]
    why = f"the name says {unit}, but figures are printed with {others[0]}" if others else ""
    sure = Sureness.DOUBTFUL if others else Sureness.LIKELY
    return KpiAttribute(unit, sure, why or "the name")


def _unit_stated(stated: KpiAttribute, printed: Iterable[str]) -> KpiAttribute:
    others = [unit for unit in printed if not same_unit(unit, stated.value)]
    if not others:
        return stated
    why = f"the unit column says {stated.value}, but figures are printed with {others[0]}"
    return KpiAttribute(stated.value, Sureness.DOUBTFUL, why)


_DAYS_AND_WEEKS = {"days", "weeks"}


def _unit_printed(printed: Counter[str], stated: object, kpi: SeenKpi) -> KpiAttribute:
    unit, count = printed.most_common(1)[0]
    if set(printed) == _DAYS_AND_WEEKS:
        return KpiAttribute("days", Sureness.LIKELY, "weeks and days are printed: all told in days")
    named = unit_in_name(kpi.words)
    worded = unit_stated(kpi.words)
    if worded and _same_measure(worded, unit):
        return KpiAttribute(worded, Sureness.LIKELY, "named in the KPI's name")
    if why := _why_in_doubt(printed, unit, worded, kpi):
        return KpiAttribute(unit, Sureness.DOUBTFUL, why)
    is_sure = count > 1 and not (stated == NUMBER and named != unit)
    sure = Sureness.CERTAIN if is_sure else Sureness.LIKELY
    return KpiAttribute(unit, sure, "printed with its figures")


def _why_in_doubt(printed: Iterable[str], unit: str, worded: str, kpi: SeenKpi) -> str:
    """Why the unit that most figures are printed with may be another; empty where it may not.

    Args:
        worded: the unit that the name states word for word.
    """
    if others := [other for other in printed if not same_unit(other, unit)]:
        return f"figures are printed with {unit} and with {others[0]}"
    if worded and not same_unit(worded, unit) and not worded.endswith(unit):
        return f"the name says {worded}, but figures are printed with {unit}"
    if unit == kpi.rows[-1].unit and not _all_show(kpi, unit):
        return f"a title or section says {unit}: is this KPI in {unit} too?"
    return ""


def _same_measure(one: str, two: str) -> bool:
    """Whether a figure in one unit can be told in another: minutes in hours, £ in £m."""
    said, asked = unit_of(one), unit_of(two)
    return said is not None and asked is not None and told_in(Decimal(1), said, asked) is not None


def _no_unit(figures: Iterable[Figure]) -> KpiAttribute:
    """A number, unless its figures look like percentages typed as fractions."""
    numbers = [abs(figure.number) for figure in figures if figure.number is not None]
    if numbers and max(numbers) <= 1 and any(n != n.to_integral_value() for n in numbers):
        why = "no unit is named, and figures up to 1 may be percentages typed as fractions"
        return KpiAttribute(NUMBER, Sureness.DOUBTFUL, why)
    return KpiAttribute(NUMBER, Sureness.LIKELY, "no unit is named anywhere")


def _unit_of_time(
    name: str, stated: KpiAttribute, named: str, figures: Iterable[Figure]
) -> KpiAttribute:
    """The unit of a KPI whose cells show a length of time: as stated or named, else a guess."""
    words = stated.value if stated.value not in (None, NUMBER) else named
    known = unit_of(words or "")
    if known is not None and known.measured in (Measured.CLOCK, Measured.DAYS):
        return KpiAttribute(
            words, stated.sure if stated.value == words else Sureness.LIKELY, "as named"
        )
    said = re.search(r"\b(hours|minutes|seconds)\b", name, re.IGNORECASE)
    if said is not None:
        return KpiAttribute(said[1].casefold(), Sureness.LIKELY, "named in the KPI's name")
    why = "its cells show lengths of time and nothing says in which unit they are to be read"
    seconds = [f.number for f in figures if f.unit == ELAPSED and f.number is not None]
    unit = "minutes" if seconds and max(seconds) < 3_600 else "hours"
    return KpiAttribute(unit, Sureness.DOUBTFUL, why)


def same_unit(one: str, two: str) -> bool:
    """True for units that differ only in length or size: ``days`` and ``days per FTE``, ``£`` and ``£m``."""
    first, second = one.casefold(), two.casefold()
    known, other = unit_of(one), unit_of(two)
    if (
        known is not None
        and other is not None
        and known.measured is other.measured is Measured.MONEY
    ):
        return True
    return first == second or first.startswith(f"{second} ") or second.startswith(f"{first} ")


def decimals_of(
    figures: Sequence[Figure], targets: Sequence[TargetReading], unit: str
) -> KpiAttribute:
    """The most decimals printed over results and targets."""
    numbers = [figure for figure in figures if figure.number is not None]
    stated = [figure.decimals for figure in numbers if figure.decimals_known]
    stated += [t.decimals for t in targets if t.value is not None or t.low is not None]
    if any(not figure.decimals_known for figure in numbers):
        least = 1 if unit == "%" else 2
        why = "the workbook shows no fixed number of decimals"
        return KpiAttribute(max([*stated, least]), Sureness.LIKELY, why)
    if not stated:
        return MISSING
    return KpiAttribute(min(max(stated), 6), Sureness.CERTAIN, "as printed")


def polarity_of(
    kpi: SeenKpi,
    targets: Sequence[TargetReading],
    mapping: ImportMapping,
    book: GuessBook,
    accounts: Accounts,
) -> KpiAttribute:
    """Which way is better: from the polarity column, the name, or limits in targets."""
    found: list[tuple[Polarity, Sureness, str]] = []
    for seen in cells_about(kpi, ScorecardField.POLARITY):
        text = " ".join(printed_text(seen.cell).split())
        polarity, sure, why = _polarity_read(text, seen.meaning.heading.text, mapping)
        meaning = LEAVE_OUT if polarity is None else polarity.value
        book.note(Guess(Topic.POLARITY, text, seen.where, meaning, sure, why))
        if polarity is None:
            accounts.left(
                seen.sheet, seen.cell, NO_POLARITY.of(f"“{text}” does not say which way is better")
            )
        else:
            accounts.taken(seen.sheet, seen.cell, f"KPIs, Polarity of {kpi.ref}")
            # What a word means is asked once for all KPIs that have it.
            own = Sureness.LIKELY if sure is Sureness.DOUBTFUL else sure
            found.append((polarity, own, "the polarity column"))
    named = polarity_in_name(kpi.rows[-1].name)
    guessed = [
        (named, "the KPI's name"),
        *((t.polarity, "the wording of the target") for t in targets),
    ]
    found += [(one, Sureness.LIKELY, source) for one, source in guessed if one is not None]
    return _agreed_polarity(found) if found else MISSING


def _polarity_read(
    text: str, heading: str, mapping: ImportMapping
) -> tuple[Polarity | None, Sureness, str]:
    """What a polarity cell says: by the answers, else by its heading's question or its usual words."""
    said = mapping.settled(Topic.POLARITY, text)
    if said is None:
        reading = polarity_by_heading(heading, text) or polarity_in(text)
        return reading.polarity, reading.sure, reading.why
    chosen = choice_in(said, Polarity)
    if isinstance(chosen, Polarity) or said.strip().casefold() == LEAVE_OUT:
        known = chosen if isinstance(chosen, Polarity) else None
        return known, Sureness.SETTLED, "your answers say so"
    return None, Sureness.DOUBTFUL, f"“{said}” in the answers is no polarity"


def _agreed_polarity(found: Sequence[tuple[Polarity, Sureness, str]]) -> KpiAttribute:
    """The first polarity found, a doubt where another source says another."""
    polarity, sure, why = found[0]
    for other, _, source in found[1:]:
        if other is not polarity:
            words = f"{why} says {polarity}, {source} says {other}"
            return KpiAttribute(polarity, Sureness.DOUBTFUL, words)
    return KpiAttribute(polarity, Sureness.CERTAIN if sure is Sureness.SETTLED else sure, why)


_FREQUENCIES = {
    PeriodKind.MONTH: Frequency.MONTHLY,
    PeriodKind.QUARTER: Frequency.QUARTERLY,
    PeriodKind.HALF: Frequency.SIX_MONTHLY,
    PeriodKind.TERM: Frequency.TERMLY,
    PeriodKind.FINANCIAL_YEAR: Frequency.ANNUAL,
    PeriodKind.ACADEMIC_YEAR: Frequency.ANNUAL,
    PeriodKind.CALENDAR_YEAR: Frequency.ANNUAL,
}
_OFTEN = tuple(_FREQUENCIES)
_BASES = {
    PeriodKind.ACADEMIC_YEAR: YearBasis.ACADEMIC,
    PeriodKind.TERM: YearBasis.ACADEMIC,
    PeriodKind.CALENDAR_YEAR: YearBasis.CALENDAR,
}


def frequency_of(kinds: Sequence[PeriodKind]) -> KpiAttribute:
    """How often a figure comes, from the periods seen; the shortest kind wins."""
    known = sorted({kind for kind in kinds if kind in _FREQUENCIES}, key=_OFTEN.index)
    if not known:
        return MISSING
    parts = [kind for kind in known if kind not in YEARS]
    if len(parts) > 1:
        why = (
            f"figures stand for each {parts[0].value} and each {parts[1].value}: say which of them"
            " is reported (Frequency)"
        )
        return KpiAttribute(_FREQUENCIES[parts[0]], Sureness.DOUBTFUL, why)
    why = f"its figures are for {'a' if len(kinds) == 1 else 'each'} {known[0].value}"
    return KpiAttribute(_FREQUENCIES[known[0]], Sureness.LIKELY, why)


OFTEN = 3
"""Periods for which another KPI of the tab has figures before a single figure is wondered at."""


def frequency_of_one(guess: KpiAttribute, kpi: SeenKpi) -> KpiAttribute:
    """A guess by the periods seen, a doubt where one figure stands among KPIs of the tab that have several."""
    if len(kpi.measured) != 1 or kpi.beside < OFTEN or guess.is_doubtful:
        return guess
    (period,) = kpi.measured
    if period.kind in YEARS:
        return guess
    why = (
        f"it has one figure, for {period}, where others have {kpi.beside}: how often does it come?"
    )
    return KpiAttribute(guess.value, Sureness.DOUBTFUL, why)


def frequency_stated(stated: KpiAttribute, kinds: Sequence[PeriodKind]) -> KpiAttribute:
    """The frequency that a column states; that of the figures, a doubt, where none is of such a period.

    A figure is rated in the periods of its KPI's frequency alone.
    """
    seen = {_FREQUENCIES[kind]: kind for kind in kinds if kind in _FREQUENCIES}
    own = frequency_of(kinds)
    if not seen or stated.value in seen or stated.value not in _FREQUENCIES.values():
        return stated
    kinds_seen = listed([f"{kind}s" for kind in seen.values()])
    why = (
        f"its column says {stated.value}, but its figures are for {kinds_seen}: which is reported?"
    )
    return KpiAttribute(own.value, Sureness.DOUBTFUL, why)


def first_period_of(periods: Sequence[Period], measured: Collection[Period]) -> KpiAttribute:
    """The first period that a KPI is told of; earlier outturns of whole years are none of its own where it has figures of parts.

    Args:
        measured: those with a figure, and not only a reason for none.
    """
    if not periods:
        return MISSING
    parts = [period for period in periods if period.kind not in YEARS]
    if measured and not any(period.kind not in YEARS for period in measured):
        return KpiAttribute(min(measured), Sureness.LIKELY, "its first year here")
    return KpiAttribute(min(parts or periods), Sureness.LIKELY, "its first period here")


def baseline_of(kpi: SeenKpi, unit: str, accounts: Accounts) -> dict[str, KpiAttribute]:
    """The value and period of a baseline that the scorecard prints beside the KPI."""
    found: dict[str, KpiAttribute] = {}
    for seen in cells_about(kpi, ScorecardField.BASELINE):
        figure = figure_of(seen.cell)
        value = None if figure.number is None else in_unit(figure.number, figure.unit, unit)
        if value is None or figure.sure is Sureness.DOUBTFUL:
            accounts.left(seen.sheet, seen.cell, NO_BASELINE.of(figure.why))
        else:
            found["baseline_value"] = KpiAttribute(value, Sureness.LIKELY, "the baseline column")
            accounts.taken(seen.sheet, seen.cell, f"KPIs, Baseline value of {kpi.ref}")
    for seen in cells_about(kpi, ScorecardField.BASELINE_PERIOD):
        reading = period_in(printed_text(seen.cell))
        if reading.period is None:
            accounts.left(seen.sheet, seen.cell, PERIOD_UNREAD.of(reading.why))
        else:
            period = KpiAttribute(reading.period, reading.sure, "the baseline column")
            found["baseline_period"] = period
            accounts.taken(seen.sheet, seen.cell, f"KPIs, Baseline period of {kpi.ref}")
    return found


def year_basis_of(kinds: Sequence[PeriodKind]) -> KpiAttribute:
    """Which year the figures belong to, from the periods seen."""
    known = [kind for kind in kinds if kind in _FREQUENCIES]
    if not known:
        return MISSING
    shortest = min(known, key=_OFTEN.index)
    return KpiAttribute(
        _BASES.get(shortest, YearBasis.FINANCIAL), Sureness.LIKELY, "from its periods"
    )


_KINDS_OF_OTHERS: dict[type, DataType] = {bool: DataType.YES_NO, date: DataType.DATE}


def data_type_in(figures: Sequence[Figure], unit: KpiAttribute, name: str) -> KpiAttribute:
    """The kind of figure: by the figures where none is a number, else by the unit; what is doubtful of it is the unit."""
    others = {type(one.other) for one in figures if one.other is not None}
    kind = _KINDS_OF_OTHERS.get(others.pop()) if len(others) == 1 else None
    if kind is not None and all(one.number is None for one in figures):
        return KpiAttribute(kind, Sureness.LIKELY, "what its figures are")
    return KpiAttribute(data_type_of(unit.value, name), Sureness.LIKELY, "goes with the unit")


def time_basis_of(name: str, *, to_date: bool = False) -> KpiAttribute:
    """What stretch of time a figure covers, where the name or the column of figures says so."""
    if to_date:
        return KpiAttribute(
            TimeBasis.CUMULATIVE, Sureness.LIKELY, "its column is of the year to date"
        )
    if re.search(r"\bcumulative|\byear to date\b|\bytd\b", name, re.I):
        return KpiAttribute(TimeBasis.CUMULATIVE, Sureness.LIKELY, "the name says cumulative")
    if re.search(r"\brolling\b|\b12 months? (to|ending)\b", name, re.I):
        return KpiAttribute(TimeBasis.ROLLING, Sureness.LIKELY, "the name says rolling")
    return MISSING
