"""What all workers share: loaded once, in the process that they are forked from.

Importing this module loads the language model; nothing but the pool imports it.
"""

from __future__ import annotations

import gc
import signal
from contextlib import suppress

import foedus.evidence.parts
from foedus.evidence.language import english
from foedus.files import InputError

__all__ = ["foedus"]

signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this
with suppress(InputError):  # the worker says it
    english()
gc.collect()
gc.freeze()  # so that the collector of a worker does not copy what it only looks at
