"""Word papers: the council's template gives the looks, the report the words.

docxtpl prints the frame (title, headings, paragraphs in their styles) in a sandbox; tables,
sparklines, charts, the contents and wide pages are then built into it from the template's own
prepared row. The result is refused where it could not be read by everyone.
"""

from __future__ import annotations

from pmf_cli.render.templates import Templates
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import Report

__all__ = ["word_report"]


def word_report(report: Report, theme: Theme, templates: Templates) -> bytes:
    """A report as a Word file; the same report gives the same bytes everywhere.

    The template is ``<report>.docx`` where there is one, else ``default.docx``.

    Raises:
        UsageError: the template cannot be used: what is wrong with it, in words.
    """
    from pmf_cli.render.word.paper import paper

    return paper(report, theme, templates)
