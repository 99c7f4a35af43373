"""What an outcome depends on, as short texts: where two are equal, nothing need be evaluated again.

An outcome of a rule on a report depends on the rule, the report as it is stored (its corrections included), its form,
the same body's report of the year before, and the program. Where a text cannot be told to be the same, it is another.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dq import __version__
from dq.archive.manifest import write_durably
from dq.diagnostics import Span
from dq.resources import PACKAGE, grammar_text
from dq.runner.reading import read_bounded
from dq.semantics.checked import CheckedRule, RuleBook
from dq.semantics.saved import book_to_json

if TYPE_CHECKING:
    from dq.archive import Archive

_ROOMS: Final = (
    "types",
    "templates",
    "functions",
    "syntax",
    "semantics",
    "plan",
    "engine",
    "archive",
    "outcome",
    "runner",
)
"""Rooms whose code and data decide what is said of a report."""
_CATALOGUE: Final = PACKAGE / "templates" / "catalogue"
_NOWHERE: Final = Span("")
_SEEDS: Final = 2


@lru_cache(maxsize=1)
def engine_fingerprint() -> str:
    """Of the program: its version, that of polars, and its code, which changes between versions while it is written."""
    digest = hashlib.sha256(f"{__version__} {pl.__version__}\n{grammar_text()}".encode())
    files = (path for room in _ROOMS for path in (PACKAGE / room).rglob("*.*") if path.suffix in (".py", ".toml"))
    for path in sorted(files):
        if path.parent != _CATALOGUE:
            digest.update(f"\n{path.relative_to(PACKAGE)}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=256)
def template_fingerprint(name: str) -> str:
    """Of the form that reports are laid out by; empty where the catalogue has none of this name."""
    for path in _CATALOGUE.glob("*.toml"):
        if path.stem == name:
            return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""


def rule_fingerprint(rule: CheckedRule) -> str:
    """Of a rule with all that was put into it; moving it within its file changes nothing."""
    alone = RuleBook((replace(rule, span=_NOWHERE),), "")
    return hashlib.sha256(book_to_json(alone).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Keys:
    """Of every report: `own` what is stored of it, its corrections and its form; `before` that of the year before."""

    own: Mapping[str, str]
    before: Mapping[str, str]


def report_keys(archive: Archive, earlier: Mapping[str, str], templates: Mapping[str, str], memory: Path) -> Keys:
    """Fingerprints of the reports of an archive.

    Parameters: `earlier` report → that of the year before; `templates` report → its form; `memory` the file in which
    hashes of contents are kept, so that files of the archive which are as they were need not be read.
    """
    contents = _contents(archive, templates, memory)
    corrected: dict[str, list[str]] = {}
    for each in archive.corrections:
        corrected.setdefault(each.report, []).append(each.told)
    own = {
        report: _short(contents[report], template_fingerprint(template), *sorted(corrected.get(report, ())))
        for report, template in templates.items()
    }
    return Keys(own, {report: own.get(earlier.get(report, ""), "") for report in templates})


def _short(*texts: str) -> str:
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:32]


def _contents(archive: Archive, reports: Mapping[str, str], memory: Path) -> dict[str, str]:
    """Report → hash of its rows, of all reports."""
    known = _remembered(memory)
    seeds = known["seeds"]
    found: dict[str, str] = {}
    kept: dict[str, dict[str, str]] = {}
    for digest, part in archive.partitions():
        wanted = {entry.report for entry in part.latest if entry.report in reports}
        contents = known["files"].get(digest, {})
        if not wanted <= contents.keys():
            contents = _hashed(part, seeds)
        kept[digest] = contents
        found |= {report: contents[report] for report in wanted}
    if kept != known["files"]:
        text = json.dumps({"polars": pl.__version__, "seeds": seeds, "files": kept}, ensure_ascii=False)
        write_durably(memory, text.encode())
    return found


def _remembered(memory: Path) -> dict[str, Any]:
    """What was hashed before; hashes of another version of polars mean nothing to this one."""
    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        known = json.loads(read_bounded(memory))
        if known["polars"] == pl.__version__ and len(known["seeds"]) == _SEEDS and isinstance(known["files"], dict):
            return {"seeds": [int(seed) for seed in known["seeds"]], "files": known["files"]}
    # Seeds that nobody knows: no report can be made up to be taken for another one.
    return {"seeds": [secrets.randbits(63) for _ in range(_SEEDS)], "files": {}}


def _hashed(part: Archive, seeds: list[int]) -> dict[str, str]:
    """Report → hash of its rows in every dataset, in whatever order they lie."""
    lines: dict[str, list[str]] = {}
    for name in part.datasets():
        rows = part.scan(name).collect()
        if rows.is_empty():
            continue
        hashes = [rows.hash_rows(seed).alias(f"hash{place}") for place, seed in enumerate(seeds)]
        frame = pl.DataFrame([rows["report"], *hashes])
        sums = [pl.col(each.name).sum() for each in hashes]
        for report, *numbers in frame.group_by("report").agg(pl.len(), *sums).iter_rows():
            lines.setdefault(report, []).append(f"{name} {numbers}")
    return {report: _short(*sorted(texts)) for report, texts in lines.items()}
