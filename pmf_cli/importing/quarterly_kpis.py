"""KPIs whose figures stand only at the ends of quarters: by each KPI's own dates, and asked.

``30/06``, ``30/09``, ``31/12`` are three months or three quarters; other KPIs of the same table may be monthly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from pmf_cli.importing.cell_fates import Accounts
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.guesses import Guess, Sureness, Topic
from pmf_cli.importing.identity import SeenKpi
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.observations import SeenRow, Sighting
from pmf_cli.importing.quarter_ends import are_quarters, quarter_ending
from pmf_cli.importing.why_left import WAITS_FOR_FREQUENCY
from pmf_cli.register.choices import choice_in
from pmf_cli.register.periods.period import PeriodKind, month
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import Frequency

_FREQUENCY = "kpis.frequency"
ONLY_ENDS = (
    "its figures stand only for months that end a quarter: taken as quarterly; it may be monthly"
)
"""Why a KPI is taken as quarterly by its dates."""


def sheets_with_quarters(kpis: Iterable[SeenKpi]) -> frozenset[str]:
    """The sheets on which the figure of some KPI is stated to be of a quarter."""
    told = (one for kpi in kpis for one in kpi.sightings if one.period.kind is PeriodKind.QUARTER)
    return frozenset(one.row.sheet.name for one in told)


def with_own_quarters(
    kpi: SeenKpi,
    mapping: ImportMapping,
    held: Kpi | None,
    year_start: int,
    quarterly: Collection[str] = (),
) -> SeenKpi:
    """A KPI whose figures stand only for months that end a quarter, with these taken for quarters.

    Its frequency says whether they are, where the answers, a column or the register state one.

    Args:
        held: the KPI as the register has it.
        quarterly: the sheets on which other figures are of quarters, so that a last day of one may be of it too.
    """
    said = _frequency_said(kpi, mapping, held)
    measured = {one.period for one in kpi.sightings if one.cell(ScorecardField.VALUE) is not None}
    is_said = said is Frequency.QUARTERLY
    if said not in (None, Frequency.QUARTERLY):
        return kpi
    is_near = kpi.rows[-1].sheet.name in quarterly and _is_dated_at_end(kpi.rows[-1], year_start)
    if not are_quarters(measured, year_start, said=is_said or is_near):
        return kpi
    sightings = tuple(_ending(one, year_start) for one in kpi.sightings)
    return replace(kpi, sightings=sightings, by_quarter=not is_said and sightings != kpi.sightings)


def _is_dated_at_end(row: SeenRow, year_start: int) -> bool:
    """Whether a row's period is a date cell of the last day of a quarter."""
    seen = row.facts.get(ScorecardField.PERIOD)
    if seen is None or not isinstance(seen.cell.value, date):
        return False
    day = seen.cell.value
    ends = quarter_ending(month(day.year, day.month), year_start)
    return ends is not None and (ends.end.month, ends.end.day) == (day.month, day.day)


def _frequency_said(kpi: SeenKpi, mapping: ImportMapping, held: Kpi | None) -> Frequency | None:
    """The frequency that the answers, the scorecard's column or the register state."""
    facts = mapping.facts_of(kpi.ref, kpi.name)
    cells = (row.facts.get(_FREQUENCY) for row in kpi.rows)
    texts = [str(facts.get(name, "")) for name in ("Frequency", "frequency")]
    texts += ["" if seen is None else printed_text(seen.cell) for seen in cells]
    found = (choice_in(text, Frequency) for text in texts if text)
    known = next((one for one in found if isinstance(one, Frequency)), None)
    return known if known is not None or held is None else held.frequency


def _ending(sighting: Sighting, year_start: int) -> Sighting:
    ends = quarter_ending(sighting.period, year_start)
    if ends is None:
        return sighting
    said_in = sighting.said_in
    stands = None if said_in is None else quarter_ending(said_in, year_start)
    return replace(sighting, period=ends, said_in=stands or said_in)


def question_of_quarters(kpi: SeenKpi) -> Guess:
    """The question whether a KPI is quarterly, as its dates have it."""
    where, meaning = kpi.rows[-1].where, Frequency.QUARTERLY.value
    return Guess(
        Topic.KPI, kpi.ref, where, meaning, Sureness.DOUBTFUL, ONLY_ENDS, field="frequency"
    )


def wait_for_frequency(kpi: SeenKpi, accounts: Accounts) -> None:
    """Leaves out the figures of a KPI of which it is not known whether they are of quarters or months."""
    for one in kpi.sightings:
        for _, seen in one.cells:
            accounts.left(seen.sheet, seen.cell, WAITS_FOR_FREQUENCY)
