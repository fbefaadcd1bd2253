"""A return form as a workbook: protected, only the cells to fill in open, the same bytes each time.

Text is written as text whatever it begins with; the one formula of a row is the tool's own.
"""

from __future__ import annotations

import io
from datetime import datetime

from pmf_cli.collect.form.about_sheet import write_about
from pmf_cli.collect.form.comment_sheet import write_comments, write_concern
from pmf_cli.collect.form.content import FormContent
from pmf_cli.collect.form.instructions import write_instructions
from pmf_cli.collect.form.layout import ABOUT, COMMENTS, CONCERN, INSTRUCTIONS, RESULTS
from pmf_cli.collect.form.looks import FormLooks
from pmf_cli.collect.form.result_sheet import write_results


def form_bytes(content: FormContent) -> bytes:
    """The workbook of a form."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    made = content.made_on
    book.set_properties(
        {
            "title": f"Return form {content.ref}: {content.cycle}",
            "subject": "KPI return form",
            "author": content.register,
            "created": datetime(made.year, made.month, made.day),  # noqa: DTZ001 - fixed by the data
        }
    )
    looks = FormLooks(book)
    sheets = {
        name: book.add_worksheet(name) for name in (INSTRUCTIONS, RESULTS, COMMENTS, CONCERN, ABOUT)
    }
    write_instructions(sheets[INSTRUCTIONS], content, looks)
    write_results(sheets[RESULTS], content, looks)
    write_comments(sheets[COMMENTS], content, looks)
    write_concern(sheets[CONCERN], content, looks)
    write_about(sheets[ABOUT], content, looks)
    for name, sheet in sheets.items():
        looks.finish(sheet, f"{content.ref}, {name}")
    sheets[INSTRUCTIONS].activate()
    book.close()
    return buffer.getvalue()
