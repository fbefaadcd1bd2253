"""A whole quarter on the example, day by day, with the commands that ``docs/quarter.md`` shows.

The commands are run by the real program with a real mail server; the forms are filled in as people
do, in LibreOffice and with openpyxl. At the end the page is held against what was run.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from pmf_cli.pipeline import open_register
from pmf_cli.register.terms import CommentaryKind
from tests.libreoffice import HAS_LIBREOFFICE, Typed, filled_by_libreoffice
from tests.post.trap import PASSWORD, USER, Trap, trap
from tests.running import EXAMPLE, ROOT, Ran, pmf_child

PAGE = ROOT / "docs" / "quarter.md"
LATE = "C-552K"
"""The contact who forgets the form."""
IN_LIBREOFFICE = ("C-111K", "C-448K", "C-549K")
"""Contacts who fill their forms in with LibreOffice; the others use another program."""
FIGURES: Mapping[tuple[str, str], float] = {("HO-02", "Mar 2025"): 31, ("WM-03", "Mar 2025"): 95.2}
"""What turned out differently from the quarter before; everything else stayed as it was."""
ANSWERS = {
    "Reason for result": "Two crews were short of drivers in March.",
    "Action being taken": "The Head of Service has taken on four drivers, who start by 01/06/2025.",
    "Action in ten words": "Four drivers start by June",
    "Recovery forecast": "We expect to be back on target by the end of September 2025.",
    "Good practice": "Inspections before the keys are handed back let work begin the same day.",
    "Data quality": "The system was replaced; figures are complete from 2025/26 Q1 on.",
}


class Quarter:
    """Runs commands in the register's folder on a day, and remembers them for the page."""

    def __init__(self, folder: Path, mail: Trap) -> None:
        self.folder = folder
        self.mail = mail
        self.shown: list[str] = []

    def run(self, words: str, *, code: int = 0) -> Ran:
        """Runs a command as the page shows it, and holds its exit code against the expected."""
        self.shown.append(words)
        env = {"PMF_SMTP_PASSWORD": PASSWORD}
        ran = pmf_child(*shlex.split(words)[1:], cwd=self.folder, env=env)
        assert ran.code == code, f"{words}: exit {ran.code}\n{ran.all}"
        assert PASSWORD not in ran.all
        return ran

    def listed(self, words: str, key: str) -> list[dict[str, str]]:
        """A list as another program gets it; not part of the page."""
        ran = pmf_child(*shlex.split(words)[1:], "--format", "json", "-q", cwd=self.folder)
        found: list[dict[str, str]] = json.loads(ran.out)[key]
        return found


@pytest.fixture
def quarter(tmp_path: Path) -> Iterator[Quarter]:
    """A copy of the example without its rehearsal date, and a mail server of its own."""
    folder = tmp_path / "register"
    shutil.copytree(EXAMPLE, folder)
    (tmp_path / "mail").mkdir()
    with trap(tmp_path / "mail") as mail:
        settings = (folder / "pmf.toml").read_text(encoding="utf-8")
        settings = re.sub(r"^(period|as_of) = .*\n", "", settings, flags=re.M)
        sent_by = (
            f'[mail]\nhost = "localhost"\nport = {mail.port}\nuser = "{USER}"\n'
            f'ca_file = "{mail.ca_file}"\n'
        )
        settings = settings.replace("[mail]\n", sent_by, 1)
        (folder / "pmf.toml").write_text(settings, encoding="utf-8")
        yield Quarter(folder, mail)


def typed_into(form: Path, folder: Path) -> Typed:
    """What a contact types: this time's figures, and an answer to every question still open."""
    held = open_register(folder).register
    book = openpyxl.load_workbook(form)
    typed: dict[tuple[str, str], float | str | date] = {}
    for row in book["Results"].iter_rows(min_row=5):
        ref, split = str(row[0].value), str(row[3].value)
        if row[0].value is None or row[9].value is not None:
            continue
        series = held.results_of(ref, None if split == "Whole" else split).values()
        last = next((one.value for one in reversed(list(series)) if one.value is not None), None)
        figure = FIGURES.get((ref, str(row[2].value)), last)
        if figure is None:
            typed["Results", row[12].coordinate] = "Awaiting national publication"
            typed["Results", row[13].coordinate] = date(2025, 6, 30)
        elif isinstance(figure, bool):
            typed["Results", row[9].coordinate] = "Yes" if figure else "No"
        elif isinstance(figure, str | date):
            typed["Results", row[9].coordinate] = figure
        else:
            typed["Results", row[9].coordinate] = float(figure)
    for row in book["Comments"].iter_rows(min_row=5):
        is_asked = row[0].value is not None and row[3].value != "Not in yet"
        if is_asked and row[7].value is None:
            typed["Comments", row[7].coordinate] = ANSWERS[str(row[4].value)]
            if row[4].value == "Recovery forecast":
                typed["Comments", row[8].coordinate] = date(2025, 9, 30)
    return typed


