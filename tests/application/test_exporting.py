"""Stored runs handed on as one file, in every form."""

from __future__ import annotations

import json
import zipfile

import pytest

from dq.application.exporting import export_run
from dq.report import sink_names

SLOW = ("gx",)  # evaluates by itself, with Great Expectations: its own tests show what it says


@pytest.mark.parametrize("sink", [name for name in sink_names() if name not in SLOW])
def test_each_form_is_one_file(made_town, tmp_path, sink):
    done = export_run(made_town.archive, made_town.second, sink, tmp_path / "out")
    assert done.diagnostics == ()
    assert done.path.is_relative_to(tmp_path / "out")
    assert done.path.stat().st_size


def test_it_tells_the_run_that_was_kept(made_town, tmp_path):
    done = export_run(made_town.archive, made_town.first, "json", tmp_path)
    told = json.loads(done.path.read_text(encoding="utf-8"))
    assert (told["run"]["id"], [each["department"] for each in told["reports"]]) == (
        made_town.first,
        ["青山区公园管理处"],
    )


def test_a_folder_is_packed_the_same_each_time(made_town, tmp_path):
    packed = [export_run(made_town.archive, made_town.second, "html", tmp_path / name).path for name in "ab"]
    assert packed[0].read_bytes() == packed[1].read_bytes()
    assert "report/index.html" in zipfile.ZipFile(packed[0]).namelist()


def test_what_cannot_be_written_is_told(made_town, tmp_path):
    assert export_run(made_town.archive, "none", "json", tmp_path).diagnostics[0].code == "DQ-N022"
    assert export_run(made_town.archive, made_town.first, "telex", tmp_path).diagnostics[0].code == "DQ-C008"
    inside = export_run(made_town.archive, made_town.first, "json", made_town.archive / "runs")
    assert inside.diagnostics[0].code == "DQ-C022"
