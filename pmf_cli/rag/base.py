"""What a rating is: a colour with its method, sentence and cells, or one reason for none.

A rating never goes missing: every KPI in scope has exactly one ``Outcome``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result, ResultValue
from pmf_cli.register.sheets.targets import RatingRule, Target
from pmf_cli.register.terms import RATING_WORDS, Rag, RatingWords, Shade, ToleranceBasis
from pmf_cli.register.time.aims import Aim


class UnratedReason(StrEnum):
    """The closed list of reasons for which a KPI has no rating, in printed words."""

    TRACKER = "Tracker"
    POPULATION_OUTCOME = "Outcome indicator (no target by design)"
    TO_BE_AGREED = "No target yet"
    NO_COMPARATOR = "No comparator yet"
    NOT_DUE = "Not due this period"
    OVERDUE = "No data: return overdue"
    AWAITING_PUBLICATION = "No data: awaiting national publication"
    DATA_QUALITY = "No data: data quality problem"
    SUPPRESSED = "Suppressed"
    NOT_APPLICABLE = "Not applicable"
    DEVELOPMENT = "Under development"
    STALE = "Latest result too old"
    DEFINITION = "Definition incomplete"


class Mark(StrEnum):
    """What is said beside a rating."""

    ASSUMED = "assumed"
    INTERIM = "interim"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    REVISED = "revised"
    EXCEEDING = "exceeding"
    NEW = "new this period"
    STALE = "older than its limit"
    ROUNDING = "exact value would differ"
    EVEN_SPLIT = "target split evenly"
    NOT_COMPARABLE = "break in series"
    SUPPRESSED = "suppressed in public"


@frozen
class Evidence:
    """A figure that a rating was made from, and the cell it stands in.

    Attributes:
        label: what it is: result, target, tolerance, comparator, rule set.
        where: the cell; ``None`` for defaults of the tool.
    """

    label: str
    text: str
    where: CellRef | None


@frozen
class Threshold:
    """Where a colour begins, as printed: ``Red`` ``below 85.5%``.

    Attributes:
        value: the boundary in the KPI's unit, where it is one number.
        shade: the finer state that begins here, where the council has a word of its own for it.
    """

    rag: Rag
    text: str
    value: Decimal | None = None
    shade: Shade | None = None


@frozen
class Rating:
    """A colour and all that it was made from.

    Attributes:
        because: why, in words and numbers, up to the colour's word.
        rest: what must be said after it, as sentences; empty where nothing.
        steps: the sum in words and numbers, one step a line, for ``rag explain``.
        target: the target in force, as worked out for the period (profiles applied).
        shortfall: how far on the worse side, in the tolerance's own measure; 0 or less when met.
        shade: the finer state of a Green; ``None`` where there is none.
        rule: the rule row in force; ``None`` where the tool's defaults served.
    """

    rag: Rag
    method: str
    because: str
    rest: str = ""
    words: RatingWords = RATING_WORDS
    steps: tuple[str, ...] = ()
    used: tuple[Evidence, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    marks: tuple[Mark, ...] = ()
    target: ResultValue | None = None
    target_text: str = ""
    tolerance: Decimal | None = None
    tolerance_basis: ToleranceBasis | None = None
    shortfall: Decimal | None = None
    rule: RatingRule | None = None
    rule_set: str = ""
    approved: str = ""
    shade: Shade | None = None

    @property
    def word(self) -> str:
        """The council's word for the colour, or for its finer state."""
        return self.words.called(self.rag, self.shade)

    @property
    def told_apart(self) -> tuple[Rag, Shade | None]:
        """The colour with its finer state, where the council tells that apart."""
        return self.rag, self.shade if self.words.own(self.shade) else None

    @property
    def rank(self) -> tuple[int, int]:
        """Sorts from the worst to the best, finer states within their colour."""
        return self.rag.rank, (Shade.NEAR, None, Shade.EXCEEDED).index(self.shade)

    @property
    def sentence(self) -> str:
        """Why, ready to print: ``38% is 15% below the target of 45%, outside the tolerance: Red.``."""
        return f"{self.because}: {self.word}. {self.rest}".rstrip()

    @property
    def reason(self) -> str:
        """Why, without the colour's word, for where that stands beside it anyway."""
        return f"{self.because}. {self.rest}".rstrip()


