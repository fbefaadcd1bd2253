"""A message sent again because a person said so, under its old key; and how all messages stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.reminders import Notice
from pmf_cli.cycle.working_days import working_days
from pmf_cli.errors import UsageError
from pmf_cli.ledger.messages import TROUBLE, Message, State, message_written, messages_of
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import Ledger, read_ledger, writing_ledger
from pmf_cli.pipeline.collect.attached_forms import AttachedForms
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, no_progress
from pmf_cli.pipeline.reminders.notices_sent import recorded_notices, stages_told
from pmf_cli.pipeline.reminders.open_messages import SHOWN, corrected, open_messages
from pmf_cli.pipeline.reminders.reminding import prepared_messages
from pmf_cli.pipeline.reminders.sending import sender_of, server_for
from pmf_cli.pipeline.reminders.sending_run import Outcome, SendingRun, Tell, ignore_outcome
from pmf_cli.views.lists.reminders import LastRun, SentLine
from pmf_cli.views.reminders import Reminder, notices_by_contact, notices_due
from pmf_cli.words import counted, day
from pmf_cli.workbook.write.register_lock import register_lock

SHORTEST = 6
"""Fewest digits by which a key can be named."""
NO_LONGER = "everything that it asked for has been answered or told in a later message since"


def send_again(
    opened: OpenedRegister,
    assessment: Assessment,
    key: str,
    environment: Mapping[str, str],
    *,
    forms: AttachedForms | None = None,
    progress: Progress = no_progress,
    tell: Tell = ignore_outcome,
) -> tuple[Outcome, Message]:
    """Sends one message again: what of it is still open, with the same Message-ID.

    Args:
        key: the key, or its first digits.
        environment: the process's environment, for the password.
        forms: the return forms to attach; none where not given.
        tell: told what the run did, before that is on record.

    Returns:
        What was done, and the message as it stands; ``superseded`` where nothing of it is open.

    Raises:
        UsageError: no message has such a key, or it needs no sending again.
    """
    sender = sender_of(opened)
    server = server_for(opened, environment)
    with (
        register_lock(opened.folder, "sending a reminder again"),
        writing_ledger(opened.folder) as ledger,
    ):
        run = SendingRun(ledger, assessment, sender, opened.settings.reminders.tries)
        run.recover()
        run.known = dict(messages_of(ledger))
        old = _named(run.known, key)
        # What an ended run left is told here, since the next run would take it for told.
        run.outcome = Outcome(
            failed=[one for one in run.outcome.failed if one.key != old.key],
            unknown=[one for one in run.outcome.unknown if one.key != old.key],
            open=[one for one in run.outcome.open if one.key != old.key],
        )
        days = working_days(opened.settings, (assessment.as_of.year,))
        still = _still_untold(old, run.known.values(), notices_due(assessment, days))
        if not still:
            done = message_written(ledger, old, State.SUPERSEDED, run.on, NO_LONGER)
            tell(run.outcome)
            return run.outcome, done
        plan = prepared_messages(
            opened, assessment, (Reminder(old.contact, still),), forms, progress, key=old.key
        )
        run.outcome.undeliverable = plan.undeliverable
        if not plan.messages:
            tell(run.outcome)
            return run.outcome, old
        if forms is not None and plan.messages[0].forms:
            forms.recorded(ledger, old.contact)
        # What is said now counts as told too, so that the next run does not say it again.
        both = tuple(dict.fromkeys((*old.notices, *recorded_notices(still))))
        run.known[old.key] = replace(old, notices=both)
        with run.recorded(tell):
            run.send(plan.messages, server, progress)
        return run.outcome, run.known[old.key]


def _still_untold(
    old: Message, messages: Iterable[Message], due: tuple[Notice, ...]
) -> tuple[Notice, ...]:
    """What of a message is wanted of its recipient still, and no message that came told since."""
    wanted = {(one.track, one.kpi, one.period) for one in old.notices}
    told = stages_told(one for one in messages if one.state is State.SENT)
    return tuple(
        notice
        for notice in notices_by_contact(due).get(old.contact, ())
        if (notice.stage.track.value, notice.kpi.ref, str(notice.period)) in wanted
        and told.get(notice.matter, -1) < notice.stage.rank
    )


def cycle_of_message(opened: OpenedRegister, key: str) -> str:
    """The reporting period that a message on record was about, as printed.

    A message is sent again about its own cycle, also when work is on the next one by then.

    Raises:
        UsageError: no message has such a key.
    """
    return _found(messages_of(read_ledger(opened.folder)), key).cycle


def _found(messages: Mapping[str, Message], key: str) -> Message:
    asked = key.strip().lower()
    found = [one for own, one in messages.items() if own.startswith(asked)]
    if len(asked) < SHORTEST or len(found) != 1:
        raise UsageError(
            f"{key!r} names {'no message' if not found else 'more than one message'}."
            if len(asked) >= SHORTEST
            else f"{key!r} is too short for a key.",
            f"Give the first {SHOWN} digits of a key as pmf remind status shows it.",
        )
    return found[0]


def _named(messages: Mapping[str, Message], key: str) -> Message:
    message = _found(messages, key)
    if message.state in TROUBLE:
        return message
    if message.state is State.SENT:
        raise UsageError(
            f"The message {key} was sent; it is not sent twice.",
            "Write to the person yourself if it was lost on the way.",
        )
    if message.state is State.SUPERSEDED:
        raise UsageError(f"The message {key} is needed no more: {message.why}.")
    raise UsageError(
        f"The message {key} is {message.state.value}; the next run sends it by itself.",
        "Run: pmf remind send",
    )


def record_arrival(opened: OpenedRegister, key: str, on: date) -> Message:
    """Puts on record that a message of which nobody knew has come: the person said so.

    Args:
        key: the key, or its first digits.

    Raises:
        UsageError: no message has such a key, or it is not unknown.
    """
    with register_lock(opened.folder, "closing a message"), writing_ledger(opened.folder) as ledger:
        message = _found(messages_of(ledger), key)
        if message.state is not State.UNKNOWN:
            raise UsageError(
                f"The message {key} is {message.state.value}; only of one that is unknown can "
                "somebody say that it came.",
                "pmf remind status shows them.",
            )
        return message_written(ledger, message, State.SENT, on, "the person said that it came")


def open_on_record(opened: OpenedRegister, assessment: Assessment) -> tuple[Message, ...]:
    """The messages on record that a person must deal with, on the assessment's date."""
    messages = messages_of(read_ledger(opened.folder))
    still = open_messages(assessment, opened.settings, messages.values())
    put_right = corrected(opened.register, messages)
    return tuple(one for one in still if one.key not in put_right and one.on <= assessment.as_of)


