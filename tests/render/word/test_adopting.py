"""Councils' own Word files given the places of papers: nothing of theirs is lost, nothing of ours."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from pmf_cli.errors import UsageError
from pmf_cli.pipeline.read.opening import assessed, open_register
from pmf_cli.render.office_file import opened_parts, packed, parsed_part
from pmf_cli.render.reading_back.pages import FoundPaper
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.adopting import Adopted, adopted
from pmf_cli.render.word.built_in import BuiltInStyles
from pmf_cli.render.word.guard import template_bytes
from pmf_cli.render.word.markup import text_under, value_at, w
from pmf_cli.render.word.paper import word_report
from pmf_cli.render.word.probing import template_parts
from pmf_cli.shipped import shipped
from pmf_cli.views.base import Report
from pmf_cli.views.lists.template_parts import PartState
from tests.papers import clt_report
from tests.render.word.council_files import COUNCIL_FILES, cover_in_text_boxes, three_breaks
from tests.running import EXAMPLE

OURS = (shipped("templates") / "default.docx").read_bytes()
THEME = theme_of(templates_for())
KINDS = tuple(COUNCIL_FILES)
GROWN = frozenset(["word/document.xml", "word/styles.xml", "word/numbering.xml"])
OF_THE_REPORT = frozenset(["docProps/core.xml", "docProps/app.xml"])


@cache
def theirs(kind: str) -> bytes:
    """The council's file."""
    return COUNCIL_FILES[kind]()


@cache
def copy_of(kind: str) -> Adopted:
    """The same with the places in it."""
    return adopted(Path(f"{kind}.docx"), theirs(kind), OURS)


@cache
def the_report() -> Report:
    """CLT's paper of the example."""
    opened = open_register(EXAMPLE)
    rated = assessed(opened, period="", as_of=opened.settings.as_of, with_checks=True)
    return clt_report(rated)


