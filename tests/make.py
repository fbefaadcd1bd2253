"""Factories for tests: complete, clean register rows and books made from small text tables.

A factory gives an object that no check complains about on ``AS_OF`` for ``PERIOD``; a test
changes the one thing it is about. Periods may be given as text everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from pmf_cli.register import terms
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets import layout
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.process import Board, ChecklistStep, TimetableEntry
from pmf_cli.register.sheets.record import Benchmark, Commentary, Event, Forecast, Result
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.register.sheets.targets import RatingRule, Target
from pmf_cli.workbook.cells import Book, Cell, CellValue, ErrorValue, Row, Sheet, column_letter


def sheet_of(workbook: str, name: str, table: list[list[CellValue | ErrorValue | Cell]]) -> Sheet:
    """A sheet from rows of plain values, the first being row 1; a ``Cell`` keeps its own format."""
    rows = []
    for number, values in enumerate(table, 1):
        cells = {
            column: value._replace(row=number, column=column)
            if isinstance(value, Cell)
            else Cell(number, column, value)
            for column, value in enumerate(values, 1)
            if value not in (None, "")
        }
        rows.append(Row(number, cells))
    return Sheet(workbook, name, lambda: iter(rows))


PERIOD = "2024/25 Q3"
"""The reporting period in which the factories' objects are clean."""
AS_OF = date(2025, 1, 31)
"""The date on which they are."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_PER_CENT = re.compile(r"([+-]?\d+(?:\.(\d+))?)%")
_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


def cell_value(text: str) -> CellValue | ErrorValue | Cell:
    """What a written cell holds.

    ``'x'`` or ``"x"`` is the text x; ``TRUE``/``FALSE`` a yes/no; ``#N/A`` an Excel error;
    ``38.2%`` the number 0.382 shown as a percentage; ``31/12/2024`` a date; ``12`` and ``1.5``
    numbers; ``=`` alone a formula never calculated; ``=12`` a formula whose result is 12;
    nothing an empty cell; all else text.
    """
    if not text:
        return None
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if text.startswith("#") and text.rstrip("!?").isupper():
        return ErrorValue(text)
    if text.startswith("="):
        inner = cell_value(text[1:])
        if isinstance(inner, Cell):
            return inner._replace(formula=True)
        return Cell(1, 1, inner, formula=True)
    if found := _PER_CENT.fullmatch(text):
        places = len(found[2] or "")
        shown = "0." + "0" * places + "%" if places else "0%"
        return Cell(1, 1, float(Decimal(found[1]) / 100), shown)
    if found := _DATE.fullmatch(text):
        return Cell(1, 1, date(int(found[3]), int(found[2]), int(found[1])), "dd/mm/yyyy")
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def rows_of(table: str) -> list[list[CellValue | ErrorValue | Cell]]:
    """The rows of a text table: ``| a | b |`` a row, other lines a text in column A.

    Blank lines before and after are dropped, within they are empty rows; ``|---|`` lines are
    left out.
    """
    found: list[list[CellValue | ErrorValue | Cell]] = []
    for line in table.strip().splitlines():
        bare = line.strip()
        if set(bare) <= set("|-: ") and "--" in bare:
            continue
        if bare.startswith("|"):
            found.append([cell_value(part.strip()) for part in bare.strip("|").split("|")])
        else:
            found.append([cell_value(bare)])
    return found


def make_sheet(name: str, table: str, workbook: str = layout.DATA_RECORD) -> Sheet:
    """A sheet from a text table."""
    return sheet_of(workbook, name, rows_of(table))


def make_book(name: str = layout.DATA_RECORD, /, **sheets: str | Sheet) -> Book:
    """A workbook from text tables by sheet name; underscores in a name stand for spaces."""
    made = []
    for tab, content in sheets.items():
        if isinstance(content, Sheet):
            made.append(replace(content, workbook=name))
        else:
            made.append(make_sheet(tab.replace("_", " "), content, name))
    fingerprint = sha256(repr((name, sheets)).encode()).hexdigest()
    return Book(name, tuple(made), fingerprint)


def place_of(sheet: str) -> SheetPlace:
    """The place of a sheet whose columns stand in the order of the layout."""
    found = layout.by_name()[sheet]
    letters = {c.field: column_letter(n) for n, c in enumerate(found.columns, 1)}
    return SheetPlace(found.workbook, sheet, letters)


_PLACES: dict[str, SheetPlace] = {}


def _source(sheet: str, row: int = 2) -> RowSource:
    place = _PLACES.setdefault(sheet, place_of(sheet))
    return RowSource(place, row)


def _period(value: object) -> Any:
    return parse_period(value) if isinstance(value, str) else value


def _number(value: object) -> Any:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number or (isinstance(value, str) and _NUMBER.fullmatch(value)):
        return Decimal(str(value))
    return value


def _tidied(fields: dict[str, Any], periods: Iterable[str], numbers: Iterable[str]) -> None:
    for name in periods:
        if name in fields:
            fields[name] = _period(fields[name])
    for name in numbers:
        if name in fields:
            fields[name] = _number(fields[name])


def make_kpi(ref: str = "WM-01", /, **over: Any) -> Kpi:
    """A complete quarterly percentage KPI, higher is better, not financial."""
    fields: dict[str, Any] = {
        "ref": ref,
        "name": f"Household waste sent for recycling ({ref})",
        "short_name": f"Recycling {ref}",
        "definition": "Share of household waste that is recycled, composted or reused.",
        "calculation": "Tonnes recycled, composted or reused ÷ tonnes collected × 100",
        "numerator_label": "Tonnes recycled, composted or reused",
        "denominator_label": "Tonnes collected",
        "rationale": "Recycling saves money and cuts carbon.",
        "scope": terms.Scope.COUNCIL,
        "accountability": terms.Accountability.PERFORMANCE,
        "influence": terms.Influence.DIRECT,
        "kpi_class": terms.KpiClass.STRATEGIC,
        "tier": terms.Tier.CORPORATE,
        "financial": False,
        "measure_type": terms.MeasureType.OUTCOME,
        "data_type": terms.DataType.PERCENTAGE,
        "unit": "%",
        "decimal_places": 1,
        "polarity": terms.Polarity.HIGHER,
        "time_basis": terms.TimeBasis.WITHIN,
        "frequency": terms.Frequency.QUARTERLY,
        "year_basis": terms.YearBasis.FINANCIAL,
        "year_value": terms.YearValue.WEIGHTED,
        "comparator": terms.ComparatorRule.PREVIOUS_PERIOD,
        "seasonal": False,
        "lag_days": 14,
        "available_from": "Two weeks after the quarter ends",
        "longest_age": "2 quarters",
        "plausible_min": Decimal(0),
        "plausible_max": Decimal(100),
        "data_source": "Weighbridge returns",
        "source_owner": terms.SourceOwner.COUNCIL,
        "source_assurance": terms.SourceAssurance.NATIONAL_STATISTICS,
        "known_limitations": "None known",
        "supply_risk": terms.SupplyRisk.NONE,
        "small_number_rule": terms.SmallNumberRule.NONE,
        "directorate": "Communities",
        "service": "Waste Management",
        "portfolio": "Environment",
        "scrutiny_board": "Environment Scrutiny Board",
        "responsible_officer": "C01",
        "key_contact": "C02",
        "deputy_contact": "C03",
        "performance_lead": "C04",
        "status": terms.KpiStatus.ACTIVE,
        "first_period": "2022/23 Q1",
        "public": True,
        "reviewed_on": date(2024, 9, 2),
        "definition_version": 1,
        "source": _source("KPIs"),
    }
    fields |= over
    _tidied(
        fields,
        ("first_period", "last_period", "baseline_period"),
        ("plausible_min", "plausible_max", "baseline_value"),
    )
    return Kpi(**fields)


def make_target(kpi_ref: str = "WM-01", /, **over: Any) -> Target:
    """A value target of 90 from 2022/23 on, agreed and reviewed."""
    fields: dict[str, Any] = {
        "kpi_ref": kpi_ref,
        "from_period": "2022/23 Q1",
        "target_type": terms.TargetType.VALUE,
        "target": Decimal(90),
        "target_basis": terms.TargetBasis.POLICY,
        "rationale": "Set by the waste strategy.",
        "agreed_by": "CLT",
        "agreed_on": date(2022, 3, 15),
        "reviewed_on": date(2024, 9, 2),
        "source": _source("Targets"),
    }
    fields |= over
    _tidied(
        fields,
        ("from_period", "to_period"),
        [
            "target",
            "range_low",
            "range_high",
            "q1",
            "q2",
            "q3",
            "q4",
            "tolerance",
            "amber_boundary",
            "upper_boundary",
            "green_tolerance",
            "stretch_target",
            "payment_at_risk",
            "previous_target",
        ],
    )
    if "months" in fields:
        fields["months"] = tuple(_number(figure) for figure in fields["months"])
    return Target(**fields)


def make_rule(**over: Any) -> RatingRule:
    """A rule set's row for all KPIs: 5% of the target, approved."""
    fields: dict[str, Any] = {
        "rule_set": "2022/23",
        "applies_to": "All",
        "from_period": "2022/23",
        "tolerance": Decimal(5),
        "tolerance_basis": terms.ToleranceBasis.RELATIVE,
        "approved_by": "CLT",
        "approved_on": date(2022, 3, 15),
        "source": _source("Rating rules"),
    }
    fields |= over
    _tidied(fields, ("from_period",), ("tolerance", "green_tolerance", "exceeding_mark"))
    return RatingRule(**fields)


