"""``pmf status``: one screen that says where the quarter stands."""

from __future__ import annotations

from pmf_cli.cli.command import Run, command


@command()
def show_quarter(run: Run) -> None:
    """Show where the quarter stands: results in, due and late, ratings, what blocks the paper."""
    from pmf_cli.pipeline import lists

    opened, assessment = run.assess(with_checks=True)
    run.print(lists.quarter_so_far(opened, assessment), opened)
