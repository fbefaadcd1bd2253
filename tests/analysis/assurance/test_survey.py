"""Survey answers against the wave before: shares, bases, and the words that come from them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pmf_cli.analysis.assurance.survey import (
    change_words,
    share_of,
    survey_lines,
    survey_words,
)
from pmf_cli.register.sheets.plan import SurveyAnswer


def answer(year: int | None, share: str | None, base: int | None = 1000, **over) -> SurveyAnswer:
    fields = {"survey": "Staff", "question": "Embedded?", "answer": "Well"} | over
    per_cent = None if share is None else Decimal(share)
    return SurveyAnswer(year=year, per_cent=per_cent, base=base, **fields)


def line_of(*answers: SurveyAnswer, until: int = 2024):
    (line,) = survey_lines(answers, until)
    return line


def test_the_newest_wave_stands_beside_the_one_before_it_not_the_first():
    line = line_of(answer(2020, "10"), answer(2024, "64"), answer(2023, "58"))
    assert (line.now.year, line.before.year, line.change) == (2024, 2023, 6)


def test_a_wave_after_the_year_is_not_known_yet():
    assert line_of(answer(2023, "58"), answer(2025, "70")).now.year == 2023


def test_an_answer_that_the_newest_wave_did_not_ask_is_left_out():
    lines = survey_lines((answer(2023, "58", answer="Fairly"), answer(2024, "64")), 2024)
    assert [line.now.answer for line in lines] == ["Well"]
    assert lines[0].before is None


def test_surveys_have_waves_of_their_own():
    lines = survey_lines((answer(2022, "71", survey="Residents"), answer(2024, "64")), 2024)
    assert {line.now.survey for line in lines} == {"Residents", "Staff"}


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ("58", "64", "6 points more than in 2023"),
        ("37", "30", "7 points less than in 2023"),
        ("58", "59", "1 point more than in 2023"),
        ("58.5", "58.0", "0.5 points less than in 2023"),
        ("58.0", "58", "as in 2023"),
        (None, "58", "not comparable"),
    ],
)
def test_how_a_share_moved_in_words(before, now, words):
    line = line_of(answer(2023, before, None), answer(2024, now))
    assert change_words(line) == words


def test_a_sentence_gives_both_bases():
    line = line_of(answer(2023, "58", 165), answer(2024, "64", 180))
    words = "64% of 180 answered “Well” in 2024: 6 points more than in 2023 (58% of 165)."
    assert survey_words(line) == words
    first = line_of(answer(2024, "60", 1180))
    assert survey_words(first) == "60% of 1,180 answered “Well” in 2024: not asked before."


def test_a_share_that_is_not_stated_is_worked_out_from_the_counts():
    assert share_of(answer(2024, None, 188, respondents=113)) == Decimal("60.1")
    assert share_of(answer(2024, None, 0, respondents=0)) is None
    assert share_of(answer(2024, None, 188)) is None


@pytest.mark.parametrize(
    ("before", "now", "bases", "beyond"),
    [
        # 1.96 standard errors of 50% against about 50%, each of 1,000: 4.38 points.
        ("50", "54.3", (1000, 1000), False),
        ("50", "54.5", (1000, 1000), True),
        ("54.5", "50", (1000, 1000), True),
        ("10", "90", (29, 1000), None),
        ("10", "90", (1000, 29), None),
        ("10", "90", (30, 30), True),
        ("10", "90", (None, 1000), None),
    ],
)
def test_a_difference_is_beyond_chance_by_both_bases(before, now, bases, beyond):
    line = line_of(answer(2023, before, bases[0]), answer(2024, now, bases[1]))
    assert line.is_beyond_chance is beyond
