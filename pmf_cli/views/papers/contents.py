"""What a paper holds: its parts, and the sheets of its workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmf_cli.assessment import Assessment
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Fact
from pmf_cli.views.parts.part import Part
from pmf_cli.views.parts.summary import title_facts


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a paper's workbook: what its parts say, one after another, under its name.

    Without a name it has that of its part.
    """

    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a paper holds.

    Attributes:
        sheets: of its workbook; one a section where not given.
    """

    parts: tuple[Part, ...]
    sheets: tuple[Sheet, ...] = ()
    facts: Callable[[Assessment, Audience], tuple[Fact, ...]] = title_facts
