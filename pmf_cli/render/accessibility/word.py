"""What keeps people from reading a Word paper: checked on the finished file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from pmf_cli.render.office_file import XmlElement, opened_parts, parsed_part, title_of
from pmf_cli.render.theme import TEXT_CONTRAST, contrast

LANGUAGE = "en-GB"
ALLOWED_LANGUAGES = frozenset([LANGUAGE, "cy-GB"])
"""English of Great Britain, and passages in Welsh."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOC_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")


def word_problems(data: bytes) -> tuple[str, ...]:
    """Everything that is wrong, each in a sentence; nothing for a good paper."""
    parts = opened_parts(data)
    document = parsed_part(parts["word/document.xml"])
    styles = parsed_part(parts["word/styles.xml"]) if "word/styles.xml" in parts else document
    body = document.find(f"{_W}body")
    return (
        *_properties(parts, styles, document),
        *_headings(body, styles),
        *(problem for table in body.iter(f"{_W}tbl") for problem in _table(table)),
        *_drawings(body),
        *_left_overs(body, list(parts)),
    )


def _text(element: XmlElement) -> str:
    return "".join(t.text or "" for t in element.iter(f"{_W}t"))


def _value(element: XmlElement, path: str, name: str = "val") -> str | None:
    found = element.find("/".join(f"{_W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{_W}{name}")


def _properties(
    parts: Mapping[str, bytes], styles: XmlElement, document: XmlElement
) -> Iterator[str]:
    if not title_of(parts):
        yield "The document has no title (WCAG 2.4.2)."
    if _value(styles, "docDefaults/rPrDefault/rPr/lang") != LANGUAGE:
        yield f"The language of the document is not set to {LANGUAGE} (WCAG 3.1.1)."
    marked = {lang.get(f"{_W}val") for lang in document.iter(f"{_W}lang")} - {None}
    for other in sorted(marked - ALLOWED_LANGUAGES):
        yield f"Some text is marked as the language {other} (WCAG 3.1.2)."


def _headings(body: XmlElement, styles: XmlElement) -> Iterator[str]:
    names = {
        style.get(f"{_W}styleId"): _value(style, "name") or ""
        for style in styles.iter(f"{_W}style")
    }
    last = 0
    for paragraph in body.iter(f"{_W}p"):
        found = re.match(r"heading (\d)$", names.get(_value(paragraph, "pPr/pStyle"), ""), re.I)
        if found is None:
            continue
        level, words = int(found[1]), _text(paragraph).strip()
        if not words:
            yield "A heading is empty."
        if level > last + 1:
            yield f'The heading "{words[:40]}" jumps from level {last} to level {level}.'
        last = level
    if last == 0:
        yield "There is no heading in the style Heading 1."


def _table(table: XmlElement) -> Iterator[str]:
    rows = [row.findall(f"{_W}tc") for row in table.findall(f"{_W}tr")]
    if not rows:
        return
    heads = [_text(cell).strip() for cell in rows[0]]
    name = f'The table "{_value(table, "tblPr/tblCaption") or " | ".join(heads)[:40]}"'
    if table.find(f"{_W}tr").find(f"{_W}trPr/{_W}tblHeader") is None:
        yield f"{name} has no heading row that repeats (WCAG 1.3.1)."
    if not all(heads):
        yield f"{name} has an empty heading."
    if _has(table, "gridSpan", "vMerge"):
        yield f"{name} has merged cells."
    if any(_has(cell, "tbl") for cell in table.iter(f"{_W}tc")):
        yield f"{name} holds another table."
    if len({len(row) for row in rows}) > 1:
        yield f"{name} has rows of different lengths."
    yield from _cells(rows[1:], name)


def _has(element: XmlElement, *names: str) -> bool:
    return next(element.iter(*(f"{_W}{name}" for name in names)), None) is not None


def _cells(rows: Sequence[Sequence[XmlElement]], name: str) -> Iterator[str]:
    said = [(cell, _text(cell).strip()) for row in rows for cell in row]
    for cell, words in said:
        fill = _value(cell, "tcPr/shd", "fill")
        if fill and _COLOUR.fullmatch(fill) and fill.upper() != "FFFFFF":
            yield from _filled(cell, fill, words, name)
    empty = sum(1 for _, words in said if not words)
    if empty:
        yield f"{name} has {empty} empty cells."


def _filled(cell: XmlElement, fill: str, words: str, name: str) -> Iterator[str]:
    if not words:
        yield f"{name} has a cell that is only a colour (WCAG 1.4.1)."
        return
    for run in cell.iter(f"{_W}r"):
        if not _text(run).strip():
            continue
        colour = _value(run, "rPr/color")
        if not colour or not _COLOUR.fullmatch(colour):
            yield f'{name}: "{words[:20]}" stands on a fill without a colour of its own.'
        elif contrast(colour, fill) < TEXT_CONTRAST:
            found = contrast(colour, fill)
            yield f'{name}: "{words[:20]}" has a contrast of {found:.2f} to 1 (WCAG 1.4.3).'


def _drawings(body: XmlElement) -> Iterator[str]:
    for drawing in body.iter(_DOC_PROPERTIES):
        alt = (drawing.get("descr") or "").strip()
        if not alt and b"decorative" not in etree.tostring(drawing):
            yield f'The picture "{drawing.get("name")}" has no alternative text (WCAG 1.1.1).'
    if next(body.iter(f"{_W}txbxContent"), None) is not None:
        yield "There is a text box, which screen readers pass over."


def _left_overs(body: XmlElement, names: list[str]) -> Iterator[str]:
    if next(body.iter(f"{_W}ins", f"{_W}del"), None) is not None:
        yield "Tracked changes were left in."
    if any(name.startswith("word/comments") for name in names):
        yield "Comments were left in."
