"""Are splits, directorates, boards and people written as their own sheets write them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.words import listed_few
from pmf_cli.findings import Severity
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.rows import RowSource
from pmf_cli.register.sheets.targets import Target


def _entries(context: CheckContext) -> dict[str, set[str]]:
    """The sheet ``Lists``: list name in small letters → its entries."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in context.register.lists:
        if row.entry is not None:
            found[row.list_name.strip().casefold()].add(row.entry.strip())
    return found


def _not_listed(context: CheckContext, field: str, name: str) -> Iterator[Problem]:
    """KPIs whose entry is not in a list that the register has."""
    allowed = _entries(context).get(name)
    if not allowed:
        return
    for kpi in context.kept:
        text = getattr(kpi, field)
        if text is not None and text.strip() not in allowed:
            message = f'{kpi.ref} has the {name} "{text}", which is not in the list.'
            yield Problem(kpi.source.at(field), message, kpi.ref)


@check(
    "LST001", Severity.WARNING, cure="Choose a directorate from the list, or add this one to Lists."
)
def unknown_directorate(context: CheckContext) -> Iterator[Problem]:
    """A KPI's directorate is in the list of directorates.

    "Resources" and "Resource" make two chapters in every paper.
    """
    yield from _not_listed(context, "directorate", "directorate")


@check("LST002", Severity.WARNING, cure="Choose a service from the list, or add this one to Lists.")
def unknown_service(context: CheckContext) -> Iterator[Problem]:
    """A KPI's service is in the list of services.

    A misspelt service is missing from its own paper.
    """
    yield from _not_listed(context, "service", "service")


@check(
    "LST003", Severity.WARNING, cure="Choose a portfolio from the list, or add this one to Lists."
)
def unknown_portfolio(context: CheckContext) -> Iterator[Problem]:
    """A KPI's portfolio is in the list of portfolios.

    Directors discuss performance with the respective portfolio holder (2024 report, ¶39).
    """
    yield from _not_listed(context, "portfolio", "portfolio")


@check(
    "LST004",
    Severity.WARNING,
    cure="Write the board as in the sheet Boards, or add it there.",
    sheets=("Boards",),
)
def unknown_board(context: CheckContext) -> Iterator[Problem]:
    """A KPI's boards stand in the sheet Boards.

    A board that is not there receives no paper, and the KPI is in none.
    """
    boards = {board.body for board in context.register.boards}
    boards |= _entries(context).get("scrutiny board", set()) | _entries(context).get("board", set())
    if not boards:
        return
    for kpi in context.kept:
        named = [("scrutiny_board", kpi.scrutiny_board), ("lead_board", kpi.lead_board)]
        named.extend(("also_to", body) for body in kpi.also_to)
        for field, body in named:
            if body is not None and body not in boards:
                message = f'{kpi.ref} goes to "{body}", which is not in the sheet Boards.'
                yield Problem(kpi.source.at(field), message, kpi.ref)


@check(
    "LST005",
    Severity.WARNING,
    cure="Write the split as in the sheet Splits, or add it there.",
    sheets=("Splits",),
)
def unknown_split(context: CheckContext) -> Iterator[Problem]:
    """A split named in results, targets or KPIs stands in the sheet Splits.

    "Ward 3" and "Ward  3" make two lines on one chart.
    """
    register = context.register
    known = {split.name for split in register.splits}
    # Each split of a KPI is told once, at the first row that names it, results before targets.
    first: dict[tuple[str, str], RowSource] = {}
    named: tuple[Result | Target, ...] = (*register.results, *register.targets)
    for row in named:
        if row.split:
            first.setdefault((row.kpi_ref, row.split), row.source)
    for (ref, split), source in first.items():
        if split not in known:
            message = f'{ref} has the split "{split}", which is not in the sheet Splits.'
            yield Problem(source.at("split"), message, ref)
    for kpi in context.kept:
        missing = [name for name in kpi.splits_expected if name not in known]
        if missing:
            message = (
                f"{kpi.ref} expects the splits {listed_few(missing)}, not in the sheet Splits."
            )
            yield Problem(kpi.source.at("splits_expected"), message, kpi.ref)


@check(
    "LST006",
    Severity.WARNING,
    sheets=("Results",),
    cure="Add the results of the splits, or take them out of Splits expected.",
)
def split_without_result(context: CheckContext) -> Iterator[Problem]:
    """A split that is expected has results.

    The average is contrasted with the situation in deprived areas (2024 report, ¶64); a good
    average may hide one town.
    """
    known = {split.name for split in context.register.splits}
    for kpi in context.active:
        missing = [
            name
            for name in kpi.splits_expected
            if name in known and not context.register.results_of(kpi.ref, name)
        ]
        if missing and context.register.results_of(kpi.ref):
            message = f"{kpi.ref} has no results for the splits {listed_few(missing)}."
            yield Problem(kpi.source.at("splits_expected"), message, kpi.ref)


@check(
    "LST007",
    Severity.ADVICE,
    cure="Correct the reference, or add the person to the sheet Contacts.",
    sheets=("Contacts",),
)
def unknown_author(context: CheckContext) -> Iterator[Problem]:
    """Authors of comments and owners of actions stand in the sheet Contacts.

    The question that a councillor asks about a comment must find its way to who wrote it.
    """
    register = context.register
    known = register.contact_by_ref
    for comment in register.commentary:
        if comment.author is not None and comment.author not in known:
            message = f'The comment on {comment.kpi_ref} for {comment.period} is by "{comment.author}", who is not in the sheet Contacts.'
            yield Problem(comment.source.at("author"), message, comment.kpi_ref)
    for action in register.actions:
        if action.owner is not None and action.owner not in known:
            message = f'The action {action.ref} is owned by "{action.owner}", who is not in the sheet Contacts.'
            yield Problem(action.source.at("owner"), message)
