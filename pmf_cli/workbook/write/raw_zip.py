"""A zip file rewritten with a few parts changed and every other part byte for byte as it was.

``zipfile`` would pack each part anew; here the packed bytes are copied with their own headers, so
that what pmf does not touch cannot change.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

# APPNOTE.TXT of PKWARE: local header (4.3.7), central directory (4.3.12), its end (4.3.16).
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_SIZES_FOLLOW = 0x08
"""Flag: sizes and checksum stand after the data instead of in the header."""
_DEFLATED = 8
_MOST = 0xFFFFFFFF


NOTHING: Mapping[str, bytes] = {}


def with_parts(
    data: bytes, changes: Mapping[str, bytes], added: Mapping[str, bytes] = NOTHING
) -> bytes:
    """The zip file with the content of some parts replaced; order, dates and names are kept; new parts come last.

    KeyError where a part is not in the file, ValueError where that would be too large for a plain one.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        comment = archive.comment
    missing = set(changes) - {info.filename for info in infos}
    if missing:
        raise KeyError(min(missing))
    out = io.BytesIO()
    directory = []
    new = [_new_entry(name) for name in added]
    for info in (*sorted(infos, key=lambda info: info.header_offset), *new):
        offset = out.tell()
        content = changes.get(info.filename, added.get(info.filename))
        name = info.filename.encode() if info in new else _name_bytes(data, info)
        if content is None:
            flags, crc, packed_size, size, method = (
                info.flag_bits, info.CRC, info.compress_size, info.file_size, info.compress_type,
            )  # fmt: skip
            out.write(_entry_bytes(data, info))
        else:
            packed, method = _packed(content, info)
            flags = info.flag_bits & ~_SIZES_FOLLOW
            crc, packed_size, size = zlib.crc32(content), len(packed), len(content)
            out.write(
                _LOCAL.pack(
                    b"PK\x03\x04", 20, flags, method, _time(info), _date(info), crc, packed_size,
                    size, len(name), 0,
                )
            )  # fmt: skip
            out.write(name + packed)
        if max(offset, packed_size, size) >= _MOST:
            raise ValueError("too large for a plain zip file")
        directory.append((info, name, flags, method, crc, packed_size, size, offset))
    order = {id(info): place for place, info in enumerate((*infos, *new))}
    directory.sort(key=lambda entry: order[id(entry[0])])
    start = out.tell()
    for info, name, flags, method, crc, packed_size, size, offset in directory:
        # Sizes and offsets are written plainly here; a zip64 record beside them would contradict.
        extra = _without_zip64(info.extra)
        out.write(
            _CENTRAL.pack(
                b"PK\x01\x02", info.create_version | info.create_system << 8, 20, flags, method,
                _time(info), _date(info), crc, packed_size, size, len(name), len(extra),
                len(info.comment), 0, info.internal_attr, info.external_attr, offset,
            )
        )  # fmt: skip
        out.write(name + extra + info.comment)
    size = out.tell() - start
    out.write(
        _END.pack(b"PK\x05\x06", 0, 0, len(directory), len(directory), size, start, len(comment))
    )
    out.write(comment)
    return out.getvalue()


def _new_entry(name: str) -> zipfile.ZipInfo:
    """The entry of a part that is new: packed, with the first date that a zip file knows."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _entry_bytes(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """Header, packed bytes and trailing record of an entry, as they stand in the file."""
    fields = _LOCAL.unpack_from(data, info.header_offset)
    end = info.header_offset + _LOCAL.size + fields[9] + fields[10] + info.compress_size
    if info.flag_bits & _SIZES_FOLLOW:
        # The sign before the trailing record is optional (4.3.9.3), and its sizes have four bytes
        # or, in the zip64 form, eight.
        if data[end : end + 4] == b"PK\x07\x08":
            end += 4
        wide = info.file_size >= _MOST or _has_zip64(data, info, fields)
        end += 20 if wide else 12
    return data[info.header_offset : end]


def _has_zip64(data: bytes, info: zipfile.ZipInfo, fields: tuple[int, ...]) -> bool:
    start = info.header_offset + _LOCAL.size + fields[9]
    extra = data[start : start + fields[10]]
    return any(kind == 1 for kind, _ in _extras(extra))


def _extras(extra: bytes) -> list[tuple[int, bytes]]:
    found = []
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        found.append((kind, extra[place : place + 4 + length]))
        place += 4 + length
    return found


def _without_zip64(extra: bytes) -> bytes:
    return b"".join(whole for kind, whole in _extras(extra) if kind != 1)


def _packed(content: bytes, info: zipfile.ZipInfo) -> tuple[bytes, int]:
    if info.compress_type != _DEFLATED:
        return content, 0
    # Minus 15: bare deflate without zlib's own header, as zip files hold it.
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush(), _DEFLATED


def _name_bytes(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """The entry's name as bytes, taken from its own header."""
    fields = _LOCAL.unpack_from(data, info.header_offset)
    start = info.header_offset + _LOCAL.size
    return data[start : start + fields[9]]


def _date(info: zipfile.ZipInfo) -> int:
    year, month, day = info.date_time[:3]
    return max(year - 1980, 0) << 9 | month << 5 | day


def _time(info: zipfile.ZipInfo) -> int:
    hour, minute, second = info.date_time[3:]
    return hour << 11 | minute << 5 | second // 2
