from __future__ import annotations

import pytest

from dq.semantics import load_rules
from dq.semantics.book import MOST_GUESSED
from dq.templates import default_schema
from tests.semantics.forms import SCHEMA


def rule(name, needs=""):
    return f'rule {name} "甲" {{ check summary["本年收入合计"].amount >= 0 {needs} }}\n'


@pytest.fixture
def write(tmp_path):
    def written(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.dq").write_text(text, encoding="utf-8")
        return load_rules([tmp_path], SCHEMA)

    return written


def said(result):
    return [(each.code, each.span.file.rpartition("/")[2]) for each in result.diagnostics]


def loaded(result):
    return [each.id for each in result.book.rules]


def test_rules_of_many_files_in_order_of_id(write):
    result = write(b=rule("A2", "needs A1"), a=rule("A3") + rule("A1"))
    assert (loaded(result), said(result)) == (["A1", "A2", "A3"], [])
    assert [each.pack for each in result.book.rules] == ["a", "b", "a"]


def test_a_file_with_an_error_loads_none_of_its_rules_and_the_others_load(write):
    result = write(good=rule("G"), bad=rule("B1") + rule("B2").replace("amount", "amuont"))
    assert (loaded(result), said(result)) == (["G"], [("DQ-L202", "bad.dq")])


def test_what_needs_a_rule_that_did_not_load_is_checked_without_it(write):
    result = write(good=rule("G", "needs B1"), bad=rule("B1") + "rule B2 {")
    assert said(result) == [("DQ-L004", "bad.dq"), ("DQ-L108", "good.dq")]
    assert loaded(result) == ["G"]
    assert result.book.rules[0].needs == ()


def test_a_rule_that_could_not_be_read_is_known_by_its_id(write):
    result = write(good=rule("G", "needs B1"), bad='rule B1 "b" { check = }')
    assert said(result) == [("DQ-L001", "bad.dq"), ("DQ-L108", "good.dq")]


def test_an_unknown_rule_is_refused_with_the_nearest(write):
    result = write(a=rule("SM101") + rule("SM102", "needs SM110"))
    assert said(result) == [("DQ-L106", "a.dq")]
    assert result.diagnostics[0].help is not None
    assert "SM1" in result.diagnostics[0].help.en


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("DQ-L106", 'rule SM{n} "a" {{ needs SN{n} check 1 = 1 }}\n'),
        ("DQ-L116", 'template sum{n}(x) {{ check x = 1 }}\nrule SM{n} "a" from sun{n}(1) {{ }}\n'),
    ],
)
def test_what_is_meant_by_wrong_names_is_guessed_for_the_first_ones_only(write, code, lines):
    wrong = MOST_GUESSED + 5
    told = write(a="".join(lines.format(n=n) for n in range(wrong))).diagnostics
    assert {each.code for each in told} == {code}
    assert [each.help is not None for each in told] == [True] * MOST_GUESSED + [False] * 5


def test_the_same_id_in_two_files(write):
    result = write(a=rule("A"), b=rule("A"), c=rule("C"))
    assert (loaded(result), said(result)) == (["A", "C"], [("DQ-L105", "b.dq")])
    assert result.diagnostics[0].labels[0].span.file.endswith("a.dq")


def test_a_circle_is_refused_once(write):
    result = write(a=rule("A", "needs B"), b=rule("B", "needs C"), c=rule("C", "needs A"), d=rule("D", "needs D"))
    assert said(result) == [("DQ-L107", "a.dq"), ("DQ-L108", "c.dq"), ("DQ-L107", "d.dq")]
    assert "A → B → C → A" in result.diagnostics[0].headline.en
    assert loaded(result) == ["B", "C"]


def test_rule_tests_are_no_rules(write):
    result = write(a=rule("A"), a_test="anything at all")
    assert (loaded(result), said(result)) == (["A"], [])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_rules_are_read_as_notepad_and_wps_save_them(tmp_path, encoding):
    text = "规则 A “收支” ｛\r\n\t校验 summary［“收入总计”］．决算数 ≥ 0\r\n｝\r\n"
    (tmp_path / "a.dq").write_bytes(text.encode(encoding))
    assert load_rules([tmp_path], SCHEMA).sources == {str(tmp_path / "a.dq"): text}


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04\0\0", "规则 收支总计相等".encode()[:-1], "規則 A “收入總計” ｛ 校驗 1 ＝ 1 ｝".encode("big5")],
)
def test_what_is_no_plain_text_is_refused(tmp_path, content):
    (tmp_path / "a.dq").write_bytes(content)
    (told,) = load_rules([tmp_path], SCHEMA).diagnostics
    assert (told.code, told.help.zh) == ("DQ-L010", "另存为纯文本（UTF-8）")


def test_paths_that_cannot_be_read(tmp_path):
    binary = tmp_path / "binary.dq"
    binary.write_bytes(b"\xff\xfe\x00")
    good = tmp_path / "good.dq"
    good.write_text(rule("G"), encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    result = load_rules([binary, tmp_path / "nowhere", empty, good, good], SCHEMA)
    assert loaded(result) == ["G"]
    assert sorted(said(result)) == [("DQ-L010", "binary.dq"), ("DQ-L010", "empty"), ("DQ-L010", "nowhere")]


def test_the_book_does_not_depend_on_the_order_of_paths(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.dq").write_text(rule(name.upper()), encoding="utf-8")
    one = load_rules([tmp_path / "a.dq", tmp_path / "b.dq"], SCHEMA)
    other = load_rules([tmp_path / "b.dq", tmp_path / "a.dq"], SCHEMA)
    assert one.book == other.book
    assert one.book.fingerprint != load_rules([tmp_path / "a.dq"], SCHEMA).book.fingerprint


def test_all_faults_between_names_and_types_of_a_rule_are_said_at_once(write):
    result = write(a='rule A "甲" { severity x check sumary["a"].b = 1 and income.total = 2 and f(3) }')
    assert [code for code, _file in said(result)] == ["DQ-L104", "DQ-L201", "DQ-L210", "DQ-L204"]


def test_the_severity_of_a_rule_without_a_title_is_checked(write):
    result = write(a="rule A { severity x check 1 = 1 }")
    assert [code for code, _file in said(result)] == ["DQ-L103", "DQ-L104"]


def test_the_rules_that_come_with_the_program_load(checkout):
    result = load_rules([checkout / "rules"], default_schema())
    assert not result.diagnostics
