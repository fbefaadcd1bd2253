"""Text of cells made safe to keep and to print: control characters, surrogates, direction marks, length.

Excel cannot show most of these characters and Word, XML and terminals stumble over them,
so they are taken out once, on reading; the register reports where.
"""

from __future__ import annotations

import re

# A run of Excel's escapes is decoded at once: a letter outside the first plane is two of them.
_ESCAPED = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")
_ONE_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Text that only looks like an escape is told from one by an escape of its own first sign.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SURROGATES = re.compile("[\ud800-\udfff]+")
_LINE_END = re.compile("\r\n?")
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff\ufffe\uffff\ud800-\udfff]")
# The last two places of every plane are no characters; XML forbids only those of the first.
_PLANE_ENDS = re.compile(
    "["
    + "".join(chr(plane << 16 | end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
# As above, and C1 controls, marks that turn the direction of text, and odd line separators.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)


def clean_text(text: str) -> tuple[str, bool]:
    r"""The text of a cell without characters that cannot be seen or written, and whether any was dropped.

    Decodes Excel's ``_xHHHH_``, makes line ends ``\n``, and drops control characters (but tab and
    line end), lone surrogates, non-characters, zero-width spaces and byte order marks. White space
    at the edges stays. Decoding and line ends do not count as dropping.
    """
    if text.isprintable() and "_x" not in text:
        return text, False
    if "_x" in text:
        text = _ESCAPED.sub(_decoded, text)
    text = _LINE_END.sub("\n", _SURROGATES.sub(_paired, text))
    clean = _PLANE_ENDS.sub("", _UNWANTED.sub("", text))
    return clean, clean != text


def printable(text: str) -> str:
    """The text as it may go to a terminal, without escapes or marks that turn it; line ends and tabs stay."""
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub("", _LINE_END.sub("\n", text))


def _decoded(run: re.Match[str]) -> str:
    """The characters of a run of escapes; two halves of one character come together."""
    return _ONE_ESCAPE.sub(lambda one: chr(int(one.group(1), 16)), run.group())


def _paired(run: re.Match[str]) -> str:
    """Surrogate halves that belong together as one character; lone ones as they are."""
    return run.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def writable(text: str) -> str:
    """The text as it may be stored in a workbook so that reading gives it back: escaped, rest dropped."""
    text = _PLANE_ENDS.sub("", _UNWANTED.sub("", _LINE_END.sub("\n", text)))
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


CELL_LIMIT = 32_767
"""Most characters that Excel keeps in a cell; it would cut the rest in silence."""
CUT_MARK = " […cut]"
"""Ends a text that was too long."""


def fitting(text: str, limit: int = CELL_LIMIT) -> str:
    """The printable text, cut with a mark where it is longer than a cell holds."""
    words = printable(text)
    return words if len(words) <= limit else words[: limit - len(CUT_MARK)] + CUT_MARK
