"""Thirty rules over an archive of invented reports: the engine beside hand-written Polars and DuckDB."""

from dq.settings.memory import keep_memory

keep_memory()  # as `dq.cli.entry` does: for all contenders alike, and before any of them loads polars
