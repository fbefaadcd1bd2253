"""Every list that commands print, in the order of the manual: its page and the tests are made of it."""

from __future__ import annotations

from typing import Any

from pmf_cli.collect.preview import RETURNS
from pmf_cli.collect.sending import FORMS
from pmf_cli.views.listing import ListDefinition
from pmf_cli.views.lists.benchmarks import BENCHMARK_IMPORT, BENCHMARKS
from pmf_cli.views.lists.collect_status import COLLECT_STATUS
from pmf_cli.views.lists.commentary import COMMENTARY_CHECK, COMMENTARY_REQUEST
from pmf_cli.views.lists.coverage import COVERAGE
from pmf_cli.views.lists.differences import DIFF, RAG_COMPARE
from pmf_cli.views.lists.explain import EXPLAIN
from pmf_cli.views.lists.files import FILES
from pmf_cli.views.lists.findings import FINDINGS
from pmf_cli.views.lists.forecast import FORECAST
from pmf_cli.views.lists.fragile import FRAGILE
from pmf_cli.views.lists.highlights import HIGHLIGHTS
from pmf_cli.views.lists.kpi_page import KPI_HISTORY
from pmf_cli.views.lists.kpis import KPIS, RESULTS
from pmf_cli.views.lists.ledger import BACKUPS, LEDGER, LEDGER_FAULTS, RESTORE
from pmf_cli.views.lists.long_table import LONG_TABLE
from pmf_cli.views.lists.next_steps import NEXT
from pmf_cli.views.lists.open_data import OPEN_DATA
from pmf_cli.views.lists.planned import PLANNED
from pmf_cli.views.lists.rag import RAG
from pmf_cli.views.lists.reminders import MESSAGES, REMINDERS
from pmf_cli.views.lists.reported import REPORTED
from pmf_cli.views.lists.scope import SCOPE
from pmf_cli.views.lists.signals import SIGNALS
from pmf_cli.views.lists.splits import SPLITS
from pmf_cli.views.lists.status import STATUS
from pmf_cli.views.lists.targets_review import TARGETS_REVIEW
from pmf_cli.views.lists.template_parts import TEMPLATE
from pmf_cli.views.lists.timetable import TIMETABLE
from pmf_cli.views.lists.timetable_plan import TIMETABLE_PLAN
from pmf_cli.views.lists.upgrade import UPGRADE
from pmf_cli.views.lists.what_if import WHAT_IF

LISTS: tuple[ListDefinition[Any], ...] = (
    RAG, EXPLAIN, KPIS, RESULTS, KPI_HISTORY, NEXT, STATUS, FILES, UPGRADE, FINDINGS, COVERAGE, HIGHLIGHTS,
    COMMENTARY_REQUEST, COMMENTARY_CHECK, PLANNED, SCOPE, TIMETABLE, TIMETABLE_PLAN, REMINDERS, MESSAGES,
    REPORTED, DIFF, RAG_COMPARE, WHAT_IF, FRAGILE, TARGETS_REVIEW, SIGNALS, FORECAST, SPLITS, BENCHMARKS, BENCHMARK_IMPORT, LONG_TABLE, OPEN_DATA, LEDGER, LEDGER_FAULTS, BACKUPS, RESTORE, FORMS, RETURNS, COLLECT_STATUS,
    TEMPLATE,
)  # fmt: skip
