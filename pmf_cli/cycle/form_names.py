"""References of returns, and the names of their files."""

from __future__ import annotations

import re
import unicodedata

from pmf_cli.fingerprints import fingerprint
from pmf_cli.register.periods.period import Period


def return_reference(cycle: Period, contact: str) -> str:
    """The return reference of a contact in a cycle, always the same: ``R-2024-25-Q3-C-110K``."""
    return f"R-{part_of_name(cycle.label)}-{part_of_name(contact)}"


def part_of_name(text: str) -> str:
    """A reference as a part of file names: letters, digits, points and dashes.

    Where anything had to be changed, eight characters of the text's hash keep two references
    apart whose names would be the same. Periods, whose slash and spaces become dashes, need none.
    """
    # Windows, mail and zip each refuse other characters; what all take is left.
    plain = unicodedata.normalize("NFKC", text)
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip(".-_")[:60].strip(".-_")
    if re.fullmatch(r"[0-9]{4}(/[0-9]{2})?( [A-Za-z0-9]+)*", text):
        return safe
    if safe and safe == text:
        return safe
    digest = fingerprint(text.encode("utf-8", "replace"))[:8]
    return f"{safe}-{digest}" if safe else digest
