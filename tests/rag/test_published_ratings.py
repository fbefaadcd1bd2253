"""Ratings that councils published, made again from their figures by rows of ``Rating rules`` alone.

``pytest -s`` prints the table: council, rows, reproduced, not met alone, contradicted by their own numbers, not to be derived.
"Not met alone": the council states no number for what lies between Amber and Red, so that only this much follows from its figures.
"""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

from pmf_cli.importing.figures import figure_in
from pmf_cli.importing.target_text import target_in
from tests.rag.desk import HIGHER, LOWER, colour, terms

DATA = Path(__file__).parent.parent / "data" / "published_ratings.csv"
TWO_WAY = {"tolerance": 0}
"""Met or not met: all that is stated where a key gives no number for what lies between."""
SCHEMES = {"Isle of Anglesey County Council": {"green_tolerance": 5, "tolerance": 10}}
"""Councils that state more than met and not met."""
GOOD = (
    "green",
    "g",
    "green or yellow",
    "above target",
    "achieved",
    "met",
    "above achievable",
    "above acceptable",
)
MIDDLE = ("amber", "a")
NOT_RATED = ("blue", "x", "(no rag)")


OUTCOMES = ("reproduced", "not met alone", "contradicted", "not derivable")
EXPECTED = (94, 29, 8, 25)


def published() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> Decimal | None:
    found = figure_in(text) if text else None
    return None if found is None or found.sure.value == "doubtful" else found.number


def aim(text: str) -> Decimal | None:
    """The figure of a target as printed: of two thresholds that which is named beside it."""
    value = (
        target_in(text.removeprefix("acceptable ").removeprefix("achievable ")).value
        if text
        else None
    )
    return value if isinstance(value, Decimal) else None


def outcome_of(row: dict[str, str]) -> str:
    """Reproduced, not met alone, contradicted or not derivable."""
    status, value, target = (
        row["published_status"].casefold(),
        number(row["actual_raw"]),
        aim(row["target_raw"]),
    )
    if status in NOT_RATED or status.startswith("for info") or value is None or target is None:
        return "not derivable"
    rules = [SCHEMES.get(row["org"], TWO_WAY)]
    polarity = LOWER if row["polarity"].casefold().startswith("low") else HIGHER
    kpi = {
        "polarity": polarity,
        "data_type": terms.DataType.NUMBER,
        "unit": "points",
        "decimal_places": 2,
    }
    found = colour(str(value), kpi=kpi, target={"target": target}, rules=rules)
    if status not in GOOD and found != "Green" and "not stated" in row["rule_check"]:
        return "not met alone"
    is_two_way = row["org"] not in SCHEMES
    expected = (
        "Green" if status in GOOD else "Amber" if status in MIDDLE and not is_two_way else "Red"
    )
    return "reproduced" if found == expected else "contradicted"


def test_published_ratings_are_reproduced_by_rows_alone():
    """Every one that follows from its numbers; those that contradict them are the eight that the list names."""
    table: dict[str, Counter[str]] = {}
    wrong = []
    for row in published():
        found = outcome_of(row)
        table.setdefault(row["org"], Counter())[found] += 1
        named = row["rule_check"].startswith("CONTRADICTS")
        if (found == "contradicted") is not named:
            wrong.append(
                (row["org"], row["indicator"], row["actual_raw"], row["target_raw"], found)
            )
    for org, counts in table.items():
        print(f"{org:45} {counts.total():4}", *(f"{counts[one]:4}" for one in OUTCOMES))
    assert not wrong
    total = sum(table.values(), Counter())
    assert tuple(total[one] for one in OUTCOMES) == EXPECTED, total


def test_what_is_stated_to_agree_is_never_put_aside():
    """No row whose rule and numbers are stated is counted as not derivable."""
    aside = [
        row["indicator"]
        for row in published()
        if row["rule_check"] == "agrees" and outcome_of(row) == "not derivable"
    ]
    assert not aside
