"""Sink `parquet`: a row an outcome, operands as a list of structures, for the analysis of whole archives."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dq.diagnostics import Text
from dq.outcome import SCHEMA_VERSION, outcome_json
from dq.outcome.model import Outcome, RunRecord
from dq.report.findings import listed
from dq.report.protocol import Material, Sink, Written
from dq.report.streams import file_in, whole_file

if TYPE_CHECKING:
    import polars as pl

_PORTION: Final = 1_000
"""Outcomes held at a time."""
_ABOUT: Final = ("department", "year", "kind", "document", "sha256")
_TEXTS: Final = ("left", "right", "difference", "allowance", "unit", "left_text", "right_text", "statement", "message")


class ParquetSink:
    """Writes a table of outcomes. Figures are decimal strings, as exact as the data (JSON has the same)."""

    name = "parquet"
    file = "outcomes.parquet"
    title = Text("分析用的数据文件（Parquet）", "a data file for analysis (Parquet)")

    def write(self, material: Material, out: Path) -> Written:
        """Write the file in portions, so that an archive needs no more memory than one. Raises OSError."""
        path = file_in(out, self.file)
        run = material.run()
        write_outcomes([run], path, everything=material.everything, about=_told(run))
        return Written((path,))


def write_outcomes(runs: Iterable[RunRecord], path: Path, *, everything: bool, about: Mapping[str, str]) -> None:
    """Write the outcomes of runs to one file, which is replaced as a whole.

    Parameters: `everything` takes what holds, too; `about` what the file says of itself. Raises OSError where it cannot
    be written. Example: `write_outcomes([run], Path("outcomes.parquet"), everything=True, about={})`.
    """
    import polars as pl

    parts: list[Path] = []
    with whole_file(path) as whole:
        try:
            for number, frame in enumerate(_frames(runs, everything=everything)):
                parts.append(whole.with_name(f"{whole.name}{number}"))
                with _refusals():
                    frame.write_parquet(parts[-1])
            with _refusals():
                pl.concat([pl.scan_parquet(part, glob=False) for part in parts]).sink_parquet(
                    whole, metadata=dict(about)
                )
        finally:
            for part in parts:
                part.unlink(missing_ok=True)


@contextmanager
def _refusals() -> Iterator[None]:
    """Where polars cannot write, what the operating system refused is raised as such."""
    import polars as pl

    try:
        yield
    except pl.exceptions.ComputeError as failure:
        raise OSError(str(failure)) from failure


def _told(run: RunRecord) -> dict[str, str]:
    """What the file says of the run as a whole, under keys of its own."""
    counts = json.dumps(run.counts, ensure_ascii=False, sort_keys=True)
    prints = {"dq.rules_fingerprint": run.rules_fingerprint, "dq.archive_fingerprint": run.archive_fingerprint}
    return {"dq.schema_version": str(SCHEMA_VERSION), "dq.run": run.id, "dq.counts": counts, **prints}


def _frames(runs: Iterable[RunRecord], *, everything: bool) -> Iterator[pl.DataFrame]:
    """The outcomes in portions; one without rows where there is none."""
    import polars as pl

    schema = _schema()
    first = True
    for run in runs:
        reports = {report.report: report for report in run.reports}
        outcomes = listed(run.outcomes, everything=everything)
        while portion := list(islice(outcomes, _PORTION)):
            rows = [_row(outcome, reports.get(outcome.report)) for outcome in portion]
            yield pl.DataFrame(rows, schema, orient="row")
            first = False
    if first:
        yield pl.DataFrame(schema=schema)


def _row(outcome: Outcome, report: object) -> dict[str, Any]:
    told = outcome_json(outcome)
    about = {name: getattr(report, name, None) for name in _ABOUT}
    operands = [{**each, "row": _named(each["row"], _OPERAND_ROW)} for each in told["operands"]]
    return {**told, **about, "row": _named(told["row"], _OUTCOME_ROW), "operands": operands}


_OPERAND_ROW: Final = ("code", "label", "path", "n")
_OUTCOME_ROW: Final = ("table", *_OPERAND_ROW, "column")


def _named(row: dict[str, str | int | None] | None, names: Iterable[str]) -> dict[str, object] | None:
    """The row's identity: all of it text but the row's number."""
    if row is None:
        return None
    return {name: row.get(name) if name == "n" or row.get(name) is None else str(row[name]) for name in names}


def _schema() -> pl.Schema:
    """Columns and their types (docs/reference/outcomes.md)."""
    import polars as pl

    def texts(*names: str) -> dict[str, Any]:
        return dict.fromkeys(names, pl.String())

    def numbers(*names: str) -> dict[str, Any]:
        return dict.fromkeys(names, pl.Int64())

    source = pl.Struct({**texts("document"), **numbers("page", "line", "column"), **texts("sheet", "cell")})
    row = {**texts("code", "label", "path"), **numbers("n")}
    operand = {
        **texts("table"),
        "row": pl.Struct(row),
        **texts("column", "value", "unit", "printed", "state", "role", "doubt", "report"),
        "corrected": pl.Struct(texts("original", "author", "reason", "at")),
        "source": source,
    }
    waiver = {**texts("rule", "body"), "years": pl.List(pl.Int64()), **texts("row", "reason", "approver", "expires")}
    return pl.Schema(
        {
            **texts("report", "department"),
            **numbers("year"),
            **texts("kind", "document", "sha256", "rule", "rule_title", "severity"),
            "row": pl.Struct({**texts("table"), **row, **texts("column")}),
            **texts("verdict", "reason", "hint", "cause"),
            "reading_doubt": pl.Boolean(),
            **texts(*_TEXTS),
            "translation": pl.Struct(texts("language", "rule_title", "statement", "message")),
            "operands": pl.List(pl.Struct(operand)),
            "waiver": pl.Struct(waiver),
        }
    )


SINK: Sink = ParquetSink()
