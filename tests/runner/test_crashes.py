"""Whatever ends a run, the last complete one is there, and the next start finishes the work.

Gate: a few kills. `make kills` makes 200, or as many as are asked for.
"""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dq.runner.runs import RunStore
from tests.runner.small import archive_at, body, night, told

KILLS = int(os.environ.get("DQ_KILLS", "4"))
RULES = """
rule T001 "rows" { for each alpha as r check r.total = r.part }
rule T003 "tables" { severity warning check alpha["甲"].total = beta["甲"].amount }
rule T004 "before" { check alpha["甲"].total >= prior(alpha["甲"].total) }
"""
CHILD = """
import sys
from pathlib import Path
from tests.runner.small import night
from tests.runner.test_crashes import RULES
night(Path(sys.argv[1]), RULES)
print("ready", flush=True)
while True:
    night(Path(sys.argv[1]), RULES, full=True)
"""
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def town(tmp_path):
    """An archive with a complete run, and what that says."""
    reports = [body(f"b{n}", year, part=str(1 + n % 3), beta=str(n)) for n in range(6) for year in (2018, 2019)]
    archive_at(tmp_path).append(reports)
    return tmp_path, told(night(tmp_path, RULES))


def every_run(root):
    """What each complete run says; reading one that is not whole would fail."""
    store = RunStore(root / "runs")
    return [told(store.open(run)) for run in store.ids()]


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_complete_runs_only_and_the_next_start_finishes(town):
    root, expected = town
    at = random.Random(7)  # noqa: S311 - moments, not secrets
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(CHECKOUT / "src"), str(CHECKOUT)))}
    seen = set(RunStore(root / "runs").ids())
    left = 0
    for _ in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(root)], env=environment, stdout=subprocess.PIPE, cwd=CHECKOUT
        )
        with child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            time.sleep(at.uniform(0, 0.4))
            child.send_signal(signal.SIGKILL)
        left += bool(list((root / "runs").glob(".new-*")))
        store = RunStore(root / "runs")
        for run in set(store.ids()) - seen:
            assert json.dumps(told(store.open(run))) == json.dumps(expected)
            seen.add(run)
    after = night(root, RULES)
    assert json.dumps(told(after)) == json.dumps(expected)
    assert not list((root / "runs").glob(".new-*"))
    print(f"{KILLS} kills, {left} in the middle of a run, {len(seen)} complete runs, all of them right")  # noqa: T201


@pytest.mark.parametrize("refusal", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_refuses_at_any_write_leaves_the_runs_before(town, monkeypatch, refusal):
    root, expected = town
    archive_at(root).append([body("new", 2018)])
    writes = ["write_bytes", "write_text", "mkdir", "rename", "open"]
    refused = 0
    for number in range(100):
        count = 0

        def failing(original, number=number):
            def write(self, *arguments, **options):
                nonlocal count
                is_write = original.__name__ != "open" or "x" in str(arguments[:1])
                if is_write and root in self.parents:
                    count += 1
                    if count > number:
                        raise OSError(refusal, os.strerror(refusal), str(self))
                return original(self, *arguments, **options)

            return write

        with monkeypatch.context() as patched:
            for name in writes:
                patched.setattr(Path, name, failing(getattr(Path, name)))
            try:
                night(root, RULES)
            except OSError:
                refused += 1
            else:
                break
        assert every_run(root) == [expected]
    assert refused > 5
    assert len(every_run(root)) == 2
    assert not list((root / "runs").glob(".new-*"))


def test_what_was_left_of_a_crash_is_removed_and_not_read(town):
    root, expected = town
    left = root / "runs" / ".new-20260101T000000-00000000"
    (left / "outcomes").mkdir(parents=True)
    (left / "run.json").write_text("{}", encoding="utf-8")
    assert every_run(root) == [expected]
    assert told(night(root, RULES)) == expected
    assert not left.exists()


@pytest.mark.parametrize("name", ["run.json", "reports.parquet", "marks.parquet"])
def test_a_run_that_cannot_be_read_is_not_built_upon(town, name):
    root, expected = town
    (last,) = RunStore(root / "runs").ids()
    (root / "runs" / last / name).write_bytes(b"nothing")
    assert told(night(root, RULES)) == expected
