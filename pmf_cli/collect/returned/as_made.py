"""A return form read back before it is given out: it asks for each figure and each answer, once."""

from __future__ import annotations

from pmf_cli.collect.form.content import FormContent
from pmf_cli.collect.form.layout import WHOLE
from pmf_cli.collect.returned.read import raw_form
from pmf_cli.errors import PmfError
from pmf_cli.workbook.cells import Book


def refuse_unlike(content: FormContent, book: Book) -> None:
    """Stops where a finished form is not what it should be, read as a returned one is.

    Args:
        content: what the form should ask.
        book: the finished form, read again.

    Raises:
        PmfError: what is wrong with it.
    """
    form = raw_form(book)
    asked = [_plain(line.kpi.ref, line.period, line.split or WHOLE) for line in content.lines]
    questions = [_plain(one.kpi_ref, one.period, one.kind.value) for one in content.questions]
    if form is None or form.faults or form.facts.get("ref") != content.ref:
        what = "could not be read again"
    elif [_plain(*map(row.text, ("ref", "period", "split"))) for row in form.results] != asked:
        what = "does not ask for each figure that is due"
    elif [_plain(*map(row.text, ("ref", "period", "kind"))) for row in form.comments] != questions:
        what = "does not put each question"
    elif form.is_filled_in:
        what = "is not empty where people fill in"
    else:
        return
    raise PmfError(
        f"The return form {content.ref} {what}, so it was not given out.",
        "Run the command again; if it is refused again, report it as a fault of pmf.",
    )


def _plain(*texts: object) -> tuple[str, ...]:
    """Texts as they are compared, without regard to white space."""
    return tuple(" ".join(str(text).split()) for text in texts)
