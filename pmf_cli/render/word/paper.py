"""A finished paper: the frame printed by docxtpl, then everything built into its places."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from pmf_cli.errors import UsageError
from pmf_cli.gc_pause import gc_paused
from pmf_cli.render.accessibility import own_matters, refuse_inaccessible, word_problems
from pmf_cli.render.logo import Logo, logo_of
from pmf_cli.render.office_file import packed
from pmf_cli.render.reading_back import refuse_incomplete, word_gaps
from pmf_cli.render.templates import Templates
from pmf_cli.render.theme import Theme
from pmf_cli.render.word.build import Builder
from pmf_cli.render.word.guard import checked_template
from pmf_cli.render.word.language import let_fields_speak_english, speak_english
from pmf_cli.render.word.large_print import enlarge
from pmf_cli.render.word.logo import put_logo
from pmf_cli.render.word.markup import text_under, w
from pmf_cli.render.word.mistakes import fault_place, missing_field_place
from pmf_cli.render.word.places import LEFT_HEADING, OPEN, Frame, frame, printed_plain
from pmf_cli.views.base import Report
from pmf_cli.workbook.text import fitting

GENERAL_TEMPLATE = "default.docx"
PRODUCER = "pmf"
TO_DO = (
    "Put the fields that docs/restyle.md lists into it, visible and in the order of the report, or "
    "start from the default.docx that comes with pmf."
)


def word_report(report: Report, theme: Theme, templates: Templates) -> bytes:
    """A report as a Word file; the same report gives the same bytes everywhere.

    The template is ``<report>.docx`` where there is one, else ``default.docx``.

    Raises:
        UsageError: the template is missing, dangerous or asks for what there is not, or the
            paper made with it could not be read by everyone, or lacks what it should hold.
    """
    path = _template_of(report, templates)
    template = checked_template(path)
    with gc_paused(collect_after=True):
        data = paper_bytes(template, path, report, theme, logo_of(theme.logo, templates, ("png",)))
    gaps = word_gaps(report, theme, data)
    problems = paper_problems(template, data)
    # A link to what is lacking leads nowhere: then what is lacking is said, and not the link.
    if not all(LINK_RULE in problem for problem in problems):
        refuse_inaccessible(problems, f"the template {path}")
    refuse_incomplete(gaps, f"the template {path}", TO_DO)
    refuse_inaccessible(problems, f"the template {path}")
    return data


def paper_problems(template: bytes, data: bytes) -> tuple[str, ...]:
    """What not everyone could read of a paper, but for what its template itself brings along."""
    theirs = own_matters(template)
    return tuple(one for one in word_problems(data) if one not in theirs)


def _template_of(report: Report, templates: Templates) -> Path:
    """The template that the body asks for, else the paper's own, else the general one."""
    if report.template:
        own = templates.named(report.template)
        if own is None:
            raise UsageError(
                f'There is no template "{report.template}", which the sheet Boards names for this paper.',
                "Put the file into the register's folder, or into templates beside pmf.toml, or leave the cell "
                "blank.",
            )
        return own
    path = templates.find(f"{report.name}.docx", GENERAL_TEMPLATE)
    if path is None:
        raise UsageError(f"There is no template {GENERAL_TEMPLATE}.", "Install pmf again.")
    return path


def paper_bytes(
    template: bytes, path: Path, report: Report, theme: Theme, logo: Logo | None = None
) -> bytes:
    """The paper made with a template, held against nothing; errors name the template by its path.

    UsageError: the template asks for what there is not, or has places where nothing can be filled in.
    """
    framed = frame(report)
    document = printed_frame(path, template, framed)
    speak_english(document.styles.element)
    if report.is_large_print:
        enlarge(document)
    Builder(document, report, framed, theme).build()
    _nothing_left(document, path)
    if logo is not None:
        put_logo(document, logo, printed_plain(report.council))
    _described(document, report)
    without_thumbnail(document)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    if APPLICATION in parts:
        parts[APPLICATION] = _application(report)
    return packed(
        {
            name: LEFT_HEADING.sub(b"", part) if name.endswith(".xml") else part
            for name, part in parts.items()
        },
        report.as_at,
    )


