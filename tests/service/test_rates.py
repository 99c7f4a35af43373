"""How often something may happen in a minute, wherever the minute begins."""

from __future__ import annotations

from dq.service.security.rates import Rate


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
    rate.count("a")
    assert len(rate._now) + len(rate._before) == 1
