"""The formula beside each value of a form that says at once what does not look right.

It uses only functions that Excel and LibreOffice share, and no function or separator that
depends on the language. It warns; what counts is decided when the form comes back.
"""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.checks.numerators import multiplier
from pmf_cli.collect.form.layout import RESULT_COLUMNS, form_column
from pmf_cli.collect.form.lines import FormLine, usual_words
from pmf_cli.collect.form.seals import exact_text
from pmf_cli.register.terms import DataType, NoDataReason
from pmf_cli.workbook.cells import column_letter

FIRST_WORDS = "Please type a value, or choose a reason for no data"
"""What stands there before anything is typed."""
FINE = "OK"
NO_FIGURE = "OK: no figure, with a reason"
HUNDREDFOLD_LOW = "A hundred times too small? Type 38.2 for 38.2%"
HUNDREDFOLD_HIGH = "A hundred times too large? Type 0.4 for 0.4%"


def check_formula(line: FormLine, row: int) -> str:
    """The formula for a line of ``Results`` that stands in a row of the sheet."""
    value, reason, expected = (_cell(field, row) for field in ("value", "reason", "expected_by"))
    awaited = " , ".join(
        f'{reason}="{one.value}"'
        for one in (NoDataReason.AWAITING_PUBLICATION, NoDataReason.OVERDUE)
    ).replace(" , ", ",")
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
