"""Which sheets a register has, in which workbook, and which columns each holds.

Columns are read from the models' annotations, so a new column is one field. This module
adds the names of sheets and workbooks.
"""

import types
import typing
from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from pmf_cli.frozen import frozen
from pmf_cli.places import (
    DATA_RECORD,
    DELIVERY_PLAN,
    REPORTING_PROCESS,
    SUPPORTING_INFORMATION,
)
from pmf_cli.register.sheets import kpis, plan, process, record, supporting, targets
from pmf_cli.register.sheets.rows import Blank, Heading


@frozen
class SheetColumn:
    """One column of a sheet.

    Attributes:
        field: the model's field name.
        heading: what the column is called, whether it must be filled, other names for it.
        types: the types a value may have, without ``None``; for several choices the type of
            one of them.
        several: true where a cell holds several values separated by semicolons.
        blank: what is found where it is left blank; ``None`` where no check asks for it alone.
    """

    field: str
    heading: Heading
    types: tuple[Any, ...]
    several: bool = False
    blank: Blank | None = None

    @property
    def identifies(self) -> bool:
        """Whether its cells say what their row belongs to."""
        return self.heading.identifies

    @property
    def choices(self) -> type[StrEnum] | None:
        """The set of choices that a value is of; ``None`` where it is none of a set."""
        kind = self.types[0]
        return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else None


@frozen
class SheetLayout:
    """One sheet: its name, workbook, the model of its rows and the ``Register`` field.

    Attributes:
        name: the sheet's name as ``pmf`` writes it.
        workbook: the file it stands in by default.
        model: the class of its rows.
        holds: the ``Register`` attribute that receives them.
        needed: true where no register works without it.
        synonyms: other sheet names accepted without settings.
        written_by_tool: true where people do not fill it in.
        retired: headings that it had in earlier versions: nothing is read from them, nothing said of them.
        has_a_common_name: true where people name sheets of their own so: a tab is it only with
            the heading that names its rows.
    """

    name: str
    workbook: str
    model: type[Any]
    holds: str
    needed: bool = False
    synonyms: tuple[str, ...] = ()
    written_by_tool: bool = False
    has_a_common_name: bool = False
    retired: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """The columns in order of the model's fields."""
        return columns_of(self.model)  # type: ignore[arg-type]  # classes hash

    @property
    def guarding(self) -> tuple[SheetColumn, ...]:
        """The columns that must not be lost unnoticed: the naming one and those that guard."""
        return tuple(c for c in self.columns if c.heading.identifies or c.heading.guards)


