"""The same parts give the same bytes: zip files packed anew in a fixed order with fixed dates."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date

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
