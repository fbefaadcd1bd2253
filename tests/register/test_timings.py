"""The words of a step's timing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.register.terms import CycleKind, TimetableStep
from pmf_cli.register.time.timings import Timing, day_in_month, parse_timing, timing_for
from tests.make import make_checklist_step

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


@pytest.mark.parametrize(
    ("words", "timing"),
    [
        ("250 before CLT", Timing(STEP.CLT, -250, is_before=True)),
        ("0 after CLT", Timing(STEP.CLT, 0)),
        ("1 day before CLT", Timing(STEP.CLT, -1, is_before=True)),
        ("on the CLT", Timing(STEP.CLT)),
        ("by 1", Timing(day=1)),
        ("by 31", Timing(day=31)),
        ("by 29 February", Timing(month=2, day=29)),
        ("by 30 June", Timing(month=6, day=30)),
        ("in feb", Timing(month=2)),
        ("in dec", Timing(month=12)),
        ("251 after CLT", None),
        ("before CLT", None),
        ("after CLT", None),
        ("by 0", None),
        ("by 32", None),
        ("by 30 February", None),
        ("in fe", None),
        ("by 5 Marz", None),
        ("by", None),
    ],
)
def test_timings_at_their_ends(words, timing):
    if timing is not None:
        assert parse_timing(words) == timing
        return
    with pytest.raises(ValueError, match=r"“.+”"):
        parse_timing(words)


@pytest.mark.parametrize("kind", CycleKind)
@pytest.mark.parametrize("words", [None, "by 15", "3 before CLT"])
def test_each_kind_of_cycle_has_its_kind_of_timing(kind, words):
    """Steps of a month or a year are due on a day or at the end, others around a step."""
    row = make_checklist_step(cycle_kind=kind, timing=words)
    by_day = kind in (CycleKind.MONTHLY, CycleKind.ANNUAL)
    if words == "3 before CLT" if by_day else words != "3 before CLT":
        with pytest.raises(ValueError, match=r"step|when|day"):
            timing_for(row)
        return
    assert timing_for(row) == parse_timing(words)


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (2024, 2, None, "2024-02-29"),
        (2023, 2, None, "2023-02-28"),
        (2023, 2, 29, "2023-02-28"),
        (2023, 2, 28, "2023-02-28"),
        (2023, 2, 1, "2023-02-01"),
        (2024, 12, 31, "2024-12-31"),
        (2024, 4, 31, "2024-04-30"),
    ],
)
def test_a_day_of_a_shorter_month_is_its_last(year, month, day, expected):
    assert day_in_month(year, month, day).isoformat() == expected
