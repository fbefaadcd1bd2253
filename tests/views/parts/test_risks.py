"""Risks: which grow and which KPIs say so; open issues with what is asked of the body."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.plan import Risk
from pmf_cli.register.sheets.process import Escalation
from pmf_cli.register.sheets.supporting import RiskLink
from tests.assessed import assessed, monthly, quarterly, register_of, tables_of, words_of
from tests.papers import clt_report

FALLING = ["96", "95", "94", "92", "91", "89", "80"]


def a_register(**over: object) -> Register:
    return register_of(
        quarterly("A-1", FALLING, short_name="Calls answered"), quarterly("B-1", ["90"] * 7), **over
    )


def an_issue(ref: str, status: terms.OpenStatus, **over: object) -> Escalation:
    return Escalation(
        ref=ref, raised_on=date(2024, 12, 1), level=terms.IssueLevel.CLT,
        issue="Calls unanswered", status=status, **over,
    )  # fmt: skip


def a_link(risk: str, kpi: str) -> RiskLink:
    return RiskLink(risk_ref=risk, kpi_ref=kpi, worsening_means=terms.RiskMovement.RISES)


def test_a_growing_risk_names_the_kpis_that_say_so():
    """By name, with their rating; risks that do not grow are one sentence."""
    register = a_register(
        risks=(
            Risk(ref="R-1", risk="Care fails", owner="C01", score=12, target_score=6),
            Risk(ref="R-2", risk="Roads fail", owner="C01", score=9),
            Risk(ref="R-3", risk="Money fails", owner="C01", score=4),
        ),
        risk_links=(a_link("R-1", "A-1"), a_link("R-2", "B-1")),
    )
    sections = clt_report(assessed(register)).sections
    (row,) = tables_of(sections)["risks"].rows
    assert "Care fails" in row[0].whole
    assert row[1].whole == "12 target 6"
    assert row[2].whole == "Calls answered: Red, worse than Jul–Sep 2024"
    words = words_of(sections)
    assert "other two risks (R-2 and R-3)" in words
    assert "No KPI watches R-3" in words


def test_one_step_down_is_no_growth_where_figures_move_as_usual():
    """Nor where they improve beyond chance; a Red points to growth all the same."""
    usual, better = ["92", "95"] * 7, [f"{at}" for at in range(80, 94)]
    register = register_of(
        monthly("A-1", [*usual, "94"]),
        monthly("A-2", [*better, "92.9"]),
        monthly("A-3", [*usual[:-1], "95", "60"]),
        risks=tuple(Risk(ref=f"R-{n}", risk="It fails") for n in (1, 2, 3)),
        risk_links=tuple(a_link(f"R-{n}", f"A-{n}") for n in (1, 2, 3)),
    )
    sections = clt_report(assessed(register)).sections
    assert [row[0].text for row in tables_of(sections)["risks"].rows] == ["R-3"]
    assert "R-1 and R-2" in words_of(sections)


def test_what_is_in_place_against_a_risk_stands_under_it_in_few_words():
    """With the appetite; without either nothing stands there."""
    many = " ".join(f"word{at}" for at in range(30))
    register = a_register(
        risks=(
            Risk(ref="R-1", risk="Care fails", appetite="Averse", controls="Weekly audit."),
            Risk(ref="R-2", risk="Roads fail", controls=many),
            Risk(ref="R-3", risk="Money fails"),
        ),
        risk_links=tuple(a_link(ref, "A-1") for ref in ("R-1", "R-2", "R-3")),
    )
    rows = tables_of(clt_report(assessed(register)).sections)["risks"].rows
    told = {row[0].text: row[0].whole for row in rows}
    assert told["R-1"] == "R-1 Care fails Appetite averse; in place: weekly audit."
    assert "word0" in told["R-2"] and "word29" not in told["R-2"]
    assert told["R-3"] == "R-3 Money fails"


def test_open_issues_return_with_what_is_asked_until_they_are_closed():
    """What was closed is told no more; what has no date says so."""
    register = a_register(
        escalations=(
            an_issue("I-1", terms.OpenStatus.OPEN, asked_for="Two more staff"),
            an_issue("I-2", terms.OpenStatus.CLOSED),
            an_issue("I-3", terms.OpenStatus.OPEN, due=date(2024, 12, 24)),
        ),
    )
    rows = tables_of(clt_report(assessed(register)).sections)["issues"].rows
    assert [row[0].text for row in rows] == ["I-1", "I-3"]
    assert [row[1].whole for row in rows] == ["Two more staff", "Nothing is asked for"]
    assert [row[2].whole for row in rows] == ["No date given", "24 Dec 2024 overdue"]


def test_what_is_asked_of_others_is_told_as_theirs():
    """CLT is told of an issue that the partners must settle, and that it is not asked itself."""
    theirs = terms.IssueLevel.PARTNERSHIP
    register = a_register(
        escalations=(
            replace(
                an_issue("I-1", terms.OpenStatus.OPEN, asked_for="Two more staff"), level=theirs
            ),
        ),
    )
    (row,) = tables_of(clt_report(assessed(register)).sections)["issues"].rows
    assert row[1].whole == "Asked of the partners: two more staff"


def test_a_register_without_risks_and_issues_says_nothing_of_them():
    """No heading over nothing."""
    assert "Risks" not in words_of(clt_report(assessed(a_register())).sections)
