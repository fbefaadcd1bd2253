"""A return form as a workbook: protected, only the cells to fill in open, the same bytes each time.

Text is written as text whatever it begins with; the one formula of a row is the tool's own.
"""

from __future__ import annotations

import io
from datetime import datetime

from pmf_cli.collect.form.about_sheet import write_about
from pmf_cli.collect.form.comment_sheet import write_comments, write_concern
from pmf_cli.collect.form.content import FormContent
from pmf_cli.collect.form.layout import ABOUT, COMMENTS, CONCERN, INSTRUCTIONS, RESULTS
from pmf_cli.collect.form.result_sheet import write_results
from pmf_cli.words import counted, day, listed_shortly
from pmf_cli.workbook.write.form_looks import FormLooks, Sheet, fitting_text, height_of

WIDTH = 112.0
STEPS = (
    f"Sheet {RESULTS}: type each value as it should be printed: 38.2 for 38.2%, without words or signs. Do not paste formulas; paste values.",
    "Where numerator and denominator are asked for, type both counts as well.",
    "Where there is no figure: leave the value blank and choose a reason. If it is still to come, say by when.",
    "The column Please check tells you at once what does not look right. If an unusual figure is right, say why in the note.",
    f"Sheet {COMMENTS}: answer the questions in the yellow boxes.",
    f"Sheet {CONCERN}: say anything else that should be known.",
    "Leave a row blank that you cannot answer yet; send the form again later with the rest. What has been taken in stays.",
    "Do not add rows or change grey cells: a row that was changed is not taken in. If something printed there is wrong, say so under Other concern.",
    "Save the file as an Excel workbook (.xlsx) and send it back as an attachment.",
)


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
    _write_instructions(sheets[INSTRUCTIONS], content, looks)
    write_results(sheets[RESULTS], content, looks)
    write_comments(sheets[COMMENTS], content, looks)
    write_concern(sheets[CONCERN], content, looks)
    write_about(sheets[ABOUT], content, looks)
    for name, sheet in sheets.items():
        looks.finish(sheet, f"{content.ref}, {name}")
    sheets[INSTRUCTIONS].activate()
    book.close()
    return buffer.getvalue()


def _write_instructions(sheet: Sheet, content: FormContent, looks: FormLooks) -> None:
    """The first sheet: what the form is, by when it is wanted, and how to fill it in."""
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, WIDTH - 24)
    who = f"{content.post} ({content.contact})" if content.post else content.contact
    sheet.write_string(0, 0, fitting_text(f"KPI return form, {content.cycle}"), looks.title)
    sheet.set_row(0, 26)
    asked = [
        counted(len(content.lines), "figure") if content.lines else "",
        counted(len(content.questions), "question") if content.questions else "",
    ]
    facts = [
        ("Council", content.register),
        ("For", who),
        ("Please return by", day(content.due)),
        ("What is asked", " and ".join(part for part in asked if part)),
        ("KPIs", listed_shortly(content.kpis, 12)),
    ]
    if content.stands_in_for:
        facts.append(("You stand in for", listed_shortly(content.stands_in_for, 12)))
    facts.append(("Return reference", f"{content.ref} (more on the sheet {ABOUT})"))
    row = 2
    for label, text in facts:
        sheet.write_string(row, 0, label, looks.label)
        sheet.write_string(row, 1, fitting_text(text), looks.words)
        sheet.set_row(row, height_of([(text, WIDTH - 24)], 16))
        row += 1
    row += 1
    sheet.write_string(row, 0, "How to fill it in", looks.of(bold=True, font_size=12))
    for number, step in enumerate(STEPS, 1):
        row += 1
        sheet.write_string(row, 0, f"Step {number}", looks.label)
        sheet.write_string(row, 1, step, looks.words)
        sheet.set_row(row, height_of([(step, WIDTH - 24)], 16))
    row += 2
    sheet.write_string(row, 0, "Key", looks.label)
    sheet.write_string(row, 1, "Yellow with a thick border: for you to fill in", looks.open())
    sheet.write_string(row + 1, 1, "Grey: known already, and locked", looks.known)
    sheet.fit_to_pages(1, 1)
