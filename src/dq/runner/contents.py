"""Hashes of what is stored of each report, kept so that files of the archive which are as they were need not be read.

    ARCHIVE/runs/contents.json       report → hash, by partition of the archive
    ARCHIVE/runs/contents/*.parquet  the same for each data file: where a cell is corrected, few of a partition are new

Both are a memory: they may be deleted, and what cannot be read of them is made anew.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dq.archive.manifest import write_durably
from dq.outcome.kept import parquet_of
from dq.runner.reading import read_bounded

if TYPE_CHECKING:
    from dq.archive import Partition

_SEEDS: Final = 2
_BITS: Final = 63
_SUMS: Final[dict[str, pl.DataType]] = {
    "report": pl.String(),
    "rows": pl.UInt32(),
    **{f"hash{place}": pl.UInt64() for place in range(_SEEDS)},
}
"""Of the rows of a report in one file: how many, and the sums of their hashes, in whatever order they lie."""
_TABLE: Final = "table"


def short(*texts: str) -> str:
    """One hash of several texts."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:32]


def _are_seeds(told: object) -> bool:
    return isinstance(told, list) and len(told) == _SEEDS and all(map(_is_seed, told))


def _is_seed(told: object) -> bool:
    return type(told) is int and 0 <= told < 2**_BITS


def _are_hashes(told: object) -> bool:
    return isinstance(told, dict) and all(
        isinstance(hashes, dict) and all(isinstance(each, str) for each in hashes.values()) for hashes in told.values()
    )


@dataclass(slots=True)
class Contents:
    """The memory at `path`, a file; those of single data files lie in a folder beside it.

    Example: `Contents.at(store.memory).of(archive.partitions(), reports)`.
    """

    path: Path
    seeds: list[int]
    known: Mapping[str, Mapping[str, str]]

    @staticmethod
    def at(path: Path) -> Contents:
        """What was hashed before; hashes of another version of polars mean nothing to this one."""
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            told: dict[str, Any] = json.loads(read_bounded(path))
            if told["polars"] == pl.__version__ and _are_seeds(told["seeds"]) and _are_hashes(told["files"]):
                return Contents(path, told["seeds"], told["files"])
        # Seeds that nobody knows: no report can be made up to be taken for another one.
        return Contents(path, [secrets.randbits(_BITS) for _ in range(_SEEDS)], {})

    def of(self, partitions: Collection[Partition], reports: Collection[str]) -> dict[str, str]:
        """Report → hash of its rows, of those of these reports that the partitions hold.

        Errors: those of polars, `OSError`.
        """
        found: dict[str, str] = {}
        kept: dict[str, Mapping[str, str]] = {}
        for part in partitions:
            wanted = [report for report in part.reports if report in reports]
            contents = self.known.get(part.digest, {})
            if not contents.keys() >= set(wanted):
                contents = self._hashed(part)
            kept[part.digest] = contents
            found |= {report: contents[report] for report in wanted}
        if kept != self.known:
            self._keep(kept, partitions)
        return found

    def _hashed(self, part: Partition) -> dict[str, str]:
        """Report → hash of its rows in all files of a partition."""
        known = self._known(part)
        made = (self._made(part, name) for name in part.files.keys() - set(known[_TABLE]))
        sums = self._summed(pl.concat([known, *made]))
        return {report: "".join(f"{each:016x}" for each in hashes) for report, _, *hashes in sums.iter_rows()}

    def _known(self, part: Partition) -> pl.DataFrame:
        """The sums of those files of a partition that were hashed before; none where one of them cannot be read."""
        places = {str(self._place(sha256)): name for name, sha256 in part.files.items()}
        there = [path for path in places if Path(path).is_file()]
        nothing = pl.DataFrame(schema={_TABLE: pl.String(), **_SUMS})
        with suppress(OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
            rows = pl.scan_parquet(
                there, schema=_SUMS, include_file_paths=_TABLE, hive_partitioning=False, glob=False
            ).collect()
            return rows.with_columns(pl.col(_TABLE).replace_strict(places)).select(nothing.columns)
        return nothing

    def _made(self, part: Partition, dataset: str) -> pl.DataFrame:
        """The sums of one file of a partition, which are kept."""
        sums = self._summed(part.scan(dataset).collect())
        path = self._place(part.files[dataset])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(parquet_of(sums))
        return sums.select(pl.lit(dataset).alias(_TABLE), *_SUMS)

    def _summed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Of each report how many rows, and the sums of their hashes: columns _SUMS."""
        hashes = [rows.hash_rows(seed).alias(f"hash{place}") for place, seed in enumerate(self.seeds)]
        by_report = pl.DataFrame([rows["report"], *hashes]).group_by("report")
        return by_report.agg(pl.len().alias("rows"), *(pl.col(each.name).sum() for each in hashes)).select(*_SUMS)

    def _place(self, sha256: str) -> Path:
        """Where the hashes of a file with these bytes are kept: seeds and polars are those that made them."""
        return self.path.with_suffix("") / f"{short(sha256, pl.__version__, *map(str, self.seeds))}.parquet"

    def _keep(self, kept: Mapping[str, Mapping[str, str]], partitions: Collection[Partition]) -> None:
        told = {"polars": pl.__version__, "seeds": self.seeds, "files": kept}
        write_durably(self.path, json.dumps(told, ensure_ascii=False).encode())
        live = {self._place(sha256) for part in partitions for sha256 in part.files.values()}
        for path in set(self.path.with_suffix("").glob("*.parquet")) - live:
            path.unlink(missing_ok=True)
