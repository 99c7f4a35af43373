"""Processes that read documents: a bad document costs itself and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dq.ingest import read_bytes, read_document
from dq.ingest.worker import encoded, plain_result, result_of
from dq.ingest.workers import Workers
from tests.ingest import forms

REPORT = forms.document(forms.EXPENDITURE + "合计\t\t310.10\t300.10\t10.00\n201\t一般公共服务支出\t250.00\n")
# The real process, with documents in it that do what real ones must not.
COMMAND = (
    sys.executable,
    "-c",
    """
import os, signal, sys, time
from dq.ingest import worker
read = worker.read_document
def spoiled(path, *, name):
    match path.stem:
        case "busy":
            while True: pass
        case "crash": os.kill(os.getpid(), signal.SIGSEGV)
        case "hang": time.sleep(600)
        case "memory": raise MemoryError
        case "hungry": return bytearray(4_000_000_000)
        case "bug": raise RuntimeError("a fault of ours")
        case "noise": print("a word of some package")
        case "leave": sys.exit(5)
    return read(path, name=name)
worker.read_document = spoiled
sys.exit(worker.main())
""",
)


@pytest.fixture
def folder(tmp_path):
    """Makes documents of these names, each the same small report."""

    def make(*names: str) -> list[Path]:
        paths = [tmp_path / f"{name}.txt" for name in names]
        for path in paths:
            path.write_text(REPORT, encoding="utf-8")
        return paths

    return make


@pytest.mark.parametrize(
    "content", [REPORT.encode(), b"", REPORT.encode("gb18030"), REPORT.replace("310.10", "3 1?0").encode()]
)
def test_a_reading_comes_through_a_pipe_as_it_is(content):
    result = read_bytes("report.txt", content)
    assert result_of("report.txt", encoded(plain_result(result))) == result


def test_documents_are_read_as_in_this_process(folder):
    paths = folder(*"abcdef")
    with Workers(2) as workers:
        results = [future.result() for future in [workers.read(path) for path in paths]]
    assert results == [read_document(path) for path in paths]


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("crash", "DQ-I065", "SIGSEGV"),
        ("leave", "DQ-I065", "exit 5"),
        ("memory", "DQ-I213", ""),
        ("hungry", "DQ-I213", ""),
        ("bug", "DQ-I066", "RuntimeError: a fault of ours"),
    ],
)
def test_a_bad_document_is_refused_and_the_others_are_read(folder, name, code, says):
    paths = folder("first", name, "last", "noise")
    with Workers(1, command=COMMAND) as workers:
        first, bad, *others = [future.result() for future in [workers.read(path) for path in paths]]
    assert (bad.report, [each.code for each in bad.diagnostics]) == (None, [code])
    assert says in bad.diagnostics[0].headline.en
    assert all(each.report is not None for each in (first, *others))


def test_a_document_that_takes_too_long_is_stopped(folder):
    paths = folder("first", "hang", "last")
    with Workers(1, seconds=5, command=COMMAND) as workers:
        _, bad, last = [future.result() for future in [workers.read(path) for path in paths]]
    assert [each.code for each in bad.diagnostics] == ["DQ-I213"]
    assert last.report is not None


def test_a_document_that_keeps_the_processor_busy_is_stopped_without_its_parent(folder):
    (path,) = folder("busy")
    process = subprocess.run(
        COMMAND, input=json.dumps([str(path), path.name, 0]).encode() + b"\n", capture_output=True, check=False
    )
    assert (process.returncode, process.stdout) == (-signal.SIGXCPU, b"")


def test_a_document_is_told_by_the_name_that_it_came_with(folder):
    (path,) = folder("0123456789abcdef")
    with Workers(1) as workers:
        result = workers.read(path, "决算 公开.txt").result()
    assert result.report.report["document"] == "决算 公开.txt"
    assert result == read_document(path, name="决算 公开.txt")


def test_whoever_leaves_ends_the_processes_at_once(folder):
    (path,) = folder("hang")
    started = time.monotonic()
    with Workers(1, command=COMMAND) as workers:
        future = workers.read(path)
        process = None
        while process is None:
            process = workers._workers[0]._process
            time.sleep(0.01)
    assert time.monotonic() - started < 60
    assert process.poll() == -signal.SIGKILL
    assert future.result().report is None
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


def test_a_process_makes_room_for_a_new_one_after_some_documents(folder, monkeypatch):
    monkeypatch.setattr("dq.ingest.workers._DOCUMENTS", 2)
    paths = folder(*"abcde")
    seen = set()
    with Workers(1) as workers:
        for path in paths:
            assert workers.read(path).result().report is not None
            seen.add(workers._workers[0]._process.pid)
    assert len(seen) == 3
