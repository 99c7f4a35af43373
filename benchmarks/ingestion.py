"""How fast a folder is read into an archive, and how much memory that takes.

    python benchmarks/ingestion.py [DOCUMENT…] [--copies 200] [--jobs N]

Each copy is a document of its own: another body's name stands in its place, so nothing is a duplicate. Copies of texts
only; a PDF is taken as often as it is named.
Exits with 1 where this process, one that reads or one that reads a PDF apart took 500 MB or more.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from dq.application.ingesting import ingest

MEMORY: Final = 500
"""MB."""


def main() -> int:
    """Measure, print, and say by the exit code whether the bound holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("documents", nargs="+", type=Path)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "documents")
        folder.mkdir()
        for number, document in enumerate(arguments.documents):
            copies = 1 if document.suffix == ".pdf" else arguments.copies
            for copy in range(copies):
                # What tells reports apart stands at their front: a title of its own makes each another body's.
                title = b"" if copies == 1 else f"第{number}号第{copy}区某某局 2018 年度部门决算\n目录\n".encode()
                (folder / f"{number:03}-{copy:05}{document.suffix}").write_bytes(title + document.read_bytes())
        started = time.perf_counter()
        done = ingest([folder], Path(scratch, "archive"), limit=1_000_000, jobs=arguments.jobs)
        seconds = time.perf_counter() - started
    count = len(done.ingested) + len(done.refused)
    own, children = (_peak(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sys.stdout.write(
        f"{count} documents ({len(done.refused)} refused), {sum(each.reading.facts for each in done.ingested)} facts, "
        f"{arguments.jobs} jobs: {seconds:.1f} s, {count / seconds:.1f} a second\n"
        f"peak memory: {own} MB here, {children} MB in the largest process that reads (at most {MEMORY})\n"
    )
    return 0 if max(own, children) < MEMORY else 1


def _peak(who: int) -> int:
    """Megabytes of resident memory at most; the system counts in kilobytes (macOS: in bytes)."""
    peak = resource.getrusage(who).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.exit(main())
