"""The figures and targets of a KPI as read, with doubts noted and the answers obeyed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from pmf_cli.frozen import frozen
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.figures import (
    ELAPSED,
    MILLIONS,
    TWO_CLOCKS,
    Figure,
    as_firm_as,
    decimals_in,
    figure_in,
    figure_of,
    printed_text,
    result_and_target,
)
from pmf_cli.importing.firmness_words import Firmness, firmness_in
from pmf_cli.importing.guesses import LEAVE_OUT, OF_KPI, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.identity import SeenKpi
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.observations import SeenCell, Sighting
from pmf_cli.importing.status_words import StatusReading, status_in
from pmf_cli.importing.target_text import TargetReading, target_from_words, target_in, target_of
from pmf_cli.importing.units import (
    AS_PRINTED,
    PLAINLY_POUNDS,
    is_scaled_money,
    unit_in,
    unit_in_name,
    unit_stated,
)
from pmf_cli.register.choices import choice_in
from pmf_cli.register.terms import NoDataReason, TargetType
from pmf_cli.tabular.lengths import clock_text
from pmf_cli.words import yes_or_no


@frozen
class ReadSighting:
    """One period of a KPI, read; ``None`` without such a cell.

    Attributes:
        expected: a figure of a column of forecasts.
    """

    sighting: Sighting
    figure: Figure | None
    target: TargetReading | None
    status: StatusReading | None
    expected: Figure | None = None


def read_sightings(
    kpi: SeenKpi, mapping: ImportMapping, book: GuessBook
) -> tuple[ReadSighting, ...]:
    """Everything that a KPI's rows tell of its periods, read."""
    about = _About(mapping, book, kpi.words, _is_printed_in_percent(kpi))
    own = stated_of(kpi)
    found = tuple(_in_stated(_read(sighting, about), own) for sighting in kpi.sightings)
    return _without_fractions(kpi, found, mapping, book)


def stated_of(kpi: SeenKpi) -> str:
    """The unit that the unit column or the name of a KPI states; empty where neither does."""
    columns = [
        unit_in(printed_text(row.facts[ScorecardField.UNIT].cell))[0]
        for row in kpi.rows
        if ScorecardField.UNIT in row.facts
    ]
    return next((one for one in columns if one != AS_PRINTED), "") or unit_in_name(kpi.words)


def _are_pounds(reading: Figure | TargetReading) -> bool:
    """Whether a figure with a £ is too large to be of thousands or millions."""
    number = reading.number if isinstance(reading, Figure) else reading.value
    is_large = isinstance(number, Decimal) and abs(number) >= PLAINLY_POUNDS
    return reading.unit == "£" and is_large


def _in_stated(read: ReadSighting, own: str) -> ReadSighting:
    """Figures without a unit of their own in the one of their heading, section or title.

    A bare £ beside £k or £m is a sign and no size; the KPI's own unit goes before what stands around it.
    """

    def told(reading: _AnyReading | None, field: ScorecardField) -> _AnyReading | None:
        seen = read.sighting.cell(field)
        if reading is None or seen is None or reading.unit not in ("", "£"):
            return reading
        around = unit_stated(seen.meaning.heading.text) or read.sighting.row.unit
        if own == "£" and is_scaled_money(around):
            return replace(reading, unit=around)
        if own:
            is_sign = is_scaled_money(own) and not _are_pounds(reading)
            return replace(reading, unit="") if is_sign else reading
        is_sign = reading.unit == "£" and not is_scaled_money(around)
        return reading if is_sign or not around else replace(reading, unit=around)

    return replace(
        read,
        figure=told(read.figure, ScorecardField.VALUE),
        target=told(read.target, ScorecardField.TARGET),
        expected=told(read.expected, ScorecardField.FORECAST),
    )


_AnyReading = TypeVar("_AnyReading", Figure, TargetReading)


