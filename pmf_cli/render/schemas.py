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

HIGHLIGHTS = Schema(
    "pmf/highlights/1",
    "One item a KPI that was put forward, chosen or turned down as a highlight. From `pmf highlights`.",
    "items",
    {
        "ref": "KPI reference.",
        "name": "KPI name.",
        "directorate": "Directorate.",
        "standing": "Chosen, Proposed, Candidate or Turned down.",
        "kind": "Adverse, Favourable, Watch or Other.",
        "score": "The sum of the reasons' weights.",
        "rating": "Red, Amber or Green; empty where not rated.",
        "direction_text": "The direction of travel in words.",
        "reasons": "Why the tool put it forward, one sentence each.",
        "weights": "The weight of each reason, in the same order.",
        "chosen": "True or false where a person decided.",
        "why": "The person's reason.",
        "by": "Contact reference of who decided.",
        "by_post": "Their post.",
        "commentary_asked_on": "When the service was asked, ISO date.",
        "commentary_received_on": "When the answer came, ISO date.",
    },
)

COMMENTARY_REQUEST = Schema(
    "pmf/commentary-request/1",
    "One item a question to a service about a result. From `pmf commentary request`.",
    "items",
    {
        "ref": "KPI reference.",
        "name": "KPI name.",
        "directorate": "Directorate.",
        "period": "The KPI's own period that the answer is about.",
        "result_text": "The result as printed.",
        "target_text": "The target as printed.",
        "rating": "Red, Amber or Green; empty where not rated.",
        "why_asked": "Red, Amber, chosen as a highlight, exceeding, or data quality problem.",
        "kind": "The kind of comment that answers it.",
        "question": "The question.",
        "answered": "True where the register holds an answer.",
        "last_period": "The period of the last comment of the kind.",
        "last_comment": "That comment.",
        "contact": "Contact reference of who is asked; empty where nobody can be.",
        "post": "Their post.",
        "stands_in": "True where that is the deputy.",
        "why_contact": "Why it is the deputy, or nobody.",
        "responsible": "Who answers for the KPI, by post.",
        "due": "When commentary is due by the timetable, ISO date.",
        "result_cell": "Where the result stands.",
    },
)

COMMENTARY_CHECK = Schema(
    "pmf/commentary-check/1",
    "One item a question to an author about commentary. From `pmf commentary check`.",
    "items",
    {
        "ref": "KPI reference.",
        "name": "KPI name.",
        "directorate": "Directorate.",
        "period": "The KPI's own period that the comment is about.",
        "rating": "Red, Amber or Green; empty where not rated.",
        "about": "Which question: missing, repeated, too long and so on.",
        "question": "The question.",
        "quote": "The comment's own words, shortened; empty where there is no comment.",
        "kind": "The kind of comment; empty where there is none.",
        "contact": "Contact reference of who is asked: the author, else the key contact or the deputy.",
        "post": "Their post.",
        "stands_in": "True where that is a deputy.",
        "why_contact": "Why it is the deputy, or nobody.",
        "where": "The cell: workbook, sheet!cell.",
    },
)

PLANNED = Schema(
    "pmf/planned/1",
    "One item a thing that a command would change or bring about. From `pmf highlights choose`, `pmf scope change` and `pmf scope told`.",
    "items",
    {
        "kind": "cell, told, series, rating or finding.",
        "what": "The column's heading, the body, or what it is about.",
        "kpi": "The KPI or change concerned, if any.",
        "where": "The cell, the sheet of a new row, or the period.",
        "before": "What is there now; empty for nothing.",
        "after": "What would be there.",
    },
)

SCOPE = Schema(
    "pmf/scope/1",
    "One item a change of scope and a body that must be told of it. From `pmf scope list`.",
    "items",
    {
        "change": "Reference of the change.",
        "kpi": "KPI reference.",
        "name": "KPI name.",
        "kind": "New, Ended, Definition, Source, Frequency, Owner, Target, Tolerance, Polarity or Board.",
        "from_period": "First period under the new scope.",
        "before": "As it was.",
        "after": "As it is now.",
        "reason": "Why.",
        "break_in_series": "True where figures before and after cannot be compared.",
        "body_kind": "DMT, CLT or Scrutiny; empty where nobody need be told.",
        "body": "The body's name.",
        "told_on": "When it was told, ISO date; empty where it has not been.",
        "next_meeting": "When it next meets by the timetable, ISO date.",
        "where": "The cell for the date.",
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
    HIGHLIGHTS,
    COMMENTARY_REQUEST,
    COMMENTARY_CHECK,
    PLANNED,
    SCOPE,
)
"""Every data format, in the order of the manual."""


def schema_of(name: str) -> Schema:
    """The schema of a name such as ``pmf/rag/1``.

    Raises:
        KeyError: there is none.
    """
    return {schema.name: schema for schema in SCHEMAS}[name]
