"""A PDF read back against the Word file that it was made of, which itself was read back against the report."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.render.pdf.finished import FoundPdf
from pmf_cli.render.reading_back.gaps import Gaps, ReadBackPart
from pmf_cli.render.reading_back.pages import FoundPaper, Kind, PrintedLine

_PARTS = {
    Kind.HEADING: ReadBackPart.HEADING,
    Kind.WORDS: ReadBackPart.PARAGRAPH,
    Kind.TABLE: ReadBackPart.TABLE,
    Kind.CHART: ReadBackPart.CHART,
}


def pdf_gaps(word: bytes, data: bytes) -> Gaps:
    """What a PDF lacks of the Word file: words of paragraphs and cells, and those for drawings.

    Lines break otherwise in each, so that blanks do not count.
    """
    found = FoundPdf(data)
    there = "\n".join(map(_joined, (found.running_text, *found.drawn)))
    gaps = Gaps()
    for line in FoundPaper(word).lines:
        gaps.expect(_PARTS[line.kind])
        lost = next((one for one in _words_of(line) if not _stands(one, there)), None)
        if lost is None:
            continue
        if line.kind is Kind.TABLE:
            gaps.wrong(f'the table "{line.text}" lacks "{lost}"')
        else:
            gaps.lacks(_PARTS[line.kind], lost)
    return gaps


def _words_of(line: PrintedLine) -> Iterator[str]:
    # A table's name is among its properties, which LibreOffice drops; a caption that is seen is a paragraph.
    if line.kind is not Kind.TABLE:
        yield line.text
    for row in line.rows:
        yield from row


def _stands(text: str, there: str) -> bool:
    """Whether a text is there, its words in their order; a sign of another font may come after the word it precedes."""
    return _joined(text) in there or all(word in there for word in text.split())


def _joined(text: str) -> str:
    return "".join(text.split())
