"""Tests that failed together, told apart: which of them fail on which reports, and what the others say of them.

What befalls many tests alike (a table that cannot be read, too little memory) is looked for once: what fell together on
one report is on the next one held against three of its tests, not against each.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeAlias, TypeVar

from dq.plan.whole import Test

Found = TypeVar("Found")
_T = TypeVar("_T")

_MANY: Final = 8
"""Tests that fell on a report in the same words: so many and more, and the next report is not asked for each."""
_BLOCKS: Final = 4
"""So many sets of tests that fell together are remembered: each is held against every further report."""

Tests: TypeAlias = tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A test that could not be evaluated. Parameters: `test` its number; `reports` their places among those tried."""

    test: int
    message: str
    reports: tuple[int, ...]


@dataclass(slots=True)
class Separating(Generic[Found]):
    """Tells tests apart that failed together.

    Parameters: `attempt` what some tests say of some reports, or in one line what went wrong; `reports` their ids.
    `done` afterwards: what tests say, each with the place of the first report that it speaks of.
    """

    attempt: Callable[[Tests, Sequence[str]], Found | str]
    reports: Sequence[str]
    done: list[tuple[int, Found]] = field(default_factory=list)
    _failed: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    _blocks: list[tuple[frozenset[int], str]] = field(default_factory=list)

    def failed(self, tests: Tests) -> list[Failed]:
        """Find out on which reports each of the tests fails, which together fail on all of them."""
        waiting = [(some, 0, len(self.reports)) for some in self._beginning(tests)]
        while waiting:
            some, start, end = waiting.pop()
            found = self.attempt(some, self.reports[start:end])
            if not isinstance(found, str):
                self.done.append((start, found))
            elif end - start > 1:
                middle = (start + end) // 2
                waiting += [(some, middle, end), (some, start, middle)]
            else:
                fallen, sound = self._on(self.reports[start], some, found)
                self.done += [(start, each) for each in sound]
                self._blame(fallen, (start,))
                # What fell here may fall there, too: it takes no other with it.
                waiting = [(part, a, b) for every, a, b in waiting for part in _parted(every, fallen)]
        return [Failed(test, message, tuple(sorted(places))) for (test, message), places in self._failed.items()]

    def _beginning(self, tests: Tests) -> list[Tests]:
        """What is to be looked into, after the first, the middle and the last report were: tests that fail on all three
        are themselves to blame, not the reports, and none of the others is asked.
        """
        on = []
        for report in dict.fromkeys(spread(self.reports)):
            found = self.attempt(tests, [report])
            on.append(self._on(report, tests, found)[0] if isinstance(found, str) else {})
        everywhere = {number: message for number, message in on[0].items() if all(number in each for each in on)}
        self._blame(everywhere, range(len(self.reports)))
        rest = tuple(test for test in tests if test.number not in everywhere)
        return _parted(rest, frozenset[int]().union(*on))

    def _blame(self, fallen: dict[int, str], places: Iterable[int]) -> None:
        places = list(places)
        for number, message in fallen.items():
            self._failed.setdefault((number, message), []).extend(places)

    def _on(self, report: str, tests: Tests, message: str) -> tuple[dict[int, str], list[Found]]:
        """Those of the tests that fail on a report, where they fail together with this message; what the others say."""
        fallen: dict[int, str] = {}
        sound: list[Found] = []
        waiting = [(tests, message)]
        while waiting:
            some, message = waiting.pop()
            block = {some[0].number: message} if len(some) == 1 else self._block(some, report)
            fallen |= block
            rest = tuple(test for test in some if test.number not in block)
            if block:  # what is left may be sound
                parts = [rest]
            elif self._befalls(some, report, message):
                parts = [(test,) for test in rest]
            else:
                parts = [rest[: len(rest) // 2], rest[len(rest) // 2 :]]
            for part in filter(None, parts):
                found = self.attempt(part, [report])
                if isinstance(found, str):
                    waiting.append((part, found))
                else:
                    sound.append(found)
        for told in set(fallen.values()):
            same = frozenset(number for number, each in fallen.items() if each == told)
            if len(same) >= _MANY and len(self._blocks) < _BLOCKS and (same, told) not in self._blocks:
                self._blocks.append((same, told))
        return fallen, sound

    def _block(self, tests: Tests, report: str) -> dict[int, str]:
        """Those of the tests that fell together before, if three of them alone fail here in the same words."""
        for numbers, message in self._blocks:
            same = [test for test in tests if test.number in numbers]
            if self._befalls(same, report, message):
                return {test.number: message for test in same}
        return {}

    def _befalls(self, tests: Sequence[Test], report: str, message: str) -> bool:
        """Whether these are many tests, three of which alone fail on this report with the message."""
        return len(tests) >= _MANY and all(self.attempt((test,), [report]) == message for test in spread(tests))


def _parted(tests: Tests, apart: Collection[int]) -> list[Tests]:
    """The tests whose numbers are among these, and the others, as far as there are any."""
    parts = (tuple(each for each in tests if (each.number in apart) is chosen) for chosen in (False, True))
    return [part for part in parts if part]


def spread(several: Sequence[_T]) -> tuple[_T, _T, _T]:
    """The first, the middle and the last one. Example: `spread("abcd")` → `("a", "c", "d")`."""
    return several[0], several[len(several) // 2], several[-1]
