"""What the register and a form say of one figure: in words, and who may say it."""

from __future__ import annotations

from typing import Any

from pmf_cli.assessment import Assessment
from pmf_cli.collect.form.seals import NOTHING
from pmf_cli.collect.returned.cells import Entered
from pmf_cli.collect.returned.number_cells import measure_of
from pmf_cli.cycle.due import contact_for
from pmf_cli.register.figures import stated
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.text import PeriodError, read_period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result


def may_answer(assessment: Assessment, kpi: Kpi, contact: str) -> bool:
    """Whether a contact is one who may give a KPI's figure: key contact or a deputy."""
    register = assessment.register
    key = register.contact_by_ref.get(kpi.key_contact or "")
    return contact in (
        kpi.key_contact,
        kpi.deputy_contact,
        key.deputy if key is not None else None,
        contact_for(register, kpi, assessment.as_of)[0],
    )


def entered_period(text: str, kpi: Kpi, assessment: Assessment) -> Period | None:
    """The period that a printed one means."""
    for period in assessment.register.results_of(kpi.ref):
        if str(period) == text:
            return period
    try:
        context = measure_of(kpi).context
        start = assessment.settings.financial_year_start
        return read_period(text, year_start=start, context=context).period
    except PeriodError:
        return None


def shown_words(row: Result | None, kpi: Kpi) -> str:
    """What the register holds, in words; empty for nothing."""
    if row is None:
        return ""
    if row.value is not None:
        return entered_figure_words(row.value, kpi)
    return row.no_data_reason.value if row.no_data_reason is not None else ""


def entered_figure_words(value: Any, kpi: Kpi) -> str:  # noqa: ANN401 - any value of a result
    """A figure with its unit, never rounded: what was typed is shown."""
    return stated(value, kpi)


def said_words(said: Entered, kpi: Kpi) -> str:
    """What the form says, in words; empty for nothing."""
    if said.value is not None:
        return entered_figure_words(said.value, kpi)
    return said.reason.value if said.reason is not None else ""


def base_words(held: str) -> str:
    """What the register held when the form was made, for a sentence."""
    return "nothing" if held == NOTHING else held
