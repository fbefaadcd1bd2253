"""The peer for start-up: a Typer program with a few commands and nothing else."""

import sys

if sys.argv[1:] == ["--version"]:
    sys.stdout.write("bare 1.0\n")
    raise SystemExit

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


def one(register: str = ".", period: str = "", as_of: str = "", quiet: bool = False) -> None:
    """One command."""


for name in ("init", "import", "status", "validate", "kpi", "rag", "report"):
    app.command(name)(one)

app()
