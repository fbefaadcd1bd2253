"""The columns of a register that the public may see: an allow-list, so that a new column stays inside until it is put here.

Contacts, notes, reasons and opinions of the council's own, plans, risks, returns and the timetable are in no list,
so that no part of a public paper can print them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, replace
from types import MappingProxyType
from typing import Any

from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.plan import Priority
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.sheets.record import Benchmark, Commentary, Result
from pmf_cli.register.sheets.rows import RegisterRow
from pmf_cli.register.sheets.supporting import (
    Framework,
    GlossaryTerm,
    ListEntry,
    ScopeChange,
    Split,
)
from pmf_cli.register.sheets.targets import RatingRule, Target

PUBLIC_COLUMNS: Mapping[type[RegisterRow], frozenset[str]] = MappingProxyType(
    {
        row: frozenset(names.split())
        for row, names in {
            Kpi: """ref name short_name plain_name definition calculation numerator_label denominator_label
                rationale scope accountability influence kpi_class tier financial measure_type data_type unit
                decimal_places polarity time_basis frequency year_basis year_value comparator baseline_period
                baseline_value seasonal lag_days available_from longest_age data_source source_owner
                source_assurance known_limitations small_number_rule directorate service portfolio priorities
                scrutiny_board lead_board also_to status first_period last_period public definition_version
                grade_order""",
            Target: """kpi_ref split from_period to_period target_type target range_low range_high profile q1 q2
                q3 q4 months tolerance tolerance_basis green_tolerance amber_boundary upper_boundary benchmark
                interim""",
            RatingRule: """rule_set applies_to from_period tolerance tolerance_basis green_tolerance at_boundary
                at_green_boundary rated_on direction_better direction_same direction_worse_within
                direction_worse_beyond improved_rule improved_on boundary_rule exceeding_mark
                provisional_values when_stale""",
            Result: """kpi_ref period split value numerator denominator value_status no_data_reason expected_by
                received_on""",
            Commentary: "kpi_ref period kind text in_ten_words back_on_target use_in written_on",
            Benchmark: """kpi_ref period comparator group statistic value lower_limit upper_limit group_size
                comparable data_source web_address""",
            Split: "name kind order gap_compared_with smallest_denominator",
            ScopeChange: """change_ref kpi_ref changed_on from_period kind break_in_series rebase_from
                back_series""",
            Framework: "framework code kpi_ref match from_period to_period",
            ListEntry: "list_name entry short_name",
            GlossaryTerm: "term meaning",
            Priority: "ref priority plan portfolio outcome",
            Board: """body short_name kind filter frequency mode history benchmarks_shown splits_shown
                most_highlights comment_words public_paper suppressed_shown grouped_by classification
                template""",
        }.items()
    }
)
"""Row of a sheet → its fields that may be published, or serve to work out what is. A sheet that is not here is empty."""


def public_columns(register: Register) -> Register:
    """The register with the columns that the public may see; all others are blank, other sheets empty."""
    tables: dict[str, Any] = {}
    for field in fields(register):
        rows = getattr(register, field.name)
        if isinstance(rows, tuple):
            tables[field.name] = _public_rows(rows)
    return replace(register, **tables, fingerprints=MappingProxyType({}))


def _public_rows(rows: tuple[RegisterRow, ...]) -> tuple[RegisterRow, ...]:
    """The rows of a sheet with its public columns; none of a sheet that has no such."""
    allowed = PUBLIC_COLUMNS.get(type(rows[0])) if rows else None
    if allowed is None:
        return ()
    blanks: dict[str, Any] = {
        one.name: _blank(one)
        for one in fields(rows[0])
        if one.name not in allowed and one.name != "source"
    }
    return tuple(replace(row, **blanks) for row in rows)


def _blank(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()
