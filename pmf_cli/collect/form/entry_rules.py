"""What the cells of a form accept: drop-downs, numbers, dates, and the hint beside each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pmf_cli.collect.form.lines import NUMBERS, FormLine, usual_words
from pmf_cli.register.terms import DataType, NoDataReason, ValueStatus

MOST_HINT = 250
MOST_TITLE = 32
MOST_LIST = 255
"""Characters of a drop-down's words that Excel takes."""
LARGEST = 10**15
"""Beyond it Excel keeps no whole number exactly."""

Rule = Mapping[str, Any]
"""A data validation as XlsxWriter takes it."""


def rule_of(field: str, line: FormLine) -> Rule:
    """What the cell of a column accepts in a line of ``Results``."""
    if field == "value":
        return _value_rule(line)
    if field not in ("numerator", "denominator"):
        return RULES[field]
    label = line.kpi.numerator_label if field == "numerator" else line.kpi.denominator_label
    return _number(
        f"{line.kpi.ref} {field}", f"Type the count: {label}." if label else "Type the count."
    )


def _value_rule(line: FormLine) -> Rule:
    """What the value's cell accepts, by the KPI's data type."""
    kpi = line.kpi
    title = f"{kpi.ref} {line.split or ''}".strip()
    unit = f" Unit: {kpi.unit}." if kpi.unit else ""
    usual = f" Usually {usual_words(line)}." if line.usual is not None else ""
    match kpi.data_type:
        case DataType.DATE:
            return _rule(
                title, "Type a date, such as 31/12/2024.", validate="date", criteria="between",
                minimum=date(1900, 3, 1), maximum=date(2199, 12, 31),
            )  # fmt: skip
        case DataType.YES_NO:
            return _rule(title, "Choose Yes or No.", validate="list", source=["Yes", "No"])
        case DataType.GRADE:
            return _grades(title, kpi.grade_order)
        case kind if kind in NUMBERS:
            as_shown = " Type 38.2 for 38.2%." if kind is DataType.PERCENTAGE else ""
            return _number(title, f"Type the number only.{as_shown}{unit}{usual}")
    return hint(title, "Type the figure.")


def hint(title: str, words: str) -> Rule:
    """No rule, only a hint."""
    return _rule(title, words, validate="any")


def _grades(title: str, grades: tuple[str, ...]) -> Rule:
    whole = ",".join(grades)
    if not grades or len(whole) > MOST_LIST or any("," in grade for grade in grades):
        return hint(title, "Type the grade.")
    return _rule(title, "Choose the grade.", validate="list", source=list(grades))


def _number(title: str, words: str) -> Rule:
    return _rule(
        title, words, validate="decimal", criteria="between", minimum=-LARGEST, maximum=LARGEST
    )


def _rule(title: str, words: str, **rule: Any) -> Rule:  # noqa: ANN401 - XlsxWriter's own options
    return {
        **rule,
        "input_title": title[:MOST_TITLE],
        "input_message": words[:MOST_HINT],
        "error_title": "Please check",
        "error_message": words[:MOST_HINT],
    }


RULES: Mapping[str, Rule] = {
    "reason": _rule(
        "Reason for no data", "Only where there is no value: choose why.",
        validate="list", source=[reason.value for reason in NoDataReason],
    ),
    "expected_by": _rule(
        "Expected by", "Where a figure is still to come: the day by which it is expected.",
        validate="date", criteria="between",
        minimum=date(2000, 1, 1), maximum=date(2199, 12, 31),
    ),
    "value_status": _rule(
        "Value status", "Leave blank for a final figure, else choose.",
        validate="list", source=[status.value for status in ValueStatus],
    ),
    "note": hint("Note on data", "What readers must know to read the figure rightly."),
}  # fmt: skip
"""What the cells accept that are the same in every line, by column."""
