"""`dq report` and `dq gx run`: the requests; what the sinks write is shown in tests/report."""

from __future__ import annotations

import builtins
import json
import re
import sys

import pytest

from dq.report import sink_names
from tests.cli.invented import write_report, write_rules


@pytest.fixture
def archive(dq, tmp_path):
    folder = tmp_path / "archive"
    dq("ingest", write_report(tmp_path, old="300.10", new="301.10"), "--archive", folder)
    return folder


def test_a_report_for_programs_is_what_check_prints(dq, tmp_path, archive):
    rules = write_rules(tmp_path)
    result = dq("report", "--archive", archive, "--to", "json", "--out", tmp_path / "out", "--rules", rules)
    assert result.exit_code == 1, "as dq check: something is violated"
    assert "outcomes.json" in result.stdout
    written = json.loads((tmp_path / "out" / "outcomes.json").read_text(encoding="utf-8"))
    printed = json.loads(dq("check", "--archive", archive, "--format", "json", "--rules", rules).stdout)
    for each in (written, printed):
        each.pop("run")
    assert written == printed


def test_a_plain_text_report_tells_everything(dq, tmp_path, archive):
    rules = write_rules(tmp_path)
    dq("report", "--archive", archive, "--to", "text", "--out", tmp_path / "out", "--rules", rules, "--lang", "en")
    text = (tmp_path / "out" / "report.txt").read_text(encoding="utf-8")
    assert "income adds up" in text
    assert "Rule by rule" in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--archive", "{archive}", "--to", "pdf"], "DQ-C008"),
        (["--to", "json"], "DQ-C005"),
        (["--archive", "{none}", "--to", "json"], "DQ-A001"),
        (["--archive", "{archive}", "--to", "json", "--rules", "{none}"], "DQ-C001"),
    ],
)
def test_requests_that_make_no_sense(dq, tmp_path, archive, arguments, code):
    named = [each.format(archive=archive, none=tmp_path / "none") for each in arguments]
    result = dq("report", *named, "--out", tmp_path / "out")
    assert (result.exit_code, code in result.stderr) == (2, True), result.output
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_to(dq, tmp_path, archive):
    (tmp_path / "file").write_text("x")
    result = dq("report", "--archive", archive, "--to", "json", "--out", tmp_path / "file" / "out")
    assert (result.exit_code, "DQ-C011" in result.stderr) == (3, True), result.output


def test_without_the_extra_the_command_says_how_to_install_it(dq, tmp_path, archive, monkeypatch):
    honest = builtins.__import__

    def without_gx(name, *rest, **more):
        if name.startswith("dq.report.sinks.great_expectations"):
            raise ModuleNotFoundError(name="great_expectations")
        return honest(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without_gx)
    for arguments in (
        ["report", "--archive", archive, "--to", "gx", "--out", tmp_path / "out"],
        ["gx", "run", "audit", "--context", tmp_path],
    ):
        result = dq(*arguments)
        assert (result.exit_code, "dq[gx]" in result.stderr) == (2, True), result.output


def test_working_papers_without_their_extra_say_how_to_install_it(dq, tmp_path, archive, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    result = dq("report", "--archive", archive, "--to", "xlsx", "--out", tmp_path / "out")
    assert (result.exit_code, "dq[xlsx]" in result.stderr) == (2, True), result.output


def test_documents_and_single_reports_are_reported_on_too(dq, tmp_path, archive):
    document = write_report(tmp_path, "single.txt")
    rules = write_rules(tmp_path)
    result = dq("report", document, "--to", "json", "--out", tmp_path / "out", "--rules", rules)
    assert result.exit_code == 0, result.output
    written = json.loads((tmp_path / "out" / "outcomes.json").read_text(encoding="utf-8"))
    assert [each["source"]["document"] for each in written["reports"]] == ["single.txt"]
    named = written["reports"][0]["report"]
    again = dq(
        "report", "--archive", archive, "--report", named, "--to", "json", "--out", tmp_path / "one", "--rules", rules
    )
    assert again.exit_code == 1, again.output


@pytest.mark.parametrize(
    ("options", "code"),
    [([], 1), (["--fail-on", "never"], 0), (["--fail-on", "never", "--fail-on-undecided"], 0)],
)
def test_a_report_exits_as_a_check_does(dq, tmp_path, archive, options, code):
    rules = write_rules(tmp_path)
    report = dq("report", "--archive", archive, "--to", "csv", "--out", tmp_path / "out", "--rules", rules, *options)
    check = dq("check", "--archive", archive, "--rules", rules, *options)
    assert (report.exit_code, check.exit_code) == (code, code), report.output


@pytest.mark.parametrize("form", ["csv", "github", "jsonl", "junit", "markdown", "sarif"])
def test_a_check_prints_what_the_sink_of_that_form_writes(dq, tmp_path, archive, form):
    rules = write_rules(tmp_path)
    dq("report", "--archive", archive, "--to", form, "--out", tmp_path / "out", "--rules", rules)
    printed = dq("check", "--archive", archive, "--format", form, "--rules", rules)
    assert printed.exit_code == 1, printed.output
    written = next((tmp_path / "out").iterdir()).read_text(encoding="utf-8-sig")

    def without_run(text):
        return re.sub(r"20\d\d-?\d\d-?\d\dT[\dT:.+Z-]*[0-9a-f]*", "", text.replace("\r\n", "\n"))

    assert without_run(printed.stdout) == without_run(written)


def test_everything_lists_what_holds(dq, tmp_path, archive):
    rules = write_rules(tmp_path)
    dq("report", "--archive", archive, "--to", "csv", "--out", tmp_path / "out", "--rules", rules, "--all")
    assert '"holds"' in (tmp_path / "out" / "outcomes.csv").read_text(encoding="utf-8-sig")


def test_sinks_are_named_in_the_help(dq):
    told = " ".join(dq("report", "--help").stdout.split())
    assert [name for name in sink_names() if name not in told] == []


def test_what_reports_on_whole_archives_says_so(dq, tmp_path):
    pytest.importorskip("great_expectations")
    document = write_report(tmp_path)
    result = dq("report", document, "--to", "gx", "--out", tmp_path / "out", "--rules", write_rules(tmp_path))
    assert (result.exit_code, "DQ-C030" in result.stderr) == (2, True), result.output
