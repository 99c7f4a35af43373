"""Slow work goes round: nobody has all places while others wait, nor the whole line."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from dq.service.security.turns import LineFullError, Turns


def _run(coroutine):
    """In a thread of its own: the browser of other tests leaves a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


async def _order(turns, comers):
    """In which order those who come in this order get a place, which each has until all have come."""
    got, all_here = [], asyncio.Event()

    async def come(who):
        async with turns.place(who):
            got.append(who)
            await all_here.wait()

    coming = []
    for who in comers:
        coming.append(asyncio.create_task(come(who)))
        await asyncio.sleep(0.002)
    at_first = "".join(got)
    all_here.set()
    await asyncio.gather(*coming)
    return at_first, "".join(got)


@pytest.mark.parametrize(
    ("places", "comers", "at_first", "in_all"),
    [
        (1, "aaab", "a", "abaa"),
        (2, "aaab", "ab", "abaa"),
        (2, "aaabbc", "ab", "abcaba"),
        (4, "aaaab", "aaab", "aaaba"),
        (2, "abc", "ab", "abc"),
    ],
)
def test_who_comes_later_does_not_wait_for_all_of_who_asked_for_much(places, comers, at_first, in_all):
    assert _run(_order(Turns(places, 20), comers)) == (at_first, in_all)


def test_one_leaves_room_in_the_line_and_a_full_line_is_told_at_once():
    turns = Turns(1, 4)

    async def come(who):
        async with turns.place(who):
            await asyncio.sleep(0.01)

    async def go(comers):
        came = await asyncio.gather(*map(come, comers), return_exceptions=True)
        return "".join("!" if isinstance(each, LineFullError) else who for who, each in zip(comers, came, strict=True))

    # One at work and three in the line; behind them is room for one of somebody else's.
    assert _run(go("aaaaaabb")) == "aaaa!!b!"
    assert _run(go("bbbbba")) == "bbbb!a"  # nothing of them stays
