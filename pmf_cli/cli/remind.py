"""``pmf remind``: the messages that are due today: shown, written to a folder, or sent."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmf_cli.cli.options import (
    AsOf,
    Debug,
    FormatOption,
    ListFormat,
    PeriodText,
    Quiet,
    RegisterFolder,
)
from pmf_cli.cli.sending_outcome import end_by, tell_outcome
from pmf_cli.cli.turns import in_turn
from pmf_cli.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from pmf_cli.assessment import Assessment
    from pmf_cli.pipeline import OpenedRegister


@in_turn("sending reminders", lambda asked: any(map(asked.get, ("send", "resend", "came"))))
def remind(
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    send: Annotated[
        bool,
        typer.Option(
            "--send",
            help="Send the messages by the mail server in pmf.toml, each once, and keep a record. "
            "Without it nothing is sent.",
        ),
    ] = False,
    outbox: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Write each message as an .eml file, which opens in Outlook; nothing is sent.",
        ),
    ] = None,
    text: Annotated[
        bool, typer.Option("--text", help="Show the words of every message, not only the list.")
    ] = False,
    yes: Annotated[
        bool,
        typer.Option("--yes", help="Send even when there are more messages than the cap allows."),
    ] = False,
    status: Annotated[
        bool,
        typer.Option(
            "--status", help="When messages last went out, and which failed or are unknown."
        ),
    ] = False,
    resend: Annotated[
        str,
        typer.Option(
            metavar="KEY",
            help="Send one failed or unknown message again, by its key in --status.",
        ),
    ] = "",
    came: Annotated[
        str,
        typer.Option(
            metavar="KEY",
            help="Close an unknown message: the person said that it came.",
        ),
    ] = "",
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Remind people of results and commentary that are due: one message a person.

    Ten and three working days before data is due, on the day, and when it is overdue; then the
    responsible officer is told. Commentary is asked for once data is due. A stand-in is written
    to while a contact is away. Nobody gets the same reminder twice, whenever the command runs.

    Shows the messages and sends nothing, unless told to with --send. Exit code 1 where messages
    are due; with --send 0 when all is well (and nothing is printed, which suits cron). 3 as long
    as a message that failed or is unknown waits for a person.
    """
    asked = [name for name, on in (("--send", send), ("--status", status)) if on]
    asked += ["--outbox"] if outbox is not None else []
    asked += ["--resend"] if resend else []
    asked += ["--came"] if came else []
    if len(asked) > 1:
        raise UsageError(f"{asked[0]} and {asked[1]} do not go together.", "Give one of them.")
    from pmf_cli.cli.opening import (
        cycle_notes,
        silence_notes,
        tell,
        tell_lost,
        watched,
        working_date,
    )
    from pmf_cli.pipeline import assessed, open_register
    from pmf_cli.pipeline.reminders.resending import cycle_of_message

    sends = send or bool(resend)
    with watched(quiet=quiet) as progress:
        opened = open_register(register, progress)
        _only_for_real(opened, sends=sends, as_of=as_of)
        on = working_date(as_of, opened)
        about = period or (cycle_of_message(opened, resend) if resend else "")
        assessment = assessed(opened, period=about, as_of=on, as_it_stands=True, progress=progress)
    tell_lost(opened)
    if not quiet and not sends:
        notes = (*cycle_notes(opened, assessment, period), *silence_notes(opened, assessment))
        tell((*opened.remarks, *notes), opened, as_of)
    if status:
        _show_status(opened, assessment, form)
    elif came:
        _closed(opened, assessment, came, quiet=quiet)
    elif resend:
        _resent(opened, assessment, resend, quiet=quiet)
    elif send:
        _sent(opened, assessment, yes=yes, quiet=quiet)
    else:
        _shown(opened, assessment, outbox, form, text=text, quiet=quiet)


def _only_for_real(opened: OpenedRegister, *, sends: bool, as_of: str) -> None:
    if sends and not as_of and opened.settings.as_of is not None:
        raise UsageError(
            "pmf.toml sets a date for rehearsal, and a rehearsal writes to nobody. "
            "Nothing was sent.",
            "Take as_of out of pmf.toml to send for real, or look without --send.",
        )


