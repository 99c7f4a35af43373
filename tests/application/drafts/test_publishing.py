"""A rule file is published whole, and over the text that it was made from."""

from __future__ import annotations

import pytest

from dq.application.drafts.draft import Draft
from dq.application.drafts.publishing import Publication, publish, state_of, text_of
from dq.archive.locking import alone
from dq.archive.manifest import write_durably

ONE = '规则 ZZ101 "收入大于零" { 校验 收入支出决算总表["本年收入合计"].amount > 0 }\n'


def still():
    return True


@pytest.fixture
def folder(tmp_path):
    """A folder of one published rule."""
    (tmp_path / "one.dq").write_text(ONE, encoding="utf-8")
    return tmp_path


def test_a_sound_draft_is_written(folder):
    draft = Draft(folder, "one.dq", ONE.replace("> 0", ">= 0"))
    assert publish(draft, {draft.name: state_of(ONE)}, still).publication is Publication.DONE
    assert text_of(folder, "one.dq") == draft.text


def test_a_new_file_gets_its_folder(folder):
    draft = Draft(folder, "new/two.dq", ONE.replace("ZZ101", "ZZ102"))
    assert publish(draft, {draft.name: state_of(None)}, still).publication is Publication.DONE
    assert text_of(folder, "new/two.dq") == draft.text


def test_a_draft_of_an_older_text_is_not_written(folder):
    draft = Draft(folder, "one.dq", ONE.replace("> 0", ">= 0"))
    assert publish(draft, {draft.name: state_of("another")}, still).publication is Publication.OVERTAKEN
    assert publish(draft, {draft.name: state_of(None)}, still).publication is Publication.OVERTAKEN
    assert text_of(folder, "one.dq") == ONE


def test_a_draft_is_not_written_among_rules_that_it_was_not_looked_at_with(folder):
    draft = Draft(folder, "one.dq", ONE + "# 注\n")
    assert publish(draft, {draft.name: state_of(ONE)}, lambda: False).publication is Publication.OUTDATED
    assert text_of(folder, "one.dq") == ONE


def test_only_one_publishes_at_a_time(folder, monkeypatch):
    monkeypatch.setattr("dq.application.drafts.publishing._WAIT", 0.01)
    draft = Draft(folder, "one.dq", ONE + "# 注\n")
    with alone(folder, 0, lambda _holder: None):
        assert publish(draft, {draft.name: state_of(ONE)}, still).publication is Publication.BUSY
    assert text_of(folder, "one.dq") == ONE


def test_links_lead_nowhere(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.dq").write_text("# secret\n", encoding="utf-8")
    (folder / "link.dq").symlink_to(outside / "secret.dq")
    (folder / "way").symlink_to(outside, target_is_directory=True)
    assert text_of(folder, "link.dq") is None
    assert text_of(folder, "way/secret.dq") is None
    draft = Draft(folder, "way/secret.dq", ONE.replace("ZZ101", "ZZ102"))
    assert publish(draft, {draft.name: state_of(None)}, still).publication is Publication.OVERTAKEN
    assert (outside / "secret.dq").read_text(encoding="utf-8") == "# secret\n"


def test_a_rule_and_its_tests_are_published_whole_or_not_at_all(folder, monkeypatch):
    (folder / "one_test.dq").write_text("# 旧\n", encoding="utf-8")
    draft = Draft(folder, "one.dq", ONE + "# 注\n", "# 新\n")
    made_from = {"one.dq": state_of(ONE), "one_test.dq": state_of("# 旧\n")}

    def texts():
        return [text_of(folder, name) for name in draft.files]

    assert publish(draft, {**made_from, "one_test.dq": ""}, still).publication is Publication.OVERTAKEN
    with monkeypatch.context() as full:
        full.setattr("dq.application.drafts.publishing.write_durably", refusing(draft.path))
        assert publish(draft, made_from, still).publication is Publication.FAILED
    assert texts() == [ONE, "# 旧\n"]
    (folder / "one_test.dq").unlink()
    with monkeypatch.context() as full:
        full.setattr("dq.application.drafts.publishing.write_durably", refusing(draft.path))
        assert publish(draft, {**made_from, "one_test.dq": ""}, still).publication is Publication.FAILED
    assert texts() == [ONE, None]
    (folder / "one_test.dq").write_text("# 新\n", encoding="utf-8")  # by a service that ended between the two
    assert publish(draft, made_from, still).publication is Publication.DONE
    assert texts() == [ONE + "# 注\n", "# 新\n"]


def refusing(place):
    """Writes files, but for one that the disk has no room for."""

    def write(path, content):
        if path == place:
            raise OSError(28, "No space left on device")
        write_durably(path, content)

    return write
