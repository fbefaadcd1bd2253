"""The styles that a council's file lacks, put in beside its own, which stay as they are.

Those that are put in take after the file: its font, the colour of its headings, its size of words.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pmf_cli.render.theme import TEXT_CONTRAST, contrast
from pmf_cli.render.word.built_in import BuiltInStyles, style_name
from pmf_cli.render.word.markup import Element, parsed, value_at, w
from pmf_cli.render.word.style_book import StyleBook

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
CELLS = ("pmf cell", "pmf strip", "pmf chart")
"""How the names of styles begin whose words keep their size, so that tables fit."""
FIGURES = frozenset(["pmf cell number"])
"""Styles that stand on the right whatever the file's usual paragraphs do."""
_LINKS = ("link", "next", "rsid", "aliases")
"""What a style says of others that are not put in with it."""


@dataclass(slots=True)
class FittedStyles:
    """Our styles fitted into a file's own: what ours is called there, and what was put in.

    Attributes:
        ids: ours by identifier → the file's identifier.
        new: the same of the styles that were put in.
        added: names of the styles put in, in their order.
        found: names of our styles that the file has already.
    """

    ids: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Taste:
    """What the file's own pages look like: colour of headings, size of words over ours, usual paragraph style."""

    colours: Mapping[str, str]
    scale: float
    usual: str | None
    is_numbered: bool


def fit_styles(own: Element, ours: Element, used: Sequence[str]) -> FittedStyles:
    """Puts those of our styles into a file's that it lacks.

    Args:
        own: the file's ``w:styles``, which is changed.
        ours: the ``w:styles`` of the shipped template.
        used: identifiers of ours that are wanted, in the order in which they are told of.
    """
    theirs, mine = BuiltInStyles(own), BuiltInStyles(ours)
    by_id = {one.get(w("styleId")): one for one in ours.iter(w("style"))}
    taken = {one.get(w("styleId")) for one in own.iter(w("style"))}
    taste = _taste(own, ours, theirs, mine)
    fitted = FittedStyles()
    for style in used:
        name = mine.name_of(style)
        shown = style_name(ours, style)
        if name in theirs.by_name:
            fitted.ids[style] = theirs.by_name[name]
            fitted.found.append(shown)
            continue
        fitted.ids[style] = fitted.new[style] = _free(style, taken)
        taken.add(fitted.ids[style])
        fitted.added.append(shown)
    for style, new in fitted.new.items():
        own.append(_made(by_id[style], new, name=mine.name_of(style), taste=taste, ids=fitted.ids))
    return fitted


def _free(style: str, taken: set[str | None]) -> str:
    return next(
        one for one in (style, *(f"{style}{at}" for at in range(1, 100))) if one not in taken
    )


def _taste(own: Element, ours: Element, theirs: BuiltInStyles, mine: BuiltInStyles) -> _Taste:
    usual = next(
        (
            one
            for one in own.iter(w("style"))
            if one.get(w("type")) == "paragraph" and one.get(w("default")) in ("1", "true")
        ),
        None,
    )
    size = StyleBook(own).paragraph(None).points
    colour = _heading_colour(own, theirs)
    navy = _heading_colour(ours, mine)
    return _Taste(
        {navy: colour} if colour and navy else {},
        size / StyleBook(ours).paragraph(None).points,
        None if usual is None else usual.get(w("styleId")),
        usual is not None and value_at(usual, "pPr/numPr/numId") not in (None, "0"),
    )


def _heading_colour(styles: Element, known: BuiltInStyles) -> str:
    """The colour of headings, where it can be read on white."""
    style = known.by_name.get("heading 1")
    one = next((one for one in styles.iter(w("style")) if one.get(w("styleId")) == style), None)
    colour = (None if one is None else value_at(one, "rPr/color")) or ""
    is_read = _HEX.fullmatch(colour) and contrast(colour.upper(), "FFFFFF") >= TEXT_CONTRAST
    return colour.upper() if is_read else ""


def _made(ours: Element, new: str, *, name: str, taste: _Taste, ids: Mapping[str, str]) -> Element:
    """One of our styles as it stands in the file."""
    made = copy.deepcopy(ours)
    made.set(w("styleId"), new)
    made.attrib.pop(w("default"), None)
    for tag in _LINKS:
        for other in made.findall(w(tag)):
            made.remove(other)
    _take_their_looks(made, taste)
    is_paragraph = made.get(w("type")) == "paragraph"
    if is_paragraph:
        _fit_paragraph(made, name, taste)
    based = made.find(w("basedOn"))
    if based is not None:
        below = ids.get(based.get(w("val")), taste.usual if is_paragraph else None)
        if below is None:
            made.remove(based)
        else:
            based.set(w("val"), below)
    return made


