"""What a rating needs of the register, by form of target and kind of figure, and how targets print."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from pmf_cli.rag.base import Unrated, UnratedReason
from pmf_cli.rag.methods import METHODS, method_for, target_words
from pmf_cli.rag.rate import rate_all
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.time.aims import Aim
from pmf_cli.settings import Settings
from tests.make import make_kpi, make_register, make_result, make_target
from tests.rag.desk import AS_OF, PERIOD, rate, terms
from tests.rag.rules_in_words import field_of

TYPE, DATA = terms.TargetType, terms.DataType
RATED = (
    TYPE.VALUE,
    TYPE.RANGE,
    TYPE.INCREASE,
    TYPE.DECREASE,
    TYPE.MAINTAIN,
    TYPE.DATE,
    TYPE.YES_NO,
)
HEADINGS = {
    "target_type": "Target type",
    "data_type": "Data type",
    "financial": "Financial",
    "polarity": "Polarity",
    "grade_order": "Grade order",
    "target": "Target",
    "range_low": "Range low",
    "range_high": "Range high",
}
ORDER = ("Good", "Bad")


def needed(asks, kind) -> set[str]:
    """The columns without which a figure of a kind cannot be held against a form of target.

    Without a data type a figure is taken for a number until it is given.
    """
    is_day = asks is TYPE.DATE or kind is DATA.DATE
    is_answer = asks is TYPE.YES_NO or kind is DATA.YES_NO
    is_grade = kind is DATA.GRADE and not is_day
    is_number = not (is_day or is_answer or is_grade)
    found = {"target_type"}
    if asks not in (TYPE.DATE, TYPE.YES_NO):
        found.add("data_type")
    if is_number:
        found.add("financial")
        if asks is TYPE.VALUE:
            found.add("polarity")
    if is_grade:
        found.add("grade_order")
    if asks in (TYPE.VALUE, TYPE.DATE, TYPE.YES_NO):
        found.add("target")
    if asks is TYPE.RANGE:
        found |= {"range_low", "range_high"}
    return found


def test_what_a_rating_needs_and_the_register_lacks_is_named_with_its_cell():
    kpis, targets, expected = [], [], []
    blanks = [
        (),
        *((field,) for field in HEADINGS),
        ("polarity", "financial", "target"),
        tuple(HEADINGS),
    ]
    for asks, kind, blank in product(RATED, (*DATA, None), blanks):
        if (kind is None) != ("data_type" in blank):
            continue
        ref = f"N{len(kpis):04}"
        gone = dict.fromkeys(blank)
        kpi = {"data_type": kind, "unit": None, "grade_order": ORDER} | {
            field: value for field, value in gone.items() if field in ("financial", "polarity")
        }
        if "grade_order" in blank:
            kpi["grade_order"] = ()
        target = {"target_type": asks, "target": 90, "range_low": 10, "range_high": 20} | {
            field: None
            for field in gone
            if field in ("target_type", "target", "range_low", "range_high")
        }
        kpis.append(make_kpi(ref, **kpi))
        targets.append(make_target(ref, **target))
        own = None if "target_type" in blank else asks
        expected.append((needed(own, kind) | {"target_type"}) & set(blank))
    results = [make_result(kpi.ref, PERIOD, 50) for kpi in kpis]
    register = make_register(kpis, results, targets)
    wrong = []
    for kpi, target, found, lacks in zip(
        kpis, targets, rate_all(register, Settings(), parse_period(PERIOD), AS_OF), expected,
        strict=True,
    ):  # fmt: skip
        out = found.outcome
        is_refused = isinstance(out, Unrated) and "does not give" in out.sentence
        told = {one.label: field_of(one.where) for one in out.used if one.text == "missing"}
        named = {
            field
            for field, heading in HEADINGS.items()
            if is_refused and told.get(heading) == field
        }
        in_words = {HEADINGS[field] for field in lacks}
        if (
            named != lacks
            or is_refused is not bool(lacks)
            or any(word not in out.sentence for word in in_words)
        ):
            wrong.append((kpi.data_type, target, out, lacks))
    assert not wrong


@pytest.mark.parametrize("field", ["q1", "q2", "q3", "q4", "months"])
def test_a_target_may_be_typed_for_parts_of_the_year_alone(field):
    """Then nothing is missing, though no figure may hold for the period asked for."""
    typed = {field: tuple(range(1, 13)) if field == "months" else 5}
    found = rate(4, target={"target": None, "profile": terms.Profile.OWN} | typed).outcome
    assert "does not give" not in getattr(found, "sentence", "")
    assert "does not give" in rate(4, target={"target": None}).outcome.sentence


@pytest.mark.parametrize(
    ("kpi", "target", "reason", "cell"),
    [
        ({"status": terms.KpiStatus.DEVELOPMENT}, {}, UnratedReason.DEVELOPMENT, "status"),
        ({"status": terms.KpiStatus.PAUSED}, {}, UnratedReason.NOT_APPLICABLE, "status"),
        ({"status": terms.KpiStatus.ACTIVE}, {}, None, None),
        ({"status": None}, {}, None, None),
        ({"status": terms.KpiStatus.ENDED, "last_period": PERIOD}, {}, None, None),
        (
            {"accountability": terms.Accountability.POPULATION},
            {},
            UnratedReason.POPULATION_OUTCOME,
            "accountability",
        ),
        (
            {
                "accountability": terms.Accountability.POPULATION,
                "status": terms.KpiStatus.PAUSED,
            },
            False,
            UnratedReason.NOT_APPLICABLE,
            "status",
        ),
        ({}, False, UnratedReason.TO_BE_AGREED, None),
        ({}, {"target_type": TYPE.TRACKER}, UnratedReason.TRACKER, "target_type"),
        ({}, {"target_type": TYPE.TO_BE_AGREED}, UnratedReason.TO_BE_AGREED, "target_type"),
        ({"polarity": terms.Polarity.RANGE}, {}, UnratedReason.DEFINITION, "polarity"),
        ({"polarity": terms.Polarity.NONE}, {}, UnratedReason.DEFINITION, "polarity"),
        ({"polarity": terms.Polarity.LOWER}, {}, None, None),
        (
            {"polarity": terms.Polarity.NONE},
            {"target_type": TYPE.RANGE, "range_low": 1, "range_high": 99},
            None,
            None,
        ),
        (
            {"polarity": terms.Polarity.NONE, "data_type": DATA.YES_NO, "unit": None},
            {"target": True},
            UnratedReason.DATA_QUALITY,
            "value",
        ),
    ],
)
def test_why_a_kpi_is_never_rated_stands_with_its_cell(kpi, target, reason, cell):
    """The KPI's own state comes before its target, and the target before its figures."""
    out = rate(95, kpi=kpi, target=target).outcome
    if reason is None:
        assert not isinstance(out, Unrated)
        return
    assert out.reason is reason
    assert [field_of(one.where) for one in out.used] == ([cell] if cell else [])


