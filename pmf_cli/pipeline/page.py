"""The page of a body: made from what the body may see, in the council's look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.pipeline.papers import MadePaper
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, no_progress

if TYPE_CHECKING:
    from pmf_cli.assessment import Assessment
    from pmf_cli.views.papers import Paper


def made_page(
    opened: OpenedRegister,
    assessment: Assessment,
    body: str,
    *,
    templates: Path | None = None,
    progress: Progress = no_progress,
) -> MadePaper:
    """The page of a body as one file.

    Args:
        body: the body's name or how it begins; CLT where nothing is given.
        templates: a folder of templates to look in first.

    Raises:
        UsageError: no such body, or something that guards what it may see is lost.
        PmfError: a template that cannot be used.
    """
    from pmf_cli.pipeline.papers import for_audience, refuse_public
    from pmf_cli.pipeline.read.issued_papers import body_named, history_of_register
    from pmf_cli.render.html.page.page import html_page
    from pmf_cli.render.templates import templates_for
    from pmf_cli.render.theme import theme_of
    from pmf_cli.views.left_out import left_out_words
    from pmf_cli.views.page.making import page_of
    from pmf_cli.views.sensitive import sensitive_words

    named = body_named(opened.register, body)
    refuse_public(opened, named)
    progress("Working out every KPI")
    paper = _own_paper(opened, named)
    told, audience = for_audience(assessment, history_of_register(opened), paper, named)
    page = page_of(told.assessment, audience)
    places = templates_for(opened.folder, named=opened.settings.templates, asked=templates)
    file = f"{page.file_stem}.html"
    progress(f"Writing {file}")
    data = html_page(page, theme_of(places), places)
    remarks = (*sensitive_words(told, named), *left_out_words(told.assessment, audience))
    return MadePaper({file: data}, remarks)


def _own_paper(opened: OpenedRegister, body: str) -> Paper:
    """The paper that the body is given, with whose last issue the page compares as that does."""
    from pmf_cli.cycle.bodies import body_kind
    from pmf_cli.views.papers import PAPERS, own_papers

    kind = body_kind(opened.register, body)
    own = own_papers(None if kind is None else str(kind))
    return own[0] if own else PAPERS["highlights"]
