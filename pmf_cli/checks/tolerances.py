"""Are the tolerances and rule sets possible, approved and in force?

5%, or 10% for financial KPIs (performance framework 2023); appropriate tolerances are to be
agreed with the management teams (assurance report 2024, ¶54).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pmf_cli.checks.base import CheckContext, stands_again
from pmf_cli.checks.process import sheet_cell
from pmf_cli.checks.sizes import misplaced, slip_words
from pmf_cli.checks.targets import with_kpi
from pmf_cli.checks.words import figure_text, plain_number, series_name
from pmf_cli.findings import CellRef, Problem, advice, error, warning
from pmf_cli.register.figures import is_percentage
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import RatingRule, Target
from pmf_cli.register.terms import (
    DataType,
    GreenEnd,
    ImprovedRule,
    KpiClass,
    Polarity,
    Rag,
    ToleranceBasis,
)
from pmf_cli.settings import FILE_NAME
from pmf_cli.words import counted

WIDE, WHOLE = Decimal(40), Decimal(100)
"""Per cent of the target, and points or units, from which a tolerance is not believed."""
FRACTION = Decimal("0.2")
"""Per cent of the target up to which a tolerance is taken for a fraction: 0.05 for 5%."""
HALF, HUNDRED = Decimal(50), Decimal(100)
"""Percent between which a confidence lies."""
IN_FIGURES = (ToleranceBasis.POINTS, ToleranceBasis.UNITS)
"""What a tolerance is measured in that no rule for all stands in for."""
FEW_UNITS = Decimal(2)
"""Beside a target of 3, two units are a large share and still a sensible tolerance."""


@error("TOL001", cure="Type the tolerance, and choose % of target, Percentage points or Units.")
def missing_basis(context: CheckContext) -> Iterator[Problem]:
    """A tolerance says what it is measured in, and what is measured in points or units gives one.

    5 may be 5% of the target, 5 percentage points or 5 days: three different colours. A row that says
    points or units without a tolerance has lost it, and the rule set's per cent serve.
    """
    for row, _ in with_kpi(context):
        basis = row.tolerance_basis
        if row.tolerance is None and row.amber_boundary is None and basis in IN_FIGURES:
            message = (
                f"{series_name(row)} says {basis} but gives no tolerance, so the rule set's serves."
            )
            yield Problem(row.source.at("tolerance"), message, row.kpi_ref)
        if row.tolerance is not None and basis is None:
            message = f"{series_name(row)} has a tolerance of {plain_number(row.tolerance)} without saying of what."
            yield Problem(row.source.at("tolerance_basis"), message, row.kpi_ref)


@error("TOL002", cure="Type the tolerance without a minus sign.")
def negative_tolerance(context: CheckContext) -> Iterator[Problem]:
    """A tolerance is not negative.

    It says how far on the worse side a result may be; polarity tells which side that is.
    """
    for row, _ in with_kpi(context):
        if row.tolerance is not None and row.tolerance < 0:
            message = f"{series_name(row)} has a tolerance of {plain_number(row.tolerance)}."
            yield Problem(row.source.at("tolerance"), message, row.kpi_ref)


@advice("TOL003", cure="Confirm that the KPI has no Amber, or clear the cell.")
def zero_tolerance(context: CheckContext) -> Iterator[Problem]:
    """A tolerance of zero is meant.

    It leaves no Amber: any miss is Red. A blank takes the rule set's 5% or 10%.
    """
    for row, _ in with_kpi(context):
        if row.tolerance == 0:
            message = f"{series_name(row)} has a tolerance of 0, so that it is never {context.words.amber}."
            yield Problem(row.source.at("tolerance"), message, row.kpi_ref)


@warning("TOL004", cure="Choose % of target or Units.")
def points_without_percentage(context: CheckContext) -> Iterator[Problem]:
    """A tolerance in percentage points belongs to a percentage.

    Pounds and days have no percentage points.
    """
    for row, kpi in with_kpi(context):
        if (
            row.tolerance_basis is ToleranceBasis.POINTS
            and kpi.data_type is not None
            and kpi.data_type is not DataType.PERCENTAGE
        ):
            message = f"{series_name(row)} has a tolerance in percentage points but the data type {kpi.data_type}."
            yield Problem(row.source.at("tolerance_basis"), message, row.kpi_ref)


@warning("TOL005", cure="Correct the tolerance; 5 means 5%.", requires=("TOL002",))
def wider_than_believable(context: CheckContext) -> Iterator[Problem]:
    """A tolerance is of a believable width, and of the size of the KPI's other tolerances.

    40% of the target or more calls almost nothing Red, and so does an Amber boundary so far from
    it; one that is ten times wider, or narrower, than that of the row before or after is a slip,
    and so is the same figure measured in something else; 0.05 is 0.05%, not 5%, and one that is
    finer than a figure is printed never applies.
    """
    for row, kpi in with_kpi(context):
        if row.amber_boundary is not None and row.tolerance is None and _is_far(row):
            message = f"The amber boundary of {series_name(row)}, {figure_text(row.amber_boundary, kpi)}, is far from its target of {figure_text(row.target, kpi)}."
            yield Problem(row.source.at("amber_boundary"), message, row.kpi_ref)
        if row.tolerance is None or row.tolerance <= 0:
            continue
        for field, why in _doubts(context, row, kpi):
            shown = f"{plain_number(row.tolerance)} ({row.tolerance_basis})"
            message = f"The tolerance of {series_name(row)}, {shown}, {why}."
            yield Problem(row.source.at(field), message, row.kpi_ref)


def _doubts(context: CheckContext, row: Target, kpi: Kpi) -> Iterator[tuple[str, str]]:
    """The cell and the first reason why a tolerance is not believed."""
    beside = _rows_beside(context, row)
    amount = row.tolerance or Decimal(0)
    of_same_kind = [
        other.tolerance
        for other in beside
        if other.tolerance is not None and other.tolerance_basis is row.tolerance_basis
    ]
    why = _why_not_believed(row, kpi, misplaced(amount, of_same_kind))
    if why:
        yield "tolerance", why
    elif not of_same_kind and any(other.tolerance == amount for other in beside):
        yield "tolerance_basis", "is the figure of the row beside it, measured in something else"


def _why_not_believed(row: Target, kpi: Kpi, times: Decimal | None) -> str:
    """Why a tolerance is of a strange size; empty where it is not."""
    amount = row.tolerance or Decimal(0)
    if _is_wide(row):
        of = f" of {figure_text(row.target, kpi)}" if row.target is not None else ""
        return f"is wide for its target{of}"
    if times is not None:
        return f"is {slip_words(times)}, by the row beside it"
    if row.tolerance_basis is ToleranceBasis.RELATIVE and amount <= FRACTION:
        return f"is {plain_number(amount)}% of the target, perhaps a fraction typed for {plain_number(amount * 100)}%"
    if _is_finer_than_printed(row, kpi):
        return "is finer than its figures are printed and never applies"
    return ""


def _is_wide(row: Target) -> bool:
    """Whether a tolerance takes in 40% of the target or more."""
    amount, target = row.tolerance or Decimal(0), row.target
    if row.tolerance_basis is ToleranceBasis.RELATIVE:
        return amount >= WIDE
    in_units = row.tolerance_basis in (ToleranceBasis.UNITS, ToleranceBasis.POINTS)
    if not in_units or not isinstance(target, Decimal) or target == 0:
        return False
    return amount * WHOLE >= WIDE * abs(target) and amount > FEW_UNITS


def _is_far(row: Target) -> bool:
    """Whether Amber takes in 40% of the target or more."""
    target, boundary = row.target, row.amber_boundary
    if boundary is None or not isinstance(target, Decimal) or target == 0:
        return False
    amount = abs(target - boundary)
    return amount * WHOLE >= WIDE * abs(target) and amount > FEW_UNITS


def _rows_beside(context: CheckContext, row: Target) -> list[Target]:
    """The KPI's other rows."""
    return [
        other for other in context.target_rows.get((row.kpi_ref, row.split), ()) if other is not row
    ]


