"""What must never be published is planted in a copy of the example, and looked for in every part of every public file."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.running import EXAMPLE, Ran, pmf

SUPPORTING, RECORD = "KPI Supporting Information.xlsx", "KPI Data Record.xlsx"
PROCESS, PLAN = "Reporting Process.xlsx", "Delivery Plan.xlsx"
WORDS = {
    "contact's name": (SUPPORTING, "Contacts", "C-110K", "Name", "Zebedee Quillfeather"),
    "contact's post": (SUPPORTING, "Contacts", "C-110H", "Job title", "Keeper of Quagmires"),
    "contact's address": (SUPPORTING, "Contacts", "C-900", "E-mail", "canary.address@example.org"),
    "contact's telephone": (SUPPORTING, "Contacts", "C-901", "Telephone", "01632 960777"),
    "KPI that is not public": (SUPPORTING, "KPIs", "IT-01", "KPI name", "Canary certificate held"),
    "its definition": (SUPPORTING, "KPIs", "IT-02", "Definition", "Counts canaryflights."),
    "target's reason": (SUPPORTING, "Targets", "AC-01", "Rationale", "Because canaryreasons."),
    "who agreed the target": (SUPPORTING, "Targets", "AC-01", "Agreed by", "Canary Cabal"),
    "who approved the rules": (SUPPORTING, "Rating rules", "2024/25", "Approved by", "Canarian Council"),
    "reason for a change": (SUPPORTING, "Scope changes", "SC-2024-01", "Reason", "A canarychange."),
    "risk": (PLAN, "Risks", "CR-01", "Risk", "The canaryrisk of ruin."),
    "news of an action": (PLAN, "Actions", "A-01", "Update text", "Seventeen canarynews."),
    "improvement plan": (PLAN, "Improvement plans", None, "What is wrong", "A canaryfault."),
    "issue": (PROCESS, "Escalations and issues", "ES-24-07", "Issue", "A canaryissue."),
    "note in the timetable": (PROCESS, "Timetable", "2024/25 Q3", "Note", "A canarydate."),
    "reason for a highlight": (PROCESS, "Highlights", "2024/25 Q3", "Why", "A canarywhy."),
    "title of a highlight": (PROCESS, "Highlights", "2024/25 Q3", "Message", "A canarymessage."),
    "note on data": (RECORD, "Results", ("AC-01", "2024/25 Q3"), "Note on data", "A canarynote."),
    "what a figure replaced": (RECORD, "Results", ("AC-01", "2024/25 Q3"), "Replaces", "A canarybefore."),
    "sender": (RECORD, "Results", ("AC-01", "2024/25 Q3"), "Received from", "C-CANARY"),
    "what stands in the way": (RECORD, "Commentary", "AC-01", "Resources or blockages", "A canaryblock."),
    "event": (RECORD, "Events", None, "Event", "canaryevent"),
}  # fmt: skip
"""What stands where: workbook, sheet, first cells of the row, heading, words that stand nowhere else."""
FIGURES = {
    "restricted figure": (("ED-01", "2024/25 Q3"), 61.8437, {"Restricted": "Yes"}),
    "figure marked as suppressed": (("AC-02", "2024/25 Q3"), 83.9281, {"Reason for no data": "Suppressed (small numbers)"}),
    "figure not published yet": (
        ("AC-09", "2024/25 Q3"), 91.7613,
        {"Reason for no data": "Awaiting national publication", "Expected by": date(2025, 3, 31)},
    ),
    "figure of a KPI that is not public": (("IT-02", "2024/25 Q3"), 97.53125, {}),
}  # fmt: skip
COMMENTS = {
    "comment for other papers": ("AC-02", "A canaryword for scrutiny.", "Scrutiny", date(2025, 1, 28)),
    "comment for all internal papers": ("AC-03", "A canaryword inside.", None, date(2025, 1, 28)),
    "comment that nobody signed off": ("AC-04", "A canaryword too soon.", "Public", None),
    "comment with an address": ("AC-07", "Ask canaryword@example.org.", "Public", date(2025, 1, 28)),
    "comment on a hidden figure": ("ED-01", "A canaryword on it.", "Public", date(2025, 1, 28)),
}  # fmt: skip
BESIDE = {
    "comment on a cell": "canarycomment",
    "hidden sheet": "canarysheet",
    "hidden row": "canaryrow",
    "author of the file": "Canary Author",
    "keywords of the file": "canarykeyword",
    "property of the council's own": "canaryproperty",
    "defined name": "canaryname",
    "foot of a sheet": "canaryfoot",
    "drop-down's question": "canaryprompt",
    "column of the council's own": "canarycolumn",
}
NUMBERS = {name: f"{value}" for name, (_, value, _) in FIGURES.items()}
CANARIES = {
    **{name: words for name, (*_, words) in WORDS.items()},
    **NUMBERS,
    **{name: words for name, (_, words, *_) in COMMENTS.items()},
    **BESIDE,
}


def row_of(sheet: Worksheet, first: Any) -> int:
    """The first row that begins with some cells, else the first of all."""
    wanted = () if first is None else first if isinstance(first, tuple) else (first,)
    for number in range(2, sheet.max_row + 1):
        if all(
            str(sheet.cell(number, at).value).startswith(one) for at, one in enumerate(wanted, 1)
        ):
            return number
    raise AssertionError((sheet.title, first))


def column_of(sheet: Worksheet, heading: str) -> int:
    """The column under a heading; a new one where there is none."""
    headings = [cell.value for cell in sheet[1]]
    return headings.index(heading) + 1 if heading in headings else len(headings) + 1


def put(sheet: Worksheet, row: int, **cells: object) -> None:
    """Fills cells of a row by their headings."""
    for heading, value in cells.items():
        sheet.cell(row, column_of(sheet, heading.replace("_", " "))).value = value


def plant(books: dict[str, Workbook]) -> None:
    """Puts every canary in its place."""
    for book, name, first, heading, words in WORDS.values():
        sheet = books[book][name]
        put(sheet, row_of(sheet, first), **{heading: words})
    results = books[RECORD]["Results"]
    for first, value, marks in FIGURES.values():
        row = results.max_row + 1
        try:
            row = row_of(results, first)
        except AssertionError:
            put(results, row, **{"KPI reference": first[0], "Period": first[1]})
        put(results, row, Value=value, **marks)
    comments = books[RECORD]["Commentary"]
    for ref, words, use_in, approved in COMMENTS.values():
        put(
            comments, comments.max_row + 1,
            **{"KPI reference": ref, "Period": "2024/25 Q3", "Kind": "Context", "Text": words, "Author": "C-110K",
               "Date": date(2025, 1, 20), "Approved on": approved, "Use in": use_in},
        )  # fmt: skip
    for book in books.values():
        plant_beside(book)


def plant_beside(book: Workbook) -> None:
    """Puts canaries around the rows: what a workbook holds that nobody sees at first."""
    first = book.worksheets[1]
    first["A2"].comment = Comment(BESIDE["comment on a cell"], "Canary Author")
    hidden = book.create_sheet("Own notes")
    hidden["A1"] = BESIDE["hidden sheet"]
    hidden.sheet_state = "hidden"
    cover = book.worksheets[0]
    cover.cell(60, 1).value = BESIDE["hidden row"]
    cover.row_dimensions[60].hidden = True
    book.properties.creator = BESIDE["author of the file"]
    book.properties.keywords = BESIDE["keywords of the file"]
    own = StringProperty(name="Owner", value=BESIDE["property of the council's own"])
    book.custom_doc_props.append(own)
    book.defined_names[BESIDE["defined name"]] = DefinedName(
        BESIDE["defined name"], attr_text="Cover!$A$1"
    )
    first.oddFooter.left.text = BESIDE["foot of a sheet"]
    rule = DataValidation(type="list", formula1='"a,b"', prompt=BESIDE["drop-down's question"])
    rule.add("ZZ1")
    first.add_data_validation(rule)
    put(first, 1, **{"Own_column": "Own column"})
    put(first, 2, **{"Own column": BESIDE["column of the council's own"]})


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("canaries") / "register"
    shutil.copytree(EXAMPLE, folder)
    books = {name: load_workbook(folder / name) for name in (SUPPORTING, RECORD, PROCESS, PLAN)}
    plant(books)
    for name, book in books.items():
        book.save(folder / name)
    return folder


@pytest.fixture(scope="module")
def published(register: Path) -> tuple[Path, Ran]:
    """The folder with every public file there is, and what the officer was told."""
    output = register.parent / "public"
    asked = ("--register", register, "--output", output)
    formats = ("--format", "docx", "--format", "xlsx", "--format", "html")
    ran = pmf("report", "public", *asked, *formats)
    assert ran.code == 0, ran.all
    page = pmf("report", "page", "--body", "Performance pages of the website", *asked)
    assert page.code == 0, page.all
    for form in ("csv", "json"):
        exported = pmf("export", "--public", *asked, "--format", form)
        assert exported.code == 0, exported.all
    return output, ran


def texts_of(name: str, data: bytes) -> Iterator[str]:
    """A file's name and content, each part of a package unpacked, packages within it too; with and without marking up."""
    yield name
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield package.comment.decode("latin-1")
            for one in package.infolist():
                yield one.comment.decode("latin-1") + one.extra.decode("latin-1")
                yield from texts_of(one.filename, package.read(one))
        return
    text = data.decode("utf-8", "replace")
    yield text
    yield unescape(re.sub(r"<[^>]*>", "", text))


