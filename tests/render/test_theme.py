"""The theme: one place for colours and words, and none that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.register.terms import RatingWords
from pmf_cli.render.templates import Templates, templates_for
from pmf_cli.render.theme import Theme, contrast, theme_of
from pmf_cli.shipped import shipped
from pmf_cli.views.base import Tone


def own(folder: Path, text: str) -> Theme:
    """The theme of a council whose theme.toml holds a text."""
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / "theme.toml").write_text(text, encoding="utf-8")
    return theme_of(templates_for(folder))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("000000", "FFFFFF", 21.0), ("96151D", "FFFFFF", 8.67), ("FBDD9E", "1A1A1A", 13.21)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """The published ratios of the advised colours come out."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_shipped_theme_has_the_advised_colours_and_can_be_read() -> None:
    """Red, Amber, Green and not rated are told apart by colour-blind readers too."""
    theme = theme_of(templates_for())
    looks = {tone: (theme.look(tone).fill, theme.look(tone).text) for tone in Tone}
    assert looks[Tone.RED] == ("96151D", "FFFFFF")
    assert looks[Tone.AMBER] == ("FBDD9E", "1A1A1A")
    assert looks[Tone.GREEN] == ("", "0B5D45")
    assert looks[Tone.UNRATED] == ("", "555555")
    assert all(contrast(text, fill or "FFFFFF") >= 4.5 for fill, text in looks.values())
    assert len({theme.look(tone).mark for tone in (Tone.RED, Tone.AMBER, Tone.GREEN)}) == 3


def test_a_council_changes_only_what_it_names(tmp_path: Path) -> None:
    """A theme of one line keeps everything else as shipped."""
    theme = own(tmp_path, '[tones.red]\nfill = "#b2001e"\n')
    assert theme.look(Tone.RED).fill == "B2001E"
    assert theme.look(Tone.RED).word == "Red"
    assert theme.look(Tone.GREEN).text == "0B5D45"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[tones.red]\ncolour = "FF0000"\n', "tones.red.colour"),
        ('[tones.purple]\nfill = "800080"\n', "purple"),
        ('[tones.red]\nfill = "red"\n', "tones.red.fill"),
        ("[tones.red]\nfill = 8\n", "tones.red.fill"),
        ('[tones.green]\nfill = "00B050"\n', "tones.green"),
        ('[charts]\nline = "FFFF00"\n', "charts.line"),
        ('[charts]\nline = ""\n', "charts.line"),
        ("[excel]\nsize = 4\n", "excel.size"),
        ("[nothing]\n", "nothing"),
        ('[tones.green]\nword = "red"\n', "tones.green"),
        ('[tones.red]\nword = "Off"\n[tones.amber]\nword = " OFF "\n', "tones.amber"),
        ('[tones.exceeded]\nword = "green"\n', "tones.exceeded"),
        ('[tones.near]\nword = "Close"\n[tones.exceeded]\nword = "close"\n', "tones.near"),
        ("tones = [\n", "theme.toml"),
    ],
)
def test_a_theme_that_cannot_be_used_is_refused_by_its_key(
    tmp_path: Path, text: str, named: str
) -> None:
    """Unknown keys, wrong colours and unreadable pairs name the file and the key."""
    with pytest.raises(UsageError) as caught:
        own(tmp_path, text)
    assert named in caught.value.message
    assert "theme.toml" in caught.value.message
    assert caught.value.advice


def test_words_for_ratings_come_from_the_theme_and_else_from_the_field(tmp_path: Path) -> None:
    """Whoever names only Green keeps the others; an empty word is none, and words may be swapped."""
    theme = own(tmp_path, '[tones.green]\nword = "On target"\n[tones.red]\nword = " "\n')
    assert theme.rating_words == RatingWords(green="On target")
    five = own(tmp_path, '[tones.exceeded]\nword = "Far ahead"\n[tones.near]\nword = "Nearly"\n')
    assert five.rating_words == RatingWords(exceeded="Far ahead", near="Nearly")
    swapped = own(tmp_path, '[tones.red]\nword = "Amber"\n[tones.amber]\nword = "Red"\n')
    assert swapped.rating_words == RatingWords(red="Amber", amber="Red")


def test_templates_are_looked_for_in_the_asked_the_own_and_the_shipped_folder(
    tmp_path: Path,
) -> None:
    """The first folder that has a name wins; a report's own name comes before the general one."""
    asked, register = tmp_path / "asked", tmp_path / "register"
    for folder in (asked, register / "templates"):
        folder.mkdir(parents=True)
    (register / "templates" / "clt.docx").write_bytes(b"own")
    (asked / "theme.toml").write_bytes(b"")
    places = templates_for(register, asked=asked)
    assert places.folders == (asked, register / "templates", shipped("templates"))
    assert places.find("clt.docx", "default.docx") == register / "templates" / "clt.docx"
    assert places.find("dmt.docx", "default.docx") == shipped("templates") / "default.docx"
    assert places.find("theme.toml") == asked / "theme.toml"
    assert places.find("nothing.docx") is None


def test_a_folder_that_was_named_but_is_missing_is_told(tmp_path: Path) -> None:
    """A misspelt folder does not silently give the shipped looks."""
    with pytest.raises(UsageError, match="house style"):
        templates_for(tmp_path, named="house style")
    with pytest.raises(UsageError, match="none here"):
        templates_for(asked=tmp_path / "none here")


def test_a_register_without_templates_takes_the_shipped_ones(tmp_path: Path) -> None:
    """Nothing to set up for a council that likes the papers as they are."""
    assert templates_for(tmp_path) == Templates((shipped("templates"),), tmp_path)
