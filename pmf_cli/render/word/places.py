"""Places in a paper that something is built into, or known by, after the template was printed.

A place is a number between two private characters, which no data can hold. The template prints it:
``block.place`` and ``report.contents_place`` by themselves, a section's by printing its heading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from pmf_cli.views.base import Bars, Chart, Paragraph, Plain, Report, Section, Table
from pmf_cli.words import day
from pmf_cli.workbook.text import fitting

OPEN, HEADING, CLOSE = "\ue000", "\ue002", "\ue001"
# Private characters, which no text of the register keeps, so that nobody's words are taken for a place.
PLACE = re.compile(f"[{OPEN}{HEADING}](\\d+){CLOSE}")
LEFT_HEADING = re.compile(f"{HEADING}\\d+{CLOSE}".encode())
"""A heading printed elsewhere than over its section, in a list or a footer: there it is only words."""
_PRIVATE = dict.fromkeys(map(ord, (OPEN, HEADING, CLOSE)))
MOST_TEXT = 20_000
"""Characters of one paragraph or cell in a paper; longer text is cut with a mark."""
LONG_PAPER_ROWS = 60
"""Rows of tables from which a paper is long enough for a table of contents."""
LONG_PAPER_SECTIONS = 6


class PlacedText(str):
    """Words that a template prints with the number of their place before them, and compares as words."""

    place: int

    @classmethod
    def at(cls, place: int, text: str) -> PlacedText:
        """The words of the thing that belongs to a place."""
        made = cls(text)
        made.place = place
        return made

    def __html__(self) -> str:
        return f"{HEADING}{self.place}{CLOSE}{escape(str(self))}"


@dataclass(frozen=True)
class Frame:
    """What the template is given, and what belongs to each numbered place; ``None`` is the contents."""

    context: Mapping[str, Any]
    placed: Sequence[Section | Table | Chart | Bars | None]


def printed_plain(text: str, most: int = MOST_TEXT) -> str:
    """Text as a paper holds it: printable, without the private characters of places."""
    return fitting(text, most).translate(_PRIVATE)


def frame(report: Report) -> Frame:
    """The report as plain dictionaries for the template, with places for what is built in."""
    placed: list[Section | Table | Chart | Bars | None] = [None]

    def number(one: Section | Table | Chart | Bars) -> int:
        placed.append(one)
        return len(placed) - 1

    def block(one: Plain, heading: str) -> dict[str, str]:
        if isinstance(one, Paragraph):
            return {
                "kind": one.style.value,
                "label": printed_plain(one.label),
                "text": printed_plain(one.text),
            }
        title, place = printed_plain(one.title), f"{OPEN}{number(one)}{CLOSE}"
        if isinstance(one, Bars):
            return {"kind": "bars", "title": title, "place": place}
        if isinstance(one, Chart):
            note = printed_plain(one.note)
            return {"kind": "chart", "title": title, "note": note, "place": place}
        is_told = one.title.strip() == heading.strip()
        return {"kind": "table", "title": "" if is_told else title, "place": place}

    sections = [
        {
            "heading": PlacedText.at(number(section), printed_heading(section)),
            "level": section.level,
            "blocks": [
                block(one, section.heading) for one in section.plain_blocks if _has_words(one)
            ],
        }
        for section in report.sections
    ]
    facts = [
        {"label": printed_plain(fact.label), "text": printed_plain(fact.text)}
        for fact in report.facts
        if fact.text.strip()
    ]
    context = {
        "report": {
            "name": report.name,
            "title": printed_plain(report.title),
            "subtitle": printed_plain(report.subtitle),
            "facts": facts,
            "sections": sections,
            "as_at": day(report.as_at),
            "footer": printed_plain(report.footer or report.title),
            "contents": _is_long(report.sections),
            "contents_place": f"{OPEN}0{CLOSE}",
        }
    }
    return Frame(context, placed)


def printed_heading(section: Section) -> str:
    """A section's heading as printed: on one line."""
    return " ".join(printed_plain(section.heading).split())


def _has_words(block: Plain) -> bool:
    if isinstance(block, Paragraph):
        return bool(printed_plain(block.text).strip() or printed_plain(block.label).strip())
    if isinstance(block, Table):
        return bool(block.columns)
    if isinstance(block, Bars):
        return False
    return any(point.value is not None for point in block.points)


def _is_long(sections: Sequence[Section]) -> bool:
    rows = sum(len(b.rows) for s in sections for b in s.plain_blocks if isinstance(b, Table))
    headings = sum(1 for section in sections if section.level <= 2)
    return rows >= LONG_PAPER_ROWS and headings >= LONG_PAPER_SECTIONS
