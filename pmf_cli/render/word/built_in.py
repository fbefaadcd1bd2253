"""Word's own styles, whatever the language that a file was made in.

Word writes ``heading 1`` as the name and a word of its user's language as the identifier
(``berschrift1``); other programs write the other way about (``Heading1``, called "Überschrift 1"). And a
council may have headings of its own, which Word knows by their level in the outline.
"""

from __future__ import annotations

import re
from functools import cached_property

from pmf_cli.render.word.markup import Element, value_at, w

_HEADING = re.compile(r"heading ?([1-9])")
_LEVELS = 9
_BUILT_IN = frozenset(["title", "subtitle", "caption", "normal", "listbullet", "listnumber"])
"""Identifiers by which a style is known where its name is in another language."""


class BuiltInStyles:
    """The styles of a file by Word's own names for them."""

    def __init__(self, styles: Element) -> None:
        self._styles = {one.get(w("styleId")): one for one in styles.iter(w("style"))}
        self._levels: dict[str | None, int] = {None: 0}

    def heading_level(self, style: str | None) -> int:
        """The level of a heading in that style, its own or that of what it is based on; 0 of no heading."""
        if style not in self._levels:
            # One that is based on itself is no heading.
            self._levels[style] = 0
            one = self._styles.get(style)
            if one is not None and one.get(w("type")) in (None, "paragraph"):
                self._levels[style] = self._level(style or "", one)
        return self._levels[style]

    def _level(self, style: str, one: Element) -> int:
        named = _HEADING.fullmatch(self.name_of(style))
        if named is not None:
            return int(named[1])
        outline = value_at(one, "pPr/outlineLvl") or ""
        if outline.isdigit():
            return int(outline) + 1 if int(outline) < _LEVELS else 0
        return self.heading_level(value_at(one, "basedOn"))

    def name_of(self, style: str | None) -> str:
        """Word's own name of a style in small letters, ``list number``; its name as it stands for any other."""
        one = self._styles.get(style)
        if one is None:
            return ""
        name = (value_at(one, "name") or "").lower()
        known = (style or "").lower()
        is_known = known in _BUILT_IN or _HEADING.fullmatch(known) is not None
        if not is_known or name.replace(" ", "") == known or _HEADING.fullmatch(name):
            return name
        return _spaced(known)

    @cached_property
    def by_name(self) -> dict[str, str]:
        """Identifiers of styles by Word's own names; of two of a name the first."""
        found: dict[str, str] = {}
        for style in self._styles:
            found.setdefault(self.name_of(style), style)
        for style in self._styles:
            if level := self.heading_level(style):
                found.setdefault(f"heading {level}", style)
        return found


def _spaced(known: str) -> str:
    heading = _HEADING.fullmatch(known)
    if heading is not None:
        return f"heading {heading[1]}"
    return re.sub(r"^list", "list ", known)


def style_name(styles: Element, style: str | None) -> str:
    """A style's name as people see it in Word: built-in ones begin with a capital letter there."""
    one = next((one for one in styles.iter(w("style")) if one.get(w("styleId")) == style), None)
    name = (None if one is None else value_at(one, "name")) or style or ""
    return re.sub("^toc ", "TOC ", name[:1].upper() + name[1:], flags=re.IGNORECASE)
