"""``pmf rag``: rates every KPI; the sum behind one rating; which ratings moved between two periods."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.options import KpiRef


@command(Group.CHOOSING)
def rate_kpis(
    run: Run,
    *,
    brief: Annotated[
        bool | None,
        typer.Option(
            "--brief/--full",
            help="A line a KPI, worst first in each directorate; or every KPI with its reason. Default: "
            "brief in a low window, else full.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Rate every KPI for the period: Red, Amber or Green with the reason, or why not.

    Amber is within 5% of the target, 10% for financial KPIs, on the worse side; the register's own rules
    and tolerances win. Direction of travel stands beside the rating and is worked out apart. The sum behind
    one rating: pmf rag explain REF.
    """
    from pmf_cli.pipeline import lists

    is_brief = lists.has_low_window() if brief is None else brief
    run.print(lists.ratings(run.assess(), run.selection, is_brief=is_brief))


@command()
def explain_rating(
    ref: KpiRef,
    run: Run,
    split: Annotated[
        str, typer.Option(metavar="NAME", help="One split of the KPI, for example a ward.")
    ] = "",
) -> None:
    """Show the sum behind one rating, each figure with its workbook, sheet and cell.

    Where Red and Green would begin, the rule set and who approved it, the comparator and the direction of
    travel. For a KPI without a rating: why, and what is needed.
    """
    from pmf_cli.pipeline import lists

    run.print(lists.one_rating(run.assess(), ref, split))


@command(without=("period",))
def compare_ratings(
    first: Annotated[
        str,
        typer.Argument(
            metavar="P1", help='The earlier period, "2024/25 Q2", or an issue, CLT-2024-25-Q2-1.'
        ),
    ],
    second: Annotated[
        str,
        typer.Argument(metavar="[P2]", help="The later period. Default: that of P1, as it is now."),
    ] = "",
    *,
    run: Run,
) -> None:
    """Show which ratings moved between two periods and why, with both reasons and counts that add up.

    The causes are told apart: the figure, the target, the tolerance, the rule set, the comparator, the
    definition, a figure that came in or is missing. Each period is rated by the targets and rule sets that
    hold for it. With an issue in place of P1, what a body was told is compared with the register now.
    """
    from pmf_cli.pipeline.read.issued_papers import compared

    on = run.open()
    run.print(compared(run.opened, first, second, on))
