"""Checks on finished papers: nobody is handed one that some people cannot read.

The rules are those of WCAG 2.2 AA and, for workbooks, of the Analysis Function's checklist for
spreadsheets (both asked for by the Public Sector Bodies Accessibility Regulations 2018). Plain
language and the sense of alternative texts need a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from pmf_cli.errors import UsageError
from pmf_cli.render.office_file import XmlElement, opened_parts, parsed_part, related, title_of
from pmf_cli.render.theme import TEXT_CONTRAST, contrast
from pmf_cli.render.word.built_in import BuiltInStyles
from pmf_cli.render.word.markup import text_under, value_at, w
from pmf_cli.workbook.cells import column_number

if TYPE_CHECKING:
    from pmf_cli.render.package_places import PackagePlace

MOST_SHOWN = 6


def faults_of(data: bytes, kind: str) -> tuple[str, ...]:
    """What keeps people from reading a finished file (``docx``, ``xlsx``, ``pdf`` or ``html``), whoever made it.

    Raises:
        UsageError: it is no such file, is damaged or too large.
    """
    if kind == "pdf":
        from pmf_cli.render.pdf.finished import FoundPdf, pdf_problems

        return pdf_problems(FoundPdf(data))
    if kind == "html":
        from pmf_cli.render.html.finished import FoundPage, page_problems

        return page_problems(FoundPage(data))
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


LANGUAGE = "en-GB"
ALLOWED_LANGUAGES = frozenset([LANGUAGE, "cy-GB"])
"""English of Great Britain, and passages in Welsh."""
_DOC_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
# "auto" is left to the program that opens the paper, which picks one that can be read.
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")


def word_problems(data: bytes) -> tuple[str, ...]:
    """Everything that is wrong, each in a sentence; nothing for a good paper."""
    parts = opened_parts(data)
    document = parsed_part(parts["word/document.xml"])
    styles = parsed_part(parts["word/styles.xml"]) if "word/styles.xml" in parts else document
    body = document.find(w("body"))
    return (
        *_properties(parts, styles, document),
        *_headings(body, styles),
        *(problem for table in body.iter(w("tbl")) for problem in _word_table(table)),
        *_pictures(body),
        *_shapes(body),
        *_text_boxes(body),
        *_references(body),
        *_left_overs(body, list(parts)),
    )


@lru_cache(maxsize=4)
def own_matters(template: bytes) -> tuple[str, ...]:
    """What a Word template itself brings into every paper made with it, each in a sentence.

    Its own tables, text boxes, shapes and passages in another language are for the council to weigh, who
    may have to keep a cover as it is. Pictures without words are not among them. One template serves many
    papers.
    """
    document = parsed_part(opened_parts(template)["word/document.xml"])
    body = document.find(w("body"))
    return (
        *_languages(document),
        *(problem for table in body.iter(w("tbl")) for problem in _word_table(table)),
        *_shapes(body),
        *_text_boxes(body),
    )


def _properties(
    parts: Mapping[str, bytes], styles: XmlElement, document: XmlElement
) -> Iterator[str]:
    if not title_of(parts):
        yield "The document has no title (WCAG 2.4.2)."
    if value_at(styles, "docDefaults/rPrDefault/rPr/lang") != LANGUAGE:
        yield f"The language of the document is not set to {LANGUAGE} (WCAG 3.1.1)."
    yield from _languages(document)


def _languages(document: XmlElement) -> Iterator[str]:
    marked = {lang.get(w("val")) for lang in document.iter(w("lang"))} - {None}
    for other in sorted(marked - ALLOWED_LANGUAGES):
        yield f"Some text is marked as the language {other} (WCAG 3.1.2)."


def _headings(body: XmlElement, styles: XmlElement) -> Iterator[str]:
    known = BuiltInStyles(styles)
    last = 0
    for paragraph in body.iter(w("p")):
        level = known.heading_level(value_at(paragraph, "pPr/pStyle"))
        if not level:
            continue
        words = text_under(paragraph).strip()
        if not words:
            yield "A heading is empty."
        if level > last + 1:
            yield f'The heading "{words[:40]}" jumps from level {last} to level {level}.'
        last = level
    if last == 0:
        yield "There is no heading in the style Heading 1."


def _word_table(table: XmlElement) -> Iterator[str]:
    rows = [row.findall(w("tc")) for row in table.findall(w("tr"))]
    if not rows:
        return
    heads = [text_under(cell).strip() for cell in rows[0]]
    name = f'The table "{value_at(table, "tblPr/tblCaption") or " | ".join(heads)[:40]}"'
    repeats = table.find(w("tr")).find(f"{w('trPr')}/{w('tblHeader')}") is not None
    faults = {
        "has no heading row that repeats (WCAG 1.3.1)": not repeats,
        "has an empty heading": not all(heads),
        "has merged cells": _has(table, "gridSpan", "vMerge"),
        "holds another table": any(_has(cell, "tbl") for cell in table.iter(w("tc"))),
        "has rows of different lengths": len(set(map(len, rows))) > 1,
    }
    yield from (f"{name} {fault}." for fault, is_so in faults.items() if is_so)
    yield from _word_cells(rows[1:], name)


def _has(element: XmlElement, *names: str) -> bool:
    return next(element.iter(*(w(name) for name in names)), None) is not None


def _word_cells(rows: Sequence[Sequence[XmlElement]], name: str) -> Iterator[str]:
    said = [(cell, text_under(cell).strip()) for row in rows for cell in row]
    for cell, words in said:
        fill = value_at(cell, "tcPr/shd", "fill")
        if fill and _COLOUR.fullmatch(fill) and fill.upper() != "FFFFFF":
            yield from _coloured(cell, fill, words, name)
    empty = sum(1 for _, words in said if not words)
    if empty:
        yield f"{name} has {empty} empty cells."


def _coloured(cell: XmlElement, fill: str, words: str, name: str) -> Iterator[str]:
    if not words:
        yield f"{name} has a cell that is only a colour (WCAG 1.4.1)."
        return
    for run in cell.iter(w("r")):
        if not text_under(run).strip():
            continue
        colour = value_at(run, "rPr/color")
        if not colour or not _COLOUR.fullmatch(colour):
            yield f'{name}: "{words[:20]}" stands on a fill without a colour of its own.'
        elif contrast(colour, fill) < TEXT_CONTRAST:
            found = contrast(colour, fill)
            yield f'{name}: "{words[:20]}" has a contrast of {found:.2f} to 1 (WCAG 1.4.3).'


def _pictures(body: XmlElement) -> Iterator[str]:
    for drawing in _without_words(body):
        if not _is_bare(drawing):
            yield f'The picture "{drawing.get("name")}" has no alternative text (WCAG 1.1.1).'


def _shapes(body: XmlElement) -> Iterator[str]:
    for drawing in _without_words(body):
        if _is_bare(drawing) and not _has(drawing.getparent(), "txbxContent"):
            yield f'The shape "{drawing.get("name")}" has no words and no alternative text (WCAG 1.1.1).'


def _without_words(body: XmlElement) -> Iterator[XmlElement]:
    """Drawings without alternative text that are not marked as mere ornament."""
    for drawing in body.iter(_DOC_PROPERTIES):
        alt = (drawing.get("descr") or "").strip()
        if not alt and b"decorative" not in etree.tostring(drawing):
            yield drawing


_SHAPES = frozenset(["wsp", "wgp", "wpc"])


def _is_bare(drawing: XmlElement) -> bool:
    """Whether a drawing is lines and areas, and words in them, without any picture."""
    kinds = {one.tag.rpartition("}")[2] for one in drawing.getparent().iter("{*}*")}
    return bool(kinds & _SHAPES) and "pic" not in kinds


def _text_boxes(body: XmlElement) -> Iterator[str]:
    if next(body.iter(w("txbxContent")), None) is not None:
        yield "There is a text box, which screen readers pass over."


def _references(body: XmlElement) -> Iterator[str]:
    marks = {mark.get(w("name")) for mark in body.iter(w("bookmarkStart"))}
    wanted = {link.get(w("anchor")) for link in body.iter(w("hyperlink"))} - {None}
    for field in body.iter(w("fldSimple")):
        named = re.match(r"\s*PAGEREF\s+(\S+)", field.get(w("instr")) or "")
        if named is not None:
            wanted.add(named[1])
    for name in sorted(wanted - marks):
        yield f"A link leads to the place {name}, which is not in the document (WCAG 2.4.4)."


def _left_overs(body: XmlElement, names: list[str]) -> Iterator[str]:
    if next(body.iter(w("ins"), w("del")), None) is not None:
        yield "Tracked changes were left in."
    if any(name.startswith("word/comments") for name in names):
        yield "Comments were left in."


_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FORBIDDEN = {
    "vbaProject": "macros",
    "externalLinks/": "links to other workbooks",
    "xl/comments": "cell comments",
    "connections.xml": "data connections",
}
# Sheets are searched as bytes: parsing one of thousands of rows takes as long as writing it.
_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*?(/?)>')
# Sheets that others saved may have prefixes before their tags.
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s")
_HIDDEN = re.compile(rb'<(?:\w+:)?(?:row|col)\s[^>]*\bhidden="(?:1|true)"')
# Not <formula> of a rule of colour, whose name begins with the same letter.
_FORMULA = re.compile(rb"<(?:x:)?f[\s>/]")
# Sparklines stand in an extension of the sheet and name their own sheet before the range.
_DRAWN_FROM = re.compile(rb"<xm:f>[^<!]*!([^<]*)</xm:f>")
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


def excel_problems(data: bytes) -> tuple[str, ...]:
    """Everything that is wrong, each in a sentence; nothing for a good workbook."""
    return tuple(_problems(opened_parts(data)))


_NOT_PUBLISHED = (
    (re.compile(rb"<(?:\w+:)?pane\s"), "panes that are frozen"),
    (re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>"), "heads or feet of pages"),
    (re.compile(rb"<(?:\w+:)?conditionalFormatting\s"), "colours that follow words"),
    (re.compile(rb"<x14:sparkline>"), "trends that nobody can hear"),
    (re.compile(rb"<(?:\w+:)?autoFilter\s"), "filters"),
)
"""What the checklist asks published workbooks to do without, so that every program and reader gets the same."""
_PLAIN_FILLS = {"none", "gray125"}
"""Those that every workbook has, the second of which is used by nothing."""


def published_problems(data: bytes) -> tuple[str, ...]:
    """What the checklist for published spreadsheets minds besides, each in a sentence."""
    from pmf_cli.render.package_places import package_places

    return (*_unfit_for_the_public(opened_parts(data)), *_unexplained(package_places(data)))


def _unfit_for_the_public(parts: Mapping[str, bytes]) -> Iterator[str]:
    for title, part, tables in _sheets(parts):
        text = b"".join((part, *map(etree.tostring, tables)))
        for sign, what in _NOT_PUBLISHED:
            if sign.search(text):
                yield f"Sheet {title} has {what}, which a published workbook does without."
        if len(tables) > 1:
            yield f"Sheet {title} has {len(tables)} tables; a published workbook has one a sheet."
    if not _patterns(parsed_part(parts["xl/styles.xml"])) <= _PLAIN_FILLS:
        yield "Cells have fills, which a published workbook does without."


_SHORTHAND = re.compile(r"\[[a-z]{1,3}\]")
"""What stands in a cell in place of a figure: ``[c]``, ``[x]``."""
_EXPLAINING = frozenset(("the sheet Cover", "the sheet Notes"))


def _unexplained(places: Sequence[PackagePlace]) -> Iterator[str]:
    """The shorthand in cells that neither the cover nor the notes say the meaning of."""
    told = " ".join(text for one in places if one.where in _EXPLAINING for text in one.texts)
    used = {text for one in places for text in one.texts if _SHORTHAND.fullmatch(text)}
    for sign in sorted(used):
        if sign not in told:
            yield f"{sign} stands in cells, and neither the sheet Cover nor the sheet Notes says what it means."


def _patterns(styles: XmlElement) -> set[str | None]:
    """The patterns of the fills that cells have."""
    fills = [one.find(f"{_S}patternFill") for one in styles.iter(f"{_S}fill")]
    used = {int(one.get("fillId") or 0) for one in styles.find(f"{_S}cellXfs")}
    kinds = (fills[at] for at in used if at < len(fills))
    return {None if one is None else one.get("patternType") for one in kinds}


def _problems(parts: Mapping[str, bytes]) -> Iterator[str]:
    if not title_of(parts):
        yield "The workbook has no title (WCAG 2.4.2)."
    for sign, what in _FORBIDDEN.items():
        if any(sign in name for name in parts):
            yield f"The workbook holds {what}."
    for name, drawing in parts.items():
        if name.startswith("xl/drawings/drawing"):
            yield from _drawings(parsed_part(drawing))
    for title, part, tables in _sheets(parts):
        yield from _sheet(title, part, tables)


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, bytes, list[XmlElement]]]:
    book = "xl/workbook.xml"
    targets = {key: path for key, _, path in related(parts, book)}
    for entry in parsed_part(parts[book]).iter(f"{_S}sheet"):
        path = targets.get(entry.get(f"{_R}id"), "")
        if path.startswith("xl/worksheets/") and path in parts:
            tables = [
                parsed_part(parts[other])
                for _, kind, other in related(parts, path)
                if kind.endswith("/table") and other in parts
            ]
            yield entry.get("name"), parts[path], tables


def _sheet(title: str, part: bytes, tables: list[XmlElement]) -> Iterator[str]:
    for sign, what in (
        (_MERGED, "merged cells"), (_HIDDEN, "hidden rows or columns"), (_FORMULA, "formulas"),
    ):  # fmt: skip
        if sign.search(part):
            yield f"Sheet {title} has {what}."
    rows = _filled(part)
    for number, columns in _drawn_from(part).items():
        filled = rows.setdefault(number, [])
        filled.extend(columns - set(filled))
    if 1 not in rows.get(1, ()):
        yield f"Sheet {title} has no title in A1."
    if not tables and any(max(columns, default=0) > 2 for columns in rows.values()):
        yield f"Sheet {title} has figures that are not marked up as a table (WCAG 1.3.1)."
    for table in tables:
        yield from _table(title, table, rows)


def _filled(part: bytes) -> dict[int, list[int]]:
    """Row → numbers of the columns that hold something.

    Read off the text, since parsing a large sheet takes as long as writing it, where the text is ours.
    """
    rows: dict[int, list[int]] = {}
    cells = _CELL.findall(part)
    if len(cells) == part.count(b"<c "):
        numbers = {letters: column_number(letters.decode()) for letters in {c[0] for c in cells}}
        for letters, row, empty in cells:
            if not empty:
                rows.setdefault(int(row), []).append(numbers[letters])
        return rows
    for cell in parsed_part(part).iter(f"{_S}c"):
        found = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r") or "")
        if found and len(cell):
            rows.setdefault(int(found[2]), []).append(column_number(found[1]))
    return rows


def _drawn_from(part: bytes) -> dict[int, set[int]]:
    """Row → numbers of the columns that its sparklines are drawn from.

    These may be empty: Excel draws a word as 0, so that only an empty cell is a gap.
    """
    found: dict[int, set[int]] = {}
    for place in _DRAWN_FROM.findall(part):
        cells = _RANGE.fullmatch(place.decode().replace("$", ""))
        if cells is not None:
            for row in range(int(cells[2]), int(cells[4]) + 1):
                columns = range(column_number(cells[1]), column_number(cells[3]) + 1)
                found.setdefault(row, set()).update(columns)
    return found


def _table(title: str, table: XmlElement, rows: Mapping[int, list[int]]) -> Iterator[str]:
    found = _RANGE.fullmatch(table.get("ref"))
    if found is None:
        return
    first, last = column_number(found[1]), column_number(found[3])
    top, bottom = int(found[2]), int(found[4])
    if first != 1:
        yield f"The table on sheet {title} does not begin in column A."
    if table.get("headerRowCount") == "0":
        yield f"The table on sheet {title} has no heading row."
    empty = 0
    for number in range(top, bottom + 1):
        inside = sum(1 for column in rows.get(number, ()) if first <= column <= last)
        empty += last - first + 1 - inside
    if empty:
        yield f"The table on sheet {title} has {empty} empty cells."


def _drawings(drawing: XmlElement) -> Iterator[str]:
    for part in drawing.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}cNvPr"
    ):
        if not (part.get("descr") or "").strip():
            yield f'The chart "{part.get("name")}" has no alternative text (WCAG 1.1.1).'
