"""Widths of columns: they fill the page exactly and leave ordinary words whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.render.letters import words_width
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.column_widths import table_widths
from pmf_cli.views.base import Align, Column, Entry, Table, Tone

THEME = theme_of(templates_for())
COLUMNS = st.lists(
    st.builds(
        Column,
        st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30),
        st.floats(0.1, 9),
        st.sampled_from(Align),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(COLUMNS, st.integers(8000, 15000), st.text(max_size=200))
def test_columns_fill_the_room_exactly(columns: list[Column], room: int, words: str) -> None:
    """No table is wider or narrower than the page, whatever its columns."""
    row = tuple(Entry(words or "x") for _ in columns)
    widths = table_widths([Table("t", "T", tuple(columns), (row,))], room, THEME)
    assert sum(widths) == room
    assert all(width > 0 for width in widths)


def test_a_narrow_share_still_holds_its_words() -> None:
    """A rating with its mark and a short heading do not break over lines."""
    columns = (Column("Moved", 0.1), Column("Rating", 0.1), Column("KPI", 9))
    row = (Entry("Down"), Entry("Amber (interim)", tone=Tone.AMBER), Entry("Words " * 30))
    widths = table_widths([Table("t", "T", columns, (row,))], 9000, THEME)
    assert widths[0] >= words_width("Moved", 9.5, bold=True)
    assert widths[1] >= words_width("◆ Amber", 9.5, bold=True)
    assert widths[2] > 6000
