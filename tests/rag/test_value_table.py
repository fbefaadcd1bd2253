"""Every way to rate a figure against a target, held against the rules as the documents word them."""

import random
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from pmf_cli.rag.base import Mark, Rating
from tests.rag.desk import POINTS, RELATIVE, UNITS, terms
from tests.rag.rules_in_words import (
    MEASURES,
    PER_CENT,
    UNROUNDED,
    Case,
    Havering,
    Maintained,
    Scheme,
    Thurrock,
    cells_used,
    green_used,
    key_of,
    printed_stretches,
    rated,
    told_key,
)

OWN = (None, (4, RELATIVE), (3, POINTS), (3, UNITS), (2, None), (0, UNITS), (-4, RELATIVE))
RED, AMBER, GREEN = terms.Rag.RED, terms.Rag.AMBER, terms.Rag.GREEN
TOLERANCES = (
    (None, None),
    (6, None),
    (6, RELATIVE),
    (6, POINTS),
    (6, UNITS),
    (0, UNITS),
)
GREENS = (None, None, 2, 7)
AMBER_ENDS = (None, AMBER, RED)
GREEN_ENDS = (None, GREEN, AMBER, RED)
BOUNDARIES = (None, None, -4, 0, 3)
"""How many printed steps the council's own Amber boundary stands on the worse side; none mostly."""


def schemes(chance: random.Random) -> Scheme | None:
    if chance.random() < 0.1:
        return None
    tolerance, basis = chance.choice(TOLERANCES)
    green = chance.choice(GREENS)
    return Scheme(
        tolerance=None if tolerance is None else Decimal(tolerance),
        basis=basis,
        green=None if green is None else Decimal(green),
        at_boundary=chance.choice(AMBER_ENDS),
        at_green=chance.choice(GREEN_ENDS),
        exact=chance.random() < 0.3,
        improved=chance.choice((None, None, None, Havering, Maintained, Thurrock)),
        exceeding=chance.choice((None, Decimal(0), Decimal(10))),
    )


def around(case: Case, chance: random.Random) -> list[Case]:
    """The case's figure set a printed step, and less, before, at and beyond each of its ends."""
    step, sign = case.measure.step, 1 if case.higher else -1
    worse_by = {Decimal(0), *case.ends, -abs(case.target) / 10}
    if case.last_year is not None:
        worse_by.add(case.worse_by(case.measure.printed(case.last_year)))
    found = [
        case.target - sign * (end + steps * step)
        for end, steps in product(
            sorted(worse_by), map(Decimal, ("-1", "-0.4", "0", "0.4", "0.5", "1"))
        )
    ]
    return [
        Case(case.measure, case.higher, value, case.own, case.boundary, case.scheme, case.last_year)
        for value in chance.sample(found, min(len(found), 9))
    ]


def drawn(seed: int, number: int) -> list[Case]:
    """Cases of all measures, polarities, tolerances and schemes, with figures at their ends."""
    chance = random.Random(seed)
    found: list[Case] = []
    for _ in range(number):
        measure = chance.choice(MEASURES)
        higher = chance.random() < 0.5
        steps = chance.choice(BOUNDARIES)
        sign = 1 if higher else -1
        scheme = schemes(chance)
        boundary = None if steps is None else measure.target - sign * steps * measure.step
        case = Case(measure, higher, measure.target, chance.choice(OWN), boundary, scheme)
        if scheme is not None and scheme.improved is not None and chance.random() < 0.8:
            by = [Decimal(steps) * measure.step for steps in (-3, 0, 2, 8, 40)]
            worse_by = chance.choice(by) * Decimal(chance.choice(("1", "1.3")))
            last = measure.target - sign * chance.choice((worse_by, *case.ends))
            case = replace(case, last_year=last)
        found += around(case, chance)
    return found


CASES = drawn(5, 70)


@pytest.fixture(scope="module")
def table():
    """Each case with what the tool makes of it."""
    return list(zip(CASES, rated(CASES), strict=True))


