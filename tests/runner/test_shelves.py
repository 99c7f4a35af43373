"""What is found in the order of the archive's files is asked for in the order of a run, each file read once."""

from __future__ import annotations

import polars as pl

from dq.runner.shelves import Shelf

COLUMNS = {"report": pl.String(), "rule": pl.String()}
BOARDS = {"a": 0, "b": 0, "c": 1, "d": 1}


def rows(*pairs):
    return pl.DataFrame(pairs, schema=COLUMNS, orient="row")


def shelf(folder):
    made = Shelf(folder, COLUMNS, BOARDS)
    made.add(rows(("d", "T1"), ("b", "T2"), ("b", "T1")))
    made.add(rows(("c", "T1"), ("a", "T3")))
    return made


def test_each_report_has_its_rows_in_the_order_in_which_they_were_added(tmp_path):
    made = shelf(tmp_path)
    assert made.take(["b"]).collect().rows() == [("b", "T2"), ("b", "T1")]
    assert sorted(made.take(["a", "c", "d"]).collect().rows()) == [("a", "T3"), ("c", "T1"), ("d", "T1")]
    assert made.take(["unknown"]).collect().is_empty()


def test_a_file_is_read_once_where_reports_come_board_by_board(tmp_path, monkeypatch):
    made = shelf(tmp_path)
    read = []
    original = pl.read_parquet
    monkeypatch.setattr(pl, "read_parquet", lambda path, **options: (read.append(path), original(path, **options))[1])
    found = [made.take([report]).collect().height for report in "abcd"]
    assert found == [1, 2, 1, 1]
    assert sorted(read) == sorted(tmp_path.iterdir())


def test_two_shelves_with_the_same_boards_are_one(tmp_path):
    made = shelf(tmp_path / "one")
    other = Shelf(tmp_path / "two", COLUMNS, {"b": 0})
    other.add(rows(("b", "T4")))
    made.extend(other)
    assert made.take("ab").collect().rows() == [("b", "T2"), ("b", "T1"), ("a", "T3"), ("b", "T4")]


def test_nothing_was_found(tmp_path):
    made = Shelf(tmp_path / "none", COLUMNS, BOARDS)
    made.add(rows())
    assert made.take("ab").collect().schema == COLUMNS
    assert not (tmp_path / "none").exists()
