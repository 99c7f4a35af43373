"""A report for which there is no room on the disk is refused as such, in whatever form."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import copytree

import pytest

from dq.report import find_sink, sink_names


@contextmanager
def no_room() -> Iterator[None]:
    """Not one byte can be written to a file."""
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))


@pytest.fixture(scope="session")
def rules(tmp_path_factory):
    path = tmp_path_factory.mktemp("rules") / "one.dq"
    path.write_text('rule T001 "有行" { for each summary as r check r.amount = 0.01元 }', encoding="utf-8")
    return path


@pytest.mark.parametrize("sink", sink_names())
def test_a_report_without_room_is_refused(dq, checkout, tmp_path, rules, sink, capfd):
    sample, out = checkout / "datasets" / "sample", tmp_path / "out"
    with no_room():
        result = dq("report", "--archive", sample, "--rules", rules, "--to", sink, "--out", out)
    assert (result.exit_code, "DQ-C011" in result.stderr) == (3, True), result.output
    assert "Traceback" not in capfd.readouterr().err
    assert not [path for path in out.rglob("*") if path.is_file() and path.stat().st_size]


def test_without_room_nothing_is_synthesized(dq, tmp_path):
    with no_room():
        result = dq("synth", "--reports", 1, "--seed", 1, "--archive", tmp_path / "archive")
    assert (result.exit_code, "DQ-C011" in result.stderr) == (3, True), result.output


def test_a_night_without_room_is_a_run_error(dq, checkout, tmp_path, rules):
    copytree(checkout / "datasets" / "sample", tmp_path / "archive")
    configuration = tmp_path / "dq.toml"
    configuration.write_text('[checkpoint.nightly]\narchive = "archive"\nrules = ["one.dq"]\n', encoding="utf-8")
    (tmp_path / "one.dq").write_text(rules.read_text(encoding="utf-8"), encoding="utf-8")
    with no_room():
        result = dq("run", "nightly", "--config", configuration)
    assert (result.exit_code, "DQ-N021" in result.stderr) == (3, True), result.output
    assert dq("run", "nightly", "--config", configuration).exit_code < 2


def test_a_fault_of_the_program_is_not_told_as_a_full_disk(dq, checkout, tmp_path, rules, monkeypatch):
    def look_in_vain(*_):
        try:
            (tmp_path / "nothing").read_text(encoding="utf-8")
        except OSError:
            raise KeyError("bug")  # noqa: B904 - as it happens where nobody thought of it

    monkeypatch.setattr(type(find_sink("json")), "write", look_in_vain)
    with pytest.raises(KeyError):
        dq("report", "--archive", checkout / "datasets" / "sample", "--rules", rules, "--to", "json", "--out", tmp_path)


@pytest.mark.parametrize("link", ["dq-static", "dq-static/style.css"])
def test_pages_are_not_written_through_a_link(dq, checkout, tmp_path, rules, link):
    precious, at = tmp_path / "precious" / "style.css", tmp_path / "out" / link
    precious.parent.mkdir()
    precious.write_text("mine", encoding="utf-8")
    at.parent.mkdir(parents=True)
    at.symlink_to(precious if at.suffix else precious.parent)
    sample = checkout / "datasets" / "sample"
    result = dq("report", "--archive", sample, "--rules", rules, "--to", "html", "--out", tmp_path / "out")
    assert "DQ-C011" in result.stderr or at.suffix
    assert precious.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in precious.parent.iterdir()] == ["style.css"]
