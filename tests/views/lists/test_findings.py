"""The findings and the coverage as a reader and another program get them."""

import json
import re

import pytest

from pmf_cli.assessment import Assessment, assess
from pmf_cli.checks import KINDS, Examined, examine
from pmf_cli.checks.selection import (
    STOPS_A_RATING,
    WAITING,
    WAITING_THEMES,
    WRONG_BUT_RATED,
    urgency_of,
)
from pmf_cli.errors import UsageError
from pmf_cli.findings import CellRef, Finding, Severity, Urgency
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import Accountability, TargetType
from pmf_cli.render.terminal import text_of
from pmf_cli.settings import Ignored, Settings
from pmf_cli.views.base import Paragraph, Section, Table
from pmf_cli.views.lists.coverage import coverage_listing, coverage_report
from pmf_cli.views.lists.finding_kinds import (
    WorthFirst,
    code_page,
    kinds_of,
    worth_doing_first,
)
from pmf_cli.views.lists.findings import (
    By,
    Detail,
    check_context_of,
    findings_listing,
    findings_report,
    findings_summary,
    only_urgency,
)
from tests.make import AS_OF, PERIOD, make_kpi, make_register, make_result, make_target


def assessed(register: Register) -> Assessment:
    """A register on the factories' date."""
    return assess(register, Settings(), period=parse_period(PERIOD), as_of=AS_OF)


def examined(register: Register, *ignore: Ignored) -> tuple[Assessment, Examined]:
    """A register and what is found in it."""
    one = assessed(register)
    return one, examine(check_context_of(one), ignore=ignore)


WRONG = make_register(
    (
        make_kpi("A-1", polarity=None, definition=None),
        make_kpi("B-2", definition=None, key_contact="C04"),
        make_kpi("C-3", rationale=None, key_contact="C04"),
    )
)


def tables(sections: tuple[Section, ...]) -> list[Table]:
    return [block for section in sections for block in section.blocks if isinstance(block, Table)]


def words(sections: tuple[Section, ...]) -> str:
    return "\n".join(
        block.text
        for section in sections
        for block in section.blocks
        if isinstance(block, Paragraph)
    )


def test_the_summary_counts_what_is_listed() -> None:
    """The sentence, the counts and the list say the same."""
    one, checked = examined(WRONG)
    listing = findings_listing(one, checked)
    assert dict(listing.counts) == {
        "error": 1,
        "warning": 2,
        "advice": 1,
        "stops": 1,
        "wrong": 0,
        "later": 3,
        "findings": 4,
        "left_out": 0,
    }
    assert len(listing.items) == 4
    assert "4 findings about 3 KPIs: 1 stops a rating and 3 can wait" in findings_summary(checked)


def test_nothing_wrong_is_said_so() -> None:
    """A clean register has no table and one sentence."""
    one, checked = examined(make_register())
    listing = findings_listing(one, checked)
    assert listing.items == ()
    assert tables(listing.sections) == []
    assert "nothing wrong" in words(listing.sections)


def test_each_finding_carries_its_cell() -> None:
    """A renderer can link to the cell; data names workbook, sheet and address apart."""
    one, checked = examined(WRONG)
    listing = findings_listing(one, checked)
    [table] = [t for t in tables(listing.sections) if t.name == "stops_findings"]
    where = table.rows[0][-1]
    assert where.ref == checked.findings[0].where
    assert where.text.endswith(f"KPIs!{listing.items[0]['cell']}")
    assert listing.items[0]["cure"] == KINDS["MEA001"].cure
    assert json.loads(json.dumps(listing.items[0]))["kpi"] == "A-1"


def test_no_table_has_an_empty_cell() -> None:
    """Every cell holds words, in each grouping and in the workbook."""
    one, checked = examined(WRONG)
    for by in By:
        report = findings_report(one, checked, by)
        for table in (*tables(report.sections), *tables(report.workbook)):
            assert table.rows
            for row in table.rows:
                assert len(row) == len(table.columns)
                assert all(entry.text for entry in row)


def finding(code: str, row: int, kpi: str = "A-1", person: str = "C02") -> Finding:
    """A finding of a code at a cell of its own."""
    where = CellRef("KPI Supporting Information.xlsx", "KPIs", f"C{row}")
    return Finding(code, KINDS[code].severity, where, f"{kpi} is at fault.", kpi, person)


