"""XML of a part walked element by element, with expat, within bounds.

Only names in the spreadsheet namespaces are told; document types never come here (``package``
refuses them), so there are no entities to expand and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.parsers import expat

from pmf_cli.workbook import refusals
from pmf_cli.workbook.package import Package

MOST_DEPTH = 256
"""Elements inside one another; honest workbooks have less than 30."""
MOST_ELEMENTS = 2_000_000
"""Elements in one part; above them a walk would take longer than anybody waits."""
MOST_STRUCTURE_ELEMENTS = 500_000
"""Elements in a part that describes structure; Excel allows some 65,000 formats."""
MOST_UNFINISHED = 1_000_000
"""Bytes of one tag or comment. Older versions of expat read an unfinished one again with every
piece that arrives, and hold all of it in memory."""

SHEET_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_LINKS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_OWN = (
    *SHEET_NAMESPACES,
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
)

TRUE = ("1", "true", "on")
"""How attributes say yes."""
Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
Data = Callable[[str], None]


class Walk:
    """A walk through the XML of one part, fed piece by piece; UnreadableWorkbookError where it is damaged.

    Element names are given without namespace where they are in one of the workbook's own
    namespaces, and as ``""`` otherwise. An ``r:id`` attribute is given as ``r:id``. ``start`` is called
    at the start of an element, ``end`` at its end, ``data`` with text between tags.
    """

    def __init__(
        self,
        package: Package,
        part: str,
        start: Start,
        end: End | None = None,
        data: Data | None = None,
        *,
        most: int = MOST_ELEMENTS,
    ) -> None:
        self.package = package
        self.part = part
        self.depth = 0
        self._left = most
        self._fed = 0
        self._start = start
        self._end = end
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._started
        parser.EndElementHandler = self._ended
        if data is not None:
            parser.CharacterDataHandler = data
        self._parser = parser

    def feed(self, text: str) -> None:
        """Walks on through a piece of text."""
        self._parse(text.encode("utf-8", "surrogatepass"), final=False)

    def close(self) -> None:
        """Says that there is no more text, so that a part that ends too early is refused."""
        self._parse(b"", final=True)

    def _parse(self, data: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            raise refusals.damaged_part(self.package.name, self.part) from error
        self._fed += len(data)
        if self._fed - self._parser.CurrentByteIndex > MOST_UNFINISHED + len(data):
            raise refusals.damaged_part(self.package.name, self.part, "holds an endless tag")

    def _started(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise refusals.damaged_part(self.package.name, self.part, "is nested without end")
        self._left -= 1
        if self._left < 0:
            raise refusals.damaged_part(
                self.package.name, self.part, "holds more elements than a workbook needs"
            )
        namespace, _, local = name.rpartition(" ")
        if any(" " in key for key in attributes):
            attributes = {_plain(key): value for key, value in attributes.items()}
        self._start(local if namespace in _OWN else "", attributes)

    def _ended(self, name: str) -> None:
        self.depth -= 1
        if self._end is not None:
            namespace, _, local = name.rpartition(" ")
            self._end(local if namespace in _OWN else "")


def _plain(key: str) -> str:
    namespace, _, local = key.rpartition(" ")
    if not namespace:
        return key
    return f"r:{local}" if namespace in _LINKS else f"?{local}"


def walk(package: Package, part: str, start: Start, end: End, data: Data) -> None:
    """Walks through a whole part; UnreadableWorkbookError where it is missing or damaged."""
    walker = Walk(package, part, start, end, data)
    for piece in package.text(part):
        walker.feed(piece)
    walker.close()


def elements(package: Package, part: str) -> Iterator[tuple[tuple[str, ...], Attributes]]:
    """The elements of a small part: path of names from the root, and attributes.

    UnreadableWorkbookError where the part is missing, damaged or far too large for its kind.
    """
    if package.has(part) and package.size(part) > MOST_STRUCTURE:
        raise refusals.damaged_part(package.name, part, "is unreasonably large")
    found: list[tuple[tuple[str, ...], Attributes]] = []
    path: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        path.append(name)
        found.append((tuple(path), attributes))

    def end(_: str) -> None:
        path.pop()

    walker = Walk(package, part, start, end, most=MOST_STRUCTURE_ELEMENTS)
    for piece in package.text(part):
        walker.feed(piece)
        yield from found
        found.clear()
    walker.close()


MOST_STRUCTURE = 10_000_000
"""Bytes of a part that describes structure (list of sheets, styles), unpacked."""
