"""What is printed beside a colour: places and stretches in words, tolerances, rules, marks, cells."""

from datetime import date
from decimal import Decimal

import pytest

from pmf_cli.rag.bands import (
    Band,
    Edge,
    colour_of,
    merged_bands,
    one_sided,
    two_sided,
    with_point,
)
from pmf_cli.rag.base import Mark, Rating, Threshold, amber_edge, last_before_red
from pmf_cli.rag.rating_input import gap_words
from pmf_cli.rag.rules import RuleBook
from pmf_cli.rag.scales import Scale
from pmf_cli.register.periods.text import parse_period
from pmf_cli.settings import RatingSettings
from tests.make import make_kpi, make_result, make_rule
from tests.rag.desk import LAST_YEAR, LOWER, PERIOD, POINTS, RELATIVE, UNITS, rate, terms
from tests.rag.rules_in_words import cells_used

RED, AMBER, GREEN = terms.Rag.RED, terms.Rag.AMBER, terms.Rag.GREEN
ORDER = ("Outstanding", "Good", "Requires improvement", "Inadequate")
SHARES = Scale(make_kpi(), "number")
COUNTS = Scale(make_kpi(data_type=terms.DataType.NUMBER, unit="homes", decimal_places=0), "number")
BARE = Scale(make_kpi(decimal_places=None), "number")
DAYS = Scale(make_kpi(data_type=terms.DataType.DATE, unit=None), "date")
GRADES = Scale(make_kpi(data_type=terms.DataType.GRADE, unit=None, grade_order=ORDER), "grade")
FIRST = date(2024, 12, 1).toordinal()


@pytest.mark.parametrize(
    ("scale", "low", "high", "expected"),
    [
        (SHARES, 90, None, "90.0% or above"),
        (SHARES, None, "85.4", "85.4% or below"),
        (SHARES, "85.5", "89.9", "85.5% to 89.9%"),
        (SHARES, 90, 90, "90.0%"),
        (SHARES, None, None, "any result"),
        (SHARES, -2, None, "-2.0% or above"),
        (COUNTS, 1, 3, "1 home to 3 homes"),
        (DAYS, None, FIRST, "01/12/2024 or earlier"),
        (DAYS, FIRST, None, "01/12/2024 or later"),
        (DAYS, FIRST, FIRST + 2, "01/12/2024 to 03/12/2024"),
        (GRADES, -1, None, "Good or better"),
        (GRADES, -1, 0, "Good or better"),
        (GRADES, -1, 5, "Good or better"),
        (GRADES, None, -2, "Requires improvement or worse"),
        (GRADES, -3, -2, "Requires improvement or worse"),
        (GRADES, -9, -2, "Requires improvement or worse"),
        (GRADES, -2, -1, "Good to Requires improvement"),
        (GRADES, -2, -2, "Requires improvement"),
        (GRADES, -3, 0, "any result"),
        (GRADES, 0, 0, "Outstanding or better"),
        (GRADES, -3, -3, "Inadequate or worse"),
    ],
)
def test_a_stretch_of_printed_values_in_words(scale, low, high, expected):
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert scale.reach(*ends) == expected


@pytest.mark.parametrize(
    ("scale", "value", "place", "words"),
    [
        (SHARES, Decimal("90.25"), Decimal("90.25"), "90.25%"),
        (SHARES, date(2024, 12, 1), None, None),
        (SHARES, "90", None, None),
        (SHARES, True, None, None),
        (DAYS, date(2024, 12, 1), Decimal(FIRST), "01/12/2024"),
        (DAYS, Decimal(5), None, None),
        (GRADES, "Outstanding", Decimal(0), "Outstanding"),
        (GRADES, " inadequate ", Decimal(-3), "Inadequate"),
        (GRADES, "Poor", None, None),
        (GRADES, Decimal(1), None, None),
        (GRADES, None, None, None),
    ],
)
def test_where_a_value_stands_and_how_it_reads(scale, value, place, words):
    assert scale.place(value) == place
    assert place is None or scale.words(place) == words