@cache
def paper_in(kind: str) -> bytes:
    """CLT's paper in the council's file; in the shipped template where no kind is named."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        if kind:
            (Path(folder) / "default.docx").write_bytes(copy_of(kind).data)
        return word_report(the_report(), THEME, templates_for(asked=Path(folder)))


def canonical(element: etree._Element, *, with_languages: bool = True) -> bytes:
    """An element as text that is the same however it was written."""
    own = etree.fromstring(etree.tostring(element, with_tail=False))
    for language in () if with_languages else list(own.iter(w("lang"))):
        language.getparent().remove(language)
    return etree.tostring(own, method="c14n", exclusive=True)


def texts_of(data: bytes) -> list[str]:
    """The words of every paragraph of body, heads, feet and text boxes."""
    parts = opened_parts(data)
    return [
        words
        for name in sorted(parts)
        if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", name)
        for one in parsed_part(parts[name]).iter(w("p"))
        if (words := " ".join("".join(t.text or "" for t in one.iter(w("t"))).split()))
    ]


def styles_of(data: bytes, *, with_languages: bool = True) -> dict[str, bytes]:
    """Every style definition by its identifier."""
    root = parsed_part(opened_parts(data)["word/styles.xml"])
    return {
        one.get(w("styleId")): canonical(one, with_languages=with_languages)
        for one in root.iter(w("style"))
    }


def numbers_of(data: bytes) -> list[bytes]:
    """Every list definition."""
    part = opened_parts(data).get("word/numbering.xml")
    return [] if part is None else [canonical(one) for one in parsed_part(part)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_holds_every_part_paragraph_style_and_list_of_the_file(kind: str) -> None:
    """What need not grow is the same byte for byte; what grows keeps all that it held."""
    old, new = opened_parts(theirs(kind)), opened_parts(copy_of(kind).data)
    for name, part in old.items():
        if name not in GROWN:
            assert new[name] == part, name
    for name in ("word/document.xml",):
        held = [canonical(one) for one in parsed_part(new[name]).find(w("body"))]
        wanted = [canonical(one) for one in parsed_part(old[name]).find(w("body"))]
        assert [one for one in held if one in wanted] == wanted
    assert styles_of(theirs(kind)).items() <= styles_of(copy_of(kind).data).items()
    assert not Counter(numbers_of(theirs(kind))) - Counter(numbers_of(copy_of(kind).data))


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_of_a_paper_has_a_place_in_a_copy(kind: str) -> None:
    """Its check finds nothing lost, nothing unheard and nothing left to plain words."""
    parts = template_parts(Path(f"{kind}.docx"), copy_of(kind).data)
    assert len(parts) == 23
    assert {one.state for one in parts} == {PartState.OWN}


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_in_a_councils_file_loses_nothing_of_theirs(kind: str) -> None:
    """Every part but properties, every paragraph, every style but for its language, every list."""
    made = paper_in(kind)
    lost = set(opened_parts(theirs(kind))) - set(opened_parts(made))
    assert {name for name in lost if "thumbnail" not in name} == set()
    assert not Counter(texts_of(theirs(kind))) - Counter(texts_of(made))
    own = styles_of(theirs(kind), with_languages=False).items()
    assert own <= styles_of(made, with_languages=False).items()
    assert not Counter(numbers_of(theirs(kind))) - Counter(numbers_of(made))
    old, new = (parsed_part(opened_parts(one)["word/document.xml"]) for one in (theirs(kind), made))
    for tag in ("sdt", "txbxContent"):
        assert [canonical(one) for one in new.iter(w(tag))] == [
            canonical(one) for one in old.iter(w(tag))
        ]


def shown_in(data: bytes) -> Counter[str]:
    """The words of every line and cell of a paper; without its numbers of pages."""
    found: Counter[str] = Counter()
    for line in FoundPaper(data).lines:
        found[line.text] += 1
        for row in line.rows:
            found.update(cell for cell in row if not cell.isdecimal())
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_in_a_councils_file_says_what_it_says_in_the_shipped_template(kind: str) -> None:
    """Word for word, table for table; it was read back when it was made."""
    assert not shown_in(paper_in("")) - shown_in(paper_in(kind))


def test_pages_of_the_council_before_and_after_the_paper_stay_as_they_are() -> None:
    """The cover, the appendix on its side and the back page keep size, side, head, foot and numbers."""

    def pages(data: bytes) -> list[bytes]:
        root = parsed_part(opened_parts(data)["word/document.xml"])
        return [canonical(one) for one in root.iter(w("sectPr"))]

    old, new = pages(three_breaks()), pages(paper_in("three-breaks"))
    assert new[0] == old[0]
    assert new[-2:] == old[-2:]
    root = parsed_part(opened_parts(paper_in("three-breaks"))["word/document.xml"])
    inside = list(root.iter(w("sectPr")))[1:-2]
    # The first page of the paper has the head of a first page and begins the numbers; no later one does.
    assert [one.find(w("titlePg")) is not None for one in inside] == [True] + [False] * (
        len(inside) - 1
    )
    assert [value_at(one, "pgNumType", "start") for one in inside] == ["1"] + [None] * (
        len(inside) - 1
    )


def test_numbers_of_pages_follow_the_councils_own_beginning() -> None:
    """The cover is not counted where the main part begins at 1 again."""

    def pages(data: bytes) -> list[str]:
        root = parsed_part(opened_parts(data)["word/document.xml"])
        return [
            text_under(one) for one in root.iter(w("fldSimple")) if "PAGEREF" in one.get(w("instr"))
        ]

    started = copy_of("three-breaks").data
    parts = opened_parts(started)
    whole = parts["word/document.xml"]
    parts["word/document.xml"] = re.sub(rb"<w:pgNumType[^>]*/>", b"", whole)
    assert parts["word/document.xml"] != whole
    counted = pages(word_in(packed(parts, date(2024, 1, 1))))
    assert [int(one) - 1 for one in counted] == list(map(int, pages(paper_in("three-breaks"))))


def test_pages_on_their_side_end_before_the_councils_last_words() -> None:
    """What stands after the paper in the same part of the file lies as it did."""
    data = three_breaks()
    made = adopted(Path("t.docx"), data, OURS, after="purpose of this report")
    sections = the_report().sections
    lying = next(at for at, one in enumerate(sections) if one.is_sideways)
    ends = next(at for at in range(lying + 1, len(sections)) if sections[at].level == 1)
    paper = word_in(made.data, replace(the_report(), sections=sections[:ends]))
    elements = list(parsed_part(opened_parts(paper)["word/document.xml"]).find(w("body")))
    at = next(n for n, one in enumerate(elements) if text_under(one) == "Performance")
    pages = [one.find(f"{w('pPr')}/{w('sectPr')}") for one in elements]
    sides = [None if one is None else value_at(one, "pgSz", "orient") or "upright" for one in pages]
    assert [one for one in sides[:at] if one][-1] == "landscape"
    assert next(one for one in sides[at:] if one) == "upright"


def word_in(template: bytes, report: Report | None = None) -> bytes:
    """A paper in a template."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "default.docx").write_bytes(template)
        return word_report(report or the_report(), THEME, templates_for(asked=Path(folder)))


