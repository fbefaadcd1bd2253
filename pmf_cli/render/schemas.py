"""The data formats as data: every field with its meaning, for the manual and for tests.

A field is never renamed or taken away within a version; new ones may be added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Schema:
    """One data format.

    Attributes:
        name: name and version, as the field ``schema`` gives it.
        meaning: what one item of the list is, and which command gives it.
        key: the name of the list.
        fields: field → meaning, in order.
    """

    name: str
    meaning: str
    key: str
    fields: Mapping[str, str]


RAG = Schema(
    "pmf/rag/1",
    "One item a KPI: its rating or the reason for none. From `pmf rag`.",
    "kpis",
    {
        "ref": "KPI reference.",
        "name": "KPI name.",
        "directorate": "Directorate.",
        "service": "Service.",
        "rating": "Red, Amber or Green; empty where not rated.",
        "not_rated_because": "The reason for no rating, one of a closed list; empty where rated.",
        "marks": "What is said beside the rating: interim, provisional, exceeding and so on.",
        "reason": "Why, in one sentence.",
        "result": "The result rated, or the latest available: exact decimals, ISO date, Yes/No or grade.",
        "result_text": "The same as printed, with unit.",
        "result_period": "The period of that result.",
        "result_is_latest_only": "True where the result is shown but was not rated.",
        "is_new": "True where the result arrived in this reporting period for an earlier one.",
        "value_status": "Final, provisional, estimated or revised; empty where not stated.",
        "unit": "The KPI's unit.",
        "target": "The target in force for the period, profiles applied, as exact decimals.",
        "target_text": "The target as printed.",
        "comparator": "The figure compared with, as exact decimals.",
        "comparator_text": "The same as printed, with its period.",
        "comparator_period": "The period of the comparator.",
        "direction": "Improved, Similar, Worsened, Rose or Fell; empty without comparator.",
        "direction_text": "The direction of travel in words, or why there is none.",
        "rating_before": "The rating of the KPI's own period before; empty where not rated.",
        "rule_set": "The rule set that rated it; empty where the tool's defaults served.",
        "next_due": "When the next figure is due, ISO date.",
        "result_cell": "Where the result stands: workbook, sheet!cell.",
        "target_cell": "Where the target stands.",
        "comparator_cell": "Where the comparator stands.",
    },
)

EXPLAIN = Schema(
    "pmf/explain/1",
    "One item: everything behind one rating. From `pmf rag explain`.",
    "items",
    {
        "ref": "KPI reference.",
        "name": "KPI name.",
        "split": "The split explained; empty for the whole.",
        "rating": "Red, Amber or Green; empty where not rated.",
        "not_rated_because": "The reason for no rating; empty where rated.",
        "marks": "What is said beside the rating.",
        "reason": "Why, in one sentence.",
        "steps": "The sum in words and numbers, one step each.",
        "needed": "What would be needed for a rating; empty where rated.",
        "figures": "Every figure used: what it is, as printed, and its cell.",
        "thresholds": "Where each colour begins.",
        "method": "The rating method.",
        "rule_set": "The rule set; empty where the tool's defaults served.",
        "approved": "Who approved the rule set, and when.",
        "direction": "Improved, Similar, Worsened, Rose or Fell.",
        "direction_text": "The direction of travel in words, or why there is none.",
        "comparator_rule": "What the result is compared with.",
        "comparator": "The comparator as exact decimals.",
        "comparator_period": "The comparator's period.",
        "comparator_cell": "Where the comparator stands.",
    },
)

KPIS = Schema(
    "pmf/kpis/1",
    "One item a KPI of the register. From `pmf kpi list`.",
    "kpis",
    {
        "ref": "KPI reference.",
        "name": "KPI name.",
        "directorate": "Directorate.",
        "service": "Service.",
        "portfolio": "Portfolio.",
        "scrutiny_board": "Scrutiny board.",
        "frequency": "How often a figure comes.",
        "status": "Active, under development, paused or ended.",
        "target_type": "The type of target in force: value, range, direction, tracker and so on.",
        "responsible": "The post that answers for it.",
        "latest_period": "The period of the latest figure.",
        "latest_text": "The latest figure as printed.",
        "rating": "The rating for the reporting period; empty where not rated or not in scope.",
        "frameworks": "Frameworks it belongs to.",
    },
)

RESULTS = Schema(
    "pmf/results/1",
    "One item a KPI (or split) and kind of period: its results side by side. From `pmf kpi results`.",
    "items",
    {
        "ref": "KPI reference.",
        "name": "KPI name.",
        "split": "The split; empty for the whole.",
        "directorate": "Directorate.",
        "unit": "The KPI's unit.",
        "period_kind": "Month, quarter, financial year and so on.",
        "results": "Oldest first: period, value as exact decimals, text as printed, and the cell.",
    },
)

KPI = Schema(
    "pmf/kpi/1",
    "One item a period of one KPI: its results through time. From `pmf kpi show`.",
    "items",
    {
        "ref": "KPI reference.",
        "split": "The split; empty for the whole.",
        "period": "The period.",
        "result": "The figure as exact decimals, ISO date, Yes/No or grade.",
        "result_text": "The same as printed, or the reason for no data.",
        "numerator": "The count above the line.",
        "denominator": "The count below the line.",
        "target_text": "The target in force then, as printed.",
        "rating": "The rating then; empty where not rated.",
        "reason": "Why, in one sentence.",
        "value_status": "Final, provisional, estimated or revised.",
        "note": "The note on the data.",
        "result_cell": "Where the result stands: workbook, sheet!cell.",
    },
)

STATUS = Schema(
    "pmf/status/1",
    "One item a thing to do or to know before the paper can go out. From `pmf status`.",
    "items",
    {
        "kind": "blocks, late, due or step.",
        "what": "What it is, in one sentence.",
        "kpi": "The KPI concerned, if any.",
        "who": "Who can put it right, by post.",
        "due": "By when, ISO date.",
        "where": "The cell concerned, if any.",
    },
)

FINDINGS = Schema(
    "pmf/findings/1",
    "One item a finding: what is wrong, where, and how to put it right. From `pmf validate`.",
    "findings",
    {
        "code": "The check's code; never renumbered.",
        "severity": "error, warning or advice.",
        "message": "What is wrong, in one sentence.",
        "cure": "What to do.",
        "kpi": "The KPI concerned, if any.",
        "person": "Contact reference of who can put it right, if known.",
        "workbook": "The workbook's file name.",
        "sheet": "The sheet.",
        "cell": "The cell.",
        "where": "The place in one text: workbook, sheet!cell.",
    },
)

COVERAGE = Schema(
    "pmf/coverage/1",
    "One item a directorate and measure: how many KPIs have it. From `pmf validate --coverage`.",
    "items",
    {
        "directorate": "Directorate, or all of them.",
        "measure": "What is asked: target, tolerance, contact, definition, benchmark and so on.",
        "having": "KPIs that have it.",
        "of": "KPIs that should.",
        "per_cent": "The share in per cent; empty where none should.",
        "lacking": "References of those that lack it.",
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
        "verdict": "New, Changed, Same as the register, Still missing, Question, Register changed since, Impossible, Not asked here, Doubled or Form altered; of a form also that it was taken in already.",
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
        "state": "All in, No form yet, Form made, Sent, Received, Received in part, Late, Refused or Nobody to ask.",
        "form_made_on": "When the form was last made, ISO date.",
        "sent_on": "When a message about it was last sent, ISO date.",
        "due": "When the first missing figure is due, ISO date.",
        "received_on": "When a return was last taken in, ISO date.",
        "in": "KPIs whose figure is in, with a value or a reason.",
        "missing": "KPIs whose figure is due.",
        "late": "KPIs whose figure is late.",
        "rows_questioned": "Rows questioned in the return last taken in.",
        "rows_refused": "Rows refused in it.",
        "refused_because": "Why a return stands refused.",
        "concern": "Any other concern that was raised.",
    },
)

SCHEMAS: tuple[Schema, ...] = (
    RAG,
    EXPLAIN,
    KPIS,
    RESULTS,
    KPI,
    STATUS,
    FINDINGS,
    COVERAGE,
    REMINDERS,
    MESSAGES,
    FORMS,
    RETURNS,
    COLLECT_STATUS,
)
"""Every data format, in the order of the manual."""


def schema_of(name: str) -> Schema:
    """The schema of a name such as ``pmf/rag/1``.

    Raises:
        KeyError: there is none.
    """
    return {schema.name: schema for schema in SCHEMAS}[name]
