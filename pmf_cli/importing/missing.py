"""KPIs that a scorecard had when it was last taken in, and has no more."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from pmf_cli.frozen import frozen
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.register.choices import choice_in
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import KpiStatus


class MissingAnswer(StrEnum):
    """What became of a missing KPI."""

    WITHDRAWN = "Withdrawn"
    """It is measured no more: a change of scope, to be recorded and told."""
    EXPECTED = "Still measured"
    """It was forgotten, or comes from elsewhere: its figure goes on being asked for."""


@frozen
class MissingKpi:
    """A KPI of the register that its scorecard has no more.

    Attributes:
        since: the newest period of the scorecard, the first without it; empty where it has none.
        answer: what somebody said; ``None`` while nobody has.
        reason: why it is withdrawn, as somebody wrote it.
    """

    ref: str
    name: str
    since: str
    answer: MissingAnswer | None = None
    reason: str = ""

    @property
    def is_recorded(self) -> bool:
        """Whether the import records that it is withdrawn: somebody said so, and it is known from when on."""
        return self.answer is MissingAnswer.WITHDRAWN and bool(self.since)

    @property
    def what_to_do(self) -> str:
        """What could be done about it."""
        withdraw = (
            f'pmf scope change {self.ref} --kind Ended --from "{self.since}" --reason "…" --write'
        )
        match self.answer:
            case MissingAnswer.WITHDRAWN if self.is_recorded:
                return f"it is recorded as ended from {self.since} on"
            case MissingAnswer.WITHDRAWN:
                return f"record that it is withdrawn, so that it is asked for no more: {withdraw}"
            case MissingAnswer.EXPECTED:
                return "type its figure into the sheet Results, or ask for it: pmf collect make"
            case _:
                return "if it is withdrawn, answer Withdrawn; if it was forgotten, its figure is still expected"


def missing_kpis(
    plan: ImportPlan, register: Register, answers: ImportMapping, before: Collection[str]
) -> tuple[MissingKpi, ...]:
    """The KPIs among ``before`` that are in the register, have not ended, and are not in the plan."""
    gone = frozenset(before) - {kpi.ref for kpi in plan.kpis}
    periods = (row.period for row in plan.results if row.period is not None)
    since = str(max(periods, key=lambda one: one.sort_key, default=""))
    return tuple(
        MissingKpi(
            kpi.ref, kpi.name or "", since, _answer(answers.missing.get(kpi.ref, "")),
            answers.reasons.get(kpi.ref, ""),
        )
        for kpi in register.kpis
        if kpi.ref in gone and not _has_ended(kpi)
    )  # fmt: skip


def _answer(text: str) -> MissingAnswer | None:
    said = choice_in(text, MissingAnswer)
    return said if isinstance(said, MissingAnswer) else None


def _has_ended(kpi: Kpi) -> bool:
    return kpi.status is KpiStatus.ENDED or kpi.last_period is not None