def test_papers_go_where_they_are_asked_to() -> None:
    """After the paragraph with the words given; one that is not there is told."""
    made = adopted(Path("t.docx"), COUNCIL_FILES["own-template"](), OURS, after="type here")
    texts = texts_of(made.data)
    assert texts.index("Type here.") + 1 == texts.index("{{ report.title }}")
    with pytest.raises(UsageError, match='No paragraph of the body holds the words "nowhere"'):
        adopted(Path("t.docx"), cover_in_text_boxes(), OURS, after="nowhere")


def test_styles_that_are_put_in_take_after_the_file() -> None:
    """No font of ours, the colour of its headings, words as large as its own, cells as ours."""
    root = parsed_part(opened_parts(copy_of("cover-in-text-boxes").data)["word/styles.xml"])
    styles = {value_at(one, "name"): one for one in root.iter(w("style"))}
    lead, label, cell = (styles[f"PMF {name}"] for name in ("Lead", "Label", "Cell"))
    assert not list(lead.iter(w("rFonts")))
    assert value_at(label, "rPr/color") == "004F3B"
    assert value_at(lead, "rPr/sz") == "24"  # Its own words are 12 pt, ours 11.
    assert value_at(cell, "rPr/sz") == "19"
    assert value_at(cell, "pPr/jc") == "left"


def bare_file() -> bytes:
    """A file with hardly a style of its own, and no lists: as some programs save a page of plain words."""
    parts = opened_parts(cover_in_text_boxes())
    styles = parsed_part(parts["word/styles.xml"])
    kept = {"Normal", "Heading1"}
    for one in list(styles.iter(w("style"))):
        if one.get(w("styleId")) not in kept:
            styles.remove(one)
    parts["word/styles.xml"] = etree.tostring(styles, xml_declaration=True, encoding="UTF-8")
    del parts["word/numbering.xml"]
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        parts[name] = re.sub(rb"<(?:Override|Relationship)[^>]*numbering[^>]*/>", b"", parts[name])
    return packed(parts, date(2024, 1, 1))


def test_lists_are_put_in_where_a_file_has_none() -> None:
    """Each with a list of its own kind, whose numbers begin again."""
    made = adopted(Path("t.docx"), bare_file(), OURS)
    styles = parsed_part(opened_parts(made.data)["word/styles.xml"])
    numbering = parsed_part(opened_parts(made.data)["word/numbering.xml"])
    kinds = [one.get(w("abstractNumId")) for one in numbering.findall(w("abstractNum"))]
    lists = {
        one.get(w("numId")): value_at(one, "abstractNumId") for one in numbering.findall(w("num"))
    }
    assert list(lists.values()) == kinds == ["1", "2"]
    for name in ("List Bullet", "List Number"):
        (style,) = (one for one in styles.iter(w("style")) if value_at(one, "name") == name)
        assert value_at(style, "pPr/numPr/numId") in lists
    tags = [one.tag for one in numbering]
    assert tags == [w("abstractNum")] * 2 + [w("num")] * 2
    assert not shown_in(paper_in("")) - shown_in(word_in(made.data))