def test_beyond_the_ends_of_days_and_grades_the_last_one_is_named():
    assert [DAYS.words(Decimal(at)) for at in (-5, 0, 1, 10**9)] == [
        "01/01/0001", "01/01/0001", "01/01/0001", "31/12/9999",
    ]  # fmt: skip
    assert [GRADES.words(Decimal(at)) for at in (3, 0, -3, -9)] == [
        "Outstanding", "Outstanding", "Inadequate", "Inadequate",
    ]  # fmt: skip


def test_distances_sides_and_printed_places():
    assert [SHARES.gap(Decimal(size)) for size in ("1.8", "-1.8", 1, 0)] == [
        "1.8 points", "1.8 points", "1.0 points", "0.0 points",
    ]  # fmt: skip
    assert [COUNTS.gap(Decimal(size)) for size in (1, 3, -3)] == ["1 home", "3 homes", "3 homes"]
    assert [DAYS.gap(Decimal(size)) for size in (1, -1, 2, 0)] == [
        "1 day", "1 day", "2 days", "0 days",
    ]  # fmt: skip
    assert [GRADES.gap(Decimal(size)) for size in (1, 2)] == ["1 grade", "2 grades"]
    both = [(one.side(above=True), one.side(above=False)) for one in (SHARES, DAYS, GRADES)]
    assert both == [("above", "below"), ("after", "before"), ("better than", "worse than")]
    assert [one.places for one in (SHARES, COUNTS, BARE, DAYS, GRADES)] == [1, 0, None, 0, 0]
    assert [one.is_number for one in (SHARES, DAYS, GRADES)] == [True, False, False]
    assert BARE.printed(Decimal("89.96")) == Decimal("89.96")
    assert SHARES.printed(Decimal("89.95")) == Decimal("90.0")


@pytest.mark.parametrize(
    ("share", "limit", "expected"),
    [
        ("6.25", 5, "6.3%"), ("5", 5, "5%"), ("5.0", 5, "5%"), ("5.04", 5, "5.04%"), ("4.96", 5, "4.96%"),
        ("4.94", 5, "4.9%"), ("5.06", 5, "5.1%"), ("0", 5, "0%"), ("0.04", 5, "0.04%"), ("0.05", 5, "0.1%"),
        ("0.05", 0, "0.1%"), ("5.00000001", 5, "5.00000001%"), ("5.0000000001", 5, "5.0000000001%"),
        ("5.000000012", 5, "5.00000001%"), ("5.0000000012", 5, "5.0000000012%"),
        ("12.96", 13, "12.96%"), ("100", 5, "100%"), ("-0.04", 5, "-0.04%"),
    ],
)  # fmt: skip
def test_a_percentage_in_words_stands_on_its_side_of_the_limit(share, limit, expected):
    assert gap_words(Decimal(share), Decimal(limit)) == expected


# --- bands


def band(rag, low, high, low_in=False, high_in=False):
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    return Band(rag, *ends, low_in=low_in, high_in=high_in)


@pytest.mark.parametrize(
    ("low", "high", "low_in", "high_in", "held", "is_empty", "printable"),
    [
        (1, 3, True, True, [1, 2, 3], False, (1, 3)),
        (1, 3, False, True, [2, 3], False, (2, 3)),
        (1, 3, True, False, [1, 2], False, (1, 2)),
        (1, 3, False, False, [2], False, (2, 2)),
        (1, 2, False, False, [], False, None),
        (2, 2, True, True, [2], False, (2, 2)),
        (2, 2, True, False, [], True, None),
        (2, 2, False, True, [], True, None),
        (3, 1, True, True, [], True, None),
        (None, 2, False, True, [0, 1, 2], False, (None, 2)),
        (None, 2, False, False, [0, 1], False, (None, 1)),
        (2, None, True, False, [2, 3, 4], False, (2, None)),
        (2, None, False, False, [3, 4], False, (3, None)),
        ("1.5", "3.5", True, True, [2, 3], False, (2, 3)),
        ("1.5", "3.5", False, False, [2, 3], False, (2, 3)),
        (None, None, False, False, [0, 1, 2, 3, 4], False, (None, None)),
    ],
)
def test_which_values_a_band_holds(low, high, low_in, high_in, held, is_empty, printable):
    one = band(GREEN, low, high, low_in, high_in)
    assert [value for value in range(5) if one.holds(Decimal(value))] == held
    assert one.is_empty is is_empty
    if not is_empty:
        assert one.printable(0) == printable
    mirrored = one.mirrored
    assert [value for value in range(5) if mirrored.holds(Decimal(-value))] == held
    assert mirrored.mirrored == one


