"""What the record says of the figures that its figures replaced, so that a past day can be answered.

A corrected figure stands in the cell of the one before. *Replaces* says what stood there and until
when, *Received on* when the present one came in; together they tell what was known on a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import cast

from pmf_cli.frozen import frozen
from pmf_cli.register.choices import choice_in
from pmf_cli.register.figures import stated, with_unit
from pmf_cli.register.periods.context import PeriodContext
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result, ResultValue
from pmf_cli.register.terms import DataType, ValueStatus
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.measure import MeasuredAs
from pmf_cli.register.values.value_cells import result_value
from pmf_cli.words import day
from pmf_cli.workbook.cells import Cell

BEFORE_THAT = "; before that "
"""Stands between one replaced figure and the one that it had replaced itself."""
FIRM_OR_REVISED = (None, ValueStatus.FINAL, ValueStatus.REVISED)
"""Statuses of a figure that was not said to change."""
_DATE = r"(\d{1,2})/(\d{1,2})/(\d{4})"
# People write it in words of their own: "The figure was reported as 3,384 on ...". What leads up to it goes.
_LEAD = re.compile(
    r"(?:(?:the figure|this|it)\s+)?(?:(?:was|were|is|replaces|reported|previously|earlier|originally|before|first|as|figure|value"
    r"|until then)\b[:,]?\s*)*",
    re.IGNORECASE,
)
_DATED = re.compile(rf"{_DATE}[:,]?\s+")
# The figure ends where a bracket, stop or word begins that tells of it; "1,234" and "0.5" go on.
_END = re.compile(
    r"\s*[(\[;:]|,\s|\.(?:\s|$)|\s+(?:on|until|replaced|reported|corrected|in|before|because|from|as|and|to)\b",
    re.IGNORECASE,
)
# Day first, as pmf and people write; the last for days without a word, not within longer numbers.
_RECEIVED = re.compile(rf"\(([a-z]+, )?received {_DATE}\)")
_REPLACED = re.compile(rf"replaced on {_DATE}")
_ANY = re.compile(rf"(?<![\d/]){_DATE}(?![\d/])")


@frozen
class Earlier:
    """A figure that stood in the record before another took its place.

    Attributes:
        result: the row as it was; without the counts behind the figure, which are not on record.
        until: the day on which it was replaced; ``None`` where the record does not say.
    """

    result: Result
    until: date | None


def replaced_words(before: Result, kpi: Kpi, on: date, reason: str) -> str:
    """What *Replaces* says once a row's figure, or its reason for none, gives way to another.

    ``3,384 incidents (received 23/04/2025), replaced on 10/06/2025: counted twice``; what the row
    had replaced itself stands behind it.
    """
    held = stated(before.value, kpi) if before.value is not None else str(before.no_data_reason)
    status = before.value_status
    marked = f"{str(status).lower()}, " if status not in (None, ValueStatus.FINAL) else ""
    came = f" ({marked}received {day(before.received_on)})" if before.received_on else ""
    words = f"{held}{came}, replaced on {day(on)}: {reason.rstrip('. ')}"
    return f"{words}{BEFORE_THAT}{before.replaces}" if before.replaces else words


def status_in_its_place(
    before: Result, value: ResultValue | None, said: ValueStatus | None
) -> ValueStatus | None:
    """The status of a figure that takes the place of another: Revised where that one was final.

    Args:
        said: the status that comes with it, where one does.
    """
    if value is None:
        return None
    is_other = before.value is not None and value != before.value
    if is_other and before.value_status in FIRM_OR_REVISED and said in (None, ValueStatus.FINAL):
        return ValueStatus.REVISED
    if said is None and before.value_status is not None:
        return before.value_status if value == before.value else ValueStatus.FINAL
    return said


def newest_words(replaces: str) -> str:
    """What *Replaces* says of the figure that stood there last, without those before it."""
    return replaces.split(BEFORE_THAT, 1)[0]


def earlier_of(row: Result, kpi: Kpi) -> Iterator[Earlier]:
    """The figures that a row held before, the newest first, as far as the record can be read."""
    for at, part in enumerate((row.replaces or "").split(BEFORE_THAT)):
        found = _earlier(row, kpi, part.strip())
        if found is None:
            return
        came = row.received_on if at == 0 else None
        yield replace(found, until=came or found.until)


def known_then(register: Register, as_of: date) -> Register:
    """The register with each figure that came in after a day as the record says that it was before.

    A row whose present figure came in later and that says nothing of an earlier one stays: whoever
    asks what was known leaves it out by its *Received on*.
    """
    changed: dict[int, Result] = {}
    for at, row in enumerate(register.results):
        if row.replaces and (row.received_on is None or row.received_on > as_of):
            kpi = register.kpi(row.kpi_ref)
            then = None if kpi is None else _then(row, kpi, as_of)
            if then is not None:
                changed[at] = then
    if not changed:
        return register
    rows = tuple(changed.get(at, row) for at, row in enumerate(register.results))
    return replace(register, results=rows)


def _then(row: Result, kpi: Kpi, as_of: date) -> Result | None:
    """The row as it stood on a day; ``None`` where the present one stood there, or none is known."""
    for one in earlier_of(row, kpi):
        if one.until is None or one.until <= as_of:
            return None
        came = one.result.received_on
        if came is None or came <= as_of:
            return one.result
    return None


def _earlier(row: Result, kpi: Kpi, text: str) -> Earlier | None:
    dated = None if kpi.data_type is DataType.DATE else _DATED.match(text)
    rest = _LEAD.sub("", text[dated.end() :] if dated is not None else text, count=1)
    end = _END.search(rest)
    head = _bare(rest[: end.start()] if end is not None else rest, kpi)
    read = _read(head, kpi)
    if read.value is None and read.reason is None:
        return None
    status, received_on = _how_it_came(text)
    then = replace(
        row, value=cast("ResultValue | None", read.value), numerator=None, denominator=None,
        no_data_reason=read.reason, value_status=status, expected_by=None, return_ref=None, replaces=None,
        received_on=received_on,
    )  # fmt: skip
    said = _REPLACED.search(text) or dated or _ANY.search(rest, len(head))
    return Earlier(then, _date(*said.groups()) if said else None)


def _read(head: str, kpi: Kpi) -> Doubt:
    """What the words for a figure say, as if they stood in the cell of a result."""
    context = PeriodContext(kpi.frequency, kpi.year_basis, kpi.time_basis)
    read = result_value(Cell(1, 1, head), MeasuredAs(kpi.data_type, kpi.unit, context))
    return read if isinstance(read, Doubt) else Doubt(read, ())


def _how_it_came(text: str) -> tuple[ValueStatus | None, date | None]:
    """The status of the earlier value and the day it came in, where the words say so."""
    received = _RECEIVED.search(text)
    if received is None:
        return None, None
    status = choice_in((received[1] or "").strip(", "), ValueStatus)
    return status if isinstance(status, ValueStatus) else None, _date(*received.groups()[1:])


def _bare(text: str, kpi: Kpi) -> str:
    """A figure without the unit that pmf prints with it; any other text as it stands."""
    before, after = with_unit("0", kpi).split("0", 1)
    sign, bare = ("-", text[1:]) if text.startswith("-") else ("", text)
    is_printed = bare.startswith(before) and bare.endswith(after) and (before or after)
    return sign + bare[len(before) : len(bare) - len(after)] if is_printed else text


def _date(of_day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(of_day))
    except ValueError:
        return None
