"""What ratings are compared with, that the movement adds up, and for how long a KPI has been Red."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.analysis.issued.rating_changes import RatingChange
from pmf_cli.analysis.movement import PLACES, RatingPlace
from pmf_cli.register import terms
from pmf_cli.register.sheets.process import Board
from pmf_cli.views.audience import audience_of
from pmf_cli.views.comparison import (
    earlier_periods,
    moved_beyond_chance,
    ratings_moved,
    reds_of,
    told_beyond_chance,
)
from pmf_cli.views.parts.snapshot import directorate_subjects
from tests.assessed import assessed, monthly, quarterly, register_of
from tests.issued import issued, with_value
from tests.make import make_target


def a_register(**over):
    """Two that fell, one that rose, one as before, one rated now, one no longer, one new, one ended."""
    series = (
        quarterly("A-1", ["95", "95", "50"]),
        quarterly("A-2", ["95", "95", "88"], directorate="Resources"),
        quarterly("B-1", ["50", "50", "95"], directorate="Resources"),
        quarterly("B-2", ["95", "95", "95"]),
        quarterly("C-1", [None, None, "95"]),
        quarterly("C-2", ["95", "95", None]),
        quarterly("D-1", [None, None, "50"], first_period="2024/25 Q3"),
        quarterly("D-2", ["95", "95", None], last_period="2024/25 Q2"),
    )
    return register_of(*series, **over)


def moved_of(register, history=None, body="CLT", **asked):
    assessment = assessed(register, **asked)
    audience = audience_of(assessment, history or History(), body, paper="clt")
    return ratings_moved(assessment, audience)


def test_each_kpi_of_either_time_is_counted_once_and_all_counts_add_up():
    """Rows give the ratings then, columns those now; new KPIs and those that ended stand apart."""
    moved = moved_of(a_register())
    assert (
        sum(moved.matrix.values()) == len(moved.kpis) == len({one.ref for one in moved.kpis}) == 8
    )
    assert sum(moved.all_now(place) for place in PLACES) == 8
    assert {place: moved.all_then(place) for place in PLACES[:4]} == moved.then.counts
    assert moved.all_then(RatingPlace.ABSENT) == moved.all_now(RatingPlace.ABSENT) == 1


@pytest.mark.parametrize(
    ("change", "refs"),
    [
        (RatingChange.DOWN, ["A-1", "A-2"]),
        (RatingChange.UP, ["B-1"]),
        (RatingChange.SAME, ["B-2"]),
        (RatingChange.NOW_RATED, ["C-1"]),
        (RatingChange.NO_LONGER, ["C-2"]),
        (RatingChange.ENTERED, ["D-1"]),
        (RatingChange.LEFT, ["D-2"]),
    ],
)
def test_each_kpi_has_one_change(change, refs):
    """What became of each rating."""
    assert [one.ref for one in moved_of(a_register()).of(change)] == refs


def test_what_fell_furthest_comes_first():
    """Those that are Red now before those that are Amber."""
    assert [one.ref for one in moved_of(a_register()).fell] == ["A-1", "A-2"]


def test_a_body_is_compared_with_what_its_last_paper_told_it():
    """Also where a figure was corrected since, and where the last paper is not of the quarter before."""
    first = assessed(a_register(), period="2024/25 Q1", as_of=date(2024, 7, 31))
    history = issued(first)
    moved = moved_of(with_value(a_register(), "B-2", "2024/25 Q1", "50"), history)
    assert str(moved.then.period) == "2024/25 Q1"
    assert moved.then.paper is history.papers[0]
    assert "B-2" in [one.ref for one in moved.of(RatingChange.SAME)]


def test_an_own_earlier_issue_of_the_same_period_is_no_comparison():
    """A reissue compares with the same paper as the first issue."""
    moved = moved_of(a_register(), issued(assessed(a_register())))
    assert str(moved.then.period) == "2024/25 Q2"
    assert moved.then.paper is None


@pytest.mark.parametrize(
    ("frequency", "months", "then"),
    [
        ("Twice yearly", "March; September", "2024/25 Q1"),
        ("Twice yearly", "January; July", "2024/25 Q1"),
        ("Quarterly", "March; June; September; December", "2024/25 Q2"),
        ("Twice yearly", None, "2024/25 Q2"),
    ],
)
def test_a_body_without_a_paper_on_record_is_compared_with_that_of_its_last_meeting(
    frequency: str, months: str | None, then: str
):
    """A board of March and September never saw the quarter before; where nothing says when it meets, that quarter."""
    board = Board(body="Panel", kind=terms.BodyKind.SCRUTINY, frequency=frequency, months=months)
    moved = moved_of(a_register(boards=(board,)), body="Panel")
    assert str(moved.then.period) == then


def test_a_body_sees_the_movement_of_its_own_kpis_alone():
    """Those that its filter gives it, at both times."""
    board = Board(body="Resources DMT", kind=terms.BodyKind.DMT, filter="directorate = Resources")
    moved = moved_of(a_register(boards=(board,)), body="Resources DMT")
    assert [one.ref for one in moved.kpis] == ["A-2", "B-1"]


def test_a_directorates_own_page_and_its_teams_paper_count_the_same_kpis_before():
    """A KPI that has ended since stood in both; the page about the directorate does not forget it."""
    board = Board(body="Resources DMT", kind=terms.BodyKind.DMT, filter="directorate = Resources")
    ended = quarterly("D-3", ["95", "95", None], last_period="2024/25 Q2", directorate="Resources")
    here = quarterly("A-2", ["95", "95", "88"], directorate="Resources")
    other = quarterly("A-1", ["95", "95", "95"])
    assessment = assessed(register_of(here, ended, other, boards=(board,)))
    team = audience_of(assessment, History(), "Resources DMT", paper="dmt")
    for whose in ("CLT", "Resources DMT"):
        whole = audience_of(assessment, History(), whose, paper="snapshot")
        subjects = {one.name: one for one in directorate_subjects(assessment, whole)}
        page = whole.about(subjects["Resources"])
        counts = [one.counts for one in earlier_periods(assessment, page)]
        assert counts == [one.counts for one in earlier_periods(assessment, team)]


def test_without_kpis_then_there_is_nothing_to_compare():
    """A register in its first quarter."""
    new = quarterly("A-1", ["95"], first_period="2024/25 Q3")
    assert moved_of(register_of(new)) is None


def test_earlier_periods_stop_where_the_record_begins():
    """Newest first; a period in which nothing was rated is not shown."""
    assessment = assessed(a_register())
    found = earlier_periods(assessment, audience_of(assessment, History(), "CLT", paper="clt"))
    assert [str(one.period) for one in found] == ["2024/25 Q2", "2024/25 Q1"]


def reds(*series, **over):
    assessment = assessed(register_of(*series, **over))
    return reds_of(assessment, audience_of(assessment, History(), "CLT"))


def test_every_red_stands_once_the_longest_first():
    """Counted in the KPI's own periods and in months."""
    runs = reds(
        quarterly("A-1", ["95", "95", "50"]),
        quarterly("A-2", ["95", "50", "50", "50", "50", "50"]),
        quarterly("A-3", ["95", "95"]),
    )
    told = [(run.rating.kpi.ref, run.periods, run.months, run.noun) for run in runs]
    assert told == [("A-2", 5, 15, "quarter"), ("A-1", 1, 3, "quarter")]
    assert [run.is_over_a_year for run in runs] == [True, False]


