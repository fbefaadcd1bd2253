"""Each count of the assurance report: what is asked, what has it, and the cell that says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pmf_cli.analysis.assurance.grounds import AssuranceTest, Grounds, Piece, Proof
from pmf_cli.analysis.assurance.measures import MEASURES, by_aspect, by_test, counts_under
from pmf_cli.analysis.assurance.work_counts import improvements_for_year, improvements_proposed
from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.findings import CellRef, Finding, Severity
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.plan import ImprovementAction, Priority, Risk, SuccessCheck
from pmf_cli.register.sheets.process import Escalation, Recommendation
from pmf_cli.register.sheets.record import Return
from pmf_cli.register.sheets.supporting import RiskLink, ScopeChange
from tests.assessed import assessed, quarterly, register_of
from tests.issued import issued, with_value
from tests.make import (
    make_board,
    make_checklist_step,
    make_contact,
    make_kpi,
    make_register,
    make_step,
    make_target,
)

Q3 = parse_period("2024/25 Q3")
REF = "WM-01"


def counted(key: str, register=None, history: History | None = None, **over) -> Proof:
    """One count over a register, by default a clean one with what is given."""
    findings = over.pop("findings", ())
    asked = {one: over.pop(one) for one in ("period", "as_of") if one in over}
    assessment = assessed(register or make_register(**over), findings=findings, **asked)
    kpis = assessment.register.kpis
    measure = next(one for one in MEASURES if one.key == key)
    return measure.of(Grounds(assessment, history or History(), kpis))


def share(proof: Proof) -> tuple[int, int]:
    return proof.having, proof.of


def of_kpi(key: str, **fields) -> tuple[int, int]:
    return share(counted(key, kpis=[make_kpi(**fields)]))


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ("definition", {"definition": None}),
        ("data_source", {"data_source": None}),
        ("limitations", {"known_limitations": None}),
        ("reviewed", {"reviewed_on": date(2023, 6, 1)}),
        ("officer", {"responsible_officer": "C99"}),
        ("contact", {"key_contact": None}),
        ("checked_source", {"source_assurance": terms.SourceAssurance.SERVICE_CHECK}),
        ("supply", {"supply_risk": terms.SupplyRisk.WATCH}),
        ("supply", {"supply_risk": None}),
    ],
)
def test_a_kpi_that_lacks_it_is_counted_and_named(key, fields):
    sound = {
        "supply_risk": terms.SupplyRisk.NONE,
        "source_assurance": terms.SourceAssurance.INSPECTION,
    }
    assert of_kpi(key, **sound) == (1, 1)
    proof = counted(key, kpis=[make_kpi(**(sound | fields))])
    assert (share(proof), proof.lacking) == ((0, 1), (REF,))
    assert proof.pieces[0].where is not None


def test_a_kpi_that_has_ended_is_asked_for_nothing():
    assert of_kpi("definition", status=terms.KpiStatus.ENDED) == (0, 0)


def test_an_officer_who_has_left_is_not_in_post():
    left = make_contact("C01", to_date=date(2024, 12, 31))
    assert share(counted("officer", contacts=(left, make_contact("C02")))) == (0, 1)


@pytest.mark.parametrize(
    ("agreed", "reviewed", "holds"),
    [
        (date(2023, 3, 1), date(2024, 9, 1), True),
        (date(2024, 3, 1), None, True),
        (date(2023, 3, 1), None, False),
        (None, None, False),
        (date(2023, 3, 1), date(2025, 2, 1), False),
    ],
)
def test_a_target_counts_as_reviewed_by_its_later_day_up_to_the_day(agreed, reviewed, holds):
    target = make_target(REF, agreed_on=agreed, reviewed_on=reviewed)
    proof = counted("target_reviewed", kpis=[make_kpi()], targets=[target])
    assert share(proof) == (int(holds), 1)


def test_targets_still_to_be_agreed_are_not_asked_for_a_review():
    target = make_target(REF, target_type=terms.TargetType.TO_BE_AGREED, target=None)
    assert share(counted("target_reviewed", targets=[target])) == (0, 0)
    assert share(counted("target", targets=[target])) == (0, 1)


def finding(severity: Severity, ref: str | None = REF) -> Finding:
    return Finding("TGT003", severity, CellRef("Book.xlsx", "Targets", "F2"), "Wrong.", ref)


def test_only_errors_of_a_kpi_tell_against_it():
    assert share(counted("without_errors", findings=[finding(Severity.WARNING)])) == (1, 1)
    assert share(counted("without_errors", findings=[finding(Severity.ERROR, None)])) == (1, 1)
    wrong = counted("without_errors", findings=[finding(Severity.ERROR)])
    assert share(wrong) == (0, 1)
    assert str(wrong.pieces[0].where) == "Book.xlsx, Targets!F2"


def a_year(*values: str | None, received: date | None = None):
    register = register_of(quarterly("A-1", values))
    rows = tuple(replace(row, received_on=received) for row in register.results)
    return replace(register, results=rows)


def test_of_four_quarters_the_figures_that_are_in_are_counted():
    whole = counted("complete", a_year("1", "2", "3", "4", "5", "6"))
    assert share(whole) == (4, 4)
    assert [one.what for one in whole.pieces] == [
        "A-1 2023/24 Q4", "A-1 2024/25 Q1", "A-1 2024/25 Q2", "A-1 2024/25 Q3",
    ]  # fmt: skip
    lacking = counted("complete", a_year("1", "2", None, "4"))
    assert (share(lacking), lacking.lacking) == ((3, 4), ("A-1 2024/25 Q2",))


def test_a_figure_for_which_there_is_none_to_be_had_is_not_asked():
    register = a_year("1", "2", "3", "4")

    def with_reason(reason):
        *before, last = register.results
        rows = (*before, replace(last, value=None, no_data_reason=reason))
        return share(counted("complete", replace(register, results=rows)))

    assert with_reason(terms.NoDataReason.DISCONTINUED) == (3, 3)
    assert with_reason(terms.NoDataReason.NOT_APPLICABLE) == (3, 3)
    assert with_reason(terms.NoDataReason.AWAITING_PUBLICATION) == (3, 4)
    assert with_reason(terms.NoDataReason.OVERDUE) == (3, 4)


def test_a_figure_that_came_on_its_day_is_in_time_and_one_whose_day_is_not_recorded_is_not_asked():
    on_day = counted("timely", a_year("1", received=date(2025, 1, 20)))
    assert share(on_day) == (1, 1), on_day
    assert share(counted("timely", a_year("1", received=date(2025, 1, 31)))) == (0, 1)
    assert share(counted("timely", a_year("1"))) == (0, 0)


def returned(due: date, came: date | None, period: str = "2024/25 Q3") -> Return:
    return Return(return_ref="R-1", period=parse_period(period), due_on=due, received_on=came)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (returned(date(2025, 1, 20), date(2025, 1, 20)), (1, 1)),
        (returned(date(2025, 1, 20), date(2025, 1, 21)), (0, 1)),
        (returned(date(2025, 1, 20), None), (0, 1)),
        (returned(date(2025, 2, 20), None), (0, 0)),
        (returned(date(2023, 7, 20), None, "2023/24 Q1"), (0, 0)),
    ],
)
def test_returns_are_held_against_their_day(row, expected):
    assert share(counted("returns", returns=(row,))) == expected


def test_a_figure_issued_counts_as_wrong_by_what_was_told_first():
    register = a_year("80", "81", "82", "83")
    then = assessed(register, period="2024/25 Q2", as_of=date(2024, 11, 1))
    history = issued(then)
    assert share(counted("accurate", register, history)) == (1, 1)
    other = with_value(register, "A-1", "2024/25 Q2", "79")
    # The next paper tells the new figure: the first one was still wrong.
    history = issued(assessed(other, as_of=date(2025, 1, 30)), history)
    proof = counted("accurate", other, history)
    assert share(proof) == (1, 2)
    assert proof.lacking == ("A-1 2024/25 Q2",)
    assert "82" in proof.pieces[0].says and "79" in proof.pieces[0].says


def test_papers_of_an_earlier_year_and_papers_withdrawn_are_left_out():
    register = a_year("80", "81", "82", "83")
    history = issued(assessed(register, period="2024/25 Q2", as_of=date(2024, 11, 1)))
    assert share(
        counted("accurate", register, history, as_of=date(2026, 1, 31), period="2025/26 Q3")
    ) == (0, 0)
    old = tuple(replace(paper, issued_on=date(2025, 2, 20)) for paper in history.papers)
    assert share(counted("accurate", register, replace(history, papers=old))) == (0, 0)


def change(**over) -> ScopeChange:
    fields = {
        "change_ref": "SC-1",
        "kpi_ref": REF,
        "changed_on": date(2024, 6, 1),
        "kind": terms.ScopeChangeKind.DEFINITION,
    }
    return ScopeChange(**(fields | over))


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"reported_to_clt": date(2024, 6, 18)}, (1, 1)),
        ({}, (0, 1)),
        ({"reported_to_clt": date(2025, 3, 1)}, (0, 1)),
        ({"kind": terms.ScopeChangeKind.OWNER}, (0, 0)),
        ({"changed_on": date(2023, 12, 31)}, (0, 0)),
        ({"changed_on": date(2024, 1, 1)}, (0, 1)),
    ],
)
def test_a_change_of_scope_counts_as_told_from_the_day_on_which_it_was(over, expected):
    assert share(counted("told_clt", scope_changes=(change(**over),))) == expected


def test_a_meeting_has_its_paper_where_the_record_has_one_for_body_and_quarter():
    step = make_step(step=terms.TimetableStep.CLT, on=date(2025, 1, 30))
    register = replace(make_register(), timetable=(step,))
    assert share(counted("papers", register)) == (0, 0), "a record that has not begun fails nobody"
    history = issued(assessed(register, as_of=date(2025, 1, 29)))
    assert share(counted("papers", register, history)) == (1, 1)
    other = tuple(replace(one, period="2024/25 Q2") for one in history.papers)
    assert share(counted("papers", register, replace(history, papers=other))) == (0, 1)
    to_come = replace(register, timetable=(replace(step, on=date(2025, 2, 1)),))
    assert share(counted("papers", to_come)) == (0, 0)
    cancelled = replace(step, status=terms.StepStatus.CANCELLED)
    assert share(counted("papers", replace(register, timetable=(cancelled,)))) == (0, 0)


def test_a_review_is_signed_off_where_its_day_is_noted():
    step = make_step(step=terms.TimetableStep.DMT_REVIEW, body="Growth DMT", on=date(2025, 1, 22))
    register = make_register()
    assert share(counted("signed_off", replace(register, timetable=(step,)))) == (1, 1)
    not_done = replace(step, done_on=None)
    assert share(counted("signed_off", replace(register, timetable=(not_done,)))) == (0, 1)


def test_steps_of_the_checklist_need_words_a_stand_in_and_a_day_within_the_year():
    steps = (
        make_checklist_step("1"),
        make_checklist_step("2", how=None, last_done_on=None),
        make_checklist_step("3", stand_in=None, last_done_on=date(2024, 1, 29)),
    )
    assert counted("stand_in", checklist=steps).lacking == ("2", "3")
    assert counted("checklist", checklist=steps).lacking == ("2", "3")


def test_chairs_of_scrutiny_boards_agree_within_the_year():
    boards = (
        make_board("CLT", chair_agreed_on=None),
        make_board("Homes", kind=terms.BodyKind.SCRUTINY),
        make_board("Growth", kind=terms.BodyKind.SCRUTINY, chair_agreed_on=date(2023, 5, 1)),
    )
    proof = counted("chairs", boards=boards)
    assert (share(proof), proof.lacking) == ((1, 2), ("Growth",))


def test_recommendations_of_the_year_are_answered_or_not():
    def one(ref: str, meeting: date, answered: date | None) -> Recommendation:
        return Recommendation(ref=ref, meeting_on=meeting, answered_on=answered)

    rows = (
        one("R-1", date(2024, 9, 1), date(2024, 10, 1)),
        one("R-2", date(2024, 9, 1), None),
        one("R-3", date(2023, 9, 1), None),
    )
    proof = counted("recommendations", recommendations=rows)
    assert (share(proof), proof.lacking) == ((1, 2), ("R-2",))


def test_an_issue_is_settled_where_closed_or_within_its_day():
    def one(ref: str, status: terms.OpenStatus, due: date | None) -> Escalation:
        return Escalation(
            ref=ref, raised_on=date(2024, 9, 1), status=status, due=due, topic="Roads"
        )

    rows = (
        one("E-1", terms.OpenStatus.CLOSED, date(2024, 10, 1)),
        one("E-2", terms.OpenStatus.OPEN, date(2025, 1, 31)),
        one("E-3", terms.OpenStatus.OPEN, date(2025, 1, 30)),
        one("E-4", terms.OpenStatus.IN_HAND, None),
    )
    assert counted("issues", escalations=rows).lacking == ("E-3", "E-4")


def test_decision_reports_sampled_in_the_year_are_counted_by_what_was_found():
    rows = (
        SuccessCheck(decision_report="Homes", on=date(2024, 6, 1), measures_stated=True, adequate=False),
        SuccessCheck(decision_report="Roads", on=date(2024, 6, 2), measures_stated=True),
        SuccessCheck(decision_report="Old", on=date(2023, 6, 2), measures_stated=False),
    )  # fmt: skip
    assert share(counted("success_stated", success_checks=rows)) == (2, 2)
    assert counted("success_adequate", success_checks=rows).lacking == ("Homes", "Roads")


def test_risks_and_priorities_without_a_kpi_are_named():
    register = make_register(
        kpis=[make_kpi(priorities=("P1",)), make_kpi("WM-09", status=terms.KpiStatus.ENDED, priorities=("P2",))],
        priorities=(Priority(ref="P1"), Priority(ref="P2")),
        risks=(Risk(ref="CR-1"), Risk(ref="CR-2")),
        risk_links=(RiskLink(risk_ref="CR-1", kpi_ref=REF), RiskLink(risk_ref="CR-2", kpi_ref="XX-1")),
    )  # fmt: skip
    assert counted("priorities", register).lacking == ("P2",)
    assert counted("risks", register).lacking == ("CR-2",)


def improvement(words: str, **over) -> ImprovementAction:
    fields = {"kind": terms.ImprovementKind.ASSURANCE, "status": terms.OpenStatus.OPEN}
    return ImprovementAction(improvement=words, **(fields | over))


def test_improvements_belong_to_the_year_that_they_name_else_to_that_of_their_day():
    rows = (
        improvement("named", year="2024/25", status=terms.OpenStatus.CLOSED),
        improvement("by day", due=date(2025, 1, 30)),
        improvement("by day, to come", due=date(2025, 3, 31)),
        improvement("data", year="2024/25", kind=terms.ImprovementKind.DATA_DEVELOPMENT),
        improvement("past", year="2023/24"),
        improvement("next", year="2025/26"),
        improvement("next by day", due=date(2025, 4, 1)),
    )
    assessment = assessed(make_register(improvements=rows))
    grounds = Grounds(assessment, History(), assessment.register.kpis)
    assert [one.improvement for one in improvements_for_year(grounds)] == [
        "named",
        "by day",
        "by day, to come",
        "data",
    ]
    assert [one.improvement for one in improvements_proposed(grounds)] == ["next", "next by day"]
    assert counted("improved", improvements=rows).lacking == ("by day",)
    assert counted("data_improved", improvements=rows).lacking == ("data",)


def test_what_concerns_a_kpi_that_the_reader_is_not_given_is_left_out():
    register = make_register(
        kpis=[make_kpi(), make_kpi("IT-01")],
        scope_changes=(change(), change(change_ref="SC-2", kpi_ref="IT-01")),
    )
    grounds = Grounds(assessed(register), History(), (register.kpis[0],))
    for measure in MEASURES:
        assert "IT-01" not in str([one.what for one in measure.of(grounds).pieces]), measure.key
    told = next(one for one in MEASURES if one.key == "told_clt").of(grounds)
    assert [one.what for one in told.pieces] == ["SC-1 (WM-01)"]


def proof(having: int, of: int, title: str = "KPIs") -> Proof:
    pieces = tuple(Piece(f"A-{at}", at < having) for at in range(of))
    return Proof("key", terms.ControlAspect.DEFINE, AssuranceTest.FIT, title, pieces)


def test_a_count_is_whole_only_where_all_have_it_and_something_was_asked():
    assert proof(2, 2).is_whole
    assert not proof(1, 2).is_whole
    assert not proof(0, 0).is_whole


@pytest.mark.parametrize(
    ("having", "of", "expected"),
    [
        (2, 3, 67),
        (84, 97, 87),
        (199, 200, 99),
        (200, 200, 100),
        (1, 300, 1),
        (0, 3, 0),
        (0, 0, None),
    ],
)
def test_a_share_is_rounded_but_all_and_none_are_said_of_all_and_none_alone(having, of, expected):
    assert proof(having, of).per_cent == expected


def test_of_several_counts_the_whole_ones_are_told_and_the_one_with_the_least_share():
    found = counts_under([proof(2, 2), proof(5, 10, "half"), proof(1, 3, "third"), proof(0, 0)])
    assert (found.whole, found.asked, found.least.title) == (1, 3, "third")
    assert counts_under([proof(2, 2)]).least is None


def test_every_count_stands_under_one_aspect_and_goes_to_prove_one_thing():
    keys = [one.key for one in MEASURES]
    assert len(keys) == len(set(keys))
    proofs = [Proof(one.key, one.aspect, one.test, one.title, ()) for one in MEASURES]
    for grouped in (by_aspect(proofs), by_test(proofs)):
        assert all(grouped.values())
        assert sorted(one.key for some in grouped.values() for one in some) == sorted(keys)
