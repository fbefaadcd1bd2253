"""A report as a tagged PDF, made of its Word file by LibreOffice, where that is installed.

The PDF is PDF/UA: tagged, with its title shown, its language and its headings as bookmarks, so that it can be
read aloud and found one's way in. It bears the date of the data, as every paper does.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, time
from hashlib import md5
from typing import Any

from pmf_cli.errors import PmfError
from pmf_cli.render.pdf.drawings import give_words
from pmf_cli.render.pdf.finished import FoundPdf, pdf_problems
from pmf_cli.render.pdf.office import AGAIN, BY_HAND, converted, libreoffice
from pmf_cli.render.reading_back.gaps import refuse_incomplete
from pmf_cli.render.reading_back.pdf import pdf_gaps
from pmf_cli.render.templates import Templates
from pmf_cli.render.theme import Theme
from pmf_cli.render.word.paper import word_report
from pmf_cli.views.base import Report


def pdf_report(report: Report, theme: Theme, templates: Templates) -> bytes:
    """The report as PDF; the same report gives the same bytes with the same LibreOffice.

    Raises:
        UsageError: LibreOffice is not installed; the template cannot be used (see ``word_report``); or the
            PDF lacks something that the Word file holds.
        PmfError: LibreOffice does not make a PDF, or not in time.
    """
    program = libreoffice()
    word = word_report(report, theme, templates)
    data = _put_right(converted(program, word), word, report.as_at)
    refuse_incomplete(pdf_gaps(word, data), "LibreOffice", AGAIN)
    problems = pdf_problems(FoundPdf(data))
    if problems:
        raise PmfError(f"The PDF could not be read by everyone: {' '.join(problems)}", BY_HAND)
    return data


_XMP_TIME = re.compile(rb"(?<=Date>)\d{4}-\d\d-\d\dT[^<]*(?=<)")
_IDENTITY = re.compile(rb"/ID ?\[[^\]]*\]")


def _put_right(data: bytes, word: bytes, as_at: date) -> bytes:
    """The PDF with its drawings' words, and with nothing in it of the time at which it was made."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(data))
    root: Any = writer.root_object
    give_words(root, word)
    moment = datetime.combine(as_at, time(), UTC)
    writer.add_metadata({"/CreationDate": moment.strftime("D:%Y%m%d%H%M%SZ")})
    if "/Metadata" in root:
        described = root["/Metadata"]
        described.set_data(
            _XMP_TIME.sub(moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), described.get_data())
        )
    writer.pdf_header = data[:8].decode("ascii", "replace")
    made = io.BytesIO()
    writer.write(made)
    body, trailer, tail = made.getvalue().rpartition(b"trailer")
    # By its name a PDF is told from others: it comes from the content, as everything in it does.
    name = b"<" + md5(word, usedforsecurity=False).hexdigest().encode() + b">"
    return body + trailer + _IDENTITY.sub(b"/ID [" + name + b" " + name + b"]", tail)
