"""Figures that a scorecard gives otherwise than the register, and the rows that come of accepting them.

Nothing here decides: a revision waits for an officer's Accept or Keep. What is accepted is a correction as
the register keeps any other: the row says what it replaced, when and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, cast

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import Rating
from pmf_cli.rag.rate import rate_named
from pmf_cli.rag.rating_input import RatingDetail
from pmf_cli.register.figures import plain
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.register import Register
from pmf_cli.register.replaced import (
    BEFORE_THAT,
    FIRM_OR_REVISED,
    earlier_of,
    replaced_words,
    status_in_its_place,
)
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Commentary, Forecast, Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import EntrySource, NoDataReason, ValueStatus
from pmf_cli.settings import Settings

TO_COME = (None, NoDataReason.NOT_DUE, NoDataReason.OVERDUE, NoDataReason.AWAITING_PUBLICATION)
"""Reasons for no figure after which one is simply what was waited for."""
NOT_RATED = "not rated"
PRINTED_AS = "As printed: "
"""Begins the note of a figure whose cell in the scorecard says more than the number."""


class Decision(StrEnum):
    """What becomes of a figure that differs."""

    ACCEPT = "Accept"
    """The scorecard's takes the place of the register's."""
    KEEP = "Keep"
    """The register's stays."""


class RevisedCell(StrEnum):
    """What kind of cell differs; the field of its row is ``field``."""

    RESULT = "Result"
    TARGET = "Target"
    PROFILE = "Year's target"
    JUDGED = "Judged status"
    FORECAST = "Forecast"

    @property
    def field(self) -> str:
        """The field of the row whose cell it is."""
        return _FIELDS[self]


_FIELDS = {
    RevisedCell.RESULT: "value",
    RevisedCell.TARGET: "target",
    RevisedCell.PROFILE: "profile",
    RevisedCell.JUDGED: "text",
    RevisedCell.FORECAST: "value",
}


_RATED = (RevisedCell.RESULT, RevisedCell.TARGET, RevisedCell.PROFILE)


@frozen
class Revision:
    """A cell of the scorecard that says something else than the register.

    Attributes:
        held: the register's row.
        said: the row that the scorecard gives in its place.
        decision: what an officer has said; ``None`` while nobody has.
        reason: why, as the record is to keep it; empty where nobody has said.
    """

    what: RevisedCell
    held: Any
    said: Any
    old: str
    new: str
    decision: Decision | None = None
    reason: str = ""

    @property
    def kpi_ref(self) -> str:
        """The KPI."""
        return str(self.said.kpi_ref)

    @property
    def period(self) -> str:
        """The period of the figure, or the first of the target."""
        if isinstance(self.said, Forecast):
            return f"{self.said.for_period}, made in {self.said.made_in}"
        is_of_target = isinstance(self.said, Target)
        return str(self.said.from_period if is_of_target else self.said.period)

    @property
    def where(self) -> CellRef:
        """The scorecard's cell."""
        return cast(CellRef, self.said.source.at(self.what.field))

    @property
    def there(self) -> CellRef:
        """The register's cell."""
        return cast(CellRef, self.held.source.at(self.what.field))

    @property
    def why(self) -> str:
        """The reason for the record: what somebody said, else the file that gives the figure."""
        waits = isinstance(self.held, Result) and is_awaited(self.held)
        return self.reason or f"{'given' if waits else 'revised'} in {self.where.workbook}"

    @property
    def key(self) -> str:
        """Under what the answer is kept: another figure on either side is another question."""
        return revision_key(self.what, self.kpi_ref, self.period, self.old, self.new)


def revision_key(what: str, kpi_ref: str, period: str, old: str, new: str) -> str:
    """Under what the answer to a revision is kept."""
    return " ".join(f"{what} {kpi_ref} {period}: {old} → {new}".split())


def result_words(row: Result) -> str:
    """A figure, or the reason for none, with the mark of one that is not final."""
    if row.value is None:
        return str(row.no_data_reason or row.unread or "blank")
    mark = "" if row.value_status in FIRM_OR_REVISED else f" ({str(row.value_status).lower()})"
    return f"{plain(row.value)}{mark}"


def target_words(target: Target) -> str:
    """What a target asks for."""
    if target.range_low is not None:
        return f"{plain(target.range_low)} to {plain(target.range_high)}"
    value = plain(target.target) if target.target is not None else ""
    return f"{target.target_type or ''} {value}".strip()


def is_awaited(held: Result) -> bool:
    """Whether a register's row only waits for its figure."""
    return held.value is None and not held.unread and held.no_data_reason in TO_COME


def result_differs(held: Result, said: Result) -> bool:
    """Whether two rows for one period give another figure, reason for none, or mark."""
    if held.value != said.value or isinstance(held.value, bool) != isinstance(said.value, bool):
        return True
    if said.value is None:
        return held.no_data_reason != said.no_data_reason
    return (held.value_status in FIRM_OR_REVISED) != (said.value_status in FIRM_OR_REVISED)


def was_there_before(revision: Revision, kpi: Kpi | None) -> bool:
    """Whether the record says that the scorecard's figure stood there and was replaced."""
    if revision.what is not RevisedCell.RESULT or kpi is None:
        return False
    return any(one.result.value == revision.said.value for one in earlier_of(revision.held, kpi))


@frozen
class Accepted:
    """What accepting revisions makes of one row of the register: the row as it is to be, and rows to add."""

    held: Any
    after: Any
    added: tuple[Target, ...] = ()


