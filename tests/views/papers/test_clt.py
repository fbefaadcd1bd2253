"""The CLT report: every KPI once, counts that add up, nothing blank, words for everything."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pmf_cli.findings import CellRef, Finding, Severity
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.supporting import GlossaryTerm, ScopeChange
from pmf_cli.views.base import Bars, Chart, Table
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of, words_of
from tests.make import make_target
from tests.papers import clt_report

FALLING = ["96", "95", "94", "92", "91", "89", "80"]
RISING = ["80", "82", "84", "87", "91", "93", "95"]


def a_register(**over):
    series = (
        quarterly("A-1", FALLING, directorate="Adults and Health"),
        quarterly("A-2", RISING, directorate="Adults and Health"),
        quarterly("B-1", ["90"] * 7, directorate="Resources"),
        quarterly("B-2", [None], directorate="Resources"),
        quarterly("B-3", ["50"], directorate="Resources"),
        quarterly(
            "C-1",
            [None],
            directorate=None,
            frequency=terms.Frequency.ANNUAL,
            first_period="2024/25",
        ),
    )
    targets = [make_target(ref) for ref in ("A-1", "A-2", "B-1", "B-2")]
    targets.append(make_target("B-3", target_type=terms.TargetType.TRACKER, target=None))
    targets.append(make_target("C-1"))
    return register_of(*series, targets=targets, **over)


def scorecards(report):
    return [table for table in report.tables() if table.name.startswith("scorecard_")]


def test_every_kpi_stands_in_the_scorecard_exactly_once():
    """Rated or not, due or not; also in the one table of the workbook."""
    assessment = assessed(a_register())
    report = clt_report(assessment)
    refs = sorted(rating.kpi.ref for rating in assessment.ratings)
    listed = [e.text for table in scorecards(report) for e in column_of(table, "Ref")]
    assert sorted(listed) == refs == ["A-1", "A-2", "B-1", "B-2", "B-3", "C-1"]
    sheets = [
        one for name, one in tables_of(report.workbook).items() if name.startswith("scorecard")
    ]
    assert sorted(e.text for sheet in sheets for e in column_of(sheet, "Ref")) == refs


def test_counts_add_up_on_the_page():
    """The bar of all KPIs and those of the groups count each KPI once."""
    report = clt_report(assessed(a_register()))
    bars = [
        one for section in report.sections for one in section.plain_blocks if isinstance(one, Bars)
    ]
    counted = {one.name: sum(part.count for bar in one.bars for part in bar.parts) for one in bars}
    assert counted["ratings_now"] == counted["ratings_by_group"] == 6


def test_every_kpi_without_a_rating_is_counted_once_and_explained_once():
    """The last page counts the reasons; the workbook names each KPI with its sentence."""
    assessment = assessed(a_register())
    report = clt_report(assessment)
    counted = column_of(tables_of(report)["not_rated"], "KPIs")
    named = column_of(tables_of(report.workbook)["not_rated_kpis"], "Ref")
    unrated = sorted(one.kpi.ref for one in assessment.ratings if one.rag is None)
    assert sum(int(entry.text) for entry in counted) == len(unrated)
    assert sorted(entry.text for entry in named) == unrated == ["B-2", "B-3", "C-1"]


def test_no_cell_is_empty_and_every_row_is_as_long_as_its_heading():
    """Also in the workbook; what is missing is said in words."""
    report = clt_report(assessed(a_register()))
    tables = [*report.tables(), *tables_of(report.workbook).values()]
    for table in tables:
        assert len({column.title for column in table.columns}) == len(table.columns)
        for row in table.rows:
            assert len(row) == len(table.columns), table.name
            assert all(entry.text.strip() for entry in row), table.name


def test_names_of_tables_and_charts_are_unique():
    """They become file parts and sheet tables."""
    report = clt_report(assessed(a_register()))
    for sections in (report.sections, report.workbook):
        names = [
            block.name
            for section in sections
            for block in section.blocks
            if isinstance(block, (Table, Chart))
        ]
        titles = [b.title for s in sections for b in s.blocks if isinstance(b, Table)]
        assert len(names) == len(set(names))
        assert len(titles) == len(set(titles))


def test_ratings_are_words_and_tones():
    """A colour never stands alone: the word of the rating is in the cell."""
    report = clt_report(assessed(a_register()))
    for table in scorecards(report):
        for entry in column_of(table, "Rating"):
            if entry.tone.value in ("red", "amber", "green"):
                assert entry.text.lower().startswith(entry.tone.value)
            else:
                assert entry.text


def test_no_personal_data_beyond_the_post():
    """Names, e-mail addresses and telephone numbers of contacts never reach the paper."""
    report = clt_report(assessed(a_register()))
    words = words_of([*report.sections, *report.workbook])
    assert "example.org" not in words
    assert "01632" not in words
    assert "Officer C0" not in words


def test_the_head_says_of_which_day_the_paper_is_and_of_how_many_kpis():
    """The date of the data in words; nothing of files, which are the workbook's."""
    report = clt_report(assessed(a_register(fingerprints={"KPI Data Record.xlsx": "ab" * 32})))
    assert report.title == "Performance, October to December 2024"
    assert [fact.line for fact in report.facts] == [
        "As at 31 January 2025 · 6 KPIs, of which 3 are rated"
    ]
    assert "abababab" not in words_of(report.sections)
    assert report.as_at == date(2025, 1, 31)
    assert report.file_stem == "clt-2024-25-q3"


