"""A stranger's document: taken under a name of ours, read apart, stored or refused; nothing else is touched."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from dq.application.ingesting import ingest_upload
from dq.application.uploads import Staged, discard, shown_name, stage, staged_path
from dq.archive import Archive
from tests.cli.invented import REPORT


def staged(folder, content: bytes, name="决算.txt", most=1_000_000):
    return stage(io.BytesIO(content), name, folder / "uploads", most)


def test_a_document_is_staged_read_and_stored_under_the_name_it_came_with(tmp_path):
    upload = staged(tmp_path, REPORT.encode(), "../../某地/青山区 决算.txt")
    assert isinstance(upload, Staged)
    assert (upload.name, upload.size) == ("青山区 决算.txt", len(REPORT.encode()))
    assert upload.sha256 == hashlib.sha256(REPORT.encode()).hexdigest()
    path = staged_path(tmp_path / "uploads", upload.id)
    (done,) = ingest_upload(path, upload.name, tmp_path / "archive").ingested
    assert (done.stored.entry.document, done.stored.entry.department) == ("青山区 决算.txt", "青山区公园管理处")
    assert done.reading.tables[0].facts
    (entry,) = Archive.open(tmp_path / "archive").archive.latest
    assert entry.sha256 == upload.sha256
    discard(tmp_path / "uploads", upload.id)
    assert staged_path(tmp_path / "uploads", upload.id) is None


def test_an_overlong_document_leaves_nothing(tmp_path):
    refused = staged(tmp_path, b"x" * 2_000_000)
    assert refused.code == "DQ-I003"
    assert list((tmp_path / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\账\\决算.pdf", "决算.pdf"),
        ("a/../../etc/passwd", "passwd"),
        ("决\x00算\u202e.pdf", "决�算�.pdf"),
        ("..", "document"),
        ("", "document"),
        ("长" * 300 + ".xlsx", "长" * 115 + ".xlsx"),
    ],
)
def test_names_that_strangers_give(given, shown):
    assert shown_name(given) == shown


@pytest.mark.parametrize("key", ["../service.sqlite", "", "A" * 16, "0" * 15, "0" * 16])
def test_only_names_of_ours_are_paths(tmp_path, key):
    (tmp_path / "service.sqlite").write_text("secret")
    (tmp_path / "uploads").mkdir()
    assert staged_path(tmp_path / "uploads", key) is None


def test_a_bomb_is_refused_with_its_name_and_touches_nothing(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("xl/workbook.xml", b"\0" * 270_000_000)
    upload = staged(tmp_path, packed.getvalue(), "炸弹.xlsx", most=5_000_000)
    done = ingest_upload(staged_path(tmp_path / "uploads", upload.id), upload.name, tmp_path / "archive")
    assert (done.ingested, len(done.refused)) == ((), 1)
    assert {(each.code, each.span.file) for each in done.diagnostics} == {("DQ-I206", "炸弹.xlsx")}
    assert not (tmp_path / "archive" / "manifest.json").exists()


def test_a_document_that_takes_too_long_is_ended(tmp_path):
    upload = staged(tmp_path, REPORT.encode())
    done = ingest_upload(staged_path(tmp_path / "uploads", upload.id), upload.name, tmp_path / "archive", seconds=0.01)
    assert [each.code for each in done.diagnostics] == ["DQ-I213"]


def test_reading_is_given_up_where_nobody_wants_it_any_more(tmp_path):
    upload = staged(tmp_path, REPORT.encode())
    path = staged_path(tmp_path / "uploads", upload.id)
    done = ingest_upload(path, upload.name, tmp_path / "archive", stopped=lambda: True)
    assert done.interrupted
    assert not (tmp_path / "archive" / "manifest.json").exists()
