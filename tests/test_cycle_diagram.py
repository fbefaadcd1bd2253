"""The picture of the quarter can be read by everybody, and is of the program as it is."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from docs import cycle
from pmf_cli.cycle.checklist.usual_steps import usual_checklist
from pmf_cli.register.terms import CycleKind, TimetableStep
from pmf_cli.render.theme import contrast
from tests.running import ROOT

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = ET.fromstring(cycle.picture())


def texts() -> list[ET.Element]:
    return list(PICTURE.iter(f"{SVG}text"))


def test_it_has_a_title_and_tells_all_in_words() -> None:
    """Named for a screen reader, with every phase in the description, and text as text."""
    assert PICTURE.get("role") == "img"
    names = (PICTURE.get("aria-labelledby") or "").split()
    assert [PICTURE.find(f".//*[@id='{name}']") is not None for name in names] == [True, True]
    told = PICTURE.findtext(f"{SVG}desc") or ""
    assert all(phase.name in told and phase.day in told for phase in cycle.PHASES)
    assert all(element.text for element in texts())
    assert not list(PICTURE.iter(f"{SVG}image"))
    assert "http" not in cycle.picture().replace("http://www.w3.org/2000/svg", "")


def test_every_step_of_the_timetable_and_of_the_quarter_is_in_it_once() -> None:
    """No phase is missing and no step of the checklist is left out; so in the page."""
    names = [phase.name for phase in cycle.PHASES]
    in_order = [name for name in names if name in {step.value for step in TimetableStep}]
    assert in_order == [step.value for step in TimetableStep]
    drawn = [number for phase in cycle.PHASES for number in phase.steps]
    rows = usual_checklist()
    assert drawn == [row.number for row in rows if row.cycle_kind is CycleKind.QUARTERLY]
    page = (ROOT / "docs" / "cycle.md").read_text(encoding="utf-8")
    assert all(f"{row.number} {row.step}" in page for row in rows)


def test_no_text_runs_out_of_its_box() -> None:
    """By a wide measure of Arial: no line is wider than its column."""
    assert texts()
    for element in texts():
        left, size = int(element.get("x") or 0), int(element.get("font-size") or 0)
        column = [c for c in cycle.COLUMNS if c[0] <= left < sum(c)]
        share = 0.62 if "monospace" in (element.get("font-family") or "") else 0.53
        width = len(element.text or "") * size * share
        if column and int(element.get("y") or 0) > cycle.HEAD and left < 1200:
            is_last = (element.text or "").startswith("Then the next quarter")
            assert is_last or left + width <= sum(column[0]), element.text


def test_contrast_is_above_seven_to_one() -> None:
    """Both inks on every fill."""
    for ink in (cycle.INK, cycle.PALE_INK):
        for fill in ("#FFFFFF", *filter(None, cycle.FILLS)):
            assert contrast(ink.lstrip("#"), fill.lstrip("#")) >= 7
