"""Outcomes kept in Parquet: a run of a whole archive has more of them than memory should hold.

A part is one file: some reports, each with all its outcomes, in the order in which they were told. Columns are those
of the machine-readable contract (docs/reference/outcomes.md): figures are decimal texts, exact as printed; what names
the row stands in columns of its own; `operands` and `translation` are the JSON texts of these fields.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import weakref
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from dq.outcome.model import CorrectedCell, Operand, Outcome, Source, Translation
from dq.outcome.serial import outcome_json
from dq.types import Hint, Reason, Severity, Verdict

if TYPE_CHECKING:
    import polars as pl

IN_MEMORY: Final = 10_000
"""So many outcomes stay in memory; with one more, all go to Parquet."""
PART: Final = 5_000
"""Outcomes of a part, or a few more: a report is never divided, and one part at a time is in memory."""

_ROW: Final = ("table", "n", "code", "label", "path", "column")
_TEXTS: Final = (
    "rule",
    "rule_title",
    "severity",
    "report",
    "verdict",
    "reason",
    "hint",
    "cause",
    "left",
    "right",
    "difference",
    "allowance",
    "left_text",
    "right_text",
    "unit",
    "statement",
    "message",
    "table",
    "code",
    "label",
    "path",
    "column",
    "operands",
    "translation",
)

_AS_JSON: Final = ("operands", "translation")


class PassingFolder:
    """A folder for a while: it goes when nothing refers to this object any more, at the latest with the program."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="dq-outcomes-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class KeptOutcomes(Collection[Outcome]):
    """Outcomes in files, read part by part each time they are asked for.

    Parameters: `parts` the files in order; `number` of the outcomes; `owner` of their folder, held as long as they may
    be read; `reports` whose outcomes they are, None for all that the files hold.
    Example: `[each.rule for each in KeptOutcomes((Path("part-00000.parquet"),), 12)]`.
    """

    parts: tuple[Path, ...]
    number: int
    owner: PassingFolder | None = field(default=None, repr=False, compare=False)
    reports: frozenset[str] | None = None

    @staticmethod
    def of_reports(parts: tuple[Path, ...], reports: frozenset[str]) -> KeptOutcomes:
        """The outcomes of some of the reports that these files hold. Errors: as `chosen`."""
        import polars as pl

        if not parts:
            return KeptOutcomes((), 0, None, reports)
        rows = pl.scan_parquet(list(parts), hive_partitioning=False, glob=False).select("report")
        number: int = rows.filter(pl.col("report").is_in(sorted(reports))).select(pl.len()).collect().item()
        return KeptOutcomes(parts, number, None, reports)

    def __iter__(self) -> Iterator[Outcome]:
        return self.chosen()

    def __len__(self) -> int:
        return self.number

    def __contains__(self, item: object) -> bool:
        return any(each == item for each in self)

    def chosen(self, *verdicts: Verdict, rules: Collection[str] | None = None) -> Iterator[Outcome]:
        """Those with one of these verdicts, or all where none is named; the others are not even put together.

        Parameters: `rules` ids of the rules whose outcomes are wanted, None for all.
        Errors: those of polars and `OSError` where a file is gone or damaged.
        """
        import polars as pl

        names = [verdict.value for verdict in verdicts]
        for path in self.parts:
            frame = pl.read_parquet(path, hive_partitioning=False, glob=False)
            wanted = [pl.col("verdict").is_in(names)] if names else []
            if self.reports is not None:
                wanted.append(pl.col("report").is_in(sorted(self.reports)))
            if rules is not None:
                wanted.append(pl.col("rule").is_in(list(rules)))
            yield from outcomes_of(frame.filter(*wanted) if wanted else frame)


@runtime_checkable
class Choosing(Protocol):
    """Outcomes that can leave out those that are not wanted before they are put together."""

    def chosen(self, *verdicts: Verdict) -> Iterator[Outcome]:
        """Those with one of these verdicts, or all where none is named."""


def chosen(outcomes: Iterable[Outcome], *verdicts: Verdict) -> Iterator[Outcome]:
    """The outcomes with one of these verdicts, in their order, without putting the others together.

    Example: `[each.rule for each in chosen(run.outcomes, Verdict.VIOLATED)]`.
    """
    if isinstance(outcomes, Choosing):
        return outcomes.chosen(*verdicts)
    return (each for each in outcomes if each.verdict in verdicts)


