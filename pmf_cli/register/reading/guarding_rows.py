"""Rows and marks that guard a register: rule sets, bodies, restrictions, tolerances of a KPI's own.

A column guards by being there (``[holds]`` of ``pmf.toml``), a row or mark by what it says: a rule set
whose rows are deleted, or a restriction that is cleared, falls back to a default as quietly as a lost
column. So ``[guards]`` lists them by name, and one that is lost is a finding until the list is made
anew. Only what seldom changes, and what changes a colour or lets something out, is listed: never what
moves with each quarter (provisional figures, comments, who is written to).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import SheetColumn, SheetLayout, by_name, is_retired
from pmf_cli.register.terms import SmallNumberRule
from pmf_cli.settings import Settings
from pmf_cli.words import listed, listed_shortly

Guards = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Sheet → heading → names of the rows it guards, with their number in brackets where several."""

RULES, BOARDS = "Rating rules", "Boards"
NAMES: Mapping[str, Callable[[Any], str]] = {
    RULES: lambda row: f"{row.rule_set} {row.applies_to or 'All'}",
    BOARDS: lambda row: str(row.body),
    "Scope changes": lambda row: str(row.change_ref),
    "Targets": lambda row: str(row.kpi_ref),
    "KPIs": lambda row: str(row.ref),
    "Results": lambda row: str(row.kpi_ref),
}
"""By what a row of a sheet is known again."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    BOARDS: ("body", "filter", "public_paper"),
    "Scope changes": ("break_in_series", "rebase_from"),
    "Targets": ("tolerance", "amber_boundary"),
    "KPIs": ("financial", "small_number_rule", "public"),
    "Results": ("restricted",),
}
"""The fields of a sheet that guard by what they say; of ``Rating rules`` all that guard."""
TOLD_ELSEWHERE = (RULES, BOARDS, "KPIs")
"""Sheets of which a row that is gone is told as such, so that its cells are not told beside it."""


@frozen
class LostGuard:
    """Rows that one column guarded and guards no longer.

    Attributes:
        layout: the sheet.
        column: the column.
        names: of the rows, as they were listed.
        where: the cell, where a single row still stands; else the sheet.
        kpi_ref: the KPI, where it is about one.
    """

    layout: SheetLayout
    column: SheetColumn
    names: tuple[str, ...]
    where: CellRef
    kpi_ref: str | None = None

    @property
    def is_row(self) -> bool:
        """Whether the rows themselves are gone, not only what they said."""
        return self.column.heading.identifies


def guards_of(register: Register) -> Guards:
    """What guards a register by what it says, in the order of sheets and columns."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for layout, column in _guarding():
        counts = _counts(register, layout, column, _guards)
        if counts:
            found.setdefault(layout.name, {})[column.heading.text] = tuple(
                name if number == 1 else f"{name} ({number})" for name, number in counts.items()
            )
    return found


def lost_guards(register: Register, known: Guards) -> Iterator[LostGuard]:
    """What was listed and guards no longer; a cell of a row that is gone is not told beside it."""
    for layout, column in _guarding():
        names = known.get(layout.name, {}).get(column.heading.text, ())
        now = _counts(register, layout, column, _still_guards)
        lost = [name for name in names if now[_name(name)] < _number(name)]
        if not column.heading.identifies and layout.name in TOLD_ELSEWHERE:
            there = {NAMES[layout.name](row) for row in _rows(register, layout)}
            lost = [name for name in lost if _name(name) in there]
        if lost:
            yield _lost(register, layout, column, lost)


def no_longer_held(register: Register, settings: Settings) -> tuple[str, ...]:
    """What ``pmf.toml`` lists and the register holds no longer: sheets, columns, rows and marks."""
    found = []
    for sheet, columns in settings.holds.items():
        held = register.guarded.get(sheet, ())
        gone = [one for one in columns if one not in held and not is_retired(sheet, one)]
        if is_retired(sheet):
            continue
        if sheet not in register.guarded:
            found.append(f"the sheet {sheet}")
        elif gone:
            found.append(f"{sheet}: {listed(gone)}")
    for lost in lost_guards(register, settings.guards):
        name = f"{lost.layout.name}, {lost.column.heading.text}"
        found.append(f"{name}: {listed_shortly(lost.names, 6)}")
    return tuple(found)


def unlisted_rules(register: Register, known: Guards) -> tuple[str, ...]:
    """Names of rule rows that are not listed."""
    naming = next(c for c in by_name()[RULES].columns if c.heading.identifies)
    names = {_name(name) for name in known.get(RULES, {}).get(naming.heading.text, ())}
    held = (NAMES[RULES](row) for row in register.rating_rules)
    return tuple(dict.fromkeys(name for name in held if name not in names))


def _guarding() -> Iterator[tuple[SheetLayout, SheetColumn]]:
    for name in NAMES:
        layout = by_name()[name]
        fields = FIELDS.get(name, tuple(column.field for column in layout.guarding))
        for column in layout.columns:
            if column.field in fields and column.field not in ("applies_to", "from_period"):
                yield layout, column


def _rows(register: Register, layout: SheetLayout) -> Sequence[Any]:
    rows: Sequence[Any] = getattr(register, layout.holds)
    return rows


def _counts(
    register: Register,
    layout: SheetLayout,
    column: SheetColumn,
    counts: Callable[[SheetColumn, object], bool],
) -> Counter[str]:
    named = NAMES[layout.name]
    rows = _rows(register, layout)
    return Counter(named(row) for row in rows if counts(column, getattr(row, column.field)))


def _guards(column: SheetColumn, value: object) -> bool:
    """Whether a value guards: what is filled does, of yes and no the one that holds back."""
    if isinstance(value, bool):
        return value is not (column.field == "public")
    return value is not None and value is not SmallNumberRule.NONE


def _still_guards(column: SheetColumn, value: object) -> bool:
    """As ``_guards``; a blank keeps a KPI out of what is published as No does."""
    return _guards(column, value) or (column.field == "public" and value is None)


def _lost(
    register: Register, layout: SheetLayout, column: SheetColumn, names: Sequence[str]
) -> LostGuard:
    rows = [row for row in _rows(register, layout) if NAMES[layout.name](row) == _name(names[0])]
    workbook, sheet = register.present.get(layout.name, (layout.workbook, layout.name))
    where = CellRef(workbook, sheet)
    if len(names) == len(rows) == 1:
        where = rows[0].source.at(column.field)
    ref = _name(names[0]) if len(names) == 1 and _name(names[0]) in register.kpi_by_ref else None
    return LostGuard(layout, column, tuple(names), where, ref)


def _name(entry: str) -> str:
    name, bracket, number = entry.rpartition(" (")
    return name if bracket and number[:-1].isdigit() else entry


def _number(entry: str) -> int:
    number = entry.rpartition(" (")[2][:-1]
    return int(number) if entry.endswith(")") and number.isdigit() else 1