def test_headings_are_known_by_identifier_name_or_outline() -> None:
    """``berschrift1`` is heading 1 by its name, "Überschrift 2" by its identifier."""
    paper = FoundPaper(paper_in("german-setting"))
    shipped_paper = FoundPaper(paper_in(""))
    ours = [one.text for one in shipped_paper.lines if one.kind.name == "HEADING"]
    found = [one.text for one in paper.lines if one.kind.name == "HEADING"]
    assert [one for one in found if one in ours] == ours
    styles = parsed_part(opened_parts(paper_in("german-setting"))["word/styles.xml"])
    assert {one.get(w("val")) for one in styles.iter(w("lang"))} <= {"en-GB", None}


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "[Content_Types].xml",
            b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            b"vnd.ms-word.document.macroEnabled.main",
            "macro-enabled",
        ),
        ("word/document.xml", b"w:body", b"w:other", "no body"),
        ("word/document.xml", b"</w:body>", b"", "damaged"),
    ],
)
def test_a_file_that_cannot_be_a_template_is_refused_in_a_sentence(
    name: str, old: bytes, new: bytes, told: str
) -> None:
    """Macros, no body, damage: told by the file's name."""
    parts = opened_parts(theirs("own-template"))
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    with pytest.raises(UsageError, match=told) as caught:
        adopted(Path("council.docx"), packed(parts, date(2024, 1, 1)), OURS)
    assert "council.docx" in caught.value.message


def test_old_files_damaged_zips_and_bombs_are_refused_in_a_sentence(tmp_path: Path) -> None:
    """A .doc, half a zip, no zip, and one that unpacks to more than any template."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<w:document/>")
        for at in range(3):
            made.writestr(f"word/{at}.xml", b" " * 40 * 2**20)
    for told, data in (
        ("an old Word file", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)),
        ("cannot be opened", theirs("own-template")[:9000]),
        ("cannot be opened", b"<html>"),
        ("unpacks to more", bomb.getvalue()),
    ):
        file = tmp_path / "council.docx"
        file.write_bytes(data)
        with pytest.raises(UsageError, match=told) as caught:
            adopted(file, template_bytes(file), OURS)
        assert str(file) in caught.value.message


def test_a_dotx_tied_to_a_file_on_a_share_becomes_a_document_of_its_own() -> None:
    """The copy is a .docx and refers to no other file; that is told."""
    parts = opened_parts(theirs("own-template"))
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml"
    )
    parts["word/_rels/settings.xml.rels"] = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.'
        b'org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/attachedTemplate" Target="file:///S:/Templates/Committee.dotx" '
        b'TargetMode="External"/></Relationships>'
    )
    made = adopted(Path("c.dotx"), packed(parts, date(2024, 1, 1)), OURS)
    assert b"Committee" not in b"".join(opened_parts(made.data).values())
    assert any("link to the template" in one for one in made.done)
    assert any(".dotx" in one for one in made.done)
    assert word_in(made.data)


def test_a_file_with_places_is_not_given_them_twice() -> None:
    """Its own check is named instead."""
    with pytest.raises(UsageError, match="has the places of papers already"):
        adopted(Path("t.docx"), copy_of("own-template").data, OURS)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{{ report.subtitle }}", "{{ report.subtitel }}", 'in the paragraph "{{ report.subtitel }}"'),
        ("{{ report.subtitle }}", "{{ report.subtitle | nope }}", 'in the paragraph "{{ report.subtitle | nope }}"'),
        ("{%p for fact in report.facts %}", "{%p for fact of report.facts %}", "for fact of report.facts"),
        ("{%p if report.contents %}", "", 'in the paragraph "{%p '),
    ],
)  # fmt: skip
def test_a_mistake_between_braces_is_told_with_its_paragraph(old: str, new: str, told: str) -> None:
    """In words that can be searched for in Word."""
    parts = opened_parts(copy_of("own-template").data)
    text = parts["word/document.xml"].decode()
    assert old in text
    parts["word/document.xml"] = text.replace(old, new, 1).encode()
    with pytest.raises(UsageError) as caught:
        word_in(packed(parts, date(2024, 1, 1)))
    assert told in caught.value.message


def changed(kind: str, old: str, new: str, *, times: int = 1) -> bytes:
    """The copy of a council's file with a change to its document."""
    parts = opened_parts(copy_of(kind).data)
    text = parts["word/document.xml"].decode()
    assert old in text
    parts["word/document.xml"] = text.replace(old, new, times).encode()
    return packed(parts, date(2024, 1, 1))


