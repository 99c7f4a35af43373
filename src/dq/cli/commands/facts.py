"""`dq facts`: every stored fact, one JSON a line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from dq.application.exits import Exit, exit_of_diagnostics
from dq.application.facts import list_facts
from dq.application.stores import open_store
from dq.cli.console import print_data, print_diagnostics, reading_progress, spoken
from dq.cli.sources import named_sources
from dq.settings import Language
from dq.templates import default_schema


def run(
    *,
    paths: Sequence[Path],
    archive: Path | None,
    reports: Sequence[str],
    output: Literal["jsonl"],  # noqa: ARG001 - the only form there is; scripts name it
    language: Language | None,
) -> int:
    """Print the facts and give the exit code."""
    tongue = spoken(language)
    schema = default_schema()
    with reading_progress("读入" if tongue == "zh" else "reading") as progress:
        opened = open_store(named_sources(paths, archive, reports), schema, progress)
    print_diagnostics(opened.diagnostics, tongue)
    told = exit_of_diagnostics(opened.diagnostics)
    if opened.store is None:
        return max(told, Exit.USAGE)
    print_data(json.dumps(fact, ensure_ascii=False) for fact in list_facts(opened.store, schema, reports))
    return told
