"""Text of cells is freed of what cannot be seen or written, and of nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.workbook.text import clean_text, printable, writable


@pytest.mark.parametrize(
    ("text", "clean", "dropped"),
    [
        ("plain", "plain", False),
        (" edge ", " edge ", False),
        ("a_x000D_\nb", "a\nb", False),
        ("a\r\nb\rc", "a\nb\nc", False),
        ("tab\tstays", "tab\tstays", False),
        ("_x0041_", "A", False),
        ("_x005F_x0041_", "_x0041_", False),
        ("_xD83D__xDE00_", "\U0001f600", False),
        ("a\x07b", "ab", True),
        ("a_x0007_b", "ab", True),
        ("lone\ud83d", "lone", True),
        ("\ufeffref", "ref", True),
        ("zero\u200bwidth", "zerowidth", True),
        ("a\ufffeb\uffff", "ab", True),
        ("end\U0001ffff", "end", True),
        ("n\u00a0b s", "n\u00a0b s", False),
        ("Ysgol Gymraeg ŵ ŷ £ – €", "Ysgol Gymraeg ŵ ŷ £ – €", False),
        ("[c]", "[c]", False),
    ],
)
def test_clean_text(text: str, clean: str, dropped: bool) -> None:
    """Escapes are decoded, control characters and the like dropped and told."""
    assert clean_text(text) == (clean, dropped)


@given(st.text())
def test_cleaning_what_is_clean_without_escapes_changes_nothing(text: str) -> None:
    """What is left can be written: no control character but tab and line end, no surrogate."""
    clean, _ = clean_text(text)
    clean.encode("utf-8")
    assert not any(ord(sign) < 32 and sign not in "\t\n" for sign in clean)
    assert clean_text(writable(clean)) == (clean, False)


def test_terminal_gets_no_escapes_and_no_turned_text() -> None:
    """Escape sequences and direction marks never reach a terminal."""
    assert printable("a\x1b[31mred\u202egnp.exe\x9b") == "a[31mredgnp.exe"
    assert printable("line\nnext\ttab") == "line\nnext\ttab"
