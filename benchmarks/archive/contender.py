"""One round of one contender, in a process of its own: `python -m benchmarks.archive.contender NAME ARCHIVE OUT`."""

from __future__ import annotations

import gc
import importlib
import json
import resource
import sys
import time
from pathlib import Path


def main(name: str, archive: Path, out: Path) -> None:
    """Judge the archive; print seconds, CPU seconds, memory (MB) and counts as JSON; `out` gets the violated rows."""
    module = importlib.import_module(f"benchmarks.archive.{name}")
    gc.disable()  # as `dq.cli.entry` does: nobody runs the engine with it
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    counts, rows = module.judged(archive)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    rows.write_parquet(out)
    told = {"seconds": seconds, "cpu": spent, "memory_mb": after.ru_maxrss / 1024, "counts": counts}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
