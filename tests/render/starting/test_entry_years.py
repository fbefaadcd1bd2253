"""Further quarters of an entry sheet have the columns and formulas of those it was made with."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from pmf_cli.register.sheets.entry import WORKINGS
from pmf_cli.render.starting.entry_sheet import EntryPlan
from pmf_cli.render.starting.entry_years import FurtherQuarters
from pmf_cli.workbook.cells import column_letter

PLAN = EntryPlan(2024)


def sheet(without: str = r"(?!)", moved: int = 0) -> tuple[dict[str, str], dict[str, str]]:
    """Fields and headings of a sheet as made, without some columns, all put further to the right."""
    fields: dict[str, str] = {}
    columns: dict[str, str] = {}
    for number, one in enumerate(PLAN.columns, 1 + moved):
        if one.column is not None:
            fields.setdefault(one.column.field, column_letter(number))
        elif not re.fullmatch(without, one.heading):
            columns[one.heading] = column_letter(number)
    return fields, columns


def in_words(formula: str, letters: Mapping[str, str]) -> str:
    """A formula with headings in the place of the letters of its own row."""
    names = {letters[name]: name for name in letters}
    return re.sub(r"\$?\b([A-Z]{1,3})(¤|\$1\b)", lambda m: f"<{names[m[1]]}{m[2]}>", formula)


@pytest.mark.parametrize("moved", [0, 7])
def test_the_formulas_of_further_quarters_are_those_of_a_sheet_made_with_them(moved: int) -> None:
    """Wherever the columns stand: a sheet made a year later has the same in other places."""
    fields, columns = sheet(moved=moved)
    added = FurtherQuarters(fields, columns, 300, 2026).added
    letters = fields | columns | {one.heading: column_letter(n) for n, one in enumerate(added, 300)}
    found = {one.heading: in_words(one.formula, letters) for one in added if one.formula}
    later = EntryPlan(2025)
    own = {
        (o.column.field if o.column else o.heading): later.letters[o.heading] for o in later.columns
    }
    names = {letter: name for name, letter in own.items()}
    marked = later.formulas_marked
    expected = {names[letter]: in_words(formula, own) for letter, formula in marked}
    assert found == {name: expected[name] for name in found}
    assert len(found) == 4 * 12


def test_the_quarters_up_to_the_year_asked_for_are_added() -> None:
    """Whole years, in order; none that stands there; two where two are missing."""
    fields, columns = sheet()
    assert FurtherQuarters(fields, columns, 300, 2025).added == ()
    for until, count in ((2026, 4), (2027, 8)):
        new = FurtherQuarters(fields, columns, 300, until).new
        assert [str(new[0]), len(new)] == ["2026/27 Q1", count]
    headings = [one.heading for one in FurtherQuarters(fields, columns, 300, 2026).added]
    assert headings[:4] == [
        "2026/27 Q1 Target", "2026/27 Q1 Actual", "2026/27 Q1 Rating", "2026/27 Q2 Target",
    ]  # fmt: skip
    assert all(heading.startswith(WORKINGS) for heading in headings[12:])


def test_quarters_put_in_by_hand_are_given_their_colours() -> None:
    """Target and actual of a later year stay where they stand."""
    fields, columns = sheet()
    columns |= {"2026/27 Q1 Target": "JA", "2026/27 Q1 Actual": "JB"}
    added = FurtherQuarters(fields, columns, 300, 2025).added
    assert [one.heading for one in added if not one.is_hidden] == ["2026/27 Q1 Rating"]
    assert "JB¤" in added[0].formula


def test_a_sheet_without_colours_is_given_no_quarters() -> None:
    """One that somebody made by hand has no workings that formulas could look at."""
    fields, columns = sheet(without=rf"{WORKINGS}.*|.*Rating")
    assert FurtherQuarters(fields, columns, 300, 2026).added == ()


def test_a_column_that_colours_look_at_and_that_is_gone_is_named() -> None:
    """No formula is made that looks nowhere."""
    fields, columns = sheet()
    del fields["financial"]
    with pytest.raises(KeyError, match="financial"):
        _ = FurtherQuarters(fields, columns, 300, 2026).added
