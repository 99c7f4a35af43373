"""What a night costs where little changed: CPU of `dq run` on an archive, on the same unchanged, and with some cells
corrected.

    python benchmarks/nights.py [--reports 10000] [--changed 10] [--archive DIR]

The archive is made by `dq synth` unless one is given, which is copied. A report of the year after a corrected one is
checked again, too. Seconds are of user and system together, in processes of their own; the share is what the changed
night costs beyond the unchanged one, of the full one.
"""

from __future__ import annotations

import argparse
import csv
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from dq.archive import Archive

DQ: Final = (sys.executable, "-c", "from dq.cli import main; main()")
COLUMNS: Final = ("report", "table", "row", "column", "value", "author", "reason")


def cpu_of(*arguments: str, allowed: tuple[int, ...] = (0,)) -> float:
    """Seconds of CPU that a command of dq takes. Errors: `SystemExit` where it ends otherwise than allowed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = subprocess.run([*DQ, *arguments], stdout=subprocess.DEVNULL, check=False).returncode  # noqa: S603 - ours
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code not in allowed:
        raise SystemExit(f"dq {' '.join(arguments)} ended with {code}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def correct(archive: Path, number: int, listed: Path) -> None:
    """Correct the total of expenditure in so many reports, spread over the archive."""
    opened = Archive.open(archive).archive
    if opened is None:
        raise SystemExit(f"no archive at {archive}")
    reports = [entry.report for entry in opened.latest]
    with listed.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for report in reports[len(reports) // number // 2 :: len(reports) // number][:number]:
            rows.writerow((report, "expenditure", "合计", "total", "1,234.56", "a person", "printed so"))
    cpu_of("correct", "--archive", str(archive), "--from", str(listed))


def main() -> int:
    """Make or copy the archive, run the nights, print what they cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--changed", type=int, default=10)
    parser.add_argument("--archive", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive, config = Path(folder, "archive"), Path(folder, "dq.toml")
        if chosen.archive is None:
            forms = ("--templates", "final_accounts_2018,final_accounts_2024")
            cpu_of("synth", "--reports", str(chosen.reports), "--archive", str(archive), *forms)
        else:
            shutil.copytree(chosen.archive, archive, ignore=shutil.ignore_patterns("runs"))
        config.write_text('[checkpoint.night]\narchive = "archive"\nfail_on = "never"\n', encoding="utf-8")
        night = ("run", "night", "--config", str(config))
        full, unchanged = cpu_of(*night), cpu_of(*night)
        correct(archive, chosen.changed, Path(folder, "corrections.csv"))
        changed = cpu_of(*night)
    share = (changed - unchanged) / full
    sys.stdout.write(
        f"full {full:.2f} s  unchanged {unchanged:.2f} s  {chosen.changed} corrected {changed:.2f} s: {share:.1%}\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
