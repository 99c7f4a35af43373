"""The outermost frame: nothing a person sees is a traceback, and exit codes survive a reader that leaves."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from dq.cli import entry
from tests.cli.invented import write_report

DQ = [sys.executable, "-c", "from dq.cli import main; main()"]
ENVIRONMENT = {**{k: v for k, v in os.environ.items() if not k.startswith("DQ_")}, "PYTHONPATH": "src", "DQ_CACHE": ""}


def fail() -> None:
    raise RuntimeError("the disk is on fire")


def test_a_failure_of_ours_is_a_sentence_in_both_languages(monkeypatch, capsys):
    monkeypatch.setattr(entry, "app", fail)
    monkeypatch.delenv("DQ_DEBUG", raising=False)
    with pytest.raises(SystemExit) as left:
        entry.main()
    told = capsys.readouterr().err
    assert left.value.code == 3
    assert "运行出错：RuntimeError: the disk is on fire" in told
    assert "run error" in told
    assert "DQ_DEBUG=1" in told
    assert "Traceback" not in told


def test_debug_shows_the_traceback(monkeypatch, capsys):
    monkeypatch.setattr(entry, "app", fail)
    monkeypatch.setenv("DQ_DEBUG", "1")
    with pytest.raises(SystemExit):
        entry.main()
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_that_leaves_is_no_failure(tmp_path):
    document = write_report(tmp_path)
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        result = subprocess.run(
            [*DQ, "facts", str(document)], stdout=closed, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False
        )
    assert (result.returncode, result.stderr) == (0, b"")


def on_a_terminal(arguments: list[str], **environment: str) -> str:
    """What the program prints where standard output is a terminal."""
    control, terminal = pty.openpty()
    with subprocess.Popen(
        [*DQ, *arguments], stdout=terminal, stderr=subprocess.DEVNULL, env={**ENVIRONMENT, **environment}
    ) as process:
        os.close(terminal)
        printed = b""
        while True:
            try:
                chunk = os.read(control, 65536)
            except OSError:  # how Linux says that the terminal has been closed
                break
            if not chunk:
                break
            printed += chunk
        process.wait()
    os.close(control)
    return printed.decode()


def test_colours_on_a_terminal_only_and_not_where_unwanted(tmp_path):
    rules = tmp_path / "rules.dq"
    rules.write_text('rule TT1 "甲" { severity error check summary["本年收入合计"].amount >= 0 }', encoding="utf-8")
    arguments = ["rules", "--rules", str(rules)]
    terminal = {"TERM": "xterm-256color", "COLUMNS": "80"}
    assert "\x1b[1;31m错误" in on_a_terminal(arguments, **terminal)
    assert "\x1b[1;31m" not in on_a_terminal(arguments, NO_COLOR="1", **terminal)
    piped = subprocess.run([*DQ, *arguments], capture_output=True, env=ENVIRONMENT, check=True).stdout.decode()
    assert "\x1b" not in piped
    assert "错误  甲" in piped
