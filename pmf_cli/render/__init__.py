"""Formats: Word, Excel, terminal, JSON and CSV. They translate and decide nothing.

``RENDERERS`` names the formats a report can be given. Each function is imported when it is first
called, since the libraries behind it are heavy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmf_cli.gc_pause import gc_paused

if TYPE_CHECKING:
    from pmf_cli.render.templates import Templates
    from pmf_cli.render.theme import Theme
    from pmf_cli.views.base import Report

    Render = Callable[[Report, Theme, Templates], bytes]


@dataclass(frozen=True)
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


RENDERERS: dict[str, Renderer] = {
    "docx": Renderer(_docx, ".docx"),
    "xlsx": Renderer(_xlsx, ".xlsx"),
}
"""The formats of reports, by the name given to ``--format``."""
