"""What a column of a scorecard can mean, and which heading means it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType

from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import columns_of

SCORECARD: dict[str, str] = {
    "KPI reference": (
        "kpi reference; reference; ref; kpi ref; kpi id; id; code; kpi code; pi code; "
        "pi ref; pi id; indicator code; indicator ref; indicator id; indicator no; measure id; "
        "measure ref; kpi no; pi no; ref no; no; unique ref; #; indicator reference; "
        "measure code; indicator number; kpi number; pi"
    ),
    "KPI name": (
        "kpi name; name; kpi; indicator; performance indicator; indicator name; "
        "measure; performance measure; measure name; title; kpi title; metric; kpi "
        "description; indicator description; key performance indicator; description; "
        "key measure; measure of success; success measures; measures; indicators; kpis; metric name; pi name; pi title; indicator title; what we measure; success "
        "measure; how we measure; kpi measure; measure description"
    ),
    "Council": ("council; organisation; org; authority; local authority; area name"),
    "Period": (
        "period; quarter; month; reporting period; time period; qtr; data period; "
        "reporting quarter; reporting month; period covered; period ending; period ended; "
        "period end; month ending; month ended; quarter ending; quarter ended; quarter end; "
        "month end; date; data date; as at; date of data; reporting date; snapshot date"
    ),
    "Year": ("year; financial year; fy; reporting year"),
    "Value": (
        "value; actual; result; outturn; performance; current; actual value; current "
        "value; current performance; this quarter; this period; latest; latest result; "
        "latest value; score; year to date; ytd; actual performance; achieved; current "
        "quarter; current period; latest data; data; figure; result this quarter; this "
        "month; ytd actual; actual ytd; latest performance; performance this quarter; "
        "actual result; quarterly result; quarter result; monthly actual; monthly result; "
        "monthly value; quarterly actual; in month; in month actual; in quarter actual; act; cumulative actual; "
        "cumulative result; cumulative performance; how are we doing; how we are doing; "
        "where are we now; performance to date; current position; actuals; results; outturns; "
        "quarterly results; quarterly actuals; quarterly performance; monthly results; monthly actuals"
    ),
    "Numerator": ("numerator; num"),
    "Denominator": ("denominator; den; denom"),
    "Target": (
        "target; target value; annual target; quarterly target; year end target; "
        "current target; goal; target this quarter; ytd target; target ytd; year "
        "target; standard; quarter target; target for year; monthly target; tgt; "
        "cumulative target; profiled target; profile target; target profile; target to date; targets; "
        "quarterly targets; monthly targets; annual targets; "
        "budget; full year budget; annual budget; year budget; ytd budget; profiled budget; budget to date"
    ),
    "Published status": (
        "rag; rag status; rag rating; rating; traffic light; light; status; performance "
        "status; published status; current status; rag score; on target; target met; "
        "performance against target; judged status; colour; brag; ragb; on target?; "
        "met?; overall rag; are we on track; on track"
    ),
    "Published direction": (
        "direction of travel; dot; trend; travel; short trend; long trend; arrow; short "
        "term trend; long term trend; change; movement; short term dot; long term dot; "
        "variance; change since last quarter; performance trend; direction of travel "
        "short term; direction of travel long term; difference; % change; variance from "
        "target; better or worse; improving"
    ),
    "Earlier result": (
        "comparator; last period; last quarter; previous quarter; previous period; last "
        "year; previous year; same period last year; same quarter last year; last "
        "month; previous month; previous result; previous value; last result; previous "
        "outturn; last year outturn; previous performance; same month last "
        "year; previous; prior quarter; prior year; prior period; last year result; "
        "previous year outturn; last outturn; comparator value"
    ),
    "Baseline": (
        "baseline; base line; baseline value; baseline figure; baseline position; starting point; base figure; "
        "baseline performance; starting position; baseline outturn"
    ),
    "Baseline period": (
        "baseline period; baseline year; baseline date; year of baseline; base year; date of baseline; "
        "period of baseline"
    ),
    "Forecast": (
        "forecast; year end forecast; forecast outturn; projected outturn; year end projection"
    ),
    "Value status": (
        "value status; data status; figure status; status of data; status of figure; actual or forecast; "
        "actual forecast; provisional or final; provisional final; actual provisional forecast"
    ),
    "Polarity": (
        "polarity; good is; good to be; prefd outcm; preferred outcome; prefd outcome; "
        "bigger or smaller is better; aim to; aim; desired direction; good performance; "
        "good performance is; what is good; high or low; higher or lower is better; "
        "preferred direction; better is; what good looks like; aim to maximise "
        "minimise; aim to maximise or minimise; direction of good; good direction; "
        "optimum; polarity h l; polarity high low; good is h l"
    ),
    "Unit": (
        "unit; units; unit of measure; unit or format; format; measured in; measure "
        "unit; unit of measurement; data format; value type; number format"
    ),
    "Context": (
        "commentary; comments; comment; note; notes; narrative; officer comments; "
        "latest note; officer note; context; supporting commentary; performance "
        "comments; quarterly commentary; latest commentary; officer commentary; service "
        "comments; comments actions; comments and actions; commentary and actions; remarks; performance commentary; summary; update; latest update"
    ),
    "Reason for result": (
        "reason; reason for result; explanation; reason for variance; reasons; "
        "explanation of variance; reason for performance; why; reason for under "
        "performance; reasons for performance; exception commentary; reason for "
        "underperformance"
    ),
    "Action being taken": (
        "action; actions; action being taken; improvement action; actions being taken; "
        "actions to improve; corrective action; remedial action; improvement actions; "
        "what are we doing about it; what we are doing; planned action; action taken; "
        "what next; next steps; what happens next"
    ),
    "Key contact": (
        "key contact; owner; kpi owner; contact; lead officer; lead; data owner; "
        "measure owner; indicator owner; data provider; reporting officer; officer"
    ),
    "E-mail": (
        "email; e mail; email address; e mail address; contact email; officer email; lead officer email; lead email; "
        "owner email; contact e mail; contact email address; email of lead officer"
    ),
    "Responsible officer": (
        "responsible officer; accountable officer; head of service; chief officer; lead "
        "director; director; accountable lead; service director; assistant director"
    ),
    "Benchmark": (
        "benchmark; benchmarks; england average; national average; england; regional "
        "average; nearest neighbours; cipfa average; comparator group; benchmarking; "
        "top quartile; statistical neighbours; core cities; national; regional; family "
        "group average; cipfa nearest neighbours; england and wales average; london "
        "average; stat neighbours; stat neighbour; statistical neighbour average; "
        "stat neighbour average; cipfa; south east; south west; london; north west; north east; "
        "east midlands; west midlands; east of england; yorkshire and the humber"
    ),
    "Tolerance": (
        "tolerance; tolerance rule; amber threshold; red threshold; threshold; "
        "tolerances; amber; red; green; green threshold; rag thresholds; intervention level; floor standard"
    ),
}
"""What a column holds (see ``fields.Field``) → headings, in plain form."""

REGISTER: dict[str, str] = {
    "kpis.directorate": ("directorate; department; dept; directorate name; portfolio directorate"),
    "kpis.service": ("service; service area; team; division; service name; business unit"),
    "kpis.portfolio": ("portfolio; portfolio holder; cabinet portfolio; cabinet member"),
    "kpis.frequency": ("frequency; reporting frequency; reported; how often; collection frequency"),
    "kpis.data_source": ("data source; source; source of data; source system"),
    "kpis.scrutiny_board": ("scrutiny board; board; committee; scrutiny committee"),
    "kpis.decimal_places": ("dps; dp; decimals; no of decimals; number of decimals"),
    "kpis.definition": ("definition; full definition; kpi definition"),
    "kpis.financial": ("financial; financial kpi; finance kpi"),
    "kpis.time_basis": ("time basis; cumulative; cumulative or discrete"),
}
"""Columns of the sheet ``KPIs`` → words of scorecards besides the register's own."""


