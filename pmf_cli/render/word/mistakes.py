"""Which paragraph of a template has a mistake between its braces, in words that can be searched for in Word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jinja2 import TemplateError, UndefinedError

from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.render.office_file import XmlElement, opened_parts, parsed_part
from pmf_cli.render.word.markup import text_under, w
from pmf_cli.render.word.sandbox import TemplateLanguage

_TAG = re.compile(r"\{%-?(?:p|tr|tc|r)?\s*(\w+)([^%}]*)-?%\}")
_WORDS = re.compile(r"\{\{-?(?:p|tr|tc|r)?\s(.*?)-?\}\}")
_NAMED = re.compile(r"'(\w+)'")
_MARGIN = re.compile(r"word/(header|footer)\d*\.xml")
MOST_LETTERS = 60


@frozen
class TemplateLine:
    """A paragraph of a template that holds braces: where it stands, its words, the heading over it."""

    part: str
    text: str
    under: str = ""

    @property
    def words(self) -> str:
        """Where it is, in words: ``in the paragraph "..." under the heading "..."``."""
        margin = _MARGIN.fullmatch(self.part)
        if margin is not None:
            where = f" of the {'head' if margin[1] == 'header' else 'foot'} of pages"
        else:
            where = f' after "{_short(self.under)}"' if self.under else ""
        return f'in the paragraph "{_short(self.text)}"{where}'


def template_lines(data: bytes) -> list[TemplateLine]:
    """Every paragraph of a template that holds braces, those of the body first, each with the council's words before it."""
    parts = opened_parts(data)
    names = ["word/document.xml", *sorted(name for name in parts if _MARGIN.fullmatch(name))]
    return [line for name in names for line in _lines(name, parsed_part(parts[name]))]


def _lines(name: str, root: XmlElement) -> Iterator[TemplateLine]:
    under = ""
    for paragraph in root.iter(w("p")):
        text = " ".join(text_under(paragraph).split())
        if "{{" in text or "{%" in text or "{#" in text:
            yield TemplateLine(name, text, under)
        elif text:
            under = text


def fault_place(data: bytes) -> str:
    """The paragraph of a template with the mistake, to be set after the words that tell of it; empty where none is found."""
    lines = template_lines(data)
    found = next((one for one in lines if not _can_stand(one.text)), None) or _unpaired(lines)
    return f", {found.words}" if found is not None else ""


def missing_field_place(data: bytes, error: UndefinedError, printed: Sequence[str]) -> str:
    """The paragraph that asks for a field that there is not; empty where none is found.

    Args:
        printed: the lines of what was filled in; of several paragraphs that name such a field the error tells
            the line.
    """
    names = _NAMED.findall(str(error))
    lines = [one for one in template_lines(data) if names and _has_field(one.text, names[-1])]
    at = _line_of(error)
    if len(lines) > 1 and 0 < at <= len(printed):
        there = [one for one in lines if set(_insides(one.text)) & set(_insides(printed[at - 1]))]
        lines = there or lines
    return f", {lines[0].words}" if lines else ""


def _line_of(error: BaseException) -> int:
    """The line of a template at which filling it in stopped; 0 where that is not known."""
    step, found = error.__traceback__, 0
    while step is not None:
        if (
            "__jinja_template__" in step.tb_frame.f_globals
            or step.tb_frame.f_code.co_filename == "<template>"
        ):
            found = step.tb_lineno
        step = step.tb_next
    return found


def _insides(text: str) -> list[str]:
    """What stands between the braces of a text."""
    tags = (f"{one[1]} {one[2].strip()}" for one in _TAG.finditer(text))
    return [*tags, *(one.strip() for one in _WORDS.findall(text))]


def _has_field(text: str, name: str) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", one) for one in _insides(text))


_EMPTY_BRANCH = {
    "if": "{{% if {0} %}}{{% endif %}}",
    "elif": "{{% if {0} %}}{{% endif %}}",
    "for": "{{% for {0} %}}{{% endfor %}}",
}


def _can_stand(text: str) -> bool:
    """Whether what stands between the braces of a paragraph is understood, each by itself."""
    pieces = [f"{{{{ {_plain(one)} }}}}" for one in _WORDS.findall(text)]
    for tag, rest in _TAG.findall(text):
        made = _EMPTY_BRANCH.get(tag)
        if made:
            pieces.append(made.format(_plain(rest)))
        elif tag not in ("else", "endif", "endfor"):
            return False
    if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
        return False
    return all(map(_is_understood, pieces))


def _plain(inside: str) -> str:
    # Word turns quotation marks round as they are typed.
    return inside.translate(str.maketrans("“”‘’", "\"\"''")).strip()


def _is_understood(piece: str) -> bool:
    try:
        TemplateLanguage().from_string(piece)
    except (TemplateError, UsageError):
        return False
    return True


def _unpaired(lines: Sequence[TemplateLine]) -> TemplateLine | None:
    """The first end without its beginning, else the last beginning without its end."""
    opened: list[tuple[str, TemplateLine]] = []
    for line in lines:
        for found in _TAG.finditer(line.text):
            tag = found[1]
            if tag in ("if", "for"):
                opened.append((tag, line))
            elif tag.startswith("end"):
                if not opened or opened[-1][0] != tag[3:]:
                    return opened[-1][1] if opened else line
                opened.pop()
    return opened[-1][1] if opened else None


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
