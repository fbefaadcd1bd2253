"""Which findings are told: follow-ups silenced, codes selected, codes ignored with a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmf_cli.findings import CellRef, Finding
from pmf_cli.settings import Ignored
from pmf_cli.workbook.cells import column_number

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]+)")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Findings left out because the council decided so.

    Attributes:
        code: the code, or the letters it begins with, as it is ignored.
        reason: why, in the council's words.
        count: how many findings were left out for it.
        kpis: the KPIs it is limited to; empty for all.
    """

    code: str
    reason: str
    count: int
    kpis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found, and what was found but left out."""

    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...] = ()


def place_key(where: CellRef) -> tuple[str, str, int, int]:
    """Orders places by workbook, sheet, row and column, so that row 10 follows row 9."""
    found = _ADDRESS.fullmatch(where.cell)
    if found is None:
        return where.workbook, where.sheet, 0, 0
    return where.workbook, where.sheet, int(found[2]), column_number(found[1])


def sort_key(finding: Finding) -> tuple[int, tuple[str, str, int, int], str, str]:
    """Worst first, then by place, then by code."""
    return finding.severity.rank, place_key(finding.where), finding.code, finding.message


def silenced(findings: Sequence[Finding], requires: Mapping[str, tuple[str, ...]]) -> list[Finding]:
    """The findings without follow-ups of others.

    A finding is a follow-up where a code that its check requires was found on the same row,
    or on the same KPI in another sheet.

    Args:
        findings: everything found.
        requires: code → codes that make it pointless.
    """
    causes = {cause for needed in requires.values() for cause in needed}
    rows: dict[str, set[tuple[str, str, int]]] = {}
    kpis: dict[str, set[tuple[str, str, str]]] = {}
    for finding in findings:
        if finding.code not in causes:
            continue
        workbook, sheet, row, _ = place_key(finding.where)
        rows.setdefault(finding.code, set()).add((workbook, sheet, row))
        if finding.kpi_ref is not None:
            kpis.setdefault(finding.code, set()).add((finding.kpi_ref, workbook, sheet))
    elsewhere = {cause: _sheets_by_kpi(found) for cause, found in kpis.items()}

    def is_follow_up(finding: Finding) -> bool:
        workbook, sheet, row, _ = place_key(finding.where)
        for cause in requires.get(finding.code, ()):
            if (workbook, sheet, row) in rows.get(cause, ()):
                return True
            sheets = elsewhere.get(cause, {}).get(finding.kpi_ref or "", frozenset())
            if sheets - {(workbook, sheet)}:
                return True
        return False

    return [finding for finding in findings if not is_follow_up(finding)]


def examined(
    findings: Sequence[Finding], select: Sequence[str], ignore: Sequence[Ignored]
) -> Examined:
    """The findings in order, after selection, with a count of what was ignored.

    Args:
        findings: everything found.
        select: codes or beginnings of codes to keep; empty keeps all.
        ignore: what to leave out, each with its reason.
    """
    told = []
    counts = [0] * len(ignore)
    for finding in findings:
        if not is_wanted(finding.code, select):
            continue
        place = next((n for n, rule in enumerate(ignore) if _is_ignored(finding, rule)), None)
        if place is None:
            told.append(finding)
        else:
            counts[place] += 1
    left_out = tuple(
        LeftOut(rule.code, rule.reason, count, rule.kpis)
        for rule, count in zip(ignore, counts, strict=True)
        if count
    )
    return Examined(tuple(sorted(told, key=sort_key)), left_out)


def is_wanted(code: str, select: Sequence[str]) -> bool:
    """Whether a code is among those, or the beginnings of those, that were asked for; all by default."""
    return not select or code.startswith(tuple(select))


def _is_ignored(finding: Finding, rule: Ignored) -> bool:
    return finding.code.startswith(rule.code) and (not rule.kpis or finding.kpi_ref in rule.kpis)


def _sheets_by_kpi(
    found: set[tuple[str, str, str]],
) -> dict[str, frozenset[tuple[str, str]]]:
    gathered: dict[str, set[tuple[str, str]]] = {}
    for ref, workbook, sheet in found:
        gathered.setdefault(ref, set()).add((workbook, sheet))
    return {ref: frozenset(sheets) for ref, sheets in gathered.items()}
