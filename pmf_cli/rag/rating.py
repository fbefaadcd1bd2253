"""A verdict with everything said around it: steps, cells, thresholds, marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pmf_cli.findings import CellRef
from pmf_cli.rag.bands import Band, Ends, merged_bands
from pmf_cli.rag.base import Evidence, Mark, Rating, Threshold
from pmf_cli.rag.choice import ChosenResult
from pmf_cli.rag.rating_input import RatingDetail, RatingInput, RatingResult
from pmf_cli.rag.scales import Scale
from pmf_cli.rag.widths import cell
from pmf_cli.register.figures import figure, plain
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import NoDataReason, Rag, Shade, ValueStatus

STATUS_MARKS: Mapping[ValueStatus | None, Mark] = {
    ValueStatus.PROVISIONAL: Mark.PROVISIONAL,
    ValueStatus.ESTIMATED: Mark.ESTIMATED,
    ValueStatus.REVISED: Mark.REVISED,
}


_BEST_FIRST: tuple[tuple[Rag, Shade | None], ...] = (
    (Rag.GREEN, Shade.EXCEEDED),
    (Rag.GREEN, None),
    (Rag.GREEN, Shade.NEAR),
    (Rag.AMBER, None),
    (Rag.RED, None),
)


def rating_of(case: RatingInput, choice: ChosenResult, verdict: RatingResult) -> Rating:
    """The rating that a verdict makes, with as much said around it as is wanted."""
    if case.detail is RatingDetail.COLOUR:
        return Rating(verdict.rag, verdict.method.name, "", words=case.words, shade=verdict.shade)
    in_full = case.detail is RatingDetail.FULL
    aim, rules, words = case.aim, case.rules, case.words
    width = None if verdict.boundary is not None else verdict.width
    rounding: tuple[str, ...] = ()
    if verdict.rounding is not None:
        exact = plain(case.result.value)
        rounding = (f"The exact value {exact} would be {words[verdict.rounding]}.",)
    rule_step = f"Rule: {', '.join(filter(None, (rules.in_words, rules.approved)))}."
    return Rating(
        rag=verdict.rag,
        method=verdict.method.name,
        because=verdict.because,
        rest=" ".join(part for part in (*rounding, aim.remark) if part),
        words=words,
        steps=(*_first_steps(case, verdict), *rounding, rule_step),
        used=_used(case, verdict) if in_full else (),
        thresholds=_thresholds(verdict, case) if in_full else (),
        marks=tuple(_marks(case, choice, verdict)),
        target=verdict.target,
        target_text=verdict.target_text,
        tolerance=None if width is None else width.amount,
        tolerance_basis=None if width is None else width.basis,
        shortfall=verdict.shortfall,
        rule=rules.row,
        rule_set=rules.name,
        approved=rules.approved,
        shade=verdict.shade,
    )


def _thresholds(verdict: RatingResult, case: RatingInput) -> tuple[Threshold, ...]:
    if verdict.scale is None:
        return ()
    named = [
        band if case.words.own(band.shade) else replace(band, shade=None) for band in verdict.bands
    ]
    return thresholds_of(named, verdict.scale, higher=verdict.higher, exact=case.rules.exact)


def _first_steps(case: RatingInput, verdict: RatingResult) -> tuple[str, ...]:
    """The result, as printed and exactly, and the sum of the method."""
    scale, value = verdict.scale, case.result.value
    first = f"Result for {case.period}: {figure(value, case.kpi)}"
    if scale is None or not scale.is_number or not isinstance(value, Decimal):
        return (f"{first}.", *verdict.steps)
    if scale.places is None:
        remark = "Decimal places are missing, so the exact value is rated."
        return (f"{first}.", *verdict.steps, remark)
    if scale.printed(value) != value:
        way = "rated exactly" if case.rules.exact else "rated as printed"
        first += f", exactly {plain(value)}; {way}"
    return (f"{first}.", *verdict.steps)


def _used(case: RatingInput, verdict: RatingResult) -> tuple[Evidence, ...]:
    rules = case.rules
    rule_cell = cell(rules.row, "rule_set") if rules.row else None
    return (
        Evidence("result", figure(case.result.value, case.kpi), value_cell(case.result)),
        *verdict.used,
        *_definition_used(case, verdict),
        Evidence("rule set", rules.in_words, rule_cell),
    )


def _definition_used(case: RatingInput, verdict: RatingResult) -> Iterator[Evidence]:
    """The cells of the definition that decided which sum was made; what is assumed says so."""
    kpi = case.kpi

    def told(field: str, words: str) -> Evidence:
        said = f"{words}, assumed" if field in case.assumed else words
        return Evidence(field.replace("_", " "), said, cell(kpi, field))

    if verdict.method.polarity and kpi.polarity is not None:
        yield told("polarity", kpi.polarity.value)
    if verdict.scale is None or not verdict.scale.is_number:
        return
    yield told("financial", plain(kpi.financial))
    places = "missing" if kpi.decimal_places is None else str(kpi.decimal_places)
    yield told("decimal_places", places)


def _marks(case: RatingInput, choice: ChosenResult, verdict: RatingResult) -> Iterator[Mark]:
    """What must be said beside a rating, in a fixed order."""
    status, reason = case.result.value_status, case.result.no_data_reason
    if case.assumed:
        yield Mark.ASSUMED
    if status in STATUS_MARKS:
        yield STATUS_MARKS[status]
    if choice.is_new:
        yield Mark.NEW
    if choice.is_stale:
        yield Mark.STALE
    yield from verdict.marks
    if verdict.rounding is not None:
        yield Mark.ROUNDING
    if verdict.shade is Shade.EXCEEDED:
        yield Mark.EXCEEDING
    if reason is NoDataReason.NOT_COMPARABLE:
        yield Mark.NOT_COMPARABLE
    if reason is NoDataReason.SUPPRESSED:
        yield Mark.SUPPRESSED


def value_cell(result: Result) -> CellRef | None:
    """The cell of a result; ``None`` for rows that no workbook holds."""
    return cell(result, "value")


def reason_used(row: Result | None) -> tuple[Evidence, ...]:
    """The cell in which the reason for no data stands, or what stands in the result's and is none."""
    if row is None or not row.source.row:
        return ()
    if row.no_data_reason is None:
        stands = row.unread or row.to_come
        return (Evidence("result", stands, row.source.at("value")),) if stands else ()
    return (Evidence("reason", row.no_data_reason.value, row.source.at("no_data_reason")),)


