"""What a body was told is corrected in the next paper: in words, once, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.analysis.issued.corrections import corrections_for, corrections_to
from pmf_cli.analysis.issued.differences import What, differences_from
from pmf_cli.analysis.issued.issue_history import History, RecordedCellChange, WrittenCell
from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.views.audience import audience_of
from pmf_cli.views.parts.corrections import (
    NOTHING_CHANGED,
    correction_words,
    corrections_part,
    is_told_in,
    told_line,
)
from tests.assessed import assessed, quarterly, register_of, words_of
from tests.issued import BODY, issued, with_value
from tests.make import make_kpi, make_result, make_target

Q1, Q2, Q3 = "2024/25 Q1", "2024/25 Q2", "2024/25 Q3"
AUGUST, NOVEMBER, FEBRUARY = date(2024, 8, 12), date(2024, 11, 11), date(2025, 2, 10)


def complaints(q1: str = "38", q2: str = "30", q3: str = "29") -> Register:
    """Complaints received, fewer are better, at most 35."""
    kpi = make_kpi(
        "CX-02",
        name="Complaints",
        data_type=terms.DataType.NUMBER,
        unit="",
        decimal_places=0,
        polarity=terms.Polarity.LOWER,
        plausible_max=None,
    )
    rows = [make_result("CX-02", p, v) for p, v in ((Q1, q1), (Q2, q2), (Q3, q3))]
    return register_of((kpi, rows), targets=[make_target("CX-02", target=35)])


def found(register: Register, history: History, period: str = Q2, as_of: date = NOVEMBER):
    return corrections_for(assessed(register, period=period, as_of=as_of), history, "clt", BODY)


def first_paper(register: Register | None = None) -> History:
    return issued(assessed(register or complaints(), period=Q1, as_of=AUGUST))


def test_south_ribbles_case():
    """Last quarter's 38 should have been 31: the next paper says so, with the rating."""
    now = with_value(complaints(), "CX-02", Q1, "31", received_on=date(2024, 10, 4))
    (one,) = found(now, first_paper()).found
    assert correction_words(one) == (
        "Complaints (CX-02), 2024/25 Q1: reported 38, now 31 (figure received 04/10/2024); "
        "the rating changes from Red to Green."
    )


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("31", ("38", "31", "Figure received 04/10/2024; Red then, Green now")),
        ("37", ("38", "37", "Figure received 04/10/2024; still Red")),
    ],
)
def test_the_paper_tells_a_correction_on_one_line(value: str, line: tuple[str, ...]):
    """What was, what is, why, and what that means for the rating."""
    now = with_value(complaints(), "CX-02", Q1, value, received_on=date(2024, 10, 4))
    assessment = assessed(now, period=Q2, as_of=NOVEMBER)
    (section,) = corrections_part(
        assessment, audience_of(assessment, first_paper(), BODY, paper="clt")
    )
    (table,) = section.blocks
    assert section.heading == "Corrections to what CLT was told"
    assert [entry.text for entry in table.rows[0]][1:] == list(line)
    assert table.rows[0][0].text.endswith(", Apr–Jun 2024")


def test_a_line_of_a_correction_is_known_again_in_a_file():
    """By its first words and its reason; one that somebody struck out was not told."""
    now = with_value(complaints(), "CX-02", Q1, "31", received_on=date(2024, 10, 4))
    assessment = assessed(now, period=Q2, as_of=NOVEMBER)
    (one,) = corrections_for(assessment, first_paper(), "clt", BODY).found
    line = told_line(assessment, one)
    for texts, is_told in (
        ((line.what, line.why), True),
        ((line.what,), False),
        ((correction_words(one),), True),
    ):
        assert is_told_in(assessment, one, texts.__contains__) is is_told


def test_a_change_that_pmf_wrote_is_named_with_its_day():
    """ "return corrected 04/10/2024", from the ledger's row for that very cell."""
    register = complaints()
    row = next(row for row in register.results if str(row.period) == Q1)
    cell = WrittenCell(str(row.source.at("value")), "38", "31")
    elsewhere = WrittenCell("Elsewhere!A1", "", "x")
    history = first_paper()
    change = RecordedCellChange(2, date(2024, 10, 4), "return taken in", "R-1", (cell,))
    other = RecordedCellChange(3, date(2024, 10, 9), "import", "x", (elsewhere,))
    history = replace(history, changes=(change, other))
    (one,) = found(with_value(register, "CX-02", Q1, "31"), history).found
    assert one.reason == "return corrected 04/10/2024"
    by_return = with_value(
        register, "CX-02", Q1, "31",
        return_ref="R-1", replaces="38, replaced on 04/10/2024: corrected by return R-1",
    )  # fmt: skip
    assert found(by_return, history).found[0].reason == "return corrected 04/10/2024"


