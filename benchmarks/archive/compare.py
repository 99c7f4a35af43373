"""The engine beside the floor, hand-fused Polars, DuckDB and, if asked, data-frame checkers, in interleaved rounds.

    python -m benchmarks.archive.compare [--reports 10000] [--rounds 7] [--rivals] [--archive DIR] [--out build/bench]

Makes an archive of invented reports (each kind of fault in a hundredth of them), gives every contender a process of
its own in each round, and writes OUT/archive.json and OUT/archive.html: seconds, CPU seconds and memory, and the median
of the ratios engine : contender within a round, with their range. Every contender must come to the same verdict counts
and the same violated rows, both sides and allowance included, or nothing is told; the checkers, which know neither, to
the same violated rows.
Exits with 1 where the engine takes more than 1.1 times as long as one of the hand-written ones.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import polars as pl

from benchmarks.archive.page import page
from benchmarks.archive.rivals import RIVALS

ROOT: Final = Path(__file__).resolve().parents[2]
HERE: Final = Path(__file__).parent
HAND_WRITTEN: Final = ("fused", "duckdb")
OTHERS: Final = frozenset(("duckdb", *RIVALS))
"""Contenders with an environment of their own, which holds what the lock of that name lists."""
BOUND: Final = 1.1
KEY: Final = ["rule", "column", "report", "n"]
TEMPLATES: Final = "final_accounts_2018,final_accounts_2024"

Round = dict[str, dict[str, Any]]


def main() -> int:
    """Measure, write both files, and say by the exit code whether the bound holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--rivals", action="store_true", help=f"{', '.join(RIVALS)}, too")
    parser.add_argument("--archive", type=Path, help="one made before, instead of a new one")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    archive = arguments.archive or _synthesised(arguments.out, arguments.reports)
    contenders = ("engine", "floor", *HAND_WRITTEN, *(RIVALS if arguments.rivals else ()))
    for name in OTHERS.intersection(contenders):
        _prepare(arguments.out, name)
    rounds = []
    for number in range(arguments.rounds):
        rounds.append({name: _measure(name, archive, arguments.out) for name in contenders})
        sys.stderr.write(f"round {number + 1} of {arguments.rounds}\n")
    _same_answers(rounds, arguments.out)
    told = _summary(rounds, archive)
    (arguments.out / "archive.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (arguments.out / "archive.html").write_text(page(told), encoding="utf-8")
    for name, each in told["contenders"].items():
        sys.stdout.write(
            f"{name:18} {each['seconds']:8.2f} s  {each['cpu']:8.2f} s CPU  {each['memory_mb']:6.0f} MB"
            + (f"   engine : {name} = {_spread(each['engine_ratio'])}" if "engine_ratio" in each else "")
            + "\n"
        )
    held = all(told["contenders"][name]["engine_ratio"]["median"] <= BOUND for name in HAND_WRITTEN)
    return 0 if held else 1


def _synthesised(out: Path, reports: int) -> Path:
    """An archive of that many reports; one made before by the same call is taken again."""
    archive = out / f"archive-{reports}"
    if not (archive / "manifest.json").exists():
        asked = ["synth", "--reports", str(reports), "--seed", "7", "--faults", "all=0.01", "--templates", TEMPLATES]
        program = [sys.executable, "-c", "from dq.cli import main; main()", *asked, "--archive", str(archive)]
        subprocess.run(program, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    return archive


def _prepare(out: Path, name: str) -> None:
    """Make the environment of a contender with what its lock lists, unless it is there."""
    folder = out / name
    if not (folder / "bin" / "python").exists():
        lock = str(HERE / f"{name}.lock")
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)  # noqa: S603 - our own command
        install = [str(folder / "bin" / "python"), "-m", "pip", "install", "-qq", "--require-hashes"]
        subprocess.run([*install, "--only-binary", ":all:", "--requirement", lock], check=True)  # noqa: S603 - our own command


def _measure(name: str, archive: Path, out: Path) -> dict[str, Any]:
    python = str(out / name / "bin" / "python") if name in OTHERS else sys.executable
    module = {"duckdb": ["duck"], **{each: ["rivals", each] for each in RIVALS}}.get(name, ["contender", name])
    program = [python, "-m", f"benchmarks.archive.{module[0]}", *module[1:], str(archive), str(out / f"{name}.parquet")]
    place = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    done = subprocess.run(program, check=True, capture_output=True, cwd=ROOT, env=place)  # noqa: S603 - our own command
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _same_answers(rounds: list[Round], out: Path) -> None:
    """Raises ValueError where a contender came to other counts or other violated rows than the engine."""
    rows = _rows(out, "engine")
    for each in rounds:
        for name in HAND_WRITTEN:
            if each[name]["counts"] != each["engine"]["counts"]:
                raise ValueError(f"{name} counts other verdicts than the engine")
    for name in HAND_WRITTEN:
        if not _rows(out, name).equals(rows):
            raise ValueError(f"{name} finds other rows violated than the engine")
    for name in RIVALS:
        if name in rounds[0] and not pl.read_parquet(out / f"{name}.parquet").sort(KEY).equals(rows.select(KEY)):
            raise ValueError(f"{name} finds other rows violated than the engine")


def _rows(out: Path, name: str) -> pl.DataFrame:
    """The violated rows; a comparison turned round (0 ≤ x as x ≥ 0) has its sides the other way."""
    sides = pl.min_horizontal("left", "right").alias("less"), pl.max_horizontal("left", "right").alias("more")
    return pl.read_parquet(out / f"{name}.parquet").select(*KEY, *sides, "allowance").sort(KEY)


def _summary(rounds: list[Round], archive: Path) -> dict[str, Any]:
    contenders: dict[str, Any] = {}
    for name in rounds[0]:
        mine = [each[name] for each in rounds]
        told = {of: statistics.median(one[of] for one in mine) for of in ("seconds", "cpu", "memory_mb")}
        contenders[name] = {**told, "rounds": [one["seconds"] for one in mine]}
        if name != "engine":
            ratios = [each["engine"]["seconds"] / each[name]["seconds"] for each in rounds]
            contenders[name]["engine_ratio"] = {
                "median": statistics.median(ratios),
                "least": min(ratios),
                "most": max(ratios),
            }
    entries = json.loads((archive / "manifest.json").read_text(encoding="utf-8"))["reports"]
    return {"reports": len(entries), "cores": os.cpu_count(), "rounds": len(rounds), "contenders": contenders}


def _spread(ratio: dict[str, float]) -> str:
    return f"{ratio['median']:.2f} ({ratio['least']:.2f}–{ratio['most']:.2f})"


if __name__ == "__main__":
    raise SystemExit(main())
