"""The facts beside a target by hand-worked figures, and targets to choose from where one is to be agreed."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.analysis.targets_review import TargetFacts, target_facts
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import Frequency, Polarity, Profile, Rag, TargetType, TimeBasis
from pmf_cli.views.lists.targets_review import known_of
from tests.assessed import QUARTERS, assessed, monthly, quarterly
from tests.make import make_benchmark, make_register, make_target

FIGURES = ["84.0", "86.0", "91.0", "89.0", "92.0"]
"""2023/24 Q3 to 2024/25 Q3: two at 90 or above."""


def register(
    figures: list[str] = FIGURES, *, target: dict | None = None, benchmarks=(), **kpi
) -> Register:
    """A-01 by quarter, of many figures by month, higher is better, against 90 unless told otherwise."""
    series = monthly if len(figures) > len(QUARTERS) else quarterly
    own, results = series("A-01", figures, **kpi)
    return make_register(
        [own], results, [make_target("A-01", **(target or {}))], benchmarks=tuple(benchmarks)
    )


def facts(of: Register) -> TargetFacts:
    assessment = assessed(of)
    (found,) = target_facts(assessment, assessment.ratings)
    return found


def test_how_often_it_was_met_and_the_best_figure_are_counted_over_all_figures():
    found = facts(register())
    assert (found.met, found.judged) == (2, 5)
    assert found.best == (Decimal("92.0"), parse_period("2024/25 Q3"))


def test_the_best_figure_is_the_lowest_where_lower_is_better_and_the_newest_of_equals():
    found = facts(register(["84.0", "91.0", "84.0"], polarity=Polarity.LOWER))
    assert found.best == (Decimal("84.0"), parse_period("2024/25 Q3"))


def test_figures_that_add_up_within_the_year_have_no_best():
    assert facts(register(time_basis=TimeBasis.CUMULATIVE)).best is None


def test_a_target_never_met_and_one_always_met_are_said_to_be():
    assert "never met" in known_of(facts(register(["80.0", "81.0"])))
    assert "always met" in known_of(facts(register(["95.0", "96.0"])))
    assert not {"never met", "always met"} & set(known_of(facts(register())))


def test_a_target_better_than_any_figure_so_far_is_said_to_be():
    words = "the target is better than any figure so far"
    assert words in known_of(facts(register(target={"target": 93})))
    assert words not in known_of(facts(register(target={"target": 92})))


def test_a_target_not_reviewed_for_more_than_a_year_is_said_with_its_day():
    old = {"agreed_on": None, "reviewed_on": parse_period("2023/24 Q2").end}
    assert "last reviewed on 30/09/2023" in known_of(facts(register(target=old)))
    never = {"agreed_on": None, "reviewed_on": None}
    assert "never reviewed" in known_of(facts(register(target=never)))


def test_one_figure_a_year_leaves_no_time_to_correct():
    yearly = facts(register(frequency=Frequency.ANNUAL))
    assert yearly.is_one_figure
    assert not facts(register()).is_one_figure


def test_limits_and_how_the_target_lies_to_them_are_those_of_the_signals():
    """Where these say nothing, as of eleven figures or of ones that follow the seasons, nothing is said here."""
    twelve = ["80.0", "80.2"] * 6
    target = {"target": 95}
    beyond = "the target is beyond what the figures reach while nothing changes"
    found = facts(register(twelve, target=target))
    assert found.limits is not None
    assert found.limits.points == 12
    assert beyond in known_of(found)
    assert facts(register(twelve[1:], target=target)).limits is None
    for over in ({"seasonal": True}, {"time_basis": TimeBasis.ROLLING}):
        silent = facts(register(twelve, target=target, **over))
        assert silent.limits is None
        assert beyond not in known_of(silent)


def test_a_seasonal_candidate_is_tried_on_the_same_time_of_other_years_alone():
    """Last December's figure is no target for June, nor are those of other places for a whole year."""
    figures = ["90.0"] + ["20.0", "20.0", "20.0", "90.0"] * 2
    found = facts(
        register(
            figures, seasonal=True, target={"target_type": TargetType.TO_BE_AGREED, "target": None}
        )
    )
    (only,) = found.candidates
    assert only.why == "the figure of 2023/24 Q3"
    assert sum(only.colours.values()) == 3
    assert only.colours[Rag.GREEN] == 3


