"""A committee's paper: its form, and appendices in which each KPI of the board stands exactly once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.plan import Action, Priority
from pmf_cli.register.sheets.process import Board, Highlight, Recommendation
from pmf_cli.register.terms import (
    ActionStatus,
    BodyKind,
    NoDataReason,
    OpenStatus,
    Rag,
    TimetableStep,
)
from pmf_cli.views.audience import audience_of
from pmf_cli.views.base import Section
from pmf_cli.views.parts.committee import appendices_of
from pmf_cli.views.wording import TO_WRITE
from tests.assessed import assessed, quarterly, register_of, tables_of, words_of
from tests.make import make_comment, make_result, make_step
from tests.papers import made

BOARD = "Homes Scrutiny Board"
RED, AMBER, GREEN = "70", "87", "95"


def a_register(**over: object) -> Register:
    """Priority A is judged Amber and B Green; KPIs of A, of both, of B and of none."""
    given = {
        "boards": (Board(body=BOARD, kind=BodyKind.SCRUTINY),),
        "priorities": (
            Priority(ref="B", priority="Clean streets", judged_status=Rag.GREEN),
            Priority(ref="A", priority="Homes", judged_status=Rag.AMBER, reason="too few homes"),
        ),
    }
    return register_of(
        quarterly("K-1", [RED], priorities=("A",)),
        quarterly("K-2", [GREEN], priorities=("B", "A")),
        quarterly("K-3", [AMBER], priorities=("B",)),
        quarterly("K-4", [GREEN]),
        quarterly("K-5", [None]),
        **{**given, **over},
    )


def sections_of(register: Register) -> tuple[Section, ...]:
    return made("scrutiny", assessed(register), body=BOARD).sections


def section(register: Register, heading: str) -> Section:
    return next(one for one in sections_of(register) if heading in one.heading)


def refs_in(sections: tuple[Section, ...]) -> list[str]:
    """References of KPIs that stand in the tables of some sections."""
    rows = [row[0].whole for table in tables_of(sections).values() for row in table.rows]
    return [found[0] for row in rows if (found := re.search(r"\bK-\d\b", row))]


def test_each_kpi_stands_in_one_appendix():
    """In the tracker of its first priority that is not on track, else among the other indicators."""
    found = sections_of(a_register())
    second = tuple(one for one in found if one.key.startswith("tracker"))
    at = next(n for n, one in enumerate(found) if one.heading.startswith("Appendix 3"))
    third = found[at:]
    assert sorted(refs_in(second)) == ["K-1", "K-2"]
    assert sorted(refs_in(third)) == ["K-3", "K-4", "K-5"]


def test_the_counts_are_proved_on_the_page():
    """A member can add them up."""
    words = words_of([section(a_register(), "Purpose")])
    assert "2 KPIs; appendix 3 the other 3. That makes 5, each once" in words


def test_the_guidance_leads_to_each_appendix_and_its_counts_add_up():
    """A member who listens or reads on a screen goes there by a link."""
    found = sections_of(a_register())
    rows = tables_of(found)["appendices"].rows
    keys = {one.key for one in found}
    assert [row[2].page_of for row in rows] == ["appendix 1", "appendix 2", "appendix 3"]
    assert {row[2].page_of for row in rows} <= keys
    assert sum(row[1].value or 0 for row in rows) == 5


@pytest.mark.parametrize(
    ("lights", "told"),
    [
        ((Rag.AMBER,), ("the light of the one priority that concerns", "the tracker of the one that is")),
        ((Rag.GREEN,), ("the light of the one priority that concerns", "appendix 2 holds no tracker")),
        ((Rag.RED, Rag.AMBER), ("each of the two priorities that concern", "the trackers of the two that are")),
    ],
)  # fmt: skip
def test_one_priority_is_spoken_of_as_one(lights: tuple[Rag, ...], told: tuple[str, ...]):
    """Number and verb agree, however many there are."""
    names = ("A", "B")[: len(lights)]
    priorities = tuple(
        Priority(ref=name, priority=name, judged_status=light)
        for name, light in zip(names, lights, strict=True)
    )
    words = words_of([section(a_register(priorities=priorities), "Purpose")])
    assert all(one in words for one in told), words


def test_what_is_recommended_is_a_sentence_of_who_is_to_do_it():
    """Not a line that begins in the middle of a sentence."""
    board = replace(a_register().boards[0], standing_recommendation="Note the report.")
    words = words_of([section(a_register(boards=(board,)), "7.0")])
    assert f"{BOARD} is recommended to note the report." in words


def test_every_red_is_named_among_the_main_issues_with_its_age_and_its_way_back():
    """The longest first; where nobody has said when it is back, that is said."""
    back = make_comment("K-2", back_on_target=date(2025, 6, 30))
    register = register_of(
        quarterly("K-1", [GREEN, RED], short_name="Bins"),
        quarterly("K-2", [RED, RED], short_name="Homes"),
        boards=a_register().boards,
        commentary=(back,),
    )
    words = words_of([section(register, "3.0")])
    assert "Homes (2+ quarters, back by 30 Jun 2025); Bins (1 quarter, no date given)." in words


def test_a_missing_figure_is_named_with_its_reason_and_day_and_that_it_was_red():
    """Less Red is no progress where the figure is gone."""
    why = {
        "no_data_reason": NoDataReason.DATA_QUALITY,
        "note": "Dates were lost in the move to a new system",
        "expected_by": date(2025, 2, 28),
    }
    kpi, rows = quarterly("K-1", [RED, None], short_name="Requests in time")
    blank = make_result("K-1", "2024/25 Q3", None, **why)
    found = section(register_of((kpi, [*rows, blank]), boards=a_register().boards), "3.0")
    assert (
        "One figure is missing. Requests in time (Red in July to September 2024): dates were lost in the "
        "move to a new system, expected on 28 February 2025."
    ) in words_of([found])


@given(
    st.lists(
        st.lists(st.sampled_from(["A", "B", "C"]), max_size=3, unique=True), min_size=0, max_size=6
    ),
    st.lists(st.sampled_from([None, *Rag]), min_size=3, max_size=3),
)
def test_the_appendices_share_out_the_boards_kpis(links: list[list[str]], lights: list[Rag | None]):
    """Whatever priorities and lights there are, none is lost and none stands twice."""
    series = [quarterly(f"K-{n}", [GREEN], priorities=tuple(one)) for n, one in enumerate(links)]
    rows = tuple(
        Priority(ref=ref, priority=ref, judged_status=light)
        for ref, light in zip("ABC", lights, strict=True)
    )
    register = register_of(
        *series, priorities=rows, boards=(Board(body=BOARD, kind=BodyKind.SCRUTINY),)
    )
    assessment = assessed(register)
    audience = audience_of(assessment, History(), BOARD)
    found = appendices_of(assessment, audience)
    standing = [one.kpi.ref for t in found.trackers for one in t.ratings]
    standing += [one.kpi.ref for one in found.indicators]
    assert sorted(standing) == sorted(one.kpi.ref for one in audience.ratings)


def test_every_priority_has_its_lights_in_appendix_1():
    """The judged one and the one worked out, side by side."""
    rows = tables_of([section(a_register(), "Appendix 1")])["priorities"].rows
    assert [(row[0].text, row[1].text, row[2].text) for row in rows] == [
        ("Clean streets", "Green", "Green"),
        ("Homes", "Amber", "Amber"),
    ]


def test_a_priority_of_which_the_board_has_but_some_kpis_says_how_many():
    """Its counts are of all bodies' KPIs, so that those of the board are told beside them."""
    board = replace(a_register().boards[0], filter="directorate = Homes")
    register = register_of(
        quarterly("K-1", [RED], priorities=("A",), directorate="Homes"),
        quarterly("K-2", [RED], priorities=("A", "B"), directorate="Roads"),
        boards=(board,),
        priorities=a_register().priorities,
    )
    table = tables_of([section(register, "Appendix 1")])["priorities"]
    at = [one.title for one in table.columns].index("KPIs")
    counts = {row[0].more[0].text: row[at].whole for row in table.rows}
    assert counts["A"] == "2 KPIs: 2 Red one of them is the board’s"


