"""The register's row as a return would leave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pmf_cli.collect.returned.cells import Entered
from pmf_cli.register.periods.period import Period
from pmf_cli.register.replaced import replaced_words
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import EntrySource, ValueStatus

COMPARED = (
    "value",
    "numerator",
    "denominator",
    "no_data_reason",
    "expected_by",
)
"""Fields that a return and the register must agree on for nothing to be new."""
FIRM = (None, ValueStatus.FINAL, ValueStatus.REVISED)
"""Statuses of a figure that was not said to change."""


def as_result(
    said: Entered,
    kpi: Kpi,
    period: Period,
    split: str | None,
    before: Result | None,
    facts: Mapping[str, str],
    on: date,
) -> Result:
    """The row with what a return says.

    A final figure that another replaces is marked Revised. Whatever is replaced, a figure or the
    reason for none, the row says what it was, since when and until when, so that a past day can
    still be answered. A note that stands there stays, unless the return has one.

    Args:
        said: what the form's row says.
        split: the split.
        before: the register's row, if there is one.
        facts: the form's identification.
    """
    base = before if before is not None else Result(kpi_ref=kpi.ref, period=period, split=split)
    replaces = base.replaces
    held = base.value if base.value is not None else base.no_data_reason
    if held is not None and held != (said.value if said.value is not None else said.reason):
        reason = said.note or f"corrected by return {facts.get('ref', '')}"
        replaces = replaced_words(base, kpi, on, reason)
    return replace(
        base,
        value=said.value,
        numerator=said.numerator,
        denominator=said.denominator,
        no_data_reason=said.reason,
        expected_by=said.expected_by,
        value_status=_status(said, base) if said.value is not None else None,
        note=said.note or base.note,
        received_on=on,
        received_from=facts.get("contact") or None,
        entry_source=EntrySource.RETURN_FORM,
        return_ref=facts.get("ref") or None,
        replaces=replaces,
    )


def _status(said: Entered, base: Result) -> ValueStatus | None:
    """The status of a figure: Revised where it takes the place of another that was final."""
    is_other = base.value is not None and said.value != base.value
    if is_other and base.value_status in FIRM and said.value_status in (None, ValueStatus.FINAL):
        return ValueStatus.REVISED
    if said.value_status is None and base.value_status is not None:
        return base.value_status if said.value == base.value else ValueStatus.FINAL
    return said.value_status


def same_result(before: Result, made: Result) -> bool:
    """Whether a return says nothing that the register does not hold already."""
    if any(getattr(before, field) != getattr(made, field) for field in COMPARED):
        return False
    same_status = before.value_status == made.value_status or (
        before.value_status in FIRM and made.value_status in FIRM
    )
    return same_status and (before.note or "") == (made.note or "")
