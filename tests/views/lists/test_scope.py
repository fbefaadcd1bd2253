"""Whom a change of scope is reported to: by name, with the next meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.register import terms
from pmf_cli.register.kpi_filters import body_test
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.views.lists.scope import kind_named, tellings_of
from tests.assessed import AS_OF
from tests.make import BOARDS, PERIOD, make_board, make_kpi, make_register, make_step

CHANGE = ScopeChange(change_ref="SC-2025-01", kpi_ref="WM-01", kind=terms.ScopeChangeKind.TARGET)


def told(register, change=CHANGE):
    found = tellings_of(register, change, parse_period(PERIOD), AS_OF)
    return [(str(one.kind), one.body, one.next_meeting) for one in found]


def test_three_bodies_are_named_with_their_next_meeting():
    """The KPI's own DMT and scrutiny board, and CLT; past and cancelled meetings do not count."""
    meet = {"step": terms.TimetableStep.CLT, "body": "CLT", "done_on": None}
    steps = (
        make_step(on=date(2025, 1, 6), **meet),
        make_step(on=date(2025, 2, 10), status=terms.StepStatus.CANCELLED, **meet),
        make_step(on=date(2025, 2, 18), status=terms.StepStatus.PLANNED, **meet),
    )
    assert told(make_register(timetable=steps)) == [
        ("DMT", "Communities DMT", None),
        ("CLT", "CLT", date(2025, 2, 18)),
        ("Scrutiny", "Environment Scrutiny Board", None),
    ]


def test_an_owner_is_told_to_nobody_and_a_kpi_without_board_to_no_board():
    """What needs no report is not asked for."""
    owner = replace(CHANGE, kind=terms.ScopeChangeKind.OWNER)
    assert told(make_register(), owner) == []
    alone = make_register([make_kpi(scrutiny_board=None)])
    assert [kind for kind, _, _ in told(alone)] == ["DMT", "CLT"]


def test_a_directorate_may_have_commas_in_its_name():
    """The filter of its management team is that directorate, not three."""
    name = "Communities, Housing and Environment"
    kpi = make_kpi(directorate=name)
    board = make_board(f"{name} DMT", kind=terms.BodyKind.DMT, filter=f"directorate = {name}")
    register = make_register([kpi], boards=(*BOARDS[:1], board))
    assert told(register)[0][1] == f"{name} DMT"
    both = body_test(
        make_register([make_kpi("A-1"), make_kpi("A-2", directorate="Resources")]),
        "directorate = Communities, Resources",
        parse_period(PERIOD),
    )
    assert both(make_kpi("A-2", directorate="Resources"))


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("dmt", "DMT"),
        ("Communities DMT", "DMT"),
        ("scrutiny", "Scrutiny"),
        ("environment  scrutiny board", "Scrutiny"),
        ("CLT", "CLT"),
    ],
)
def test_a_body_may_be_typed_by_kind_or_by_name(typed, kind):
    """Whatever its case and spaces."""
    assert str(kind_named(make_register(), CHANGE, typed)) == kind


def test_another_body_is_refused_with_those_there_are():
    """Cabinet is told of no change of scope."""
    with pytest.raises(UsageError) as refused:
        kind_named(make_register(), CHANGE, "Cabinet")
    assert "DMT, CLT or Scrutiny" in refused.value.advice
