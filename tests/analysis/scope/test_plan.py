"""A change of scope: what it records, which cells follow, and what it would bring about."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.analysis.scope.effects import effects_of
from pmf_cli.analysis.scope.plan import ScopePlan, planned_telling, scope_plan
from pmf_cli.analysis.scope.request import (
    ScopeRequest,
    TypedScopeChange,
    period_typed,
    scope_field,
)
from pmf_cli.errors import UsageError
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.supporting import ScopeChange
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_kpi, make_target

K = terms.ScopeChangeKind
ON = date(2025, 1, 31)
VALUES = ["91", "88", "84", "89"]


def register(**over: object) -> Register:
    kpi = over.pop("kpi", {})
    return register_of(quarterly("A-1", VALUES, **kpi), **over)


def planned(held: Register, kind, to="", begins="2024/25 Q3", **over) -> ScopePlan:
    kpi = held.kpi_by_ref["A-1"]
    asked = {name: over.pop(name) for name in ("changed_on", "back_series") if name in over}
    typed = {"reason": "It was asked for.", "agreed_by": "CLT", "to": to} | over
    when = period_typed(begins, kpi, 4), asked.pop("changed_on", ON)
    written = TypedScopeChange("A-1", begins, **typed)
    return scope_plan(ScopeRequest(held, kpi, kind, *when, 4, written, **asked))


def cells(plan: ScopePlan) -> dict[str, object]:
    return {name: value for edit in plan.planned.edits for name, value in edit.fields.items()}


def new_target(plan: ScopePlan):
    return plan.planned.rows["Targets"][0]


def test_a_target_is_closed_and_a_new_row_begins():
    """The old row gets its last period, the new one its reason, agreement and previous target."""
    plan = planned(register(), K.TARGET, "85%")
    assert cells(plan) == {"to_period": parse_period("2024/25 Q2")}
    row = new_target(plan)
    assert (row.target, row.previous_target, str(row.from_period)) == (85, 90, "2024/25 Q3")
    assert (row.rationale, row.agreed_by, row.agreed_on) == ("It was asked for.", "CLT", ON)
    change = plan.change
    assert (change.before, change.after, change.change_ref) == ("90.0%", "85.0%", "SC-2025-01")
    assert change.break_in_series is False


def test_a_target_that_begins_in_that_period_is_changed_itself():
    """A row that never held for another period is not closed before it began."""
    held = register(targets=[make_target("A-1", from_period="2024/25 Q3")])
    plan = planned(held, K.TARGET, "85")
    assert cells(plan)["target"] == 85
    assert "Targets" not in plan.planned.rows


@pytest.mark.parametrize(
    ("to", "profile", "words"),
    [
        ("Tracker", "", "Tracker"),
        ("to be agreed", "", "To be agreed"),
        ("increase", "", "Direction: increase"),
        ("28 to 40", "", "28.0% to 40.0%"),
        ("88", "85; 86; 87; 88", "85.0%; 86.0%; 87.0%; 88.0%"),
    ],
)
def test_targets_of_every_type(to, profile, words):
    """A type is named in place of a figure; a range and a profile are typed as one reads them."""
    plan = planned(register(), K.TARGET, to, profile=profile)
    assert plan.change.after == words
    row = new_target(plan)
    assert (row.target is None) == (to != "88")


@pytest.mark.parametrize(
    ("kind", "to", "over", "part"),
    [
        (K.TARGET, "lots", {}, "lots"),
        (K.TARGET, "", {}, "missing"),
        (K.TARGET, "88", {"profile": "1; 2"}, "four"),
        (K.TARGET, "90", {}, "says so already"),
        (K.TOLERANCE, "3", {}, "no tolerance"),
        (K.TOLERANCE, "3 bananas", {}, "no tolerance"),
        (K.POLARITY, "upwards", {}, "allowed are Higher is better"),
        (K.FREQUENCY, "weekly", {"breaks": False}, "Monthly, Quarterly"),
        (K.DEFINITION, "New words.", {}, "break the series"),
        (K.SOURCE, "Another system", {"reason": " "}, "reason"),
        (K.ENDED, "", {"replaced_by": "Z-9"}, "Z-9"),
        (K.OWNER, "", {}, "missing"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(kind, to, over, part):
    """One sentence that names what was typed, and what is allowed."""
    with pytest.raises(UsageError) as refused:
        planned(register(), kind, to, **over)
    assert part in f"{refused.value.message} {refused.value.advice}"


def test_a_profile_and_an_amber_boundary_change_with_their_target():
    """Half a change would rate by figures that nobody agreed."""
    own = {"profile": terms.Profile.OWN, "q1": 80, "q2": 85, "q3": 88, "q4": 90}
    with pytest.raises(UsageError, match="profile"):
        planned(register(targets=[make_target("A-1", **own)]), K.TARGET, "85")
    edge = register(targets=[make_target("A-1", amber_boundary=80)])
    with pytest.raises(UsageError, match="Amber boundary"):
        planned(edge, K.TARGET, "85")
    plan = planned(edge, K.TARGET, "90", before="92.0%")
    assert plan.planned.edits == () and list(plan.planned.rows) == ["Scope changes"]
    assert (plan.change.before, plan.change.after) == ("92.0%", "90.0%")


def test_a_tolerance_gets_its_basis_and_keeps_the_target():
    """Three points are not three per cent."""
    row = new_target(planned(register(), K.TOLERANCE, "3 points"))
    assert (row.target, row.tolerance, row.tolerance_basis) == (
        90,
        3,
        terms.ToleranceBasis.POINTS,
    )
    assert planned(register(), K.TOLERANCE, "4 %").change.after == "4% of target"


def test_a_definition_raises_the_version_and_says_whether_it_breaks():
    """One more than the version, and than the changes on record."""
    plan = planned(register(), K.DEFINITION, "Now without garden waste.", breaks=True)
    assert cells(plan) == {"definition": "Now without garden waste.", "definition_version": 2}
    assert plan.change.break_in_series and str(plan.change.rebase_from) == "2024/25 Q3"
    old = ScopeChange(change_ref="SC-2025-07", kpi_ref="A-1", kind=K.DEFINITION)
    plan = planned(register(scope_changes=(old,)), K.DEFINITION, "Now.", breaks=False)
    assert cells(plan)["definition_version"] == 3
    assert plan.change.change_ref == "SC-2025-08"


def test_each_kind_changes_its_own_column():
    """Frequency, polarity, owner, board; another column by its heading."""
    held = register()
    assert cells(planned(held, K.FREQUENCY, "monthly", breaks=False)) == {
        "frequency": terms.Frequency.MONTHLY
    }
    assert cells(planned(held, K.POLARITY, "lower")) == {"polarity": terms.Polarity.LOWER}
    assert cells(planned(held, K.BOARD, "Corporate Board")) == {"scrutiny_board": "Corporate Board"}
    plan = planned(held, K.OWNER, "C03", column="key contact")
    assert cells(plan) == {"key_contact": "C03"}
    assert plan.change.before == "Key contact: C02"
    with pytest.raises(UsageError, match="Deputy contact"):
        try:
            scope_field(K.OWNER, "Shoe size")
        except UsageError as error:
            raise UsageError(error.advice) from error


TARGET = {"target_type", "target", "range_low", "range_high", "profile", "q1", "q2", "q3", "q4",
          "months", "rationale", "agreed_by", "agreed_on", "reviewed_on", "previous_target"}  # fmt: skip
TOUCHES = {
    K.NEW: ("", {}, {"status", "first_period"}),
    K.ENDED: ("", {"replaced_by": "A-1"}, {"status", "last_period", "replaced_by"}),
    K.DEFINITION: ("Now.", {"breaks": True}, {"definition", "definition_version"}),
    K.SOURCE: ("A new system", {"breaks": False}, {"data_source"}),
    K.FREQUENCY: ("monthly", {"breaks": False}, {"frequency"}),
    K.OWNER: ("C03", {}, {"responsible_officer"}),
    K.TARGET: ("85", {}, TARGET),
    K.TOLERANCE: ("3 points", {}, {"tolerance", "tolerance_basis"}),
    K.POLARITY: ("lower", {}, {"polarity"}),
    K.BOARD: ("Corporate Board", {}, {"scrutiny_board"}),
}
"""Kind of change → what it is changed to, and the only fields of the register that it may touch."""


@pytest.mark.parametrize("kind", list(K))
@pytest.mark.parametrize("begins", ["2024/25 Q1", "2024/25 Q3"])
def test_each_kind_of_change_touches_what_it_says_and_nothing_else(kind, begins):
    """Cell by cell, in a row that is changed itself and in one that is closed and goes on anew."""
    to, over, allowed = TOUCHES[kind]
    own = {"status": terms.KpiStatus.DEVELOPMENT, "first_period": None} if kind is K.NEW else {}
    row = make_target(
        "A-1", from_period="2024/25 Q1", rationale="Agreed with members.", agreed_by="Council",
        agreed_on=date(2024, 3, 13), reviewed_on=date(2024, 3, 13), previous_target=Decimal(84),
        tolerance=Decimal(2), tolerance_basis=terms.ToleranceBasis.POINTS,
    )  # fmt: skip
    held = register(kpi=own, targets=[row])
    plan = planned(held, kind, to, begins=begins, **over)
    after = plan.planned.applied_to(held)
    touched = set()
    closed = {"from_period", "to_period", "source"}
    for old, new in ((held.kpis[0], after.kpis[0]), (held.targets[0], after.targets[-1])):
        touched |= {
            one.name for one in fields(old) if getattr(old, one.name) != getattr(new, one.name)
        }
    assert touched - closed <= allowed
    assert touched & allowed
    assert held.results == after.results and held.contacts == after.contacts
    assert len(after.scope_changes) == len(held.scope_changes) + 1


def test_an_ended_kpi_has_a_last_period_and_a_new_one_a_first():
    """The KPI's own period before the first without it."""
    plan = planned(register(), K.ENDED)
    assert cells(plan) == {
        "status": terms.KpiStatus.ENDED,
        "last_period": parse_period("2024/25 Q2"),
    }
    held = register(kpi={"status": terms.KpiStatus.DEVELOPMENT, "first_period": None})
    assert cells(planned(held, K.NEW)) == {
        "status": terms.KpiStatus.ACTIVE,
        "first_period": parse_period("2024/25 Q3"),
    }


