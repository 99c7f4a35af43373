"""What is told while somebody types – diagnostics, fixes, completions – by a process that stays, bounded in time and
memory: how long a text is does not tell what checking it costs, and who serves others must not wait for it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue
from typing import Any, Final, cast

from dq.apart import Kept, TooCostlyError, answer_kept
from dq.application.drafts.apart import Bounds, plain, too_costly
from dq.application.drafts.completing import Completion, Completions, Kind, complete
from dq.application.drafts.draft import Draft
from dq.application.drafts.looking import look_at, mend
from dq.diagnostics import Diagnostic, Fix, Label, Level, Span, Text
from dq.semantics.files import read_texts
from dq.semantics.saved import Notation

MOST_TOLD: Final = 200
"""Diagnostics of a draft that are told, and as many of other files: nobody reads thousands."""
TYPING: Final = Bounds(seconds=10)
"""What an answer may take of the processor while somebody types. The longest honest draft takes a few seconds."""
_WAITED: Final = 3
"""How much longer it may take by the clock: a machine has more to do, and a process begins with its start."""


@dataclass(frozen=True, slots=True)
class Said:
    """As `LookedAt`, without the rules. Parameters: `hidden` how many more diagnostics there are than are told."""

    diagnostics: tuple[Diagnostic, ...]
    elsewhere: tuple[Diagnostic, ...] = ()
    hidden: int = 0

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors of all files, those of the draft first."""
        return tuple(each for each in (*self.diagnostics, *self.elsewhere) if each.level is Level.ERROR)


@dataclass(frozen=True, slots=True)
class _Mended:
    text: str
    made: int


_ANSWERS: Final = Notation([Diagnostic, Level, Text, Span, Label, Fix, Completion, Completions, Kind, Said, _Mended])


class Checker:
    """Looks at drafts in processes of its own, which start with the first drafts and stay.

    Parameters: `bounds` of each answer; `processes` how many answers are worked at together: threads share a checker.
    Example: `Checker().look_at(Draft(rules_folder(), "a.dq", "rule"), None).diagnostics[0].code`.
    """

    def __init__(self, bounds: Bounds = TYPING, processes: int = 1) -> None:
        self._bounds = bounds
        # The one that worked last is asked first: no more of them are started than work at once.
        self._idle: LifoQueue[Kept] = LifoQueue()
        arguments = [str(bounds.seconds), str(bounds.memory)]
        for _ in range(processes):
            self._idle.put(Kept(__name__, arguments, seconds=bounds.seconds * _WAITED))

    def look_at(self, draft: Draft, memory: Path | None) -> Said:
        """As `look_at`; DQ-T018 where that takes too much."""
        try:
            return cast("Said", self._answer("look", draft, memory, {}))
        except TooCostlyError:
            return Said((too_costly(draft, self._bounds),))

    def mend(self, draft: Draft, memory: Path | None) -> tuple[str, int]:
        """The draft's text with all its certain fixes that do not overlap, and their number; none where that takes too
        much.
        """
        try:
            mended = cast("_Mended", self._answer("mend", draft, memory, {}))
        except TooCostlyError:
            return draft.text, 0
        return mended.text, mended.made

    def complete(self, draft: Draft, offset: int, rules: Mapping[str, str]) -> Completions:
        """As `complete`, of the texts beside the draft; nothing where that takes too much."""
        try:
            return cast("Completions", self._answer("complete", draft, None, {"offset": offset, "rules": dict(rules)}))
        except TooCostlyError:
            return Completions(offset, ())

    def _answer(self, task: str, draft: Draft, memory: Path | None, more: Mapping[str, Any]) -> object:
        asked = {"task": task, "draft": plain(draft), "memory": None if memory is None else str(memory), **more}
        process = self._idle.get()
        try:
            said = json.loads(process.ask(json.dumps(asked).encode()))
        finally:
            self._idle.put(process)
        return _ANSWERS.read(said)


def _looked(draft: Draft, memory: Path | None) -> Said:
    looked = look_at(draft, memory)
    kept = looked.diagnostics[:MOST_TOLD], looked.elsewhere[:MOST_TOLD]
    hidden = len(looked.diagnostics) + len(looked.elsewhere) - sum(map(len, kept))
    return Said(*kept, hidden)


def _answered(data: bytes) -> bytes:
    asked = json.loads(data)
    draft = Draft(Path(asked["draft"]["folder"]), *(asked["draft"][each] for each in ("name", "text", "tests")))
    memory = None if asked["memory"] is None else Path(asked["memory"])
    said: object
    match asked["task"]:
        case "look":
            said = _looked(draft, memory)
        case "mend":
            said = _Mended(*mend(draft, look_at(draft, memory).diagnostics))
        case _:
            texts = read_texts([draft.folder], draft.on_disk())
            said = complete(draft, asked["offset"], texts, asked["rules"])
    return json.dumps(_ANSWERS.written(said)).encode()


def main(arguments: Sequence[str]) -> int:
    """Answer what a `Checker` asks. Parameters: `arguments` seconds and bytes that an answer may take."""
    seconds, memory = map(int, arguments)
    return answer_kept(_answered, seconds=seconds, memory=memory)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
