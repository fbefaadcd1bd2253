"""The facts for the yearly choice of KPIs: each told where it is so, and in no other case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pmf_cli.analysis import set_review
from pmf_cli.analysis.set_review import covered, last_discussed, set_facts
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.plan import Priority, Risk
from pmf_cli.register.sheets.process import Escalation, Highlight
from pmf_cli.register.sheets.supporting import ListEntry, RiskLink
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_contact, make_kpi, make_register, make_target

Q3 = parse_period("2024/25 Q3")
REVIEWED = {"agreed_on": date(2024, 3, 1), "reviewed_on": None}


def told(*values: str | None, target=None, register=None, **kpi):
    """What is told of one KPI, here without what no test here is about."""
    fields = {"priorities": ("P1",)} | kpi
    own = register or register_of(
        quarterly("A-1", values, **fields), targets=[target or make_target("A-1", **REVIEWED)]
    )
    assessment = assessed(own)
    (one, *_) = set_facts(assessment, assessment.ratings)
    return [words for words in one.told() if words != set_review.NEVER_DISCUSSED]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (("95", "95", "95", "95"), ["never far off target", "always on target"]),
        (("95", "95", "95", "88"), ["never far off target"]),
        (("95", "95", "95", "20"), []),
        (("95", "95", "95"), []),
        (("20", *("95",) * 8), ["never far off target", "always on target"]),
    ],
)
def test_colours_are_told_of_four_figures_or_more_and_of_the_newest_eight(values, words):
    assert told(*values) == words


def dated(*days: date | None):
    register = register_of(
        quarterly("A-1", ["20"] * len(days), priorities=("P1",)),
        targets=[make_target("A-1", **REVIEWED)],
    )
    rows = tuple(
        replace(row, received_on=on) for row, on in zip(register.results, days, strict=True)
    )
    return told(register=replace(register, results=rows))


def test_a_kpi_is_always_late_where_each_of_four_figures_came_after_its_day():
    late, early = date(2025, 1, 31), date(2024, 1, 1)
    assert dated(*(late,) * 4) == ["always late"]
    assert dated(late, late, late, early) == []
    assert dated(late, late, late) == []
    assert dated(late, late, late, None) == []


def test_a_kpi_without_an_officer_in_post_or_without_priority_is_told():
    assert told("20", responsible_officer=None) == ["no responsible officer in post"]
    assert told("20", priorities=()) == ["serves no priority"]
    register = register_of(quarterly("A-1", ["20"], priorities=("P1",), responsible_officer="C01"),
                           targets=[make_target("A-1", **REVIEWED)],
                           contacts=(make_contact("C01", to_date=date(2024, 12, 31)), make_contact("C02")))  # fmt: skip
    assert told(register=register) == ["no responsible officer in post"]


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"agreed_on": date(2023, 1, 1), "reviewed_on": date(2024, 6, 1)}, []),
        (
            {"agreed_on": date(2023, 1, 1), "reviewed_on": None},
            ["target not reviewed since 01/01/2023"],
        ),
        ({"agreed_on": None, "reviewed_on": None}, ["target not reviewed"]),
        ({"target_type": terms.TargetType.TO_BE_AGREED, "target": None}, ["no target agreed"]),
        ({"target_type": terms.TargetType.TRACKER, "target": None}, ["watched only"]),
    ],
)
def test_what_is_told_of_a_target(over, words):
    assert told("20", target=make_target("A-1", **over)) == words


def test_kpis_of_one_name_or_definition_name_each_other():
    kpis = [
        make_kpi("A-1", name="Bins missed", definition="One."),
        make_kpi("A-2", name="bins  MISSED", definition="Two."),
        make_kpi("A-3", name="Other", definition="two."),
        make_kpi("A-4", name="Alone", definition="Three."),
    ]
    assessment = assessed(make_register(kpis))
    same = [one.same_as for one in set_facts(assessment, assessment.ratings)]
    assert same == [("A-2",), ("A-1", "A-3"), ("A-2",), ()]


def test_a_kpi_was_last_discussed_by_highlight_or_issue_up_to_the_day():
    def highlight(on: date | None) -> Highlight:
        return Highlight(cycle=Q3, kpi_ref="A-1", discussed_on=on)

    register = make_register(
        highlights=(highlight(date(2024, 5, 1)), highlight(None), highlight(date(2025, 2, 18))),
        escalations=(Escalation(ref="E", topic="A-1", raised_on=date(2024, 11, 19)), Escalation(ref="F", topic="Roads")),
    )  # fmt: skip
    assert last_discussed(register, date(2025, 1, 31)) == {"A-1": date(2024, 11, 19)}


def test_priorities_services_and_risks_are_told_with_the_kpis_that_cover_them():
    register = make_register(
        [make_kpi("A-1", priorities=("P1",), service="Waste")],
        priorities=(Priority(ref="P1", priority="Homes"), Priority(ref="P2", priority="Roads")),
        lists=(ListEntry(list_name="Service", entry="Waste"), ListEntry(list_name="Service", entry="Parks"),
               ListEntry(list_name="Portfolio", entry="Homes")),
        risks=(Risk(ref="R1", risk="Flood"),),
        risk_links=(RiskLink(risk_ref="R1", kpi_ref="A-1"), RiskLink(risk_ref="R1", kpi_ref="Z-9")),
    )  # fmt: skip
    found = {(one.kind, one.name): one.refs for one in covered(register, register.kpis)}
    assert found == {
        ("Priority", "Homes"): ("A-1",),
        ("Priority", "Roads"): (),
        ("Service", "Waste"): ("A-1",),
        ("Service", "Parks"): (),
        ("Risk", "Flood"): ("A-1",),
    }


def test_every_fact_is_of_a_kind_that_is_counted():
    for words in (*told("95", "95", "95", "95", priorities=()), *told("20", target=make_target("A-1", agreed_on=None, reviewed_on=None))):  # fmt: skip
        assert any(words.startswith(kind) for kind in set_review.KINDS), words
