"""Build `datasets/sample` from the published reports beside the checkout: figures and labels only, no documents.

    python scripts/build_sample_archive.py DOCUMENT… [--archive datasets/sample]

The folder is made anew, and the same documents give the same bytes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from dq.archive import Archive
from dq.diagnostics import Diagnostic
from dq.ingest import read_document

SAMPLE = Path(__file__).resolve().parents[1] / "datasets" / "sample"


def build(documents: list[Path], archive: Path) -> list[Diagnostic]:
    """Read the documents into a fresh archive; what was refused."""
    reads = [read_document(path) for path in documents]
    reports = [read.report for read in reads if read.report is not None]
    shutil.rmtree(archive, ignore_errors=True)
    opened = Archive.create(archive, keep_documents=False)
    if opened.archive is None:
        return list(opened.diagnostics)
    written = opened.archive.append(reports)
    return [*(said for read in reads for said in read.diagnostics), *written.diagnostics]


def main() -> int:
    """Exit code 0 where every document was read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="+", type=Path)
    parser.add_argument("--archive", type=Path, default=SAMPLE)
    arguments = parser.parse_args()
    refused = build(arguments.documents, arguments.archive)
    for diagnostic in refused:
        sys.stderr.write(f"{diagnostic.code} {diagnostic.span.file} {diagnostic.headline.en}\n")
    return 1 if refused else 0


if __name__ == "__main__":
    raise SystemExit(main())
