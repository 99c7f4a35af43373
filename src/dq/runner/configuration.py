"""Checkpoints as they are written in dq.toml (docs/reference/checkpoints.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, cast

from dq.diagnostics import Diagnostic, Text
from dq.runner import complaints
from dq.runner.checkpoints import Checkpoint, Notice, Output, Selection
from dq.runner.toml import Table, TomlFile, numbers_of, path_text_of, texts_of
from dq.templates import default_schema

FILE_NAME: Final = "dq.toml"
_KEYS: Final = (
    "archive",
    "rules",
    "reports",
    "sinks",
    "waivers",
    "notify",
    "schedule",
    "language",
    "evidence",
    "fail_on",
    "fail_on_undecided",
    "wait",
    "jobs",
)
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST_WAIT: Final = 86_400
MOST_JOBS: Final = 64
"""Processes that evaluate at most."""

_FOLDER: Final = Text("一个路径（相对于本文件）", "a path (relative to this file)")
_FOLDERS: Final = Text("一个或几个路径（相对于本文件）", "one path or several (relative to this file)")
_YEARS: Final = Text('年度：2024、[2023, 2024] 或 "2020-2024"', 'years: 2024, [2023, 2024] or "2020-2024"')
_PATTERNS: Final = Text("一个或几个名称，可用 * 和 ?", "one name or several, with * and ? for any letters")
_TRUTH: Final = Text("true 或 false", "true or false")
_AT: Final = Text('一天中的时刻，如 "02:30"', 'a time of day, such as "02:30"')


@dataclass(frozen=True, slots=True)
class Configured:
    """The checkpoint asked for, None where the configuration has an error."""

    checkpoint: Checkpoint | None
    diagnostics: tuple[Diagnostic, ...]


def read_checkpoint(path: Path, name: str) -> Configured:
    """A checkpoint of a configuration; every fault of it is told, with its line.

    Example: `read_checkpoint(Path("dq.toml"), "nightly").checkpoint.archive`.
    """
    file = TomlFile.read(path)
    if file.diagnostics:
        return Configured(None, tuple(file.diagnostics))
    whole = Table(file, "", file.values)
    whole.only(("checkpoint",))
    found = whole.table("checkpoint")
    if name not in found.values or not _NAME.fullmatch(name):
        return Configured(None, (*file.diagnostics, complaints.no_checkpoint(path, name, found.values)))
    checkpoint = _checkpoint(name, found.table(name), path.absolute().parent)
    return Configured(None if file.diagnostics else checkpoint, tuple(file.diagnostics))


def checkpoint_names(path: Path) -> tuple[str, ...]:
    """The names of the checkpoints of a configuration in its order; none where it cannot be read.

    Example: `checkpoint_names(Path("dq.toml"))` → `("nightly",)`.
    """
    file = TomlFile.read(path)
    found = {} if file.diagnostics else file.values.get("checkpoint", {})
    return tuple(name for name in found if _NAME.fullmatch(name)) if isinstance(found, dict) else ()


def _checkpoint(name: str, table: Table, home: Path) -> Checkpoint:
    table.only(_KEYS)

    def path_of(value: object) -> Path | None:
        text = path_text_of(value)
        return None if text is None else home / text

    def paths_of(value: object) -> tuple[Path, ...] | None:
        texts = texts_of(value)
        return None if texts is None or not all(map(path_text_of, texts)) else tuple(home / text for text in texts)

    sinks = table.table("sinks")
    schedule = table.table("schedule")
    schedule.only(("at", "days"))
    return Checkpoint(
        name=name,
        archive=table.take("archive", path_of, home, _FOLDER, needed=True),
        rules=table.take("rules", paths_of, (), _FOLDERS),
        selection=_selection(table.table("reports")),
        sinks=tuple(Output(sink, sinks.take(sink, path_of, home, _FOLDER), sinks.span(sink)) for sink in sinks.values),
        waivers=table.take("waivers", path_of, None, _FOLDER),
        notices=tuple(_notice(each) for each in table.tables("notify")),
        language=cast("Literal['zh', 'en']", _choice(table, "language", ("zh", "en"))),
        evidence=cast("Literal['violated', 'all']", _choice(table, "evidence", ("violated", "all"))),
        fail_on=cast(
            "Literal['error', 'warning', 'info', 'never']",
            _choice(table, "fail_on", ("error", "warning", "info", "never")),
        ),
        fail_on_undecided=table.take("fail_on_undecided", _truth, default=False, wanted=_TRUTH),
        wait=table.take("wait", _whole(0, _LONGEST_WAIT), 600, Text("等待的秒数", "a number of seconds")),
        jobs=table.take(
            "jobs", _whole(1, MOST_JOBS), 1, Text(f"进程数，1 到 {MOST_JOBS}", f"processes, 1 to {MOST_JOBS}")
        ),
        at=schedule.take("at", _time, None, _AT),
        days=schedule.take("days", _all_among(_DAYS), (), Text("、".join(_DAYS), ", ".join(_DAYS))),
    )


def _selection(table: Table) -> Selection:
    table.only(("years", "kinds", "departments", "ids"))
    kinds = sorted({template.kind for template in default_schema().templates.values()})
    return Selection(
        years=table.take("years", numbers_of, (), _YEARS),
        kinds=table.take("kinds", _all_among(kinds), (), Text("、".join(kinds), ", ".join(kinds))),
        departments=table.take("departments", texts_of, (), _PATTERNS),
        reports=table.take("ids", texts_of, (), _PATTERNS),
        place=table.span(),
    )


def _notice(table: Table) -> Notice:
    table.only(("address", "when"))
    variable = Text("存着地址的环境变量的名字", "the name of the environment variable that holds the address")
    return Notice(
        table.take("address", _variable, "", variable, needed=True),
        cast("Literal['always', 'changes', 'failures']", _choice(table, "when", ("changes", "always", "failures"))),
    )


def _choice(table: Table, key: str, choices: tuple[str, ...]) -> str:
    """One of a few words, by default the first."""
    listed = Text("、".join(choices), ", ".join(choices))
    return table.take(key, _among(choices), choices[0], listed)


def _among(choices: tuple[str, ...]) -> Callable[[Any], str | None]:
    return lambda value: value if value in choices else None


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _whole(least: int, most: int) -> Callable[[object], int | None]:
    """Takes a whole number of this span."""

    def taken(value: object) -> int | None:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return value if isinstance(value, int) and is_whole and least <= value <= most else None

    return taken


def _variable(value: object) -> str | None:
    return value if isinstance(value, str) and _VARIABLE.fullmatch(value) else None


def _time(value: object) -> str | None:
    return value if isinstance(value, str) and _TIME.fullmatch(value) else None


def _all_among(words: Iterable[str]) -> Callable[[Any], tuple[str, ...] | None]:
    """Takes one text or several, all of which must be among these."""

    def taken(value: object) -> tuple[str, ...] | None:
        texts = texts_of(value)
        return texts if texts is not None and set(texts) <= set(words) else None

    return taken
