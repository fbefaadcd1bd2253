"""Highlights: a message, the chart, the services' own words, what is asked, in two columns that fit half a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pmf_cli.assessment import Assessment
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import Board, Highlight, PaperRecommendation
from pmf_cli.views.base import Chart, Paragraph, Section, SideBySide, Table
from pmf_cli.views.parts.highlights import COLUMN_WORDS, highlight_key
from tests.assessed import assessed, quarterly, register_of, words_of
from tests.make import make_comment
from tests.papers import clt_report, made

FALLING = ["96", "95", "94", "92", "91", "89", "80"]
RISING = ["80", "82", "84", "87", "91", "93", "95"]


def a_register(**over: object) -> Register:
    return register_of(
        quarterly("A-1", FALLING, known_limitations="None known"),
        quarterly("A-2", RISING),
        quarterly("B-1", ["90"] * 7),
        **over,
    )


def highlight_of(ref: str, made: Assessment) -> Section:
    return next(one for one in clt_report(made).sections if one.key == highlight_key(ref))


def labels_in(section: Section) -> dict[str, str]:
    """Label → words of its paragraphs, in both columns."""
    return {one.label: one.text for one in section.plain_blocks if isinstance(one, Paragraph)}


def facts_in(section: Section) -> dict[str, str]:
    """Heading → words of the strip under it."""
    table = next(one for one in section.blocks if isinstance(one, Table))
    return {
        column.title: entry.whole
        for column, entry in zip(table.columns, table.rows[0], strict=True)
    }


def test_a_red_without_commentary_says_so():
    """Reason, action and the date of recovery are never left blank."""
    section = highlight_of("A-1", assessed(a_register()))
    assert "No commentary received" in labels_in(section)["Why."]
    assert "No commentary received" in labels_in(section)["Action."]
    assert facts_in(section)["Back on target"] == "No date given"
    assert "Head of Service" in facts_in(section)["Owner"]


def test_a_message_is_under_no_heading_but_that_of_the_highlights():
    """In the outline it would seem to belong to whatever part stands before it."""
    for over in (
        {},
        {"highlights": (Highlight(cycle=parse_period("2024/25 Q3"), kpi_ref="A-1", chosen=True),)},
    ):
        sections = clt_report(assessed(a_register(**over))).sections
        for at, one in enumerate(sections):
            if one.key.startswith("highlight "):
                above = [each.heading for each in sections[:at] if each.level < one.level]
                assert one.level == 1 or above[-1] == "Highlights"


@pytest.mark.parametrize("kind", [terms.CommentaryKind.CONTEXT, terms.CommentaryKind.DATA_QUALITY])
def test_what_a_service_writes_beside_a_red_is_its_reason(kind: terms.CommentaryKind):
    """Under whatever kind it was filed; the paper never says that nothing came beside it."""
    comment = make_comment("A-1", kind=kind, text="Two vans broke.")
    section = highlight_of("A-1", assessed(a_register(commentary=(comment,))))
    assert labels_in(section)["Why."] == "Two vans broke."
    assert "received" not in words_of([section])


def test_a_comment_for_other_papers_is_not_printed_and_not_said_to_be_missing():
    """CLT's paper says that it was given elsewhere; neither a word of it nor that nothing came."""
    comment = make_comment("A-1", text="Two vans broke.", use_in=(terms.UseIn.DMT,))
    made = assessed(a_register(commentary=(comment,)))
    assert "given for other papers" in labels_in(highlight_of("A-1", made))["Why."]
    assert "Two vans" not in words_of(clt_report(made).sections)


def test_good_practice_alone_is_no_reason_and_yet_was_received():
    """A missing action is said to be missing, not that the service was silent."""
    praise = make_comment("A-1", kind=terms.CommentaryKind.GOOD_PRACTICE, text="A new app.")
    section = highlight_of("A-1", assessed(a_register(commentary=(praise,))))
    assert labels_in(section)["What went well."] == "A new app."
    assert labels_in(section)["Action."] == "None was given."


def test_reason_action_recovery_and_chart_stand_together():
    """The services' own words, the expected recovery and the drawn figures."""
    comments = (
        make_comment("A-1", text="Two vans broke down."),
        make_comment(
            "A-1", kind=terms.CommentaryKind.ACTION, text="Two vans are hired.",
            back_on_target="2025/26 Q1", blockages="No third van.",
        ),
    )  # fmt: skip
    section = highlight_of("A-1", assessed(a_register(commentary=comments)))
    labels = labels_in(section)
    assert (labels["Why."], labels["Action."]) == ("Two vans broke down.", "Two vans are hired.")
    assert labels["Held up."] == "No third van."
    assert facts_in(section)["Back on target"] == "Apr–Jun 2025"
    chart = next(block for block in section.blocks if isinstance(block, Chart))
    assert [str(point.value) for point in chart.points] == FALLING


def test_a_promise_that_has_run_out_is_said_to_have():
    """On the day of the paper the date lies behind."""
    late = make_comment("A-1", kind=terms.CommentaryKind.RECOVERY, back_on_target="2024/25 Q2")
    section = highlight_of("A-1", assessed(a_register(commentary=(late,))))
    assert facts_in(section)["Back on target"] == "Jul–Sep 2024 date has passed"


