"""Cabinet's paper by portfolio, and each portfolio as the subject of a paper for its holder.

The Executive sees where its portfolios need attention (2004 approach, 3.16), each holder before the whole
Executive (the same, 3.17 and 3.21); priorities span portfolios (2011 framework).
"""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.analysis.priorities import PriorityStanding
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.register import Register
from pmf_cli.register.terms import ContactRole, GroupedBy, Rag, RatingWords
from pmf_cli.views.audience import Audience, Subject
from pmf_cli.views.base import Entry, Section, Tone, Words
from pmf_cli.views.entries import judged_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.committee import numbered_report
from pmf_cli.views.parts.head import report_to
from pmf_cli.views.parts.part import part
from pmf_cli.views.parts.plan import standings_for
from pmf_cli.views.selection import NO_GROUP, in_groups, short_group_name
from pmf_cli.views.wording import counts_line, one_line
from pmf_cli.words import counted, listed, lower_first


@frozen
class PortfolioLine:
    """A portfolio with its KPIs, the priorities that it leads, and those of others that its KPIs serve."""

    name: str
    ratings: tuple[KpiRating, ...]
    led: tuple[PriorityStanding, ...]
    served: tuple[PriorityStanding, ...]


def portfolio_lines(assessment: Assessment, audience: Audience) -> tuple[PortfolioLine, ...]:
    """Every portfolio of the KPIs that an audience is given; each KPI in one, each priority led by one at most."""
    standings = standings_for(assessment, audience)
    groups = in_groups(assessment, audience.ratings, GroupedBy.PORTFOLIO)

    def line(name: str, ratings: tuple[KpiRating, ...]) -> PortfolioLine:
        refs = {ref for one in ratings for ref in one.kpi.priorities}
        led = tuple(one for one in standings if one.priority.portfolio == name)
        served = (one for one in standings if one.priority.ref in refs and one not in led)
        return PortfolioLine(name, ratings, led, tuple(served))

    return tuple(line(name, ratings) for name, ratings in groups.items())


def portfolio_subjects(assessment: Assessment, audience: Audience) -> tuple[Subject, ...]:
    """The portfolios whose KPIs a body is given, by name; KPIs that name none have no holder to tell."""
    groups = in_groups(assessment, audience.ratings, GroupedBy.PORTFOLIO)
    short = {
        name: short_group_name(assessment.register, GroupedBy.PORTFOLIO, name) for name in groups
    }
    is_unique = len(set(short.values())) == len(short)
    return tuple(
        Subject(
            name,
            name,
            short[name] if is_unique else name,
            ratings,
            frozenset(kpi.ref for kpi in assessment.register.kpis if kpi.portfolio == name),
        )
        for name, ratings in groups.items()
        if name != NO_GROUP[GroupedBy.PORTFOLIO]
    )


def portfolio_subtitle(assessment: Assessment, audience: Audience) -> str:
    """Whose it is, and before which meeting: ``For the Executive Member for Resources, before the report to …``."""
    name = "" if audience.subject is None else audience.subject.name
    holder = holder_of(assessment.register, name) or "portfolio holder"
    return f"For the {holder}, before the {lower_first(report_to(assessment, audience))}"


def holder_of(register: Register, portfolio: str) -> str:
    """The post of a portfolio's holder: the one whose title, or that of whose service, has its name; empty for none."""
    return next(
        (
            one.job_title
            for one in register.contacts
            if ContactRole.PORTFOLIO_HOLDER in one.role and one.job_title
            if portfolio.casefold() in f"{one.job_title} {one.service or ''}".casefold()
        ),
        "",
    )


@part("cabinet report")
def cabinet_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """Purpose, background, main issues, answers to scrutiny, implications, conclusions and recommendation, numbered."""
    number = len(portfolio_lines(assessment, audience))
    where = (
        f"They are shown by portfolio: first a line for each of the {counted(number, 'portfolio')}, then "
        "the highlights, and every KPI once in the scorecard."
    )
    return numbered_report(assessment, audience, (where,) if number else ())


@part("portfolios")
def portfolios_part(assessment: Assessment, audience: Audience) -> Section | None:
    """A line a portfolio: its holder, how many KPIs have which rating, its priorities with their lights, and what is Red."""
    lines = portfolio_lines(assessment, audience)
    if not lines:
        return None
    register, words = assessment.register, assessment.words

    def name(one: PortfolioLine) -> Entry:
        holder = holder_of(register, one.name)
        more = (Words(holder, is_muted=True, new_line=True),) if holder else ()
        return Entry(one.name, is_strong=True, more=more)

    columns: tuple[Field[PortfolioLine], ...] = (
        table_column("Portfolio", name, 3.6),
        table_column("KPIs", lambda one: counts_line(counts_of(one.ratings), words), 2.6),
        table_column("Priorities", lambda one: _priorities(one, words), 4.4),
        table_column(words.red, lambda one: _reds(one.ratings), 3.4),
    )
    table = table_of(
        columns, "portfolios", "By portfolio", lines,
        "Each portfolio with its KPIs by rating, its priorities and its Reds.", has_caption=False)  # fmt: skip
    return Section("By portfolio", 1, (table,))


def _priorities(one: PortfolioLine, words: RatingWords) -> Entry:
    """The priorities that a portfolio leads, a line each with its light, then those of others that its KPIs serve."""
    first, *more = _lights(one.led, words) or [Words("Leads none", is_muted=True)]
    if one.served:
        served = f"with KPIs of {listed(two.priority.ref for two in one.served)}"
        more.append(Words(served, is_muted=True, new_line=True))
    return Entry(first.text, tone=Tone.MUTED if first.is_muted else Tone.NONE, more=tuple(more))


def _lights(led: Sequence[PriorityStanding], words: RatingWords) -> list[Words]:
    found: list[Words] = []
    for one in led:
        name = f"{one.priority.ref} {one_line(one.priority.priority or '')}".strip()
        light = judged_entry(one.light, words)
        found += [Words(name, new_line=bool(found)), Words(light.text, tone=light.tone)]
    return found


def _reds(ratings: Sequence[KpiRating]) -> Entry:
    names = [one.kpi.known_as for one in ratings if one.rag is Rag.RED]
    return Entry("; ".join(names)) if names else Entry("None", tone=Tone.MUTED)
