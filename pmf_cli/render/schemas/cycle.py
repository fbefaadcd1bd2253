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

NEXT = Schema(
    "pmf/next/1",
    "One item a step of the checklist, then what blocks the paper and what has to come back in it. "
    "From `pmf next`.",
    "items",
    {
        "kind": "step, blocks or comes back.",
        "state": "Of a step: Late, Today, Waits, Coming, No day, Not this time or Done.",
        "number": "Its number in the checklist, as --done takes it.",
        "what": "The step with its number, or what blocks, in one sentence.",
        "cycle": "What it is done for: a quarter, a month or a year.",
        "due": "The day it is due, ISO date; empty where none can be worked out.",
        "when": "The same in words, or why there is no day.",
        "why": "What it is for.",
        "how": "How it is done, in words.",
        "commands": "The commands to type, with their options.",
        "who": "Who does it normally, by post and contact reference.",
        "stand_in": "Who can stand in.",
        "waits_for": "Steps that must come first and are not done.",
        "on_record": "What pmf has on record that speaks for its being done.",
        "done_on": "When it was done for this cycle, ISO date; empty where it is not.",
        "done_by": "Contact reference of who did it.",
        "last_on": "When it was done the time before, ISO date.",
        "last_by": "Contact reference of who did it then.",
        "note": "What they noted for next time.",
        "where": "The cell of the step.",
    },
)

REMINDERS = Schema(
    "pmf/reminders/1",
    "One item a message that is due, or what reaches nobody. From `pmf remind`.",
    "reminders",
    {
        "key": "The message's key, 64 hexadecimal digits; empty where it reaches nobody.",
        "contact": "Contact reference of the recipient; empty where nobody is named.",
        "post": "The recipient's post.",
        "address": "The address it would go to.",
        "subject": "Its subject.",
        "stages": "How far matters have come: Coming, Soon, Due, Overdue, Escalated, Commentary asked, "
        "Commentary due soon.",
        "kpis": "References of the KPIs it is about.",
        "due": "The first day on which something in it is or was due, ISO date.",
        "forms": "File names of the return forms that go with it.",
        "undeliverable_because": "Why it reaches nobody; empty where it is deliverable.",
        "what_to_do": "What to do about that.",
    },
)

MESSAGES = Schema(
    "pmf/messages/1",
    "One item a message on record. From `pmf remind --status`.",
    "messages",
    {
        "key": "The message's key, 64 hexadecimal digits.",
        "state": "planned, sending, sent, failed-temporary, failed-permanent, unknown or superseded.",
        "on": "Since when, ISO date.",
        "contact": "Contact reference of the recipient.",
        "cycle": "The reporting period.",
        "stages": "What it told of.",
        "kpis": "References of the KPIs it is about.",
        "tries": "How often it was handed to a server.",
        "why": "Why it failed or is needed no more; empty where neither.",
        "advice": "What to do; empty where nothing.",
    },
)
