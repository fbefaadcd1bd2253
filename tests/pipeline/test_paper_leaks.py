"""What a body may not see is found wherever in a file it stands; what may stand there by chance is not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import docx
import openpyxl
import pytest
from docx.document import Document

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.analysis.withheld import for_body
from pmf_cli.pipeline.paper_leaks import leaks
from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.render.package_places import package_places
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_board, make_contact, make_result

COUNT = {"data_type": terms.DataType.NUMBER, "unit": "children", "decimal_places": 0}
NAMED = {"name": "Children hurt on the road", "short_name": "Children hurt"}
PANEL = make_board("Panel", kind=terms.BodyKind.SCRUTINY, public_paper=True, author="C-1")
TEAM = make_board("Team", kind=terms.BodyKind.DMT)
PHONE = "0113 496 0001"
ON = date(2025, 2, 3)


def register(value: str = "3", **mark: object) -> Register:
    """A KPI whose newest figure is suppressed, or marked otherwise, beside one that is not public."""
    hurt, rows = quarterly("RS-1", ["14", "12", "11", None], public=True, **COUNT, **NAMED)
    few = {"no_data_reason": terms.NoDataReason.SUPPRESSED}
    rows.append(make_result("RS-1", "2024/25 Q3", value, numerator="7081", **(mark or few)))
    contact = make_contact("C-1", telephone=PHONE)
    return register_of(
        (hurt, rows), quarterly("PR-9", ["91", "92"], public=False),
        boards=(PANEL, TEAM), contacts=(contact,),
    )  # fmt: skip


def found(data: bytes, whole: Register | None = None, body: str = "Team") -> tuple[str, ...]:
    """What a file says to a body that it may not see."""
    whole = whole or register()
    told = for_body(assessed(whole), History(), body)
    return leaks(whole, told, body, package_places(data))


def word(change: Callable[[Document], object]) -> bytes:
    """A Word file with what somebody did to it."""
    document = docx.Document()
    change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def excel(*rows: tuple[object, ...], state: str = "visible", comment: str = "") -> bytes:
    """A workbook with a further sheet."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Behind")
    for row in rows:
        sheet.append(row)
    sheet.sheet_state = state
    if comment:
        sheet["A1"].comment = openpyxl.comments.Comment(comment, "x")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def row_of(*cells: str) -> Callable[[Document], object]:
    def change(document: Document) -> None:
        table = document.add_table(1, len(cells))
        for cell, text in zip(table.rows[0].cells, cells, strict=True):
            cell.text = text

    return change


def with_part(name: str, content: bytes) -> bytes:
    """A Word file with a further part."""
    file = io.BytesIO(word(lambda _: None))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def hidden_run(document: Document) -> None:
    run = document.add_paragraph().add_run("Of RS-1 the figure was 3 children.")
    run.font.hidden = True


def property_of(document: Document) -> None:
    document.core_properties.comments = "Children hurt: 3 children"


def header_of(document: Document) -> None:
    document.sections[0].header.paragraphs[0].text = "RS-1: 3 children"


CHART = (
    b'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    b"<c:v>Oct\xe2\x80\x93Dec 2024</c:v><c:v>3</c:v></c:chartSpace>"
)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (word(row_of("RS-1", "Children hurt", "3", "Green")), "the text"),
        (word(row_of("Children hurt", "2024/25 Q3", "3")), "the text"),
        (word(lambda d: d.add_paragraph("Children hurt fell to 3 children.")), "the text"),
        (word(lambda d: d.add_paragraph("RS-1 was made of 7,081 journeys.")), "the text"),
        (word(hidden_run), "the text"),
        (word(property_of), "the properties"),
        (word(header_of), "the head"),
        (
            word(lambda d: d.add_comment(d.add_paragraph("x").runs, "RS-1 is 3 children", "A", "A")),
            "a comment",
        ),
        (with_part("word/charts/chart7.xml", CHART), "a chart"),
        (
            with_part("word/embeddings/chart7.xlsx", excel(("Oct–Dec 2024", 3))),
            "the file behind a chart (the sheet Behind)",
        ),
        (excel(("RS-1", "2024/25 Q3", 3)), "the sheet Behind"),
        (excel(("RS-1", "Dec", 7081.0), state="veryHidden"), "the hidden sheet Behind"),
        (excel(("x",), comment="RS-1: 3 children"), "a comment on a cell"),
    ],
)  # fmt: skip
def test_a_suppressed_figure_is_found_wherever_it_stands(data: bytes, place: str):
    """In rows, sentences, hidden words, charts, hidden sheets, comments, properties; the place is named, not the figure."""
    said = found(data)
    assert len(said) == 1 and place in said[0], said
    assert "RS-1" in said[0] and "7081" not in said[0] and "7,081" not in said[0]


@pytest.mark.parametrize(
    "data",
    [
        word(row_of("RS-1", "Children hurt", "[c]", "12", "11")),
        word(lambda d: d.add_paragraph("Children hurt: three schools in 3 wards take part.")),
        word(lambda d: d.add_paragraph("Another KPI is at 3 children.")),
        word(lambda d: d.add_paragraph("RS-1 was 11 children in July to September 2024.")),
        excel(("Red", 3), ("RS-1", 14, 12, 11, 3.5)),
    ],
)
def test_what_stands_there_by_chance_or_may_be_seen_is_not_found(data: bytes):
    assert found(data) == ()


def test_a_figure_that_may_be_seen_elsewhere_cannot_be_told_apart():
    """The suppressed figure is one that the register shows of another quarter."""
    assert found(word(row_of("RS-1", "Children hurt", "11")), register("11")) == ()


def test_whoever_may_see_it_is_told_without_complaint():
    """A team whose row shows it suppressed figures; a restricted figure stays out only where it is published."""
    data = word(row_of("RS-1", "Children hurt", "3"))
    restricted = register(restricted=True)
    assert found(data, restricted, "Team") == ()
    assert len(found(data, restricted, "Panel")) == 1


def test_a_published_paper_names_no_kpi_that_is_not_public():
    data = word(lambda d: d.add_paragraph("PR-9 is better."))
    assert found(data) == ()
    (said,) = found(data, body="Panel")
    assert "PR-9 is not public" in said


@pytest.mark.parametrize(
    ("text", "body", "stands"),
    [
        ("Write to ann@example.org", "Panel", True),
        ("Call 0113 496 0999", "Panel", True),
        (f"Author: Performance Officer, {PHONE}", "Panel", False),
        ("Fingerprint 385c3b9e8e610123456789ab", "Panel", False),
        ("Write to ann@example.org", "Team", False),
        ("QQ 12 34 56 C", "Team", False),
        ("AB 12 34 56 C", "Team", True),
    ],
)
def test_personal_details_stay_out_but_for_the_authors_telephone(
    text: str, body: str, stands: bool
):
    """In a paper that is published; a National Insurance number in any."""
    assert bool(found(word(lambda d: d.add_paragraph(text)), body=body)) == stands
    assert bool(found(excel((text,), state="hidden"), body=body)) == stands
