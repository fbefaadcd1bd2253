"""Is it known how each KPI's figure is read, printed, compared and rated?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pmf_cli.checks.base import CheckContext, Problem, blanks, check
from pmf_cli.checks.words import figure
from pmf_cli.findings import Severity
from pmf_cli.register.terms import (
    Accountability,
    ComparatorRule,
    DataType,
    Frequency,
    Polarity,
    TargetType,
    TimeBasis,
)

MOST_DECIMALS = 6
NUMBERLESS = (DataType.DATE, DataType.YES_NO, DataType.GRADE)
"""Data types that have neither decimals nor, as a rule, a unit."""


@check("MEA001", Severity.ERROR, cure="Choose the polarity from the list.")
def missing_polarity(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says which way is better.

    Higher or lower is never assumed: without polarity the KPI is not rated. "Below target" in
    the performance framework (2023) is only true of KPIs where higher is better.
    """
    kpis = [kpi for kpi in scene.kept if kpi.data_type is not DataType.YES_NO]
    yield from blanks(kpis, "polarity", "does not say which way is better and is not rated")


@check("MEA002", Severity.ERROR, cure="Choose Yes (10% tolerance) or No (5%).")
def missing_financial_flag(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says whether it is financial.

    The tolerance is 5%, or 10% for financial KPIs (performance framework 2023, reporting via
    red, amber, green). 5% is never assumed: without the flag the KPI is not rated.
    """
    kpis = [kpi for kpi in scene.kept if kpi.accountability is not Accountability.POPULATION]
    yield from blanks(kpis, "financial", "does not say whether it is financial and is not rated")


@check("MEA003", Severity.ERROR, cure="Choose the data type from the list.")
def missing_data_type(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says what kind of figure it has.

    Percentage, number, money, date, yes/no or grade decides how values are read, rated and
    printed; without it the KPI is not rated.
    """
    yield from blanks(scene.kept, "data_type", "has no data type and is not rated")


@check("MEA004", Severity.WARNING, cure="Type the unit printed with every value: %, days, £.")
def missing_unit(scene: CheckContext) -> Iterator[Problem]:
    """Every figure has a unit.

    A number without a unit cannot be understood by a councillor, nor checked.
    """
    kpis = [kpi for kpi in scene.kept if kpi.data_type not in NUMBERLESS]
    yield from blanks(kpis, "unit", "has no unit")


@check("MEA005", Severity.WARNING, cure="Type how many decimals are printed: 0, 1 or 2.")
def missing_decimals(scene: CheckContext) -> Iterator[Problem]:
    """Every figure has its number of decimals.

    Ratings are made on the value as printed, so that a paper never shows 90.0 against 90.0 as
    Amber; that needs the decimals.
    """
    kpis = [kpi for kpi in scene.kept if kpi.data_type not in NUMBERLESS]
    yield from blanks(kpis, "decimal_places", "does not say how many decimals are printed")


@check("MEA006", Severity.WARNING, cure="Type a whole number from 0 to 6.")
def impossible_decimals(scene: CheckContext) -> Iterator[Problem]:
    """Decimal places are between 0 and 6.

    More than a KPI can be measured to suggests that the wrong figure stands in the column.
    """
    for kpi in scene.kept:
        places = kpi.decimal_places
        if places is not None and not 0 <= places <= MOST_DECIMALS:
            message = f"{kpi.ref} is to be printed with {places} decimals; 0 to {MOST_DECIMALS} are possible."
            yield Problem(kpi.source.at("decimal_places"), message, kpi.ref)


@check("MEA007", Severity.WARNING, cure="Choose the time basis from the list.")
def missing_time_basis(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says what stretch of time one figure covers.

    A cumulative figure may only be compared with the same point of another year, and needs a
    profiled target.
    """
    yield from blanks(scene.kept, "time_basis", "does not say what stretch of time a figure covers")


@check("MEA008", Severity.ERROR, cure="Choose the frequency from the list.")
def missing_frequency(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says how often a figure comes.

    The Supporting Information holds the frequency and timetable of results (2024 report, ¶36);
    without it nobody can say whether a figure is due, early or late.
    """
    yield from blanks(
        scene.kept, "frequency", "has no frequency, so that nobody knows when it is due"
    )


@check("MEA009", Severity.WARNING, cure="Choose Financial, Calendar or Academic.")
def missing_year_basis(scene: CheckContext) -> Iterator[Problem]:
    """An annual KPI says which year its figures belong to.

    2023/24 may be a financial or a school year: half a year apart.
    """
    annual = [kpi for kpi in scene.kept if kpi.frequency is Frequency.ANNUAL]
    yield from blanks(annual, "year_basis", "is annual but does not say for which kind of year")


@check(
    "MEA010",
    Severity.ADVICE,
    cure="Choose Last, Sum, Weighted average, Simple average or As published.",
)
def missing_year_value(scene: CheckContext) -> Iterator[Problem]:
    """A KPI reported in the year says how its periods make the year's figure.

    The annual report must not average what should be added up (2024 report, ¶71).
    """
    in_year = (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.TERMLY, Frequency.SIX_MONTHLY)
    kpis = [kpi for kpi in scene.kept if kpi.frequency in in_year]
    yield from blanks(kpis, "year_value", "does not say how its periods make the year's figure")


@check("MEA011", Severity.WARNING, cure="Choose what the result is compared with, or None.")
def missing_comparator(scene: CheckContext) -> Iterator[Problem]:
    """Every KPI says what its result is compared with.

    The CLT Scorecard shows a previous month, quarter or year, depending on the KPI (2024
    report, ¶50).
    """
    yield from blanks(scene.kept, "comparator", "does not say what it is compared with")


@check(
    "MEA012",
    Severity.WARNING,
    cure="Type the baseline's value and period, or choose another comparator.",
)
def missing_baseline(scene: CheckContext) -> Iterator[Problem]:
    """A KPI compared with a fixed baseline has the baseline.

    Supporting Information holds baselines as well as targets (2024 report, ¶36).
    """
    for kpi in scene.kept:
        if kpi.comparator is not ComparatorRule.FIXED_BASELINE or kpi.baseline_value is not None:
            continue
        period = kpi.baseline_period
        if period is not None and period in scene.register.results_of(kpi.ref):
            continue
        message = f"{kpi.ref} is compared with a fixed baseline, but no baseline value is given."
        yield Problem(kpi.source.at("baseline_value"), message, kpi.ref)


@check(
    "MEA013", Severity.WARNING, cure="Choose Same period last year, or say that it is not seasonal."
)
def seasonal_against_previous(scene: CheckContext) -> Iterator[Problem]:
    """A seasonal or cumulative KPI is not compared with the period before.

    Garden waste in winter is not worse than in summer; the comparator depends on the KPI's
    nature (2024 report, ¶50).
    """
    for kpi in scene.kept:
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


@check("MEA014", Severity.WARNING, cure="Correct the data type or the unit.")
def unit_against_type(scene: CheckContext) -> Iterator[Problem]:
    """The unit agrees with the data type: % for percentages, £ for money.

    A percentage printed in days, or money without a pound sign, misleads every reader.
    """
    for kpi in scene.kept:
        unit = (kpi.unit or "").strip().casefold()
        if not unit or kpi.data_type is None:
            continue
        per_cent = unit.startswith(("%", "per cent", "percent"))
        pounds = "£" in unit or "pound" in unit
        wrong = (
            (kpi.data_type is DataType.PERCENTAGE and not per_cent)
            or (kpi.data_type is DataType.MONEY and not pounds)
            or (per_cent and kpi.data_type in (DataType.MONEY, DataType.DURATION))
            or (pounds and kpi.data_type in (DataType.PERCENTAGE, DataType.DURATION))
        )
        if wrong:
            message = f'{kpi.ref} has the data type {kpi.data_type} but the unit "{kpi.unit}".'
            yield Problem(kpi.source.at("unit"), message, kpi.ref)


@check(
    "MEA015", Severity.ERROR, cure="Type the grades from best to worst, separated by semicolons."
)
def missing_grades(scene: CheckContext) -> Iterator[Problem]:
    """A graded KPI lists its grades, best first.

    Without the order nobody can say whether Good is above or below the target grade.
    """
    for kpi in scene.kept:
        if kpi.data_type is DataType.GRADE and len(kpi.grade_order) < 2:
            message = f"{kpi.ref} is a grade, but its grades are not listed from best to worst."
            yield Problem(kpi.source.at("grade_order"), message, kpi.ref)


@check("MEA016", Severity.WARNING, cure="Swap the two, or correct the one that is wrong.")
def limits_swapped(scene: CheckContext) -> Iterator[Problem]:
    """The plausible minimum is below the plausible maximum.

    Swapped limits would call every figure unbelievable.
    """
    for kpi in scene.kept:
        low, high = kpi.plausible_min, kpi.plausible_max
        if low is not None and high is not None and low > high:
            message = (
                f"{kpi.ref} has a plausible minimum of {low:,f} above its maximum of {high:,f}."
            )
            yield Problem(kpi.source.at("plausible_min"), message, kpi.ref)


@check("MEA017", Severity.ADVICE, cure="Give the target as a range, or choose higher or lower.")
def polarity_of_outcome(scene: CheckContext) -> Iterator[Problem]:
    """A performance KPI that the council can move has a direction that is better.

    "No polarity" suits trackers; a KPI under the council's direct influence without a better
    way to go can never be rated (2024 report, ¶54).
    """
    for kpi in scene.active:
        if kpi.polarity is Polarity.NONE and kpi.influence == "Direct":
            message = f"{kpi.ref} is under the council's direct influence but has no polarity."
            yield Problem(kpi.source.at("polarity"), message, kpi.ref)


STEPS = 2
"""Changes of a target, all of them the same way, that speak of which way is better."""
SMALL_STEP = Decimal("0.125")
"""What a target is made more ambitious by, at most, as a share of the one before."""


@check(
    "MEA022",
    Severity.WARNING,
    sheets=("Targets",),
    cure="Look whether the polarity, or the targets, are the wrong way round.",
)
def polarity_against_targets(scene: CheckContext) -> Iterator[Problem]:
    """Targets do not move to the worse side each time they are set.

    What is aimed at becomes more ambitious over the years, or stays. A target that goes from 620
    to 610 and 600 is for a figure where lower is better; with Higher every colour is turned round.
    Large steps are left alone: a target that is relaxed follows events.
    """
    for kpi in scene.kept:
        if kpi.polarity not in (Polarity.HIGHER, Polarity.LOWER):
            continue
        rows = scene.target_rows.get((kpi.ref, None), ())
        figures = [row.target for row in rows if row.target_type is TargetType.VALUE]
        numbers = [number for number in figures if isinstance(number, Decimal)]
        steps = [now - before for before, now in pairwise(numbers)]
        higher = kpi.polarity is Polarity.HIGHER
        small = all(
            abs(step) <= SMALL_STEP * abs(before)
            for step, before in zip(steps, numbers, strict=False)
        )
        worse = all(step < 0 if higher else step > 0 for step in steps)
        if len(steps) >= STEPS and worse and small:
            way = "fall" if higher else "rise"
            message = f"The targets of {kpi.ref} {way} each time, from {figure(numbers[0], kpi)} to {figure(numbers[-1], kpi)}, though its polarity is {kpi.polarity}."
            yield Problem(kpi.source.at("polarity"), message, kpi.ref)


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


@check(
    "MEA023",
    Severity.WARNING,
    cure="Choose Yes (10% tolerance) for a financial KPI, No (5%) for any other.",
    requires=("MEA002",),
)
def financial_flag_against_name(scene: CheckContext) -> Iterator[Problem]:
    """A KPI that is called financial is about money, and the council's money is called financial.

    The flag doubles the tolerance, so that a slip makes Amber of Red. Yes is asked about where
    neither name, unit nor calculation speaks of money; No where the figure is money, or tax, rent,
    savings or borrowing by its name, in a register that calls other KPIs financial.
    """
    told_apart = any(kpi.financial for kpi in scene.kept)
    for kpi in scene.kept:
        words = " ".join(
            text for text in (kpi.name, kpi.unit, kpi.calculation, kpi.numerator_label) if text
        )
        is_money = kpi.data_type is DataType.MONEY
        if kpi.financial is True and not is_money and not _ABOUT_MONEY.search(words):
            message = f"{kpi.ref} is called financial, but nothing in its name, unit or calculation is about money."
        elif (
            kpi.financial is False
            and told_apart
            and (is_money or _OF_FINANCE.search(kpi.name or ""))
        ):
            message = f"{kpi.ref} is not called financial, but is about money by its {'data type' if is_money else 'name'}."
        else:
            continue
        yield Problem(kpi.source.at("financial"), message, kpi.ref)