def test_what_the_paper_prints_is_in_english_whatever_the_keyboard() -> None:
    """Word marks typed braces as the language of the keyboard; the council's own passage keeps its mark."""
    marked = changed(
        "german-setting",
        "<w:r><w:t>{{ report.subtitle }}",
        '<w:r><w:rPr><w:lang w:val="de-DE"/></w:rPr><w:t>{{ report.subtitle }}',
    )
    body = parsed_part(opened_parts(word_in(marked))["word/document.xml"])
    runs = [text_under(one.getparent().getparent()) for one in body.iter(w("lang"))]
    assert runs == [" More of it."]


def test_numbers_of_the_councils_own_bookmarks_are_no_others() -> None:
    """A bookmark of theirs and one of the paper's would end each other."""
    own = changed(
        "own-template",
        "<w:r><w:t>Type here.",
        '<w:bookmarkStart w:id="0" w:name="here"/><w:bookmarkEnd w:id="0"/><w:r><w:t>Type here.',
    )
    body = parsed_part(opened_parts(word_in(own))["word/document.xml"])
    for tag in ("bookmarkStart", "bookmarkEnd"):
        numbers = [one.get(w("id")) for one in body.iter(w(tag))]
        assert len(numbers) == len(set(numbers))


def test_a_numbered_body_style_gives_no_number_to_the_papers_own_styles() -> None:
    """Where every plain paragraph of a council counts, cells and notes of the paper do not."""
    parts = opened_parts(three_breaks())
    styles = parsed_part(parts["word/styles.xml"])
    usual = next(one for one in styles.iter(w("style")) if one.get(w("default")) == "1")
    numbered = etree.fromstring(
        f'<w:pPr xmlns:w="{w("")[1:-1]}"><w:numPr><w:numId w:val="78"/></w:numPr></w:pPr>'
    )
    usual.append(numbered)
    parts["word/styles.xml"] = etree.tostring(styles, xml_declaration=True, encoding="UTF-8")
    made = adopted(Path("t.docx"), packed(parts, date(2024, 1, 1)), OURS)
    styles = parsed_part(opened_parts(made.data)["word/styles.xml"])
    ours = [
        one for one in styles.iter(w("style")) if (value_at(one, "name") or "").startswith("PMF ")
    ]
    told = [one for one in ours if one.get(w("type")) == "paragraph"]
    assert told
    assert {value_at(one, "pPr/numPr/numId") for one in told} == {"0"}


def test_a_break_that_stands_with_words_goes_behind_the_paper() -> None:
    """The words stay before it; the part of the file ends after it."""
    parts = opened_parts(three_breaks())
    text = parts["word/document.xml"].decode()
    # The break behind "Performance" moves into that paragraph itself.
    found = re.search(
        r"<w:p><w:pPr>(?:(?!</w:pPr>).)*(<w:sectPr(?:(?!</w:sectPr>).)*</w:sectPr>)</w:pPr></w:p>",
        text[text.index(">Performance<") :],
    )
    assert found is not None
    text = text.replace(found[0], "", 1)
    at = text.rindex("</w:pPr>", 0, text.index(">Performance<"))
    parts["word/document.xml"] = (text[:at] + found[1] + text[at:]).encode()
    made = adopted(Path("t.docx"), packed(parts, date(2024, 1, 1)), OURS)
    texts = texts_of(made.data)
    assert texts.index("Performance") + 1 == texts.index("{{ report.title }}")
    body = parsed_part(opened_parts(made.data)["word/document.xml"]).find(w("body"))
    ends = [n for n, one in enumerate(body) if one.find(f"{w('pPr')}/{w('sectPr')}") is not None]
    title = next(n for n, one in enumerate(body) if text_under(one) == "{{ report.title }}")
    assert ends[0] < title < ends[1]
    assert not shown_in(paper_in("")) - shown_in(word_in(made.data))


