"""Text wraps and is never cut, whatever the width; columns stand straight."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.render.terminal import cell_width, column_widths, table_lines, text_of, wrapped
from pmf_cli.views.base import Align, Column, Entry, Paragraph, Section, Table, TextStyle, Tone


def plain(text, _tone):
    return text


def table(*rows, titles=("Ref", "KPI", "Result")):
    columns = tuple(Column(t, align=Align.NUMBER if t == "Result" else Align.TEXT) for t in titles)
    return Table("t", "T", columns, tuple(tuple(Entry(text) for text in row) for row in rows))


def lines(a_table, width):
    return ["".join(piece.text for piece in line) for line in table_lines(a_table, width, plain)]


WORDS = st.lists(st.text("abcdefghij12,.%£é漢", min_size=1, max_size=30), min_size=1, max_size=12)


@given(WORDS, st.integers(5, 40))
@settings(max_examples=120, deadline=None)
def test_wrapping_keeps_every_sign_and_fits(words, width):
    """No sign is lost and no line is wider than asked."""
    found = wrapped(" ".join(words), width)
    assert "".join(found).replace(" ", "") == "".join(words)
    assert all(cell_width(line) <= width for line in found)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=4), st.integers(20, 120))
@settings(max_examples=80, deadline=None)
def test_tables_fit_and_lose_nothing(rows, width):
    """Every word of every cell is on the screen, on lines that fit."""
    made = table(*((" ".join(a), " ".join(b), " ".join(c)) for a, b, c in rows))
    found = lines(made, width)
    assert all(cell_width(line) <= width for line in found)
    signs = sorted("".join(found).replace(" ", "").replace("-", ""))
    for row in made.rows:
        for entry in row:
            for sign in set(entry.text.replace(" ", "")):
                assert sign in signs


def test_numbers_stand_to_the_right():
    """Result columns line up at their right edge."""
    found = lines(table(("A", "x", "5%"), ("B", "y", "100%")), 60)
    assert found[2].endswith("  5%")
    assert found[3].endswith("100%")


def test_a_narrow_screen_gets_row_by_row():
    """Where columns would cut words each value stands under its heading."""
    found = lines(table(("WM-01", "Household waste recycled", "38.2%")), 16)
    assert "Ref: WM-01" in found
    assert "Result: 38.2%" in found


def test_columns_keep_their_longest_ordinary_word():
    """Narrowing stops at whole words."""
    widths = column_widths(["A", "B"], [["recycling household", "short"]], 18)
    assert widths is not None
    assert widths[0] >= len("household")
    assert sum(widths) <= 16


@pytest.mark.parametrize("shorthand", ["[c]", "[x]", "[/]", "[bold]", ":smile:", "[note 1]"])
def test_shorthand_is_data(shorthand):
    """Official marks in square brackets are printed as they stand."""
    section = Section("H", 1, (Paragraph(f"Value {shorthand} here"), table((shorthand, "a", "b"))))
    assert text_of([section]).count(shorthand) == 2


def test_control_and_direction_characters_are_taken_out():
    """No escape sequence reaches the screen, nor a mark that turns the text round."""
    bad = "a\x1b[31mred\u202eb\x07c"
    section = Section(bad, 1, (Paragraph(bad, label=bad), table((bad, bad, bad))))
    text = text_of([section])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


def test_ratings_have_word_and_mark():
    """Also without colour."""
    rated = Table("t", "T", (Column("Rating"),), ((Entry("Red", tone=Tone.RED),),))
    assert "■ Red" in text_of([Section("H", 1, (rated,))])


def test_an_empty_table_says_so():
    """Nothing is not left blank."""
    assert "none" in text_of([Section("H", 1, (table(),))])


def test_bullets_and_labels():
    """A bullet's second line stands under its first word."""
    section = Section("H", 1, (Paragraph("one two three four", TextStyle.BULLET, label="So:"),))
    assert "- So: one two\n  three four" in text_of([section], width=14)
