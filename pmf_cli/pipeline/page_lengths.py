"""Papers of so many pages: made with as much as these hold, measured in the finished page, and told where one is longer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.views.base import Report

if TYPE_CHECKING:
    from pmf_cli.assessment import Assessment
    from pmf_cli.views.audience import Audience
    from pmf_cli.views.papers import Paper

    Written = Callable[[Report, Sequence[str]], dict[str, bytes]]

WORD = "docx"
"""The format that has pages."""
SURELY = 400
"""Room on each page, 20 pt, with which a paper keeps to its pages in every program that opens it."""


def fitted_to_pages(
    paper: Paper,
    assessment: Assessment,
    audience: Audience,
    formats: Sequence[str],
    written: Written,
) -> tuple[Report, dict[str, bytes]]:
    """A paper with as much as its pages hold, and its files; the shortest there is where none keeps to them.

    Args:
        written: gives a report in some formats.
    """
    from pmf_cli.views.papers.making import report_of

    word: dict[str, bytes] = {}
    for space in paper.contents().spaces:
        report = report_of(paper, assessment, audience.within(space))
        word = written(report, [WORD]) if WORD in formats else {}
        if not _longer(paper, word, SURELY):
            break
    return report, word | written(report, [one for one in formats if one != WORD])


def told_too_long(paper: Paper, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Which files are longer than their paper may be, each in a sentence."""
    return tuple(
        f"Note: {name} has {number} pages, not {paper.pages}. Shorten what the register says of it."
        for name, number in _longer(paper, files).items()
    )


def _longer(paper: Paper, files: Mapping[str, bytes], spare: int = 0) -> dict[str, int]:
    """Word files with more pages than their paper may have, and how many."""
    if not paper.pages:
        return {}
    from pmf_cli.render.word.page_count import page_total

    made = {
        name: page_total(data, spare)
        for name, data in files.items()
        if Path(name).suffix == f".{WORD}"
    }
    return {name: number for name, number in made.items() if number > paper.pages}
