"""The one-line scorecard: each KPI once, worst first, figures without units, one comparison a column."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.process import Board
from pmf_cli.views.audience import audience_of
from pmf_cli.views.base import Entry, Section, Table, TableLook, Tone
from pmf_cli.views.parts.scorecard import scorecard_part
from pmf_cli.views.scorecard_entries import NO_DATE, NOTHING
from tests.assessed import assessed, column_of, quarterly, register_of
from tests.make import (
    make_comment,
    make_contact,
    make_forecast,
    make_kpi,
    make_result,
    make_target,
)

BESIDE = quarterly("Z-9", ["91"] * 6)
"""A KPI with figures for every column."""


def sections_of(register, body: str = "CLT", **over) -> tuple[Section, ...]:
    """The scorecard of a body."""
    assessment = assessed(register, **over)
    return scorecard_part(assessment, audience_of(assessment, History(), body))


def tables(sections) -> list[Table]:
    return [one for section in sections for one in section.blocks if isinstance(one, Table)]


def line_of(register, ref: str = "A-1", **over) -> dict[str, Entry]:
    """A KPI's line: column key → entry."""
    for table in tables(sections_of(register, **over)):
        for row in table.rows:
            if row[0].text == ref:
                return {one.key: entry for one, entry in zip(table.columns, row, strict=True)}
    raise AssertionError(ref)


def several():
    """Two directorates with every colour, in an order that is not that of the ratings."""
    return register_of(
        quarterly("A-3", ["95"] * 5, directorate="Adults"),
        quarterly("A-1", ["87"] * 5, directorate="Adults"),
        quarterly("A-2", ["50"] * 5, directorate="Adults"),
        quarterly("A-4", ["50"] * 5, directorate="Adults"),
        quarterly("B-1", [None], directorate="Places"),
    )


def test_the_worst_stand_first_in_each_group_and_the_counts_add_up():
    """Red, Amber, Green, then those not rated; by reference within each; the heading counts them."""
    sections = sections_of(several())
    adults, places = tables(sections)
    assert [entry.text for entry in column_of(adults, "Ref")] == ["A-2", "A-4", "A-1", "A-3"]
    assert [entry.tone for entry in column_of(places, "Rating")] == [Tone.UNRATED]
    counts = [section.blocks[0].text for section in sections[1:]]
    assert counts == ["4 KPIs: 2 Red, 1 Amber, 1 Green", "1 KPI: 1 not rated"]


def test_it_lies_sideways_and_stands_close():
    """A page on its side holds 24 lines; no caption repeats the heading over it."""
    sections = sections_of(several())
    assert all(section.is_sideways for section in sections)
    assert all(one.look is TableLook.DENSE and not one.has_caption for one in tables(sections))


def test_a_body_of_its_own_filter_has_its_own_kpis_alone():
    """What another directorate's KPIs say is not in it."""
    register = several()
    board = Board(body="Panel", kind=terms.BodyKind.SCRUTINY, filter="directorate = Places")
    changed = replace(register, boards=(board,))
    (table,) = tables(sections_of(changed, "Panel"))
    assert [entry.text for entry in column_of(table, "Ref")] == ["B-1"]


def test_the_unit_is_said_once():
    """Beside the name and not after each figure; not at all where the name says it."""
    kpi = {"unit": "days", "short_name": "Assessments", "data_type": terms.DataType.DURATION}
    line = line_of(register_of(quarterly("A-1", ["91.2", "80"], **kpi)))
    assert line["name"].more[0].text == "days"
    assert [line[key].text for key in ("before_1", "result", "target")] == ["91.2", "80.0", "90.0"]
    said = line_of(register_of(quarterly("A-1", ["80"], **(kpi | {"short_name": "Re-let days"}))))
    assert not said["name"].more


def test_results_before_stand_in_order_and_gaps_are_no_figures():
    """Two before, one before, latest; where the period before has none, nothing is moved up."""
    line = line_of(register_of(quarterly("A-1", ["70", "71", None, "73"]), BESIDE))
    assert [line[key].text for key in ("before_2", "before_1", "result")] == [
        "71.0",
        NOTHING,
        "73.0",
    ]


def test_against_last_year_compares_with_last_year_whatever_the_kpis_own_comparator():
    """A KPI that compares with the quarter before is still set against the year before here."""
    values = ["70", "90", "90", "91", "89"]
    rule = terms.ComparatorRule.PREVIOUS_PERIOD
    line = line_of(register_of(quarterly("A-1", values, comparator=rule)))
    assert line["direction"].text == "▲ 19.0 better"
    assert str(line["direction"].value) == "19.0"
    assert line["direction"].number_format.startswith('"▲ "#,##0.0" better"')


@pytest.mark.parametrize(
    ("values", "polarity", "text"),
    [
        (["90", "1", "1", "1", "88"], terms.Polarity.LOWER, "▼ 2.0 better"),
        (["90", "1", "1", "1", "90"], terms.Polarity.HIGHER, "► same"),
        (["90", "1", "1", "1", "95"], terms.Polarity.RANGE, "▲ 5.0"),
        (["1", "1", "1", "90"], terms.Polarity.HIGHER, NOTHING),
    ],
)
def test_an_arrow_never_stands_without_its_word(values, polarity, text):
    """Better or worse is said, but where neither way is; and nothing where there is no year before."""
    assert (
        line_of(register_of(quarterly("A-1", values, polarity=polarity), BESIDE))["direction"].text
        == text
    )