@pytest.mark.parametrize(
    ("kpi", "target", "value", "reason", "said"),
    [
        ({}, {}, "see note", "DATA_QUALITY", "The result see note is not a number."),
        ({}, {}, date(2024, 12, 1), "DATA_QUALITY", "The result 01/12/2024 is not a number."),
        ({}, {"target": "see note"}, 5, "DEFINITION", "The target see note is not a number"),
        ({}, {"target": "see note"}, "?", "DEFINITION", "The target see note is not a number"),
        ({"data_type": DATA.DATE}, {}, date(2024, 12, 1), "DEFINITION", "The target 90 is not a date"),
        ({"data_type": DATA.DATE}, {"target": date(2024, 12, 1)}, 5, "DATA_QUALITY", "The result 5 is not a date."),
        ({"data_type": DATA.GRADE, "grade_order": ORDER}, {"target": "Good"}, "Poor", "DATA_QUALITY", "The result Poor is not a grade of the KPI's order."),
        ({"data_type": DATA.GRADE, "grade_order": ORDER}, {"target": "Poor"}, "Good", "DEFINITION", "The target Poor is not a grade"),
        ({"data_type": DATA.YES_NO}, {"target": "perhaps"}, True, "DEFINITION", "does not say Yes or No"),
        ({"data_type": DATA.YES_NO}, {"target": True}, 5, "DATA_QUALITY", "The result 5 is neither Yes nor No."),
        ({}, {"target_type": TYPE.RANGE, "range_low": 2, "range_high": 1}, "?", "DEFINITION", "lower edge 2.0% is above its upper edge 1.0%"),
        ({}, {"target_type": TYPE.RANGE, "range_low": 1, "range_high": 2}, "?", "DATA_QUALITY", "is not a number"),
        ({"data_type": DATA.DATE}, {"target_type": TYPE.RANGE, "range_low": 1, "range_high": 2}, date(2024, 12, 1), "DEFINITION", "A range needs a number."),
        ({}, {"target_type": TYPE.INCREASE}, "?", "DATA_QUALITY", "is not a number"),
        ({}, {"target_type": TYPE.MAINTAIN, "target": 5}, "?", "DATA_QUALITY", "is not a number"),
        ({}, {"target_type": TYPE.INCREASE}, 5, "NO_COMPARATOR", "there is no result for 2024/25 Q2"),
        ({"data_type": DATA.DATE}, {"target_type": TYPE.DECREASE}, date(2024, 12, 1), "NO_COMPARATOR", "to decrease, but there is nothing to compare with: there is no result"),
    ],
)  # fmt: skip
def test_a_result_or_target_of_another_kind_is_refused_by_its_name(
    kpi, target, value, reason, said
):
    """The target comes first: a result can be of no kind that the target is not."""
    out = rate(value, kpi={"unit": None} | kpi if kpi else kpi, target=target).outcome
    assert out.reason.name == reason
    assert said in out.sentence
    assert ("result" in [one.label for one in out.used]) is True


