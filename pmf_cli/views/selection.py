"""Which KPIs are wanted: by directorate, board, portfolio, framework, tier, rating or words.

A value that the register does not know is refused with a list of those it knows, since an
empty answer would read as "there is nothing".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, fields

from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import KpiClass, Rag, Scope, Tier
from pmf_cli.views.known_values import chosen_values, distinct
from pmf_cli.words import listed

NOT_RATED = "Not rated"
"""The word for KPIs without a colour."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted; an empty field asks for all, several values for any of them.

    Attributes:
        directorate: directorates by name.
        board: scrutiny or lead boards, or bodies of the ``Boards`` sheet, whose filter is used.
        portfolio: portfolios.
        framework: frameworks of the ``Frameworks`` sheet.
        tier: Corporate, Directorate or Service.
        rating: Red, Amber, Green or Not rated.
        text: words that must stand in the reference, name, definition or service.
    """

    directorate: tuple[str, ...] = ()
    board: tuple[str, ...] = ()
    portfolio: tuple[str, ...] = ()
    framework: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    rating: tuple[str, ...] = ()
    text: str = ""

    @property
    def words(self) -> str:
        """The selection for a heading: ``directorate Resources; rating Red``; empty for all."""
        parts = []
        for field in fields(self):
            value = getattr(self, field.name)
            if not value:
                continue
            if isinstance(value, str):
                parts.append(f'containing "{value}"')
            else:
                parts.append(f"{field.name} {listed(value, 'or')}")
        return "; ".join(parts)


def selected(assessment: Assessment, wanted: Selection) -> tuple[KpiRating, ...]:
    """The ratings of the KPIs wanted, in the register's order.

    Raises:
        UsageError: a value is unknown; the message lists those that exist.
    """
    register = assessment.register
    tests = [test for test in _tests(register, wanted, assessment.period) if test is not None]
    colours = chosen_values("rating", wanted.rating, (*(str(rag) for rag in Rag), NOT_RATED))
    return tuple(
        rating
        for rating in assessment.ratings
        if all(test(rating.kpi) for test in tests) and (not colours or _colour(rating) in colours)
    )


def selected_kpis(assessment: Assessment, wanted: Selection) -> tuple[Kpi, ...]:
    """All KPIs wanted, those outside the period's scope too, in the register's order.

    Raises:
        UsageError: a value is unknown, or a rating is asked for.
    """
    tests = [
        test for test in _tests(assessment.register, wanted, assessment.period) if test is not None
    ]
    kpis = tuple(kpi for kpi in assessment.register.kpis if all(test(kpi) for test in tests))
    if not wanted.rating:
        return kpis
    rated = {rating.kpi.ref for rating in selected(assessment, wanted)}
    return tuple(kpi for kpi in kpis if kpi.ref in rated)


def _colour(rating: KpiRating) -> str:
    return NOT_RATED if rating.rag is None else str(rating.rag)


Test = Callable[[Kpi], bool]


def _tests(register: Register, wanted: Selection, period: Period) -> Iterable[Test | None]:
    """One test a field; ``None`` where the field asks for all."""
    yield _one_of("directorate", wanted.directorate, register, lambda kpi: (kpi.directorate,))
    yield _one_of("portfolio", wanted.portfolio, register, lambda kpi: (kpi.portfolio,))
    yield _one_of("tier", wanted.tier, register, lambda kpi: (kpi.tier,), also=tuple(Tier))
    yield _in_framework(register, wanted.framework, period)
    yield _for_board(register, wanted.board, period)
    yield _containing(wanted.text)


def _one_of(
    label: str,
    asked: tuple[str, ...],
    register: Register,
    values: Callable[[Kpi], Iterable[str | None]],
    also: tuple[str, ...] = (),
) -> Test | None:
    if not asked:
        return None
    known = distinct((*(value for kpi in register.kpis for value in values(kpi)), *also))
    names = chosen_values(label, asked, known)
    return lambda kpi: any(value is not None and str(value) in names for value in values(kpi))


def _in_framework(register: Register, asked: tuple[str, ...], period: Period) -> Test | None:
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


def _boards_of(kpi: Kpi) -> tuple[str | None, ...]:
    return (kpi.scrutiny_board, kpi.lead_board, *kpi.also_to)


def _for_board(register: Register, asked: tuple[str, ...], period: Period) -> Test | None:
    if not asked:
        return None
    bodies = {board.body: board for board in register.boards}
    named = (value for kpi in register.kpis for value in _boards_of(kpi))
    tests: list[Test] = []
    for name in sorted(chosen_values("board", asked, distinct((*named, *bodies)))):
        body = bodies.get(name)
        if body is not None and body.filter:
            tests.append(body_test(register, body.filter, period))
        elif body is not None and not any(name in _boards_of(kpi) for kpi in register.kpis):
            tests.append(lambda _: True)
        else:
            tests.append(lambda kpi, name=name: name in _boards_of(kpi))  # type: ignore[misc]
    return lambda kpi: any(test(kpi) for test in tests)


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
            return _in_framework(register, asked, period)
        case "directorate":
            return _one_of(label, asked, register, lambda kpi: (kpi.directorate,))
        case "scrutiny board" | "board":
            return _one_of(label, asked, register, _boards_of)
        case "portfolio":
            return _one_of(label, asked, register, lambda kpi: (kpi.portfolio,))
        case "tier":
            return _one_of(label, asked, register, lambda kpi: (kpi.tier,), also=tuple(Tier))
        case "class":
            return _one_of(
                label, asked, register, lambda kpi: (kpi.kpi_class,), also=tuple(KpiClass)
            )
        case "scope":
            return _one_of(label, asked, register, lambda kpi: (kpi.scope,), also=tuple(Scope))
        case "service":
            return _one_of(label, asked, register, lambda kpi: (kpi.service,))
        case _:
            return None


def _containing(text: str) -> Test | None:
    words = text.casefold().split()
    if not words:
        return None

    def test(kpi: Kpi) -> bool:
        parts = (kpi.ref, kpi.name, kpi.short_name, kpi.definition, kpi.service)
        stands = " ".join(part for part in parts if part is not None).casefold()
        return all(word in stands for word in words)

    return test
