"""No pattern takes long over any text: words that it knows, repeated, are where patterns that try every split hang."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator

import pytest

import dq.ingest

_WORDS = re.compile("[\u4e00-\u9fff]+")
_SIGNS = " ,，。;:、()1.%-"
_MOST_WORDS = 40
_SECONDS = 5.0
"""Far more than any of them takes: with 2^24 splits to try, none would end."""


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    seen = set()
    for module in pkgutil.walk_packages(dq.ingest.__path__, "dq.ingest."):
        for name, value in vars(importlib.import_module(module.name)).items():
            made = value() if hasattr(value, "cache_info") and value.__annotations__.keys() == {"return"} else value
            for each in made if isinstance(made, tuple) else (made,):
                if isinstance(each, re.Pattern) and isinstance(each.pattern, str) and each.pattern not in seen:
                    seen.add(each.pattern)
                    yield f"{module.name}.{name}", each


@pytest.fixture(scope="module")
def known():
    return list(patterns())


def test_there_are_patterns(known):
    assert len(known) > 200


def test_no_pattern_tries_every_split_of_repeated_words(known):
    def too_long(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    slow = []
    try:
        for name, pattern in known:
            words = sorted({*_WORDS.findall(pattern.pattern), *_SIGNS, "本年度", "2018年"}, key=len)[:_MOST_WORDS]
            signal.setitimer(signal.ITIMER_REAL, _SECONDS)
            try:
                for word in words:
                    for text in (word * 28 + "x!", "其中" + word * 28 + "x!"):
                        pattern.search(text)
                        pattern.fullmatch(text)
            except TimeoutError:
                slow.append((name, word))
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert not slow


@pytest.mark.parametrize("text", ["×" * 8_000, "○" * 8_000, "1" + " " * 12_000 + "x", "1.00" + " " * 12_000 + "5"])
def test_signs_without_end_take_no_longer_than_their_number(known, text):
    wanted = ("recognition._AMOUNT_BEHIND", "recognition._ROW_BEFORE", "residue._PLACEHOLDER")
    for pattern in (each for name, each in known if name.endswith(wanted)):
        started = time.process_time()
        pattern.sub("", text)
        assert time.process_time() - started < 0.5  # a second and more as it was
