"""What a paper holds, and from its parts to a report: the same for every paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from pmf_cli.analysis.series.year_view import year_to_report, year_view
from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.register.kpi_filters import chosen_values
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import by_name
from pmf_cli.register.terms import BodyKind
from pmf_cli.settings import PaperSettings
from pmf_cli.views.audience import AMPLE, Audience, Space, Subject, narrowed
from pmf_cli.views.base import Fact, Report, Section, Table
from pmf_cli.views.papers import PAPERS, Paper
from pmf_cli.views.parts.draft import draft_sections, draft_words
from pmf_cli.views.parts.head import head_facts, marking, report_to
from pmf_cli.views.parts.part import Part, ToldBeside
from pmf_cli.views.wording import file_stem, period_title
from pmf_cli.words import day_in_words, listed


@frozen
class PaperSheet:
    """A sheet of a paper's workbook: what its parts say, one after another, under its name.

    Without a name it has that of its part.

    Attributes:
        one_each: whether every section of its parts has a sheet of its own, under its heading.
        traces: whether it says from which cells each figure comes, for staff alone.
    """

    name: str
    parts: tuple[Part, ...]
    one_each: bool = False
    traces: bool = False


SubjectsOf = Callable[[Assessment, Audience], Sequence[Subject]]
"""The things of which each has a paper of its own, in order."""


def _nothing_beside(assessment: Assessment, audience: Audience) -> tuple[ToldBeside, ...]:
    return ()


@frozen
class Contents:
    """What a paper holds.

    Attributes:
        sheets: of its workbook; one a section where not given.
        subjects: of which things it is made once each; ``None`` for a paper about all that a body is given.
        spaces: what to leave room for, of a paper that is to keep to its pages: the most first, the first
            that fits is taken.
        needs: sheets of the register without whose rows there is nothing to say.
        left_out_of_a_month: parts that it is without where it is about a single month.
        beside: the figures that it tells outside of its rows a KPI.
    """

    parts: tuple[Part, ...]
    sheets: tuple[PaperSheet, ...] = ()
    facts: Callable[[Assessment, Audience], tuple[Fact, ...]] = head_facts
    subtitle: Callable[[Assessment, Audience], str] = report_to
    subjects: SubjectsOf | None = None
    spaces: tuple[Space, ...] = (AMPLE,)
    needs: tuple[str, ...] = ()
    left_out_of_a_month: tuple[Part, ...] = ()
    beside: Callable[[Assessment, Audience], tuple[ToldBeside, ...]] = _nothing_beside

    def without(self, period: Period) -> tuple[Part, ...]:
        """The parts that it is without in a paper on a period."""
        return self.left_out_of_a_month if period.kind is PeriodKind.MONTH else ()


def assessment_for(paper: Paper, assessment: Assessment) -> Assessment:
    """The assessment that a paper is made of: its own, or that of a whole year.

    Raises:
        UsageError: the year is not over, or no KPI was in scope in it.
    """
    if not paper.is_yearly:
        return assessment
    year = year_to_report(assessment)
    if year.end >= assessment.as_of:
        raise UsageError(
            f"The year {year} ends on {day_in_words(year.end)} and is not over.",
            "Name one that is: --period 2023/24",
        )
    found = year_view(assessment)
    if not found.ratings:
        raise UsageError(
            f"The sheet KPIs holds no KPI that was reported in {year}, of which the paper {paper.name} is made.",
            "Name another year: --period 2023/24",
        )
    return found


def audiences_of(
    paper: Paper, assessment: Assessment, audience: Audience, only: str = ""
) -> tuple[Audience, ...]:
    """A body as the audience of each of its papers: one, or one for each thing that the paper is about.

    Args:
        only: the thing wanted, by name or title, in full or how it begins; of a paper that may be narrowed
            to one, that one.

    Raises:
        UsageError: the register lacks the rows that the paper is made of, nothing concerns the body, or
            there is no such thing.
    """
    contents = paper.contents()
    _refuse_without_rows(paper, contents, assessment.register, audience)
    if contents.subjects is None or (paper.may_be_of and not only):
        return (audience,)
    noun = paper.about or paper.may_be_of
    found = tuple(contents.subjects(narrowed(assessment, audience), audience))
    if not found:
        raise UsageError(
            f"No {noun} of the register concerns {audience.short_name}.",
            "Name a body that it concerns: --body NAME",
        )
    return tuple(audience.about(one) for one in _asked_for(found, noun, only))


def _asked_for(found: Sequence[Subject], noun: str, only: str) -> Iterator[Subject]:
    """All of some things, or the one wanted."""
    names = {text for one in found for text in (one.name, one.title)}
    wanted = chosen_values(noun, (only,), tuple(sorted(names))) if only else names
    yield from (one for one in found if wanted & {one.name, one.title})


def _refuse_without_rows(
    paper: Paper, contents: Contents, register: Register, audience: Audience
) -> None:
    for name in contents.needs:
        if not getattr(register, by_name()[name].holds):
            if audience.kind is BodyKind.PUBLIC and name in register.present:
                raise UsageError(
                    f"The paper {paper.name} is made of the sheet {name}, of which nothing is published.",
                    f"The paper for {audience.short_name} is: pmf report public",
                )
            lacks = (
                f"The sheet {name} holds no rows"
                if name in register.present
                else f"The register has no sheet {name}"
            )
            raise UsageError(f"{lacks}, of which the paper {paper.name} is made.")


def report_of(paper: Paper, assessment: Assessment, audience: Audience) -> Report:
    """A paper for an audience, ready to be given a format.

    Raises:
        UsageError: ``pmf.toml`` names a paper or part that there is not.
    """
    assessment = narrowed(assessment, audience)
    contents = paper.contents()
    sections, sheets = _sections_and_sheets(paper, contents, assessment, audience)
    register, period = assessment.register, assessment.period
    sections += draft_sections(register)
    sheets += draft_sections(register)
    months = period_title(period)
    about = audience.subject.title if audience.subject else ""
    title = paper.title.format(body=audience.title_name, period=months, subject=about)
    before = "" if months in title else f"{months}. "
    footer = paper.footer.format(body=audience.short_name, subject=about)
    return Report(
        name=paper.name,
        title=title,
        subtitle=f"{before}{contents.subtitle(assessment, audience)}",
        facts=contents.facts(assessment, audience),
        sections=sections,
        as_at=assessment.as_of,
        workbook=sheets,
        file_stem=paper_stem(paper, audience.body, audience.kind, str(period), audience.subject),
        header=" · ".join(filter(None, (register.name, title))),
        classification=draft_words(register)
        or marking(assessment, audience, is_on_agenda=bool(paper.kinds)),
        footer=f"{register.name}: {footer}, {period}",
        template=audience.template,
        council=register.name,
        is_public=audience.is_public,
        is_published_alone=paper.is_published_alone,
    )


def _sections_and_sheets(
    paper: Paper, contents: Contents, assessment: Assessment, audience: Audience
) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """What a paper says, and the sheets of its workbook; a part of both is made once."""
    wanted = chosen_parts(paper, contents, assessment.settings.papers)
    parts = [one for one in wanted if one not in contents.without(assessment.period)]
    made: dict[str, tuple[Section, ...]] = {}
    sections = nested(_made(parts, assessment, audience, made))
    left_out = {one.name for one in contents.parts} - made.keys()
    sheets: list[Section] = []
    for sheet in contents.sheets:
        kept = [one for one in sheet.parts if one.name not in left_out]
        sheets += _sheets_of(sheet, _made(kept, assessment, audience, made))
    return sections, tuple(sheet for sheet in sheets if sheet.blocks)


def _sheets_of(sheet: PaperSheet, sections: Sequence[Section]) -> Iterator[Section]:
    if sheet.one_each:
        yield from (replace(_sheet("", (one,)), traces=sheet.traces) for one in sections)
    else:
        yield replace(_sheet(sheet.name, sections), traces=sheet.traces)


def _sheet(name: str, sections: Sequence[Section]) -> Section:
    blocks = tuple(block for section in sections for block in section.blocks)
    return Section(name or next((one.heading for one in sections), ""), 1, blocks)


def _made(
    parts: Sequence[Part],
    assessment: Assessment,
    audience: Audience,
    known: dict[str, tuple[Section, ...]],
) -> tuple[Section, ...]:
    """The sections of some parts in order, each part made once for paper and workbook."""
    sections: list[Section] = []
    for one in parts:
        if one.name not in known:
            known[one.name] = one(assessment, audience, sections)
        sections += known[one.name]
    return tuple(sections)


def nested(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Sections at levels that leave none out, as readers of headings need them (WCAG 2.2, 1.3.1).

    A part that stands below another in the usual order stands by itself where that one is left out.
    """
    above: list[int] = []
    found = []
    for section in sections:
        while above and above[-1] >= section.level:
            above.pop()
        above.append(section.level)
        found.append(replace(section, level=len(above)))
    return tuple(found)