@pytest.mark.parametrize("higher", [True, False])
@pytest.mark.parametrize("green_in", [True, False])
@pytest.mark.parametrize("amber_in", [True, False])
@pytest.mark.parametrize("amber", [-2, -1, 0, 1])
def test_towards_the_worse_side_green_then_amber_then_red(higher, green_in, amber_in, amber):
    """Amber is left out where it would end no worse than Green."""
    sign = 1 if higher else -1
    bands = one_sided(
        Edge(Decimal(0), green_in), Edge(Decimal(amber * sign), amber_in), higher=higher
    )
    for twice in range(-8, 9):
        value = Decimal(twice) / 2
        expected = RED
        if value > 0 or (value == 0 and green_in):
            expected = GREEN
        elif amber < 0 or (amber == 0 and not green_in):
            within = value > amber or (value == amber and amber_in)
            expected = AMBER if within else RED
        assert colour_of(bands, value * sign) is expected
        assert sum(one.holds(value * sign) for one in bands) == 1
    assert not any(one.is_empty for one in bands)


def test_two_sides_one_point_and_neighbours_of_one_colour():
    lower, upper = (
        (Edge(Decimal(10)), Edge(Decimal(8))),
        (Edge(Decimal(20)), Edge(Decimal(23), False)),
    )
    bands = two_sided(lower, upper)
    told = "".join(colour_of(bands, Decimal(value)).value[0] for value in range(6, 26))
    assert told == "RRAAGGGGGGGGGGGAARRR"
    pointed = with_point(bands, Decimal(20), RED)
    assert [colour_of(pointed, Decimal(at)) for at in (19, 20, 21)] == [GREEN, RED, AMBER]
    assert with_point(bands, Decimal(5), AMBER) == bands
    assert with_point(bands, Decimal(5), RED) == bands
    assert colour_of(with_point(bands, Decimal(22), GREEN), Decimal(22)) is AMBER
    row = [
        band(RED, None, 1),
        band(RED, 1, 2, True),
        band(AMBER, 2, 2, True, True),
        band(GREEN, 2, None),
    ]
    assert merged_bands(row[::-1]) == (band(RED, None, 2), row[2], row[3])
    at_nought = [
        band(RED, None, -1),
        band(AMBER, -1, 0),
        band(GREEN, 0, "0.5"),
        band(AMBER, "0.5", None),
    ]
    for order in (at_nought, at_nought[::-1]):
        assert list(merged_bands(order)) == at_nought
    with pytest.raises(ValueError, match="no band"):
        colour_of(row[:1], Decimal(5))


@pytest.mark.parametrize(
    ("thresholds", "amber", "before_red"),
    [
        ([(GREEN, 90), (AMBER, 85), (RED, 84)], 85, 85),
        ([(GREEN, 90), (RED, 89)], None, 90),
        ([(GREEN, 90), (AMBER, None), (RED, 84)], None, None),
        ([(GREEN, 90), (AMBER, 85), (AMBER, 95), (RED, 84)], None, None),
        ([], None, None),
    ],
)
def test_the_furthest_figures_before_a_colour_ends(thresholds, amber, before_red):
    made = tuple(
        Threshold(rag, "", None if value is None else Decimal(value)) for rag, value in thresholds
    )
    rating = Rating(GREEN, "value", "", thresholds=made)
    assert (amber_edge(rating), last_before_red(rating)) == (amber, before_red)


# --- tolerances and rules in words


HOMES = {"data_type": terms.DataType.NUMBER, "unit": "homes", "decimal_places": 0}


