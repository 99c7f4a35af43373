"""What the environment settles."""

from __future__ import annotations

from pathlib import Path

from dq.settings import Settings, read_settings


def test_without_a_word_the_defaults_hold():
    assert read_settings({}, ":") == Settings()
    assert Settings().language == "zh"


def test_every_variable_is_read():
    environment = {"DQ_LANG": "EN", "DQ_ARCHIVE": "a", "DQ_RULES": "r:s", "DQ_FILE_LIMIT": "7", "DQ_DEBUG": "1"}
    assert read_settings(environment, ":") == Settings("en", Path("a"), (Path("r"), Path("s")), 7, debug=True)


def test_nonsense_leaves_the_default():
    assert read_settings({"DQ_LANG": "fr", "DQ_FILE_LIMIT": "-3", "DQ_DEBUG": "0"}, ":") == Settings()