def accepted(register: Register, revisions: Iterable[Revision], on: date) -> tuple[Accepted, ...]:
    """The rows that come of accepting revisions on a day, each row of the register once."""
    by_row: dict[int, list[Revision]] = {}
    for one in revisions:
        by_row.setdefault(id(one.held), []).append(one)
    return tuple(_accepted_of_row(register, of_row, on) for of_row in by_row.values())


def _accepted_of_row(register: Register, revisions: Sequence[Revision], on: date) -> Accepted:
    newest = revisions[-1]
    held, said = newest.held, newest.said
    if isinstance(held, Result):
        kpi = register.kpi(held.kpi_ref)
        return Accepted(held, _result_in_place(held, said, kpi, on, newest.why))
    if isinstance(held, Commentary):
        return Accepted(held, replace(held, text=said.text, written_on=on))
    if isinstance(held, Forecast):
        return Accepted(held, replace(held, value=said.value))
    pieces: list[Target] = [held]
    for one in revisions:
        pieces = [made for piece in pieces for made in _parted(piece, one)]
    return Accepted(held, pieces[0], tuple(pieces[1:]))


def _result_in_place(held: Result, said: Result, kpi: Kpi | None, on: date, why: str) -> Result:
    is_other = held.value != said.value or held.no_data_reason != said.no_data_reason
    stood = held.value is not None or held.no_data_reason is not None
    replaces = held.replaces
    if is_other and stood and kpi is not None:
        replaces = replaced_words(held, kpi, on, why)
    status = said.value_status if is_other else said.value_status or ValueStatus.FINAL
    return replace(
        held,
        value=said.value,
        numerator=said.numerator,
        denominator=said.denominator,
        value_status=status_in_its_place(held, said.value, status),
        no_data_reason=said.no_data_reason,
        expected_by=None,
        note=said.note or _note_that_stays(held),
        received_on=on,
        received_from=None,
        entry_source=EntrySource.IMPORT,
        return_ref=None,
        replaces=replaces,
    )


def _note_that_stays(held: Result) -> str | None:
    """A row's note, but for what an import wrote of how the figure before was printed."""
    return None if (held.note or "").startswith(PRINTED_AS) else held.note


def _parted(held: Target, revision: Revision) -> list[Target]:
    """A target's row as it is for the time before, in, and after that of a revision."""
    said: Target = revision.said
    first, last = said.from_period, said.to_period
    assert first is not None
    if not target_covers(held, first):
        return [held]
    pieces = [_target_in_its_place(held, said, revision.why)]
    if held.from_period is None or held.from_period.start < first.start:
        pieces[0] = replace(pieces[0], from_period=first)
        pieces.insert(0, replace(held, to_period=shift(first, -1)))
    if last is not None and (held.to_period is None or last.end < held.to_period.end):
        pieces[-1] = replace(pieces[-1], to_period=last)
        pieces.append(replace(held, from_period=shift(last, 1)))
    return pieces


def _target_in_its_place(held: Target, said: Target, why: str) -> Target:
    """A target that gives way to another: what was agreed of it says nothing of the new one."""
    reasons = (why, held.rationale)
    return replace(
        held,
        target_type=said.target_type,
        target=said.target,
        range_low=said.range_low,
        range_high=said.range_high,
        amber_boundary=said.amber_boundary or held.amber_boundary,
        profile=said.profile or held.profile,
        previous_target=held.number,
        rationale=BEFORE_THAT.join(one for one in reasons if one),
        agreed_by=None,
        agreed_on=None,
        reviewed_on=None,
    )


def target_covers(target: Target, period: Period) -> bool:
    """Whether a target holds for a whole period."""
    begins = target.from_period is None or target.from_period.start <= period.start
    ends = target.to_period is None or period.end <= target.to_period.end
    return begins and ends


def with_accepted(register: Register, revisions: Iterable[Revision], on: date) -> Register:
    """The register as it would be with all of these accepted."""
    made = accepted(register, revisions, on)
    after = {id(one.held): one.after for one in made}
    added = [row for one in made for row in one.added]
    return replace(
        register,
        results=tuple(after.get(id(row), row) for row in register.results),
        targets=(*(after.get(id(row), row) for row in register.targets), *added),
    )


def rating_changes(
    register: Register, settings: Settings, revisions: Sequence[Revision], as_of: date
) -> Mapping[str, tuple[str, str]]:
    """Key of a revision → the rating now, and with all of the revisions accepted.

    A result is rated for its own period, a target for the newest period that it holds for and that has a figure.
    """
    rated = [one for one in revisions if one.what in _RATED]
    both = (register, with_accepted(register, rated, as_of))
    found = {}
    for one in rated:
        period = _rated_period(register, one)
        if period is not None:
            before, after = (_rating(each, settings, period, as_of, one.kpi_ref) for each in both)
            found[one.key] = before, after
    return found


def _rated_period(register: Register, revision: Revision) -> Period | None:
    if isinstance(revision.said, Result):
        return revision.said.period
    held = register.results_of(revision.kpi_ref)
    within = (
        period
        for period, row in held.items()
        if row.value is not None and target_covers(revision.said, period)
    )
    return max(within, key=lambda one: one.sort_key, default=None)


def _rating(register: Register, settings: Settings, period: Period, as_of: date, ref: str) -> str:
    found = rate_named(register, settings, period, as_of, [(ref, None)], RatingDetail.COLOUR)
    rating = found.get((ref, None))
    outcome = None if rating is None else rating.outcome
    return str(outcome.rag) if isinstance(outcome, Rating) else NOT_RATED
