"""A paper of so many pages: as full as they hold, and told where it is longer all the same."""

from __future__ import annotations

import pytest

from pmf_cli.pipeline import assessed, made_paper, open_register
from pmf_cli.pipeline.page_lengths import told_too_long
from pmf_cli.render.word.page_count import page_total
from pmf_cli.views.audience import Space
from pmf_cli.views.base import Paragraph, Section
from pmf_cli.views.papers import PAPERS, Paper
from pmf_cli.views.papers.making import Contents
from pmf_cli.views.parts.part import part
from tests.running import EXAMPLE

TRIED: list[int] = []


@part("words")
def words_part(assessment, audience):
    """As many paragraphs as there is room for."""
    TRIED.append(audience.space.words)
    return Section("Words", 1, tuple(Paragraph("Word. " * 60) for _ in range(audience.space.words)))


def a_paper(*rooms: int, pages: int = 1) -> Paper:
    """A paper that may have so many pages, with paragraphs for each room tried."""
    contents = Contents((words_part,), spaces=tuple(Space(one) for one in rooms))
    return Paper("words", "Words", "words", "", lambda: contents, pages=pages)


@pytest.fixture(scope="module")
def example():
    """The example, opened and assessed."""
    opened = open_register(EXAMPLE)
    return opened, assessed(opened, period="", as_of=opened.settings.as_of)


def test_the_first_that_keeps_to_its_pages_is_taken(example):
    """What would be too long is tried no further than needed."""
    TRIED.clear()
    made = made_paper(*example, a_paper(60, 4, 2), ["docx"])
    assert TRIED == [60, 4] and not made.remarks
    assert page_total(made.files["words-2024-25-q3.docx"]) == 1


def test_where_none_keeps_to_them_the_shortest_is_written_and_told(example):
    """With its pages and those it may have."""
    made = made_paper(*example, a_paper(60, 50), ["docx"])
    (said,) = made.remarks
    assert "words-2024-25-q3.docx has" in said and "pages, not 1" in said


def test_without_a_length_or_without_word_nothing_is_measured(example):
    """A workbook has no pages."""
    assert not made_paper(*example, a_paper(60, pages=0), ["docx"]).remarks
    assert not made_paper(*example, a_paper(60), ["xlsx"]).remarks
    assert told_too_long(a_paper(1), {"words.xlsx": b""}) == ()


@pytest.mark.slow
def test_every_priority_of_the_example_has_two_pages(example):
    """Front and back; nothing to tell."""
    made = made_paper(*example, PAPERS["priority"], ["docx"])
    assert not [one for one in made.remarks if "pages" in one]
    assert len(made.files) == len(example[0].register.priorities)
    assert {page_total(data) for data in made.files.values()} == {2}


@pytest.mark.slow
def test_every_directors_snapshot_of_the_example_is_one_page(example):
    """As much of what falls due as the page holds."""
    made = made_paper(*example, PAPERS["snapshot"], ["docx"])
    assert {page_total(data) for data in made.files.values()} == {1}