SHEETS: tuple[SheetLayout, ...] = (
    SheetLayout(
        "Results",
        DATA_RECORD,
        record.Result,
        "results",
        needed=True,
        synonyms=("KPI results", "Data", "KPI Data Record"),
    ),
    SheetLayout("Commentary", DATA_RECORD, record.Commentary, "commentary", synonyms=("Comments",)),
    SheetLayout(
        "Benchmarks", DATA_RECORD, record.Benchmark, "benchmarks", synonyms=("Benchmarking",)
    ),
    SheetLayout("Forecasts", DATA_RECORD, record.Forecast, "forecasts", has_a_common_name=True),
    SheetLayout("Events", DATA_RECORD, record.Event, "events", has_a_common_name=True),
    SheetLayout("Returns", DATA_RECORD, record.Return, "returns", written_by_tool=True),
    SheetLayout(
        "KPIs",
        SUPPORTING_INFORMATION,
        kpis.Kpi,
        "kpis",
        needed=True,
        synonyms=("KPI list", "Indicators", "KPI Supporting Information"),
    ),
    SheetLayout("Targets", SUPPORTING_INFORMATION, targets.Target, "targets", needed=True),
    SheetLayout("Rating rules", SUPPORTING_INFORMATION, targets.RatingRule, "rating_rules"),
    SheetLayout("Splits", SUPPORTING_INFORMATION, supporting.Split, "splits"),
    SheetLayout(
        "Contacts",
        SUPPORTING_INFORMATION,
        supporting.Contact,
        "contacts",
        needed=True,
        retired=("Preferred form",),
    ),
    SheetLayout("Scope changes", SUPPORTING_INFORMATION, supporting.ScopeChange, "scope_changes"),
    SheetLayout("Frameworks", SUPPORTING_INFORMATION, supporting.Framework, "frameworks"),
    SheetLayout(
        "Risk links", SUPPORTING_INFORMATION, supporting.RiskLink, "risk_links", retired=("Kind",)
    ),
    SheetLayout("Lists", SUPPORTING_INFORMATION, supporting.ListEntry, "lists"),
    SheetLayout(
        "Glossary",
        SUPPORTING_INFORMATION,
        supporting.GlossaryTerm,
        "glossary",
        retired=("Use in full first",),
    ),
    SheetLayout("Boards", REPORTING_PROCESS, process.Board, "boards"),
    SheetLayout("Timetable", REPORTING_PROCESS, process.TimetableEntry, "timetable", needed=True),
    SheetLayout("Checklist", REPORTING_PROCESS, process.ChecklistStep, "checklist"),
    SheetLayout("Highlights", REPORTING_PROCESS, process.Highlight, "highlights"),
    SheetLayout(
        "Recommendations for this paper",
        REPORTING_PROCESS,
        process.PaperRecommendation,
        "paper_recommendations",
    ),
    SheetLayout(
        "Escalations and issues",
        REPORTING_PROCESS,
        process.Escalation,
        "escalations",
        synonyms=("Issues",),
    ),
    SheetLayout("Recommendations", REPORTING_PROCESS, process.Recommendation, "recommendations"),
    SheetLayout("Priorities", DELIVERY_PLAN, plan.Priority, "priorities"),
    SheetLayout("Actions", DELIVERY_PLAN, plan.Action, "actions"),
    SheetLayout("Milestones", DELIVERY_PLAN, plan.Milestone, "milestones"),
    SheetLayout("Improvement plans", DELIVERY_PLAN, plan.ImprovementPlan, "improvement_plans"),
    SheetLayout("Risks", DELIVERY_PLAN, plan.Risk, "risks"),
    SheetLayout("Survey", DELIVERY_PLAN, plan.SurveyAnswer, "survey"),
    SheetLayout("Improvements", DELIVERY_PLAN, plan.ImprovementAction, "improvements"),
    SheetLayout("Success checks", DELIVERY_PLAN, plan.SuccessCheck, "success_checks"),
)

RETIRED_SHEETS = ("Reminder log",)
"""Sheets of earlier versions: nothing is read from them, nothing said of them."""


def guarded_columns(workbooks: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Sheet → headings of its guarding columns, for every sheet of some workbooks: all that ``[holds]`` may list."""
    return {
        layout.name: tuple(column.heading.text for column in layout.guarding)
        for layout in SHEETS
        if layout.workbook in workbooks
    }


def by_name() -> Mapping[str, SheetLayout]:
    """Sheet name → layout."""
    return {sheet.name: sheet for sheet in SHEETS}


def is_retired(sheet: str, heading: str = "") -> bool:
    """Whether a sheet, or a heading of it, belongs to earlier versions and is passed over in silence."""
    if sheet in RETIRED_SHEETS:
        return True
    layout = by_name().get(sheet)
    return layout is not None and heading in layout.retired


def layout_of_row(row: Any) -> SheetLayout:  # noqa: ANN401 - a row of any sheet
    """The sheet whose rows are such."""
    return next(sheet for sheet in SHEETS if isinstance(row, sheet.model))


@cache
def columns_of(model: type[Any]) -> tuple[SheetColumn, ...]:
    """The columns of a row model, in order of its fields."""
    hints = typing.get_type_hints(model, include_extras=True)
    found = []
    for field, hint in hints.items():
        told = getattr(hint, "__metadata__", ())
        heading = next((one for one in told if isinstance(one, Heading)), None)
        blank = next((one for one in told if isinstance(one, Blank)), None)
        if heading is not None:
            kinds, several = _kinds(typing.get_args(hint)[0])
            found.append(SheetColumn(field, heading, kinds, several, blank))
    return tuple(found)


def _kinds(hint: Any) -> tuple[tuple[Any, ...], bool]:  # noqa: ANN401 - a type expression
    """The plain types behind a hint, and whether it is a tuple of several."""
    if typing.get_origin(hint) is tuple:
        return (typing.get_args(hint)[0],), True
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return tuple(t for t in typing.get_args(hint) if t is not type(None)), False
    return (hint,), False