def test_a_survey_says_which_wave_it_is_compared_with():
    """The wave before may lie three years back."""
    kpi = make_kpi("A-1", frequency=terms.Frequency.THREE_YEARLY, year_basis=None)
    rows = [make_result("A-1", "2021 survey", "56"), make_result("A-1", "2024 survey", "61")]
    register = register_of((kpi, rows))
    direction = line_of(register)["direction"]
    assert direction.whole == "▲ 5.0 better than 2021"


def test_a_figure_that_is_not_final_is_marked_and_the_mark_explained():
    """(p) stands after the figure, and in the line that explains the marks only where it is used."""
    kpi, rows = quarterly("A-1", ["80"])
    provisional = make_result("A-1", "2024/25 Q3", "80", value_status=terms.ValueStatus.PROVISIONAL)
    assert line_of(register_of((kpi, [provisional])))["result"].text == "80.0 (p)"
    assert "provisional" in sections_of(register_of((kpi, [provisional])))[0].blocks[0].text
    assert "provisional" not in sections_of(register_of((kpi, rows)))[0].blocks[0].text


def test_the_year_end_column_is_the_target_of_the_years_last_period():
    """Of a target that rises with the quarters, the fourth quarter's."""
    kpi, rows = quarterly("A-1", ["60"], time_basis=terms.TimeBasis.CUMULATIVE)
    target = make_target(
        "A-1", target="100", profile=terms.Profile.OWN, q1="25", q2="50", q3="75", q4="100"
    )
    line = line_of(register_of((kpi, rows), targets=[target]))
    assert (line["target"].text, line["year_end"].text) == ("75.0", "100.0 (t)")


@pytest.mark.parametrize(
    ("back", "text", "strong"),
    [
        (parse_period("2025/26 Q1"), "Jun 25", False),
        (date(2025, 9, 30), "Sep 25", False),
        (None, NO_DATE, True),
    ],
)
def test_when_a_red_is_back_on_target_is_said_or_said_to_be_missing(back, text, strong):
    """A hole is never shown: no date is in bold."""
    comment = make_comment("A-1", kind=terms.CommentaryKind.RECOVERY, back_on_target=back)
    back_on = line_of(register_of(quarterly("A-1", ["50"]), commentary=(comment,)))["back"]
    assert (back_on.text, back_on.is_strong) == (text, strong)


def test_a_recovery_date_that_has_passed_says_so():
    """The date alone would look like a promise."""
    comment = make_comment("A-1", back_on_target=date(2024, 12, 31))
    back = line_of(register_of(quarterly("A-1", ["50"]), commentary=(comment,)))["back"]
    assert back.whole == "Dec 24 passed"


def test_a_figure_that_is_not_due_says_when_it_is():
    """In the column in which others say when they are back on target."""
    kpi = make_kpi("A-1", frequency=terms.Frequency.ANNUAL, lag_days=90, longest_age="3 years")
    line = line_of(register_of((kpi, [make_result("A-1", "2023/24", "80")])))
    assert line["rating"].text == "Not due"
    assert (
        line["back"].text == "due Jun 25"
    )  # the month alone would be read as of the year reported on


def test_the_owner_is_a_post_in_few_words():
    """Never a person's name."""
    contact = make_contact("C01", job_title="Head of Waste Services", name="Jo Bloggs")
    register = register_of(quarterly("A-1", ["80"], responsible_officer="C01"), contacts=(contact,))
    assert line_of(register)["owner"].text == "Waste Services"


def test_a_grade_a_date_and_a_yes_have_lines_too():
    """What cannot be drawn is a dot, and no cell is empty."""
    for kind, value in ((terms.DataType.YES_NO, True), (terms.DataType.DATE, date(2025, 5, 30))):
        kpi = make_kpi("A-1", data_type=kind, unit="yes or no")
        result = make_result("A-1", "2024/25 Q3", None, value=value, no_data_reason=None)
        line = line_of(register_of((kpi, [result]), targets=[make_target("A-2")]))
        assert all(entry.text for entry in line.values())
        assert line["result"].text in ("Yes", "30 May 2025")
        assert not line["name"].more


def test_a_column_of_nothing_but_dots_is_left_out():
    """What a register does not hold takes no room on the page; the unit and the ratings stay."""
    line = line_of(
        register_of(quarterly("A-1", ["95"], responsible_officer=None, key_contact=None))
    )
    assert set(line) == {"ref", "name", "result", "period", "target", "rating", "year_end"}


def test_a_forecast_and_a_target_at_the_years_end_are_told_apart():
    """Each figure has its mark, and the line over the scorecard says what the marks mean."""
    forecast = make_forecast("A-1", "2024/25 Q4", "85")
    series = (quarterly("A-1", ["80"]), quarterly("A-2", ["80"]))
    register = register_of(*series, forecasts=(forecast,))
    assert line_of(register, "A-1")["year_end"].text == "85.0 (f)"
    assert line_of(register, "A-2")["year_end"].text == "90.0 (t)"
    key = sections_of(register)[0].blocks[0].text
    assert "(f) the owner’s forecast" in key and "(t) the target" in key
