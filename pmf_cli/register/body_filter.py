"""The ``Filter`` of a body in the sheet ``Boards``: which KPIs it is given."""

from __future__ import annotations

from contextlib import suppress

from pmf_cli.errors import UsageError
from pmf_cli.register.kpi_tests import Test, boards_of, in_framework, one_of
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import KpiClass, Scope, Tier
from pmf_cli.words import listed


def body_test(register: Register, text: str, period: Period) -> Test:
    """What the ``Filter`` of a body means: ``directorate = Resources; tier = Corporate``.

    Several values of one field are separated by commas; several fields must all fit.

    Raises:
        UsageError: a field or value is unknown.
    """
    tests: list[Test] = []
    for part in text.split(";"):
        if not part.strip():
            continue
        field, sign, value = part.partition("=")
        label = " ".join(field.split()).casefold()
        made = _field_tests(register, label, value, period) if sign else None
        if made is None:
            raise UsageError(
                f'The filter "{text}" in the Boards sheet cannot be used: "{part.strip()}" is '
                f"not one of {listed(FILTER_FIELDS)} = a value.",
                "Write it like: directorate = Resources; tier = Corporate",
            )
        tests.append(made)
    return lambda kpi: all(test(kpi) for test in tests)


def _field_tests(register: Register, label: str, value: str, period: Period) -> Test | None:
    """The test of one field: the whole value where it is one, else its parts between commas.

    A directorate may have commas in its name.
    """
    parts = tuple(name.strip() for name in value.split(",") if name.strip())
    if len(parts) > 1:
        with suppress(UsageError):
            return _field_test(register, label, (value.strip(),), period)
    return _field_test(register, label, parts, period) if parts else None


FILTER_FIELDS = (
    "directorate",
    "scrutiny board",
    "board",
    "also to",
    "portfolio",
    "framework",
    "tier",
    "class",
    "scope",
    "service",
)
"""The fields that the ``Filter`` of a body may name."""


def _field_test(
    register: Register, label: str, asked: tuple[str, ...], period: Period
) -> Test | None:
    match label:
        case "framework":
            return in_framework(register, asked, period)
        case "directorate":
            return one_of(label, asked, register, lambda kpi: (kpi.directorate,))
        case "scrutiny board" | "board":
            return one_of(label, asked, register, boards_of)
        case "also to":
            return one_of(label, asked, register, lambda kpi: kpi.also_to)
        case "portfolio":
            return one_of(label, asked, register, lambda kpi: (kpi.portfolio,))
        case "tier":
            return one_of(label, asked, register, lambda kpi: (kpi.tier,), also=tuple(Tier))
        case "class":
            return one_of(
                label, asked, register, lambda kpi: (kpi.kpi_class,), also=tuple(KpiClass)
            )
        case "scope":
            return one_of(label, asked, register, lambda kpi: (kpi.scope,), also=tuple(Scope))
        case "service":
            return one_of(label, asked, register, lambda kpi: (kpi.service,))
        case _:
            return None
