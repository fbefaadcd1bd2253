"""Open data: the part of the long table that everyone may have, figures that are not shown by their shorthand."""

from __future__ import annotations

from collections.abc import Callable

from pmf_cli.analysis.long_table import HeldFigure
from pmf_cli.assessment import Assessment
from pmf_cli.register.figures import figure
from pmf_cli.register.terms import NoDataReason
from pmf_cli.views.entries import NO_FIGURE, NO_PART, WITHHELD
from pmf_cli.views.listing import Field, ListDefinition, Listing
from pmf_cli.views.lists.long_table import LONG_TABLE, FiguresAsked
from pmf_cli.views.selection import Selection, selected_kpis

FILE_STEM = "kpi-open-data"
SHORTHAND = {NoDataReason.SUPPRESSED: WITHHELD, NoDataReason.NOT_APPLICABLE: NO_PART}
PUBLIC_KEYS = (
    "ref", "name", "directorate", "service", "financial", "polarity", "split", "period", "period_kind", "period_start",
    "period_end", "value", "value_text", "unit", "numerator", "denominator", "value_status", "target", "target_text",
    "rating", "not_rated_because", "direction", "comparator", "comparator_period", "benchmark", "benchmark_of",
)  # fmt: skip
"""The columns of the long table that are published: an allow-list, so that a new column stays inside until it is put here."""


def _shorthand(one: HeldFigure) -> str | None:
    row = one.result
    if row is None or row.value is not None:
        return None
    return SHORTHAND.get(row.no_data_reason, NO_FIGURE) if row.no_data_reason else NO_FIGURE


def _value_text(one: HeldFigure) -> str | None:
    """The figure as printed, or the shorthand in its place."""
    shown = figure(one.result.value, one.kpi) if one.result else ""
    return shown or _shorthand(one)


_PUBLISHED = tuple(field for field in LONG_TABLE.data_fields if field.key in PUBLIC_KEYS)
OPEN_DATA: ListDefinition[HeldFigure] = ListDefinition(
    "pmf/open-data/1",
    "One item a published figure, of the whole or of a split. From `pmf export --public`.",
    "figures",
    (
        *(
            Field(
                "value_text", "",
                f"The figure as printed, with unit; {WITHHELD} not shown, since it counts few people or may not be published; {NO_FIGURE} not available; {NO_PART} does not apply.",
                _value_text,
            )
            if field.key == "value_text"
            else field
            for field in _PUBLISHED
        ),
    ),
)  # fmt: skip


def open_data_listing(
    told: Assessment, asked: Assessment, wanted: Selection, said: Callable[[str], None]
) -> Listing:
    """The open data as a list.

    Args:
        told: the register as everyone may see it.
        asked: the whole register, by which a selection is understood: what it names need not be public.
        said: is told how far it has come.

    Raises:
        UsageError: a value asked for is not in the register.
    """
    refs = {kpi.ref for kpi in selected_kpis(asked, wanted)}
    kpis = tuple(kpi for kpi in told.register.kpis if kpi.ref in refs and kpi.public is True)
    rows = FiguresAsked(told, kpis, said)
    return OPEN_DATA.listing_of(told, rows, {"kpis": len(kpis)}, ())