@pytest.mark.parametrize(
    ("kpi", "target", "rule", "text", "source"),
    [
        ({}, {}, {"tolerance": 5}, "5%", "rule set 2022/23 for All"),
        ({}, {}, {"tolerance": "2.5"}, "2.5%", "rule set 2022/23 for All"),
        ({}, {}, {"tolerance": 5, "applies_to": None}, "5%", "rule set 2022/23 for All"),
        ({}, {}, {"tolerance": 1, "tolerance_basis": POINTS}, "1 point", "rule set"),
        ({}, {}, {"tolerance": 2, "tolerance_basis": POINTS}, "2 points", "rule set"),
        (HOMES, {}, {"tolerance": 1, "tolerance_basis": UNITS}, "1 home", "rule set"),
        (HOMES, {}, {"tolerance": 3, "tolerance_basis": UNITS}, "3 homes", "rule set"),
        (HOMES, {}, {"tolerance": 3, "tolerance_basis": POINTS}, "5%", "is in percentage points and this KPI is not"),
        ({}, {}, {"tolerance": None}, "5%", "the default for KPIs that are not financial, since rule set"),
        ({"financial": True}, {}, {"tolerance": None}, "10%", "the default for financial KPIs, since"),
        ({"financial": True}, {}, None, "10%", "the default for financial KPIs"),
        ({}, {}, None, "5%", "the default for KPIs that are not financial"),
        ({}, {"tolerance": 4, "tolerance_basis": RELATIVE}, {}, "4%", "the KPI's own tolerance"),
        ({}, {"tolerance": 4}, {}, "4%", "since the row does not say what it is measured in"),
        ({}, {"tolerance": 1, "tolerance_basis": POINTS}, {}, "1 point", "the KPI's own tolerance"),
        (HOMES, {"tolerance": 4, "tolerance_basis": POINTS}, {}, "4 homes", "the KPI's own tolerance"),
    ],
)  # fmt: skip
def test_a_tolerance_says_how_much_and_where_it_comes_from(kpi, target, rule, text, source):
    rules = [] if rule is None else [rule]
    steps = rate(80, kpi=kpi, target={"target": 90} | target, rules=rules).outcome.steps
    (step,) = [step for step in steps if step.startswith("Tolerance:")]
    assert step.startswith(f"Tolerance: {text}")
    assert source in step
    own = "does not say" in source
    assert own is ("does not say" in step)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"tolerance": 1}, {"tolerance": 2, "approved_on": date(2022, 3, 16)}], 2),
        ([{"tolerance": 2, "approved_on": date(2022, 3, 16)}, {"tolerance": 1}], 2),
        ([{"tolerance": 1, "approved_on": None}, {"tolerance": 2}], 2),
        ([{"tolerance": 2, "rule_set": "B"}, {"tolerance": 1, "rule_set": "A"}], 2),
        ([{"tolerance": 1, "from_period": None}, {"tolerance": 2}], 2),
        (
            [
                {"tolerance": 2, "from_period": "2024/25 Q3"},
                {"tolerance": 1, "from_period": "2024/25"},
            ],
            2,
        ),
        (
            [
                {"tolerance": 1, "from_period": "Jan 2025"},
                {"tolerance": 2, "from_period": "Dec 2024"},
            ],
            2,
        ),
        ([{"tolerance": 1}, {"tolerance": 2, "from_period": "as at 31/12/2024"}], 2),
        ([{"tolerance": 1}, {"tolerance": 2, "from_period": "as at 01/01/2025"}], 1),
        ([{"tolerance": 1, "applies_to": "  "}, {"tolerance": 2, "applies_to": " wm-01 "}], 2),
        ([{"tolerance": 1}, {"tolerance": 2, "applies_to": "FINANCIAL"}], 1),
    ],
)
def test_among_equals_the_newest_row_that_has_begun(rows, expected):
    made = [make_rule(**row) for row in rows]
    book = RuleBook(made, RatingSettings())
    assert book.rules_for(make_kpi(), parse_period(PERIOD)).tolerance == expected


