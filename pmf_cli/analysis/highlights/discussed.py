"""Highlights that a body discussed, and what was agreed: they come back in its next paper (2024 report, ¶68)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import clt_name, met_on
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.sheets.process import Highlight


@frozen
class Discussed:
    """A highlight with what was asked or agreed when it was discussed, and how its KPI stands now."""

    highlight: Highlight
    rating: KpiRating
    on: date


def discussed_before(assessment: Assessment, body: str) -> tuple[Discussed, ...]:
    """What a body discussed when it last did, of highlights of earlier cycles, in the order of the sheet."""
    period = assessment.period
    found = _discussed(
        assessment, body, lambda row: row.cycle != period and row.cycle.end <= period.end
    )
    newest = max((one.on for one in found), default=None)
    return tuple(one for one in found if one.on == newest)


def decided_by_clt(assessment: Assessment) -> tuple[Discussed, ...]:
    """What CLT agreed on the highlights of the cycle itself, for those who hear of them next."""
    clt = clt_name(assessment.register)
    return tuple(_discussed(assessment, clt, lambda row: row.cycle == assessment.period))


def _discussed(
    assessment: Assessment, body: str, is_meant: Callable[[Highlight], bool]
) -> list[Discussed]:
    register, as_of = assessment.register, assessment.as_of
    return [
        Discussed(row, assessment.rating_of[row.kpi_ref], row.discussed_on)
        for row in register.highlights
        if row.kpi_ref in assessment.rating_of and (row.follow_up or row.asked) and is_meant(row)
        if row.discussed_on is not None and row.discussed_on <= as_of
        if met_on(register, body, row.discussed_on)
    ]
