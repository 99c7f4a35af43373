"""Verdicts of golden cases: each line of a case's rules on each row of its tables."""

from __future__ import annotations

from tests.engine.small import check, report
from tests.golden.cases import Case

_ABSENT = "∅"


def verdicts(case: Case) -> str:
    """For each rule of a ```dq block (one a line) its verdicts, with reason or hint; a rule over rows tells each row.

    A table is a block ```rows NAME: a line of columns, then a line a row, cells between strokes as `small.printed` has
    them (? unreadable, - a dash), ∅ for a cell that is not there; the block ```rows NAME absent stands for no table.
    """
    tables = {name.split()[1]: _rows(name, body) for name, body in case.blocks if name.startswith("rows ")}
    return "\n\n".join(_told(rule, tables) for rule in (case.block("dq") or "").splitlines() if rule)


def _rows(name: str, body: str) -> list[dict[str, str | None]] | None:
    if name.endswith(" absent"):
        return None
    columns, *lines = ([cell.strip() for cell in line.split("|")] for line in body.splitlines())
    return [
        {column: None if cell == _ABSENT else cell for column, cell in zip(columns, line, strict=True)}
        for line in lines
    ]


def _told(rule: str, tables: dict[str, list[dict[str, str | None]] | None]) -> str:
    record = check(f'rule T001 "t" {{ basis "b" severity error {rule} }}', report(**tables), evidence="all")
    words: dict[int | None, str] = {}
    for outcome in record.outcomes:
        said = outcome.reason.label if outcome.reason is not None else outcome.hint and f"(hint {outcome.hint.value})"
        place = None if outcome.row is None else outcome.row["n"]
        words[place] = " ".join(filter(None, (outcome.verdict.value, said)))
    if not rule.startswith("for each"):
        return f"{rule}\n  {words.get(None, 'not_applicable')}"
    names = [row["item"] for row in tables[rule.split()[2]] or []]
    return "\n".join([rule, *(f"  {name}  {words.get(n, 'not_applicable')}" for n, name in enumerate(names))])
