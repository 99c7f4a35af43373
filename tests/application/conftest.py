"""A town of two bodies: an archive, rules, a checkpoint and two of its nights, made once."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from dq.application.ingesting import ingest
from dq.application.nightly import run_checkpoint
from tests.cli.invented import REPORT, write_report, write_rules

TODAY = date(2026, 11, 22)
CONFIG = """\
[checkpoint.nightly]
archive = "archive"
rules = "rules"
waivers = "waivers.toml"
wait = 0
"""


@dataclass(frozen=True)
class Town:
    """Where it lies, and its runs: before and after the second body's wrong report came."""

    root: Path
    first: str
    second: str

    @property
    def archive(self) -> Path:
        return self.root / "archive"


@pytest.fixture(scope="session")
def made_town(tmp_path_factory) -> Town:
    root = tmp_path_factory.mktemp("town")
    (root / "rules").mkdir()
    write_rules(root / "rules")
    (root / "dq.toml").write_text(CONFIG, encoding="utf-8")
    (root / "waivers.toml").write_text("", encoding="utf-8")
    runs = []
    other = REPORT.replace("青山区公园管理处", "绿水区图书馆").replace("310.10\t300.10", "309.00\t300.10")
    (root / "other.txt").write_text(other, encoding="utf-8")
    for path in (write_report(root, old="合计\t310.10", new="合计\t311.10"), root / "other.txt"):
        assert not ingest([path], root / "archive", limit=10).refused
        runs.append(run_checkpoint("nightly", root / "dq.toml", TODAY).run.id)
    return Town(root, *runs)


@pytest.fixture
def town(made_town, tmp_path) -> Town:
    """A copy that a test may change."""
    shutil.copytree(made_town.root, tmp_path / "town")
    return Town(tmp_path / "town", made_town.first, made_town.second)
