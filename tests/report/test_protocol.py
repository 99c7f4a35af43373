"""Sinks are found by folder, and none loads what another needs."""

from __future__ import annotations

import subprocess
import sys

from dq.report import find_sink, sink_names

LOADED_BY_FINDING = """
import sys
from dq.report import find_sink, sink_names
for name in sink_names():
    assert find_sink(name) is not None
print([m for m in ("great_expectations", "pandas") if m in sys.modules])
"""


def test_the_folder_is_the_list_of_sinks():
    assert "gx" in sink_names()
    assert "great_expectations" not in sink_names()
    assert list(sink_names()) == sorted(sink_names())


def test_every_sink_says_its_own_name_and_title():
    for name in sink_names():
        sink = find_sink(name)
        assert sink is not None
        assert sink.name == name
        assert sink.title.zh
        assert sink.title.en


def test_an_unknown_sink_is_none():
    assert find_sink("carrier-pigeon") is None


def test_finding_sinks_loads_no_heavy_package():
    run = subprocess.run([sys.executable, "-c", LOADED_BY_FINDING], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
