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


def test_short_facts_break_as_few_rows_as_can_be() -> None:
    """One long word among figures does not take the room of the names; a name too long breaks alone."""
    columns = (Column("KPI", 1), Column("One before", 1, Align.NUMBER), Column("Owner", 1))
    rows = [
        (Entry(f"Rent collected in time, {at}"), Entry("98.3"), Entry("Housing")) for at in range(9)
    ]
    rows.append((Entry("Rent collected"), Entry("Good or better than good"), Entry("Housing")))
    table = Table("t", "T", columns, tuple(rows))
    room = 5200
    widths = table_widths([table], room, THEME)
    assert widths[0] >= words_width("Rent collected in time, 9", 9.5)
    assert widths[1] < words_width("Good or better than good", 9.5)


def test_tables_with_the_same_columns_stand_under_each_other() -> None:
    """Whatever the words of each, their columns have one width."""
    columns = (Column("KPI", 3), Column("Rating", 1))
    short = Table("s", "S", columns, ((Entry("Rent"), Entry("Red", tone=Tone.RED)),))
    long = Table("l", "L", columns, ((Entry("Words " * 30), Entry("Amber", tone=Tone.AMBER)),))
    assert table_widths([short, long], 9000, THEME) == table_widths([long, short], 9000, THEME)
