"""Performance forms with cells: layouts and years other than those of the samples, merged and lost cells, formats."""

from __future__ import annotations

import random
from importlib.util import find_spec

import pytest

from dq.ingest import read_bytes
from dq.ingest.statements import Statement, statement_rows
from dq.ingest.statements.performance.cells import read_forms
from tests.conftest import require_or_skip
from tests.ingest.formats.writers import INVENTED, WRITERS
from tests.ingest.statements.cell_forms import FORMS
from tests.ingest.statements.invented import context

PACKAGES = {"pdf": ("pdfplumber", "reportlab"), "xls": ("xlrd", "xlwt"), "xlsx": ("openpyxl",), "docx": ("docx",)}
Place = tuple[str, int, str | None, str | None, str]
Figure = tuple[str, str, bool]
"""As printed, its unit, whether it is doubted."""


def said(text: str) -> list[Statement]:
    return list(read_forms(context(text)))


def figures(text: str) -> dict[Place, Figure]:
    """What forms say: (table, line, label, source, column) → figure."""
    return {
        (each.table, each.line, each.label, each.attributes.get("source"), name): (
            figure.printed,
            figure.unit,
            figure.doubt is not None,
        )
        for each in said(text)
        for name, figure in each.figures.items()
    }


def of_row(text: str, table: str, label: str | None) -> dict[str, str]:
    """The figures of a row, each with its unit, a doubted one with a question mark."""
    row = next(each for each in said(text) if (each.table, each.label) == (table, label))
    return {name: f"{each.printed}{each.unit}{'?' if each.doubt else ''}" for name, each in row.figures.items()}


def attributes(text: str, table: str, label: str) -> dict[str, str | None]:
    row = next(each for each in said(text) if (each.table, each.label) == (table, label))
    return {name: value for name, value in row.attributes.items() if name not in ("form", "form_kind", "criterion")}


def test_a_form_of_later_years_says_funds_and_targets_with_their_marks() -> None:
    text = FORMS["national"]
    assert of_row(text, "project_fund", "年度资金总额") == {
        "budget": "120.00万元",
        "full_year_budget": "115.50万元",
        "spent": "103.95万元",
        "execution_rate": "90.00%",
    }
    assert attributes(text, "project_fund", "上年结转资金")["source"] == "carried"
    assert of_row(text, "project_indicator", "单株养护成本") == {
        "target": "2.5万元",
        "actual": "2.4万元",
        "full_mark": "10分",
        "score": "10分",
    }
    assert attributes(text, "project_indicator", "单株养护成本") == {
        "level1": "产出指标",
        "level2": "成本指标",
        "relation": "at_most",
        "direction": "down",
    }
    assert of_row(text, "project_indicator", "总分") == {"full_mark": "100分", "score": "98.5分"}


def test_a_special_form_is_read_by_its_header_whatever_the_order_of_columns() -> None:
    text = FORMS["special"]
    assert of_row(text, "project_target", "清淤长度（公里）") == {
        "target": "12公里",
        "reference": "10公里",
        "actual": "12.6公里",
        "completion": "105%",
    }
    assert of_row(text, "project_target", "验收合格率") == {"target": "100%", "actual": "100%", "completion": "100%"}
    assert of_row(text, "project_fund", "②省财政资金") == {
        "arranged": "100万元",
        "budget": "100万元",
        "received": "100万元",
        "arrival_rate": "100%",
        "spent": "88.5万元",
        "spending_rate": "88.5%",
        "balance": "11.5万元",
    }
    assert of_row(text, "project_indicator", "清淤长度") == {
        "full_from": "12公里",
        "step": "1公里",
        "deduction": "2分",
        "weight": "40%",
        "score": "40分",
    }
    assert of_row(text, "project_indicator", "产出与效益") == {"weight": "70%"}
    assert of_row(text, "project", "河道清淤专项") == {
        "function": "防汛",
        "planned_start": "2019年3月",
        "planned_finish": "2019年10月",
        "actual_start": "2019年4月",
        "actual_finish": "2019年11月",
        "targets_set": "4个",
        "score": "98分",
        "grade": "优秀",
        "excellent_from": "90分",
        "good_from": "80分",
        "pass_from": "60分",
    }


