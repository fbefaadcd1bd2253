"""The rows of a cycle with the days of the meetings that were given beside the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_cli.cycle.timetable.meetings import MEETINGS, Meeting, clock, is_open, same
from pmf_cli.cycle.timetable.step_plan import Precedents, StepPlan, as_it_stands, moved
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import TimetableStep

STEP = TimetableStep


def with_meetings(
    rows: Sequence[TimetableEntry], meetings: Sequence[Meeting], precedents: Precedents
) -> Iterator[StepPlan]:
    """The sheet's rows with the meetings' dates, then the meetings that have no row yet."""
    left = list(meetings)
    for row in rows:
        meeting = next((one for one in left if _is_of(one, row, rows)), None)
        if meeting is None:
            yield as_it_stands(row, _as_given(row))
            continue
        left.remove(meeting)
        if not is_open(row):
            yield as_it_stands(row)
            continue
        yield moved(
            row,
            "Date of the meeting",
            on=meeting.on,
            at=_time_of(meeting, row),
            meeting_ref=meeting.ref or row.meeting_ref,
        )
    for meeting in left:
        lead = {"working_days_before": 0} if meeting.step is STEP.CLT else {}
        yield precedents.new(
            meeting.cycle,
            meeting.step,
            meeting.on,
            "Date of the meeting",
            meeting.body or None,
            at=meeting.at or None,
            meeting_ref=meeting.ref or None,
            **lead,
        )


def _time_of(meeting: Meeting, row: TimetableEntry) -> str | None:
    """The meeting's time of day; as the sheet writes it where it is the same, or none was given."""
    return row.at if not meeting.at or clock(row.at) == meeting.at else meeting.at


def _is_of(meeting: Meeting, row: TimetableEntry, rows: Sequence[TimetableEntry]) -> bool:
    if row.step is not meeting.step:
        return False
    if same(row.body) == same(meeting.body):
        return True
    alone = sum(other.step is row.step for other in rows) == 1
    return meeting.step is STEP.CLT and alone and not (row.body and meeting.body)


def _as_given(row: TimetableEntry) -> str:
    return "Date of the meeting" if row.step in MEETINGS and not is_worked_out(row) else ""


def is_worked_out(row: TimetableEntry) -> bool:
    """True for a DMT review that is no meeting of its own: its day came from a lead time."""
    return (
        row.step is STEP.DMT_REVIEW
        and row.meeting_ref is None
        and (row.working_days_before is not None or row.on is None)
    )
