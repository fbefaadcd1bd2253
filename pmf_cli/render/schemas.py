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

REPORTED = Schema(
    "pmf/reported/1",
    "One item a figure that a body was told. From `pmf issue` and `pmf ledger reported`.",
    "items",
    {
        "issue": "Reference of the issue.",
        "report": "Which report.",
        "body": "The body that was given it.",
        "meeting": "Date of the meeting.",
        "issued_on": "Day on which it was recorded.",
        "reporting_period": "The paper's reporting period.",
        "as_at": "Date of the paper's data.",
        "corrects": "The issue that this figure corrects; empty for a figure of the period.",
        "ref": "KPI reference.",
        "name": "KPI name as printed.",
        "split": "The split; empty for the whole.",
        "period": "The figure's own period.",
        "value": "The figure as reported: exact decimals, ISO date, Yes/No or grade.",
        "value_text": "The same as printed, or why there was none.",
        "value_status": "Final, provisional, estimated or revised.",
        "rating": "Red, Amber or Green; empty where not rated.",
        "not_rated_because": "The reason for no rating; empty where rated.",
        "reason": "Why, in one sentence.",
        "target": "The target as exact decimals.",
        "target_text": "The same as printed.",
        "tolerance": "The tolerance.",
        "tolerance_basis": "What the tolerance is measured in.",
        "comparator": "The figure compared with.",
        "comparator_text": "The same as printed.",
        "comparator_period": "Its period, where it is a result of the record.",
        "direction": "Improved, Similar, Worsened, Rose or Fell.",
        "direction_text": "The direction of travel in words.",
        "rule_set": "The rule set that rated it.",
        "definition_version": "The version of the KPI's definition.",
        "polarity": "Which way is better.",
        "unit": "The KPI's unit.",
        "cell": "Where the figure stood: workbook, sheet!cell.",
        "workbooks": "Each workbook with its fingerprint, SHA-256.",
    },
)

DIFF = Schema(
    "pmf/diff/1",
    "One item a fact that is different since a paper was issued. From `pmf diff`.",
    "items",
    {
        "issue": "Reference of the issue.",
        "what": "Which fact: figure corrected, figure withdrawn, figure came in, rating, target, tolerance, rule set, comparator, definition version, name, KPI added or removed, scope change.",
        "ref": "KPI reference.",
        "name": "KPI name as issued; of a scope change its reference.",
        "split": "The split; empty for the whole.",
        "period": "The figure's own period; of a scope change its first period.",
        "before": "As issued, as printed.",
        "now": "As it is now.",
        "why": "Why, where record or ledger says.",
        "cell": "The cell concerned.",
    },
)

RAG_COMPARE = Schema(
    "pmf/rag-compare/1",
    "One item a KPI of either time: its rating then and now, and why it moved. From `pmf rag compare`.",
    "kpis",
    {
        "ref": "KPI reference.",
        "name": "KPI name.",
        "move": "Moved up, Moved down, Same rating, Rated now, No longer rated, Not rated in either, New in scope or No longer in scope.",
        "because": "Why, the decisive cause first: Figure, Target, Tolerance, Rule set, Comparator, Definition, Figure came in, No figure now, Scope.",
        "changed_too": "What changed as well but did not move the rating.",
        "rating_before": "Rating then; empty where not rated.",
        "not_rated_before": "The reason for none.",
        "rating_after": "Rating now; empty where not rated.",
        "not_rated_after": "The reason for none.",
        "result_before": "The figure then, exact.",
        "result_after": "The figure now, exact.",
        "period_before": "The figure's own period then.",
        "period_after": "The figure's own period now.",
        "target_before": "The target then, as printed.",
        "target_after": "The target now, as printed.",
        "rule_set_before": "The rule set then.",
        "rule_set_after": "The rule set now.",
        "reason_before": "Why then, in one sentence.",
        "reason_after": "Why now, in one sentence.",
    },
)

LEDGER = Schema(
    "pmf/ledger/1",
    "One item a row of the ledger. From `pmf ledger export`.",
    "rows",
    {
        "number": "Number of the row, from 1 without gaps.",
        "on": "The day, ISO date.",
        "kind": "What the row is about: paper issued, register changed, message and so on.",
        "key": "What it is about in particular: an issue's reference, a return's, a message's.",
        "body": "Everything else as one JSON object: an object in JSON, its text in CSV. Figures are strings of exact decimals.",
        "previous": "Hash of the row before.",
        "hash": "SHA-256 over number, day, kind, key, body and the hash of the row before.",
    },
)

LEDGER_FAULTS = Schema(
    "pmf/ledger-verify/1",
    "One item a fault of the ledger. From `pmf ledger verify`.",
    "faults",
    {"what": "What is wrong, in one sentence that names the row."},
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
    REPORTED,
    DIFF,
    RAG_COMPARE,
    LEDGER,
    LEDGER_FAULTS,
)
"""Every data format, in the order of the manual."""


def schema_of(name: str) -> Schema:
    """The schema of a name such as ``pmf/rag/1``.

    Raises:
        KeyError: there is none.
    """
    return {schema.name: schema for schema in SCHEMAS}[name]
