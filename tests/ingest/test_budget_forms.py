"""Budgets in forms that are not among the published samples: invented, small, each with a trait of its own."""

from __future__ import annotations

import io

import openpyxl
import pytest

from dq.ingest import read_bytes
from dq.types import CellState
from tests.ingest.forms import SUMMARY, document, printed

TITLE = "某市某区2027年部门预算\n预算主管部门：某市某区园林管理所\n目录\n"
INCOME = """2027年部门收入预算总表
编制部门：某市某区园林管理所 单位：元
项目\t\t\t\t收入预算\t\t\t\t
功能分类科目编码\t\t\t功能分类科目名称\t合计\t财政拨款收入\t事业收入\t事业单位经营收入\t其他收入
类\t款\t项\t\t\t\t\t\t
212\t\t\t城乡社区支出\t90\t80\t0\t0\t10
212\t5\t\t城乡社区环境卫生\t90\t80\t0\t0\t10
合计\t\t\t\t90\t80\t0\t0\t10"""
FUNDS = """部门政府性基金预算支出功能分类预算表
单位：元
项目\t\t\t\t政府性基金预算支出\t\t
功能分类科目编码\t\t\t功能分类科目名称\t合计\t基本支出\t项目支出
类\t款\t项\t\t\t\t
本表无数据"""
OFFICIAL = """2027年部门“三公”经费和机关运行经费预算表
单位：万元
2027年“三公”经费预算数\t\t\t\t\t\t2027年机关运行经费预算数
合计\t因公出国(境)费\t公务接待费\t公务用车购置及运行费\t\t\t
\t\t\t小计\t购置费\t运行费\t
7.50\t0\t1.50\t6.00\t\t6.00\t12.25"""
BY_USE = """收支预算总表部门：某省园林厅 单位：万元\t\t\t\t\t
收入\t\t支出\t\t\t
项目名称\t金额\t功能分类\t\t支出用途\t
\t\t功能科目名称\t金额\t项目名称\t金额
一、财政拨款\t30.00\t一、教育支出\t30.00\t一、基本支出\t25.00
1.一般公共预算\t30.00\t二、其他支出\t\t二、项目支出\t5.00
当年收入小计\t30.00\t当年支出小计\t\t\t30.00
上年结转资金\t\t结转下年资金\t\t\t
收入合计\t30.00\t支出合计\t\t\t30.00"""
SOURCES = """收入预算总表
部门：某省园林厅\t\t单位：万元
项目名称\t\t金额
收入总计\t\t30.00
政府性基金\t小计\t10.00
其他资金\t小计\t20.00
\t事业收入\t5.00
\t其他收入\t15.00
上年结转和结余资金\t小计\t
\t其中：动用上年结转和结余资金\t"""
PROCUREMENT = """2027年政府采购预算表
部门：某省园林厅 单位：万元
采购品目大类\t专项名称\t经济科目\t采购物品名称\t采购组织形式\t总计
合计\t\t\t\t\t9.00
一、货物A\t\t\t\t\t4.00
\t苗木\t专用材料费\t\t\t4.00
\t\t\t树苗\t政府集中采购\t1.00
\t\t\t草种\t分散采购\t3.00
三、服务C\t\t\t\t\t5.00
\t养护\t劳务费\t\t\t5.00
\t\t\t修剪\t分散采购\t5.00"""
JIANGSU = "某省园林厅2027年度部门预算\n目录\n"


def read(*tables, title=TITLE):
    return read_bytes("budget.txt", document(*tables, title=title).encode())


def flat(text):
    """The text as one that lost its cells."""
    return "\n".join(" ".join(cell for cell in line.split("\t") if cell) for line in text.split("\n"))


def amounts(result, table, column="amount"):
    return {row["path"]: row[f"{column}__printed"] for row in result.report.rows[table]}


def doubted(result):
    return {
        (table, row["path"], name.removesuffix("__doubt"))
        for table, rows in result.report.rows.items()
        for row in rows
        for name, value in row.items()
        if name.endswith("__doubt") and value is not None
    }


