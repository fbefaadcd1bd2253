"""Places in the template where something is built in after printing: tables, charts, contents.

A place is a short text between two private characters, which no data can hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmf_cli.render.printable import fitting
from pmf_cli.views.base import Block, Chart, Paragraph, Report, Section, Table
from pmf_cli.words import day

OPEN, CLOSE = "\ue000", "\ue001"
CONTENTS_PLACE = f"{OPEN}contents{CLOSE}"
# Private characters, which no text of the register keeps, so that nobody's words are taken for a place.
PLACE = re.compile(f"{OPEN}(\\w+):(\\d+){CLOSE}")
MOST_TEXT = 20_000
"""Characters of one paragraph or cell in a paper; longer text is cut with a mark."""
LONG_PAPER_ROWS = 60
"""Rows of tables from which a paper is long enough for a table of contents."""
LONG_PAPER_SECTIONS = 6


@dataclass(frozen=True)
class Frame:
    """What the template is given, and the tables and charts that belong to its places."""

    context: Mapping[str, Any]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]


def printed_plain(text: str, most: int = MOST_TEXT) -> str:
    """Text as a paper holds it: printable, without the private characters of places."""
    return fitting(text, most).replace(OPEN, "").replace(CLOSE, "")


def frame(report: Report) -> Frame:
    """The report as plain dictionaries for the template, with places for what is built in."""
    tables: list[Table] = []
    charts: list[Chart] = []

    def block(one: Block, heading: str) -> dict[str, str]:
        if isinstance(one, Paragraph):
            return {
                "kind": one.style.value,
                "label": printed_plain(one.label),
                "text": printed_plain(one.text),
            }
        if isinstance(one, Table):
            tables.append(one)
            title = "" if one.title.strip() == heading.strip() else printed_plain(one.title)
            return {
                "kind": "table",
                "title": title,
                "place": f"{OPEN}table:{len(tables) - 1}{CLOSE}",
            }
        charts.append(one)
        return {
            "kind": "chart",
            "title": printed_plain(one.title),
            "note": printed_plain(one.note),
            "place": f"{OPEN}chart:{len(charts) - 1}{CLOSE}",
        }

    sections = [
        {
            "heading": printed_heading(section),
            "level": section.level,
            "blocks": [block(one, section.heading) for one in section.blocks if _has_words(one)],
        }
        for section in report.sections
    ]
    context = {
        "report": {
            "name": report.name,
            "title": printed_plain(report.title),
            "subtitle": printed_plain(report.subtitle),
            "facts": [
                {"label": printed_plain(fact.label), "text": printed_plain(fact.text)}
                for fact in report.facts
                if fact.text.strip()
            ],
            "sections": sections,
            "as_at": day(report.as_at),
            "footer": printed_plain(report.footer or report.title),
            "contents": _is_long(report.sections),
            "contents_place": CONTENTS_PLACE,
        }
    }
    return Frame(context, tuple(tables), tuple(charts))


def printed_heading(section: Section) -> str:
    """A section's heading as printed: on one line."""
    return " ".join(printed_plain(section.heading).split())


def _has_words(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return bool(printed_plain(block.text).strip() or printed_plain(block.label).strip())
    if isinstance(block, Table):
        return bool(block.columns)
    return any(point.value is not None for point in block.points)


def _is_long(sections: Sequence[Section]) -> bool:
    rows = sum(len(b.rows) for s in sections for b in s.blocks if isinstance(b, Table))
    headings = sum(1 for section in sections if section.level <= 2)
    return rows >= LONG_PAPER_ROWS and headings >= LONG_PAPER_SECTIONS