def test_a_comparator_of_another_kind_is_nothing_to_compare_with():
    for kind in (TYPE.INCREASE, TYPE.DECREASE, TYPE.MAINTAIN):
        out = rate(5, before="see note", target={"target_type": kind, "target": None}).outcome
        assert out.reason.name == "NO_COMPARATOR"
        assert out.sentence.endswith(
            "nothing to compare with: the comparator is not of the KPI's kind."
        )


def test_a_value_target_of_yes_and_no_is_answered_and_trackers_have_no_method():
    answers = make_kpi(data_type=DATA.YES_NO, unit=None)
    figures = make_kpi()
    asked = {kind: make_target(target_type=kind) for kind in TYPE}
    never = (TYPE.TRACKER, TYPE.TO_BE_AGREED)
    names = {
        kind: tuple(method_for(kpi, row).__name__ for kpi in (figures, answers))
        for kind, row in asked.items()
        if kind not in never
    }
    assert names == {
        TYPE.VALUE: ("by_value", "by_yes_no"),
        TYPE.RANGE: ("by_range", "by_range"),
        TYPE.INCREASE: ("by_direction", "by_direction"),
        TYPE.DECREASE: ("by_direction", "by_direction"),
        TYPE.MAINTAIN: ("by_maintaining", "by_maintaining"),
        TYPE.DATE: ("by_value", "by_value"),
        TYPE.YES_NO: ("by_yes_no", "by_yes_no"),
        TYPE.BENCHMARK: ("by_value", "by_value"),
    }
    assert not set(never) & set(METHODS)


LOST = {"refused": "It cannot be held against it.", "time": parse_period("2024/25")}


@pytest.mark.parametrize(
    ("target", "aim", "expected"),
    [
        ({}, {"value": Decimal(60)}, "60.0%"),
        ({}, {"value": None}, ""),
        ({"target_type": None}, {"value": Decimal(60)}, ""),
        ({"target_type": TYPE.RANGE}, {"value": None, "low": Decimal(1), "high": Decimal(2)}, "1.0% to 2.0%"),
        ({"target_type": TYPE.RANGE}, {"value": None, "low": Decimal(1)}, "1.0% to ?"),
        ({"target_type": TYPE.RANGE}, {"value": None, "high": Decimal(0)}, "? to 0.0%"),
        ({"target_type": TYPE.INCREASE}, {"value": None}, "Increase"),
        ({"target_type": TYPE.DECREASE}, {"value": None}, "Decrease"),
        ({"target_type": TYPE.MAINTAIN}, {"value": None}, "Maintain"),
        ({"target_type": TYPE.MAINTAIN}, {"value": Decimal(7)}, "Maintain 7.0%"),
        ({"target_type": TYPE.TRACKER}, {"value": None}, "Tracker"),
        ({"target_type": TYPE.TO_BE_AGREED}, {"value": None}, "To be agreed"),
        ({"target_type": TYPE.DATE}, {"value": date(2024, 12, 1)}, "01/12/2024"),
        ({"target_type": TYPE.YES_NO}, {"value": True}, "Yes"),
        ({}, {"value": None} | LOST, "90.0% for 2024/25"),
        ({}, {"value": None} | LOST | {"time": None}, "90.0%"),
        ({"target": None}, {"value": None} | LOST, ""),
        ({"target_type": TYPE.RANGE, "range_low": 1, "range_high": 2}, {"value": None} | LOST, "1.0% to 2.0% for 2024/25"),
    ],
)  # fmt: skip
def test_a_target_prints_as_what_it_asks_for(target, aim, expected):
    """A figure that cannot be held against the period's prints with the time that it is for."""
    assert target_words(make_kpi(), make_target(**target), Aim(**aim)) == expected
    assert target_words(make_kpi(), None, Aim(**aim)) == ""
    assert target_words(make_kpi(), make_target(**target), None) == ""


# --- direction of travel


POLARITY = terms.Polarity
ASKS = (TYPE.VALUE, TYPE.INCREASE, TYPE.DECREASE, TYPE.MAINTAIN, TYPE.RANGE, TYPE.TRACKER)


