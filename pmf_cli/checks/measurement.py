"""Is it known how each KPI's figure is read, compared and rated, where its data comes from, and how good it is?

Quality of data: accuracy, validity, reliability, timeliness, relevance, completeness
(Audit Commission, 2007).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pmf_cli.checks.base import CheckContext
from pmf_cli.checks.words import figure_text
from pmf_cli.findings import Problem, advice, error, warning
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import (
    ComparatorRule,
    DataType,
    Polarity,
    SourceAssurance,
    SupplyRisk,
    TargetType,
    TimeBasis,
)
from pmf_cli.words import day

MOST_DECIMALS = 6
RATES = (DataType.PERCENTAGE, DataType.RATE, DataType.RATIO)


@advice("CMP004", cure="Name what is counted above and below the line.")
def missing_rate_labels(context: CheckContext) -> Iterator[Problem]:
    """A rate, ratio or percentage names its numerator and denominator.

    Scrutiny asks for numbers as well as percentages (Leeds scrutiny board, 2011); a paper can
    print "412 of 530" only when it is known of what.
    """
    for kpi in context.kept:
        if kpi.data_type in RATES:
            for name in ("numerator_label", "denominator_label"):
                if getattr(kpi, name) is None:
                    word = name.removesuffix("_label")
                    message = (
                        f"{kpi.ref} is a {str(kpi.data_type).lower()} but its {word} has no label."
                    )
                    yield Problem(kpi.source.at(name), message, kpi.ref)


@warning("MEA006", cure="Type a whole number from 0 to 6.")
def impossible_decimals(context: CheckContext) -> Iterator[Problem]:
    """Decimal places are between 0 and 6.

    More than a KPI can be measured to suggests that the wrong figure stands in the column.
    """
    for kpi in context.kept:
        places = kpi.decimal_places
        if places is not None and not 0 <= places <= MOST_DECIMALS:
            message = f"{kpi.ref} is to be printed with {places} decimals; 0 to {MOST_DECIMALS} are possible."
            yield Problem(kpi.source.at("decimal_places"), message, kpi.ref)


@warning("MEA012", cure="Type the baseline's value and period, or choose another comparator.")
def missing_baseline(context: CheckContext) -> Iterator[Problem]:
    """A KPI compared with a fixed baseline has the baseline.

    Supporting Information holds baselines as well as targets (2024 report, ¶36).
    """
    for kpi in context.kept:
        if kpi.comparator is not ComparatorRule.FIXED_BASELINE or kpi.baseline_value is not None:
            continue
        period = kpi.baseline_period
        if period is not None and period in context.register.results_of(kpi.ref):
            continue
        message = f"{kpi.ref} is compared with a fixed baseline, but no baseline value is given."
        yield Problem(kpi.source.at("baseline_value"), message, kpi.ref)


@warning("MEA013", cure="Choose Same period last year, or say that it is not seasonal.")
def seasonal_against_previous(context: CheckContext) -> Iterator[Problem]:
    """A seasonal or cumulative KPI is not compared with the period before.

    Garden waste in winter is not worse than in summer; the comparator depends on the KPI's
    nature (2024 report, ¶50).
    """
    for kpi in context.kept:
        if kpi.comparator is not ComparatorRule.PREVIOUS_PERIOD:
            continue
        if kpi.seasonal is True:
            why = "is seasonal"
        elif kpi.time_basis is TimeBasis.CUMULATIVE:
            why = "adds up over the year"
        else:
            continue
        message = f"{kpi.ref} {why} but is compared with the previous period."
        yield Problem(kpi.source.at("comparator"), message, kpi.ref)


@warning("MEA014", cure="Correct the data type or the unit.")
def unit_against_type(context: CheckContext) -> Iterator[Problem]:
    """The unit agrees with the data type: % for percentages, £ for money.

    A percentage printed in days, or money without a pound sign, misleads every reader.
    """
    for kpi in context.kept:
        unit = (kpi.unit or "").strip().casefold()
        if not unit or kpi.data_type is None:
            continue
        per_cent = unit.startswith(("%", "per cent", "percent"))
        pounds = "£" in unit or "pound" in unit
        right = {
            DataType.PERCENTAGE: per_cent and not pounds,
            DataType.MONEY: pounds and not per_cent,
            DataType.DURATION: not (per_cent or pounds),
        }
        if not right.get(kpi.data_type, True):
            message = f'{kpi.ref} has the data type {kpi.data_type} but the unit "{kpi.unit}".'
            yield Problem(kpi.source.at("unit"), message, kpi.ref)


@error("MEA015", cure="Type the grades from best to worst, separated by semicolons.")
def missing_grades(context: CheckContext) -> Iterator[Problem]:
    """A graded KPI lists its grades, best first.

    Without the order nobody can say whether Good is above or below the target grade.
    """
    for kpi in context.kept:
        if kpi.data_type is DataType.GRADE and len(kpi.grade_order) < 2:
            message = f"{kpi.ref} is a grade, but its grades are not listed from best to worst."
            yield Problem(kpi.source.at("grade_order"), message, kpi.ref)


@warning("MEA016", cure="Swap the two, or correct the one that is wrong.")
def limits_swapped(context: CheckContext) -> Iterator[Problem]:
    """The plausible minimum is below the plausible maximum.

    Swapped limits would call every figure unbelievable.
    """
    for kpi in context.kept:
        low, high = kpi.plausible_min, kpi.plausible_max
        if low is not None and high is not None and low > high:
            message = (
                f"{kpi.ref} has a plausible minimum of {low:,f} above its maximum of {high:,f}."
            )
            yield Problem(kpi.source.at("plausible_min"), message, kpi.ref)


@advice("MEA017", cure="Give the target as a range, or choose higher or lower.")
def polarity_of_outcome(context: CheckContext) -> Iterator[Problem]:
    """A performance KPI that the council can move has a direction that is better.

    "No polarity" suits trackers; a KPI under the council's direct influence without a better
    way to go can never be rated (2024 report, ¶54).
    """
    for kpi in context.active:
        if kpi.polarity is Polarity.NONE and kpi.influence == "Direct":
            message = f"{kpi.ref} is under the council's direct influence but has no polarity."
            yield Problem(kpi.source.at("polarity"), message, kpi.ref)


STEPS = 2
"""Changes of a target, all of them the same way, that speak of which way is better."""
SMALL_STEP = Decimal("0.125")
"""What a target is made more ambitious by, at most, as a share of the one before."""


@warning(
    "MEA022",
    sheets=("Targets",),
    cure="Look whether the polarity, or the targets, are the wrong way round.",
)
def polarity_against_targets(context: CheckContext) -> Iterator[Problem]:
    """Targets do not move to the worse side each time they are set.

    What is aimed at becomes more ambitious over the years, or stays. A target that goes from 620
    to 610 and 600 is for a figure where lower is better; with Higher every colour is turned round.
    Large steps are left alone: a target that is relaxed follows events.
    """
    for kpi in context.kept:
        if kpi.polarity not in (Polarity.HIGHER, Polarity.LOWER):
            continue
        numbers = _targets_in_order(context, kpi)
        higher = kpi.polarity is Polarity.HIGHER
        worse_way = -1 if higher else 1
        moves = [((now - before) * worse_way, abs(before)) for before, now in pairwise(numbers)]
        if len(moves) >= STEPS and all(0 < by <= SMALL_STEP * size for by, size in moves):
            way = "fall" if higher else "rise"
            message = f"The targets of {kpi.ref} {way} each time, from {figure_text(numbers[0], kpi)} to {figure_text(numbers[-1], kpi)}, though its polarity is {kpi.polarity}."
            yield Problem(kpi.source.at("polarity"), message, kpi.ref)


def _targets_in_order(context: CheckContext, kpi: Kpi) -> list[Decimal]:
    """The value targets of a KPI's whole, oldest first."""
    rows = context.target_rows.get((kpi.ref, None), ())
    figures = [row.target for row in rows if row.target_type is TargetType.VALUE]
    return [number for number in figures if isinstance(number, Decimal)]


