"""Every text anywhere in a Word, Excel or PDF file or a page, those that nobody sees included.

A figure that is taken out of a table may still stand in an alternative text, in the workbook behind a chart,
on a hidden sheet, in a comment or among the properties; whoever unpacks the file reads it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lxml import html

from pmf_cli.frozen import frozen
from pmf_cli.render.office_file import XmlElement, opened_parts, parsed_part, related

DEEPEST = 2
"""How many files within files are opened: a chart's workbook is one."""


@frozen
class PackagePlace:
    """What stands together in one place of a file: a row, a paragraph, a chart, a comment.

    Attributes:
        where: which place, in words.
        texts: its texts and figures as they are stored, cell by cell, with the words of its pictures.
        is_row: whether it is a row of a table in a Word file.
        is_drawn: whether it belongs to a chart.
        is_margin: whether it is the head or foot of pages, which the template has.
    """

    where: str
    texts: tuple[str, ...]
    is_row: bool = False
    is_drawn: bool = False
    is_margin: bool = False


def package_places(data: bytes) -> tuple[PackagePlace, ...]:
    """Every place of a file that holds words or figures.

    Raises:
        UsageError: it is no page, PDF or Office file, is damaged or too large.
    """
    if data.startswith(b"%PDF-"):
        return tuple(_of_pdf(data))
    if data.lstrip()[:_PAGE_BEGINS].lower().startswith((b"<!doctype html", b"<html")):
        return tuple(_of_page(data))
    return tuple(_places(data, DEEPEST))


_PAGE_BEGINS = 20


def _of_pdf(data: bytes) -> Iterator[PackagePlace]:
    """Lines page by page, the words of drawings, and properties."""
    from pmf_cli.render.pdf.finished import FoundPdf

    found = FoundPdf(data)
    for number, lines in enumerate(found.pages, 1):
        yield from (PackagePlace(f"page {number}", (line,)) for line in lines)
    yield from (PackagePlace("a drawing", (words,), is_drawn=True) for words in found.drawn)
    yield PackagePlace("the properties", found.properties)


def _of_page(data: bytes) -> Iterator[PackagePlace]:
    """Rows, paragraphs, drawings and all else of a page, with every attribute, comment and script."""
    page = html.document_fromstring(data.decode(errors="replace"))
    for element in page.iter():
        if isinstance(element, html.HtmlComment):
            yield PackagePlace("a comment", (element.text or "",))
            continue
        texts = (*_own_words(element), *(str(value) for value in element.attrib.values()))
        if any(texts):
            is_drawn = element.tag == "svg" or any(True for _ in element.iterancestors("svg"))
            where = "a drawing" if is_drawn else "the page"
            yield PackagePlace(where, texts, is_row=element.tag == "tr", is_drawn=is_drawn)


def _own_words(element: html.HtmlElement) -> tuple[str, ...]:
    """A row cell by cell; of anything else the words that stand in it itself."""
    if element.tag == "tr":
        return tuple(" ".join("".join(map(str, cell.itertext())).split()) for cell in element)
    own = (element.text, *(one.tail for one in element))
    return tuple(text for one in own if (text := (one or "").strip()))


# Looks and settings, which hold no words of the paper.
_LOOKS = (
    "[Content_Types].xml", "word/styles.xml", "word/stylesWithEffects.xml", "word/fontTable.xml",
    "word/numbering.xml", "word/settings.xml", "word/webSettings.xml", "word/theme/", "xl/styles.xml",
    "xl/theme/", "xl/calcChain.xml",
)  # fmt: skip
_WHERE = (
    ("word/document.xml", "the text"),
    ("word/comments", "a comment in the margin"),
    ("word/header", "the head of a page"),
    ("word/footer", "the foot of a page"),
    ("word/footnotes", "a footnote"),
    ("word/endnotes", "an endnote"),
    ("word/charts/", "a chart"),
    ("xl/charts/", "a chart"),
    ("xl/comments", "a comment on a cell"),
    ("xl/threadedComments", "a comment on a cell"),
    ("xl/drawings/", "a picture of a sheet"),
    ("docProps/", "the properties of the file"),
    ("customXml/", "data attached to the file"),
)
_MARGINS = ("word/header", "word/footer")
_ZIP = b"PK\x03\x04"
_WORDS_OF_PICTURES = ("descr", "title", "alt")


def _places(data: bytes, deep: int) -> Iterator[PackagePlace]:
    parts = opened_parts(data)
    pictured = _words_of_charts(parts)
    if "xl/workbook.xml" in parts:
        yield from _of_workbook(parts)
    for name, part in sorted(parts.items()):
        if part.startswith(_ZIP) and deep:
            for one in _places(part, deep - 1):
                where = f"the file behind a chart ({one.where})"
                texts = (*one.texts, *pictured.get(name, ()))
                yield replace(one, where=where, texts=texts, is_drawn=True)
        elif name.endswith(".rels"):
            yield from _of_links(part)
        elif name.endswith((".xml", ".vml")) and not name.startswith((*_LOOKS, *_SHEETS)):
            yield from _of_part(name, parsed_part(part), pictured.get(name, ()))


