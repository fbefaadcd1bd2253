"""The key says the scheme that rated the KPIs, whatever scheme that is."""

from __future__ import annotations

import pytest

from pmf_cli.rag.base import Mark
from pmf_cli.register import terms
from pmf_cli.settings import Settings
from pmf_cli.views.rating_key import MARK_MEANINGS, key_table, rule_set_words, scheme_of
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_rule, make_target


def scheme(*rules, targets=None, settings=None, **kpi):
    register = register_of(
        quarterly("A-1", ["95", "88", "91", "92", "88"], **kpi),
        rating_rules=rules,
        targets=targets or [make_target("A-1")],
    )
    assessment = assessed(register, settings=settings)
    return scheme_of(assessment, assessment.ratings)


def test_the_usual_scheme():
    """5%, relative, worse side only, on the printed figure."""
    found = scheme(make_rule())
    assert found.green == "On target or better."
    assert "up to 5%" in found.amber
    assert "more than 5%" in found.red
    assert "relative to the target" in found.notes[0]
    assert "85.5%" in found.notes[0]


def test_defaults_of_the_tool_name_both_tolerances():
    """Without rule rows 5%, and 10% for financial KPIs."""
    assert "up to 5% (10% for financial KPIs)" in scheme().amber


@pytest.mark.parametrize(
    ("over", "green", "amber", "red"),
    [
        ({"tolerance": 3}, "On target", "up to 3%", "more than 3%"),
        ({"at_boundary": terms.Rag.RED}, "On target", "less than 5%", "5% or more"),
        ({"green_tolerance": 2}, "up to 2%", "up to 5%", "more than 5%"),
        ({"tolerance": 0}, "On target", "Not used", "Worse than the target"),
        (
            {"tolerance_basis": terms.ToleranceBasis.POINTS},
            "On target",
            "up to 5 percentage points",
            "more than 5 percentage points",
        ),
        (
            {"improved_rule": terms.ImprovedRule.HAVERING, "tolerance": 10},
            "up to 10%",
            "better than the same time last year",
            "not better",
        ),
        (
            {"improved_rule": terms.ImprovedRule.THURROCK},
            "On target",
            "Off target, but better",
            "not better",
        ),
    ],
)
def test_other_councils_schemes_are_told_as_they_are(over, green, amber, red):
    """The words follow the rule row in force."""
    found = scheme(make_rule(**over))
    assert green in found.green
    assert amber in found.amber
    assert red in found.red


def test_points_are_explained_as_points():
    """The example sum matches the basis."""
    found = scheme(make_rule(tolerance_basis=terms.ToleranceBasis.POINTS))
    assert "percentage points" in found.notes[0]
    assert "85%" in found.notes[0]


def test_exact_figures_are_said():
    """A rule set that rates before rounding says so."""
    found = scheme(make_rule(rated_on=terms.RatedOn.EXACT))
    assert any("exact figures" in note for note in found.notes)


def test_tolerances_of_their_own_are_counted():
    """A KPI with its own tolerance is not taken for the rule."""
    own = make_target("A-1", tolerance=2, tolerance_basis=terms.ToleranceBasis.POINTS)
    found = scheme(make_rule(), targets=[own])
    assert any("its own tolerance" in note for note in found.notes)
    assert "5%" in found.amber


def test_nothing_rated_falls_back_on_the_settings():
    """A paper of trackers still has a key."""
    tracker = make_target("A-1", target_type=terms.TargetType.TRACKER, target=None)
    settings = Settings(rating={"tolerance": 7, "financial_tolerance": 7})
    found = scheme(targets=[tracker], settings=settings)
    assert "up to 7%." in found.amber


def test_every_mark_has_a_meaning():
    """A mark beside a rating is always explained (Breckland: explain every symbol)."""
    assert set(MARK_MEANINGS) == set(Mark)


def test_only_marks_that_occur_are_in_the_key():
    """The key of a plain paper is short."""
    assessment = assessed(register_of(quarterly("A-1", ["91"])))
    table = key_table(assessment, assessment.ratings)
    assert not any(entry.text.startswith("(") for entry, *_ in table.rows)


def test_a_rule_set_without_approval_says_so():
    """Silence would read as approval."""
    assessment = assessed(
        register_of(
            quarterly("A-1", ["91"]),
            rating_rules=(make_rule(approved_by=None, approved_on=None),),
        )
    )
    assert "no approval is on record" in rule_set_words(assessment.ratings)
    assert key_table(assessment, assessment.ratings).rows


def test_kpis_rated_by_a_narrower_row_are_counted():
    """A class with its own tolerance departs from the key, and the key says so."""
    register = register_of(
        quarterly("A-1", ["91"]),
        quarterly("A-2", ["91"]),
        quarterly("A-3", ["91"]),
        rating_rules=(make_rule(), make_rule(applies_to="A-3", tolerance=2)),
    )
    assessment = assessed(register)
    notes = scheme_of(assessment, assessment.ratings).notes
    assert any(note.startswith("1 KPI is rated by another row") for note in notes)


def test_no_tolerance_is_told_as_such():
    """No example sum with a tolerance that nobody uses."""
    found = scheme(make_rule(tolerance=0), make_rule(applies_to="Financial", tolerance=0))
    assert "There is no tolerance" in found.notes[0]