def message_lines(
    opened: OpenedRegister, assessment: Assessment
) -> tuple[tuple[SentLine, ...], LastRun | None]:
    """Every message of the ledger as a line of a list, and the last run."""
    ledger = read_ledger(opened.folder)
    known = messages_of(ledger)
    messages = tuple(known.values())
    still = {one.key for one in open_messages(assessment, opened.settings, messages)}
    put_right = corrected(opened.register, known)
    tries = opened.settings.reminders.tries
    lines = tuple(
        SentLine(
            key=one.key,
            short=one.key[:SHOWN],
            state=one.state.value,
            contact=one.contact,
            cycle=one.cycle,
            kpis=one.kpis,
            stages=one.stages,
            on=one.on,
            tries=one.tries,
            why=one.why,
            is_trouble=one.key in still and one.key not in put_right,
            advice=_advice(one, tries, is_open=one.key in still, put_right=one.key in put_right),
        )
        for one in messages
    )
    return lines, _last_run(ledger)


def _last_run(ledger: Ledger) -> LastRun | None:
    row = ledger.last(RowKind.RUN)
    if row is None:
        return None
    numbers = {name: value for name, value in row.body.items() if isinstance(value, int)}
    return LastRun(row.on, numbers, str(row.body.get("stopped", "")))


def open_advice(message: Message) -> str:
    """What to do about a message that failed for good or is unknown."""
    key = message.key[:SHOWN]
    if message.state is State.UNKNOWN:
        return (
            f"Ask the person whether it came. If it did not: pmf remind resend {key}; "
            f"if it did: pmf remind came {key}"
        )
    return (
        f"Correct the address of {message.contact} in Contacts, and the next run sends it; "
        f"if the address is right: pmf remind resend {key}"
    )


def outcome_words(outcome: Outcome) -> Iterator[str]:
    """What went wrong in a run that sends messages, a sentence each; nothing where nothing did."""
    for message in outcome.failed:
        again = message.state is State.FAILED_TEMPORARY
        advice = "the next run tries again" if again else open_advice(message).rstrip(".")
        yield f"Failed: the message to {message.contact}: {message.why}; {advice}."
    for message in outcome.unknown:
        yield f"Unknown: the message to {message.contact}: {message.why}. {open_advice(message)}"
    for message in outcome.open:
        state = "Still failed" if message.state is State.FAILED_PERMANENT else "Still unknown"
        yield (
            f"{state}: the message of {day(message.on)} to {message.contact}: {message.why}. "
            f"{open_advice(message)}"
        )
    for lost in outcome.undeliverable:
        yield f"{lost.why} {lost.cure}"
    if outcome.trouble is not None:
        before = f"{counted(len(outcome.sent), 'message')} sent before that."
        yield f"{outcome.trouble.message} {before if outcome.sent else 'Nothing was sent.'}"
        yield outcome.trouble.advice
    if outcome.left:
        yield f"{counted(outcome.left, 'message')} left for the next run."


def _advice(message: Message, tries: int, *, is_open: bool, put_right: bool) -> str:
    if message.state in TROUBLE and put_right:
        return "The address was corrected; the next pmf remind send sends what is still due."
    if message.state in TROUBLE and not is_open:
        return "Nothing: a later message told the same, or what it asked is no longer wanted."
    match message.state:
        case State.UNKNOWN | State.FAILED_PERMANENT:
            return open_advice(message)
        case State.FAILED_TEMPORARY:
            return f"The next run tries again, {tries - message.tries} more times at most."
        case State.PLANNED:
            return "The next pmf remind send sends it."
        case State.SENDING:
            return "A run is at work or was ended; the next pmf remind send says which."
        case _:
            return ""