def test_a_longer_period_stands_for_the_kpis_own_that_begins_it():
    """A quarter means its first month to a monthly KPI; other periods stay as they are."""
    monthly = make_kpi(frequency=terms.Frequency.MONTHLY)
    assert str(period_typed("2024/25 Q4", monthly, 4)) == "Jan 2025"
    assert str(period_typed("2024/25 Q4", make_kpi(), 4)) == "2024/25 Q4"
    with pytest.raises(UsageError, match="2024/25 Q9"):
        period_typed("2024/25 Q9", monthly, 4)


@pytest.mark.parametrize(
    ("kind", "to", "over"),
    [
        (K.TARGET, "85", {}),
        (K.TOLERANCE, "3 points", {}),
        (K.DEFINITION, "Other words.", {"breaks": True}),
        (K.ENDED, "", {}),
        (K.NEW, "", {}),
        (K.POLARITY, "lower", {}),
    ],
)
def test_the_same_change_again_changes_nothing(kind, to, over):
    """Same KPI, kind, period and words: it is on record, and the cells say so already."""
    first = planned(register(), kind, to, **over)
    again = planned(first.planned.applied_to(register()), kind, to, **over)
    assert again.on_record is not None and again.planned.is_empty


def test_effects_name_ratings_breaks_and_findings():
    """What would change is tried in memory; the register itself is not touched."""
    held = register()
    now = assessed(held)
    kpi = held.kpi_by_ref["A-1"]
    plan = planned(held, K.TARGET, "85")
    effects = effects_of(now, kpi, plan.change, plan.planned)
    (move,) = effects.moves
    assert (move.before.rag, move.after.rag) == (terms.Rag.AMBER, terms.Rag.GREEN)
    assert effects.cut_off == 0 and held.targets[0].target == 90
    assert {finding.code for finding in effects.new} == {"TGT012"}
    broken = planned(held, K.DEFINITION, "Other words.", breaks=True)
    effects = effects_of(now, kpi, broken.change, broken.planned)
    assert effects.cut_off == 3
    assert effects.moves[0].after.direction.comparator is None
    turned = planned(held, K.POLARITY, "lower")
    assert len(effects_of(now, kpi, turned.change, turned.planned).moves) == 4


