"""The sheet ``Results`` of a form: what is known of each figure, and the cells for it."""

from __future__ import annotations

from datetime import date, datetime

from pmf_cli.collect.form.content import FormContent
from pmf_cli.collect.form.entry_rules import (
    Rule,
    expected_rule,
    hint,
    part_rule,
    reason_rule,
    status_rule,
    value_rule,
)
from pmf_cli.collect.form.layout import HEADING_ROW, RESULT_COLUMNS, WHOLE, form_column
from pmf_cli.collect.form.lines import FormLine, counted_words, usual_words
from pmf_cli.collect.form.live_check import (
    FINE,
    FIRST_WORDS,
    check_formula,
    first_words,
    printed_reason,
)
from pmf_cli.collect.form.looks import PAGE_SCALE, FormLooks, Sheet, fitting_text, height_of
from pmf_cli.register.terms import DataType

NOT_NEEDED = "Not needed"
"""Stands where a figure has no numerator and denominator."""
DATE_FORMAT = "dd/mm/yyyy"
TEXT_FORMAT = "@"
_FILL = tuple(column for column in RESULT_COLUMNS if column.side == "fill")


def known_texts(line: FormLine) -> dict[str, str]:
    """The locked texts of a line by column; none is empty."""
    kpi = line.kpi
    texts = {
        "ref": kpi.ref,
        "name": kpi.name or "Not stated",
        "period": str(line.period),
        "split": line.split or WHOLE,
        "counted": counted_words(line) or "Not stated",
        "unit": kpi.unit or "None",
        "earlier": line.earlier or "None yet",
        "target": _target_words(line),
        "usual": usual_words(line) or "Not known yet",
    }
    return {field: fitting_text(text) for field, text in texts.items()}


def write_results(sheet: Sheet, content: FormContent, looks: FormLooks) -> None:
    """The sheet with one row for each figure asked for."""
    looks.head(
        sheet,
        f"Results: {content.cycle}",
        "Type each value, or choose a reason for no data. The last column says at once what does not look right.",
        "Yellow cells with a thick border and “(fill in)” above them are for you; grey cells are locked.",
    )
    looks.table(sheet, RESULT_COLUMNS, len(content.lines), "Results_table")
    if not content.lines:
        looks.nothing(sheet, form_column(RESULT_COLUMNS, "counted"), "No figure is due from you.")
    for row, line in enumerate(content.lines, HEADING_ROW):
        _write_line(sheet, row, line, looks)
    last = HEADING_ROW + max(len(content.lines), 1)
    check = form_column(RESULT_COLUMNS, "check") - 1
    if content.lines:
        place = (HEADING_ROW, check, last - 1, check)
        plain, alarm = looks.of(), looks.of(bold=True, font_color="#9C0006", bg_color="#FFE3E0")
        waiting = {"criteria": "containing", "value": FIRST_WORDS, "format": plain}
        wrong = {"criteria": "not containing", "value": FINE, "format": alarm}
        sheet.conditional_format(*place, {"type": "text", "stop_if_true": True} | waiting)
        sheet.conditional_format(*place, {"type": "text"} | wrong)
    sheet.freeze_panes(HEADING_ROW, 2)
    sheet.set_print_scale(PAGE_SCALE)
    sheet.set_v_pagebreaks([form_column(RESULT_COLUMNS, "value") - 1])
    # Printed without the words above the table, which the repeated columns would cut.
    sheet.print_area(HEADING_ROW - 1, 0, last - 1, len(RESULT_COLUMNS) - 1)
    sheet.set_header(f"&L&B{str(content.cycle).replace('&', '&&')}: results")
    sheet.repeat_rows(HEADING_ROW - 1)
    sheet.repeat_columns(0, 3)


def _write_line(sheet: Sheet, row: int, line: FormLine, looks: FormLooks) -> None:
    """One row, counted from 0."""
    texts = known_texts(line)
    for number, column in enumerate(RESULT_COLUMNS):
        if column.side == "known":
            sheet.write_string(row, number, texts[column.field], looks.known)
    for column in _FILL:
        _write_open(
            sheet, row, form_column(RESULT_COLUMNS, column.field) - 1, column.field, line, looks
        )
    check = form_column(RESULT_COLUMNS, "check") - 1
    sheet.write_formula(row, check, check_formula(line, row + 1), looks.live, first_words(line))
    widths = {column.field: column.width for column in RESULT_COLUMNS}
    sheet.set_row(row, height_of(((text, widths[field]) for field, text in texts.items()), 44))


def _write_open(
    sheet: Sheet, row: int, column: int, field: str, line: FormLine, looks: FormLooks
) -> None:
    if field in ("numerator", "denominator") and not line.asks_parts:
        sheet.write_string(row, column, NOT_NEEDED, looks.known)
        return
    look = looks.open(_format_of(field, line), "left")
    base = line.base
    reason = printed_reason(line)
    prefilled = base is not None and base.value is None
    if field == "reason" and reason is not None:
        sheet.write_string(row, column, reason.value, look)
    elif field == "expected_by" and base is not None and prefilled and base.expected_by is not None:
        sheet.write_datetime(row, column, _moment(base.expected_by), look)
    else:
        sheet.write_blank(row, column, None, look)
    sheet.data_validation(row, column, row, column, _rule_of(field, line))


def _rule_of(field: str, line: FormLine) -> Rule:
    match field:
        case "value":
            return value_rule(line)
        case "numerator" | "denominator":
            return part_rule(line, field)
        case "reason":
            return reason_rule()
        case "expected_by":
            return expected_rule()
        case "value_status":
            return status_rule()
    return hint("Note on data", "What readers must know to read the figure rightly.")


def _format_of(field: str, line: FormLine) -> str:
    if field == "expected_by" or (field == "value" and line.kpi.data_type is DataType.DATE):
        return DATE_FORMAT
    if field == "note" or (field == "value" and line.kpi.data_type is DataType.GRADE):
        return TEXT_FORMAT
    return "General"


def _moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day)  # noqa: DTZ001 - Excel knows no zone


def _target_words(line: FormLine) -> str:
    """The target, and that it is an even share of a longer time's where it is."""
    if not line.target:
        return "No target"
    return f"{line.target} (split evenly)" if line.split_evenly else line.target
