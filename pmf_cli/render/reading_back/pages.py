"""A finished Word paper read again: what a reader sees of it, in order.

What nobody can see is not there: hidden text, white text on white, text too small to read, deleted
text, and what stands in text boxes, which screen readers pass over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import Enum, auto

from pmf_cli.frozen import frozen
from pmf_cli.render.office_file import XmlElement, opened_parts, parsed_part, related
from pmf_cli.render.theme import contrast
from pmf_cli.render.word.built_in import BuiltInStyles
from pmf_cli.render.word.markup import NAMESPACES, text_under, value_at, w

DOCUMENT = "word/document.xml"
STYLES = "word/styles.xml"
_C_CHART = f"{{{NAMESPACES['c']}}}chart"
_CHOICE = f"{{{NAMESPACES['mc']}}}Choice"
_ALTERNATE = f"{{{NAMESPACES['mc']}}}AlternateContent"
_DOC_PROPERTIES = f"{{{NAMESPACES['wp']}}}docPr"
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_INSIDE = frozenset(
    w(name)
    for name in ("hyperlink", "ins", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml")
)
_SPACES = frozenset(w(name) for name in ("tab", "br", "cr"))
# "auto" is no colour: whatever opens the paper picks one that can be read.
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
LEAST_CONTRAST = 1.3
"""Below it words cannot be told from the paper they stand on."""
SMALLEST = 8
"""Half points; smaller type is not meant to be read."""
_OFF = frozenset(["0", "false", "off"])


class Kind(Enum):
    """What a line of a paper is."""

    HEADING = auto()
    WORDS = auto()
    TABLE = auto()
    CHART = auto()


@frozen
class PrintedLine:
    """A heading, a paragraph, a table or a chart.

    Attributes:
        text: its words; of a table its caption, of a chart the words for those who cannot see it.
        rows: of a table: what its cells show; of a trend its words.
        part: of a chart: the name of its part.
    """

    kind: Kind
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    part: str = ""


@frozen
class _Look:
    """How words look, as far as they can be hidden by it; ``None`` where nothing is said."""

    hidden: bool | None = None
    colour: str | None = None
    fill: str | None = None
    size: int | None = None

    def over(self, other: _Look) -> _Look:
        """This look where it says something, else the other."""
        return _Look(
            other.hidden if self.hidden is None else self.hidden,
            self.colour or other.colour,
            self.fill or other.fill,
            self.size or other.size,
        )

    @property
    def uncoloured(self) -> _Look:
        """The same without what is said of colours."""
        return _Look(self.hidden, size=self.size)

    @property
    def can_be_seen(self) -> bool:
        if self.hidden or (self.size is not None and self.size < SMALLEST):
            return False
        if self.colour is None:
            return True
        return contrast(self.colour, self.fill or "FFFFFF") >= LEAST_CONTRAST


_PLAIN = _Look()


class FoundPaper:
    """A finished Word paper; UsageError where the bytes are no Word file, or damaged."""

    def __init__(self, data: bytes) -> None:
        self.parts = opened_parts(data)
        self._charts = {key: path for key, _, path in related(self.parts, DOCUMENT)}
        styles = parsed_part(self.parts[STYLES]) if STYLES in self.parts else None
        self._looks: dict[str | None, _Look] = {None: _PLAIN}
        # Paragraphs and runs are told to look in few ways: each is worked out once.
        self._told: dict[tuple[object, ...], _Look] = {}
        self._seen: dict[tuple[object, ...], bool] = {}
        self._styles: dict[str | None, XmlElement] = {}
        self._headings: set[str | None] = set()
        self._defaults = _PLAIN
        if styles is not None:
            self._styles = {one.get(w("styleId")): one for one in styles.iter(w("style"))}
            defaults = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
            self._defaults = _look_of(defaults, None)
            known = BuiltInStyles(styles)
            self._headings = {name for name in self._styles if known.heading_level(name)}
        self.margins = " ".join(
            " ".join(text_under(parsed_part(part)).split())
            for name, part in self.parts.items()
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)
        )
        """What stands at the head and foot of its pages."""
        self.lines = tuple(self._lines(parsed_part(self.parts[DOCUMENT]).find(w("body"))))

    def _lines(self, holder: XmlElement) -> Iterator[PrintedLine]:
        for element in holder:
            if element.tag == w("p"):
                yield from self._paragraph(element)
            elif element.tag == w("tbl"):
                yield from self._table(element)
            elif element.tag in _INSIDE:
                yield from self._lines(element)

    def _paragraph(self, element: XmlElement) -> Iterator[PrintedLine]:
        style = value_at(element, "pPr/pStyle")
        shown = " ".join("".join(self._words(element, self._look(element), [])).split())
        kind = Kind.HEADING if style in self._headings else Kind.WORDS
        if shown:
            yield PrintedLine(kind, shown)
        for drawing in element.iter(w("drawing")):
            chart = next(drawing.iter(_C_CHART), None)
            named = next(drawing.iter(_DOC_PROPERTIES), None)
            if chart is not None and named is not None:
                part = self._charts.get(chart.get(_REL_ID) or "", "")
                yield PrintedLine(Kind.CHART, named.get("descr") or "", part=part)

    def _table(self, element: XmlElement) -> Iterator[PrintedLine]:
        caption = value_at(element, "tblPr/tblCaption") or ""
        look = self._style(value_at(element, "tblPr/tblStyle"))
        look = look.uncoloured
        rows = tuple(
            tuple(self._cell(cell, look) for cell in row.iter(w("tc")))
            for row in element.iter(w("tr"))
        )
        yield PrintedLine(Kind.TABLE, caption, rows)
        if not caption:
            for paragraph in element.iter(w("p")):
                yield from self._paragraph(paragraph)

    def _cell(self, cell: XmlElement, table: _Look) -> str:
        shown: list[str] = []
        trends: list[str] = []
        for paragraph in cell.iter(w("p")):
            look = self._look(paragraph).over(table).uncoloured
            shown.append("".join(self._words(paragraph, look, trends, coloured=False)))
        return " ".join(" ".join((*shown, *trends)).split())

    def _words(
        self, element: XmlElement, look: _Look, trends: list[str], *, coloured: bool = True
    ) -> Iterator[str]:
        """The words under an element that can be seen; the words of trends are kept apart."""
        for child in element:
            if child.tag == w("r"):
                if self._can_be_seen(child.find(w("rPr")), look, coloured=coloured):
                    yield from _run(child, trends)
            elif child.tag in _INSIDE:
                yield from self._words(child, look, trends, coloured=coloured)

    def _can_be_seen(self, run: XmlElement | None, look: _Look, *, coloured: bool) -> bool:
        """Whether the words of a run can be seen, by its properties and those around it."""
        key = (_said_by(run), look, coloured)
        if key not in self._seen:
            style = None if run is None else value_at(run, "rStyle")
            own = _look_of(run, None).over(self._style(style)).over(look).over(self._defaults)
            self._seen[key] = (own if coloured else replace(own, colour=None)).can_be_seen
        return self._seen[key]

    def _look(self, paragraph: XmlElement) -> _Look:
        properties = paragraph.find(w("pPr"))
        if properties is None:
            return _PLAIN
        key = _said_by(properties)
        if key not in self._told:
            style = self._style(value_at(properties, "pStyle"))
            self._told[key] = _look_of(None, properties).over(style)
        return self._told[key]

    def _style(self, name: str | None) -> _Look:
        if name not in self._looks:
            style = self._styles.get(name)
            self._looks[name] = _PLAIN
            if style is not None:
                own = _look_of(style.find(w("rPr")), style.find(w("pPr")))
                self._looks[name] = own.over(self._style(value_at(style, "basedOn")))
        return self._looks[name]


def _run(run: XmlElement, trends: list[str]) -> Iterator[str]:
    for part in run:
        if part.tag == w("t"):
            yield part.text or ""
        elif part.tag in _SPACES:
            yield " "
        elif part.tag == w("noBreakHyphen"):
            yield "-"
        elif part.tag == _ALTERNATE:
            choice = part.find(_CHOICE)
            named = () if choice is None else choice.iter(_DOC_PROPERTIES)
            trends.extend(one.get("descr") or "" for one in named)


def _said_by(properties: XmlElement | None) -> tuple[object, ...]:
    """All that the properties of a run or paragraph say, to know them again."""
    return () if properties is None else tuple((one.tag, *one.items()) for one in properties.iter())


def _look_of(run: XmlElement | None, paragraph: XmlElement | None) -> _Look:
    vanish = None if run is None else run.find(w("vanish"))
    size = "" if run is None else value_at(run, "sz") or ""
    return _Look(
        None if vanish is None else vanish.get(w("val")) not in _OFF,
        _colour_in(run, "color", "val"),
        _colour_in(run, "shd", "fill") or _colour_in(paragraph, "shd", "fill"),
        int(size) if size.isdigit() else None,
    )


def _colour_in(properties: XmlElement | None, name: str, attribute: str) -> str | None:
    found = None if properties is None else properties.find(w(name))
    colour = "" if found is None else found.get(w(attribute)) or ""
    return colour if _COLOUR.fullmatch(colour) else None


def charts_book(parts: Mapping[str, bytes], part: str) -> bytes:
    """The small workbook behind a chart; empty where it has none."""
    for _, kind, other in related(parts, part):
        if kind.endswith("/package") and other in parts:
            return parts[other]
    return b""
