"""HTML elements by their names, as lxml's own builder makes them, with types: ``E.p("Words", E.strong("more"))``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree
from lxml.etree import _Element

Part = str | _Element | Mapping[str, str]
"""Words, an element, or attributes."""


Making = Callable[..., _Element]
"""Makes an element of one name, with parts and attributes as ``Elements`` takes them."""


class Elements:
    """Makes elements: ``E.p(...)``, or ``E("h2", ...)`` where the name is worked out."""

    def __call__(self, name: str, *parts: Part, **look: str) -> _Element:
        """An element with its parts in order; words are escaped when it is printed."""
        made = etree.Element(name)
        last: _Element | None = None
        for part in parts:
            if isinstance(part, str):
                if last is None:
                    made.text = (made.text or "") + part
                else:
                    last.tail = (last.tail or "") + part
            elif isinstance(part, Mapping):
                for key, value in part.items():
                    made.set(key, value)
            else:
                last = part
                made.append(part)
        for key, value in look.items():
            made.set(key, value)
        return made

    def __getattr__(self, name: str) -> Making:
        def making(*parts: Part, **look: str) -> _Element:
            return self(name, *parts, **look)

        return making


E = Elements()
