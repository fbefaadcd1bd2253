"""The register's figures for analysis elsewhere (``pmf export``): one long table, with what its columns mean."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.assessment import Assessment
from pmf_cli.pipeline.papers import MadePaper, write_files
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, refuse_where_guards_are_lost
from pmf_cli.views.selection import Selection

if TYPE_CHECKING:
    from pmf_cli.analysis.long_table import HeldFigure
    from pmf_cli.views.listing import ListDefinition, Listing


def write_export(
    assessment: Assessment, wanted: Selection, output: Path, form: str, progress: Progress
) -> tuple[str, ...]:
    """Writes the long table with its dictionary and schema into a folder; says which files.

    Their names are the same at any time, so that what reads them need not be changed each quarter.

    Raises:
        UsageError: a value asked for is not in the register, or the format's library is not installed.
        PmfError: a file cannot be written.
    """
    from pmf_cli.views.lists.long_table import FILE_STEM, LONG_TABLE, long_table_listing

    listing = long_table_listing(assessment, wanted, progress)
    files = _files(listing, LONG_TABLE, FILE_STEM, form)
    return write_files(output, files, keep_earlier=False)


def open_data(
    opened: OpenedRegister,
    assessment: Assessment,
    wanted: Selection,
    form: str,
    progress: Progress,
) -> MadePaper:
    """The part of the long table that everyone may have, with its dictionary and schema; what was left out, for the officer.

    Raises:
        UsageError: a value asked for is not in the register, something that guards publication is lost, or the
            format's library is not installed.
    """
    from pmf_cli.analysis.withheld import public_edition
    from pmf_cli.pipeline.read.issued_papers import history_of_register
    from pmf_cli.views.lists.open_data import FILE_STEM, OPEN_DATA, open_data_listing
    from pmf_cli.views.public_left_out import not_before, public_words

    refuse_where_guards_are_lost(opened, "Open data")
    told = public_edition(assessment, history_of_register(opened))
    told = replace(told, comments=())  # the table holds none, public or not
    listing = open_data_listing(told.assessment, assessment, wanted, progress)
    day = not_before(assessment.register, assessment.period, assessment.as_of)
    return MadePaper(
        _files(listing, OPEN_DATA, FILE_STEM, form), (*public_words(told, "the open data"), *day)
    )


def _files(
    listing: Listing, definition: ListDefinition[HeldFigure], stem: str, form: str
) -> dict[str, bytes]:
    """A table in a form, with what its columns mean in words and as a schema."""
    from pmf_cli.render.data import csv_text, json_text
    from pmf_cli.render.parquet import parquet_bytes
    from pmf_cli.views.lists.long_table import kind_of, table_schema

    kinds = {field.key: str(kind_of(field.key)) for field in definition.data_fields}
    match form:
        case "parquet":
            data = parquet_bytes(listing, kinds)
        case "json":
            data = json_text(listing).encode()
        case _:
            data = csv_text(listing).encode()
    schema = json.dumps(table_schema(definition), ensure_ascii=False, indent=2) + "\n"
    return {
        f"{stem}.{form}": data,
        f"{stem}-dictionary.csv": _dictionary(definition),
        f"{stem}-schema.json": schema.encode(),
    }


def _dictionary(definition: ListDefinition[HeldFigure]) -> bytes:
    """What each column holds and means, a row each."""
    from pmf_cli.render.data import BOM
    from pmf_cli.views.lists.long_table import kind_of

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["column", "type", "meaning"])
    for field in definition.data_fields:
        writer.writerow([field.key, kind_of(field.key), field.meaning])
    return (BOM + out.getvalue()).encode()