_ABOUT_MONEY = re.compile(
    r"£|\b(?:pounds?|budget\w*|(?:over|under)?-?spen[dt]\w*|costs?|income|revenue|tax(?:es)?|rates collected"
    r"|(?:business|domestic) rates|rents?|savings?|debts?|borrow\w*|reserves?|invest(?:ment|ments|ed)?|arrears"
    r"|financ\w*|money|payments?|invoices?|fees?|charges|housing benefits?|grants?|fund(?:s|ing|ed)?|capital"
    r"|loans?|prices?|audits?|accounts?|procure\w*|treasury|value for money)\b",
    re.IGNORECASE,
)
"""Words of KPIs that may be financial."""
_OF_FINANCE = re.compile(
    r"\b(?:tax|rates|rents?)\b.{0,40}\bcollect|\bcollect\w*\b.{0,40}\b(?:tax|rates|rents?)\b"
    r"|\b(?:over|under)-?(?: or under-?)?spen[dt]|\brevenue budget|\bborrowing\b|\bsavings\b|\barrears\b",
    re.IGNORECASE,
)
"""Names of KPIs that are financial wherever a council tells the two apart."""


@warning(
    "MEA023",
    cure="Choose Yes (10% tolerance) for a financial KPI, No (5%) for any other.",
    requires=("MEA002",),
)
def financial_flag_against_name(context: CheckContext) -> Iterator[Problem]:
    """A KPI that is called financial is about money, and the council's money is called financial.

    The flag doubles the tolerance, so that a slip makes Amber of Red. Yes is asked about where
    neither name, unit nor calculation speaks of money; No where the figure is money, or tax, rent,
    savings or borrowing by its name, in a register that calls other KPIs financial.
    """
    told_apart = any(kpi.financial for kpi in context.kept)
    for kpi in context.kept:
        message = ""
        if kpi.financial is True and not _speaks_of_money(kpi):
            message = f"{kpi.ref} is called financial, but nothing in its name, unit or calculation is about money."
        elif kpi.financial is False and told_apart and (by := _money_by(kpi)):
            message = f"{kpi.ref} is not called financial, but is about money by its {by}."
        if message:
            yield Problem(kpi.source.at("financial"), message, kpi.ref)


