"""Measure what the shipped rules find: invented reports with known faults, checked, and told apart by kind of fault.

    python scripts/measure_faults.py --reports 4000 --seed 1 --faults all=0.05 [--documents 160] [--write]

The archive is made in a passing folder by `dq synth`, checked by `dq check --format jsonl`, and the violations are held
against the list of faults. Faults of text and forms, which no archive of `dq synth` has, are put into `--documents`,
which are read; `--documents 0` leaves them out. `--write` puts the tables into docs/explanation/measured.md, between
the marks there.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

CHECKOUT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = CHECKOUT / "docs" / "explanation" / "measured.md"
MARKS: Final = ("<!-- measured: begin -->\n", "<!-- measured: end -->\n")
TEXT_FAULTS: Final = "wrong_grade=0.35,wrong_growth=0.35"
DQ: Final = (sys.executable, "-c", "from dq.cli import main; main()")


@dataclass(slots=True)
class Count:
    """What became of the faults of one kind.

    Parameters: `faults` put in; `moving` those that break the accounts beyond rounding, `found` those of them that a
    violated rule tells; `quiet_found` others that one tells all the same; `named` those whose cell is among the
    operands of a violation, of `cells` that are one cell.
    """

    faults: int = 0
    moving: int = 0
    found: int = 0
    quiet_found: int = 0
    cells: int = 0
    named: int = 0


@dataclass(slots=True)
class Score:
    """Parameters: `by_kind`; `accused` reports without a fault that rules accuse, with these rules; `missed` rows of
    the truth table that should have been found.
    """

    by_kind: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    accused: dict[str, set[str]] = field(default_factory=dict)
    missed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the faults that break the accounts that was found."""
        moving = sum(count.moving for count in self.by_kind.values())
        return sum(count.found for count in self.by_kind.values()) / moving if moving else 1.0


def score(truth: Iterable[dict[str, Any]], violated: Iterable[dict[str, Any]]) -> Score:
    """Hold violated outcomes (docs/reference/outcomes.md) against the truth table's rows.

    A fault counts as found where its report has a violated outcome: without the fault it would have none. An outcome
    that reads the faulty place of the report of the year before, or misses the row that was left out there, tells that
    fault a second time, and counts for nothing.
    """
    truth = list(truth)
    faulty: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for fault in truth:
        faulty[fault["report"]].append(fault)
    told: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    rules: dict[str, set[str]] = defaultdict(set)
    for outcome in violated:
        if _is_retold(outcome, faulty):
            continue
        rules[outcome["report"]].add(outcome["rule"])
        cells = told[outcome["report"]]
        cells.update((cell["table"], cell["row"]["path"], cell["column"]) for cell in outcome["operands"])
    result = Score()
    for fault in truth:
        report, moves = fault["report"], fault["moves"]
        count = result.by_kind[fault["kind"]]
        found = report in told
        count.faults += 1
        count.moving += moves
        count.found += moves and found
        count.quiet_found += found and not moves
        if fault["row"] and fault["column"] and moves:
            count.cells += 1
            count.named += (fault["table"], fault["row"], fault["column"]) in told.get(report, set())
        if moves and not found:
            result.missed.append(fault)
        told.pop(report, None)
    result.accused = {report: rules[report] for report in sorted(told)}
    return result


def _is_retold(outcome: dict[str, Any], faulty: dict[str, list[dict[str, Any]]]) -> bool:
    """Whether an outcome tells of a fault of the year before: reads it there, or misses the row that was left out."""
    cells = outcome["operands"]
    before = [cell for cell in cells if cell["report"] not in (None, outcome["report"])]
    if before:
        return any(_is_at(fault, cell) for cell in before for fault in faulty.get(cell["report"], ()))
    if not outcome["rule"].startswith("YR"):  # what else lacks a row lacks its own
        return False
    kind, year, body = outcome["report"].split("-", 2)  # as `dq synth` names them
    gone = [each for each in faulty.get(f"{kind}-{int(year) - 1}-{body}", ()) if each["kind"] == "omitted_child"]
    return any((each["table"], each["row"]) == (cell["table"], cell["row"]["path"]) for each in gone for cell in cells)


