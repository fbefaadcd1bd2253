"""Papers issued and changes written, as values and as rows of the ledger, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pmf_cli.analysis.issued.issue_history import (
    History,
    IssuedPaper,
    PaperFile,
    RecordedCellChange,
    ReportedFigure,
    ToldCorrection,
    Waived,
    Withdrawal,
    WrittenCell,
)
from pmf_cli.ledger.row import LedgerRow, RowKind
from pmf_cli.ledger.store import Ledger, counting_of
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.terms import RATING_WORDS, RatingWords

VALUES = ("value", "target", "comparator")
"""Fields of a figure that hold a result's value of any kind."""
_FIELDS = tuple(field.name for field in fields(ReportedFigure) if field.name != "words")
_EMPTY = ReportedFigure("")


def history_of(ledger: Ledger, words: RatingWords = RATING_WORDS) -> History:
    """What the ledger knows of papers and changes, oldest first.

    Changes that did not reach the workbooks are left out; withdrawn papers say that they are.
    Ratings are printed with the words given.
    """
    withdrawn = {row.key: withdrawal_of(row) for row in ledger.rows(RowKind.PAPER_WITHDRAWN)}
    return History(
        tuple(
            replace(paper_of(row, words), withdrawn=withdrawn.get(row.key))
            for row in ledger.rows(RowKind.PAPER)
        ),
        tuple(recorded_change_of(row) for row in ledger.changes()),
    )


def changes_since(
    ledger: Ledger, day: date
) -> tuple[tuple[RecordedCellChange, ...], tuple[RecordedCellChange, ...]]:
    """By which changes the workbooks differ from what they held on a day, each oldest first.

    Returns:
        Those that are in them now and were not then, and those that were in them then and were undone since.
    """
    decided = ledger.decided()
    now = {row.number: row for row in counting_of(decided)}
    then = {row.number: row for row in counting_of(row for row in decided if row.on <= day)}
    return (
        tuple(recorded_change_of(row) for number, row in now.items() if number not in then),
        tuple(recorded_change_of(row) for number, row in then.items() if number not in now),
    )


def paper_body(paper: IssuedPaper) -> dict[str, Any]:
    """The body of a paper's row."""
    return {
        "report": paper.report,
        "about": paper.about,
        "beside": paper.is_beside,
        "actions": list(paper.actions),
        "body": paper.body,
        "meeting": "" if paper.meeting_on is None else paper.meeting_on.isoformat(),
        "period": paper.period,
        "as_at": paper.as_at.isoformat(),
        "figures": [_figure_body(figure) for figure in paper.figures],
        "corrections": [
            {"figure": _figure_body(one.figure), "corrects": one.corrects, "words": one.words}
            for one in paper.corrections
        ],
        "scope_changes": list(paper.scope_changes),
        "workbooks": dict(paper.workbooks),
        "files": {
            file.name: {"fingerprint": file.fingerprint, "as_written": file.as_written}
            for file in paper.files
        },
        "by": paper.by,
        "in_spite_of": paper.in_spite_of,
        "terms": dict(paper.terms),
        "scope_known": None if paper.scope_known is None else list(paper.scope_known),
        "waived": [{"name": one.name, "what": one.what, "why": one.why} for one in paper.waived],
    }


