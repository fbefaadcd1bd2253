"""Targets as councils print them become a type and a value, or a doubt."""

from datetime import date
from decimal import Decimal

import pytest

from pmf_cli.importing.guesses import Sureness
from pmf_cli.importing.target_text import target_from_words, target_in
from pmf_cli.register.terms import Polarity, TargetType


@pytest.mark.parametrize(
    ("text", "value", "polarity"),
    [
        ("<5", "5", Polarity.LOWER),
        ("<4.99%", "4.99", Polarity.LOWER),
        ("Max. 2.0% of Gross Rent for the Year", "2.0", Polarity.LOWER),
        ("within 20 working days", "20", Polarity.LOWER),
        ("90% minimum", "90", Polarity.HIGHER),
        ("100%+ of Rent Due for the Year", "100", Polarity.HIGHER),
        ("Better than 90%", "90", Polarity.HIGHER),
        ("Greater than 57%", "57", Polarity.HIGHER),
        ("Maintain 9% or above", "9", Polarity.HIGHER),
        ("≥ 85%", "85", Polarity.HIGHER),
        ("22 Days", "22", None),
        ("10.3 days", "10.3", None),
        ("1.5% of workforce", "1.5", None),
        ("4 minutes (Quarterly target)", "4", None),
        ("0", "0", None),
        ("185,400", "185400", None),
    ],
)
def test_a_number_or_limit_is_a_value_and_may_tell_the_polarity(
    text: str, value: str, polarity: Polarity | None
) -> None:
    """The figure, and which way is better where the words imply it."""
    reading = target_in(text)
    assert reading.kind is TargetType.VALUE
    assert (reading.value, reading.polarity) == (Decimal(value), polarity)
    assert reading.sure is not Sureness.DOUBTFUL


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Increase in Single Assessment Frameworks", TargetType.INCREASE),
        ("Reduction on 2015/16", TargetType.DECREASE),
        ("Maintain", TargetType.MAINTAIN),
        ("Establish baseline", TargetType.TO_BE_AGREED),
        ("TBC", TargetType.TO_BE_AGREED),
        ("For info only", TargetType.TRACKER),
        ("Monitor", TargetType.TRACKER),
    ],
)
def test_words_without_a_number_give_their_type(text: str, kind: TargetType) -> None:
    """Direction, tracker or to be agreed, without a doubt."""
    reading = target_in(text)
    assert reading.kind is kind
    assert reading.sure is Sureness.LIKELY


@pytest.mark.parametrize(
    "text",
    [
        "Top quartile metropolitan authorities",
        "Achieve national average",
        "5.4% (2023-24) 6.3% (2024-25)",
        "+2% increase",
        "9kg better than our target",
        "92% of Survey Responses (Responses: 40%+ of Jobs Done)",
        "acceptable 90.0% / achievable 99%",
        "acceptable 90.0%",
        "3.5 v 0",
        "65,000 then 60,000",
        "n/a",
        "-",
        "Representative of the borough",
    ],
)
def test_what_cannot_be_held_as_one_target_is_a_doubt(text: str) -> None:
    """Two numbers, a gap, a comparator: nobody guesses silently."""
    assert target_in(text).sure is Sureness.DOUBTFUL


def test_two_edges_are_a_range() -> None:
    """``10-15 days`` is a range in days."""
    reading = target_in("10-15 days")
    assert (reading.kind, reading.low, reading.high) == (TargetType.RANGE, 10, 15)


@pytest.mark.parametrize(
    ("text", "low", "high", "is_asked"),
    [
        ("400 (+/- 10)", "390", "410", False),
        ("£400 ± 10", "390", "410", False),
        ("95% (+/- 2%)", "93", "97", True),
        ("400 (+/-5%)", "380", "420", True),
    ],
)
def test_a_figure_with_as_much_on_either_side_is_a_range(
    text: str, low: str, high: str, is_asked: bool
) -> None:
    """So many percent of it may be points too, and is asked about."""
    reading = target_in(text)
    assert reading.kind is TargetType.RANGE
    assert (reading.low, reading.high) == (Decimal(low), Decimal(high))
    assert (reading.sure is Sureness.DOUBTFUL) is is_asked


def test_a_day_is_a_date_target() -> None:
    """``by 31/03/2025`` is dd/mm/yyyy."""
    assert target_in("by 31/03/2025").value == date(2025, 3, 31)


@pytest.mark.parametrize(
    "text", ["<5", "90%", "10-15 days", "Tracker", "TBC", "Increase", "by 31/03/2025", "£1.2m"]
)
def test_the_words_of_a_reading_give_the_reading_back(text: str) -> None:
    """What the mapping file is given says the same when read."""
    reading = target_in(text)
    again = target_from_words(reading.words)
    assert again is not None
    assert (again.kind, again.value, again.low, again.high, again.unit) == (
        reading.kind, reading.value, reading.low, reading.high,
        reading.unit if reading.kind is not TargetType.RANGE else "",
    )  # fmt: skip


def test_words_of_the_mapping_file_that_are_no_target_are_refused() -> None:
    """A misspelt meaning is not taken for something else."""
    assert target_from_words("about ninety") is None
