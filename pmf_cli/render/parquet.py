"""A list as a Parquet file, where ``pyarrow`` is installed: for programs of analysis that read columns."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date

from pmf_cli.errors import UsageError
from pmf_cli.render.data import plain_cell
from pmf_cli.views.listing import Datum, Listing

NUMBER, DATE, BOOLEAN = "number", "date", "boolean"
"""Kinds of columns; every other one is text."""


def parquet_bytes(listing: Listing, kinds: Mapping[str, str]) -> bytes:
    """The list alone, a row an item.

    Numbers are of double precision, which holds the 15 digits that a cell shows.

    Args:
        kinds: what each column holds: number, date, boolean or string.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(
            "A Parquet file needs the library pyarrow, which is not installed.",
            "Install it: pip install 'pmf-cli[parquet]'. Or give the table as csv.",
        ) from error
    types: dict[str, tuple[object, Callable[[Datum], object]]] = {
        NUMBER: (arrow.float64(), lambda value: None if value is None else float(str(value))),
        DATE: (
            arrow.date32(),
            lambda value: None if value is None else date.fromisoformat(str(value)),
        ),
        BOOLEAN: (arrow.bool_(), lambda value: value),
    }
    text = (arrow.string(), lambda value: plain_cell(value) or None)
    fields = listing.definition.data_fields
    columns: dict[str, list[object]] = {field.key: [] for field in fields}
    chosen = {field.key: types.get(kinds[field.key], text) for field in fields}
    for row in listing.rows:
        for field in fields:
            columns[field.key].append(chosen[field.key][1](field.datum(row)))
    table = arrow.table(
        {key: arrow.array(values, type=chosen[key][0]) for key, values in columns.items()}
    )
    out = io.BytesIO()
    parquet.write_table(table, out)
    return out.getvalue()
