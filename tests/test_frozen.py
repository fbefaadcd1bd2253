"""Frozen values behave as frozen dataclasses with slots do."""

import copy
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from pmf_cli.frozen import frozen


class Figure:
    """A figure and what is known of it."""

    ref: str
    value: int = 0
    notes: list[str] = field(default_factory=list, hash=False)
    told: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError(self.ref)


FrozenFigure = frozen(type("Figure", (), dict(vars(Figure))))
PlainFigure = dataclass(frozen=True, slots=True)(type("Figure", (), dict(vars(Figure))))
BOTH = pytest.mark.parametrize("figure", [FrozenFigure, PlainFigure], ids=["frozen", "dataclass"])


@frozen
class Split:
    """A part of a figure."""

    name: str


@frozen(kw_only=True)
class Place:
    """A base whose fields are given by name."""

    row: int = 0


@frozen
class Cell(Place):
    """A value that builds on another."""

    text: str
    facts: Mapping[str, str] = field(default_factory=dict)


@frozen
class Nothing:
    """No fields at all."""


@BOTH
def test_defaults_stand_for_what_is_not_given(figure):
    made = figure("WM-03")
    assert (made.ref, made.value, made.notes, made.told) == ("WM-03", 0, [], "")
    assert made.notes is not figure("WM-03").notes
    assert figure("WM-03", told="by hand").told == "by hand"
    with pytest.raises(TypeError, match=r"Figure\.__init__\(\) missing 1 required.*'ref'"):
        figure()


@BOTH
def test_what_is_not_to_be_compared_is_not(figure):
    assert figure("A", 1, told="x") == figure("A", 1)
    assert figure("A", 1) != figure("A", 2)
    assert figure("A", 1, ["x"]) != figure("A", 1)
    assert hash(figure("A", 1, ["x"])) == hash(figure("A", 1))
    assert figure("A") != ("A", 0, [])
    assert repr(figure("A", 1)) == "Figure(ref='A', value=1, notes=[])"


@BOTH
def test_nothing_is_changed_or_added(figure):
    made = figure("A")
    for change in (
        lambda: setattr(made, "value", 2),
        lambda: setattr(made, "colour", "Red"),
        lambda: delattr(made, "value"),
    ):
        with pytest.raises((FrozenInstanceError, TypeError)):
            change()
    assert not hasattr(made, "__dict__")
    assert replace(made, value=2) == figure("A", 2)


@BOTH
def test_a_value_looks_itself_over_when_made(figure):
    with pytest.raises(ValueError, match="A"):
        figure("A", -1)


def test_copies_are_equal():
    made = Cell("x", row=3)
    assert copy.copy(made) == made == pickle.loads(pickle.dumps(made))
    assert copy.deepcopy(made).facts is not made.facts


def test_a_value_builds_on_another():
    made = Cell("x", row=3)
    assert [one.name for one in fields(made)] == ["row", "text", "facts"]
    assert made != Cell("x")
    assert made != Place(row=3)
    with pytest.raises(TypeError):
        Place(3)


def test_values_of_one_field_and_of_none():
    match Split("Men"):
        case Split(name):
            assert name == "Men"
    assert len({Split("Men"), Split("Men"), Split("Women")}) == 2
    assert len({Nothing(), Nothing()}) == 1
    assert Nothing() != Split("")


def test_a_constructor_is_written_when_the_first_value_is_made():
    class Late:
        name: str

    late = frozen(Late)
    before = late.__init__
    assert late("x") == late(name="x")
    assert late.__init__ is not before
    assert late.__init__.__code__.co_varnames == ("self", "name")
