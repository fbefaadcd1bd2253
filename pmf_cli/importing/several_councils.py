"""A file that holds the figures of several councils: a question, not a guess to take silently."""

from __future__ import annotations

from pmf_cli.importing.fields import Field
from pmf_cli.importing.guesses import Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.scorecard import Scorecard


def ask_about(councils: tuple[str, ...], scorecard: Scorecard, book: GuessBook) -> None:
    """Notes the doubt, where more than one council is named and nobody has settled it."""
    if len(councils) < 2:
        return
    seen = next(
        row.facts[Field.ORGANISATION] for row in scorecard.rows if Field.ORGANISATION in row.facts
    )
    if seen.meaning.sure is Sureness.SETTLED:
        return
    heading = seen.meaning.heading
    why = (
        f"{len(councils)} councils in one file, and a register is one council's: take one with"
        f' --only "{heading.text}={councils[0]}"'
    )
    where = seen.sheet.ref(heading.cells[-1].address)
    book.replace(Guess(Topic.HEADING, heading.text, where, "Directorate", Sureness.DOUBTFUL, why))
