"""Tasks are done ahead of their use, a few at a time, and no more of them than will be used."""

from __future__ import annotations

from threading import Event, Lock
from weakref import WeakSet

import pytest

from dq.engine.ahead import done_in_order

LONG = 30  # seconds after which a test that waits for another thread has failed


class Done:
    """What came of a task."""


class Doing:
    """Does tasks, and knows which of them were begun and ended, and what came of how many was alive at once."""

    def __init__(self, wrong=-9, slow=-9):
        self.wrong, self.slow, self.ahead = wrong, slow, Event()
        self.begun, self.ended = set(), set()
        self.alive, self.most, self.lock = WeakSet(), 0, Lock()

    def __call__(self, task):
        self.begun.add(task)
        if task == self.wrong:
            raise ValueError("no")
        made = Done()
        with self.lock:
            self.alive.add(made)
            self.most = max(self.most, len(self.alive))
        if task == self.slow:
            self.ahead.wait(0.2)  # in vain, where tasks further ahead wait for this one to be used
        if task == self.slow + 2:
            self.ahead.set()
        self.ended.add(task)
        return made


def test_results_come_in_order_whichever_is_done_first():
    second = Event()

    def uneven(task):
        if task == 0:
            assert second.wait(LONG)  # ends after the task beside it
        if task == 1:
            second.set()
        return task * 10

    assert list(done_in_order(uneven, range(7))) == [(task, task * 10) for task in range(7)]


@pytest.mark.parametrize("tasks", [[], ["a"], ["a", "bc"]])
def test_few_tasks(tasks):
    assert list(done_in_order(len, tasks)) == [(task, len(task)) for task in tasks]


def test_no_task_is_begun_after_an_error():
    doing = Doing(wrong=1)
    results = done_in_order(doing, range(9))
    assert next(results)[0] == 0
    with pytest.raises(ValueError, match="no"):
        next(results)
    assert (doing.begun, doing.ended) == ({0, 1, 2}, {0, 2})


def test_no_task_is_begun_when_nobody_asks_any_more():
    doing = Doing()
    results = done_in_order(doing, range(9))
    assert next(results)[0] == 0
    results.close()
    assert doing.begun == doing.ended == {0, 1, 2}


def test_what_came_of_three_is_alive_at_most():
    doing = Doing(slow=1)
    for _, made in done_in_order(doing, range(9)):
        assert made in doing.alive
        del made
    assert doing.most <= 3