def test_a_change_of_a_row_that_moved_is_named_and_one_of_a_row_in_its_place_is_not():
    """The record names the row that was written; rows are sorted and deleted afterwards."""
    register = complaints()
    row = next(row for row in register.results if str(row.period) == Q1)
    there = str(row.source.at("value"))
    own = {"kpi_ref": "CX-02", "period": Q1}
    for cell, reason in (
        (WrittenCell("Elsewhere!A1", "38", "31", "Results", "value", own), "return corrected 04/10/2024"),
        (WrittenCell(there, "38", "31", "Results", "value", own | {"kpi_ref": "CX-9"}), ""),
    ):  # fmt: skip
        change = RecordedCellChange(2, date(2024, 10, 4), "return taken in", "R-1", (cell,))
        history = replace(first_paper(), changes=(change,))
        (one,) = found(with_value(register, "CX-02", Q1, "31"), history).found
        assert one.reason == reason


def test_the_records_own_words_come_first():
    """What stands under Replaces is the officer's own reason."""
    now = with_value(
        complaints(), "CX-02", Q1, "31",
        value_status=terms.ValueStatus.REVISED, replaces="38; seven were counted twice.",
    )  # fmt: skip
    (one,) = found(now, first_paper()).found
    assert one.reason == "38; seven were counted twice"


def test_the_old_figure_is_not_said_twice():
    """A return with a note writes what it replaced; the sentence around it names that already."""
    now = with_value(
        complaints(), "CX-02", Q1, "31",
        replaces="38, replaced on 04/10/2024: seven were counted twice",
    )  # fmt: skip
    (one,) = found(now, first_paper()).found
    assert one.reason == "corrected 04/10/2024: seven were counted twice"


def test_no_reason_is_said_to_be_missing():
    (one,) = found(with_value(complaints(), "CX-02", Q1, "31"), first_paper()).found
    assert "(no reason is on record)" in correction_words(one)


def test_an_unaltered_register_has_no_corrections():
    """The paper then says that nothing changed; a first paper says nothing at all."""
    for history, period, as_of in ((first_paper(), Q2, NOVEMBER), (History(), Q1, AUGUST)):
        assessment = assessed(complaints(), period=period, as_of=as_of)
        audience = audience_of(assessment, history, BODY, paper="clt")
        sections = corrections_part(assessment, audience)
        assert (NOTHING_CHANGED in words_of(sections)) if history.papers else not sections


def test_a_correction_told_once_is_not_told_again():
    """Q2's paper corrects Q1; Q3's says nothing more of it, until the figure changes again."""
    now = with_value(complaints(), "CX-02", Q1, "31")
    history = issued(assessed(now, period=Q2, as_of=NOVEMBER), first_paper())
    assert len(history.papers[1].corrections) == 1
    assert found(now, history, Q3, FEBRUARY).found == ()
    (again,) = found(with_value(now, "CX-02", Q1, "33"), history, Q3, FEBRUARY).found
    assert (again.told.value, again.now.value) == (31, 33)


def test_a_paper_written_again_after_its_issue_says_the_same():
    """The corrections of a paper do not vanish when it is on record itself."""
    now = with_value(complaints(), "CX-02", Q1, "31")
    before = found(now, first_paper())
    history = issued(assessed(now, period=Q2, as_of=NOVEMBER), first_paper())
    assert found(now, history) == before
    later = issued(assessed(now, period=Q3, as_of=FEBRUARY), history)
    assert found(now, later, Q2, FEBRUARY).found == before.found


def test_a_reissue_corrects_the_issue_before_it():
    """Q1's own figure changes after Q1 went out: the paper written again names it."""
    now = with_value(complaints(), "CX-02", Q1, "31")
    (one,) = found(now, first_paper(), Q1, AUGUST).found
    assert one.told.value_text == "38"


def test_a_paper_about_one_thing_takes_no_correction_away():
    """It gives the new figure and cannot say that it is one, so the next paper still says so."""
    now = with_value(complaints(), "CX-02", Q1, "31")
    silent = issued(assessed(now, period=Q1, as_of=AUGUST), first_paper())
    other = {"report": "priority", "about": "P5", "is_beside": True, "corrections": ()}
    papers = (*silent.papers[:-1], replace(silent.papers[-1], **other))
    (one,) = found(now, replace(silent, papers=papers)).found
    assert one.told.value_text == "38"


def test_a_figure_that_only_such_a_paper_told_is_corrected_too():
    """The body was told it, wherever that was."""
    told = replace(first_paper().papers[-1], report="priority", about="P5")
    now = with_value(complaints(), "CX-02", Q1, "31")
    (one,) = found(now, History((told,))).found
    assert one.paper.about == "P5"


