"""WordprocessingML names and small pieces used by all builders of Word parts."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
EMU_PER_DXA = 635
"""English metric units (drawings) in a twentieth of a point (text)."""
Element = Any
"""An lxml element."""


@cache
def w(name: str) -> str:
    """The full name of a WordprocessingML element or attribute."""
    return f"{{{NAMESPACES['w']}}}{name}"


def parsed(xml: str) -> Element:
    """One element from its text, every prefix known."""
    holder = etree.fromstring(f"<holder {_DECLARED}>{xml}</holder>".encode())
    return holder[0]


def serialised(element: Element) -> str:
    """An element as text without its namespace declarations, to be set into other text."""
    text: str = etree.tostring(element, encoding="unicode", with_tail=False)
    for prefix, uri in element.nsmap.items():
        text = text.replace(f' xmlns:{prefix}="{uri}"', "")
    return text


def run_text(text: str) -> str:
    """The inside of a run: text with its line breaks and tabs."""
    lines = []
    for line in text.split("\n"):
        parts = (
            f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>'
            for part in line.split("\t")
        )
        lines.append("<w:tab/>".join(parts))
    return "<w:br/>".join(lines)


def attribute(text: str) -> str:
    """A value in quotation marks for an attribute."""
    return f'"{escape(text).translate(_IN_QUOTES)}"'


_IN_QUOTES = str.maketrans({"\n": " ", "\t": "&#9;", "\r": "&#13;"})
"""What a reader of XML would turn into a blank between quotation marks, but for the ends of lines, which become one."""


def value_at(element: Element, path: str, name: str = "val") -> str | None:
    """An attribute of the element at a path of names such as ``pPr/pStyle``."""
    found = element.find(_way(path))
    return None if found is None else found.get(w(name))


@cache
def _way(path: str) -> str:
    return "/".join(map(w, path.split("/")))


def text_under(element: Element) -> str:
    """All text under an element."""
    return "".join(t.text or "" for t in element.iter(w("t")))


def own_text(paragraph: Element) -> str:
    """The text of a paragraph itself, without that of text boxes that are tied to it."""
    texts = paragraph.iter(w("t"))
    return "".join(
        one.text or "" for one in texts if next(one.iterancestors(w("p")), None) is paragraph
    )
