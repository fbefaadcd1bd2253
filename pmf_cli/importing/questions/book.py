"""The workbook of questions: guesses to correct in drop-downs, and a cell a tab that says "looked through"."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from pmf_cli.importing.assumed import fact_heading
from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.left_out import LeftTogether
from pmf_cli.importing.questions.answers import (
    ACCEPT_ALL,
    ADDRESS,
    ANSWER,
    AS_ASKED,
    DECIDED,
    KEY,
    LOOK,
    LOOKED,
    MADE_ON,
    NAME,
    NEW,
    OF,
    OF_CHANGE,
    OF_SCORECARD,
    OLD,
    PERIOD,
    REASON,
    REFERENCE,
    SURE_OR_NOT,
)
from pmf_cli.importing.questions.content import (
    ASKED_FIELDS,
    CHANGES,
    ChangeQuestion,
    ContactQuestion,
    KpiQuestion,
    Questions,
    QuestionTab,
    Reading,
    kpi_choices,
)
from pmf_cli.words import counted
from pmf_cli.workbook.write.form_looks import (
    HEADING_ROW,
    LISTS,
    DropDowns,
    FormColumn,
    FormLooks,
    Sheet,
    fitting_text,
    height_of,
)

START = "Start here"
SURE = "sure"
SAID = "as you said"
READING_COLUMNS = (
    FormColumn("about", OF, 12),
    FormColumn("key", KEY, 34),
    FormColumn("where", "First seen", 22),
    FormColumn("answer", ANSWER, 30, "fill"),
    FormColumn("sure", SURE_OR_NOT, 11),
    FormColumn("why", "Why", 52),
)
KPI_COLUMNS = (
    FormColumn("ref", REFERENCE, 12),
    FormColumn("name", "KPI", 34),
    *(FormColumn(field, fact_heading(field), 15, "fill") for field in ASKED_FIELDS),
    FormColumn("sure", SURE_OR_NOT, 16),
    FormColumn("why", "Why", 40),
)
CONTACT_COLUMNS = (
    FormColumn("name", NAME, 34),
    FormColumn("email", ADDRESS, 38, "fill"),
    FormColumn("kpis", "KPIs", 60),
)
CHANGE_COLUMNS = (
    FormColumn("about", OF, 13),
    FormColumn("ref", REFERENCE, 12),
    FormColumn("name", "KPI", 28),
    FormColumn("period", PERIOD, 13),
    FormColumn("where", "Cell", 15),
    FormColumn("old", OLD, 14),
    FormColumn("new", NEW, 14),
    FormColumn("rating", "Rating", 16),
    FormColumn("answer", DECIDED, 16, "fill"),
    FormColumn("reason", REASON, 24, "fill"),
    FormColumn("hint", "What could be done", 38),
)
LEFT_COLUMNS = (
    FormColumn("sheet", "Tab", 26),
    FormColumn("cells", "Cells", 22),
    FormColumn("count", "Number", 9),
    FormColumn("texts", "What stands there", 30),
    FormColumn("why", "Why it is not taken in", 44),
    FormColumn("cure", "What could be done", 50),
)
_INTROS: Mapping[str, str] = {
    CHANGES: "The register stays as it is until you accept. Yes accepts every figure not marked Keep.",
    QuestionTab.COLUMNS: "How each tab is laid out, and what each heading was read as.",
    QuestionTab.KPIS: "What is known of each KPI. Nothing is written into the register that you have not answered.",
    QuestionTab.PERIODS: "Which period each text was read as, for example 2024/25 Q3 or Nov 2024.",
    QuestionTab.WORDS: "What words among the figures, targets and ratings were read as.",
    QuestionTab.CONTACTS: "Who answers for the KPIs. Nobody is written to without an e-mail address; it can come later.",
    QuestionTab.LEFT: "What is not taken in, and why. Nothing is to be filled in here.",
}
_HOW = (
    "Every question has an answer already: the guess that the draft was made with.",
    "Look through a tab, correct what is wrong in the yellow cells, and choose Yes at its top:"
    " then everything on it counts as answered. Where No stands, only what you changed counts.",
    "“please look” marks what is least sure. A list opens in cells that offer one;"
    " other words may be typed too.",
    "Order does not matter; rows may be sorted. Save the workbook and give it back:",
)


def questions_book(
    questions: Questions, *, fingerprints: Sequence[str], command: str, made_on: date
) -> bytes:
    """The workbook.

    Args:
        fingerprints: of the scorecards that it asks about.
        command: what to type once it is filled in.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    moment = datetime(made_on.year, made_on.month, made_on.day)  # noqa: DTZ001 - fixed by the data
    book.set_properties({"title": "Questions about your scorecard", "created": moment})
    looks = FormLooks(book)
    changes = (CHANGES,) if questions.changes else ()
    tabs = (START, *changes, *(tab.value for tab in QuestionTab))
    sheets = {name: book.add_worksheet(name) for name in tabs}
    lists = DropDowns(book.add_worksheet(LISTS))
    kept = book.add_worksheet(AS_ASKED)
    _write_start(sheets[START], questions, command, looks)
    for tab, found in questions.tabs.items():
        _write_readings(sheets[tab], tab, found, looks, lists)
    _write_kpis(sheets[QuestionTab.KPIS], questions.kpis, looks, lists)
    _write_contacts(sheets[QuestionTab.CONTACTS], questions.contacts, looks)
    _write_left(sheets[QuestionTab.LEFT], questions.left, looks)
    if questions.changes:
        _write_changes(sheets[CHANGES], questions.changes, looks, lists)
    for number, row in enumerate(_as_asked(questions, fingerprints, made_on)):
        kept.write_row(number, 0, [fitting_text(text) for text in row])
    for sheet in sheets.values():
        looks.finish(sheet, sheet.get_name(), is_locked=False)
    lists.sheet.hide()
    kept.very_hidden()
    sheets[START].activate()
    book.close()
    return buffer.getvalue()


