"""The highlight report: action recommended, what was agreed, notable successes; candidates marked as such."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.process import Board, Highlight
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.base import Report
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of, words_of
from tests.make import PERIOD
from tests.papers import made

CYCLE = parse_period(PERIOD)
SERIES = {
    "A-1": ["96", "95", "94", "92", "91", "89", "70"],
    "A-2": ["80", "82", "84", "87", "91", "93", "95"],
    "A-3": ["80", "81", "82", "83", "84", "88", "95"],
}


def paper(*highlights: Highlight, body: str = "", period: str = PERIOD) -> Report:
    """A falling KPI and two that have moved up, one of each directorate."""
    register = register_of(
        *(quarterly(ref, values, directorate=f"Of {ref}") for ref, values in SERIES.items()),
        highlights=highlights,
        boards=(
            Board(body="CLT", kind=BodyKind.CLT),
            Board(body="Parks DMT", kind=BodyKind.DMT, filter="directorate = Of A-3"),
        ),
    )
    return made("highlights", assessed(register, period=period), body=body)


def chosen(ref: str, **over: object) -> Highlight:
    """A highlight chosen in the cycle."""
    return Highlight(cycle=CYCLE, kpi_ref=ref, chosen=True, **over)


def test_what_the_body_is_asked_stands_on_the_first_page_beside_what_is_done():
    """A highlight on which nothing is asked says so; every highlight has its line and its page."""
    report = paper(chosen("A-1", asked="to have weekly reports."), chosen("A-2"))
    table = tables_of(report)["recommended_action"]
    asked = [one.text for one in column_of(table, "CLT is asked")]
    assert asked == ["to have weekly reports", "Nothing is asked"]
    pages = [one.page_of for one in column_of(table, "Page")]
    keys = [one.key for one in report.sections]
    assert all(pages) and set(pages) <= set(keys)


def test_candidates_are_marked_with_the_reasons_for_which_they_were_put_forward():
    """Where nobody has chosen yet, nobody is said to have asked anything."""
    report = paper()
    said = words_of(report.sections)
    assert "nobody has confirmed the choice yet" in said
    assert "Put forward because:" in said and "fell in each of the last 6 quarters" in said
    assert "is asked" not in said
    stands = column_of(tables_of(report.workbook)["highlights"], "Stands")
    assert {one.text for one in stands} == {"Candidate"}


def test_successes_are_a_part_of_their_own_and_no_worry_is_among_them():
    """Those chosen with their chart, then others found by rule; each KPI has one place."""
    report = paper(chosen("A-1"), chosen("A-2"))
    at = [one.heading for one in report.sections].index("Notable successes")
    before, after = report.sections[:at], report.sections[at:]
    keys = (
        [one.key for one in some if one.key.startswith("highlight")] for some in (before, after)
    )
    assert list(keys) == [["highlight A-1"], ["highlight A-2"]]
    (row,) = tables_of(after)["going_well"].rows
    assert "moved up" in row[4].text


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("2024/25 Q3", "October to December 2024"),
        ("Dec 2024", "December 2024"),
        ("2023/24", "2023/24"),
    ],
)
def test_it_is_made_of_any_period_and_named_after_it(period: str, months: str):
    """A month, a quarter or a year."""
    report = paper(period=period)
    assert report.title.startswith("Highlights, ") and months in report.title


def test_any_body_has_its_own_kpis_alone():
    """Though others are graver."""
    report = paper(body="Parks DMT")
    assert [one.key for one in report.sections if one.key.startswith("highlight")] == [
        "highlight A-3"
    ]


def test_what_was_agreed_last_time_comes_back_with_the_newest_result():
    """Beside the rating of now."""
    before = Highlight(
        cycle=parse_period("2024/25 Q2"), kpi_ref="A-1", chosen=True,
        discussed_on=date(2024, 11, 19), follow_up="Bring a plan to the next meeting",
    )  # fmt: skip
    report = paper(before)
    section = next(one for one in report.sections if "agreed on 19 November 2024" in one.heading)
    ((_, agreed, now, rating),) = tables_of([section])["discussed"].rows
    assert agreed.text == "Bring a plan to the next meeting."
    assert (now.value, rating.text) == (70, "Red")
