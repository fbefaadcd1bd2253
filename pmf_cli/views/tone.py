"""What an entry means and how a column stands: words that the theme turns into looks."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """What an entry means; the theme gives each tone its colours, mark and word."""

    NONE = "none"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    UNRATED = "unrated"
    MUTED = "muted"
    TOTAL = "total"
    GATHERING = "gathering"
    """Steps of a timetable in which results and reasons are gathered."""
    REVIEWING = "reviewing"
    """Steps in which management teams and CLT look at them."""
    MEMBERS = "members"
    """Steps in which members are told and meet."""
    SHARING = "sharing"
    """Publication, and what is learnt."""
    CLOSED = "closed"
    """Days on which nobody works."""
    ELECTION = "election"
    """Days of a pre-election period."""


class Align(StrEnum):
    """How a column stands."""

    TEXT = "text"
    NUMBER = "number"
    CENTRE = "centre"
