"""Run a draft in a process of its own, with bounded time and memory: its length does not tell what it will cost.

Whoever may propose a rule or a test writes what runs here, before anybody has looked at it.
"""

from __future__ import annotations

import errno
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar, cast

from dq.apart import EXHAUSTED, OUT_OF_MEMORY, TooCostlyError, bound_memory, bound_processor, run_apart
from dq.application.drafts.draft import Draft
from dq.application.drafts.trial import Tried
from dq.diagnostics import Diagnostic, Fix, Label, Level, Span, Text, refused
from dq.runner.comparing import Change, Entry
from dq.semantics.saved import Notation

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What running a draft may take. Parameters: `seconds` by the clock; `memory` in bytes."""

    seconds: int = 60
    memory: int = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Trial:
    """A `Tried` as it is written: what it counts as pairs."""

    rules: tuple[str, ...]
    before: tuple[tuple[str, int], ...] | None
    after: tuple[tuple[str, int], ...] | None
    changes: tuple[tuple[Change, int], ...] | None
    told: tuple[Entry, ...]
    diagnostics: tuple[Diagnostic, ...]


_ANSWERS: Final = Notation([Diagnostic, Level, Text, Span, Label, Fix, Change, Entry, _Trial])


def prove_apart(
    draft: Draft, memory: Path | None, language: str = "zh", bounds: Bounds | None = None
) -> tuple[Diagnostic, ...]:
    """As `prove`; DQ-T018 where that takes more than `bounds`.

    Errors: `OSError` as `prove`.
    Example: `prove_apart(Draft(rules_folder(), "final_accounts/summary.dq", text), None)` → `()`.
    """
    bounds = bounds or Bounds()
    asked = {"task": "prove", "draft": plain(draft), "memory": _path(memory), "language": language}
    try:
        return cast("tuple[Diagnostic, ...]", _asked(asked, bounds))
    except TooCostlyError:
        return (too_costly(draft, bounds),)


def try_apart(
    draft: Draft,
    archive: Path,
    reports: Sequence[str],
    memory: Path | None,
    language: str = "zh",
    bounds: Bounds | None = None,
) -> Tried:
    """As `try_on`; DQ-T018 where that takes more than `bounds`.

    Errors: `ValueError` as `try_on`.
    Example: `try_apart(draft, Path("archive"), ["final_accounts-2018-…"], None).changes`.
    """
    bounds = bounds or Bounds()
    asked = {
        "task": "try",
        "draft": plain(draft),
        "memory": _path(memory),
        "language": language,
        "archive": _path(archive),
        "reports": list(reports),
    }
    try:
        done = cast("_Trial", _asked(asked, bounds))
    except TooCostlyError:
        return Tried(diagnostics=(too_costly(draft, bounds),))
    before, after = (None if each is None else dict(each) for each in (done.before, done.after))
    changes = None if done.changes is None else dict(done.changes)
    return Tried(done.rules, before, after, changes, done.told, done.diagnostics)


def too_costly(draft: Draft, bounds: Bounds) -> Diagnostic:
    """DQ-T018: a draft that takes more time or memory than it may."""
    megabytes = bounds.memory // (1024 * 1024)
    return refused(
        "DQ-T018",
        Span(draft.name),
        Text(
            f"处理它超过 {bounds.seconds} 秒或 {megabytes} MB 内存，已中止",
            f"it took more than {bounds.seconds} seconds or {megabytes} MB of memory, and was stopped",
        ),
        help=Text(
            "把规则分到几个文件里，减少规则逐行、逐栏的展开，减少测试和样表的行数，再试一次；机器正忙时稍后再试",
            "divide the rules among several files, have them go over fewer rows and columns, the tests over fewer "
            "rows, and try again; or later, where the machine is busy",
        ),
    )


def _asked(asked: Mapping[str, Any], bounds: Bounds) -> object:
    with TemporaryDirectory(prefix="dq-trial-") as home:  # removed here: the process may be killed before it does that
        request = {**asked, "seconds": bounds.seconds, "bytes": bounds.memory, "home": home}
        said = json.loads(run_apart(__name__, [], json.dumps(request).encode(), seconds=bounds.seconds))
    match said:
        case {"refused": int(number), "why": str(why)}:
            raise OSError(number, why)
        case {"unfit": str(why)}:
            raise ValueError(why)
        case _:
            return _ANSWERS.read(said["answer"])


def plain(draft: Draft) -> dict[str, Any]:
    """A draft as JSON has it. Example: `plain(draft)["name"]` → `"one.dq"`."""
    return {"folder": str(draft.folder), "name": draft.name, "text": draft.text, "tests": draft.tests}


def _path(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _pairs(counted: Mapping[Key, int] | None) -> tuple[tuple[Key, int], ...] | None:
    return None if counted is None else tuple(counted.items())


def _answer(asked: Mapping[str, Any]) -> object:
    draft = Draft(Path(asked["draft"]["folder"]), *(asked["draft"][each] for each in ("name", "text", "tests")))
    memory = None if asked["memory"] is None else Path(asked["memory"])
    # With the engine, for which whoever asks has no use.
    if asked["task"] == "prove":
        from dq.application.drafts.proving import prove

        return prove(draft, memory, asked["language"])
    from dq.application.drafts.trying import try_on

    done = try_on(draft, Path(asked["archive"]), asked["reports"], memory, asked["language"])
    before, after, changes = _pairs(done.before), _pairs(done.after), _pairs(done.changes)
    return _Trial(done.rules, before, after, changes, done.told, done.diagnostics)


def main() -> int:
    """Answer the request on standard input on standard output, both JSON."""
    asked = json.load(sys.stdin.buffer)
    tempfile.tempdir = asked["home"]
    bound_memory(asked["bytes"])
    bound_processor(asked["seconds"])  # it ends by itself where whoever started it was killed
    try:
        said: dict[str, Any] = {"answer": _ANSWERS.written(_answer(asked))}
    except EXHAUSTED:
        return OUT_OF_MEMORY
    except OSError as failure:
        if failure.errno == errno.ENOMEM:
            return OUT_OF_MEMORY
        said = {"refused": failure.errno or 0, "why": failure.strerror or ""}
    except ValueError as failure:
        said = {"unfit": str(failure)}
    sys.stdout.buffer.write(json.dumps(said).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
