"""What the national form prints otherwise: three groups of codes side by side, measures over their items."""

from __future__ import annotations

import pytest

from dq.ingest import read_bytes

TITLE = "某县测试局\n{}年度部门决算\n目录\n\n"
BASIC = """一般公共预算财政拨款基本支出决算表
公开06表
部门：某县测试局\t\t\t\t\t\t\t\t金额单位：万元
人员经费\t\t\t公用经费\t\t\t\t\t
科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额
301\t工资福利支出\t7.00\t302\t商品和服务支出\t2.00\t307\t债务利息及费用支出\t
30101\t基本工资\t7.00\t30201\t办公费\t2.00\t310\t资本性支出\t1.50
303\t对个人和家庭的补助\t0.50\t\t\t\t31002\t办公设备购置\t1.50
人员经费合计\t\t7.50\t公用经费合计\t\t\t\t\t3.50
"""
SPENDING = """财政拨款“三公”经费支出决算表
公开07表
部门：某县测试局\t\t\t\t\t\t\t\t\t\t\t金额单位：万元
预算数\t\t\t\t\t\t决算数\t\t\t\t\t
合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行费\t\t\t\t小计\t公务用车购置费\t公务用车运行费\t
1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12
16.50\t1.00\t11.00\t4.00\t7.00\t4.50\t14.10\t0.00\t10.50\t4.00\t6.50\t3.60
"""
FUNDS = """政府性基金预算财政拨款收入支出决算表
公开08表
单位：万元
科目编码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余
\t\t\t\t小计\t基本支出\t项目支出\t
\t合计\t0.00\t5.00\t5.00\t0.00\t5.00\t0.00
"""
STATE = """国有资本经营预算财政拨款支出决算表
公开09表
单位：万元
项目\t\t本年支出\t\t
功能分类科目编码\t科目名称\t合计\t基本支出\t项目支出
栏次\t\t1\t2\t3
\t合计\t3.00\t1.00\t2.00
223\t国有资本经营预算支出\t3.00\t1.00\t2.00
"""
CARS = "支出合计/公务用车购置及运行维护费"
WAYS = ("cells", "flat")


def read(*tables, year=2021, way="cells"):
    text = "\n".join(tables)
    if way == "flat":
        text = "\n".join(" ".join(filter(None, line.split("\t"))) for line in text.split("\n"))
    return read_bytes("invented.txt", (TITLE.format(year) + text).encode())


def rows(table, *tables, **options):
    return read(*tables, **options).report.rows[table]


@pytest.mark.parametrize("way", WAYS)
def test_codes_in_three_groups_with_a_total_over_two_of_them(way):
    found = rows("general_basic", BASIC, STATE, way=way)
    assert {row["path"].rpartition("/")[2]: row["total__printed"] for row in found} == {
        "301": "7.00",
        "30101": "7.00",
        "303": "0.50",
        "人员经费合计": "7.50",
        "302": "2.00",
        "30201": "2.00",
        "307": "",
        "310": "1.50",
        "31002": "1.50",
        "公用经费合计": "3.50",
    }
    assert {row["total__doubt"] for row in found} == {None}


def test_a_total_that_lacks_its_figure_takes_none_from_behind_another():
    """公用经费合计 stands between: the last figure is its own."""
    found = rows("general_basic", BASIC.replace("人员经费合计\t\t7.50", "人员经费合计\t\t"), STATE)
    totals = {row["path"]: row["total__printed"] for row in found if row["role"] == "total"}
    assert totals == {"人员经费合计": "", "公用经费合计": "3.50"}


@pytest.mark.parametrize("way", WAYS)
def test_measures_stand_over_their_items(way):
    found = {row["path"]: row for row in rows("statistics", SPENDING, STATE, way=way)}
    assert {path: (row["budget__printed"], row["amount__printed"]) for path, row in found.items()} == {
        "支出合计": ("16.50", "14.10"),
        "支出合计/因公出国(境)费": ("1.00", "0.00"),
        CARS: ("11.00", "10.50"),
        f"{CARS}/公务用车购置费": ("4.00", "4.00"),
        f"{CARS}/公务用车运行维护费": ("7.00", "6.50"),
        "支出合计/公务接待费": ("4.50", "3.60"),
    }
    assert {row[f"{name}__doubt"] for row in found.values() for name in ("budget", "amount")} == {None}


def reception_before_cars(text):
    """The same columns in another order, header and figures."""
    swapped = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) == 12 and not line.startswith("1\t"):
            cells = [cells[at] for at in (0, 1, 5, 2, 3, 4, 6, 7, 11, 8, 9, 10)]
        swapped.append("\t".join(cells))
    return "\n".join(swapped).replace("部门：某县测试局\t\t\t\t", "部门：某县测试局\t")


@pytest.mark.parametrize("way", WAYS)
def test_items_stand_in_the_order_that_the_header_prints(way):
    found = {row["path"]: row for row in rows("statistics", reception_before_cars(SPENDING), STATE, way=way)}
    assert [found["支出合计/公务接待费"][f"{name}__printed"] for name in ("budget", "amount")] == ["4.50", "3.60"]
    assert [found[CARS][f"{name}__printed"] for name in ("budget", "amount")] == ["11.00", "10.50"]
    assert {row["amount__doubt"] for row in found.values()} == {None}


