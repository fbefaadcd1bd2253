"""What is asked of rows that name KPIs, splits, boards and people."""

import pytest

from pmf_cli.register.sheets import plan, process, record, supporting
from tests.checks.cases import (
    Case,
    action,
    assert_every_rule_has_a_case,
    assert_found,
    change,
    comment,
    fires,
    one_kpi,
    one_result,
    silent,
    source,
)
from tests.make import (
    make_benchmark,
    make_board,
    make_comment,
    make_kpi,
    make_register,
    make_result,
    make_step,
    make_target,
)


def entries(name: str, *allowed: str) -> tuple[supporting.ListEntry, ...]:
    """A list with its entries."""
    return tuple(
        supporting.ListEntry(list_name=name, entry=entry, source=source("Lists"))
        for entry in allowed
    )


SPLIT = supporting.Split(name="North", source=source("Splits"))

RISK = plan.Risk(ref="R1", source=source("Risks"))

PRIORITY = plan.Priority(ref="P1", source=source("Priorities"))

CASES = [
    fires(
        "REF001",
        make_register(
            None, (make_result(), make_result("WM-99"), make_result("WM-99", "2024/25 Q2"))
        ),
        "Results!kpi_ref@3",
    ),
    fires(
        "REF002",
        make_register(None, None, (make_target(), make_target("WM-99"))),
        "Targets!kpi_ref@3",
    ),
    fires("REF003", make_register(commentary=(make_comment("WM-99"),)), "Commentary!kpi_ref"),
    silent(
        "REF003",
        "on an action",
        make_register(commentary=(make_comment("A1"),), actions=(action(),)),
    ),
    fires("REF004", make_register(benchmarks=(make_benchmark("WM-99"),)), "Benchmarks!kpi_ref"),
    fires(
        "REF005",
        make_register(
            frameworks=(
                supporting.Framework(
                    framework="Ambition", kpi_ref="WM-99", source=source("Frameworks")
                ),
            )
        ),
        "Frameworks!kpi_ref",
    ),
    fires("REF006", change(kpi_ref="WM-99"), "Scope changes!kpi_ref"),
    fires(
        "REF007",
        make_register(
            risk_links=(
                supporting.RiskLink(risk_ref="R9", kpi_ref="WM-01", source=source("Risk links")),
            ),
            risks=(RISK,),
        ),
        "Risk links!risk_ref",
    ),
    silent(
        "REF007",
        "without the sheet Risks",
        make_register(
            risk_links=(
                supporting.RiskLink(risk_ref="R9", kpi_ref="WM-01", source=source("Risk links")),
            )
        ),
    ),
    fires("REF008", make_register(actions=(action(belongs_to="WM-99"),)), "Actions!belongs_to"),
    fires(
        "REF008",
        make_register(
            milestones=(plan.Milestone(ref="M1", action_ref="A9", source=source("Milestones")),)
        ),
        "Milestones!action_ref",
    ),
    fires(
        "REF009",
        make_register(
            highlights=(
                process.Highlight(
                    cycle=make_step().cycle, kpi_ref="WM-99", source=source("Highlights")
                ),
            )
        ),
        "Highlights!kpi_ref",
    ),
    fires("REF010", one_kpi(replaced_by="WM-99"), "KPIs!replaced_by"),
    fires("REF010", one_kpi(replaced_by="WM-01"), "KPIs!replaced_by"),
    fires(
        "REF011",
        make_register(forecasts=(record.Forecast(kpi_ref="WM-99", source=source("Forecasts")),)),
        "Forecasts!kpi_ref",
    ),
    fires(
        "REF012",
        make_register(events=(record.Event(kpi_ref="WM-99", source=source("Events")),)),
        "Events!kpi_ref",
    ),
    fires(
        "REF013",
        make_register((make_kpi(priorities=("P1", "P9")),), priorities=(PRIORITY,)),
        "KPIs!priorities",
    ),
    silent("REF013", "without the sheet Priorities", one_kpi(priorities=("P9",))),
    silent(
        "REF013",
        "where it is there",
        make_register((make_kpi(priorities=("P1",)),), priorities=(PRIORITY,)),
    ),
    fires(
        "REF014",
        make_register(timetable=(make_step(extra_kpis=("WM-01", "WM-99")),)),
        "Timetable!extra_kpis",
    ),
    silent(
        "REF014", "for a known KPI", make_register(timetable=(make_step(extra_kpis=("WM-01",)),))
    ),
    fires("LST001", make_register(lists=entries("Directorate", "Resources")), "KPIs!directorate"),
    silent("LST001", "without the list", make_register(lists=entries("Ward", "North"))),
    fires("LST002", make_register(lists=entries("Service", "Finance")), "KPIs!service"),
    fires("LST003", make_register(lists=entries("Portfolio", "Finance")), "KPIs!portfolio"),
    fires("LST004", one_kpi(also_to=("Audit Committee",), lead_board="CLT"), "KPIs!also_to"),
    silent(
        "LST004",
        "in the list of boards",
        make_register(
            (make_kpi(also_to=("Audit",), lead_board="CLT"),),
            lists=entries("Scrutiny board", "Audit"),
        ),
    ),
    fires("LST005", one_result(split="North"), "Results!split"),
    silent(
        "LST005",
        "in Splits",
        make_register(None, (make_result(), make_result(split="North")), splits=(SPLIT,)),
    ),
    fires(
        "LST006",
        make_register((make_kpi(splits_expected=("North",)),), splits=(SPLIT,)),
        "KPIs!splits_expected",
    ),
    fires("LST007", comment(author="C99"), "Commentary!author"),
    fires("LST007", make_register(actions=(action(owner="C99"),)), "Actions!owner"),
    fires("LST007", make_register(boards=(make_board(author="C99"),)), "Boards!author"),
    fires(
        "LST007",
        make_register(
            forecasts=(record.Forecast(kpi_ref="WM-01", by="C99", source=source("Forecasts")),)
        ),
        "Forecasts!by",
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_links(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    assert_every_rule_has_a_case(CASES, "REF", "LST")
