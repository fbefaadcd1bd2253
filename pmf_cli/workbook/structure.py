"""What a workbook's own parts say: which sheets there are, where they stand, how days count."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from pmf_cli.errors import UnreadableWorkbookError
from pmf_cli.frozen import frozen
from pmf_cli.workbook import refusals
from pmf_cli.workbook.cells import column_letter
from pmf_cli.workbook.markup import TRUE, elements
from pmf_cli.workbook.package import Package


@frozen
class SheetPart:
    """One tab of cells: its package, its name, and the inner part that holds it."""

    package: Package
    name: str
    part: str
    hidden: bool
    date_1904: bool

    def text(self, *, checked: bool = False) -> Iterator[str]:
        """Its text, as ``Package.text``."""
        return self.package.text(self.part, checked=checked)

    def damaged(self, what: str) -> UnreadableWorkbookError:
        """The refusal of a sheet that is damaged."""
        return refusals.damaged(self.package.name, f'its sheet "{self.name}" {what}')

    def damaged_cell(self, row: int, column: int, what: str) -> UnreadableWorkbookError:
        """The refusal of a cell that cannot be read rightly."""
        address = f"{column_letter(column)}{row}"
        return refusals.damaged_cell(self.package.name, self.name, address, what)

    def too_large(self, what: str, cure: str, setting: str) -> UnreadableWorkbookError:
        """The refusal of a sheet with too much in it, or that lies too far apart."""
        return refusals.too_large_sheet(self.package.name, self.name, what, cure, setting)

    def too_long(self, row: int, column: int) -> UnreadableWorkbookError:
        """The refusal of a cell whose text is longer than Excel can hold."""
        return refusals.too_large(
            f"{self.package.name}, {self.name}!{column_letter(column)}{row}",
            f"the text in this cell has over {self.package.limits.text_length:,} characters",
            "text_length",
        )


@frozen
class Structure:
    """The workbook's own facts.

    Attributes:
        workbook: the part that lists the sheets.
        sheets: the tabs with cells, in order.
        strings: the part of shared texts, empty where there is none; so ``styles``.
        date_1904: whether days count from 1904.
    """

    workbook: str
    sheets: tuple[SheetPart, ...]
    strings: str = ""
    styles: str = ""
    date_1904: bool = False
    macros: bool = False


@frozen
class Link:
    """A relationship: the kind's last word, the part it leads to, whether it leads outside."""

    kind: str
    target: str
    outside: bool


def links_of(package: Package, part: str) -> dict[str, Link]:
    """The relationships of a part by their ids; empty where it has none."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(rels):
        return {}
    found = {}
    for path, attributes in elements(package, rels):
        if path == ("Relationships", "Relationship"):
            target = attributes.get("Target", "").replace("\\", "/")
            absolute = target if target.startswith("/") else posixpath.join(folder, target)
            found[attributes.get("Id", "")] = Link(
                attributes.get("Type", "").rpartition("/")[2],
                posixpath.normpath(absolute).lstrip("/"),
                attributes.get("TargetMode", "").lower() == "external",
            )
    return found


def structure_of(package: Package) -> Structure:
    """The structure of a workbook; UnreadableWorkbookError where a sheet that it lists is not in the file."""
    workbook = _workbook_part(package)
    links = links_of(package, workbook)
    listed: list[dict[str, str]] = []
    date_1904 = False
    for path, attributes in elements(package, workbook):
        if path == ("workbook", "sheets", "sheet"):
            listed.append(attributes)
        elif path == ("workbook", "workbookPr"):
            date_1904 = attributes.get("date1904", "").lower() in TRUE
    sheets = tuple(_sheets(package, links, listed, date_1904=date_1904))
    if not sheets:
        raise UnreadableWorkbookError(
            f"{package.name} holds no sheet with cells.",
            "Check that it is the right file; if it is, take the latest backup.",
        )
    return Structure(
        workbook,
        sheets,
        _one(package, links, "sharedStrings"),
        _one(package, links, "styles"),
        date_1904,
        package.has("xl/vbaProject.bin"),
    )


def _sheets(
    package: Package, links: dict[str, Link], listed: list[dict[str, str]], *, date_1904: bool
) -> Iterator[SheetPart]:
    """The tabs with cells; charts and dialogues on tabs of their own are passed over."""
    names, parts = set(), set()
    for attributes in listed:
        name = attributes.get("name", "")
        if not name or name.casefold() in names:
            raise refusals.damaged(package.name, f'it lists a sheet called "{name}" twice')
        names.add(name.casefold())
        link = links.get(attributes.get("r:id", ""))
        if link is None or link.outside:
            raise refusals.damaged(package.name, f'its sheet "{name}" is not in the file')
        if link.kind != "worksheet":
            continue
        if not package.has(link.target):
            raise refusals.damaged(package.name, f'its sheet "{name}" is missing from the file')
        if link.target.lower() in parts:
            raise refusals.damaged(package.name, f'its sheet "{name}" is another one\'s too')
        parts.add(link.target.lower())
        hidden = attributes.get("state", "visible") != "visible"
        yield SheetPart(package, name, link.target, hidden, date_1904)


def _workbook_part(package: Package) -> str:
    links = links_of(package, "")
    for link in links.values():
        if link.kind == "officeDocument" and not link.outside and package.has(link.target):
            return link.target
    if package.has("xl/workbook.xml"):
        return "xl/workbook.xml"
    raise refusals.damaged(package.name, "the list of its sheets is missing")


def _one(package: Package, links: dict[str, Link], kind: str) -> str:
    """The part of a kind, empty where there is none; one that is linked but missing is refused."""
    for link in links.values():
        if link.kind == kind:
            if link.outside or not package.has(link.target):
                raise refusals.damaged(package.name, f'its inner part "{link.target}" is missing')
            return link.target
    return ""
