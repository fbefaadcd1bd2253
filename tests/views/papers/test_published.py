"""Every paper can be published: its workbook for the public is made, and holds nothing that is not public."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from pmf_cli.analysis.withheld import for_body
from pmf_cli.assessment import Assessment
from pmf_cli.pipeline.papers import for_audience, paper_files
from pmf_cli.pipeline.read.issued_papers import history_of_register
from pmf_cli.pipeline.read.opening import OpenedRegister, assessed, open_register
from pmf_cli.places import PUBLISHED_ENDING
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.papers import PAPERS
from pmf_cli.views.papers.making import audiences_of, report_of
from tests.running import EXAMPLE


@pytest.fixture(scope="module")
def example() -> tuple[OpenedRegister, Assessment]:
    """The example register on the day of its papers."""
    opened = open_register(EXAMPLE)
    return opened, assessed(opened, period="2024/25 Q3", as_of=date(2025, 2, 3))


OWN = {name for name, paper in PAPERS.items() if paper.is_issued}
"""Papers of results, which are long."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in OWN else []) for name in PAPERS]
)
def test_a_paper_for_the_public_has_a_workbook_without_what_is_not_public(name, example):
    """One table a sheet, as the Analysis Function asks; a KPI that is not public is in no cell."""
    opened, assessment = example
    body = next(row.body for row in opened.register.boards if row.kind is BodyKind.PUBLIC)
    told, audience = for_audience(assessment, history_of_register(opened), PAPERS[name], body)
    first, *_ = audiences_of(PAPERS[name], told.assessment, audience)
    report = report_of(PAPERS[name], told.assessment, first)
    (public,) = (
        data
        for file, data in paper_files(opened, report, ["xlsx"]).items()
        if file.endswith(PUBLISHED_ENDING)
    )
    kept = for_body(assessment, history_of_register(opened), body).assessment.register.kpi_by_ref
    private = {kpi.ref for kpi in opened.register.kpis} - set(kept)
    assert private
    cells = {
        str(cell.value)
        for sheet in openpyxl.load_workbook(io.BytesIO(public))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert not private & cells