def make_result(
    kpi_ref: str = "WM-01",
    period: str | Period = PERIOD,
    value: object = "91.2",
    /,
    **over: Any,
) -> Result:
    """A result; a value given as text or number becomes an exact decimal."""
    fields: dict[str, Any] = {
        "kpi_ref": kpi_ref,
        "period": period,
        "value": value,
        "source": _source("Results"),
    }
    fields |= over
    _tidied(fields, ("period",), ("value", "numerator", "denominator"))
    return Result(**fields)


def make_comment(
    kpi_ref: str = "WM-01", period: str | Period = PERIOD, /, **over: Any
) -> Commentary:
    """A reason for a result, signed off."""
    fields: dict[str, Any] = {
        "kpi_ref": kpi_ref,
        "period": period,
        "kind": terms.CommentaryKind.REASON,
        "text": "Garden waste fell after a dry summer.",
        "author": "C02",
        "written_on": date(2025, 1, 17),
        "approved_by": "C01",
        "approved_on": date(2025, 1, 20),
        "source": _source("Commentary"),
    }
    fields |= over
    _tidied(fields, ("period", "back_on_target"), ())
    return Commentary(**fields)


def make_forecast(
    kpi_ref: str, for_period: str, value: object, made_in: str = "2024/25 Q3", /, **over: Any
) -> Forecast:
    """A figure that somebody expects."""
    fields: dict[str, Any] = {
        "kpi_ref": kpi_ref,
        "for_period": for_period,
        "made_in": made_in,
        "value": value,
        "source": _source("Forecasts"),
    }
    fields |= over
    _tidied(fields, ("for_period", "made_in"), ("value", "low", "high"))
    return Forecast(**fields)