def _is_finer_than_printed(row: Target, kpi: Kpi) -> bool:
    """Whether no printed figure can lie within a tolerance in units or points."""
    places = kpi.decimal_places
    if row.tolerance is None or places is None or row.tolerance_basis is ToleranceBasis.RELATIVE:
        return False
    in_figures = kpi.data_type not in (DataType.DATE, DataType.GRADE, DataType.YES_NO)
    return in_figures and row.tolerance < Decimal(1).scaleb(-places)


@error("TOL006", cure="Type the figure beyond which Red begins, on the worse side of the target.")
def boundary_on_better_side(context: CheckContext) -> Iterator[Problem]:
    """An amber boundary lies on the worse side of the target.

    On the better side it would call results Green and Red at once.
    """
    for row, kpi in with_kpi(context):
        boundary, target = row.amber_boundary, row.target
        if boundary is None or not isinstance(target, Decimal):
            continue
        if (kpi.polarity is Polarity.HIGHER and boundary > target) or (
            kpi.polarity is Polarity.LOWER and boundary < target
        ):
            message = f"The amber boundary of {series_name(row)}, {figure_text(boundary, kpi)}, is on the better side of its target, {figure_text(target, kpi)}."
            yield Problem(row.source.at("amber_boundary"), message, row.kpi_ref)


