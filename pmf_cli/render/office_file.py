"""Office files taken apart with care, since they may have come from anywhere, and packed alike.

The same parts give the same bytes: in a fixed order, with fixed dates.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lxml import etree

from pmf_cli.errors import UsageError

LARGEST = 250 * 2**20
"""Bytes of all parts unpacked."""
MOST_PARTS = 5000
CORE_TITLE = "{http://purl.org/dc/elements/1.1/}title"
CORE = "docProps/core.xml"
XmlElement = Any
"""An lxml element."""


def opened_parts(data: bytes) -> dict[str, bytes]:
    """Every part by name; UsageError for no Office file, damage, or more than can be right."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST:
                raise UsageError(
                    "The file unpacks to more than an Office file can hold.", "Save it again."
                )
            return {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise UsageError(
            "The file cannot be opened: it is no Office file, is damaged or has a password.",
            "Open it in Word or Excel and save it again without a password.",
        ) from error


def parsed_part(part: bytes) -> XmlElement:
    """The root of a part; nothing outside it is fetched, no entity expanded; UsageError for no XML."""
    # A file may come from anywhere: no entity may read another file or grow without end.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(
            "The file is damaged: a part of it cannot be read.",
            "Open it in Word or Excel and save it again.",
        ) from error


def title_of(parts: Mapping[str, bytes]) -> str:
    """The document's title; empty where it has none."""
    core = parts.get(CORE)
    return "" if core is None else str(parsed_part(core).findtext(CORE_TITLE) or "").strip()


def related(parts: Mapping[str, bytes], name: str) -> Iterator[tuple[str, str, str]]:
    """Relationships of a part inside the file: identifier, type and the other part's name."""
    folder, _, file = name.rpartition("/")
    links = parts.get(f"{folder}/_rels/{file}.rels")
    for link in parsed_part(links) if links else ():
        target = link.get("Target") or ""
        if link.get("TargetMode") == "External" or not target:
            continue
        path = target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        yield link.get("Id") or "", link.get("Type") or "", path


CONTENT_TYPES = "[Content_Types].xml"
"""Office wants this part first."""
_EARLIEST = date(1980, 1, 1)
"""The zip format knows no earlier date."""


def rezip(data: bytes, on: date) -> bytes:
    """An Office file packed anew: sorted parts, all dated ``on``, made the same on every system."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return packed({name: source.read(name) for name in source.namelist()}, on)


def packed(parts: Mapping[str, bytes], on: date) -> bytes:
    """Parts by name as one Office file."""
    when = max(on, _EARLIEST)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            info = zipfile.ZipInfo(name, (when.year, when.month, when.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            # Else the system on which it was packed stands in the file, and its bytes differ.
            info.create_system = 3
            info.external_attr = 0o600 << 16
            target.writestr(info, parts[name])
    return buffer.getvalue()