def _of_part(name: str, root: XmlElement, pictured: tuple[str, ...]) -> Iterator[PackagePlace]:
    where = next((words for start, words in _WHERE if name.startswith(start)), f"the part {name}")
    is_drawn, is_margin = "/charts/" in name, name.startswith(_MARGINS)
    if not name.startswith("word/") or is_drawn:
        texts = (*_texts((root,)), *pictured)
        if texts:
            yield PackagePlace(where, texts, is_drawn=is_drawn)
        return
    for element, is_row in _rows_and_paragraphs(root):
        cells = _children(element, "tc") if is_row else (element,)
        texts = (*(_joined(cell) for cell in cells), *_words_of_pictures(element))
        if any(texts):
            yield PackagePlace(where, texts, is_row=is_row, is_margin=is_margin)


def _rows_and_paragraphs(root: XmlElement) -> Iterator[tuple[XmlElement, bool]]:
    """Rows of tables, and paragraphs outside of them, in order."""
    for element in root:
        name = _local(element)
        if name in ("tr", "p"):
            yield element, name == "tr"
        elif name:
            yield from _rows_and_paragraphs(element)


def _joined(element: XmlElement) -> str:
    """The words under an element as they run on, deleted and hidden ones and those of fields too."""
    found = []
    for one in element.iter():
        name = _local(one)
        if name in ("t", "delText", "instrText", "v"):
            found.append(one.text or "")
        elif name == "p" and found:
            found.append(" ")
    return "".join(found).strip()


def _texts(elements: Iterable[XmlElement]) -> tuple[str, ...]:
    """Each text by itself, with the words of pictures."""
    return tuple(
        text
        for element in elements
        for one in element.iter()
        if _local(one)
        for text in ((one.text or "").strip(), *_of_picture(one))
        if text
    )


def _words_of_pictures(element: XmlElement) -> tuple[str, ...]:
    return tuple(text for one in element.iter() if _local(one) for text in _of_picture(one))


def _of_picture(element: XmlElement) -> Iterator[str]:
    for name in _WORDS_OF_PICTURES:
        text = (element.get(name) or "").strip()
        if text:
            yield text


def _local(element: XmlElement) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: XmlElement, name: str) -> tuple[XmlElement, ...]:
    return tuple(one for one in element.iter() if _local(one) == name)


def _words_of_charts(parts: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """The part of a chart, and of the workbook behind it → the words for those who cannot see it."""
    found: dict[str, tuple[str, ...]] = {}
    drawn_in = [name for name in parts if name == _DOCUMENT or name.startswith("xl/drawings/draw")]
    for name in drawn_in:
        targets = {key: path for key, _, path in related(parts, name)}
        for drawing in parsed_part(parts[name]).iter():
            is_drawing = _local(drawing) in ("inline", "anchor", "graphicFrame")
            for chart in _children(drawing, "chart") if is_drawing else ():
                path = targets.get(chart.get(_REL_ID), "")
                behind = (other for _, _, other in related(parts, path))
                found |= dict.fromkeys((path, *behind), _words_of_pictures(drawing))
    return found


_DOCUMENT = "word/document.xml"
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _of_links(part: bytes) -> Iterator[PackagePlace]:
    links = (link for link in parsed_part(part) if _local(link))
    led = [link.get("Target") or "" for link in links if link.get("TargetMode") == "External"]
    for target in led:
        yield PackagePlace("a link", (target,))


_SHEETS = ("xl/worksheets/", "xl/sharedStrings.xml")


def _of_workbook(parts: Mapping[str, bytes]) -> Iterator[PackagePlace]:
    book = "xl/workbook.xml"
    shared = parts.get("xl/sharedStrings.xml")
    strings = [_joined(one) for one in parsed_part(shared)] if shared else []
    shown: set[int] = set()
    targets = {key: path for key, _, path in related(parts, book)}
    for sheet in _children(parsed_part(parts[book]), "sheet"):
        path = targets.get(sheet.get(_REL_ID), "")
        hidden = "" if sheet.get("state", "visible") == "visible" else "hidden "
        if path in parts and path.startswith("xl/worksheets/"):
            where = f"the {hidden}sheet {sheet.get('name')}"
            yield from _of_sheet(where, parsed_part(parts[path]), strings, shown)
    for text in (text for at, text in enumerate(strings) if at not in shown):
        if text:
            yield PackagePlace("a text that no cell shows", (text,))


def _of_sheet(
    where: str, root: XmlElement, strings: list[str], shown: set[int]
) -> Iterator[PackagePlace]:
    for row in _children(root, "row"):
        texts = tuple(filter(None, (_of_cell(cell, strings, shown) for cell in row)))
        if texts:
            yield PackagePlace(where, texts)
    margins = tuple(_joined_text(one) for one in root.iter() if _local(one) in _HEADS_AND_FEET)
    if any(margins):
        yield PackagePlace(where, margins, is_margin=True)


def _of_cell(cell: XmlElement, strings: list[str], shown: set[int]) -> str:
    """What a cell shows; a text that it shares with others is marked as shown."""
    text = _joined(cell)
    if cell.get("t") == "s" and text.isdecimal() and int(text) < len(strings):
        shown.add(int(text))
        return strings[int(text)]
    return text


_HEADS_AND_FEET = (
    "oddHeader",
    "oddFooter",
    "evenHeader",
    "evenFooter",
    "firstHeader",
    "firstFooter",
)


def _joined_text(element: XmlElement) -> str:
    return (element.text or "").strip()
