"""The council's words for Red, Amber and Green stand where pmf speaks of a rating, and nowhere else.

Names and quoted comments that hold a colour's word are the council's own text; data formats and the
register's cells keep the field's words.
"""

from __future__ import annotations

import ast
import email
import email.policy
import json
import re
import shutil
import warnings
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.register.terms import AMBER_BOUNDARY, Rag
from tests.registers.cut import cut_example
from tests.running import EXAMPLE, ROOT, pmf

OWN = {"red": "Off track", "amber": "At risk", "green": "On track"}
NAME = "Seconds from Amber to Red"
QUOTED = 'The lights stay "Amber" for three seconds; Red was the old setting.'
REF = "WM-01"
ISSUE = "CLT-2024-25-Q3-1"
FIELD = re.compile(r"\b(?:Red|Amber|Green)\b")
SHORT = "Amber-to-Red"
"""The short name, in one word that no narrow column parts."""
COUNCILS_OWN = (
    NAME,
    SHORT,
    "Parks with a Green Flag",
    "Green Flag",
    "target and still be Amber",
    "Amber by March",
    QUOTED,
    AMBER_BOUNDARY,
)
"""Texts of the register that hold a colour's word, which must stay as they are."""
ROOMS = ("views", "analysis", "render", "rag", "collect")
CELLS = {"render/starting"}
"""What the cells of a new register hold is explained by the words that stand there."""


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module without its docstrings and the texts that stand alone under a name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.lineno, node.value


def test_no_sentence_holds_the_fields_words() -> None:
    """Views, analysis, ratings, forms and renderers are given the words; none is written out."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for room in ROOMS
        for path in sorted((ROOT / "pmf_cli" / room).rglob("*.py"))
        if not any(f"pmf_cli/{cells}/" in path.as_posix() for cells in CELLS)
        for line, text in literals(path)
        if FIELD.search(text)
    ]
    assert not found, "\n".join(found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with a theme of its own words, a KPI named after them and a comment that quotes one."""
    folder = tmp_path_factory.mktemp("words") / "register"
    cut_example(folder, "CX-04", "ED-03")
    (folder / "templates").mkdir()
    words = "".join(f'[tones.{tone}]\nword = "{word}"\n' for tone, word in OWN.items())
    (folder / "templates" / "theme.toml").write_text(words, encoding="utf-8")
    for heading, name in (("KPI name", NAME), ("Short name", SHORT)):
        retyped(folder / "KPI Supporting Information.xlsx", "KPIs", heading, name)
    retyped(folder / "KPI Data Record.xlsx", "Commentary", "Text", QUOTED)
    return folder


def retyped(path: Path, tab: str, heading: str, text: str) -> None:
    """Types a text into a column of every row of the KPI, as an officer would."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    sheet = book[tab]
    heads = next(row for row in sheet.iter_rows(max_row=9) if any(c.value == heading for c in row))
    column = next(cell.column for cell in heads if cell.value == heading)
    rows = [row for row in sheet.iter_rows() if any(cell.value == REF for cell in row[:4])]
    assert rows
    for row in rows:
        sheet.cell(row[0].row, column, text)
    book.save(path)


@pytest.fixture(scope="module")
def unexplained(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same before anybody has written a word about December's and the quarter's results."""
    copy = tmp_path_factory.mktemp("unexplained") / "register"
    shutil.copytree(folder, copy)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(copy / "KPI Data Record.xlsx")
    for row in book["Commentary"].iter_rows(min_row=2):
        if any(cell.value in ("2024/25 Q3", "Dec 2024") for cell in row):
            for cell in row:
                cell.value = None
    book.save(copy / "KPI Data Record.xlsx")
    return copy


def left(text: str) -> list[str]:
    """The lines of a text that still hold a colour's word once the council's own texts are out."""
    flat = re.sub(r"\s+", " ", text)
    for own in COUNCILS_OWN:
        flat = flat.replace(own, "")
    return [flat[max(found.start() - 60, 0) : found.end() + 30] for found in FIELD.finditer(flat)]


@pytest.mark.parametrize(
    "words",
    [
        ("rag",),
        ("rag", "explain", REF),
        ("rag", "compare", "2024/25 Q2", "2024/25 Q3"),
        ("kpi", "list"),
        ("kpi", "show", REF),
        ("highlights",),
        ("commentary", "request"),
        ("commentary", "check"),
        ("status",),
        ("next",),
    ],
    ids=" ".join,
)
def test_the_screen_speaks_the_councils_words(folder: Path, words: tuple[str, ...]) -> None:
    """Every sentence about a rating has the council's word."""
    ran = pmf(*words, "--register", folder)
    assert ran.code in (0, 1), ran.err
    assert left(ran.out) == []