def test_an_order_that_no_line_shows_whole_is_doubted():
    broken = SPENDING.replace(
        "合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费",
        "合计\t公务接待费\t因公出国（境）费\t公务用车购置\t\t\t合计\t公务接待费\t因公出国（境）费\n及运行费\t公务用车购置\n及运行费",
    )
    found = rows("statistics", broken, STATE, way="flat")
    assert all(row["amount__doubt"] for row in found)


@pytest.mark.parametrize("way", WAYS)
def test_the_state_capital_is_printed_by_expenditure_only(way):
    result = read(STATE, FUNDS, way=way)
    assert (result.report.report["template"], result.diagnostics) == ("final_accounts_national", ())
    total, _ = result.report.rows["state_capital"]
    assert [total[f"{name}__printed"] for name in ("total", "basic", "project")] == ["3.00", "1.00", "2.00"]
    assert {total[f"{name}__doubt"] for name in ("total", "basic", "project")} == {None}


def test_a_table_whose_header_nobody_knows_is_named_below_its_number():
    strange = "财政拨款“三公”经费支出决算表\n公开07表\n单位：万元\n甲\t乙\t丙\n1.00\t2.00\t3.00\n"
    assert "DQ-I009" in {each.code for each in read(STATE, FUNDS, strange).diagnostics}


def test_the_numbers_of_a_line_without_labels_are_no_figures():
    text = (
        "收入支出决算总表\n公开01表\n单位：万元\n收入 支出\n项目 行次 金额 项目 行次 金额\n栏次 1 栏次 2\n"
        "其他收入 1 5.00 一、一般公共服务支出 4 3.00\n2 5\n总计 3 5.00 总计 6 5.00\n"
    )
    result = read(text)
    assert {row["amount__printed"] for row in result.report.rows["summary"]} == {"5.00", "3.00"}
    assert {row["amount__doubt"] for row in result.report.rows["summary"]} == {None}
    assert result.diagnostics == ()


@pytest.mark.parametrize(("figure", "doubted"), [("5.00", False), ("5", True), ("5.0", True)])
def test_the_number_of_the_row_beside_is_no_figure_where_all_figures_have_the_same_decimals(figure, doubted):
    """The last number of a line is that of a row without label and figure, unless figures may be whole."""
    text = (
        "收入支出决算总表\n公开01表\n单位：万元\n收入 支出\n项目 行次 金额 项目 行次 金额\n栏次 1 栏次 2\n"
        f"事业收入 1 {figure} 一、一般公共服务支出 7 5.00\n经营收入 2 5.00 二、外交支出 8 5.00\n"
        "其他收入 3 5.00 三、国防支出 9 5.00\n本年收入合计 4 5.00 本年支出合计 10 5.00\n"
        "年初结转和结余 5 11\n总计 6 5.00 总计 12 5.00\n"
    )
    found = read(text).report.rows["summary"]
    balance = next(row for row in found if row["item"] == "年初结转和结余")
    assert (balance["amount__printed"] or "", balance["amount__doubt"] is not None) == (
        "11" if doubted else "",
        doubted,
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "title",
    [
        *("（九）{}", "9.{}", "附表9 {}", "表九：{}", "附件1-9：{}", "GK09 {}", "{}（公开09表）", "{}（2021年度）"),
        *("2021年度{}", "某县测试局2021年度{}", "某县测试局{}", "某县测试局部门决算{}", "{}（部门）"),
    ],
)
def test_a_title_may_be_numbered_dated_and_named(title, way):
    named = STATE.replace(STATE.partition("\n")[0], title.format(STATE.partition("\n")[0]))
    result = read(named, FUNDS, way=way)
    assert [row["total__printed"] for row in result.report.rows["state_capital"]] == ["3.00", "3.00"]
    assert result.diagnostics == ()


@pytest.mark.parametrize("added", ["及会议费、培训费", "、会议费、培训费", "、会议费和培训费"])
def test_official_spending_may_stand_beside_that_on_meetings_and_training(added):
    """The title says so, whether or not columns of theirs follow."""
    assert rows("statistics", SPENDING.replace("三公”经费", f"三公”经费{added}", 1), STATE)


@pytest.mark.parametrize("way", WAYS)
def test_income_and_expenditure_may_be_headed_with_their_total_alone(way):
    measures = "合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出"
    text = f"支出决算表\n公开03表\n单位：万元\n科目编码\t科目名称\t{measures}\n"
    row = "205\t教育支出\t3.00\t1.00\t2.00\t0.00\t0.00\t0.00\n"
    (found,) = rows("expenditure", text + row, STATE, way=way)
    assert [found[f"{name}__printed"] for name in ("total", "basic", "project")] == ["3.00", "1.00", "2.00"]
    assert not any(found[f"{name}__doubt"] for name in ("total", "basic", "project"))


