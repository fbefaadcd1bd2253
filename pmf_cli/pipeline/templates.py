"""A council's Word file as a template: looked at, and given its places; the example's paper made in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.read.opening import Progress, no_progress
from pmf_cli.places import EXAMPLE_REGISTER, TEMPLATES
from pmf_cli.shipped import shipped
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.template_parts import TemplateVerdict, template_listing

if TYPE_CHECKING:
    from pmf_cli.views.base import Report

EXAMPLE_ENDING = "-example.docx"
COPY_ENDING = "-pmf.docx"
PAPER = "clt"
"""The paper of the example that is made in a template: the one with most kinds of parts."""


@frozen
class LookedAtTemplate:
    """What is known of a template, and the example's paper in it.

    Attributes:
        paper: the paper as bytes; empty where none can be made.
        copy: the council's file with its places, where it was given them.
    """

    name: str
    verdict: TemplateVerdict
    paper: bytes
    copy: bytes = b""

    @property
    def files(self) -> dict[str, bytes]:
        """What may be written: file name → bytes."""
        stem = Path(self.name).stem
        ending = COPY_ENDING.removesuffix(".docx") if self.copy else ""
        made = {f"{stem}{COPY_ENDING}": self.copy, f"{stem}{ending}{EXAMPLE_ENDING}": self.paper}
        return {name: data for name, data in made.items() if data}

    def listing(self, as_of: date) -> Listing:
        """Its parts, and what would be lost, as a list."""
        return template_listing(self.name, self.verdict, as_of)

    @property
    def is_faulty(self) -> bool:
        """Whether no paper, or not a whole one, can be made with it."""
        return bool(self.verdict.refused) or not all(one.is_kept for one in self.verdict.parts)


def looked_at(path: Path, progress: Progress = no_progress) -> LookedAtTemplate:
    """What a template has a place for (``pmf template check``).

    UsageError: the file is missing, damaged, dangerous, or cannot be filled in.
    """
    from pmf_cli.render.word.guard import checked_template

    return _looked_at(path, checked_template(_existing(path)), progress)


def adopted_copy(path: Path, after: str = "", progress: Progress = no_progress) -> LookedAtTemplate:
    """A council's file with the places of papers in it, and what it then has a place for (``pmf template adopt``).

    UsageError: the file is missing, damaged or dangerous, has places already, or no such paragraph.
    """
    from pmf_cli.render.word.adopting import adopted
    from pmf_cli.render.word.guard import template_bytes
    from pmf_cli.render.word.paper import GENERAL_TEMPLATE

    ours = shipped(TEMPLATES) / GENERAL_TEMPLATE
    made = adopted(path, template_bytes(_existing(path)), ours.read_bytes(), after=after)
    seen = _looked_at(path, made.data, progress)
    return replace(seen, copy=made.data, verdict=replace(seen.verdict, done=made.done))


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", "Name a Word file (.docx).")
    return path


def _looked_at(path: Path, data: bytes, progress: Progress) -> LookedAtTemplate:
    from pmf_cli.render.accessibility import own_matters
    from pmf_cli.render.word.probing import template_parts

    parts = template_parts(path, data)
    progress("Making the example's paper in it")
    paper, refused = _example_paper(path, data)
    verdict = TemplateVerdict(parts, tuple(refused), _own_words(own_matters(data)))
    return LookedAtTemplate(path.name, verdict, paper)


def _own_words(matters: Sequence[str]) -> tuple[str, ...]:
    """What the file brings along, without its prepared tables, which are filled in."""
    return tuple(dict.fromkeys(one for one in matters if "{{" not in one))


def _example_paper(path: Path, data: bytes) -> tuple[bytes, list[str]]:
    """The example's paper in a template, and why it would be refused, each in a sentence."""
    from pmf_cli.analysis.issued.issue_history import History
    from pmf_cli.cycle.bodies import clt_name
    from pmf_cli.pipeline.page_lengths import fitted_to_pages
    from pmf_cli.pipeline.papers import for_audience
    from pmf_cli.pipeline.read.opening import assessed, open_register
    from pmf_cli.render.reading_back import word_gaps
    from pmf_cli.render.templates import templates_for
    from pmf_cli.render.theme import theme_of
    from pmf_cli.render.word.paper import paper_bytes, paper_problems
    from pmf_cli.views.papers import PAPERS

    opened = open_register(shipped(EXAMPLE_REGISTER))
    on = opened.settings.as_of or date.max
    assessment = assessed(opened, period="", as_of=on, with_checks=True)
    theme = theme_of(templates_for())
    paper = PAPERS[PAPER]
    told, audience = for_audience(assessment, History(), paper, clt_name(opened.register))

    def written(report: Report, _: Sequence[str]) -> dict[str, bytes]:
        return {f"{report.file_stem}.docx": paper_bytes(data, path, report, theme)}

    report, made = fitted_to_pages(paper, told.assessment, audience, ["docx"], written)
    (finished,) = made.values()
    gaps = word_gaps(report, theme, finished)
    return finished, [
        *(f"{one[:1].upper()}{one[1:]}." for one in gaps.named),
        *paper_problems(data, finished),
    ]
