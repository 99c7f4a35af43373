"""The language and the waivers that a context is written with: kept in it, and in effect whoever runs it."""

from __future__ import annotations

import json
import re

import pytest

from dq import engine
from dq.archive import Archive
from dq.outcome.model import Waiver
from dq.report.sinks.great_expectations.evaluation import StoredRule, Together, evaluate, together
from dq.report.sinks.great_expectations.packs import pack_label, pack_title
from dq.report.sinks.great_expectations.terms import Terms
from dq.semantics import check_each
from dq.semantics.bodies import Bodies, Succession
from dq.templates import default_schema
from tests.report.builders import ACROSS_TITLE, report, write_archive

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
OF_THE_DATA = {"某局", "某厅", "行政运行", "机关服务", "合计", "表内勾稽", "表间勾稽", "万元", "已批复", "王五"}
PRIOR = """
rule {id} "上年有合计" {{
  title en "There was a total"
  basis    "年度间"
  severity error
  check    prior(expenditure["合计"].total) = 42万元
}}
"""
BORNE = Waiver("TT10?", "某局", (2018,), None, "已批复", "王五", "2031-12-30")
ENDED = Waiver("TX*", None, (), None, "已批复", "王五", "2020-12-30")


@pytest.fixture(scope="module")
def english(sink, book, tmp_path_factory):
    """A context in English with a waiver in force and one that has ended, and what its run found."""
    out = tmp_path_factory.mktemp("english")
    terms = sink.Terms("en", (BORNE, ENDED))
    sink.build_context(out, write_archive(out / "archive"), book, default_schema(), terms)
    return out, sink.run_checkpoint(out, run_name="night")


def test_pages_and_digest_are_english_but_for_what_the_documents_say(english):
    out, run = english
    assert run.problems == ()
    for path in (out / "digest.md", *(out / "site").rglob("*.html")):
        text = re.sub(r"<pre.*?</pre>|<style.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        said = re.findall(r">([^<]+)<", text) if path.suffix == ".html" else [text]
        assert set(CHINESE.findall(" ".join(said))) <= OF_THE_DATA, path
    first = (out / "site" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in first
    assert "Row total" in (out / "site" / "expectations" / "totals.html").read_text(encoding="utf-8")
    assert "Across tables (across)" in first


def test_what_is_waived_fails_nothing_and_is_told_apart(english, built):
    out, run = english
    assert run.counts["violated"] < built.run.counts["violated"]
    assert run.counts["waived"] > 0
    assert sum(run.counts.values()) == sum(built.run.counts.values())
    assert sum(run.violated.values()) == run.counts["violated"]
    page = next((out / "site" / "validations" / "totals").rglob("archive-2018.html")).read_text(encoding="utf-8")
    assert "dq-state-waived" in page
    assert "dq-state-violated" not in page
    assert "approved by 王五, until 2031-12-30" in page
    stored = json.loads(next((out / "gx").rglob("totals/*/*/archive-2018.json")).read_text(encoding="utf-8"))
    assert stored["success"] is True


def test_a_waiver_that_has_ended_has_no_effect(english, built):
    assert english[1].rules["TX102"] == built.run.rules["TX102"]


def test_a_renamed_body_is_found_in_the_report_of_the_year_before(tmp_path):
    row = ("42.00", "15.00", "27.00")
    archive = Archive.create(tmp_path / "archive", default_schema(), keep_documents=False).archive
    assert archive is not None
    archive.append([report("某局", 2023, (row, row, row), "42.00"), report("某厅", 2024, (row, row, row), "42.00")])
    text = PRIOR.format(id="TP101")
    (rule,) = check_each({"a": text}, default_schema()).book.rules
    stored = StoredRule(rule.id, text, (), rule.fingerprint)

    def counts(terms):
        return evaluate([stored], tmp_path / "archive", 2024, Terms.read(terms.stored())).details[rule.id]["counts"]

    assert counts(Terms(bodies=Bodies((Succession("某局", "某厅", 2024),))))["holds"] == 1
    assert counts(Terms())["holds"] == 0


def test_suites_that_ask_together_are_answered_by_one_evaluation(book, tmp_path, monkeypatch):
    archive = write_archive(tmp_path / "archive")
    by_id = {rule.id: rule for rule in book.rules}
    rules = [
        StoredRule(rule.id, rule.whole, tuple(by_id[needed].whole for needed in rule.needs), rule.fingerprint)
        for rule in book.rules
    ]
    made = []
    check = engine.check
    monkeypatch.setattr(engine, "check", lambda book, *args, **named: made.append(1) or check(book, *args, **named))

    def one_by_one():
        found = [evaluate([rule], archive, 2018, Terms()).details[rule.id] for rule in rules]
        return [{name: each[name] for name in each.keys() - {"mandatory_missing"}} for each in found]

    apart = one_by_one()
    asked = together.set(Together({(archive, 2018): tuple(rules)}))
    try:
        made.clear()
        assert one_by_one() == apart
        assert made == [1]
        borne = evaluate(rules, archive, 2018, Terms(waivers=(BORNE,))).details
        assert borne["TT102"]["counts"]["waived"] == 1, "under other terms it is another evaluation"
    finally:
        together.reset(asked)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("# 收入支出。\n# Income and spending. More of it.\nrule X {}", "收入支出", "Income and spending"),
        ("\ufeff＃ 只有中文\nrule X {}", "只有中文", "只有中文"),
        ("rule X {}\n# 后面", "", ""),
    ],
)
def test_a_pack_is_called_by_the_first_comments_of_its_file(tmp_path, text, zh, en):
    (tmp_path / "pack.dq").write_text(text, encoding="utf-8")
    title = pack_title(tmp_path / "pack.dq")
    assert (title.zh, title.en) == (zh, en)
    assert pack_title(tmp_path / "none.dq").zh == ""
    assert pack_label(ACROSS_TITLE, "across", "en") == f"{ACROSS_TITLE} (across)"
    assert pack_label("", "across", "zh") == "across"