def test_a_budget_is_told_by_its_tables_and_named_by_its_cover():
    result = read(INCOME, OFFICIAL, FUNDS)
    assert [each.code for each in result.diagnostics] == ["DQ-I041"]
    assert result.report.report["report"] == "budget-2027-某市某区园林管理所"
    assert {each["table"]: (each["unit"], each["state"]) for each in result.report.tables} == {
        "income": ("元", "filled"),
        "statistics": ("万元", "filled"),
        "funds": ("元", "empty"),
    }


def test_parts_of_codes_without_leading_zeros_have_two_digits():
    rows = read(INCOME).report.rows["income"]
    assert [row["code"] for row in rows] == ["212", "21205", None]
    assert printed(rows[1], "total", "fiscal", "undertaking", "business", "other") == ("90", "80", "0", "0", "10")


VEHICLES = "支出合计/公务用车购置及运行维护费"


@pytest.mark.parametrize(("shape", "certain"), [(str, 7), (flat, 1)])
def test_a_header_that_names_items_only_gives_one_row_an_item(shape, certain):
    """Running text with one figure less than columns tells the total, and that its parts add up in two ways only."""
    result = read(shape(OFFICIAL))
    got = amounts(result, "statistics")
    running = got.pop(f"{VEHICLES}/公务用车运行维护费")
    assert got.pop(f"{VEHICLES}/公务用车购置费") == ("6.00" if shape is flat else "")
    assert running == ("" if shape is flat else "6.00")
    assert got == {
        "支出合计": "7.50",
        "支出合计/因公出国(境)费": "0",
        "支出合计/公务接待费": "1.50",
        VEHICLES: "6.00",
        "机关运行经费": "12.25",
    }
    assert len(result.report.rows["statistics"]) - len(doubted(result)) == certain
    total = result.report.rows["statistics"][0]
    assert (total["amount"], total["amount__doubt"]) == (75_000, None)


def test_a_row_that_may_lack_any_figure_is_doubted_as_a_whole_where_it_does_not_add_up():
    """One figure of seven is gone. That leaves sums which hold for no reading."""
    result = read(flat(OFFICIAL).replace("7.50 0 1.50 6.00 6.00 12.25", "0 1.50 6.00 0 6.00 12.25"))
    assert len(doubted(result)) == 7


OTHER_ORDER = OFFICIAL.replace("因公出国(境)费\t公务接待费", "公务接待费\t因公出国(境)费")


@pytest.mark.parametrize("broken", [False, True])
def test_columns_in_another_order_than_the_form_s_are_read_as_a_line_of_the_header_names_them(broken):
    text = flat(OTHER_ORDER).replace("6.00 6.00", "6.00 0 6.00")
    if broken:
        text = text.replace("因公出国(境)费", "因公出国").replace("小计 购置费", "(境)费\n小计 购置费")
    result = read(text)
    assert doubted(result) == set()
    assert amounts(result, "statistics") == {
        **amounts(read(OTHER_ORDER), "statistics"),
        f"{VEHICLES}/公务用车购置费": "0",
    }


PARTS = "小计 购置费 运行费"
TOPS = "因公出国(境)费 公务接待费 公务用车购置及运行费"


@pytest.mark.parametrize(
    ("label", "broken", "order"),
    [
        (PARTS, "小计 运行 购置\n费 费", ["0", "1.50", "6.00", "0"]),
        (TOPS, "公务接 因公 公务用车购\n待费 出国(境)费 置及运行费", ["1.50", "0", "6.00", "6.00"]),
        (TOPS, "公务 因公 公务用车购置\n接待费 出国(境)费 及运行费", ["1.50", "0", "6.00", "6.00"]),
    ],
)
def test_pieces_of_labels_tell_the_order_of_the_columns(label, broken, order):
    text = flat(OFFICIAL).replace("6.00 6.00", "6.00 0 6.00").replace(label, broken)
    result = read(text)
    found = amounts(result, "statistics")
    items = ["因公出国(境)费", "公务接待费", "公务用车购置及运行维护费", "公务用车购置及运行维护费/公务用车运行维护费"]
    assert [found[f"支出合计/{item}"] for item in items] == order
    assert doubted(result) == set()