def differing(table, told, expected) -> list[tuple[object, object, object]]:
    """The cases in which two answers differ, with both."""
    answers = ((case, told(case, found.outcome), expected(case)) for case, found in table)
    return [answer for answer in answers if answer[1] != answer[2]]


def test_each_figure_has_the_colour_that_the_documents_give_it(table):
    assert all(isinstance(found.outcome, Rating) for _, found in table)
    assert not differing(table, lambda _, out: out.rag.value, lambda case: case.colour)


def test_the_tolerance_is_the_kpis_own_or_the_rules_or_the_usual(table):
    """Unless the council's own Amber boundary takes its place."""

    def expected(case):
        width = case.width
        return (None, None) if case.boundary is not None else (width.amount, width.basis)

    assert not differing(table, lambda _, out: (out.tolerance, out.tolerance_basis), expected)


def test_the_shortfall_is_in_the_measure_of_the_tolerance(table):
    def expected(case):
        return case.width.measures(case.worse_by(case.rated(case.value)), case.target)

    def told(_, out):
        return None if out.shortfall is None else round(out.shortfall, 12)

    def rounded(case):
        size = expected(case)
        return None if size is None else round(size, 12)

    assert not differing(table, told, rounded)


def test_the_exact_figure_is_told_where_it_would_have_another_colour(table):
    def said(case, out):
        return (
            Mark.ROUNDING in out.marks,
            f"exact value {case.value.normalize():,f} would be {case.colour_of(case.value)}"
            in out.sentence,
        )

    def expected(case):
        # Last year's figure is taken as it is rated, not exactly: only this year's is in question.
        differs = not case.rates_exactly and case.colour_of(case.value) != case.colour
        return differs, differs

    assert not differing([row for row in table if row[0].last_year is None], said, expected)


def test_green_by_the_rules_mark_or_more_is_exceeding(table):
    def expected(case):
        better_by = -case.worse_by(case.rated(case.value))
        asked = case.scheme.exceeding if case.scheme is not None else None
        return (
            asked is not None
            and case.target != 0
            and better_by > 0
            and case.colour == "Green"
            and better_by * 100 >= asked * abs(case.target)
        )

    assert not differing(table, lambda _, out: Mark.EXCEEDING in out.marks, expected)


def place_of(case: Case) -> str:
    """How the figure stands to the target and its tolerance, in the words of the sentence."""
    value = case.rated(case.value)
    gap, (_, amber) = case.worse_by(value), case.ends
    if gap == 0:
        return "on the target" if case.colour == "Green" else "which counts as"
    if gap < 0:
        return "no more"
    if case.colour == "Green":
        return "still counts as met"
    if case.boundary is not None:
        where = "exactly at" if gap == amber else "beyond" if gap > amber else "not beyond"
        return f", {where} the Amber boundary of"
    if case.target == 0 and case.width.basis is RELATIVE:
        return "and a percentage of 0 leaves no tolerance"
    where = "exactly at" if gap == amber else "outside" if gap > amber else "within"
    return f", {where} the tolerance of"


MOVEMENTS = (
    "and there is no improvement to show",
    "but better than",
    "but as good as",
    "and worse than",
    "and no better than",
)


def movement_of(case: Case) -> str | None:
    """How the figure stands to last year's, where that decides its colour; else nothing.

    Amber for being better, or Red for not being so; in Havering's schemes only past the end of Amber.
    """
    scheme, value = case.scheme, case.rated(case.value)
    gap, (_, amber) = case.worse_by(value), case.ends
    if scheme is None or scheme.improved is None or gap <= 0 or case.colour == "Green":
        return None
    is_better = case.is_better(value)
    if is_better is not (case.colour == "Amber"):
        return None
    is_within = gap < amber or (gap == amber and scheme.at_boundary is not RED)
    if scheme.improved is not Thurrock and case.colour == "Amber" and is_within:
        return None
    if case.last_year is None:
        return MOVEMENTS[0]
    if is_better:
        return MOVEMENTS[2 if value == case.rated(case.last_year) else 1]
    return MOVEMENTS[3 if scheme.improved is Maintained else 4]