def test_a_name_for_less_says_which_way_only_with_a_minus() -> None:
    """Fewer places flooded may count as places mended; a fall printed with a minus cannot."""
    assert attributes(FORMS["special"], "project_target", "内涝点减少（处）")["direction"] is None
    falling = FORMS["special"].replace("内涝点减少（处）\t5\t4\t6", "能耗下降（%）\t-5\t-4\t-6")
    assert attributes(falling, "project_target", "能耗下降（%）")["direction"] == "down"


def test_an_operating_form_says_its_one_source_in_the_unit_that_it_states() -> None:
    assert of_row(FORMS["operating"], "project_fund", None) == {
        "budget": "500000元",
        "received": "500000元",
        "arrival_rate": "100.00%",
        "spent": "480000元",
        "spending_rate": "96.00%",
        "balance": "20000元",
        "balance_rate": "4.00%",
    }
    assert of_row(FORMS["operating"], "project_expenditure", "差旅费") == {"amount": "12.5万元"}


@pytest.mark.parametrize(("kind", "label"), [("national", "年度资金总额"), ("simple", "以前年度结余结转")])
def test_the_heading_beside_a_table_may_state_its_unit(kind: str, label: str) -> None:
    in_yuan = FORMS[kind].replace("项目资金（万元）", "项目资金（元）")
    assert in_yuan != FORMS[kind]
    sums = {name: figure for name, figure in of_row(in_yuan, "project_fund", label).items() if "rate" not in name}
    assert all(figure.endswith("元") and not figure.endswith("万元") for figure in sums.values())


def test_a_regular_form_of_2018_says_relations_units_and_calculations() -> None:
    text = FORMS["r2018"]
    assert of_row(text, "project_target", "旅客吞吐量") == {
        "target": "160万人次",
        "actual": "218万人次",
        "completion": "136.25%",
        "met": "是",
    }
    assert attributes(text, "project_target", "投诉率")["relation"] == "at_most"
    assert of_row(text, "project_calculation", "目标完成率") == {"a": "4", "b": "5", "c": "5", "result": "4.00"}
    assert of_row(text, "project_fund", "其中：当年预算")["received"] == "239.82万元"
    assert of_row(text, "project_indicator", "绩效自评共性指标体系") == {"weight": "50%"}
    whole = of_row(text, "project", "口岸补贴")
    assert (whole["targets_set"], whole["targets_met"], whole["met_rate"]) == ("5个", "4个", "80.00%")


def test_sources_may_be_the_columns() -> None:
    assert of_row(FORMS["simple"], "project_fund", "以前年度结余结转") == {
        "received": "54.46万元",
        "spent": "54.46万元",
        "balance": "0万元",
        "spending_rate": "100%",
    }
    rows = [each for each in said(FORMS["r2017"]) if each.table == "project_fund"]
    assert [each.attributes["source"] for each in rows] == [
        *("total", "fiscal", "province", "city", "county", "other", "loan", "raised", "other_part", "current")
    ]
    assert rows[3].figures["budget"].printed == "1500"


def test_a_degree_with_its_calculation_is_split() -> None:
    assert of_row(FORMS["r2017"], "project_target", "新评企业数量")["completion"] == "120%"
    assert of_row(FORMS["r2017"], "project_calculation", "新评企业数量") == {"a": "6", "b": "5", "result": "120%"}


def test_what_stands_below_the_total_of_expenditure_parts_it_anew() -> None:
    rows = [each for each in said(FORMS["r2017"]) if each.table == "project_expenditure"]
    assert [each.role for each in rows] == ["item", "item", "total", "of_which", "of_which"]


