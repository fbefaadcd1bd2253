"""The register as one frozen value, with the look-ups that every later layer needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from pmf_cli.register.assumption import PROFILE, Assumption
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.plan import (
    Action,
    ImprovementAction,
    ImprovementPlan,
    Milestone,
    Priority,
    Risk,
    SuccessCheck,
    SurveyAnswer,
)
from pmf_cli.register.sheets.process import (
    Board,
    ChecklistStep,
    Escalation,
    Highlight,
    PaperRecommendation,
    Recommendation,
    TimetableEntry,
)
from pmf_cli.register.sheets.record import Benchmark, Commentary, Event, Forecast, Result, Return
from pmf_cli.register.sheets.supporting import (
    Contact,
    Framework,
    GlossaryTerm,
    ListEntry,
    RiskLink,
    ScopeChange,
    Split,
)
from pmf_cli.register.sheets.targets import RatingRule, Target
from pmf_cli.register.terms import RATING_WORDS, RatingWords
from pmf_cli.register.time.times import is_own

SeriesKey = tuple[str, str | None]
"""KPI reference and split (``None`` for the whole)."""


@dataclass(frozen=True)
class Register:
    """Every row of a council's KPI Register, in the order of the sheets.

    Attributes:
        name: the council's name from the settings, or the folder's name.
        rating_words: the council's words for the ratings, from its theme.
        present: sheets found, name → place of the sheet (workbook and tab), as the key
            ``"Results"`` → ``("KPI Data Record.xlsx", "Results")``.
        guarded: sheets found → headings of their columns that guard ratings and publication.
        fingerprints: workbook file name → SHA-256 of its bytes.
        assumed: what a draft fills blanks with; empty for every register as it stands.
    """

    name: str = ""
    kpis: tuple[Kpi, ...] = ()
    targets: tuple[Target, ...] = ()
    rating_rules: tuple[RatingRule, ...] = ()
    splits: tuple[Split, ...] = ()
    contacts: tuple[Contact, ...] = ()
    scope_changes: tuple[ScopeChange, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    risk_links: tuple[RiskLink, ...] = ()
    lists: tuple[ListEntry, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    results: tuple[Result, ...] = ()
    commentary: tuple[Commentary, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    events: tuple[Event, ...] = ()
    returns: tuple[Return, ...] = ()
    boards: tuple[Board, ...] = ()
    timetable: tuple[TimetableEntry, ...] = ()
    checklist: tuple[ChecklistStep, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    paper_recommendations: tuple[PaperRecommendation, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    priorities: tuple[Priority, ...] = ()
    actions: tuple[Action, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    improvement_plans: tuple[ImprovementPlan, ...] = ()
    risks: tuple[Risk, ...] = ()
    survey: tuple[SurveyAnswer, ...] = ()
    improvements: tuple[ImprovementAction, ...] = ()
    success_checks: tuple[SuccessCheck, ...] = ()
    rating_words: RatingWords = RATING_WORDS
    present: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    guarded: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    fingerprints: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    assumed: tuple[Assumption, ...] = ()

    @cached_property
    def kpi_by_ref(self) -> Mapping[str, Kpi]:
        """KPI reference → KPI; the first row wins where a reference stands twice."""
        found: dict[str, Kpi] = {}
        for kpi in self.kpis:
            found.setdefault(kpi.ref, kpi)
        return MappingProxyType(found)

    def kpi(self, ref: str | None) -> Kpi | None:
        """The KPI of a reference; ``None`` where there is none, or no reference."""
        return self.kpi_by_ref.get(ref or "")

    def with_assumptions(self, assumed: Sequence[Assumption]) -> Register:
        """The register with blanks of KPIs and of their yearly targets filled; what is filled stays."""
        facts: dict[str, dict[str, Any]] = {}
        for one in assumed:
            if one.field not in ("", PROFILE):
                facts.setdefault(one.kpi_ref, {})[one.field] = one.value
        kpis = tuple(_with_blanks_filled(kpi, facts.get(kpi.ref, {})) for kpi in self.kpis)
        profiles = {one.kpi_ref: one.value for one in assumed if one.field == PROFILE}
        targets = tuple(
            replace(row, profile=profiles[row.kpi_ref])
            if row.kpi_ref in profiles and row.profile is None and _is_for_year(row)
            else row
            for row in self.targets
        )
        return replace(self, kpis=kpis, targets=targets, assumed=tuple(assumed))

    @cached_property
    def assumed_fields(self) -> Mapping[str, frozenset[str]]:
        """KPI reference → the fields of it that are assumed."""
        found: dict[str, set[str]] = {}
        for one in self.assumed:
            if one.field:
                found.setdefault(one.kpi_ref, set()).add(one.field)
        return MappingProxyType({ref: frozenset(names) for ref, names in found.items()})

    @cached_property
    def contact_by_ref(self) -> Mapping[str, Contact]:
        """Contact reference → contact; the first row wins."""
        found: dict[str, Contact] = {}
        for contact in self.contacts:
            found.setdefault(contact.ref, contact)
        return MappingProxyType(found)

    def contact(self, ref: str | None) -> Contact | None:
        """The contact of a reference; ``None`` where there is none, or no reference."""
        return self.contact_by_ref.get(ref or "")

    @cached_property
    def series(self) -> Mapping[SeriesKey, Mapping[Period, Result]]:
        """Results by KPI and split, then by period in order of time.

        The last row wins where a period stands twice; the double is a finding.
        """
        found: dict[SeriesKey, dict[Period, Result]] = {}
        for result in self.results:
            if result.period is not None:
                found.setdefault((result.kpi_ref, result.split), {})[result.period] = result
        return MappingProxyType(
            {
                key: MappingProxyType(dict(sorted(rows.items(), key=lambda item: item[0].sort_key)))
                for key, rows in found.items()
            }
        )

    def results_of(self, kpi_ref: str, split: str | None = None) -> Mapping[Period, Result]:
        """One series by period in order of time; empty where there is none."""
        return self.series.get((kpi_ref, split), MappingProxyType({}))

    def own_results_of(self, kpi: Kpi, split: str | None = None) -> Mapping[Period, Result]:
        """One series of the KPI's own periods: longer ones stored beside them are left out."""
        rows = self.results_of(kpi.ref, split)
        return {period: row for period, row in rows.items() if is_own(kpi, period)}

    @cached_property
    def targets_by_kpi(self) -> Mapping[str, tuple[Target, ...]]:
        """KPI reference → its target rows in the order of the sheet."""
        return _by_kpi(self.targets)

    @cached_property
    def commentary_by_kpi(self) -> Mapping[str, tuple[Commentary, ...]]:
        """KPI reference → its comments in the order of the sheet."""
        return _by_kpi(self.commentary)

    @cached_property
    def benchmarks_by_kpi(self) -> Mapping[str, tuple[Benchmark, ...]]:
        """KPI reference → its benchmarks in the order of the sheet."""
        return _by_kpi(self.benchmarks)


RowT = TypeVar("RowT", Target, Commentary, Benchmark)


def _by_kpi(rows: Iterable[RowT]) -> Mapping[str, tuple[RowT, ...]]:
    found: dict[str, list[RowT]] = {}
    for row in rows:
        found.setdefault(row.kpi_ref, []).append(row)
    return MappingProxyType({ref: tuple(of_kpi) for ref, of_kpi in found.items()})


def _with_blanks_filled(kpi: Kpi, facts: Mapping[str, Any]) -> Kpi:
    blank = {name: value for name, value in facts.items() if getattr(kpi, name) is None}
    return replace(kpi, **blank) if blank else kpi


def _is_for_year(row: Target) -> bool:
    return row.from_period is not None and row.from_period.kind is PeriodKind.FINANCIAL_YEAR
