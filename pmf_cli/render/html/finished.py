"""A finished page read again: the day of its data, and what keeps people from reading it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from lxml import etree, html

from pmf_cli.errors import UsageError

CREATED = "dcterms.created"
"""The property in which a page says the day of its data, as Word and Excel files do (Dublin Core)."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NO_ZOOM = re.compile(r"user-scalable\s*=\s*(?:no|0)|maximum-scale\s*=\s*1(?:\.0*)?\s*(?:,|$)")
_BEGINS = 1000
"""Bytes within which a page says that it is one."""
_FETCHED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
"""What a browser fetches by itself for an element, and the attribute that says from where."""


class FoundPage:
    """A finished page, whoever made it; UsageError where the bytes are none."""

    def __init__(self, data: bytes) -> None:
        if b"<html" not in data[:_BEGINS].lower():
            raise UsageError(
                "The file is no page inside, whatever its name.", "Write the paper again."
            )
        self.root = html.document_fromstring(data.decode(errors="replace"))

    @property
    def made_on(self) -> date | None:
        """The day of its data; ``None`` where it says none."""
        said = (one.get("content") for one in self.root.iter("meta") if one.get("name") == CREATED)
        try:
            return date.fromisoformat(next(said, None) or "")
        except ValueError:
            return None


def page_problems(found: FoundPage) -> tuple[str, ...]:
    """What keeps people from reading a page, each in a sentence (WCAG 2.2 AA, as far as the file itself tells).

    What only a browser knows, as the contrast of what is drawn and the way of the keyboard, is not looked at.
    """
    return tuple(dict.fromkeys(_problems(found.root)))


def _problems(root: html.HtmlElement) -> Iterator[str]:
    twice = [name for name, number in Counter(root.xpath("//@id")).items() if number > 1]
    zooms = map(_NO_ZOOM.search, root.xpath("//meta[@name='viewport']/@content"))
    asked = {
        "It does not say in which language it is (WCAG 3.1.1).": (root.get("lang") or "").strip(),
        "It has no title (WCAG 2.4.2).": (root.findtext(".//title") or "").strip(),
        "It cannot be made larger (WCAG 1.4.4).": not any(zooms),
        f"Several places have the name {' and '.join(twice[:1])}, so that links lead to the wrong one.": not twice,
    }
    yield from (words for words, holds in asked.items() if not holds)
    yield from _headings(root)
    yield from _elements(root)


def _elements(root: html.HtmlElement) -> Iterator[str]:
    for element in root.iter(etree.Element):
        yield from _fetching(element)
        words = _UNTOLD.get(element.tag)
        if words and not _is_unheard(element) and not _TOLD[element.tag](element):
            yield words.format(_words(element)[:_MOST])


def _headings(root: html.HtmlElement) -> Iterator[str]:
    """One heading of the whole, and no level left out on the way down (WCAG 1.3.1)."""
    levels = [
        (_HEADINGS[one.tag], _words(one)) for one in root.iter(*_HEADINGS) if not _is_unheard(one)
    ]
    if sum(level == 1 for level, _ in levels) != 1:
        yield "It has not one heading of the whole, but none or several (WCAG 1.3.1)."
    before = 0
    for level, words in levels:
        if level > before + 1:
            yield f'The heading "{words}" leaves out a level (WCAG 1.3.1).'
        before = level


def _fetching(element: html.HtmlElement) -> Iterator[str]:
    fetched = (element.get(_FETCHED[element.tag]) or "") if element.tag in _FETCHED else ""
    if fetched and not fetched.startswith(("data:", "#")):
        yield f"It fetches something: {fetched}."


def _is_told(drawing: html.HtmlElement) -> bool:
    """Whether a drawing has words, its own or those of the picture that it is a part of."""
    line = (drawing, *drawing.iterancestors())
    pictures = [one for one in line if one.tag == "svg" or one.get("role") == "img"]
    return any(one.get("aria-label") or one.findtext("title") for one in pictures)


def _name(element: html.HtmlElement) -> str:
    return element.get("aria-label") or _words(element) or "".join(element.xpath(".//img/@alt"))


def _words(element: html.HtmlElement) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _is_unheard(element: html.HtmlElement) -> bool:
    """Whether programs that read aloud pass over an element, or over what it is a part of."""
    line = (element, *element.iterancestors())
    return any(
        one.get("aria-hidden") == "true" or one.get("role") == "presentation" for one in line
    )


_MOST = 40
"""Signs of a table by which it is named."""
_LINK = "A link or button has no words (WCAG 2.4.4)."
_UNTOLD = {
    "img": "A picture has no words for those who cannot see it (WCAG 1.1.1).",
    "svg": "A drawing has no words for those who cannot see it (WCAG 1.1.1).",
    "a": _LINK,
    "button": _LINK,
    "table": 'A table has no headings: "{}" (WCAG 1.3.1).',
}
"""What is said of an element that lacks what those who listen need."""
_TOLD: Mapping[str, Callable[[html.HtmlElement], object]] = {
    "img": lambda one: one.get("alt") is not None,
    "svg": _is_told,
    "a": _name,
    "button": _name,
    "table": lambda one: one.find(".//th") is not None,
}
"""What it needs."""