@pytest.mark.parametrize("kind", FORMS)
def test_lost_blanks_never_move_a_figure_unsaid(kind: str) -> None:
    """Some or all blank cells of each row are lost: a figure is read as before, doubted, or left out."""
    true = figures(FORMS[kind])
    assert not any(doubted for *_, doubted in true.values())
    for seed in range(12):
        chance = random.Random(seed)  # noqa: S311 - the same blanks each time
        lost = "\n".join(
            "\t".join(cell for cell in line.split("\t") if cell or chance.random() >= (1, 0.5, 0.3)[seed % 3])
            for line in FORMS[kind].split("\n")
        )
        for place, figure in figures(lost).items():
            assert figure[2] or true.get(place) == figure, (seed, place)


def merged_as_repeated(line: str) -> str:
    """A header row whose merged cells are printed once in each cell that they cover."""
    cells = line.split("\t")
    if any(
        word in cells for word in ("预算安排", "本年度情况", "实际到位", "财政资金", "目标分类（一级）", "一级指标")
    ):
        for at in range(1, len(cells)):
            cells[at] = cells[at] or cells[at - 1]
    return "\t".join(cells)


@pytest.mark.parametrize("kind", FORMS)
def test_merged_headers_may_be_repeated(kind: str) -> None:
    repeated = "\n".join(map(merged_as_repeated, FORMS[kind].split("\n")))
    assert figures(repeated) == figures(FORMS[kind])


def test_a_merged_name_may_be_repeated() -> None:
    plain = "\t\t1\t机械租赁\t\t\t\t\t\t\t\t188.5"
    assert plain in FORMS["special"]
    again = FORMS["special"].replace(plain, "\t\t1" + 8 * "\t机械租赁" + "\t188.5")
    assert figures(again) == figures(FORMS["special"])


def test_more_cells_than_columns_are_not_told_apart() -> None:
    more = FORMS["special"].replace("清淤长度（公里）\t12\t10\t12.6", "清淤长度（公里）\t12\t11\t10\t12.6")
    assert of_row(more, "project_target", "清淤长度（公里）") == {"completion": "105%?"}


def test_a_rate_without_its_sign_is_doubted_where_it_may_be_a_share_of_one() -> None:
    bare = FORMS["special"].replace("\t12.6\t105%", "\t12.6\t1.05").replace("\t6\t120%", "\t6\t120")
    assert of_row(bare, "project_target", "清淤长度（公里）")["completion"] == "1.05%?"
    assert of_row(bare, "project_target", "内涝点减少（处）")["completion"] == "120%"


def test_a_grade_ticked_twice_is_none() -> None:
    twice = FORMS["special"].replace("□良好", "☑良好")
    assert "grade" not in of_row(twice, "project", "河道清淤专项")


METHODS = "项目评价方法\t\t成本效益分析法{} 比较法{}\n\t\t其他评价方法：{}\n"


@pytest.mark.parametrize(
    ("boxes", "methods"),
    [
        ("□☑□", "比较法"),
        ("√√□", "成本效益分析法、比较法"),
        ("□□☑", "其他评价方法"),
        ("□□□", ""),
        (('<input type="checkbox"/>', '<input checked="" type="checkbox"/>', "□"), "比较法"),
    ],
)
def test_methods_are_those_that_are_ticked(boxes: str, methods: str) -> None:
    text = FORMS["special"].replace("项目资金安排和", METHODS.format(*boxes) + "项目资金安排和")
    assert of_row(text, "project", "河道清淤专项")["methods"] == methods


