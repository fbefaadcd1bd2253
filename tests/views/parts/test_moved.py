"""The second page: moves against one comparison, every Red once, missing figures with their day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.register import terms
from pmf_cli.register.sheets.supporting import RiskLink
from pmf_cli.views.audience import audience_of
from pmf_cli.views.base import Paragraph, SideBySide, Table
from pmf_cli.views.parts.moved import missing_part, moved_alone_part, moved_part, reds_part
from pmf_cli.views.rating_key import scheme_of
from tests.assessed import assessed, column_of, monthly, quarterly, register_of
from tests.issued import issued
from tests.make import make_comment, make_result, make_target


def asked(register, history=None, **over):
    assessment = assessed(register, **over)
    return assessment, audience_of(assessment, history or History(), "CLT", paper="clt")


def table_in(section, name) -> Table:
    return next(one for one in section.plain_blocks if isinstance(one, Table) and one.name == name)


def notes_in(section) -> dict[str, str]:
    return {one.label: one.text for one in section.plain_blocks if isinstance(one, Paragraph)}


def test_worse_and_better_stand_beside_each_other_with_figure_and_rating():
    """Each KPI on the side to which its rating went."""
    register = register_of(
        quarterly("A-1", ["95", "50"], short_name="Bins"),
        quarterly("A-2", ["50", "88"], short_name="Calls"),
        quarterly("A-3", ["95", "95"]),
    )
    (section,) = moved_part(*asked(register))
    assert any(isinstance(one, SideBySide) for one in section.blocks)
    worse, better = (table_in(section, f"ratings_{one}") for one in ("worse", "better"))
    assert [[entry.whole for entry in row] for row in worse.rows] == [
        ["Bins", "95.0 to 50.0", "Green to Red"]
    ]
    assert [[entry.whole for entry in row] for row in better.rows] == [
        ["Calls", "50.0 to 88.0", "Red to Amber"]
    ]


def test_where_nothing_fell_what_rose_has_the_whole_page():
    """A sentence beside a table would leave half a page white, or part the two."""
    assessment, audience = asked(register_of(quarterly("A-1", ["70", "95"])))
    (section,) = moved_part(assessment, audience)
    assert not any(isinstance(one, SideBySide) for one in section.blocks)
    assert table_in(section, "ratings_better").rows


def test_figures_that_add_up_over_the_year_are_set_against_the_target_only():
    """A third quarter's total is no growth on a second's."""
    cumulative = quarterly("A-1", ["50", "95"], time_basis=terms.TimeBasis.CUMULATIVE)
    targets = [make_target("A-1", profile=terms.Profile.LEVEL)]
    (section,) = moved_part(*asked(register_of(cumulative, targets=targets)))
    assert column_of(table_in(section, "ratings_better"), "Figure")[0].text == "target met"


def test_green_with_a_worse_figure_is_said_where_the_season_does_not_explain_it():
    """The worst first."""
    register = register_of(
        quarterly("A-1", ["96", "95"]),
        quarterly("A-2", ["99", "95"]),
        quarterly("A-3", ["99", "95"], seasonal=True),
        quarterly("A-4", ["94", "95"]),
        quarterly("A-5", ["96", "95"], polarity=terms.Polarity.LOWER),
        quarterly("B-1", ["95", "50"]),
    )
    (section,) = moved_part(*asked(register))
    refs = [row[0].ref for row in table_in(section, "still_green").rows]
    assert len(refs) == 2
    figures = [entry.text for entry in column_of(table_in(section, "still_green"), "Figure")]
    assert figures == ["99.0 to 95.0", "96.0 to 95.0"]


def test_a_step_down_that_is_no_more_than_usual_is_no_news_of_a_green():
    """Where it can be told; what worsens beyond chance is."""
    usual = ["95.0", "95.4"] * 7
    register = register_of(
        monthly("A-1", [*usual, "95.1"]),
        monthly("A-2", [*usual, "93.0"]),
        quarterly("B-1", ["95", "50"]),
    )
    (section,) = moved_part(*asked(register))
    assert [row[1].text for row in table_in(section, "still_green").rows] == ["95.4 to 93.0"]


def test_a_seasonal_figure_is_compared_with_last_years_and_the_page_says_so():
    """Better than in summer says nothing, worse than last December does; a rating keeps the figures that it is of beside it."""
    register = register_of(
        quarterly("A-1", ["99", "99", "99", "99", "94", "96"][-6:], seasonal=True),
        quarterly("A-2", ["97", "96", "96", "96", "99", "98"], seasonal=True),
        quarterly("A-3", ["99", "95", "95", "95", "88", "96"], seasonal=True),
    )
    (section,) = moved_part(*asked(register))
    assert "of seasonal KPIs the figure a year before (y)" in section.blocks[0].text
    rose = table_in(section, "ratings_better").rows
    assert [row[1].text for row in rose] == ["88.0 to 96.0; 95.0 (y)"]
    still = table_in(section, "still_green").rows
    assert [row[1].text for row in still] == ["99.0 (y) to 96.0"]


def test_where_no_seasonal_figure_is_worse_than_last_years_that_is_said():
    """Nobody then asks why a figure that fell since the summer is not among the worse ones."""
    register = register_of(
        quarterly("A-1", ["99", "96", "96", "96", "99", "98"], seasonal=True),
        quarterly("B-1", ["95", "95", "95", "95", "95", "50"]),
    )
    (section,) = moved_part(*asked(register))
    texts = [one.text for one in section.plain_blocks if isinstance(one, Paragraph)]
    assert "Of 1 seasonal KPI still Green, none is worse." in texts


def test_a_grade_that_had_no_rating_then_is_told_with_the_one_before():
    """Requires improvement to Good is the news, though the old grade was not rated."""
    grades = quarterly(
        "A-1", [None, None], data_type=terms.DataType.GRADE, short_name="Inspection", decimal_places=None,
        grade_order=("Outstanding", "Good", "Requires improvement"),
    )  # fmt: skip
    kpi, _ = grades
    results = [
        make_result("A-1", "2024/25 Q2", None),
        make_result("A-1", "2024/25 Q3", None),
    ]
    target = make_target("A-1", from_period="2024/25 Q3", target=None)
    register = register_of(
        (
            kpi,
            [
                replace(one, value=words)
                for one, words in zip(results, ("Requires improvement", "Good"), strict=True)
            ],
        ),
        quarterly("B-1", ["95", "50"]),
        targets=[replace(target, target="Good"), make_target("B-1")],
    )
    (section,) = moved_part(*asked(register))
    told = notes_in(section)["Rated now, not then:"]
    assert told == "Inspection (before: Requires improvement, now Good) (Green)."


def test_what_has_no_rating_now_is_named_where_no_list_of_missing_figures_follows():
    """Where one does, its number says enough; the heading promises what follows and no more."""
    register = register_of(
        quarterly("A-1", ["95", None], short_name="Sleepers"), quarterly("B-1", ["95", "50"])
    )
    (whole,), (alone,) = (one(*asked(register)) for one in (moved_part, moved_alone_part))
    assert notes_in(whole)["Rated then, not now:"] == "one of the missing figures below."
    assert "Sleepers" in notes_in(alone)["Rated then, not now:"]
    assert "not known" in whole.heading
    assert "not known" not in alone.heading


def test_kpis_rated_at_one_time_only_are_named_apart():
    """New ones among those rated now; those that ended by themselves."""
    register = register_of(
        quarterly("A-1", [None, "95"], short_name="Walking"),
        quarterly("A-2", ["95"], short_name="Cycling", first_period="2024/25 Q3"),
        quarterly("A-3", ["95", None], short_name="Sleepers"),
        quarterly("A-4", ["95", None], last_period="2024/25 Q2", name="Old one"),
        quarterly("B-1", ["95", "50"]),
    )
    (section,) = moved_part(*asked(register))
    notes = notes_in(section)
    assert notes["Rated now, not then:"] == "Walking and Cycling (all Green)."
    assert "Sleepers" in notes["Rated then, not now:"] or "below" in notes["Rated then, not now:"]
    assert notes["No longer reported:"] == "Old one."


def test_the_comparison_is_named_once_with_the_paper_that_told_it():
    """The last paper to this body, by the day of its meeting."""
    register = register_of(quarterly("A-1", ["95", "95", "50"]))
    history = issued(
        assessed(register, period="2024/25 Q1", as_of=date(2024, 7, 31)), meeting=date(2024, 8, 20)
    )
    (section,) = moved_part(*asked(register, history))
    assert section.blocks[0].text == (
        "Ratings and figures against April to June 2024, the paper of 20 August 2024."
    )


def test_where_nothing_moved_the_page_says_so_in_one_sentence():
    """No headings over nothing."""
    (section,) = moved_part(*asked(register_of(quarterly("A-1", ["95", "95"]))))
    assert [one.text for one in section.blocks] == [
        "No rating has moved since July to September 2024."
    ]


@pytest.mark.parametrize("number", [1, 3, 40])
def test_every_red_stands_once_in_the_list(number):
    """However many there are; the heading counts them."""
    register = register_of(
        *(quarterly(f"R-{at:02}", ["50"] * (1 + at % 4)) for at in range(number)),
        quarterly("G-1", ["95"]),
    )
    assessment, audience = asked(register)
    (section,) = reds_part(assessment, audience)
    table = table_in(section, "reds")
    reds = {one.kpi.source.at("name") for one in audience.ratings if one.rag is terms.Rag.RED}
    assert len(table.rows) == number
    assert len({row[0].whole for row in table.rows}) == number
    assert len(reds) <= number
    assert section.heading == (
        "The one Red" if number == 1 else f"All {number} Reds, the longest first"
    )


def test_a_red_says_how_long_when_who_and_which_risk():
    """A date that nobody gave is said to be missing, in bold."""
    register = register_of(
        quarterly("R-1", ["95", "50", "50"]),
        quarterly("R-2", ["95", "95", "50"]),
        commentary=[
            make_comment("R-1", kind=terms.CommentaryKind.RECOVERY, back_on_target="2025/26 Q1")
        ],
        risk_links=(RiskLink(risk_ref="CR-1", kpi_ref="R-1"),),
    )
    (section,) = reds_part(*asked(register))
    table = table_in(section, "reds")
    assert [one.text for one in column_of(table, "Red for")] == ["2 quarters", "1 quarter"]
    assert [one.text for one in column_of(table, "Back on target")] == [
        "Apr–Jun 2025",
        "No date given",
    ]
    assert column_of(table, "Back on target")[1].is_strong
    assert [one.text for one in column_of(table, "Risk")] == ["CR-1", "–"]


def test_without_a_red_that_is_said():
    """In the council's word."""
    (section,) = reds_part(*asked(register_of(quarterly("G-1", ["95"]))))
    assert section.heading == "No KPI is Red"


