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

WORD, PDF = "docx", "pdf"
"""The formats that have pages."""
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
    # A PDF is made of the Word file, whose pages are known sooner.
    is_measured = WORD in formats or (PDF in formats and bool(paper.pages))
    for space in paper.contents().spaces:
        report = report_of(paper, assessment, audience.within(space))
        word = written(report, [WORD]) if is_measured else {}
        if not _longer(paper, word, SURELY):
            break
    kept = word if WORD in formats else {}
    return report, kept | written(report, [one for one in formats if one != WORD])


def told_too_long(paper: Paper, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Which files are longer than their paper may be, each in a sentence."""
    return tuple(
        f"Note: {name} has {number} pages, not {paper.pages}. Shorten what the register says of it."
        for name, number in _longer(paper, files).items()
    )


def _longer(paper: Paper, files: Mapping[str, bytes], spare: int = 0) -> dict[str, int]:
    """Word and PDF files with more pages than their paper may have, and how many."""
    if not paper.pages:
        return {}
    from pmf_cli.render.pdf.finished import FoundPdf
    from pmf_cli.render.word.page_count import page_total

    totals = {
        f".{WORD}": lambda data: page_total(data, spare),
        f".{PDF}": lambda data: FoundPdf(data).page_total,
    }
    made = {
        name: totals[ending](data)
        for name, data in files.items()
        if (ending := Path(name).suffix) in totals
    }
    return {name: number for name, number in made.items() if number > paper.pages}
