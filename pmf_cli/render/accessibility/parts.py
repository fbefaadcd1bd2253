"""The parts of an Office file, read with care: the file may have come from anywhere."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
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
    """Every part by name.

    Raises:
        UsageError: it is no Office file, is damaged, or unpacks to more than can be right.
    """
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
    """The root of a part; nothing outside it is fetched and no entity is expanded.

    Raises:
        UsageError: it is no XML.
    """
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
