"""Which findings are told, and what each asks of the officer.

Follow-ups are silenced, codes selected, codes ignored with a reason. The severity decides how urgent
a finding is, but for the codes named here: an error about a person or a record stops no rating, an
overdue figure does, and a missing description can wait however much it is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pmf_cli.findings import CellRef, Finding, Severity, Urgency
from pmf_cli.frozen import frozen
from pmf_cli.settings import Ignored
from pmf_cli.workbook.cells import column_number

# Split, so that row 10 follows row 9 and column AA follows Z.
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]+)")


@frozen
class LeftOut:
    """Findings left out because the council decided so.

    Attributes:
        code: the code, or the letters it begins with, as it is ignored.
        kpis: the KPIs it is limited to; empty for all.
    """

    code: str
    reason: str
    count: int
    kpis: tuple[str, ...] = ()


@frozen
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
        select: codes or beginnings of codes to keep; empty keeps all.
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


_BY_SEVERITY = {
    Severity.ERROR: Urgency.STOPS,
    Severity.WARNING: Urgency.WRONG,
    Severity.ADVICE: Urgency.LATER,
}

STOPS_A_RATING = frozenset({"TIM001", "TIM004", "TTM002"})
"""Warnings that leave a KPI without a rating: its figure has not come, is too old, or its target is
for another time."""

WRONG_BUT_RATED = frozenset(
    {"OWN001", "OWN003", "OWN004", "CON001", "NUM001", "NUM002", "SCP007", "PUB005", "SHT020"}
)
"""Errors about people, records and privacy, and figures that disagree: the rating stands. A sheet without
rows stops none by itself: what a KPI then lacks is told of the KPI."""

WAITING_THEMES = frozenset({"CMP", "SRC", "PLN", "LST"})
"""Themes that describe and plan; whatever is missing there, the figures are the same."""

WAITING = frozenset(
    {"MEA011", "OWN002", "CON002", "CON003", "TGT007", "TGT008", "TOL009", "BEN001", "BEN002"}
    | {"SCP001", "SCP002", "SCP003", "SCP004", "SCP005", "SCP006", "RSN003", "RSN004"}
    | {"PRC005", "PRC006", "PRC007", "PRC011", "PRC012", "PRC013"}
)
"""Warnings of other themes that describe, approve or tell."""


def urgency_of(code: str, severity: Severity) -> Urgency:
    """What a finding with a code and severity asks of the officer."""
    if code in STOPS_A_RATING:
        return Urgency.STOPS
    if severity is Severity.ERROR and code in WRONG_BUT_RATED:
        return Urgency.WRONG
    if severity is Severity.WARNING and (code in WAITING or code[:3] in WAITING_THEMES):
        return Urgency.LATER
    return _BY_SEVERITY[severity]
