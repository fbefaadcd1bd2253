"""Registers with papers written and issued once for all tests of the command line; each test gets a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.issuing import LATE, Q2, Q3, copied, issue, write_papers
from tests.registers.cut import cut_example


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example with the papers of two quarters, in Word alone for speed."""
    folder = tmp_path_factory.mktemp("written") / "register"
    cut_example(folder, "AC-02", "AC-03", "ED-01", "FI-02", "HO-02")
    for cycle in (Q2, Q3):
        write_papers(folder, *cycle, "--format", "docx")
    return folder


@pytest.fixture(scope="session")
def told_q2(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That register with the paper of the second quarter on record as issued."""
    folder = tmp_path_factory.mktemp("q2") / "register"
    shutil.copytree(written, folder)
    ran = issue(folder, *LATE, "--write", cycle=Q2)
    assert ran.code == 0, ran.all
    return folder


@pytest.fixture(scope="session")
def told_q3(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That register with the paper of the third quarter on record as issued."""
    folder = tmp_path_factory.mktemp("q3") / "register"
    shutil.copytree(written, folder)
    ran = issue(folder, "--write")
    assert ran.code == 0, ran.all
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A fresh copy of the register with two papers, none of them issued."""
    return copied(written, tmp_path)


@pytest.fixture
def q2(told_q2: Path, tmp_path: Path) -> Path:
    """A fresh copy, the second quarter's paper issued."""
    return copied(told_q2, tmp_path)


@pytest.fixture
def q3(told_q3: Path, tmp_path: Path) -> Path:
    """A fresh copy, the third quarter's paper issued."""
    return copied(told_q3, tmp_path)
