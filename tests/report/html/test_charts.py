"""Charts: plain data that Vega-Lite draws in the page, under the page's policy, beside tables of the same numbers."""

from __future__ import annotations

import hashlib
import json
import re
from importlib import resources

import pytest

from dq.report.sinks.html.charts import heat_map, trend_over_runs, verdicts_by_table
from dq.report.sinks.html.checked import Bar
from dq.report.sinks.html.sink import HtmlSink
from dq.report.sinks.html.trend import Column
from dq.report.sinks.text.view import View
from dq.semantics import load_rules
from dq.templates import default_schema
from dq.templates.model import Schema
from dq.types import Verdict
from tests.browser import browse, checked_browser
from tests.report.builders import HOSTILE, write_rules
from tests.report.html.made import Page, many

ZH, EN = (View(language, Schema({}, {})) for language in ("zh", "en"))
STATIC = resources.files("dq.report.sinks.html").joinpath("static")
BUNDLE = "a9a3d9688ac87c22da654476bbbfb591c934ff82cdb84ef058d7cc60f6120bc2"


def test_a_bar_has_the_share_of_each_verdict_and_leads_to_its_table():
    parts = ((Verdict.VIOLATED, 1, 0, 250), (Verdict.HOLDS, 3, 250, 750))
    spec = json.loads(verdicts_by_table([Bar("总表", "t-summary", 4, parts), Bar(HOSTILE, None, 0, ())], EN))
    assert spec["data"]["values"] == [
        {"table": "总表", "verdict": "violated", "number": 1, "order": 0, "address": "#t-summary"},
        {"table": "总表", "verdict": "holds", "number": 3, "order": 1, "address": "#t-summary"},
    ]
    assert spec["encoding"]["color"]["scale"]["domain"] == ["violated", "holds"]


def test_runs_of_one_day_stay_apart():
    runs = [Column("r1", "2026-01-01", 20, 5, 1, 100, 20), Column("r2", "2026-01-01", 40, 10, 0, 100, 0)]
    told = json.loads(trend_over_runs(runs, ZH))
    assert [told["encoding"][axis]["axis"]["title"] for axis in "xy"] == ["运行", "占全部核对"]
    values = told["data"]["values"]
    assert [(each["run"], each["verdict"], each["number"], each["share"]) for each in values] == [
        ("2026-01-01", "不成立", 5, 0.25),
        ("2026-01-01", "无法判断", 1, 0.05),
        ("2026-01-01 (2)", "不成立", 10, 0.25),
        ("2026-01-01 (2)", "无法判断", 0, 0),
    ]


@pytest.mark.parametrize(("places", "several"), [((0, 0), False), ((0, 1), True)])
def test_reports_of_one_year_stand_beside_each_other(places, several):
    cells = [{"body": "甲局\u202e", "year": "2018", "place": place, "level": "e", "sign": "1"} for place in places]
    spec = json.loads(heat_map(cells, [("e", "var(--bad)")], ZH))
    assert ("xOffset" in spec["encoding"]) is several
    assert spec["data"]["values"][0]["body"] == "甲局\ufffd", "nothing that turns the direction of text"


def test_colours_are_those_of_the_page():
    style = STATIC.joinpath("style.css").read_text("utf-8")
    told = verdicts_by_table([Bar("a", None, 1, tuple((each, 1, 0, 9) for each in Verdict))], ZH)
    used = set(re.findall(r"var\(--[a-z-]+\)", told))
    assert len(used) > 5
    assert {each for each in used if f"{each[4:-1]}: #" not in style} == set()


def test_the_bundle_is_the_one_that_was_built_with_its_licences():
    bundle = STATIC.joinpath("vendor", "vega.min.js").read_bytes()
    assert hashlib.sha256(bundle).hexdigest() == BUNDLE, "after scripts/charts/build.mjs: review, and write it here"
    assert len(bundle) < 800_000
    notice, _, code = bundle.decode().partition("*/")
    for package in ("vega-lite 6", "vega-view 6", "vega-interpreter 2", "d3-array 3", "topojson-client 3"):
        assert re.search(rf"{package}[\d.]* \([\w-]+\)", notice), package
    assert "Redistribution and use in source and binary forms" in notice
    addresses = set(re.findall(r"https?://[\w./-]+", code))
    names = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/2000/xmlns/"}
    told_to_people = {"https://github.com/vega/vega-lite/issues/2415", "https://vega.github.io/schema/vega/v6.json"}
    assert addresses == names | told_to_people


def test_a_browser_draws_them_under_the_policy_of_the_page(tmp_path):
    book = load_rules([write_rules(tmp_path / "rules") / "totals.dq"], default_schema()).book
    HtmlSink().write(many(book, "en"), tmp_path / "out")
    index = tmp_path / "out" / "index.html"
    assert len([name for _, name, _ in Page(index).attributes if name == "data-spec"]) == 2
    assert "dqVega" not in next((tmp_path / "out" / "reports").glob("*.html")).read_text(encoding="utf-8")
    requests, console, dom = browse(checked_browser(tmp_path), index, tmp_path)
    assert requests == []
    assert console == []
    drawn = re.findall(r'<svg[^>]*class="marks".*?</svg>', dom, re.DOTALL)
    assert len(drawn) == 2
    assert "data-owned" not in dom.partition("<body")[0]
    assert dom.count('<details class="numbers"><summary>') == 2, "the tables are folded, since the charts stand"
