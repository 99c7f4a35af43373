"""Thirty rules over an archive of invented reports: the engine beside hand-written Polars and DuckDB."""