@warning("TOL007", cure="Keep the tolerance or the boundary, not both.")
def boundary_and_tolerance(context: CheckContext) -> Iterator[Problem]:
    """A target has a tolerance or an amber boundary, not both.

    Both say where Red begins, and one of them will be forgotten at the next review.
    """
    for row, kpi in with_kpi(context):
        if row.amber_boundary is not None and row.tolerance is not None:
            message = f"{series_name(row)} has both a tolerance of {plain_number(row.tolerance)} and an amber boundary at {figure_text(row.amber_boundary, kpi)}."
            yield Problem(row.source.at("amber_boundary"), message, row.kpi_ref)


EVERY_KPI = ("all", "financial")
"""What a rule may apply to besides classes, directorates and references."""
LEAST_PER_CENT = Decimal("0.5")
"""Below this a tolerance in per cent is taken for a share: 0.05 typed for 5%."""
NUMBERS = tuple(
    kind for kind in DataType if kind not in (DataType.DATE, DataType.YES_NO, DataType.GRADE)
)
"""Kinds of figure that a tolerance can be worked out for."""


@warning("TOL008", cure="Add a row for All from the period on.", sheets=("Rating rules",))
def no_rule_set(context: CheckContext) -> Iterator[Problem]:
    """A rule set is in force for the reporting period.

    Who decides the tolerance, and how is it measured, members ask (Thurrock scrutiny); without
    a row the tool's own 5% and 10% serve.
    """
    rules = context.register.rating_rules
    begun = any(
        (rule.applies_to or "").strip().casefold() == "all" and _has_begun(rule, context)
        for rule in rules
        if rule.from_period is not None
    )
    if rules and not begun:
        where = rules[0].source.at("applies_to")
        yield Problem(where, f"No rule set for all KPIs is in force for {context.period}.")
    elif not rules and context.register.present and context.register.kpis:
        usual = context.settings.rating
        message = (
            "The sheet Rating rules has no row, or there is no such sheet: every KPI is rated by the "
            f"tool's own tolerance of {plain_number(usual.tolerance)}%, or {plain_number(usual.financial_tolerance)}% "
            "for financial KPIs."
        )
        yield Problem(sheet_cell(context, "Rating rules"), message)