def chosen_parts(
    paper: Paper, contents: Contents, settings: Mapping[str, PaperSettings]
) -> tuple[Part, ...]:
    """A paper's parts as the council wants them, in its order.

    Raises:
        UsageError: ``pmf.toml`` names a paper or part that there is not.
    """
    for name in settings:
        if name not in {**PAPERS, paper.name: paper}:
            raise UsageError(
                f'pmf.toml: there is no paper "{name}", named in [papers.{name}].',
                f"There are {listed(PAPERS)}.",
            )
    wanted = settings[paper.name].parts if paper.name in settings else ()
    if not wanted:
        return contents.parts
    known = {one.name: one for one in contents.parts}
    for name in wanted:
        if name not in known:
            raise UsageError(
                f'pmf.toml: the paper {paper.name} has no part "{name}", named in [papers.{paper.name}].',
                f"It has {listed(known)}.",
            )
    return tuple(known[name] for name in dict.fromkeys(wanted))


def paper_stem(
    paper: Paper, body: str, kind: BodyKind | None, period: str, subject: Subject | None = None
) -> str:
    """The name of a paper's files: ``clt-2024-25-q3``, ``priority-p5-2024-25-q3``, ``changes-growth-scrutiny-board-2024-25-q3``.

    It names every body but CLT, and what the paper is about, so that several papers stand side by side.
    """
    whose = "" if kind is BodyKind.CLT else body
    return file_stem(paper.name, whose, "" if subject is None else subject.stem, period)


def is_given_to(paper: Paper, kind: BodyKind | None) -> bool:
    """Whether it is a paper that a kind of body is given: its own, or one that goes beside those of any."""
    if not paper.kinds:
        return paper.is_issued
    return kind is not None and str(kind) in paper.kinds


def references_in(report: Report) -> frozenset[str]:
    """What stands alone in a cell of the report, or begins a heading: its KPIs' references are among it."""
    sections = (*report.sections, *report.workbook)
    cells = (
        entry.text
        for section in sections
        for block in section.plain_blocks
        if isinstance(block, Table)
        for row in block.rows
        for entry in row
    )
    return frozenset((*cells, *(section.heading.partition(" ")[0] for section in sections)))
