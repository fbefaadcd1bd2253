"""Templates from outside: refused when they could reach a server, run code or hang the run."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from pmf_cli.errors import UsageError

LARGEST_FILE = 25 * 2**20
LARGEST_UNPACKED = 100 * 2**20
MOST_PARTS = 2000
# The parts are searched as bytes: a template is refused before any parser of XML touches it.
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_WEB = re.compile(rb"Target\s*=\s*[\"'](?:https?:|mailto:)", re.IGNORECASE)
# A field stands between tags or, simple, in an attribute; Word works out either on opening or printing.
_FIELD = re.compile(
    rb"<(?:\w+:)?instrText\b[^>]*>(.*?)</|\b(?:\w+:)?instr\s*=\s*[\"']([^\"']*)[\"']", re.DOTALL
)
# &#x44;DE says DDE: a letter may be written by its number, to hide a word from a search.
_SPELT = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
# A comment in the middle of a word would hide it from the search; CDATA marks would too.
_COMMENT = re.compile(rb"<!--.*?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
_REACHING = re.compile(
    rb"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|RD|MACROBUTTON"
    rb"|AUTOTEXT|EMBED)\b",
    re.IGNORECASE,
)


def checked_template(path: Path) -> bytes:
    """The bytes of a Word template that may be used; UsageError names the file and what is wrong with it."""
    data = template_bytes(path)
    refuse_unfit(path, data)
    return data


OLD_WORD = bytes.fromhex("D0CF11E0A1B11AE1")
"""What old files of Office begin with, and new ones that have a password."""


def template_bytes(path: Path) -> bytes:
    """What a file holds; UsageError where it cannot be read, is too large, or is no file of the new Word."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            _refuse(path, "is larger than 25 MB")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The template {path} cannot be read: {error.strerror}.",
            "Close it in Word, and see that you may read it.",
        ) from error
    if data.startswith(OLD_WORD):
        raise UsageError(
            f"The template {path} is an old Word file (.doc) or has a password.",
            "Open it in Word and save it again as Word Document (.docx) without a password.",
        )
    return data


def refuse_unfit(path: Path, data: bytes) -> None:
    """Stops with a UsageError where a template may not be used."""
    _refuse_where(_why_refused, path, data)


def refuse_no_word_file(path: Path, data: bytes) -> None:
    """Stops with a UsageError where the bytes are no Word file, or too many; what is in it is not looked at."""
    _refuse_where(_why_no_word_file, path, data)


def _refuse_where(asked: Callable[[bytes], str], path: Path, data: bytes) -> None:
    try:
        why = asked(data)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise UsageError(
            f"The template {path} cannot be opened: it is no .docx file, is damaged or has a "
            "password.",
            "Open it in Word and save it again as Word Document (.docx) without a password.",
        ) from error
    if why:
        _refuse(path, why)


@lru_cache(maxsize=4)
def _why_refused(data: bytes) -> str:
    """Why a template is refused; empty where it may be used. One template serves many papers."""
    why = _why_no_word_file(data)
    if why:
        return why
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return next(filter(None, (_unfit(info.filename, parts) for info in parts.infolist())), "")


def _why_no_word_file(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        infos = parts.infolist()
        if len(infos) > MOST_PARTS or sum(i.file_size for i in infos) > LARGEST_UNPACKED:
            return "unpacks to more than a Word template can hold"
        return "" if "word/document.xml" in parts.namelist() else "is not a Word document (.docx)"


_ACTIVE = ("vbaproject", "activex", "/embeddings/")


def _unfit(name: str, parts: zipfile.ZipFile) -> str | None:
    """What a part holds or is that no template needs; nothing of one that is fit."""
    lower = name.lower()
    if any(sign in lower for sign in _ACTIVE):
        return f"holds macros, controls or embedded files ({name})"
    if not lower.endswith((".xml", ".rels")):
        return None
    data = _COMMENT.sub(b"", _SPELT.sub(_letter, parts.read(name)))
    # UTF-16 would hide every word that is searched for below.
    if b"\0" in data:
        return f"holds text in an encoding Word does not use ({name})"
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return f"holds a document type declaration ({name})"
    if lower == "[content_types].xml" and b"macroEnabled" in data:
        return "is a macro-enabled document"
    return _outside(data, name) if lower.endswith(".rels") else _fetched(data, name)


def _outside(relationships: bytes, name: str) -> str:
    """Whether a part is related to anything outside the file but pages of the web and addresses."""
    for found in _RELATIONSHIP.findall(relationships):
        if _OUTSIDE.search(found) and not (_HYPERLINK.search(found) and _WEB.search(found)):
            return f"refers to a file outside itself ({name})"
    return ""


def _fetched(content: bytes, name: str) -> str:
    """What the content would fetch or run when it is opened or printed; empty where nothing."""
    if b"altChunk" in content:
        return f"takes in another document (altChunk in {name})"
    if b"instr" not in content:
        return ""
    fields = b"".join(one or other for one, other in _FIELD.findall(content))
    reaching = _REACHING.search(fields)
    return f"holds a field {reaching.group(1).decode().upper()} ({name})" if reaching else ""


def _letter(spelt: re.Match[bytes]) -> bytes:
    """A letter written by its number, so that nothing hides behind such spelling."""
    code = int(spelt.group(1), 16) if spelt.group(1) else int(spelt.group(2))
    return chr(code).encode() if code < 128 else b"?"


def _refuse(path: Path, why: str) -> None:
    raise UsageError(
        f"The template {path} {why}, so pmf does not use it.",
        "Take that out in Word and save it again, or start from the default.docx that comes "
        "with pmf.",
    )
