"""Files checked before are believed exactly as long as nothing that their check reads has changed."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from dq.semantics import check_text, keeping, load_rules, loading
from dq.semantics.files import read_texts
from dq.semantics.keeping import KeptFiles
from dq.semantics.remembered import recall_rules
from dq.templates import default_schema

RULE = 'rule {} "甲" {{ basis "算术" {} check {} }}\n'
CHECKS = (
    'summary["本年收入合计"].amount >= 0',
    'summary["本年收入合计"].amount >= least',
    'summary["没有的行"].amount >= 0',
    "summary.amount = (",
    'r.code in codelist("own", report.year)',
    'r.code in codelist("other", report.year)',
    "twice(r.total) >= r.total",
)
LENT = ("define least = 1元\n", "define least = 2元\n", "define twice(x) = x + x\n", "define least = ，\n", "")
NAMES = ("a", "b", "c", "parts/d")
LISTS = ("code\n201\n", "code\n201\n202\n", "name\n", None)


def _text(name: str, chance: random.Random) -> str:
    """Some imports, definitions and rules, good and bad; rules need rules of other files."""
    imports = [f'import "{chance.choice(NAMES)}.dq"\n' for _ in range(chance.randrange(2))]
    rules = []
    for number in range(chance.randrange(3)):
        check = chance.choice(CHECKS)
        each = "for each expenditure as r" if "r." in check else ""
        needs = f" needs {chance.choice(NAMES)[-1].upper()}0" if chance.random() < 0.3 else ""
        rules.append(RULE.format(f"{name[-1].upper()}{number}", each, check + needs))
    return "".join((*imports, chance.choice(LENT), *rules))


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_the_answer_is_that_of_a_cold_check(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311 - examples, no secret
    folder, memory = tmp_path / "rules", tmp_path / "memory"
    (folder / "parts").mkdir(parents=True)
    (folder / "reference").mkdir()
    for name in NAMES:
        (folder / f"{name}.dq").write_text(_text(name, chance), encoding="utf-8")
    for _ in range(12):
        name = chance.choice(NAMES)
        (folder / f"{name}.dq").write_text(_text(name, chance), encoding="utf-8")
        listed, text = folder / "reference" / "own.csv", chance.choice(LISTS)
        listed.unlink(missing_ok=True) if text is None else listed.write_text(text, encoding="utf-8")
        kept = sorted((memory / "files").glob("*")) if memory.exists() else []
        if kept and chance.random() < 0.3:
            content = bytearray((broken := chance.choice(kept)).read_bytes())
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            broken.write_bytes(content)
        paths = [folder] if chance.random() < 0.7 else [folder / "a.dq", folder / "b.dq"]
        cold = load_rules(paths, default_schema())
        assert recall_rules(paths, default_schema(), memory) == (cold.book, cold.diagnostics)


@pytest.fixture
def checked(monkeypatch) -> list[str]:
    """The names of the files that are checked."""
    names: list[str] = []

    def noting(opened, *others):
        names.append(Path(opened.name).name)
        return checking(opened, *others)

    checking = loading.check_file
    monkeypatch.setattr(loading, "check_file", noting)
    return names


def test_an_edit_checks_the_file_and_those_that_import_it(tmp_path, checked):
    for number in range(40):
        text = RULE.format(f"A{number}", "", CHECKS[0])
        (tmp_path / f"{number:02}.dq").write_text(text, encoding="utf-8")
    lending = tmp_path / "lent.dq"
    lending.write_text(LENT[0], encoding="utf-8")
    using = tmp_path / "using.dq"
    using.write_text('import "lent.dq"\n' + RULE.format("B1", "", CHECKS[1]), encoding="utf-8")
    wrong = tmp_path / "wrong.dq"
    wrong.write_text(RULE.format("C1", "", CHECKS[2]), encoding="utf-8")

    def again() -> list[str]:
        checked.clear()
        recall_rules([tmp_path], default_schema(), tmp_path / "memory")
        return sorted(checked)

    assert len(again()) == 43
    assert again() == []
    (tmp_path / "07.dq").write_text(RULE.format("A7", "", CHECKS[0] + " or 1 = 1"), encoding="utf-8")
    assert again() == ["07.dq"]
    lending.write_text(LENT[1], encoding="utf-8")
    assert again() == ["lent.dq", "using.dq"]


def test_an_edited_list_checks_those_that_ask_for_it(tmp_path, checked):
    (tmp_path / "reference").mkdir()
    own = tmp_path / "reference" / "own.csv"
    own.write_text("code\n201\n", encoding="utf-8")
    for name, check in (("a", CHECKS[0]), ("b", CHECKS[4]), ("c", CHECKS[5])):
        each = "for each expenditure as r" if "r." in check else ""
        (tmp_path / f"{name}.dq").write_text(RULE.format(name.upper(), each, check), encoding="utf-8")
    for text, names in (("code\n202\n", ["a.dq", "b.dq", "c.dq"]), ("code\n203\n", ["b.dq"])):
        checked.clear()
        own.write_text(text, encoding="utf-8")
        recall_rules([tmp_path], default_schema(), tmp_path / "memory")
        assert checked == names
    own.rename(own.with_name("third.csv"))  # what an unknown list might have been called is told to b and c
    checked.clear()
    recall_rules([tmp_path], default_schema(), tmp_path / "memory")
    assert checked == ["b.dq", "c.dq"]


def test_what_is_kept_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_KEPT", 3)
    rules = tmp_path / "a.dq"
    for number in range(5):
        rules.write_text(RULE.format(f"A{number}", "", CHECKS[0]), encoding="utf-8")
        recall_rules([rules], default_schema(), tmp_path / "memory")
    assert len(list((tmp_path / "memory" / "files").iterdir())) == 3


def test_what_no_file_can_hold_is_not_kept(tmp_path):
    rules = tmp_path / "a.dq"
    rules.write_text("", encoding="utf-8")
    read = read_texts([rules])
    read = replace(read, files=((str(rules), 'rule A "\ud800" { check 1 = 1 }'),))
    kept = KeptFiles(tmp_path / "memory", "", read)
    for _ in range(2):
        found = loading.check_texts(read, default_schema(), kept)
        assert found.diagnostics == check_text(read.files[0][1], str(rules), default_schema()).diagnostics
    assert not any((tmp_path / "memory").glob("*"))


def test_an_answer_that_was_changed_is_not_believed(tmp_path):
    rules = tmp_path / "a.dq"
    rules.write_text(RULE.format("A", "", CHECKS[0]), encoding="utf-8")
    (tmp_path / "b.dq").write_text("", encoding="utf-8")
    recall_rules([rules], default_schema(), tmp_path / "memory")
    (kept,) = (tmp_path / "memory" / "files").iterdir()
    kept.write_text(kept.read_text(encoding="utf-8").replace(">=", "<="), encoding="utf-8")
    found, _ = recall_rules([rules, tmp_path / "b.dq"], default_schema(), tmp_path / "memory")
    assert found == load_rules([rules], default_schema()).book
