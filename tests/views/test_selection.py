"""Filters give exactly the KPIs asked for and refuse what the register does not know."""

from __future__ import annotations

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.register.sheets.supporting import Framework
from pmf_cli.register.terms import StepStatus
from pmf_cli.views.selection import Selection, selected, selected_kpis
from tests.assessed import assessed, quarterly, register_of
from tests.make import PERIOD

REGISTER = register_of(
    quarterly("WM-01", ["91"], directorate="Resources", portfolio="Finance"),
    quarterly("WM-02", ["80"], directorate="Children and Families", also_to=("Audit Committee",)),
    quarterly("WM-03", [None], directorate="Children and Families"),
    frameworks=(Framework(framework="Council Plan", kpi_ref="WM-02"),),
)
ASSESSMENT = assessed(REGISTER)


def refs(**wanted):
    return [rating.kpi.ref for rating in selected(ASSESSMENT, Selection(**wanted))]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["WM-01", "WM-02", "WM-03"]),
        ({"directorate": ("resources",)}, ["WM-01"]),
        ({"directorate": ("child",)}, ["WM-02", "WM-03"]),
        ({"directorate": ("Resources", "Children and Families")}, ["WM-01", "WM-02", "WM-03"]),
        ({"portfolio": ("Finance",)}, ["WM-01"]),
        ({"board": ("Audit Committee",)}, ["WM-02"]),
        ({"board": ("Environment Scrutiny Board",)}, ["WM-01", "WM-02", "WM-03"]),
        ({"board": ("CLT",)}, ["WM-01", "WM-02", "WM-03"]),
        ({"framework": ("council plan",)}, ["WM-02"]),
        ({"tier": ("Service",)}, []),
        ({"rating": ("Red",)}, ["WM-02"]),
        ({"rating": ("not rated",)}, ["WM-03"]),
        ({"rating": ("red", "green")}, ["WM-01", "WM-02"]),
        ({"text": "wm-03 recycling"}, ["WM-03"]),
        ({"text": "no such words"}, []),
        ({"directorate": ("Children",), "rating": ("Red",)}, ["WM-02"]),
    ],
)
def test_filters(wanted, found):
    """Each filter alone and together."""
    assert refs(**wanted) == found


@pytest.mark.parametrize(
    ("wanted", "known"),
    [
        ({"directorate": ("Housing",)}, "Resources"),
        ({"rating": ("Purple",)}, "Amber"),
        ({"framework": ("Oflog",)}, "Council Plan"),
        ({"board": ("Planning",)}, "Audit Committee"),
        ({"tier": ("Ward",)}, "Corporate"),
    ],
)
def test_an_unknown_value_is_refused_with_those_that_exist(wanted, known):
    """Nothing found would read as nothing there; the message lists what there is."""
    with pytest.raises(UsageError) as trouble:
        refs(**wanted)
    assert known in trouble.value.advice


def test_the_filter_of_a_body_is_used():
    """A DMT of the Boards sheet sees its directorate's KPIs."""
    from tests.make import make_board

    register = register_of(
        quarterly("A-1", ["91"], directorate="Resources"),
        quarterly("A-2", ["91"], directorate="Communities"),
        boards=(make_board("Resources DMT", filter="directorate = Resources"),),
    )
    found = selected(assessed(register), Selection(board=("Resources DMT",)))
    assert [rating.kpi.ref for rating in found] == ["A-1"]


def test_a_body_with_a_filter_nobody_understands_is_refused():
    """The message names the words that cannot be used."""
    from tests.make import make_board

    register = register_of(
        quarterly("A-1", ["91"]), boards=(make_board("X", filter="colour = blue"),)
    )
    with pytest.raises(UsageError, match="colour = blue"):
        selected(assessed(register), Selection(board=("X",)))


def test_lists_hold_kpis_out_of_scope_too():
    """``kpi list`` finds an ended KPI that no rating is made for."""
    register = register_of(
        quarterly("A-1", ["91"]), quarterly("A-2", ["91"], last_period="2023/24 Q4")
    )
    assessment = assessed(register)
    assert len(selected(assessment, Selection())) == 1
    assert len(selected_kpis(assessment, Selection())) == 2


def test_a_body_gets_what_it_wants_beside_its_own_at_one_meeting():
    """Extra KPIs of the timetable join a body's KPIs for that cycle and no other, unless the meeting is cancelled."""
    from tests.make import make_board, make_step

    def given(**step: object) -> list[str]:
        register = register_of(
            quarterly("A-1", ["91"], directorate="Resources"),
            quarterly("A-2", ["91"], directorate="Communities"),
            quarterly("A-3", ["91"], directorate="Communities"),
            boards=(make_board("Resources DMT", filter="directorate = Resources"),),
            timetable=(
                make_step(
                    step.pop("cycle", PERIOD),
                    **{"body": "Resources DMT", "extra_kpis": ("A-3",), **step},
                ),
            ),
        )
        found = selected(assessed(register), Selection(board=("Resources DMT",)))
        return [rating.kpi.ref for rating in found]

    assert given() == ["A-1", "A-3"]
    assert given(body="Another") == ["A-1"]
    assert given(status=StepStatus.CANCELLED) == ["A-1"]
    assert given(cycle="2024/25 Q2") == ["A-1"]
