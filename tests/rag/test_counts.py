"""Counts of ratings, and the rating of splits."""

from pmf_cli.rag.base import UnratedReason
from pmf_cli.rag.counts import counts_of
from pmf_cli.rag.rate import Colours, PeriodRater, rate_all, rate_kpi, rate_splits
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.supporting import Split
from pmf_cli.register.terms import KpiStatus, Rag
from pmf_cli.settings import RatingSettings, Settings
from tests.make import AS_OF, PERIOD, make_kpi, make_register, make_result, make_target

THE_PERIOD = parse_period(PERIOD)


def test_every_kpi_is_in_one_place():
    kpis = [make_kpi(f"K{n}") for n in range(5)]
    results = [make_result(f"K{n}", PERIOD, v) for n, v in enumerate((95, 86, 50, 50))]
    found = counts_of(rate_all(make_register(kpis, results), Settings(), THE_PERIOD, AS_OF))
    assert (found.green, found.amber, found.red) == (1, 1, 2)
    assert (found.rated, found.unrated, found.in_scope) == (4, 1, 5)
    assert found.by_reason == {UnratedReason.OVERDUE: 1}


def test_no_ratings_count_nothing():
    found = counts_of(())
    assert (found.rated, found.in_scope) == (0, 0)
    assert found.by_rag == {Rag.GREEN: 0, Rag.AMBER: 0, Rag.RED: 0}


def test_a_reference_given_twice_is_rated_once():
    register = make_register([make_kpi(), make_kpi()], [make_result()], [make_target()])
    assert len(rate_all(register, Settings(), THE_PERIOD, AS_OF)) == 1


def with_splits(targets):
    results = [make_result("WM-01", PERIOD, 95)]
    results += [make_result("WM-01", PERIOD, v, split=s) for s, v in (("North", 80), ("South", 95))]
    splits = (Split(name="South", order=1), Split(name="North", order=2))
    return make_register([make_kpi()], results, targets, splits=splits)


def test_splits_are_rated_only_with_a_target_of_their_own():
    targets = [make_target(), make_target("WM-01", split="North", target=80)]
    found = rate_splits(with_splits(targets), Settings(), THE_PERIOD, AS_OF)
    assert [(r.split, r.rag) for r in found] == [("North", Rag.GREEN)]


def test_splits_are_rated_against_the_wholes_target_where_settings_say_so():
    own = Settings(rating=RatingSettings(rate_splits=True))
    found = rate_splits(with_splits([make_target()]), own, THE_PERIOD, AS_OF)
    assert [(r.split, r.rag) for r in found] == [("South", Rag.GREEN), ("North", Rag.RED)]


def test_of_a_split_no_outcome_before_is_told():
    held = with_splits([make_target(), make_target("WM-01", split="North", target=80)])
    earlier = (make_result("WM-01", "2024/25 Q2", 70, split="North"), *held.results)
    register = make_register([make_kpi()], earlier, held.targets, splits=held.splits)
    (found,) = rate_splits(register, Settings(), THE_PERIOD, AS_OF)
    assert (found.split, found.previous) == ("North", None)


def test_splits_are_not_among_the_wholes():
    found = rate_all(with_splits([make_target()]), Settings(), THE_PERIOD, AS_OF)
    assert [(r.split, r.rag) for r in found] == [(None, Rag.GREEN)]


def test_one_kpi_can_be_rated_alone_for_another_period():
    register = make_register(results=[make_result("WM-01", "2024/25 Q2", 80)])
    found = rate_kpi(register, Settings(), parse_period("2024/25 Q2"), AS_OF, "WM-01")
    assert found is not None
    assert found.rag is Rag.RED
    assert rate_kpi(register, Settings(), THE_PERIOD, AS_OF, "XX-99") is None


