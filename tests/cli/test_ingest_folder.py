"""`dq ingest` of folders: by several processes, bad documents among them, always to the same archive."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dq.application import ingesting
from dq.archive import Archive
from tests.cli.invented import REPORT

DOCUMENTS = 50
BATCH = 20
"""Documents written together here: so 50 are three batches, where the program has 200 in one."""
BAD = {7: b"", 19: b"\x00\x01\x02" * 100, 23: b"no table at all\n", 40: b"%PDF-1.4 broken", 49: b"PK\x03\x04 broken"}


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> Path:
    """A folder of many small reports, some of them no reports at all."""
    folder = tmp_path_factory.mktemp("reports")
    for number in range(DOCUMENTS):
        text = REPORT.replace("青山区公园管理处", f"第{number}区公园管理处").replace("300.10", f"{300 + number}.10")
        content = BAD.get(number, text.encode())
        (folder / f"{number:03}.txt").write_bytes(content)
    return folder


def files_of(archive: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(archive)): path.read_bytes()
        for path in sorted(archive.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


@pytest.mark.slow
def test_the_archive_does_not_depend_on_the_number_of_jobs(dq, reports, tmp_path, monkeypatch):
    monkeypatch.setattr(ingesting, "_BATCH", BATCH)
    for jobs in (1, 3):
        result = dq("ingest", reports, "--archive", tmp_path / str(jobs), "--jobs", jobs, "--format", "json")
        assert result.exit_code == 3
        said = json.loads(result.stdout)
        assert len(said["documents"]) == DOCUMENTS - len(BAD)
        assert [Path(path).name for path in said["refused"]] == [f"{number:03}.txt" for number in sorted(BAD)]
        assert said["interrupted"] is False
        assert "Traceback" not in result.output
    assert files_of(tmp_path / "1") == files_of(tmp_path / "3")
    archive = Archive.open(tmp_path / "1").archive
    assert (archive.verify(), len(archive.reports)) == ([], DOCUMENTS - len(BAD))
    told = dq("ingest", reports, "--archive", tmp_path / "1", "--jobs", 1, "--lang", "en").stdout
    assert f"0 stored · {DOCUMENTS - len(BAD)} duplicates · 5 refused" in told
    assert len(told.splitlines()) < 80  # the first ten with something to look at, a few lines each


@pytest.mark.slow
def test_ctrl_c_leaves_the_archive_whole(reports, tmp_path):
    root = tmp_path / "archive"
    program = f"from dq.application import ingesting; ingesting._BATCH = {BATCH}; from dq.cli import main; main()"
    command = [sys.executable, "-c", program, "ingest", str(reports), "--archive", str(root), "--jobs", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True) as done:
        while done.poll() is None and not (root / "manifest.json").exists():
            time.sleep(0.01)
        os.kill(done.pid, signal.SIGINT)
        out, _ = done.communicate(timeout=60)
    archive = Archive.open(root).archive
    assert archive.verify() == []
    if done.returncode == 130:  # it may just have been done
        assert "已中断" in out.decode()
        assert 0 < len(archive.reports) < DOCUMENTS
    else:
        assert done.returncode == 3


def test_a_few_documents_need_no_other_process(dq, tmp_path, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", None)
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(REPORT.replace("300.10", f"30{number}.10"), encoding="utf-8")
    assert dq("ingest", tmp_path, "--archive", tmp_path / "a").exit_code == 0