def test_telling_fills_the_date_once_and_adds_the_minute():
    """Told twice on the same day changes nothing; another minute stands beside the first."""
    change = ScopeChange(change_ref="SC-2025-01", kpi_ref="A-1", kind=K.TARGET, minute_ref="M 1")
    plan = planned_telling(change, terms.BodyKind.CLT, ON, "M 2")
    assert cells(ScopePlan(change, plan)) == {"reported_to_clt": ON, "minute_ref": "M 1; M 2"}
    told = plan.edits[0].after
    assert planned_telling(told, terms.BodyKind.CLT, ON, "M 2").is_empty


@given(
    st.decimals(min_value=1, max_value=120, places=1),
    st.sampled_from(["2023/24 Q4", "2024/25 Q1", "2024/25 Q3"]),
)
@settings(max_examples=25, deadline=None)
def test_a_change_taken_back_restores_every_rating(target: Decimal, begins: str):
    """A target changed and changed back from the same period rates as if nothing had been."""
    held = register()
    if target == 90:
        return
    there = planned(held, K.TARGET, str(target), begins).planned.applied_to(held)
    back = planned(there, K.TARGET, "90", begins).planned.applied_to(there)
    assert len(back.scope_changes) == 2
    for quarter in ("2024/25 Q1", "2024/25 Q2", "2024/25 Q3"):
        before, after = (assessed(one, period=quarter).ratings[0] for one in (held, back))
        assert (before.rag, before.outcome.target_text) == (after.rag, after.outcome.target_text)
    assert replace(held).targets == held.targets


