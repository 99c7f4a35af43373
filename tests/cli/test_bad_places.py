"""Places and names that are impossible, closed, linked, strange, gone or full: each is told, nothing is spoilt."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from tests.cli.invented import REPORT, write_report

LONG = "n" * 300


@pytest.fixture
def archive(dq, tmp_path):
    """An archive that holds one report."""
    root = tmp_path / "archive"
    assert (
        dq(
            "ingest",
            write_report(tmp_path, "held.txt", "2024 年度部门决算\n", "2023 年度部门决算\n"),
            "--archive",
            root,
        ).exit_code
        == 0
    )
    return root


def facts(dq, root):
    result = dq("facts", "--archive", root)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [
        (["ingest", LONG, "--archive", "a"], 2, "DQ-C001"),
        (["check", LONG], 2, "DQ-C001"),
        (["check", "report.txt", "--rules", LONG], 2, "DQ-C001"),
        (["ingest", "report.txt", "--archive", LONG], 3, "DQ-C011"),
        (["check", "--archive", LONG], 2, "DQ-A001"),
        (["facts", "--archive", LONG], 2, "DQ-A001"),
        (["ingest", "loop", "--archive", "a"], 2, "DQ-C001"),
        (["facts", "--archive", "loop"], 2, "DQ-A001"),
    ],
)
def test_names_at_which_nothing_can_stand(dq, tmp_path, monkeypatch, arguments, exit_code, code):
    monkeypatch.chdir(tmp_path)
    write_report(tmp_path)
    Path("loop").symlink_to("loop")
    for language in ("zh", "en"):
        result = dq(*arguments, "--lang", language)
        assert (result.exit_code, code in result.stderr) == (exit_code, True), result.output


@pytest.mark.parametrize(
    "name", ["\x1b[31m red\n.txt", "\u202etxt.exe", "名" * 80 + ".txt", "bad\udcff\udcfe.txt", "\t"]
)
def test_a_document_of_any_name_is_stored_and_read_again(dq, tmp_path, name):
    path = tmp_path / name
    try:
        path.write_text(REPORT, encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this system has no such names")
    result = dq("ingest", path, "--archive", tmp_path / "a")
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output
    (shown,) = {fact["source"]["document"] for fact in facts(dq, tmp_path / "a")}
    assert shown.isprintable()
    assert len(shown) == len(name)
    for arguments in (["check", path, "--format", "json"], ["check", "--archive", tmp_path / "a", "--format", "json"]):
        (report,) = json.loads(dq(*arguments).stdout)["reports"]
        assert report["source"]["document"] == shown


def test_a_body_of_any_name_is_stored_and_read_again(dq, tmp_path):
    document = write_report(tmp_path, "report.txt")
    document.write_text(REPORT.replace("青山区公园", "青山区\x07\u202e\ue000公园"), encoding="utf-8")
    assert dq("ingest", document, "--archive", tmp_path / "a").exit_code == 0
    assert {fact["report"] for fact in facts(dq, tmp_path / "a")} == {"final_accounts-2024-青山区公园管理处"}


def test_links_of_a_folder_are_followed_within_it_only(dq, tmp_path, archive):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write_report(elsewhere, "secret.txt")
    folder = tmp_path / "folder"
    folder.mkdir()
    write_report(folder, "own.txt", "300.10", "301.10")
    (folder / "again.txt").symlink_to("own.txt")
    (folder / "file.txt").symlink_to(elsewhere / "secret.txt")
    (folder / "sub").symlink_to(elsewhere)
    (folder / "nothing.txt").symlink_to("absent.txt")
    result = dq("ingest", folder, "--archive", archive)
    assert result.exit_code == 3
    assert "DQ-I051" in result.stderr
    assert "file.txt" in result.stderr
    assert "secret.txt" not in result.output
    assert "存入 1 份 · 重复 1" in result.stdout
    assert dq("ingest", folder / "file.txt", "--archive", archive).exit_code == 0  # named itself it is meant


def test_a_closed_folder_is_told_and_the_others_are_read(dq, tmp_path, monkeypatch):
    folder = tmp_path / "folder"
    (folder / "closed").mkdir(parents=True)
    write_report(folder)
    listed = os.scandir

    def scandir(path):
        if Path(path).name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    result = dq("ingest", folder, "--archive", tmp_path / "a", "--lang", "en")
    assert (result.exit_code, "DQ-I050" in result.stderr) == (3, True)
    assert "Permission denied" in result.stderr
    assert len({fact["report"] for fact in facts(dq, tmp_path / "a")}) == 1


@pytest.mark.parametrize(("language", "why"), [("zh", "没有权限"), ("en", "Permission denied")])
def test_a_document_that_cannot_be_opened(dq, tmp_path, monkeypatch, language, why):
    document = write_report(tmp_path)
    read = Path.read_bytes

    def refuse(path):
        if path == document:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = dq("ingest", document, "--archive", tmp_path / "a", "--lang", language)
    assert (result.exit_code, "DQ-I001" in result.stderr, why in result.stderr) == (3, True, True)


@pytest.mark.parametrize(("after", "code"), [(0, "DQ-I001"), (1, "DQ-C013")])
def test_a_document_that_vanishes(dq, tmp_path, monkeypatch, after, code):
    """Before it is read, and between reading and storing."""
    document = write_report(tmp_path)
    seen = []
    read = Path.read_bytes

    def vanish(path):
        if path == document:
            seen.append(path)
            if len(seen) > after:
                raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", vanish)
    result = dq("ingest", document, "--archive", tmp_path / "a")
    assert (result.exit_code, code in result.stderr) == (3, True), result.output


def test_a_disk_that_is_full_at_any_moment_leaves_the_archive_as_it_was(dq, tmp_path, archive, monkeypatch):
    before = facts(dq, archive)
    new = write_report(tmp_path, "new.txt")
    flush = os.fsync
    for moment in range(100):
        calls = []

        def full(handle, moment=moment, calls=calls):
            calls.append(handle)
            if len(calls) > moment:
                raise OSError(errno.ENOSPC, "No space left on device")
            flush(handle)

        monkeypatch.setattr(os, "fsync", full)
        result = dq("ingest", new, "--archive", archive)
        monkeypatch.setattr(os, "fsync", flush)
        assert not [path for path in archive.rglob("*") if path.name.endswith(".new")]
        if not result.exit_code:
            break
        assert (result.exit_code, "DQ-C011" in result.stderr) == (3, True), result.output
        held = facts(dq, archive)
        assert held == before or moment == len(calls) - 1  # the manifest is in place before its folder is flushed
    assert moment > 5
    assert len({fact["report"] for fact in facts(dq, archive)}) == 2
