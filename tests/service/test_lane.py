"""Quick requests go through one by one, and none waits long for a slow one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

import pytest

from dq.service.security import lane
from dq.service.security.lane import Lane


class _Visits:
    """Counts who is inside; they stay until `leave` is set. Parameters: `expected` inside make `full` true."""

    def __init__(self, gate: Lane, expected: int) -> None:
        self.full, self.leave = asyncio.Event(), asyncio.Event()
        self.inside = self.most = 0
        self._gate, self._expected = gate, expected

    async def come(self) -> None:
        async with self._gate.place():
            self.inside += 1
            self.most = max(self.most, self.inside)
            if self.inside == self._expected:
                self.full.set()
            await self.leave.wait()
            self.inside -= 1


async def _most_inside(gate: Lane, comers: int, expected: int) -> int:
    """How many of so many slow ones were inside at once, who are waited for until so many are."""
    visits = _Visits(gate, expected)
    coming = [asyncio.create_task(visits.come()) for _ in range(comers)]
    async with asyncio.timeout(10):
        await visits.full.wait()
    await asyncio.sleep(0.02)  # nobody else comes in
    assert visits.inside == expected
    visits.leave.set()
    await asyncio.gather(*coming)
    return visits.most


def _run(coroutine: Coroutine[None, None, int]) -> int:
    """In a thread of its own: the browser of other tests leaves a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.mark.parametrize(("quick", "most", "expected"), [(1, 1, 1), (1, 3, 3), (3, 3, 3)])
def test_slow_ones_let_others_by_but_no_more_than_may_be_inside(monkeypatch, quick, most, expected):
    monkeypatch.setattr(lane, "_QUICK_SECONDS", 0.005)
    assert _run(_most_inside(Lane(quick, most), 5, expected)) == expected


def test_quick_ones_go_alone_also_after_slow_ones(monkeypatch):
    gate = Lane(1, 3)

    async def go() -> int:
        monkeypatch.setattr(lane, "_QUICK_SECONDS", 0.005)
        await _most_inside(gate, 3, 3)
        monkeypatch.setattr(lane, "_QUICK_SECONDS", 60)
        return await _most_inside(gate, 3, 1)

    assert _run(go()) == 1