VISITS = {
    "data_type": terms.DataType.NUMBER,
    "unit": "visits",
    "decimal_places": 0,
    "year_value": terms.YearValue.SUM,
}
OF_YEAR = {"from_period": "2024/25", "to_period": "2024/25"}


@pytest.mark.parametrize(("kind", "to"), [(K.TARGET, "48,000"), (K.TOLERANCE, "3% of target")])
def test_a_years_target_changed_within_the_year_stays_the_years(kind, to):
    """A row that begins with the third quarter would give 48,000 to that quarter alone."""
    held = register(kpi=VISITS, targets=[make_target("A-1", target=52000, **OF_YEAR)])
    assert new_target(planned(held, kind, to)).profile is terms.Profile.EVEN
    each = register(kpi=VISITS, targets=[make_target("A-1", target=13000)])
    assert new_target(planned(each, kind, to)).profile is None


def test_a_years_target_that_no_profile_can_carry_is_not_moved_to_a_quarter():
    """A rate that adds up is not shared out evenly unless somebody says so."""
    kpi = VISITS | {"data_type": terms.DataType.RATE}
    held = register(kpi=kpi, targets=[make_target("A-1", target=8, **OF_YEAR)])
    with pytest.raises(UsageError, match="another length"):
        planned(held, K.TARGET, "7")