def test_columns_in_an_order_that_no_line_tells_whole_are_doubted_in_running_text():
    text = (
        flat(OTHER_ORDER).replace("6.00 6.00", "6.00 0 6.00").replace("公务用车购置及运行费", "公务\n用车购置及运行费")
    )
    result = read(text)
    assert len(doubted(result)) == len(result.report.rows["statistics"])


@pytest.mark.parametrize("order", [("因公出国(境)费", "公务接待费"), ("公务接待费", "因公出国(境)费")])
@pytest.mark.parametrize(
    ("row", "doubts"),
    [
        ("7.50 1.50 0 6.00 0 6.00 12.25", {"因公出国(境)费", "公务接待费"}),
        ("6.00 0 0 6.00 0 6.00 12.25", set()),  # whichever is first, both print the same
        ("7.50 2.00 0 6.00 0 6.00 12.25", {*TOPS.split(), "购置费", "运行费"}),
    ],
)
def test_columns_that_no_line_puts_in_order_are_sure_where_one_order_alone_adds_up(order, row, doubts):
    """Labels on lines of their own stand in any order; a row that adds up in none says nothing."""
    text = flat(OFFICIAL).replace(
        "因公出国(境)费 公务接待费 公务用车购置及运行费", "\n".join((*order, TOPS.rsplit(maxsplit=1)[-1]))
    )
    result = read(text.replace("7.50 0 1.50 6.00 6.00 12.25", row))
    labels = {row["path"]: row["label"] for row in result.report.rows["statistics"]}
    assert {labels[path] for _, path, _ in doubted(result)} == doubts


@pytest.mark.parametrize("shape", [str, flat])
def test_a_label_over_several_blocks_has_the_figure_of_the_last_one(shape):
    result = read(shape(BY_USE), title=JIANGSU)
    found = {(row["side"], row["path"]): row for row in result.report.rows["summary"]}
    assert printed(found["expenditure", "本年支出合计"], "amount") == ("30.00",)
    assert printed(found["expenditure", "支出总计"], "amount") == ("30.00",)
    assert found["expenditure", "年末结转和结余"]["amount__state"] == CellState.BLANK
    assert [path for side, path in found if side == "use"] == ["基本支出", "项目支出"]
    assert doubted(result) == set()


@pytest.mark.parametrize("shape", [str, flat])
def test_a_nested_label_holds_until_another_one_stands_in_its_column(shape):
    result = read(shape(SOURCES), title=JIANGSU)
    assert amounts(result, "income_sources") == {
        "收入总计": "30.00",
        "收入总计/政府性基金": "10.00",
        "收入总计/其他资金": "20.00",
        "收入总计/其他资金/事业收入": "5.00",
        "收入总计/其他资金/其他收入": "15.00",
        "收入总计/上年结转和结余资金": "",
        "收入总计/上年结转和结余资金/动用上年结转和结余资金": "",
    }
    assert doubted(result) == set()


def test_the_name_of_a_group_is_centred_on_its_rows():
    text = (
        flat(SOURCES)
        .replace("其他资金 小计 20.00\n事业收入", "小计 20.00\n事业收入")
        .replace("其他收入 15", "其他资金\n其他收入 15")
    )
    result = read(text, title=JIANGSU)
    assert amounts(result, "income_sources")["收入总计/其他资金/其他收入"] == "15.00"
    assert doubted(result) == set()


def test_a_group_without_a_name_of_its_own_is_doubted():
    result = read(flat(SOURCES).replace("其他资金 小计", "小计"), title=JIANGSU)
    unsure = {path for _, path, _ in doubted(result)}
    assert {path for path, text in amounts(result, "income_sources").items() if text} - unsure == {
        "收入总计",
        "收入总计/政府性基金",
    }


