"""What the archive writes is plain Parquet: another reader sees the same exact figures."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from dq.archive import Archive
from dq.resources import sample_archive_folder


def test_pyarrow_reads_the_same_decimals():
    folder = sample_archive_folder()
    archive = Archive.open(folder).archive
    expected = {
        (report, n): value
        for report, n, value in archive.scan("summary").select("report", "n", "amount").collect().iter_rows()
    }
    found = {}
    for part in sorted((folder / "tables" / "summary").rglob("*.parquet")):
        table = pq.read_table(part, partitioning=None)
        assert table.schema.field("amount").type == pa.decimal128(38, 6)
        found |= {
            (row["report"], row["n"]): row["amount"] for row in table.select(["report", "n", "amount"]).to_pylist()
        }
    assert found == expected
    assert any(isinstance(value, Decimal) for value in found.values())
