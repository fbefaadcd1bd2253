"""Whether a comment says a figure that is hidden: in digits, or a small count in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pmf_cli.register.figures import number
from pmf_cli.register.sheets.record import Commentary, Result

COUNTED = ("nobody", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
"""Counts that people write in words."""
_FIGURE = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w,]|\.\d)")
_WORD = re.compile(r"[a-z]+")


def gives_away(comment: Commentary, hidden: Iterable[Result]) -> bool:
    """Whether a comment on a KPI says one of its figures that are hidden."""
    secret = {words for row in hidden for words in _said(row)}
    texts = (comment.text, comment.in_ten_words, comment.blockages)
    return any(secret.intersection(_figures_in(text)) for text in texts if text and secret)


def _said(row: Result) -> Iterator[str]:
    """How a row's figures would be written."""
    for value in (row.value, row.numerator, row.denominator):
        if isinstance(value, Decimal):
            yield number(abs(value), None).replace(",", "")
            if value == int(value) and 0 <= value < len(COUNTED):
                yield COUNTED[int(value)]


def _figures_in(text: str) -> Iterator[str]:
    for found in _FIGURE.findall(text):
        yield number(Decimal(found.replace(",", "")), None).replace(",", "")
    yield from _WORD.findall(text.casefold())
