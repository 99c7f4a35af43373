"""A backup of a running service restores to the same data; a damaged one leaves nothing."""

from __future__ import annotations

import gzip
import io
import json
import tarfile

import pytest
from fastapi.testclient import TestClient
from filelock import FileLock

from dq.cli.commands import backup as backup_command
from dq.cli.commands import restore as restore_command
from dq.service.app import create_app
from dq.service.backup import back_up, restore
from dq.service.configuration import ServiceConfiguration
from dq.service.layout import DataFolder
from tests.service.conftest import PASSWORD


@pytest.fixture
def data(app):
    """The data folder of a running service with some files."""
    root = app.state.folder.root
    (root / "rules" / "own.dq").write_text("# 规则", encoding="utf-8")
    (root / "archive" / "manifests").mkdir()
    (root / "archive" / "manifests" / "0001.json").write_text("{}", encoding="utf-8")
    return root


def _files(root):
    left = {"service.lock", "service.sqlite", "service.sqlite-wal", "service.sqlite-shm"}
    return {
        p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file() and p.name not in left
    }


def test_what_was_backed_up_is_restored_and_served(data, tmp_path):
    out, again = tmp_path / "backup.tar.gz", tmp_path / "again"
    assert back_up(data, out).diagnostics == ()
    assert out.stat().st_mode & 0o077 == 0  # it holds what accounts are signed in with
    kept = restore(out, again)
    assert (kept.diagnostics, kept.files) == ((), len(_files(data)) + 1)  # and the database
    assert _files(again) == _files(data)
    app = create_app(ServiceConfiguration(data=again, workers=0))
    client = TestClient(app, follow_redirects=False)
    assert client.post("/sign-in", data={"name": "admin", "password": PASSWORD}).status_code == 303
    app.state.engine.dispose()


def test_what_processes_count_while_they_run_is_not_backed_up(data, tmp_path):
    folder = DataFolder(data).figures
    folder.mkdir()
    (folder / "counter_1.db").write_bytes(b"1")
    back_up(data, tmp_path / "backup.tar.gz")
    with tarfile.open(tmp_path / "backup.tar.gz") as tar:
        assert not [name for name in tar.getnames() if "figures" in name]


def test_the_same_data_gives_the_same_backup(data, tmp_path):
    back_up(data, tmp_path / "one")
    back_up(data, tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_nothing_is_written_over(data, tmp_path):
    (tmp_path / "there").write_text("mine")
    assert back_up(data, tmp_path / "there").diagnostics[0].code == "DQ-S011"
    assert back_up(data, data / "exports" / "b.tar.gz").diagnostics[0].code == "DQ-S011"
    back_up(data, tmp_path / "b")
    assert restore(tmp_path / "b", data).diagnostics[0].code == "DQ-S012"
    assert (tmp_path / "there").read_text() == "mine"


def test_a_folder_without_a_service_is_not_backed_up(tmp_path):
    assert back_up(tmp_path, tmp_path / "b").diagnostics[0].code == "DQ-S010"
    assert list(tmp_path.iterdir()) == []


def _tar(path, members, contents):
    with tarfile.open(path, "w:gz") as tar:
        for info, content in members:
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        told = json.dumps({"files": contents}).encode()
        info = tarfile.TarInfo("contents.json")
        info.size = len(told)
        tar.addfile(info, io.BytesIO(told))


def _link(name, target):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = tarfile.SYMTYPE, target
    return info


@pytest.mark.parametrize(
    "members",
    [
        [(tarfile.TarInfo("../escaped"), b"x")],
        [(tarfile.TarInfo("/escaped"), b"x")],
        [(_link("rules", "/etc"), b""), (tarfile.TarInfo("rules/escaped"), b"x")],
        [(tarfile.TarInfo("rules/not-listed.dq"), b"x")],
        [],
        *([(tarfile.TarInfo("contents.json"), text)] for text in (b"{}", b"[]", b"[" * 200_000)),
    ],
    ids=["above", "absolute", "link", "not listed", "missing", "no list", "no table", "deep"],
)
def test_a_forged_backup_leaves_nothing(tmp_path, members):
    _tar(tmp_path / "forged", members, {"rules/other.dq": "0" * 64})
    assert restore(tmp_path / "forged", tmp_path / "in" / "data").diagnostics[0].code == "DQ-S014"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["forged"]


def test_a_restore_leaves_another_one_alone(data, tmp_path):
    back_up(data, tmp_path / "backup")
    begun = tmp_path / "again.restoring" / "rules"
    begun.mkdir(parents=True)
    with FileLock(f"{begun.parent}.lock"):
        assert restore(tmp_path / "backup", tmp_path / "again").diagnostics[0].code == "DQ-S017"
    assert begun.is_dir()


def test_a_restore_that_another_one_overtook_says_that_the_folder_is_taken(data, tmp_path, monkeypatch):
    back_up(data, tmp_path / "backup")
    assert restore(tmp_path / "backup", tmp_path / "again").files
    looks = iter([False, True])
    monkeypatch.setattr("dq.service.backup._is_occupied", lambda _: next(looks))
    assert restore(tmp_path / "backup", tmp_path / "again").diagnostics[0].code == "DQ-S012"


def test_a_folder_whose_name_no_system_takes_is_told(tmp_path):
    assert restore(tmp_path / "backup", tmp_path / ("d" * 300)).diagnostics[0].code == "DQ-S014"


@pytest.mark.parametrize("harm", ["cut", "changed", "no archive"])
def test_a_damaged_backup_leaves_nothing(data, tmp_path, harm):
    out = tmp_path / "backup"
    back_up(data, out)
    whole = out.read_bytes()
    if harm == "changed":
        plain = gzip.decompress(whole).replace("# 规则".encode(), "# 规矩".encode())
        out.write_bytes(gzip.compress(plain))
    else:
        out.write_bytes(whole[: len(whole) // 2] if harm == "cut" else b"nothing of the kind")
    assert restore(out, tmp_path / "again").diagnostics[0].code == "DQ-S014"
    assert not (tmp_path / "again").exists()


def test_the_commands_tell_what_they_did(data, tmp_path, capsys):
    out = tmp_path / "b"
    assert backup_command.run(out=out, data=data, language="en") == 0
    assert restore_command.run(backup_file=out, data=tmp_path / "again", language="en") == 0
    count = len(_files(data)) + 1  # and the database
    again = tmp_path / "again"
    said = capsys.readouterr().out.split()
    assert said == f"{count} files backed up: {out} {count} files restored: {again}".split()
    assert restore_command.run(backup_file=out, data=tmp_path / "again", language="en") == 2
    assert "DQ-S012" in capsys.readouterr().err


def test_an_archive_that_stands_elsewhere_is_backed_up_with_the_rest(tmp_path):
    data, elsewhere = DataFolder(tmp_path / "data"), tmp_path / "elsewhere"
    data.make()
    data.take_archive(elsewhere)
    data.take_archive(elsewhere)  # as at the next start
    (elsewhere / "manifests").mkdir()
    (elsewhere / "manifests" / "0001.json").write_text("{}", encoding="utf-8")
    assert back_up(data.root, elsewhere / "backup.tar.gz").diagnostics[0].code == "DQ-S011"
    assert back_up(data.root, tmp_path / "backup.tar.gz").files == 1
    assert restore(tmp_path / "backup.tar.gz", tmp_path / "again").files == 1
    assert _files(tmp_path / "again") == {"archive/manifests/0001.json": b"{}"}
