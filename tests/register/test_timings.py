"""The words of a step's timing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.register.terms import TimetableStep
from pmf_cli.register.time.timings import Timing, parse_timing

STEP = TimetableStep


@pytest.mark.parametrize(
    ("words", "timing"),
    [
        ("3 before Data due", Timing(STEP.DATA_DUE, -3, is_before=True)),
        ("1 after Commentary due", Timing(STEP.COMMENTARY_DUE, 1)),
        ("0 before Forms sent", Timing(STEP.FORMS_SENT, 0, is_before=True)),
        ("5 working days before the  CLT.", Timing(STEP.CLT, -5, is_before=True)),
        ("2 days after dmt REVIEW", Timing(STEP.DMT_REVIEW, 2)),
        ("on Publication", Timing(STEP.PUBLICATION)),
        ("on the day of CLT", Timing(STEP.CLT)),
        ("by 15", Timing(day=15)),
        ("by 31 March", Timing(month=3, day=31)),
        ("in February", Timing(month=2)),
        ("in sept", Timing(month=9)),
    ],
)
def test_what_is_understood(words, timing):
    assert parse_timing(words) == timing


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_blank_says_nothing(blank):
    assert parse_timing(blank) is None


@pytest.mark.parametrize(
    "words",
    [
        "three before Data due",
        "3 before Data is due",
        "before Data due",
        "3 Data due",
        "251 before CLT",
        "by 32",
        "by 31 June",
        "in Marzipan",
        "in ma",
        "=1+1",
        "soon",
    ],
)
def test_what_is_not_understood_is_said_in_words(words):
    with pytest.raises(ValueError, match="“"):
        parse_timing(words)


@given(st.text(max_size=60))
def test_no_words_whatever_crash_it(words):
    try:
        parse_timing(words)
    except ValueError as error:
        assert str(error)