def make_event(kpi_ref: str, on: date, event: str) -> Event:
    """Something that happened to a KPI on a day."""
    return Event(kpi_ref=kpi_ref, on=on, event=event, source=_source("Events"))


def make_benchmark(
    kpi_ref: str = "WM-01", period: str | Period = "2023/24", value: object = "41.0", /, **over: Any
) -> Benchmark:
    """A published comparator figure with its source."""
    fields: dict[str, Any] = {
        "kpi_ref": kpi_ref,
        "period": period,
        "comparator": "England",
        "group": terms.BenchmarkGroup.ENGLAND,
        "statistic": terms.BenchmarkStatistic.MEAN,
        "value": value,
        "group_size": 294,
        "comparable": "Yes",
        "data_source": "National waste statistics",
        "web_address": "https://www.example.org/waste",
        "retrieved_on": date(2024, 12, 2),
        "source": _source("Benchmarks"),
    }
    fields |= over
    _tidied(fields, ("period",), ("value", "lower_limit", "upper_limit"))
    return Benchmark(**fields)


def make_contact(ref: str = "C01", /, **over: Any) -> Contact:
    """A contact in post, confirmed lately."""
    fields: dict[str, Any] = {
        "ref": ref,
        "name": f"Officer {ref}",
        "job_title": "Head of Service",
        "directorate": "Communities",
        "service": "Waste Management",
        "email": f"{ref.lower()}@example.org",
        "telephone": "01632 960000",
        "role": (terms.ContactRole.RESPONSIBLE_OFFICER,),
        "from_date": date(2020, 4, 1),
        "confirmed_on": date(2024, 12, 2),
        "source": _source("Contacts"),
    }
    return Contact(**(fields | over))


