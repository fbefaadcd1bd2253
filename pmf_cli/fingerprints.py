"""The fingerprint by which a file's content, a row or a message is known again."""

from __future__ import annotations

import hashlib
from pathlib import Path


def fingerprint(content: bytes) -> str:
    """SHA-256 in hexadecimal digits: the same content has the same, and no other."""
    return hashlib.sha256(content).hexdigest()


def fingerprint_of(path: Path) -> str:
    """The fingerprint of a file; empty where it cannot be read."""
    try:
        return fingerprint(path.read_bytes())
    except OSError:
        return ""
