"""The vocabulary of performance forms: labels, units, ticks, and that it names only what the tables have."""

from __future__ import annotations

import pytest

from dq.ingest.statements.performance.vocabulary import plain_label, vocabulary
from dq.templates import load_statements

TABLES = {table.name: table for table in load_statements()}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("金额（万元） ①", "金额"),
        ("年末结余（万元）④=②-③", "年末结余"),
        ("财政批复目标值 （A）", "财政批复目标值"),
        ("完成比例（D=C/A 或 C/B）", "完成比例"),
        ("1-2 以前年度结余结转", "以前年度结余结转"),
        ("其中：当年财政拨款", "当年财政拨款"),
        ("②省 财政 资金", "省财政资金"),
        ("未完成原因（不超过", "未完成原因"),
    ],
)
def test_a_label_is_told_without_what_copies_of_a_form_differ_in(text: str, plain: str) -> None:
    assert plain_label(text) == plain


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("建设周期（个月）", "个月"),
        ("培训费用（万）", "万元"),
        ("覆盖人口（万）", "万"),
        ("绿化面积(平方)", "平方米"),
        ("群众满意率（%，抽样调查）", "%"),
        ("群众满意率（抽样调查）", ""),
        ("受理投诉个数", "个"),
        ("走访家次", "家次"),
        ("减排量（万吨）", "万吨"),
        ("信息化水平", ""),
    ],
)
def test_a_label_tells_its_unit(label: str, unit: str) -> None:
    assert vocabulary().unit_of(label) == unit


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("□优秀（S≧90） ✓良好（90>S≧75） □合格 □不合格", ("良好", 10)),
        ("▉优秀 □良好 □合格 □不合格", ("优秀", 0)),
        ("□ 优秀 √□ 良好 □ 合格", ("良好", 5)),
        ('<input type="checkbox"/> 优秀 <input checked="" type="checkbox"/> 合格', ("合格", 28)),
        ('<inputtype="checkbox"/>优秀<inputchecked=""type="checkbox"/>合格', ("合格", 25)),
        ("□优秀 □良好 □合格 □不合格", None),
        ("■优秀 ■良好", None),
        ("□优秀 □良好 ■不合格", ("不合格", 8)),
        ("优□ 良☑ 中□ 差□", ("良", 4)),
        ("优□\t良☑\t中□\t差□", ("良", 4)),
        ("优秀（S≥90）□ 良好（90>S≥80）☑ 合格□", ("良好", 21)),
        ("优（ ） 良（ √ ） 中（ ） 差（ ）", ("良", 8)),
        ("自评等级\t优 √  良   中   差", ("优", 7)),
        ("优 良 √中 差", ("中", 4)),
        ("自评等级 优\t□优 ☑良 □中 □差", ("良", 10)),
        ("优 良 √ 中 差", None),
        ("优秀（S≥90）√ 良好（90>S≥80） 合格", ("优秀", 8)),
        ("优（90分以上）√ 良 中 差", ("优", 8)),
        ("优（90分以上） √ 良 中 差", None),
        ("优（90分以上） √良 中 差", ("良", 9)),
    ],
)
def test_a_grade_is_ticked_once_or_not_at_all(line: str, found: tuple[str, int] | None) -> None:
    assert vocabulary().ticked(line) == found


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("产出与效益（40%） 1. 单位必须", {1}),
        ("投入 (30%) -本类指标", {1}),
        ("时效目标", {2}),
        ("满意度", {1, 2}),
        ("项目经费", set()),
    ],
)
def test_a_class_of_targets_is_told_by_its_name(text: str, levels: set[int]) -> None:
    assert vocabulary().level(text) == levels


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("≥95%", "at_least"),
        ("不超过3次", "at_most"),
        ("2次以内", "at_most"),
        ("大于", "above"),
        ("等于", "equal"),
        ("95%", None),
    ],
)
def test_a_sign_or_word_binds_a_target(text: str, relation: str | None) -> None:
    assert vocabulary().relation(text) == relation


def test_it_names_only_measures_and_words_that_the_tables_have() -> None:
    known = vocabulary()
    funds = TABLES["project_fund"]
    measures = {each.name for each in funds.measures}
    sources = next(each for each in funds.attributes if each.name == "source").words
    assert set(known.sources.values()) <= set(sources)
    for group in known.groups.values():
        assert {group.amount, group.share or group.amount} <= measures
    for field in known.fields.values():
        if field.table is not None:
            assert field.measure in {each.name for each in TABLES[field.table].measures}
    relations = next(each for each in TABLES["project_target"].attributes if each.name == "relation").words
    assert set(known.relations) == set(relations)


def test_labels_put_together_from_words_name_columns_and_sums() -> None:
    known = vocabulary()
    columns = {
        label: known.column(label) for label in ("实际执行", "全年使用资金", "年初预算金额", "设定目标值", "年度完成值")
    }
    assert {label: found and found.name for label, found in columns.items()} == {
        "实际执行": "spent",
        "全年使用资金": "spent",
        "年初预算金额": "budget",
        "设定目标值": "target",
        "年度完成值": "actual",
    }
    field = known.field("年初预算金额")
    assert field is not None
    assert field.measure == "budget"
