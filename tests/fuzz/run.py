"""Fuzz: `python -m tests.fuzz.run [NAME…] --seconds 30`. Exit code 0 where nothing was found.

With atheris (dependency group `fuzz`) inputs are kept for the branches they take; without it changes are random.
What is found lies in `build/fuzz/found/<name>-…`: mend the fault, move the input to `tests/fuzz/corpus/<name>/found-…`.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.contract import names

BUILD = Path("build", "fuzz")
_ALLOWANCE = 120
"""Seconds beyond its time that a target may take to start and to end."""


def main(arguments: list[str] | None = None) -> int:
    """Fuzz the targets that are named, all where none is; the highest exit code of any."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run", description="Try the targets on changed inputs.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"a target, of: {', '.join(names())}")
    parser.add_argument("--seconds", type=int, default=30, help="for each target (30)")
    parser.add_argument("--jobs", type=int, default=2, help="targets at a time (2)")
    parser.add_argument("--seed", type=int, default=1, help="of what is random (1); 0: another one each time")
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.names) - set(names()))
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}")
    (BUILD / "found").mkdir(parents=True, exist_ok=True)
    print("guided by coverage (atheris)" if find_spec("atheris") else "atheris is not installed: changes at random")
    with ThreadPoolExecutor(given.jobs) as pool:
        codes = pool.map(lambda name: _fuzz(name, given.seconds, given.seed), given.names or names())
        return max(codes)


def _fuzz(name: str, seconds: int, seed: int) -> int:
    """Fuzz one target in a process of its own: what it leaks or breaks ends with it."""
    command = [sys.executable, "-m", "tests.fuzz.loop", name, str(seconds), str(seed)]
    started = time.monotonic()
    log = BUILD / f"{name}.log"
    with log.open("wb") as file:
        try:
            code = subprocess.run(
                command, stdout=file, stderr=subprocess.STDOUT, timeout=seconds + _ALLOWANCE, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            code = 1
    told = log.read_text(encoding="utf-8", errors="replace").splitlines()
    counts = re.findall(r"^(?:#|Done )(\d+)", "\n".join(told), re.MULTILINE)
    runs = counts[-1] if counts else "no"
    print(
        f"{name:14} {'nothing found' if not code else 'FAILED'}  ({runs} runs, {time.monotonic() - started:.0f} s)",
        flush=True,
    )
    if code:
        print("\n".join(told[-40:]), f"\nsee {log} and {BUILD / 'found'}", flush=True)
    return 1 if code else 0


if __name__ == "__main__":
    sys.exit(main())
