"""Rules of conditional formatting that colour cells red, amber or green, as far as they are simple.

Read are comparisons of a cell with a number, a text or another cell, and texts that a cell holds. Where
another rule may decide a cell's colour, that cell is named and gets none.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from pmf_cli.frozen import frozen
from pmf_cli.workbook.cells import (
    Box,
    CellValue,
    ErrorValue,
    Row,
    Sheet,
    column_letter,
    column_number,
    is_within,
)

_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(%)?")
_TEXT = re.compile(r'"([^"]*)"')
_OPERAND = r'\$?[A-Z]{1,3}\$?\d{1,7}|[+-]?\d+(?:\.\d+)?%?|"[^"]*"'
_COMPARISON = re.compile(rf"=?\s*({_OPERAND})\s*(<=|>=|<>|=|<|>)\s*({_OPERAND})\s*")
_IS_BLANK = re.compile(r"ISBLANK\((\$?[A-Z]{1,3}\$?\d{1,7})\)")
_COMPARING: Mapping[str, Callable[[Any, Any], bool]] = {
    "lessThan": operator.lt, "lessThanOrEqual": operator.le, "equal": operator.eq, "notEqual": operator.ne,
    "greaterThanOrEqual": operator.ge, "greaterThan": operator.gt,
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "<>": operator.ne, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip
_HOLDING: Mapping[str, Callable[[str, str], bool]] = {
    "containsText": lambda shown, text: text in shown,
    "notContainsText": lambda shown, text: text not in shown,
    "beginsWith": str.startswith,
    "endsWith": str.endswith,
}
_BLANKS = {"containsBlanks": True, "notContainsBlanks": False}
_ANOTHER_COLUMN = 1


class Answer(Enum):
    """Whether a rule holds for a cell."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@frozen
