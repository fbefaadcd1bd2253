"""One browser for all tests of a worker: starting it takes longer than many a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.driving import Browser, started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A window of its own, with nothing open that a test relies on."""
    with started() as one:
        yield one
