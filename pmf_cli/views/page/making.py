"""From an assessment and an audience to the page."""

from __future__ import annotations

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import meeting_on
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.audience import Audience, narrowed
from pmf_cli.views.page.choices import GROUPS, belongings, filters_of
from pmf_cli.views.page.compare import compared
from pmf_cli.views.page.details import Details
from pmf_cli.views.page.edition import Edition, edition_for
from pmf_cli.views.page.opening import opening_of, tiles_of
from pmf_cli.views.page.page import Page
from pmf_cli.views.page.rows import COLUMNS, groups_of_rows
from pmf_cli.views.parts.draft import draft_sections, draft_words
from pmf_cli.views.parts.front import attention_lines
from pmf_cli.views.parts.head import marking
from pmf_cli.views.parts.highlights import highlights_for
from pmf_cli.views.parts.public import public_subtitle
from pmf_cli.views.parts.scorecard import mark_meanings, scorecard_groups
from pmf_cli.views.wording import file_stem, period_title
from pmf_cli.words import counted, day_in_words

NAME = "page"


def page_of(assessment: Assessment, audience: Audience, edition: Edition | None = None) -> Page:
    """The page of an audience.

    Args:
        edition: what is shown of a KPI; what the audience may see where not given.
    """
    shown = edition_for(audience) if edition is None else edition
    assessment = narrowed(assessment, audience)
    register, period = assessment.register, assessment.period
    belonging = belongings(assessment, audience, shown)
    details = Details(assessment, audience, shown).by_ref()
    highlights = [one.rating.kpi.ref for one in highlights_for(assessment, audience).shown]
    first = highlights or [line.kpi.ref for line in attention_lines(assessment, audience)]
    months = period_title(period)
    body = "" if audience.kind is BodyKind.CLT else audience.body
    return Page(
        council=register.name,
        classification=draft_words(register) or marking(assessment, audience),
        title=f"Performance, {months}",
        subtitle=f"For {audience.title_name}",
        period=str(period),
        as_at=assessment.as_of,
        facts=_facts(assessment, audience),
        opening=opening_of(assessment, audience, shown, belonging),
        tiles=tiles_of(assessment, audience),
        filters=filters_of(belonging.values()),
        columns=COLUMNS,
        groups=groups_of_rows(assessment, audience, shown, belonging, details),
        grouped_by=GROUPS[audience.grouped_by],
        key_words=mark_meanings(scorecard_groups(assessment, audience), than="the time named"),
        highlights=tuple(first),
        footer=f"{register.name}: page for {audience.short_name}, {period}",
        file_stem=file_stem(NAME, body, str(period)),
        compared=compared(assessment, audience, shown),
        draft=draft_sections(register),
    )


def _facts(assessment: Assessment, audience: Audience) -> str:
    """How many KPIs, as at which day, for which meeting; of a public edition whose figures they are."""
    counts = counts_of(audience.ratings)
    on = meeting_on(assessment.register, audience.body, assessment.period)
    meeting = f", {day_in_words(on)}" if on is not None else ""
    whose = (
        public_subtitle(assessment, audience)
        if audience.kind is BodyKind.PUBLIC
        else f"For {audience.title_name}{meeting}"
    )
    return f"{counted(counts.in_scope, 'KPI')}, as at {day_in_words(assessment.as_of)}. {whose}."