class ColourRule:
    """A rule as the workbook writes it.

    Attributes:
        boxes: the ranges that it is for; references in its formulas are written for the first cell of these.
        kind: its type in the file: ``cellIs``, ``expression``, ``containsText``.
        comparing: the operator of ``cellIs``.
        formulas: what a cell is compared with.
        text: what a cell is to hold.
        colour: red, amber or green; empty for another colour.
        paints: whether it fills the cell at all.
        stops: whether rules after it count no more where it holds.
    """

    priority: int
    boxes: tuple[Box, ...]
    kind: str
    comparing: str = ""
    formulas: tuple[str, ...] = ()
    text: str = ""
    colour: str = ""
    paints: bool = True
    stops: bool = False

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell lies in its ranges."""
        return any(is_within(row, column, box) for box in self.boxes)

    @property
    def first_cell(self) -> tuple[int, int] | None:
        """The cell for which its formulas are written; ``None`` where its ranges leave that open."""
        top, left = min(box[0] for box in self.boxes), min(box[1] for box in self.boxes)
        return (top, left) if self.covers(top, left) else None


@dataclass
class ShownColours:
    """What the rules of a tab show.

    Attributes:
        fills: address → red, amber or green; empty where a rule takes a colour away.
        unread: addresses of filled cells that a rule may colour which is not read.
    """

    fills: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def colours_shown(sheet: Sheet, rules: Sequence[ColourRule]) -> ShownColours:
    """The colours that rules give the cells of a tab, in rows that hold something."""
    shown = ShownColours()
    if not rules:
        return shown
    rows = {row.number: row for row in sheet.rows()}
    width = max((column for row in rows.values() for column in row.cells), default=0)
    in_order = sorted(rules, key=lambda rule: rule.priority)
    for row in rows.values():
        for column in _columns(row, in_order, width):
            _show(row, column, in_order, rows, shown)
    return shown


def _columns(row: Row, rules: Sequence[ColourRule], width: int) -> Iterator[int]:
    """The columns of a row that rules cover, as far as the tab holds anything, and one beyond."""
    boxes = [box for rule in rules for box in rule.boxes if box[0] <= row.number <= box[2]]
    if boxes:
        first, last = min(box[1] for box in boxes), max(box[3] for box in boxes)
        yield from range(first, min(last, width + _ANOTHER_COLUMN) + 1)


def _show(
    row: Row,
    column: int,
    rules: Sequence[ColourRule],
    rows: Mapping[int, Row],
    shown: ShownColours,
) -> None:
    """Works out one cell: the first rule that holds decides."""
    address = f"{column_letter(column)}{row.number}"
    for rule in rules:
        if not rule.covers(row.number, column) or not (rule.paints or rule.stops):
            continue
        answer = _holds(rule, row.number, column, rows)
        if answer is Answer.UNKNOWN:
            if column in row.cells:
                shown.unread.append(address)
            return
        if answer is Answer.YES and rule.paints:
            shown.fills[address] = rule.colour
        if answer is Answer.YES:
            return


def _holds(rule: ColourRule, row: int, column: int, rows: Mapping[int, Row]) -> Answer:
    """Whether a rule holds for a cell; a blank cell is coloured by what stands in others alone."""
    own = _value_at(rows, row, column)
    if rule.kind in _BLANKS:
        return _answer((own is None) is _BLANKS[rule.kind])
    if rule.kind in _HOLDING and rule.text:
        return _answer(_HOLDING[rule.kind](_shown(own).casefold(), rule.text.casefold()))
    if rule.kind == "cellIs" and own is None:
        return Answer.NO
    told = _comparisons(rule, own, _Place(rule, row, column, rows))
    answers = {_compared(*one) for one in told} or {Answer.UNKNOWN}
    return next(one for one in (Answer.UNKNOWN, Answer.NO, Answer.YES) if one in answers)


def _shown(value: _Value) -> str:
    return "" if value is None else str(value)


def _comparisons(rule: ColourRule, own: _Value, place: _Place) -> list[tuple[_Value, str, _Value]]:
    """What a rule compares, all of which must hold; nothing where it is not read."""
    if rule.kind == "cellIs":
        signs = _BETWEEN if rule.comparing == "between" else (rule.comparing,)
        told = zip(signs, rule.formulas, strict=False)
        return [(own, sign, place.value(formula)) for sign, formula in told]
    plain = rule.formulas[0] if rule.kind == "expression" and rule.formulas else ""
    found = _COMPARISON.fullmatch(_IS_BLANK.sub(r'\1=""', plain))
    return [] if found is None else [(place.value(found[1]), found[2], place.value(found[3]))]


def _answer(holds: object) -> Answer:
    return Answer.YES if holds else Answer.NO


_BETWEEN = ("greaterThanOrEqual", "lessThanOrEqual")
_Value = CellValue | ErrorValue | Answer


@frozen
class _Place:
    """A cell for which a rule is worked out."""

    rule: ColourRule
    row: int
    column: int
    rows: Mapping[int, Row]

    def value(self, operand: str) -> _Value:
        """What a number, a text or a reference to a cell of the same tab stands for; ``UNKNOWN`` for others."""
        plain = operand.strip().removeprefix("=")
        if (number := _NUMBER.fullmatch(plain)) is not None:
            return float(plain.rstrip("%")) / (100 if number[1] else 1)
        if (text := _TEXT.fullmatch(plain)) is not None:
            return text[1]
        found, first = _REFERENCE.fullmatch(plain), self.rule.first_cell
        if found is None or first is None:
            return Answer.UNKNOWN
        row, column = int(found[4]), column_number(found[2])
        return _value_at(
            self.rows,
            row if found[3] else row + self.row - first[0],
            column if found[1] else column + self.column - first[1],
        )


def _value_at(rows: Mapping[int, Row], row: int, column: int) -> _Value:
    """The value of a cell; ``UNKNOWN`` where a formula has no stored result."""
    cell = rows[row].cells.get(column) if row in rows else None
    if cell is None or cell.value == "":
        return None
    return Answer.UNKNOWN if cell.value is None and cell.formula else cell.value


def _compared(one: _Value, sign: str, other: _Value) -> Answer:
    """A comparison as Excel makes it: a blank is 0 or no text, and any text is more than any number."""
    if isinstance(one, ErrorValue) or isinstance(other, ErrorValue):
        return Answer.NO
    ranks = [_ranked(value, beside) for value, beside in ((one, other), (other, one))]
    compare = _COMPARING.get(sign)
    if None in ranks or compare is None:
        return Answer.UNKNOWN
    return _answer(compare(*ranks))


def _ranked(value: _Value, beside: _Value) -> tuple[int, float | str] | None:
    """A value as it is ordered among numbers, texts and yes or no; ``None`` for days and what is not known."""
    if value is None:
        value = "" if isinstance(beside, str) else 0
    if isinstance(value, bool):
        return 2, float(value)
    if isinstance(value, str):
        return 1, value.casefold()
    return (0, float(f"{value:.15g}")) if isinstance(value, int | float) else None
