"""Data formats of the register's own state: findings, coverage, what blocks the paper."""

from __future__ import annotations

from pmf_cli.render.schemas.schema import Schema

STATUS = Schema(
    "pmf/status/1",
    "One item a thing to do or to know before the paper can go out. From `pmf status`.",
    "items",
    {
        "kind": "blocks, message (one that failed or is unknown), late, due or step.",
        "what": "What it is, in one sentence.",
        "kpi": "The KPI concerned, if any.",
        "who": "Who can put it right, by post.",
        "due": "By when, ISO date.",
        "where": "The cell concerned, if any.",
    },
)

FILES = Schema(
    "pmf/files/1",
    "One item a sheet of the register: where it stands and what guards it. From `pmf files`.",
    "items",
    {
        "sheet": "The sheet.",
        "tabs": "Workbook and tab of each place that holds its rows.",
        "rows": "How many rows are read from it.",
        "guarding_columns": "Headings of the columns there that guard ratings and publication.",
        "guarding_marks": "How many rows and marks there guard by what they say: rule sets, restrictions.",
        "listed": "Whether `pmf.toml` lists the sheet under `[holds]`.",
    },
)

FINDINGS = Schema(
    "pmf/findings/1",
    "One item a finding: what is wrong, where, and how to put it right. From `pmf validate`.",
    "findings",
    {
        "code": "The check's code; never renumbered.",
        "severity": "error, warning or advice.",
        "urgency": "stops (a rating), wrong (or doubtful) or later (can wait).",
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