def test_splits_stand_in_their_own_order_and_those_without_one_by_name_behind():
    """Whether a split has no place in the order or is not listed at all."""
    names = ("Zeal", "Alne", "Bow", "Cam", "South", "Aldo")
    results = [make_result("WM-01", PERIOD, 95, split=name) for name in names]
    splits = (Split(name="South", order=7), Split(name="Bow"), Split(name="Alne"))
    register = make_register([make_kpi()], results, [make_target()], splits=splits)
    own = Settings(rating=RatingSettings(rate_splits=True))
    found = rate_splits(register, own, THE_PERIOD, AS_OF)
    assert [one.split for one in found] == ["South", "Aldo", "Alne", "Bow", "Cam", "Zeal"]


def test_the_outcome_before_names_the_movement_only():
    """It has its colour and sentence, and neither cells nor thresholds of its own."""
    register = make_register(
        [make_kpi()], [make_result("WM-01", "2024/25 Q2", 80), make_result("WM-01", PERIOD, 95)],
        [make_target()],
    )  # fmt: skip
    (found,) = rate_all(register, Settings(), THE_PERIOD, AS_OF)
    assert (found.rag, found.previous.rag) == (Rag.GREEN, Rag.RED)
    assert found.previous.sentence
    assert (found.previous.used, found.previous.thresholds) == ((), ())
    assert found.outcome.used
    assert found.outcome.thresholds


def test_each_colour_is_counted_under_its_own_name():
    results = [
        make_result(f"K{n}", PERIOD, value) for n, value in enumerate((95, 95, 95, 88, 88, 10))
    ]
    kpis = [make_kpi(f"K{n}") for n in range(6)]
    register = make_register(kpis, results, [make_target(kpi.ref) for kpi in kpis])
    found = counts_of(rate_all(register, Settings(), THE_PERIOD, AS_OF))
    assert (found.green, found.amber, found.red) == (3, 2, 1)


def test_splits_of_a_kpi_that_has_ended_are_out_of_scope_like_the_whole() -> None:
    row = make_result("WM-01", PERIOD, 91, split="North")
    for last, number in (("2024/25 Q2", 0), (PERIOD, 1)):
        kpi = make_kpi("WM-01", status=KpiStatus.ENDED, last_period=last)
        register = make_register([kpi], [row], [make_target("WM-01", split="North")])
        assert len(rate_splits(register, Settings(), THE_PERIOD, AS_OF)) == number


def test_the_colour_of_one_figure_is_asked_by_its_own_row() -> None:
    """By the target in force or another one; none without a period or a value."""
    kpi = make_kpi("WM-01")
    register = make_register([kpi], [], [make_target("WM-01", target=90)])
    colours = Colours(register, Settings(), THE_PERIOD, AS_OF)
    assert colours(kpi, None, make_result("WM-01", PERIOD, 91)) is Rag.GREEN
    lower = make_result("WM-01", PERIOD, 60)
    assert colours(kpi, None, lower) is Rag.RED
    assert colours(kpi, None, lower, make_target("WM-01", target=60)) is Rag.GREEN
    assert colours(kpi, None, make_result("WM-01", PERIOD, None)) is None
    assert colours(kpi, None, make_result("WM-01", None, 91)) is None


def test_a_colour_is_worked_out_once_for_each_kpi_and_row(monkeypatch) -> None:
    asked = []
    worked_out = PeriodRater.outcome_of
    monkeypatch.setattr(
        PeriodRater,
        "outcome_of",
        lambda self, *given: asked.append(given) or worked_out(self, *given),
    )
    kpi = make_kpi("WM-01")
    register = make_register([kpi], [], [make_target("WM-01", target=90)])
    colours = Colours(register, Settings(), THE_PERIOD, AS_OF)
    row, other = make_result("WM-01", PERIOD, 91), make_result("WM-01", PERIOD, 60)
    assert [colours(kpi, None, one) for one in (row, other) * 2] == [Rag.GREEN, Rag.RED] * 2
    assert len(asked) == 2
