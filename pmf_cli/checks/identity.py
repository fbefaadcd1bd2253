"""Does each KPI have one reference and one name, and nothing else the same?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, stands_again
from pmf_cli.findings import Problem, advice, error, warning
from pmf_cli.register.sheets.kpis import Kpi

LONGEST_SHORT_NAME = 40
LONGEST_PLAIN_NAME = 60
# A figure alone is no target ("16 to 24 year olds"): a word of aiming, a comparison or a year to meet stands near it.
_TARGET_IN_NAME = re.compile(
    r"\btargets?\b[^.;]{0,15}\d"
    r"|\b(increase|reduce|rise|fall|grow|improve|cut|raise)[ds]?\b[^.;]{0,40}\b(to|by)\s+£?\d"
    r"|\b(at least|no more than|not more than|minimum of|maximum of)\s+£?\d+(\.\d+)?\s?%"
    r"|[≥≤<>]\s?£?\d"
    r"|\bby\s+(\d{1,2}\s+)?((jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+)?20\d\d\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def _tidy(text: str) -> str:
    return " ".join(text.split()).casefold()


def _bare(ref: str) -> str:
    """A reference without case, spaces, dashes, leading zeros and Excel's ``.0``."""
    # Excel shows a reference that was typed as a number with its decimals.
    text = re.sub(r"\.0+$", "", ref.strip().casefold())
    text = re.sub(r"[^0-9a-z]", "", text)
    return _DIGITS.sub(lambda found: str(int(found[0])), text)


def _alike(context: CheckContext, field: str) -> Iterator[tuple[Kpi, Kpi]]:
    """KPIs that share a field's text with one of another reference, case and spaces aside."""
    found: dict[tuple[str, str], Kpi] = {}
    for kpi in context.kept:
        if (text := getattr(kpi, field)) is not None:
            found.setdefault((_tidy(text), kpi.ref), kpi)
    return stands_again(found.values(), lambda kpi: _tidy(getattr(kpi, field)))


def _again(context: CheckContext, *, same_name: bool) -> Iterator[tuple[Kpi, Kpi]]:
    """Rows of a reference that stands before, with the first of them; of the same name or another."""
    for again, first in stands_again(context.register.kpis, lambda kpi: kpi.ref):
        if (_tidy(again.name or "") == _tidy(first.name or "")) is same_name:
            yield again, first


@error("IDN001", cure="Keep one of the rows and delete the other.")
def duplicate_reference(context: CheckContext) -> Iterator[Problem]:
    """No KPI stands in the list twice.

    There is a single list of KPIs (2024 report, ¶14). Only the first row counts; anything that
    was put right in the second is lost.
    """
    for again, _ in _again(context, same_name=True):
        message = f"{again.ref} stands twice in the list of KPIs; this row is not used."
        yield Problem(again.source.at("ref"), message, again.ref)


@error("IDN002", cure="Give one of the two KPIs a new reference, never used before.")
def reused_reference(context: CheckContext) -> Iterator[Problem]:
    """One reference belongs to one KPI.

    References are never reused: two names under one reference are two KPIs whose results
    cannot be told apart, or one that was renamed in one sheet and not in another.
    """
    for again, first in _again(context, same_name=False):
        message = (
            f'{again.ref} stands for both "{first.name}" and "{again.name}"; this row is not used.'
        )
        yield Problem(again.source.at("name"), message, again.ref)


@warning(
    "IDN003", cure="Write the reference the same everywhere, or make the two plainly different."
)
def near_reference(context: CheckContext) -> Iterator[Problem]:
    """No two references differ only by case, spaces, dashes or leading zeros.

    WM-04, WM 04 and wm-4 are one KPI to a reader and three to a lookup.
    """
    found: dict[str, str] = {}
    for kpi in context.register.kpis:
        first = found.setdefault(_bare(kpi.ref), kpi.ref)
        if first != kpi.ref:
            message = f"{kpi.ref} and {first} differ only in case, spaces, dashes or zeros."
            yield Problem(kpi.source.at("ref"), message, kpi.ref)


