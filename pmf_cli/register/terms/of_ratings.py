"""The words of targets, tolerances and ratings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TargetType(StrEnum):
    """The form of a target."""

    VALUE = "Value"
    RANGE = "Range"
    INCREASE = "Direction: increase"
    DECREASE = "Direction: decrease"
    MAINTAIN = "Direction: maintain"
    DATE = "Date"
    YES_NO = "Yes/No"
    TRACKER = "Tracker"
    TO_BE_AGREED = "To be agreed"

    @property
    def is_direction(self) -> bool:
        """True for increase, decrease and maintain."""
        return self in (TargetType.INCREASE, TargetType.DECREASE, TargetType.MAINTAIN)


class Profile(StrEnum):
    """How a year's target spreads over its periods."""

    LEVEL = "Level"
    EVEN = "Even split"
    OWN = "Own profile"
    LAST_YEAR = "Same share as last year"


class ToleranceBasis(StrEnum):
    """What a tolerance is measured in."""

    RELATIVE = "% of target"
    POINTS = "Percentage points"
    UNITS = "Units"


class TargetBasis(StrEnum):
    """Where a target comes from."""

    STATUTORY = "Statutory"
    CONTRACT = "Contract"
    BENCHMARK = "Benchmark"
    PAST_TREND = "Past trend"
    POLICY = "Policy"
    GOVERNMENT = "Government"
    OTHER = "Other"


class Rag(StrEnum):
    """The three ratings, worst first."""

    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"

    @property
    def rank(self) -> int:
        """0 for Red, 1 for Amber, 2 for Green."""
        return list(Rag).index(self)


@dataclass(frozen=True, slots=True)
class RatingWords:
    """The council's words for the three ratings, with which every sentence for people is built.

    The register's cells, the record and data formats keep the words of ``Rag``.
    """

    red: str = str(Rag.RED)
    amber: str = str(Rag.AMBER)
    green: str = str(Rag.GREEN)

    def __getitem__(self, rag: Rag) -> str:
        """The word for a rating."""
        return (self.red, self.amber, self.green)[rag.rank]


RATING_WORDS = RatingWords()
"""The words of councils without a theme of their own."""
AMBER_BOUNDARY = "Amber boundary"
"""The column in which a target says where Red begins; the register's name for it, whatever the words for ratings."""
ANY_RATING = f"{Rag.RED}, {Rag.AMBER} or {Rag.GREEN}"
"""The three as the register's cells and data formats hold them."""


class AmberEnd(StrEnum):
    """The colour of a result exactly at the end of the tolerance."""

    AMBER = "Amber"
    RED = "Red"


class GreenEnd(StrEnum):
    """The colour of a result exactly at the end of Green, which is the target as a rule."""

    GREEN = "Green"
    AMBER = "Amber"
    RED = "Red"


class RatedOn(StrEnum):
    """Which figure a rating is worked out from."""

    ROUNDED = "Rounded value as printed"
    EXACT = "Exact value"


class ImprovedRule(StrEnum):
    """Schemes in which Amber depends on movement (Havering 2012 to 2015, Thurrock 2014/15)."""

    NONE = "None"
    HAVERING = "Havering style"
    HAVERING_MAINTAINED = "Havering style, improved or maintained"
    THURROCK = "Thurrock style"


class ProvisionalRule(StrEnum):
    """What is done with provisional values."""

    RATE_AND_MARK = "Rate and mark"
    DO_NOT_RATE = "Do not rate"


class StaleRule(StrEnum):
    """What is done with a result older than its KPI's longest age to report."""

    MARK = "Mark stale"
    DO_NOT_RATE = "Do not rate"
