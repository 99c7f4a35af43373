"""What a figure in a text on performance states: invented sentences of many kinds of wording."""

from __future__ import annotations

import time

import pytest

from dq.ingest.statements.projects.claims import claims
from dq.ingest.statements.projects.memory import Claim

FUNDS = [
    ("实际支出45万元，结转下年使用5万元。", "spent 45 实际支出|balance 5 结转下年使用"),
    ("当年结余结转资金3.2万元，结余率4%。", "balance 3.2 结余结转资金|ratio 4 结余率"),
    ("上年结余8万元，实际支出45万元，剩余资金2万元。", "amount 8 上年结余|spent 45 实际支出|balance 2 剩余资金"),
    ("支付工程款45万元，剩余5万元。", "amount 45 支付工程款|amount 5 剩余"),
    (
        "项目全年预算数为100万元，执行数为98.5万元，完成预算的98.5%。",
        "budget 100 项目|executed 98.5 项目|completion 98.5 项目",
    ),
    (
        "项目年初预算数300万元，全年预算数为280万元，执行数为270万元，完成全年预算的96.4%。",
        "budget 300 项目|full_year_budget 280 项目|executed 270 项目|completion 96.4 项目",
    ),
    ("项目资金到位率100%，资金支出50万元，结余10万元。", "ratio 100 项目资金到位率|spent 50 资金支出|balance 10 结余"),
    (
        "2031年财政预算安排绿道资金80万元，实际到位70万元，到位率87.5%，实际支出70万元，用于补偿40万元、管护30万元。",
        "budget 80 绿道资金|received 70 绿道资金|ratio 87.5 到位率|spent 70 绿道资金|amount 40 补偿|amount 30 管护",
    ),
    (
        "资金到位数9.50万元，其中:当年预算9.00万元、当年追加0.50万元、其它来源资金0.00万元。",
        "received 9.50 资金到位数|received 9.00 当年预算|received 0.50 当年追加|received 0.00 其它来源资金",
    ),
    ("成本指标:预算控制数80万元，比年初预算增加5万元。", "budget 80 预算控制数|difference 5 预算控制数"),
    (
        "支出决算数为52.30万元，完成年初预算50万元的104.6%。",
        "amount 52.30 支出决算数|budget 50 支出决算数|completion 104.6 支出决算数",
    ),
    (
        "3.扶贫慰问金年底发放，实际发放总合计31.5万元，超预算1.5万元。",
        "executed 31.5 实际发放总合计|difference 1.5 超预算",
    ),
    (
        "项目总投资50万元，其中中央资金20万元、自筹资金30万元。",
        "amount 50 项目总投资|amount 20 中央资金|amount 30 自筹资金",
    ),
    ("2031年计划投入市级财政资金600万元。", "budget 600 投入市级财政资金"),
    ("办案经费70万。", "amount 70 办案经费"),
]
TARGETS = [
    ("本项目设置绩效目标7个，实际完成5个。", "count 7 本项目设置绩效目标|count 5 完成目标"),
    (
        "设立绩效目标6个，已完成5个，未完成1个，目标完成率83.33%。",
        "count 6 设立绩效目标|count 5 完成目标|count 1 未完成目标|ratio 83.33 目标完成率",
    ),
    ("制定了1个时效目标、2个可持续影响目标。", "count 1 时效目标|count 2 可持续影响目标"),
    ("2.产出-数量目标-新建公厕数-大于等于10座,实际完成12座。", "target 10 新建公厕数|actual 12 新建公厕数"),
    (
        "1.投入-成本目标-预算执行率-大于等于95%,实际完成40.5%,与目标偏离较大。",
        "target 95 预算执行率|actual 40.5 预算执行率",
    ),
    ("4.产出-数量目标-增幅超25%的店铺-大于等于3家,实际完成5家。", "target 3 增幅超25%的店铺|actual 5 增幅超25%的店铺"),
    (
        "数量指标:计划新建公厕10座，实际完成12座，完成率120%。",
        "target 10 新建公厕|actual 12 新建公厕|completion 120 新建公厕",
    ),
    (
        "成本目标1个，绩效目标内容是预算执行率(实际支出数/预算数)，绩效目标值为2031年不低于95%，未完成，实际58.04%。",
        "count 1 成本目标|target 95 预算执行率|actual 58.04 预算执行率",
    ),
    (
        "目标投入市级财政资金100万元，支出实现率不低于95%。实际完成92万元，支出完成率92%。",
        "target 100 投入市级财政资金|target 95 支出实现率|actual 92 投入市级财政资金|completion 92 投入市级财政资金",
    ),
    ("“2031年补助村数不低于10个”目标完成程度110%。", "target 10 补助村数|completion 110 补助村数"),
    ("绩效目标值是不低于70万人次。实际带动就业人数约45万人。", "target 70 None|actual 45 带动就业人数"),
    ("展会数量2031年3场，实际5场。", "target 3 展会数量|actual 5 展会数量"),
    (
        "绩效目标值是覆盖基地不低于15万亩、市场不低于8家，实际覆盖基地16万亩、市场9家。",
        "target 15 覆盖基地|target 8 市场|actual 16 覆盖基地|actual 9 市场",
    ),
    ("计划全年进口设备1万台以上，货值4.27亿美元以上。", "target 1 进口设备|target 4.27 货值"),
    (
        "“补贴企业数量”分值16分，补贴企业数量为0，完成比例为0，故该项得分为0。",
        "full_mark 16 补贴企业数量|actual 0 补贴企业数量|completion 0 补贴企业数量|score 0 补贴企业数量",
    ),
    (
        "“出口”分值17分。2031年出口3.31亿美元，完成目标值3.8亿美元的87.11%，得分为17*87.11%=14.81分。",
        "|".join(
            f"{quantity} 出口"
            for quantity in (
                "full_mark 17",
                "actual 3.31",
                "target 3.8",
                "completion 87.11",
                "operand 17",
                "operand 87.11",
                "score 14.81",
            )
        ),
    ),
]
SCORES = [
    ("公园养护项目绩效自评得分为91.5分(自评表附后)。", "total_score 91.5 公园养护项目绩效自评"),
    ("自评得分:83.96分;评价等级:良好。", "total_score 83.96 自评"),
    ("项目最终得分为90.53分，等级为优秀。", "total_score 90.53 项目最终"),
    ("该项目绩效自评得分为98分。", "total_score 98 该项目绩效自评"),
    (
        "1.自评指标体系总分值99.00分，自评原始得分88.53分，其中共性指标分值50.00分，自评得分39.53分。",
        "full_mark 99.00 自评指标体系|score 88.53 自评指标体系|full_mark 50.00 共性指标|score 39.53 共性指标",
    ),
    (
        "2.投入-支出情况-预算执行率-权重5.0-得分4.03,未得满分原因:当年预算支出数为56.45万元，结余1个月",
        "weight 5.0 预算执行率|score 4.03 预算执行率|spent 56.45 当年预算",
    ),
    (
        "项目自评得分95分,其中产出指标50分,得48分;效益指标30分,得29分。",
        "total_score 95 项目自评|full_mark 50 产出指标|score 48 产出指标|full_mark 30 效益指标|score 29 效益指标",
    ),
    ("投入类指标权重20%，得分18分。", "weight 20 投入类指标|score 18 投入类指标"),
    ("平均得分92.3分，其中5个项目为“优”。", "score 92.3 平均|count 5 项目为“优”"),
    ("自评平均分为95.2分，最高分99分。", "score 95.2 自评平均分|score 99 最高分"),
]
PLAIN = [
    (
        "共有112所大陆院校、19所台湾院校参赛，收到有效作品1,235件，比2030年净增294件，同比增幅31%。",
        "count 112 大陆院校|count 19 台湾院校|count 1,235 收到有效作品|change 294 收到有效作品|rate 31 收到有效作品",
    ),
    (
        "全市工业产值增长12.7%、工业投资下降5.8%，分别较年初计划上升1.4个百分点、9.3个百分点。",
        "rate 12.7 全市工业产值|rate -5.8 工业投资|difference 1.4 全市工业产值|difference 9.3 工业投资",
    ),
    ("对政策、部门的满意度分别达到92.0%、94.6%。", "share 92.0 政策|share 94.6 部门的满意度"),
    ("分别组织了20家、12家企业参展。", "count 20 企业|count 12 企业"),
    (
        "接待来访325批1021人次，比上年分别下降12%和8.5%。",
        "count 325 接待来访|count 1021 接待来访|rate -12 接待来访|rate -8.5 接待来访",
    ),
    ("产值14.5亿元，比2030年增加3.2亿元，增长28.32%。", "amount 14.5 产值|change 3.2 产值|rate 28.32 产值"),
    ("培训合格率98%，高于目标值3个百分点。", "share 98 培训合格率|difference 3 培训合格率"),
    ("第三产业占总量比重首次超过50%，达到50.13%。", "threshold 50 第三产业占总量比重|share 50.13 第三产业占总量比重"),
    ("每年有10%-20%的上浮空间。", "rate 10 每年|rate 20 每年"),
    ("增速居全省第2位，连续入选百强前10名。", "rank 2 增速居全省|rank 10 连续入选百强前"),
    ("货物吞吐量达5208.24万吨，旅客吞吐量达218.60万人次。", "measure 5208.24 货物吞吐量|measure 218.60 旅客吞吐量"),
    ("累计建成农田15.6万亩，占计划的104%。", "measure 15.6 累计建成农田|completion 104 累计建成农田"),
    (
        "共对2030年18个项目开展自评，涉及财政拨款资金153万元。",
        "count 18 2030年项目开展自评|amount 153 2030年项目开展自评",
    ),
    (
        "共对3个项目实施监控，分别是绿道专项，涉及财政拨款资金5万元，路灯专项，涉及财政拨款资金7万元，涉及财政拨款资金12万元。同时，对2031年32.6万元业务费实施监控。",
        "count 3 项目实施监控|amount 5 绿道专项|amount 7 路灯专项|amount 12 项目实施监控|amount 32.6 业务费实施监控",
    ),
]
LATER = [
    (
        "年初预算安排50万元，年中追加10万元，调整后预算60万元，支出59万元。",
        "budget 50 年初预算安排|amount 10 年中追加|full_year_budget 60 年初预算安排|spent 59 年初预算安排",
    ),
    ("项目累计支出320.5万元，占年度预算的91.57%。", "spent 320.5 项目|completion 91.57 项目"),
    ("培训班期数≥5期，实际完成6期。", "target 5 培训班期数|actual 6 培训班期数"),
    ("服务对象满意度:目标值≥95%，实际达到97.6%。", "target 95 服务对象满意度|actual 97.6 服务对象满意度"),
    ("总投入28万元，其中财政资金26万元，占92.86%。", "amount 28 总投入|amount 26 财政资金|share 92.86 财政资金占"),
    ("失业率下降至2.1%。", "share 2.1 失业率"),
    ("维修房屋3栋共计1,200平方米。", "count 3 维修房屋|measure 1,200 维修房屋"),
    ("预算执行率为96.5%，得9.65分(满分10分)。", "ratio 96.5 预算执行率|score 9.65 预算执行率|full_mark 10 预算执行率"),
    ("根据《蔬菜办法》(某商〔2031〕15号)安排灾害补助等6万元。", "amount 6 安排灾害补助等"),
    ("年度绩效目标10个全部完成。", "count 10 年度绩效目标"),
    ("本年度新增目标为2个社会效益指标。", "count 2 社会效益指标"),
    ("国有企业就业人数达300人，从业人员及格率95%。", "count 300 国有企业就业人数|share 95 从业人员及格率"),
]
NOTHING = [
    "根据《绩效办法》(某财绩〔2031〕15号)要求，2031年8月15日起实施。",
    "联系电话:0595-85681641，邮编362200，编号:GZ2031WQ00052号。",
    "9.8投洽会在9月8日举办，第95届糖酒会、“十三五”规划、W060701单元。",
    "目标值为1:9，覆盖5区7县。",
    "力争2032年预算执行率达到95%以上，预算执行率无法达到100%。",
    "扣分原因:预算执行率未达100%，扣2分。",
    "未得满分原因:年初编制目标5个，涵盖三类4种目标，央视携300多万资金拍摄。",
    "这样就需要120万元。",
    "较2030年增加3个百分点。",
    "按每月9-12月份、10月23-24日计。",
]
PROBLEMS = ["年初目标涵盖不够全面，涉及三类目标4种。", "新增5个示范点。", "力争提高3个百分点。"]


