"""Who is told of a night, and what: a digest of what changed; an address is never told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dq.application.changes import Changes
from dq.application.nightly import Night
from dq.application.notifying import digest, notify
from dq.runner.checkpoints import Checkpoint, Notice
from dq.runner.comparing import Change, Entry
from tests.report.text.records import run_of, violated

ADDRESS = "mailto://user:secret@example.org"
ROW = ("summary", None, "合计", "合计", None)
ENTRY = Entry(Change.NEW, "FA101", "青山区经信局", 2018, "final_accounts", ROW, "error", None, "violated 1 2", "差 1")


def night(when="changes", changes=None, run=None, language="zh"):
    checkpoint = Checkpoint("nightly", Path("a"), notices=(Notice("DQ_NOTIFY", when),), language=language)
    run = run or run_of(violated())
    run.counts.setdefault("undecided", 0)
    run.counts.setdefault("violated", 0)
    return Night(checkpoint, (), run, 1, changes)


class Post:
    def __init__(self, taken=True):
        self.sent, self.taken = [], taken

    def __call__(self, address, title, text):
        self.sent.append((address, title, text))
        return self.taken


NEWS = Changes("r", {Change.NEW: 1, Change.PERSISTING: 3}, (ENTRY,))
QUIET = Changes("r", {Change.PERSISTING: 3}, ())


@pytest.mark.parametrize(
    ("when", "changes", "run", "told"),
    [
        ("changes", NEWS, None, True),
        ("changes", QUIET, None, False),
        ("changes", None, None, True),
        ("changes", Changes("r", {Change.UNCHECKED: 1}, ()), None, True),
        ("always", QUIET, None, True),
        ("failures", QUIET, None, True),
        ("failures", QUIET, run_of(), False),
    ],
)
def test_who_is_told(when, changes, run, told):
    post = Post()
    assert notify(night(when, changes, run), {"DQ_NOTIFY": ADDRESS}, post) == ()
    assert bool(post.sent) is told


def test_a_digest_names_what_changed():
    title, text = digest(night(changes=NEWS))
    assert title == "dq nightly: 新出现 1 · 已解决 0 · 有变化 0 · 已豁免 0 · 这次没有检查 0"
    assert "[新出现] FA101 青山区经信局 2018: 差 1" in text
    assert digest(night(changes=NEWS, language="en"))[0].startswith("dq nightly: new 1")


def test_what_was_not_sent_is_said_without_the_address():
    (said,) = notify(night(changes=NEWS), {"DQ_NOTIFY": ADDRESS}, Post(taken=False))
    assert said.code == "DQ-N011"
    assert "secret" not in repr(said)
    (unset,) = notify(night(changes=NEWS), {}, Post())
    assert unset.code == "DQ-N010"


# apprise imports a module that later versions of Python do without.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_apprise_says_what_it_does_not_take():
    pytest.importorskip("apprise")
    (said,) = notify(night(changes=NEWS), {"DQ_NOTIFY": "nothing://"})
    assert said.code == "DQ-N011"
