"""What a run that sends messages did: in words, and as an exit code."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import typer

from pmf_cli.errors import ExitCode

if TYPE_CHECKING:
    from pmf_cli.pipeline.reminders.sending_run import Outcome


def tell_outcome(outcome: Outcome, watching: ExitStack) -> None:
    """Says what went wrong, and nothing where nothing did; nobody watches progress after that."""
    from pmf_cli.cli.faults import remark
    from pmf_cli.pipeline.reminders.resending import open_advice
    from pmf_cli.words import counted, day

    watching.close()
    for message in outcome.failed:
        again = "the next run tries again" if message.state.value == "failed-temporary" else ""
        advice = again or open_advice(message)
        remark(f"Failed: the message to {message.contact}: {message.why}; {advice.rstrip('.')}.")
    for message in outcome.unknown:
        remark(f"Unknown: the message to {message.contact}: {message.why}. {open_advice(message)}")
    for message in outcome.open:
        state = "Still failed" if message.state.value == "failed-permanent" else "Still unknown"
        remark(
            f"{state}: the message of {day(message.on)} to {message.contact}: {message.why}. "
            f"{open_advice(message)}"
        )
    for lost in outcome.undeliverable:
        remark(f"{lost.why} {lost.cure}")
    if outcome.trouble is not None:
        before = f"{counted(len(outcome.sent), 'message')} sent before that."
        remark(f"{outcome.trouble.message} {before if outcome.sent else 'Nothing was sent.'}")
        remark(outcome.trouble.advice)
    if outcome.left:
        remark(f"{counted(outcome.left, 'message')} left for the next run.")


def end_by(outcome: Outcome) -> None:
    """Ends the command with the exit code of what a run did; goes on where all is well.

    Raises:
        typer.Exit: messages failed, are unknown or left (3), or reach nobody (1).
    """
    open_still = outcome.failed or outcome.unknown or outcome.open
    if open_still or outcome.trouble is not None or outcome.left:
        raise typer.Exit(ExitCode.MESSAGES_FAILED)
    if outcome.undeliverable:
        raise typer.Exit(ExitCode.FINDINGS)
