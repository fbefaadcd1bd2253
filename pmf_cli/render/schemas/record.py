"""The data formats of the record: what was issued, what differs since, and the ledger itself."""

from __future__ import annotations

from pmf_cli.render.schemas.schema import Schema

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
        "waived": "What the paper was issued in spite of: the name of each, and why.",
        "withdrawn_on": "Day on which the issue was taken back; empty where it stands.",
        "withdrawn_because": "Why.",
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

BACKUPS = Schema(
    "pmf/backups/1",
    "One item a backup, by workbook and newest first. From `pmf restore`.",
    "backups",
    {
        "workbook": "The workbook's file name.",
        "backup": "The backup's name in the folder `backups`.",
        "number": "Its number; higher is newer.",
        "is_present": "True where the workbook is as this backup at present.",
        "changes": "What the write after it changed: row of the ledger, day, action, key, and cells and rows in words. Empty where the record does not know it.",
    },
)

RESTORE = Schema(
    "pmf/restore/1",
    "One item a change on record that putting backups back undoes, newest first. From `pmf restore BACKUP`.",
    "undone",
    {
        "row": "The change's row in the ledger.",
        "on": "Its day.",
        "action": "What was done.",
        "key": "What it was about.",
        "cells": "Cells, before and after.",
        "rows": "How many rows were added, a sheet each.",
        "added": "What those rows say; empty where the record only counts them.",
        "workbooks": "The workbooks that it changed.",
    },
)
