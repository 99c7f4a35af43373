"""What the engine is timed against says the same as it: a rule that changes is changed there, too."""

from __future__ import annotations

import polars as pl
import pytest

from dq.application.synthesis import Request, synthesise
from tests.conftest import require_or_skip

_FORMS = ("final_accounts_2018", "final_accounts_2024")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Twenty reports of two years and forms, each with a fault."""
    root = tmp_path_factory.mktemp("bench") / "archive"
    made = synthesise(Request(20, 10, _FORMS, years="2018-2019", faults="all=0.1"), root)
    assert made.faults == 20
    return root


@pytest.fixture(scope="module")
def by_engine(archive):
    from benchmarks.archive.engine import judged  # reads all rules: not while tests are gathered

    counts, found = judged(archive)
    assert len(counts) == 30
    assert found["rule"].n_unique() > 15
    return counts, rows(found)


def rows(found: pl.DataFrame) -> list[tuple[object, ...]]:
    """The violated rows; a comparison turned round (0 ≤ x as x ≥ 0) has its sides the other way."""
    told = ((*key, *sorted((left, right)), allowance) for *key, left, right, allowance in found.rows())
    return sorted(told, key=repr)


def test_polars_by_hand(archive, by_engine):
    from benchmarks.archive.fused import judged

    counts, found = judged(archive)
    assert (counts, rows(found)) == by_engine


def test_sql(archive, by_engine, tmp_path):
    from benchmarks.archive.duck import run

    try:
        counts = run(archive, tmp_path / "found.parquet")
    except ModuleNotFoundError:
        require_or_skip("duckdb is not installed")
    assert (counts, rows(pl.read_parquet(tmp_path / "found.parquet"))) == by_engine
