"""What speaks against writing into a workbook: who has it open, copies beside it, marks inside it.

Excel and LibreOffice leave a small file beside a workbook while it is open; cloud storage leaves
copies when two people saved at once. Nothing is ever deleted here.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from pmf_cli.frozen import frozen
from pmf_cli.workbook.markup import TRUE, elements
from pmf_cli.workbook.package import Package
from pmf_cli.workbook.structure import structure_of
from pmf_cli.workbook.text import printable

_ANSI_NAME = 55
"""Bytes of Excel's lock file that hold the user's name in the code page, its length first."""
_MOST_READ = 4096

# "Returns-Q3" is a file of its own, "Returns-LAPTOP7" the copy that OneDrive made on that computer.
_PERIOD = r"(?:Q|H|P|M|T|FY|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[0-9]"
_HOST = (
    r"(?:DESKTOP|LAPTOP|SURFACE|WIN|PC)[A-Z0-9]*-?[A-Z0-9-]*"
    rf"|(?!{_PERIOD})[A-Z]+[0-9][A-Z0-9-]{{3,}}"
)
_COPY_MARKS = re.compile(
    rf"(?: \(\d{{1,3}}\)|-(?:{_HOST})(?:-\d+)?| - Copy(?: \(\d+\))?"
    r"| \([^()]*(?:conflict|conflicted copy)[^()]*\)|[ _.-]conflict(?:ed)?[^/\\]*"
    r"| - Kopie| \(copy\)|[ _-]copy(?: \d+)?)",
    re.IGNORECASE,
)


@frozen
class Holder:
    """Somebody who has a workbook open, as the file beside it says; what it does not say is empty."""

    workbook: str
    note: str
    program: str
    person: str = ""
    since: str = ""

    @property
    def words(self) -> str:
        """One sentence for the officer."""
        who = f" by {self.person}" if self.person else ""
        since = f" since {self.since}" if self.since else ""
        return (
            f"{self.workbook} seems to be open in {self.program}{who}{since} "
            f"(the file {self.note} says so); what is not saved yet is not read."
        )


def holders(path: Path) -> tuple[Holder, ...]:
    """Who has the workbook open, as far as files beside it tell."""
    found = []
    name = printable(path.name)
    note = path.with_name(f"~${path.name}")
    data = _start_of(note)
    if data is not None:
        found.append(Holder(name, printable(note.name), "Excel", _excel_user(data)))
    note = path.with_name(f".~lock.{path.name}#")
    data = _start_of(note)
    if data is not None:
        person, since = _office_user(data)
        found.append(Holder(name, printable(note.name), "LibreOffice", person, since))
    return tuple(found)


def copies(path: Path) -> tuple[str, ...]:
    """Names of files beside a workbook that look like copies of it made on a conflict."""
    try:
        names = sorted(other.name for other in path.parent.iterdir())
    except OSError:
        return ()
    return tuple(name for name in names if original_of(name, (path.name,)) == path.name)


def original_of(name: str, names: Iterable[str]) -> str | None:
    """The file of which a name looks like a conflict copy, among the names given; else ``None``."""
    stem, dot, suffix = name.rpartition(".")
    for other in names:
        first, _, ending = other.rpartition(".")
        if not dot or ending.lower() != suffix.lower() or name == other or not first:
            continue
        if stem.lower() == f"copy of {first}".lower():
            return other
        if stem.lower().startswith(first.lower()) and _COPY_MARKS.fullmatch(stem[len(first) :]):
            return other
    return None


def bare_name(name: str) -> str:
    """A file's name without the marks of a copy; the name itself where it has none."""
    stem, dot, suffix = name.rpartition(".")
    if stem.casefold().startswith("copy of "):
        stem = stem[len("copy of ") :]
    for found in _COPY_MARKS.finditer(stem):
        if found.start() and found.end() == len(stem):
            stem = stem[: found.start()]
            break
    return f"{stem}{dot}{suffix}"