@dataclass(slots=True)
class Gathering:
    """Takes the outcomes of a run as they are told, and gives them back in the same order.

    Parameters: `folder` where parts are written from the first outcome on; None keeps outcomes in memory while they
    are `most` or fewer, then in a passing folder.
    """

    folder: Path | None = None
    most: int = IN_MEMORY
    _waiting: list[Outcome] = field(default_factory=list)
    _parts: list[Path] = field(default_factory=list)
    _number: int = 0
    _owner: PassingFolder | None = None

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Take all outcomes of one report. Errors: `OSError` where the disk refuses a part."""
        self._waiting += outcomes
        self._number += len(outcomes)
        if len(self._waiting) >= PART and (self.folder is not None or self._number > self.most):
            self._write()

    def done(self) -> Collection[Outcome]:
        """All that were taken. Errors: as `add`."""
        if self.folder is None and not self._parts:
            return tuple(self._waiting)
        if self._waiting:
            self._write()
        return KeptOutcomes(tuple(self._parts), self._number, self._owner)

    def _write(self) -> None:
        if self.folder is None:
            self._owner = PassingFolder()
            self.folder = self._owner.path
        path = self.folder / f"part-{len(self._parts):05}.parquet"
        path.write_bytes(parquet_of(outcome_frame(self._waiting)))
        self._parts.append(path)
        self._waiting = []


def outcome_columns() -> dict[str, pl.DataType]:
    """Names and types of the columns of a part."""
    import polars as pl

    types: dict[str, pl.DataType] = dict.fromkeys(_TEXTS, pl.String())
    return {**types, "reading_doubt": pl.Boolean(), "n": pl.Int32()}


def outcome_frame(outcomes: Iterable[Outcome]) -> pl.DataFrame:
    """Outcomes as rows of a part. Example: `outcome_frame(run.outcomes)["verdict"].value_counts()`."""
    import polars as pl

    plain = [_plain(outcome) for outcome in outcomes]
    return pl.DataFrame(
        [pl.Series(name, [each[name] for each in plain], kind) for name, kind in outcome_columns().items()]
    )


def parquet_of(frame: pl.DataFrame) -> bytes:
    """A part's bytes. Equal rows give equal bytes."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=3, statistics=True)
    return buffer.getvalue()


def outcomes_of(frame: pl.DataFrame) -> Iterator[Outcome]:
    """The outcomes that the rows of a part stand for.

    Example: `list(outcomes_of(outcome_frame(run.outcomes))) == list(run.outcomes)`.
    """
    for row in frame.iter_rows(named=True):
        yield Outcome(
            rule=row["rule"],
            rule_title=row["rule_title"],
            severity=Severity(row["severity"]),
            report=row["report"],
            row=_row(row),
            verdict=Verdict(row["verdict"]),
            reason=None if row["reason"] is None else Reason[row["reason"].upper()],
            hint=None if row["hint"] is None else Hint(row["hint"]),
            cause=row["cause"],
            reading_doubt=row["reading_doubt"],
            left=_decimal(row["left"]),
            right=_decimal(row["right"]),
            difference=_decimal(row["difference"]),
            allowance=_decimal(row["allowance"]),
            left_text=row["left_text"],
            right_text=row["right_text"],
            unit=row["unit"],
            statement=row["statement"],
            message=row["message"],
            operands=tuple(map(_operand, json.loads(row["operands"]))) if row["operands"] else (),
            # Runs that were kept before there was one have no such column.
            translation=Translation(**json.loads(row["translation"])) if row.get("translation") else None,
        )


def _plain(outcome: Outcome) -> dict[str, Any]:
    """An outcome by the columns of a part."""
    told = outcome_json(outcome)
    texts = {name: json.dumps(told[name], ensure_ascii=False) if told[name] else None for name in _AS_JSON}
    return {**told, **dict.fromkeys(_ROW), **(outcome.row or {}), **texts}


def _row(row: dict[str, Any]) -> dict[str, str | int | None] | None:
    if row["table"] is None:
        return None
    return {name: row[name] for name in _ROW if name != "column" or row[name] is not None}


def _operand(told: dict[str, Any]) -> Operand:
    source = told["source"]
    corrected = told["corrected"]
    return Operand(
        table=told["table"],
        row=told["row"],
        column=told["column"],
        value=_decimal(told["value"]),
        unit=told["unit"],
        printed=told["printed"],
        state=told["state"],
        role=told["role"],
        source=Source(source["document"], source["page"], source["line"], source["column"], source["sheet"]),
        doubt=told["doubt"],
        corrected=None if corrected is None else CorrectedCell(**corrected),
        report=told["report"],
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
