"""One KPI rated in a register of its own, for the tests of ratings."""

from datetime import date
from decimal import Decimal

from pmf_cli.rag.base import KpiRating
from pmf_cli.rag.rate import rate_all
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.settings import RatingSettings, Settings
from tests.make import AS_OF, PERIOD, make_kpi, make_register, make_result, make_rule, make_target

LAST_QUARTER = "2024/25 Q2"
LAST_YEAR = "2023/24 Q3"

HIGHER = terms.Polarity.HIGHER
LOWER = terms.Polarity.LOWER
RELATIVE = terms.ToleranceBasis.RELATIVE
POINTS = terms.ToleranceBasis.POINTS
UNITS = terms.ToleranceBasis.UNITS


def rate(
    value=None,
    *,
    kpi=None,
    target=None,
    rules=None,
    before=None,
    last_year=None,
    results=(),
    period=PERIOD,
    as_of=AS_OF,
    rating=None,
    status=None,
    **over,
) -> KpiRating | None:
    """The rating of WM-01: ``value`` for the period, ``before`` and ``last_year`` as comparators.

    ``kpi`` and ``target`` change fields of the factories' objects; ``target=None`` keeps the
    value target of 90, ``target=False`` leaves the KPI without a row.
    """
    rows = list(results)
    if value is not None:
        rows.append(make_result("WM-01", PERIOD, value, value_status=status))
    if before is not None:
        rows.append(make_result("WM-01", LAST_QUARTER, before))
    if last_year is not None:
        rows.append(make_result("WM-01", LAST_YEAR, last_year))
    targets = [] if target is False else [make_target("WM-01", **(target or {}))]
    if rules is not None:
        over["rating_rules"] = tuple(make_rule(**rule) for rule in rules)
    register = make_register([make_kpi("WM-01", **(kpi or {}))], rows, targets, **over)
    settings = Settings(rating=rating) if rating is not None else Settings()
    found = rate_all(register, settings, parse_period(period), as_of)
    return found[0] if found else None


def colour(*args, **over) -> str:
    """The colour's word, or the reason for none."""
    found = rate(*args, **over)
    assert found is not None
    return found.rag.value if found.rag is not None else found.outcome.reason.name


__all__ = [
    "AS_OF",
    "HIGHER",
    "LAST_QUARTER",
    "LAST_YEAR",
    "LOWER",
    "PERIOD",
    "POINTS",
    "RELATIVE",
    "UNITS",
    "Decimal",
    "RatingSettings",
    "colour",
    "date",
    "rate",
    "terms",
]
