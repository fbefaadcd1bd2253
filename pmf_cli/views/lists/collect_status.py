"""From whom returns are in, late, missing or refused, as a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pmf_cli.analysis.collection import NO_TRAFFIC, OPEN, ReturnStanding
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due.due_items import DueStatus
from pmf_cli.cycle.form_names import reference_of
from pmf_cli.register.register import Register
from pmf_cli.views.base import Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.entries import count_entry, date_entry, text_entry
from pmf_cli.views.listing import Listing
from pmf_cli.views.roles import role_of
from pmf_cli.words import counted, listed_shortly

SCHEMA = "pmf/collect-status/1"


def collect_status_listing(assessment: Assessment, found: Sequence[ReturnStanding]) -> Listing:
    """The contacts as a list; the screen leaves out those who owe nothing and got no form."""
    counts = {
        "contacts": len(found),
        "received": sum(one.traffic.received_on is not None for one in found),
        "figures_in": _number(found, DueStatus.IN, DueStatus.REASON),
        "figures_missing": _number(found, DueStatus.DUE),
        "figures_late": _number(found, DueStatus.LATE),
        "figures_lost": sum(len(one.lost) for one in found),
        "figures_unread": _number(found, DueStatus.UNREAD),
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
                "post": role_of(assessment.register, one.contact) or None,
                "return": reference_of(assessment.period, one.contact) if one.contact else None,
                "state": str(one.state),
                "form_made_on": _iso(one.traffic.made_on),
                "sent_on": _iso(one.traffic.sent_on),
                "due": _iso(one.due),
                "received_on": _iso(one.traffic.received_on),
                "in": one.refs(DueStatus.IN, DueStatus.REASON),
                "missing": one.refs(DueStatus.DUE),
                "late": one.refs(DueStatus.LATE),
                "lost": one.lost,
                "unread": one.refs(DueStatus.UNREAD),
                "rows_questioned": one.traffic.questioned,
                "rows_refused": one.traffic.refused_rows,
                "refused_because": one.traffic.reasons,
                "concern": one.traffic.concern or None,
            }
            for one in found
        ),
        sections=_sections(assessment, found),
    )


def _sections(assessment: Assessment, found: Sequence[ReturnStanding]) -> tuple[Section, ...]:
    told = [one for one in found if one.is_open or one.traffic != NO_TRAFFIC]
    quiet = [one for one in found if one not in told]
    figures = _number(found, DueStatus.IN, DueStatus.REASON)
    expected = sum(len(one.items) for one in found)
    words = (
        f"{figures:,} of {counted(expected, 'figure')} expected are in, with a value or a reason."
    )
    unread = [item for one in found for item in one.items if item.status is DueStatus.UNREAD]
    if unread:
        named = listed_shortly([f"{item.kpi.ref} ({item.where})" for item in unread], 4)
        words += f" {counted(len(unread), 'figure')} cannot be read where they stand: {named}."
    if quiet:
        have = "has" if len(quiet) == 1 else "have"
        words += f" {counted(len(quiet), 'contact')} without a form {have} given all that is due."
    blocks: list[Paragraph | Table] = [Paragraph(words, TextStyle.LEAD)]
    if told:
        blocks.append(_table(assessment.register, told))
    for one in told:
        blocks += [
            Paragraph(reason, TextStyle.BULLET, label=f"{one.contact} refused:")
            for reason in one.traffic.reasons
        ]
        if one.lost:
            words = (
                f"{listed_shortly(one.lost, 4)}: taken in from the return, and no longer in the"
                " register. Take the return in again before anybody is chased: pmf collect read"
            )
            blocks.append(Paragraph(words, TextStyle.BULLET, label=f"{one.contact} lost:"))
        if one.traffic.concern:
            label = f"{one.contact} raised:"
            words = " ".join(one.traffic.concern.split())
            blocks.append(Paragraph(words, TextStyle.BULLET, label=label))
    return (Section(f"Returns for {assessment.period}", 1, tuple(blocks)),)


def _table(register: Register, told: Sequence[ReturnStanding]) -> Table:
    titles = ("Contact", "Post", "State", "Form made", "Sent", "Due", "Received", "In", "Missing")
    rows = tuple(
        (
            text_entry(one.contact, "Nobody"),
            text_entry(role_of(register, one.contact)),
            Entry(str(one.state), tone=Tone.TOTAL if one.is_open else Tone.NONE),
            date_entry(one.traffic.made_on, "–"),
            date_entry(one.traffic.sent_on, "–"),
            date_entry(one.due, "–"),
            date_entry(one.traffic.received_on, "–"),
            count_entry(one.count(DueStatus.IN, DueStatus.REASON)),
            text_entry(listed_shortly(one.refs(*OPEN), 4), "None"),
        )
        for one in told
    )
    return Table("returns", "By contact", tuple(Column(title) for title in titles), rows)


def _number(found: Sequence[ReturnStanding], *statuses: DueStatus) -> int:
    return sum(one.count(*statuses) for one in found)


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()
