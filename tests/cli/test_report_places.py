"""Reports are not written over what is read."""

from __future__ import annotations

import os

import pytest

from dq.application.reporting import ReportRequest, write_report
from dq.application.sources import Sources
from dq.runner.toml import TomlFile
from dq.semantics.files import read_texts


def test_a_report_is_not_written_over_its_document(tmp_path):
    document = tmp_path / "report.txt"
    document.write_text("某局\n", encoding="utf-8")
    told = write_report(ReportRequest("text", Sources(paths=(document,)), document))
    assert ([each.code for each in told.diagnostics], told.written) == (["DQ-C022"], None)
    assert document.read_text(encoding="utf-8") == "某局\n"


def test_no_output_is_written_over_a_document_of_a_folder(tmp_path, dq):
    document = tmp_path / "docs" / "report.txt"
    document.parent.mkdir()
    document.write_text("某局\n", encoding="utf-8")
    told = write_report(ReportRequest("text", Sources(paths=(document.parent,)), document))
    assert [each.code for each in told.diagnostics] == ["DQ-C022"]
    result = dq("ingest", document.parent, "--archive", tmp_path / "archive", "--reading-report", document)
    assert (result.exit_code, "DQ-C022" in result.stderr) == (2, True)
    assert document.read_text(encoding="utf-8") == "某局\n"


@pytest.mark.parametrize("place", ["", "manifest.json", "tables/x.json"])
def test_a_report_is_not_written_into_the_archive(tmp_path, place):
    told = write_report(ReportRequest("json", Sources(archive=tmp_path), tmp_path / place))
    assert [each.code for each in told.diagnostics] == ["DQ-C022"]
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_is_no_rule_file_and_no_configuration(tmp_path):
    pipe = tmp_path / "pipe.dq"
    os.mkfifo(pipe)
    assert [each.code for each in TomlFile.read(pipe).diagnostics]
    assert read_texts([pipe]).files == ()
