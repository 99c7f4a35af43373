"""What an outcome depends on, as short texts: where two are equal, nothing need be evaluated again.

An outcome of a rule on a report depends on the rule, the report as it is stored (its corrections included), its form,
the reports that are read with it (of the year before, of its units), and the program. Where a text cannot be told to be
the same, it is another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from dq import __version__
from dq.diagnostics import Span
from dq.engine.bodies import Linked
from dq.resources import PACKAGE, grammar_text
from dq.runner.contents import Contents, short
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
    """Of every report: `own` what is stored of it, its corrections and its form; `before` of those read with it."""

    own: Mapping[str, str]
    before: Mapping[str, str]


def report_keys(archive: Archive, linked: Linked, templates: Mapping[str, str], memory: Path) -> Keys:
    """Fingerprints of the reports of an archive.

    Parameters: `linked` the reports that are read with others; `templates` report → its form; `memory` the file in
    which hashes of contents are kept, so that files of the archive which are as they were need not be read.
    """
    contents = Contents.at(memory).of(archive.partitions(), templates)
    corrected: dict[str, list[str]] = {}
    for each in archive.corrections:
        corrected.setdefault(each.report, []).append(each.told)
    own = {
        report: short(contents[report], template_fingerprint(template), *sorted(corrected.get(report, ())))
        for report, template in templates.items()
    }
    return Keys(own, {report: _beside(report, linked, own) for report in templates})


def _beside(report: str, linked: Linked, own: Mapping[str, str]) -> str:
    """Fingerprint of the reports that are read with one, and of the units whose reports are not there."""
    before = own.get(linked.before.get(report, ""), "")
    units = linked.units.get(report)
    if units is None:
        return before
    told = (f"{each} {own.get(each, '')}" for each in units.reports)
    return short(before, str(replace(units, reports=())), *told)
