"""Matching what people write in choice columns with the allowed words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import TypeVar

from pmf_cli.errors import UsageError
from pmf_cli.register import terms
from pmf_cli.tabular.names import plain_key

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)

_P, _F, _T = terms.Polarity, terms.Frequency, terms.TimeBasis

SYNONYMS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    _P: {
        _P.HIGHER: "high; higher; maximise; maximize; aim to maximise; ascending; asc; up; rise;"
        " increase; bigger is better; more is better; bigger; high is good; higher is good;"
        " higher the better; higher=better; higher better; high is better",
        _P.LOWER: "low; lower; minimise; minimize; aim to minimise; descending; desc; down; fall;"
        " decrease; smaller is better; less is better; smaller; low is good; lower is good;"
        " lower the better; lower=better; lower better; low is better; reduce",
        _P.RANGE: "goldilocks; range; in range; within range; on target; nearer to target; plan is"
        " best; best middle value",
        _P.NONE: "neither; neutral; none; not applicable; no direction",
    },
    _F: {
        _F.MONTHLY: "m; month; mthly; every month; per month",
        _F.QUARTERLY: "q; quarter; qtly; qtrly; every quarter; per quarter",
        _F.TERMLY: "t; term; each term; every term",
        _F.SIX_MONTHLY: "6 monthly; half yearly; half year; biannual; bi-annual; twice yearly; twice"
        " a year; every six months; h; semi-annual",
        _F.ANNUAL: "a; y; annually; yearly; year; every year; per year; once a year; per annum",
        _F.TWO_YEARLY: "2 yearly; two yearly; biennial; every 2 years; biennially",
        _F.THREE_YEARLY: "3 yearly; three yearly; triennial; every 3 years",
        _F.AD_HOC: "adhoc; irregular; as required; when available",
    },
    _T: {
        _T.WITHIN: "in period; within period; in the period; discrete; period only; periodic",
        _T.SNAPSHOT: "snapshot; point in time; as at; period end; at period end",
        _T.CUMULATIVE: "cumulative; ytd; year to date; cumulative ytd; cumulative to date",
        _T.ROLLING: "rolling; rolling year; 12 month rolling; rolling 12 month; rolling annual;"
        " 12 months rolling",
        _T.POOLED: "pooled; 3 year average; three year average; several years",
    },
    terms.YearBasis: {
        terms.YearBasis.FINANCIAL: "fy; financial year; april to march; apr-mar; f",
        terms.YearBasis.CALENDAR: "cy; calendar year; january to december; jan-dec; c",
        terms.YearBasis.ACADEMIC: "ay; academic year; school year; september to august; sep-aug",
    },
    terms.DataType: {
        terms.DataType.PERCENTAGE: "percent; per cent; %; pct",
        terms.DataType.NUMBER: "count; integer; numeric; whole number; decimal; no; no.; #",
        terms.DataType.MONEY: "currency; £; pounds; financial; cash; gbp",
        terms.DataType.RATE: "rate per; rate per 1000; per 1000; per 1,000",
        terms.DataType.RATIO: "ratios",
        terms.DataType.DURATION: "time; days; hours; minutes; length of time",
        terms.DataType.DATE: "dates",
        terms.DataType.YES_NO: "y/n; yes or no; boolean; true/false; yes / no",
        terms.DataType.GRADE: "rating; judgement; inspection grade; text; ofsted grade; cqc rating",
    },
    terms.KpiStatus: {
        terms.KpiStatus.ACTIVE: "live; current; in use; open",
        terms.KpiStatus.DEVELOPMENT: "in development; development; being developed; new",
        terms.KpiStatus.PAUSED: "suspended; on hold",
        terms.KpiStatus.ENDED: "closed; discontinued; deleted; retired; inactive; dropped",
    },
    terms.Rag: {
        terms.Rag.RED: "r",
        terms.Rag.AMBER: "a; yellow",
        terms.Rag.GREEN: "g",
    },
    terms.TargetType: {
        terms.TargetType.VALUE: "number; figure; fixed; target",
        terms.TargetType.RANGE: "within a range; band; between",
        terms.TargetType.INCREASE: "increase; improve upwards; up; rise",
        terms.TargetType.DECREASE: "decrease; reduce; down; fall; reduction",
        terms.TargetType.MAINTAIN: "maintain; sustain; hold; stay the same",
        terms.TargetType.YES_NO: "y/n; yes or no",
        terms.TargetType.TRACKER: "tracking; no target; data only; for info only; monitor only;"
        " contextual; tracker indicator",
        terms.TargetType.TO_BE_AGREED: "tba; tbc; to be confirmed; to be set; establish baseline",
    },
    terms.ToleranceBasis: {
        terms.ToleranceBasis.RELATIVE: "%; percent; per cent; relative; percent of target; per cent"
        " of target; percentage; % of the target",
        terms.ToleranceBasis.POINTS: "points; pp; ppt; ppts; percentage point; % points; pts",
        terms.ToleranceBasis.UNITS: "unit; absolute; in units; number",
        terms.ToleranceBasis.CONFIDENCE: "confidence; confidence interval; ci; % ci",
    },
    terms.ComparatorRule: {
        terms.ComparatorRule.PREVIOUS_PERIOD: "previous; last period; previous quarter; previous"
        " month; last quarter; last month; prior period",
        terms.ComparatorRule.SAME_PERIOD_LAST_YEAR: "same quarter last year; same month last year;"
        " last year; year on year; same period previous year; same period in previous year",
        terms.ComparatorRule.PREVIOUS_YEAR: "prior year; previous annual result",
        terms.ComparatorRule.FIXED_BASELINE: "baseline; fixed base",
    },
    terms.ValueStatus: {
        terms.ValueStatus.FINAL: "f; actual; confirmed; validated",
        terms.ValueStatus.PROVISIONAL: "p; prov; prov.; interim; draft; unvalidated",
        terms.ValueStatus.ESTIMATED: "e; est; est.; estimate",
        terms.ValueStatus.REVISED: "r; rev; rev.; restated",
    },
    terms.NoDataReason: {
        terms.NoDataReason.NOT_DUE: "not due; not due this quarter; annual kpi; not reported this"
        " period; not yet due",
        terms.NoDataReason.OVERDUE: "overdue; late; no return; awaiting return; not received",
        terms.NoDataReason.AWAITING_PUBLICATION: "awaiting publication; not yet published; awaiting"
        " data",
        terms.NoDataReason.DATA_QUALITY: "data quality; data quality issue; dq; data quality issues",
        terms.NoDataReason.SUPPRESSED: "suppressed; small numbers; [c]; confidential",
        terms.NoDataReason.NOT_APPLICABLE: "[z]; n/a; na",
        terms.NoDataReason.NOT_COMPARABLE: "not comparable; break in series; [b]",
        terms.NoDataReason.DEVELOPMENT: "in development; development",
        terms.NoDataReason.DISCONTINUED: "ended; closed; deleted",
    },
    terms.EntrySource: {
        terms.EntrySource.EMAIL: "email; mail",
        terms.EntrySource.RETURN_FORM: "return; form",
        terms.EntrySource.IMPORT: "imported",
        terms.EntrySource.TYPED: "manual; typed in; keyed",
        terms.EntrySource.NATIONAL: "national; published",
    },
    terms.Scope: {
        terms.Scope.COUNCIL: "council; council kpi",
        terms.Scope.WIDER: "wider; wider city; wider district; city; district; partnership; place",
    },
    terms.Accountability: {
        terms.Accountability.PERFORMANCE: "performance measure",
        terms.Accountability.POPULATION: "outcome; population; outcome indicator; population"
        " indicator",
    },
    terms.KpiClass: {
        terms.KpiClass.BUSINESS_AS_USUAL: "bau; operational; business-as-usual",
        terms.KpiClass.STRATEGIC: "corporate priority",
        terms.KpiClass.STATUTORY: "mandatory",
    },
    terms.YearValue: {
        terms.YearValue.LAST: "last value; latest; year end; final quarter",
        terms.YearValue.SUM: "total; cumulative; add",
        terms.YearValue.WEIGHTED: "weighted; weighted mean",
        terms.YearValue.SIMPLE: "average; mean; simple mean",
        terms.YearValue.PUBLISHED: "published",
    },
    terms.ActionStatus: {
        terms.ActionStatus.COMPLETED: "complete; done; blue; closed; finished",
        terms.ActionStatus.NOT_STARTED: "not begun; not yet started",
    },
    terms.StepStatus: {terms.StepStatus.DONE: "complete; completed; finished"},
    terms.OpenStatus: {
        terms.OpenStatus.IN_HAND: "in progress; ongoing; underway",
        terms.OpenStatus.CLOSED: "complete; completed; done; resolved",
    },
    terms.SplitKind: {
        terms.SplitKind.COMMITTEE_AREA: "area; committee area",
        terms.SplitKind.DEPRIVATION: "imd; imd decile; deprivation decile; deprivation; decile",
        terms.SplitKind.SEX: "gender",
        terms.SplitKind.AGE: "age group; age band",
    },
    terms.BenchmarkGroup: {
        terms.BenchmarkGroup.CORE_CITIES: "core city",
        terms.BenchmarkGroup.CIPFA: "cipfa; nearest neighbours; cipfa nearest neighbour",
        terms.BenchmarkGroup.STATISTICAL: "statistical neighbours; statistical neighbour",
        terms.BenchmarkGroup.ENGLAND: "national; england average",
        terms.BenchmarkGroup.REGION: "regional; region average",
    },
    terms.BenchmarkStatistic: {
        terms.BenchmarkStatistic.MEAN: "average; group average",
        terms.BenchmarkStatistic.BEST_QUARTER: "top quartile; best quartile",
        terms.BenchmarkStatistic.WORST_QUARTER: "bottom quartile; worst quartile",
    },
    terms.GroupedBy: {
        terms.GroupedBy.DIRECTORATE: "department",
        terms.GroupedBy.PLAN_OUTCOME: "outcome; priority; plan priority",
        terms.GroupedBy.PORTFOLIO: "executive member; cabinet member",
        terms.GroupedBy.CLASS: "kpi class",
        terms.GroupedBy.SCOPE: "council or wider; whose performance",
    },
    terms.Confidence: {
        terms.Confidence.HIGH: "h; sure",
        terms.Confidence.MEDIUM: "m; med; moderate",
        terms.Confidence.LOW: "l; unsure",
    },
    terms.IssueLevel: {terms.IssueLevel.PARTNERSHIP: "partners; partnership board"},
    terms.SmallNumberRule: {
        terms.SmallNumberRule.UNDER_5: "under 5; <5; less than 5",
        terms.SmallNumberRule.UNDER_10: "under 10; <10; less than 10",
    },
}
"""For each set of choices, other words that councils use, separated by semicolons."""


@cache
def _keys(kind: type[StrEnum]) -> Mapping[str, StrEnum]:
    keys: dict[str, StrEnum] = {plain_key(member.value): member for member in kind}
    for member, words in SYNONYMS.get(kind, {}).items():
        for word in words.split(";"):
            keys.setdefault(plain_key(word), member)
    return keys


def choice_in(text: str, kind: type[StrEnum]) -> StrEnum | None:
    """The choice that a text means, or ``None``; without regard to case, spaces and dashes."""
    return _keys(kind).get(plain_key(text))


def allowed_words(kind: type[StrEnum]) -> str:
    """The allowed words of a set of choices as one sentence part."""
    words = [member.value for member in kind]
    return ", ".join(words[:-1]) + f" or {words[-1]}" if len(words) > 1 else words[0]


def word_chosen(option: str, text: str, kind: type[ChoiceT]) -> ChoiceT | None:
    """The choice that an option's text means, ``None`` where it was not given; ``UsageError`` for any other text."""
    if not text.strip():
        return None
    found = choice_in(text, kind)
    if not isinstance(found, kind):
        raise UsageError(
            f'{option} "{text}" is not one of the allowed words.', f"Use {allowed_words(kind)}."
        )
    return found
