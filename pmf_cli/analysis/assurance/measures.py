"""Every count of the assurance report, by the council's five aspects of control (2024 report, ¶4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmf_cli.analysis.assurance import kpi_counts, work_counts
from pmf_cli.analysis.assurance.grounds import AssuranceTest, Grounds, Measure, Proof
from pmf_cli.analysis.assurance.kpi_counts import covered
from pmf_cli.analysis.assurance.work_counts import improved, sampled, steps_done, told_of_scope
from pmf_cli.frozen import frozen
from pmf_cli.register.terms import BodyKind, ControlAspect, ImprovementKind, TimetableStep

_DEFINE, _COMMUNICATE = ControlAspect.DEFINE, ControlAspect.COMMUNICATE
_EMBED, _MONITOR, _REVIEW = ControlAspect.EMBED, ControlAspect.MONITOR, ControlAspect.REVIEW
_NEW, _FIT = AssuranceTest.UP_TO_DATE, AssuranceTest.FIT
_LIVED, _USED = AssuranceTest.EMBEDDED, AssuranceTest.APPLIED

MEASURES: tuple[Measure, ...] = (
    Measure("definition", _DEFINE, _FIT, "KPIs with a definition", covered("definition")),
    Measure("data_source", _DEFINE, _FIT, "KPIs with a data source", covered("data_source")),
    Measure("limitations", _DEFINE, _FIT, "KPIs whose known limitations are written down", covered("limitations")),
    Measure("reviewed", _DEFINE, _NEW, "KPIs whose Supporting Information was reviewed within 12 months", covered("reviewed")),
    Measure("officer", _DEFINE, _USED, "KPIs whose responsible officer is named and in post", kpi_counts.officers),
    Measure("priorities", _DEFINE, _FIT, "Priorities of the plan that a KPI measures", work_counts.priorities),
    Measure("stand_in", _DEFINE, _FIT, "Steps of the checklist that are explained and have a stand-in", work_counts.stand_ins),
    Measure("papers", _COMMUNICATE, _USED, "Meetings whose paper is on record", work_counts.papers_given),
    Measure("told_dmt", _COMMUNICATE, _USED, "Changes of scope told to management teams", told_of_scope(BodyKind.DMT)),
    Measure("told_clt", _COMMUNICATE, _USED, "Changes of scope told to CLT", told_of_scope(BodyKind.CLT)),
    Measure("told_scrutiny", _COMMUNICATE, _USED, "Changes of scope told to scrutiny", told_of_scope(BodyKind.SCRUTINY)),
    Measure("chairs", _COMMUNICATE, _NEW, "Scrutiny boards whose chair agreed within 12 months what is shown", work_counts.chairs),
    Measure("recommendations", _COMMUNICATE, _USED, "Recommendations answered", work_counts.recommendations),
    Measure("contact", _EMBED, _NEW, "KPIs whose key contact was confirmed in the last six months", covered("contact")),
    Measure("returns", _EMBED, _USED, "Returns that came by their day", work_counts.returns_on_time),
    Measure("checklist", _EMBED, _USED, "Steps of the checklist carried out within 12 months", work_counts.checklist_done),
    Measure("signed_off", _EMBED, _USED, "Reviews at which a management team agreed its results", steps_done(TimetableStep.DMT_REVIEW)),
    Measure("success_stated", _EMBED, _LIVED, "Sampled decision reports that say how success will be measured", sampled("measures_stated")),
    Measure("success_adequate", _EMBED, _LIVED, "Sampled decision reports whose success measures are adequate", sampled("adequate")),
    Measure("complete", _MONITOR, _USED, "Results due in the last four quarters that are in", work_counts.figures_in),
    Measure("timely", _MONITOR, _USED, "Results in, with their day, that came on time", work_counts.figures_on_time),
    Measure("accurate", _MONITOR, _FIT, "Figures issued that stand as they were told", work_counts.as_told),
    Measure("without_errors", _MONITOR, _FIT, "KPIs in which the checks find no error", kpi_counts.without_errors),
    Measure("target", _MONITOR, _FIT, "KPIs with a target, a direction included", covered("target")),
    Measure("specific_target", _MONITOR, _FIT, "KPIs with a specific target", covered("specific_target")),
    Measure("target_reviewed", _MONITOR, _NEW, "Targets agreed or reviewed within 12 months", kpi_counts.targets_reviewed),
    Measure("commentary", _MONITOR, _USED, "KPIs off target whose result is explained", covered("commentary")),
    Measure("benchmark", _MONITOR, _FIT, "KPIs compared with other places", covered("benchmark")),
    Measure("checked_source", _MONITOR, _FIT, "KPIs whose source somebody outside the service has checked", kpi_counts.checked_sources),
    Measure("supply", _MONITOR, _FIT, "KPIs whose supply of data is not at risk", kpi_counts.supply),
    Measure("risks", _MONITOR, _FIT, "Risks for which a KPI shows whether they grow", work_counts.risks),
    Measure("lessons", _REVIEW, _USED, "Meetings about lessons that were held", steps_done(TimetableStep.LESSONS)),
    Measure("issues", _REVIEW, _USED, "Issues raised that are closed or within their day", work_counts.issues),
    Measure("improved", _REVIEW, _NEW, "Improvements that were due in the year and are done", improved(ImprovementKind.ASSURANCE)),
    Measure("data_improved", _REVIEW, _NEW, "Improvements to data that were due in the year and are done", improved(ImprovementKind.DATA_DEVELOPMENT)),
)  # fmt: skip
"""Each count: its key, aspect of control, what it goes to prove, and how it is made."""


def proofs_of(grounds: Grounds) -> tuple[Proof, ...]:
    """Every count in order."""
    return tuple(one.of(grounds) for one in MEASURES)


@frozen
class AspectCounts:
    """How the counts under one heading stand.

    Attributes:
        least: the count with the smallest share; ``None`` where all are whole, or nothing was asked.
    """

    whole: int
    asked: int
    least: Proof | None


def counts_under(proofs: Sequence[Proof]) -> AspectCounts:
    """How some counts stand; those of which nothing was asked are left out."""
    asked = [one for one in proofs if one.of]
    short = [one for one in asked if not one.is_whole]
    least = min(short, key=lambda one: one.having / one.of, default=None)
    return AspectCounts(sum(one.is_whole for one in asked), len(asked), least)


def by_aspect(proofs: Sequence[Proof]) -> Mapping[ControlAspect, tuple[Proof, ...]]:
    """Aspect → its counts; every aspect is there."""
    return {
        aspect: tuple(one for one in proofs if one.aspect is aspect) for aspect in ControlAspect
    }


def by_test(proofs: Sequence[Proof]) -> Mapping[AssuranceTest, tuple[Proof, ...]]:
    """What is to be proved → the counts that go to prove it."""
    return {test: tuple(one for one in proofs if one.test is test) for test in AssuranceTest}
