"""A council's own Word file made a template: the places and the missing styles put into a copy of it.

Nothing of theirs is taken out or changed: their paragraphs, styles, head and foot, sections, numbering,
content controls and text boxes are those of the file, byte for byte where a part has no need to grow. The
only thing that goes is a link to the template file that the document was once made from, which would be
fetched whenever a paper is opened.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from lxml import etree

from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.render.office_file import CONTENT_TYPES, opened_parts, packed, parsed_part
from pmf_cli.render.word.adopted_styles import (
    FittedStyles,
    fit_numbers,
    fit_styles,
    needs_numbers,
    put_in_order,
)
from pmf_cli.render.word.built_in import BuiltInStyles, style_name
from pmf_cli.render.word.guard import refuse_no_word_file, refuse_unfit
from pmf_cli.render.word.markup import Element, own_text, parsed, text_under, value_at, w
from pmf_cli.render.word.page_setup import lies, page_end
from pmf_cli.render.word.properties import properties_of
from pmf_cli.words import counted, listed

DOCUMENT = "word/document.xml"
STYLES = "word/styles.xml"
NUMBERING = "word/numbering.xml"
SETTINGS = "word/settings.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TEMPLATE_TYPE = f"{_WORD_TYPE}template.main+xml".encode()
_DOCUMENT_TYPE = f"{_WORD_TYPE}document.main+xml".encode()
_MOST_LETTERS = 60
_HEADING_COUNTS = 10
"""How many plain paragraphs a heading counts for, where the longest part of a file is looked for."""


@frozen
class Adopted:
    """A copy of a council's file with the places in it, and what was done, each in a sentence."""

    data: bytes
    done: tuple[str, ...]


def adopted(path: Path, data: bytes, ours: bytes, *, after: str = "") -> Adopted:
    """The file with the places and styles of ``ours``, the shipped template.

    Args:
        after: words with which the paragraph begins, or that it holds, after which papers go; the end of the
            file's longest upright part where not given.

    Raises:
        UsageError: it cannot be a template, has the places already, or no such paragraph.
    """
    refuse_no_word_file(path, data)
    parts, done = _freed(opened_parts(data))
    refuse_unfit(path, packed(parts, MADE))
    _refuse_damaged(path, parts)
    document = parsed_part(parts[DOCUMENT])
    body = _body_of(path, document)
    if any("report.sections" in text_under(one) for one in body.iter(w("p"))):
        raise UsageError(
            f"{path} has the places of papers already.",
            f'Look at what it has: pmf template check "{path}"',
        )
    own = opened_parts(ours)
    frame = list(_frame_of(parsed_part(own[DOCUMENT]).find(w("body"))))
    styles = _part(parts, STYLES, "styles")
    known = BuiltInStyles(styles)
    usual = _usual_style(body, known)
    ours_styles = parsed_part(own[STYLES])
    fitted = fit_styles(styles, ours_styles, _used(frame, ours_styles))
    if needs_numbers(styles, fitted):
        numbering = _part(parts, NUMBERING, "numbering")
        fit_numbers(numbering, parsed_part(own[NUMBERING]), styles, fitted)
        parts[NUMBERING] = _text(numbering)
    place = _place(body, known, after)
    _put_in(body, place, _restyled(frame, fitted, usual))
    parts |= {DOCUMENT: _text(document), STYLES: _text(styles)}
    return Adopted(packed(parts, MADE), (*done, *_said(body, place, styles, fitted, usual)))


MADE = date(2024, 4, 1)
"""Parts of a zip are dated; the same file gives the same copy on every day."""


def _refuse_damaged(path: Path, parts: Mapping[str, bytes]) -> None:
    for name in (DOCUMENT, STYLES, NUMBERING, CONTENT_TYPES):
        try:
            if name in parts:
                parsed_part(parts[name])
        except UsageError as error:
            raise UsageError(
                f"{path} is damaged: {name} in it cannot be read.", error.advice
            ) from error


def _text(root: Element) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _body_of(path: Path, document: Element) -> Element:
    body = document.find(w("body"))
    if body is None:
        raise UsageError(
            f"{path} has no body that pmf can read: it may be saved as Strict Open XML.",
            "Save it in Word as Word Document (.docx).",
        )
    if body.find(w("sectPr")) is None:
        body.append(parsed('<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'))
    return body


_ATTACHED = re.compile(rb"<(?:\w+:)?attachedTemplate\b[^>]*/>")
_RELATED = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*/attachedTemplate\"[^>]*/>")


