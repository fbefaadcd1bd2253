"""The list of contents of papers that have one, and the marks that it leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmf_cli.render.word.markup import Element, attribute, parsed, run_text, w
from pmf_cli.views.base import Report

PREFIX = "_Toc"
"""What the names of bookmarks begin with, as Word's own do."""
DEEPEST = 2
"""Levels of headings listed."""


def mark_of(number: int) -> str:
    """The name of the bookmark of a section, by its number in the paper."""
    return f"{PREFIX}{100_000 + number}"


FIRST_ROW = 50_000
"""The number of the first bookmark of a row of a table; those before it are of sections."""


def row_marks(report: Report) -> dict[str, str]:
    """The bookmarks of rows that entries send their reader to, by key; of two rows of one key, the first."""
    keys = (one.key for table in report.tables() for row in table.rows for one in row if one.key)
    return {key: mark_of(FIRST_ROW + at) for at, key in enumerate(dict.fromkeys(keys))}


def bookmark_number(mark: str) -> int:
    """The number of a bookmark, by its name."""
    return int(mark.removeprefix(PREFIX)) - 100_000


def bookmark(heading: Element, number: int) -> str:
    """Marks a heading so that links reach it, and gives the mark's name."""
    name = mark_of(number)
    start = parsed(f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>')
    end = parsed(f'<w:bookmarkEnd w:id="{number}"/>')
    properties = heading.find(w("pPr"))
    # The properties of a paragraph must stay its first child.
    heading.insert(0 if properties is None else 1, start)
    heading.append(end)
    return name


def write_contents(
    place: Element, entries: Sequence[tuple[int, str, str]], styles: Mapping[str, str]
) -> None:
    """Puts the contents, level, words and mark of each heading, where the template has its place for them.

    ``styles`` are identifiers by Word's own names. Page numbers are known to Word alone, so the entries are links; "Update field" in Word adds numbers.
    """
    listed = [entry for entry in entries if entry[0] <= DEEPEST]
    paragraphs = []
    for at, (level, words, name) in enumerate(listed):
        style = styles.get(f"toc {level}")
        named = f"<w:pStyle w:val={attribute(style)}/>" if style else ""
        indent = "" if named else f'<w:ind w:left="{(level - 1) * 280}"/>'
        # One field spans all entries, so that Word can make the list anew.
        begin = _field_begin() if at == 0 else ""
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if at == len(listed) - 1 else ""
        paragraphs.append(
            f"<w:p><w:pPr>{named}{indent}</w:pPr>{begin}"
            f'<w:hyperlink w:anchor={attribute(name)} w:history="1"><w:r>{run_text(words)}</w:r>'
            f"</w:hyperlink>{end}</w:p>"
        )
    parent = place.getparent()
    position = parent.index(place)
    parent.remove(place)
    for offset, xml in enumerate(paragraphs):
        parent.insert(position + offset, parsed(xml))


def _field_begin() -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{DEEPEST}" \\h \\n \\z </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
