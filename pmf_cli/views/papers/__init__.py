"""Papers: each a name, a title and a list of parts; ``PAPERS`` is the one table of them.

Here: which parts a paper has, in which order, and which sheets its workbook has. Not here: what a part says.
Commands, their help, the manual and the tests over all papers come from the table. It is read whenever
pmf starts, so a paper's parts are imported when it is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pmf_cli.frozen import frozen

if TYPE_CHECKING:
    from pmf_cli.views.papers.making import Contents


@frozen
class Paper:
    """A paper.

    Attributes:
        name: what is typed after ``pmf report``; files and templates are found by it.
        title: with ``{body}`` where the body's name stands, ``{period}`` for the months reported on and
            ``{subject}`` for what it is about.
        footer: the same for the foot of each page, before the period.
        contents: gives its parts and sheets.
        kinds: the kinds of bodies (sheet ``Boards``) whose own paper it is; empty for one that goes
            beside others.
        beside: the kinds of bodies beside whose own paper it goes, made for them where no body is named.
        about: what the things are called of which each has a paper of its own, for any body: ``priority``;
            empty for a paper about all that a body is given.
        may_be_of: what the things are called to one of which it may be narrowed, by an option of that
            name: ``framework``; empty for a paper that may not.
        is_yearly: whether it is about a whole financial year, the last that is over where not asked.
        pages: how many pages it is to have; 0 where it may have any number.
        tells_changes: whether it tells of changes since an issue, which may be named.
        is_for_staff: whether it goes to no body, so that nothing of it is put on record.
        is_published_alone: whether it is only for publication, so that there is no edition of its workbook to work with.
        tells_results: whether a KPI's row in it gives its figure, so that the body was told of it.
    """

    name: str
    title: str
    footer: str
    help: str
    contents: Callable[[], Contents]
    kinds: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    about: str = ""
    may_be_of: str = ""
    is_yearly: bool = False
    pages: int = 0
    tells_changes: bool = False
    is_for_staff: bool = False
    is_published_alone: bool = False
    tells_results: bool = True

    @property
    def made_for(self) -> tuple[str, ...]:
        """The kinds of bodies of which one is meant where none is named; empty for CLT."""
        return () if "CLT" in self.kinds else self.kinds or self.beside

    @property
    def is_issued(self) -> bool:
        """Whether it goes to bodies, so that it is put on record and the register checked for it."""
        return not self.is_for_staff


def _clt() -> Contents:
    from pmf_cli.views.papers.clt import CONTENTS

    return CONTENTS


def _changes() -> Contents:
    from pmf_cli.views.papers.changes import CONTENTS

    return CONTENTS


def _dmt() -> Contents:
    from pmf_cli.views.papers.dmt import CONTENTS

    return CONTENTS


def _scrutiny() -> Contents:
    from pmf_cli.views.papers.scrutiny import CONTENTS

    return CONTENTS


def _highlights() -> Contents:
    from pmf_cli.views.papers.highlights import CONTENTS

    return CONTENTS


def _cabinet() -> Contents:
    from pmf_cli.views.papers.cabinet import CONTENTS

    return CONTENTS


def _portfolio() -> Contents:
    from pmf_cli.views.papers.portfolio import CONTENTS

    return CONTENTS


def _snapshot() -> Contents:
    from pmf_cli.views.papers.snapshot import CONTENTS

    return CONTENTS


def _priority() -> Contents:
    from pmf_cli.views.papers.priority import CONTENTS

    return CONTENTS


def _plan() -> Contents:
    from pmf_cli.views.papers.plan import CONTENTS

    return CONTENTS


def _definitions() -> Contents:
    from pmf_cli.views.papers.definitions import CONTENTS

    return CONTENTS


def _catalogue() -> Contents:
    from pmf_cli.views.papers.catalogue import CONTENTS

    return CONTENTS


def _assurance() -> Contents:
    from pmf_cli.views.papers.assurance import CONTENTS

    return CONTENTS


def _review() -> Contents:
    from pmf_cli.views.papers.review import CONTENTS

    return CONTENTS


def _public() -> Contents:
    from pmf_cli.views.papers.public import CONTENTS

    return CONTENTS


def _annual() -> Contents:
    from pmf_cli.views.papers.annual import CONTENTS

    return CONTENTS


PAPERS: dict[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper(
            "clt",
            title="Performance, {period}",
            footer="performance report to {body}",
            kinds=("CLT",),
            contents=_clt,
            help="""Write the quarterly report to the Corporate Leadership Team.

    Word: what to know on page 1, what moved and all that is far off target on page 2, risks and open issues, highlights with charts,
    the scorecard with a line a KPI, what is off target and why, how it was made. Excel: a sheet a group that prints
    on a page, with the history of each KPI beside it, commentary, data, and where each figure comes from. A file
    that stood there before and differs is kept beside the new one.
    """,
        ),
        Paper(
            "dmt",
            title="Performance, {period}",
            footer="performance report to {body}",
            kinds=("DMT",),
            contents=_dmt,
            help="""Write a directorate's report for its own management team, before others see the results.

    Its results, what moved, how complete and timely its own data are, the questions still to answer before
    CLT, highlights, scorecard, what is off target, what it adds to the council's priorities, room for other
    issues, and the line to sign. On a month (--period "Nov 2024") it is shorter, with what comes every
    month alone.
    """,
        ),
        Paper(
            "scrutiny",
            title="Performance, {period}",
            footer="performance report to {body}",
            kinds=("Scrutiny", "Partnership"),
            contents=_scrutiny,
            help="""Write a committee's report for a scrutiny board or a partnership.

    Front sheet, numbered paragraphs, answers to earlier recommendations, highlights; appendix 1 every
    priority with its light, appendix 2 the trackers of those that are not on track, appendix 3 all other KPIs.
    Each KPI of the board stands in one of them, and the page proves it. What only a person can write is a
    place that says so.
    """,
        ),
        Paper(
            "cabinet",
            title="Performance, {period}",
            footer="performance report to {body}",
            kinds=("Executive",),
            contents=_cabinet,
            help="""Write the report to Cabinet or an Executive Board, by portfolio.

    Front sheet, numbered paragraphs, answers to scrutiny, a line a portfolio with its priorities and Reds, what
    was agreed last time, risks and open issues, highlights, the scorecard by portfolio, what is off target.
    """,
        ),
        Paper(
            "portfolio",
            title="{subject}: performance, {period}",
            footer="performance of {subject}",
            beside=("Executive",),
            contents=_portfolio,
            about="portfolio",
            help="""Write each portfolio's results for its holder, who is told before the whole Cabinet.

    What goes to Cabinet of the portfolio's KPIs: the whole in one sentence and bars, what moved, all that is
    far off target, its priorities, what CLT agreed, risks, highlights and the scorecard. One file a portfolio.
    """,
        ),
        Paper(
            "highlights",
            title="Highlights, {period}",
            footer="highlights for {body}",
            contents=_highlights,
            help="""Write the highlight report by itself, for any body and of any month, quarter or year.

    The ratings in one sentence and bars, the action recommended on each highlight, what was agreed last time,
    each highlight with its chart, and notable successes as a part of their own. Where nobody has chosen
    highlights of the period yet, the candidates with the reasons for which they were put forward.
    """,
        ),
        Paper(
            "snapshot",
            title="{subject}",
            footer="snapshot of {subject}",
            contents=_snapshot,
            about="directorate",
            pages=1,
            help="""Write a director's snapshot: a page for each directorate, for one-to-ones.

    Its results in one sentence and bars, what is off target, corporate health, the Greens by name, what
    falls due in the next four months, and risks. One file a directorate; it says where one is longer than a
    page.
    """,
        ),
        Paper(
            "priority",
            title="{subject}",
            footer="{subject}",
            contents=_priority,
            about="priority",
            pages=2,
            help="""Write the report of each priority on two sides: how it goes, and what is being done.

    The judged status with who, when and why beside the one that KPIs and actions suggest, KPIs, bars by
    ward, actions, dates, improvement plans, risks, issues, reasons, and what is asked. One file a priority;
    it says where one is longer than two pages.
    """,
        ),
        Paper(
            "plan",
            title="The delivery plan",
            footer="delivery plan",
            contents=_plan,
            help="""Write the delivery plan: where it stands, what is late, actions and milestones by priority.

    Every action with its owner, the reason for being in the plan, its dates and how often they moved; what
    is overdue; improvement plans with their six parts; and what the plan lacks. For a body its own priorities
    and KPIs.
    """,
        ),
        Paper(
            "annual",
            title="The year {period}",
            footer="year-end report to {body}",
            contents=_annual,
            is_yearly=True,
            may_be_of="framework",
            help="""Write the year-end report: targets met, what moved across the year, what changed, stretch targets.

    The last financial year that is over, or that of --period 2023/24: every KPI by its year's figure, quarter by
    quarter and against the year before; targets met by directorate, priority and framework; new and ended KPIs,
    changes of scope and targets; stretch targets and the grant. --framework keeps to the KPIs of one framework.
    """,
        ),
        Paper(
            "public",
            title="Performance, {period}",
            footer="published figures",
            kinds=("Public",),
            contents=_public,
            is_published_alone=True,
            help="""Write the public edition: what everyone may see, for the website.

    Only KPIs marked as public, only columns of an allow-list, and no figure of few people, restricted or not published
    yet, nor one from which such a figure could be worked out: [c]. What is left out is listed on the screen by kind.
    The workbook is made by the Analysis Function's checklist. Open data of the same figures: pmf export --public.
    """,
        ),
        Paper(
            "assurance",
            title="Assurance on performance management",
            footer="assurance report to {body}",
            kinds=("Audit",),
            contents=_assurance,
            tells_results=False,
            help="""Write the assurance report: what register and record prove of the arrangements, by five aspects of control.

    Counts with the rows and cells behind each: what is written down, who was told, what came on time, what was
    corrected after issue, targets in place and reviewed, checks, sign-off. Surveys against the wave before with
    their bases, sampled decision reports, data at risk, improvements done and proposed. Facts, no verdict.
    """,
        ),
        Paper(
            "review",
            title="The yearly choice of KPIs",
            footer="choice of KPIs",
            contents=_review,
            help="""Write the pack for the yearly choice of KPIs: keep, change, drop.

    Facts on each KPI, never a verdict: never far off target or always on it, never discussed, always late, nobody
    answers for it, the same as another, serves no priority, target not reviewed. And which priorities, services
    and risks no KPI covers.
    """,
        ),
        Paper(
            "definitions",
            title="KPI handbook",
            footer="KPI handbook",
            contents=_definitions,
            help="""Write the KPI handbook: what each KPI is, how it is worked out, why it matters, and its limits.

    Every KPI by the five headings of SMART with source, who has checked it and limitations; how to read a
    report; which KPIs measure inputs, activities, outputs and outcomes; the words used. Excel: a row a KPI.
    """,
        ),
        Paper(
            "catalogue",
            title="Who gets which paper",
            footer="catalogue of papers",
            contents=_catalogue,
            is_for_staff=True,
            help="""Write the catalogue of papers for staff: who gets which, how often and with what in it.

    Each body of the sheet Boards with its paper, months, meeting, KPIs, mode, history and benchmarks, and
    every paper that there is.
    """,
        ),
        Paper(
            "changes",
            title="Changes to figures, scope, targets and rules",
            footer="changes",
            contents=_changes,
            tells_changes=True,
            help="""Write the paper of changes: what a body was told before that is different now, and why.

    Corrections, changes of scope with the day on which DMT, CLT and scrutiny were told, changes of targets
    and tolerances with reasons, changes of rule sets with the ratings that differ for them, and what is not
    reported yet.
    """,
        ),
    )
}
"""Every paper by name, in the order of the help."""


def is_yearly(name: str) -> bool:
    """Whether the paper of a name is about a whole year, by the years' figures."""
    paper = PAPERS.get(name)
    return paper is not None and paper.is_yearly


def names_signals(name: str) -> bool:
    """Whether the paper of a name lists the KPIs whose figures move beyond chance."""
    paper = PAPERS.get(name)
    return paper is None or any(one.name.startswith(SIGNALS) for one in paper.contents().parts)


SIGNALS = "signal or noise"
"""How the names of the parts begin that list them."""


def own_papers(kind: str | None) -> tuple[Paper, ...]:
    """The papers that pmf makes for a kind of body; none for one that has no paper yet."""
    return tuple(paper for paper in PAPERS.values() if kind is not None and kind in paper.kinds)