@warning(
    "TOL016",
    cure="Correct the name or From period of the row, so that the rows of one set begin together.",
)
def rule_begins_elsewhere(context: CheckContext) -> Iterator[Problem]:
    """The rows of a rule set begin together, and no later than the year that the set is named after.

    A row that begins a year late by a slip, or is deleted, leaves the rule before it, or the tool's own,
    in force, and nothing looks wrong.
    """
    first: dict[str, RatingRule] = {}
    for rule in context.register.rating_rules:
        if rule.from_period is None:
            message = (
                f"The rule set {rule.rule_set} for {rule.applies_to or 'nothing named'} does not say "
                "from which period it holds, so any rule with a period wins over it."
            )
            yield Problem(rule.source.at("from_period"), message)
            continue
        name = rule.rule_set.strip().casefold()
        earlier = first.setdefault(name, rule)
        year = _year_named(rule.rule_set)
        if year is not None and rule.from_period.start > year:
            message = (
                f"The rule set {rule.rule_set} for {rule.applies_to} begins only from "
                f"{rule.from_period}, later than the year that it is named after."
            )
        elif (
            earlier.from_period is not None and earlier.from_period.start != rule.from_period.start
        ):
            message = (
                f"The rule set {rule.rule_set} for {rule.applies_to} begins from {rule.from_period}, "
                f"but for {earlier.applies_to} from {earlier.from_period} (row {earlier.source.row})."
            )
        else:
            continue
        yield Problem(rule.source.at("from_period"), message)
    yield from _rows_given_up(context)


def _rows_given_up(context: CheckContext) -> Iterator[Problem]:
    """Groups of KPIs that the newest set leaves to a row of an earlier set."""
    begun = _begun(context)
    for_all = [rule for rule in begun if _named(rule) == "all"]
    newest = max(for_all, key=_begins, default=None)
    if newest is None:
        return
    refs = {kpi.ref.casefold() for kpi in context.register.kpis}
    own = {_named(rule) for rule in begun if rule.rule_set == newest.rule_set}
    for rule in begun:
        if _named(rule) in own | refs:
            continue
        own.add(_named(rule))
        message = (
            f"The rule set {newest.rule_set} has no row for {rule.applies_to}, so that of "
            f"{rule.rule_set} (row {rule.source.row}) goes on for it."
        )
        yield Problem(newest.source.at("applies_to"), message)


def _begins(rule: RatingRule) -> date:
    return date.min if rule.from_period is None else rule.from_period.start


def _year_named(name: str) -> date | None:
    """The first day of the financial year that a rule set is named after; ``None`` for other names."""
    try:
        return parse_period(name).start
    except ValueError:
        return None


@warning("TOL009", cure="Type who approved the rule set, and when.")
def rules_without_approval(context: CheckContext) -> Iterator[Problem]:
    """Every rule set was approved by somebody on some day.

    The rule stands on every page; whoever is asked for it must be able to say who decided.
    """
    for rule in context.register.rating_rules:
        if rule.approved_by is None or rule.approved_on is None:
            field = "approved_by" if rule.approved_by is None else "approved_on"
            message = f"The rule set {rule.rule_set} for {rule.applies_to or 'nothing named'} has no approval."
            yield Problem(rule.source.at(field), message)


@error("TOL010", cure="Delete one of the two rows, or let one begin later.")
def two_rules_at_once(context: CheckContext) -> Iterator[Problem]:
    """No two rule rows apply to the same KPIs from the same period.

    Two tolerances for one KPI are two colours.
    """
    for rule, first in stands_again(
        context.register.rating_rules,
        lambda row: ((row.applies_to or "").strip().casefold(), row.from_period),
    ):
        message = f"Two rule rows apply to {rule.applies_to} from {rule.from_period}: this one and row {first.source.row}."
        yield Problem(rule.source.at("applies_to"), message)


