"""A remembered plan is the plan; a damaged one is made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dq.archive import MemoryStore
from dq.engine.outcomes import Book
from dq.engine.run import Options, run
from dq.outcome.model import RunRecord
from dq.plan import build
from dq.plan.build import build_plan, build_test
from dq.plan.passes import optimise
from dq.plan.remembered import keep_plan, recall_plan
from dq.resources import rules_folder
from dq.semantics import check_text, load_rules
from dq.semantics.checked import RuleBook
from dq.semantics.remembered import recall_rules
from dq.templates import default_schema
from tests.engine.small import SCHEMA, check, report

RULE = 'rule T001 "t" { basis "b" severity error for each alpha as r check r.total = sum(children(r).total) }'
ROWS = [{"item": "合计", "total": "3"}, {"item": "甲", "parent": 0, "total": "1"}]


def test_the_plans_of_the_shipped_rules_read_back_the_same(tmp_path: Path) -> None:
    schema = default_schema()
    book = Book.of(load_rules([rules_folder()], schema).book.rules)
    tests = [build_test(number, each, schema) for number, each in enumerate(book.expectations)]
    for template in schema.templates:
        plan = optimise(build_plan(tuple(t for t in tests if template in t.expectation.templates), template))
        keep_plan(tmp_path / "book.json", plan, book.expectations)
        recalled = recall_plan(tmp_path / "book.json", template, book.expectations)
        assert recalled == plan
    assert recall_plan(tmp_path / "other.json", template, book.expectations) is None


@pytest.fixture
def book(tmp_path: Path) -> RuleBook:
    """A book that is remembered in a folder of its own."""
    return replace(check_text(RULE, "t.dq", SCHEMA).book, kept=tmp_path / "book.json")


def told(book: RuleBook) -> RunRecord:
    return run(book, MemoryStore([report(alpha=ROWS)], SCHEMA), SCHEMA, Options(holds=True))


def test_a_run_by_a_remembered_plan_says_the_same_and_lowers_nothing(
    book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = told(book)
    assert list(first.outcomes) == list(check(RULE, report(alpha=ROWS)).outcomes)
    monkeypatch.setattr(build, "build_test", None)
    second = told(book)
    assert list(second.outcomes) == list(first.outcomes)
    assert second.counts == first.counts
    assert second.counts["violated"]
    assert not second.errors


@pytest.mark.parametrize("text", ["", "[]", "{}", '[["Plan",0,0,0,0]]', '[[1],["Plan",0]]', '[["$k",99]]'])
def test_a_damaged_plan_is_made_anew(book: RuleBook, text: str) -> None:
    first = told(book)
    assert book.kept is not None
    (kept,) = (book.kept.parent / "plans").iterdir()
    kept.write_text(text, encoding="utf-8")
    assert list(told(book).outcomes) == list(first.outcomes)


def test_other_rules_have_another_plan(tmp_path: Path) -> None:
    rules = tmp_path / "a.dq"
    kept = []
    for sign in (">=", "<="):
        text = f'rule A1 "甲" {{ basis "算术" check summary["本年收入合计"].amount {sign} 0 }}'
        rules.write_text(text, encoding="utf-8")
        kept.append(recall_rules([rules], default_schema(), tmp_path / "memory")[0].kept)
        assert recall_rules([rules], default_schema(), tmp_path / "memory")[0].kept == kept[-1]
    assert None not in kept
    assert kept[0] != kept[1]
