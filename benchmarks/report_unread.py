"""``pmf`` without the reading back of finished papers: what is left of a run beside it.

Only a measurement: each finished file is read once more before it is put in place (DESIGN's
promise), and what that costs is told apart from making the paper.
"""

from __future__ import annotations

from pmf_cli.__main__ import main
from pmf_cli.render.excel import book
from pmf_cli.render.word import paper


def _nothing(*_: object, **__: object) -> None:
    """Finds nothing, without looking."""


if __name__ == "__main__":
    paper.word_gaps = book.excel_gaps = _nothing  # type: ignore[assignment]
    paper.refuse_incomplete = book.refuse_incomplete = _nothing  # type: ignore[assignment]
    main()
