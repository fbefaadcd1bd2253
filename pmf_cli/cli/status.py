"""``pmf status``: one screen that says where the quarter stands."""

from __future__ import annotations

from pmf_cli.cli.options import (
    AsOf,
    Debug,
    FormatOption,
    ListFormat,
    PeriodText,
    Quiet,
    RegisterFolder,
)


def status(
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show where the quarter stands: results in, due and late, ratings, what blocks the paper."""
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.pipeline.reminders.open_messages import open_words
    from pmf_cli.pipeline.reminders.resending import open_on_record
    from pmf_cli.views.lists.status import status_listing

    opened, assessment = opened_and_assessed(
        register, period=period, as_of=as_of, quiet=quiet, with_checks=True
    )
    mail = open_words(open_on_record(opened, assessment))
    print_listing(status_listing(assessment, mail), form, opened)
