"""Records made quickly are the records that their own constructors make."""

from dataclasses import FrozenInstanceError, fields

import pytest

from pmf_cli.quick_records import quick_maker
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.rows import RowSource, SheetPlace, quick_source


def test_a_record_made_quickly_is_that_of_its_constructor_with_its_defaults() -> None:
    source = RowSource(SheetPlace("a.xlsx", "Results", {"value": "D"}), 7)
    given = {"source": source, "kpi_ref": "WM-03", "note": "Counted twice"}
    made = quick_maker(Result)(**given)
    assert type(made) is Result
    assert made == Result(**given)
    assert [getattr(made, one.name) for one in fields(made)] == [
        getattr(Result(**given), one.name) for one in fields(Result)
    ]
    assert quick_source(source.place, 7) == source


def test_a_record_made_quickly_cannot_be_changed_and_lacks_nothing_that_it_needs() -> None:
    make = quick_maker(Result)
    with pytest.raises(FrozenInstanceError):
        make(kpi_ref="WM-03").kpi_ref = "WM-04"
    with pytest.raises(TypeError):
        make(note="Of which KPI?")
