"""What the options of ``pmf timetable`` ask for: a year or cycle, a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmf_cli.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from pmf_cli.cycle.timetable.year_plan import TimetableRequest
    from pmf_cli.pipeline import OpenedRegister


def asked_of(
    opened: OpenedRegister, on: date, year: str, period: str, *, anew: bool = False
) -> TimetableRequest:
    """What the options ask for.

    Raises:
        UsageError: a text is no financial year or no period.
    """
    from pmf_cli.cycle.timetable.year_plan import TimetableRequest
    from pmf_cli.register.periods.period import Period, PeriodKind
    from pmf_cli.register.periods.text import FINANCIAL_CONTEXT, parse_period

    start = opened.settings.financial_year_start

    def read(text: str, option: str, example: str) -> Period | None:
        if not text.strip():
            return None
        try:
            return parse_period(text, year_start=start, context=FINANCIAL_CONTEXT)
        except ValueError as error:
            raise UsageError(f"{option} {text!r}: {error}", f"Write it as {example}.") from error

    asked_year = read(year, "--year", "2025/26")
    whole = PeriodKind.CALENDAR_YEAR if start == 1 else PeriodKind.FINANCIAL_YEAR
    if asked_year is not None and asked_year.kind is not whole:
        raise UsageError(f"--year {year!r} is no financial year.", "Write it as 2025/26.")
    return TimetableRequest(on, asked_year, read(period, "--period", '"2025/26 Q1"'), anew=anew)


def known_contact(opened: OpenedRegister, asked: str) -> str:
    """The contact reference as the register writes it.

    Raises:
        UsageError: no contact has it.
    """
    wanted = asked.strip().casefold()
    if not wanted:
        return ""
    for ref in opened.register.contact_by_ref:
        if ref.casefold() == wanted:
            return ref
    raise UsageError(
        f"--contact {asked}: there is no such contact.",
        "Give a reference from the column Contact ref of the sheet Contacts.",
    )
