"""Finished papers read back before anyone gets them: what the report says must stand in the file.

What a paper should hold comes from the report, what it holds from the finished bytes alone; neither
knows how the paper was made. So a template without a place for the tables, a theme that leaves
words out, and a mistake of our own that sets a range one row too high all come to light here.
"""

from __future__ import annotations

from pmf_cli.render.reading_back.excel import excel_gaps
from pmf_cli.render.reading_back.gaps import Gaps, refuse_incomplete
from pmf_cli.render.reading_back.html import html_gaps
from pmf_cli.render.reading_back.word import word_gaps

__all__ = ["Gaps", "excel_gaps", "html_gaps", "refuse_incomplete", "word_gaps"]
