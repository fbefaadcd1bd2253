"""Where the collecting of a cycle stands: from whom returns are in, late, missing or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.collect.form_names import reference_of
from pmf_cli.cycle.due import DueItem, DueStatus, due_items
from pmf_cli.views.base import Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.entries import count_entry, date_entry, text_entry
from pmf_cli.views.listing import Listing
from pmf_cli.views.roles import role_of
from pmf_cli.words import counted, listed_shortly

SCHEMA = "pmf/collect-status/1"
OPEN = (DueStatus.DUE, DueStatus.LATE)


@dataclass(frozen=True, slots=True)
class Traffic:
    """What the record knows of one contact's form in a cycle.

    Attributes:
        made_on: when the form was last made.
        sent_on: when a message with it was last sent.
        received_on: when a return was last taken in.
        refused_on: when one was last refused; ``None`` where a later one was taken in.
        reasons: why it was refused.
        questioned: rows questioned in the return last taken in.
        refused_rows: rows refused in it.
        concern: any other concern raised.
    """

    made_on: date | None = None
    sent_on: date | None = None
    received_on: date | None = None
    refused_on: date | None = None
    reasons: tuple[str, ...] = ()
    questioned: int = 0
    refused_rows: int = 0
    concern: str = ""


NONE = Traffic()


@dataclass(frozen=True, slots=True)
class Standing:
    """One contact in a cycle.

    Attributes:
        contact: contact reference; empty for KPIs that nobody can be asked for.
        post: the contact's post.
        state: in a word or two.
        items: the KPIs' expected figures.
        traffic: what the record knows.
    """

    contact: str
    post: str
    state: str
    items: tuple[DueItem, ...]
    traffic: Traffic

    def refs(self, *statuses: DueStatus) -> tuple[str, ...]:
        """The KPIs whose figure has one of these statuses."""
        return tuple(item.kpi.ref for item in self.items if item.status in statuses)

    @property
    def is_open(self) -> bool:
        """True while a figure is missing or a return stands refused."""
        return bool(self.refs(*OPEN)) or self.traffic.refused_on is not None

    @property
    def due(self) -> date | None:
        """When the first missing figure is due."""
        return min((item.due for item in self.items if item.status in OPEN), default=None)


def standings(assessment: Assessment, traffic: Mapping[str, Traffic]) -> tuple[Standing, ...]:
    """Every contact of whom a figure is expected in the cycle, or who was sent a form.

    Args:
        assessment: the register now.
        traffic: contact reference → what the record knows.
    """
    year_start = assessment.settings.financial_year_start
    items: dict[str, list[DueItem]] = {}
    for item in due_items(assessment.register, assessment.period, assessment.as_of, year_start):
        if item.status is not DueStatus.NOT_DUE:
            items.setdefault(item.contact or "", []).append(item)
    found = []
    for contact in sorted({*items, *traffic}, key=lambda ref: (not ref, ref)):
        own, known = tuple(items.get(contact, ())), traffic.get(contact, NONE)
        post = role_of(assessment.register, contact)
        found.append(Standing(contact, post, _state(contact, own, known), own, known))
    return tuple(found)


def standing_listing(assessment: Assessment, found: Sequence[Standing]) -> Listing:
    """The contacts as a list, those with something open first told."""
    counts = {
        "contacts": len(found),
        "received": sum(one.traffic.received_on is not None for one in found),
        "figures_in": _number(found, DueStatus.IN, DueStatus.REASON),
        "figures_missing": _number(found, DueStatus.DUE),
        "figures_late": _number(found, DueStatus.LATE),
        "refused": sum(one.traffic.refused_on is not None for one in found),
        "concerns": sum(bool(one.traffic.concern) for one in found),
    }
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts=counts,
        key="items",
        items=tuple(
            {
                "contact": one.contact or None,
                "post": one.post or None,
                "return": reference_of(assessment.period, one.contact) if one.contact else None,
                "state": one.state,
                "form_made_on": _iso(one.traffic.made_on),
                "sent_on": _iso(one.traffic.sent_on),
                "due": _iso(one.due),
                "received_on": _iso(one.traffic.received_on),
                "in": one.refs(DueStatus.IN, DueStatus.REASON),
                "missing": one.refs(DueStatus.DUE),
                "late": one.refs(DueStatus.LATE),
                "rows_questioned": one.traffic.questioned,
                "rows_refused": one.traffic.refused_rows,
                "refused_because": one.traffic.reasons,
                "concern": one.traffic.concern or None,
            }
            for one in found
        ),
        sections=_sections(assessment, found),
    )


def _state(contact: str, items: Sequence[DueItem], known: Traffic) -> str:
    missing = [item for item in items if item.status in OPEN]
    if known.refused_on is not None:
        return "Refused"
    if any(item.status is DueStatus.LATE for item in missing):
        return "Late"
    if missing and known.received_on is not None:
        return "Received in part"
    if known.received_on is not None:
        return "Received"
    if not missing:
        return "All in"
    if not contact:
        return "Nobody to ask"
    return "Sent" if known.sent_on is not None else "Form made" if known.made_on else "No form yet"


def _sections(assessment: Assessment, found: Sequence[Standing]) -> tuple[Section, ...]:
    told = [one for one in found if one.is_open or one.traffic != NONE]
    quiet = [one for one in found if one not in told]
    figures = _number(found, DueStatus.IN, DueStatus.REASON)
    expected = sum(len(one.items) for one in found)
    words = (
        f"{figures:,} of {counted(expected, 'figure')} expected are in, with a value or a reason."
    )
    if quiet:
        have = "has" if len(quiet) == 1 else "have"
        words += f" {counted(len(quiet), 'contact')} without a form {have} given all that is due."
    blocks: list[Paragraph | Table] = [Paragraph(words, TextStyle.LEAD)]
    if told:
        blocks.append(_table(told))
    for one in told:
        blocks += [
            Paragraph(reason, TextStyle.BULLET, label=f"{one.contact} refused:")
            for reason in one.traffic.reasons
        ]
        if one.traffic.concern:
            label = f"{one.contact} raised:"
            words = " ".join(one.traffic.concern.split())
            blocks.append(Paragraph(words, TextStyle.BULLET, label=label))
    return (Section(f"Returns for {assessment.period}", 1, tuple(blocks)),)


def _table(told: Sequence[Standing]) -> Table:
    titles = ("Contact", "Post", "State", "Form made", "Sent", "Due", "Received", "In", "Missing")
    rows = tuple(
        (
            text_entry(one.contact, "Nobody"),
            text_entry(one.post),
            Entry(one.state, tone=Tone.TOTAL if one.is_open else Tone.NONE),
            date_entry(one.traffic.made_on, "–"),
            date_entry(one.traffic.sent_on, "–"),
            date_entry(one.due, "–"),
            date_entry(one.traffic.received_on, "–"),
            count_entry(len(one.refs(DueStatus.IN, DueStatus.REASON))),
            text_entry(listed_shortly(one.refs(*OPEN), 4), "None"),
        )
        for one in told
    )
    return Table("returns", "By contact", tuple(Column(title) for title in titles), rows)


def _number(found: Sequence[Standing], *statuses: DueStatus) -> int:
    return sum(len(one.refs(*statuses)) for one in found)


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()
