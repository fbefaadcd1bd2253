"""The register's own checks of figures, run on what a return would put into it.

A figure that contradicts its own counts is refused; one that is unlikely is a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pmf_cli.assessment import Assessment
from pmf_cli.checks import collected, numerators, plausibility, values
from pmf_cli.checks.base import CheckContext
from pmf_cli.checks.selection import silenced, sort_key
from pmf_cli.collect.form.layout import RESULT_COLUMNS
from pmf_cli.collect.returned.read import RawForm
from pmf_cli.collect.returned.verdicts import JudgedLine, ReturnVerdict
from pmf_cli.findings import CellRef, Finding, Severity
from pmf_cli.rag.rate import Colours
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.workbook.cells import box_of, column_letter

CHECKS = collected((values, plausibility, numerators))
"""The checks that look at one figure beside its history, target and counts."""
REMARKS = ("NUM005", "NUM006", "VAL004")
"""Worth knowing, but nothing to keep a figure back for."""


def with_plausibility(
    lines: Sequence[JudgedLine], form: RawForm, assessment: Assessment
) -> tuple[JudgedLine, ...]:
    """The figures that are ready or questioned, with what the checks say of them."""
    ready = [
        line
        for line in lines
        if line.result is not None
        and (line.verdict.is_ready or line.verdict is ReturnVerdict.QUESTION)
    ]
    if not ready:
        return tuple(lines)
    rows = {}
    place = _place_of(form)
    for line in ready:
        box = box_of(line.where.cell)
        assert line.result is not None and box is not None
        rows[id(line)] = replace(line.result, source=RowSource(place, box[0]))
    part = with_results(assessment.register, tuple(rows.values()))
    settings, as_of, period = assessment.settings, assessment.as_of, assessment.period
    colours = Colours(part, settings, period, as_of)
    scene = CheckContext(part, settings, as_of, period, colour_of=colours)
    found = _findings(scene, form.file)
    by_row: dict[int, list[Finding]] = {}
    for finding in sorted(found, key=sort_key):
        box = box_of(finding.where.cell)
        if box is not None:
            by_row.setdefault(box[0], []).append(finding)
    return tuple(
        _with_findings(line, by_row.get(rows[id(line)].source.row, ()))
        if id(line) in rows
        else line
        for line in lines
    )


def with_results(register: Register, rows: Sequence[Result]) -> Register:
    """The part of a register that concerns the KPIs of some results, those results put in."""
    refs = dict.fromkeys(row.kpi_ref for row in rows)
    new: Mapping[object, Result] = {(r.kpi_ref, r.split, r.period): r for r in rows}
    kept = [
        row
        for ref, split in register.series
        if ref in refs
        for row in register.series[ref, split].values()
        if (row.kpi_ref, row.split, row.period) not in new
    ]
    kpis = tuple(kpi for ref in refs if (kpi := register.kpi_by_ref.get(ref)) is not None)
    return replace(
        register,
        kpis=kpis,
        targets=tuple(row for ref in refs for row in register.targets_by_kpi.get(ref, ())),
        results=(*kept, *rows),
    )


def _place_of(form: RawForm) -> SheetPlace:
    first = form.results[0]
    letters = {
        column.field: column_letter(first.columns[column.field])
        for column in RESULT_COLUMNS
        if column.side == "fill"
    }
    return SheetPlace(form.file, first.sheet.name, letters)


def _findings(scene: CheckContext, file: str) -> list[Finding]:
    found = [
        Finding(one.code, one.severity, problem.where, problem.message, problem.kpi_ref)
        for one in CHECKS.values()
        for problem in one.run(scene)
    ]
    requires = {code: one.requires for code, one in CHECKS.items() if one.requires}
    return [finding for finding in silenced(found, requires) if finding.where.workbook == file]


def _with_findings(line: JudgedLine, findings: Sequence[Finding]) -> JudgedLine:
    told = [finding for finding in findings if finding.code not in REMARKS]
    remarks = tuple(finding.message for finding in findings if finding.code in REMARKS)
    if not told:
        return replace(line, remarks=remarks)
    first = told[0]
    wrong = first.severity is Severity.ERROR
    cure = CHECKS[first.code].cure
    if not wrong and line.verdict is ReturnVerdict.QUESTION:
        # Who takes it in must see both: that it is text, and that it is unlikely.
        return replace(line, reason=f"{line.reason} {first.message}", remarks=remarks)
    return replace(
        line,
        verdict=ReturnVerdict.IMPOSSIBLE if wrong else ReturnVerdict.QUESTION,
        where=_cell_of(line.where, first.where),
        reason=first.message,
        advice=cure if wrong else f"{cure} If it is right: --accept-questions takes it in.",
    )


def _cell_of(own: CellRef, found: CellRef) -> CellRef:
    return found if found.cell else own