def test_a_tracker_says_where_those_of_its_kpis_stand_that_another_has():
    """Each KPI stands once; a priority whose tracker has none of its own says where they are."""
    priorities = tuple(
        Priority(ref=ref, priority=ref, judged_status=Rag.AMBER) for ref in ("A", "B")
    )
    found = section(a_register(priorities=priorities), "A A")
    assert "Its KPI Recycling K-2 stands under B." in words_of([found])
    assert "stands under" not in words_of([section(a_register(priorities=priorities), "B B")])


def test_a_kpi_asked_for_at_this_meeting_is_said_to_be_such():
    """It is none of the board's own, and a member asks why it is there."""
    step = make_step(
        "2024/25 Q3",
        step=TimetableStep.SCRUTINY,
        body=BOARD,
        extra_kpis=("K-2",),
        on=date(2025, 3, 25),
    )
    board = replace(a_register().boards[0], filter="directorate = Homes")
    register = register_of(
        quarterly("K-1", [RED], directorate="Homes"),
        quarterly("K-2", [RED], directorate="Roads", short_name="Complaints in time"),
        boards=(board,),
        timetable=(step,),
    )
    words = words_of([section(register, "Purpose")])
    assert "Among them Complaints in time was asked for beside the usual ones" in words


def test_a_kpi_among_the_highlights_has_its_words_there_alone():
    """The appendix gives its figures and says where the words are."""
    chosen = Highlight(cycle=parse_period("2024/25 Q3"), kpi_ref="K-1", chosen=True)
    comment = make_comment("K-1", text="Two vans broke.")
    given = {"highlights": (chosen,), "commentary": (comment,)}
    assert words_of(sections_of(a_register(**given))).count("Two vans broke.") == 1
    table = tables_of(sections_of(a_register(**given)))["appendix_2_a"]
    (row,) = [row for row in table.rows if row[0].text == "K-1"]
    assert "See the highlights" in [entry.text for entry in row]


