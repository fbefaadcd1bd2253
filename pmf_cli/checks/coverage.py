"""How complete the register is: of so many KPIs, so many have a target, a contact, a benchmark.

Gaps in coverage are highlighted in the yearly review of the list (assurance report 2024, ¶15), and
the progress in having targets and tolerances is reported (¶54 and ¶90).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pmf_cli.checks.base import CheckContext
from pmf_cli.checks.commentary import comments_on_result
from pmf_cli.checks.measurement import REVIEW_DAYS
from pmf_cli.checks.ownership import CONFIRMED_DAYS
from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Accountability, ComparatorRule, Rag, TargetType

NO_DIRECTORATE = "No directorate"
ALL = "All"


@frozen
class CoverageMeasure:
    """One thing that KPIs should have."""

    key: str
    title: str
    asked: Callable[[CheckContext, Kpi], bool]
    has: Callable[[CheckContext, Kpi], bool]


@frozen
class Coverage:
    """How many KPIs of a directorate have one thing.

    Attributes:
        directorate: the directorate, or ``All``.
        lacking: references of those that lack it, in the order of the list.
    """

    directorate: str
    measure: CoverageMeasure
    having: int
    of: int
    lacking: tuple[str, ...]

    @property
    def per_cent(self) -> int | None:
        """The share in whole per cent, never 100 unless all have it; ``None`` of no KPI."""
        return None if self.of == 0 else 100 * self.having // self.of


def _everyone(_: CheckContext, __: Kpi) -> bool:
    return True


def _filled(field: str) -> Callable[[CheckContext, Kpi], bool]:
    return lambda _, kpi: getattr(kpi, field) is not None


def _target(context: CheckContext, kpi: Kpi) -> Target | None:
    return context.target_at(kpi.ref, None, context.period)


def _should_have_target(context: CheckContext, kpi: Kpi) -> bool:
    """Trackers and population outcomes have none by design (2024 report, ¶54)."""
    row = _target(context, kpi)
    tracker = row is not None and row.target_type is TargetType.TRACKER
    return kpi.accountability is not Accountability.POPULATION and not tracker


def _has_target(context: CheckContext, kpi: Kpi) -> bool:
    row = _target(context, kpi)
    return row is not None and row.target_type not in (None, TargetType.TO_BE_AGREED)


def _has_specific_target(context: CheckContext, kpi: Kpi) -> bool:
    row = _target(context, kpi)
    kind = None if row is None else row.target_type
    return _has_target(context, kpi) and kind is not None and not kind.is_direction


def _has_tolerance(context: CheckContext, kpi: Kpi) -> bool:
    row = _target(context, kpi)
    return row is not None and (row.tolerance is not None or row.amber_boundary is not None)


def _has_confirmed_contact(context: CheckContext, kpi: Kpi) -> bool:
    contact = context.register.contact(kpi.key_contact)
    if contact is None or contact.confirmed_on is None:
        return False
    in_post = not contact.has_left(context.as_of)
    return in_post and (context.as_of - contact.confirmed_on).days <= CONFIRMED_DAYS


def _reviewed(context: CheckContext, kpi: Kpi) -> bool:
    on = kpi.reviewed_on
    return on is not None and 0 <= (context.as_of - on).days <= REVIEW_DAYS


def measures_of(context: CheckContext) -> tuple[CoverageMeasure, ...]:
    """What is asked of KPIs, each with of which and whether one has it."""
    benchmarked = {row.kpi_ref for row in context.register.benchmarks if row.value is not None}
    return (
        CoverageMeasure("target", "Target", _should_have_target, _has_target),
        CoverageMeasure(
            "specific_target", "Specific target", _should_have_target, _has_specific_target
        ),
        CoverageMeasure("tolerance", "Own tolerance", _should_have_target, _has_tolerance),
        CoverageMeasure("contact", "Confirmed contact", _everyone, _has_confirmed_contact),
        CoverageMeasure("definition", "Definition", _everyone, _filled("definition")),
        CoverageMeasure("data_source", "Data source", _everyone, _filled("data_source")),
        CoverageMeasure(
            "limitations", "Known limitations", _everyone, _filled("known_limitations")
        ),
        CoverageMeasure(
            "comparator",
            "Comparator",
            _everyone,
            lambda _, kpi: kpi.comparator not in (None, ComparatorRule.NONE),
        ),
        CoverageMeasure("benchmark", "Benchmark", _everyone, lambda _, kpi: kpi.ref in benchmarked),
        CoverageMeasure("reviewed", "Reviewed within 12 months", _everyone, _reviewed),
        CoverageMeasure(
            "commentary",
            "Commentary on Red and Amber",
            lambda context, kpi: context.rags.get(kpi.ref) in (Rag.RED, Rag.AMBER),
            lambda context, kpi: any(one.text for one in comments_on_result(context, kpi)),
        ),
    )


def coverage(context: CheckContext) -> tuple[Coverage, ...]:
    """The shares for each directorate and then for all, measure by measure.

    KPIs that have ended are left out. Directorates stand in the settings' order, then by name.
    """
    by_name: dict[str, list[Kpi]] = {}
    for kpi in context.kept:
        by_name.setdefault(kpi.directorate or NO_DIRECTORATE, []).append(kpi)
    order = context.settings.council.directorates
    names = sorted(
        by_name,
        key=lambda n: (order.index(n) if n in order else len(order), n == NO_DIRECTORATE, n),
    )
    measures = measures_of(context)
    rows = [_row(context, name, measure, by_name[name]) for name in names for measure in measures]
    rows += [_row(context, ALL, measure, context.kept) for measure in measures]
    return tuple(rows)


def _row(
    context: CheckContext, name: str, measure: CoverageMeasure, kpis: Sequence[Kpi]
) -> Coverage:
    asked = [kpi for kpi in kpis if measure.asked(context, kpi)]
    lacking = tuple(kpi.ref for kpi in asked if not measure.has(context, kpi))
    return Coverage(name, measure, len(asked) - len(lacking), len(asked), lacking)
