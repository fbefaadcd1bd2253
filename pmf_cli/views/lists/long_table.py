"""The long table: one item a figure held, for analysis elsewhere, with the kind of each column for its schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pmf_cli.analysis.long_table import HeldFigure, held_figures
from pmf_cli.assessment import Assessment
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import Rating, Travel, Unrated, amber_edge
from pmf_cli.rag.target_cells import target_cell
from pmf_cli.register.figures import figure
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import ANY_RATING
from pmf_cli.views.listing import Field, ListDefinition, Listing, exact_figure, kpi_fields
from pmf_cli.views.selection import Selection, selected_kpis

FILE_STEM = "kpi-figures"
"""How the names of the files begin, whatever the period, so that what reads them need not be changed."""


class Kind(StrEnum):
    """What a column holds, in the words of the Table Schema standard."""

    STRING = "string"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


NUMBERS = frozenset(
    ("value", "numerator", "denominator", "target", "amber_edge", "comparator", "limit_low", "limit_high",
     "forecast", "forecast_low", "forecast_high", "benchmark")
)  # fmt: skip
DATES = frozenset(("period_start", "period_end", "received_on"))
BOOLEANS = frozenset(("financial",))


def _number(value: object) -> str | None:
    """An exact decimal; nothing for days, grades, yes and no, which stand in words beside it."""
    return exact_figure(value) if isinstance(value, Decimal) else None


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _of_rating(of: Callable[[Rating], object]) -> Callable[[HeldFigure], object]:
    """What a colour tells; nothing where there is none."""

    def told(one: HeldFigure) -> object:
        outcome = one.rating and one.rating.outcome
        return of(outcome) if isinstance(outcome, Rating) else None

    return told


def _travel(one: HeldFigure) -> Travel | None:
    found = Travel.NOT_KNOWN if one.rating is None else one.rating.direction.travel
    return None if found is Travel.NOT_KNOWN else found


def _target_cell(one: HeldFigure) -> CellRef | None:
    return None if one.rating is None else target_cell(one.rating)


LONG_TABLE: ListDefinition[HeldFigure] = ListDefinition(
    "pmf/figures/1",
    "One item a figure held, of the whole or of a split, for any period up to the reporting period, and one a later period of which there is a forecast. From `pmf export`.",
    "figures",
    (
        *kpi_fields(lambda one: one.kpi),
        Field("directorate", "", "Directorate.", lambda one: one.kpi.directorate),
        Field("service", "", "Service.", lambda one: one.kpi.service),
        Field("financial", "", "Whether the KPI is financial.", lambda one: one.kpi.financial),
        Field("polarity", "", "Which way is better.", lambda one: one.kpi.polarity),
        Field("split", "", "The part that the figure is of; empty for the whole.", lambda one: one.split),
        Field("period", "", "The period, as printed.", lambda one: one.period),
        Field("period_kind", "", "Month, quarter, financial year and so on.", lambda one: one.period.kind),
        Field("period_start", "", "Its first day.", lambda one: _day(one.period.start)),
        Field("period_end", "", "Its last day.", lambda one: _day(one.period.end)),
        Field("value", "", "The figure, exact, in the KPI's unit; empty where it is no number.", lambda one: one.result and _number(one.result.value)),
        Field("value_text", "", "The figure as printed, with unit.", lambda one: (one.result and figure(one.result.value, one.kpi)) or None),
        Field("unit", "", "The KPI's unit.", lambda one: one.kpi.unit),
        Field("numerator", "", "Its numerator.", lambda one: one.result and _number(one.result.numerator)),
        Field("denominator", "", "Its denominator.", lambda one: one.result and _number(one.result.denominator)),
        Field("value_status", "", "Final, provisional, estimated or revised; empty where not stated.", lambda one: one.result and one.result.value_status),
        Field("no_data_reason", "", "Why there is no figure, or none to show.", lambda one: one.result and one.result.no_data_reason),
        Field("received_on", "", "When it came in.", lambda one: one.result and _day(one.result.received_on)),
        Field("target", "", "The target in force for that very period, profiles applied, exact.", _of_rating(lambda one: _number(one.target))),
        Field(
            "target_text", "", "The target as printed, where there is one for the period.",
            lambda one: (one.rating and one.rating.outcome.target_text) or None,
        ),
        Field("amber_edge", "", "The furthest figure that is still in the middle rating; empty where that is not one number.", _of_rating(amber_edge)),
        Field("rating", "", f"{ANY_RATING}; empty where not rated.", lambda one: one.rating and one.rating.rag),
        Field(
            "not_rated_because", "", "The reason for no rating, one of a closed list; empty where rated, and for splits that are not.",
            lambda one: one.rating.outcome.reason if one.rating and isinstance(one.rating.outcome, Unrated) else None,
        ),
        Field("reason", "", "Why, in one sentence.", lambda one: one.rating and one.rating.outcome.sentence),
        Field("marks", "", "What is said beside the rating: interim, provisional and so on.", _of_rating(lambda one: one.marks)),
        Field("rule_set", "", "The rule set that rated it; empty where the tool's defaults served.", _of_rating(lambda one: one.rule_set)),
        Field("direction", "", "Direction of travel: Improved, Similar, Worsened, Rose or Fell; empty without comparator.", _travel),
        Field("comparator", "", "The figure compared with, exact.", lambda one: one.rating and _number(one.rating.direction.comparator_value)),
        Field("comparator_period", "", "The period of the comparator.", lambda one: one.rating and one.rating.direction.comparator_period),
        Field(
            "signal", "", "What the rules of signals say of the figure (see `pmf analyse spc`); empty where nothing, or where they are not asked.",
            lambda one: tuple(map(str, one.mark.rules)) if one.mark else (),
        ),
        Field("limit_low", "", "The lower natural limit that it was held against.", lambda one: one.limits and _number(one.limits.low)),
        Field("limit_high", "", "The upper one.", lambda one: one.limits and _number(one.limits.high)),
        Field("forecast", "", "What the service expected for the period, as it said last.", lambda one: one.forecast and _number(one.forecast.value)),
        Field("forecast_low", "", "The lowest that it thought likely.", lambda one: one.forecast and _number(one.forecast.low)),
        Field("forecast_high", "", "The highest that it thought likely.", lambda one: one.forecast and _number(one.forecast.high)),
        Field("forecast_made_in", "", "The period in which it said so.", lambda one: one.forecast and one.forecast.made_in),
        Field("benchmark", "", "The first comparator's figure for the very period, in the order of the sheet *Benchmarks*.", lambda one: one.benchmark and _number(one.benchmark.value)),
        Field("benchmark_of", "", "Whose figure that is.", lambda one: one.benchmark and one.benchmark.comparator),
        Field("cell", "", "Where the figure stands: workbook, sheet!cell.", lambda one: one.result and one.result.source.at("value")),
        Field("target_cell", "", "Where the target stands.", _target_cell),
    ),
)  # fmt: skip


@frozen
class FiguresAsked:
    """The figures of some KPIs, each worked out when its turn comes: a register may hold a million."""

    assessment: Assessment
    kpis: tuple[Kpi, ...]
    said: Callable[[str], None]

    def __iter__(self) -> Iterator[HeldFigure]:
        """Each figure held."""
        return held_figures(self.assessment, self.kpis, self.said)


def long_table_listing(
    assessment: Assessment, wanted: Selection, said: Callable[[str], None]
) -> Listing:
    """The long table as a list.

    Args:
        said: is told how far it has come.

    Raises:
        UsageError: a value asked for is not in the register.
    """
    kpis = selected_kpis(assessment, wanted)
    rows = FiguresAsked(assessment, kpis, said)
    return LONG_TABLE.listing_of(assessment, rows, {"kpis": len(kpis)}, ())


def kind_of(key: str) -> Kind:
    """What a column of the long table holds."""
    for keys, kind in ((NUMBERS, Kind.NUMBER), (DATES, Kind.DATE), (BOOLEANS, Kind.BOOLEAN)):
        if key in keys:
            return kind
    return Kind.STRING


def table_schema(definition: ListDefinition[HeldFigure]) -> dict[str, object]:
    """A table's columns by the Table Schema standard (Frictionless): name, type, and what each means."""
    return {
        "name": definition.schema,
        "description": definition.meaning,
        "missingValues": [""],
        "fields": [
            {"name": one.key, "type": str(kind_of(one.key)), "description": one.meaning}
            for one in definition.data_fields
        ],
        "primaryKey": ["ref", "split", "period"],
    }
