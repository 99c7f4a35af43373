"""Hashes of what is stored: equal where nothing changed, made anew for the files that did."""

from __future__ import annotations

import pytest

from dq.archive import Archive, Partition
from dq.runner.contents import Contents
from tests.runner import small
from tests.runner.small import archive_at, body

REPORTS = ("a/2018", "b/2018")


@pytest.fixture
def read(monkeypatch):
    """Names of the datasets whose files are read."""
    names: list[str] = []
    original = Partition.scan
    monkeypatch.setattr(Partition, "scan", lambda self, name: names.append(name) or original(self, name))
    return names


def hashes(root):
    return Contents.at(root / "memory.json").of(archive_at(root).partitions(), REPORTS)


def correct(archive: Archive, value: str) -> None:
    small.correct(archive, next(each for each in archive.latest if each.report == "a/2018"), value)


def test_a_corrected_cell_makes_its_file_and_its_report_another(tmp_path, read):
    archive_at(tmp_path).append([body("a", 2018), body("b", 2018)])
    first = hashes(tmp_path)
    assert set(read) == {"alpha", "beta", "reports", "tables"}
    read.clear()
    assert hashes(tmp_path) == first
    assert read == []
    correct(archive_at(tmp_path), "7")
    second = hashes(tmp_path)
    assert read == ["alpha"]
    assert first["a/2018"] != second["a/2018"]
    assert first["b/2018"] == second["b/2018"]


def test_hashes_of_files_that_are_gone_are_removed(tmp_path):
    archive_at(tmp_path).append([body("a", 2018), body("b", 2018)])
    hashes(tmp_path)
    for number in range(4, 7):
        correct(archive_at(tmp_path), str(number))
        hashes(tmp_path)
    assert len(list((tmp_path / "memory").iterdir())) == 4


@pytest.mark.parametrize("harm", [b"", b"PAR1 not a file PAR1"])
def test_hashes_that_cannot_be_read_are_made_anew(tmp_path, harm):
    archive_at(tmp_path).append([body("a", 2018), body("b", 2018)])
    first = hashes(tmp_path)
    for path in (tmp_path / "memory").iterdir():
        path.write_bytes(harm)
    correct(archive_at(tmp_path), "7")
    assert hashes(tmp_path)["b/2018"] == first["b/2018"]