def said(claim: Claim) -> str:
    sign = "-" if claim.is_negative else ""
    return f"{claim.quantity} {sign}{claim.figure.printed} {claim.label or None}"


@pytest.mark.parametrize(("text", "expected"), FUNDS + TARGETS + SCORES + PLAIN + LATER)
def test_figures_are_told_by_the_words_around_them(text: str, expected: str) -> None:
    assert "|".join(map(said, claims(text))) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_numbers_of_names_dates_documents_wishes_and_reasons_are_no_claims(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize("text", PROBLEMS)
def test_what_a_text_on_problems_merely_mentions_is_no_claim(text: str) -> None:
    assert claims(text, "problems") == []


def test_the_topic_may_change_within_a_paragraph() -> None:
    text = "主要产出和效果:邀请7家企业。发现的主要问题:缺少3家企业。"
    assert [said(claim) for claim in claims(text)] == ["count 7 企业"]


def test_parts_of_a_sum_know_their_whole() -> None:
    whole, part = claims("资金计划70万元，其中:当年预算60.00万元。")
    assert (whole.role, whole.path) == (None, None)
    assert (part.role, part.path, part.quantity) == ("of_which", "资金计划/当年预算", "budget")


def test_actual_values_know_the_target_that_they_belong_to() -> None:
    target, actual = claims("绩效目标内容是生猪储备数量，绩效目标值是不低于10万头，实际储备12万头。")
    assert (target.label, actual.label, actual.path) == ("生猪储备数量", "生猪储备数量", "生猪储备数量")


def test_entries_of_lists_know_what_they_are_about() -> None:
    claim = claims("3.扶贫慰问金年底发放，发放合计32.3万元。")[-1]
    assert claim.path == "扶贫慰问金年底/发放"


@pytest.mark.parametrize(
    "text",
    ["比3%" * 5000, "“" * 20_000 + "5", "(3个" * 5000, "5万元、" * 4000, "不低于5家，" * 4000, "目标" * 9000 + "9分"],
)
def test_broken_text_takes_no_longer_than_its_length(text: str) -> None:
    started = time.process_time()
    claims(text)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2031年预算5万元，支出4万元，支出实现率80%。", [2031, 2031, 2031]),
        ("2031年支出5万元，比2030年增加1万元，增长25%。", [2031, 2031, 2031]),
        ("与2030年相比，支出增加1万元。", [None]),
        ("绩效目标值是2031年不低于5家，实际补助6家。", [2031, 2031]),
        ("2032年，共对2031年18个项目开展绩效自评，涉及财政拨款资金50万元。", [2031, 2031]),
        ("发放困难补助，2030年9-12月11人，2031年1-9月31人，发放合计27万元。", [2030, 2031, None]),
        ("2030年12月、2031年5月，分别组织了20家、12家企业参展。", [None, None]),
        ("兑现A专项5万元、2031年科技节补助3万元、培训费2万元。", [None, 2031, None]),
        ("2030至2031年支出9万元。", [None]),
        ("2031年建成馆舍。支出9万元。", [None]),
        ("《2030年工作要点》提出后支出9万元。", [None]),
    ],
)
def test_a_claim_tells_the_year_that_its_sentence_names(text: str, years: list[int | None]) -> None:
    told = [None if each.year is None else int(each.year.printed) for each in claims(text)]
    assert told == years
