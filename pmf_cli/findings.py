"""A finding: what is wrong, how bad it is, the cell where it stands; and how a rule that finds it is written.

Findings are plain data. Reading, building the register and checking all return
them; nothing raises for content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from pmf_cli.frozen import frozen

ContextT = TypeVar("ContextT")
FoundT = TypeVar("FoundT")


class Severity(StrEnum):
    """How much a finding matters to the paper that is being made."""

    ERROR = "error"
    """A figure or rating would be wrong or missing until this is put right."""
    WARNING = "warning"
    """The paper can go out, but somebody should look first."""
    ADVICE = "advice"
    """Good practice; nothing is wrong today."""

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for advice: for sorting, worst first."""
        return list(Severity).index(self)


class Urgency(StrEnum):
    """What a finding asks of the officer: the order in which a list of findings is read."""

    STOPS = "stops"
    """A KPI cannot be rated, or its colour is not right, until this is put right."""
    WRONG = "wrong"
    """A figure or a record is wrong or doubtful; somebody should look before a paper goes out."""
    LATER = "later"
    """A description, a name or good practice; no figure depends on it today."""

    @property
    def rank(self) -> int:
        """0 for what stops a rating, 2 for what can wait: for sorting, most urgent first."""
        return list(Urgency).index(self)


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """One cell: workbook file name, sheet name and address such as ``F7``.

    ``cell`` may be empty where a finding is about a whole sheet, and ``sheet`` too where
    it is about a whole file.

    Attributes:
        workbook: file name without folder.
        sheet: name of the tab.
        cell: its address.
        lacks: fields meant for which the sheet has no column; the place is then the row or sheet.
    """

    workbook: str
    sheet: str = ""
    cell: str = ""
    lacks: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        place = f"{self.workbook}, {self.sheet}" if self.sheet else self.workbook
        return f"{place}!{self.cell}" if self.cell else place


@frozen
class FindingKind:
    """What is known of a code before anything is found: the manual's entry for it.

    Attributes:
        code: three letters for the theme and three digits; never renumbered.
        severity: how bad its findings are.
        title: the rule in one line.
        reason: why it matters and where the rule comes from.
        cure: how to put it right, as an instruction.
    """

    code: str
    severity: Severity
    title: str
    reason: str
    cure: str


@frozen
class Finding:
    """One thing that is wrong, in words an officer understands.

    Attributes:
        code: the check's code, for example ``TGT003``; never renumbered.
        severity: how bad it is.
        where: the cell (or sheet, or file) to look at.
        message: one sentence with the KPI reference and the values concerned.
        kpi_ref: the KPI it is about, if any.
        person: the contact reference of who can put it right, if known.
        cure: what to do, where it differs from the check's general cure.
    """

    code: str
    severity: Severity
    where: CellRef
    message: str
    kpi_ref: str | None = None
    person: str | None = None
    cure: str = ""


@frozen
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


@frozen
class Check(FindingKind, Generic[ContextT, FoundT]):
    """A rule: its manual entry, its function, and the codes that make it pointless.

    Attributes:
        run: gives what it finds in what it looks at.
        requires: codes whose findings on the same KPI (or cell) silence this check there, so
            that one cause gives one finding.
        sheets: sheets without which it would complain of every row; where one is lost, that is
            told and the check waits.
    """

    run: Callable[[ContextT], Iterable[FoundT]]
    requires: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


@frozen
class RuleOf:
    """The decorator that turns a function into a ``Check`` of a severity; it registers nothing.

    The function's docstring is its manual page: first line the rule, the rest the reason.
    """

    severity: Severity

    def __call__(
        self,
        code: str,
        *,
        cure: str,
        requires: tuple[str, ...] = (),
        sheets: tuple[str, ...] = (),
    ) -> Callable[[Callable[[ContextT], Iterator[FoundT]]], Check[ContextT, FoundT]]:
        """The decorator for one code."""

        def decorate(run: Callable[[ContextT], Iterator[FoundT]]) -> Check[ContextT, FoundT]:
            title, _, reason = (run.__doc__ or "").strip().partition("\n")
            tidy = " ".join(reason.split())
            return Check(code, self.severity, title.strip(), tidy, cure, run, requires, sheets)

        return decorate


error, warning, advice = RuleOf(Severity.ERROR), RuleOf(Severity.WARNING), RuleOf(Severity.ADVICE)
