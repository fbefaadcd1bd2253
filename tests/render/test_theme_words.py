"""A council's own words for the colours stand wherever pmf names a rating, and nowhere else."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import Theme, theme_of
from pmf_cli.views.base import Tone
from tests.running import pmf

OWN = "\n".join(
    f'[tones.{tone}]\nword = "{word}"'
    for tone, word in (("red", "Off track"), ("amber", "Watch"), ("green", "On track"))
)


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    """A theme with other words."""
    (tmp_path / "theme.toml").write_text(OWN, encoding="utf-8")
    return theme_of(templates_for(tmp_path, asked=tmp_path))


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("52 Green, 19 Amber and 12 Red.", "52 On track, 19 Watch and 12 Off track."),
        ("It is rated Red. It was Red in the period", "It is rated Off track. It was Off track in the period"),
        ("It has moved up from Amber to Green.", "It has moved up from Watch to On track."),
        ("FI-03: Red, improved; HO-06: Amber, worsened", "FI-03: Off track, improved; HO-06: Watch, worsened"),
        ("63% are Green.", "63% are On track."),
        ("Three of the Green KPIs are", "Three of the On track KPIs are"),
        ("a Green KPI can be getting worse", "a On track KPI can be getting worse"),
        ("Red. 81.6 is 81.3% above", "Off track. 81.6 is 81.3% above"),
        ("Amber: within tolerance", "Watch: within tolerance"),
        ("within the tolerance of 5%: Amber.", "within the tolerance of 5%: Watch."),
        ("Therefore Amber.", "Therefore Watch."),
        ("It has become Red; it was Green before.", "It has become Off track; it was On track before."),
        ("Commentary on Red and Amber", "Commentary on Off track and Watch"),
        ("still be Amber", "still be Watch"),
        ("2 Red KPIs have no reason", "2 Off track KPIs have no reason"),
    ],
)  # fmt: skip
def test_ratings_are_said_in_the_councils_words(theme: Theme, said: str, wanted: str) -> None:
    """Sentences that pmf writes about a rating follow the theme."""
    assert theme.words(said) == wanted


@pytest.mark.parametrize(
    "name",
    [
        "Parks with a Green Flag",
        "Green and open spaces kept tidy",
        "Green, brown and grey bins",
        "Visits to Amber Valley",
        "Homes near the Red Route",
        "British Red Cross",
        "Waste: Green, brown and grey bins",
        "Greenhouse gases",
        "12 Green Flag parks",
    ],
)
def test_names_stay(theme: Theme, name: str) -> None:
    """Names that hold a colour are the council's own."""
    assert theme.words(name) == name
    assert theme.words(name, Tone.NONE) == name


@pytest.mark.slow
def test_a_whole_paper_follows(tmp_path: Path) -> None:
    """No sentence of the example's report keeps the field's words where the council has others."""
    ran = pmf("init", tmp_path / "r", "--example")
    assert ran.code == 0
    (tmp_path / "r" / "templates").mkdir()
    (tmp_path / "r" / "templates" / "theme.toml").write_text(OWN, encoding="utf-8")
    for words in (("rag",), ("rag", "explain", "WM-03"), ("status",)):
        said = pmf(*words, "--register", tmp_path / "r").out.replace("Green Flag", "")
        assert not [word for word in ("Red", "Amber", "Green") if re.search(rf"\b{word}\b", said)]
    out = tmp_path / "out"
    assert pmf("report", "clt", "--register", tmp_path / "r", "--output", out).code == 0
    paper = next(out.glob("*.docx"))
    with zipfile.ZipFile(paper) as parts:
        body = parts.read("word/document.xml").decode()
    said = re.sub(r"<[^>]+>", " ", body).replace("Green Flag", "").replace("Parks with a Green", "")
    assert re.findall(r"\b(?:Red|Amber|Green)\b", said) == []
