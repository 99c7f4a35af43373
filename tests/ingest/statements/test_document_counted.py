"""How many units or offices a text says that there are, and how many it names."""

from __future__ import annotations

import pytest

from tests.ingest.statements.invented import BODY, facts


def told(said: str) -> list[tuple[str, str]]:
    """What is stated and what is listed, where a text says that of its body."""
    text = f"{BODY}2021年度部门决算\n一、概况\n{said}\n二、说明\n{BODY}2021年度收入支出总计10万元。\n"
    found = [each for each in facts(text, "mention") if each.attributes["mention"] == "count"]
    assert all(
        (each.figures["stated"].printed == each.figures["listed"].printed) == (each.attributes["agrees"] == "yes")
        for each in found
    )
    return [(each.figures["stated"].printed, each.figures["listed"].printed) for each in found]


@pytest.mark.parametrize(
    ("said", "stated", "listed"),
    [
        ("本部门共有4个内设机构，分别是：办公室、财务科、业务科。", "4", "3"),
        ("内设机构两个：办公室、财务科、业务科。", "2", "3"),
        ("我局内设办公室、人事科、财务科、水资源科等3个职能科室。", "3", "4"),
        ("本部门下设五个科室：办公室、财务科、业务一科、业务二科。", "5", "4"),
        ("本部门包括3家预算单位，分别是局机关、河道所、水文站、节水中心、执法队。", "3", "5"),
        ("所属单位共5个，其中行政单位1个、事业单位3个、其他单位2个。", "5", "6"),
        ("纳入决算编制范围的单位共4个，包括：\n1.青禾区水务局\n2.青禾区河道所", "4", "2"),
        ("纳入决算编制范围的单位共3个，包括：\n1.甲局\n2.乙站\n某局2021年度部门决算表", "3", "2"),
        ("纳入决算编制范围的单位共2个，详见下表：\n序号\t单位名称\n1\t甲局\n2\t乙站\n\n3\t丙站\n4\t丁站", "2", "4"),
    ],
)
def test_a_count_differs_from_the_names_that_follow(said, stated, listed):
    assert told(said) == [(stated, listed)]


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("本部门共有4个内设机构，分别是：办公室、财务科、业务科、监察室。", "4"),
        ("内设机构5个，分别为办公室、财务科、业务科、信息中心和执法大队。", "5"),
        ("内设3个科室：办公室、规划和科技科、财务科。", "3"),
        ("内设4个科室：办公室、财务科、业务科、监察室、机关党委。", "4"),
        ("我局内设办公室（挂信访室牌子）、人事科、财务科3个科室。", "3"),
        ("内设3个机构，即办公室（含机要室、档案室）、财务科、业务科。", "3"),
        ("本部门包括局本级和3个下属单位，分别是：局本级、河道所、水文站、节水中心。", "3"),
        ("内设办公室、财务科2个科室，下设河道所、水文站两个单位。", "2"),
        ("下属二级预算单位共2个，包括：\n1.青禾区水务局（本级）\n2.甲所\n3.乙站", "2"),
        ("内设4个机构：办公室、财务科、业务科，以及青禾区水政监察大队。", "4"),
        ("内设3个科室：办公室、财务科、业务科，下设执法大队。", "3"),
        ("下属二级预算单位共2个，包括：\n1.青禾区水务局\n2.甲所\n3.乙站\n二、职责", "2"),
    ],
)
def test_what_may_be_counted_so_agrees(said, count):
    assert told(said) == [(count, count)]


@pytest.mark.parametrize(
    "said",
    [
        "我局内设办公室、人事科、财务科、水资源科等12个科室。",
        "内设机构4个，包括办公室、财务科、业务科等。",
        "内设5个科室，分别是办公室、财务科、业务科、政策科，另设机关党委。",
        "所属单位共5个，其中行政单位1个、事业单位4个、参公单位2个。",
        "内设3个机构，分别为：综合股、业务股、财务股，均为股级。",
        "内设机构6个，分别是：办公室、党建办、安监科，编制20名。",
        "设有业务一至三科、办公室共4个科室。",
        "内设第一、第二、第三监督检查室3个科室。",
        "下设人事、财务、业务3个科室。",
        "下设3个机构和2个事业单位，分别是：办公室、财务科、业务科、河道所、水文站。",
        "内设机构5个，下属单位2个，分别是河道所、水文站。",
        "所属单位共20个，其中行政单位1个、事业单位15个。",
        "所属单位共5个，其中全额拨款单位3个，差额拨款单位2个，行政单位1个，事业单位4个。",
        "纳入决算编制范围的单位共3个，包括：\n1.甲局\n2.乙所管理\n站\n3.丙站",
        "内设4个机构，即办公室、财务科；业务科、监察室。",
        "纳入决算编制范围的单位共2个，包括：\n1.甲局\n2.乙所\n3.人员情况：我局",
        "我局有1个行政单位及3个下属单位，其中列入决算编制范围的单位见下表：\n1\t甲局\n2\t乙所",
    ],
)
def test_a_list_that_may_be_partial_or_counted_otherwise_is_no_count(said):
    assert told(said) == []
