"""From named paths to documents."""

from __future__ import annotations

import os
from pathlib import Path

from dq.application.documents import find_documents


def test_folders_are_searched_in_order_without_hidden_files(tmp_path):
    for name in ("b.txt", "a.txt", ".hidden", "sub/c.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = find_documents([tmp_path, tmp_path / "a.txt"], 100)
    assert [file.name for file in found.files] == ["a.txt", "b.txt", "c.txt"]
    assert not found.diagnostics


def test_what_is_not_there_is_told_and_the_rest_is_taken(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    found = find_documents([tmp_path / "no.txt", tmp_path / "empty", tmp_path / "a.txt"], 100)
    assert [file.name for file in found.files] == ["a.txt"]
    assert [each.code for each in found.diagnostics] == ["DQ-C001", "DQ-C002"]


def test_the_number_of_files_is_bounded(tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("x")
    found = find_documents([tmp_path], 3)
    assert len(found.files) == 3
    assert [each.code for each in found.diagnostics] == ["DQ-C003"]


def test_pipes_and_devices_are_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    found = find_documents([tmp_path / "pipe", Path(os.devnull)], 100)
    assert not found.files
    assert [each.code for each in found.diagnostics] == ["DQ-C019", "DQ-C019"]
