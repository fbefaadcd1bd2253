"""What in a workbook asks that it be left as it is: signatures, marks, protected sheets."""

from __future__ import annotations

import re
import stat
from collections.abc import Collection
from pathlib import Path

from pmf_cli.workbook.markup import TRUE, elements
from pmf_cli.workbook.package import Package
from pmf_cli.workbook.structure import structure_of

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
    if package.has("docProps/custom.xml") and _FINAL.search(_text(package, "docProps/custom.xml")):
        found.append("is marked as final")
    for path, attributes in elements(package, structure.workbook):
        if path == ("workbook", "fileSharing"):
            if attributes.get("readOnlyRecommended", "").lower() in TRUE:
                found.append("is marked read-only recommended")
            if "reservationPassword" in attributes or "hashValue" in attributes:
                found.append("has a password against changes")
    found += [
        f"has a protected sheet {sheet.name}"
        for sheet in structure.sheets
        if sheet.name in sheets and _PROTECTED.search(_text(package, sheet.part))
    ]
    return tuple(found)


def is_read_only(path: Path) -> bool:
    """Whether the file itself is marked as one that nobody may write."""
    try:
        return not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    except OSError:
        return False


def _text(package: Package, part: str) -> str:
    return "".join(package.text(part))
