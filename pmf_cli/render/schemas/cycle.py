"""Data formats of the cycle: timetable, reminders, what to do next."""

from __future__ import annotations

from pmf_cli.render.schemas.schema import Schema

TIMETABLE = Schema(
    "pmf/timetable/1",
    "One item a step of the timetable. From `pmf timetable show`.",
    "steps",
    {
        "cycle": "The reporting period.",
        "step": "Forms sent, Data due, CLT and so on.",
        "body": "The body concerned, if any.",
        "date": "The day, ISO date.",
        "weekday": "Its name.",
        "time": "The time of day, if any.",
        "meeting_ref": "The meeting's reference.",
        "working_days_before": "The lead time that gave the date, in working days before CLT.",
        "agenda_by": "When the agenda of a public meeting must be out, ISO date.",
        "responsible": "Contact reference, or the words in the cell.",
        "who": "The same by post.",
        "depends_on": "The step that comes first.",
        "status": "Planned, Done, Late or Cancelled, as the sheet says.",
        "done_on": "When it was done, ISO date.",
        "days": "Days until it; negative when it is past.",
        "late": "True where it is not done though its day has passed.",
        "closed_day": "Why nobody works on that day; empty on working days.",
        "pre_election": "The pre-election period it falls in, if any.",
        "note": "The note in the sheet.",
        "where": "The cell of its date.",
    },
)

TIMETABLE_PLAN = Schema(
    "pmf/timetable-plan/1",
    "One item a step as planned, then one a finding. From `pmf timetable make`.",
    "items",
    {
        "kind": "new, moves, amended (time, reference or lead time only), stays, done, cancelled; or finding.",
        "cycle": "The reporting period.",
        "step": "The step; of a finding the step concerned.",
        "body": "The body concerned, if any.",
        "was": "The day in the sheet, ISO date; empty for a new step.",
        "date": "The day as planned, ISO date.",
        "time": "The time of day, if any.",
        "meeting_ref": "The meeting's reference.",
        "working_days_before": "The lead time that gave the date, in working days before CLT.",
        "responsible": "Contact reference, or the words in the cell.",
        "who": "The same by post.",
        "why": "What the day follows from.",
        "finding": "What sort of finding: closed day, out of order, agenda too late and so on.",
        "severity": "error, warning or advice.",
        "message": "What is wrong, in one sentence.",
        "cure": "What to do.",
        "where": "The cell concerned, in the register or in the file of meetings.",
    },
)
