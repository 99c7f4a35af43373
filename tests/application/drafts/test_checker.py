"""A draft is looked at in a process that stays: it says the same there, is bounded, and is there again afterwards."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from dq.application.drafts.apart import Bounds
from dq.application.drafts.checker import MOST_TOLD, TYPING, Checker
from dq.application.drafts.completing import Completions, complete
from dq.application.drafts.draft import Draft
from dq.application.drafts.looking import look_at, mend
from dq.semantics.files import read_texts

WRONG = 'rule ZZ101 "甲" {\n  check summary["本年收入合计"].amount == 0\n}\n'


@pytest.fixture(scope="module")
def checker():
    return Checker(processes=2)


def started() -> set[str]:
    """The processes of checkers that run now."""
    children = " ".join(map(_read, Path(f"/proc/{os.getpid()}/task").glob("*/children"))).split()
    return {each for each in children if "drafts.checker" in _read(Path(f"/proc/{each}/cmdline"))}


def _read(file: Path) -> str:
    """What the system says of a thread or process; nothing of one that has ended meanwhile."""
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "other.dq").write_text('rule ZZ102 "乙" { check 1 = }\n', encoding="utf-8")
    return tmp_path


def test_it_says_what_is_said_here(checker, folder):
    draft = Draft(folder, "a/one.dq", WRONG)
    said, here = checker.look_at(draft, None), look_at(draft, None)
    assert (said.diagnostics, said.elsewhere, said.hidden) == (here.diagnostics, here.elsewhere, 0)
    assert said.errors == here.errors
    assert len(here.errors) == 2
    assert checker.mend(draft, None) == mend(draft, here.diagnostics)
    offset, titles = WRONG.index("summary") + 3, {"ZZ102": "乙"}
    told = complete(draft, offset, read_texts([folder], draft.on_disk()), titles)
    assert told.options
    assert checker.complete(draft, offset, titles) == told


def test_of_very_many_the_first_are_told(checker, folder):
    said = checker.look_at(Draft(folder, "many.dq", 'rule A "甲" { check 1 = }\n' * (MOST_TOLD + 3)), None)
    assert (len(said.diagnostics), said.hidden) == (MOST_TOLD, 3)


@pytest.mark.parametrize("bounds", [Bounds(seconds=0), Bounds(seconds=TYPING.seconds, memory=20 * 1024 * 1024)])
def test_what_takes_too_much_is_stopped(folder, bounds):
    draft = Draft(folder, "one.dq", WRONG)
    said = Checker(bounds).look_at(draft, None)
    assert [(each.code, each.span.file) for each in said.errors] == [("DQ-T018", "one.dq")]
    assert Checker(bounds).mend(draft, None) == (WRONG, 0)
    assert Checker(bounds).complete(draft, 5, {}) == Completions(5, ())


def test_a_process_that_was_ended_is_started_again(folder):
    """Of two processes the one that answered last is asked; others of this interpreter are not this checker's."""
    draft, others = Draft(folder, "one.dq", WRONG), started()
    own = Checker(processes=2)
    before = [own.look_at(draft, None) for _ in range(2)]
    (kept,) = started() - others
    os.kill(int(kept), signal.SIGKILL)
    assert [own.look_at(draft, None), own.look_at(draft, None)] == before
    assert len(started() - others) == 1