def test_long_words_are_cut_so_that_two_highlights_share_a_page():
    """Each column keeps to its words, what must be said of the figure apart."""
    words = " ".join(f"word{number}" for number in range(300))
    comments = tuple(
        make_comment("A-1", kind=kind, text=words, blockages=words)
        for kind in (terms.CommentaryKind.REASON, terms.CommentaryKind.ACTION)
    )
    section = highlight_of("A-1", assessed(a_register(commentary=comments)))
    beside = next(block for block in section.blocks if isinstance(block, SideBySide))
    for column in (beside.left, beside.right):
        told = [one.text for one in column if isinstance(one, Paragraph)]
        assert sum(len(text.split()) for text in told) <= COLUMN_WORDS + 2
        assert told[0].endswith("[…]")


def test_a_weakness_of_the_figure_is_said_beside_it():
    """Readers are told what to be careful about; "None known" is no weakness."""
    weak = quarterly("A-1", FALLING, known_limitations="counts two depots only")
    section = highlight_of("A-1", assessed(register_of(weak)))
    assert labels_in(section)["Take care."] == "Counts two depots only."
    assert "Take care." not in labels_in(highlight_of("A-1", assessed(a_register())))


def test_a_persons_choice_wins_and_what_was_turned_down_stays_out():
    """Chosen rows of this cycle are the highlights, and they alone."""
    cycle = parse_period("2024/25 Q3")
    rows = (
        Highlight(cycle=cycle, kpi_ref="B-1", chosen=True, why="Members asked."),
        Highlight(cycle=cycle, kpi_ref="A-1", chosen=False, why="Reported in full last month."),
        Highlight(cycle=parse_period("2024/25 Q2"), kpi_ref="A-2", chosen=True),
    )
    report = clt_report(assessed(a_register(highlights=rows)))
    shown = [one.key for one in report.sections if one.key.startswith("highlight")]
    assert shown == [highlight_key("B-1")]


def test_candidates_that_nobody_confirmed_are_said_to_be_such():
    """A rule puts forward; a person decides."""
    opening = next(
        one for one in clt_report(assessed(a_register())).sections if one.heading == "Highlights"
    )
    assert "nobody has confirmed" in words_of([opening])


PANEL = Board(body="Panel", kind=terms.BodyKind.SCRUTINY, public_paper=True)


def public(**over: object) -> Assessment:
    return assessed(register_of(quarterly("A-1", FALLING, public=True), boards=(PANEL,), **over))


def chosen(**over: object) -> Highlight:
    cycle = parse_period("2024/25 Q3")
    return Highlight(cycle=cycle, kpi_ref="A-1", chosen=True, asked="to wait until April", **over)


def test_what_nobody_chose_stands_in_no_paper_that_is_published():
    """Neither a highlight that a rule put forward, nor that nobody has confirmed it; the officer is told."""
    sections = made("scrutiny", public(), body="Panel").sections
    assert not [one for one in sections if one.key.startswith("highlight")]
    words = words_of(sections)
    assert "confirmed" not in words and "put forward" not in words
    told = made("scrutiny", public(highlights=(chosen(),)), body="Panel").sections
    assert [one.key for one in told if one.key.startswith("highlight")] == [highlight_key("A-1")]


def test_the_public_is_not_told_of_comments_that_other_papers_have():
    """That there is none in this paper, and no more."""
    comment = make_comment("A-1", text="Two vans broke.", use_in=(terms.UseIn.DMT,))
    words = words_of(made("scrutiny", public(commentary=(comment,)), body="Panel").sections)
    assert "No commentary in this paper" in words and "other papers" not in words


def test_a_partnership_reads_what_is_written_for_partnerships():
    """A kind of paper of its own under *Use in*."""
    board = replace(PANEL, kind=terms.BodyKind.PARTNERSHIP)
    comment = make_comment("A-1", text="Two vans broke.", use_in=(terms.UseIn.PARTNERSHIP,))
    register = register_of(
        quarterly("A-1", FALLING, public=True), boards=(board,), commentary=(comment,)
    )
    assert "Two vans broke." in words_of(
        made("scrutiny", assessed(register), body="Panel").sections
    )


@pytest.mark.parametrize(("asked_of", "is_ours"), [("Panel", True), (None, False), ("CLT", False)])
def test_what_is_asked_stands_with_the_body_that_is_asked_and_among_its_recommendations(
    asked_of: str | None, is_ours: bool
):
    """CLT's where its row names nobody; another body's paper holds no word of it."""
    sections = made(
        "scrutiny", public(highlights=(chosen(asked_of=asked_of),)), body="Panel"
    ).sections
    highlight = next(one for one in sections if one.key == highlight_key("A-1"))
    assert ("Panel is asked" in labels_in(highlight)) is is_ours
    words = words_of([one for one in sections if one.heading.startswith("7.0")])
    assert ("is recommended to wait until April" in words) is is_ours


@pytest.mark.parametrize(("about", "lines"), [((), 2), (("A-1",), 1)])
def test_an_ask_that_a_recommendation_is_about_is_not_said_twice(
    about: tuple[str, ...], lines: int
):
    """The officer's own words stand for it where they say so."""
    row = PaperRecommendation(
        cycle=parse_period("2024/25 Q3"), body="Panel", text="wait for the spring", about=about
    )
    register = public(highlights=(chosen(asked_of="Panel"),), paper_recommendations=(row,))
    sections = made("scrutiny", register, body="Panel").sections
    (found,) = [one for one in sections if one.heading.startswith("7.0")]
    assert len(found.blocks) == lines


@pytest.mark.parametrize("text", ["None known", "none", "", None])
def test_no_known_limitation_is_no_caution(text: str | None):
    """The answer "None known" is for the register, not for the reader."""
    plain = quarterly("A-1", FALLING, known_limitations=text)
    assert "Take care." not in labels_in(highlight_of("A-1", assessed(register_of(plain))))