@frozen
class _About:
    """The KPI whose cells are read, and what is answered and noted of them.

    Attributes:
        in_percent: whether one of its cells shows a percentage.
    """

    mapping: ImportMapping
    book: GuessBook
    name: str
    in_percent: bool

    def told(self, reading: _AnyReading, text: str) -> _AnyReading:
        """A reading without a doubt that the KPI itself settles."""
        if reading.why == MILLIONS and _MILLIONS.search(self.name):
            return replace(reading, sure=Sureness.LIKELY, why="millions, by the name of the KPI")
        if reading.why == TWO_CLOCKS:
            return _by_clock_named(reading, self.name)
        if (
            self.in_percent
            and reading.unit == "%"
            and reading.sure is Sureness.DOUBTFUL
            and _SHARE.fullmatch(text)
        ):
            return replace(reading, sure=Sureness.LIKELY)
        return reading


_MINUTES_SECONDS = re.compile(r"\bm{1,2}:ss\b|\bmin(?:ute)?s?\W{1,3}sec(?:ond)?s?\b", re.I)
_HOURS_MINUTES = re.compile(r"\bh{1,2}:mm\b|\bh(?:ou)?rs?\W{1,3}min(?:ute)?s?\b", re.I)


def _by_clock_named(reading: _AnyReading, name: str) -> _AnyReading:
    """A reading such as 04:10, without a doubt where the KPI's name says which clock it is."""
    if _MINUTES_SECONDS.search(name):
        why = "minutes and seconds, by the name of the KPI"
        return replace(reading, sure=Sureness.LIKELY, why=why)
    if not _HOURS_MINUTES.search(name):
        return reading
    why = "hours and minutes, by the name of the KPI"
    field = "number" if isinstance(reading, Figure) else "value"
    sixty_times: dict[str, Any] = {field: getattr(reading, field) * 60}
    return replace(reading, sure=Sureness.LIKELY, why=why, **sixty_times)


_MILLIONS = re.compile(r"\bmillions?\b|£", re.I)
_SHARE = re.compile(r"\d+ ?(?:in|out of|in every) ?\d+", re.I)


def _is_printed_in_percent(kpi: SeenKpi) -> bool:
    fields = (ScorecardField.VALUE, ScorecardField.TARGET)
    cells = (seen for one in kpi.sightings for field in fields for seen in one.cells_of(field))
    return any(printed_text(seen.cell).rstrip().endswith("%") for seen in cells)


def _read(sighting: Sighting, about: _About) -> ReadSighting:
    value, status, expected, firm = map(
        sighting.cell,
        (ScorecardField.VALUE, ScorecardField.STATUS, ScorecardField.FORECAST, ScorecardField.FIRMNESS),
    )  # fmt: skip
    judged = None if status is None else _status(status, about.mapping, about.book)
    figure = None if value is None else _figure(value, about)
    firmness = None if firm is None else firmness_in(printed_text(firm.cell))
    if figure is not None and firmness is not None:
        figure = as_firm_as(figure, firmness)
    sighting = _with_target_beside(sighting)
    target = sighting.cell(ScorecardField.TARGET)
    return ReadSighting(
        sighting,
        figure,
        None if target is None else _target(target, about, judged),
        judged,
        None if expected is None else _figure(expected, about),
    )


def _with_target_beside(sighting: Sighting) -> Sighting:
    """A period whose result's cell holds its target too, "89% vs 85% target", where no other does."""
    value = sighting.cell(ScorecardField.VALUE)
    if value is None or sighting.cell(ScorecardField.TARGET) is not None:
        return sighting
    if result_and_target(" ".join(printed_text(value.cell).split())) is None:
        return sighting
    meaning = replace(value.meaning, field=ScorecardField.TARGET.value)
    beside = (ScorecardField.TARGET.value, replace(value, meaning=meaning))
    return replace(sighting, cells=(*sighting.cells, beside))


def _figure(seen: SeenCell, about: _About) -> Figure:
    text = " ".join(printed_text(seen.cell).split())
    said = about.mapping.settled(Topic.VALUE, text)
    figure = _figure_said(said) if said is not None else about.told(figure_of(seen.cell), text)
    if figure.sure is Sureness.CERTAIN:
        return figure
    about.book.note(
        Guess(Topic.VALUE, text, seen.where, mapping_words(figure), figure.sure, figure.why)
    )
    return figure


