"""The council's logo and name: in Word papers, on pages and in messages, and what is no logo."""

from __future__ import annotations

import io
import re
import struct
import zlib
from base64 import b64encode
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import docx
import pytest
from lxml import html

from pmf_cli.errors import UsageError
from pmf_cli.post.message import InlinePicture, Letter, message_bytes
from pmf_cli.render.accessibility import word_problems
from pmf_cli.render.html.paper import html_report
from pmf_cli.render.logo import logo_of
from pmf_cli.render.mail import LOGO_ID, brand_of, mail_parts
from pmf_cli.render.templates import Templates, templates_for
from pmf_cli.render.theme import Theme, theme_of
from pmf_cli.render.word.paper import word_report
from pmf_cli.shipped import shipped
from tests.render.specimens import report
from tests.render.test_mail import MESSAGE
from tests.render.word.council_files import own_template

COUNCIL = "Midshire Council"
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" '
    'fill="#004F3B"/><path d="M10 10h20v20H10z" fill="#fff"/></svg>'
)


def picture(across: int = 120, along: int = 40, colour: bytes = b"\x00\x4f\x3b") -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\x00" + colour * across) * along
    head = struct.pack(">IIBBBBB", across, along, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def with_logo(folder: Path, name: str = "logo.svg", **files: bytes) -> tuple[Theme, Templates]:
    """A council's templates with a logo."""
    (folder / "theme.toml").write_text(
        f'logo = "{name}"\n[headings]\nfill = "004F3B"\n', encoding="utf-8"
    )
    for stem, data in (files or {"svg": DRAWN.encode(), "png": picture()}).items():
        (folder / f"logo.{stem}").write_bytes(data)
    places = templates_for(asked=folder)
    return theme_of(places), places


def test_the_first_page_of_a_word_paper_has_the_logo_with_the_councils_name(tmp_path: Path) -> None:
    """At its head, in its proportions; the words there and at the foot are those of the other pages."""
    theme, places = with_logo(tmp_path)
    data = word_report(replace(report(12), council=COUNCIL), theme, places)
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert section.different_first_page_header_footer
    usual, first = section.header.paragraphs[0], section.first_page_header.paragraphs[0]
    assert first.text == usual.text
    assert section.first_page_footer.paragraphs[0].text == section.footer.paragraphs[0].text
    (drawn,) = first._p.xpath(".//wp:docPr")
    assert drawn.get("descr") == COUNCIL
    (extent,) = first._p.xpath(".//wp:extent")
    assert int(extent.get("cx")) / int(extent.get("cy")) == pytest.approx(3, rel=0.01)
    assert not word_problems(data)
    later = docx.Document(io.BytesIO(data)).sections[1:]
    assert not any(one.different_first_page_header_footer for one in later)


def test_a_template_with_a_picture_of_its_own_keeps_that_alone(tmp_path: Path) -> None:
    """An adopted file has its logo already."""
    from pmf_cli.render.word.adopting import adopted

    theme, places = with_logo(tmp_path)
    ours = (shipped("templates") / "default.docx").read_bytes()
    (tmp_path / "default.docx").write_bytes(adopted(Path("c.docx"), own_template(), ours).data)
    data = word_report(replace(report(2), council=COUNCIL), theme, places)
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert not section.different_first_page_header_footer


def test_a_page_holds_the_logo_itself(tmp_path: Path) -> None:
    """As an address with the drawing in it, with the council's name, and the theme's font and colours."""
    theme, places = with_logo(tmp_path)
    page = html_report(replace(report(2), council=COUNCIL), theme, places).decode()
    (shown,) = html.document_fromstring(page).xpath('//p[@class="logo"]/img')
    assert shown.get("alt") == COUNCIL
    assert shown.get("src") == f"data:image/svg+xml;base64,{b64encode(DRAWN.encode()).decode()}"
    assert "--heading: #004F3B" in page
    assert "--font: Arial, Liberation Sans, sans-serif" in page
    plain = html_report(
        replace(report(2), council=COUNCIL), theme_of(templates_for()), templates_for()
    )
    assert b"<img" not in plain


def test_a_frame_without_a_place_for_the_logo_is_told(tmp_path: Path) -> None:
    """Of pages and of messages."""
    theme, places = with_logo(tmp_path)
    for name in ("paper.html.j2", "reminder.html.j2"):
        text = (shipped("templates") / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(re.sub(r"<p[^>]*><img.*", "", text), encoding="utf-8")
    with pytest.raises(UsageError, match="no place for the logo"):
        html_report(report(2), theme, places)
    with pytest.raises(UsageError, match="no place for the logo"):
        mail_parts(MESSAGE, places, brand_of(theme, places, COUNCIL))


def test_a_message_shows_the_logo_that_goes_with_it(tmp_path: Path) -> None:
    """Inside the part with the page, by its name; colours and font are the theme's."""
    theme, places = with_logo(tmp_path)
    brand = brand_of(theme, places, COUNCIL)
    plain, page = mail_parts(MESSAGE, places, brand)
    assert f'<img src="cid:{LOGO_ID}" alt="{COUNCIL}"' in page
    assert "background: #004F3B; color: #FFFFFF" in page
    letter = Letter(
        "k" * 64, "a@example.org", "b@example.org", "a@example.org", "Due", date(2025, 1, 6), plain, page,
        pictures=(InlinePicture(LOGO_ID, picture()),),
    )  # fmt: skip
    data = message_bytes(letter)
    assert data == message_bytes(letter)
    read = message_from_bytes(data, policy=policy.SMTP)
    related = read.get_body(("related",))
    shown, drawn = related.iter_parts()
    assert shown.get_content_type() == "text/html"
    assert drawn["Content-ID"] == f"<{LOGO_ID}>"
    assert drawn.get_content_disposition() == "inline"
    assert drawn.get_content() == picture()
    assert [one.get_content_type() for one in read.iter_parts()] == [
        "text/plain",
        "multipart/related",
    ]


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path d="M0 0" onload="alert(1)"/>',
        '<image href="https://example.org/a.png"/>',
        '<use href="https://example.org/a.svg#a"/>',
        "<style>@import 'a.css';</style>",
        '<rect style="fill: url(https://example.org/a)"/>',
        "<foreignObject/>",
        '<a href="#x"/>',
    ],
)
def test_a_drawing_that_could_run_or_fetch_something_is_refused(
    tmp_path: Path, inside: str
) -> None:
    """It goes into every page."""
    drawn = DRAWN.replace("</svg>", f"{inside}</svg>").encode()
    theme, places = with_logo(tmp_path, svg=drawn, png=picture())
    with pytest.raises(UsageError, match="could run or fetch"):
        logo_of(theme.logo, places)


