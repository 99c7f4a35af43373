"""Build `datasets/sample` from the published reports beside the checkout: figures and labels only, no documents.

    python scripts/build_sample_archive.py DOCUMENT… [--archive datasets/sample]

The folder is made anew, and the same documents give the same bytes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from dq.archive import Archive, ReportTables
from dq.diagnostics import Diagnostic
from dq.ingest import read_document

_WORDS = ("mention", "heading")
_LONGEST = 30
"""Characters of a short label."""
SAMPLE = Path(__file__).resolve().parents[1] / "datasets" / "sample"


def build(documents: list[Path], archive: Path) -> list[Diagnostic]:
    """Read the documents into a fresh archive; what was refused."""
    reads = [read_document(path) for path in documents]
    reports = [without_sentences(read.report) for read in reads if read.report is not None]
    shutil.rmtree(archive, ignore_errors=True)
    opened = Archive.create(archive, keep_documents=False)
    if opened.archive is None:
        return list(opened.diagnostics)
    written = opened.archive.append(reports)
    return [*(said for read in reads for said in read.diagnostics), *written.diagnostics]


def without_sentences(report: ReportTables) -> ReportTables:
    """The report without what it says in words: figures and short labels may be stored here, sentences may not.

    Statements that are words (names, left-overs, headings) are left out; of the others any text that is no short label.
    """
    return replace(
        report,
        statements={
            name: [_short(row) for row in rows] for name, rows in report.statements.items() if name not in _WORDS
        },
    )


def _short(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("report", "path")
    return {
        name: None if isinstance(value, str) and name not in kept and len(value) > _LONGEST else value
        for name, value in row.items()
    } | {"path": (row["label"] or "")[:_LONGEST] or None if len(row["path"] or "") > _LONGEST else row["path"]}


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