def _as_asked(
    questions: Questions, fingerprints: Sequence[str], made_on: date
) -> Iterator[tuple[str, ...]]:
    """Every guess as it was asked, so that what somebody changed can be told from it.

    What is answered already has none, so that it counts as changed.
    """
    yield from ((OF_SCORECARD, one) for one in fingerprints)
    yield MADE_ON, made_on.isoformat()
    yield from ((OF_CHANGE, one.key) for one in questions.changes)
    for found in questions.tabs.values():
        yield from (
            (one.topic.value, one.key, "" if one.is_answered else one.answer) for one in found
        )
    for kpi in questions.kpis:
        for heading, answer in kpi.answers.items():
            yield Topic.KPI.value, kpi.ref, "" if heading in kpi.answered else answer, heading


def _write_start(sheet: Sheet, questions: Questions, command: str, looks: FormLooks) -> None:
    sheet.set_column(0, 0, 110)
    asked = counted(questions.open_count, "question")
    where = "; ".join(f"{tab}: {number}" for tab, number in questions.open_by_tab.items())
    how = (*([f"Where they stand: {where}."] if where else ()), *_HOW)
    sheet.write_string(0, 0, f"Your scorecard: {asked}, each with a guess", looks.title)
    sheet.set_row(0, 26)
    for row, text in enumerate((*how, command), 2):
        sheet.write_string(row, 0, text, looks.label if text == command else looks.words)
        sheet.set_row(row, height_of([(text, 110)], 18))


def _head(sheet: Sheet, tab: str, looks: FormLooks) -> None:
    """Title, and the cell that says that a tab was looked through."""
    looks.head(sheet, str(tab), _INTROS[tab])
    if tab != QuestionTab.LEFT:
        label = ACCEPT_ALL if tab == CHANGES else LOOKED
        sheet.write_string(HEADING_ROW - 2, 1, label, looks.label)
        sheet.write_string(HEADING_ROW - 2, 3, "No", looks.open())
        yes = {"validate": "list", "source": ["Yes", "No"]}
        sheet.data_validation(HEADING_ROW - 2, 3, HEADING_ROW - 2, 3, yes)
    sheet.freeze_panes(HEADING_ROW, 2)
    sheet.repeat_rows(HEADING_ROW - 1)
    sheet.fit_to_pages(1, 0)


