"""Every column of every sheet explains itself."""

from __future__ import annotations

import pytest

from pmf_cli.register.kpi_filters import FILTER_FIELDS
from pmf_cli.register.sheets import kpis, layout, process, record
from pmf_cli.register.sheets.meanings import allowed_values, column_kind, meaning_of
from pmf_cli.words import listed

COLUMNS = [(sheet, column) for sheet in layout.SHEETS for column in sheet.columns]


@pytest.mark.parametrize(("sheet", "column"), COLUMNS, ids=lambda part: getattr(part, "name", ""))
def test_each_column_has_a_meaning_and_a_kind(sheet, column):
    assert meaning_of(sheet.model, column.field).endswith(".")
    assert column_kind(column)


def test_choice_columns_list_their_allowed_words():
    by_field = {c.field: c for c in layout.columns_of(kpis.Kpi)}
    assert allowed_values(by_field["polarity"])[:2] == ("Higher is better", "Lower is better")
    assert allowed_values(by_field["financial"]) == ("Yes", "No")
    assert allowed_values(by_field["name"]) == ()


def test_a_value_may_be_of_several_kinds():
    by_field = {c.field: c for c in layout.columns_of(record.Result)}
    assert column_kind(by_field["value"]) == "number or date or yes or no or text"


def test_the_filter_of_a_body_names_every_field_that_it_may_have():
    meaning = meaning_of(process.Board, "filter")
    assert meaning.endswith(f"Fields: {listed(FILTER_FIELDS)}.")


def test_unknown_field_is_an_error():
    with pytest.raises(KeyError):
        meaning_of(kpis.Kpi, "nonsense")
