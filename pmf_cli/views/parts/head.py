"""What stands over a paper: to whom and when, whose report it is, of which day, and its marking."""

from __future__ import annotations

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import agenda_item, meeting_on
from pmf_cli.rag.counts import counts_of
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Fact
from pmf_cli.views.references import role_of
from pmf_cli.views.wording import are
from pmf_cli.words import counted, day_in_words

DIRECTOR = "Director"
"""What the label says, where the post begins with it."""


def report_to(assessment: Assessment, audience: Audience) -> str:
    """To whom, and on which day it meets: ``Report to Cabinet, 19 March 2025``."""
    on = meeting_on(assessment.register, audience.body, assessment.period)
    when = "" if on is None else f", {day_in_words(on)}"
    return f"Report to {audience.title_name}{when}"


def head_facts(assessment: Assessment, audience: Audience) -> tuple[Fact, ...]:
    """Author and director on a line; the day of the data and how many KPIs on another."""
    people = " · ".join(
        filter(None, (_author(assessment, audience), _director(assessment, audience)))
    )
    counts = counts_of(audience.ratings)
    lines = (
        people,
        f"As at {day_in_words(assessment.as_of)} · "
        f"{counted(counts.in_scope, 'KPI')}, of which {counts.rated:,} {are(counts.rated)} rated",
    )
    return tuple(Fact("", line) for line in lines if line)


def _author(assessment: Assessment, audience: Audience) -> str:
    """The post of who writes the paper, with the telephone."""
    contact = assessment.register.contact(audience.board.author)
    if contact is None:
        return ""
    told = ", ".join(filter(None, (contact.job_title, contact.telephone)))
    return f"Author: {told}" if told else ""


def _director(assessment: Assessment, audience: Audience) -> str:
    """Whose report it is: ``Director: Strategy and Resources``."""
    post = role_of(assessment.register, audience.board.report_of)
    if not post:
        return ""
    of, is_director = post.removeprefix(f"{DIRECTOR} of "), post.startswith(f"{DIRECTOR} of ")
    return f"{DIRECTOR}: {of}" if is_director else f"Report of: {post}"


def marking(assessment: Assessment, audience: Audience, *, is_on_agenda: bool = True) -> str:
    """The marking and, for a paper that the agenda names, its number there: ``Official · Item 7``."""
    register, period = assessment.register, assessment.period
    number = agenda_item(register, audience.body, period) if is_on_agenda else ""
    item = f"Item {number}" if number else ""
    return " · ".join(filter(None, (audience.board.classification, item)))