@warning(
    "TOL013",
    cure="Give the financial KPIs rows of their own: Financial, or each by its KPI reference.",
)
def no_rule_for_financial(context: CheckContext) -> Iterator[Problem]:
    """A rule set that sets a tolerance for other KPIs leaves financial KPIs theirs.

    The framework gives financial KPIs 10% (performance framework 2023). A row for All without one for
    Financial gives them the tolerance of all the others; a row for a directorate or a class wins over
    the row for Financial, so it takes their 10% from the financial KPIs in it.
    """
    begun = _begun(context)
    usual = next((rule for rule in begun if _named(rule) == "financial"), None)
    theirs = _tolerance_of_financial(usual, context)
    left_alone = () if usual is None else ("financial", "all")
    financial = _financial_without_row(context)
    for rule in begun:
        if rule.tolerance is None or _named(rule) in left_alone:
            continue
        given = (rule.tolerance, rule.tolerance_basis or ToleranceBasis.RELATIVE)
        kpis = [kpi.ref for kpi in financial if _reaches(rule, kpi)]
        if kpis and given != theirs:
            yield Problem(rule.source.at("applies_to"), _taken_words(rule, kpis, given, theirs))


def _taken_words(
    rule: RatingRule,
    kpis: Sequence[str],
    given: tuple[Decimal, ToleranceBasis],
    theirs: tuple[Decimal, ToleranceBasis],
) -> str:
    whose = "all KPIs" if _named(rule) == "all" else f"all of {rule.applies_to}"
    return (
        f"The rule set {rule.rule_set} gives {counted(len(kpis), 'financial KPI')} the "
        f"tolerance of {whose}, {plain_number(given[0])} ({given[1]}), instead of "
        f"{plain_number(theirs[0])} ({theirs[1]}), for example {kpis[0]}."
    )


def _financial_without_row(context: CheckContext) -> list[Kpi]:
    """The financial KPIs that no rule row names by their reference."""
    own_rows = {_named(rule) for rule in _begun(context)}
    return [k for k in context.kept if k.financial and k.ref.casefold() not in own_rows]


def _tolerance_of_financial(
    usual: RatingRule | None, context: CheckContext
) -> tuple[Decimal, ToleranceBasis]:
    """The tolerance of the row for Financial; what it leaves blank, by the settings."""
    default = context.settings.rating.financial_tolerance
    if usual is None:
        return default, ToleranceBasis.RELATIVE
    tolerance = default if usual.tolerance is None else usual.tolerance
    return tolerance, usual.tolerance_basis or ToleranceBasis.RELATIVE


def _begun(context: CheckContext) -> list[RatingRule]:
    return [rule for rule in context.register.rating_rules if _has_begun(rule, context)]


def _has_begun(rule: RatingRule, context: CheckContext) -> bool:
    return _begins(rule) <= context.period.end


def _named(rule: RatingRule) -> str:
    return (rule.applies_to or "all").strip().casefold()


@warning("TOL015", cure="Decide what the row means, and clear the cell that does not say it.")
def contradictory_rule(context: CheckContext) -> Iterator[Problem]:
    """What a rule row says of boundaries and directions fits together.

    With a tolerance of 0 there is no Amber to end, so the colour exactly at its boundary is never
    used. Red exactly on the target beside Amber a little worse, or a better result with a worse
    colour, is hardly meant. A basis without a tolerance leaves the tool's own tolerance in force; what
    improvement is held against says nothing without a scheme of improvement.
    """
    for rule in context.register.rating_rules:
        for field, words in _contradictions(rule):
            message = f"The rule set {rule.rule_set} for {rule.applies_to or 'All'} {words}."
            yield Problem(rule.source.at(field), message)


def _contradictions(rule: RatingRule) -> Iterator[tuple[str, str]]:
    wide, green, basis = rule.tolerance, rule.green_tolerance, rule.tolerance_basis
    if wide is not None and wide == (green or 0):
        yield from _without_amber(rule)
    elif rule.at_green_boundary is GreenEnd.RED:
        yield (
            "at_green_boundary",
            "says Red at exactly the green boundary, but Amber for what is a little worse",
        )
    if wide is None and green is None and basis not in (None, ToleranceBasis.RELATIVE):
        yield "tolerance_basis", f"says {basis} but gives no tolerance, so the tool's own is used"
    yield from _without_effect(rule)
    yield from _worse_called_better(rule)