def test_a_row_without_a_tolerance_leaves_each_kpi_its_own_default():
    """The same row for a KPI that is financial and one that is not, in either order."""
    book = RuleBook([make_rule(tolerance=None)], RatingSettings())
    flags = (True, False, None, True)
    asked = [book.rules_for(make_kpi(financial=flag), parse_period(PERIOD)) for flag in flags]
    assert [rules.tolerance for rules in asked] == [10, 5, 5, 10]
    assert [rules.tolerance_is_default for rules in asked] == [True] * 4
    # The blanks of a row are filled once for all that it holds for, thousands of KPIs.
    assert asked[0] is asked[3]
    assert asked[1] is asked[2]
    bare = RuleBook([], RatingSettings()).rules_for(make_kpi(), parse_period(PERIOD))
    assert (bare.tolerance_is_default, bare.row) == (True, None)


def test_a_rule_is_named_with_whom_it_is_for_and_who_approved_it():
    def book(*rows):
        return RuleBook(rows, RatingSettings()).rules_for(make_kpi(), parse_period(PERIOD))

    assert (book().name, book().approved) == ("", "")
    assert "no row in Rating rules" in book().in_words
    named = book(make_rule(applies_to=None))
    assert (named.name, named.in_words) == ("2022/23", "rule set 2022/23 for All")
    assert book(make_rule(applies_to="WM-01")).in_words == "rule set 2022/23 for WM-01"
    assert named.approved == "approved by CLT on 15/03/2022"
    assert book(make_rule(approved_on=None)).approved == "approved by CLT"
    assert book(make_rule(approved_by=None)).approved == ""
    steps = rate(80, rules=[{}]).outcome.steps
    assert "Rule: rule set 2022/23 for All, approved by CLT on 15/03/2022." in steps


# --- marks and cells


@pytest.mark.parametrize(
    ("status", "why", "expected"),
    [
        (None, None, ()),
        (terms.ValueStatus.FINAL, None, ()),
        (terms.ValueStatus.PROVISIONAL, None, (Mark.PROVISIONAL,)),
        (terms.ValueStatus.ESTIMATED, None, (Mark.ESTIMATED,)),
        (terms.ValueStatus.REVISED, None, (Mark.REVISED,)),
        (None, terms.NoDataReason.NOT_COMPARABLE, (Mark.NOT_COMPARABLE,)),
        (None, terms.NoDataReason.SUPPRESSED, (Mark.SUPPRESSED,)),
        (
            terms.ValueStatus.REVISED,
            terms.NoDataReason.SUPPRESSED,
            (Mark.REVISED, Mark.SUPPRESSED),
        ),
        (None, terms.NoDataReason.DATA_QUALITY, ()),
    ],
)
def test_what_must_be_said_beside_a_rating(status, why, expected):
    row = make_result("WM-01", PERIOD, 95, value_status=status, no_data_reason=why)
    assert rate(results=[row]).outcome.marks == expected


