"""``pmf export``: every figure held, as one long table for analysis elsewhere."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command


class ExportFormat(StrEnum):
    """How the table is written."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


@command(Group.CHOOSING, Group.FILES)
def export_figures(
    run: Run,
    form: Annotated[
        ExportFormat,
        typer.Option(
            "--format", help="CSV, JSON, or Parquet where the library pyarrow is installed."
        ),
    ] = ExportFormat.CSV,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help="Open data: only what everyone may see, figures of few people left out as [c].",
        ),
    ] = False,
) -> None:
    """Write every figure held as one long table, for Power BI and other programs of analysis.

    A row a KPI, split and period, up to the reporting period: figure, target, rating and reason, direction of travel,
    signal, forecast, benchmark and the cells they stand in. Beside it what each column means, in words and as a Table
    Schema. The names of files and columns stay the same from quarter to quarter.

    --public writes open data instead: public KPIs, columns of an allow-list, and no figure that may not be published
    or from which such a figure could be worked out. What was left out is listed on the screen.
    """
    from pmf_cli.pipeline.exporting import open_data, write_export
    from pmf_cli.pipeline.papers import write_files

    assessment = run.assess()
    if public:
        with run.progress_bar() as progress:
            made = open_data(run.opened, assessment, run.selection, form.value, progress)
        run.data(*write_files(run.output_folder, made.files, keep_earlier=False))
        run.say(*made.remarks)
        return
    with run.progress_bar() as progress:
        files = write_export(assessment, run.selection, run.output_folder, form.value, progress)
    run.data(*files)
