"""The sheet ``Results`` of a form: what is known of each figure, and the cells for it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pmf_cli.checks.numerators import multiplier
from pmf_cli.collect.form.content import FormContent
from pmf_cli.collect.form.entry_rules import rule_of
from pmf_cli.collect.form.layout import RESULT_COLUMNS, WHOLE, form_column
from pmf_cli.collect.form.lines import FormLine, counted_words, usual_words
from pmf_cli.collect.form.seals import exact_text
from pmf_cli.register.terms import DataType, NoDataReason
from pmf_cli.workbook.cells import column_letter
from pmf_cli.workbook.write.form_looks import (
    HEADING_ROW,
    PAGE_SCALE,
    FormLooks,
    Sheet,
    fitting_text,
    height_of,
)

NOT_NEEDED = "Not needed"
"""Stands where a figure has no numerator and denominator."""
DATE_FORMAT = "dd/mm/yyyy"
TEXT_FORMAT = "@"


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
        elif column.side == "fill":
            _write_open(sheet, row, number, column.field, line, looks)
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
    look = looks.open(_format_of(field, line))
    reason = printed_reason(line)
    expected = line.base.expected_by if line.base is not None and line.base.value is None else None
    if field == "reason" and reason is not None:
        sheet.write_string(row, column, reason.value, look)
    elif field == "expected_by" and expected is not None:
        moment = datetime(expected.year, expected.month, expected.day)  # noqa: DTZ001 - Excel knows no zone
        sheet.write_datetime(row, column, moment, look)
    else:
        sheet.write_blank(row, column, None, look)
    sheet.data_validation(row, column, row, column, rule_of(field, line))


def _format_of(field: str, line: FormLine) -> str:
    if field == "expected_by" or (field == "value" and line.kpi.data_type is DataType.DATE):
        return DATE_FORMAT
    if field == "note" or (field == "value" and line.kpi.data_type is DataType.GRADE):
        return TEXT_FORMAT
    return "General"


def _target_words(line: FormLine) -> str:
    if not line.target:
        return "No target"
    return f"{line.target} (split evenly)" if line.split_evenly else line.target


FIRST_WORDS = "Please type a value, or choose a reason for no data"
"""What stands there before anything is typed."""
FINE = "OK"
NO_FIGURE = "OK: no figure, with a reason"
HUNDREDFOLD_LOW = "A hundred times too small? Type 38.2 for 38.2%"
HUNDREDFOLD_HIGH = "A hundred times too large? Type 0.4 for 0.4%"


def check_formula(line: FormLine, row: int) -> str:
    """The formula for a line of ``Results`` that stands in a row of the sheet."""
    value, reason, expected = (_cell(field, row) for field in ("value", "reason", "expected_by"))
    awaited = ",".join(
        f'{reason}="{one.value}"'
        for one in (NoDataReason.AWAITING_PUBLICATION, NoDataReason.OVERDUE)
    )
    blank = _if(
        f'AND(OR({awaited}),{expected}="")',
        _text("Please say by when it is expected"),
        _text(NO_FIGURE),
    )
    printed = printed_reason(line)
    # The reason that the form came with gives way to a value: nobody thinks of clearing it.
    chosen = f'{reason}<>""' if printed is None else f'AND({reason}<>"",{reason}<>"{printed}")'
    filled = _if(
        chosen,
        _text("A value and a reason for no data: please clear one of them"),
        _value_part(line, row),
    )
    given = _if(f'{value}=""', blank, filled)
    nothing = f'AND({value}="",{reason}="")'
    if printed is NoDataReason.OVERDUE:
        nothing = (
            f'AND({value}="",OR({reason}="",AND({reason}="{printed}",{_same_day(line, expected)})))'
        )
    return "=" + _if(nothing, _text(FIRST_WORDS), given)


def first_words(line: FormLine) -> str:
    """What the formula says of the line as the form is sent, for programs that do not work it out."""
    printed = printed_reason(line)
    answered = printed is not None and printed is not NoDataReason.OVERDUE
    return NO_FIGURE if answered else FIRST_WORDS


def printed_reason(line: FormLine) -> NoDataReason | None:
    """The reason for no data that stands in the form as it is sent."""
    base = line.base
    return base.no_data_reason if base is not None and base.value is None else None


def _same_day(line: FormLine, expected: str) -> str:
    on = line.base.expected_by if line.base is not None else None
    if on is None:
        return f'{expected}=""'
    return f"{expected}=DATE({on.year},{on.month},{on.day})"


def _value_part(line: FormLine, row: int) -> str:
    value = _cell("value", row)
    match line.kpi.data_type:
        case DataType.DATE:
            return _if(f"ISNUMBER({value})", _text(FINE), _text("Please type a date: 31/12/2024"))
        case DataType.YES_NO:
            said = f'OR({value}="Yes",{value}="No")'
            return _if(said, _text(FINE), _text("Please choose Yes or No"))
        case DataType.GRADE:
            return _text(FINE)
    inner = _range_part(line, value)
    if line.asks_parts:
        inner = _parts(line, row, inner)
    return _if(f"ISNUMBER({value})", inner, _text("Please type a number, without words"))


def _parts(line: FormLine, row: int, inner: str) -> str:
    value, above, below = (_cell(field, row) for field in ("value", "numerator", "denominator"))
    times = multiplier(line.kpi)
    if times is not None:
        step = Decimal(1).scaleb(-(line.kpi.decimal_places or 0))
        apart = f"ABS({above}/{below}*{exact_text(times)}-{value})>{exact_text(step)}"
        words = "The value is not numerator ÷ denominator: please check all three"
        inner = _if(apart, _text(words), inner)
    divides = _if(f"{below}<=0", _text("The denominator must be more than 0"), inner)
    numbers = _if(
        f"AND(ISNUMBER({above}),ISNUMBER({below}))",
        divides,
        _text("Please type both numerator and denominator"),
    )
    none = _range_part(line, value)
    return _if(f'AND({above}="",{below}="")', none, numbers)


def _range_part(line: FormLine, value: str) -> str:
    inner = _text(FINE)
    usual = line.usual
    if usual is not None:
        sides = []
        if usual.low is not None:
            sides.append(f"{value}<{exact_text(usual.low)}")
        if usual.high is not None:
            sides.append(f"{value}>{exact_text(usual.high)}")
        words = f"Outside the usual range ({usual_words(line)}): please check; if it is right, say why in the note"
        inner = _if(f"OR({','.join(sides)})", _text(words), inner)
    if line.sizes is not None:
        low, high = line.sizes
        if low >= 5:
            small = f"AND({value}<>0,ABS({value})<=1.5)"
            inner = _if(small, _text(HUNDREDFOLD_LOW), inner)
        elif 0 < high <= Decimal("1.5"):
            inner = _if(f"ABS({value})>=5", _text(HUNDREDFOLD_HIGH), inner)
    return inner


def _cell(field: str, row: int) -> str:
    return f"{column_letter(form_column(RESULT_COLUMNS, field))}{row}"


def _if(asked: str, yes: str, no: str) -> str:
    return f"IF({asked},{yes},{no})"


def _text(words: str) -> str:
    quoted = words[:250].replace('"', '""')
    return f'"{quoted}"'
