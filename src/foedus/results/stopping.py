"""Ctrl-C that waits for the end of a chunk, so that nothing is ever left half done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def polite_interrupts() -> Iterator[Callable[[], bool]]:
    """Note a first Ctrl-C instead of raising it; a second one is raised at once.

    Yields
    ------
    callable
        Whether a stop has been asked for. Outside the main thread Ctrl-C is left as it is.
    """
    asked = False

    def note(number: int, frame: Any) -> None:
        nonlocal asked
        if asked:
            signal.default_int_handler(number, frame)
        asked = True

    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
