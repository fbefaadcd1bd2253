"""The register's figures for analysis elsewhere (``pmf export``): one long table, with what its columns mean."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from pmf_cli.assessment import Assessment
from pmf_cli.pipeline.papers import write_files
from pmf_cli.pipeline.read.opening import Progress
from pmf_cli.views.selection import Selection


def write_export(
    assessment: Assessment, wanted: Selection, output: Path, form: str, progress: Progress
) -> tuple[str, ...]:
    """Writes the long table with its dictionary and schema into a folder; says which files.

    Their names are the same at any time, so that what reads them need not be changed each quarter.

    Raises:
        UsageError: a value asked for is not in the register, or the format's library is not installed.
        PmfError: a file cannot be written.
    """
    from pmf_cli.render.data import csv_text, json_text
    from pmf_cli.render.parquet import parquet_bytes
    from pmf_cli.views.lists.long_table import (
        FILE_STEM,
        LONG_TABLE,
        kind_of,
        long_table_listing,
        table_schema,
    )

    listing = long_table_listing(assessment, wanted, progress)
    kinds = {field.key: str(kind_of(field.key)) for field in LONG_TABLE.data_fields}
    match form:
        case "parquet":
            data = parquet_bytes(listing, kinds)
        case "json":
            data = json_text(listing).encode()
        case _:
            data = csv_text(listing).encode()
    schema = json.dumps(table_schema(), ensure_ascii=False, indent=2) + "\n"
    files = {
        f"{FILE_STEM}.{form}": data,
        f"{FILE_STEM}-dictionary.csv": _dictionary(),
        f"{FILE_STEM}-schema.json": schema.encode(),
    }
    return write_files(output, files, keep_earlier=False)


def _dictionary() -> bytes:
    """What each column holds and means, a row each."""
    from pmf_cli.render.data import BOM
    from pmf_cli.views.lists.long_table import LONG_TABLE, kind_of

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["column", "type", "meaning"])
    for field in LONG_TABLE.data_fields:
        writer.writerow([field.key, kind_of(field.key), field.meaning])
    return (BOM + out.getvalue()).encode()