def make_board(body: str = "CLT", /, **over: Any) -> Board:
    """A body that receives papers each quarter."""
    fields: dict[str, Any] = {
        "body": body,
        "kind": terms.BodyKind.CLT,
        "frequency": "Quarterly",
        "mode": terms.ReportMode.FULL,
        "history": "8 quarters",
        "public_paper": False,
        "chair_agreed_on": date(2024, 5, 1),
        "source": _source("Boards"),
    }
    return Board(**(fields | over))


def make_step(cycle: str | Period = PERIOD, /, **over: Any) -> TimetableEntry:
    """A timetable step: data due on 20/01/2025."""
    fields: dict[str, Any] = {
        "cycle": cycle,
        "step": terms.TimetableStep.DATA_DUE,
        "body": "CLT",
        "on": date(2025, 1, 20),
        "responsible": "C02",
        "status": terms.StepStatus.DONE,
        "done_on": date(2025, 1, 20),
        "source": _source("Timetable"),
    }
    fields |= over
    _tidied(fields, ("cycle",), ())
    return TimetableEntry(**fields)


def make_checklist_step(number: str = "1", /, **over: Any) -> ChecklistStep:
    """A step of the quarter that a stand-in can carry out."""
    fields: dict[str, Any] = {
        "number": number,
        "cycle_kind": terms.CycleKind.QUARTERLY,
        "step": "Check the register",
        "why": "So that the paper is right.",
        "how": "Run the command and put right what it names.",
        "command": "pmf validate",
        "who_normally": "C04",
        "stand_in": "C03",
        "timing": "3 before Data due",
        "last_done_on": date(2024, 10, 17),
        "last_done_by": "C04",
        "source": _source("Checklist"),
    }
    return ChecklistStep(**(fields | over))


CONTACTS = (
    make_contact("C01"),
    make_contact(
        "C02", job_title="Data Officer", role=(terms.ContactRole.KEY_CONTACT,), deputy="C03"
    ),
    make_contact("C03", job_title="Deputy Data Officer", role=(terms.ContactRole.DEPUTY,)),
    make_contact("C04", job_title="Performance Lead", role=(terms.ContactRole.PERFORMANCE_LEAD,)),
)
"""The contacts that the factories' rows name."""

BOARDS = (
    make_board("CLT"),
    make_board("Communities DMT", kind=terms.BodyKind.DMT, filter="directorate = Communities"),
    make_board(
        "Environment Scrutiny Board",
        kind=terms.BodyKind.SCRUTINY,
        filter="scrutiny board = Environment Scrutiny Board",
        frequency="Twice yearly",
        public_paper=True,
    ),
)
"""The bodies that the factories' rows name."""


def _numbered(rows: Sequence[Any]) -> tuple[Any, ...]:
    """The rows as if they stood one below the other from row 2."""
    made = []
    for number, row in enumerate(rows, 2):
        source = replace(row.source, row=number)
        made.append(replace(row, source=source))
    return tuple(made)


def make_register(
    kpis: Sequence[Kpi] | None = None,
    results: Sequence[Result] | None = None,
    targets: Sequence[Target] | None = None,
    **over: Any,
) -> Register:
    """A clean register around the given rows, with contacts, bodies, timetable and rules.

    Without ``kpis`` there is one, ``WM-01``; without ``results`` or ``targets`` each KPI has
    one result for ``PERIOD`` and one target. Rows are numbered as in a sheet, from row 2.
    """
    the_kpis = (make_kpi(),) if kpis is None else tuple(kpis)
    refs = [kpi.ref for kpi in the_kpis]
    fields: dict[str, Any] = {
        "name": "Anyborough Council",
        "kpis": the_kpis,
        "results": [make_result(ref) for ref in refs] if results is None else results,
        "targets": [make_target(ref) for ref in refs] if targets is None else targets,
        "rating_rules": (make_rule(), make_rule(applies_to="Financial", tolerance=10)),
        "contacts": CONTACTS,
        "boards": BOARDS,
        "timetable": (make_step(),),
        "checklist": (make_checklist_step(),),
    }
    fields |= over
    rows = {sheet.holds for sheet in layout.SHEETS}
    present = {
        sheet.name: (sheet.workbook, sheet.name)
        for sheet in layout.SHEETS
        if fields.get(sheet.holds)
    }
    fields.setdefault("present", present)
    return Register(
        **{name: _numbered(value) if name in rows else value for name, value in fields.items()}
    )
