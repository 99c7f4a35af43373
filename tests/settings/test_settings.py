"""What the environment settles."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dq.settings import Settings, read_settings
from dq.settings.memory import ALLOCATOR, keep_memory


def test_without_a_word_the_defaults_hold():
    assert read_settings({}, ":") == Settings()
    assert Settings().language == "zh"


def test_every_variable_is_read():
    environment = {"DQ_LANG": "EN", "DQ_ARCHIVE": "a", "DQ_RULES": "r:s", "DQ_FILE_LIMIT": "7", "DQ_DEBUG": "1"}
    assert read_settings(environment, ":") == Settings("en", Path("a"), (Path("r"), Path("s")), 7, debug=True)


def test_nonsense_leaves_the_default():
    assert read_settings({"DQ_LANG": "fr", "DQ_FILE_LIMIT": "-3", "DQ_DEBUG": "0"}, ":") == Settings()


@pytest.mark.parametrize(("cores", "stocks"), [(None, 1), (1, 1), (2, 1), (9, 4)])
def test_polars_has_one_stock_of_memory_for_two_cores(cores, stocks, monkeypatch):
    monkeypatch.setenv(ALLOCATOR, "")  # so that it is as before afterwards
    monkeypatch.delenv(ALLOCATOR)
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    keep_memory()
    assert os.environ[ALLOCATOR].split(",")[0] == f"narenas:{stocks}"


def test_memory_is_kept_as_somebody_has_set_it(monkeypatch):
    monkeypatch.setenv(ALLOCATOR, "narenas:7")
    keep_memory()
    assert os.environ[ALLOCATOR] == "narenas:7"