def test_the_key_states_the_rule_and_who_approved_it():
    """Tolerances, what the percentage is of, the rule set and its approval."""
    words = words_of(clt_report(assessed(a_register())).sections)
    assert "up to 5%" in words
    assert "10% for financial KPIs" in words
    assert "relative to the target" in words
    assert "CLT approved the rules on 15 March 2022" in words


def test_changes_are_told_with_reason_and_bodies():
    """A change of scope not yet reported to CLT, and a target that changed this period."""
    register = a_register()
    change = ScopeChange(
        change_ref="S-1",
        kpi_ref="B-1",
        changed_on=date(2024, 10, 2),
        from_period=parse_period("2024/25 Q3"),
        kind=terms.ScopeChangeKind.DEFINITION,
        before="Old",
        after="New",
        reason="Law changed.",
        break_in_series=False,
        reported_to_dmt=date(2024, 10, 5),
    )
    targets = [
        *(row for row in register.targets if row.kpi_ref != "B-1"),
        make_target("B-1", to_period="2024/25 Q2", target="85"),
        make_target("B-1", from_period="2024/25 Q3", rationale="Raised by the new plan."),
    ]
    changed = a_register(scope_changes=(change,))
    changed = changed.__class__(**{**changed.__dict__, "targets": tuple(targets)})
    tables = tables_of(clt_report(assessed(changed)))
    told = [entry.text for entry in tables["scope_changes"].rows[0]]
    assert told[-1] == "DMT 05/10/2024, CLT not yet, scrutiny not yet"
    row = [entry.text for entry in tables["target_changes"].rows[0]]
    assert row[2:5] == ["85.0%", "90.0%", "Raised by the new plan."]


def test_errors_on_the_figures_used_are_named_in_the_last_sheet():
    """The paper says that there are some, the sheet how many of each severity, and each error with its cell."""
    where = CellRef("KPI Data Record.xlsx", "Results", "D4")
    findings = (
        Finding("VAL001", Severity.ERROR, where, "A-1: the value is text.", "A-1"),
        Finding("OWN001", Severity.ADVICE, where, "No deputy.", "A-1"),
    )
    report = clt_report(assessed(a_register(), findings=findings))
    assert "found errors" in words_of(report.sections)
    assert "1 error" not in words_of(report.sections)
    words = words_of(report.workbook)
    assert "1 error, 0 warnings and 1 piece of advice" in words
    assert f"VAL001: A-1: the value is text. ({where})" in words


def test_the_glossary_holds_only_terms_used():
    """A term in the text is explained; another of the register is left out."""
    glossary = (
        GlossaryTerm(term="DMT", meaning="Directorate Management Team"),
        GlossaryTerm(term="household waste", meaning="Waste from homes"),
        GlossaryTerm(term="NEET", meaning="Not in education"),
    )
    told = words_of(clt_report(assessed(a_register(glossary=glossary))).sections)
    assert "household waste: Waste from homes" in told
    assert "Not in education" not in told


def test_numbers_of_the_workbook_are_numbers_with_formats():
    """The unit stands in its own column, so that 80.0 is the number 80."""
    report = clt_report(assessed(a_register()))
    sheets = tables_of(report.workbook)
    sheet = sheets["scorecard_adults_and_health"]
    by_key = {one.key: at for at, one in enumerate(sheet.columns)}
    row = next(row for row in sheet.rows if row[0].text == "A-1")
    result = row[by_key["result"]]
    assert (str(result.value), result.number_format, result.text) == ("80", "#,##0.0", "80.0")
    assert row[by_key["unit"]].text == "%"


def test_the_workbook_has_a_sheet_a_group_and_ends_with_the_sources():
    """Tabs have short names; what is for those who look things up stands behind."""
    report = clt_report(assessed(a_register()))
    assert [section.heading for section in report.workbook] == [
        "Cover",
        "Adults and Health",
        "Resources",
        "No directorate named",
        "Commentary",
        "Not rated",
        "Year end",
        "Notes",
        "Data",
        "Sources",
    ]


def test_the_data_sheet_names_the_cell_of_each_figure():
    """One row a result, with the register cell."""
    assessment = assessed(a_register())
    data = tables_of(clt_report(assessment).workbook)["data"]
    cells = [entry.text for entry in column_of(data, "Register cell")]
    assert len(cells) == len(set(cells)) == len(data.rows)
    assert all(re.fullmatch(r"KPI Data Record\.xlsx, Results!D\d+", cell) for cell in cells)


@pytest.mark.parametrize("size", [0, 1])
def test_a_register_with_no_or_one_kpi_gives_a_report(size):
    """Nothing in the report needs a KPI to be there."""
    register = register_of(*[quarterly(f"A-{n}", ["91"]) for n in range(size)])
    report = clt_report(assessed(register))
    assert report.sections
    assert words_of(report.sections)


def test_row_order_does_not_change_what_is_said():
    """The same KPIs in another order give the same highlights and counts."""
    register = a_register()
    turned = register.__class__(**{**register.__dict__, "results": register.results[::-1]})
    one, other = clt_report(assessed(register)), clt_report(assessed(turned))
    assert words_of(one.sections) == words_of(other.sections)