EVERYTHING = Examined(
    tuple(
        finding(code, 10 * at + row, f"KPI-{row}", f"C{10 * at + row}")
        for at, code in enumerate(KINDS)
        for row in range(7)
    )
)
"""Every code that there is, seven times each, each for another person."""


@pytest.mark.parametrize("width", [60, 80, 100, 140, 220])
@pytest.mark.parametrize("by", list(By))
def test_the_first_screen_has_at_most_40_lines(by: By, width: int) -> None:
    """Whatever is wrong with a register, and however narrow the screen."""
    one = assessed(WRONG)
    screen = findings_listing(one, EVERYTHING, by, Detail.KINDS).sections
    assert len(text_of(screen, width=width).splitlines()) <= 40


def test_the_first_screen_shows_what_stops_a_rating_first_and_says_where_the_rest_is() -> None:
    """Each group keeps its place however many the others are; counts add up to what was found."""
    one = assessed(WRONG)
    [section] = findings_listing(one, EVERYTHING, detail=Detail.KINDS).sections
    [table] = tables((section,))
    matters = [row[0].text for row in table.rows]
    assert matters == sorted(matters, key=["Stops", "Wrong", "Later"].index)
    assert set(matters) == {"Stops", "Wrong", "Later"}
    shown = sum(int(row[1].value or 0) for row in table.rows)
    further = [
        int(n.replace(",", "")) for n in re.findall(r"with ([\d,]+) findings", words((section,)))
    ]
    assert shown + sum(further) == len(EVERYTHING.findings)
    for urgency in Urgency:
        assert f"--only {urgency}" in words((section,))


def test_one_line_a_kind_has_its_count_first_cells_and_cure() -> None:
    """Seven at once are one line; it names the first three cells."""
    seven = Examined(tuple(finding("MEA001", row) for row in range(2, 9)))
    [table] = tables(findings_listing(assessed(WRONG), seven, detail=Detail.KINDS).sections)
    [[matters, found, code, rule, cells, cure]] = table.rows
    assert (matters.text, found.text, code.text) == ("Stops", "7", "MEA001")
    assert cells.text == "KPIs!C2, C3, C4 …"
    assert cure.text == KINDS["MEA001"].cure
    assert rule.text


def test_each_code_has_one_urgency_and_a_blank_description_can_wait() -> None:
    """A missing polarity stops a rating; a figure out of range is doubtful; a description waits."""
    assert urgency_of("MEA001", Severity.ERROR) is Urgency.STOPS
    assert urgency_of("TIM001", Severity.WARNING) is Urgency.STOPS
    assert urgency_of("PLA002", Severity.WARNING) is Urgency.WRONG
    assert urgency_of("OWN004", Severity.ERROR) is Urgency.WRONG
    assert urgency_of("CMP002", Severity.WARNING) is Urgency.LATER
    named = STOPS_A_RATING | WRONG_BUT_RATED | WAITING
    assert named <= set(KINDS)
    assert {code[:3] for code in KINDS} >= WAITING_THEMES


def test_only_one_group_lists_each_finding_of_it_and_no_other() -> None:
    """The three groups together are everything."""
    _, checked = examined(WRONG)
    parts = [only_urgency(checked, urgency).findings for urgency in Urgency]
    assert sorted(one.code for part in parts for one in part) == sorted(
        one.code for one in checked.findings
    )
    assert [one.code for one in parts[0]] == ["MEA001"]


def test_by_person_the_first_screen_counts_what_each_can_put_right() -> None:
    """A-1's contact holds up a rating and comes first."""
    one, checked = examined(WRONG)
    [table] = tables(findings_listing(one, checked, By.PERSON, Detail.KINDS).sections)
    counts = {row[0].text[:3]: [entry.text for entry in row[1:4]] for row in table.rows}
    assert counts == {"C02": ["1", "0", "1"], "C04": ["0", "0", "2"]}
    assert table.rows[0][0].text.startswith("C02")


def test_by_person_names_each_person_with_the_findings_they_can_put_right() -> None:
    """C02 has the findings of A-1, C04 those of the two others; nothing is lost."""
    one, checked = examined(WRONG)
    listing = findings_listing(one, checked, By.PERSON)
    people = {
        s.heading[:3]: t
        for s in listing.sections
        for t in tables((s,))
        if t.name.startswith("person")
    }
    assert {row[1].text for row in people["C02"].rows} == {"A-1"}
    assert {row[1].text for row in people["C04"].rows} == {"B-2", "C-3"}
    assert sum(len(table.rows) for table in people.values()) == len(checked.findings)


