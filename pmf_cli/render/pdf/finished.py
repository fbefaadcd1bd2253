"""A finished PDF read again: its words page by page, the words of its drawings, and what readers' programs need."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from pmf_cli.errors import UsageError

_NUMBERS = re.compile(r"\d+")
_DAY = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


class FoundPdf:
    """A finished PDF; UsageError where the bytes are none, or damaged."""

    def __init__(self, data: bytes) -> None:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError

        try:
            self._reader = PdfReader(io.BytesIO(data))
            self._root: Any = self._reader.root_object
            self.page_total = len(self._reader.pages)
        except (PyPdfError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise UsageError("It is no PDF that can be read.", "Write the paper again.") from error

    @cached_property
    def pages(self) -> tuple[tuple[str, ...], ...]:
        """The lines of each page."""
        texts = (page.extract_text() for page in self._reader.pages)
        return tuple(tuple(filter(None, map(str.strip, text.split("\n")))) for text in texts)

    @cached_property
    def running_text(self) -> str:
        """All words from page to page, without the heads and feet that stand between the pages of a paragraph."""
        ends = Counter(line for page in self.pages for line in {_plain(one) for one in _ends(page)})
        found: list[str] = []
        for page in self.pages:
            margins = [line for line in _ends(page) if ends[_plain(line)] > self.page_total / 2]
            body = list(page)
            for line in margins if self.page_total > 1 else ():
                body.remove(line)
            found += body
        return "\n".join(found)

    @cached_property
    def drawn(self) -> tuple[str, ...]:
        """The words for those who cannot see its drawings."""
        return tuple(str(one["/Alt"]) for one in self.tagged() if "/Alt" in one)

    def tagged(self) -> Iterator[Any]:
        """Every element of the structure that programs which read aloud follow."""
        waiting: list[Any] = [self._root.get("/StructTreeRoot")]
        while waiting:
            one: Any = waiting.pop()
            one = one.get_object() if hasattr(one, "get_object") else one
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict) and one.get("/Type") not in ("/MCR", "/OBJR"):
                yield one
                waiting.append(one.get("/K"))

    @property
    def title(self) -> str:
        """Its title; empty where it has none."""
        return self._property("/Title")

    @property
    def properties(self) -> tuple[str, ...]:
        """What stands among its properties."""
        metadata = self._reader.metadata
        return () if metadata is None else tuple(map(str, metadata.values()))

    def _property(self, name: str) -> str:
        metadata = self._reader.metadata
        return "" if metadata is None else str(metadata.get(name) or "")

    @property
    def made_on(self) -> date | None:
        """The date of its data, which pmf writes as the day on which it was made; ``None`` where it says none."""
        said = _DAY.match(self._property("/CreationDate"))
        try:
            return None if said is None else date(*map(int, said.groups()))
        except ValueError:
            return None

    @property
    def language(self) -> str:
        """The language that it says it is in."""
        return str(self._root.get("/Lang") or "")

    @property
    def is_tagged(self) -> bool:
        """Whether it says what is a heading, a table, a paragraph, and in which order they are read."""
        marks = self._root.get("/MarkInfo")
        return "/StructTreeRoot" in self._root and bool(marks and marks.get("/Marked"))

    @property
    def shows_title(self) -> bool:
        """Whether programs show its title and not the name of its file."""
        asked = self._root.get("/ViewerPreferences")
        return bool(asked and asked.get_object().get("/DisplayDocTitle"))

    @property
    def has_bookmarks(self) -> bool:
        """Whether its headings can be gone to."""
        return bool(self._reader.outline)


def pdf_problems(found: FoundPdf) -> tuple[str, ...]:
    """What keeps people from reading a PDF, each in a sentence (PDF/UA-1; WCAG 2.2 1.3.1, 2.4.2, 3.1.1, 2.4.5)."""
    asked = {
        "It is not tagged: programs that read aloud find no headings and tables in it.": found.is_tagged,
        "It has no title.": bool(found.title.strip()),
        "Programs show the name of its file and not its title.": found.shows_title,
        "It does not say in which language it is.": bool(found.language),
        "Its headings are no bookmarks.": found.has_bookmarks or found.page_total == 1,
    }
    return tuple(words for words, holds in asked.items() if not holds)


def _ends(page: tuple[str, ...]) -> tuple[str, ...]:
    """The first and the last line of a page: its head and its foot, where it has them."""
    return (page[0], page[-1]) if len(page) > 1 else page


def _plain(line: str) -> str:
    return _NUMBERS.sub("0", " ".join(line.split()))
