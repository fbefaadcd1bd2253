"""Figures that a paper tells outside of its rows a KPI: whether the words that tell them stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from pmf_cli.register.figures import plain
from pmf_cli.views.base import Paragraph, Report, Section, Table
from pmf_cli.views.parts.part import ToldBeside

if TYPE_CHECKING:
    from pmf_cli.render.finished_papers import FinishedPaper, FinishedWorkbook

Line = tuple[str, ...]
"""The texts of a row, or a paragraph alone."""


def told_in_report(
    beside: Iterable[ToldBeside], report: Report, kind: str = "docx"
) -> tuple[ToldBeside, ...]:
    """Those that a report tells; of the kind ``xlsx`` its workbook."""
    sections = report.workbook if kind == "xlsx" and report.workbook else report.sections
    return tuple(_standing(beside, tuple(_lines_of(sections))))


def missing_beside(
    beside: Iterable[ToldBeside], content: FinishedPaper | FinishedWorkbook
) -> tuple[ToldBeside, ...]:
    """Those that a finished file does not tell, or not so."""
    rows = (tuple(_text(cell) for cell in row) for row in content.rows)
    lines = (*((text,) for text in content.paragraphs), *rows)
    wanted = tuple(beside)
    told = set(_standing(wanted, lines))
    return tuple(one for one in wanted if one not in told)


def _lines_of(sections: Iterable[Section]) -> Iterator[Line]:
    for section in sections:
        for block in section.plain_blocks:
            if isinstance(block, Paragraph):
                yield (block.text,)
            elif isinstance(block, Table):
                yield from (tuple(entry.text for entry in row) for row in block.rows)


def _text(cell: object) -> str:
    """What a cell shows: of a Word table its words, of a workbook also its number."""
    value = cell if isinstance(cell, str) else getattr(cell, "value", None)
    if isinstance(value, int | float):
        return plain(Decimal(str(value)))
    return str(value or "")


def _standing(beside: Iterable[ToldBeside], lines: Iterable[Line]) -> Iterator[ToldBeside]:
    known = tuple(lines)
    for one in beside:
        forms = tuple(map(_form, one.words))
        if any(all(any(form.search(text) for text in line) for form in forms) for line in known):
            yield one


def _form(words: str) -> re.Pattern[str]:
    """Words by themselves: 8% is not in 38%; a figure also as a workbook shows it, without zeros at its end."""
    forms = {words}
    if re.fullmatch(r"-?[\d,]+(\.\d+)?", words):
        forms.add(plain(Decimal(words.replace(",", ""))))
    either = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return re.compile(rf"(?:^|[^\w.,£-])(?:{either})(?:$|[^\w.,%]|[.,](?:\s|$))")
