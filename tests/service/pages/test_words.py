"""What the pages say is said in both languages, and nothing is left over."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest

from dq.service.pages import rendering
from dq.service.pages.words import WORDS, in_language

_ASKED = re.compile(r"""\b(?:t|words)\(f?['"]([^'"]+)['"]""")
_JOINED = re.compile(r"""(?:\bt\(['"]|words\(f['"]|, ['"])([a-z_.]+\.)(?:['"]\s*[~)]|\{)""")


@pytest.fixture(scope="module")
def pages(checkout):
    """The sources of the pages."""
    folder = checkout / "src" / "dq" / "service" / "pages"
    files = [
        *folder.glob("templates/*.html"),
        *(path for path in folder.glob("*.py") if not path.name.startswith("words")),
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_word_is_said_in_both_languages():
    places = re.compile(r"\{\w+\}")
    for key, (zh, en) in WORDS.items():
        assert zh, key
        assert en, key
        assert sorted(places.findall(zh)) == sorted(places.findall(en)), key


def test_every_word_that_a_page_asks_for_is_there(pages):
    asked = {key for key in _ASKED.findall(pages) if "{" not in key and not key.endswith(".")}
    assert asked
    assert asked - WORDS.keys() == set()


def test_no_word_is_unused(pages):
    begun = tuple({*_JOINED.findall(pages), "editor."})
    quoted = set(re.findall(r"""['"]([a-z_.]+)['"]""", pages))
    assert [key for key in WORDS if key not in quoted and not key.startswith(begun)] == []


def test_words_have_places_for_figures():
    assert in_language("en")("more", n=3) == "3 more"


def test_every_action_of_the_log_has_words(checkout):
    """A page of the log that lacks one would not be shown at all."""
    sources = (checkout / "src" / "dq" / "service").rglob("*.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    recorded = set(re.findall(r'record\(\s*\w+,\s*[\w.]+,\s*"([a-z]+\.[a-z]+)"', text))
    assert {"session.opened", "rule.published", "user.made", "correction.undone"} <= recorded
    assert 'f"waiver.{state}"' in text
    recorded |= {f"waiver.{state}" for state in ("approved", "rejected", "withdrawn")}
    assert {f"did.{action}" for action in recorded} == {key for key in WORDS if key.startswith("did.")}


def test_moments_are_told_by_the_clock_of_the_service(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        told = rendering._moment(datetime(2026, 11, 22, 18, 30, tzinfo=UTC))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert told == '<time datetime="2026-11-23T02:30:00+08:00">2026-11-23 02:30 UTC+08:00</time>'