def _is_at(fault: dict[str, Any], cell: dict[str, Any]) -> bool:
    """Whether a cell is the faulty one, or in the faulty table where no one cell is."""
    if fault["table"] != cell["table"]:
        return False
    return not (fault["row"] and fault["column"]) or (fault["row"], fault["column"]) == (
        cell["row"]["path"],
        cell["column"],
    )


def markdown(result: Score, reports: int) -> str:
    """The tables for people."""
    lines = [
        "| fault | put in | break the accounts | found | share | cell named | found beside |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    total = Count()
    for kind, count in result.by_kind.items():
        lines.append(_row(kind, count))
        for name in Count.__slots__:
            setattr(total, name, getattr(total, name) + getattr(count, name))
    lines.append(_row("all", total))
    sound = reports - total.faults
    by_rule = Counter(rule for rules in result.accused.values() for rule in sorted(rules))
    named = ", ".join(f"{rule} {number}" for rule, number in sorted(by_rule.items()))
    accused = f"{len(result.accused)} of {sound}{f' ({named})' if named else ''}"
    lines += ["", f"Reports without a fault that a rule accuses: {accused}."]
    return "\n".join(lines) + "\n"


def _row(kind: str, count: Count) -> str:
    share = f"{100 * count.found / count.moving:.2f} %" if count.moving else "–"
    named = f"{100 * count.named / count.cells:.1f} %" if count.cells else "–"
    cells = (kind, count.faults, count.moving, count.found, share, named, count.quiet_found)
    return f"| {' | '.join(map(str, cells))} |"


def measure(reports: int, seed: int, templates: str, faults: str, *, documents: bool = False) -> Score:
    """Make reports of these forms, check them, and hold the result against the truth.

    Parameters: `documents` the reports are written out and read, else they are checked as they are stored.
    """
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "archive")
        options = ("--reports", str(reports), "--seed", str(seed), "--archive", str(archive))
        forms = ("--templates", templates, "--faults", faults)
        written = Path(folder, "documents")
        outside = ("--documents", str(written)) if documents else ()
        subprocess.run([*DQ, "synth", *options, *forms, *outside], check=True)  # noqa: S603 - this project's program
        source = (str(written),) if documents else ("--archive", str(archive))
        command = [*DQ, "check", *source, "--format", "jsonl", "--fail-on", "never"]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as run:  # noqa: S603 - as above
            lines = (json.loads(line) for line in run.stdout or () if b'"violated"' in line)
            violated = [outcome for outcome in lines if outcome["verdict"] == "violated"]
        if run.returncode:
            raise SystemExit(f"dq check ended with {run.returncode}")
        truth = pl.read_parquet(archive.with_name("archive.faults.parquet")).sort("kind", "report")
        return score(truth.rows(named=True), violated)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--templates", default="final_accounts_2018,final_accounts_2024")
    parser.add_argument("--faults", default="all=0.05")
    parser.add_argument("--documents", type=int, default=160)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args(arguments)
    result = measure(chosen.reports, chosen.seed, chosen.templates, chosen.faults)
    missed, tables = result.missed, markdown(result, chosen.reports)
    if chosen.documents:
        spoken = measure(chosen.documents, chosen.seed, chosen.templates, TEXT_FAULTS, documents=True)
        missed = [*missed, *spoken.missed]
        tables += f"\nOf documents, which were read first:\n\n{markdown(spoken, chosen.documents)}"
    options = {name: getattr(chosen, name) for name in ("reports", "seed", "templates", "faults", "documents")}
    lines = ["python scripts/measure_faults.py", *(f"--{name} {value}" for name, value in options.items())]
    command = " \\\n        ".join(lines)
    text = f"\n    {command}\n\n{tables}\n"
    for fault in missed:
        sys.stderr.write(f"missed: {fault}\n")
    if chosen.write:
        page = PAGE.read_text(encoding="utf-8")
        before, after = page.split(MARKS[0])[0], page.split(MARKS[1])[1]
        PAGE.write_text(before + MARKS[0] + text + MARKS[1] + after, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