@pytest.mark.parametrize(
    ("rows", "methods"),
    [
        ("成本效益分析法□ 比较法□\n\t\t因素分析法☑ 最低成本法□\n\t\t其他评价方法：□", "因素分析法"),
        ("成本效益分析法□ 比较法□\n\t\t因素分析法□ 最低成本法□\n\t\t其他评价方法：□", ""),
        ("成本效益分析法□ 比较法□\n\t\t因素分析法V 最低成本法□\n\t\t其他评价方法：□", None),
        ("成本效益分析法（ ） 比较法（√）\n\t\t其他评价方法：□", None),
        ("成本效益分析法□ 比较法□\n\t\t因素分析法\n\t\t其他评价方法：□", None),
        ("成本效益分析法□ 比较法□\n\t\t其他评价方法：□访谈", None),
        ("成本效益分析法□\n\t项目负责人\t张三\n\t\t其他评价方法：☑", "其他评价方法"),
    ],
)
def test_methods_are_gathered_to_the_next_field_and_none_is_said_only_of_what_is_understood(
    rows: str, methods: str | None
) -> None:
    text = FORMS["special"].replace("项目资金安排和", f"项目评价方法\t\t{rows}\n项目资金安排和")
    assert of_row(text, "project", "河道清淤专项").get("methods") == methods


@pytest.mark.parametrize(
    ("printed", "code", "name"),
    [
        ("2130314防汛；", "2130314", "防汛"),
        ("2130314防汛。", "2130314", "防汛"),
        ("213农林水支出03水利14防汛", None, None),
        ("农林水支出水利防汛2130314", "2130314", None),
        ("2130314", "2130314", ""),
    ],
)
def test_the_name_of_a_functional_code_is_what_alone_follows_it(
    printed: str, code: str | None, name: str | None
) -> None:
    text = FORMS["special"].replace("2130314防汛", printed)
    assert printed in text
    row = next(each for each in said(text) if each.table == "project")
    assert (row.code, of_row(text, "project", "河道清淤专项").get("function")) == (code, name)


def test_a_box_may_stand_before_its_method() -> None:
    text = FORMS["special"].replace("项目资金安排和", "项目评价方法\t☑成本效益分析法 □比较法\n项目资金安排和")
    assert of_row(text, "project", "河道清淤专项")["methods"] == "成本效益分析法"


def test_the_name_of_the_functional_code_and_the_body_are_read() -> None:
    assert of_row(FORMS["special"], "project", "河道清淤专项")["function"] == "防汛"
    assert of_row(FORMS["national"], "project", "古树名木养护经费")["body"] == "某某站"
    turned = "主管部门\t某某局\t\t实施单位\t某某站"
    blank = FORMS["national"].replace(turned, "实施单位\t\t主管部门\t某某局")
    assert of_row(blank, "project", "古树名木养护经费")["body"] == ""
    left_out = FORMS["national"].replace("某某站", "")
    assert "body" not in of_row(left_out, "project", "古树名木养护经费"), "the name may stand in the next row"


def test_the_way_of_scoring_gives_its_limits_and_one_name_for_a_target_and_its_indicator() -> None:
    text = FORMS["special"].replace("清淤长度（公里）", "清淤河道（个）").replace("清淤长度", "清淤河道")
    text = text.replace("达到12公里得满分，每少1公里扣2分", "达到12个得满分，每少1个扣2分")
    assert of_row(text, "project_indicator", "清淤河道").items() >= {"full_from": "12个", "step": "1个"}.items()
    assert attributes(text, "project_indicator", "清淤河道")["full_side"] == "up"
    names = {each.item for each in said(text) if each.label and each.label.startswith("清淤河道")}
    assert names == {"清淤河道"}


def stored(name: str, data: bytes) -> set[tuple[object, ...]]:
    """What is stored of the forms of a report, without where it stands; blanks in labels do not count."""
    report = read_bytes(name, data).report
    assert report is not None
    return {
        (table, row["item"], row["role"], row.get("source"), row.get("level2"), column, row[f"{column}__printed"])
        for table, rows in report.statements.items()
        if table.startswith("project")
        for row in rows
        for column in (each.removesuffix("__printed") for each in row if each.endswith("__printed"))
        if row[f"{column}__printed"] and column != "grade"  # the test's font lacks some ticks
    }


