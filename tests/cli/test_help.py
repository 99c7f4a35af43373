"""Help pages: in the reader's language, complete, and without waiting for heavy packages."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dq.diagnostics.layout import width_of


def python(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={"PYTHONPATH": "src", "PYTHONUTF8": "1", "COLUMNS": "80", **environment},
    )


DQ = "from dq.cli import main; main()"


def test_help_names_every_command_in_the_language_asked_for():
    chinese, english = python(DQ, "--help"), python(DQ, "--help", DQ_LANG="en")
    assert chinese.returncode == english.returncode == 0
    for command in ("ingest", "check", "facts", "correct", "rules", "explain", "report", "gx"):
        assert f"  {command} " in chinese.stdout
        assert f"  {command} " in english.stdout
    assert "用法：" in chinese.stdout
    assert english.stdout.isascii() or "…" in english.stdout


@pytest.mark.parametrize("command", ["ingest", "check", "facts", "correct", "rules", "explain", "report", "gx"])
def test_help_of_a_command_fits_the_terminal(command):
    page = python(DQ, command, "--help")
    assert page.returncode == 0, page.stderr
    assert max(width_of(line) for line in page.stdout.splitlines()) <= 80


def test_help_and_version_load_nothing_heavy():
    code = (
        "import sys\nfrom dq.cli.app import app\ntry:\n    app(['{}'])\nexcept SystemExit:\n    pass\n"
        "heavy = {{'polars', 'lark', 'great_expectations', 'pydantic', 'pyarrow', 'rich'}}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    for option in ("--help", "--version"):
        assert "LOADED []" in python(code.format(option)).stdout


def test_usage_errors_exit_with_2():
    for arguments in (["chekc"], ["check", "--format", "xml"], ["check", "--nothing"]):
        result = python(DQ, *arguments)
        assert result.returncode == 2
        assert "Traceback" not in result.stderr


def test_the_reference_page_is_up_to_date(checkout):
    script = checkout / "scripts" / "write_cli_reference.py"
    printed = subprocess.run([sys.executable, script, "--print"], capture_output=True, check=True).stdout.decode()
    assert (checkout / "docs" / "reference" / "cli.md").read_text(encoding="utf-8") == printed, f"run {script.name}"
