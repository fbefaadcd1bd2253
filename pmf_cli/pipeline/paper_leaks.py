"""What a body may not see, looked for everywhere in a finished file.

Its paper is made from a register without what is withheld, so nothing should be found; this looks at the
finished bytes, whoever wrote into them since: every row, chart, workbook behind a chart, hidden sheet,
comment, alternative text and property.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from itertools import product

from pmf_cli.analysis.withheld import ForBody
from pmf_cli.checks.public import NATIONAL_INSURANCE, personal_data_in
from pmf_cli.cycle.bodies import board_of, is_public_body
from pmf_cli.frozen import frozen
from pmf_cli.register.figures import figure
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.render.package_places import PackagePlace
from pmf_cli.views.wording import brief_period, short_period

_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w,]|\.\d)")
"""A figure in a text, its sign left out."""
# Fingerprints, in which a row of digits is no telephone number.
_FINGERPRINT = re.compile(r"\b[0-9a-f]{12,}\b")
LEAST_TELLING = 100
"""Whole numbers below it stand in many places by chance; such a one counts where its period stands too."""
SIGNIFICANT = 12
"""Digits to which stored figures are compared, since files hold binary ones."""


def leaks(
    register: Register, told: ForBody, body: str, places: Sequence[PackagePlace]
) -> tuple[str, ...]:
    """What a file says that the body may not see, each in a sentence that does not repeat it.

    Args:
        register: the whole register.
        told: the register as the body is shown it.
        places: the file's.
    """
    found = (
        *_figures(register, told, body, places),
        *_hidden_kpis(register, told, body, places),
        *_personal(register, body, places),
    )
    return tuple(dict.fromkeys(found))


def _figures(
    register: Register, told: ForBody, body: str, places: Sequence[PackagePlace]
) -> Iterator[str]:
    """Figures that are suppressed, or restricted in a paper that is published."""
    kpis = register.kpi_by_ref
    for ref in dict.fromkeys(row.kpi_ref for row in told.results):
        kpi = kpis.get(ref)
        if kpi is None:
            continue
        rows = [row for row in told.results if row.kpi_ref == ref]
        wanted = _withheld_figures(kpi, rows, _numbers_of(told.assessment.register, kpi))
        concerned = (place for place in places if wanted and _concerns(place, kpi, kpis))
        for place, (row, numbers, words) in product(concerned, wanted):
            if _gives(place, kpi, row, numbers, words):
                yield (
                    f"A figure of {ref} for {row.period} that {body} may not see stands in "
                    f"{place.where}."
                )


_Withheld = tuple[Result, frozenset[Decimal], str]
"""A row, its figures exact and as printed, and its result in words."""


def _withheld_figures(
    kpi: Kpi, rows: Sequence[Result], known: Collection[Decimal]
) -> list[_Withheld]:
    """The figures of rows that are withheld, but for those that may be seen of this KPI elsewhere."""
    found = []
    for row in rows:
        values = (row.value, row.numerator, row.denominator)
        numbers = {one for value in values for one in _forms(value, kpi)} - set(known)
        words = figure(row.value, kpi) if _forms(row.value, kpi) & numbers else ""
        if numbers:
            found.append((row, frozenset(numbers), words if _is_more_than_digits(words) else ""))
    return found


def _is_more_than_digits(words: str) -> bool:
    return any(sign.isalpha() or sign in "£%" for sign in words)


def _forms(value: object, kpi: Kpi) -> set[Decimal]:
    """A figure exact and as printed, its sign left out; nothing for what is no number."""
    if not isinstance(value, Decimal):
        return set()
    places = kpi.decimal_places
    printed = value if places is None else round(value, places)
    return {_plain(value), _plain(printed)}


def _plain(value: Decimal) -> Decimal:
    return abs(Decimal(f"{value:.{SIGNIFICANT}g}")).normalize()


def _numbers_of(register: Register, kpi: Kpi) -> frozenset[Decimal]:
    """Every figure that the register, as the body is shown it, holds of a KPI."""
    rows = (
        row
        for field in fields(register)
        if isinstance(table := getattr(register, field.name), tuple)
        for row in table
        if getattr(row, "kpi_ref", None) == kpi.ref
    )
    return frozenset(
        form
        for row in rows
        for field in fields(row)
        for form in _forms(getattr(row, field.name), kpi)
    )


def _concerns(place: PackagePlace, kpi: Kpi, kpis: Collection[str]) -> bool:
    """Whether a place is about a KPI: it names it, or is drawn and names none."""
    if any(_names(text, kpi) for text in place.texts):
        return True
    return place.is_drawn and not any(_has_word(text, ref) for text in place.texts for ref in kpis)


def _names(text: str, kpi: Kpi) -> bool:
    names = [name for name in (kpi.short_name, kpi.name) if name and " " in name.strip()]
    plain = text.casefold()
    return _has_word(text, kpi.ref) or any(name.casefold() in plain for name in names)


def _has_word(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        around = text[max(at - 1, 0) : at], text[at + len(word) : at + len(word) + 1]
        if not any(one.isalnum() for one in around):
            return True
        at = text.find(word, at + 1)
    return False


def _gives(
    place: PackagePlace, kpi: Kpi, row: Result, numbers: frozenset[Decimal], words: str
) -> bool:
    """Whether a place gives one of the figures.

    One that could stand there by chance counts with its unit, beside its period, or in a row of its KPI.
    """
    if words and any(_has_word(text, words) for text in place.texts):
        return True
    is_beside = (place.is_row and place.texts[0] == kpi.ref) or _says_period(place, row.period)
    return any(_has_number(text, numbers, is_beside=is_beside) for text in place.texts)


def _has_number(text: str, numbers: frozenset[Decimal], *, is_beside: bool) -> bool:
    alone = _alone(text)
    if alone is not None:
        return alone in numbers and (is_beside or _is_telling(alone))
    return any(one in numbers and _is_telling(one) for one in _numbers_in(text))


def _is_telling(number: Decimal) -> bool:
    return number != number.to_integral_value() or number >= LEAST_TELLING


def _alone(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return _plain(value) if value.is_finite() else None


def _numbers_in(text: str) -> Iterator[Decimal]:
    for found in _NUMBER.findall(text):
        yield _plain(Decimal(found.replace(",", "").rstrip(".")))


def _says_period(place: PackagePlace, period: Period | None) -> bool:
    if period is None:
        return False
    forms = {str(period), short_period(period), brief_period(period, period), brief_period(period)}
    return any(_has_word(text, form) for text in place.texts for form in forms)


def _hidden_kpis(
    register: Register, told: ForBody, body: str, places: Sequence[PackagePlace]
) -> Iterator[str]:
    """KPIs that are not public, in a paper that is published."""
    if not is_public_body(board_of(register, body)):
        return
    shown = {rating.kpi.ref for rating in told.assessment.ratings if rating.kpi.public is True}
    hidden = {kpi.ref: None for kpi in register.kpis if kpi.public is not True}
    for ref in hidden:
        place = next((one for one in places if _has_word("\n".join(one.texts), ref)), None)
        if ref not in shown and place is not None:
            yield f"{ref} is not public, and is named in {place.where}."


@frozen
class _PersonalData:
    """Which personal details a paper may not hold: any in one that is published, else those that name anyone."""

    is_published: bool
    known: tuple[str, ...]
    """Telephone numbers that page 1 gives."""

    def in_text(self, text: str, *, is_margin: bool) -> str:
        """What a text holds of it, in words; empty for nothing."""
        plain = _FINGERPRINT.sub("", text)
        for number in self.known:
            plain = plain.replace(number, "")
        if self.is_published and not is_margin:
            return personal_data_in(plain)
        return "a National Insurance number" if NATIONAL_INSURANCE.search(plain) else ""


def _personal(register: Register, body: str, places: Sequence[PackagePlace]) -> Iterator[str]:
    """Personal details where the body may not see them; the template's head and foot are the council's own."""
    board = board_of(register, body)
    refs = {board.author, board.report_of} if board is not None else set()
    contacts = [one for one in register.contacts if one.ref in refs]
    known = tuple(one.telephone for one in contacts if one.telephone)
    asked = _PersonalData(is_public_body(board), known)
    for place in places:
        for text in place.texts:
            what = asked.in_text(text, is_margin=place.is_margin)
            if what:
                yield f"What seems to be {what} stands in {place.where}."
