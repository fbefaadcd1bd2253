"""One screen says where the quarter stands and what blocks the paper."""

from __future__ import annotations

from datetime import date

from pmf_cli.findings import CellRef, Finding, Severity
from pmf_cli.register import terms
from pmf_cli.views.lists.status import status_listing
from tests.assessed import assessed, quarterly, register_of, words_of
from tests.make import PERIOD, make_comment, make_result, make_step


def status(register, **over):
    return status_listing(assessed(register, **over))


def test_a_late_figure_blocks_the_paper_and_names_who_is_asked():
    """By post, not by name; with the days it is late."""
    listing = status(register_of(quarterly("A-1", ["91", None])))
    late = [item for item in listing.items if item["kind"] == "late"]
    assert [item["kpi"] for item in late] == ["A-1"]
    assert late[0]["who"] == "Data Officer"
    assert late[0]["due"] == "2025-01-20"
    words = words_of(listing.sections)
    assert "1 result is late: A-1." in words
    assert "11 days late" in words


def test_a_return_on_record_as_overdue_is_overdue_here_too_until_the_day_promised():
    """One word for one state: what a paper calls overdue is not called due; nobody is asked before."""
    kpi, rows = quarterly("A-1", ["91", None])
    overdue = terms.NoDataReason.OVERDUE
    promised = make_result(
        "A-1", PERIOD, None, no_data_reason=overdue, expected_by=date(2025, 2, 7)
    )
    register = register_of((kpi, [*rows, promised]))
    (rating,) = assessed(register).ratings
    assert "overdue" in rating.outcome.sentence
    listing = status(register)
    (item,) = [one for one in listing.items if one["kpi"] == "A-1"]
    assert "overdue" in item["what"] and item["due"] == "2025-02-07"
    words = words_of(listing.sections)
    assert "Overdue, promised" in words and "1 overdue and promised" in words
    assert "1 due" not in words
    later = status(register, as_of=date(2025, 2, 9))
    assert "2 days late" in words_of(later.sections)


def test_a_red_kpi_without_reason_or_action_blocks_the_paper():
    """Both are needed; with both nothing is in the way."""
    series = quarterly("A-1", ["91", "70"])
    reason = make_comment("A-1")
    action = make_comment("A-1", kind=terms.CommentaryKind.ACTION)
    assert "1 Red KPI has no reason" in words_of(status(register_of(series)).sections)
    only_reason = register_of(series, commentary=(reason,))
    assert "1 Red KPI has no reason" in words_of(status(only_reason).sections)
    both = register_of(series, commentary=(reason, action))
    assert "Nothing stands in the way" in words_of(status(both).sections)


def test_errors_block_and_advice_does_not():
    """Findings are counted by severity; only errors stand in the way."""
    where = CellRef("KPI Data Record.xlsx", "Results", "D2")
    register = register_of(quarterly("A-1", ["91"]))
    error = Finding("TGT001", Severity.ERROR, where, "wrong")
    advice = Finding("OWN009", Severity.ADVICE, where, "better")
    words = words_of(status(register, findings=(error, advice)).sections)
    assert "1 error, 0 warnings and 1 piece of advice" in words
    assert "1 error in the register (TGT001)" in words
    assert "Nothing stands" in words_of(status(register, findings=(advice,)).sections)


def test_next_steps_of_the_timetable():
    """What comes next, with the days until then, and what is late."""
    steps = (
        make_step(),
        make_step(step=terms.TimetableStep.DRAFT, on=date(2025, 1, 30), status=None, done_on=None),
        make_step(step=terms.TimetableStep.CLT, on=date(2025, 2, 4), status=None, done_on=None),
    )
    words = words_of(status(register_of(quarterly("A-1", ["91"]), timetable=steps)).sections)
    assert "04/02/2025, in 4 days" in words
    assert "30/01/2025, 1 day late" in words
    assert "Data due" not in words


def test_it_fits_one_screen():
    """Many late figures are counted, not listed to the end."""
    series = [quarterly(f"A-{number:02d}", ["91", None]) for number in range(40)]
    from pmf_cli.render.terminal import text_of

    text = text_of(status(register_of(*series)).sections, width=100)
    assert len(text.splitlines()) <= 45
    assert "And 30 more" in text


def test_a_cycle_without_timetable_is_said():
    """No step is not the same as all done."""
    words = words_of(status(register_of(quarterly("A-1", ["91"]), timetable=())).sections)
    assert "no step for 2024/25 Q3" in words
