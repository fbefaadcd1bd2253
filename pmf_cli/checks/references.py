"""Does every row that names a KPI name one that exists?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.findings import CellRef, Severity
from pmf_cli.register.sheets.plan import Action, ImprovementPlan
from pmf_cli.register.sheets.rows import RowSource
from pmf_cli.words import counted


def _orphans(
    rows: Sequence[tuple[str | None, RowSource, str]], known: set[str], what: str
) -> Iterator[Problem]:
    """One problem for each unknown reference, at its first row, with a count of the rest.

    Nothing where no KPI is known at all, since then the list itself could not be read.
    """
    if not known:
        return
    first: dict[str, tuple[CellRef, int]] = {}
    for ref, source, field in rows:
        if ref is None or ref in known:
            continue
        where, count = first.get(ref, (source.at(field), 0))
        first[ref] = (where, count + 1)
    for ref, (where, count) in first.items():
        rest = f" ({counted(count, 'row')})" if count > 1 else ""
        yield Problem(where, f"{what} {ref}, which is not in the list of KPIs{rest}.", ref)


def _kpi_refs(context: CheckContext) -> set[str]:
    return set(context.register.kpi_by_ref)


@check("REF001", Severity.ERROR, cure="Correct the reference, or add the KPI to the list.")
def result_of_unknown(context: CheckContext) -> Iterator[Problem]:
    """Every result belongs to a KPI of the list.

    A result of an unknown KPI is printed nowhere; most are slips of the keyboard.
    """
    rows = [(row.kpi_ref, row.source, "kpi_ref") for row in context.register.results]
    yield from _orphans(rows, _kpi_refs(context), "There is a result for")


@check("REF002", Severity.ERROR, cure="Correct the reference, or add the KPI to the list.")
def target_of_unknown(context: CheckContext) -> Iterator[Problem]:
    """Every target belongs to a KPI of the list.

    The KPI that was meant is rated against another target, or none.
    """
    rows = [(row.kpi_ref, row.source, "kpi_ref") for row in context.register.targets]
    yield from _orphans(rows, _kpi_refs(context), "There is a target for")


@check("REF003", Severity.WARNING, cure="Correct the reference.", sheets=("Priorities", "Actions"))
def comment_on_unknown(context: CheckContext) -> Iterator[Problem]:
    """Every comment belongs to a KPI, a priority or an action that exists.

    A reason that a service wrote would not be printed.
    """
    register = context.register
    known = _kpi_refs(context)
    known.update(row.ref for row in register.priorities)
    known.update(row.ref for row in register.actions)
    rows = [(row.kpi_ref, row.source, "kpi_ref") for row in register.commentary]
    yield from _orphans(rows, known, "There is commentary on")


@check("REF004", Severity.WARNING, cure="Correct the reference.")
def benchmark_of_unknown(context: CheckContext) -> Iterator[Problem]:
    """Every benchmark belongs to a KPI of the list.

    A comparison that was looked up would not be shown.
    """
    rows = [(row.kpi_ref, row.source, "kpi_ref") for row in context.register.benchmarks]
    yield from _orphans(rows, _kpi_refs(context), "There is a benchmark for")


@check("REF005", Severity.WARNING, cure="Correct the reference.")
def framework_of_unknown(context: CheckContext) -> Iterator[Problem]:
    """Every place in a framework belongs to a KPI of the list.

    The scorecard of that framework would lack a measure.
    """
    rows = [(row.kpi_ref, row.source, "kpi_ref") for row in context.register.frameworks]
    yield from _orphans(rows, _kpi_refs(context), "A framework names")


@check("REF006", Severity.WARNING, cure="Correct the reference.")
def change_of_unknown(context: CheckContext) -> Iterator[Problem]:
    """Every scope change belongs to a KPI of the list.

    A break in a series would be forgotten.
    """
    rows = [(row.kpi_ref, row.source, "kpi_ref") for row in context.register.scope_changes]
    yield from _orphans(rows, _kpi_refs(context), "A scope change names")


@check("REF007", Severity.WARNING, cure="Correct the reference of the KPI or of the risk.")
def risk_link_to_unknown(context: CheckContext) -> Iterator[Problem]:
    """Every risk link joins a KPI and a risk that exist.

    KPIs indicate whether a risk is increasing in significance (2024 report, ¶74).
    """
    register = context.register
    rows = [(row.kpi_ref, row.source, "kpi_ref") for row in register.risk_links]
    yield from _orphans(rows, _kpi_refs(context), "A risk link names")
    risks = {risk.ref for risk in register.risks}
    for link in register.risk_links:
        if risks and link.risk_ref not in risks:
            message = f"A risk link of {link.kpi_ref} names the risk {link.risk_ref}, which is not in the sheet Risks."
            yield Problem(link.source.at("risk_ref"), message, link.kpi_ref)


@check("REF008", Severity.WARNING, cure="Correct the reference.", sheets=("Priorities", "Actions"))
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


@check("REF009", Severity.WARNING, cure="Correct the reference.")
def highlight_of_unknown(context: CheckContext) -> Iterator[Problem]:
    """Every highlight is about a KPI of the list.

    A chosen highlight that cannot be found is missing from the paper.
    """
    rows = [(row.kpi_ref, row.source, "kpi_ref") for row in context.register.highlights]
    yield from _orphans(rows, _kpi_refs(context), "A highlight names")


@check("REF010", Severity.WARNING, cure="Correct the reference, or clear the cell.")
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
