"""What run.json says of a run, and how it is read: whatever else stands there is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from dq.archive.parts import file_sha256
from dq.outcome.model import RunError

SCHEMA_VERSION: Final = 1
_ADDED: Final[dict[str, Any]] = {"unread_rules": [], "language": ""}
"""What runs of before do not say."""
_PART: Final = re.compile(r"part-[0-9]{5,}")


@dataclass(frozen=True, slots=True)
class Part:
    """Some reports of a run, in order. Parameters: `outcomes` how many; `hashes` of its two files."""

    name: str
    outcomes: int
    hashes: tuple[str, str]

    def paths(self, folder: Path) -> tuple[Path, Path]:
        """Where its outcomes and its counts lie."""
        return folder / "outcomes" / f"{self.name}.parquet", folder / "counts" / f"{self.name}.parquet"

    def is_sound(self, folder: Path) -> bool:
        """True where both files are as they were written."""
        try:
            return tuple(map(file_sha256, self.paths(folder))) == self.hashes
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class About:
    """What run.json says.

    Parameters: `basis` fingerprint of all that concerns every outcome; `rules` id → fingerprint; `book` fingerprint of
    the kept rules; `errors` in full; `evaluated` reports that were evaluated, with all rules or those that changed;
    `waivers` as they were in force, plain; `day` the day for which waivers were looked up; `unread_rules` ids of rules
    that the run before had and this one could not read; `language` that its outcomes are told in, empty where it is not
    known.
    """

    id: str
    checkpoint: str
    started: str
    finished: str
    engine_version: str
    rules_fingerprint: str
    archive_fingerprint: str
    basis: str
    book: str
    rules: dict[str, str]
    counts: dict[str, int]
    matrix: dict[str, dict[str, int]]
    not_applicable: dict[str, int]
    errors: tuple[RunError, ...]
    mandatory_missing: bool
    parts: tuple[Part, ...]
    evaluated: int
    base: str | None = None
    day: str = ""
    waivers: tuple[dict[str, Any], ...] = ()
    unread_rules: tuple[str, ...] = ()
    language: str = ""


def about_of(run: str, told: Mapping[str, Any]) -> About:
    """What the run.json of a run says.

    Errors: `ValueError`, `TypeError`, `KeyError` or `AttributeError` for what no run wrote.
    Example: `about_of(run, json.loads((folder / "run.json").read_bytes())).parts`.
    """
    if told["schema_version"] != SCHEMA_VERSION:
        raise ValueError(f"schema version {told['schema_version']}")
    if told["id"] != run:
        raise ValueError("another run's")
    values = {each.name: told[each.name] for each in fields(About) if each.name not in _ADDED}
    values |= {name: told.get(name, empty) for name, empty in _ADDED.items()}
    wrong = next((name for name, value in values.items() if not _SHAPES.get(name, _is_text)(value)), None)
    if wrong is not None:
        raise TypeError(f"{wrong} is not what it should be")
    values["errors"] = tuple(RunError(each["rule"], each["report"], each["message"]) for each in values["errors"])
    values["parts"] = tuple(map(_part, values["parts"]))
    values |= {name: tuple(values[name]) for name in ("waivers", "unread_rules")}
    return About(**values)


def _part(told: Mapping[str, Any]) -> Part:
    # The name becomes a path: one that leaves the run's folder is refused.
    if not _PART.fullmatch(told["name"]):
        raise ValueError(f"part {told['name'][:80]!r}")
    if not (_is_number(told["outcomes"]) and _list_of(_is_text)(told["hashes"])):
        raise TypeError(f"{told['name']} is not what it should be")
    outcomes, counts = told["hashes"]
    return Part(told["name"], told["outcomes"], (outcomes, counts))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_error(value: object) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("message"), str)
        and all(value[name] is None or isinstance(value[name], str) for name in ("rule", "report"))
    )


def _list_of(fits: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(map(fits, value))


def _dict_of(fits: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, dict) and all(map(fits, value.values()))


_SHAPES: Final[dict[str, Callable[[object], bool]]] = {
    "rules": _dict_of(_is_text),
    "counts": _dict_of(_is_number),
    "matrix": _dict_of(_dict_of(_is_number)),
    "not_applicable": _dict_of(_is_number),
    "errors": _list_of(_is_error),
    "mandatory_missing": lambda value: isinstance(value, bool),
    "parts": _list_of(lambda value: isinstance(value, dict)),
    "evaluated": _is_number,
    "base": lambda value: value is None or isinstance(value, str),
    "waivers": _list_of(lambda value: isinstance(value, dict)),
    "unread_rules": _list_of(_is_text),
    "language": lambda value: value in ("", "zh", "en"),
}
"""What each value of run.json is, where it is no text."""
