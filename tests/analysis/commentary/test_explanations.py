"""Who must explain what: which results need words, what answers them, and who is asked."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.analysis.commentary.explanations import asks_of
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.process import Highlight
from tests.assessed import assessed, quarterly, register_of
from tests.make import (
    CONTACTS,
    PERIOD,
    make_comment,
    make_contact,
    make_kpi,
    make_result,
    make_rule,
)

REASON, ACTION, RECOVERY, GOOD, DATA = (
    terms.CommentaryKind.REASON,
    terms.CommentaryKind.ACTION,
    terms.CommentaryKind.RECOVERY,
    terms.CommentaryKind.GOOD_PRACTICE,
    terms.CommentaryKind.DATA_QUALITY,
)


def asks(values, *comments, on=None, **over):
    made = register_of(quarterly("A-1", list(values)), commentary=comments, **over)
    return asks_of(assessed(made) if on is None else assessed(made, as_of=on))


def chosen(kind):
    return Highlight(cycle=parse_period(PERIOD), kpi_ref="A-1", chosen=True, kind=kind)


@pytest.mark.parametrize(
    ("values", "highlight", "kinds"),
    [
        (("91", "80"), None, [REASON, ACTION, RECOVERY]),
        (("91", "88"), None, [REASON]),
        (("91", "91"), None, []),
        (("91", "91"), terms.HighlightKind.FAVOURABLE, [GOOD]),
        (("91", "91"), terms.HighlightKind.WATCH, [REASON, ACTION]),
        (("91", "88"), terms.HighlightKind.ADVERSE, [REASON, ACTION]),
        (("91", "80"), terms.HighlightKind.FAVOURABLE, [REASON, ACTION, RECOVERY]),
    ],
)
def test_what_is_asked_follows_colour_and_choice(values, highlight, kinds):
    """Red is asked for reason, action and date; Amber for the reason; a highlight by its kind."""
    rows = (chosen(highlight),) if highlight else ()
    found = [question.kind for ask in asks(values, highlights=rows) for question in ask.questions]
    assert found == kinds


def test_an_exceeding_result_is_asked_about_too():
    """Members ask why a KPI overperforms."""
    rules = (make_rule(exceeding_mark=10),)
    (ask,) = asks(("91", "100"), rating_rules=rules)
    assert (ask.why, ask.questions[0].kind) == ("exceeding", GOOD)


def test_answers_are_found_and_last_comments_shown():
    """A comment of the right kind on the result's period answers; one before is shown."""
    before = make_comment("A-1", "2024/25 Q2", text="Old words.")
    (ask,) = asks(("91", "80"), before)
    assert len(ask.unanswered) == 3 and ask.last[REASON].text == "Old words."
    promise = make_comment("A-1", text="Why.", back_on_target="2025/26 Q1")
    (ask,) = asks(("91", "80"), promise)
    assert [question.kind for question in ask.unanswered] == [ACTION]


def test_a_blank_with_its_note_is_answered():
    """The record says beside the blank what is wrong with the data."""
    reason = terms.NoDataReason.DATA_QUALITY
    for note, open_ones in ((None, 1), ("The system lost the dates.", 0)):
        kpi = make_kpi("A-1")
        old = make_result("A-1", "2024/25 Q2", "91")
        blank = make_result("A-1", PERIOD, None, no_data_reason=reason, note=note)
        (ask,) = asks_of(assessed(register_of((kpi, [old, blank]))))
        assert ask.questions[0].kind is DATA
        assert len(ask.unanswered) == open_ones


def test_the_deputy_is_asked_while_the_key_contact_is_away():
    """And nobody where nobody is left."""
    away = (CONTACTS[0], make_contact("C02", absent_until=date(2025, 3, 1)), *CONTACTS[2:])
    (ask,) = asks(("91", "80"), contacts=away)
    assert (ask.contact, ask.stands_in) == ("C03", True)
    assert ask.unanswered
    (ask,) = asks(("91", "80"), contacts=CONTACTS[:1])
    assert ask.contact is None and ask.why_contact


def test_a_comment_written_after_the_day_asked_about_answers_nothing_yet() -> None:
    """A past day shows what was known then; a comment without a date counts always."""
    written = make_comment("A-1", written_on=date(2025, 2, 3))
    for on, is_open in ((date(2025, 2, 2), True), (date(2025, 2, 3), False)):
        (ask,) = asks(("91", "88"), written, on=on)
        assert bool(ask.unanswered) is is_open
    (ask,) = asks(("91", "88"), make_comment("A-1", written_on=None), on=date(2025, 2, 2))
    assert not ask.unanswered
