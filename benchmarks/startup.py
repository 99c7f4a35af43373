"""What the program takes to start: least CPU of alternating runs (user and system, process start included).

    python benchmarks/startup.py [DOCUMENT] [--runs 11]

1. `dq --help` against the help of a bare typer program: at most 1.3 times as much.
2. `dq check DOCUMENT` (by default a published report that lies beside the checkout) against
   `python -c "import polars"`: at most 3 times as much. Rules and plans are remembered in a folder of
   this measurement's own, and the first check, which makes them, does not count.
Exits with 1 where a bound is broken. The source is compiled first, as `make setup` does. The least of several runs is
taken, for whatever else the machine does only ever adds.
"""

from __future__ import annotations

import argparse
import compileall
import os
import resource
import subprocess
import sys
import tempfile
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
ROOT: Final = Path(__file__).resolve().parents[1]
SHARED: Final = ROOT.parent / "shared" / "documents"
HELP_BOUND: Final = 1.3
CHECK_BOUND: Final = 3.0


def main() -> int:
    """Measure, print a table, and say by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("document", nargs="?", type=Path, help="a report document")
    parser.add_argument("--runs", type=int, default=11)
    arguments = parser.parse_args()
    compileall.compile_dir(ROOT / "src", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        memory = {**os.environ, "DQ_CACHE": str(Path(folder) / "memory")}
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        held = _compare(
            ("dq --help", ["-c", DQ, "--help"]),
            ("bare typer --help", [str(bare), "--help"]),
            HELP_BOUND,
            arguments.runs,
            memory,
        )
        document = arguments.document or next(iter(sorted(SHARED.glob("fujian-2018/*.txt"))), None)
        if document is not None:
            check = ["-c", DQ, "check", str(document), "--fail-on", "never"]
            first = _cpu(check, memory)
            sys.stdout.write(f"dq check, first time: {first:.3f} s\n")
            polars = ("import polars", ["-c", "import polars"])
            held &= _compare(("dq check", check), polars, CHECK_BOUND, arguments.runs, memory)
    return 0 if held else 1


def _compare(
    ours: tuple[str, list[str]], theirs: tuple[str, list[str]], bound: float, runs: int, memory: dict[str, str]
) -> bool:
    """Run both (name, command) in turn; the ratio of the least must not exceed `bound`."""
    least = {each[0]: float("inf") for each in (ours, theirs)}
    for _ in range(runs):
        for name, command in (theirs, ours):
            least[name] = min(least[name], _cpu(command, memory))
    ratio = least[ours[0]] / least[theirs[0]]
    verdict = "ok" if ratio <= bound else "TOO MUCH"
    told = ", ".join(f"{name}: {seconds:.3f} s" for name, seconds in least.items())
    sys.stdout.write(f"{told}, ratio {ratio:.2f} (at most {bound}) {verdict}\n")
    return ratio <= bound


def _cpu(command: list[str], environment: dict[str, str]) -> float:
    """Seconds of CPU that the command and its processes take."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603 - commands of this module
        [sys.executable, *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
