"""Messages: those due on a day, what is undeliverable, and how those on record stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.reminders import Notice, Stage
from pmf_cli.frozen import frozen
from pmf_cli.register.terms import KpiStatus
from pmf_cli.views.base import Block, Entry, Paragraph, Section, Tone, bullets, labelled_lines
from pmf_cli.views.entries import text_entry
from pmf_cli.views.listing import Field, ListDefinition, Listing
from pmf_cli.views.references import role_of
from pmf_cli.words import counted, day, listed, listed_shortly


@frozen
class MessageLine:
    """One message that is due, or what is undeliverable.

    Attributes:
        contact: contact reference; ``None`` where nobody can be told.
        key: the message's key; empty where it is undeliverable.
        form: names of the forms that go with it.
    """

    contact: str | None
    notices: tuple[Notice, ...]
    key: str = ""
    address: str = ""
    subject: str = ""
    form: tuple[str, ...] = ()
    why: str = ""
    cure: str = ""


@frozen
class DueMessage:
    """A message that is due, with the recipient's post."""

    line: MessageLine
    post: str

    @property
    def stages(self) -> tuple[Stage, ...]:
        """How far each matter in it has come, a matter each."""
        return tuple(notice.stage for notice in self.line.notices)

    @property
    def kpis(self) -> tuple[str, ...]:
        """References of the KPIs it is about, each once."""
        return tuple(dict.fromkeys(notice.kpi.ref for notice in self.line.notices))


REMINDERS: ListDefinition[DueMessage] = ListDefinition(
    "pmf/reminders/1",
    "One item a message that is due, or what is undeliverable. From `pmf remind`.",
    "reminders",
    (
        Field(
            "key", "Key", "The message's key, 64 hexadecimal digits; empty where it is undeliverable.",
            lambda one: one.line.key, lambda one: Entry(one.line.key[:12]), width=1.1,
        ),
        Field(
            "contact", "To", "Contact reference of the recipient; empty where nobody is named.",
            lambda one: one.line.contact,
            lambda one: text_entry(f"{one.line.contact} {one.post}".strip()), width=2.6,
        ),
        Field("post", "", "The recipient's post."),
        Field(
            "address", "Address", "The address it would go to.", lambda one: one.line.address,
            width=3.0,
        ),
        Field("subject", "", "Its subject.", lambda one: one.line.subject),
        Field(
            "stages", "About",
            "How far matters have come: Coming, Soon, Due, Overdue, Escalated, Commentary asked, "
            "Commentary due soon.",
            lambda one: tuple(dict.fromkeys(one.stages)), lambda one: _about(one), width=3.0,
        ),
        Field("kpis", "KPIs", "References of the KPIs it is about.", width=2.0),
        Field(
            "due", "", "The first day on which something in it is or was due, ISO date.",
            lambda one: min((n.due for n in one.line.notices if n.due is not None), default=None),
        ),
        Field(
            "forms", "", "File names of the return forms that go with it.", lambda one: one.line.form,
        ),
        Field(
            "undeliverable_because", "", "Why it is undeliverable; empty where it is deliverable.",
            lambda one: one.line.why,
        ),
        Field("what_to_do", "", "What to do about that.", lambda one: one.line.cure),
    ),
    ("contact", "address", "stages", "kpis", "key"),
)  # fmt: skip


def reminders_listing(
    assessment: Assessment, lines: Sequence[MessageLine], sent: Sequence[date] = ()
) -> Listing:
    """What is due today, for one screen and for other programs.

    Args:
        sent: when the messages on record were sent; after the date where a past one is asked about.
    """
    already = sum(on <= assessment.as_of for on in sent)
    later = len(sent) - already
    messages = [DueMessage(one, role_of(assessment.register, one.contact)) for one in lines]
    going = [one for one in messages if one.line.key]
    lost = [one for one in messages if not one.line.key]
    return REMINDERS.listing_of(
        assessment,
        messages,
        {"messages": len(going), "undeliverable": len(lost), "sent_before": already},
        tuple(_sections(assessment, going, lost, already, later)),
    )


def _sections(
    assessment: Assessment,
    going: Sequence[DueMessage],
    lost: Sequence[DueMessage],
    already: int,
    later: int,
) -> Iterator[Section]:
    told = f"{counted(len(going), 'message')} due on {day(assessment.as_of)}"
    if already:
        told += f"; {counted(already, 'message')} sent before"
    if later:
        told += f". {counted(later, 'message')} went out after that day; what they told is not told again"
    blocks: list[Block] = [Paragraph(f"{told}.")]
    if going:
        summary = "The messages that are due, one a person."
        blocks.append(REMINDERS.table("reminders", "Messages due", going, summary))
    yield Section(f"Reminders: {assessment.period}", 1, tuple(blocks))
    if lost:
        blank = [one for one in lost if _has_no_address(assessment, one.line.contact)]
        together = _without_address(one.line.contact for one in blank)
        rest = lost if len(blank) < 2 else [one for one in lost if one not in blank]
        words = [f"{one.line.why} {one.line.cure} ({listed_shortly(one.kpis)})" for one in rest]
        yield Section("Undeliverable", 2, bullets([*(together if len(blank) > 1 else ()), *words]))


