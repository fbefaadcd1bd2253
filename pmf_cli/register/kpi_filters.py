"""Which KPIs are meant: by the ``Filter`` of a body in the sheet ``Boards``, or by values typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from pmf_cli.errors import UsageError
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import KpiClass, Scope, StepStatus, Tier
from pmf_cli.words import listed, listed_shortly

Test = Callable[[Kpi], bool]
"""Whether a KPI is wanted."""
FieldTest = Callable[[str, Register, tuple[str, ...], Period], Test | None]
"""From the field's name as a message has it, the register, the values asked for and the period to a test."""


def body_test(register: Register, text: str, period: Period) -> Test:
    """What the ``Filter`` of a body means: ``directorate = Resources, Housing; tier = Corporate``; all fields must fit.

    Raises:
        UsageError: a field or value is unknown.
    """
    tests: list[Test] = []
    for part in text.split(";"):
        if not part.strip():
            continue
        field, sign, value = part.partition("=")
        label = " ".join(field.split()).casefold()
        field_test = FILTER_FIELDS.get(label) if sign else None
        made = field_test and _whole_or_parts(field_test, label, register, value, period)
        if made is None:
            raise UsageError(
                f'The filter "{text}" in the Boards sheet cannot be used: "{part.strip()}" is '
                f"not one of {listed(FILTER_FIELDS)} = a value.",
                "Write it like: directorate = Resources; tier = Corporate",
            )
        tests.append(made)
    return lambda kpi: all(test(kpi) for test in tests)


def _whole_or_parts(
    field_test: FieldTest, label: str, register: Register, value: str, period: Period
) -> Test | None:
    """The test of one field: the whole value where it is one, since a name may have commas, else its parts."""
    parts = tuple(name.strip() for name in value.split(",") if name.strip())
    if len(parts) > 1:
        with suppress(UsageError):
            return field_test(label, register, (value.strip(),), period)
    return field_test(label, register, parts, period) if parts else None


def boards_of(kpi: Kpi) -> tuple[str | None, ...]:
    """The boards that a KPI goes to."""
    return (kpi.scrutiny_board, kpi.lead_board, *kpi.also_to)


def _by(values: Callable[[Kpi], Iterable[str | None]], also: tuple[str, ...] = ()) -> FieldTest:
    return lambda label, register, asked, _: one_of(label, asked, register, values, also)


FILTER_FIELDS: Mapping[str, FieldTest] = {
    "directorate": _by(lambda kpi: (kpi.directorate,)),
    "scrutiny board": _by(boards_of),
    "board": _by(boards_of),
    "also to": _by(lambda kpi: kpi.also_to),
    "portfolio": _by(lambda kpi: (kpi.portfolio,)),
    "framework": lambda _, register, asked, period: in_framework(register, asked, period),
    "tier": _by(lambda kpi: (kpi.tier,), tuple(Tier)),
    "class": _by(lambda kpi: (kpi.kpi_class,), tuple(KpiClass)),
    "scope": _by(lambda kpi: (kpi.scope,), tuple(Scope)),
    "service": _by(lambda kpi: (kpi.service,)),
}
"""The fields that the ``Filter`` of a body may name, each with its test."""


def one_of(
    label: str,
    asked: tuple[str, ...],
    register: Register,
    values: Callable[[Kpi], Iterable[str | None]],
    also: tuple[str, ...] = (),
) -> Test | None:
    """Whether one of a KPI's values is among those asked for, ``None`` where none is; ``UsageError`` for unknown ones."""
    if not asked:
        return None
    known = distinct((*(value for kpi in register.kpis for value in values(kpi)), *also))
    names = chosen_values(label, asked, known)
    return lambda kpi: any(value is not None and str(value) in names for value in values(kpi))


def in_framework(register: Register, asked: tuple[str, ...], period: Period) -> Test | None:
    """Whether a KPI is in one of the frameworks asked for during a period; ``UsageError`` for unknown ones."""
    if not asked:
        return None
    names = chosen_values(
        "framework", asked, distinct(row.framework for row in register.frameworks)
    )
    refs = {
        row.kpi_ref
        for row in register.frameworks
        if row.framework in names
        and (row.from_period is None or row.from_period.start <= period.end)
        and (row.to_period is None or row.to_period.end >= period.start)
    }
    return lambda kpi: kpi.ref in refs


def extra_kpis(register: Register, body: str, cycle: Period) -> frozenset[str]:
    """References of the KPIs that a body wants beside its own at a cycle's meeting (2024 report, ¶27)."""
    return frozenset(
        ref
        for step in register.timetable
        if (step.body, step.cycle) == (body, cycle) and step.status is not StepStatus.CANCELLED
        for ref in step.extra_kpis
    )


def containing(text: str) -> Test | None:
    """Whether all words stand in what is said of a KPI; ``None`` for no words."""
    words = text.casefold().split()
    if not words:
        return None

    def test(kpi: Kpi) -> bool:
        parts = (kpi.ref, kpi.name, kpi.short_name, kpi.definition, kpi.service)
        stands = " ".join(part for part in parts if part is not None).casefold()
        return all(word in stands for word in words)

    return test


def distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    """Each value once, in the order met; blanks left out."""
    return tuple(dict.fromkeys(str(value) for value in values if value))


def chosen_values(label: str, asked: tuple[str, ...], known: tuple[str, ...]) -> frozenset[str]:
    """The known values asked for: in full, or by a beginning that fits only one.

    Raises:
        UsageError: a value is unknown or fits several; those to choose from are listed.
    """
    return frozenset(name for value in asked for name in _meant(label, value, known))


def _meant(label: str, value: str, known: tuple[str, ...]) -> Sequence[str]:
    plain = " ".join(value.split()).casefold()
    same = [name for name in known if " ".join(name.split()).casefold() == plain]
    if same:
        return same
    begun = [name for name in known if plain and name.casefold().startswith(plain)]
    if len(begun) == 1:
        return begun
    why = "fits several" if begun else "is not in the register"
    raise UsageError(f'The {label} "{value}" {why}.', _to_choose(label, begun or sorted(known)))


def _to_choose(label: str, names: Sequence[str]) -> str:
    if not names:
        return f"The register names no {label}."
    return f"Choose from: {listed_shortly(names, 30)}."