def test_the_number_of_a_table_takes_no_numeral_from_its_title():
    general = STATE.replace("国有资本经营预算财政拨款支出决算表", "附表5一般公共预算财政拨款支出决算表")
    assert [row["total__printed"] for row in rows("general_expenditure", general)] == ["3.00", "3.00"]


def changed(header, *lines):
    return "国有资本经营预算财政拨款支出决算表\n单位：万元\n" + "\n".join((header, *lines)) + "\n"


COLUMNS = "合计\t基本支出\t项目支出"
SEQUENCE = changed(
    f"序号\t科目编码\t科目名称\t{COLUMNS}",
    *("1\t\t合计\t3.00\t1.00\t2.00", "2\t223\t国有资本经营预算支出\t3.00\t1.00\t2.00"),
)
IN_PARTS = changed(
    f"序号\t科目编码\t\t\t科目名称\t{COLUMNS}",
    "\t类\t款\t项\t\t\t\t",
    *("1\t\t\t\t合计\t3.00\t1.00\t2.00", "2\t223\t\t\t国有资本经营预算支出\t3.00\t1.00\t2.00"),
)
TOGETHER = changed(f"科目编码及名称\t{COLUMNS}", "合计\t3.00\t1.00\t2.00", "223国有资本经营预算支出\t3.00\t1.00\t2.00")
BEHIND = changed(
    f"科目名称\t科目编码\t{COLUMNS}", "合计\t\t3.00\t1.00\t2.00", "国有资本经营预算支出\t223\t3.00\t1.00\t2.00"
)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("text", [SEQUENCE, IN_PARTS, TOGETHER, BEHIND], ids=["序号", "序号 类 款 项", "one", "behind"])
def test_columns_of_codes_and_labels(text, way):
    result = read(text, FUNDS, way=way)
    found = [
        (row["code"], row["label"], *(row[f"{name}__printed"] for name in ("total", "basic", "project")))
        for row in result.report.rows["state_capital"]
    ]
    doubts = {row["total__doubt"] for row in result.report.rows["state_capital"]}
    assert found == [
        (None, "合计", "3.00", "1.00", "2.00"),
        ("223", "国有资本经营预算支出", "3.00", "1.00", "2.00"),
    ]
    assert (doubts, result.diagnostics) == ({None}, ())


def test_a_number_that_counts_no_rows_stays_in_running_text():
    """Where the count has a gap, nothing tells the number of a row from a figure."""
    found = rows("state_capital", SEQUENCE.replace("\n2\t223", "\n7\t223"), FUNDS, way="flat")
    assert all(row["total__doubt"] for row in found)


@pytest.mark.parametrize(
    ("units", "stated", "unit", "is_doubted"),
    [
        (("万元", "万元", "万元"), "单位：万元\n", "万元", False),
        (("元", "元", "元"), "", "元", False),
        (("元", "元", "元"), "单位：万元\n", "万元", True),
        (("万元", "元", "元"), "单位：万元\n", "万元", True),
    ],
)
def test_columns_of_running_text_state_units_of_their_own(units, stated, unit, is_doubted):
    header = "科目编码 科目名称 " + " ".join(
        f"{name}（{each}）" for name, each in zip(("合计", "基本支出", "项目支出"), units, strict=True)
    )
    body = "合计 3.00 1.00 2.00\n223 国有资本经营预算支出 3.00 1.00 2.00\n"
    text = f"国有资本经营预算财政拨款支出决算表\n{stated}{header}\n{body}"
    found = rows("state_capital", text, FUNDS, way="flat")
    assert {row["total__unit"] for row in found} == {unit}
    assert {row["total__doubt"] is not None for row in found} == {is_doubted}


@pytest.mark.parametrize("way", WAYS)
def test_a_part_of_a_column_is_told_where_the_form_has_none(way):
    columns = "本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t\t经营收入\t附属单位上缴收入\t其他收入"
    header = f"科目编码\t科目名称\t{columns}\n"
    lower = "\t\t\t\t\t小计\t其中：测试服务费\t\t\t\n"
    result = read(
        f"收入决算表\n单位：万元\n{header}{lower}205\t教育支出\t9.00\t5.00\t0.00\t3.00\t2.00\t0.00\t0.00\t1.00\n",
        FUNDS,
        way=way,
    )
    (row,) = result.report.rows["income"]
    if way == "flat":
        assert row["undertaking__doubt"] is not None
        return
    assert [row[f"{name}__printed"] for name in ("total", "undertaking", "business", "other")] == [
        *("9.00", "3.00", "0.00", "1.00"),
    ]
    assert "DQ-I010" in {each.code for each in result.diagnostics}


def test_a_performance_form_ends_the_table_of_running_text_above_it():
    form = """四、项目简易自评表
项目名称\t渠道清淤
项目承担单位\t某县灌区管理所
项目绩效目标批复文件\t某财〔2021〕7号
项目资金
（万元）
当年预算\t以前年度结余结转\t本年追加\t其他来源\t合计
收入\t52\t8.5\t0\t0\t60.5
支出\t40\t8.5\t0\t0\t48.5
"""
    assert [each.code for each in read(STATE, form, way="flat").diagnostics] == []
