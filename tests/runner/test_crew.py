"""Several processes find what one finds, and none outlives the program that asked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dq.runner import crew
from tests.runner.small import archive_at, body, night, told

RULES = 'rule T001 "rows" { for each alpha as r check r.total = r.part }'


@pytest.mark.slow
def test_processes_find_what_one_finds(tmp_path, monkeypatch):
    monkeypatch.setattr("dq.runner.evaluating.MOST", 0)  # one process does for a few reports
    archive_at(tmp_path).append([body(name, year, part="9") for name in "ab" for year in (2017, 2018, 2019)])
    alone = told(night(tmp_path, RULES, checkpoint="alone"))
    assert alone["counts"]["violated"] == 6
    assert json.dumps(told(night(tmp_path, RULES, jobs=2))) == json.dumps(alone)
    assert crew._THREADS not in os.environ


ASKS = """\
import multiprocessing, sys, time
from dq.runner import crew
if __name__ == "__main__":
    child = multiprocessing.get_context("spawn").Process(target=crew._leave_with_parent)
    child.start()
    print(child.pid, flush=True)
    time.sleep(60)
"""


def test_a_process_leaves_with_the_program_that_asked(tmp_path):
    script = tmp_path / "asks.py"
    script.write_text(ASKS, encoding="utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout is not None
        child = int(asking.stdout.readline())
        asking.send_signal(signal.SIGKILL)
    for _ in range(600):
        if not _runs(child):
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the process is still there")


def _runs(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
