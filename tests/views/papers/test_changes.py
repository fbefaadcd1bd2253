"""The paper of changes: targets with reasons, scope with who was told, rules with what they move."""

from __future__ import annotations

from datetime import date

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import BodyKind, ScopeChangeKind
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of, words_of
from tests.issued import BODY, issued
from tests.make import make_board, make_rule, make_target
from tests.papers import change_report

Q2, Q3 = "2024/25 Q2", "2024/25 Q3"


def report(history: History | None = None, **over: object):
    register = register_of(quarterly("A-1", ["91", "87"]), quarterly("A-2", ["91", "91"]), **over)
    known = history or History()
    since = known.papers[-1] if known.papers else None
    return change_report(assessed(register), known, BODY, since)


def scope_change(ref: str = "A-1", **over: object) -> ScopeChange:
    fields: dict[str, object] = {
        "change_ref": f"SC-{ref}",
        "kpi_ref": ref,
        "changed_on": date(2024, 12, 3),
        "from_period": parse_period(Q3),
        "kind": ScopeChangeKind.DEFINITION,
        "before": "Tonnes collected",
        "after": "Tonnes recycled",
        "reason": "As the department asks.",
        "break_in_series": False,
    }
    return ScopeChange(**(fields | over))


def test_the_papers_of_several_bodies_stand_side_by_side_and_name_them():
    """A body's file takes no other's place; the usual paper, of CLT, keeps its plain name."""
    bodies = ("Growth Scrutiny Board", "Executive")
    boards = (
        make_board(),
        make_board(bodies[0], kind=BodyKind.SCRUTINY),
        make_board(bodies[1], kind=BodyKind.EXECUTIVE),
    )
    assessment = assessed(register_of(quarterly("A-1", ["91", "87"]), boards=boards))
    papers = [change_report(assessment, History(), body, None) for body in (BODY, *bodies)]
    assert [one.file_stem for one in papers] == [
        "changes-2024-25-q3",
        "changes-growth-scrutiny-board-2024-25-q3",
        "changes-executive-2024-25-q3",
    ]
    named = [next(fact.text for fact in one.facts if fact.label == "For") for one in papers]
    assert named == [BODY, *bodies]


def test_each_changed_target_stands_with_reason_and_who_agreed():
    """Lincoln's members asked why; a reason that is missing is said to be."""
    targets = [
        make_target("A-1", to_period=Q2),
        make_target("A-1", from_period=Q3, target=85, rationale="Fewer bins.", agreed_by="CLT"),
        make_target("A-2", to_period=Q2),
        make_target("A-2", from_period=Q3, tolerance=3, rationale=None),
    ]
    paper = report(targets=targets)
    table = tables_of(paper)["targets_changed"]
    said = {row[0].text: (row[3].text, row[4].text, row[5].text, row[6].text) for row in table.rows}
    assert said["A-1"] == ("90.0%", "85.0%", "Fewer bins.", "CLT")
    assert said["A-2"][:3] == ("90.0%", "90.0%; tolerance 3", "No reason is on record.")
    assert "For 1 changed target no reason is on record." in words_of(paper.sections)


def test_who_was_told_of_a_change_of_scope_and_who_was_not():
    """The matrix that the 2024 report, ¶82, asks for; what is not told stands again at the end."""
    told = scope_change("A-1", reported_to_dmt=date(2024, 12, 10))
    paper = report(scope_changes=(told,))
    table = tables_of(paper)["scope_told"]
    assert [column_of(table, name)[0].text for name in ("DMT", "CLT", "Scrutiny")] == [
        "10/12/2024", "Not yet", "Not yet",
    ]  # fmt: skip
    assert "SC-A-1 (A-1): to CLT and Scrutiny." in words_of(paper.sections)


def test_nobody_is_asked_to_tell_a_body_that_a_change_need_not_go_to():
    """A new owner goes to no body; a KPI of no scrutiny board is not told to scrutiny."""
    owner = scope_change("A-2", kind=ScopeChangeKind.OWNER)
    register = register_of(
        quarterly("A-1", ["91", "87"], scrutiny_board=None),
        quarterly("A-2", ["91", "91"]),
        scope_changes=(scope_change("A-1"), owner),
    )
    paper = change_report(assessed(register), History(), BODY, None)
    assert [entry.text for entry in column_of(tables_of(paper)["scope_told"], "Scrutiny")] == [
        "Need not be", "Need not be",
    ]  # fmt: skip
    said = words_of(paper.sections)
    assert "SC-A-1 (A-1): to DMT and CLT." in said and "SC-A-2 (A-2)" not in said
    assert "1 change of scope has not been reported" in said


def test_a_changed_rule_set_names_the_ratings_that_it_moves():
    """87 against 90 is Amber by 5% and Red by 1%."""
    rules = (make_rule(), make_rule(rule_set="2024/25 b", from_period=Q3, tolerance=1))
    table = tables_of(report(rating_rules=rules))["rules_changed"]
    assert [[entry.text for entry in row[:4:1]] for row in table.rows] == [
        ["A-1", "Household waste sent for recycling (A-1)", "Amber", "Red"]
    ]


def test_where_nothing_changed_one_sentence_says_so():
    """No headings over what there is not; and no correction where there was no paper."""
    paper = report()
    (only,) = paper.sections
    said = words_of(paper.sections)
    assert "Nothing changed for" in said
    assert "No paper is on record as issued to CLT" in said
    history = issued(assessed(register_of(quarterly("A-1", ["91", "87"]))))
    assert len(only.blocks) == 2
    assert [len(one.blocks) for one in report(history).sections][:1] == [1]


def test_what_was_reported_before_the_issue_is_not_told_again():
    """A change decided before the paper, told to all, does not stand in the next."""
    register = register_of(quarterly("A-1", ["91", "87"]), quarterly("A-2", ["91", "91"]))
    history = issued(assessed(register, period=Q2, as_of=date(2024, 11, 11)))
    everybody = {f"reported_to_{body}": date(2024, 9, 9) for body in ("dmt", "clt", "scrutiny")}
    old = scope_change(
        "A-1", changed_on=date(2024, 9, 1), from_period=parse_period(Q2), **everybody
    )
    new = scope_change("A-2", **everybody)
    table = tables_of(report(history, scope_changes=(old, new)))["scope_told"]
    assert [entry.text for entry in column_of(table, "Change")] == ["SC-A-2"]
