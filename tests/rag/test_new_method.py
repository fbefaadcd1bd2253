"""A further rating method is one function, one line in ``METHODS``, and what it says of itself."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pmf_cli.rag import methods
from pmf_cli.rag.base import Rating
from pmf_cli.rag.methods import Method
from pmf_cli.rag.rate import rate_kpi
from pmf_cli.rag.rating_input import RatedBy, RatingInput, RatingResult
from pmf_cli.rag.widths import width_for
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.terms import Rag, TargetType
from pmf_cli.settings import Settings
from tests.make import AS_OF, PERIOD, make_kpi, make_register, make_result, make_target


def method(*, amber_boundary: bool, polarity: bool) -> Method:
    """A method as a newcomer writes it."""

    def by_luck(case: RatingInput) -> RatingResult:
        width = width_for(case.kpi, case.target, case.rules, case.scale)
        by = RatedBy(name="luck", polarity=polarity)
        own = case.boundary if amber_boundary else None
        return RatingResult(Rag.GREEN, by, "Luck has it", (), case.scale, width=width, boundary=own)

    return by_luck


@pytest.mark.parametrize("amber_boundary", [True, False])
@pytest.mark.parametrize("polarity", [True, False])
def test_a_new_method_says_itself_what_decides_it(
    monkeypatch: pytest.MonkeyPatch, *, amber_boundary: bool, polarity: bool
) -> None:
    """The tolerance gives way to a boundary, and the polarity is shown, only where the method says so."""
    added = method(amber_boundary=amber_boundary, polarity=polarity)
    monkeypatch.setitem(methods.METHODS, TargetType.VALUE, added)
    register = make_register(
        (make_kpi("WM-01"),),
        (make_result("WM-01", PERIOD, "88"),),
        (make_target("WM-01", tolerance=Decimal(5), amber_boundary=Decimal(80)),),
    )
    found = rate_kpi(register, Settings(), parse_period(PERIOD), AS_OF, "WM-01")
    assert found is not None
    assert isinstance(found.outcome, Rating)
    assert found.outcome.method == "luck"
    assert (found.outcome.tolerance is None) is amber_boundary
    assert ("polarity" in {one.label for one in found.outcome.used}) is polarity


def test_a_method_that_does_not_say_it_is_no_method() -> None:
    """Nothing is assumed of a method that is silent."""
    with pytest.raises(TypeError):
        RatedBy(name="luck")  # type: ignore[call-arg]
