"""Doing the next things while what was done before is used."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")

_AT_ONCE: Final = 2
"""Tasks that are done at the same time: while Python prepares the queries of one, those of the other run.

None waits for a free thread, so that none is begun after an error.
"""


def done_in_order(do: Callable[[Task], Done], tasks: Sequence[Task]) -> Iterator[tuple[Task, Done]]:
    """Each task with what came of it, in their order, whichever is done first. A single one needs no thread.

    What came of at most three is alive: of the one that is used, if it is let go before the next is asked for, and of
    the two after it. After an error, or where nobody asks any more, no other task is begun; those that are being done
    are waited for.
    Parameters: `do` may be called by several threads. Errors: those of `do`.
    Example: `list(done_in_order(len, ["a", "bc"]))` → `[("a", 1), ("bc", 2)]`.
    """
    if len(tasks) < 2:  # noqa: PLR2004 - one has no other beside it
        yield from ((task, do(task)) for task in tasks)
        return
    from concurrent.futures import ThreadPoolExecutor  # needed for more than one only

    waiting = iter(tasks)
    with ThreadPoolExecutor(_AT_ONCE, "ahead") as pool:
        begun = deque((task, pool.submit(do, task)) for task in islice(waiting, _AT_ONCE))
        while begun:
            task, future = begun.popleft()
            done = future.result()
            begun.extend((each, pool.submit(do, each)) for each in islice(waiting, 1))
            yield task, done