class ScorecardField(StrEnum):
    """What a column holds; the value is the word used in the answers."""

    REFERENCE = "KPI reference"
    NAME = "KPI name"
    ORGANISATION = "Council"
    PERIOD = "Period"
    YEAR = "Year"
    VALUE = "Value"
    NUMERATOR = "Numerator"
    DENOMINATOR = "Denominator"
    TARGET = "Target"
    STATUS = "Published status"
    TRAVEL = "Published direction"
    EARLIER = "Earlier result"
    BASELINE = "Baseline"
    BASELINE_PERIOD = "Baseline period"
    FORECAST = "Forecast"
    FIRMNESS = "Value status"
    POLARITY = "Polarity"
    UNIT = "Unit"
    CONTEXT = "Context"
    REASON = "Reason for result"
    ACTION = "Action being taken"
    PERSON = "Key contact"
    ADDRESS = "E-mail"
    OFFICER = "Responsible officer"
    BENCHMARK = "Benchmark"
    TOLERANCE = "Tolerance"


PERIODIC = frozenset(
    {
        ScorecardField.VALUE,
        ScorecardField.NUMERATOR,
        ScorecardField.DENOMINATOR,
        ScorecardField.TARGET,
        ScorecardField.STATUS,
        ScorecardField.TRAVEL,
        ScorecardField.CONTEXT,
        ScorecardField.REASON,
        ScorecardField.ACTION,
        ScorecardField.BENCHMARK,
        ScorecardField.FORECAST,
        ScorecardField.FIRMNESS,
    }
)
"""Fields that a period may stand beside in a heading."""

