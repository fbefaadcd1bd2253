"""The figures and targets of a KPI as read, with doubts noted and the answers obeyed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.figures import (
    ELAPSED,
    Figure,
    as_firm_as,
    decimals_in,
    figure_in,
    figure_of,
    printed_text,
    result_and_target,
)
from pmf_cli.importing.firmness_words import Firmness, firmness_in
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.identity import SeenKpi
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.observations import SeenCell, Sighting
from pmf_cli.importing.status_words import StatusReading, status_in
from pmf_cli.importing.target_text import TargetReading, target_from_words, target_in, target_of
from pmf_cli.register.choices import choice_in
from pmf_cli.register.terms import NoDataReason, TargetType
from pmf_cli.tabular.lengths import clock_text
from pmf_cli.words import yes_or_no


@dataclass(frozen=True)
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
    found = tuple(_read(sighting, mapping, book) for sighting in kpi.sightings)
    return _without_fractions(kpi, found, mapping, book)


def _read(sighting: Sighting, mapping: ImportMapping, book: GuessBook) -> ReadSighting:
    value, status, expected, firm = map(
        sighting.cell,
        (ScorecardField.VALUE, ScorecardField.STATUS, ScorecardField.FORECAST, ScorecardField.FIRMNESS),
    )  # fmt: skip
    judged = None if status is None else _status(status, mapping, book)
    figure = None if value is None else _figure(value, mapping, book)
    firmness = None if firm is None else firmness_in(printed_text(firm.cell))
    if figure is not None and firmness is not None:
        figure = as_firm_as(figure, firmness)
    sighting = _with_target_beside(sighting)
    target = sighting.cell(ScorecardField.TARGET)
    return ReadSighting(
        sighting,
        figure,
        None if target is None else _target(target, mapping, book, judged),
        judged,
        None if expected is None else _figure(expected, mapping, book),
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


def _figure(seen: SeenCell, mapping: ImportMapping, book: GuessBook) -> Figure:
    text = " ".join(printed_text(seen.cell).split())
    said = mapping.settled(Topic.VALUE, text)
    figure = _figure_said(said) if said is not None else figure_of(seen.cell)
    if figure.sure is Sureness.CERTAIN:
        return figure
    book.note(Guess(Topic.VALUE, text, seen.where, mapping_words(figure), figure.sure, figure.why))
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


def _target(
    seen: SeenCell, mapping: ImportMapping, book: GuessBook, status: StatusReading | None
) -> TargetReading:
    text = " ".join(printed_text(seen.cell).split())
    said = mapping.settled(Topic.TARGET, text)
    if said is not None:
        reading = target_from_words(said)
        if reading is None:
            why = f"“{said}” in the answers is no target"
            reading = TargetReading(None, sure=Sureness.DOUBTFUL, why=why)
    elif isinstance(seen.cell.value, str):
        reading = target_in(text)
    else:
        reading = target_of(figure_of(seen.cell))
    if (
        status is not None
        and status.tracker
        and reading.kind is TargetType.VALUE
        and reading.value == 0
    ):
        why = "0 stands as the target of a figure for information: no target is meant"
        reading = TargetReading(TargetType.TRACKER, sure=Sureness.LIKELY, why=why)
        text = f"{text} beside “{status_text(status)}”"
        said_here = mapping.settled(Topic.TARGET, text)
        if said_here is not None:
            reading = target_from_words(said_here) or reading
    if reading.sure is not Sureness.CERTAIN:
        book.note(Guess(Topic.TARGET, text, seen.where, reading.words, reading.sure, reading.why))
    return reading


def status_text(status: StatusReading) -> str:
    """What a status that means no target is called in lists."""
    return "for information" if status.tracker else status.text


LARGE = Decimal(10)
"""A percentage from which another figure of at most 1 beside it looks like a fraction."""


def _without_fractions(
    kpi: SeenKpi, found: tuple[ReadSighting, ...], mapping: ImportMapping, book: GuessBook
) -> tuple[ReadSighting, ...]:
    """Percentages typed as fractions beside percentages in points: a doubt each."""
    figures = [read.figure for read in found if read.figure is not None]
    targets = [read.target for read in found if read.target is not None]
    printed = {figure.unit for figure in figures} | {target.unit for target in targets}
    said = mapping.facts_of(kpi.ref, kpi.name)
    is_percent = "%" in (*printed, said.get("Unit"), said.get("unit")) or _named_percent(kpi)
    if not is_percent:
        return found
    numbers = [(f.number, f.unit) for f in figures if f.number is not None]
    numbers += [(t.value, t.unit) for t in targets if isinstance(t.value, Decimal)]
    if not _may_be_fractions(numbers):
        return found
    return tuple(_in_points(read, mapping, book) for read in found)


def _may_be_fractions(numbers: Sequence[tuple[Decimal, str]]) -> bool:
    """Whether a bare figure up to 1 stands beside a large one, or all are bare and up to 1."""
    bare = [abs(number) for number, unit in numbers if unit != "%"]
    if not any(0 < number <= 1 for number in bare):
        return False
    if any(abs(number) >= LARGE for number, _ in numbers):
        return True
    return len(bare) == len(numbers) and max(bare) <= 1


def _named_percent(kpi: SeenKpi) -> bool:
    from pmf_cli.importing.units import unit_in, unit_in_name

    stated = [
        unit_in(printed_text(r.facts[ScorecardField.UNIT].cell))[0]
        for r in kpi.rows
        if ScorecardField.UNIT in r.facts
    ]
    return "%" in stated or (unit_in_name(kpi.name) == "%" and "number" not in stated)


def _in_points(read: ReadSighting, mapping: ImportMapping, book: GuessBook) -> ReadSighting:
    figure, target = read.figure, read.target
    if figure is not None and figure.number is not None and figure.unit != "%":
        seen = read.sighting.cell(ScorecardField.VALUE)
        assert seen is not None
        made = _times_100(figure.number, Topic.VALUE, seen, mapping, book)
        if made is not None:
            figure = replace(figure, number=made, decimals=max(0, decimals_in(made)))
    if target is not None and isinstance(target.value, Decimal) and target.unit != "%":
        seen = read.sighting.cell(ScorecardField.TARGET)
        assert seen is not None
        made = _times_100(target.value, Topic.TARGET, seen, mapping, book)
        if made is not None:
            target = replace(target, value=made, decimals=max(0, decimals_in(made)))
    return replace(read, figure=figure, target=target)


def _times_100(
    number: Decimal, topic: Topic, seen: SeenCell, mapping: ImportMapping, book: GuessBook
) -> Decimal | None:
    """The number in points where it looks like a fraction and nobody has said otherwise."""
    text = " ".join(printed_text(seen.cell).split())
    if not 0 < abs(number) <= 1 or mapping.settled(topic, text) is not None:
        return None
    made = number * 100
    made = made.quantize(Decimal(1)) if made == made.to_integral_value() else made.normalize()
    why = "it looks like a fraction; the other figures are percentages as shown"
    book.note(Guess(topic, text, seen.where, f"{made:f}", Sureness.DOUBTFUL, why))
    return made


def numbers_of(read: Sequence[ReadSighting]) -> tuple[Figure, ...]:
    """The results read."""
    return tuple(r.figure for r in read if r.figure is not None)


def targets_of(read: Sequence[ReadSighting]) -> tuple[TargetReading, ...]:
    """The targets read."""
    return tuple(r.target for r in read if r.target is not None)
