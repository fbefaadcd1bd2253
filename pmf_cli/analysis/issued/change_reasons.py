"""Why a figure is another one than was reported: the record's own words, or the ledger's."""

from __future__ import annotations

import re

from pmf_cli.analysis.issued.current_figures import Standing
from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.analysis.issued.reported_figures import ReportedEarlier
from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN
from pmf_cli.register.replaced import newest_words
from pmf_cli.register.terms import ValueStatus
from pmf_cli.words import day

_BY_RETURN = re.compile(r".+, replaced on (\d{2}/\d{2}/\d{4}): (.+)", re.DOTALL)
ACTIONS = {RETURN_TAKEN_IN: "return corrected"}
"""What was done, as a paper says it of a figure that it replaced."""


def reason_for(told: ReportedEarlier, now: Standing, history: History) -> str:
    """Why a figure is another one now; empty where neither record nor ledger says.

    A person's words under ``Replaces`` come first, where they were written since; then the newest
    change that pmf wrote into the cell since the paper was issued (a return writes ``Replaces``
    too, and is named by what it was and its day); then the day on which the figure came in.
    """
    row, figure = now.row, now.figure
    if row is None or figure is None:
        return ""
    changes = [
        change
        for change in history.changes
        if change.row > told.paper.row and change.wrote(row, "value")
    ]
    by_return = bool(row.return_ref) and str(row.return_ref) in newest_words(figure.replaces)
    is_new = bool(figure.replaces) and figure.replaces != told.figure.replaces
    if figure.replaces and is_new and not (by_return and changes):
        return _without_the_old(figure.replaces.rstrip(". "))
    if changes:
        action = changes[-1].action
        return f"{ACTIONS.get(action, action)} {day(changes[-1].on)}"
    if row.received_on is not None and row.received_on > told.paper.as_at:
        return f"figure received {day(row.received_on)}"
    if row.value_status is ValueStatus.FINAL and told.figure.value_status in (
        "Provisional",
        "Estimated",
    ):
        return f"the figure reported was {told.figure.value_status.lower()}"
    return ""


def _without_the_old(words: str) -> str:
    """Words that a return wrote, without the figures that the sentence names already."""
    newest = newest_words(words)
    found = _BY_RETURN.fullmatch(newest)
    return f"corrected {found[1]}: {found[2]}" if found else newest