def _write_readings(
    sheet: Sheet, tab: QuestionTab, found: Sequence[Reading], looks: FormLooks, lists: DropDowns
) -> None:
    _head(sheet, tab, looks)
    looks.table(sheet, READING_COLUMNS, len(found), tab.replace(" ", "_"))
    if not found:
        looks.nothing(sheet, 2, "Nothing is asked here.")
    for row, one in enumerate(found, HEADING_ROW):
        where = f"{one.where.sheet} {one.where.cell}".strip()
        more = f" and {one.count - 1} more" if one.count > 1 else ""
        texts = {
            "about": one.topic.words,
            "key": one.key,
            "where": f"{where}{more}",
            "answer": one.answer,
            "sure": LOOK if one.is_open else SAID if one.is_answered else SURE,
            "why": one.why,
        }
        rules = {"answer": lists.rule(one.choices)} if one.choices else {}
        _write_row(
            sheet, row, READING_COLUMNS, texts, {"answer"} if one.is_open else set(), rules, looks
        )


def _write_kpis(
    sheet: Sheet, kpis: Sequence[KpiQuestion], looks: FormLooks, lists: DropDowns
) -> None:
    _head(sheet, QuestionTab.KPIS, looks)
    looks.table(sheet, KPI_COLUMNS, len(kpis), "Your_KPIs")
    rules = {field: lists.rule(some) for field in ASKED_FIELDS if (some := kpi_choices(field))}
    for row, kpi in enumerate(kpis, HEADING_ROW):
        wanted = [field for field in ASKED_FIELDS if fact_heading(field) in kpi.reasons]
        texts = {"ref": kpi.ref, "name": kpi.name, "why": kpi.why}
        texts |= {field: kpi.answers[fact_heading(field)] for field in ASKED_FIELDS}
        texts["sure"] = f"{LOOK}: {', '.join(map(fact_heading, wanted))}" if wanted else SURE
        _write_row(sheet, row, KPI_COLUMNS, texts, set(wanted), rules, looks)


def _write_contacts(sheet: Sheet, contacts: Sequence[ContactQuestion], looks: FormLooks) -> None:
    _head(sheet, QuestionTab.CONTACTS, looks)
    looks.table(sheet, CONTACT_COLUMNS, len(contacts), "Your_contacts")
    if not contacts:
        looks.nothing(sheet, 1, "The scorecard names nobody.")
    for row, one in enumerate(contacts, HEADING_ROW):
        texts = {"name": one.name, "email": one.address, "kpis": ", ".join(one.kpis)}
        _write_row(sheet, row, CONTACT_COLUMNS, texts, set(), {}, looks)


def _write_changes(
    sheet: Sheet, changes: Sequence[ChangeQuestion], looks: FormLooks, lists: DropDowns
) -> None:
    _head(sheet, CHANGES, looks)
    looks.table(sheet, CHANGE_COLUMNS, len(changes), "Your_changes")
    for row, one in enumerate(changes, HEADING_ROW):
        texts = {column.field: getattr(one, column.field) for column in CHANGE_COLUMNS}
        open_fields = set() if one.answer else {"answer"}
        rules = {"answer": lists.rule(one.choices)}
        _write_row(sheet, row, CHANGE_COLUMNS, texts, open_fields, rules, looks)


def _write_left(sheet: Sheet, left: Sequence[LeftTogether], looks: FormLooks) -> None:
    _head(sheet, QuestionTab.LEFT, looks)
    looks.table(sheet, LEFT_COLUMNS, len(left), "Not_taken_in")
    if not left:
        looks.nothing(sheet, 1, "Everything was taken in.")
    for row, one in enumerate(left, HEADING_ROW):
        texts = {column.field: str(getattr(one, column.field)) for column in LEFT_COLUMNS}
        _write_row(sheet, row, LEFT_COLUMNS, texts, set(), {}, looks)


def _write_row(
    sheet: Sheet,
    row: int,
    columns: Sequence[FormColumn],
    texts: Mapping[str, str],
    unsure: set[str],
    rules: Mapping[str, dict[str, object]],
    looks: FormLooks,
) -> None:
    """One row, counted from 0; what is unsure is printed bold."""
    for number, column in enumerate(columns):
        text = fitting_text(texts.get(column.field, ""))
        look = looks.known
        if column.side == "fill":
            look = looks.open() if column.field not in unsure else looks.unsure()
        sheet.write_string(row, number, text, look)
        if column.field in rules:
            sheet.data_validation(row, number, row, number, rules[column.field])
    widths = {column.field: column.width for column in columns}
    sheet.set_row(row, height_of(((t, widths[f]) for f, t in texts.items()), 18))