@pytest.mark.parametrize(
    ("name", "files", "told"),
    [
        ("gone.png", {}, "There is no file gone.png"),
        ("logo.svg", {"svg": DRAWN.encode()}, "Put the same logo as logo.png beside it"),
        ("logo.png", {"png": b"GIF89a" + bytes(40)}, "is no PNG picture"),
        ("logo.png", {"png": picture(0, 4)}, "how large it is"),
        ("logo.png", {"png": picture() + bytes(600 * 2**10)}, "larger than 512 kB"),
        ("logo.svg", {"svg": b"<!DOCTYPE svg><svg/>"}, "logo.png"),
    ],
)
def test_what_is_no_logo_is_told(
    tmp_path: Path, name: str, files: dict[str, bytes], told: str
) -> None:
    """In a sentence, with what to do."""
    theme, places = with_logo(tmp_path, name, **files)
    with pytest.raises(UsageError) as caught:
        logo_of(theme.logo, places, ("png",))
    assert told in f"{caught.value.message} {caught.value.advice}"


def test_a_logo_stands_beside_the_theme_and_fonts_are_names(tmp_path: Path) -> None:
    """No way out of the folder, and nothing that could end the style."""
    for line in ('logo = "../logo.png"', 'logo = "a.gif"', '[pages]\nfont = "Arial; } body {"'):
        (tmp_path / "theme.toml").write_text(f"{line}\n", encoding="utf-8")
        with pytest.raises(UsageError, match=r"theme\.toml"):
            theme_of(templates_for(asked=tmp_path))
