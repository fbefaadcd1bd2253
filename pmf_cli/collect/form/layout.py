"""The contract of a return form: its sheets, its columns, and which cells people fill in.

Writing and reading both follow this; a form of another version is refused by its number.
"""

from __future__ import annotations

from pmf_cli.workbook.write.form_looks import FormColumn

FORM_VERSION = "1"
"""Raised whenever a form made before can no longer be read rightly."""

INSTRUCTIONS = "Instructions"
RESULTS = "Results"
COMMENTS = "Comments"
CONCERN = "Other concern"
ABOUT = "About this form"
SHEETS = (INSTRUCTIONS, RESULTS, COMMENTS, CONCERN, ABOUT)
"""The sheets in order."""

RESULT_COLUMNS = (
    FormColumn("ref", "KPI reference", 10),
    FormColumn("name", "KPI", 18),
    FormColumn("period", "Period", 11),
    FormColumn("split", "Split", 10),
    FormColumn("counted", "What is counted", 32),
    FormColumn("unit", "Unit", 10),
    FormColumn("earlier", "Earlier results", 22),
    FormColumn("target", "Target", 12),
    FormColumn("usual", "Usual range", 15),
    FormColumn("value", "Value", 11, "fill"),
    FormColumn("numerator", "Numerator", 11, "fill"),
    FormColumn("denominator", "Denominator", 12, "fill"),
    FormColumn("reason", "Reason for no data", 15, "fill"),
    FormColumn("expected_by", "Expected by", 11, "fill"),
    FormColumn("value_status", "Value status", 11, "fill"),
    FormColumn("note", "Note on data", 15, "fill"),
    FormColumn("check", "Please check", 18, "live"),
)
"""The table of ``Results``: one row for each figure that is asked for."""

COMMENT_COLUMNS = (
    FormColumn("ref", "KPI reference", 10),
    FormColumn("name", "KPI", 16),
    FormColumn("period", "Period", 11),
    FormColumn("about", "Result", 13),
    FormColumn("kind", "Kind of comment", 12),
    FormColumn("question", "Question", 22),
    FormColumn("last", "What was said last time", 24),
    FormColumn("answer", "Your answer", 48, "fill"),
    FormColumn("back", "Back on target", 12, "fill"),
)
"""The table of ``Comments``: one row for each question."""

WHOLE = "Whole"
"""Stands in the column ``Split`` where the figure is for the whole KPI."""

CONCERN_LABEL = "Any other concern"
AUTHOR_LABEL = "Filled in by"
"""Labels in column A of ``Other concern``; the answer stands beside each."""

ABOUT_COLUMNS = ("Line", "KPI reference", "Period", "Split", "Held when made", "Seal")
"""The table of ``About this form`` that says what the register held when it was made."""
QUESTION_COLUMNS = ("Question", "KPI reference", "Period", "Kind of comment", "Seal")
"""Its table of the questions that were put."""

ABOUT_LABELS = {
    "ref": "Return reference",
    "register": "Register",
    "cycle": "Reporting period",
    "contact": "Contact",
    "made_on": "Made on",
    "due": "Please return by",
    "version": "Form version",
    "seal": "Seal",
}
"""Labels in column A of ``About this form``, by field; the value stands beside each."""


def form_column(columns: tuple[FormColumn, ...], field: str) -> int:
    """The number of a column from 1, as pmf writes the form."""
    return next(n for n, column in enumerate(columns, 1) if column.field == field)