@pytest.mark.parametrize("ending", [each for each in WRITERS if each != "unruled.pdf"])
def test_every_format_with_cells_gives_the_same(ending: str) -> None:
    for package in PACKAGES.get(ending.rpartition(".")[2], ()):
        if find_spec(package) is None:
            require_or_skip(f"{package} is not installed")
    text = "\n".join((INVENTED, *FORMS.values()))
    told = stored("report.txt", text.encode())
    assert len(told) > 250
    assert stored(f"report.{ending}", WRITERS[ending](text)) == told


ODD = (
    "１，０５０",
    "△5",
    "1 2 3",
    "5% 5%",
    "((((",
    "9" * 60,
    "12%%",
    "≥95",
    "2018年13月",
    "①",
    "完成率",
    "占比",
    "金额",
    "是否完成",
)


def test_broken_forms_are_read_without_an_error() -> None:
    """Cells put in, taken out and exchanged: whatever comes out can be stored."""
    printed = [cell for text in FORMS.values() for line in text.split("\n") for cell in line.split("\t") if cell]
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311 - the same faults each time
        rows = [line.split("\t") for kind in chance.sample(list(FORMS), 2) for line in FORMS[kind].split("\n")]
        for _ in range(chance.choice((5, 30, 150))):
            row = chance.choice(rows)
            at = chance.randrange(len(row)) if row else 0
            row[at : at + chance.randrange(2)] = chance.choice(([], [chance.choice(printed)], [chance.choice(ODD)]))
        statement_rows("r", said("\n".join("\t".join(row) for row in rows)))


def test_a_form_wider_than_any_costs_no_more_than_a_wide_one() -> None:
    heading, opening = "部门专项绩效自评表", "项目名称\t某项目\n项目起止时间\t立项依据"
    header = "\t".join(["参考标准", "绩效目标值", "一级指标", "实际完成值"] * 500)
    rows = "\n".join("\t".join(["1"] * 2000) for _ in range(100))
    assert len(said(f"{heading}\n{opening}\n{header}\n{rows}")) == 1


def told_unread(text: str) -> list[str]:
    said = read_bytes("report.txt", f"{INVENTED}\n{text}".encode()).diagnostics
    return [each.headline.en for each in said if each.code == "DQ-I140"]


@pytest.mark.parametrize("kind", FORMS)
def test_of_a_form_that_is_read_nothing_is_said(kind: str) -> None:
    assert told_unread(FORMS[kind]) == []


def test_rows_under_a_header_that_is_not_known_are_said_to_be_unread() -> None:
    strange = FORMS["special"].replace("预算安排", "一").replace("金额（万元）", "二").replace("实际到位", "三")
    assert [each.partition(":")[0] for each in told_unread(strange)] == [
        "performance form 1 has 9 rows with figures that were not read"
    ]


def test_figures_in_a_column_that_is_not_known_leave_the_row_in_doubt() -> None:
    strange = FORMS["special"].replace("参考标准", "其他标准")
    row = of_row(strange, "project_target", "清淤长度（公里）")
    assert row == {"target": "12公里?", "actual": "12.6公里?", "completion": "105%?"}


def test_a_bare_amount_below_the_arranged_funds_is_theirs() -> None:
    text = FORMS["special"]
    told = text.replace("情况\t\t\t项目安排资金\t", "情况\t项目安排资金\t\t\t")
    told = told.replace("\t\t\t\t金额（万元）\t预算批复", "\t金额（万元）\t\t\t金额（万元）\t预算批复")
    assert of_row(told, "project_fund", "合计") == of_row(text, "project_fund", "合计")


def test_a_header_that_is_not_understood_ends_the_table_above() -> None:
    text = FORMS["special"]
    strange = text.replace("项目安排资金\t本年度情况", "甲\t乙").replace("本年度结余金额（万元）", "丙 ③=①-②")
    strange = strange.replace("\t金额（万元）\t预算批复下达文号", "\t丁\t戊")
    assert strange.count("丁") == 1
    of_targets, said_of_targets = (
        {place for place in figures(each) if place[0] == "project_target"} for each in (text, strange)
    )
    assert said_of_targets == of_targets