def test_what_is_ignored_is_told_with_its_reason() -> None:
    """The reader sees what was left out, how often and why."""
    one, checked = examined(WRONG, Ignored(code="CMP002", reason="Being rewritten until April"))
    listing = findings_listing(one, checked)
    assert listing.counts["left_out"] == 2
    assert "CMP002: 2 findings ignored. Reason: Being rewritten until April" in words(
        listing.sections
    )


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_code_can_be_explained(code: str) -> None:
    """The page has the rule, the reason and what to do."""
    [section] = code_page(code.lower())
    assert code in section.heading
    assert KINDS[code].title in words((section,))
    assert KINDS[code].cure in words((section,))


def test_a_beginning_of_codes_lists_them() -> None:
    """``TGT`` lists the codes of that theme."""
    [table] = tables(code_page("TGT"))
    assert {row[0].text for row in table.rows} == {code for code in KINDS if code.startswith("TGT")}


def test_an_unknown_code_is_refused_with_the_nearest() -> None:
    """A slip of the keyboard is answered with what was meant."""
    with pytest.raises(UsageError) as refused:
        code_page("TGT0001")
    assert "TGT001" in refused.value.advice


MIXED = make_register(
    (
        make_kpi("A-1", directorate="Adults"),
        make_kpi("B-2", directorate="Adults", definition=None),
        make_kpi("C-3", directorate="Housing"),
        make_kpi("D-4", directorate="Housing", accountability=Accountability.POPULATION),
    ),
    (make_result("A-1", PERIOD, "50"),),
    (
        make_target("A-1"),
        make_target("B-2", target_type=TargetType.INCREASE, target=None),
        make_target("C-3", target_type=TargetType.TRACKER, target=None),
    ),
)


def share(directorate: str, measure: str) -> tuple[object, object, object]:
    """Having, of and lacking."""
    for item in coverage_listing(assessed(MIXED)).items:
        if (item["directorate"], item["measure"]) == (directorate, measure):
            return item["having"], item["of"], item["lacking"]
    raise AssertionError(directorate, measure)


def test_coverage_asks_a_target_only_where_one_belongs() -> None:
    """Trackers and population outcomes count neither for nor against."""
    assert share("All", "target") == (2, 2, ())
    assert share("All", "specific_target") == (1, 2, ("B-2",))
    assert share("Housing", "target") == (0, 0, ())


def test_coverage_by_directorate_adds_up() -> None:
    """The directorates' numerators and denominators add up to those of all."""
    items = coverage_listing(assessed(MIXED)).items
    for item in items:
        if item["directorate"] == "All":
            parts = [i for i in items if i["measure"] == item["measure"] and i is not item]
            for key in ("having", "of"):
                assert sum(part[key] for part in parts) == item[key]  # type: ignore[misc]
    assert share("Adults", "definition") == (1, 2, ("B-2",))


def test_coverage_of_commentary_counts_red_and_amber_only() -> None:
    """One KPI is Red and has no comment."""
    assert share("All", "commentary") == (0, 1, ("A-1",))


def test_coverage_report_has_no_empty_cell() -> None:
    """Every cell of the tables holds words."""
    for table in coverage_report(assessed(MIXED)).tables():
        assert all(entry.text for row in table.rows for entry in row)


def test_the_first_screen_begins_with_three_things_worth_doing() -> None:
    """What comes before everything, then the cures of the most urgent kinds, but for what that brings anyway."""
    one = assessed(WRONG)
    kinds = kinds_of(EVERYTHING.findings)
    before = WorthFirst(("Answer the questions.",), frozenset({kinds[0].code}))
    told = [block.text for block in worth_doing_first(kinds, before)]
    assert told[0] == "Answer the questions."
    assert [text.rpartition("(")[2] for text in told[1:]] == [
        f"{kind.code})." for kind in kinds[1:3]
    ]
    [section] = findings_listing(one, EVERYTHING, detail=Detail.KINDS, before=before).sections
    assert "Answer the questions." in words((section,)).split("Matters")[0]
