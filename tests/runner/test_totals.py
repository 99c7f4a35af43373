"""Totals of parts: the same however many are added up at once."""

from __future__ import annotations

import polars as pl
import pytest

from dq.engine.tally import COUNTS
from dq.runner.about import Part
from dq.runner.totals import Totals


@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_parts_are_added_up_some_at_a_time(at_once, tmp_path, monkeypatch):
    monkeypatch.setattr("dq.runner.totals._AT_ONCE", at_once)
    parts = [Part(f"part-{place}", 0, ("", "")) for place in range(3)]
    for place, part in enumerate(parts):
        path = part.paths(tmp_path)[1]
        path.parent.mkdir(exist_ok=True)
        rows = [(f"body {place}", "T001", "holds", 3), (f"body {place}", "T001", "violated", 1)]
        rows += [("body 9", "T002", "holds", 2)] if place == 1 else []
        pl.DataFrame(rows, schema=["report", "rule", "verdict", "number"], orient="row").select(
            pl.col(name).cast(kind) for name, kind in COUNTS.items()
        ).write_parquet(path)
    found = Totals.of_parts(tmp_path, parts)
    assert found.numbers == {("T001", "holds"): 9, ("T001", "violated"): 3, ("T002", "holds"): 2}
    assert found.applicable == {"T001": 3, "T002": 1}
