"""LibreOffice, which makes PDF of Word: where it is, and how it is run without harm to anybody's own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from pmf_cli.errors import PmfError, UsageError

AT_MOST = 300.0
"""Seconds that LibreOffice is given; a long paper takes about ten."""
_NAMES = ("soffice", "libreoffice")
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
"""Where its installers for macOS and Windows put it, which no search path names."""
_FILTER = "pdf:writer_pdf_Export:{" + ",".join(
    f'"{name}":{{"type":"boolean","value":"true"}}'
    for name in ("UseTaggedPDF", "PDFUACompliance", "ExportBookmarks", "DisplayPDFDocumentTitle")
) + "}"  # fmt: skip
BY_HAND = "Install LibreOffice (libreoffice.org, 7.4 or newer), or open the Word file and save it as PDF there."
AGAIN = "Write the Word file (--format docx) and save it as PDF from there; if it opens there well, tell who looks after pmf."


def libreoffice() -> str:
    """The program of LibreOffice; ``UsageError`` where there is none."""
    found = _found()
    if found is None:
        raise UsageError("PDF is made by LibreOffice, which is not installed here.", BY_HAND)
    return found


def has_libreoffice() -> bool:
    """Whether a PDF can be made here."""
    return _found() is not None


def _found() -> str | None:
    return next(filter(None, map(shutil.which, (*_NAMES, *_ELSEWHERE))), None)


def converted(program: str, word: bytes) -> bytes:
    """The PDF that LibreOffice makes of a Word file, in a folder and with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="pmf-pdf-") as scratch:
        folder = Path(scratch)
        (folder / "paper.docx").write_bytes(word)
        command = [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", _FILTER, "--outdir", str(folder), str(folder / "paper.docx"),
        ]  # fmt: skip
        said = _ran(command, folder)
        made = folder / "paper.pdf"
        if not made.is_file():
            raise PmfError(f"LibreOffice made no PDF{f': {said}' if said else ''}.", AGAIN)
        return made.read_bytes()


def _ran(command: list[str], folder: Path) -> str:
    """Runs LibreOffice to its end, at most so long, and gives what it said last.

    Its program starts a second one, so both are ended where it does not come to an end.
    """
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            output, _ = process.communicate(timeout=AT_MOST)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise PmfError(
                f"LibreOffice did not make the PDF within {AT_MOST / 60:.0f} minutes and was ended.",
                AGAIN,
            ) from error
        except BaseException:
            _end(process)
            raise
    lines = output.decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a program that was started here, with those that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