def test_a_missing_figure_does_not_end_a_red_run():
    """Nobody has seen it better in between."""
    (run,) = reds(quarterly("A-1", ["95", "50", None, "50"]))
    assert run.periods == 3


def test_a_run_that_the_record_begins_with_may_be_longer():
    """Unless the KPI began with it."""
    (run,) = reds(quarterly("A-1", ["50", "50"]))
    assert run.is_open
    (run,) = reds(quarterly("A-1", ["50", "50"], first_period="2024/25 Q2"))
    assert not run.is_open


def test_a_figure_is_judged_by_the_target_of_its_own_time():
    """A target that was lower then ends the run."""
    targets = [
        make_target("A-1", target="40", to_period="2024/25 Q2"),
        make_target("A-1", from_period="2024/25 Q3"),
    ]
    (run,) = reds(quarterly("A-1", ["50", "50", "50"]), targets=targets)
    assert run.periods == 1


@pytest.mark.parametrize(
    ("paper", "is_told"),
    [
        ("clt", True),
        ("dmt", True),
        ("scrutiny", True),
        ("cabinet", False),
        ("public", False),
        ("snapshot", False),
    ],
)
def test_what_moved_beyond_chance_is_counted_only_where_the_paper_names_the_kpis(paper, is_told):
    """A number that nobody can look up helps no one."""
    usual = ["88", "89"] * 8
    assessment = assessed(register_of(monthly("K-1", [*usual, "97"]), monthly("K-2", usual)))
    audience = audience_of(assessment, History(), "CLT", paper=paper)
    assert moved_beyond_chance(assessment, audience) == {"K-1": True}
    assert told_beyond_chance(assessment, audience) == ({"K-1": True} if is_told else {})
