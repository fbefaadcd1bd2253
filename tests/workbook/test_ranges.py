"""Ranges of cells are read, joined and written as Excel writes them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.workbook import cells as ranges

ROWS, COLUMNS = st.integers(1, 1_048_576), st.integers(1, 16_384)
CELLS = st.tuples(ROWS, COLUMNS)
BOXES = st.tuples(CELLS, CELLS).map(
    lambda two: (
        min(two[0][0], two[1][0]),
        min(two[0][1], two[1][1]),
        max(two[0][0], two[1][0]),
        max(two[0][1], two[1][1]),
    )
)


@given(BOXES)
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read_back(box):
    """Writing a box and reading it gives the box."""
    assert ranges.box_of(ranges.reference_of(box)) == box


@given(BOXES, BOXES)
@settings(max_examples=60, deadline=None)
def test_the_union_holds_both(one, other):
    """Both corners of both boxes lie in their union."""
    both = ranges.union(one, other)
    for box in (one, other):
        assert ranges.is_within(box[0], box[1], both)
        assert ranges.is_within(box[2], box[3], both)


@pytest.mark.parametrize("text", ["A1:B2", "$A$1:$B$2", "a1:b2", "B2:A1"])
def test_one_range_in_several_spellings(text):
    """Dollar signs, small letters and swapped corners make no difference."""
    assert ranges.box_of(text) == (1, 1, 2, 2)


@pytest.mark.parametrize("text", ["", "A", "1", "A1:", "A1:B2:C3", "Sheet!A1", "A1 B2"])
def test_what_is_no_range_is_none(text):
    """Nothing is guessed."""
    assert ranges.box_of(text) is None