def _figure_said(words: str) -> Figure:
    plain = words.strip()
    if plain.casefold() == LEAVE_OUT:
        return Figure(sure=Sureness.SETTLED, why="you left it out")
    reason = choice_in(plain, NoDataReason)
    if isinstance(reason, NoDataReason):
        return Figure(reason=reason, sure=Sureness.SETTLED, why="your answers say so")
    figure = figure_in(plain)
    if figure.says_nothing:
        return Figure(other=plain, sure=Sureness.SETTLED, why="your answers say so")
    return replace(figure, sure=Sureness.SETTLED, why="your answers say so")


def mapping_words(figure: Figure) -> str:
    """A figure in the words of the answers."""
    if figure.reason is not None:
        return figure.reason.value
    if isinstance(figure.other, bool):
        return yes_or_no(figure.other)
    if figure.other is not None:
        return str(figure.other)
    if figure.number is None:
        return LEAVE_OUT
    if figure.unit == ELAPSED:
        return clock_text(Fraction(figure.number))
    firmness = Firmness.FORECAST if figure.is_forecast else figure.status
    status = f" ({firmness.value.lower()})" if firmness else ""
    return f"{figure.number:f}{f' {figure.unit}' if figure.unit else ''}{status}"


def _status(seen: SeenCell, mapping: ImportMapping, book: GuessBook) -> StatusReading:
    text = " ".join(printed_text(seen.cell).split())
    said = mapping.settled(Topic.STATUS, text)
    if said is None:
        reading = status_in(text)
    elif said.strip().casefold() == LEAVE_OUT:
        reading = StatusReading("", tracker=False, sure=Sureness.SETTLED, why="you left it out")
    else:
        reading = replace(status_in(said), sure=Sureness.SETTLED, why="your answers say so")
        if said.strip() == TargetType.TRACKER.value:
            reading = replace(reading, text="", tracker=True)
    if reading.sure is not Sureness.CERTAIN:
        book.note(Guess(Topic.STATUS, text, seen.where, reading.words, reading.sure, reading.why))
    return reading


def _target(seen: SeenCell, about: _About, status: StatusReading | None) -> TargetReading:
    text = " ".join(printed_text(seen.cell).split())
    reading = _target_read(seen, text, about)
    is_nought = reading.kind is TargetType.VALUE and reading.value == 0
    if status is not None and status.tracker and is_nought:
        why = "0 stands as the target of a figure for information: no target is meant"
        reading = TargetReading(TargetType.TRACKER, sure=Sureness.LIKELY, why=why)
        text = f"{text} beside “{status_text(status)}”"
        said = about.mapping.settled(Topic.TARGET, text)
        reading = (None if said is None else target_from_words(said)) or reading
    if reading.sure is not Sureness.CERTAIN:
        guess = Guess(Topic.TARGET, text, seen.where, reading.words, reading.sure, reading.why)
        about.book.note(guess)
    return reading


def _target_read(seen: SeenCell, text: str, about: _About) -> TargetReading:
    """The target of a cell, by the answers, else by its words or its number."""
    said = about.mapping.settled(Topic.TARGET, text)
    if said is None:
        is_text = isinstance(seen.cell.value, str)
        return about.told(target_in(text) if is_text else target_of(figure_of(seen.cell)), text)
    return _target_said(said)


def _target_said(said: str) -> TargetReading:
    why = f"“{said}” in the answers is no target"
    return target_from_words(said) or TargetReading(None, sure=Sureness.DOUBTFUL, why=why)


def status_text(status: StatusReading) -> str:
    """What a status that means no target is called in lists."""
    return "for information" if status.tracker else status.text


LARGE = Decimal(10)
"""A percentage from which another figure of at most 1 beside it looks like a fraction."""


def _without_fractions(
    kpi: SeenKpi, found: tuple[ReadSighting, ...], mapping: ImportMapping, book: GuessBook
) -> tuple[ReadSighting, ...]:
    """Percentages typed as fractions beside percentages in points: a doubt each, unless near the others."""
    numbers = [(f.number, f.unit) for f in numbers_of(found) if f.number is not None]
    numbers += [(t.value, t.unit) for t in targets_of(found) if isinstance(t.value, Decimal)]
    said = mapping.facts_of(kpi.ref, kpi.name)
    stated = {unit for _, unit in numbers} | {said.get("Unit"), said.get("unit")}
    if not ("%" in stated or _named_percent(kpi)) or not _may_be_fractions(numbers):
        return found
    others = tuple(abs(number) for number, _ in numbers if abs(number) >= LARGE)
    fractions = _Fractions(kpi.name if kpi.made else kpi.ref, others, mapping, book)
    return tuple(map(fractions.in_points, found))


