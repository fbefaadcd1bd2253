"""What a finished paper lacks, counted by kind, and the one sentence that refuses it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pmf_cli.errors import UsageError
from pmf_cli.words import counted, listed

MOST_NAMED = 3
MOST_LETTERS = 80


class ReadBackPart(StrEnum):
    """What a paper is made of, in words."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    CHART = "chart"
    SHEET = "sheet"


@dataclass(slots=True)
class Gaps:
    """What a paper should hold and what of it was not found, counted by kind, and in words in its order."""

    asked: Counter[ReadBackPart] = field(default_factory=Counter)
    missing: Counter[ReadBackPart] = field(default_factory=Counter)
    named: list[str] = field(default_factory=list)

    def expect(self, part: ReadBackPart) -> None:
        """One more part that should be there."""
        self.asked[part] += 1

    def lacks(self, part: ReadBackPart, words: str) -> None:
        """A part is not there at all."""
        self.missing[part] += 1
        self.named.append(f'the {part} "{_short(words)}" is missing')

    def wrong(self, words: str) -> None:
        """A part is there, but does not hold what it should."""
        self.named.append(words)

    def __bool__(self) -> bool:
        return bool(self.named)


def refuse_incomplete(gaps: Gaps, source: str, advice: str) -> None:
    """Stops with a UsageError where a paper does not hold what it should; ``source`` made it."""
    if not gaps:
        return
    shown = "; ".join(gaps.named[:MOST_NAMED])
    more = len(gaps.named) - MOST_NAMED
    if more > 0:
        shown += f"; and {more:,} more"
    raise UsageError(
        f"The paper made with {source} {_lacking(gaps.missing, gaps.asked)}, so nothing was "
        f"written: {shown}.",
        advice,
    )


def _lacking(missing: Mapping[ReadBackPart, int], asked: Mapping[ReadBackPart, int]) -> str:
    if not missing:
        return "does not hold what it should"
    kinds = [f"{counted(number, part)} of {asked[part]:,}" for part, number in missing.items()]
    return f"would lack {listed(kinds)}"


def _short(words: str) -> str:
    return words if len(words) <= MOST_LETTERS else f"{words[: MOST_LETTERS - 1]}…"
