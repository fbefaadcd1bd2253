"""Whatever happens in whatever order, the record says of each body what its own paper says.

An officer chosen by chance writes papers, corrects figures, issues at once or weeks later, and takes issues
back, for a leadership team, a management team and every further kind of body that has a paper: their own
papers, those about one priority or directorate, and those of changes.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from pmf_cli.pipeline import open_register
from pmf_cli.pipeline.change.changing import Change, apply_change, change_of
from pmf_cli.pipeline.read.issued_papers import history_in
from pmf_cli.register.sheets.plan import Priority
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.terms import BodyKind, KpiClass
from pmf_cli.views.papers import own_papers
from tests.collect.desk import files_of
from tests.make import make_board, make_kpi, make_register, make_result, make_target
from tests.running import Ran, pmf

PERIODS = ("2023/24 Q1", "2023/24 Q2", "2023/24 Q3")
FIRST_DAY = date(2024, 1, 15)
TEAM = "directorate = Communities"
BODIES: tuple[Board, ...] = tuple(
    board
    for board in (
        make_board("The top team", kind=BodyKind.CLT),
        make_board("Communities team", kind=BodyKind.DMT, filter=TEAM),
        make_board("Other team", kind=BodyKind.DMT, filter="directorate = Resources"),
        make_board("The panel", kind=BodyKind.SCRUTINY, filter=TEAM, public_paper=True),
    )
    if own_papers(board.kind)
)
KPIS = {"K-1": "Communities", "K-2": "Communities", "K-3": "Resources"}
PRIORITIES = {"P-1": ("K-1", "K-3"), "P-2": ("K-2",)}
HEALTH = "K-2"
"""A KPI of corporate health, whose figure stands in a sentence of a snapshot while it is Green."""
CHANGES = ("changes", "")
"""A paper that gives no KPI a row, and tells corrections."""
ABOUT: Mapping[str, tuple[tuple[str, str], ...]] = {
    "The top team": (("priority", "P-1"), ("snapshot", "Communities"), CHANGES, CHANGES),
    "Communities team": (("priority", "P-1"), ("snapshot", "Communities")),
    "Other team": (("snapshot", "Resources"),),
    "The panel": (("priority", "P-2"), CHANGES),
}
"""Body → its papers beside its own, and the one thing that each is about, if any."""
COLOUR = re.compile(r"\b(Red|Amber|Green)\b")
FIGURE = re.compile(r"-?\d+(?:\.\d+)?")
IN_A_SENTENCE = re.compile(r"Corporate health: .*?(K-\d) (-?\d+(?:\.\d+)?)\S* \((Green)\)")
WAIVABLE = re.compile(r"\[([a-z-]+|[A-Z]{3}\d{3})\]$", re.MULTILINE)
Printed = Mapping[str, tuple[Decimal | None, str | None]]
"""KPI reference → figure, and rating where it has one."""


@dataclass
class Issued:
    """A paper that went out: to whom, what stood in its file, and whether it was taken back."""

    body: str
    printed: Printed
    text: str
    is_withdrawn: bool = False


def put_down(folder: Path) -> Path:
    """A small register on disk: three KPIs of two directorates, three quarters."""
    folder.mkdir()
    kpis = [
        make_kpi(
            ref, directorate=of, numerator_label=None,
            kpi_class=KpiClass.CORPORATE_HEALTH if ref == HEALTH else KpiClass.STRATEGIC,
            priorities=tuple(name for name, refs in PRIORITIES.items() if ref in refs),
        )
        for ref, of in KPIS.items()
    ]  # fmt: skip
    priorities = [Priority(ref=ref, priority=f"Priority {ref}") for ref in PRIORITIES]
    results = [
        make_result(ref, period, 70 + 5 * at + 7 * place)
        for place, ref in enumerate(KPIS)
        for at, period in enumerate(PERIODS)
    ]
    targets = [make_target(ref, target=80) for ref in KPIS]
    register = make_register(kpis, results, targets, boards=BODIES, priorities=priorities)
    for name, data in files_of(register).items():
        (folder / name).write_bytes(data)
    return folder


def figure_in(text: str) -> Decimal | None:
    found = FIGURE.search(text)
    return None if found is None else Decimal(found[0])


def read(path: Path) -> tuple[Printed, str]:
    """What the scorecard or the appendices of a Word paper give of each KPI, and all its words."""
    document = docx.Document(str(path))
    printed: dict[str, tuple[Decimal | None, str | None]] = {}
    words = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        words += [cell for row in rows for cell in row]
        heads = rows[0]
        latest = next((head for head in heads if head.startswith(("Latest", "Result"))), None)
        if latest is None or "Rating" not in heads:
            continue
        for row in rows[1:]:
            ref = next(word for word in row[0].split() if word in KPIS)
            figure, rating = row[heads.index(latest)], row[heads.index("Rating")]
            colour = COLOUR.search(rating)
            assert ref not in printed, "a KPI stands twice"
            printed[ref] = (figure_in(figure), colour[0] if colour else None)
    for word in words:
        for ref, figure, rating in IN_A_SENTENCE.findall(word):
            assert ref not in printed, "a KPI stands twice"
            printed[ref] = (Decimal(figure), rating)
    return printed, "\n".join(words)


class Clerk:
    """Plays steps against the real commands and keeps what the files said when they went out."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.folder = put_down(folder)
        self.on = FIRST_DAY
        self.issued: dict[str, Issued] = {}
        self.done: Counter[str] = Counter()
        self.written: dict[tuple[tuple[str, ...], str], tuple[date, Path]] = {}

    def pmf(self, *words: str | Path) -> Ran:
        return pmf(*words, "--register", self.folder, "--as-of", self.on.isoformat())

    def report(self, asked: tuple[str, ...], period: str) -> None:
        """Writes a paper, asked for by what is typed for it."""
        ran = self.pmf("report", *asked, "--period", period, "--format", "docx")
        assert ran.code == 0, ran.all
        line = next(line for line in reversed(ran.out.splitlines()) if ".docx" in line)
        path = Path(line.removesuffix(" (unchanged)"))
        self.written.pop((asked, period), None)
        self.written[asked, period] = self.on, path
        self.done["reports"] += 1

    def asked(self) -> tuple[str, ...]:
        """What is typed for a paper: a body's own, or one about one thing."""
        body = self.chance.choice(BODIES).body
        name, only = self.chance.choice((("", ""), *ABOUT[body]))
        about = ("--only", only) if only else ()
        return (*filter(None, (name,)), "--body", body, *about)

    def correct(self) -> None:
        """A figure of a KPI is put right, as a return does it."""
        opened = open_register(self.folder)
        row = self.chance.choice([row for row in opened.register.results if row.value is not None])
        value = Decimal(self.chance.randrange(500, 1000)) / 10
        if value == row.value:
            return
        cell = change_of(row, "value", value, str(row.value))
        apply_change(opened, Change("return taken in", f"R-{self.on}", (cell,)), self.on)
        self.done["corrections"] += 1

    def issue(self) -> None:
        """A paper that was written goes out, today or long after."""
        if not self.written:
            return
        asked, period = self.chance.choice(list(self.written)[-3:])
        written_on, path = self.written[asked, period]
        body = asked[asked.index("--body") + 1]
        words = ("issue", *asked, "--period", period, "--meeting", "2024-12-31", "--write")
        ran = self.pmf(*words)
        names = dict.fromkeys(WAIVABLE.findall(ran.err))
        if ran.code == 1 and names:
            waived = [word for name in names for word in ("--override", name, "--why", "Today")]
            ran = self.pmf(*words, *waived)
        if ran.code:
            self.done["refused"] += 1
            return
        known = {paper.ref: paper for paper in history_in(self.folder).papers}
        new = set(known) - set(self.issued)
        self.done["said already"] += not new
        for ref in new:
            assert known[ref].body == body
            self.issued[ref] = Issued(body, *read(path))
            self.done["late issues" if written_on < self.on else "issues"] += 1
            self.done["about one"] += "--only" in asked
            self.done["told by changes"] += bool(
                known[ref].report == "changes" and known[ref].corrections
            )

    def withdraw(self) -> None:
        standing = sorted(ref for ref, one in self.issued.items() if not one.is_withdrawn)
        if not standing:
            return
        ref = self.chance.choice(standing)
        ran = self.pmf("issue", "--withdraw", ref, "--why", "The wrong file", "--write")
        assert ran.code == 0, ran.all
        self.issued[ref].is_withdrawn = True
        self.done["withdrawals"] += 1

    def step(self) -> None:
        """One step, and then the law."""
        asked = self.asked()
        period = self.chance.choice(PERIODS[1:])
        step = self.chance.choice(
            [lambda: self.report(asked, period)] * 3
            + [self.correct] * 3
            + [self.issue] * 4
            + [self.withdraw]
        )
        before = len(self.issued), self.done["withdrawals"]
        step()
        if (len(self.issued), self.done["withdrawals"]) != before:
            self.hold()
        self.on += timedelta(days=self.chance.choice((0, 1, 20)))

    def hold(self) -> None:
        """What each body was told by the record is what its papers held when they went out."""
        for body in {one.body for one in self.issued.values()}:
            ran = self.pmf("ledger", "reported", "--body", body, "--format", "json", "-q")
            told: dict[str, dict[str, tuple[Decimal | None, str | None]]] = {}
            gone = set()
            for one in json.loads(ran.out)["items"]:
                assert one["body"] == body
                if one["withdrawn_on"] is not None:
                    gone.add(one["issue"])
                if one["corrects"] is None and one["split"] is None:
                    figure = figure_in(one["value"] or "")
                    told.setdefault(one["issue"], {})[one["ref"]] = figure, one["rating"]
            mine = {ref: one for ref, one in self.issued.items() if one.body == body}
            figures = {ref: one for ref, one in mine.items() if one.printed}
            assert told == {ref: one.printed for ref, one in figures.items()}
            assert gone >= {ref for ref, one in figures.items() if one.is_withdrawn}
            assert not gone - {ref for ref, one in mine.items() if one.is_withdrawn}
        for paper in history_in(self.folder).papers:
            for correction in paper.corrections:
                now = correction.figure.value_text.rstrip("%")
                assert now in self.issued[paper.ref].text, (paper.ref, correction.words)
                assert self.issued[correction.corrects].body == paper.body
                self.done["told"] += 1


def played(folder: Path, seed: int, steps: int) -> Counter[str]:
    """Steps of a clerk; says the seed where a law does not hold."""
    clerk = Clerk(folder, seed)
    clerk.report(("--body", BODIES[0].body), PERIODS[-1])
    for number in range(steps):
        try:
            clerk.step()
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, step {number}: {error}") from error
    return clerk.done


def test_what_bodies_were_told_is_what_their_papers_held(tmp_path: Path):
    """A few steps."""
    done = played(tmp_path / "register", 1, 14)
    assert done["issues"] + done["late issues"], done


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [(1, 2), (3, 4)])
def test_the_same_over_long_sequences(tmp_path: Path, seeds: tuple[int, int]):
    """Papers, corrections, late issues and withdrawals, one after another."""
    done = sum((played(tmp_path / f"register {seed}", seed, 60) for seed in seeds), Counter())
    assert done["late issues"] and done["corrections"] and done["withdrawals"], done
    assert done["about one"], "no paper about one thing was issued"
    assert done["told"], "no correction reached a paper"
    assert done["told by changes"], "no paper of changes told any"
