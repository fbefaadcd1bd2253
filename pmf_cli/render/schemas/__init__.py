"""The data formats as data: every field with its meaning, for the manual and for tests.

One module a theme; a new format is a ``Schema`` there and its name in ``SCHEMAS``.
"""

from __future__ import annotations

from pmf_cli.render.schemas import checking, cycle, explaining, ratings, record, returns
from pmf_cli.render.schemas.schema import Schema

SCHEMAS: tuple[Schema, ...] = (
    ratings.RAG,
    ratings.EXPLAIN,
    ratings.KPIS,
    ratings.RESULTS,
    ratings.KPI,
    cycle.NEXT,
    checking.STATUS,
    checking.FILES,
    checking.FINDINGS,
    checking.COVERAGE,
    explaining.HIGHLIGHTS,
    explaining.COMMENTARY_REQUEST,
    explaining.COMMENTARY_CHECK,
    explaining.PLANNED,
    explaining.SCOPE,
    cycle.TIMETABLE,
    cycle.TIMETABLE_PLAN,
    cycle.REMINDERS,
    cycle.MESSAGES,
    record.REPORTED,
    record.DIFF,
    record.RAG_COMPARE,
    record.LEDGER,
    record.LEDGER_FAULTS,
    record.BACKUPS,
    record.RESTORE,
    returns.FORMS,
    returns.RETURNS,
    returns.COLLECT_STATUS,
)
"""Every data format, in the order of the manual."""


def schema_of(name: str) -> Schema:
    """The schema of a name such as ``pmf/rag/1``.

    Raises:
        KeyError: there is none.
    """
    return {schema.name: schema for schema in SCHEMAS}[name]