def _take_their_looks(made: Element, taste: _Taste) -> None:
    """The file's font, and the colour of its headings in place of ours."""
    for fonts in list(made.iter(w("rFonts"))):
        fonts.getparent().remove(fonts)
    for one in made.iter():
        for key, value in one.items():
            if value in taste.colours:
                one.set(key, taste.colours[value])
        # A colour of their scheme would win over the one that stands beside it.
        one.attrib.pop(w("themeColor"), None)


def _fit_paragraph(made: Element, name: str, taste: _Taste) -> None:
    if not name.startswith(CELLS):
        for size in made.iter(w("sz"), w("szCs")):
            size.set(w("val"), str(round(int(size.get(w("val"))) * taste.scale)))
    if not name.startswith("pmf"):
        return
    properties = made.find(w("pPr"))
    if properties is None:
        properties = parsed("<w:pPr/>")
        look = made.find(w("rPr"))
        made.insert(len(made) if look is None else made.index(look), properties)
    wanted = {"ind": '<w:ind w:left="0" w:right="0" w:firstLine="0"/>'}
    wanted["jc"] = f'<w:jc w:val="{"right" if name in FIGURES else "left"}"/>'
    if taste.is_numbered:
        wanted["numPr"] = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    for tag, xml in wanted.items():
        if properties.find(w(tag)) is None:
            put_in_order(properties, parsed(xml))


PARAGRAPH_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid",
    "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
    "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
"""Properties of a paragraph in the order that Word's schema wants."""


def put_in_order(properties: Element, new: Element) -> None:
    """Puts a property of a paragraph where Word's schema wants it."""
    names = [w(name) for name in PARAGRAPH_ORDER]
    rank = names.index(new.tag)
    properties.insert(
        sum(1 for one in properties if one.tag in names and names.index(one.tag) < rank), new
    )


def fit_numbers(own: Element, ours: Element, styles: Element, fitted: FittedStyles) -> None:
    """Puts the lists of the styles that were put in among a file's own.

    Args:
        own: the file's ``w:numbering``, which is changed.
        ours: that of the shipped template.
        styles: the file's styles with ours among them.
    """
    kinds = {one.get(w("abstractNumId")): one for one in ours.findall(w("abstractNum"))}
    lists = {one.get(w("numId")): value_at(one, "abstractNumId") for one in ours.findall(w("num"))}
    for style in _with_lists(styles, fitted):
        number = style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        kind = _kind_for(kinds[lists[number.get(w("val"))]], fitted)
        kind.set(w("abstractNumId"), str(_next(own, "abstractNum", "abstractNumId")))
        new = str(_next(own, "num", "numId"))
        of_kind = parsed(f'<w:abstractNumId w:val="{kind.get(w("abstractNumId"))}"/>')
        made = parsed(f'<w:num w:numId="{new}"/>')
        made.append(of_kind)
        # The schema wants every kind of list before every list, and little else behind them.
        numbers = own.findall(w("num"))
        own.insert(own.index(numbers[0]) if numbers else len(own), kind)
        own.insert(own.index(numbers[-1] if numbers else kind) + 1, made)
        number.set(w("val"), new)


def _kind_for(ours: Element, fitted: FittedStyles) -> Element:
    """How one of our lists counts, for the file's own styles."""
    made = copy.deepcopy(ours)
    for tag in ("nsid", "tmpl", "styleLink", "numStyleLink"):
        for one in made.findall(w(tag)):
            made.remove(one)
    for named in made.iter(w("pStyle")):
        named.set(w("val"), fitted.ids.get(named.get(w("val")), named.get(w("val"))))
    return made


def _with_lists(styles: Element, fitted: FittedStyles) -> Iterator[Element]:
    added = set(fitted.new.values())
    for style in styles.iter(w("style")):
        number = value_at(style, "pPr/numPr/numId")
        if style.get(w("styleId")) in added and number not in (None, "0"):
            yield style


def needs_numbers(styles: Element, fitted: FittedStyles) -> bool:
    """Whether a style that was put in is one of a list."""
    return next(_with_lists(styles, fitted), None) is not None


def _next(numbering: Element, tag: str, name: str) -> int:
    found = (one.get(w(name)) or "" for one in numbering.findall(w(tag)))
    return max((int(one) for one in found if one.isdecimal()), default=0) + 1
