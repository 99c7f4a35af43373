"""How the memory of polars is kept, which is settled before polars is loaded."""

from __future__ import annotations

import os
from typing import Final

ALLOCATOR: Final = "_RJEM_MALLOC_CONF"
"""The variable in which the allocator of polars, jemalloc, looks for its settings when it is loaded."""


def keep_memory() -> None:
    """Let polars use again what it has just given back. Has no effect once polars is loaded.

    By itself the allocator has four stocks of pages for each core, and what is given back to one is of no use to the
    others: up to a third of a run went into having the kernel empty pages. One stock for two cores, whose pages are
    kept for a second, needs no more memory at once. What somebody has set already stands.
    Example: `keep_memory()` as the first thing of a program.
    """
    stocks = max(1, (os.cpu_count() or 1) // 2)
    os.environ.setdefault(ALLOCATOR, f"narenas:{stocks},dirty_decay_ms:1000")