def test_the_sentence_says_how_the_figure_stands_to_last_years_where_that_decides(table):
    def told(_, out):
        return [words for words in MOVEMENTS if words in out.because]

    def expected(case):
        movement = movement_of(case)
        return [] if movement is None else [movement]

    assert {movement_of(case) for case, _ in table} == {None, *MOVEMENTS}
    assert not differing(table, told, expected)


def test_the_sum_says_of_which_end_a_scheme_of_improvement_moves(table):
    """Whether that is the tolerance's or the council's own boundary, and what is enough."""

    def told(_, out):
        return [step.partition(" on last year")[0] for step in out.steps if "only if" in step]

    def expected(case):
        improved = case.scheme.improved if case.scheme is not None else None
        if improved is None:
            return []
        if improved is Thurrock:
            return ["Off target Amber only if improved"]
        end = "tolerance" if case.boundary is None else "Amber boundary"
        what = "improved or maintained" if improved is Maintained else "improved"
        return [f"Beyond the {end} Amber only if {what}"]

    assert not differing(table, told, expected)


def test_the_sentence_says_on_which_side_of_target_and_tolerance_the_figure_is(table):
    """Thurrock's scheme knows only the target and last year, so where that decides no other end is told."""
    wrong = []
    for case, found in table:
        said, place = found.outcome.because, place_of(case)
        above = case.rated(case.value) > case.target
        sides = [f"{side} the target of" for side in ("above", "below")]
        wanted = sides[0] if above else sides[1]
        gap = case.worse_by(case.rated(case.value))
        is_told = place in said
        if place == "no more":
            is_told = "tolerance" not in said and "counts as" not in said
        elif case.scheme is not None and case.scheme.improved is Thurrock and movement_of(case):
            is_told = "tolerance" not in said and "boundary" not in said
        is_right = is_told and (
            (gap == 0 and not any(side in said for side in sides)) or (gap != 0 and wanted in said)
        )
        hint = "(lower is better)" in said
        if not is_right or hint is not (not case.higher and gap != 0):
            wrong.append((case, said))
    assert not wrong


def test_the_sum_says_which_way_is_better_how_far_off_and_how_far_the_tolerance_reaches(table):
    wrong = []
    for case, found in table:
        steps = found.outcome.steps
        gap = case.worse_by(case.rated(case.value))
        way = "higher is better" if case.higher else "lower is better"
        first = (
            "No shortfall."
            if gap == 0
            else "Better than the target by"
            if gap < 0
            else "Shortfall:"
        )
        is_share = gap > 0 and case.width.basis is RELATIVE and case.target != 0
        wanted = (
            any(step.startswith("Target:") and way in step for step in steps)
            and any(step.startswith(first) for step in steps)
            and any(step.endswith("of the target.") for step in steps) is is_share
            and any(step.startswith("Amber boundary:") for step in steps)
            is (case.boundary is not None)
            and any(step.startswith("Tolerance:") for step in steps) is (case.boundary is None)
            and any("rated exactly" in step for step in steps)
            is (case.rates_exactly and case.measure.printed(case.value) != case.value)
            and any("rated as printed" in step for step in steps)
            is (not case.rates_exactly and case.measure.printed(case.value) != case.value)
            and any("Decimal places are missing" in step for step in steps)
            is (case.measure is UNROUNDED)
            and f"Therefore {case.colour}." in steps
        )
        if not wanted:
            wrong.append((case, steps))
    assert not wrong


