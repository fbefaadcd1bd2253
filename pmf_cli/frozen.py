"""Frozen values with slots: what ``dataclass(frozen=True, slots=True)`` makes, made in a quarter of the time.

A command defines two hundred such classes before it reads a cell, and fills some hundred thousand of
them. ``dataclass`` writes and compiles six methods for each class; all but the constructor are alike in
every class and stand here once, and the constructor is written when the first value is made, since most
classes have none in most runs. ``fields``, ``replace`` and patterns of ``match`` know them as dataclasses.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

FrozenT = TypeVar("FrozenT")


@overload
def frozen(cls: type[FrozenT], /) -> type[FrozenT]: ...
@overload
def frozen(*, kw_only: bool) -> Callable[[type[FrozenT]], type[FrozenT]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: Any = None, /, *, kw_only: bool = False) -> Any:
    """Makes a class one of frozen values with slots; the classes it builds on are such too.

    Args:
        kw_only: fields are given by name alone.
    """
    return _made(cls, kw_only) if cls else lambda given: _made(given, kw_only)


def _made(cls: type[Any], kw_only: bool) -> type[Any]:  # noqa: FBT001 - of frozen()
    for name in _ALIKE:
        # A class with an __eq__ of its own is given None for its hash.
        if vars(cls).get(name) is None:
            setattr(cls, name, vars(_Alike)[name])
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    told = fields(made)
    made._compared = _values([one.name for one in told if one.compare])
    made._hashed = _values([one.name for one in told if one.compare and one.hash is not False])
    made.__init__ = _constructor_once_called(made)
    return made  # type: ignore[no-any-return]


def _values(names: list[str]) -> Callable[[Any], Any]:
    # Values without fields are all alike.
    return attrgetter(*(names or ["__class__"]))


def _constructor_once_called(cls: type[Any]) -> Callable[..., None]:
    """An ``__init__`` that gives its place to the class's own when it is first called."""

    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: ANN401 - of any class
        cls.__init__ = made = _constructor(cls)
        made(self, *given, **named)

    return __init__


def _constructor(cls: type[Any]) -> Callable[..., None]:
    """The ``__init__`` of a class, which sets each slot: written out and compiled, as ``dataclass`` does."""
    known: dict[str, Any] = {"MISSING": MISSING, "__name__": cls.__module__}
    placed: list[str] = []
    named: list[str] = []
    lines: list[str] = []
    for one in fields(cls):
        name = one.name
        known |= {f"set_{name}": getattr(cls, name).__set__, f"usual_{name}": one.default}
        value = name
        is_asked = one.default is MISSING
        if one.default_factory is not MISSING:
            known[f"make_{name}"] = one.default_factory
            value, is_asked = f"make_{name}() if {name} is MISSING else {name}", False
        (named if one.kw_only else placed).append(name if is_asked else f"{name}=usual_{name}")
        lines.append(f"set_{name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    taken = ", ".join(["self", *placed, *(["*", *named] if named else [])])
    exec("\n ".join([f"def __init__({taken}):", *(lines or ["pass"])]), known)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


class _Alike:
    """What every frozen value does in the same way."""

    _compared: Callable[[Any], Any]
    _hashed: Callable[[Any], Any]

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(self._compared(self) == self._compared(other))

    def __hash__(self) -> int:
        return hash(self._hashed(self))

    def __repr__(self) -> str:
        told = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)  # type: ignore[arg-type]  # made a dataclass
        return f"{self.__class__.__qualname__}({', '.join(told)})"

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    # Copies are filled past __setattr__.
    def __getstate__(self) -> list[Any]:
        return [getattr(self, one.name) for one in fields(self)]  # type: ignore[arg-type]  # made a dataclass

    def __setstate__(self, state: list[Any]) -> None:
        for one, value in zip(fields(self), state, strict=True):  # type: ignore[arg-type]  # made a dataclass
            object.__setattr__(self, one.name, value)


_ALIKE = tuple(name for name, one in vars(_Alike).items() if inspect.isfunction(one))