def travelled(polarity, asks, now: int, then: int, near: int) -> str:
    """A direction asked for says which way is better, a range the nearer, else the polarity."""
    moved = now - then
    if abs(moved) <= near:
        return "Similar"
    up = {POLARITY.HIGHER: True, POLARITY.LOWER: False}.get(polarity)
    up = {TYPE.INCREASE: True, TYPE.DECREASE: False}.get(asks, up)
    if asks is TYPE.RANGE:
        nearer = max(10 - then, then - 20, 0) - max(10 - now, now - 20, 0)
        if nearer:
            return "Improved" if nearer > 0 else "Worsened"
        up = None
    if up is None:
        return "Rose" if moved > 0 else "Fell"
    return "Improved" if up is (moved > 0) else "Worsened"


@pytest.mark.parametrize("near", [0, 2])
def test_the_word_of_a_movement_follows_from_figures_and_polarity(near):
    count = {"data_type": DATA.NUMBER, "unit": "homes", "decimal_places": 0}
    kpis, targets, results, expected = [], [], [], []
    figures = (
        (5, 8),
        (8, 5),
        (9, 9),
        (12, 15),
        (15, 12),
        (25, 28),
        (28, 25),
        (5, 23),
        (23, 24),
        (26, 28),
        (12, 21),
        (9, 15),
    )
    for polarity, asks, (then, now) in product((*POLARITY, None), (*ASKS, None), figures):
        ref = f"M{len(kpis):04}"
        kpis.append(make_kpi(ref, polarity=polarity, **count))
        if asks is not None:
            targets.append(
                make_target(ref, target_type=asks, target=None, range_low=10, range_high=20)
            )
        results += [make_result(ref, "2024/25 Q2", then), make_result(ref, PERIOD, now)]
        word = travelled(polarity, asks, now, then, near)
        arrow = "►" if now == then else "▲" if now > then else "▼"
        size = abs(now - then)
        told = {
            "Improved": ", better than 2024/25 Q2",
            "Worsened": ", worse than 2024/25 Q2",
            "Similar": ", similar to 2024/25 Q2",
        }.get(word, " since 2024/25 Q2")
        text = f"{arrow} {size} home{'' if size == 1 else 's'}{told}"
        if now == then:
            text = "► no change from 2024/25 Q2"
        expected.append((word, text, Decimal(now - then), "previous period"))
    register = make_register(kpis, results, targets)
    settings = Settings.model_validate({"rating": {"similar_within": near}})
    found = [
        (one.travel.value, one.text, one.change, one.rule)
        for one in (
            rating.direction for rating in rate_all(register, settings, parse_period(PERIOD), AS_OF)
        )
    ]
    assert [pair for pair in zip(found, expected, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize(
    ("kpi", "target", "then", "now", "expected"),
    [
        ({"data_type": DATA.DATE, "polarity": None}, {"target_type": TYPE.DATE, "target": date(2024, 12, 1)}, date(2024, 11, 25), date(2024, 11, 20), ("Improved", Decimal(-5))),
        ({"data_type": DATA.DATE, "polarity": POLARITY.HIGHER}, {"target_type": TYPE.DATE, "target": date(2024, 12, 1)}, date(2024, 11, 25), date(2024, 11, 26), ("Worsened", Decimal(1))),
        ({"data_type": DATA.DATE, "polarity": POLARITY.LOWER}, {"target_type": TYPE.TRACKER}, date(2024, 11, 25), date(2024, 11, 20), ("Improved", Decimal(-5))),
        ({"data_type": DATA.DATE, "polarity": None}, False, date(2024, 11, 25), date(2024, 11, 20), ("Fell", Decimal(-5))),
        ({"data_type": DATA.GRADE, "grade_order": ORDER, "polarity": None}, {"target": "Good"}, "Bad", "Good", ("Improved", None)),
        ({"data_type": DATA.GRADE, "grade_order": ORDER, "polarity": POLARITY.LOWER}, False, "Good", "Bad", ("Worsened", None)),
        ({"data_type": DATA.YES_NO, "polarity": None}, {"target_type": TYPE.YES_NO, "target": True}, False, True, ("Improved", None)),
        ({"data_type": DATA.YES_NO, "polarity": None}, {"target_type": TYPE.YES_NO, "target": False}, False, True, ("Worsened", None)),
        ({"data_type": DATA.YES_NO, "polarity": None}, False, False, True, ("Rose", None)),
        ({"data_type": DATA.YES_NO, "polarity": None}, False, True, True, ("Similar", None)),
        ({"polarity": None}, {"target": True}, 1, 2, ("Rose", Decimal(1))),
    ],
)  # fmt: skip
def test_days_grades_and_answers_move_too(kpi, target, then, now, expected):
    over = {"unit": None} | kpi if "data_type" in kpi else kpi
    found = rate(now, before=then, kpi=over, target=target).direction
    assert (found.travel.value, found.change) == expected