@pytest.mark.parametrize("shape", [str, flat])
def test_rows_of_the_document_s_own_hang_under_the_items_of_the_form(shape):
    result = read(shape(PROCUREMENT), title=JIANGSU)
    assert amounts(result, "procurement", "planned_total") == {
        "合计": "9.00",
        "合计/货物": "4.00",
        "合计/货物/苗木/专用材料费": "4.00",
        "合计/货物/苗木/专用材料费/树苗": "1.00",
        "合计/货物/苗木/专用材料费/草种": "3.00",
        "合计/服务": "5.00",
        "合计/服务/养护/劳务费": "5.00",
        "合计/服务/养护/劳务费/修剪": "5.00",
    }
    assert doubted(result) == set()


def test_labels_that_are_broken_at_a_number_or_a_bracket_are_whole_again():
    broken = (
        flat(PROCUREMENT)
        .replace("合计 9.00", "合计 9.\n00")
        .replace("树苗 政府集中采购 1.00", "树苗（高\n政府集中采购 1.00\n20厘米以下）")
        .replace("草种 分散采购 3.00", "草种（早熟\n分散采购 3.00\n）")
    )
    result = read(broken, title=JIANGSU)
    found = amounts(result, "procurement", "planned_total")
    assert (found["合计"], found["合计/货物/苗木/专用材料费/树苗(高20厘米以下)"]) == ("9.00", "1.00")
    assert found["合计/货物/苗木/专用材料费/草种(早熟)"] == "3.00"
    assert doubted(result) == set()


def test_a_label_whose_end_is_called_as_a_group_is_whole():
    broken = flat(PROCUREMENT).replace("修剪 分散采购 5.00", "树木修剪\n分散采购 5.00\n服务")
    result = read(broken, title=JIANGSU)
    assert amounts(result, "procurement", "planned_total")["合计/服务/养护/劳务费/树木修剪服务"] == "5.00"
    assert doubted(result) == set()


def test_a_page_without_its_empty_first_column_is_read_by_its_figures():
    wide = "\n".join(f"\t{line}" if "\t" in line else line for line in PROCUREMENT.split("\n"))
    head, tail = wide.split("\t三、服务C")
    rows = [line.removeprefix("\t") for line in f"\t三、服务C{tail}".split("\n")]
    result = read("\n".join([head.rstrip("\n"), "", *rows]), title=JIANGSU)
    assert amounts(result, "procurement", "planned_total")["合计/服务/养护/劳务费/修剪"] == "5.00"
    assert doubted(result) == set()


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("树苗 政府集中采购 1.00", "树苗 1.00"),  # how it is procured is lost
        ("苗木 专用材料费 4.00", "苗木 专用材料费"),  # the figure is
        ("养护 劳务费 5.00", "养护 园林 劳务费 5.00"),  # a word too many
        ("树苗 政府集中采购 1.00", "树 苗 政府集中采购 1.00"),
        ("三、服务C 5.00", "三、服 5.00"),  # half of a group's name
    ],
)
def test_what_does_not_fit_the_grammar_of_a_nested_text_is_doubted(was, becomes):
    whole = amounts(read(flat(PROCUREMENT), title=JIANGSU), "procurement", "planned_total")
    assert was in flat(PROCUREMENT)
    result = read(flat(PROCUREMENT).replace(was, becomes), title=JIANGSU)
    unsure = {path for _, path, _ in doubted(result)}
    for path, text in amounts(result, "procurement", "planned_total").items():
        assert not text or path in unsure or whole.get(path) == text


MORE = "".join(f"\n\t\t\t灌木{at}\t分散采购\t1.00" for at in range(6))
OUT_OF_PLACE = [
    (
        "三、服务C\t\t\t\t\t5.00\n\t养护\t劳务费\t\t\t5.00",
        "\t养护\t劳务费\t\t\t5.00\n三、服务C\t\t\t\t\t5.00",
        "修剪 劳务费",
    ),
    ("劳务费\t\t\t5.00\n\t\t\t修剪\t分散采购", "分散采购\t\t\t5.00\n\t\t\t修剪\t劳务费", "分散采购 修剪"),
]