def _may_be_fractions(numbers: Sequence[tuple[Decimal, str]]) -> bool:
    """Whether a bare figure up to 1 stands beside a large one, or all are bare and up to 1."""
    bare = [abs(number) for number, unit in numbers if unit != "%"]
    if not any(0 < number <= 1 for number in bare):
        return False
    if any(abs(number) >= LARGE for number, _ in numbers):
        return True
    return len(bare) == len(numbers) and max(bare) <= 1


def _named_percent(kpi: SeenKpi) -> bool:
    stated = [
        unit_in(printed_text(r.facts[ScorecardField.UNIT].cell))[0]
        for r in kpi.rows
        if ScorecardField.UNIT in r.facts
    ]
    return "%" in stated or (unit_in_name(kpi.words) == "%" and "number" not in stated)


NEAR = Decimal("0.1")
"""How far a fraction read in points may be from two others of its KPI to be believed without a question."""


@frozen
class _Fractions:
    """Bare numbers up to 1 of a KPI whose figures are percentages.

    Attributes:
        of: the KPI as its questions name it: the same number says another thing of another KPI.
        others: the sizes of its large figures.
    """

    of: str
    others: tuple[Decimal, ...]
    mapping: ImportMapping
    book: GuessBook

    def in_points(self, read: ReadSighting) -> ReadSighting:
        """A period whose bare fractions are percentages in points, or what somebody said they are."""
        return replace(
            read,
            figure=self._figure(read, read.figure, ScorecardField.VALUE),
            target=self._target(read),
            expected=self._figure(read, read.expected, ScorecardField.FORECAST),
        )

    def _figure(
        self, read: ReadSighting, figure: Figure | None, field: ScorecardField
    ) -> Figure | None:
        if figure is None:
            return None
        found = self._found(read, figure.number, figure.unit, Topic.VALUE, field)
        if found is None:
            return figure
        number, said = found
        if said is not None:
            told = _figure_said(said)
            return replace(
                told, status=told.status or figure.status, is_forecast=figure.is_forecast
            )
        return replace(figure, number=number, decimals=decimals_in(number))

    def _target(self, read: ReadSighting) -> TargetReading | None:
        target = read.target
        if target is None:
            return None
        found = self._found(read, target.value, target.unit, Topic.TARGET, ScorecardField.TARGET)
        if found is None:
            return target
        number, said = found
        if said is not None:
            return _target_said(said)
        return replace(target, value=number, decimals=decimals_in(number))

    def _found(
        self, read: ReadSighting, number: object, unit: str, topic: Topic, field: ScorecardField
    ) -> tuple[Decimal, str | None] | None:
        """The number in points with what is said of it; ``None`` where it is no bare fraction."""
        seen = read.sighting.cell(field)
        if (
            seen is None
            or not isinstance(number, Decimal)
            or unit == "%"
            or not 0 < abs(number) <= 1
        ):
            return None
        shown = " ".join(printed_text(seen.cell).split())
        if self.mapping.settled(topic, shown) is not None:
            return None
        made = _points(number)
        text = f"{shown}{OF_KPI}{self.of}"
        said = self.mapping.settled(topic, text)
        near = sum(abs(abs(made) - other) <= NEAR * other for other in self.others)
        sure = Sureness.LIKELY if near > 1 else Sureness.DOUBTFUL
        why = "it looks like a fraction; the other figures are percentages as shown"
        if said is not None:
            sure, why = Sureness.SETTLED, "your answers say so"
        self.book.note(Guess(topic, text, seen.where, said or f"{made:f}", sure, why))
        return made, said


def _points(number: Decimal) -> Decimal:
    made = number * 100
    return made.quantize(Decimal(1)) if made == made.to_integral_value() else made.normalize()


def numbers_of(read: Sequence[ReadSighting]) -> tuple[Figure, ...]:
    """The results read."""
    return tuple(r.figure for r in read if r.figure is not None)


def targets_of(read: Sequence[ReadSighting]) -> tuple[TargetReading, ...]:
    """The targets read."""
    return tuple(r.target for r in read if r.target is not None)
