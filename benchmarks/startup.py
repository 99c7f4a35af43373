"""How long the program takes to start: medians of alternating runs, as people feel them (process start included).

    python benchmarks/startup.py [DOCUMENT] [--runs 11]

1. `dq --help` against the help of a bare typer program: at most 1.3 times as long.
2. `dq check DOCUMENT` (by default a published report that lies beside the checkout) against
   `python -c "import polars"`: at most 3 times as long.
Exits with 1 where a bound is broken. Compiled code must be at hand, as `make setup` leaves it.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

BARE: Final = """\
import typer

app = typer.Typer()


@app.command()
def first(name: str) -> None:
    pass


@app.command()
def second(name: str) -> None:
    pass


app()
"""
DQ: Final = "from dq.cli import main; main()"
SHARED: Final = Path(__file__).resolve().parents[2] / "shared" / "documents"
HELP_BOUND: Final = 1.3
CHECK_BOUND: Final = 3.0


def main() -> int:
    """Measure, print a table, and say by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("document", nargs="?", type=Path, help="a report document")
    parser.add_argument("--runs", type=int, default=11)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        held = _compare(
            "dq --help", ["-c", DQ, "--help"], "bare typer --help", [str(bare), "--help"], HELP_BOUND, arguments.runs
        )
    document = arguments.document or next(iter(sorted(SHARED.glob("fujian-2018/*.txt"))), None)
    if document is not None:
        check = ["-c", DQ, "check", str(document), "--fail-on", "never"]
        held &= _compare("dq check", check, "import polars", ["-c", "import polars"], CHECK_BOUND, arguments.runs)
    return 0 if held else 1


def _compare(name: str, command: list[str], base_name: str, base: list[str], bound: float, runs: int) -> bool:
    """Run both in turn; the medians' ratio must not exceed `bound`."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(runs):
        theirs.append(_seconds(base))
        ours.append(_seconds(command))
    ratio = statistics.median(ours) / statistics.median(theirs)
    verdict = "ok" if ratio <= bound else "TOO SLOW"
    sys.stdout.write(
        f"{name}: {statistics.median(ours):.3f} s, {base_name}: {statistics.median(theirs):.3f} s, "
        f"ratio {ratio:.2f} (at most {bound}) {verdict}\n"
    )
    return ratio <= bound


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