def filled_in(
    quarter: Quarter, scratch: Path, into: str, *, only: str = "", leaving_out: str = ""
) -> list[str]:
    """Forms filled in and put into a folder of the register's; the contacts who did."""
    forms = {
        path.stem.removeprefix("return-R-2024-25-Q4-"): path
        for path in (quarter.folder / "forms").glob("return-R-2024-25-Q4-*.xlsx")
    }
    returns = quarter.folder / into
    returns.mkdir()
    in_office: dict[Path, Typed] = {}
    for contact, form in sorted(forms.items()):
        if contact == leaving_out or (only and contact != only):
            continue
        typed = typed_into(form, quarter.folder)
        if contact in IN_LIBREOFFICE:
            in_office[form] = typed
            continue
        book = openpyxl.load_workbook(form)
        for (sheet, address), value in typed.items():
            book[sheet][address].value = value
        book.save(returns / form.name)
    filled_by_libreoffice(in_office, returns, scratch)
    return sorted(path.stem.removeprefix("return-R-2024-25-Q4-") for path in returns.glob("*.xlsx"))


@pytest.mark.slow
@pytest.mark.skipif(not HAS_LIBREOFFICE, reason="forms are filled in with LibreOffice")
def test_a_whole_quarter(quarter: Quarter, tmp_path: Path) -> None:
    """From the timetable to the correction that the next quarter's paper tells."""
    run, folder = quarter.run, quarter.folder

    # The timetable is made from the meetings, and goes into people's calendars.
    run('pmf timetable make --period "2024/25 Q4" --as-of 2025-03-24 --write')
    run('pmf timetable show --period "2024/25 Q4" --as-of 2025-03-24 --format ics')
    assert len(list((folder / "reports" / "calendars").glob("*.ics"))) > 40

    # A stand-in asks what to do; the register is checked before the forms go out.
    today = run("pmf next --as-of 2025-03-25", code=1)
    assert "pmf validate" in today.out
    run("pmf validate --as-of 2025-03-25 --quiet", code=1)
    run("pmf next --done Q01 --by C-901 --as-of 2025-03-25")

    # Forms out, and the first reminder with the form attached.
    run("pmf collect make --as-of 2025-04-01")
    run("pmf remind outbox outbox --as-of 2025-04-08", code=1)
    run("pmf remind send --as-of 2025-04-08")
    first = len(quarter.mail.kept)
    assert first > 30
    assert all(one.over_tls and one.logged_in for one in quarter.mail.kept)
    run("pmf remind send --as-of 2025-04-08")
    assert len(quarter.mail.kept) == first

    # Returns in: looked at first, then taken in; all but one contact's.
    sent_back = filled_in(quarter, tmp_path / "office", "returns", leaving_out=LATE)
    before = {path: path.read_bytes() for path in folder.glob("*.xlsx")}
    seen = run("pmf collect read returns --as-of 2025-04-23", code=1)
    assert "WM-03" in seen.out
    assert {path: path.read_bytes() for path in folder.glob("*.xlsx")} == before
    run("pmf collect read returns --as-of 2025-04-23 --write --by C-901", code=1)

    # One figure is questioned; Waste Management confirms it. Taking in twice changes nothing.
    run("pmf collect read returns --as-of 2025-04-24 --accept-questions --write --by C-901")
    before = {path: path.read_bytes() for path in folder.glob("*.xlsx")}
    run("pmf collect read returns --as-of 2025-04-24 --accept-questions --write --by C-901")
    assert {path: path.read_bytes() for path in folder.glob("*.xlsx")} == before
    held = open_register(folder).register
    assert len(held.returns) == len(sent_back)
    assert next(iter(reversed(held.results_of("HO-02").values()))).number == 31

    # Who is late is reminded, and the responsible officer is told; then the form comes.
    run("pmf collect status --as-of 2025-04-28", code=1)
    reached = len(quarter.mail.kept)
    run("pmf remind send --as-of 2025-04-28")
    late = open_register(folder).register.contact_by_ref[LATE]
    assert late.email in {one.to[0] for one in quarter.mail.kept[reached:]}
    run("pmf remind send --as-of 2025-05-01")
    assert len({(one.to, one.message_id) for one in quarter.mail.kept}) == len(quarter.mail.kept)
    run("pmf remind status --as-of 2025-05-01")
    assert filled_in(quarter, tmp_path / "office", "late", only=LATE) == [LATE]
    run("pmf collect read late --as-of 2025-05-01 --write --by C-901")

    # Checked and rated; highlights chosen; commentary asked for, given and read.
    run("pmf validate --as-of 2025-05-02 --quiet", code=1)
    run("pmf rag --as-of 2025-05-02")
    run("pmf rag explain HO-02 --as-of 2025-05-02")
    run('pmf rag compare "2024/25 Q3" "2024/25 Q4" --as-of 2025-05-02')
    run("pmf highlights --as-of 2025-05-02")
    run(
        'pmf highlights choose WM-03 HO-02 --why "Missed bins doubled; homes are re-let faster." '
        "--by C-900 --as-of 2025-05-02 --write"
    )
    run("pmf commentary request --as-of 2025-05-02 --write", code=1)
    run("pmf collect make --as-of 2025-05-02")
    filled_in(quarter, tmp_path / "office", "answers")
    run("pmf collect read answers --as-of 2025-05-06 --write --by C-901")
    run("pmf commentary request --as-of 2025-05-06")
    run("pmf commentary check --as-of 2025-05-06", code=1)
    comments = open_register(folder).register.commentary_by_kpi["WM-03"]
    assert comments[-1].kind in CommentaryKind

    # The paper, its accessibility, and what went to the leadership team.
    run("pmf report changes --as-of 2025-05-12")
    run("pmf report clt --as-of 2025-05-12")
    run("pmf report check reports/clt-2024-25-q4.docx reports/clt-2024-25-q4.xlsx")
    run("pmf issue clt --as-of 2025-05-15 --by C-900")
    run("pmf issue clt --as-of 2025-05-15 --by C-900 --write")
    run("pmf diff --as-of 2025-05-15")

    # In June a service corrects its return: the same form again, with another figure.
    form = folder / "returns" / "return-R-2024-25-Q4-C-439K.xlsx"
    book = openpyxl.load_workbook(form)
    cell = next(row[9] for row in book["Results"].iter_rows(min_row=5) if row[0].value == "CO-01")
    assert cell.value is not None
    cell.value = 3912
    book.save(form)
    run("pmf collect read returns/return-R-2024-25-Q4-C-439K.xlsx --as-of 2025-06-10")
    run(
        "pmf collect read returns/return-R-2024-25-Q4-C-439K.xlsx --as-of 2025-06-10 --write "
        "--by C-901"
    )
    changed = run("pmf diff --as-of 2025-06-10", code=1)
    assert "CO-01" in changed.out

    # In August the next paper opens with the correction, by itself.
    run('pmf report clt --period "2025/26 Q1" --as-of 2025-08-11')
    paper = docx.Document(str(folder / "reports" / "clt-2025-26-q1.docx"))
    heads = ("KPI and period", "Was", "Is")
    (table,) = (
        one for one in paper.tables if tuple(c.text for c in one.rows[0].cells)[:3] == heads
    )
    told = [cell.text for cell in table.rows[1].cells]
    assert ("3,384" in told[1], "3,912" in told[2]) == (True, True), told
    assert "return corrected" in told[3].lower()
    run("pmf ledger verify")


def test_the_page_shows_the_commands_that_are_run() -> None:
    """``docs/quarter.md`` holds the test's commands, one for one, in their order."""
    shown = re.findall(r"^\$ (pmf .*)$", PAGE.read_text(encoding="utf-8"), re.M)
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    played = [
        call.args[0].value
        for call in ast.walk(next(one for one in tree.body if _is_the_quarter(one)))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "run"
        if isinstance(call.args[0], ast.Constant)
    ]
    assert len(played) > 30
    assert shown == played


def _is_the_quarter(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == "test_a_whole_quarter"
