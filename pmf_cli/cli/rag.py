"""``pmf rag``: rates every KPI; the sum behind one rating; which ratings moved between two periods."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.choosing import (
    BoardNames,
    Directorates,
    FrameworkNames,
    Portfolios,
    Ratings,
    Tiers,
    WordsIn,
)
from pmf_cli.cli.options import (
    AsOf,
    Debug,
    FormatOption,
    ListFormat,
    PeriodText,
    Quiet,
    RegisterFolder,
)


def rate(
    context: typer.Context,
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    directorate: Directorates = None,
    board: BoardNames = None,
    portfolio: Portfolios = None,
    framework: FrameworkNames = None,
    tier: Tiers = None,
    rating: Ratings = None,
    text: WordsIn = "",
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Rate every KPI for the period: Red, Amber or Green with the reason, or why not.

    Amber is within 5% of the target, 10% for financial KPIs, on the worse side; the register's own rules
    and tolerances win. Direction of travel stands beside the rating and is worked out apart. The sum behind
    one rating: pmf rag explain REF.
    """
    if context.invoked_subcommand is not None:
        return
    from pmf_cli.cli.choosing import selection
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.views.lists.rag import rag_listing

    wanted = selection(directorate, board, portfolio, framework, tier, rating, text)
    opened, assessment = opened_and_assessed(register, period=period, as_of=as_of, quiet=quiet)
    print_listing(rag_listing(assessment, wanted), form, opened)


def explain(
    ref: Annotated[
        str, typer.Argument(metavar="REF", help="The KPI's reference, for example WM-01.")
    ],
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    split: Annotated[
        str, typer.Option(metavar="NAME", help="One split of the KPI, for example a ward.")
    ] = "",
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show the sum behind one rating, each figure with its workbook, sheet and cell.

    Where Red and Green would begin, the rule set and who approved it, the comparator and the direction of
    travel. For a KPI without a rating: why, and what is needed.
    """
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.views.lists.explain import explain_listing

    opened, assessment = opened_and_assessed(register, period=period, as_of=as_of, quiet=quiet)
    print_listing(explain_listing(assessment, ref, split or None), form, opened)


def compare(
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
    register: RegisterFolder = None,
    as_of: AsOf = "",
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show which ratings moved between two periods and why, with both reasons and counts that add up.

    The causes are told apart: the figure, the target, the tolerance, the rule set, the comparator, the
    definition, a figure that came in or is missing. Each period is rated by the targets and rule sets that
    hold for it. With an issue in place of P1, what a body was told is compared with the register now.
    """
    from pmf_cli.cli.opening import opened_on
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.pipeline.read.comparing import compared

    opened, on = opened_on(register, as_of=as_of, quiet=quiet)
    print_listing(compared(opened, first, second, on), form, opened)
