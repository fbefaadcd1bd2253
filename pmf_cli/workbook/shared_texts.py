"""The table of texts that cells refer to by number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_cli.frozen import frozen
from pmf_cli.workbook import refusals
from pmf_cli.workbook.markup import Attributes, walk
from pmf_cli.workbook.package import Package
from pmf_cli.workbook.text import clean_text

# The outer group is the whole text, so that the lengths of the matches prove nothing was skipped.
_PLAIN = re.compile(r'(<si>(?:<t(?: xml:space="preserve")?>([^<]*)</t>|<t/>)</si>\s*)')
# The tag itself, not another whose name begins with these letters.
_FIRST = re.compile(r"<si[ />]")
# The five names of XML and numbers; document types, which could name more, were refused before.
_ENTITY = re.compile("&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


@frozen
class SharedTexts:
    """Texts by number, cleaned, and the numbers of those from which something was dropped."""

    texts: tuple[str, ...] = ()
    cleaned: frozenset[int] = frozenset()


def unescaped(text: str) -> str:
    """XML text with its entities resolved and its line ends as a parser gives them.

    An ampersand that stands alone or names nothing is a ValueError.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text
    plain, count = _ENTITY.subn(_resolved, text)
    if count != text.count("&"):
        raise ValueError("an ampersand that begins no entity")
    return plain


def _resolved(entity: re.Match[str]) -> str:
    decimal, hexadecimal, name = entity.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        raise ValueError("no character has this number")
    return chr(code)


def shared_texts_of(package: Package, part: str) -> SharedTexts:
    """The shared texts of a workbook, none without a part; refused where they are too many or too long."""
    if not part:
        return SharedTexts()
    raw = _plain_texts(package, part)
    if raw is None:
        raw = _rich_texts(package, part)
    texts: list[str] = []
    cleaned: set[int] = set()
    for number, text in enumerate(raw):
        if len(text) > package.limits.text_length:
            raise refusals.too_large(
                package.name, f"one of its texts has {len(text):,} characters", "text_length"
            )
        clean, changed = clean_text(text)
        if changed:
            cleaned.add(number)
        texts.append(clean)
    return SharedTexts(tuple(texts), frozenset(cleaned))


def _plain_texts(package: Package, part: str) -> list[str] | None:
    """The texts where all are plain, told by one expression whose matches leave nothing over."""
    texts: list[str] = []
    pieces = package.text(part)
    rest = _from_first(pieces)
    if rest is None:
        return None
    for piece in pieces:
        rest += piece
        cut = rest.rfind("<si>")
        if cut > 0:
            if not _take(rest[:cut], texts):
                return None
            _refuse_too_many(package, len(texts))
            rest = rest[cut:]
        elif len(rest) > 4 * package.limits.text_length + 1_000_000:
            return None
    ended = rest.rfind("</si>") + len("</si>")
    if rest[ended:].strip() != "</sst>" or not _take(rest[:ended], texts):
        return None
    _refuse_too_many(package, len(texts))
    return texts


def _from_first(pieces: Iterator[str]) -> str | None:
    """What has come from the first text on; ``None`` where what stands before it is unusual."""
    head = ""
    for piece in pieces:
        head += piece
        if first := _FIRST.search(head):
            before = head[: first.start()]
            return None if "<!" in before or 'xmlns="' not in before else head[first.start() :]
        if len(head) > 100_000:
            return None
    return None


def _take(piece: str, texts: list[str]) -> bool:
    found = _PLAIN.findall(piece)
    if sum(len(whole) for whole, _ in found) != len(piece):
        return False
    try:
        texts += [unescaped(text) for _, text in found]
    except ValueError:
        return False
    return True


def _rich_texts(package: Package, part: str) -> list[str]:
    """The texts by a full walk: runs of rich text are put together, readings for the voice left."""
    texts: list[str] = []
    path: list[str] = []
    current: list[str] = []
    length = 0
    wanted = (["sst", "si", "t"], ["sst", "si", "r", "t"])

    def start(name: str, _: Attributes) -> None:
        nonlocal length
        path.append(name)
        if path == ["sst", "si"]:
            current.clear()
            length = 0
            _refuse_too_many(package, len(texts) + 1)

    def end(_: str) -> None:
        if path == ["sst", "si"]:
            texts.append("".join(current))
        path.pop()

    def data(text: str) -> None:
        nonlocal length
        if path in wanted:
            current.append(text)
            length += len(text)
            if length > package.limits.text_length:
                raise refusals.too_large(
                    package.name,
                    f"one of its texts has over {package.limits.text_length:,} characters",
                    "text_length",
                )

    walk(package, part, start, end, data)
    return texts


def _refuse_too_many(package: Package, number: int) -> None:
    if number > package.limits.shared_texts:
        raise refusals.too_large(
            package.name, f"it holds over {package.limits.shared_texts:,} texts", "shared_texts"
        )