def said_in(folder: Path) -> str:
    """Everything that stands anywhere in the files of a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert files
    texts = (text for path in files for text in texts_of(path.name, path.read_bytes()))
    return "\n".join(texts).casefold()


@pytest.fixture(scope="module")
def everything(published: tuple[Path, Ran]) -> str:
    return said_in(published[0])


@pytest.fixture(scope="module")
def planted(register: Path) -> str:
    return said_in(register)


@pytest.mark.parametrize("name", CANARIES)
def test_no_public_file_holds_what_must_not_be_published(
    name: str, everything: str, planted: str
) -> None:
    """It stands in the register, where the same search finds it, and in no part of paper, workbook, page or open data."""
    canary = CANARIES[name].casefold()
    assert canary in planted
    assert canary not in everything
    if name in NUMBERS:
        rounded = f"{float(canary):.2f}", f"{float(canary):.1f}"
        assert rounded[0] not in everything


def test_what_may_be_published_stands_in_every_public_file(published: tuple[Path, Ran]) -> None:
    """The search would find it if it were there."""
    aside = ("-dictionary.csv", "-schema.json")
    files = [path for path in published[0].iterdir() if not path.name.endswith(aside)]
    assert {path.suffix for path in files} == {".docx", ".xlsx", ".html", ".csv", ".json"}
    words = {path.name: "\n".join(texts_of(path.name, path.read_bytes())) for path in files}
    assert [name for name, told in words.items() if "AC-01" not in told] == []
    in_words = {name for name in words if name.startswith("page-")}  # it says "suppressed"
    assert {name for name, told in words.items() if "[c]" not in told} == in_words


def test_the_officer_is_told_what_was_left_out_by_kind_and_the_file_is_not(
    published: tuple[Path, Ran], everything: str
) -> None:
    """With counts; figures themselves stand on neither."""
    said = published[1].all
    for words in (
        "2 KPIs (IT-01 and IT-02)",
        "1 figure restricted (ED-01",
        "1 figure not published yet",
    ):
        assert words in said
    assert (
        "2 figures marked as suppressed (AC-02 2024/25 Q3 and PH-07 12 months to Dec 2024" in said
    )
    assert re.search(r"\d+ comments; published are those", said)
    assert not any(number in said for number in NUMBERS.values())
    assert "figures are not shown ([c])" in everything
    assert "it-01" not in everything