# Soft hyphens, zero-width blanks, direction marks: pasted from web pages, seen by nobody.
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# Marks of notes are no part of a heading: "Target [note 2]", "Outturn*".
_FOOTNOTE = re.compile(r"\[\s*(?:note\s*)?\w{1,2}\s*\]|\(\s*note \w+\s*\)|[*†‡¹²³⁴⁵⁶⁷⁸⁹⁰]+")


@lru_cache(maxsize=8192)
def plain_heading(text: str) -> str:
    """A heading without what does not change its meaning: case, marks, spaces, footnotes."""
    low = _FOOTNOTE.sub(" ", _HIDDEN.sub("", text)).replace("’", "'")
    low = unicodedata.normalize("NFKC", low).casefold().replace("'", "")
    low = low.replace("%", " % ").replace("_", " ")
    return " ".join(re.sub(r"[^\w%#?]+", " ", low).split()).strip(" ?")


@cache
def meanings() -> Mapping[str, str]:
    """Plain heading → field: a ``ScorecardField`` word, or ``kpis.`` and a field of the ``KPIs`` sheet."""
    found: dict[str, str] = {}
    for field, words in SCORECARD.items():
        for word in words.split(";"):
            found.setdefault(plain_heading(word), field)
    for name, words in REGISTER.items():
        for word in words.split(";"):
            found[plain_heading(word)] = name
    taken = {plain_heading(field.value) for field in ScorecardField}
    for column in columns_of(Kpi):
        for word in (column.heading.text, *column.heading.synonyms):
            plain = plain_heading(word)
            if plain not in found and plain not in taken:
                found[plain] = f"kpis.{column.field}"
    return MappingProxyType(found)


_OF_NOW = re.compile(
    r"\b(?:(?:this|current|latest|in) (?:quarter|period|month|year)|(?:year )?to date|ytd|cumulative)\b"
)


def field_beside_time(plain: str) -> str | None:
    """What a plain heading means without the words that say of which time: ``this quarter actual``, ``ytd rag``."""
    bare = " ".join(_OF_NOW.sub(" ", plain).split())
    field = meanings().get(bare) if bare != plain else None
    return field if field in {one.value for one in PERIODIC} else None


NOISE = frozenset(
    {"the", "a", "an", "of", "for", "this", "our", "and", "raw", "published", "council"}
    | {
        "corporate",
        "current",
        "latest",
        "figure",
        "figures",
        "%",
        "in",
        "to",
        "reported",
        "headline",
    }
)
"""Words that may stand in a heading without changing what it means."""


def field_words(field: str) -> str:
    """The field in the words of the answers: ``Value``, or the register's own heading."""
    if not field.startswith("kpis."):
        return field
    attribute = field.removeprefix("kpis.")
    return next(c.heading.text for c in columns_of(Kpi) if c.field == attribute)


def field_named(words: str) -> str | None:
    """The field that words of the answers stand for; ``None`` where there is none."""
    plain = plain_heading(words)
    for field in ScorecardField:
        if plain_heading(field.value) == plain:
            return field.value
    for column in columns_of(Kpi):
        if plain_heading(column.heading.text) == plain or column.field == words.strip():
            return f"kpis.{column.field}"
    return meanings().get(plain)