def printed_frame(path: Path, data: bytes, framed: Frame) -> Any:  # noqa: ANN401
    """The document as the template prints it, with places for what is built in.

    UsageError: the template cannot be filled in; the message names the paragraph.
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

    from pmf_cli.render.word.sandbox import TemplateLanguage

    try:
        template = DocxTemplate(io.BytesIO(data))
        template.init_docx()
        let_fields_speak_english(template.docx.element.body)
        # Without autoescape "Children & Families" loses its sign, and a cell could hold markup.
        template.render(dict(framed.context), TemplateLanguage(), autoescape=True)
    except UndefinedError as error:
        raise UsageError(
            f"The template {path} asks for a field that this report has not: {_said(error)}"
            f"{missing_field_place(data, error, _lines_of(template))}.",
            "See docs/restyle.md for every field.",
        ) from error
    except TemplateSyntaxError as error:
        raise UsageError(
            f"The template {path} has a mistake between braces: {_said(error)}{fault_place(data)}.",
            "See that every {% for %} has its {% endfor %} and every {% if %} its {% endif %}.",
        ) from error
    except TemplateError as error:
        raise UsageError(
            f"The template {path} cannot be filled in: {_said(error)}{fault_place(data)}.",
            "Start again from the default.docx that comes with pmf.",
        ) from error
    except UsageError as error:
        said = error.message.rstrip(".")
        raise UsageError(f"{path}: {said}{fault_place(data)}.", error.advice) from error
    except (KeyError, ValueError, SyntaxError) as error:
        raise UsageError(
            f"The template {path} is damaged and cannot be filled in.",
            "Open it in Word and save it again, or start from the default.docx of pmf.",
        ) from error
    return template.docx


def _lines_of(template: Any) -> list[str]:  # noqa: ANN401 - docxtpl
    """The lines in which docxtpl fills a body in: one begins at each paragraph."""
    text = template.patch_xml(template.get_xml())
    return _PARAGRAPH.sub(r"\n<w:p\1", text).split("\n")


_PARAGRAPH = re.compile(r"<w:p([ >])")
LINK_RULE = "WCAG 2.4.4"
"""By what the sentence about a link that leads nowhere is known."""
APPLICATION = "docProps/app.xml"


def _application(report: Report) -> bytes:
    """Properties of whose file it is, in place of the template's, which tell of another document's making."""
    company = escape(fitting(report.council, 255), quote=False)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
        'openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Company>{company}</Company></Properties>"
    ).encode()


def _said(error: Exception) -> str:
    return str(error).strip().rstrip(".")


def _described(document: Any, report: Report) -> None:  # noqa: ANN401
    """Document properties: of the report and the date of its data, never of this machine."""
    properties = document.core_properties
    made = datetime(report.as_at.year, report.as_at.month, report.as_at.day)  # noqa: DTZ001
    properties.title = fitting(report.full_title, 255)
    properties.subject = fitting(report.subtitle, 255)
    properties.author = properties.last_modified_by = fitting(report.council or PRODUCER, 255)
    properties.comments = ""
    properties.keywords = ""
    properties.category = ""
    properties.language = "en-GB"
    properties.created = properties.modified = made
    properties.last_printed = made
    properties.revision = 1


def without_thumbnail(document: Any) -> None:  # noqa: ANN401
    """Takes out the small picture of a file, which would be that of another document."""
    package = document.part.package
    for key, one in list(package.rels.items()):
        if one.reltype.endswith("/thumbnail"):
            package.rels.pop(key)


def _nothing_left(document: Any, path: Path) -> None:  # noqa: ANN401
    """Every place was filled; one that stands elsewhere than it may would print as rubbish."""
    if any(OPEN in text_under(paragraph) for paragraph in document.element.body.iter(w("p"))):
        raise UsageError(
            f"The template {path} has the place of a table, chart or contents where it cannot "
            "be filled.",
            "block.place of a table stands in the heading row of a prepared table; that of a "
            "chart, and contents_place, in a paragraph of their own, outside tables and text "
            "boxes.",
        )
