"""The text under each field of the models, for guidance sheets, drop-downs and the manual.

Taken from the modules' own sources when first asked for, so that meaning, unit and allowed
values have one home: the line under the field.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from pmf_cli.register.kpi_filters import FILTER_FIELDS
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.layout import SheetColumn
from pmf_cli.words import listed

_KINDS: Mapping[Any, str] = {
    str: "text",
    Decimal: "number",
    int: "whole number",
    bool: "yes or no",
    date: "date",
    Period: "period",
}
_FROM_CODE: Mapping[str, str] = {"{FILTER_FIELDS}": listed(FILTER_FIELDS)}
"""What a text under a field leaves to the code that knows it."""


def meaning_of(model: type[Any], field: str) -> str:
    """What a field of a row model means, as the line under it says, in one paragraph; ``KeyError`` where none stands there."""
    return meanings_of(model)[field]  # type: ignore[arg-type]  # classes hash


@cache
def meanings_of(model: type[Any]) -> Mapping[str, str]:
    """Field → meaning, for every field of a model (and those it inherits) with a text under it."""
    ours = model.__module__.partition(".")[0]
    found: dict[str, str] = {}
    for base in model.__bases__:
        if base.__module__.partition(".")[0] == ours:
            found |= meanings_of(base)
    for field, below in pairwise(_body_of(model)):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                for place, words in _FROM_CODE.items():
                    text = text.replace(place, words)
                found[name] = " ".join(text.replace("``", "").split())
    return MappingProxyType(found)


def _body_of(model: type[Any]) -> list[ast.stmt]:
    # The running program keeps no text that stands under a field: it is read from the source.
    tree = ast.parse(inspect.getsource(sys.modules[model.__module__]))
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    return next(node.body for node in classes if node.name == model.__name__)


def allowed_values(column: SheetColumn) -> tuple[str, ...]:
    """The words that a choice column allows, in their order; empty for other columns."""
    if column.types == (bool,):
        return ("Yes", "No")
    return tuple(choice.value for choice in column.choices or ())


def column_kind(column: SheetColumn) -> str:
    """What a column holds, in words: ``number``, ``choice``, ``period or date`` ..."""
    if column.choices:
        return "choices, separated by semicolons" if column.several else "choice"
    words = " or ".join(_KINDS[kind] for kind in column.types)
    return f"{words}, several separated by semicolons" if column.several else words
