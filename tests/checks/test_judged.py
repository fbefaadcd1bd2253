"""A judged status is held against the council's own rule, in every period held."""

from datetime import date
from typing import Any

import pytest

from pmf_cli.checks import CHECKS
from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.register.terms import CommentaryKind, Rag
from tests.checks.cases import scene
from tests.make import make_comment, make_kpi, make_register, make_result, make_rule, make_target
from tests.rag.test_council_schemes import IMPROVED, SCHEMES

OTHERS = {"Red": "Amber", "Amber": "Green", "Green": "Red"}


def register_of(value: object, judged: str, rule: dict[str, Any], **over: Any) -> Register:
    """One KPI, its result and its judged status for a period."""
    period = over.pop("period", "2024/25 Q3")
    earlier = over.pop("earlier", ())
    results = [make_result("WM-01", *one) for one in (*earlier, (period, value))]
    comment = make_comment("WM-01", period, kind=CommentaryKind.JUDGED, text=judged)
    return make_register(
        (make_kpi(**over.pop("kpi", {})),),
        results,
        (make_target(**over.pop("target", {})),),
        commentary=(comment,),
        rating_rules=() if rule is None else (make_rule(**rule),),
    )


def codes(register: Register) -> list[str]:
    """The codes of judged statuses that are found."""
    asked = scene(register)
    return [code for code, one in CHECKS.items() if code.startswith("JDG") for _ in one.run(asked)]


@pytest.mark.parametrize(
    ("_name", "rule", "target", "results"), SCHEMES, ids=[s[0] for s in SCHEMES]
)
def test_no_scheme_accuses_who_judged_by_it_and_each_names_who_did_not(
    _name, rule, target, results
):
    for value, rag in results.items():
        agreed = register_of(value, rag, rule, target=target)
        assert codes(agreed) == [], f"{value} called {rag}"
        assert codes(register_of(value, OTHERS[rag], rule, target=target)) != []


def test_a_result_within_5_per_cent_is_green_where_the_council_says_so():
    bracknell = {"green_tolerance": 5, "tolerance": 10}
    assert codes(register_of("86", "Green", bracknell)) == []
    assert codes(register_of("85.4", "Green", bracknell))[0] == "JDG001"
    assert codes(register_of("86", "Amber", bracknell))[0] == "JDG002"


def test_amber_that_depends_on_last_year_is_understood():
    rule = IMPROVED | {"tolerance": 5}
    earlier = [("2023/24 Q3", "80")]
    assert codes(register_of("81", "Amber", rule, earlier=earlier)) == []
    assert "JDG003" in codes(register_of("81", "Red", rule, earlier=earlier))


@pytest.mark.parametrize("period", ["2023/24 Q1", "2024/25 Q3"])
def test_every_period_held_is_looked_at(period):
    assert "JDG001" in codes(register_of("70", "Green", {"tolerance": 5}, period=period))
    assert "JDG003" in codes(register_of("70", "Amber", {"tolerance": 5}, period=period))


def test_the_tools_own_width_of_amber_accuses_nobody_of_red_for_amber():
    assert codes(register_of("70", "Amber", None)) == []
    assert codes(register_of("70", "Green", None))[0] == "JDG001"
    own = {"tolerance": 8, "tolerance_basis": terms.ToleranceBasis.RELATIVE}
    assert codes(register_of("70", "Amber", None, target=own)) == ["JDG003"]


def test_yes_and_no_and_directions_are_judged_too():
    yes = {"target_type": terms.TargetType.YES_NO, "target": True}
    kpi = {"data_type": terms.DataType.YES_NO}
    assert codes(register_of(False, "Green", {"tolerance": 5}, target=yes, kpi=kpi))[0] == "JDG001"
    assert codes(register_of(True, "Green", {"tolerance": 5}, target=yes, kpi=kpi)) == []


def test_the_message_names_figure_target_and_both_colours():
    asked = scene(register_of("80.6", "Green", {"tolerance": 5}))
    (problem,) = CHECKS["JDG001"].run(asked)
    for part in ("80.6", "90", str(Rag.GREEN), str(Rag.RED), "2024/25 Q3"):
        assert part in problem.message
    assert asked.as_of > date(2024, 12, 31)