def test_only_figures_that_should_be_there_are_missing():
    """Not those that are not due, nor those without a target."""
    overdue = quarterly("M-1", ["95", None], short_name="Calls")
    annual = quarterly("M-2", [None], frequency=terms.Frequency.ANNUAL, first_period="2024/25")
    tracker = quarterly("M-3", ["5"])
    late = make_result(
        "M-4", "2024/25 Q3", None,
        no_data_reason=terms.NoDataReason.DATA_QUALITY,
        note="Dates of 112 requests were lost. They are typed in again.",
        expected_by=date(2025, 2, 28),
    )  # fmt: skip
    hidden = make_result(
        "M-5", "2024/25 Q3", None, no_data_reason=terms.NoDataReason.SUPPRESSED, note="3 people"
    )
    register = register_of(
        overdue, annual, tracker,
        (quarterly("M-4", [None])[0], [late]), (quarterly("M-5", [None])[0], [hidden]),
        targets=[
            *(make_target(f"M-{at}") for at in (1, 2, 4, 5)),
            make_target("M-3", target_type=terms.TargetType.TRACKER, target=None),
        ],
    )  # fmt: skip
    (section,) = missing_part(*asked(register))
    assert section.heading == "Three figures are missing"
    rows = [[entry.whole for entry in row][1:] for row in table_in(section, "missing").rows]
    assert rows == [
        ["Return overdue; Jul–Sep 2024 was 95.0%", "No date given"],
        ["Dates of 112 requests were lost", "28 February 2025"],
        ["Not shown: few people, or not for publication", "–"],
    ]


