"""Help pages: in the reader's language, complete, and without waiting for heavy packages."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.main import get_command

from dq.cli.app import app
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


@pytest.mark.parametrize("command", get_command(app).commands)
def test_help_of_a_command_fits_the_terminal(dq, command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    page = dq(command, "--help")
    assert (page.exit_code, "用法：" in page.stdout) == (0, True)
    assert max(width_of(line) for line in page.stdout.splitlines()) <= 80


def test_help_and_version_load_nothing_heavy():
    code = (
        "import sys\nfrom dq.cli.app import app\ntry:\n    app(['{}'])\nexcept SystemExit:\n    pass\n"
        "heavy = {{'polars', 'lark', 'great_expectations', 'pydantic', 'pyarrow', 'rich'}}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    for option in ("--help", "--version"):
        assert "LOADED []" in python(code.format(option)).stdout


@pytest.mark.parametrize(
    ("words", "code", "zh", "en"),
    [
        ("chekc {}", "DQ-C033", "是不是想写 check", "did you mean check"),
        ("gx rnu {}", "DQ-C033", "是不是想写 run", "did you mean run"),
        ("--versoin {}", "DQ-C032", "是不是想写 --version", "did you mean --version"),
        ("check --archiv a {}", "DQ-C032", "是不是想写 --archive", "did you mean --archive"),
        ("run {}", "DQ-C031", "缺 CHECKPOINT", "CHECKPOINT is missing"),
        ("report a {}", "DQ-C031", "缺 --to", "--to is missing"),
        ("check --format xml {}", "DQ-C034", "可以是：text、json", "It may be: text, json"),
        ("schedule instal a {}", "DQ-C034", "可以是：install、remove", "It may be: install, remove"),
        ("ingest --jobs 0 a {}", "DQ-C034", "整数，范围 1…", "a whole number within 1…"),
        ("synth --reports x {}", "DQ-C034", "应当是整数", "a whole number"),
        ("check {} --archive", "DQ-C035", "后面缺它的值", "needs a value"),
        ("check --all=3 {}", "DQ-C035", "不带值", "takes no value"),
        ("rules a b {}", "DQ-C036", "多出来的参数：a b", "more arguments than the command takes: a b"),
    ],
)
def test_usage_errors_are_told_in_both_languages_with_a_remedy(dq, words, code, zh, en):
    for typed, said, remedy in ((words.format("--lang zh"), zh, "建议"), (words.format("--lang=en"), en, "help")):
        result = dq(*typed.split())
        assert (result.exit_code, result.stdout) == (2, "")
        for each in (f"[{code}]", said, remedy):
            assert each in result.stderr


def test_a_group_without_a_command_shows_its_help(dq):
    for words in ((), ("gx",)):
        result = dq(*words)
        assert (result.exit_code, "命令：" in result.stderr) == (2, True)


def test_the_reference_page_is_up_to_date(checkout):
    script = checkout / "scripts" / "write_cli_reference.py"
    printed = subprocess.run([sys.executable, script, "--print"], capture_output=True, check=True).stdout.decode()
    assert (checkout / "docs" / "reference" / "cli.md").read_text(encoding="utf-8") == printed, f"run {script.name}"
