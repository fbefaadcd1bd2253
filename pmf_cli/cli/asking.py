"""Questions put one by one on a terminal: Enter takes the guess."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from pmf_cli.errors import UsageError
from pmf_cli.words import listed_shortly

if TYPE_CHECKING:
    from pmf_cli.pipeline.change.asking import Ask, ScreenQuestion

FEW = 10
"""Answers that are offered without being asked for."""
ALL = "?"
"""What is typed to see every answer."""
STOP = "stop"
"""What is typed to end the asking; what was answered stays answered."""


def screen_asker() -> Ask:
    """What puts a question on this terminal; UsageError where there is none."""
    if not has_terminal():
        raise UsageError(
            "--ask puts its questions on a terminal, and there is none here.",
            "Answer them in the workbook of questions: --questions FILE writes it.",
        )
    typer.echo(
        f"Enter takes the guess in brackets; “{STOP}” ends the questions, and what was answered is kept.",
        err=True,
    )
    return put_question


def has_terminal() -> bool:
    """Whether somebody can type an answer."""
    return sys.stdin.isatty()


def put_question(question: ScreenQuestion) -> str | None:
    """Asks until the answer is one that can be given; ``None`` where somebody stops."""
    typer.echo(f"\n{question.number} of {question.of}. {question.text}", err=True)
    for words in (question.problem, question.why):
        if words:
            typer.echo(f"   {words}", err=True)
    if question.choices:
        more = f" ({ALL} shows all)" if len(question.choices) > FEW else ""
        typer.echo(f"   Choose: {listed_shortly(question.choices, FEW)}{more}", err=True)
    while True:
        typed = " ".join(
            typer.prompt("  ", default=question.guess, err=True, prompt_suffix=" ").split()
        )
        if typed.casefold() == STOP:
            return None
        if typed == ALL:
            typer.echo(f"   {', '.join(question.choices)}", err=True)
            continue
        answer = _chosen(typed, question)
        if answer is not None:
            return answer
        typer.echo(f"   “{typed}” is none of them, or the beginning of several.", err=True)


def _chosen(typed: str, question: ScreenQuestion) -> str | None:
    """The answer that was typed, in full or by its beginning; ``None`` where it is none that is offered."""
    low = typed.casefold()
    exact = [one for one in question.choices if one.casefold() == low]
    begun = [one for one in question.choices if one.casefold().startswith(low)]
    if exact or len(begun) == 1:
        return (exact or begun)[0]
    return None if begun or question.is_closed else typed
