"""The prepared table of a template: how its cells look, ready for other words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pmf_cli.render.word.markup import Element, serialised, w

_AFTER_COLOUR = frozenset(
    [
        "spacing",
        "w",
        "kern",
        "position",
        "sz",
        "szCs",
        "highlight",
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
        "em",
        "lang",
        "eastAsianLayout",
        "specVanish",
        "oMath",
    ]
)
"""Run properties that the schema wants after the colour."""
_LATE_CELL = ["noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark"]


@dataclass(frozen=True)
class PreparedTables:
    """One prepared cell: its borders, paragraph and run properties as text, ready to be set in."""

    early: str
    late: str
    paragraph: tuple[str, str]
    run: tuple[str, str, str]

    @classmethod
    def of(cls, cell: Element) -> PreparedTables:
        """What a template's cell looks like."""
        early, late = [], []
        for name, xml in _own_parts(cell.find(w("tcPr"))):
            if name in _LATE_CELL:
                late.append(xml)
            elif name == "tcBorders":
                early.append(xml)
        paragraph = cell.find(w("p"))
        named, inside = "", []
        for name, xml in _own_parts(None if paragraph is None else paragraph.find(w("pPr"))):
            if name == "pStyle":
                named = xml
            elif name not in ("keepNext", "sectPr", "rPr", "cnfStyle", "pPrChange"):
                inside.append(xml)
        fonts: list[str] = []
        before: list[str] = []
        after: list[str] = []
        for name, xml in _own_parts(cell.find(f".//{w('r')}/{w('rPr')}")):
            if name in ("rStyle", "rFonts"):
                fonts.append(xml)
            elif name not in ("color", "rPrChange", "lang", "noProof"):
                (after if name in _AFTER_COLOUR else before).append(xml)
        return cls(
            "".join(early),
            "".join(late),
            (named, "".join(inside)),
            ("".join(fonts), "".join(before), "".join(after)),
        )

    def cell(
        self,
        content: str,
        width: int,
        *,
        fill: str = "",
        colour: str = "",
        bold: bool = False,
        keep: bool = False,
        align: str = "",
    ) -> str:
        """A cell of a row around the inside of its run."""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
        named, inside = self.paragraph
        if align and "<w:jc " not in inside:
            inside += f'<w:jc w:val="{align}"/>'
        kept = "<w:keepNext/>" if keep else ""
        fonts, before, after = self.run
        strong = "<w:b/>" if bold and "<w:b/>" not in before else ""
        tint = f'<w:color w:val="{colour}"/>' if colour else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{self.early}{shade}{self.late}'
            f"</w:tcPr><w:p><w:pPr>{named}{kept}{inside}</w:pPr>"
            f"<w:r><w:rPr>{fonts}{strong}{before}{tint}{after}</w:rPr>{content}</w:r></w:p></w:tc>"
        )


def _own_parts(properties: Element | None) -> Iterator[tuple[str, str]]:
    """Names and text of properties in Word's own namespace; later inventions are left out."""
    for part in () if properties is None else properties:
        if isinstance(part.tag, str) and part.tag.startswith(w("")):
            yield part.tag.rpartition("}")[2], serialised(part)


@dataclass(frozen=True)
class PreparedTable:
    """The template's prepared table: cells for headings and body, of text and of figures."""

    heading: PreparedTables
    heading_number: PreparedTables
    body: PreparedTables
    body_number: PreparedTables

    @classmethod
    def of(cls, table: Element) -> PreparedTable:
        """What stands in the template; its last cell of a row serves for figures."""
        rows = table.findall(w("tr"))
        heads = [PreparedTables.of(cell) for cell in rows[0].findall(w("tc"))]
        bodies = [PreparedTables.of(cell) for cell in rows[-1].findall(w("tc"))]
        return cls(heads[0], heads[-1], bodies[0], bodies[-1])