def _has_no_address(assessment: Assessment, ref: str | None) -> bool:
    person = assessment.register.contact(ref)
    return person is not None and not person.email


def without_address(assessment: Assessment) -> tuple[str, ...]:
    """That people who answer for KPIs have no e-mail address, in one sentence; nothing where all have."""
    active = (kpi for kpi in assessment.register.kpis if kpi.status is not KpiStatus.ENDED)
    named = (ref for kpi in active for ref in (kpi.key_contact, kpi.responsible_officer))
    return _without_address(ref for ref in named if _has_no_address(assessment, ref))


def _without_address(refs: Iterable[str | None]) -> tuple[str, ...]:
    found = sorted({ref for ref in refs if ref})
    if not found:
        return ()
    who, have = counted(len(found), "contact"), "has" if len(found) == 1 else "have"
    return (
        f"{who} {have} no e-mail address, so that nobody writes to them: {listed_shortly(found, 4)}. Type it"
        " into the sheet Contacts.",
    )


def _about(message: DueMessage) -> Entry:
    """Its stages with the number of KPIs of each: ``2 overdue, 1 commentary asked``."""
    found = Counter(message.stages)
    is_late = Stage.OVERDUE in found or Stage.ESCALATED in found
    words = ", ".join(f"{number} {stage.lower()}" for stage, number in found.items())
    return Entry(words, tone=Tone.TOTAL if is_late else Tone.NONE)


STATES = (
    "planned",
    "sending",
    "sent",
    "failed-temporary",
    "failed-permanent",
    "unknown",
    "superseded",
)
"""In the order in which counts give them."""
QUIET = ("sent", "superseded")
"""States that need no line on the screen; the data formats hold them all."""


@frozen
class LastRun:
    """The last run that sent: its day, what it counted, and what stopped it, if anything did."""

    on: date
    counts: Mapping[str, int]
    stopped: str = ""


@frozen
class SentLine:
    """One message on record.

    Attributes:
        short: the first digits of it, by which it can be named.
        on: when it came to stand so.
        tries: how often it was handed to a server.
    """

    key: str
    short: str
    state: str
    contact: str
    cycle: str
    kpis: tuple[str, ...]
    stages: tuple[str, ...]
    on: date
    tries: int
    why: str
    is_trouble: bool
    advice: str


MESSAGES: ListDefinition[SentLine] = ListDefinition(
    "pmf/messages/1",
    "One item a message on record. From `pmf remind status`.",
    "messages",
    (
        Field(
            "key", "Key", "The message's key, 64 hexadecimal digits.",
            shown=lambda line: Entry(line.short), width=1.2,
        ),
        Field(
            "state", "State",
            "planned, sending, sent, failed-temporary, failed-permanent, unknown or superseded.",
            shown=lambda line: Entry(line.state, tone=Tone.RED if line.is_trouble else Tone.NONE),
            width=1.3,
        ),
        Field("on", "Since", "Since when, ISO date."),
        Field("contact", "To", "Contact reference of the recipient.", width=0.8, empty=""),
        Field("cycle", "", "The reporting period.", empty=""),
        Field("stages", "", "What it told of."),
        Field("kpis", "KPIs", "References of the KPIs it is about.", width=1.6),
        Field("tries", "", "How often it was handed to a server."),
        Field(
            "why", "Why", "Why it failed or is needed no more; empty where neither.", missing="–",
            width=2.4,
        ),
        Field("advice", "What to do", "What to do; empty where nothing.", missing="–", width=3.2),
    ),
)  # fmt: skip


def messages_listing(
    register: str, cycle: str, as_of: date, lines: Sequence[SentLine], last: LastRun | None
) -> Listing:
    """Every message on record, for one screen and for other programs."""
    counts = {state: sum(line.state == state for line in lines) for state in STATES}
    parts = [f"{number:,} {state}" for state, number in counts.items() if number]
    on_record = f"{counted(len(lines), 'message')}{': ' + listed(parts) if parts else ''}."
    shown = [line for line in lines if line.state not in QUIET]
    blocks = (
        *labelled_lines((("Last run:", _run_words(last)), ("On record:", on_record))),
        MESSAGES.table(
            "messages",
            "Messages that are not sent, or of which that is not known",
            shown,
            "Messages on record that are not sent.",
        )
        if shown
        else Paragraph("Nothing to look at."),
    )
    return MESSAGES.listing(
        lines,
        counts,
        (Section("Reminders", 1, blocks),),
        register=register,
        period=cycle,
        as_of=as_of,
    )


def _run_words(last: LastRun | None) -> str:
    if last is None:
        return "never, or no run came to its end."
    told = listed(f"{number} {name}" for name, number in last.counts.items() if number)
    run = f"{day(last.on)}: {told or 'nothing was due'}"
    return run + (f". It was stopped: {last.stopped}." if last.stopped else ".")
