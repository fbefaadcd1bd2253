"""What a check is: a code, a severity, words for people, and one function over the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pmf_cli.findings import CellRef, FindingKind, Severity
from pmf_cli.register.periods import Period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import Rag
from pmf_cli.settings import Settings


@dataclass(frozen=True)
class Scene:
    """What a check may look at: the register, the settings, the date and the period.

    Attributes:
        register: the register.
        settings: the council's settings.
        as_of: the date for which the question is asked.
        period: the reporting period.
        rags: KPI reference → colour worked out for the period; unrated KPIs are left out.
    """

    register: Register
    settings: Settings
    as_of: date
    period: Period
    rags: Mapping[str, Rag] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """One place where a check does not hold.

    Attributes:
        where: the cell.
        message: one sentence, naming the KPI and the values.
        kpi_ref: the KPI concerned.
        person: contact reference of who can put it right; the KPI's key contact by default.
    """

    where: CellRef
    message: str
    kpi_ref: str | None = None
    person: str | None = None


@dataclass(frozen=True)
class Check(FindingKind):
    """A check: its manual entry, its function, and the codes that make it pointless.

    Attributes:
        run: gives the places where the rule does not hold.
        requires: codes whose findings on the same KPI (or cell) silence this check there, so
            that one cause gives one finding.
    """

    run: Callable[[Scene], Iterable[Problem]]
    requires: tuple[str, ...] = ()


def check(
    code: str, severity: Severity, *, cure: str, requires: tuple[str, ...] = ()
) -> Callable[[Callable[[Scene], Iterator[Problem]]], Check]:
    """Turns a function into a ``Check``; registers nothing, so importing has no side effect.

    The function's docstring is its manual page: first line the rule, the rest the reason.
    """

    def decorate(run: Callable[[Scene], Iterator[Problem]]) -> Check:
        title, _, reason = (run.__doc__ or "").strip().partition("\n")
        tidy = " ".join(reason.split())
        return Check(code, severity, title.strip(), tidy, cure, run=run, requires=requires)

    return decorate
