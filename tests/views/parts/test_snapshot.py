"""A director's page: each KPI of the directorate once, what falls due in the next months, its risks, corporate health."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.plan import Action, Milestone, Risk
from pmf_cli.register.sheets.process import Board, TimetableEntry
from pmf_cli.register.sheets.supporting import RiskLink
from pmf_cli.register.terms import (
    ActionStatus,
    BodyKind,
    KpiClass,
    RiskMovement,
    TimetableStep,
)
from pmf_cli.views.audience import Space, audience_of
from pmf_cli.views.base import Report
from pmf_cli.views.papers import PAPERS
from pmf_cli.views.papers.making import audiences_of, report_of
from pmf_cli.views.parts.snapshot import AHEAD
from tests.assessed import assessed, quarterly, register_of, tables_of, words_of
from tests.make import make_target

AS_OF = date(2025, 2, 3)
CYCLE = parse_period("2024/25 Q3")


def a_register(**over: object) -> Register:
    """Growth with a Red, a Green, a corporate-health Green and one not rated; Care with a Green."""
    given = {
        "boards": (
            Board(body="CLT", kind=BodyKind.CLT),
            Board(body="Growth DMT", kind=BodyKind.DMT, filter="directorate = Growth"),
        ),
        "targets": [make_target(ref) for ref in ("G-1", "G-2", "G-3", "C-1")],
    }
    return register_of(
        quarterly("G-1", ["95", "50"], directorate="Growth"),
        quarterly("G-2", ["95", "96"], directorate="Growth"),
        quarterly("G-3", ["95", "97"], directorate="Growth", kpi_class=KpiClass.CORPORATE_HEALTH),
        quarterly("G-4", ["95", "96"], directorate="Growth"),
        quarterly("C-1", ["95", "96"], directorate="Care"),
        **{**given, **over},
    )


def pages_of(register: Register, body: str = "CLT", words: int = 400) -> dict[str, Report]:
    """Directorate → its page."""
    assessment = assessed(register, as_of=AS_OF)
    paper = PAPERS["snapshot"]
    found = audiences_of(paper, assessment, audience_of(assessment, History(), body))
    return {
        one.subject.name: report_of(paper, assessment, one.within(Space(words)))
        for one in found
        if one.subject is not None
    }


def test_all_directorates_have_a_page_for_clt_and_its_own_for_a_management_team():
    """Titled by the directorate, with the days on which its results are looked at."""
    steps = (
        TimetableEntry(cycle=CYCLE, step=TimetableStep.CLT, on=date(2025, 2, 18)),
        TimetableEntry(
            cycle=CYCLE, step=TimetableStep.DMT_REVIEW, body="Growth DMT", on=date(2025, 2, 4)
        ),
    )
    pages = pages_of(a_register(timetable=steps))
    assert {name: page.title for name, page in pages.items()} == {
        "Care": "Care",
        "Growth": "Growth",
    }
    assert pages["Growth"].subtitle.endswith("DMT 4 February · CLT 18 February")
    assert pages["Care"].subtitle.endswith("2024. CLT 18 February")
    assert list(pages_of(a_register(), "Growth DMT")) == ["Growth"]


def test_a_team_named_after_its_directorate_has_files_that_name_it_once():
    """Those of another body name the body and the directorate."""
    found = {one: page.file_stem for one, page in pages_of(a_register(), "Growth DMT").items()}
    assert found == {"Growth": "snapshot-growth-dmt-2024-25-q3"}
    assert pages_of(a_register())["Growth"].file_stem == "snapshot-growth-2024-25-q3"


def test_each_kpi_of_the_directorate_stands_once_and_none_of_another():
    """Off target in the table, the others by name; corporate health with its figure."""
    page = pages_of(a_register())["Growth"]
    words = words_of(page.sections)
    for ref in ("G-1", "G-2", "G-3", "G-4"):
        assert words.count(f"Recycling {ref}") == 1, ref
    assert "C-1" not in words
    (row,) = tables_of(page)["off_target"].rows
    assert row[0].text == "Recycling G-1"
    assert "Corporate health: Recycling G-3 97" in words
    assert "One Green: Recycling G-2." in words
    assert "One not rated: Recycling G-4" in words


@pytest.mark.parametrize(
    ("due", "status", "is_told"),
    [
        (AS_OF - timedelta(1), ActionStatus.ON_TRACK, True),
        (AS_OF - timedelta(1), ActionStatus.COMPLETED, False),
        (AS_OF + AHEAD, ActionStatus.NOT_STARTED, True),
        (AS_OF + AHEAD + timedelta(1), ActionStatus.NOT_STARTED, False),
        (None, ActionStatus.ON_TRACK, True),
    ],
)
def test_what_is_overdue_or_due_in_the_next_months_is_told(due, status, is_told):
    """A step that nobody has dated is not hidden."""
    action = Action(ref="A-1", belongs_to="G-1", action="Build", due=due, status=status)
    other = Action(ref="A-2", belongs_to="C-1", action="Other", due=AS_OF)
    page = pages_of(a_register(actions=(action, other)))["Growth"]
    assert ("falls_due" in tables_of(page)) is is_told
    assert "Other" not in words_of(page.sections)


def test_the_overdue_stand_first_then_by_date_and_those_without_room_are_counted():
    """A milestone put off says when it was due."""
    action = Action(
        ref="A-1", belongs_to="G-1", action="Build", due=AS_OF + timedelta(5),
        status=ActionStatus.ON_TRACK,
    )  # fmt: skip
    marks = (
        Milestone(ref="M-1", action_ref="A-1", milestone="Dig", due=AS_OF + timedelta(1)),
        Milestone(
            ref="M-2", action_ref="A-1", milestone="Buy", due=AS_OF - timedelta(3),
            forecast=AS_OF + timedelta(9),
        ),
        Milestone(ref="M-3", action_ref="A-1", milestone="Plan", achieved_on=AS_OF),
    )  # fmt: skip
    register = a_register(actions=(action,), milestones=marks)
    rows = tables_of(pages_of(register)["Growth"])["falls_due"].rows
    assert [row[1].text for row in rows] == [
        "Recycling G-1: Buy", "Recycling G-1: Dig", "Recycling G-1: Build",
    ]  # fmt: skip
    assert rows[0][1].whole.endswith("was 31 Jan 2025") and "first date missed" in rows[0][2].whole
    short = pages_of(register, words=20)["Growth"]
    assert len(tables_of(short)["falls_due"].rows) == 1
    assert "2 more steps" in words_of(short.sections)


def test_risks_that_its_kpis_watch_are_shown_with_what_says_that_they_grow():
    """A risk that only another directorate's KPI watches stays out."""
    risks = tuple(
        Risk(ref=ref, risk="It fails.", score=12, target_score=4, appetite="Averse")
        for ref in ("R-1", "R-2")
    )
    links = tuple(
        RiskLink(risk_ref=ref, kpi_ref=kpi, worsening_means=RiskMovement.RISES)
        for ref, kpi in (("R-1", "G-1"), ("R-2", "C-1"))
    )
    page = pages_of(a_register(risks=risks, risk_links=links))["Growth"]
    (row,) = tables_of(page)["snapshot_risks"].rows
    assert [entry.whole for entry in row] == [
        "R-1 It fails", "12, target 4", "Averse", "Recycling G-1",
    ]  # fmt: skip
