"""Candidates come by rules with reasons; people's choices win."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pmf_cli.analysis.highlights.highlights import candidates_of, highlights_of, within_quota
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.process import Highlight
from pmf_cli.register.sheets.supporting import Split
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_benchmark, make_board, make_comment, make_result, make_rule

CYCLE = parse_period("2024/25 Q3")


def reasons_for(values, register=None, **kpi):
    assessment = assessed(register_of(quarterly("A-1", values, **kpi), **(register or {})))
    found = candidates_of(assessment)
    return " ".join(reason.text for one in found for reason in one.reasons)


@pytest.mark.parametrize(
    ("values", "part"),
    [
        (["91", "80"], "become Red; it was Green"),
        (["80", "80"], "Red in the period before"),
        (["91", "88"], "moved down from Green to Amber"),
        (["80", "91"], "moved up from Red to Green"),
        (["99", "98", "97", "96"], "fell in each of the last 3 quarters, which is for the worse"),
        (["91", "92", "93", "94", "95"], "rose in each of the last 4 quarters"),
        (["80", "88", "91", "80", "88", "88", "88", "88"], "off target in 7 of the last 8"),
        (["80"] * 8, "off target in each of the last 8"),
        (["70", "88", "88.2", "87.9", "88.1"], "hardly moved over the last 3 quarters"),
    ],
)
def test_each_rule_gives_its_reason(values, part):
    """One series a rule."""
    assert part in reasons_for(values)


@pytest.mark.parametrize(
    ("values", "kpi"),
    [
        (["95", "95", "95", "95"], {}),
        (["88", "88", "84", "88"], {}),
        (["87.0", "87.2", "87.4", "87.6"], {}),
        (["88", "88", "88", "88"], {"seasonal": True}),
        (["88", None, "88", "88"], {}),
    ],
    ids=["on target", "moved and came back", "small steps one way", "moves with the year", "a gap"],
)
def test_only_a_figure_off_target_that_stands_still_is_static(values, kpi):
    """On target, or moving, or compared with last year only: no standstill is told."""
    assert "hardly moved" not in reasons_for(values, **kpi)


@pytest.mark.parametrize(
    ("back", "result", "is_over"),
    [
        ("2024/25 Q2", "80", True),
        (date(2025, 1, 15), "80", False),
        (date(2024, 12, 30), "88", True),
        ("2025/26 Q1", "80", False),
        ("2024/25 Q2", "95", False),
    ],
    ids=["passed", "after the period", "Amber", "still to come", "back on target"],
)
def test_a_recovery_date_that_has_passed_is_a_reason(back, result, is_over):
    """Of a result that is still off target; the date itself stays in the comment, which not every body may read."""
    back = parse_period(back) if isinstance(back, str) else back
    comments = (make_comment("A-1", "2024/25 Q1", back_on_target=back),)
    told = reasons_for(["88", result], {"commentary": comments})
    assert ("date by which it was to be back on target has passed" in told) is is_over


def test_dates_that_have_passed_one_after_another_are_counted():
    """Those given since it has been off target, where the newest has passed too."""
    dates = tuple(
        make_comment("A-1", period, back_on_target=parse_period(back))
        for period, back in (("2024/25 Q1", "2024/25 Q1"), ("2024/25 Q2", "2024/25 Q2"))
    )
    told = reasons_for(["95", "88", "88", "80"], {"commentary": dates})
    assert "2 dates by which it was to be back on target have passed." in told
    since = reasons_for(["88", "95", "88", "80"], {"commentary": dates})
    assert "The date by which it was to be back on target has passed." in since


def test_for_how_long_it_has_been_red_is_said_from_the_third_period_on():
    assert "It was Red in the period before as well." in reasons_for(["95", "80", "80"])
    assert "It has been Red for 3 quarters on end." in reasons_for(["95", "80", "80", "80"])


def test_a_newer_date_takes_the_place_of_one_that_has_passed():
    """Nor does a date written after the day of the report count."""
    old = make_comment("A-1", "2024/25 Q1", back_on_target=parse_period("2024/25 Q2"))
    new = make_comment("A-1", "2024/25 Q3", back_on_target=parse_period("2025/26 Q1"))
    later = replace(new, written_on=date(2025, 6, 1))
    assert "has passed" not in reasons_for(["88", "80"], {"commentary": (old, new)})
    assert "has passed" in reasons_for(["88", "80"], {"commentary": (old, later)})


@pytest.mark.parametrize("values", [["91", "91.5"], ["91"], ["90", "90", "90"], [None]])
def test_a_quiet_kpi_is_no_candidate(values):
    """On target and steady: nothing to highlight."""
    assert reasons_for(values) == ""


def test_green_but_worsening_is_something_to_watch():
    """Rated and heading the wrong way are two facts (2024 report, ¶39)."""
    assessment = assessed(register_of(quarterly("A-1", ["99", "98", "97", "96"])))
    (found,) = candidates_of(assessment)
    assert found.kind is terms.HighlightKind.WATCH


def test_exceeding_needs_the_mark_of_the_rule_set():
    """Far better than target is put forward where the council asks for it."""
    rules = (make_rule(exceeding_mark=5),)
    assert "far better than its target" in reasons_for(["91", "97"], {"rating_rules": rules})
    assert reasons_for(["91", "97"]) == ""


def test_a_benchmark_of_the_same_period_that_is_clearly_better():
    """A gap of a tenth counts; another period or "No" does not."""
    gap = {"benchmarks": (make_benchmark("A-1", "2024/25 Q3", "120"),)}
    assessed_gap = assessed(register_of(quarterly("A-1", ["88", "88"]), **gap))
    texts = [reason.text for one in candidates_of(assessed_gap) for reason in one.reasons]
    assert any("behind England (mean) (120.0%)" in text for text in texts)
    other = {"benchmarks": (make_benchmark("A-1", "2023/24 Q1", "120"),)}
    assert "behind" not in reasons_for(["88", "88"], other)
    refused = {"benchmarks": (make_benchmark("A-1", "2024/25 Q3", "120", comparable="No: new"),)}
    assert "behind" not in reasons_for(["88", "88"], refused)


def split_register(value, denominator=500, least=50):
    kpi, rows = quarterly("A-1", ["92", "92"])
    rows = [
        *rows,
        make_result("A-1", "2024/25 Q3", value, split="Northside", denominator=denominator),
    ]
    splits = (Split(name="Northside", kind=terms.SplitKind.TOWN, smallest_denominator=least),)
    return register_of((kpi, rows), splits=splits)


@pytest.mark.parametrize(
    ("value", "denominator", "is_masked"),
    [("85.4", 500, True), ("85.5", 500, False), ("10", 49, False), ("0", 50, True)],
)
def test_a_green_whole_with_a_red_part(value, denominator, is_masked):
    """By the whole's own rule; small denominators are never flagged."""
    found = candidates_of(assessed(split_register(value, denominator)))
    texts = " ".join(reason.text for one in found for reason in one.reasons)
    assert ("Northside" in texts) is is_masked


