"""The garbage collector paused and set going again."""

from __future__ import annotations

import gc
import weakref

import pytest

from pmf_cli.gc_pause import gc_paused


class Knot:
    """Something that holds itself, so that only the collector can give it back."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_left_as_it_was(was_on: bool) -> None:
    """Also where it was off before, and where the block fails."""
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        with pytest.raises(ValueError, match="x"), gc_paused(collect_after=True):
            assert not gc.isenabled()
            raise ValueError("x")
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()


def test_what_was_made_and_dropped_is_given_back_at_the_end() -> None:
    """The memory of one paper serves the next."""
    with gc_paused(collect_after=True):
        gone = weakref.ref(Knot())
    assert gone() is None
