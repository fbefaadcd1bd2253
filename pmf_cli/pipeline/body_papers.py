"""Which papers bodies have: a body's own, and those of every body that is due in a cycle."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.cycle.bodies import body_kind, clt_name, why_not_due
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.read.issued_papers import body_named
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.papers import PAPERS, Paper, own_papers
from pmf_cli.words import listed, listed_shortly


@frozen
class BodyPaper:
    """A body and a paper of its own."""

    body: str
    paper: Paper


@frozen
class DuePapers:
    """The papers to write in a cycle, and in sentences which bodies are left out, a reason each."""

    papers: tuple[BodyPaper, ...]
    left_out: tuple[str, ...] = ()


def papers_of(register: Register, asked: str) -> tuple[BodyPaper, ...]:
    """The own papers of a body.

    Args:
        asked: its name in the sheet ``Boards``, or how it begins; empty for CLT.

    Raises:
        UsageError: there is no such body, or pmf makes no paper for its kind.
    """
    body = body_named(register, asked)
    kind = body_kind(register, body)
    found = tuple(BodyPaper(body, paper) for paper in own_papers(kind))
    if found:
        return found
    raise UsageError(
        f"{body} has no paper of its own, {_no_paper(kind)}.",
        f"There are papers for bodies of the kinds {_kinds_with_papers()}.",
    )


def only_paper_of(register: Register, asked: str) -> Paper:
    """The paper of a body that has one alone; UsageError where it has none, or several."""
    found = papers_of(register, asked)
    if len(found) == 1:
        return found[0].paper
    raise UsageError(
        f"{found[0].body} has several papers: {listed(one.paper.name for one in found)}.",
        "Name the one that is meant.",
    )


def papers_due(register: Register, period: Period) -> DuePapers:
    """The own papers of every body that is due on a reporting period, in the order of ``Boards``."""
    due: list[BodyPaper] = []
    left_out: dict[str, list[str]] = {}
    for board in bodies_of(register):
        own = own_papers(board.kind)
        why = why_not_due(register, board, period) if own else _no_paper(board.kind)
        if why:
            left_out.setdefault(why, []).append(board.body)
        else:
            due += [BodyPaper(board.body, paper) for paper in own]
    said = (f"Left out, {why}: {listed(bodies)}." for why, bodies in left_out.items())
    return DuePapers(tuple(due), tuple(said))


def bodies_of(register: Register) -> Iterator[Board]:
    """The rows of ``Boards``; CLT, which has a paper without a row too, comes first then."""
    if not any(row.kind is BodyKind.CLT for row in register.boards):
        yield Board(body=clt_name(register), kind=BodyKind.CLT)
    yield from register.boards


def _no_paper(kind: BodyKind | None) -> str:
    if kind is None:
        return "without a kind in the sheet Boards"
    return f"since pmf makes no paper for a body of the kind {kind} yet"


def _kinds_with_papers() -> str:
    kinds = dict.fromkeys(kind for paper in PAPERS.values() for kind in paper.kinds)
    return listed_shortly(tuple(kinds), len(BodyKind))
