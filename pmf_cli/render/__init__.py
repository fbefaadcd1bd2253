"""Formats: Word, Excel, HTML, PDF, terminal, JSON and CSV. They translate and decide nothing.

``RENDERERS`` names the formats a report can be given, ``PUBLISHED`` those made besides for the public. Each function is imported when it is first
called, since the libraries behind it are heavy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pmf_cli.frozen import frozen
from pmf_cli.gc_pause import gc_paused
from pmf_cli.places import PUBLISHED_ENDING

if TYPE_CHECKING:
    from pmf_cli.render.templates import Templates
    from pmf_cli.render.theme import Theme
    from pmf_cli.views.base import Report

    Render = Callable[[Report, Theme, Templates], bytes]


@frozen
class Renderer:
    """A format: the function that gives a report's bytes, and the ending of its files."""

    render: Render
    ending: str


def _docx(report: Report, theme: Theme, templates: Templates) -> bytes:
    from pmf_cli.render.word.paper import word_report

    return word_report(report, theme, templates)


def _xlsx(report: Report, theme: Theme, templates: Templates) -> bytes:
    from pmf_cli.render.excel.book import excel_report

    with gc_paused():
        return excel_report(report, theme, templates)


def _html(report: Report, theme: Theme, templates: Templates) -> bytes:
    from pmf_cli.render.html.paper import html_report

    return html_report(report, theme, templates)


def _pdf(report: Report, theme: Theme, templates: Templates) -> bytes:
    from pmf_cli.render.pdf.paper import pdf_report

    return pdf_report(report, theme, templates)


def _published_xlsx(report: Report, theme: Theme, templates: Templates) -> bytes:
    from pmf_cli.render.excel.book import excel_report

    with gc_paused():
        return excel_report(report, theme, templates, published=True)


RENDERERS: dict[str, Renderer] = {
    "docx": Renderer(_docx, ".docx"),
    "xlsx": Renderer(_xlsx, ".xlsx"),
    "html": Renderer(_html, ".html"),
    "pdf": Renderer(_pdf, ".pdf"),
}
"""The formats of reports, by the name given to ``--format``."""
PUBLISHED: dict[str, Renderer] = {"xlsx": Renderer(_published_xlsx, PUBLISHED_ENDING)}
"""What a paper that is published is made in besides, by the format that is for those who work with it."""
