"""Why a cell of a scorecard is not taken in, and what could be done about it, in plain words."""

from __future__ import annotations

from dataclasses import replace

from pmf_cli.frozen import frozen


@frozen
class WhyLeft:
    """One cause for which cells are left out.

    Attributes:
        cause: what all such cells have in common.
        cure: what could be done; says so where nothing needs to be.
        detail: what is to be said of the very cell; empty where the cause says all.
    """

    cause: str
    cure: str
    detail: str = ""

    @property
    def words(self) -> str:
        """Why this very cell is left out."""
        return self.detail or self.cause

    def of(self, detail: str) -> WhyLeft:
        """The cause with what is to be said of one cell."""
        return replace(self, detail=detail)


_NOTHING = "Nothing: pmf does not need it."
NOT_KNOWN = WhyLeft(
    "nothing in the register was recognised for it",
    "Say under Your columns what its column holds; or give it a heading in the scorecard.",
)
NO_KPI = WhyLeft(
    "the row names no KPI", "Name the KPI in the row, where its figures are to be kept."
)
NO_PERIOD = WhyLeft(
    "no period is known for it",
    "Type the period under Your periods, or behind the column's answer: Value, 2024/25 Q3.",
)
PERIOD_UNREAD = WhyLeft(
    "the period of its row cannot be read", "Type the period beside its text under Your periods."
)
SHEET_LEFT_OUT = WhyLeft(
    "you left this sheet out", "Nothing; to take it in, change the answer under Your periods."
)
HIDDEN_LEFT_OUT = WhyLeft(
    "it is hidden, and you left hidden cells out",
    "Nothing; to take it in, change the answer under Your periods, or show it in the scorecard.",
)
NO_TABLE = WhyLeft(
    "no table of KPIs was found on this sheet",
    "Nothing where it is a summary; else give its KPIs a heading such as Indicator, with Q1, Q2 … beside it.",
)
KPI_LEFT_OUT = WhyLeft(
    "it is left out until it is known which KPI it is of",
    "Say under Your words which KPI its name is: a reference, or separate.",
)
FOOTNOTE = WhyLeft("a note under the table", _NOTHING)
WITHOUT_FIGURES = WhyLeft("a row without figures", _NOTHING)
GROUP = WhyLeft(
    "a heading of a group of KPIs",
    "Where it is a directorate or service, say so under Your columns.",
)
TOTAL = WhyLeft(
    "a total, average or count of the rows above it, which is no KPI",
    "Nothing; if it is a KPI, give it a name of its own or a reference.",
)
NOT_WANTED = WhyLeft("a row that you did not ask for", "Nothing; --only takes other rows.")
TRAVEL = WhyLeft("pmf works the direction of travel out itself", _NOTHING)
BENCHMARK = WhyLeft(
    "a benchmark needs its group, period and source", "Type it into the sheet Benchmarks."
)
TOLERANCE = WhyLeft(
    "tolerances are agreed rules", "Type them into the sheet Rating rules, or into Targets."
)
NO_FIGURE = WhyLeft(
    "no figure can be read",
    "Say under Your words what it means: a number, or why there is none; or type the figure.",
)
OTHER_UNIT = WhyLeft(
    "its unit is another one than the KPI's", "Type it in the KPI's unit, or answer its unit."
)
SAID_TWICE = WhyLeft("it says again what another cell says", _NOTHING)
OTHER_TAKEN = WhyLeft(
    "another cell gives another figure for the same KPI and period; that one is taken",
    "See which is right, and delete or correct the other in the scorecard.",
)
SAYS_NOTHING = WhyLeft("it says nothing", _NOTHING)
WAITS_FOR_FREQUENCY = WhyLeft(
    "whether it is of a quarter or a month is asked",
    "Say under Your KPIs (Frequency) whether the KPI is quarterly or monthly.",
)
EARLIER = WhyLeft(
    "an earlier result: taken in once its heading is looked through, or with --earlier-results",
    "Choose Yes on Your columns, or add --earlier-results.",
)
EARLIER_UNREAD = WhyLeft(
    "no earlier result can be read",
    "Type it into Results, or say under Your columns: Value, and its period.",
)
NO_RATING = WhyLeft(
    "it says that nothing was judged",
    "Nothing; where it is a rating, say under Your words which.",
)
NO_TARGET = WhyLeft(
    "no target can be read",
    "Say under Your words what is meant: Value 5, Range 10 to 15, Date 31/03/2026, Direction: increase, Tracker.",
)
NO_POLARITY = WhyLeft("it does not say which way is better", "Choose the polarity under Your KPIs.")
NOT_FITTING = WhyLeft("it does not fit its column", "Type it into the sheet KPIs.")


def column_not_read(heading: str, why: str) -> WhyLeft:
    """Of the cells of a column that is not taken in; ``why`` is empty where it was not recognised."""
    words = (
        f"the column “{heading}”: {why}" if why else f"the column “{heading}” was not recognised"
    )
    return WhyLeft(words, "Where it is needed, say under Your columns what it holds.")


def column_left_out(heading: str) -> WhyLeft:
    """Of the cells of a column that somebody has left out."""
    return WhyLeft(
        f"you left the column “{heading}” out",
        "Nothing; to take it in, change the answer under Your columns.",
    )


NO_BASELINE = WhyLeft(
    "no baseline can be read", "Type it into the column Baseline value of the sheet KPIs."
)
PART_OF_PERIOD = WhyLeft(
    "it is for a part of the period for which the figure is",
    "Type it into the sheet Targets, with its period.",
)
