"""One contract for both stores: what goes in comes out, in the full columns, the latest version only."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from itertools import count
from timeit import repeat

import polars as pl
import pytest

from dq.archive import Archive, MemoryStore
from dq.archive.layout import REPORTS, TABLES, table_columns
from tests.archive.builders import report, schema
from tests.conftest import CHECKOUT


@pytest.fixture(params=["memory", "disk"])
def fill(request, tmp_path):
    """Makes a store of these reports."""

    folders = count()

    def make(*reports):
        if request.param == "memory":
            return MemoryStore(reports, schema())
        archive = Archive.create(tmp_path / str(next(folders)), schema(), keep_documents=False).archive
        assert not archive.append(reports).diagnostics
        return archive

    return make


def rows(store, dataset, *columns):
    return store.scan(dataset).select(columns).sort(columns).collect().rows()


def test_every_dataset_has_its_full_columns_even_without_rows(fill):
    for store in (fill(report()), fill()):
        assert store.datasets() == ("alpha", "beta", "reports", "tables")
        assert store.scan("alpha").collect_schema() == table_columns(("amount",))
        assert store.scan("beta").collect_schema() == table_columns(("count",))
        assert store.scan("reports").collect_schema() == REPORTS
        assert store.scan("tables").collect_schema() == TABLES
    assert store.scan("beta").collect().height == 0


def test_figures_keep_their_value_state_and_text(fill):
    largest = "99999999999999999999999999999999.999999"
    store = fill(report(amounts=("-14085.13", "0.000001", largest, "1E+3", "1.50000000")))
    assert rows(store, "alpha", "n", "amount", "amount__state", "amount__printed") == [
        (0, Decimal("-14085.130000"), 1, "-14085.13"),
        (1, Decimal("0.000001"), 1, "0.000001"),
        (2, Decimal(largest), 1, largest),
        (3, Decimal(1000), 1, "1E+3"),
        (4, Decimal("1.5"), 1, "1.50000000"),
    ]


def test_a_second_document_on_the_same_subject_is_the_next_version_and_the_only_one_seen(fill):
    store = fill(report(), report(text="corrected", amounts=("3.00",)), report("other"))
    assert rows(store, "reports", "report", "version") == [("body-2018-v2", 2), ("other-2018", 1)]
    assert rows(store, "alpha", "report", "amount") == [
        ("body-2018-v2", Decimal(3)),
        ("other-2018", Decimal(1)),
        ("other-2018", Decimal("2.5")),
    ]
    assert rows(store, "tables", "report", "rows") == [("body-2018-v2", 1), ("other-2018", 2)]


def test_the_same_document_twice_is_stored_once(fill):
    assert rows(fill(report(), report()), "reports", "report") == [("body-2018",)]


def test_the_fingerprint_follows_the_content_not_the_order(fill):
    one, two, other = report(), report("second", 2019), report("second", 2019, amounts=("1.00",))
    assert fill(one, two).fingerprint == fill(two, one).fingerprint
    assert len({store.fingerprint for store in (fill(), fill(one), fill(one, two), fill(one, other))}) == 4


def test_an_unknown_dataset_table_or_column_is_our_bug(fill):
    with pytest.raises(KeyError):
        fill(report()).scan("gamma")
    stranger = report("stranger", text="s")
    stranger.rows["gamma"] = []
    with pytest.raises(ValueError, match=r"no such table.*gamma"):
        fill(stranger)
    stray = report("stray", text="t")
    stray.rows["alpha"][0]["colour"] = "red"
    with pytest.raises(ValueError, match=r"no such column.*colour"):
        fill(stray)


@pytest.mark.parametrize("value", [Decimal("0.0000001"), Decimal("NaN"), 1.5])
def test_a_figure_that_the_store_would_change_is_refused(fill, value):
    inexact = report()
    inexact.rows["alpha"][0]["amount"] = value
    with pytest.raises(ValueError, match="amount"):
        fill(inexact)


def test_report_tables_come_without_polars():
    code = "import sys; from dq.archive import ReportTables; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_holding_a_report_in_memory_loads_no_numpy():
    code = (
        "import sys; from dq.archive import MemoryStore; from tests.archive.builders import report, schema;"
        "MemoryStore([report()], schema()).fingerprint; sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=CHECKOUT).returncode == 0


def test_a_report_is_held_in_memory_within_milliseconds(benchmark_seconds):
    assert benchmark_seconds(lambda: MemoryStore([report(amounts=("1.00",) * 50)], schema())) < 0.05


@pytest.fixture
def benchmark_seconds():
    """The best of five runs of a function, in seconds."""
    return lambda function: min(repeat(function, number=1, repeat=5))


def test_both_stores_give_the_same_frames(tmp_path):
    reports = [report(), report("b", 2019, "two"), report(text="newer", amounts=("7.00",))]
    archive = Archive.create(tmp_path / "archive", schema(), keep_documents=False).archive
    for one in reports:
        archive.append([one])
    memory = MemoryStore(reports, schema())
    for dataset in memory.datasets():
        left, right = (store.scan(dataset).collect() for store in (memory, archive))
        assert isinstance(left, pl.DataFrame)
        assert sorted(left.rows(), key=repr) == sorted(right.rows(), key=repr)
        assert left.schema == right.schema