def test_of_a_target_with_a_profile_the_whole_years_is_told():
    """A third quarter's share of it stands beside other places' whole years."""
    found = facts(register(target={"target": 96, "profile": Profile.LEVEL}))
    assert "the target of the whole year is 96.0%" in known_of(found)


def test_where_a_figure_is_to_be_agreed_each_candidate_is_tried_on_every_figure_held():
    """Of 84, 86, 91, 89, 92 the median is 89: three reach it, 86 is within 5%, 84 is not."""
    found = facts(register(target={"target_type": TargetType.TO_BE_AGREED, "target": None}))
    assert "no figure is agreed yet" in known_of(found)
    tried = {one.why: (one.figure, one.colours) for one in found.candidates}
    assert tried["the figure of 2023/24 Q3"][0] == Decimal("84.0")
    figure, colours = tried["the median of its own figures"]
    assert figure == Decimal("89.0")
    assert colours == {Rag.GREEN: 3, Rag.AMBER: 1, Rag.RED: 1}
    assert tried["the best so far"][0] == Decimal("92.0")


def test_a_kpi_with_a_target_and_a_tracker_have_no_candidates():
    assert facts(register()).candidates == ()
    tracker = {"target_type": TargetType.TRACKER, "target": None}
    assert facts(register(target=tracker)).candidates == ()


def test_other_places_give_median_and_best_quarter_of_the_newest_period_they_have():
    """Of 70, 80, 90, 94 and 98 the median is 90, and the best quarter begins at 94."""
    rows = [
        make_benchmark("A-01", "2024/25 Q2", value, comparator=f"Council {at}", statistic=None)
        for at, value in enumerate((98, 70, 90, 94, 80))
    ]
    old = make_benchmark("A-01", "2024/25 Q1", 10, comparator="Council 9", statistic=None)
    found = facts(register(benchmarks=[*rows, old])).others
    assert found is not None
    assert (found.places, found.median) == (5, Decimal(90))
    assert found.quartiles == (Decimal(80), Decimal(90), Decimal(94))
    assert str(found.period) == "2024/25 Q2"


def test_the_questions_of_smart_that_the_register_leaves_open_are_named():
    def left_open(**over) -> tuple[str, ...]:
        return facts(register(**({"definition": "What.", "calculation": "a ÷ b", "rationale": "Why."} | over))).unanswered  # fmt: skip

    assert left_open() == ()
    assert left_open(definition=None) == ("specific",)
    assert left_open(calculation=None, rationale=None) == ("measurable", "relevant")
    assert left_open(target={"rationale": None}) == ("achievable",)
    # Where no figure is agreed, nobody can say why it can be reached.
    assert left_open(target={"target_type": TargetType.TO_BE_AGREED, "target": None, "rationale": None}) == ()  # fmt: skip
    found = facts(register(definition=None, calculation=None))
    assert "nothing says how it is specific or measurable" in known_of(found)


def test_usual_tolerances_are_tried_on_every_figure_held():
    """Against 90: 3% reaches down to 87.3, 5% to 85.5, 10% to 81."""
    found = facts(register())
    tried = [
        (one.why, one.colours[Rag.GREEN], one.colours[Rag.AMBER], one.colours[Rag.RED])
        for one in found.tolerances
    ]
    assert tried == [
        ("3% of target", 2, 1, 2), ("5% of target", 2, 2, 1), ("10% of target", 2, 3, 0),
    ]  # fmt: skip


def test_a_boundary_of_the_target_s_own_does_not_decide_what_a_tolerance_would_make():
    with_edge = facts(register(target={"amber_boundary": Decimal("50")}))
    assert with_edge.tolerances == facts(register()).tolerances


def test_without_a_figure_there_is_no_tolerance_to_choose():
    agreed = {"target_type": TargetType.TO_BE_AGREED, "target": None}
    assert facts(register(target=agreed)).tolerances == ()
    assert facts(register(target={"target_type": TargetType.INCREASE, "target": None})).tolerances == ()  # fmt: skip