def _without_effect(rule: RatingRule) -> Iterator[tuple[str, str]]:
    if rule.improved_on is not None and rule.improved_rule in (None, ImprovedRule.NONE):
        yield (
            "improved_on",
            f"says {rule.improved_on}, but improvement decides no colour: Amber only if improved names no scheme",
        )
    if rule.exceeding_mark is not None and rule.exceeding_mark < 0:
        yield "exceeding_mark", "has a negative mark, by which nothing exceeds its target"


def _without_amber(rule: RatingRule) -> Iterator[tuple[str, str]]:
    """What a rule whose Amber reaches no further than its Green cannot say."""
    if rule.at_green_boundary is GreenEnd.AMBER:
        yield (
            "at_green_boundary",
            "says Amber at exactly the green boundary, but has no Amber beside it",
        )
    elif rule.at_boundary is not None:
        yield (
            "at_boundary",
            f"says {rule.at_boundary} at exactly the boundary, but has no Amber; what counts there is "
            "At exactly the green boundary",
        )


def _worse_called_better(rule: RatingRule) -> Iterator[tuple[str, str]]:
    """Steps of a direction-only target whose colour is better than that of the step before."""
    steps = (
        ("direction_better", rule.direction_better or Rag.GREEN),
        ("direction_same", rule.direction_same or Rag.AMBER),
        ("direction_worse_within", rule.direction_worse_within or Rag.AMBER),
        ("direction_worse_beyond", rule.direction_worse_beyond or Rag.RED),
    )
    for (_, better), (field, worse) in pairwise(steps):
        if worse.rank > better.rank:
            yield field, f"gives {worse} where the step before it, which is better, gives {better}"


@error("TOL011", cure="Type All, Financial, a class, a directorate or a KPI reference.")
def rule_for_nothing(context: CheckContext) -> Iterator[Problem]:
    """Every rule row applies to something that exists.

    A rule for a misspelt directorate never takes effect, and nobody notices.
    """
    names = _names_of_groups(context)
    for rule in context.register.rating_rules:
        if (rule.applies_to or "").strip().casefold() not in names:
            message = f'The rule set {rule.rule_set} has a row for "{rule.applies_to or ""}", which is no class, directorate or KPI.'
            yield Problem(rule.source.at("applies_to"), message)


def _names_of_groups(context: CheckContext) -> set[str]:
    """Everything that a rule may apply to."""
    register = context.register
    directorates = [kpi.directorate for kpi in register.kpis]
    directorates += [
        row.entry for row in register.lists if row.list_name.casefold() == "directorate"
    ]
    named = [*EVERY_KPI, *map(str, KpiClass), *register.kpi_by_ref, *filter(None, directorates)]
    return {name.casefold() for name in named}


@error("TOL012", cure="Type a tolerance of 0 or more, and what it is measured in.")
def rule_without_tolerance(context: CheckContext) -> Iterator[Problem]:
    """A rule row's tolerances are possible: not negative, with a basis, green within amber.

    A green tolerance wider than the amber one leaves no Amber.
    """
    for rule in context.register.rating_rules:
        wide, green = rule.tolerance, rule.green_tolerance
        if min(wide or 0, green or 0) < 0:
            field, what = "tolerance", "is negative"
        elif wide is not None and rule.tolerance_basis is None:
            field, what = "tolerance_basis", "does not say what it is measured in"
        elif wide is not None and green is not None and green > wide:
            field, what = "green_tolerance", "is narrower than its green tolerance"
        else:
            continue
        message = f"The tolerance of the rule set {rule.rule_set} for {rule.applies_to} {what}."
        yield Problem(rule.source.at(field), message)


