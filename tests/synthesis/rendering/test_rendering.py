"""What a report looks like when it is written out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dq.archive import ReportTables
from dq.ingest import read_bytes
from dq.synthesis.rendering import Noise, form_named, forms, render
from dq.synthesis.rendering.cells import wrapped
from dq.synthesis.rendering.headers import columns_by_row, spans_of
from dq.synthesis.rendering.levels import by_cell, row_levels
from dq.synthesis.rendering.pieces import Kind
from tests.ingest.forms import SUMMARY, read
from tests.properties.round_trip import TEMPLATES, needs_packages

PLAIN = Noise()
TEMPLATE = TEMPLATES["final_accounts_2018"]


def report() -> ReportTables:
    table = SUMMARY + "一、财政拨款收入\t1,234.50\t一、一般公共服务支出\t\n二、上级补助收入\t—\t二、外交支出\t-3.00\n"
    return read(table).report


def written(form: str, noise: Noise = PLAIN) -> bytes:
    return render(report(), TEMPLATE, form, noise)


def test_forms_are_found_by_their_place():
    assert {"tab", "flat", "layout", "xlsx", "docx", "pdf"} <= set(forms())
    with pytest.raises(KeyError):
        form_named("papyrus")


@pytest.mark.parametrize("form", forms())
@pytest.mark.parametrize("seed", [None, 5])
def test_the_same_report_gives_the_same_bytes(form, seed):
    needs_packages(form)
    assert written(form, Noise(seed)) == written(form, Noise(seed))


def test_seeds_give_different_documents():
    assert len({written("tab", Noise(seed)) for seed in range(8)}) == 8


def test_a_plain_report_as_cells():
    lines = written("tab").decode().split("\n")
    assert lines[:2] == ["某市测试局", "2018年度部门决算"]
    start = lines.index("收入支出决算总表")
    assert lines[start + 1 : start + 7] == [
        "编制单位：某市测试局",
        "单位：万元",
        "收入\t\t支出\t",
        "项目\t决算数\t项目（按支出功能分类）\t决算数",
        "一、财政拨款收入\t1,234.50\t一、一般公共服务支出\t",
        "二、上级补助收入\t—\t二、外交支出\t-3.00",
    ]


def test_flattened_text_loses_blanks_and_keeps_order():
    assert (
        "一、财政拨款收入 1,234.50 一、一般公共服务支出\n二、上级补助收入 — 二、外交支出 -3.00\n"
        in written("flat").decode()
    )


def test_a_column_that_the_report_does_not_print_is_not_written():
    full = TEMPLATE.table("funds")
    header = "科目编码\t科目名称\t年初结转和结余\t本年收入\t小计\t年末结转和结余\n"
    funds = "政府性基金预算财政拨款收入支出决算表\n单位：万元\n" + header + "合计\t\t1.00\t\t2.00\t\n"
    assert len(full.blocks[0].measures) == 6
    assert "项目支出" not in render(read(funds).report, TEMPLATE, "tab").decode()


def test_headers_merge_what_columns_share():
    table = TEMPLATE.table("procurement")
    columns = columns_by_row(table, [table.blocks[0].measures], Noise())
    spans, depth = spans_of(columns)
    assert depth == 3
    shared = {span.text: (span.row, span.column, span.rows, span.columns) for span in spans}
    assert shared["项目"] == (0, 0, 3, 1)
    assert shared["采购计划金额"] == (0, 1, 1, 6)
    assert shared["采购预算（财政性资金）"][2:] == (1, 4)


def test_a_wrapped_label_stands_around_its_figures():
    cells = ("201", "一般公共服务支出", "1.00")
    assert row_levels(cells, (3, 4, 4)) == [((1, "一般公共"),), ((0, "201"), (2, "1.00")), ((1, "服务支出"),)]
    kinds = (Kind.CODE, Kind.LABEL, Kind.FIGURE)
    assert list(by_cell(cells, kinds, (3, 4, 4))) == [
        ((0, "201"),),
        ((1, "一般公共"),),
        ((1, "服务支出"),),
        ((2, "1.00"),),
    ]


def test_figures_are_never_broken():
    assert wrapped("本年度为1,234.56万元", 9) == ["本年度为", "1,234.56万", "元"]


def test_a_table_that_the_template_lacks_is_our_mistake():
    with pytest.raises(ValueError, match="summary"):
        render(report(), replace(TEMPLATE, tables=()), "tab")


@pytest.mark.parametrize("form", ["xlsx", "docx", "html", "csv"])
def test_what_is_written_is_of_its_form(form):
    needs_packages(form)
    result = read_bytes(f"report{form_named(form).SUFFIX}", written(form))
    assert [row["amount__printed"] for row in result.report.rows["summary"]] in (
        ["1,234.50", "—", "", "-3.00"],
        ["1234.50", "—", "", "-3.00"],  # a workbook's reader shows numbers without separators
    )
