"""Data formats of ratings, KPIs and their results."""

from __future__ import annotations

from pmf_cli.render.schemas.schema import Schema

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
