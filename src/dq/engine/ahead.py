"""Doing the next things while what was done before is used."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")

_AT_ONCE: Final = 2
"""Tasks that are done at the same time: while Python prepares the queries of one, those of the other run."""


def done_in_order(do: Callable[[Task], Done], tasks: Sequence[Task]) -> Iterator[tuple[Task, Done]]:
    """Each task with what came of it, in their order, whichever is done first. A single one needs no thread.

    Parameters: `do` may be called by several threads. Errors: those of `do`.
    Example: `list(done_in_order(len, ["a", "bc"]))` → `[("a", 1), ("bc", 2)]`.
    """
    if len(tasks) < 2:  # noqa: PLR2004 - one has no other beside it
        yield from ((task, do(task)) for task in tasks)
        return
    from concurrent.futures import Future, ThreadPoolExecutor  # needed for more than one only

    begun: deque[tuple[Task, Future[Done]]] = deque()
    with ThreadPoolExecutor(_AT_ONCE, "ahead") as pool:
        for task in tasks:
            begun.append((task, pool.submit(do, task)))
            if len(begun) > _AT_ONCE:
                first, done = begun.popleft()
                yield first, done.result()
        for first, done in begun:
            yield first, done.result()
