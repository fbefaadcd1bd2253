"""The evidence on one KPI: each figure with its return, what papers told and whether it stands, who was told and who signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.errors import UsageError
from pmf_cli.register import terms
from pmf_cli.register.sheets.record import Return
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.views.lists.kpi_evidence import evidence_report
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of, words_of
from tests.issued import issued, with_value
from tests.make import make_comment, make_kpi, make_register


def a_register(**over):
    return register_of(
        quarterly("A-1", ["80", "81", "82", "83"]), quarterly("B-1", ["1", "2", "3", "4"]), **over
    )


def test_each_figure_stands_with_its_day_sender_and_the_fingerprint_of_its_return():
    register = a_register(returns=(Return(return_ref="R-7", fingerprint="abc123"),))
    rows = tuple(
        replace(row, return_ref="R-7", received_on=date(2025, 1, 20), received_from="C02")
        if row.kpi_ref == "A-1" and str(row.period) == "2024/25 Q3"
        else row
        for row in register.results
    )
    report = evidence_report(assessed(replace(register, results=rows)), History(), "A-1")
    table = tables_of(report)["figures_came"]
    assert [one.text for one in column_of(table, "Period")] == [
        "2024/25 Q3", "2024/25 Q2", "2024/25 Q1", "2023/24 Q4",
    ]  # fmt: skip
    newest = [one.text for one in table.rows[0]]
    assert newest[2] == "20/01/2025"
    assert newest[5] == "R-7, SHA-256 abc123"
    assert column_of(table, "Return and its fingerprint")[1].text == "No return"


def test_what_was_told_stands_with_what_it_is_now():
    register = a_register()
    history = issued(assessed(register, period="2024/25 Q2", as_of=date(2024, 11, 1)))
    history = issued(assessed(register, as_of=date(2025, 1, 30)), history)
    other = with_value(register, "A-1", "2024/25 Q2", "79")
    table = tables_of(evidence_report(assessed(other), history, "A-1"))["figures_told"]
    stands = [one.text for one in column_of(table, "Stands")]
    assert [one.text for one in column_of(table, "Paper")] == ["CLT-1", "CLT-2"]
    assert stands[0].startswith("Now 79") and stands[1] == "As told"


def test_a_withdrawn_or_later_paper_told_nothing():
    history = issued(assessed(a_register(), as_of=date(2025, 1, 30)))
    later = replace(history, papers=(replace(history.papers[0], issued_on=date(2025, 3, 1)),))
    words = words_of(evidence_report(assessed(a_register()), later, "A-1").sections)
    assert "No paper on record gave a figure of it." in words


def test_a_change_of_scope_stands_with_the_day_on_which_each_body_was_told():
    change = ScopeChange(
        change_ref="SC-1", kpi_ref="A-1", changed_on=date(2024, 6, 1), before="One", after="Two",
        kind=terms.ScopeChangeKind.DEFINITION, reported_to_clt=date(2024, 6, 18),
    )  # fmt: skip
    register = a_register(scope_changes=(change, replace(change, change_ref="SC-2", kpi_ref="B-1")))
    table = tables_of(evidence_report(assessed(register), History(), "A-1"))["scope_evidence"]
    (row,) = table.rows
    assert "Definition: One became Two" in [one.text for one in row]
    assert column_of(table, "CLT told")[0].text == "18/06/2024"


def test_words_stand_with_who_wrote_and_who_approved_them():
    register = make_register(
        commentary=(make_comment(), make_comment(approved_by=None, approved_on=None))
    )
    table = tables_of(evidence_report(assessed(register), History(), "WM-01"))["sign_off_evidence"]
    assert [one.text for one in column_of(table, "Approved")] == ["20/01/2025", "Not approved"]


def test_the_rating_is_explained_where_there_is_one_and_the_file_is_made_without():
    whole = [
        one.heading for one in evidence_report(assessed(a_register()), History(), "A-1").sections
    ]
    assert "How its rating for 2024/25 Q3 came about" in whole
    assert "Where each colour begins" in whole
    ended = make_register([make_kpi(status=terms.KpiStatus.ENDED, last_period=None)], results=[])
    report = evidence_report(assessed(ended, as_of=date(2025, 1, 31)), History(), "wm-01")
    assert "There is no result in the record yet." in words_of(report.sections)


def test_a_reference_that_there_is_not_is_refused():
    with pytest.raises(UsageError):
        evidence_report(assessed(a_register()), History(), "Z-9")
