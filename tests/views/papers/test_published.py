"""Every paper can be published: its workbook for the public is made, and holds nothing that is not public."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from pmf_cli.analysis.issued.figures_to_record import reported_figure
from pmf_cli.analysis.withheld import for_body
from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.pipeline.body_papers import BodyPaper
from pmf_cli.pipeline.held_paper import HeldPaper
from pmf_cli.pipeline.issue.issue_files import ToRecord, finished_file, held_against
from pmf_cli.pipeline.paper_checks import faults_with_register, held_papers
from pmf_cli.pipeline.papers import for_audience, paper_files
from pmf_cli.pipeline.read.issued_papers import history_of_register
from pmf_cli.pipeline.read.opening import OpenedRegister, assessed, open_register
from pmf_cli.places import PUBLISHED_ENDING
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.papers import PAPERS, own_papers
from pmf_cli.views.papers.making import audiences_of, report_of
from tests.running import EXAMPLE


@pytest.fixture(scope="module")
def example() -> tuple[OpenedRegister, Assessment]:
    """The example register on the day of its papers."""
    opened = open_register(EXAMPLE)
    day = date(2025, 2, 3)
    return opened, assessed(opened, period="2024/25 Q3", as_of=day, with_checks=True)


INSIDE = {"plan"}
"""Papers made of sheets of which nothing is published."""
OWN = {name for name, paper in PAPERS.items() if paper.kinds or paper.about}
"""Papers of results, which are long."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] if name in OWN else [])
        for name in PAPERS
        if name not in INSIDE
    ],
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


@pytest.mark.parametrize("name", sorted(INSIDE))
def test_a_paper_of_what_stays_inside_is_refused_to_the_public(name, example):
    """In one sentence that names the sheet, and the paper that the public is given."""
    opened, assessment = example
    body = next(row.body for row in opened.register.boards if row.kind is BodyKind.PUBLIC)
    told, audience = for_audience(assessment, history_of_register(opened), PAPERS[name], body)
    with pytest.raises(UsageError, match="of which nothing is published") as refused:
        audiences_of(PAPERS[name], told.assessment, audience)
    assert "pmf report public" in (refused.value.advice)


def _published(example) -> list[HeldPaper]:
    """The own papers of the example's bodies that are published, one of each kind of body and paper."""
    opened, assessment = example
    found: dict[tuple[str, BodyKind | None], HeldPaper] = {}
    for board in opened.register.boards:
        for paper in own_papers(board.kind):
            if board.public_paper and (paper.name, board.kind) not in found:
                first = next(held_papers(opened, assessment, BodyPaper(board.body, paper)))
                found[paper.name, board.kind] = first
    return [held for held in found.values() if held.report.is_public]


def test_a_published_workbook_is_read_back_by_report_check_and_by_issue(example, tmp_path):
    """Its tables have fewer columns than the one to work with; each KPI is found in it, with its figure."""
    opened, _ = example
    papers = _published(example)
    assert papers
    for held in papers:
        made = paper_files(opened, held.report, ["xlsx"])
        ((name, data),) = ((n, d) for n, d in made.items() if n.endswith(PUBLISHED_ENDING))
        assert faults_with_register(data, "xlsx", held) == ()
        (tmp_path / name).write_bytes(data)
        # As if somebody had worked on it: then issue reads it too, instead of knowing it by its bytes.
        is_told = PAPERS[held.report.name].tells_results
        figures = tuple(map(reported_figure, held.audience.ratings)) if is_told else ()
        recorded = ToRecord(replace(held.report, subtitle="Another"), figures)
        told = held_against(opened, recorded, [finished_file(tmp_path / name)])
        assert not any("row" in one.words or "figure" in one.words for one in told.obstacles)