def test_a_figure_withdrawn_is_named():
    now = with_value(
        complaints(), "CX-02", Q1, None, no_data_reason=terms.NoDataReason.DATA_QUALITY
    )
    (one,) = found(now, first_paper()).found
    assert "reported 38, now no figure (data quality problem)" in correction_words(one)
    assert "changes from Red to not rated" in correction_words(one)


def test_what_was_not_printed_is_no_correction():
    """A change behind the rounding, or a provisional figure that became final, changes nothing."""
    register = with_value(complaints(), "CX-02", Q1, "37.9")
    assert found(register, first_paper()).found == ()
    provisional = with_value(
        complaints(), "CX-02", Q1, "38", value_status=terms.ValueStatus.PROVISIONAL
    )
    assert found(complaints(), first_paper(provisional)).found == ()


def test_a_target_changed_for_a_period_already_reported_is_named():
    """The figure is the same; its rating is not, and the sentence says why and who agreed."""
    targets = [
        make_target(
            "CX-02", target=40, rationale="More people may complain.", agreed_on=date(2024, 9, 3)
        )
    ]
    now = replace(complaints(), targets=tuple(targets))
    (one,) = found(now, first_paper()).found
    assert one.rating_changed and not one.value_changed
    assert (
        "is unchanged; its rating, reported as Red, is now Green, since the target"
        in correction_words(one)
    )
    assert "More people may complain; agreed by CLT on 03/09/2024" in correction_words(one)


def test_a_late_figure_for_the_period_is_no_correction():
    """Nothing was told of Q1, so there is nothing to correct when it comes."""
    late = with_value(complaints(), "CX-02", Q1, None)
    assert found(complaints(), first_paper(late)).found == ()


def test_a_figure_compared_with_counts_as_told():
    """The paper printed Q1 beside Q2; a body that never had a paper on Q1 is told all the same."""
    history = issued(assessed(complaints(), period=Q2, as_of=NOVEMBER))
    assert history.papers[0].figures[0].comparator_period == Q1
    (one,) = found(with_value(complaints(), "CX-02", Q1, "31"), history, Q3, FEBRUARY).found
    assert (one.told.period, one.told.value_text, one.now.value_text) == (Q1, "38", "31")


def test_another_body_is_told_nothing():
    """Corrections are to those who were told."""
    now = with_value(complaints(), "CX-02", Q1, "31")
    assessment = assessed(now, period=Q2, as_of=NOVEMBER)
    assert corrections_for(assessment, first_paper(), "clt", "Cabinet").papers == 0
    assert corrections_to(assessment, first_paper(), "Cabinet") == ()


def test_a_paper_issued_later_than_the_date_is_not_known_yet():
    """With an earlier --as-of the past is replayed."""
    now = with_value(complaints(), "CX-02", Q1, "31")
    assert found(now, first_paper(), Q2, date(2024, 8, 1)).papers == 0


VALUES = st.lists(
    st.integers(min_value=0, max_value=100).map(str) | st.none(), min_size=3, max_size=3
)


@settings(max_examples=40, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=4), st.data())
def test_exactly_what_was_altered_is_corrected_and_once(series, data):
    """Law: unaltered gives none; altered figures give exactly theirs; issued, none again."""
    register = register_of(*(quarterly(f"A-{n}", values) for n, values in enumerate(series, 1)))
    told = issued(assessed(register, period=Q2, as_of=NOVEMBER))
    later = assessed(register, period=Q3, as_of=FEBRUARY)
    assert corrections_for(later, told, "clt", BODY).found == ()
    assert (
        differences_from(assessed(register, period=Q2, as_of=NOVEMBER), told.papers[0], told) == ()
    )

    altered = register
    expected = set()
    for figure in told.papers[0].figures:
        if figure.value is None or not data.draw(st.booleans()):
            continue
        new = data.draw(st.integers(min_value=0, max_value=100))
        altered = with_value(altered, figure.kpi_ref, figure.period, str(new))
        if Decimal(new) != figure.value:
            expected.add((figure.kpi_ref, figure.period))
    later = assessed(altered, period=Q3, as_of=FEBRUARY)
    got = corrections_for(later, told, "clt", BODY).found
    assert {(one.told.kpi_ref, one.told.period) for one in got if one.value_changed} == expected
    assert corrections_for(
        assessed(altered, period="2024/25 Q4", as_of=date(2025, 5, 12)),
        issued(later, told), "clt", BODY,
    ).found == ()  # fmt: skip
    again = differences_from(assessed(altered, period=Q2, as_of=FEBRUARY), told.papers[0], told)
    assert {one.kpi_ref for one in again if one.what is What.VALUE} == {ref for ref, _ in expected}