def test_a_tracker_says_why_and_what_is_done_by_when():
    """Light, reason, KPIs, actions with the day first agreed and the day now."""
    action = Action(
        ref="X-1", belongs_to="A", action="Buy 60 homes", status=ActionStatus.AT_RISK,
        due=date(2024, 12, 1), revised_due=date(2025, 3, 31), update_text="22 bought.",
    )  # fmt: skip
    found = section(a_register(actions=(action,)), "A Homes")
    assert "Too few homes." in words_of([found])
    (row,) = tables_of([found])["actions_a"].rows
    assert [entry.text for entry in row] == [
        "Buy 60 homes", "1 Dec 2024", "31 Mar 2025", "At risk", "22 bought.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "where", ["Report of", "Wards affected", "Specific implications for", "Date"]
)
def test_what_only_a_person_can_write_is_a_place_that_says_so(where: str):
    """Nothing is made up, and nothing is left blank."""
    rows = tables_of([section(a_register(), "Front sheet")])["front_sheet"].rows
    assert {row[0].text: row[1].text for row in rows}[where].startswith(TO_WRITE)


def test_what_the_boards_row_says_each_time_leaves_no_place_to_fill_in():
    """Wards, implications, access and background papers come from the register where they stand there."""
    given = {
        "wards_affected": "All",
        "implications_for": "Equality",
        "access": "Open to the press and public",
        "governance_implications": "None arise from this report.",
        "resource_implications": "None beyond the budget.",
        "background_papers": "None",
    }
    board = replace(a_register().boards[0], **given)
    meets = make_step(
        "2024/25 Q3", step=TimetableStep.SCRUTINY, body=BOARD, on=date(2025, 3, 25), item="9"
    )
    found = sections_of(a_register(boards=(board,), timetable=(meets,)))
    words = words_of(found)
    assert all(text in words for text in given.values())
    rows = {row[0].text: row[1].text for row in tables_of(found)["front_sheet"].rows}
    assert (rows["Agenda item"], rows["Access"]) == ("9", "Open to the press and public")
    left = words.split(TO_WRITE)[1:]
    assert [one.partition("]")[0] for one in left] == [
        "the director's post", "post and telephone",
        f"what {BOARD} should take from this", "recommendation",
    ]  # fmt: skip


def test_earlier_recommendations_come_back_with_their_answers():
    """Open ones until they are closed; those of other bodies stay out."""

    def row(ref: str, **over: object) -> Recommendation:
        given = {"body": BOARD, "meeting_on": date(2024, 9, 24), "text": f"That {ref} be done."}
        return Recommendation(ref=ref, **{**given, **over})

    rows = (
        row("R-1", status=OpenStatus.OPEN),
        row(
            "R-2",
            status=OpenStatus.IN_HAND,
            answer="It is being done.",
            answered_on=date(2024, 10, 1),
        ),
        row("R-3", status=OpenStatus.CLOSED),
        row("R-4", body="Another board", status=OpenStatus.OPEN),
    )
    found = section(a_register(recommendations=rows), "earlier meetings")
    told = tables_of([found])["recommendations"].rows
    assert [(one[0].text, one[2].text) for one in told] == [
        ("That R-1 be done.", "No answer yet"),
        ("That R-2 be done.", "It is being done."),
    ]


def test_a_council_without_priorities_gives_its_boards_one_appendix():
    """The delivery plan is optional."""
    found = sections_of(a_register(priorities=()))
    assert not any("Appendix 1" in one.heading or "Appendix 2" in one.heading for one in found)
    at = next(n for n, one in enumerate(found) if one.heading.startswith("Appendix"))
    assert sorted(refs_in(found[at:])) == [f"K-{n}" for n in range(1, 6)]
