"""The published schemes of councils, each written as rows, at the boundaries as they word them.

Not expressible, because no number is published: Hart ("close to"), the Environment Agency,
South Lanarkshire ("minor shortfall"), Medway ("able to reach it in the year") and Reigate (agreed
tolerances unpublished). Fingertips' confidence intervals stand among the schemes of all kinds.
"""

import pytest

from tests.rag.desk import LOWER, POINTS, UNITS, colour, terms

IMPROVED = {"improved_rule": terms.ImprovedRule.HAVERING}
MAINTAINED = {"improved_rule": terms.ImprovedRule.HAVERING_MAINTAINED}
THURROCK = {"improved_rule": terms.ImprovedRule.THURROCK}
RED_AT = {"at_boundary": terms.Rag.RED}
RANGE = {"target_type": terms.TargetType.RANGE, "target": None, "range_low": 90, "range_high": 110}

# scheme, rule row, target row, results with their colours
SCHEMES = [
    (
        "Bracknell Forest: green within 5%, amber to 10%",
        {"green_tolerance": 5, "tolerance": 10},
        {"target": 100},
        {"100": "Green", "95": "Green", "94.9": "Amber", "90": "Amber", "89.9": "Red"},
    ),
    (
        "Bracknell Forest read the other way: exactly 5% is amber",
        {"green_tolerance": 5, "tolerance": 10, "at_green_boundary": terms.Rag.AMBER},
        {"target": 100},
        {"95.1": "Green", "95": "Amber", "90": "Amber"},
    ),
    (
        "Maidstone: missed within 10%, exactly 10% amber",
        {"tolerance": 10},
        {"target": 100},
        {"100": "Green", "99.9": "Amber", "90": "Amber", "89.9": "Red"},
    ),
    (
        "Havering 2015/16 and 2024/25: tolerance set for each indicator",
        {},
        {"target": 100, "tolerance": 8, "tolerance_basis": terms.ToleranceBasis.RELATIVE},
        {"100": "Green", "92": "Amber", "91.9": "Red"},
    ),
    (
        "Havering 2024/25: green above target only",
        {"at_green_boundary": terms.Rag.AMBER},
        {"target": 100, "tolerance": 8, "tolerance_basis": terms.ToleranceBasis.RELATIVE},
        {"100.1": "Green", "100": "Amber", "92": "Amber", "91.9": "Red"},
    ),
    (
        "Belfast: green within 1%, 2023-24 red from exactly 5%",
        {"green_tolerance": 1, "tolerance": 5} | RED_AT,
        {"target": 100},
        {"99": "Green", "98.9": "Amber", "95.1": "Amber", "95": "Red"},
    ),
    (
        "Belfast 2024-25: red only beyond 5%",
        {"green_tolerance": 1, "tolerance": 5},
        {"target": 100},
        {"99": "Green", "95": "Amber", "94.9": "Red"},
    ),
    (
        "Anglesey: green or yellow within 5%, amber 5% to 10%",
        {"green_tolerance": 5, "tolerance": 10},
        {"target": 100},
        {"95": "Green", "94": "Amber", "89": "Red"},
    ),
    (
        "Chorley: within the 5% threshold or outside, two-way",
        {"green_tolerance": 5, "tolerance": 5},
        {"target": 100},
        {"95": "Green", "94.9": "Red"},
    ),
    (
        "Chorley written with a tolerance of 0",
        {"green_tolerance": 5, "tolerance": 0},
        {"target": 100},
        {"95": "Green", "94.9": "Red"},
    ),
    (
        "Kent, Tower Hamlets 2017-19: a floor or minimum for each indicator",
        {},
        {"target": 100, "amber_boundary": 80},
        {"100": "Green", "99.9": "Amber", "80": "Amber", "79.9": "Red"},
    ),
    (
        "NHS screening: acceptable and achievable",
        {},
        {"target": 95, "amber_boundary": 90},
        {"95": "Green", "90": "Amber", "89.9": "Red"},
    ),
    (
        "Tower Hamlets 2007/08, Public Health Scotland: met or not met",
        {"tolerance": 0},
        {"target": 100},
        {"100": "Green", "99.9": "Red", "0": "Red"},
    ),
    (
        "An unnamed council, 2006: missed by less or by more than 10%, and exactly 10% read as missed by less",
        {"tolerance": 10},
        {"target": 100},
        {"100": "Green", "90.1": "Amber", "90": "Amber", "89.9": "Red"},
    ),
    (
        "An unnamed council, 2006, with exactly 10% read as missed by more",
        {"tolerance": 10, "at_boundary": terms.AmberEnd.RED},
        {"target": 100},
        {"100": "Green", "90.1": "Amber", "90": "Red", "89.9": "Red"},
    ),
    (
        "Uttlesford: red when more than 10% off",
        {"tolerance": 10},
        {"target": 100},
        {"90": "Amber", "89.9": "Red"},
    ),
    (
        "East Riding, Harlow: star above target, circle within tolerance, triangle",
        {"tolerance": 5, "at_green_boundary": terms.Rag.AMBER},
        {"target": 100},
        {"100.1": "Green", "95": "Amber", "94.9": "Red"},
    ),
    (
        "Camms: performance of 100, 100 less the variance, below",
        {"tolerance": 15},
        {"target": 80},
        {"80": "Green", "68": "Amber", "67.9": "Red"},
    ),
    (
        "Camms goal post: green inside target plus or minus variance, else red",
        {"tolerance": 0},
        RANGE,
        {"90": "Green", "110": "Green", "89.9": "Red", "110.1": "Red"},
    ),
    (
        "Uniform percentage points",
        {"tolerance": 5, "tolerance_basis": POINTS},
        {"target": 50},
        {"50": "Green", "45": "Amber", "44.9": "Red"},
    ),
    (
        "Uniform units",
        {"tolerance": 2, "tolerance_basis": UNITS},
        {"target": 50},
        {"48": "Amber", "47.9": "Red"},
    ),
]


