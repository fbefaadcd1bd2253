"""``pmf remind``: the messages that are due today: shown, written to a folder, or sent."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmf_cli.cli.command import Run, always, command
from pmf_cli.cli.faults import remark
from pmf_cli.errors import ExitCode, UsageError
from pmf_cli.words import counted

if TYPE_CHECKING:
    from pmf_cli.pipeline.reminders.reminding import Mailing
    from pmf_cli.pipeline.reminders.sending_run import Outcome

Words = Annotated[
    bool, typer.Option("--text", help="Show the words of every message, not only the list.")
]
BeyondCap = Annotated[
    bool,
    typer.Option("--yes", help="Send even when there are more messages than the cap allows."),
]
Key = Annotated[
    str,
    typer.Argument(metavar="KEY", help="The message's key, as pmf remind status shows it."),
]


@command(
    doing="sending reminders",
    writes=lambda asked: any(map(asked.get, ("send_", "resend_", "came_"))),
)
def remind(
    run: Run,
    text: Words = False,
    send_: Annotated[bool, typer.Option("--send", hidden=True)] = False,
    yes: Annotated[bool, typer.Option("--yes", hidden=True)] = False,
    outbox_: Annotated[Path | None, typer.Option("--outbox", hidden=True)] = None,
    status_: Annotated[bool, typer.Option("--status", hidden=True)] = False,
    resend_: Annotated[str, typer.Option("--resend", hidden=True)] = "",
    came_: Annotated[str, typer.Option("--came", hidden=True)] = "",
) -> None:
    """Remind people of results and commentary that are due: one message a person.

    Ten and three working days before data is due, on the day, and when it is overdue; then the
    responsible officer is told. Commentary is asked for once data is due. A stand-in is written
    to while a contact is away. Nobody gets the same reminder twice, whenever the command runs.

    Shows the messages and sends nothing: pmf remind send sends them. Exit code 1 where messages are
    due, 3 as long as a message that failed or is unknown waits for a person.
    """
    # Options of earlier versions go on working, since they stand in people's crontabs.
    earlier: tuple[tuple[str, str, object, Callable[[], None]], ...] = (
        ("--send", "send", send_, lambda: _send(run, beyond_cap=yes)),
        ("--status", "status", status_, lambda: _print_status(run)),
        ("--outbox", "outbox FOLDER", outbox_, lambda: _show(run, outbox_, with_words=text)),
        ("--resend", "resend KEY", resend_, lambda: _resend(run, resend_)),
        ("--came", "came KEY", came_, lambda: _close(run, came_)),
    )
    asked = [one for one in earlier if one[2] not in (False, None, "")]
    if len(asked) > 1:
        raise UsageError(
            f"{asked[0][0]} and {asked[1][0]} do not go together.", "Give one of them."
        )
    for option, name, _, answer in asked:
        if sys.stderr.isatty():
            run.say(f"Note: {option} is now a command of its own: pmf remind {name}")
        answer()
        return
    _show(run, None, with_words=text)


@command()
def fill_outbox(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="Where the messages are written."),
    ],
    run: Run,
    text: Words = False,
) -> None:
    """Write each message that is due as an .eml file, which opens in Outlook; nothing is sent.

    What is written is not on record, so it is written again while it is due. Exit codes as pmf remind.
    """
    _show(run, folder, with_words=text)


@command(doing="sending reminders", writes=always, without=("form",))
def send_due_messages(run: Run, yes: BeyondCap = False) -> None:
    """Send the messages that are due by the mail server in pmf.toml, each once, and keep a record.

    Prints nothing and ends with 0 when all is well, which suits cron. Exit code 3 as long as a message
    that failed or is unknown waits for a person; 1 where a message is undeliverable.
    """
    _send(run, beyond_cap=yes)


@command()
def show_messages(run: Run) -> None:
    """Show when messages last went out, how each stands, and what to do about those not sent.

    Exit code 3 while one waits for a person.
    """
    _print_status(run)


@command(doing="sending reminders", writes=always, without=("form",))
def resend_message(key: Key, run: Run) -> None:
    """Send one failed or unknown message again, with what of it is still due.

    For a message that is unknown once the person has said that it did not come, or one that was refused
    although the address is right.
    """
    _resend(run, key)


@command(doing="sending reminders", writes=always, without=("form",))
def close_message(key: Key, run: Run) -> None:
    """Close an unknown message: the person said that it came."""
    _close(run, key)


def _mailing(run: Run, *, sends: bool = False, resent: str = "") -> Mailing:
    """The register opened for messages about the period at work, or that of a message on record.

    Raises:
        PmfError: as ``Run.assess``; also where messages are to go and the settings set a date.
    """
    from pmf_cli.pipeline import assessed, open_register
    from pmf_cli.pipeline.read.opening import cycle_notes, reminder_notes
    from pmf_cli.pipeline.reminders.recorded_messages import cycle_of_message
    from pmf_cli.pipeline.reminders.reminding import Mailing

    with run.progress_bar() as progress:
        opened = run.use(open_register(run.register, progress))
        if sends and not run.as_of and opened.settings.as_of is not None:
            raise UsageError(
                "Messages are not sent while as_of is set in pmf.toml, for rehearsal. "
                "Nothing was sent.",
                "Take as_of out of pmf.toml to send for real, or look with pmf remind.",
            )
        assessment = assessed(
            opened,
            period=run.period or (cycle_of_message(opened, resent) if resent else ""),
            as_of=run.date_in(opened),
            as_it_stands=True,
            progress=progress,
        )
    if sends or run.quiet:
        run.print_lost()
    else:
        notes = cycle_notes(opened, assessment, run.period)
        run.print_notes((*notes, *reminder_notes(opened, assessment)))
    return Mailing(opened, assessment)


def _show(run: Run, outbox: Path | None, *, with_words: bool) -> None:
    from pmf_cli.pipeline.reminders.reminding import due_messages, write_outbox

    mailing = _mailing(run)
    if outbox is not None:
        mailing.refuse_without_sender()
    due = due_messages(mailing)
    run.print(due.listing)
    if with_words and not run.is_one_file:
        for one in due.messages:
            run.data(f"\n{'=' * 74}\nTo: {one.address}\nSubject: {one.words.subject}\n", one.text)
    if outbox is not None:
        run.say(*(f"Wrote {line}" for line in write_outbox(due.messages, outbox)))
    elif due.messages:
        run.say(
            "Nothing was sent. To read them: --text, or pmf remind outbox FOLDER. "
            "To send them: pmf remind send"
        )
    run.say(*due.notes)
    for words in due.still_open:
        remark(words)
    if due.still_open:
        raise typer.Exit(ExitCode.MESSAGES_FAILED)
    run.end(is_due=due.is_due)


def _send(run: Run, *, beyond_cap: bool) -> None:
    from pmf_cli.pipeline.read.opening import reminder_notes
    from pmf_cli.pipeline.reminders.sending import send_reminders

    mailing = _mailing(run, sends=True)
    with ExitStack() as watching:
        outcome = send_reminders(
            mailing,
            os.environ,
            beyond_the_cap=beyond_cap,
            progress=watching.enter_context(run.progress_bar()),
            tell=lambda outcome: _print_outcome(outcome, watching),
        )
    if sys.stderr.isatty() and outcome.trouble is None:
        run.say(*(f"Note: {note}" for note in reminder_notes(mailing.opened, mailing.assessment)))
        number = len(outcome.sent)
        run.say(f"{counted(number, 'message')} sent." if number else "Nothing to send.")
    _end_by(outcome)


def _resend(run: Run, key: str) -> None:
    from pmf_cli.pipeline.reminders.sending import send_again

    mailing = _mailing(run, sends=True, resent=key)
    with ExitStack() as watching:
        outcome, message = send_again(
            mailing,
            key,
            os.environ,
            progress=watching.enter_context(run.progress_bar()),
            tell=lambda outcome: _print_outcome(outcome, watching),
        )
    state = message.state.value
    if state in ("sent", "superseded"):
        said = "was sent" if state == "sent" else f"was not sent: {message.why}"
        run.say(f"The message {message.key[:12]} to {message.contact} {said}.")
    _end_by(outcome)


def _close(run: Run, key: str) -> None:
    from pmf_cli.pipeline.reminders.sending import record_arrival

    mailing = _mailing(run)
    message = record_arrival(mailing.opened, key, mailing.assessment.as_of)
    run.say(f"The message {message.key[:12]} to {message.contact} is on record as come.")


def _print_status(run: Run) -> None:
    from pmf_cli.pipeline.reminders.recorded_messages import messages_on_record

    mailing = _mailing(run)
    listing, is_waiting = messages_on_record(mailing.opened, mailing.assessment)
    run.print(listing)
    if is_waiting:
        raise typer.Exit(ExitCode.MESSAGES_FAILED)


def _print_outcome(outcome: Outcome, watching: ExitStack) -> None:
    """Says what went wrong, and nothing where nothing did; nobody watches progress after that."""
    from pmf_cli.pipeline.reminders.sending_run import outcome_words

    watching.close()
    for words in outcome_words(outcome):
        remark(words)


def _end_by(outcome: Outcome) -> None:
    """Ends with 3 where messages failed, are unknown or left, with 1 where some are undeliverable."""
    if outcome.needs_somebody:
        raise typer.Exit(ExitCode.MESSAGES_FAILED)
    if outcome.undeliverable:
        raise typer.Exit(ExitCode.FINDINGS)
