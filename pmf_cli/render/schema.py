"""What a data format is: its name and version, and every field with its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Schema:
    """One data format.

    Attributes:
        name: name and version, as the field ``schema`` gives it.
        meaning: what one item of the list is, and which command gives it.
        key: the name of the list.
        fields: field → meaning, in order.
    """

    name: str
    meaning: str
    key: str
    fields: Mapping[str, str]