def test_quota_comes_from_the_board_and_keeps_a_place_for_good_news():
    """Three places: two for trouble, one for a gain."""
    bad = [quarterly(f"B-{n}", ["91", "70"]) for n in range(4)]
    good = [quarterly(f"G-{n}", ["70", "91"]) for n in range(4)]
    register = register_of(*bad, *good, boards=(make_board("CLT", most_highlights=3),))
    shown = highlights_of(assessed(register)).shown
    kinds = [one.kind for one in shown]
    assert len(shown) == 3
    assert kinds.count(terms.HighlightKind.FAVOURABLE) == 1
    assert kinds[-1] is terms.HighlightKind.FAVOURABLE


@pytest.mark.parametrize(
    ("bad", "good", "most", "shown"), [(1, 5, 6, 6), (5, 0, 3, 3), (0, 0, 3, 0), (2, 2, 0, 0)]
)
def test_places_are_not_left_empty(bad, good, most, shown):
    """Where one kind is short the other takes its places."""
    series = [quarterly(f"B-{n}", ["91", "70"]) for n in range(bad)]
    series += [quarterly(f"G-{n}", ["70", "91"]) for n in range(good)]
    if not series:
        return
    found = list(candidates_of(assessed(register_of(*series))))
    assert len(within_quota(found, most)) == shown


def test_choices_of_this_cycle_win_and_refusals_stay_out():
    """Only chosen KPIs are shown; refused ones are kept with their row."""
    register = register_of(
        quarterly("A-1", ["91", "70"]),
        quarterly("A-2", ["91", "91"]),
        quarterly("A-3", ["91", "60"]),
        highlights=(
            Highlight(cycle=CYCLE, kpi_ref="A-2", chosen=True, why="Asked for."),
            Highlight(cycle=CYCLE, kpi_ref="A-3", chosen=False, why="Known."),
            Highlight(cycle=CYCLE, kpi_ref="Z-9", chosen=True),
        ),
    )
    found = highlights_of(assessed(register))
    assert found.chosen
    assert [one.rating.kpi.ref for one in found.shown] == ["A-2"]
    assert [one.rating.kpi.ref for one in found.turned_down] == ["A-3"]
    assert [one.rating.kpi.ref for one in found.others] == ["A-1"]
    assert [row.kpi_ref for row in found.unknown] == ["Z-9"]


def test_a_refusal_alone_leaves_the_rest_as_candidates():
    """Nobody chose, one was turned down: the others are still put forward."""
    register = register_of(
        quarterly("A-1", ["91", "70"]),
        quarterly("A-3", ["91", "60"]),
        highlights=(Highlight(cycle=CYCLE, kpi_ref="A-3", chosen=False),),
    )
    found = highlights_of(assessed(register))
    assert not found.chosen
    assert [one.rating.kpi.ref for one in found.shown] == ["A-1"]


def test_a_kpi_without_a_result_this_period_is_no_candidate():
    """Old news is not put forward again."""
    register = register_of(quarterly("A-1", ["91", "60", None]))
    assert candidates_of(assessed(register)) == ()
