"""The peer for reading: the same sheets read by calamine through pandas and checked by pandera.

    python -m benchmarks.pandera_peer FOLDER

What an analyst would write in an afternoon: types, required cells, ranges, unique rows and
references between the sheets. It keeps no cell's place, and rates nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas
import pandera.pandas as pandera


def main(folder: Path) -> None:
    """Reads and checks both workbooks; the exit code is 1 where something does not fit."""
    record = pandas.read_excel(folder / "KPI Data Record.xlsx", sheet_name=None, engine="calamine")
    told = pandas.read_excel(
        folder / "KPI Supporting Information.xlsx", sheet_name=None, engine="calamine"
    )
    refs = set(told["KPIs"]["KPI reference"])
    contacts = set(told["Contacts"]["Contact ref"])
    schemas = {
        "Results": _schema(
            {
                "KPI reference": _text(refs),
                "Period": _text(),
                "Value": pandera.Column(float, pandera.Check.in_range(0, 100), coerce=True),
                "Numerator": pandera.Column(int, pandera.Check.ge(0)),
                "Denominator": pandera.Column(int, pandera.Check.gt(0)),
                "Value status": _text({"Final", "Provisional"}),
                "Restricted": _text({"Yes", "No"}),
                "Received from": _text(contacts),
            },
            ["KPI reference", "Period", "Split"],
        ),
        "KPIs": _schema(
            {
                **{name: _text() for name in ("KPI name", "Definition", "Calculation", "Unit")},
                "Financial": _text({"Yes", "No"}),
                "Polarity": _text({"Higher is better", "Lower is better"}),
                "Frequency": _text({"Monthly", "Quarterly", "Annual"}),
                "Key contact": _text(contacts),
            },
            ["KPI reference"],
        ),
        "Targets": _schema(
            {
                "KPI reference": _text(refs),
                "Target": pandera.Column(float, pandera.Check.gt(0), coerce=True),
                "Agreed on": pandera.Column("datetime64[ns]", coerce=True),
            },
            ["KPI reference", "From period"],
        ),
        "Contacts": _schema(
            {"E-mail": pandera.Column(str, pandera.Check.str_contains("@"))}, ["Contact ref"]
        ),
    }
    for name, frame in {**record, **told}.items():
        try:
            schemas[name].validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as errors:
            sys.stdout.write(f"{name}: {len(errors.failure_cases)}\n")
            sys.exit(1)


def _schema(columns: dict[str, pandera.Column], unique: list[str]) -> pandera.DataFrameSchema:
    return pandera.DataFrameSchema(columns, unique=unique)


def _text(choices: set[str] | None = None) -> pandera.Column:
    return pandera.Column(str, pandera.Check.isin(choices) if choices else None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
