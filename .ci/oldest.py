"""Prints, as constraints for pip, the oldest versions that ``pyproject.toml`` allows of what pmf needs."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))[
    "project"
]
for needed in project["dependencies"]:
    name, _, version = needed.partition(">=")
    sys.stdout.write(f"{name}=={version}\n")
