"""Where the collecting of a cycle stands: from whom returns are in, late, missing or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due import DueItem, DueStatus, due_items
from pmf_cli.frozen import frozen

OPEN = (DueStatus.DUE, DueStatus.LATE)
"""How a figure stands that is still missing."""


class ReturnState(StrEnum):
    """How one contact's return stands; each in exactly one."""

    REFUSED = "Refused"
    LOST = "Taken in, then lost"
    LATE = "Late"
    IN_PART = "Received in part"
    RECEIVED = "Received"
    ALL_IN = "All in"
    NOBODY = "Nobody to ask"
    SENT = "Sent"
    MADE = "Form made"
    NO_FORM = "No form yet"


@frozen
class Traffic:
    """What the record knows of one contact's form in a cycle.

    Attributes:
        refused_on: when one was last refused; ``None`` where a later one was taken in.
        given: KPI and period, as printed, of the figures that were taken in from it.
    """

    made_on: date | None = None
    sent_on: date | None = None
    received_on: date | None = None
    refused_on: date | None = None
    reasons: tuple[str, ...] = ()
    questioned: int = 0
    refused_rows: int = 0
    concern: str = ""
    given: frozenset[tuple[str, str]] = frozenset()


NO_TRAFFIC = Traffic()
"""Nothing is on record."""


@frozen
class ReturnStanding:
    """One contact in a cycle; the reference is empty for KPIs that nobody can be asked for."""

    contact: str
    state: ReturnState
    items: tuple[DueItem, ...]
    traffic: Traffic

    def refs(self, *statuses: DueStatus) -> tuple[str, ...]:
        """The KPIs whose figure has one of these statuses."""
        found = (item.kpi.ref for item in self.items if item.status in statuses)
        return tuple(dict.fromkeys(found))

    def count(self, *statuses: DueStatus) -> int:
        """How many figures have one of these statuses; a KPI may owe several."""
        return sum(item.status in statuses for item in self.items)

    @property
    def lost(self) -> tuple[str, ...]:
        """The KPIs whose figure was taken in from a return and is no longer in the register."""
        return tuple(
            item.kpi.ref
            for item in self.items
            if item.status in OPEN and (item.kpi.ref, str(item.period)) in self.traffic.given
        )

    @property
    def is_open(self) -> bool:
        """True while a figure is missing or a return stands refused."""
        return bool(self.refs(*OPEN)) or self.traffic.refused_on is not None

    @property
    def due(self) -> date | None:
        """When the first missing figure is due."""
        return min((item.due for item in self.items if item.status in OPEN), default=None)


def return_standings(
    assessment: Assessment, traffic: Mapping[str, Traffic]
) -> tuple[ReturnStanding, ...]:
    """Every contact of whom a figure is expected in the cycle, or who was sent a form, by reference."""
    year_start = assessment.settings.financial_year_start
    items: dict[str, list[DueItem]] = {}
    for item in due_items(assessment.register, assessment.period, assessment.as_of, year_start):
        if item.status is not DueStatus.NOT_DUE:
            items.setdefault(item.contact or "", []).append(item)
    found = []
    for contact in sorted({*items, *traffic}, key=lambda ref: (not ref, ref)):
        own, known = tuple(items.get(contact, ())), traffic.get(contact, NO_TRAFFIC)
        one = ReturnStanding(contact, _state(contact, own, known), own, known)
        found.append(replace(one, state=ReturnState.LOST) if one.lost else one)
    return tuple(found)


def _state(contact: str, items: Sequence[DueItem], known: Traffic) -> ReturnState:
    missing = [item for item in items if item.status in OPEN]
    # The first that holds, from what most needs somebody to what needs nobody.
    states = (
        (known.refused_on is not None, ReturnState.REFUSED),
        (any(item.status is DueStatus.LATE for item in missing), ReturnState.LATE),
        (bool(missing) and known.received_on is not None, ReturnState.IN_PART),
        (known.received_on is not None, ReturnState.RECEIVED),
        (not missing, ReturnState.ALL_IN),
        (not contact, ReturnState.NOBODY),
        (known.sent_on is not None, ReturnState.SENT),
        (known.made_on is not None, ReturnState.MADE),
    )
    return next((state for holds, state in states if holds), ReturnState.NO_FORM)
