"""Places in a paper that something is built into, or known by, after the template was printed.

A place is a number between two private characters, which no data can hold. The template prints it:
``block.place`` and ``report.contents_place`` by themselves, a section's by printing its heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from html import escape
from typing import Any

from pmf_cli.frozen import frozen
from pmf_cli.views.base import (
    Bars,
    Chart,
    Paragraph,
    Plain,
    Report,
    Section,
    SideBySide,
    Table,
    TextStyle,
)
from pmf_cli.words import day_in_words
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


class Turn(Enum):
    """Where columns beside each other begin, change and end."""

    BEGIN = auto()
    NEXT = auto()
    END = auto()
    LAST = auto()
    """Where the paper itself ends, and the council's own words go on."""


Placed = Section | Table | Chart | Bars | Turn | None
"""What belongs to a place; ``None`` is the contents."""


@frozen
class Frame:
    """What the template is given, and what belongs to each numbered place."""

    context: Mapping[str, Any]
    placed: Sequence[Placed]


def printed_plain(text: str, most: int = MOST_TEXT) -> str:
    """Text as a paper holds it: printable, without the private characters of places."""
    return fitting(text, most).translate(_PRIVATE)


def frame(report: Report) -> Frame:
    """The report as plain dictionaries for the template, with places for what is built in."""
    placing = _Placing()
    front = front_sections(report.sections)
    sections = [
        {
            "heading": PlacedText.at(placing.number(section), printed_heading(section)),
            "level": section.level,
            "is_front": at < front,
            "is_message": is_message(section),
            "begins_page": section.page_break or section.is_sideways,
            "blocks": list(placing.blocks(section)),
        }
        for at, section in enumerate(report.sections)
    ]
    facts = [
        {"label": printed_plain(fact.label), "text": printed_plain(fact.text)}
        for fact in report.facts
        if fact.text.strip()
    ]
    footer = printed_plain(report.footer or report.title)
    context = {
        "report": {
            "name": report.name,
            "title": printed_plain(report.title),
            "subtitle": printed_plain(report.subtitle),
            "facts": facts,
            "sections": sections,
            "as_at": day_in_words(report.as_at),
            "header": printed_plain(report.header) or footer,
            "classification": printed_plain(report.classification),
            "footer": footer,
            "contents": report.is_large_print or _is_long(report.sections),
            "contents_place": f"{OPEN}0{CLOSE}",
            "end": f"{OPEN}{placing.number(Turn.LAST)}{CLOSE}",
        }
    }
    return Frame(context, placing.placed)


class _Placing:
    """Blocks as a template is given them; each that is built in later takes the next place."""

    def __init__(self) -> None:
        self.placed: list[Placed] = [None]
        self._line = 0

    def number(self, one: Placed) -> int:
        self.placed.append(one)
        return len(self.placed) - 1

    def blocks(self, section: Section) -> Iterator[dict[str, str]]:
        for block in section.blocks:
            if isinstance(block, SideBySide):
                yield self._turn(Turn.BEGIN)
                yield from self._shown(block.left, section)
                yield self._turn(Turn.NEXT)
                yield from self._shown(block.right, section)
                yield self._turn(Turn.END)
            else:
                yield from self._shown((block,), section)

    def _turn(self, turn: Turn) -> dict[str, str]:
        # No template needs a branch for it: whatever prints a plain paragraph prints the place.
        return {"kind": "turn", "label": "", "text": self._place(turn)}

    def _shown(self, blocks: Sequence[Plain], section: Section) -> Iterator[dict[str, str]]:
        for one in blocks:
            if not has_words(one):
                continue
            shown = self._block(one, section)
            # Templates without a numbered list print the number as the line's label.
            self._line = self._line + 1 if shown["kind"] == TextStyle.NUMBERED else 0
            if self._line:
                shown |= {"own_label": shown["label"], "label": shown["label"] or str(self._line)}
            yield shown

    def _place(self, one: Placed) -> str:
        return f"{OPEN}{self.number(one)}{CLOSE}"

    def _block(self, one: Plain, section: Section) -> dict[str, str]:
        if isinstance(one, Paragraph):
            return {
                "kind": one.style.value,
                "label": printed_plain(one.label),
                "text": printed_plain(one.text),
            }
        place = self._place(one)
        title = printed_plain(one.title) if prints_caption(one, section) else ""
        if isinstance(one, Table):
            return {"kind": "table", "look": one.look.value, "title": title, "place": place}
        note = printed_plain(one.note) if isinstance(one, Chart) else ""
        return {"kind": "chart", "title": title, "note": note, "place": place}


def prints_caption(block: Table | Chart | Bars, section: Section) -> bool:
    """Whether a title stands over what it names: not where the paper has said as much already."""
    if isinstance(block, Table):
        return block.has_caption and block.title.strip() != section.heading.strip()
    # The main bar has its words inside, and what a chart shows its section's heading says.
    return isinstance(block, Bars) and not block.is_main


def is_message(section: Section) -> bool:
    """Whether its heading is a finding, under which a line says what it is about."""
    first = next(iter(section.plain_blocks), None)
    return isinstance(first, Paragraph) and first.style is TextStyle.SUBTITLE


def front_sections(sections: Sequence[Section]) -> int:
    """How many sections share the first page with the title, in papers made page by page."""
    if not knows_its_pages(sections):
        return 0
    turns = (at for at, one in enumerate(sections) if one.page_break or one.is_sideways)
    return next(turns, 0)


def knows_its_pages(sections: Sequence[Section]) -> bool:
    """Whether a paper sends its readers to pages by keys and says itself what lies sideways."""
    return any(section.key or section.is_sideways for section in sections)


def printed_heading(section: Section) -> str:
    """A section's heading as printed: on one line."""
    return " ".join(printed_plain(section.heading).split())


def has_words(block: Plain) -> bool:
    """Whether a block has anything to print."""
    if isinstance(block, Paragraph):
        return bool(printed_plain(block.text).strip() or printed_plain(block.label).strip())
    if isinstance(block, Table):
        return bool(block.columns)
    if isinstance(block, Bars):
        return any(part.count for bar in block.bars for part in bar.parts)
    return any(point.value is not None for point in block.points)


def _is_long(sections: Sequence[Section]) -> bool:
    if knows_its_pages(sections):
        return False
    rows = sum(len(b.rows) for s in sections for b in s.plain_blocks if isinstance(b, Table))
    headings = sum(1 for section in sections if section.level <= 2)
    return rows >= LONG_PAPER_ROWS and headings >= LONG_PAPER_SECTIONS
