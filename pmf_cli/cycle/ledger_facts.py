"""What is on record about the work of a cycle: plain facts, from the ledger, without the ledger."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from pmf_cli.frozen import frozen

RETURN_TAKEN_IN = "return taken in"
"""What the ledger calls a change by which a return came into the register."""
SCORECARD_TAKEN_IN = "scorecard taken in"
"""What the ledger calls a change by which ``pmf import`` brought rows into the register."""


@frozen
class Tick:
    """A step of the checklist that somebody ticked off, or took the tick back.

    Attributes:
        cycle: what it was done for: ``2024/25 Q3``, ``Jan 2025``, ``2024/25``.
        by: contact reference of who did it; empty where not said.
        is_taken_back: true where the tick before it was a slip.
    """

    number: str
    cycle: str
    on: date
    by: str = ""
    note: str = ""
    is_taken_back: bool = False


@frozen
class Form:
    """A return form that was made, or a return that was taken in."""

    ref: str
    cycle: str
    contact: str
    on: date


@frozen
class PaperOnRecord:
    """A paper that went to a body.

    Attributes:
        paper: its name: ``clt``; empty where the record does not say.
        withdrawn_on: when it was taken back; ``None`` where it stands.
    """

    ref: str
    cycle: str
    body: str
    on: date
    withdrawn_on: date | None = None
    paper: str = ""

    def stands_on(self, day: date) -> bool:
        """Issued by a day, and not withdrawn by then."""
        return self.on <= day and (self.withdrawn_on is None or self.withdrawn_on > day)


DatedT = TypeVar("DatedT", Tick, Form)


def _by(facts: tuple[DatedT, ...], as_of: date) -> tuple[DatedT, ...]:
    return tuple(one for one in facts if one.on <= as_of)


@frozen
class CycleFacts:
    """Everything on record that bears on the steps of a cycle, oldest first."""

    ticks: tuple[Tick, ...] = ()
    forms: tuple[Form, ...] = ()
    returns: tuple[Form, ...] = ()
    papers: tuple[PaperOnRecord, ...] = ()
    reminded: tuple[date, ...] = ()

    def until(self, as_of: date) -> CycleFacts:
        """What was on record on a day."""
        return CycleFacts(
            _by(self.ticks, as_of),
            _by(self.forms, as_of),
            _by(self.returns, as_of),
            tuple(one for one in self.papers if one.stands_on(as_of)),
            tuple(on for on in self.reminded if on <= as_of),
        )

    def forms_of(self, cycle: str) -> tuple[Form, ...]:
        """The newest form of each contact for a cycle."""
        found: dict[str, Form] = {}
        for form in self.forms:
            if form.cycle == cycle:
                found[form.contact or form.ref] = form
        return tuple(found.values())

    def still_out(self, cycle: str) -> tuple[Form, ...]:
        """Forms of a cycle whose contact has sent no return for it yet."""
        back = {one.ref for one in self.returns if one.cycle == cycle}
        sent = {one.contact for one in self.returns if one.cycle == cycle}
        forms = self.forms_of(cycle)
        return tuple(form for form in forms if form.ref not in back and form.contact not in sent)