def remarks_on(path: Path) -> tuple[str, ...]:
    """Sentences about a workbook that is open elsewhere or has copies beside it."""
    said = [holder.words for holder in holders(path)]
    found = copies(path)
    if found:
        listed = ", ".join(printable(name) for name in found)
        said.append(
            f"Beside {printable(path.name)} there is {listed}, which looks like a copy of it; only "
            f"{printable(path.name)} is read. Compare them and keep one."
        )
    return tuple(said)


def _start_of(note: Path) -> bytes | None:
    try:
        with note.open("rb") as stream:
            return stream.read(_MOST_READ)
    except OSError:
        # Excel may hold its note so that nobody can read it; that it is there says enough.
        return b"" if _is_there(note) else None


def _is_there(note: Path) -> bool:
    try:
        return note.exists()
    except OSError:
        return False


def _excel_user(data: bytes) -> str:
    """The name in Excel's note: in UTF-16 where it is whole, else in the code page."""
    wide = data[_ANSI_NAME : _ANSI_NAME + 2]
    if len(wide) == 2:
        length = int.from_bytes(wide, "little")
        text = data[_ANSI_NAME + 2 : _ANSI_NAME + 2 + 2 * length]
        if 0 < length <= 54 and len(text) == 2 * length:
            return _name(text.decode("utf-16-le", "replace"))
    length = data[0] if data else 0
    return _name(data[1 : 1 + length].decode("cp1252", "replace")) if length < _ANSI_NAME else ""


def _office_user(data: bytes) -> tuple[str, str]:
    """Name and time in LibreOffice's note: ``name,user,host,DD.MM.YYYY HH:MM,profile;``."""
    fields = data.decode("utf-8", "replace").split(",")
    person = next((_name(field) for field in fields[:2] if field.strip()), "")
    since = fields[3].strip() if len(fields) > 3 else ""
    return person, since.replace(".", "/") if re.fullmatch(r"[\d.: ]{10,16}", since) else ""


def _name(text: str) -> str:
    return printable(text).replace("\n", " ").strip(" \0")[:100]


_SIGNATURES = "_xmlsignatures/"
# Office keeps "mark as final" as a property of its own making, the sheet's protection as a tag.
_FINAL = re.compile(r'name="_MarkAsFinal"[^<>]*>\s*<(?:\w+:)?bool>\s*(?:true|1)\s*<', re.IGNORECASE)
_PROTECTED = re.compile(r'<(?:\w+:)?sheetProtection\s[^<>]*\bsheet="(?:1|true)"')


def protections(package: Package, sheets: Collection[str]) -> tuple[str, ...]:
    """What asks that a workbook be left as it is where some tabs are to be written.

    Each is the end of "The workbook …".
    """
    structure = structure_of(package)
    found = []
    if any(key.startswith(_SIGNATURES) and key.endswith(".xml") for key in package.entries):
        found.append("carries a digital signature, which any change breaks")
    custom = "docProps/custom.xml"
    if package.has(custom) and _FINAL.search(_whole_text(package, custom)):
        found.append("is marked as final")
    found += _asked_of_sharers(package, structure.workbook)
    found += [
        f"has a protected sheet {sheet.name}"
        for sheet in structure.sheets
        if sheet.name in sheets and _PROTECTED.search(_whole_text(package, sheet.part))
    ]
    return tuple(found)


def _asked_of_sharers(package: Package, workbook: str) -> Iterator[str]:
    for path, attributes in elements(package, workbook):
        if path == ("workbook", "fileSharing"):
            if attributes.get("readOnlyRecommended", "").lower() in TRUE:
                yield "is marked read-only recommended"
            if "reservationPassword" in attributes or "hashValue" in attributes:
                yield "has a password against changes"


def is_read_only(path: Path) -> bool:
    """Whether the file itself is marked as one that nobody may write."""
    try:
        return not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    except OSError:
        return False


def _whole_text(package: Package, part: str) -> str:
    return "".join(package.text(part))
