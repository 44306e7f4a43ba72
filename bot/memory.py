"""What a started process does with its memory."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Load modules without looking for garbage: they make none, and looking costs a tenth of the loading."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def settle() -> None:
    """Leave what the start has built to itself: it lives as long as the process does.

    Python's collector would look through all of it again and again, some tenths of a second each time, in which nobody
    is answered and nothing is sent.
    """
    gc.collect()
    gc.freeze()