def test_without_missing_figures_nothing_is_said():
    """No heading over nothing."""
    assert missing_part(*asked(register_of(quarterly("G-1", ["95"])))) == ()


def test_the_key_says_of_which_kpis_it_is_not_true_and_marks_them():
    """A KPI with its own tolerance and one that is only to fall are not rated by the line that says 5%."""
    own = make_target("G-1", tolerance=10, tolerance_basis=terms.ToleranceBasis.POINTS)
    falls = make_target("G-2", target_type=terms.TargetType.DECREASE, target=None)
    register = register_of(
        quarterly("G-1", ["95", "70"]),
        quarterly("G-2", ["95", "95", "95", "95", "96"]),
        quarterly("G-3", ["95", "50"]),
        targets=[own, falls, make_target("G-3")],
    )
    assessment, audience = asked(register)
    (section,) = moved_part(assessment, audience)
    key = notes_in(section)["Key:"]
    assert "KPIs marked (o) have a tolerance of their own" in key and "target is no figure" in key
    (reds,) = reds_part(assessment, audience)
    targets = {row[0].text: row[2].whole for row in table_in(reds, "reds").rows}
    assert [target.endswith("(o)") for target in targets.values()].count(True) == 1
    notes = " ".join(scheme_of(assessment, audience.ratings).notes)
    assert "to be higher or lower than the figure compared with" in notes
    assert "the same or worse within the tolerance Amber, worse beyond it Red" in notes


def test_the_key_says_on_one_line_what_each_rating_means_here():
    """Worst first, by the scheme that rated these KPIs."""
    (section,) = moved_part(*asked(register_of(quarterly("G-1", ["95", "50"]))))
    assert notes_in(section)["Key:"] == (
        "Red over 5% worse than target (financial KPIs 10%); Amber worse, but within that; "
        "Green on target or better."
    )