@pytest.mark.parametrize(
    "words",
    [
        ("rag",),
        ("rag", "explain", REF),
        ("rag", "compare", "2024/25 Q2", "2024/25 Q3"),
        ("kpi", "list"),
        ("kpi", "show", REF),
        ("highlights",),
        ("validate",),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("form", ["json", "csv"])
def test_data_formats_keep_the_fields_words(
    folder: Path, words: tuple[str, ...], form: str
) -> None:
    """Whoever reads JSON or CSV finds Red, Amber and Green, in sentences too."""
    ran = pmf(*words, "--format", form, "--register", folder)
    assert ran.code in (0, 1), ran.err
    assert not [own for own in OWN.values() if own in ran.out]
    assert FIELD.search(ran.out)


def test_a_name_and_a_comment_stay_as_they_were_typed(folder: Path) -> None:
    """``Seconds from Amber to Red`` is a KPI; a quoted "Amber" is the service's word."""
    said = pmf("kpi", "show", REF, "--register", folder).out
    assert NAME in said
    assert QUOTED in re.sub(r"\s+", " ", said)
    assert any(word in said for word in OWN.values())


@pytest.fixture(scope="module")
def papers(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of CLT's paper and of the paper of changes."""
    out = tmp_path_factory.mktemp("papers")
    for name in ("clt", "changes"):
        ran = pmf("report", name, "--register", folder, "--output", out)
        assert ran.code == 0, ran.err
    return out


@pytest.mark.parametrize("pattern", ["clt*.docx", "clt*.xlsx", "changes*.docx", "changes*.xlsx"])
def test_papers_speak_the_councils_words(papers: Path, pattern: str) -> None:
    """Sentences, tables, charts, keys, alternative texts and rules of colour."""
    (path,) = papers.glob(pattern)
    with zipfile.ZipFile(path) as parts:
        texts = [
            re.sub(r"<[^>]+>", " ", re.sub(r' (?:descr|title|text)="([^"]*)"', r">\1<", body))
            for name in parts.namelist()
            if name.endswith(".xml") and not name.endswith(("styles.xml", "theme1.xml"))
            for body in [parts.read(name).decode("utf-8")]
        ]
    whole = re.sub(r"\s+", " ", " ".join(texts)).replace("&quot;", '"')
    assert left(whole.replace(" | ", " ")) == []
    if pattern.startswith("clt"):
        assert NAME in whole or SHORT in whole
        assert all(word in whole for word in OWN.values())


def test_forms_speak_the_councils_words(folder: Path) -> None:
    """What a service is asked in its return form."""
    ran = pmf("collect", "make", "--register", folder, "--as-of", "2025-02-03")
    assert ran.code in (0, 1), ran.err
    forms = sorted((folder / "forms").glob("*.xlsx"))
    assert forms
    for form in forms:
        book = openpyxl.load_workbook(form)
        texts = [str(c.value) for s in book for row in s.iter_rows() for c in row if c.value]
        assert left("\n".join(texts)) == [], form.name


def test_messages_and_questions_speak_the_councils_words(
    unexplained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What people are asked about a rating of theirs, in their mailbox and on the screen; not as data."""
    monkeypatch.setenv("COLUMNS", "300")
    asked = ("--register", unexplained, "--quiet")
    pmf("remind", "outbox", tmp_path, *asked, "--as-of", "2025-01-31")
    bodies = [
        part.get_content()
        for path in tmp_path.glob("*.eml")
        for message in [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)]
        for part in message.walk()
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/plain"
    ]
    for text in ("\n".join(bodies), pmf("commentary", "request", *asked).out):
        assert "Off track" in text
        assert left(text) == []
    for form in ("json", "csv"):
        data = pmf("commentary", "request", *asked, "--format", form).out
        assert "Red" in data
        assert not [own for own in OWN.values() if own in data]


def test_what_was_told_in_other_words_is_no_difference(folder: Path, tmp_path: Path) -> None:
    """An issue under the council's words, compared under them and without: nothing has changed."""
    register, out = tmp_path / "register", tmp_path / "out"
    shutil.copytree(folder, register)
    asked = ("--register", register, "--quiet")
    assert pmf("report", "clt", *asked, "--output", out).code == 0
    issued = pmf("issue", "clt", "--write", *asked, "--reports", out)
    assert issued.code == 0, issued.err
    assert left(issued.out) == []
    for _ in ("under the words of the issue", "under the field's"):
        told = json.loads(pmf("ledger", "reported", ISSUE, *asked, "--format", "json").out)
        assert {row["rating"] for row in told["items"]} >= set(map(str, Rag))
        assert json.loads(pmf("diff", *asked, "--format", "json").out)["items"] == []
        assert pmf("diff", *asked).code == 0
        (register / "templates" / "theme.toml").unlink(missing_ok=True)


def test_without_a_theme_the_fields_words_stand() -> None:
    """The shipped words are those of the field."""
    said = pmf("rag", "--register", EXAMPLE).out
    assert all(str(rag) in said for rag in Rag)
