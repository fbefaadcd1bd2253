"""What a template has a place for, found out by printing one of everything in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmf_cli.frozen import frozen
from pmf_cli.render.office_file import XmlElement
from pmf_cli.render.word.built_in import BuiltInStyles, style_name
from pmf_cli.render.word.markup import own_text, text_under, value_at, w
from pmf_cli.render.word.mistakes import template_lines
from pmf_cli.render.word.paper import printed_frame
from pmf_cli.render.word.places import PLACE, Frame, frame
from pmf_cli.views.base import (
    Axis,
    Block,
    Chart,
    ChartPoint,
    Column,
    Entry,
    Fact,
    Paragraph,
    Report,
    Section,
    Table,
    TableLook,
    TextStyle,
)
from pmf_cli.views.lists.template_parts import PartState, TemplatePart
from pmf_cli.words import day_in_words

_ON = date(2024, 12, 31)
_SIGN = "Zxq"
"""What the words of the probe begin with, which stand in no template."""
_OPTIONAL = ("subtitle", "facts", "contents_place", "classification")
"""Parts that a council may leave out."""
_PARAGRAPHS = {
    TextStyle.BODY: "Paragraph",
    TextStyle.LEAD: "Opening paragraph",
    TextStyle.STATEMENT: "The one sentence",
    TextStyle.SUBTITLE: "What a finding is about",
    TextStyle.BULLET: "Line of a list",
    TextStyle.NUMBERED: "Line of a numbered list",
    TextStyle.NOTE: "Note",
    TextStyle.LABEL: "Small heading",
}
_TABLES = {
    TableLook.USUAL: "Table",
    TableLook.DENSE: "Table of a line a row",
    TableLook.STRIP: "Row of facts",
}


@frozen
class _Found:
    """Where words of the probe stand."""

    style: str | None
    in_box: bool = False
    is_margin: bool = False


def template_parts(path: Path, data: bytes) -> tuple[TemplatePart, ...]:
    """Every part of a paper with what becomes of it in a template.

    UsageError: the template cannot be filled in.
    """
    framed = frame(_probe())
    has_contents = any("report.contents_place" in line.text for line in template_lines(data))
    document = printed_frame(path, data, framed)
    return tuple(_Probing(document, framed, has_contents=has_contents).parts())


def _probe() -> Report:
    """A report that has one of everything, each with words that stand nowhere else."""
    blocks: list[Block] = [
        # A finding is known by its first line.
        Paragraph(_words_of(TextStyle.SUBTITLE), TextStyle.SUBTITLE),
        *(Paragraph(_words_of(one), one) for one in _PARAGRAPHS if one is not TextStyle.SUBTITLE),
        *(
            Table(
                f"t_{look}",
                f"{_words_of(look)} caption",
                (Column("A"),),
                ((Entry("1"),),),
                look=look,
            )
            for look in _TABLES
        ),
        Chart(
            "chart",
            _words("chart"),
            "Alt.",
            "%",
            (ChartPoint("Q1", _ON, Decimal(1)),),
            Axis(Decimal(0), Decimal(1), Decimal(1)),
            note=_words("note of a chart"),
        ),
    ]
    return Report(
        name="clt",
        title=_words("title"),
        subtitle=_words("subtitle"),
        facts=(Fact("", _words("facts")),),
        sections=(
            Section(_words("heading 1"), 1, (), key="probe"),
            Section(_words("heading 2"), 2, tuple(blocks)),
            Section(_words("heading 3"), 3, (Paragraph("Last."),)),
        ),
        as_at=_ON,
        header=_words("header"),
        classification=_words("classification"),
        footer=_words("footer"),
    )


def _words(part: str) -> str:
    return f"{_SIGN} {part} {_SIGN}"


def _words_of(kind: TextStyle | TableLook) -> str:
    """Words of a kind of paragraph or table, which may be called as another part is."""
    return _words(f"of kind {kind}")


class _Probing:
    def __init__(self, document: Any, framed: Frame, *, has_contents: bool) -> None:  # noqa: ANN401
        self._has_contents = has_contents
        self._styles = document.styles.element
        self._known = BuiltInStyles(self._styles)
        self._body = document.element.body
        self._placed = framed.placed
        margins = [
            one.target_part.element
            for one in document.part.rels.values()
            if one.reltype.endswith(("/header", "/footer"))
        ]
        self._lines = [
            *self._printed(self._body),
            *(line for margin in margins for line in self._printed(margin, is_margin=True)),
        ]
        self._plain = self._where(_words_of(TextStyle.BODY))

    def _printed(
        self, root: XmlElement, *, is_margin: bool = False
    ) -> Iterator[tuple[str, _Found]]:
        for paragraph in root.iter(w("p")):
            words = own_text(paragraph)
            in_box = any(one.tag == w("txbxContent") for one in paragraph.iterancestors())
            found = _Found(value_at(paragraph, "pPr/pStyle"), in_box, is_margin)
            yield PLACE.sub("", words).casefold(), found

    def _where(self, words: str) -> _Found | None:
        """Where words are printed: rather where everyone can read them."""
        found = [one for text, one in self._lines if words.casefold() in text]
        return min(found, key=lambda one: (one.in_box, one.is_margin), default=None)

    def parts(self) -> Iterator[TemplatePart]:
        """Every part of a paper, in the order of a paper."""
        yield self._part("Title", "title")
        yield self._part("Line under the title", "subtitle")
        yield self._part("Date of the data", "date", day_in_words(_ON))
        yield self._part("Classification", "classification")
        yield self._part("Small lines under the title", "facts")
        yield self._contents()
        for level in (1, 2, 3):
            yield self._heading(level)
        for style, name in _PARAGRAPHS.items():
            yield self._paragraph(name, style)
        for look, name in _TABLES.items():
            yield self._table(name, look)
        yield self._part("Caption of a table", "caption", f"{_words_of(TableLook.USUAL)} caption")
        yield self._chart()
        yield self._part("Note under a chart", "note of a chart")

    def _part(self, name: str, part: str, words: str = "") -> TemplatePart:
        found = self._where(words or _words(part))
        if found is None:
            return _missing(name, part)
        if found.in_box and part not in _OPTIONAL:
            return TemplatePart(
                name,
                PartState.UNHEARD,
                self._style(found),
                "Stands in a text box, which screen readers pass over; let it stand outside one too.",
            )
        where = "at the head or foot of pages" if found.is_margin else "on the page"
        return TemplatePart(name, PartState.OWN, self._style(found), f"Printed {where}.")

    def _style(self, found: _Found) -> str:
        usual = self._known.by_name.get("normal", "")
        return style_name(self._styles, found.style or usual)

    def _contents(self) -> TemplatePart:
        # Short papers have no contents, so the probe does not print them.
        name = "Contents of a long paper"
        if not self._has_contents:
            return _missing(name, "contents_place")
        style = self._known.by_name.get("toc 1", "")
        return TemplatePart(
            name, PartState.OWN, style_name(self._styles, style), "Listed in its place."
        )

    def _heading(self, level: int) -> TemplatePart:
        made = self._part(f"Heading {level}", f"heading {level}")
        found = self._where(_words(f"heading {level}"))
        if found is None or self._known.heading_level(found.style) == level:
            return made
        return TemplatePart(
            made.part,
            PartState.UNHEARD,
            made.style,
            f"Is not in Word's own style Heading {level}, by which people find their way.",
        )

    def _paragraph(self, name: str, style: TextStyle) -> TemplatePart:
        made = self._part(name, style, _words_of(style))
        found = self._where(_words_of(style))
        if style is TextStyle.BODY or found is None or self._plain is None or not made.is_kept:
            return made
        if found.style != self._plain.style:
            return made
        return TemplatePart(
            name,
            PartState.PLAIN,
            made.style,
            "Printed as a plain paragraph, in no style of its own.",
        )

    def _table(self, name: str, look: TableLook) -> TemplatePart:
        prepared = [
            (table, placed)
            for table in self._body.iterchildren(w("tbl"))
            if isinstance(placed := self._placed_in(table), Table) and placed.look is look
        ]
        if not prepared:
            return TemplatePart(
                name,
                PartState.LOST,
                "",
                "No prepared table of two rows has {{ block.place }} in its first cell, outside text boxes and controls.",
            )
        table = prepared[0][0]
        style = style_name(self._styles, value_at(table, "tblPr/tblStyle") or "")
        if look is not TableLook.USUAL and not self._has_table_of_its_own(look):
            return TemplatePart(name, PartState.PLAIN, style, "Printed as the one prepared table.")
        return TemplatePart(name, PartState.OWN, style, "Looks as the prepared table does.")

    def _has_table_of_its_own(self, look: TableLook) -> bool:
        looks = {
            placed.look: _look_of(table)
            for table in self._body.iterchildren(w("tbl"))
            if isinstance(placed := self._placed_in(table), Table)
        }
        return looks.get(look) != looks.get(TableLook.USUAL)

    def _placed_in(self, element: XmlElement) -> object:
        found = PLACE.search(text_under(element))
        return self._placed[int(found[1])] if found else None

    def _chart(self) -> TemplatePart:
        for one in self._body.iterchildren(w("p")):
            if isinstance(self._placed_in(one), Chart):
                style = self._style(_Found(value_at(one, "pPr/pStyle")))
                return TemplatePart("Chart", PartState.OWN, style, "Drawn in its place.")
        return TemplatePart(
            "Chart",
            PartState.LOST,
            "",
            "No paragraph of its own holds {{ block.place }} for charts.",
        )


def _look_of(table: XmlElement) -> tuple[str | None, ...]:
    styles = (one.get(w("val")) for one in table.iter(w("pStyle")))
    return (value_at(table, "tblPr/tblStyle"), *styles)


def _missing(name: str, part: str) -> TemplatePart:
    if part in _OPTIONAL:
        return TemplatePart(
            name,
            PartState.NOT_NEEDED,
            "",
            f"Papers go without; its field is {{{{ report.{part} }}}}.",
        )
    return TemplatePart(name, PartState.LOST, "", f"Nothing prints it{_field_words(part)}.")


_FIELDS: Mapping[str, str] = {
    "title": "report.title",
    "date": "report.as_at",
    "caption": "block.title",
    "note of a chart": "block.note",
    **{f"heading {level}": "section.heading" for level in (1, 2, 3)},
}


def _field_words(part: str) -> str:
    return f": its field is {{{{ {_FIELDS.get(part, 'block.text')} }}}}"
