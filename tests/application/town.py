"""A town of two bodies: an archive, rules, a checkpoint and two of its nights, made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

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


def make_town(root: Path) -> Town:
    """The town in an empty folder."""
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
