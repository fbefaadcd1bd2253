"""What each code asks of the officer: what stops a rating, what is wrong, what can wait.

The severity decides, but for the codes named here: an error about a person or a record stops no
rating, an overdue figure does, and a missing description can wait however much it is wanted.
"""

from __future__ import annotations

from pmf_cli.findings import Severity, Urgency

_BY_SEVERITY = {
    Severity.ERROR: Urgency.STOPS,
    Severity.WARNING: Urgency.WRONG,
    Severity.ADVICE: Urgency.LATER,
}

STOPS_A_RATING = frozenset({"TIM001", "TIM004", "TTM002"})
"""Warnings that leave a KPI without a rating: its figure has not come, is too old, or its target is
for another time."""

WRONG_BUT_RATED = frozenset(
    {"OWN001", "OWN003", "OWN004", "CON001", "NUM001", "NUM002", "SCP007", "PUB005"}
)
"""Errors about people, records and privacy, and figures that disagree: the rating stands."""

WAITING_THEMES = frozenset({"CMP", "SRC", "PLN", "LST"})
"""Themes that describe and plan; whatever is missing there, the figures are the same."""

WAITING = frozenset(
    {"MEA011", "OWN002", "CON002", "CON003", "TGT007", "TGT008", "TOL009", "BEN001", "BEN002"}
    | {"SCP001", "SCP002", "SCP003", "SCP004", "SCP005", "SCP006", "RSN003", "RSN004"}
    | {"PRC005", "PRC006", "PRC007", "PRC011", "PRC012", "PRC013"}
)
"""Warnings of other themes that describe, approve or tell."""


def urgency_of(code: str, severity: Severity) -> Urgency:
    """What a finding with a code and severity asks of the officer."""
    if code in STOPS_A_RATING:
        return Urgency.STOPS
    if severity is Severity.ERROR and code in WRONG_BUT_RATED:
        return Urgency.WRONG
    if severity is Severity.WARNING and (code in WAITING or code[:3] in WAITING_THEMES):
        return Urgency.LATER
    return _BY_SEVERITY[severity]
