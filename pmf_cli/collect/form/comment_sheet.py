"""The sheets ``Comments`` and ``Other concern`` of a form: words asked for."""

from __future__ import annotations

from pmf_cli.collect.form.content import AskedBeside, FormContent, FormQuestion
from pmf_cli.collect.form.entry_rules import Rule, hint
from pmf_cli.collect.form.layout import AUTHOR_LABEL, COMMENT_COLUMNS, CONCERN_LABEL, form_column
from pmf_cli.register.terms import CommentaryKind
from pmf_cli.workbook.write.form_looks import HEADING_ROW, FormLooks, Sheet, fitting_text, height_of

NOT_ASKED = "Not asked"
BOX_HEIGHT, LINE_HEIGHT = 84, 30
"""How high at least a box for sentences is, and one for a few words or a figure, in points."""
CONCERN_ROW = 4
AUTHOR_ROW = 6
"""Rows of ``Other concern``, counted from 1."""


def question_texts(question: FormQuestion) -> dict[str, str]:
    """The locked texts of a question by column; none is empty."""
    texts = {
        "ref": question.kpi_ref,
        "name": question.name or "Not stated",
        "period": str(question.period),
        "about": question.about or "Not in yet",
        "kind": question.kind.value,
        "question": question.text,
        "last": question.last or "Nothing",
    }
    return {field: fitting_text(text) for field, text in texts.items()}


def write_comments(sheet: Sheet, content: FormContent, looks: FormLooks) -> None:
    """The sheet with one row for each question."""
    looks.head(
        sheet,
        f"Comments: {content.cycle}",
        "Please answer each question in the yellow box beside it. Leave a box blank where there is nothing to say.",
        "A box grows when you drag the lower edge of its row. Alt and Enter together begin a new line.",
    )
    looks.table(sheet, COMMENT_COLUMNS, len(content.questions), "Comments_table")
    if not content.questions:
        looks.nothing(
            sheet, form_column(COMMENT_COLUMNS, "question"), "There is no question to you."
        )
    answer = form_column(COMMENT_COLUMNS, "answer") - 1
    back = form_column(COMMENT_COLUMNS, "back") - 1
    box = hint("Your answer", "In full sentences that can be printed. Name posts, not people.")
    hints: dict[CommentaryKind | AskedBeside, Rule] = {
        AskedBeside.TEN_WORDS: hint("In ten words", "About ten words: what is being done."),
        AskedBeside.YEAR_END: hint(
            "Year-end forecast", "The number alone, as it should be printed."
        ),
    }
    when = hint("Back on target", "A period or a date: 2025/26 Q1, or 30/06/2025.")
    for row, question in enumerate(content.questions, HEADING_ROW):
        texts = question_texts(question)
        for number, column in enumerate(COMMENT_COLUMNS):
            if column.side == "known":
                sheet.write_string(row, number, texts[column.field], looks.known)
        sheet.write_blank(row, answer, None, looks.open("@"))
        sheet.data_validation(row, answer, row, answer, hints.get(question.kind, box))
        if question.kind is CommentaryKind.RECOVERY:
            sheet.write_blank(row, back, None, looks.open("@"))
            sheet.data_validation(row, back, row, back, when)
        else:
            sheet.write_string(row, back, NOT_ASKED, looks.known)
        widths = {column.field: column.width for column in COMMENT_COLUMNS}
        least = LINE_HEIGHT if isinstance(question.kind, AskedBeside) else BOX_HEIGHT
        sheet.set_row(row, height_of(((text, widths[f]) for f, text in texts.items()), least))
    sheet.freeze_panes(HEADING_ROW, 2)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROW - 1)


def write_concern(sheet: Sheet, content: FormContent, looks: FormLooks) -> None:
    """The sheet that asks for any other concern, and who filled the form in."""
    looks.head(
        sheet,
        "Other concern",
        "Is there anything else about these KPIs, the data or the service that the Corporate Leadership Team should know?",
    )
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.write_string(CONCERN_ROW - 1, 0, CONCERN_LABEL, looks.label)
    sheet.write_blank(CONCERN_ROW - 1, 1, None, looks.open("@"))
    sheet.set_row(CONCERN_ROW - 1, 200)
    rule = hint(CONCERN_LABEL, "Name posts, not people.")
    sheet.data_validation(CONCERN_ROW - 1, 1, CONCERN_ROW - 1, 1, rule)
    sheet.write_string(AUTHOR_ROW - 1, 0, AUTHOR_LABEL, looks.label)
    sheet.write_blank(AUTHOR_ROW - 1, 1, None, looks.open("@"))
    who = f"Leave blank if you are {content.contact}; else your own contact reference."
    sheet.data_validation(AUTHOR_ROW - 1, 1, AUTHOR_ROW - 1, 1, hint(AUTHOR_LABEL, who))
    sheet.write_string(AUTHOR_ROW, 1, fitting_text(who), looks.words)
    sheet.fit_to_pages(1, 0)