def test_every_figure_used_is_named_with_its_cell(table):
    """In the order in which they are told; what the tool itself gives has no cell."""
    wrong = []
    for case, found in table:
        rule, own = case.scheme, case.own is not None
        fits = rule is None or rule.basis is not POINTS or case.measure.is_percentage
        by_rule = rule is not None and rule.tolerance is not None and fits
        last = ["last year"] if case.last_year is not None else []
        places = (
            "missing"
            if case.measure is UNROUNDED
            else str(case.measure.kpi.get("decimal_places", 1))
        )
        expected = [
            ("result", "value"),
            ("target", "target"),
            ("tolerance", "tolerance" if own or by_rule else None)
            if case.boundary is None
            else ("Amber boundary", "amber_boundary"),
            *green_used(case.measure, rule),
            *((label, "value") for label in last),
            ("polarity", "polarity"),
            ("financial", "financial"),
            ("decimal places", "decimal_places"),
            ("rule set", None if rule is None else "rule_set"),
        ]
        used = found.outcome.used
        told = cells_used(found.outcome)
        texts = {one.label: one.text for one in used}
        if told != expected or texts["decimal places"] != places:
            wrong.append((case, told, expected))
    assert not wrong


def tried(case: Case):
    """Each printed value near the target's, Green's and Amber's end, with its colour."""
    step = case.measure.step
    ends = [*case.ends, Decimal(0)]
    if case.last_year is not None:
        ends.append(case.worse_by(case.rated(case.last_year)))
    reach = max(abs(end) for end in ends) + 5 * step
    start, end = (case.measure.printed(case.target + side * reach) for side in (-1, 1))
    return printed_stretches(case.colour_of, start, end, step)


def test_each_colour_begins_where_the_first_printed_value_has_it(table):
    """Every printed value near the target is tried; the key says the same in one number each."""
    seen, wrong = set(), []
    for case, found in table:
        config = (
            case.measure.target,
            case.higher,
            case.own,
            case.boundary,
            case.scheme,
            case.last_year,
        )
        if case.rates_exactly or case.measure is UNROUNDED or config in seen:
            continue
        seen.add(config)
        expected = key_of(tried(case), case.measure.words, higher=case.higher)
        if told_key(found.outcome) != expected:
            wrong.append((case, told_key(found.outcome), expected))
    assert not wrong


EXACTLY = [
    (Scheme(), True, ("from 90.0%", "from 85.5% and below 90.0%", "below 85.5%")),
    (Scheme(), False, ("up to 90.0%", "above 90.0% and up to 94.5%", "above 94.5%")),
    (Scheme(at_boundary=RED), True, ("from 90.0%", "above 85.5% and below 90.0%", "up to 85.5%")),
    (Scheme(at_boundary=RED), False, ("up to 90.0%", "above 90.0% and below 94.5%", "from 94.5%")),
    (Scheme(at_green=AMBER), True, ("above 90.0%", "from 85.5% and up to 90.0%", "below 85.5%")),
    (
        Scheme(at_green=RED),
        True,
        ("above 90.0%", "from 85.5% and below 90.0%", "below 85.5%, or exactly 90.0%"),
    ),
    (Scheme(tolerance=Decimal(0)), True, ("from 90.0%", "", "below 90.0%")),
]


@pytest.mark.parametrize("unrounded", [False, True])
def test_where_exact_figures_are_rated_the_key_says_which_side_an_end_belongs_to(unrounded):
    """There is no next printed value: by the rule, or for want of decimal places."""
    measure = UNROUNDED if unrounded else PER_CENT
    cases = [
        Case(measure, higher, Decimal(90), scheme=scheme if unrounded else exactly(scheme))
        for scheme, higher, _ in EXACTLY
    ]
    for found, (_, _, texts) in zip(rated(cases), EXACTLY, strict=True):
        told = {one.rag.value: one.text for one in found.outcome.thresholds}
        wanted = dict(zip(("Green", "Amber", "Red"), texts, strict=True))
        if unrounded:
            wanted = {rag: text.replace(".0%", "%") for rag, text in wanted.items()}
        assert told == {rag: text for rag, text in wanted.items() if text}


def exactly(scheme: Scheme) -> Scheme:
    """The scheme, rating exact values."""
    return replace(scheme, exact=True)