def test_a_heading_style_of_the_councils_own_counts_by_its_level_in_the_outline() -> None:
    """Or by the style that it is based on; a title that is no heading does not."""
    parts = opened_parts(copy_of("own-template").data)
    styles = parts["word/styles.xml"].decode()
    own = (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Council1"><w:name w:val="Council One"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Council2"><w:name w:val="Council Two"/>'
        '<w:basedOn w:val="Heading2"/></w:style>'
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Loop"><w:name w:val="Loop"/>'
        '<w:basedOn w:val="Loop"/></w:style></w:styles>'
    )
    parts["word/styles.xml"] = styles.replace("</w:styles>", own).encode()
    known = BuiltInStyles(parsed_part(parts["word/styles.xml"]))
    assert [
        known.heading_level(one) for one in ("Council1", "Council2", "Title", "Loop", None)
    ] == [1, 2, 0, 0, 0]
    text = parts["word/document.xml"].decode()
    for level in (1, 2):
        printed = f'<w:pStyle w:val="Heading{level}"/></w:pPr><w:r><w:t>{{{{ section.heading'
        text = re.sub(
            rf'<w:pStyle w:val="Heading{level}"/>((?:(?!</w:p>).)*section\.heading)',
            rf'<w:pStyle w:val="Council{level}"/>\1',
            text,
        )
        assert printed not in text
    parts["word/document.xml"] = text.encode()
    assert word_in(packed(parts, date(2024, 1, 1)))


def states_of(data: bytes) -> dict[str, PartState]:
    """What becomes of each part."""
    return {one.part: one.state for one in template_parts(Path("t.docx"), data)}


def test_a_part_without_a_branch_of_its_own_is_told_to_print_as_plain_words() -> None:
    """It is not lost: whatever prints a paragraph prints it."""
    found = states_of(changed("own-template", 'block.kind == "note"', 'block.kind == "other"'))
    assert [part for part, state in found.items() if state is not PartState.OWN] == ["Note"]
    assert found["Note"] is PartState.PLAIN
    found = states_of(changed("own-template", 'block.look == "dense"', 'block.look == "other"'))
    assert found["Table of a line a row"] is PartState.PLAIN


def test_what_is_not_printed_is_told_as_lost_and_what_may_be_left_out_is_not() -> None:
    """The subtitle is the council's to leave out; the title, headings and charts are not."""
    assert states_of(changed("own-template", "{{ report.subtitle }}", ""))[
        "Line under the title"
    ] is (PartState.NOT_NEEDED)
    assert (
        states_of(changed("own-template", "{{ report.title }}", "Report"))["Title"]
        is PartState.LOST
    )
    found = states_of(changed("own-template", "{{ block.note }}", ""))
    assert found["Note under a chart"] is PartState.LOST


def test_of_several_paragraphs_that_name_a_field_the_one_that_asks_in_vain_is_told() -> None:
    """A chart without a branch of its own comes to the branch for words, which asks for its label."""
    without = changed("own-template", 'block.kind == "chart"', 'block.kind == "other"')
    with pytest.raises(UsageError) as caught:
        word_in(without)
    assert 'in the paragraph "{%p elif block.label %}"' in caught.value.message


def test_a_title_in_a_text_box_alone_is_unheard() -> None:
    """Screen readers pass over it."""
    moved = changed("cover-in-text-boxes", "{{ report.title }}", "Report")
    parts = opened_parts(moved)
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"Performance papers", b"{{ report.title }}"
    )
    assert states_of(packed(parts, date(2024, 1, 1)))["Title"] is PartState.UNHEARD
