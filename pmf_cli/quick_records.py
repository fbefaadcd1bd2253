"""Frozen records made several times as fast as by their own constructor, for readers of a million rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, fields, make_dataclass
from typing import Any, TypeVar

Record = TypeVar("Record")


def quick_maker(record: type[Record]) -> Callable[..., Record]:
    """Takes what the constructor of a frozen dataclass with slots takes, and makes the same record.

    A frozen record sets each field through a call of its own. Here a draft of the same slots, which is
    not frozen, is filled and then changes into the record.
    """
    asked = [
        (
            one.name,
            one.type,
            field(default=one.default, default_factory=one.default_factory, kw_only=one.kw_only),
        )
        for one in fields(record)  # type: ignore[arg-type]  # any dataclass
    ]

    def become_record(draft: Any) -> None:  # noqa: ANN401 - a draft
        draft.__class__ = record

    names: dict[str, Any] = {"__slots__": (), "__post_init__": become_record}
    init = make_dataclass("Draft", asked, repr=False, eq=False, namespace=dict(names)).__init__  # type: ignore[misc]  # no subclass comes of it
    thawed = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(f"Draft{record.__name__}", (record,), {**names, **thawed, "__init__": init})