def _freed(parts: dict[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """The parts of a document that is no .dotx and not tied to the file that it was made from."""
    done = []
    types = parts.get(CONTENT_TYPES, b"")
    if _TEMPLATE_TYPE in types:
        parts[CONTENT_TYPES] = types.replace(_TEMPLATE_TYPE, _DOCUMENT_TYPE)
        done.append(
            "It is a Word template (.dotx); the copy is a document (.docx), as pmf needs it."
        )
    links = "word/_rels/settings.xml.rels"
    if _RELATED.search(parts.get(links, b"")):
        parts[links] = _RELATED.sub(b"", parts[links])
        parts[SETTINGS] = _ATTACHED.sub(b"", parts.get(SETTINGS, b""))
        done.append(
            "The link to the template file that it was once made from is left out: papers refer to no "
            "other file."
        )
    return parts, done


def _part(parts: dict[str, bytes], name: str, kind: str) -> Element:
    """A part of the file, made where it has none."""
    if name in parts:
        return parsed_part(parts[name])
    types = parsed_part(parts[CONTENT_TYPES])
    etree.SubElement(
        types,
        f"{{{_PACKAGE}/content-types}}Override",
        {"PartName": f"/{name}", "ContentType": f"{_WORD_TYPE}{kind}+xml"},
    )
    parts[CONTENT_TYPES] = _text(types)
    links = "word/_rels/document.xml.rels"
    relations = (
        parsed_part(parts[links])
        if links in parts
        else etree.Element(f"{{{_PACKAGE}/relationships}}Relationships")
    )
    taken = {one.get("Id") for one in relations}
    etree.SubElement(
        relations,
        f"{{{_PACKAGE}/relationships}}Relationship",
        {
            "Id": next(one for one in (f"rIdPmf{at}" for at in range(1, 99)) if one not in taken),
            "Type": f"{_OFFICE}/{kind}",
            "Target": name.rpartition("/")[2],
        },
    )
    parts[links] = _text(relations)
    return copy.deepcopy(parsed(f"<w:{kind}/>"))


def _frame_of(body: Element) -> Iterator[Element]:
    """What the shipped template prints: everything up to its sample of a page on its side."""
    for one in body:
        if one.tag == w("sectPr") or page_end(one) is not None:
            return
        yield one


def _used(frame: Sequence[Element], styles: Element) -> list[str]:
    """The styles that the frame names, and those of its contents."""
    named = (
        one.get(w("val")) for element in frame for one in element.iter(w("pStyle"), w("tblStyle"))
    )
    known = BuiltInStyles(styles).by_name
    return list(dict.fromkeys((*named, known["toc 1"], known["toc 2"])))


def _usual_style(body: Element, known: BuiltInStyles) -> str | None:
    """The style of most of the file's plain paragraphs; ``None`` for the usual one."""
    styles = Counter(
        value_at(one, "pPr/pStyle")
        for one in _written(body)
        if not known.heading_level(value_at(one, "pPr/pStyle"))
        and not known.name_of(value_at(one, "pPr/pStyle")).startswith(_NOT_PLAIN)
    )
    found = styles.most_common(1)
    return found[0][0] if found else None


_NOT_PLAIN = ("title", "subtitle", "list", "toc", "caption", "header", "footer")


def _written(body: Element) -> Iterator[Element]:
    """Paragraphs with words that stand in the body itself or in its content controls."""
    for one in body:
        if one.tag == w("p") and own_text(one).strip():
            yield one
        elif one.tag == w("sdt"):
            content = one.find(w("sdtContent"))
            yield from () if content is None else _written(content)


@frozen
class _Place:
    """Where papers go: the element before which they stand; the number of that part of the file and how many there are."""

    before: Element
    part: int
    parts: int


def _place(body: Element, known: BuiltInStyles, after: str) -> _Place:
    stretches = _stretches(body)
    if after.strip():
        return _place_after(stretches, after.strip())
    upright = [at for at, one in enumerate(stretches) if not lies(_page_of(one[-1]))]
    at = max(
        upright or [len(stretches) - 1],
        # Of two that are as long the last.
        key=lambda at: (_weight(stretches[at], known), at),
    )
    return _Place(stretches[at][-1], at + 1, len(stretches))


def _place_after(stretches: Sequence[Sequence[Element]], words: str) -> _Place:
    wanted = words.casefold()
    for at, stretch in enumerate(stretches):
        for number, one in enumerate(stretch[:-1]):
            if wanted in " ".join(text_under(one).split()).casefold():
                return _Place(stretch[number + 1], at + 1, len(stretches))
        # The paragraph that ends a part may have words of its own: what ends the part goes behind them.
        last = stretch[-1]
        if last.tag == w("p") and wanted in own_text(last).casefold():
            return _Place(_end_apart(last), at + 1, len(stretches))
    raise UsageError(
        f'No paragraph of the body holds the words "{words}".',
        "Give words that stand in one paragraph, outside text boxes, head and foot; or leave out --after.",
    )


def _stretches(body: Element) -> list[list[Element]]:
    """The parts of a body that its section breaks set apart, each with what ends it as its last element."""
    found: list[list[Element]] = [[]]
    for one in body:
        found[-1].append(one)
        if one.tag == w("sectPr") or page_end(one) is not None:
            found.append([])
    return [one for one in found if one]


def _page_of(end: Element) -> Element:
    return end if end.tag == w("sectPr") else page_end(end)


def _weight(stretch: Sequence[Element], known: BuiltInStyles) -> int:
    return sum(
        _HEADING_COUNTS if known.heading_level(value_at(one, "pPr/pStyle")) else 1
        for holder in stretch
        for one in holder.iter(w("p"))
        if own_text(one).strip()
    )


def _end_apart(paragraph: Element) -> Element:
    """Lets what ends a part of the file stand in an empty paragraph behind the words that it stood with."""
    page = page_end(paragraph)
    empty = parsed("<w:p><w:pPr/></w:p>")
    properties_of(empty).append(page)
    paragraph.addnext(empty)
    return empty


def _put_in(body: Element, place: _Place, frame: Sequence[Element]) -> None:
    before = place.before
    if before.tag == w("p") and page_end(before) is not None and own_text(before).strip():
        before = _end_apart(before)
    for one in frame:
        before.addprevious(one)


FRONT_LINES = (
    "{%p if report.classification %}",
    "{{ report.classification }}",
    "{%p endif %}",
)
LAST_LINE = "{{ report.footer }}, as at {{ report.as_at }}"
"""What the shipped template has at the head and foot of its pages, which are the council's own here."""


def _restyled(frame: Sequence[Element], fitted: FittedStyles, usual: str | None) -> list[Element]:
    """The frame in the file's styles."""
    made = [copy.deepcopy(one) for one in frame]
    made[2:2] = [_line(text, "PMFFact" if "{{" in text else "") for text in FRONT_LINES]
    made.append(_line(LAST_LINE, "PMFNote"))
    for element in made:
        for paragraph in element.iter(w("p")):
            _restyle(paragraph, fitted, usual)
        for named in element.iter(w("tblStyle")):
            named.set(w("val"), fitted.ids[named.get(w("val"))])
    return [*made, _line("{{ report.end }}", "")]


def _line(text: str, style: str) -> Element:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return parsed(f"<w:p><w:pPr>{named}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")


def _restyle(paragraph: Element, fitted: FittedStyles, usual: str | None) -> None:
    named = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    if named is not None:
        named.set(w("val"), fitted.ids[named.get(w("val"))])
    elif usual is not None and "{{" in text_under(paragraph):
        put_in_order(properties_of(paragraph), parsed(f'<w:pStyle w:val="{usual}"/>'))
    # Headings look as the council's do, on the front page too.
    for size in list(paragraph.iter(w("sz"), w("szCs"))):
        size.getparent().remove(size)


def _said(
    body: Element, place: _Place, styles: Element, fitted: FittedStyles, usual: str | None
) -> Iterator[str]:
    """What was done, in sentences."""
    where = (
        f" in part {place.part} of the {place.parts} that its section breaks make"
        if place.parts > 1
        else ""
    )
    first = next(one for one in body if "report.title" in text_under(one))
    words = _words_before(body, first)
    stands = f'after "{words}"' if words else "at the beginning"
    yield f"Papers go {stands}{where}; what stands behind goes on after them."
    if usual is not None:
        yield f"Their plain paragraphs are in your style {style_name(styles, usual)}."
    if fitted.found:
        yield f"Used as they are, your styles {listed(fitted.found)}."
    if fitted.added:
        yield (
            f"Put in, since it has none of them: the {counted(len(fitted.added), 'style')} "
            f"{listed(fitted.added)}, with your font and the colour of your headings."
        )


def _words_before(body: Element, first: Element) -> str:
    words = ""
    for one in body:
        if one is first:
            break
        for paragraph in (one,) if one.tag == w("p") else one.iter(w("p")):
            words = " ".join(own_text(paragraph).split()) or words
    return words if len(words) <= _MOST_LETTERS else f"{words[: _MOST_LETTERS - 1]}…"
