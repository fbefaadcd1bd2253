"""Templates from outside: what could reach out or run is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.render.office_file import packed
from pmf_cli.render.word.guard import checked_template
from pmf_cli.shipped import shipped

DEFAULT = shipped("templates") / "default.docx"
RELS = "word/_rels/document.xml.rels"
EXTERNAL = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
)


def changed(folder: Path, part: str, old: str, new: str) -> Path:
    """The shipped template with one part changed or added."""
    with zipfile.ZipFile(DEFAULT) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    text = parts.get(part, b"").decode()
    assert old in text
    parts[part] = (text.replace(old, new, 1) if old else new).encode()
    path = folder / "default.docx"
    path.write_bytes(packed(parts, date(2024, 1, 1)))
    return path


def test_the_shipped_template_may_be_used() -> None:
    """What comes with the tool passes its own guard."""
    assert checked_template(DEFAULT) == DEFAULT.read_bytes()


def field(code: str) -> tuple[str, str, str]:
    """A change that puts a field into the document."""
    return (
        "word/document.xml",
        "<w:body>",
        f'<w:body><w:p><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r></w:p>',
    )


@pytest.mark.parametrize(
    "change",
    [
        (
            RELS,
            "</Relationships>",
            EXTERNAL.format(kind="attachedTemplate", target="http://e.example/t.dotm"),
        ),
        (RELS, "</Relationships>", EXTERNAL.format(kind="image", target="http://e.example/p.png")),
        (
            RELS,
            "</Relationships>",
            EXTERNAL.format(kind="hyperlink", target="file://server/share/x"),
        ),
        ("word/document.xml", "<w:body>", '<w:body><w:altChunk r:id="rId1"/>'),
        field("DDEAUTO c:\\\\windows\\\\cmd.exe"),
        field('INCLUDEPICTURE "http://e.example/p.png"'),
        field('includetext "x.docx"'),
        field("&#73;NCLUDE&#x54;EXT x.docx"),
        field("INCLUDE<!-- x -->TEXT x.docx"),
        field("<![CDATA[INCLUDETEXT]]> x.docx"),
        (
            "word/document.xml",
            "<w:body>",
            "<w:body><w:p><w:fldSimple w:instr = 'INCLUDETEXT x.docx'/></w:p>",
        ),
        (RELS, "</Relationships>", EXTERNAL.replace('"External"', '"Ext&#101;rnal"')),
        ("word/vbaProject.bin", "", "x"),
        ("word/embeddings/oleObject1.bin", "", "x"),
        ("word/document.xml", "<w:body>", "<!DOCTYPE w [<!ENTITY a 'b'>]><w:body>"),
    ],
)
def test_what_could_reach_out_or_run_is_refused(
    tmp_path: Path, change: tuple[str, str, str]
) -> None:
    """Other documents, pictures on servers, fields that fetch, macros, embedded objects."""
    with pytest.raises(UsageError) as caught:
        checked_template(changed(tmp_path, *change))
    assert "default.docx" in caught.value.message


def test_a_part_that_hides_its_words_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """Word writes UTF-8; in UTF-16 the signs of danger would not be seen."""
    path = changed(tmp_path, "word/document.xml", "<w:body>", "<w:body>")
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    text = parts["word/document.xml"].decode().replace("UTF-8", "UTF-16")
    parts["word/document.xml"] = text.encode("utf-16")
    path.write_bytes(packed(parts, date(2024, 1, 1)))
    with pytest.raises(UsageError, match="encoding"):
        checked_template(path)


def test_a_link_for_readers_is_no_danger(tmp_path: Path) -> None:
    """The council's web address may stand in its template."""
    link = EXTERNAL.format(kind="hyperlink", target="https://www.example.org")
    assert checked_template(changed(tmp_path, RELS, "</Relationships>", link))


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PK\x03\x04cut"]
)
def test_a_file_that_is_no_word_document_is_told(tmp_path: Path, data: bytes) -> None:
    """Empty, text, password-protected and cut files each end in a sentence."""
    path = tmp_path / "clt.docx"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"clt\.docx"):
        checked_template(path)


def test_a_zip_of_something_else_is_told(tmp_path: Path) -> None:
    """A workbook with the ending .docx is no template."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr("xl/workbook.xml", "<x/>")
    path = tmp_path / "clt.docx"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(UsageError, match="not a Word document"):
        checked_template(path)
