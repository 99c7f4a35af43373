"""How fast a PDF of some dozens of pages is read, ruled and unruled, and how much memory that takes.

    python benchmarks/pdf_pages.py REPORT [--pages 60]

The report, any document that can be read, is written out as PDF as often as fills the pages. Exits with 1 where reading
took more than 20 seconds or 500 MB.
"""

from __future__ import annotations

import argparse
import io
import resource
import sys
import time
from pathlib import Path
from typing import Final

from dq.ingest import read_bytes, read_document
from dq.synthesis.rendering import Noise
from dq.synthesis.rendering.formats import pdf
from dq.synthesis.rendering.publishing import publish
from dq.templates import load_catalogue

SECONDS: Final = 20
MEMORY: Final = 500
"""MB."""


class Unruled(Noise):
    """No noise, but for the rulings that are left out."""

    def chance(self, question: str, share: float) -> bool:
        """True for the rulings only."""
        return question == "pdf/no rulings" or super().chance(question, share)


def main() -> int:
    """Measure, print, and say by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("report", type=Path)
    parser.add_argument("--pages", type=int, default=60)
    arguments = parser.parse_args()
    report = read_document(arguments.report).report
    if report is None:
        sys.stderr.write(f"{arguments.report} is not read\n")
        return 2
    template = next(each for each in load_catalogue() if each.name == report.report["template"])
    slowest = 0.0
    for name, noise in (("ruled", Noise()), ("unruled", Unruled())):
        publication = publish(report, template, noise)
        own = _pages(pdf.write(publication, noise))
        document = pdf.write(publication * -(-arguments.pages // own), noise)
        started = time.perf_counter()
        read_bytes("report.pdf", document)
        seconds = time.perf_counter() - started
        slowest = max(slowest, seconds)
        sys.stdout.write(f"{name}: {_pages(document)} pages in {seconds:.1f} s (at most {SECONDS})\n")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // unit
    sys.stdout.write(f"peak memory of the process that reads: {peak} MB (at most {MEMORY})\n")
    return 0 if slowest <= SECONDS and peak < MEMORY else 1


def _pages(document: bytes) -> int:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(document)) as opened:
        return len(opened.pages)


if __name__ == "__main__":
    sys.exit(main())
