"""Checks on finished papers: nobody is handed one that some people cannot read.

The rules are those of WCAG 2.2 AA and, for workbooks, of the Analysis Function's checklist for
spreadsheets (both asked for by the Public Sector Bodies Accessibility Regulations 2018). Plain
language and the sense of alternative texts need a person.
"""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.errors import UsageError
from pmf_cli.render.accessibility.excel import excel_problems
from pmf_cli.render.accessibility.word import word_problems
from pmf_cli.render.office_file import opened_parts

__all__ = ["excel_problems", "faults_of", "refuse_inaccessible", "word_problems"]

MOST_SHOWN = 6


def faults_of(data: bytes, kind: str) -> tuple[str, ...]:
    """What keeps people from reading a finished file (``docx`` or ``xlsx``), whoever made it.

    Raises:
        UsageError: it is no such file, is damaged or too large.
    """
    needed = "word/document.xml" if kind == "docx" else "xl/workbook.xml"
    if needed not in opened_parts(data):
        raise UsageError(
            f"The file is no .{kind} file inside, whatever its name.",
            "Open it in Word or Excel and save it again.",
        )
    return word_problems(data) if kind == "docx" else excel_problems(data)


def refuse_inaccessible(problems: Sequence[str], source: str) -> None:
    """Stops with a UsageError where a paper has problems; ``source`` is what it was made with."""
    if not problems:
        return
    shown = " ".join(problems[:MOST_SHOWN])
    more = len(problems) - MOST_SHOWN
    if more > 0:
        shown += f" And {more} more."
    raise UsageError(
        f"The paper made with {source} could not be read by everyone: {shown}",
        "Put this right in the template or in theme.toml; the ones that come with pmf pass.",
    )
