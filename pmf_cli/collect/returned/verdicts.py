"""What is found in a return that came back: every figure and comment with a verdict and a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.record import Commentary, Forecast, Result


class ReturnVerdict(StrEnum):
    """How a figure or comment of a return stands against the form and the register."""

    NEW = "New"
    CHANGED = "Changed"
    SAME = "Same as the register"
    SINCE = "Corrected since"
    MISSING = "Still missing"
    QUESTION = "Question"
    CONFLICT = "Register changed since"
    IMPOSSIBLE = "Impossible"
    FOREIGN = "Not asked here"
    DOUBLED = "Doubled"
    ALTERED = "Form altered"

    @property
    def is_ready(self) -> bool:
        """True where it is taken in."""
        return self in (ReturnVerdict.NEW, ReturnVerdict.CHANGED)

    @property
    def is_refused(self) -> bool:
        """True where it is never taken in as it stands."""
        return self in REFUSED


REFUSED = (
    ReturnVerdict.CONFLICT,
    ReturnVerdict.IMPOSSIBLE,
    ReturnVerdict.FOREIGN,
    ReturnVerdict.DOUBLED,
    ReturnVerdict.ALTERED,
)


@frozen
class ReturnRefusal:
    """Why a form is not taken in at all: the cell or file, the sort of trouble, why, what to do."""

    where: CellRef
    verdict: ReturnVerdict
    reason: str
    advice: str = ""


@frozen
class JudgedLine:
    """One figure of a return.

    Attributes:
        base: what it held when the form was made.
        reason: why it is questioned, refused or missing; empty where it is ready.
        remarks: what is worth knowing though it keeps nothing back.
        result: the row as the register would hold it.
        before: the register's row now.
    """

    kpi_ref: str
    period: str
    split: str | None
    verdict: ReturnVerdict
    where: CellRef
    old: str = ""
    base: str = ""
    new: str = ""
    reason: str = ""
    advice: str = ""
    remarks: tuple[str, ...] = ()
    result: Result | None = None
    before: Result | None = None

    @property
    def name(self) -> str:
        """The KPI, with the split where there is one."""
        return self.kpi_ref if self.split is None else f"{self.kpi_ref} ({self.split})"


@frozen
class JudgedComment:
    """One answer of a return; the reason is empty where it is ready.

    Attributes:
        comment: the row as the register would hold it; of ten words only where they go into a row that is there.
        before: that row as the register holds it.
        forecast: the forecast as the register would hold it.
    """

    kpi_ref: str
    kind: str
    verdict: ReturnVerdict
    where: CellRef
    text: str = ""
    reason: str = ""
    advice: str = ""
    comment: Commentary | None = None
    before: Commentary | None = None
    forecast: Forecast | None = None


@frozen
class RatingEffect:
    """A rating that would be another one once the return is taken in."""

    kpi_ref: str
    before: str
    after: str
    reason: str


@frozen
class JudgedReturn:
    """One return.

    Attributes:
        content: hash of what it says, the same however it was saved.
        facts: identification of the form by field; empty where it has none.
        refusals: why it is not taken in at all; empty where parts may be.
        taken_in_on: when the same was taken in before, so that nothing of it is taken in again;
            ``None`` where it was not, or where something of it is new or lost.
        later: the file of a copy that was taken in after this one; empty for none.
        lost: what was taken in from it and is no longer in the register, in words.
        lost_since: when that was taken in; ``None`` where nothing is lost.
        twin: the file of this run that says the same; empty for none.
        remarks: what is worth knowing of the form, though it keeps nothing back.
        is_written: true once what is ready has been taken in.
    """

    file: str
    fingerprint: str = ""
    content: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    refusals: tuple[ReturnRefusal, ...] = ()
    lines: tuple[JudgedLine, ...] = ()
    comments: tuple[JudgedComment, ...] = ()
    concern: str = ""
    author: str = ""
    ratings: tuple[RatingEffect, ...] = ()
    taken_in_on: date | None = None
    later: str = ""
    lost: tuple[str, ...] = ()
    lost_since: date | None = None
    twin: str = ""
    remarks: tuple[str, ...] = ()
    is_written: bool = False
    is_unreadable: bool = False

    @property
    def ref(self) -> str:
        """Return reference; empty where the form has none."""
        return self.facts.get("ref", "")

    @property
    def contact(self) -> str:
        """Contact reference; empty where the form has none."""
        return self.facts.get("contact", "")

    def count(self, *verdicts: ReturnVerdict) -> int:
        """How many figures and answers have one of these verdicts."""
        found = [line.verdict for line in self.lines] + [one.verdict for one in self.comments]
        return sum(verdict in verdicts for verdict in found)

    @property
    def accepted(self) -> int:
        """Figures and answers that are ready to be taken in."""
        return self.count(ReturnVerdict.NEW, ReturnVerdict.CHANGED)

    @property
    def is_empty(self) -> bool:
        """True where nothing was filled in."""
        said = any(line.verdict is not ReturnVerdict.MISSING for line in self.lines)
        return not (self.refusals or said or self.comments or self.concern)

    @property
    def questioned(self) -> int:
        """Figures and answers that somebody must look at first."""
        return self.count(ReturnVerdict.QUESTION)

    @property
    def refused(self) -> int:
        """Figures and answers that are not taken in as they stand."""
        return self.count(*REFUSED)

    @property
    def is_clean(self) -> bool:
        """True where nothing is refused, questioned, missing or lost."""
        if self.lost and not self.is_written:
            return False
        return not self.refusals and not self.count(
            *REFUSED, ReturnVerdict.QUESTION, ReturnVerdict.MISSING
        )
