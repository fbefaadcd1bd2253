"""The text of pmf.toml names every setting and can be read back."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal

import pytest
from pydantic import BaseModel

from pmf_cli.render.starting.settings_text import TABLES, settings_text, toml_value
from pmf_cli.settings import Settings, parse_settings


def _names(model: type[BaseModel], before: str = "") -> set[str]:
    names = set()
    for field, info in model.model_fields.items():
        if isinstance(info.default, BaseModel):
            names |= _names(type(info.default), f"{field}.")
        else:
            names.add(before + field)
    return names


def test_untouched_text_gives_the_defaults() -> None:
    """A new register behaves as one without settings."""
    assert parse_settings(settings_text()) == Settings()


def test_every_setting_is_named_with_its_default() -> None:
    """Taking away every # before a default gives the same settings: each is there and right."""
    text = settings_text()
    bare = re.sub(r"^# (?=[a-z_]+ = )", "", text.split("# A stretch of time")[0], flags=re.M)
    bare = re.sub(r"^(code|reason|kpis) = .*$", "", bare, flags=re.M)
    assert parse_settings(bare) == Settings()
    read = tomllib.loads(bare)
    found = {f"{a}.{b}" for a, part in read.items() if isinstance(part, dict) for b in part}
    found |= {name for name, part in read.items() if not isinstance(part, dict)}
    assert found | {"as_of", *TABLES} == _names(Settings)


@pytest.mark.parametrize("dotted", sorted(TABLES))
def test_sample_blocks_are_valid(dotted: str) -> None:
    """A sample block can be used as it stands."""
    assert parse_settings("\n".join(TABLES[dotted][1:])) != Settings()


def test_values_are_set() -> None:
    """Values that are given stand in the text, also names with quotation marks."""
    marker = {"label": "Move", "from": date(2023, 1, 1), "to": date(2023, 2, 1)}
    text = settings_text(
        {
            "council.name": 'The "Old" Borough of Ōtara',
            "as_of": date(2025, 2, 3),
            "rating.tolerance": Decimal("7.5"),
            "markers": [marker],
        },
        {"as_of": "For rehearsal."},
    )
    made = parse_settings(text)
    assert made.council.name == 'The "Old" Borough of Ōtara'
    assert made.as_of == date(2025, 2, 3)
    assert made.rating.tolerance == Decimal("7.5")
    assert made.markers[0].label == "Move"
    assert "# For rehearsal." in text


def test_a_value_without_toml_is_refused() -> None:
    """Only what TOML knows is written."""
    with pytest.raises(TypeError):
        toml_value(object())
