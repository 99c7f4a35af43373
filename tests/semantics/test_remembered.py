"""A remembered book is the book; a damaged or stale memory is never believed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dq.resources import rules_folder
from dq.semantics import check_text, load_rules, remembered
from dq.semantics.remembered import recall_rules
from dq.semantics.saved import book_from_json, book_to_json
from dq.templates import default_schema


@pytest.fixture
def book():
    return load_rules([rules_folder()], default_schema()).book


def test_a_saved_book_reads_back_the_same(book):
    assert book_from_json(book_to_json(book)) == book


def test_a_book_of_before_bases_had_an_english_text_has_it_in_chinese(book):
    rule = next(each for each in book.rules if each.basis.en != each.basis.zh)
    [read] = book_from_json(book_to_json(replace(book, rules=(replace(rule, basis=rule.basis.zh),)))).rules
    assert (read.basis.zh, read.basis.en) == (rule.basis.zh, rule.basis.zh)


@pytest.mark.parametrize("text", ["", "[]", "{}", "3", '["Nothing", 1]', '["RuleBook"]', '["$d", "x"]', "[" * 9_999])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r"saved rule book|Expecting"):
        book_from_json(text)


def test_the_second_time_nothing_is_checked(tmp_path, book, monkeypatch):
    assert recall_rules([rules_folder()], default_schema(), tmp_path) == (book, ())
    monkeypatch.setattr(remembered, "import_module", None)
    assert recall_rules([rules_folder()], default_schema(), tmp_path) == (book, ())


def test_a_changed_text_is_checked_again(tmp_path):
    rules = tmp_path / "a.dq"
    rules.write_text('rule A1 "甲" { basis "算术" check summary["本年收入合计"].amount >= 0 }', encoding="utf-8")
    first, _ = recall_rules([rules], default_schema(), tmp_path / "memory")
    rules.write_text('rule A1 "甲" { basis "算术" check summary["本年收入合计"].amount <= 0 }', encoding="utf-8")
    second, _ = recall_rules([rules], default_schema(), tmp_path / "memory")
    assert first != second


def test_complaints_are_told_each_time(tmp_path):
    rules = tmp_path / "a.dq"
    rules.write_text('rule A1 "甲" { check summary.nothing = 1 }', encoding="utf-8")
    for _ in range(2):
        found, diagnostics = recall_rules([rules], default_schema(), tmp_path / "memory")
        assert found.rules == ()
        assert diagnostics


def test_a_damaged_memory_is_passed_over(tmp_path, book):
    recall_rules([rules_folder()], default_schema(), tmp_path)
    for kept in tmp_path.glob("*.json"):
        kept.write_text("[]", encoding="utf-8")
    assert recall_rules([rules_folder()], default_schema(), tmp_path)[0] == book


def test_old_books_go(tmp_path):
    rules = tmp_path / "a.dq"
    for number in range(20):
        rules.write_text(
            f'rule A{number} "甲" {{ basis "算术" check summary["本年收入合计"].amount >= 0 }}', encoding="utf-8"
        )
        recall_rules([rules], default_schema(), tmp_path / "memory")
    assert len(list((tmp_path / "memory").glob("*.json"))) == 16


def test_a_book_in_use_outlives_newer_ones(tmp_path):
    used, others, memory = tmp_path / "used.dq", tmp_path / "others.dq", tmp_path / "memory"
    text = 'rule A{} "甲" {{ basis "算术" check summary["本年收入合计"].amount >= 0 }}'
    used.write_text(text.format(0), encoding="utf-8")
    recall_rules([used], default_schema(), memory)
    (kept,) = memory.glob("*.json")
    for number in range(1, 20):
        others.write_text(text.format(number), encoding="utf-8")
        recall_rules([others], default_schema(), memory)
        assert kept.exists()
        recall_rules([used], default_schema(), memory)


def test_every_construct_survives_being_saved():
    text = """
define grade(x) = case { x >= 90 => "优秀"; else => "合格" }
rule A "a" {
  since 2015 until 2030  meta k "v"  message "合计 {r.total}"
  for each expenditure as r
  check grade(r.level) = "优秀" and r.code matches "2[0-9]*" and months(date(r.label), 2018年1月) >= 0
    and r.code in codelist("function_classes", report.year) and share(r.basic, r.total) <= 100%
    and round(r.total, 1万元) >= prior(sum(expenditure.total)) missing as violation tolerance 1%
}
"""
    book = check_text(text, "a.dq", default_schema()).book
    assert book.rules
    assert book_from_json(book_to_json(book)) == book
