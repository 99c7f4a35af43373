"""Templates written in TOML: what is accepted, and how each fault is told."""

from __future__ import annotations

import pytest

from dq.templates import Item, Shared, read_template
from dq.types import ValueType

GOOD = """
name = "invented"
kind = "budget"
years = [2020, 2025]
title = { zh = "虚构表式", en = "Invented form" }

[[table]]
name = "summary"
title = { zh = "总表", en = "Summary" }
headings = ["一览表"]
layout = "items"

[[table.block]]
side = "income"
labels = ["项目"]
columns.amount = { zh = "金额", en = "Amount", headers = ["本年/金额", "金额"], role = "total" }

[table.items]
income = [
  { path = "合计", role = "total" },
  { path = "合计/车辆（辆）", unit = "辆", labels = ["二、公车"] },
]
expenditure = [{ path = "支出" , role = "total" }, { classes = "支出" }]

[[table]]
name = "detail"
title = { zh = "明细表", en = "Detail" }
layout = "codes"
code_list = "economic"
mandatory = false
totals = ["人员合计"]

[[table.block]]
labels = ["科目名称"]
codes = ["科目编码"]
columns.total = { zh = "合计", en = "Total", headers = ["合计"], type = "count" }
"""
SHARED = Shared(classes={"201": ("一般公共服务支出", "一般公共服务")})


def test_a_template_is_read_as_written():
    reading = read_template(GOOD, "invented.toml", SHARED)
    assert reading.diagnostics == ()
    template = reading.template
    assert (template.name, template.kind, template.first_year, template.last_year) == ("invented", "budget", 2020, 2025)
    summary, detail = template.tables
    assert summary.titles == ("总表", "一览表")
    assert summary.blocks[0].measures[0].headers == (("本年", "金额"), ("金额",))
    assert summary.items[1] == Item(
        "车辆(辆)", ("合计", "车辆(辆)"), ("车辆(辆)", "车辆", "公车"), "income", "item", None, "辆"
    )
    assert summary.items[3] == Item(
        "一般公共服务支出",
        ("支出", "一般公共服务支出"),
        ("一般公共服务支出", "一般公共服务"),
        "expenditure",
        "item",
        "201",
    )
    assert (detail.code_list, detail.mandatory) == ("economic", False)
    assert [item.key for item in detail.items] == ["合计", "人员合计"]
    assert detail.blocks[0].measures[0].type is ValueType.COUNT
    assert template.table("absent") is None


FAULTS = [
    ('name = "invented"', "", "DQ-I103"),
    ('kind = "budget"', 'kind = "budgets"', "DQ-I104"),
    ("[2020, 2025]", "[2025, 2020]", "DQ-I103"),
    ('en = "Invented form"', 'en = ""', "DQ-I103"),
    ('headings = ["一览表"]', 'heading = ["一览表"]', "DQ-I102"),
    ('headings = ["一览表"]', 'headings = "一览表"', "DQ-I103"),
    ('layout = "items"', 'layout = "rows"', "DQ-I104"),
    ('side = "income"', 'side = "left"', "DQ-I104"),
    ('headers = ["合计"]', "headers = []", "DQ-I103"),
    ('type = "count"', 'type = "text"', "DQ-I104"),
    ('role = "total" }\n\n[table.items]', 'role = "sum" }\n\n[table.items]', "DQ-I104"),
    ('{ path = "合计", role = "total" },', "", "DQ-I106"),
    ('{ path = "合计", role = "total" },', '{ path = "合计" }, { path = "合计" },', "DQ-I105"),
    ('name = "detail"', 'name = "summary"', "DQ-I105"),
    ('name = "detail"', 'name = "Detail-2"', "DQ-I104"),
    ("mandatory = false", "mandatory = 0", "DQ-I103"),
    ('code_list = "economic"', "", "DQ-I103"),
    ('columns.total = { zh = "合计", en = "Total", headers = ["合计"], type = "count" }', "columns = {}", "DQ-I103"),
    ("columns.amount = {", "columns.amount = [{", "DQ-I101"),
]


COMMON = Shared(
    words={"economic": {"labels": ["科目名称"], "codes": ["科目编码"]}},
    items={"few": {"income": [{"path": "合计", "role": "total"}]}},
    shapes={
        "short": [{"items": "few", "block": [{"columns": {"amount": {"zh": "数", "en": "A", "headers": ["数"]}}}]}]
    },
)


def test_what_templates_share_is_taken_in_by_name():
    text = GOOD.replace('headings = ["一览表"]', 'shapes = ["short"]').replace(', { classes = "支出" }', "")
    text = text.replace('labels = ["科目名称"]\ncodes = ["科目编码"]\n', "")
    reading = read_template(text, "invented.toml", COMMON)
    assert reading.diagnostics == ()
    summary, detail = reading.template.tables
    assert [item.key for item in summary.variants[0].items] == ["合计"]
    assert summary.variants[0].blocks[0].labels == ("项目",)
    assert (detail.blocks[0].labels, detail.blocks[0].codes) == (("科目名称",), ("科目编码", "科目代码"))


@pytest.mark.parametrize("wrong", ['shapes = ["shorter"]', 'shapes = "short"'])
def test_a_name_that_nothing_shared_has_is_told(wrong):
    text = GOOD.replace('headings = ["一览表"]', wrong)
    assert {each.code for each in read_template(text, "x.toml", COMMON).diagnostics} & {"DQ-I103", "DQ-I104"}


@pytest.mark.parametrize(("text", "wrong", "code"), FAULTS)
def test_each_fault_is_told_with_its_place(text, wrong, code):
    assert text in GOOD
    reading = read_template(GOOD.replace(text, wrong, 1), "invented.toml", SHARED)
    assert reading.template is None
    assert code in [each.code for each in reading.diagnostics]
    first = reading.diagnostics[0]
    assert first.span.file == "invented.toml"
    assert first.notes
    assert first.headline.zh != first.headline.en


def test_all_faults_of_a_file_are_told_at_once_each_at_its_table():
    text = GOOD.replace('layout = "items"', 'layout = "rows"').replace("mandatory = false", "mandatory = 0")
    reading = read_template(text, "invented.toml", SHARED)
    lines = text.split("\n")
    assert [lines[each.span.line - 1] for each in reading.diagnostics] == ['name = "summary"', 'name = "detail"']


def test_a_syntax_error_names_its_line():
    (fault,) = read_template('name = "x"\nkind = \n', "x.toml", Shared()).diagnostics
    assert (fault.code, fault.span.line) == ("DQ-I101", 2)


def test_a_wrong_word_is_met_with_the_nearest_right_one():
    (fault,) = read_template(GOOD.replace('"budget"', '"budgets"'), "x.toml", SHARED).diagnostics
    assert "budget" in fault.help.en


def test_the_example_in_the_reference_is_a_template(checkout):
    page = (checkout / "docs" / "reference" / "templates.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    assert read_template(example, "templates.md", SHARED).diagnostics == ()


def test_arrays_nested_without_end_are_refused():
    (told,) = read_template(f"name = {'[' * 5000}", "x.toml", Shared()).diagnostics
    assert told.code == "DQ-I101"
