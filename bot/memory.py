"""What a started process does with its memory."""

import gc


def settle() -> None:
    """Leave what the start has built to itself: it lives as long as the process does.

    Python's collector would look through all of it again and again, some tenths of a second each time, in which nobody
    is answered and nothing is sent.
    """
    gc.collect()
    gc.freeze()
