"""How fast rules are checked and reports are read: medians of some runs, in this process.

    python benchmarks/speed.py [DOCUMENT…] [--runs 5]

1. 1,000 rules parsed and checked: at most 2.5 s.
2. Each DOCUMENT read: at most 1.5 s for 450 KB of text, 20 s for 60 pages of PDF (printed, not judged: sizes differ).
Exits with 1 where the first bound is broken.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from dq.ingest import read_document
from dq.semantics import check_text
from dq.templates import default_schema

RULES: Final = 1_000
BOUND: Final = 2.5
RULE: Final = """\
rule R{n} "类、款、项逐级汇总" {{
  title en  "Classes, subclasses and items add up"
  basis     "表内勾稽"
  severity  error
  for each  expenditure as r where exists children(r) and r.code is present, column as c in (total, basic, project)
  check     r.c = sum(children(r).c where role = "item") + summary["本年收入合计"].amount - income["合计"].total
}}
"""


def main() -> int:
    """Measure, print, and say by the exit code whether the bound holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    text = "".join(RULE.format(n=n) for n in range(RULES))
    seconds = _median(lambda: check_text(text, "rules.dq", default_schema()), arguments.runs)
    sys.stdout.write(f"{RULES} rules: {seconds:.2f} s (at most {BOUND}) {'ok' if seconds <= BOUND else 'TOO SLOW'}\n")
    for document in arguments.documents:
        read = _median(partial(read_document, document), arguments.runs)
        sys.stdout.write(f"{document.name}, {document.stat().st_size // 1024} KB: {read:.2f} s\n")
    return 0 if seconds <= BOUND else 1


def _median(work: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


if __name__ == "__main__":
    raise SystemExit(main())
