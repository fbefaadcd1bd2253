"""The cells of a workbook that are filled red, amber or green: ratings that no word says."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from colorsys import rgb_to_hls
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from pmf_cli.workbook.cells import Box, box_of, column_letter
from pmf_cli.workbook.colour_rules import ColourRule


class Fill(StrEnum):
    """The colour of a filled cell, as a traffic light has it."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


_HUES = ((20, Fill.RED), (65, Fill.AMBER), (170, Fill.GREEN))
"""Degrees of the colour circle up to which a colour has its name; yellow and orange are amber."""
_BETWEEN = range(66, 76)
"""Between yellow and green: neither."""
_RED_AGAIN = 345
_THEME = re.compile(
    r"<a:(?:dk1|lt1|dk2|lt2|accent\d)>\s*<a:\w+ [^>]*?(?:lastClr|val)=\"([0-9A-Fa-f]{6})\""
)
_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9)
"""The places of a theme's colours in its file, in the order in which cells number them."""


def fills_in(path: Path) -> dict[str, dict[str, Fill]]:
    """Tab → address → colour of each cell that is filled red, amber or green, in rows that hold something.

    What a conditional format shows instead is told by ``colour_rules_in``. The workbook must have passed the
    guarded reader.
    """
    with _opened(path) as book:
        theme = _theme(book.loaded_theme)
        return {sheet.title: dict(_fills(sheet, theme)) for sheet in book.worksheets}


def colour_rules_in(path: Path) -> dict[str, tuple[ColourRule, ...]]:
    """Tab → the rules of its conditional formats that fill cells; the workbook as for ``fills_in``."""
    if not _has_rules(path):
        return {}
    with _opened(path) as book:
        theme = _theme(book.loaded_theme)
        looks = [_painted(look, theme) for look in book._differential_styles.styles]
        return {sheet.title: tuple(_rules(sheet, looks)) for sheet in book.worksheets}


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook as openpyxl streams it."""
    import openpyxl

    # What openpyxl cannot keep, such as sparklines, it warns of while rows are read, too.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, read_only=True)
        try:
            yield book
        finally:
            book.close()


def _painted(look: Any, theme: tuple[str, ...]) -> tuple[bool, str]:  # noqa: ANN401 - a look of openpyxl
    """Whether a look fills a cell, and with which traffic light."""
    if look.fill is None:
        return False, ""
    # A look that fills plainly has its colour behind the pattern; some programs write it as the pattern's own.
    codes = (_code(one, theme) for one in (look.fill.bgColor, look.fill.fgColor) if one is not None)
    colour = next(filter(None, map(colour_named, codes)), None)
    return True, colour or ""


_RULES = b"conditionalFormatting"


def _rules(sheet: Any, looks: Sequence[tuple[bool, str]]) -> Iterator[ColourRule]:  # noqa: ANN401 - openpyxl's
    """The rules of a tab, read from its part of the file."""
    with sheet.parent._archive.open(sheet._worksheet_path) as part:
        for _, element in iterparse(part):
            name = _local(element)
            if name == "conditionalFormatting":
                yield from _rules_of(element, looks)
            if name in ("row", "conditionalFormatting"):
                element.clear()


def _has_rules(path: Path) -> bool:
    """Whether any tab has conditional formats: most workbooks have none, and are not opened a second time."""
    with ZipFile(path) as package:
        tabs = [name for name in package.namelist() if "sheet" in name.lower()]
        return any(_holds_rules(package, name) for name in tabs)


def _holds_rules(package: ZipFile, name: str) -> bool:
    with package.open(name) as part:
        return any(_RULES in piece for piece in _pieces(part))


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """A part in pieces that overlap, so that no word is cut in two."""
    before = b""
    while piece := part.read(1 << 18):
        yield before + piece
        before = piece[-len(_RULES) :]


def _local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


_BY_SCALE = ("colorScale", "iconSet")
"""Kinds of rules that show a colour or sign by a scale, for which no look stands in the file."""


def _rules_of(element: Element, looks: Sequence[tuple[bool, str]]) -> Iterator[ColourRule]:
    """The rules for one set of ranges; of the kind added in 2010 it is only known where they are."""
    inner = list(element.iter())
    own = element.get("sqref")
    ranges = own or next((one.text or "" for one in inner if _local(one) == "sqref"), "")
    boxes = tuple(filter(None, map(box_of, ranges.split())))
    for rule in inner if boxes else ():
        if _local(rule) == "cfRule" and rule.get("type") != "dataBar":
            yield _rule(rule, boxes, looks, is_first_kind=own is not None)


def _rule(
    rule: Element,
    boxes: tuple[Box, ...],
    looks: Sequence[tuple[bool, str]],
    *,
    is_first_kind: bool,
) -> ColourRule:
    kind, look = rule.get("type", ""), int(rule.get("dxfId", "-1"))
    paints, colour = (kind in _BY_SCALE or not is_first_kind, "")
    if 0 <= look < len(looks):
        paints, colour = looks[look]
    return ColourRule(
        int(rule.get("priority", "0")), boxes, kind if is_first_kind else "", rule.get("operator", ""),
        tuple(one.text or "" for one in rule if _local(one) == "formula"), rule.get("text", ""),
        colour, paints, rule.get("stopIfTrue") in ("1", "true"),
    )  # fmt: skip


def _theme(text: bytes | str | None) -> tuple[str, ...]:
    """The colours of a workbook's theme as cells number them."""
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text or ""
    found = _THEME.findall(shown)
    return tuple(found[at] for at in _ORDER) if len(found) >= len(_ORDER) else ()


def _fills(sheet: Any, theme: tuple[str, ...]) -> Iterator[tuple[str, Fill]]:  # noqa: ANN401 - openpyxl's
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        if any(cell.value is not None for cell in row):
            for cell in row:
                styled = getattr(cell, "has_style", False)
                colour = _colour(cell, theme) if styled else None
                if colour is not None:
                    yield f"{column_letter(cell.column or 1)}{cell.row}", colour


def _colour(cell: Any, theme: tuple[str, ...]) -> Fill | None:  # noqa: ANN401 - a cell of openpyxl
    """The colour that a cell is filled with; of a sign alone, such as a dot, that of the sign."""
    fill, font = cell.fill, cell.font
    is_filled = fill is not None and fill.fill_type == "solid"
    found = colour_named(_code(fill.fgColor, theme)) if is_filled else None
    if found is None and is_sign(cell.value) and font is not None and font.color is not None:
        return colour_named(_code(font.color, theme))
    return found


def is_sign(value: object) -> bool:
    """Whether a cell holds a sign alone, such as a dot or a square: neither letters nor digits."""
    return isinstance(value, str) and 0 < len(value.strip()) <= 2 and not re.search(r"\w", value)


def _code(colour: Any, theme: tuple[str, ...]) -> str:  # noqa: ANN401 - a colour of openpyxl
    """The six digits of a colour; empty where it is none of them."""
    if colour.type == "theme":
        return theme[colour.theme] if colour.theme < len(theme) else ""
    return colour.rgb[-6:] if isinstance(colour.rgb, str) else ""


def colour_named(code: str) -> Fill | None:
    """The traffic light that a colour ``RRGGBB`` is; ``None`` for greys, blues and colours near white or black."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", code):
        return None
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, strength = rgb_to_hls(red, green, blue)
    degrees = round(hue * 360)
    if strength <= 0.3 or not 0.15 < light < 0.92 or degrees in _BETWEEN:
        return None
    if degrees > _RED_AGAIN:
        return Fill.RED
    return next((name for most, name in _HUES if degrees <= most), None)
