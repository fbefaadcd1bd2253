"""A paper about one thing at a time: one for each, with the KPIs that concern it alone."""

from __future__ import annotations

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.errors import UsageError
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.audience import Subject, audience_of
from pmf_cli.views.papers import Paper
from pmf_cli.views.papers.making import Contents, audiences_of, report_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.parts.scorecard import scorecard_part
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_register
from tests.views.papers.test_paper_laws import shown_in


def services(assessment, audience):
    """Each service of the KPIs given, as the paper's subjects."""
    names = dict.fromkeys(rating.kpi.service for rating in audience.ratings)
    return [
        Subject(
            name, f"The service {name}", name,
            tuple(one for one in audience.ratings if one.kpi.service == name),
        )
        for name in names
    ]  # fmt: skip


@part("rows")
def rows_part(assessment, audience):
    """Nothing: only what the register holds matters."""


SERVICES = Paper(
    "services",
    title="{subject}",
    footer="service paper",
    help="",
    contents=lambda: Contents((scorecard_part,), subjects=services),
    about="service",
)
DMT = Board(body="DMT", kind=BodyKind.DMT, filter="directorate = Growth")
ASSESSMENT = assessed(
    register_of(
        quarterly("A-1", ["80", "95"], service="Waste", directorate="Growth"),
        quarterly("A-2", ["80", "95"], service="Waste", directorate="Resources"),
        quarterly("A-3", ["80", "95"], service="Parks", directorate="Growth"),
        quarterly("A-4", ["80", "95"], service="Payroll", directorate="Resources"),
        boards=(Board(body="CLT", kind=BodyKind.CLT), DMT),
    )
)


def papers(body: str = "CLT", only: str = ""):
    """The papers made for a body."""
    audience = audience_of(ASSESSMENT, History(), body)
    return [
        report_of(SERVICES, ASSESSMENT, one)
        for one in audiences_of(SERVICES, ASSESSMENT, audience, only)
    ]


def refs_of(report) -> list[str]:
    """The KPIs in a paper's scorecard."""
    return [ref for ref, _, _ in shown_in(report.sections)]


def test_each_thing_has_its_own_paper_file_and_title_with_its_kpis_alone():
    """Three services make three papers; each KPI stands in that of its service."""
    found = {one.file_stem: (one.title, refs_of(one)) for one in papers()}
    assert found == {
        "services-waste-2024-25-q3": ("The service Waste", ["A-1", "A-2"]),
        "services-parks-2024-25-q3": ("The service Parks", ["A-3"]),
        "services-payroll-2024-25-q3": ("The service Payroll", ["A-4"]),
    }


def test_a_body_is_given_papers_about_what_concerns_it_with_its_own_kpis_only():
    """A management team's papers hold its directorate's KPIs, and none of another's service."""
    found = {one.file_stem: refs_of(one) for one in papers("DMT")}
    assert found == {
        "services-dmt-waste-2024-25-q3": ["A-1"],
        "services-dmt-parks-2024-25-q3": ["A-3"],
    }


@pytest.mark.parametrize("asked", ["Parks", "parks", "Par", "The service Parks", "The service par"])
def test_one_is_picked_by_name_or_title_or_how_they_begin(asked):
    """Whatever the case."""
    (only,) = papers(only=asked)
    assert only.title == "The service Parks"


def test_an_unknown_or_ambiguous_name_is_refused_with_those_there_are():
    """``Pa`` begins two of them."""
    for asked in ("Pa", "Roads"):
        with pytest.raises(UsageError, match=asked) as raised:
            papers(only=asked)
        assert "Parks" in str(raised.value.advice) and "Payroll" in str(raised.value.advice)


def test_a_body_that_nothing_concerns_is_told_so():
    """Rather than given no file at all."""
    assessment = assessed(make_register([], [], []))
    audience = audience_of(assessment, History(), "CLT")
    with pytest.raises(UsageError, match="No service"):
        audiences_of(SERVICES, assessment, audience)


def test_a_register_without_the_rows_names_the_sheet():
    """A paper about actions says which sheet it lacks."""
    paper = Paper(
        "deeds", title="Deeds", footer="deeds", help="",
        contents=lambda: Contents((rows_part,), needs=("Actions",)),
    )  # fmt: skip
    audience = audience_of(ASSESSMENT, History(), "CLT")
    with pytest.raises(UsageError, match="no sheet Actions"):
        audiences_of(paper, ASSESSMENT, audience)
