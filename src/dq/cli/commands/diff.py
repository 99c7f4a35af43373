"""`dq diff`: two runs compared."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from dq.application.differences import Difference, compare_runs
from dq.application.exits import Exit
from dq.application.requests import no_archive_named
from dq.cli.changes import change_lines, entry_json
from dq.cli.console import print_data, print_diagnostics, print_lines, spoken
from dq.cli.sources import named_archive
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.report.sinks.json import refused
from dq.settings import Language


def run(
    *,
    runs: Sequence[str],
    archive: Path | None,
    checkpoint: str,
    output: Literal["text", "json"],
    language: Language | None,
) -> int:
    """Compare, tell what changed, and give the exit code: 0 compared, 2 or 3 where there is nothing to compare."""
    tongue = spoken(language)
    root = named_archive(archive)
    if root is None:
        print_diagnostics([no_archive_named()], tongue)
        return Exit.USAGE
    difference = compare_runs(root, tuple(runs), checkpoint)
    print_diagnostics(difference.diagnostics, tongue)
    if output == "json":
        print_data([_document(difference, tongue)])
        return difference.exit
    if difference.before is None:
        return difference.exit
    print_lines((_headline(difference, tongue), *change_lines(difference.told, tongue)))
    return difference.exit


def _document(difference: Difference, language: Language) -> str:
    told = {
        "schema_version": 1,
        "before": None if difference.before is None else difference.before.id,
        "after": None if difference.after is None else difference.after.id,
        "entries": [entry_json(entry) for entry in difference.told],
        "refused": refused(difference.diagnostics, language),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _headline(difference: Difference, language: Language) -> Line:
    ids = " → ".join(each.id for each in (difference.before, difference.after) if each is not None)
    return line(Piece(f"运行 {ids}" if language == "zh" else f"runs {ids}", Style.FAINT))