@warning("IDN004", cure="Say in the name what makes the two different.")
def duplicate_name(context: CheckContext) -> Iterator[Problem]:
    """No two KPIs have the same name.

    Papers print names; two of the same look like a mistake, and often are one.
    """
    for kpi, first in _alike(context, "name"):
        message = f'{kpi.ref} has the same name as {first.ref}: "{kpi.name}".'
        yield Problem(kpi.source.at("name"), message, kpi.ref)


@warning("IDN005", cure="Take the target out of the name; it stands in the sheet Targets.")
def target_in_name(context: CheckContext) -> Iterator[Problem]:
    """A name holds no target.

    Targets change each year and names should not; the name would then contradict the target
    that is rated against.
    """
    for kpi in context.kept:
        if kpi.name is not None and (found := _TARGET_IN_NAME.search(kpi.name)):
            message = f'{kpi.ref} seems to have its target in its name: "{found[0].strip()}".'
            yield Problem(kpi.source.at("name"), message, kpi.ref)


@advice("IDN006", cure="Shorten it to 40 characters.")
def long_short_name(context: CheckContext) -> Iterator[Problem]:
    """A short name has at most 40 characters.

    It is used on charts and in narrow tables, where a longer one is cut off.
    """
    for kpi in context.kept:
        if kpi.short_name is not None and len(kpi.short_name) > LONGEST_SHORT_NAME:
            message = f"The short name of {kpi.ref} has {len(kpi.short_name)} characters; {LONGEST_SHORT_NAME} fit."
            yield Problem(kpi.source.at("short_name"), message, kpi.ref)


@advice("IDN010", cure="Shorten it to 60 characters.")
def long_plain_name(context: CheckContext) -> Iterator[Problem]:
    """A plain name has at most 60 characters.

    It stands on the first page of papers, where a longer one takes the room of what it is about.
    """
    for kpi in context.kept:
        if kpi.plain_name is not None and len(kpi.plain_name) > LONGEST_PLAIN_NAME:
            message = f"The plain name of {kpi.ref} has {len(kpi.plain_name)} characters; {LONGEST_PLAIN_NAME} fit."
            yield Problem(kpi.source.at("plain_name"), message, kpi.ref)


@warning("IDN007", cure="Give each its own short name.")
def duplicate_short_name(context: CheckContext) -> Iterator[Problem]:
    """No two KPIs have the same short name.

    Two charts of the same title cannot be told apart.
    """
    for kpi, first in _alike(context, "short_name"):
        message = f'{kpi.ref} has the same short name as {first.ref}: "{kpi.short_name}".'
        yield Problem(kpi.source.at("short_name"), message, kpi.ref)


@advice("IDN008", cure="Say in each definition what is counted there and not in the other.")
def duplicate_definition(context: CheckContext) -> Iterator[Problem]:
    """No two KPIs of different names have word for word the same definition.

    Either one was copied and not finished, or the two count the same thing twice.
    """
    for kpi, first in _alike(context, "definition"):
        if _shape(kpi.name) != _shape(first.name):
            message = f"{kpi.ref} has word for word the definition of {first.ref}."
            yield Problem(kpi.source.at("definition"), message, kpi.ref)


def _shape(name: str | None) -> str:
    """A name without brackets and numbers, which tell the members of one family apart."""
    return re.sub(r"\([^()]*\)|\d+", "", _tidy(name or "")).strip()


@advice(
    "IDN009",
    cure="Put letters in front, such as WM-04, and use the new reference everywhere.",
    requires=("CEL011",),
)
def bare_number_reference(context: CheckContext) -> Iterator[Problem]:
    """A reference is text with letters, never a bare number.

    Excel turns 007 into 7, 1-2 into a date and 1E5 into 100000; a lookup then finds nothing.
    """
    for kpi in context.register.kpis:
        if not any(letter.isalpha() for letter in kpi.ref):
            message = f"The reference {kpi.ref} is a bare number."
            yield Problem(kpi.source.at("ref"), message, kpi.ref)
