"""The messages of a day as a list: to whom, about what, and what reaches nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.reminders.reminders import Notice
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.entries import text_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.roles import role_of
from pmf_cli.words import counted, day, listed, listed_shortly

SCHEMA = "pmf/reminders/1"


@dataclass(frozen=True)
class MessageLine:
    """One message that is due, or what reaches nobody.

    Attributes:
        contact: contact reference; ``None`` where nobody can be told.
        notices: what is said.
        key: the message's key; empty where it reaches nobody.
        address: where it goes.
        subject: its subject.
        form: names of the forms that go with it.
        why: why it reaches nobody.
        cure: what to do about that.
    """

    contact: str | None
    notices: tuple[Notice, ...]
    key: str = ""
    address: str = ""
    subject: str = ""
    form: tuple[str, ...] = ()
    why: str = ""
    cure: str = ""


def reminders_listing(
    assessment: Assessment, lines: Sequence[MessageLine], sent: Sequence[date] = ()
) -> Listing:
    """What is due today, for one screen and for other programs.

    Args:
        assessment: the register on the date.
        lines: the messages, and what reaches nobody.
        sent: when the messages on record were sent; after the date where a past one is asked about.
    """
    already = sum(on <= assessment.as_of for on in sent)
    later = len(sent) - already
    going = [line for line in lines if line.key]
    lost = [line for line in lines if not line.key]
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={"messages": len(going), "undeliverable": len(lost), "sent_before": already},
        key="reminders",
        items=tuple(_item(assessment, line) for line in lines),
        sections=_sections(assessment, going, lost, already, later),
    )


def _sections(
    assessment: Assessment,
    going: Sequence[MessageLine],
    lost: Sequence[MessageLine],
    already: int,
    later: int,
) -> tuple[Section, ...]:
    told = f"{counted(len(going), 'message')} due on {day(assessment.as_of)}"
    told += f"; {counted(already, 'message')} sent before." if already else "."
    if later:
        told = (
            f"{told.rstrip('.')}. {counted(later, 'message')} went out after that day; what they "
        )
        told += "told is not told again."
    blocks: list[Block] = [Paragraph(told)]
    if going:
        blocks.append(
            Table(
                "reminders",
                "Messages due",
                (
                    Column("To", 2.6),
                    Column("Address", 3.0),
                    Column("About", 3.0),
                    Column("KPIs", 2.0),
                    Column("Key", 1.1),
                ),
                tuple(_row(assessment, line) for line in going),
                "The messages that are due, one a person.",
            )
        )
    sections = [Section(f"Reminders: {assessment.period}", 1, tuple(blocks))]
    if lost:
        words = tuple(
            Paragraph(f"{line.why} {line.cure} ({listed_shortly(_refs(line))})", TextStyle.BULLET)
            for line in lost
        )
        sections.append(Section("What reaches nobody", 2, words))
    return tuple(sections)


def _refs(line: MessageLine) -> list[str]:
    return list(dict.fromkeys(notice.kpi.ref for notice in line.notices))


def about(line: MessageLine) -> str:
    """Its stages with the number of KPIs of each: ``2 overdue, 1 commentary asked``."""
    found: dict[str, int] = {}
    for notice in line.notices:
        found[notice.stage.value.lower()] = found.get(notice.stage.value.lower(), 0) + 1
    return ", ".join(f"{number} {name}" for name, number in found.items())


def _row(assessment: Assessment, line: MessageLine) -> tuple[Entry, ...]:
    role = role_of(assessment.register, line.contact)
    is_late = any(notice.stage.value in ("Overdue", "Escalated") for notice in line.notices)
    return (
        text_entry(f"{line.contact} {role}".strip()),
        text_entry(line.address),
        Entry(about(line), tone=Tone.TOTAL if is_late else Tone.NONE),
        text_entry(listed(_refs(line))),
        Entry(line.key[:12]),
    )


def _item(assessment: Assessment, line: MessageLine) -> Mapping[str, Datum]:
    dues = sorted({one.due.isoformat() for one in line.notices if one.due is not None})
    return {
        "key": line.key or None,
        "contact": line.contact,
        "post": role_of(assessment.register, line.contact) or None,
        "address": line.address or None,
        "subject": line.subject or None,
        "stages": tuple(dict.fromkeys(one.stage.value for one in line.notices)),
        "kpis": tuple(_refs(line)),
        "due": dues[0] if dues else None,
        "forms": line.form,
        "undeliverable_because": line.why or None,
        "what_to_do": line.cure or None,
    }
