"""A further rule of the timetable is one decorated function; the clash, its words and cure follow."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.cycle.timetable.clash import ClashKind, TimetableProblem, clashes_by
from pmf_cli.findings import Severity, advice
from pmf_cli.register.periods.text import parse_period
from tests.make import make_step

Q3 = parse_period("2024/25 Q3")


@advice(ClashKind.BUSY, cure="Choose another letter.")
def begins_with_d(names: tuple[str, ...]) -> Iterator[TimetableProblem]:
    """No body begins with D.

    That is the reason.
    """
    for name in names:
        if name.startswith("D"):
            own = "" if name != "DMT" else "Ask the DMT."
            yield TimetableProblem(
                f"{name} begins with D.", make_step("2024/25 Q3", body=name), cure=own
            )


def test_a_rule_of_the_timetable_is_one_function():
    """Kind and severity come from its decorator, the cycle from the step, the cure from either."""
    found = list(clashes_by((begins_with_d,), ("CLT", "Directors", "DMT")))
    assert [one.message for one in found] == ["Directors begins with D.", "DMT begins with D."]
    assert {(one.kind, one.severity, one.cycle) for one in found} == {
        (ClashKind.BUSY, Severity.ADVICE, Q3)
    }
    assert [one.cure for one in found] == ["Choose another letter.", "Ask the DMT."]


def test_its_docstring_is_its_manual_page():
    """As for the checks of the register: the rule in the first line, then the reason."""
    assert (begins_with_d.title, begins_with_d.reason) == (
        "No body begins with D.",
        "That is the reason.",
    )