def _shown(
    opened: OpenedRegister,
    assessment: Assessment,
    outbox: Path | None,
    form: ListFormat,
    *,
    text: bool,
    quiet: bool,
) -> None:
    from pmf_cli.cli.faults import remark
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.ledger.messages import State, messages_of
    from pmf_cli.ledger.store import read_ledger
    from pmf_cli.pipeline import write_files
    from pmf_cli.pipeline.collect.attached_forms import AttachedForms
    from pmf_cli.pipeline.collect.collecting import collecting
    from pmf_cli.pipeline.reminders.notices_sent import told_from
    from pmf_cli.pipeline.reminders.open_messages import corrected, open_words
    from pmf_cli.pipeline.reminders.reminding import lines_of, plan_reminders
    from pmf_cli.pipeline.reminders.resending import open_on_record
    from pmf_cli.pipeline.reminders.sending import sender_of
    from pmf_cli.views.lists.reminders import reminders_listing
    from pmf_cli.words import listed

    if outbox is not None:
        sender_of(opened)
    record = messages_of(read_ledger(opened.folder))
    known = record.values()
    told = told_from(known, corrected(opened.register, record))
    plan = plan_reminders(opened, assessment, told, forms=AttachedForms(assessment))
    sent = [message.on for message in known if message.state is State.SENT]
    listing = reminders_listing(assessment, lines_of(plan), sent)
    print_listing(listing, form, opened)
    if text and form is ListFormat.TABLE:
        for message in plan.messages:
            typer.echo(f"\n{'=' * 74}\nTo: {message.address}\nSubject: {message.words.subject}\n")
            typer.echo(message.text)
    if outbox is not None:
        files = {f"{one.key[:16]}.eml": one.data for one in plan.messages}
        for line in write_files(outbox, files, keep_earlier=False):
            if not quiet:
                remark(f"Wrote {line}")
    elif not quiet and plan.messages:
        remark("Nothing was sent. To read them: --text or --outbox FOLDER. To send them: --send")
    for one in collecting(opened, assessment):
        if one.lost and not quiet:
            remark(
                f"Note: {listed(one.lost)} of {one.contact} came in a return and is no longer in "
                "the register; take the return in again before anybody is chased for it."
            )
    still = open_on_record(opened, assessment)
    for words in open_words(still):
        remark(words)
    if still:
        raise typer.Exit(ExitCode.MESSAGES_FAILED)
    if plan.messages or plan.undeliverable:
        raise typer.Exit(ExitCode.FINDINGS)


def _sent(opened: OpenedRegister, assessment: Assessment, *, yes: bool, quiet: bool) -> None:
    from pmf_cli.cli.faults import remark
    from pmf_cli.cli.opening import silence_notes, watched
    from pmf_cli.pipeline.collect.attached_forms import AttachedForms
    from pmf_cli.pipeline.reminders.sending import send_reminders
    from pmf_cli.words import counted

    with ExitStack() as watching:
        outcome = send_reminders(
            opened,
            assessment,
            os.environ,
            forms=AttachedForms(assessment),
            beyond_the_cap=yes,
            progress=watching.enter_context(watched(quiet=quiet)),
            tell=lambda outcome: tell_outcome(outcome, watching),
        )
    if not quiet and sys.stderr.isatty() and outcome.trouble is None:
        for note in silence_notes(opened, assessment):
            remark(f"Note: {note}")
        remark(
            f"{counted(len(outcome.sent), 'message')} sent." if outcome.sent else "Nothing to send."
        )
    end_by(outcome)


def _resent(opened: OpenedRegister, assessment: Assessment, key: str, *, quiet: bool) -> None:
    from pmf_cli.cli.faults import remark
    from pmf_cli.cli.opening import watched
    from pmf_cli.pipeline.collect.attached_forms import AttachedForms
    from pmf_cli.pipeline.reminders.resending import resend

    with ExitStack() as watching:
        outcome, message = resend(
            opened,
            assessment,
            key,
            os.environ,
            forms=AttachedForms(assessment),
            progress=watching.enter_context(watched(quiet=quiet)),
            tell=lambda outcome: tell_outcome(outcome, watching),
        )
    if not quiet and message.state.value in ("sent", "superseded"):
        said = "was sent" if message.state.value == "sent" else f"was not sent: {message.why}"
        remark(f"The message {message.key[:12]} to {message.contact} {said}.")
    end_by(outcome)


def _closed(opened: OpenedRegister, assessment: Assessment, key: str, *, quiet: bool) -> None:
    from pmf_cli.cli.faults import remark
    from pmf_cli.pipeline.reminders.resending import came

    message = came(opened, key, assessment.as_of)
    if not quiet:
        remark(f"The message {message.key[:12]} to {message.contact} is on record as come.")


def _show_status(opened: OpenedRegister, assessment: Assessment, form: ListFormat) -> None:
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.pipeline.reminders.resending import message_lines
    from pmf_cli.views.lists.messages import messages_listing

    lines, last = message_lines(opened, assessment)
    listing = messages_listing(
        opened.register.name, str(assessment.period), assessment.as_of, lines, last
    )
    print_listing(listing, form, opened)
    if any(line.is_trouble for line in lines):
        raise typer.Exit(ExitCode.MESSAGES_FAILED)
