"""What was issued, read from the ledger, and the issue that somebody means."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pmf_cli.analysis.issued import History, IssuedPaper
from pmf_cli.errors import UsageError
from pmf_cli.words import day, listed_shortly


def history_in(folder: Path) -> History:
    """What the ledger of a register knows; nothing where there is none yet.

    Raises:
        LedgerError: the ledger is damaged or was altered.
    """
    from pmf_cli.ledger.papers import history_of
    from pmf_cli.ledger.store import read_ledger

    return history_of(read_ledger(folder))


def issue_named(history: History, asked: str, as_of: date, body: str = "") -> IssuedPaper:
    """The issue of a reference; without one the newest, of a body where it is named.

    Raises:
        UsageError: there is none.
    """
    known = [
        paper
        for paper in history.papers
        if paper.issued_on <= as_of and (not body or paper.body == body)
    ]
    if not known:
        to = f" to {body}" if body else ""
        raise UsageError(
            f"No paper is on record as issued{to} by {day(as_of)}.",
            "Freeze one when it goes out: pmf issue clt",
        )
    if not asked.strip():
        return known[-1]
    plain = asked.strip().casefold()
    found = [paper for paper in known if paper.ref.casefold() == plain]
    if not found:
        refs = [paper.ref for paper in reversed(known)]
        raise UsageError(
            f'There is no issue "{asked}".', f"Issues on record: {listed_shortly(refs, 8)}."
        )
    return found[-1]
