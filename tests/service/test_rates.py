"""How often something may happen in a minute, wherever the minute begins."""

from __future__ import annotations

from dq.service.security.places import Places
from dq.service.security.rates import Rate
from dq.service.security.tallies import Counted, Tally, bytes_for


class Clock:
    def __init__(self):
        self.seconds = 600.0

    def __call__(self):
        return self.seconds


def test_no_more_than_so_many_in_a_minute_and_more_in_the_next():
    clock = Clock()
    rate = Rate(3, clock)
    assert [rate.count("a") for _ in range(4)] == [True, True, True, False]
    clock.seconds += 120
    assert rate.count("a")


def test_the_end_of_one_minute_and_the_beginning_of_the_next_are_not_twice_as_much():
    clock = Clock()
    clock.seconds += 59
    rate = Rate(60, clock)
    assert sum(rate.count("a") for _ in range(100)) == 60
    clock.seconds += 2
    assert sum(rate.count("a") for _ in range(100)) <= 2


def test_each_is_counted_alone():
    rate = Rate(1, Clock())
    assert [rate.count("a"), rate.count("b"), rate.count("a")] == [True, True, False]


def test_what_is_refused_is_not_counted():
    clock = Clock()
    rate = Rate(2, clock)
    for _ in range(50):
        rate.count("a")
    clock.seconds += 90
    assert rate.count("a")


def test_who_is_quiet_is_forgotten():
    clock = Clock()
    rate = Rate(1, clock)
    for number in range(100):
        rate.count(str(number))
    clock.seconds += 120
    assert all(rate.count(str(number)) for number in range(100))


def test_processes_count_together_what_each_of_them_is_asked():
    clock, board = Clock(), bytearray(bytes_for(2))
    both = [
        Rate(10, clock, Tally(memoryview(board), Counted.REQUESTS, processes=2, number=number)) for number in range(2)
    ]
    assert sum(rate.count("a") for _ in range(10) for rate in both) == 10
    assert both[1].count("b")
    clock.seconds += 90
    assert [sum(rate.count("a") for _ in range(10) for rate in both), both[0].count("a")] == [5, False]


def test_the_places_of_a_process_that_died_are_free_again():
    board = bytearray(bytes_for(2))

    def begun(number):
        return Places(3, Tally(memoryview(board), Counted.STREAMS, processes=2, number=number))

    first, beside = begun(0), begun(1)
    assert [first.take("a"), beside.take("a"), beside.take("a"), first.take("a")] == [True, True, True, False]
    first.leave("a")
    assert [beside.take("a"), first.take("a")] == [True, False]
    again = begun(1)
    assert [again.take("a") for _ in range(4)] == [True, True, True, False]