@pytest.mark.parametrize(
    ("was", "becomes", "label"),
    [
        ("灌木3\t分散采购\t1.00", "灌木3\t分散采购\t", "灌木3"),  # the figure is lost
        ("三、服务C\t\t\t\t\t5.00", "\t\t\t\t\t5.00", "劳务费"),  # whose rows follow?
        ("\t养护\t劳务费\t\t\t5.00", "\t养护\t\t\t\t5.00", "养护"),
        ("\t养护\t劳务费\t\t\t5.00", "\t养护\t\t\t\t5.00", "修剪"),  # and what hangs under it
        ("\n\t\t\t修剪\t分散采购\t5.00", "", "劳务费"),  # the only row of its group is lost
    ],
)
def test_a_nested_row_that_differs_from_nearly_all_others_is_doubted(was, becomes, label):
    whole = PROCUREMENT.replace("分散采购\t3.00", f"分散采购\t3.00{MORE}").replace(
        "\t苗木", f"\t甲\t乙\t\t\t1.00{MORE}\n\t苗木"
    )
    assert was in whole
    assert doubted(read(whole, title=JIANGSU)) == set()
    result = read(whole.replace(was, becomes, 1), title=JIANGSU)
    assert any(label in path for _, path, _ in doubted(result))


def test_a_sign_instead_of_a_nested_row_s_figure_is_no_label_out_of_place():
    whole = PROCUREMENT.replace("分散采购\t3.00", f"分散采购\t3.00{MORE}")
    result = read(whole.replace("灌木3\t分散采购\t1.00", "灌木3\t分散采购\t略"), title=JIANGSU)
    assert doubted(result) == set()


@pytest.mark.parametrize(("was", "becomes", "labels"), OUT_OF_PLACE)
def test_a_nested_row_that_lost_the_row_that_it_belongs_to_is_doubted(was, becomes, labels):
    whole = PROCUREMENT.replace("分散采购\t3.00", f"分散采购\t3.00{MORE}")
    assert was in whole
    assert doubted(read(whole, title=JIANGSU)) == set()
    unsure = {path for _, path, _ in doubted(read(whole.replace(was, becomes), title=JIANGSU))}
    assert {path.rsplit("/", 1)[1] for path in unsure} == set(labels.split())


def test_a_workbook_with_merged_cells_gives_the_same_facts():
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (TITLE + INCOME + "\n\n" + OFFICIAL).split("\n"):
        sheet.append(
            [float(cell) if cell.replace(".", "").isdigit() and len(cell) > 3 else cell for cell in line.split("\t")]
        )
    for cells in ("A6:D6", "E6:I6", "A7:C7", "A15:F15", "D16:F16"):
        sheet.merge_cells(cells)
    data = io.BytesIO()
    book.save(data)
    result = read_bytes("budget.xlsx", data.getvalue())
    assert [row["code"] for row in result.report.rows["income"]] == ["212", "21205", None]
    assert amounts(result, "statistics")["机关运行经费"] == "12.25"
    assert amounts(result, "income", "fiscal")["212/21205"] == "80"


def test_the_order_of_tables_and_their_unit_do_not_matter():
    turned = read(OFFICIAL, INCOME.replace("单位：元", "单位：万元"))
    assert turned.report.rows["income"][0]["total"] == 900_000
    assert amounts(turned, "statistics") == amounts(read(INCOME, OFFICIAL), "statistics")


@pytest.mark.parametrize(
    ("tables", "title"),
    [
        ((INCOME, OFFICIAL), "某市测试局\n2027 年度部门决算\n目录\n"),
        ((SUMMARY + "一、其他收入\t1.00\t一、教育支出\t1.00",), TITLE),
    ],
)
def test_a_title_and_tables_of_different_kinds_are_refused(tables, title):
    result = read(*tables, title=title)
    assert result.report is None
    assert result.diagnostics[0].code == "DQ-I040"


def test_a_table_s_title_is_no_body_and_still_tells_the_year():
    result = read(PROCUREMENT, SOURCES, title="")
    assert result.report.report["report"] == "budget-2027-某省园林厅"
