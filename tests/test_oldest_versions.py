"""The versions with which ``.ci/run`` tries the program besides the newest are those of ``pyproject.toml``."""

from __future__ import annotations

import tomllib

from tests.oldest_versions import FILE, ROOT, constraints, lowest_versions


def test_the_oldest_versions_are_those_that_the_project_allows() -> None:
    """Raising a bound raises what is tried; made anew with ``python -m tests.oldest_versions``."""
    assert FILE.read_text(encoding="utf-8") == constraints()


def test_every_library_of_the_program_says_its_oldest_version() -> None:
    """Without a lowest version nobody could say whether the program works with it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = dict(lowest_versions())
    own = list(versions)[: len(project["dependencies"])]
    assert len(own) > 10
    assert [name for name in own if versions[name] is None] == []


def test_the_pinned_versions_are_no_older() -> None:
    """What is installed for the tests keeps to the bounds of the project."""
    pinned = dict(
        line.lower().replace("_", "-").split("==")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line and not line.startswith("#")
    )
    bounds = {name.lower(): version for name, version in lowest_versions() if version}
    assert bounds.keys() <= pinned.keys()
    assert [name for name, bound in bounds.items() if _parts(pinned[name]) < _parts(bound)] == []


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]
