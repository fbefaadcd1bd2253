"""The first page: recommendations, the sentence, bars that add up, four things and a good one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.process import Board, Highlight, PaperRecommendation, TimetableEntry
from pmf_cli.register.sheets.record import Forecast
from pmf_cli.views.audience import audience_of
from pmf_cli.views.base import Bars, Paragraph, Table, TextStyle
from pmf_cli.views.parts.front import attention_lines, attention_part, recommended, summary_part
from pmf_cli.views.parts.head import marking, report_to
from tests.assessed import assessed, column_of, quarterly, register_of
from tests.make import make_comment, make_contact
from tests.papers import made

Q3 = parse_period("2024/25 Q3")
RED, GREEN = ["95", "95", "50"], ["95", "95", "95"]


def asked(register, body="CLT", **over):
    assessment = assessed(register, **over)
    return assessment, audience_of(assessment, History(), body, paper="clt")


def bars_in(section) -> dict[str, Bars]:
    return {one.name: one for one in section.plain_blocks if isinstance(one, Bars)}


def counts_in(bars: Bars) -> list[int]:
    return [part.count for bar in bars.bars for part in bar.parts]


def test_recommendations_are_the_papers_own_else_the_standing_one():
    """Those of the cycle and body, three at most, as lines of one sentence."""
    board = Board(body="CLT", kind=terms.BodyKind.CLT, standing_recommendation="Note the report.")
    assert recommended(*asked(register_of(boards=(board,)))) == ("note the report.",)
    rows = tuple(
        PaperRecommendation(cycle=Q3, body=body, text=text)
        for body, text in (
            ("CLT", "note this"),
            ("CLT", "agree that."),
            ("Panel", "ask"),
            ("CLT", "c"),
            ("CLT", "d"),
        )
    )
    register = register_of(boards=(board,), paper_recommendations=rows)
    assert recommended(*asked(register)) == ("note this;", "agree that;", "c.")


def test_without_a_recommendation_the_page_is_a_summary():
    """And holds the sentence all the same."""
    (section,) = summary_part(*asked(register_of(quarterly("A-1", GREEN))))
    assert section.heading == "Summary"
    assert [one.style for one in section.blocks if isinstance(one, Paragraph)] == [
        TextStyle.STATEMENT
    ]


def test_every_bar_adds_up_to_the_kpis_it_is_of():
    """All KPIs now, by group the same number, and of each period before those in scope then."""
    register = register_of(
        quarterly("A-1", RED, directorate="Adults"),
        quarterly("A-2", GREEN, directorate="Adults"),
        quarterly("B-1", [None], directorate="Places"),
        quarterly("B-2", ["95"], directorate="Places", first_period="2024/25 Q3"),
    )
    (section,) = summary_part(*asked(register))
    bars = bars_in(section)
    assert counts_in(bars["ratings_now"]) == [1, 0, 2, 1]
    assert sum(counts_in(bars["ratings_by_group"])) == 4
    assert [sum(part.count for part in bar.parts) for bar in bars["ratings_before"].bars] == [3, 3]


def test_the_kpis_of_one_directorate_are_shown_by_service():
    """Many small services are taken together, so that the counts still add up."""
    many = [quarterly(f"A-{at}", GREEN, service=f"Service {at:02}") for at in range(12)]
    (section,) = summary_part(*asked(register_of(*many)))
    bars = bars_in(section)["ratings_by_group"]
    assert "service" in bars.title and len(bars.bars) == 8
    assert sum(counts_in(bars)) == 12


def test_a_body_sees_the_groups_that_it_wants():
    """By portfolio where its row says so."""
    board = Board(
        body="Cabinet", kind=terms.BodyKind.EXECUTIVE, grouped_by=terms.GroupedBy.PORTFOLIO
    )
    register = register_of(
        quarterly("A-1", GREEN, portfolio="Homes"),
        quarterly("A-2", GREEN, portfolio="Roads"),
        boards=(board,),
    )
    (section,) = summary_part(*asked(register, "Cabinet"))
    assert [bar.label for bar in bars_in(section)["ratings_by_group"].bars] == ["Homes", "Roads"]


@pytest.mark.parametrize("number", [0, 1])
def test_hardly_any_kpis_make_a_page(number):
    """None, or one."""
    register = register_of(*(quarterly(f"A-{at}", GREEN) for at in range(number)))
    (section,) = summary_part(*asked(register))
    assert sum(counts_in(one)[0] for one in bars_in(section).values()) == 0


def chosen(ref, kind=terms.HighlightKind.ADVERSE, is_chosen=True):
    return Highlight(cycle=Q3, kpi_ref=ref, kind=kind, chosen=is_chosen)


def test_chosen_highlights_come_first_then_the_gravest_that_nobody_turned_down():
    """Up to four adverse ones, and one that is good."""
    register = register_of(
        *(quarterly(f"A-{at}", RED) for at in range(6)),
        quarterly("G-1", GREEN),
        highlights=(
            chosen("A-3"),
            chosen("A-0", is_chosen=False),
            chosen("G-1", terms.HighlightKind.FAVOURABLE),
        ),
    )
    lines = attention_lines(*asked(register))
    assert lines[0].kpi.ref == "A-3"
    assert [line.is_good for line in lines] == [False] * 4 + [True]
    assert "A-0" not in [line.kpi.ref for line in lines]


def attention_table(register) -> Table:
    (section,) = attention_part(*asked(register))
    return next(one for one in section.blocks if isinstance(one, Table))


def test_action_is_the_services_ten_words_else_its_first_ten():
    """Cut with a mark that says so."""
    long = "Six hired vehicles run until the new fleet arrives. Four rounds were re-cut."
    asks = {"kind": terms.CommentaryKind.ACTION, "text": long}
    for given, expected in (
        ("Six hired vehicles", "Six hired vehicles"),
        (None, "Six hired vehicles run until the new fleet arrives. Four…"),
    ):
        comment = make_comment("A-1", in_ten_words=given, **asks)
        register = register_of(
            quarterly("A-1", RED), commentary=[comment], highlights=(chosen("A-1"),)
        )
        assert column_of(attention_table(register), "What is being done")[0].text == expected


def test_confidence_is_shown_where_somebody_gave_it():
    """By the newest forecast made by then."""
    plain = register_of(quarterly("A-1", RED), highlights=(chosen("A-1"),))
    assert "Confidence" not in [one.title for one in attention_table(plain).columns]
    forecasts = tuple(
        Forecast(kpi_ref="A-1", for_period=parse_period("2025/26 Q1"), made_in=parse_period(made_in),
                 value=Decimal(80), confidence=confidence)
        for made_in, confidence in (
            ("2024/25 Q3", terms.Confidence.LOW),
            ("2024/25 Q2", terms.Confidence.HIGH),
            ("2024/25 Q4", terms.Confidence.MEDIUM),
        )
    )  # fmt: skip
    register = register_of(quarterly("A-1", RED), highlights=(chosen("A-1"),), forecasts=forecasts)
    assert [one.text for one in column_of(attention_table(register), "Confidence")] == ["Low"]


def test_an_owed_recovery_date_is_said_to_be_missing():
    """A hole is never shown."""
    register = register_of(quarterly("A-1", RED), highlights=(chosen("A-1"),))
    (entry,) = column_of(attention_table(register), "Back on target")
    assert entry.text == "No date given" and entry.is_strong


def test_a_good_one_says_by_how_much_it_is_beyond_its_target():
    """In per cent of the target."""
    register = register_of(
        quarterly("G-1", ["95", "95", "99"]),
        highlights=(chosen("G-1", terms.HighlightKind.FAVOURABLE),),
    )
    table = attention_table(register)
    assert column_of(table, "KPI")[0].text == "Going well:"
    assert column_of(table, "Back on target")[0].text == "10% above"


def test_pages_lead_to_sections_and_rows_that_the_paper_has():
    """Every page that an entry asks for is that of a section or of a row."""
    register = register_of(
        *(quarterly(f"A-{at}", RED) for at in range(6)),
        highlights=(chosen("A-3"), chosen("A-1")),
    )
    report = made("clt", assessed(register))
    entries = [entry for table in report.tables() for row in table.rows for entry in row]
    keys = {one.key for one in (*report.sections, *entries)}
    wanted = {entry.page_of for table in report.tables() for row in table.rows for entry in row}
    assert wanted - {""} and wanted - {""} <= keys


def test_the_head_names_body_meeting_marking_author_and_director():
    """Posts and the telephone of who can be asked; names of people never."""
    board = Board(
        body="Growth Panel",
        kind=terms.BodyKind.SCRUTINY,
        author="C-1",
        report_of="C-2",
        classification="Official",
    )
    meeting = TimetableEntry(
        cycle=Q3,
        step=terms.TimetableStep.SCRUTINY,
        body="Growth Panel",
        on=date(2025, 3, 20),
        item="7",
    )
    contacts = (
        make_contact(
            "C-1", name="A. Person", job_title="Performance Manager", telephone="01632 960121"
        ),
        make_contact("C-2", job_title="Director of Strategy"),
    )
    register = register_of(
        quarterly("A-1", GREEN), boards=(board,), timetable=(meeting,), contacts=contacts
    )
    assessment, audience = asked(register, "Growth Panel")
    assert report_to(assessment, audience) == "Report to Growth Panel, 20 March 2025"
    assert marking(assessment, audience) == "Official · Item 7"
    report = made("clt", assessment, body="Growth Panel")
    assert report.facts[0].line == "Author: Performance Manager, 01632 960121 · Director: Strategy"
    assert "A. Person" not in report.facts[0].line
