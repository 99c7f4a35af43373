"""What stays of an outcome from run to run, and its short name: one for comparisons, the service and SARIF."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from dq.outcome.kept import chosen
from dq.outcome.model import Outcome, ReportRecord, RunRecord
from dq.types import Verdict

COMPARED: Final = (Verdict.VIOLATED, Verdict.UNDECIDED, Verdict.ERROR)
"""What is compared: what holds, or nearly, is no change that anybody asks for."""
_ROW: Final = ("table", "code", "label", "path", "column")
_PLAIN: Final = (False, 0)
"""Of most bodies: no unit, and one report only."""

Body = tuple[str, int, str, str | None, str | None, bool, int]
"""Name, year, kind of report, code, region, whether it is a unit, and a number, from 0, where a run has several reports
that are alike in all of that: code, region and level tell bodies of one name apart.
"""
Identity = tuple[str, Body, tuple[str | None, ...], int]
"""What stays of an outcome from run to run: rule, body, its row by name (never by line), and a number where several
rows have one name.
"""


def fingerprint(identity: Identity) -> str:
    """A short name of an identity, the same in every run and on every machine: 32 hexadecimal digits.

    Example: `[fingerprint(identity) for identity, outcome in identified(run)]`.
    """
    rule, body, row, number = identity
    # Comments and waivers are kept under fingerprints that were made before units were told apart: theirs are plain.
    told = body[: -len(_PLAIN)] if body[-len(_PLAIN) :] == _PLAIN else body
    text = json.dumps((rule, told, row, number), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def bodies(records: Iterable[ReportRecord]) -> dict[str, Body]:
    """The body of each report of a run, by the report's id. Example: `bodies(run.reports)["a-2018"]`."""
    alike: Counter[tuple[object, ...]] = Counter()
    known: dict[str, Body] = {}
    for each in sorted(records, key=lambda record: record.report):
        told = (each.department, each.year, each.kind, each.code, each.region, each.level == "unit")
        known[each.report] = (*told, alike[told])
        alike[told] += 1
    return known


def identified(run: RunRecord) -> Iterator[tuple[Identity, Outcome]]:
    """The outcomes to be compared, each with its identity; rows of one name are numbered within their report.

    Parameters: `run` of whole reports: the numbers are right for each report whose outcomes it has all, where it has
    the other reports of the same body, too (with their outcomes or without).
    Example: `{fingerprint(identity): outcome for identity, outcome in identified(run)}`.
    """
    return named(bodies(run.reports), chosen(run.outcomes, *COMPARED))


def named(known: Mapping[str, Body], outcomes: Iterable[Outcome]) -> Iterator[tuple[Identity, Outcome]]:
    """These outcomes, each with its identity.

    Parameters: `known` the bodies of the run's reports; `outcomes` in the order of the run, of each report all of those
    that are compared (or all that are waived).
    Example: `named(bodies(run.reports), chosen(outcomes, *COMPARED))`.
    """
    report, seen = "", dict[tuple[str, Body, tuple[str | None, ...]], int]()
    for outcome in outcomes:
        if outcome.report != report:
            report, seen = outcome.report, {}
        row = outcome.row or {}
        told = tuple(None if row.get(name) is None else str(row[name]) for name in _ROW)
        place = (outcome.rule, known[outcome.report], told)
        seen[place] = seen.get(place, 0) + 1
        yield (*place, seen[place]), outcome
