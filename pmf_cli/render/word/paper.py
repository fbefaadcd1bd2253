"""A finished paper: the frame printed by docxtpl, then everything built into its places."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from pmf_cli.errors import UsageError
from pmf_cli.render.accessibility import refuse_inaccessible, word_problems
from pmf_cli.render.printable import fitting
from pmf_cli.render.rezip import rezip
from pmf_cli.render.templates import Templates
from pmf_cli.render.theme import Theme
from pmf_cli.render.word.contents import bookmark, write_contents
from pmf_cli.render.word.drawings import add_chart
from pmf_cli.render.word.guard import checked_template
from pmf_cli.render.word.markup import Element, text_of, w
from pmf_cli.render.word.pages import begin_page, end_pages, is_wide, parts_of, room_on, turned
from pmf_cli.render.word.places import CONTENTS, PLACE, Frame, frame, heading_text
from pmf_cli.render.word.tables import fill_table
from pmf_cli.views.base import Report, Section

GENERAL = "default.docx"
PRODUCER = "pmf"


def paper(report: Report, theme: Theme, templates: Templates) -> bytes:
    """A report as the bytes of a Word file.

    Raises:
        UsageError: the template is missing, dangerous or asks for what there is not, or the
            paper made with it could not be read by everyone.
    """
    path = templates.find(f"{report.name}.docx", GENERAL)
    if path is None:
        raise UsageError(f"There is no template {GENERAL}.", "Install pmf again.")
    framed = frame(report, theme)
    document = _printed(path, checked_template(path), framed)
    _built(document, report, framed, theme)
    _described(document, report)
    buffer = io.BytesIO()
    document.save(buffer)
    data = rezip(buffer.getvalue(), report.as_at)
    refuse_inaccessible(word_problems(data), f"the template {path}")
    return data


def _printed(path: Path, data: bytes, framed: Frame) -> Any:  # noqa: ANN401
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

    from pmf_cli.render.word.sandbox import TemplateLanguage

    try:
        template = DocxTemplate(io.BytesIO(data))
        template.render(dict(framed.context), TemplateLanguage(), autoescape=True)
    except UndefinedError as error:
        raise UsageError(
            f"The template {path} asks for a field that this report has not: {error.message}.",
            "See docs/templates.md for every field.",
        ) from error
    except TemplateSyntaxError as error:
        raise UsageError(
            f"The template {path} has a mistake between braces: {error.message}.",
            "See that every {% for %} has its {% endfor %} and every {% if %} its {% endif %}.",
        ) from error
    except TemplateError as error:
        raise UsageError(
            f"The template {path} cannot be filled in: {error.message}.",
            "Start again from the default.docx that comes with pmf.",
        ) from error
    except UsageError as error:
        raise UsageError(f"{path}: {error.message}", error.advice) from error
    except (KeyError, ValueError, SyntaxError) as error:
        raise UsageError(
            f"The template {path} is damaged and cannot be filled in.",
            "Open it in Word and save it again, or start from the default.docx of pmf.",
        ) from error
    return template.docx


def _built(document: Any, report: Report, framed: Frame, theme: Theme) -> None:  # noqa: ANN401
    """Builds tables, charts, contents and pages into the printed frame."""
    body = document.element.body
    page = body.find(w("sectPr"))
    names = {style.style_id: style.name.lower() for style in document.styles}
    wide = [is_wide(part) for part in parts_of(report.sections)]
    room = room_on(turned(page, wide=False))
    lying = False
    part = -1
    numbers = count(1).__next__
    waiting = _expected(report.sections)
    expected = next(waiting, None)
    entries: list[tuple[int, str, str]] = []
    contents: Element | None = None
    for element in list(body):
        if element.tag == w("tbl"):
            found = PLACE.search(text_of(element))
            if found and found[1] == "table":
                fill_table(element, framed.tables[int(found[2])], theme, room, numbers)
            continue
        if element.tag != w("p"):
            continue
        words = text_of(element)
        if words == CONTENTS:
            contents = element
            continue
        found = PLACE.search(words)
        if found and found[1] == "chart":
            chart = framed.charts[int(found[2])]
            add_chart(document, element, chart, numbers(), theme, report.as_at, room)
            continue
        if expected is None or words != expected[1] or _level(element, names) != expected[0]:
            continue
        level, section = expected[0], expected[2]
        entries.append((level, words, bookmark(element, len(entries))))
        if section.level <= 1 or part < 0:
            part += 1
            if wide[part] != lying:
                end_pages(element, turned(page, wide=lying))
                lying = wide[part]
                room = room_on(turned(page, wide=lying))
            elif section.page_break:
                begin_page(element)
        elif section.page_break:
            begin_page(element)
        expected = next(waiting, None)
    body.replace(page, turned(page, wide=lying))
    if contents is not None:
        write_contents(contents, entries, set(names))


def _expected(sections: Sequence[Section]) -> Iterator[tuple[int, str, Section]]:
    for section in sections:
        yield min(max(section.level, 1), 3), heading_text(section), section


def _level(paragraph: Element, names: dict[str, str]) -> int:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    name = "" if style is None else names.get(style.get(w("val")), "")
    return int(name[8]) if name.startswith("heading ") and name[8:9].isdigit() else 0


def _described(document: Any, report: Report) -> None:  # noqa: ANN401
    """Document properties: of the report and the date of its data, never of this machine."""
    properties = document.core_properties
    made = datetime(report.as_at.year, report.as_at.month, report.as_at.day)  # noqa: DTZ001
    properties.title = fitting(report.title, 255)
    properties.subject = fitting(report.subtitle, 255)
    properties.author = PRODUCER
    properties.last_modified_by = PRODUCER
    properties.comments = ""
    properties.keywords = ""
    properties.category = ""
    properties.language = "en-GB"
    properties.created = properties.modified = made
    properties.last_printed = made
    properties.revision = 1
