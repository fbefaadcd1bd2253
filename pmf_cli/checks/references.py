"""Does every row that names a KPI name one that exists, and are lists, bodies and people written as in their own sheets?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pmf_cli.checks.base import CheckContext, RegisterCheck
from pmf_cli.checks.words import listed_few
from pmf_cli.findings import CellRef, Problem, RuleOf, advice, error, warning
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.plan import Action, ImprovementPlan
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.rows import RegisterRow, RowSource
from pmf_cli.register.sheets.targets import Target
from pmf_cli.words import counted


def _orphans(rows: Iterable[Any], known: set[str], what: str) -> Iterator[Problem]:
    """One problem for each unknown reference, at its first row, with a count of the rest.

    Nothing where no KPI is known at all, since then the list itself could not be read.
    """
    if not known:
        return
    first: dict[str, tuple[CellRef, int]] = {}
    for row in rows:
        ref = row.kpi_ref
        if ref is not None and ref not in known:
            where, count = first.get(ref, (row.source.at("kpi_ref"), 0))
            first[ref] = (where, count + 1)
    for ref, (where, count) in first.items():
        rest = f" ({counted(count, 'row')})" if count > 1 else ""
        yield Problem(where, f"{what} {ref}, which is not in the list of KPIs{rest}.", ref)


def _kpi_refs(context: CheckContext) -> set[str]:
    return set(context.register.kpi_by_ref)


def _of_known_kpi(
    code: str, of: RuleOf, rows: str, thing: str, what: str, reason: str
) -> RegisterCheck:
    """The check that every row of a sheet names a KPI of the list.

    Args:
        thing: what a row is and does, for the title.
        what: how a message begins.
    """

    def run(context: CheckContext) -> Iterator[Problem]:
        yield from _orphans(getattr(context.register, rows), _kpi_refs(context), what)

    run.__doc__ = f"Every {thing} a KPI of the list.\n\n{reason}"
    add = ", or add the KPI to the list" if of is error else ""
    return of(code, cure=f"Correct the reference{add}.")(run)


result_of_unknown = _of_known_kpi(
    "REF001", error, "results", "result belongs to", "There is a result for",
    "A result of an unknown KPI is printed nowhere; most are slips of the keyboard.",
)  # fmt: skip
target_of_unknown = _of_known_kpi(
    "REF002", error, "targets", "target belongs to", "There is a target for",
    "The KPI that was meant is rated against another target, or none.",
)  # fmt: skip
benchmark_of_unknown = _of_known_kpi(
    "REF004", warning, "benchmarks", "benchmark belongs to", "There is a benchmark for",
    "A comparison that was looked up would not be shown.",
)  # fmt: skip
framework_of_unknown = _of_known_kpi(
    "REF005", warning, "frameworks", "place in a framework belongs to", "A framework names",
    "The scorecard of that framework would lack a measure.",
)  # fmt: skip
change_of_unknown = _of_known_kpi(
    "REF006", warning, "scope_changes", "scope change belongs to", "A scope change names",
    "A break in a series would be forgotten.",
)  # fmt: skip
highlight_of_unknown = _of_known_kpi(
    "REF009", warning, "highlights", "highlight is about", "A highlight names",
    "A chosen highlight that cannot be found is missing from the paper.",
)  # fmt: skip
forecast_of_unknown = _of_known_kpi(
    "REF011", warning, "forecasts", "forecast is of", "There is a forecast for",
    "What its owner expects would stand in no paper.",
)  # fmt: skip
event_of_unknown = _of_known_kpi(
    "REF012", warning, "events", "event concerns", "There is an event for",
    "The chart that it explains would lack it.",
)  # fmt: skip


@warning("REF003", cure="Correct the reference.", sheets=("Priorities", "Actions"))
def comment_on_unknown(context: CheckContext) -> Iterator[Problem]:
    """Every comment belongs to a KPI, a priority or an action that exists.

    A reason that a service wrote would not be printed.
    """
    register = context.register
    known = _kpi_refs(context)
    known.update(row.ref for row in register.priorities)
    known.update(row.ref for row in register.actions)
    yield from _orphans(register.commentary, known, "There is commentary on")


@warning("REF007", cure="Correct the reference of the KPI or of the risk.")
def risk_link_to_unknown(context: CheckContext) -> Iterator[Problem]:
    """Every risk link joins a KPI and a risk that exist.

    KPIs indicate whether a risk is increasing in significance (2024 report, ¶74).
    """
    register = context.register
    yield from _orphans(register.risk_links, _kpi_refs(context), "A risk link names")
    risks = {risk.ref for risk in register.risks}
    for link in register.risk_links:
        if risks and link.risk_ref not in risks:
            message = f"A risk link of {link.kpi_ref} names the risk {link.risk_ref}, which is not in the sheet Risks."
            yield Problem(link.source.at("risk_ref"), message, link.kpi_ref)


@warning("REF008", cure="Correct the reference.", sheets=("Priorities", "Actions"))
def action_of_unknown(context: CheckContext) -> Iterator[Problem]:
    """Every action and improvement plan belongs to a KPI or priority that exists, every milestone to an action.

    Otherwise a red KPI seems to have nobody working on it.
    """
    register = context.register
    known = _kpi_refs(context) | {row.ref for row in register.priorities}
    actions = {row.ref for row in register.actions}
    owned: tuple[Action | ImprovementPlan, ...] = (*register.actions, *register.improvement_plans)
    for row in owned:
        if row.belongs_to is not None and row.belongs_to not in known:
            message = (
                f"{row.ref} belongs to {row.belongs_to}, which is neither a KPI nor a priority."
            )
            yield Problem(row.source.at("belongs_to"), message)
    for milestone in register.milestones:
        if milestone.action_ref is not None and milestone.action_ref not in actions:
            message = f"The milestone {milestone.ref} belongs to the action {milestone.action_ref}, which does not exist."
            yield Problem(milestone.source.at("action_ref"), message)


@warning("REF010", cure="Correct the reference, or clear the cell.")
def replaced_by_unknown(context: CheckContext) -> Iterator[Problem]:
    """A KPI is replaced by another one that exists.

    The reader of an old paper is led from the old KPI to the new.
    """
    known = _kpi_refs(context)
    for kpi in context.register.kpis:
        if kpi.replaced_by is None:
            continue
        if kpi.replaced_by == kpi.ref:
            message = f"{kpi.ref} is said to be replaced by itself."
        elif kpi.replaced_by not in known:
            message = f"{kpi.ref} is said to be replaced by {kpi.replaced_by}, which is not in the list of KPIs."
        else:
            continue
        yield Problem(kpi.source.at("replaced_by"), message, kpi.ref)


@warning(
    "REF013",
    cure="Write the reference as in the sheet Priorities, or add the priority there.",
    sheets=("Priorities",),
)
def unknown_priority(context: CheckContext) -> Iterator[Problem]:
    """Every priority that a KPI names stands in the sheet Priorities.

    KPIs are mapped against the council's priorities; in a scorecard by plan outcome one that names a
    priority wrongly is in none.
    """
    known = {row.ref for row in context.register.priorities}
    for kpi in context.kept if known else ():
        strange = [ref for ref in kpi.priorities if ref not in known]
        if strange:
            message = f"{kpi.ref} names the priority {listed_few(strange)}, which is not in the sheet Priorities."
            yield Problem(kpi.source.at("priorities"), message, kpi.ref)


@warning("REF014", cure="Correct the reference, or clear the cell.")
def unknown_extra_kpi(context: CheckContext) -> Iterator[Problem]:
    """Every further KPI that a body wants at a meeting is in the list of KPIs.

    Scrutiny may ask for service-specific information (2024 report, ¶27); a slip would leave it out.
    """
    known = _kpi_refs(context)
    for step in context.register.timetable:
        strange = [ref for ref in step.extra_kpis if ref not in known]
        if known and strange:
            message = f"{step.body or step.step} is to be given {listed_few(strange)}, which is not in the list of KPIs."
            yield Problem(step.source.at("extra_kpis"), message, person=step.responsible)


def _entries(context: CheckContext) -> dict[str, set[str]]:
    """The sheet ``Lists``: list name in small letters → its entries."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in context.register.lists:
        if row.entry is not None:
            found[row.list_name.strip().casefold()].add(row.entry.strip())
    return found