@pytest.mark.parametrize(
    ("value", "exact", "places", "first"),
    [
        ("91.2", None, 1, "Result for 2024/25 Q3: 91.2%."),
        ("91.24", None, 1, "Result for 2024/25 Q3: 91.2%, exactly 91.24; rated as printed."),
        ("91.24", terms.RatedOn.EXACT, 1, "Result for 2024/25 Q3: 91.2%, exactly 91.24; rated exactly."),
        ("91.24", None, None, "Result for 2024/25 Q3: 91.24%."),
    ],
)  # fmt: skip
def test_the_first_step_says_what_is_rated(value, exact, places, first):
    out = rate(value, kpi={"decimal_places": places}, rules=[{"rated_on": exact}]).outcome
    assert out.steps[0] == first
    assert ("Decimal places are missing" in " ".join(out.steps)) is (places is None)


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        (
            {},
            [
                ("result", "91.2%"), ("target", "90.0%"), ("tolerance", "5%"),
                ("polarity", "Higher is better"), ("financial", "No"), ("decimal places", "1"),
                ("rule set", "rule set 2022/23 for All"),
            ],
        ),
        (
            {"target": {"amber_boundary": 80}, "kpi": {"polarity": LOWER, "financial": True}},
            [
                ("result", "91.2%"), ("target", "90.0%"), ("Amber boundary", "80.0%"),
                ("polarity", "Lower is better"), ("financial", "Yes"), ("decimal places", "1"),
                ("rule set", "rule set 2022/23 for Financial"),
            ],
        ),
        (
            {"target": {"target_type": terms.TargetType.INCREASE, "target": None}, "before": "90.04"},
            [
                ("result", "91.2%"), ("target", "Direction: increase"),
                ("comparator", "90.0% (2024/25 Q2)"), ("tolerance", "5%"), ("financial", "No"),
                ("decimal places", "1"), ("rule set", "rule set 2022/23 for All"),
            ],
        ),
        (
            {"kpi": {"data_type": terms.DataType.YES_NO}, "target": {"target": True}, "value": False},
            [("result", "No"), ("target", "Yes"), ("rule set", "rule set 2022/23 for All")],
        ),
    ],
)  # fmt: skip
def test_the_figures_used_are_told_as_printed(over, expected):
    value = over.pop("value", "91.2")
    out = rate(value, **over).outcome
    assert [(one.label, one.text) for one in out.used] == expected
    assert all(field is not None for _, field in cells_used(out))


def test_last_years_figure_is_told_where_a_scheme_of_improvement_asks_for_it():
    rules = [{"improved_rule": terms.ImprovedRule.THURROCK}]
    out = rate("85", last_year="84.04", rules=rules).outcome
    assert ("last year", f"84.0% ({LAST_YEAR})") in [(one.label, one.text) for one in out.used]
    assert out.rag is AMBER
    odd = rate("85", last_year="see note", rules=rules).outcome
    assert odd.rag is RED
    assert "last year's result is of another kind" in odd.sentence
    assert "last year" not in [one.label for one in odd.used]


def test_of_the_period_before_only_the_colour_and_its_sentence_are_worked_out():
    """They serve to name a movement between ratings: neither cells, key nor sum are wanted."""
    found = rate(80, before=86)
    for out, is_full in ((found.outcome, True), (found.previous, False)):
        assert (bool(out.used), bool(out.thresholds)) == (is_full, is_full)
        assert any("Therefore" in step for step in out.steps) is is_full
    assert (found.outcome.rag, found.previous.rag) == (RED, AMBER)
    assert "within the tolerance" in found.previous.sentence


def test_without_a_rule_what_is_provisional_or_stale_is_rated_and_marked():
    old = make_result("WM-01", "2023/24", 91, received_on=date(2024, 12, 9))
    annual = {"frequency": terms.Frequency.ANNUAL, "first_period": "2019/20"}
    found = rate(results=[old], kpi=annual | {"longest_age": "2 quarters"}, rules=[])
    assert (found.rag, found.outcome.marks) == (GREEN, (Mark.NEW, Mark.STALE))
    provisional = rate(91, status=terms.ValueStatus.PROVISIONAL, rules=[])
    assert (provisional.rag, provisional.outcome.marks) == (GREEN, (Mark.PROVISIONAL,))


@pytest.mark.parametrize(("value", "marked"), [("98.95", False), ("98.99", False), ("99", True)])
def test_a_figure_exceeds_its_target_from_the_rules_own_share_on(value, marked):
    """10% of 90 is 9: 98.99 is not yet there."""
    rule = {"exceeding_mark": 10, "rated_on": terms.RatedOn.EXACT}
    assert (Mark.EXCEEDING in rate(value, rules=[rule]).outcome.marks) is marked


def test_an_amber_boundary_takes_no_place_of_a_movements_tolerance():
    for asks in (terms.TargetType.INCREASE, terms.TargetType.MAINTAIN):
        target = {"target_type": asks, "target": None, "amber_boundary": 80}
        out = rate(88, before=90, target=target, rules=[]).outcome
        assert (out.tolerance, out.tolerance_basis) == (5, RELATIVE)
        assert ("tolerance", None) in cells_used(out)
