"""What a reminder says: everything the person needs, in words, and nothing about other people."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.cycle.reminders import Stage
from pmf_cli.cycle.working_days import working_days
from pmf_cli.register import terms
from pmf_cli.views.reminders import (
    Reminder,
    ReminderMessage,
    question_for,
    reminder_message,
    reminders_due,
)
from tests.assessed import assessed, quarterly, register_of
from tests.make import CONTACTS, make_comment, make_contact, make_kpi, make_register, make_step

COMMENTARY = make_step(step=terms.TimetableStep.COMMENTARY_DUE, on=date(2025, 1, 27), status=None)
CLT = make_step(step=terms.TimetableStep.CLT, on=date(2025, 2, 11), status=None)
TIMETABLE = (make_step(status=None), COMMENTARY, CLT)


def reminders(on: str, register=None, **over: object) -> dict[str | None, Reminder]:
    """Contact → reminder, for a KPI without its newest result and one that is Red."""
    held = register or register_of(
        quarterly("WM-01", ["88.1", None]),
        quarterly("WM-02", ["91", "70"], key_contact="C04"),
        timetable=TIMETABLE,
        **over,
    )
    day = date.fromisoformat(on)
    found = assessed(held, as_of=day)
    days = working_days(found.settings, (day.year,))
    return {one.contact: one for one in reminders_due(found, days)}


def message(on: str, contact: str, register=None, forms=(), **over: object) -> ReminderMessage:
    held = register or register_of(
        quarterly("WM-01", ["88.1", None]),
        quarterly("WM-02", ["91", "70"], key_contact="C04"),
        timetable=TIMETABLE,
        **over,
    )
    found = assessed(held, as_of=date.fromisoformat(on))
    notices = reminders(on, held)[contact].notices
    return reminder_message(found, contact, notices, reply_to="team@example.org", forms=forms)


def all_words(found: ReminderMessage) -> str:
    parts = [found.subject, found.title, found.greeting, *found.lead, *found.answer, *found.closing]
    for section in found.sections:
        parts += [section.heading, section.intro, *section.columns]
        parts += [cell for row in section.rows for cell in row]
    return "\n".join(parts)


def test_a_reminder_names_period_due_date_last_value_and_question() -> None:
    """A list of KPIs, each with all that is needed to answer."""
    (section,) = message("2025-01-15", "C02").sections
    (row,) = section.rows
    assert row[0].startswith("WM-01")
    assert row[1:4] == ("2024/25 Q3", "20/01/2025", "88.1% (2024/25 Q2)")
    assert row[4].endswith("?")


def test_the_subject_says_period_and_date_and_nothing_about_people() -> None:
    """A subject is read by others; it holds no name, post or address."""
    for on, contact in (("2025-01-15", "C02"), ("2025-01-24", "C04"), ("2025-01-28", "C01")):
        subject = message(on, contact).subject
        assert subject.startswith("2024/25 Q3: ")
        assert "2025" in subject[11:]
        assert not any(one.name in subject or one.email in subject for one in CONTACTS)


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        ("2025-01-19", None),
        ("2025-01-20", Stage.ASKED),
        ("2025-01-22", Stage.ASKED),
        ("2025-01-23", Stage.ASKED_AGAIN),
        ("2025-03-20", Stage.ASKED_AGAIN),
    ],
)
def test_a_red_result_is_asked_about_from_the_day_data_is_due(on: str, stage: Stage | None) -> None:
    """And again two working days before commentary is due; the questions are in the message."""
    found = reminders(on).get("C04")
    assert (found.notices[0].stage if found else None) is stage
    if found:
        (section,) = message(on, "C04").sections
        assert "70.0% (Red)" in section.rows[0][2]
        assert section.rows[0][4].count("?") >= 3


def test_an_answered_question_is_not_asked() -> None:
    """Reason, action and recovery are there: nothing is asked."""
    kinds = (
        terms.CommentaryKind.REASON,
        terms.CommentaryKind.ACTION,
        terms.CommentaryKind.RECOVERY,
    )
    comments = tuple(make_comment("WM-02", kind=kind) for kind in kinds)
    assert "C04" not in reminders("2025-01-24", commentary=comments)


def test_one_person_gets_one_reminder_about_everything() -> None:
    """A late result and a Red one of the same person stand in one message, the late one first."""
    held = register_of(
        quarterly("WM-01", ["91", "70"]),
        quarterly("WM-02", ["88.1", None]),
        timetable=TIMETABLE,
    )
    found = reminders("2025-01-24", held)
    assert list(found) == ["C02"]
    headings = [one.heading for one in message("2025-01-24", "C02", held).sections]
    assert len(headings) == 2
    assert headings[0] == "Overdue"


def test_the_responsible_officer_hears_which_kpis_and_who_was_asked() -> None:
    """By post, never by name."""
    (section,) = message("2025-01-28", "C01").sections
    assert section.rows == (
        ("WM-01 Recycling WM-01", "2024/25 Q3", "20/01/2025", "8", "Data Officer"),
    )


def test_a_stand_in_is_told_for_whom() -> None:
    """By post, since the message may be forwarded."""
    away = make_contact(
        "C02", job_title="Data Officer", deputy="C03", absent_until=date(2025, 3, 1)
    )
    contacts = (*(one for one in CONTACTS if one.ref != "C02"), away)
    found = message("2025-01-20", "C03", contacts=contacts)
    assert "Data Officer" in " ".join(found.lead)
    assert "Officer C02" not in all_words(found)


def test_a_message_names_nobody_but_its_reader() -> None:
    """No name, address or telephone number of anybody else stands in it."""
    for on, contact in (("2025-01-15", "C02"), ("2025-01-24", "C04"), ("2025-01-28", "C01")):
        words = all_words(message(on, contact))
        for other in CONTACTS:
            if other.ref != contact:
                assert other.name not in words
            assert other.email not in words
            assert other.telephone not in words


def test_a_form_is_named_where_one_goes_along() -> None:
    """The reader is told to fill it in and where to send it."""
    words = " ".join(message("2025-01-20", "C02", forms=("return-1.xlsx",)).answer)
    assert "return-1.xlsx" in words
    assert "team@example.org" in words


def test_an_empty_register_reminds_nobody() -> None:
    """No KPI, no message."""
    held = make_register((), (), ())
    found = assessed(held, as_of=date(2025, 1, 20))
    assert reminders_due(found, working_days(found.settings, (2025,))) == ()


@pytest.mark.parametrize(
    ("unit", "asked"),
    [
        ("days", "What is the value in days?"),
        ("per 100,000 people", "What is the value per 100,000 people?"),
        ("Number", "What is the value?"),
    ],
)
def test_the_question_reads_well_with_every_unit(unit: str, asked: str) -> None:
    """A unit that begins with per follows without a second preposition."""
    kpi = make_kpi(
        data_type=terms.DataType.NUMBER, unit=unit, numerator_label=None, denominator_label=None
    )
    assert question_for(kpi) == asked


def test_results_due_on_several_days_say_between_which() -> None:
    """Not from which day on, which might be later than today."""
    register = register_of(
        quarterly("WM-01", ["88.1", None]),
        quarterly("WM-02", ["91", None], lag_days=22),
        timetable=TIMETABLE,
    )
    told = message("2025-01-24", "C02", register)
    assert told.subject == "2024/25 Q3: KPI results overdue since 20/01/2025"
    said = all_words(told)
    assert "between 20/01/2025 and 22/01/2025" in said