def thresholds_of(
    bands: Sequence[Band], scale: Scale, *, higher: bool | None, exact: bool
) -> tuple[Threshold, ...]:
    """One threshold for each colour, and finer state, that a printed value can have, the best first.

    Where values are rated as printed, a colour begins at the first value that can be printed:
    for a boundary of 85.5% Red begins at 85.4%. The number of a threshold is the colour's worst
    value for Green and Amber and its best one for Red.

    Args:
        higher: which way is better; ``None`` where neither is.
        exact: true where exact values are rated, so that there is no next printed value.
    """
    together = merged_bands(bands)
    found = []
    for rag, shade in _BEST_FIRST:
        own = [band for band in together if (band.rag, band.shade) == (rag, shade)]
        shown = _shown(own, scale, None if exact else scale.places)
        if shown:
            one = len(shown) == 1 and scale.is_number
            value = _begins(shown[0][0], rag, higher=higher) if one else None
            found.append(Threshold(rag, ", or ".join(text for _, text in shown), value, shade))
    return tuple(found)


def _shown(bands: Sequence[Band], scale: Scale, places: int | None) -> list[tuple[Ends, str]]:
    """Ends of bands with their words: as printed with so many places, exact where there are none."""
    if places is None:
        return [((band.low, band.high), _exactly(band, scale)) for band in bands]
    printed = (band.printable(places) for band in bands)
    return [(ends, scale.reach(*ends)) for ends in printed if ends is not None]


def _begins(ends: Ends, rag: Rag, *, higher: bool | None) -> Decimal | None:
    if higher is None:
        return None
    low, high = ends
    return low if higher is not (rag is Rag.RED) else high


def _exactly(band: Band, scale: Scale) -> str:
    if band.low is not None and band.low == band.high:
        return f"exactly {scale.words(band.low)}"
    parts = []
    if band.low is not None:
        parts.append(f"{'from' if band.low_in else 'above'} {scale.words(band.low)}")
    if band.high is not None:
        parts.append(f"{'up to' if band.high_in else 'below'} {scale.words(band.high)}")
    return " and ".join(parts) or "any result"