def _in_its_list(code: str, name: str, reason: str) -> RegisterCheck:
    """The check that the KPIs' entries of a column are in the list of that name, where there is one."""

    def run(context: CheckContext) -> Iterator[Problem]:
        allowed = _entries(context).get(name, set())
        for kpi in context.kept if allowed else ():
            text = getattr(kpi, name)
            if text is not None and text.strip() not in allowed:
                message = f'{kpi.ref} has the {name} "{text}", which is not in the list.'
                yield Problem(kpi.source.at(name), message, kpi.ref)

    run.__doc__ = f"A KPI's {name} is in the list of {name}s.\n\n{reason}"
    return warning(code, cure=f"Choose a {name} from the list, or add this one to Lists.")(run)


unknown_directorate = _in_its_list(
    "LST001", "directorate", '"Resources" and "Resource" make two chapters in every paper.'
)
unknown_service = _in_its_list(
    "LST002", "service", "A misspelt service is missing from its own paper."
)
unknown_portfolio = _in_its_list(
    "LST003",
    "portfolio",
    "Directors discuss performance with the respective portfolio holder (2024 report, ¶39).",
)


@warning(
    "LST004", cure="Write the board as in the sheet Boards, or add it there.", sheets=("Boards",)
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


@warning(
    "LST005", cure="Write the split as in the sheet Splits, or add it there.", sheets=("Splits",)
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


@warning(
    "LST006",
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


@advice(
    "LST007",
    cure="Correct the reference, or add the person to the sheet Contacts.",
    sheets=("Contacts",),
)
def unknown_author(context: CheckContext) -> Iterator[Problem]:
    """Authors of comments, forecasts and papers and owners of actions stand in the sheet Contacts.

    The question that a councillor asks about a comment must find its way to who wrote it.
    """
    register = context.register
    known = register.contact_by_ref
    for row, field, words, kpi_ref in _signed(register):
        ref = getattr(row, field)
        if ref is not None and ref not in known:
            message = f'{words} "{ref}", who is not in the sheet Contacts.'
            yield Problem(row.source.at(field), message, kpi_ref)


def _signed(register: Register) -> Iterator[tuple[RegisterRow, str, str, str | None]]:
    """What somebody answers for: the row, the field that names them, what they did, and the KPI."""
    for one in register.commentary:
        yield one, "author", f"The comment on {one.kpi_ref} for {one.period} is by", one.kpi_ref
    for action in register.actions:
        yield action, "owner", f"The action {action.ref} is owned by", None
    for row in register.forecasts:
        yield row, "by", f"The forecast of {row.kpi_ref} for {row.for_period} is by", row.kpi_ref
    for board in register.boards:
        yield board, "author", f"The paper for {board.body} is written by", None
        yield board, "report_of", f"The paper for {board.body} is the report of", None
