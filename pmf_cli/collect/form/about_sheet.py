"""The sheet ``About this form``: by which the form is known again when it comes back."""

from __future__ import annotations

from pmf_cli.collect.form.comment_sheet import question_texts
from pmf_cli.collect.form.content import FormContent
from pmf_cli.collect.form.layout import ABOUT_COLUMNS, ABOUT_LABELS, FORM_VERSION, QUESTION_COLUMNS
from pmf_cli.collect.form.result_sheet import known_texts
from pmf_cli.collect.form.seals import held_words, row_seal, seal_of
from pmf_cli.workbook.write.form_looks import FormLooks, Sheet, fitting_text

Rows = list[tuple[str, ...]]


def line_rows(content: FormContent) -> Rows:
    """One row for each figure: what it is, what the register held, and the seal of its texts."""
    found: Rows = []
    for number, line in enumerate(content.lines, 1):
        texts = known_texts(line)
        held = fitting_text(held_words(line.base))
        seal = row_seal(list(texts.values()))
        found.append((str(number), texts["ref"], texts["period"], texts["split"], held, seal))
    return found


def question_rows(content: FormContent) -> Rows:
    """One row for each question, with the seal of its texts."""
    found: Rows = []
    for number, question in enumerate(content.questions, 1):
        texts = question_texts(question)
        seal = row_seal(list(texts.values()))
        found.append((str(number), texts["ref"], texts["period"], texts["kind"], seal))
    return found


def identification(content: FormContent) -> dict[str, str]:
    """What identifies the form, by field, with the seal over all of it and both tables."""
    facts = {
        "ref": content.ref,
        "register": content.register,
        "cycle": str(content.cycle),
        "contact": content.contact,
        "made_on": content.made_on.isoformat(),
        "due": content.due.isoformat(),
        "version": FORM_VERSION,
    }
    facts = {field: fitting_text(text) for field, text in facts.items()}
    return facts | {"seal": form_seal(facts, line_rows(content), question_rows(content))}


def form_seal(facts: dict[str, str], lines: Rows, questions: Rows) -> str:
    """The seal over the identification and both tables."""
    texts = [f"{field}={facts.get(field, '')}" for field in ABOUT_LABELS if field != "seal"]
    for row in (*lines, ("-",), *questions):
        texts += row
    return seal_of(texts)


def write_about(sheet: Sheet, content: FormContent, looks: FormLooks) -> None:
    """The sheet."""
    looks.head(
        sheet,
        "About this form",
        "By this the form is known again when it comes back. Please leave it as it is.",
    )
    for number, width in enumerate((20, 18, 20, 22, 56, 68)):
        sheet.set_column(number, number, width)
    row = 3
    for field, text in identification(content).items():
        sheet.write_string(row, 0, ABOUT_LABELS[field], looks.label)
        sheet.write_string(row, 1, text, looks.words)
        row += 1
    tables = (
        ("Lines_table", ABOUT_COLUMNS, line_rows(content)),
        ("Questions_table", QUESTION_COLUMNS, question_rows(content)),
    )
    for name, headings, rows in tables:
        if not rows:
            continue
        row += 1
        columns = [{"header": each, "header_format": looks.label} for each in headings]
        options = {"name": name, "style": None, "autofilter": False, "columns": columns}
        sheet.add_table(row, 0, row + len(rows), len(headings) - 1, options)
        for texts in rows:
            row += 1
            for number, text in enumerate(texts):
                sheet.write_string(row, number, text, looks.known)
        row += 1
    sheet.fit_to_pages(1, 0)
