"""Damage of a workbook by chance, the same for the same seed: bytes, parts, tags, values."""

from __future__ import annotations

import io
import random
import re
import zipfile

_NASTY = (
    "-1", "99999999999", "1e999", "NaN", "A0", "XFD1048577", "ZZZZ1", "", " ", "true", "0",
    "&#0;", "&lt;", "]]>", "<!-- -->", "<x/>", "\ufffe", "\u200b", "é" * 50, "_x0000_", "0x10",
)  # fmt: skip
_TAG = re.compile(rb"<[^<>]{1,200}>")
_ATTRIBUTE = re.compile(rb'="[^"<>]*"')
_TEXT = re.compile(rb">[^<>]+<")


def mutations(data: bytes, seed: int) -> bytes:
    """The workbook damaged in one to four ways drawn by the seed."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        data = chance.choice((_bytes, _cut, _xml, _xml, _xml, _xml, _parts))(data, chance)
    return data


def _bytes(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    first, last = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    if chance.random() < 0.5:
        return data[:last]
    return data[:first] + data[min(last, first + 200) :]


def _parts_of(data: bytes) -> list[tuple[str, bytes]] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # noqa: BLE001 - already too damaged to unpack
        return None


def _zipped(parts: list[tuple[str, bytes]]) -> bytes:
    import warnings

    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)
    return stream.getvalue()


def _parts(data: bytes, chance: random.Random) -> bytes:
    """Leaves a part out, doubles it, swaps two, or puts noise into one."""
    parts = _parts_of(data)
    if not parts:
        return data
    place = chance.randrange(len(parts))
    other = chance.randrange(len(parts))
    kind = chance.randrange(5)
    if kind == 0:
        del parts[place]
    elif kind == 1:
        parts.append(parts[place])
    elif kind == 2:
        (left, one), (right, two) = parts[place], parts[other]
        parts[place], parts[other] = (left, two), (right, one)
    elif kind == 3:
        parts[place] = (parts[place][0], chance.randbytes(chance.randint(0, 300)))
    else:
        text = parts[place][1].decode("utf-8", "replace")
        code = chance.choice(("utf-16", "utf-16-le", "latin-1", "utf-8-sig"))
        parts[place] = (parts[place][0], text.encode(code, "replace"))
    return _zipped(parts)


def _xml(data: bytes, chance: random.Random) -> bytes:
    """Changes a tag, an attribute's value or a text in one of the parts."""
    parts = _parts_of(data)
    if not parts:
        return data
    sheets = [n for n, (name, _) in enumerate(parts) if "sheet" in name or "workbook" in name]
    places = sheets if sheets and chance.random() < 0.7 else list(range(len(parts)))
    place = chance.choice(places)
    name, content = parts[place]
    pattern = chance.choice((_TAG, _ATTRIBUTE, _ATTRIBUTE, _TEXT))
    found = list(pattern.finditer(content))
    if not found:
        return data
    match = chance.choice(found)
    nasty = chance.choice(_NASTY).encode("utf-8", "surrogatepass")
    if pattern is _ATTRIBUTE:
        new = b'="' + nasty.replace(b"<", b"&lt;").replace(b'"', b"") + b'"'
    elif pattern is _TEXT:
        new = b">" + nasty + b"<"
    else:
        new = chance.choice((b"", match.group() * 2, nasty, match.group().replace(b"/", b"")))
    parts[place] = (name, content[: match.start()] + new + content[match.end() :])
    return _zipped(parts)
