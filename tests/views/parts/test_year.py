"""The year-end report: every KPI once across the year, targets met that add up, and what changed."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.errors import UsageError
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.sheets.supporting import Framework
from pmf_cli.register.terms import BodyKind, KpiStatus, TimeBasis, YearValue
from pmf_cli.views.audience import audience_of
from pmf_cli.views.base import Report
from pmf_cli.views.papers import PAPERS
from pmf_cli.views.papers.making import assessment_for, audiences_of, report_of
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of, words_of
from tests.make import make_target
from tests.papers import made

AS_OF = date(2025, 2, 3)
TEAM = "Growth DMT"


def a_register(**over: object):
    """Eleven quarters of three KPIs; one ended with 2022/23, one began in 2023/24."""
    ups = ["80", "82", "84", "86", "88", "90", "92", "94", "95", "95", "95"]
    ended, new = parse_period("2022/23 Q4"), parse_period("2023/24 Q1")
    return register_of(
        quarterly("A-1", ups, directorate="Growth"),
        quarterly("R-2", ups[::-1], directorate="Resources"),
        quarterly("A-3", ups[:7], directorate="Growth", first_period=new),
        quarterly("A-9", ["95"] * 11, directorate="Growth", status=KpiStatus.ENDED, last_period=ended),
        boards=(
            Board(body="CLT", kind=BodyKind.CLT),
            Board(body=TEAM, kind=BodyKind.DMT, filter="directorate = Growth"),
        ),
        frameworks=(Framework(framework="Homes and Roads", kpi_ref="R-2"),),
        **over,
    )  # fmt: skip


def annual(body: str = "", framework: str = "", **over: object) -> Report:
    """The year-end report on 2023/24."""
    paper = PAPERS["annual"]
    assessment = assessment_for(paper, assessed(a_register(**over), as_of=AS_OF))
    audience = audience_of(assessment, History(), body or "CLT", paper=paper.name)
    (only,) = audiences_of(paper, assessment, audience, framework)
    return report_of(paper, assessment, only)


def refs_in(sections) -> list[str]:
    """The KPIs of the tables across the year."""
    tables = [one for name, one in tables_of(sections).items() if name.startswith("year")]
    return sorted(entry.text for table in tables for entry in column_of(table, "Ref"))


def test_every_kpi_of_the_year_stands_once_across_it_in_word_and_excel():
    """One that ended before the year is not of it."""
    report = annual()
    assert refs_in(report.sections) == refs_in(report.workbook) == ["A-1", "A-3", "R-2"]
    assert "2023/24" in report.title


def test_a_line_has_the_year_before_the_four_quarters_and_the_years_figure():
    """Oldest first, each as the record has it."""
    table = tables_of(annual().workbook)["year"]
    row = next(row for row in table.rows if row[0].text == "A-1")
    assert [float(entry.value) for entry in row[2:8]] == [86, 88, 90, 92, 94, 94]


def test_a_year_that_is_added_up_says_so():
    """How it is made stands beside it; the quarters stay as they are."""
    ups, rows = quarterly("A-1", ["20"] * 11, year_value=YearValue.SUM, time_basis=TimeBasis.WITHIN)
    report = made("annual", assessed(register_of((ups, rows)), as_of=AS_OF))
    table = tables_of(report.workbook)["year"]
    assert column_of(table, "Year")[0].value == 80
    assert column_of(table, "How the year’s figure is made")[0].text == "Sum"


def test_a_sum_that_lacked_a_period_was_not_met_or_missed_the_year_before():
    """Its last quarter alone would stand for the year there, as it would here."""
    added = {"year_value": YearValue.SUM, "time_basis": TimeBasis.WITHIN}
    kpi, rows = quarterly("A-1", ["20"] * 11, **added)
    whole = quarterly("A-2", ["20"] * 11, **added)
    report = made("annual", assessed(register_of((kpi, rows[1:]), whole), as_of=AS_OF))
    then = {row[0].text: row[1:] for row in tables_of(report)["ratings_then_and_now"].rows}
    assert sum(entry.text == "1" for entry in then["Not rated"][:-1]) == 1


def test_the_targets_met_add_up_and_stand_beside_those_of_the_year_before():
    """All is the sum of the groups; a KPI that is new has no year before."""
    table = tables_of(annual())["targets_met_by_directorate"]
    *groups, every = table.rows
    for at in range(1, 6):
        assert sum(row[at].value for row in groups) == every[at].value
    assert every[1].value == 3
    assert {row[0].text: row[-1].text for row in groups} == {"Growth": "0%", "Resources": "100%"}


def test_a_framework_alone_may_be_asked_for():
    """By how its name begins; its files have its name, and no other KPI is in it."""
    report = annual(framework="Homes")
    assert refs_in(report.sections) == ["R-2"]
    assert "homes-and-roads" in report.file_stem and "Homes and Roads" in report.subtitle
    with pytest.raises(UsageError, match="framework"):
        annual(framework="Nothing")


def test_a_body_is_given_the_year_of_its_own_kpis():
    """Another directorate's KPI stands nowhere in it."""
    report = annual(TEAM)
    assert refs_in(report.sections) == ["A-1", "A-3"]
    assert "R-2" not in words_of([*report.sections, *report.workbook])


def test_the_set_of_kpis_adds_up_from_the_year_before():
    """Two then, one new, one ended."""
    words = words_of([one for one in annual().sections if one.heading == "The set of KPIs"])
    assert "3 KPIs the year before, with 1 new and 1 ended, make 3 this year" in words


def test_a_year_that_is_not_over_is_refused_with_its_last_day():
    """Half a year is no year."""
    with pytest.raises(UsageError, match="31 March 2025"):
        made("annual", assessed(a_register(), period="2024/25", as_of=AS_OF))


def test_targets_that_ask_for_less_are_shown_and_those_that_ask_for_more_are_counted():
    """Members ask why a target was made easier."""
    targets = [
        make_target("A-1", target="90", from_period="2022/23 Q1"),
        make_target("A-1", target="85", from_period="2023/24 Q1"),
        make_target("R-2", target="80", from_period="2022/23 Q1"),
        make_target("R-2", target="90", from_period="2023/24 Q1"),
    ]
    report = annual(targets=targets)
    table = tables_of(report)["target_changes"]
    assert [entry.text for entry in column_of(table, "KPI")] == ["A-1"]
    assert "1 asks for more than before and 1 for less" in words_of(report.sections)
    assert len(tables_of(report.workbook)["target_changes"].rows) == 2


def test_a_year_without_any_kpi_is_refused_by_the_sheet_that_lacks_them():
    """Nobody is given an empty paper."""
    with pytest.raises(UsageError, match="sheet KPIs"):
        made("annual", assessed(a_register(), period="1999/00", as_of=AS_OF))


def test_the_workbook_has_a_row_a_group_with_the_counts_of_the_paper():
    """One table, as published workbooks must have it."""
    report = annual()
    rows = tables_of(report.workbook)["targets_met"].rows
    told = [[entry.text for entry in row] for row in rows]
    assert ["Framework", "Homes and Roads", "1"] in [row[:3] for row in told]
    assert [row[1:] for row in told if row[0] == "Directorate"] == [
        [entry.text for entry in row]
        for row in tables_of(report)["targets_met_by_directorate"].rows
    ]
