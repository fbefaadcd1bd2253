"""Status words of published scorecards: Green, G, lg, Data Only, for info only, Octagon: R."""

from __future__ import annotations

import re

from pmf_cli.frozen import frozen
from pmf_cli.importing.guesses import Sureness
from pmf_cli.register.terms import Rag

TRACKER = "Tracker"
FILLED = "filled "
"""Begins the text of a cell that holds a colour and no word."""
_RAG = {
    "green": Rag.GREEN, "g": Rag.GREEN, "amber": Rag.AMBER, "a": Rag.AMBER, "red": Rag.RED, "r": Rag.RED,
}  # fmt: skip
_LIKELY = {
    "lg": Rag.GREEN, "dg": Rag.GREEN, "light green": Rag.GREEN, "dark green": Rag.GREEN, "yellow": Rag.AMBER,
    "orange": Rag.AMBER, "🟢": Rag.GREEN, "🟡": Rag.AMBER, "🟠": Rag.AMBER, "🔴": Rag.RED,
}  # fmt: skip
_SIGNS = {
    sign: rag for signs, rag in (("✓✔☑✅", Rag.GREEN), ("✗✘✖❌☒✕", Rag.RED)) for sign in signs
}
_FILLED = {f"{FILLED}{word}": _RAG[word] for word in ("red", "amber", "green")}
_BEGINS = re.compile(r"\b(red|amber|green)\b")
_SHAPE = re.compile(r"[a-z ]+: ?(red|amber|green|r|a|g)")
_NO_TARGET = re.compile(
    r"(for )?info(rmation)?( only)?( \(.*\))?|data only|(no target|not targeted)(\W+(monitor(ing)?|context(ual)?|info(rmation)?|tracking)"
    r"( only)?)?|not rated|context(ual)?( only)?|tracker|(to )?monitor(ing)?( only)?|grey"
)
_NOTHING = ("", "x", "-", "–", "n/a", "na", "(no rag)", "no rag", "tbc", "none", "not available")


@frozen
class StatusReading:
    """A published status as read.

    Attributes:
        text: what is kept as judged status: Red, Amber, Green, or the words as printed; empty
            where nothing is kept.
        tracker: true where it says that no target is meant.
    """

    text: str
    sure: Sureness
    why: str
    tracker: bool = False

    @property
    def words(self) -> str:
        """The reading in the words of the answers."""
        return TRACKER if self.tracker else self.text or "leave out"


def status_in(text: str) -> StatusReading:
    """The status in a cell."""
    shown = " ".join(text.split())
    low = shown.casefold()
    if low in _RAG:
        return StatusReading(_RAG[low].value, Sureness.CERTAIN, "a rating as published")
    if low in _FILLED:
        why = "a cell filled in this colour: the council's own rating, as published"
        return StatusReading(_FILLED[low].value, Sureness.LIKELY, why)
    if low in _LIKELY:
        return StatusReading(_LIKELY[low].value, Sureness.LIKELY, "the usual meaning of this word")
    if shape := _SHAPE.fullmatch(low):
        return StatusReading(_RAG[shape[1]].value, Sureness.LIKELY, "the words of a shape")
    if (sign := low.rstrip("\ufe0f\ufe0e")) in _SIGNS:
        return StatusReading(_SIGNS[sign].value, Sureness.LIKELY, "a tick or a cross")
    if not re.search(r"\w", low) and low not in _NOTHING:
        why = "a sign whose colour is not read: type Red, Amber or Green"
        return StatusReading("", Sureness.DOUBTFUL, why)
    if low == "y":
        why = "“Y” may be yes or yellow"
        return StatusReading("", Sureness.DOUBTFUL, why)
    begins = _BEGINS.match(low)
    if begins is not None and not _BEGINS.search(low, begins.end()):
        return StatusReading(_RAG[begins[1]].value, Sureness.LIKELY, "it begins with the rating")
    if low in _NOTHING:
        return StatusReading("", Sureness.LIKELY, "it says that nothing was judged")
    if _NO_TARGET.fullmatch(low):
        return StatusReading(
            "",
            Sureness.LIKELY,
            "it says that the figure is for information",
            tracker=True,
        )
    if low == "blue":
        why = "Blue means complete, no target, within tolerance or exceeding, by council; kept as printed"
        return StatusReading(shown, Sureness.LIKELY, why)
    return StatusReading(shown, Sureness.LIKELY, "kept in the words printed")


def is_colour(text: str) -> bool:
    """True for a text that names Red, Amber or Green in full."""
    low = " ".join(text.split()).casefold()
    return len(low) > 1 and (low in _RAG or low in _LIKELY or low in _FILLED)


def is_status(text: str) -> bool:
    """True for a text that is a status and nothing else."""
    low = " ".join(text.split()).casefold()
    return (
        low in _RAG
        or low in _LIKELY
        or low in _FILLED
        or low in ("blue", "met", "not met", "achieved", "not achieved")
        or _SHAPE.fullmatch(low) is not None
        or _NO_TARGET.fullmatch(low) is not None
    )
