"""Colour only for people who look at a terminal; plain aligned text everywhere else."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from pmf_cli.render import terminal
from pmf_cli.views.base import Column, Entry, Paragraph, Section, Table, Tone

SECTIONS = (
    Section(
        "Ratings",
        1,
        (
            Paragraph("[c] and [/] are data :smile:", label="Note:"),
            Table("t", "T", (Column("Rating"),), ((Entry("Red", tone=Tone.RED),),)),
        ),
    ),
)


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    for name in ("NO_COLOR", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def test_a_terminal_gets_colour_word_and_mark():
    """The colour is added to the words, never instead."""
    screen = Screen()
    terminal.show(SECTIONS, stream=screen)
    assert "\x1b[" in screen.getvalue()
    assert "■ Red" in screen.getvalue()
    assert "[c] and [/] are data :smile:" in screen.getvalue()


def test_no_color_is_respected(monkeypatch):
    """The same words without a single escape."""
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Screen()
    terminal.show(SECTIONS, stream=screen)
    assert "\x1b" not in screen.getvalue()
    assert "■ Red" in screen.getvalue()


def test_a_pipe_gets_plain_text():
    """A file or another program never gets escapes."""
    pipe = io.StringIO()
    terminal.show(SECTIONS, stream=pipe)
    assert pipe.getvalue() == terminal.text_of(SECTIONS)


@pytest.mark.parametrize("width", [30, 80, 200])
def test_lines_fit_the_terminal(monkeypatch, width):
    """Nothing runs over the edge."""
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Screen()
    long = (Section("H", 1, (Paragraph("word " * 100), *SECTIONS[0].blocks)),)
    terminal.show(long, stream=screen)
    assert all(len(line) <= width for line in screen.getvalue().splitlines())


def test_signs_that_the_stream_lacks_become_question_marks():
    """An old Windows console does not stop the run."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252", newline="\n")
    terminal.show((Section("▲ £5 漢", 1, ()),), stream=stream)
    stream.flush()
    assert b"? \xa35 ?" in raw.getvalue()


def test_plain_output_needs_no_rich():
    """Neither rich nor pandas is loaded to build and print a rating table or a report."""
    code = (
        "import io, sys\n"
        "import pmf_cli.views.papers.clt, pmf_cli.views.lists.rag, pmf_cli.views.lists.status, pmf_cli.views.lists.kpi_page\n"
        "import pmf_cli.render.data\n"
        "from pmf_cli.render import terminal\n"
        "terminal.show((), stream=io.StringIO())\n"
        "heavy = {'rich', 'pandas', 'numpy', 'matplotlib', 'openpyxl', 'docx', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
