"""Personal details in running text: what a paper must not carry to everyone.

Each pattern reads a text once: no run of signs is begun again from its second sign.
"""

from __future__ import annotations

import re

EMAIL = re.compile(r"[A-Za-z0-9._%+-]@[A-Za-z0-9-]+\.[A-Za-z0-9]")
PHONE = re.compile(r"(?<![\d/£,.-])(?:\+44\s?|0)\d(?:[\s-]?\d){8,9}(?![\d/])")
NATIONAL_INSURANCE = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE
)
KINDS = (
    ("an e-mail address", EMAIL),
    ("a telephone number", PHONE),
    ("a National Insurance number", NATIONAL_INSURANCE),
)
"""What each pattern finds, in words."""


def personal_data_in(words: str) -> str:
    """What personal details a text seems to hold, in words; empty where it holds none."""
    return next((told for told, pattern in KINDS if pattern.search(words)), "")
