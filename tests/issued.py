"""Papers issued for tests: what pmf issue would record, without ledger and files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmf_cli.analysis.issued.corrections import corrections_for
from pmf_cli.analysis.issued.figures_to_record import reported_figure
from pmf_cli.analysis.issued.issue_history import History, IssuedPaper, ToldCorrection
from pmf_cli.assessment import Assessment
from pmf_cli.register.register import Register
from pmf_cli.views.parts.corrections import correction_words

BODY = "CLT"


def issued(
    assessment: Assessment, history: History | None = None, *, meeting: date | None = None
) -> History:
    """The history after the CLT paper of an assessment was issued on its date."""
    known = history or History()
    found = corrections_for(assessment, known, "clt", BODY).found
    number = len(known.papers) + 1
    paper = IssuedPaper(
        ref=f"CLT-{number}",
        report="clt",
        body=BODY,
        meeting_on=meeting or assessment.as_of,
        issued_on=assessment.as_of,
        period=str(assessment.period),
        as_at=assessment.as_of,
        figures=tuple(
            reported_figure(one) for one in (*assessment.ratings, *assessment.split_ratings)
        ),
        corrections=tuple(
            ToldCorrection(one.now, one.paper.ref, correction_words(one)) for one in found
        ),
        row=number,
    )
    return replace(known, papers=(*known.papers, paper))


def with_value(
    register: Register, ref: str, period: str, value: str | None, **over: object
) -> Register:
    """The register with one result changed."""
    number = None if value is None else Decimal(value)
    return replace(
        register,
        results=tuple(
            replace(row, value=number, **over)  # type: ignore[arg-type]
            if row.kpi_ref == ref and str(row.period) == period and row.split is None
            else row
            for row in register.results
        ),
    )