def paper_of(row: LedgerRow, words: RatingWords = RATING_WORDS) -> IssuedPaper:
    """The paper that a row records."""
    body = row.body
    return IssuedPaper(
        ref=row.key,
        report=str(body.get("report", "")),
        body=str(body.get("body", "")),
        meeting_on=_date(body.get("meeting")),
        issued_on=row.on,
        period=str(body.get("period", "")),
        as_at=_date(body.get("as_at")) or row.on,
        figures=tuple(_figure_of(one, words) for one in body.get("figures", ())),
        corrections=tuple(
            ToldCorrection(_figure_of(one["figure"], words), one["corrects"], one["words"])
            for one in body.get("corrections", ())
        ),
        scope_changes=tuple(body.get("scope_changes", ())),
        workbooks=dict(body.get("workbooks", {})),
        files=tuple(
            PaperFile(name, facts["fingerprint"], facts["as_written"])
            for name, facts in body.get("files", {}).items()
        ),
        by=str(body.get("by", "")),
        in_spite_of=str(body.get("in_spite_of", "")),
        terms=dict(body.get("terms", {})),
        scope_known=None if body.get("scope_known") is None else tuple(body["scope_known"]),
        waived=tuple(
            Waived(str(one["name"]), str(one["what"]), str(one["why"]))
            for one in body.get("waived", ())
        ),
        about=str(body.get("about", "")),
        is_beside=bool(body.get("beside", body.get("about"))),
        actions=tuple(body.get("actions", ())),
        row=row.number,
    )


def withdrawal_body(paper: IssuedPaper, why: str, by: str) -> dict[str, Any]:
    """The body of the row that takes an issue back."""
    return {"row": paper.row, "body": paper.body, "why": why, "by": by}


def withdrawal_of(row: LedgerRow) -> Withdrawal:
    """The withdrawal that a row records."""
    return Withdrawal(row.on, str(row.body.get("why", "")), str(row.body.get("by", "")), row.number)


def recorded_change_of(row: LedgerRow) -> RecordedCellChange:
    """The change that a row records."""
    cells, unheld = (_written_cells(row.body.get(name, ())) for name in ("cells", "unheld"))
    return RecordedCellChange(
        row.number,
        row.on,
        str(row.body.get("action", "")),
        row.key,
        cells,
        {
            sheet: tuple(rows)
            for sheet, rows in row.body.get("rows", {}).items()
            if isinstance(rows, list)
        },
        unheld,
    )


def _written_cells(bodies: Iterable[Mapping[str, Any]]) -> tuple[WrittenCell, ...]:
    return tuple(
        WrittenCell(
            str(cell.get("where", "")),
            str(cell.get("before", "")),
            str(cell.get("after", "")),
            str(cell.get("sheet", "")),
            str(cell.get("field", "")),
            cell.get("row", {}),
        )
        for cell in bodies
    )


def _figure_body(figure: ReportedFigure) -> dict[str, Any]:
    """The fields that say something; figures as strings of exact decimals."""
    return {
        name: dict(figure.terms) if name == "terms" else value_body(getattr(figure, name))
        for name in _FIELDS
        if name == "kpi_ref" or getattr(figure, name) != getattr(_EMPTY, name)
    }


def _figure_of(body: Mapping[str, Any], words: RatingWords) -> ReportedFigure:
    known = {name: body[name] for name in _FIELDS if name in body}
    for name in (*VALUES, "tolerance"):
        if name in known:
            known[name] = recorded_value(known[name])
    figure = ReportedFigure(**known, words=words)
    is_whole = bool(figure.rating) and not figure.reason
    return replace(figure, reason=_without_word(figure)) if is_whole else figure


def _without_word(figure: ReportedFigure) -> str:
    """The reason of a rating on record with the whole sentence alone, as records once were."""
    words = figure.sentence
    # The sentence is the reason, a colon, the rating's word as it was then, and the rest.
    for word in (figure.rating_text, figure.rating):
        words = words.replace(f": {word}.", ".", 1)
    return words


def value_body(value: ResultValue | int | None) -> Any:  # noqa: ANN401 - what JSON holds
    """A value as JSON holds it without loss: exact decimals and dates named as such."""
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def recorded_value(body: Any) -> ResultValue | None:  # noqa: ANN401 - what JSON held
    """The value that ``value_body`` stored."""
    if isinstance(body, Mapping):
        return Decimal(body["number"]) if "number" in body else date.fromisoformat(body["date"])
    return body if isinstance(body, bool | str) else None


def _date(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None