@warning("TOL020", cure="Compare with what was approved; 5 means 5%.")
def rule_of_another_size(context: CheckContext) -> Iterator[Problem]:
    """A tolerance for all is of the size of the one before it, and of a believable width.

    50 typed for 5, or 0.05, changes the colour of every KPI at once. Rule rows for the same KPIs
    and in the same measure are held against each other; 40% of a target or more is believed of
    none, nor in ``pmf.toml``.
    """
    for rule in context.register.rating_rules:
        for field in ("tolerance", "green_tolerance"):
            amount = getattr(rule, field)
            why = "" if amount is None or amount <= 0 else _doubt(context, rule, field, amount)
            if why:
                message = f"The rule set {rule.rule_set} for {rule.applies_to} has a tolerance of {plain_number(amount)} ({rule.tolerance_basis}): {why}?"
                yield Problem(rule.source.at(field), message)
    rating = context.settings.rating
    for name in ("tolerance", "financial_tolerance"):
        amount = getattr(rating, name)
        if amount >= WIDE or 0 < amount < 1:
            message = f"{name} under [rating] is {plain_number(amount)}%: is that meant?"
            yield Problem(CellRef(FILE_NAME, "rating"), message)


def _doubt(context: CheckContext, rule: RatingRule, field: str, amount: Decimal) -> str:
    """Why a rule's tolerance is hardly meant, in words; empty where it is believed."""
    if rule.tolerance_basis is ToleranceBasis.CONFIDENCE and field == "tolerance":
        return "" if HALF <= amount < HUNDRED else "a confidence, of which 95% is usual"
    relative = rule.tolerance_basis is ToleranceBasis.RELATIVE
    times = misplaced(amount, _beside(context, rule, field))
    if times is not None:
        return slip_words(times)
    if relative and amount < LEAST_PER_CENT:
        return "a share instead of per cent"
    return "as wide as that" if amount >= (WIDE if relative else WHOLE) else ""


def _beside(context: CheckContext, rule: RatingRule, field: str) -> list[Decimal]:
    """The same tolerance in other rows for the same KPIs, and the tool's own where it is one."""
    key = (rule.applies_to, rule.tolerance_basis)
    like = [one for one in context.register.rating_rules if one is not rule]
    alike = [one for one in like if (one.applies_to, one.tolerance_basis) == key]
    beside = [other for one in alike if (other := getattr(one, field)) is not None]
    if rule.tolerance_basis is ToleranceBasis.RELATIVE and field == "tolerance":
        default = context.settings.rating
        is_financial = _named(rule) == "financial"
        beside.append(default.financial_tolerance if is_financial else default.tolerance)
    return beside


@warning("TOL014", cure="Add a row in % of target or Units for these KPIs.")
def points_for_other_figures(context: CheckContext) -> Iterator[Problem]:
    """A rule in percentage points applies to percentages only.

    Points mean nothing for days or pounds; such KPIs are rated with the tool's own tolerance, which
    nobody has agreed.
    """
    for rule in context.register.rating_rules:
        if rule.tolerance_basis is not ToleranceBasis.POINTS:
            continue
        others = [kpi.ref for kpi in context.kept if _reaches(rule, kpi) and not _in_points(kpi)]
        if others:
            more = f" and {len(others) - 1} more are" if len(others) > 1 else " is"
            message = (
                f"The rule set {rule.rule_set} for {rule.applies_to} is in percentage points, but "
                f"{others[0]}{more} not measured in per cent."
            )
            yield Problem(rule.source.at("tolerance_basis"), message)


def _reaches(rule: RatingRule, kpi: Kpi) -> bool:
    """Whether a rule row is for a KPI, leaving aside that a narrower row may win."""
    named = (rule.applies_to or "").strip().casefold()
    if named == "financial":
        return kpi.financial is True
    names = (kpi.kpi_class, kpi.directorate, kpi.ref)
    return named == "all" or named in {str(name).casefold() for name in names if name is not None}


def _in_points(kpi: Kpi) -> bool:
    return kpi.data_type not in NUMBERS or is_percentage(kpi)