def _speaks_of_money(kpi: Kpi) -> bool:
    texts = (kpi.name, kpi.unit, kpi.calculation, kpi.numerator_label)
    words = " ".join(text for text in texts if text)
    return kpi.data_type is DataType.MONEY or _ABOUT_MONEY.search(words) is not None


def _money_by(kpi: Kpi) -> str:
    """What makes a KPI financial wherever a council tells the two apart; empty for nothing."""
    if kpi.data_type is DataType.MONEY:
        return "data type"
    return "name" if _OF_FINANCE.search(kpi.name or "") else ""


REVIEW_DAYS = 366
"""The Supporting Information is reviewed each year."""


@warning("SRC005", cure="Review the row with the service and type the new date.")
def review_due(context: CheckContext) -> Iterator[Problem]:
    """Supporting Information has been reviewed within the last 12 months.

    It is kept up to date through regular review (2024 report, ¶18); contacts, sources and
    limitations change.
    """
    for kpi in context.kept:
        on = kpi.reviewed_on
        if on is not None and (context.as_of - on).days > REVIEW_DAYS:
            message = f"The Supporting Information of {kpi.ref} was last reviewed on {day(on)}, more than 12 months ago."
            yield Problem(kpi.source.at("reviewed_on"), message, kpi.ref)


@warning("SRC006", cure="Correct the date.")
def reviewed_in_future(context: CheckContext) -> Iterator[Problem]:
    """The date of the last review is not in the future.

    A mistyped year hides that a review is due.
    """
    for kpi in context.kept:
        if kpi.reviewed_on is not None and kpi.reviewed_on > context.as_of:
            message = f"{kpi.ref} is said to have been reviewed on {day(kpi.reviewed_on)}, which has not come yet."
            yield Problem(kpi.source.at("reviewed_on"), message, kpi.ref)


@advice("SRC007", cure="Say under Known limitations what will be done if the data stops.")
def supply_at_risk(context: CheckContext) -> Iterator[Problem]:
    """A KPI whose data may stop coming says what is then done.

    The supply of data needs to be monitored when partners reorganise (2011 performance
    framework, data supply).
    """
    for kpi in context.active:
        limits = (kpi.known_limitations or "").strip().casefold()
        if kpi.supply_risk is SupplyRisk.AT_RISK and limits in ("", "none", "none known"):
            message = f"The data of {kpi.ref} is at risk, but its limitations say nothing of it."
            yield Problem(kpi.source.at("known_limitations"), message, kpi.ref)


@advice("SRC008", cure="Ask internal audit or the service for a check, and say who made it.")
def unchecked_strategic(context: CheckContext) -> Iterator[Problem]:
    """A strategic or statutory KPI comes from a source that somebody has checked.

    CLT and members act on these figures (2024 report, ¶67); councils used a signed quality
    check for each.
    """
    for kpi in context.active:
        if kpi.source_assurance is SourceAssurance.NONE and kpi.kpi_class in (
            "Strategic",
            "Statutory",
        ):
            message = (
                f"{kpi.ref} is a {str(kpi.kpi_class).lower()} KPI whose source nobody has checked."
            )
            yield Problem(kpi.source.at("source_assurance"), message, kpi.ref)


@advice("SRC009", cure="Type the lag in days as well; the words stand beside it in papers.")
def lag_in_words_only(context: CheckContext) -> Iterator[Problem]:
    """A KPI with words for when its figure comes has the days too.

    "Mid-February" cannot be worked out; reminders and the list of late figures need days.
    """
    for kpi in context.kept:
        if kpi.lag_days is None and kpi.available_from is not None:
            message = f'{kpi.ref} is available "{kpi.available_from}" but has no lag in days.'
            yield Problem(kpi.source.at("lag_days"), message, kpi.ref)
