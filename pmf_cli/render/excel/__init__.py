"""Workbooks of papers: cover, scorecard, trends, notes and data, numbers as numbers."""

from __future__ import annotations

from pmf_cli.render.templates import Templates
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import Report

__all__ = ["excel_report"]


def excel_report(
    report: Report, theme: Theme, templates: Templates, *, published: bool = False
) -> bytes:
    """A report as an Excel workbook; the same report gives the same bytes everywhere.

    Args:
        report: the report; ``report.workbook`` where it has sheets of its own.
        theme: colours, words and font.
        templates: not needed by workbooks; every renderer is called alike.
        published: for the public instead of for officers: no fills, filters, frozen headings or
            sparklines (the Analysis Function's checklist for spreadsheets).

    Raises:
        UsageError: the workbook could not be read by everyone.
    """
    from pmf_cli.render.excel.book import book

    return book(report, theme, published=published)
