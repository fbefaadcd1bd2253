"""What a data format is: its name, and every field with its meaning, for the manual and for tests.

A field is never renamed or taken away within a version; new ones may be added.
"""

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