@frozen
class Unrated:
    """No colour, for one reason, with a sentence and the cells that decided it."""

    reason: UnratedReason
    sentence: str
    used: tuple[Evidence, ...] = ()
    target_text: str = ""


Outcome = Rating | Unrated


class Travel(StrEnum):
    """Direction of travel in words, worked out from values and polarity, never from ratings."""

    IMPROVED = "Improved"
    SIMILAR = "Similar"
    WORSENED = "Worsened"
    ROSE = "Rose"
    FELL = "Fell"
    NOT_KNOWN = "No comparator"


@frozen
class Direction:
    """The movement against the KPI's comparator.

    Attributes:
        travel: better, similar, worse; ``ROSE`` or ``FELL`` where no direction is better.
        change: value minus comparator in the KPI's unit; ``None`` where not a number.
        text: in words with unit: ``▼ 3 days, better than 2023/24 Q3``.
        rule: what is compared with, in words: ``same period last year``.
    """

    travel: Travel
    comparator: Result | None = None
    comparator_period: Period | None = None
    comparator_value: ResultValue | None = None
    comparator_where: CellRef | None = None
    change: Decimal | None = None
    text: str = ""
    why_none: str = ""
    rule: str = ""


@frozen
class StandsBeside:
    """The target that is printed beside a figure: its row, what it asks for then, and the same in words."""

    row: Target | None
    aim: Aim | None
    text: str


@frozen
class KpiRating:
    """Everything worked out for one KPI (or one of its splits) in one reporting period.

    Attributes:
        result_period: the KPI's own period that was rated or would have been.
        latest: the latest result with a value up to the period, shown even when not rated.
        is_new: true where the latest result first arrived in this reporting period though it
            is for an earlier one.
        target_row: the target in force for ``result_period``.
        beside: the target for the time of the figure shown, which may be an earlier one; that for
            ``result_period`` where there is no figure, or the KPI is not rated whatever its figure.
        previous: the outcome of the KPI's period before, for movements between ratings.
    """

    kpi: Kpi
    split: str | None
    period: Period
    result_period: Period | None
    result: Result | None
    latest: Result | None
    next_due: date | None
    target_row: Target | None
    beside: StandsBeside
    outcome: Outcome
    direction: Direction
    is_new: bool
    previous: Outcome | None = None
    aim: Aim | None = None

    @property
    def rag(self) -> Rag | None:
        """The colour, ``None`` where not rated."""
        return self.outcome.rag if isinstance(self.outcome, Rating) else None

    @property
    def shown(self) -> Result | None:
        """The result to print: the one rated, else the latest available."""
        return self.result if self.result is not None else self.latest


def amber_edge(outcome: Rating) -> Decimal | None:
    """The furthest figure that is still Amber; ``None`` where that is not one number."""
    return _worst(outcome, Rag.AMBER)


def last_before_red(outcome: Rating) -> Decimal | None:
    """The furthest figure that is not Red: the end of Amber, or of Green where there is none."""
    if any(one.rag is Rag.AMBER for one in outcome.thresholds):
        return _worst(outcome, Rag.AMBER)
    return _worst(outcome, Rag.GREEN)


def _worst(outcome: Rating, rag: Rag) -> Decimal | None:
    found = [one for one in outcome.thresholds if one.rag is rag]
    # The finer states of Green stand best first, so that Green ends with the last.
    worst = [one.value for one in found if one.shade is found[-1].shade]
    return worst[0] if len(worst) == 1 else None