@pytest.mark.parametrize(
    ("_name", "rule", "target", "results"), SCHEMES, ids=[s[0] for s in SCHEMES]
)
def test_a_scheme_written_as_rows_gives_its_own_colours(_name, rule, target, results):
    found = {value: colour(value, rules=[rule], target=target) for value in results}
    assert found == results


@pytest.mark.parametrize(
    ("rule", "value", "last_year", "expected"),
    [
        # 2012/13: on or within 5% green; more than 5% off but improved amber, else red
        (IMPROVED | {"tolerance": 5}, "95", "99", "Green"),
        (IMPROVED | {"tolerance": 5}, "94.9", "94.8", "Amber"),
        (IMPROVED | {"tolerance": 5}, "94.9", "94.9", "Red"),
        (IMPROVED | {"tolerance": 5}, "94.9", "97", "Red"),
        # 2013/14, 2014/15: within 10%; improved or maintained v same quarter last year
        (MAINTAINED | {"tolerance": 10}, "90", "99", "Green"),
        (MAINTAINED | {"tolerance": 10}, "89.9", "89.9", "Amber"),
        (MAINTAINED | {"tolerance": 10}, "89.9", "89.8", "Amber"),
        (MAINTAINED | {"tolerance": 10}, "89.9", "90", "Red"),
        # with a green tolerance of its own Amber reaches to the tolerance and to improvement
        (IMPROVED | {"tolerance": 10, "green_tolerance": 5}, "92", "95", "Amber"),
        (IMPROVED | {"tolerance": 10, "green_tolerance": 5}, "85", "80", "Amber"),
        (IMPROVED | {"tolerance": 10, "green_tolerance": 5}, "85", "86", "Red"),
        # Thurrock 2014/15: below target but better than last year
        (THURROCK, "100", "120", "Green"),
        (THURROCK, "99.9", "99.8", "Amber"),
        (THURROCK, "60", "50", "Amber"),
        (THURROCK, "99.9", "99.9", "Red"),
        (THURROCK, "99.9", None, "Red"),
        (IMPROVED | {"tolerance": 5}, "94", None, "Red"),
    ],
)
def test_schemes_in_which_amber_depends_on_last_year(rule, value, last_year, expected):
    assert colour(value, rules=[rule], target={"target": 100}, last_year=last_year) == expected


def test_havering_for_a_kpi_that_is_better_low():
    rule = IMPROVED | {"tolerance": 10}
    kpi = {"polarity": LOWER}
    assert colour("112", kpi=kpi, rules=[rule], target={"target": 100}, last_year="115") == "Amber"
    assert colour("112", kpi=kpi, rules=[rule], target={"target": 100}, last_year="111") == "Red"
    assert colour("110", kpi=kpi, rules=[rule], target={"target": 100}, last_year="90") == "Green"


@pytest.mark.parametrize(
    ("kpi_class", "expected"),
    [(terms.KpiClass.STRATEGIC, "Amber"), (terms.KpiClass.STATUTORY, "Red")],
)
def test_kensington_has_two_widths_in_one_scheme(kpi_class, expected):
    """10% for all, 5% for "vital signs", which are a class here."""
    rules = [{"tolerance": 10}, {"tolerance": 5, "applies_to": "Statutory"}]
    assert (
        colour("93", kpi={"kpi_class": kpi_class}, rules=rules, target={"target": 100}) == expected
    )


@pytest.mark.parametrize(
    ("value", "expected"), [("20", "Green"), ("22", "Amber"), ("22.1", "Red"), ("0", "Green")]
)
def test_camms_for_a_kpi_that_is_better_low(value, expected):
    """2 less actual by target, in percent: 22 against 20 is 90."""
    found = colour(value, kpi={"polarity": LOWER}, rules=[{"tolerance": 10}], target={"target": 20})
    assert found == expected
