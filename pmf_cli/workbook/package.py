"""The parts inside a workbook file: found by name, unpacked in pieces, decoded and checked.

A workbook is a zip file of XML parts. A part is handed out as pieces of text, so that no part
stands in memory whole; damage, a wrong checksum and a document type declaration are refused on
the way, before a parser sees them.
"""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import field

from pmf_cli.errors import UnreadableWorkbookError
from pmf_cli.frozen import frozen
from pmf_cli.settings import Limits
from pmf_cli.workbook import refusals

MEGABYTE = 1_000_000
PIECE = 1 << 18
"""Bytes unpacked at a time."""

# XML knows it in capitals only, but not every parser is that strict.
_DOCTYPE = re.compile("<!doctype", re.IGNORECASE)
_DOCTYPE_BYTES = tuple(
    "<!DOCTYPE".encode(code)
    for code in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
)
# Counted before ``zipfile`` builds a record for each: a few MB can name millions.
_ENTRY = b"PK\x01\x02"
"""The sign that begins each entry of a zip file's directory."""
_ENCODING = re.compile(rb"""<\?xml[^>]{0,80}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
}
_BINARY = (
    ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".wdp", ".bin",
    ".ico", ".svgz", ".ttf", ".odttf", ".fntdata",
)  # fmt: skip

_TROUBLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
            ValueError)  # fmt: skip
"""What zipfile and zlib raise on damaged entries."""


@frozen
class Package:
    """The parts of one workbook file.

    Attributes:
        name: the file's name, for messages.
        entries: part name in lower case without leading slash → entry.
        checked: names of entries read to their end, whose checksum is therefore right.
    """

    name: str
    data: bytes
    archive: zipfile.ZipFile
    entries: Mapping[str, zipfile.ZipInfo]
    limits: Limits
    checked: set[str] = field(default_factory=set)

    def has(self, part: str) -> bool:
        """Whether the part is there."""
        return _key(part) in self.entries

    def size(self, part: str) -> int:
        """Bytes of the part unpacked, as the file states it."""
        return self.entries[_key(part)].file_size

    def pieces(self, part: str) -> Iterator[bytes]:
        """The part's bytes piece by piece; UnreadableWorkbookError where it is missing or damaged."""
        entry = self.entries.get(_key(part))
        if entry is None:
            raise refusals.damaged(self.name, f'its inner part "{part}" is missing')
        try:
            with self.archive.open(entry) as stream:
                while piece := stream.read(PIECE):
                    yield piece
        except _TROUBLE as error:
            raise refusals.damaged_part(self.name, part) from error
        self.checked.add(_key(part))

    def text(self, part: str, *, checked: bool = False) -> Iterator[str]:
        """The part's text, decoded piece by piece, whatever its encoding.

        One that has been ``checked`` holds no document type declaration; else one is refused, as is text
        that does not fit its encoding (UnreadableWorkbookError).
        """
        decoder: codecs.IncrementalDecoder | None = None
        tail = ""
        try:
            for piece in self.pieces(part):
                if decoder is None:
                    decoder = codecs.getincrementaldecoder(self._encoding(part, piece))()
                text = decoder.decode(piece)
                if not checked:
                    if _DOCTYPE.search(tail + text[:32]) or (
                        "<!" in text and _DOCTYPE.search(text)
                    ):
                        raise refusals.doctype(self.name, part)
                    tail = (tail + text[-32:])[-32:]
                if text:
                    yield text
            if decoder is not None and (rest := decoder.decode(b"", final=True)):
                yield rest
        except UnicodeError as error:
            raise refusals.damaged_part(self.name, part, "holds text that is not text") from error

    def _encoding(self, part: str, start: bytes) -> str:
        if start.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\0\0\0<", b"<\0\0\0")):
            raise refusals.damaged_part(self.name, part, "is in an encoding no workbook uses")
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if start.startswith(b"<\0"):
            return "utf-16-le"
        if start.startswith(b"\0<"):
            return "utf-16-be"
        declared = _ENCODING.match(start.removeprefix(b"\xef\xbb\xbf")[:200])
        if declared is None:
            return "utf-8-sig"
        code = _ENCODINGS.get(declared.group(1).decode("ascii").lower())
        if code is None:
            raise refusals.damaged_part(self.name, part, "is in an encoding no workbook uses")
        return "utf-8-sig" if code == "utf-8" else code

    def check_rest(self) -> None:
        """Checks the parts that nobody has read: checksums, and no document type declaration."""
        for key, entry in self.entries.items():
            if key in self.checked or entry.is_dir():
                continue
            tail = b""
            for piece in self.pieces(key):
                if not key.endswith(_BINARY):
                    text = (tail + piece).upper()
                    if any(sign in text for sign in _DOCTYPE_BYTES):
                        raise refusals.doctype(self.name, entry.filename)
                    tail = piece[-64:]


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def opened(name: str, data: bytes, limits: Limits) -> Package:
    """The package in a file's bytes, its directory checked before anything is unpacked.

    UnreadableWorkbookError where it is cut off, over a limit, has a password, or a part twice.
    """
    import io

    stated = data.count(_ENTRY)
    if stated > 2 * limits.parts:
        raise refusals.too_large(name, f"it holds some {stated:,} inner parts", "parts")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except _TROUBLE as error:
        raise UnreadableWorkbookError(
            f"{name} is cut off: its beginning is a workbook, its end is missing or damaged.",
            "Download or copy it again, or take the latest backup.",
        ) from error
    if len(infos) > limits.parts:
        raise refusals.too_large(name, f"it holds {len(infos):,} inner parts", "parts")
    total = sum(info.file_size for info in infos)
    if total > limits.unpacked_mb * MEGABYTE:
        raise refusals.too_large(name, f"unpacked it has {total / 1e6:,.0f} MB", "unpacked_mb")
    entries: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _refuse_odd_entry(name, info, limits)
        key = _key(info.filename)
        if key in entries:
            raise refusals.damaged(name, f'its inner part "{info.filename}" is there twice')
        entries[key] = info
    return Package(name, data, archive, entries, limits)


def _refuse_odd_entry(name: str, info: zipfile.ZipInfo, limits: Limits) -> None:
    if info.file_size > limits.part_mb * MEGABYTE:
        raise refusals.too_large(
            name,
            f'its inner part "{info.filename}" has {info.file_size / 1e6:,.0f} MB unpacked',
            "part_mb",
        )
    if info.flag_bits & 0x1:
        raise UnreadableWorkbookError(
            f"{name} is packed with a password, so it cannot be read.",
            "Give a copy without a password.",
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refusals.damaged(
            name, f'its inner part "{info.filename}" is packed in a way Excel does not use'
        )
