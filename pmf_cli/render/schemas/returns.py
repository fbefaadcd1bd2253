"""Data formats of return forms and of returns that came back."""

from __future__ import annotations

from pmf_cli.render.schemas.schema import Schema

FORMS = Schema(
    "pmf/forms/1",
    "One item a return form, then one a KPI that nobody can be asked for. From `pmf collect make`.",
    "items",
    {
        "return": "Return reference; empty where nobody can be asked.",
        "contact": "Contact reference.",
        "post": "The contact's post.",
        "file": "File name of the form.",
        "state": "New, Unchanged where the same file stood there already, or that nobody can be asked.",
        "due": "When it is asked back, ISO date.",
        "figures": "How many figures it asks for.",
        "questions": "How many questions it asks.",
        "kpis": "The KPIs that it is about.",
        "stands_in_for": "Those that the contact is asked for as a deputy.",
    },
)

RETURNS = Schema(
    "pmf/returns/1",
    "One item a figure, answer, concern, change of rating or refusal in a return. From `pmf collect read`.",
    "items",
    {
        "return": "Return reference; empty where the file is no return form.",
        "contact": "Contact reference.",
        "file": "The file's name.",
        "what": "form, figure, comment, concern or rating.",
        "verdict": "New, Changed, Same as the register, Corrected since, Still missing, Question, Register changed since, Impossible, Not asked here, Doubled or Form altered; of a form also that it was taken in already, that part of it was taken in and is no longer in the register, or a note.",
        "kpi": "KPI reference.",
        "period": "The figure's period.",
        "split": "The split; empty for the whole.",
        "held": "What the register holds now, with unit; the rating now.",
        "held_when_made": "What it held when the form was made, as exact decimals.",
        "returned": "What the form says; the rating that it would be.",
        "reason": "Why it is refused, questioned or missing; of a comment its kind.",
        "advice": "What to do.",
        "cell": "The form's cell: workbook, sheet!cell.",
    },
)

COLLECT_STATUS = Schema(
    "pmf/collect-status/1",
    "One item a contact of whom figures are expected in the cycle. From `pmf collect status`.",
    "items",
    {
        "contact": "Contact reference; empty for KPIs that nobody can be asked for.",
        "post": "The contact's post.",
        "return": "Return reference.",
        "state": "All in, No form yet, Form made, Sent, Received, Received in part, Late, Refused, Taken in, then lost or Nobody to ask.",
        "form_made_on": "When the form was last made, ISO date.",
        "sent_on": "When a message about it was last sent, ISO date.",
        "due": "When the first missing figure is due, ISO date.",
        "received_on": "When a return was last taken in, ISO date.",
        "in": "KPIs whose figure is in, with a value or a reason.",
        "missing": "KPIs whose figure is due.",
        "late": "KPIs whose figure is late.",
        "lost": "Those of both whose figure was taken in from a return and is no longer in the register.",
        "unread": "References of the KPIs whose figure stands in a cell that cannot be read.",
        "rows_questioned": "Rows questioned in the return last taken in.",
        "rows_refused": "Rows refused in it.",
        "refused_because": "Why a return stands refused.",
        "concern": "Any other concern that was raised.",
    },
)
