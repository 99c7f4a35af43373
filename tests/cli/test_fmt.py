"""`dq fmt`."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from dq.cli.app import app

CROOKED = 'rule A "甲"{check a=1 # 注\n}\n'
STRAIGHT = 'rule A "甲" {\n  check     a = 1  # 注\n}\n'
BROKEN = 'rule A "甲" { check a == 1 }\n\nrule B "乙" { check ( }\n'


@pytest.fixture
def crooked(tmp_path):
    path = tmp_path / "a.dq"
    path.write_text(CROOKED, encoding="utf-8")
    return path


def test_files_are_rewritten_and_keep_their_rights(dq, crooked):
    crooked.chmod(0o640)
    result = dq("fmt", crooked.parent)
    assert (result.exit_code, crooked.read_text(encoding="utf-8")) == (0, STRAIGHT)
    assert "已改写" in result.stdout
    assert crooked.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in crooked.parent.iterdir()] == ["a.dq"]
    assert "0 written, 1 already in form" in dq("fmt", crooked, "--lang", "en").stdout


def test_a_link_stays_a_link(dq, crooked, tmp_path):
    link = tmp_path / "link.dq"
    link.symlink_to(crooked)
    assert dq("fmt", link).exit_code == 0
    assert link.is_symlink()
    assert crooked.read_text(encoding="utf-8") == STRAIGHT


def test_check_and_diff_write_nothing_and_exit_with_1(dq, crooked):
    checked = dq("fmt", "--check", crooked)
    assert (checked.exit_code, "会改写" in checked.stdout) == (1, True)
    shown = dq("fmt", "--diff", crooked)
    assert shown.exit_code == 1
    assert '-rule A "甲"{check a=1 # 注' in shown.stdout
    assert "+  check     a = 1  # 注" in shown.stdout
    assert crooked.read_text(encoding="utf-8") == CROOKED
    dq("fmt", crooked)
    assert dq("fmt", "--check", crooked).exit_code == 0
    assert dq("fmt", "--diff", crooked).exit_code == 0


def test_a_file_with_errors_is_left_alone_and_the_others_are_written(dq, crooked):
    broken = crooked.with_name("b.dq")
    broken.write_text(BROKEN, encoding="utf-8")
    result = dq("fmt", crooked.parent)
    assert result.exit_code == 2
    assert ("DQ-L005" in result.stderr, "b.dq:3" in result.stderr) == (True, True)
    assert broken.read_text(encoding="utf-8") == BROKEN
    assert crooked.read_text(encoding="utf-8") == STRAIGHT


@pytest.mark.parametrize(
    ("text", "options", "code", "out"),
    [
        (CROOKED, (), 0, STRAIGHT),
        (CROOKED, ("--check",), 1, ""),
        (STRAIGHT, ("--check",), 0, ""),
        (BROKEN, (), 2, ""),
        ("", (), 0, ""),
        (CROOKED, ("--keywords", "zh"), 0, '规则 A "甲" ｛\n  校验      a = 1  # 注\n｝\n'),
    ],
)
def test_standard_input(text, options, code, out):
    result = CliRunner().invoke(app, ["fmt", "-", *options], input=text.encode())
    assert (result.exit_code, result.stdout) == (code, out)


def test_what_cannot_be_read_is_told(dq, tmp_path):
    missing = dq("fmt", tmp_path / "no.dq")
    assert (missing.exit_code, "DQ-C001" in missing.stderr) == (2, True)
    together = dq("fmt", "-", tmp_path)
    assert (together.exit_code, "DQ-C021" in together.stderr) == (2, True)
    strange = CliRunner().invoke(app, ["fmt", "-"], input=b"\xff\xfe\x00")
    assert (strange.exit_code, "DQ-C020" in strange.stderr) == (2, True)


def test_formatting_loads_nothing_heavy():
    program = (
        "import sys; from typer.testing import CliRunner; from dq.cli.app import app; "
        "CliRunner().invoke(app, ['fmt', '-'], input=b'rule A {}'); "
        "print(sorted({'polars', 'numpy', 'pyarrow', 'great_expectations', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
