"""What was left in of the blank form or a draft, and passages that are repeated."""

from __future__ import annotations

import pytest

from tests.ingest.statements.cell_forms import FORMS
from tests.ingest.statements.invented import facts, mentions


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("本年收入XX万元，支出××万元。", "placeholder", ["XX", "××"]),
        ("20XX年度支出情况良好。", "placeholder", ["20XX"]),
        ("支出减少，主要原因是XXX。", "placeholder", ["是XXX"]),
        ("其他用车6辆，主要是XX用车、××专业用车。", "placeholder", ["XX", "××"]),
        ("201X年度支出X万元，比上年增加x万元。", "placeholder", ["201X", "X", "x"]),
        ("增加***元，增长____%，共计**万元。", "placeholder", ["***", "____", "**"]),
        ("其中：XX支出5万元，X年X月接待X批次。", "placeholder", ["XX", "X年X月", "接待X"]),
        ("与上年相比增加X%，收入万元，增长%。", "placeholder", ["相比增加X", "收入万元", "增长%"]),
        ("某单位2021年度收入5万元。", "placeholder", ["某单位"]),
        ("[单位名称]2021年支出增长百分之X，{{金额}}元。", "placeholder", ["[单位名称]", "百分之X", "{{金额}}"]),
        ("○○局收入○○万元，支出总计（）万元，用于（）等。", "placeholder", ["○○", "○○", "总计（）", "用于（）"]),
        ("（单位名称）主要职责如下，[单位]2021年增加了万元。", "placeholder", ["（单位名称）", "[单位]", "增加了万元"]),
        ("一是……；二是……。详见附件（XX）。", "placeholder", ["一是……", "二是……", "见附件（XX）"]),
        ("共有车辆__辆，其中轿车车辆X辆，收入…万元。", "placeholder", ["__", "车辆X", "收入…"]),
        ("减少主要是由于×××。电话：XXXX-XXXXXXX。", "placeholder", ["由于×××", "XXXX-XXXXXXX"]),
        ("（待补充）", "placeholder", ["（待补充）"]),
        ("此处略。", "placeholder", ["此处略。"]),
        ("收入总计#万元，支出n万元，费用￥￥万元。", "placeholder", ["总计#", "支出n"]),
        ("收入总计￥￥万元，支出为TBD万元。", "placeholder", ["总计￥￥", "为TBD"]),
        ("增加或减少5万元，主要原因是人员增加。", "alternative", ["增加或减少"]),
        ("支出增长或下降3%。与上年持平/增加/减少。", "alternative", ["增长或下降", "持平/增加/减少"]),
        ("支出增长3%（说明原因）。", "instruction", ["%（说明原因）"]),
        ("（具体情况说明）", "instruction", ["（具体情况说明）"]),
        ("增加（或减少）5万元，主要原因是人员增加。", "alternative", ["增加（或减少）"]),
        ("请填写主要职责。", "instruction", ["请填写主要职责。"]),
        ("此处插入公开表。", "instruction", ["此处插入公开表。"]),
        ("增加5万元（说明增减变化原因）。", "instruction", ["元（说明增减变化原因）"]),
        ("注：如无此项内容，请删除。", "instruction", ["如无此项内容，请删除"]),
        ("注意：红色字体为填写提示。", "instruction", ["红色字体为填写提示"]),
        ("（以下内容由各单位自行填写）", "instruction", ["（以下内容由各单位自行填写"]),
        ("例如：某部门主要职责为治水。", "instruction", ["例如：某部门主要职责为治水。"]),
        ("比上年增加（减少）3.20万元，增长(下降)4.1%。", "alternative", ["增加（减少）", "增长(下降)"]),
        ("支出决算数小于/大于预算数的主要原因：节约。", "alternative", ["小于/大于"]),
        ("支出增加，主要原因是……", "reason", ["主要原因是…"]),
        ("减少2万元，主要原因是。其中：水费减少1万元。", "reason", ["主要原因是。"]),
        ("支出下降，主要原因：；其他支出持平。", "reason", ["主要原因：；"]),
        ("没有使用基金的部门，仍应保留该表并作说明。", "instruction", ["没有使用基金的部门，仍应保留该表并作说明"]),
        ("【此处填写主要职责】", "instruction", ["【此处填写主要职责】"]),
        ("【填写说明：按方案填写】", "instruction", ["【填写说明"]),
        ("如没有此项支出，请说明原因。", "instruction", ["如没有此项支出，请说明"]),
        ("（公开时请将本段删除）", "instruction", ["公开时请将本段删除"]),
        ("提示：删除本段。", "instruction", ["删除本段"]),
        ("示例：收入总计5万元。", "instruction", ["示例：收入总计5万元。"]),
        (
            "全年完成巡查三十余次，全年完成巡查三十余次，成效好。",
            "duplicate",
            ["全年完成巡查三十余次，全年完成巡查三十余次"],
        ),
        ("主要原因是主要原因是人员增加。", "duplicate", ["主要原因是主要原因是"]),
        (
            "比上年减少。主要原因是压缩接待。主要原因是压缩接待。",
            "duplicate",
            ["主要原因是压缩接待。主要原因是压缩接待。"],
        ),
        ("一是无此支出。二是无此支出。购置费0.00万元。", "duplicate", []),
        ("2021 年 2021 年水费支出增加。", "duplicate", ["2021年2021年"]),
        ("目标为不低于2021年不少于8家。", "duplicate", ["不低于2021年不少于"]),
        ("资金主要用于用于管网改造。", "duplicate", ["用于用于"]),
        ("支出3万元，，完成预算的99%。", "duplicate", ["，，"]),
        ("一是巡查；、二是养护。", "duplicate", ["；、"]),
        ("（一）、公务接待费增加。", "numbering", ["（一）、"]),
        ("公务接待支出0.52万（含外宾）。", "unit", ["支出0.52万"]),
        ("支出增长12.08。主要是人员增加。", "unit", ["增长12.08"]),
        ("教育支出9万元，占76.23；农林水支出2万元，占23.77%。", "unit", ["占76.23"]),
        ("决算数大小于预算数的主要原因是据实列支。", "alternative", ["大小于"]),
        ("决算数高（低）于年初预算数。", "alternative", ["高（低）于"]),
        ("安排3000万元，全年使用1781.02，支出实现率100%。", "unit", ["使用1781.02"]),
        ("全市的<em style='color:red'>消费品</em>零售总额增长。", "markup", ["<emstyle=", "</em>"]),
        ("评级为优的项目3个（其中一个延期，其余完成。", "bracket", ["（其中一个延期，其余完成"]),
    ],
)
def test_what_was_left_in_is_told(text, kind, words):
    assert [said for _, said, _ in mentions(text + "\n", kind)] == words


@pytest.mark.parametrize(
    "text",
    [
        "工业增加值增长（上年同期下降）3.2%，增减变化情况见表。",
        "二〇〇〇年成立，二○○○年度结转3万元，一○○万元以上项目3个，建于二○○八年。",
        "王××、刘某获奖，监控××号更换，规格2*3米，带*号为约束性指标，90○○型水泵。",
        "每增加（或减少）1%扣1分，每超过（低于）1%扣1分，增加或减少5%以内不扣分。",
        "青禾区水务局（单位名称）2021年度收入5万元，[单位]栏必填，（单位）2021年支出1万元。",
        "一是……的问题已整改；省略号（……）不计，等等……全部完成，一是强化监督……；",
        "密码XXXX-XXXX-1234已更换，见附件X射线机清单，见附表1，机动车X型号3辆。",
        "待补充完善的资料3件，正在完善，待补充。",
        "请填写问卷的群众共300人。",
        "请填写申请表。\n请插入U盘。\n请插入社保卡。\n请填写问卷。",
        "○○年代成立的企业改制，救助张××家庭3户，王××个人事迹报告会1场，收入5万元，支出……元旦慰问3万元。",
        "每增加或减少5万元，支出增加或减少5%以内的，增长N%（N为上年增幅），上年持平/增加/减少三种情形，人均增收n元。",
        "（情况说明）（说明原因的除外）（具体情况说明如下）公开后，应及时删除过期信息，公开前删除本单位涉密信息。",
        "无证经营的，应公开曝光并列入表格。此处略去。",
        "此处填写宣传栏内容的群众较多。",
        "如无异议，请签字；若无此项收入的，不列示；如有问题，请注明电话。",
        "红色部分为重点保护区，红色标注的风险点3个，蓝色字体标语更换5条。",
        "（绩效目标由各单位自行填报）（说明：增减变化原因见第三部分）增加3万元（说明见附件）。",
        "例如：某单位违规案例已通报。",
        "完成率大于（等于）100%，每增加万元，扣1分，每超过X%扣1分。",
        "获评示例项目，增加（减少）额按差额填列；公开前删除涉密信息300条。",
        "例如，开展宣传；人均收入万元以上，某企业2021年投产，张某某2021年获奖，X光机2台。",
        "按得分=5×完成率计算，公式为3×（2×4），型号XX-20。",
        "主要原因是：\n1.人员增加。\n2.物价上涨。",
        "数额1,234.50元，比例3.5：1，时间8：30。",
        "研究研究再说；常务委员会委员会议研究了项目项目库；的的确确完成。",
        "重点项目资金资金使用情况良好，每人每次3万人次。",
        "资金（万元） 上年结余数 全年结余数 全年执行数",
        "增长3.2%，增加12.08万元，面积0.52万亩，惠及0.52万人。",
        "基本支出和项目支出分别为：基本支出12.08，项目支出3.50万元。",
        "（单位：万元）收入12.08，支出3.50，均不含下年的3万元。",
        "经费12.08，人员3.00。",
        "项目预算500.00万元。得分情况：资金到位5.00，资金使用4.50，产出30.00。",
        "合计120.00万元，决算（万元）：基本支出100.00，项目支出20.00。",
        "预算3.00万元以上为大额，以下以万元为单位：收入100.00，支出90.00。",
        "共使用3.5，支出1,234.50元。",
        "（一）概况\n1）甲（乙），丙；2）丁。",
        "办公室办公室主任参加，街道办事处，说明：，",
        "无正当理由没有完成目标的，应说明原因，并需根据实际情况修改方案。",
        "完成率<95%的不得分，a<b且c>d；<input type=checkbox>已勾选。",
        "全年用电量比上一度电价时期有所上升。",
        "人均占0.35。绿地占65.2、13.0和21.8%；三项分别占65.2；13.0；21.8%。",
        "项目规模大小于预算编制时确定，支出大小与预算数无关，占地12.50。占用面积3.25；占压资金2.50万元。",
        "用地占\n12.50%。占12.5个百分点；占1.5。5亩；占2,000.50元。",
        "安排经费99万\n元。\n比上年增长3.25\n%。",
        "其他用车主要是某型号XX-3用车、特种XX用车（涉密）。",
        "每超过X万元扣1分，单价X元，面积3X万元。",
        "执行标准201X，采购2010X年卡。",
        "学生凭XX型校车卡乘车，某某用车由机关事务局保障。",
        "补助=人数×万元标准，投资2×万元。",
        "[单位名称]某馆，百分之X值为参数，集合{1,2}，{项目名称}：修缮，[2021年度]。",
        "其中：当年财政拨款 600,000.00 600,000.00 600,000.00 100.00%",
        "4 。。。\n纳入范围的单位有某局。。。",
        "发放 按规定标准全部发放。 按规定标准全部发放。 完成",
    ],
)
def test_what_may_be_meant_is_left_alone(text):
    kinds = ("placeholder", "alternative", "reason", "instruction", "unit", "bracket", "markup")
    assert [each for kind in kinds for each in mentions(text + "\n", kind)] == []
    assert [words for _, words, _ in mentions(text + "\n", "duplicate")] in ([], ["：，"])


def test_words_are_found_over_the_end_of_a_line():
    text = "（一）水资源管理支出12万元，比上年增加3万元，增长33.33%，主要原因是主要原\n因是人员增加。\n"
    assert mentions(text, "duplicate") == [(1, "主要原因是主要原因是", None)]


def test_words_of_two_cells_are_not_put_together():
    assert mentions("不低于\t不低于\n完成率不低于      不低于八成，其他完成\n", "duplicate") == []


def test_the_example_of_a_form_is_told_by_the_cell_that_it_begins():
    found = mentions("成本\t如：按预算支出得满分\t10\n成本\t按预算支出得满分\t10\n", "instruction")
    assert found == [(1, "如：按预算支出得满分", None)]


PASSAGE = (
    "水厂改造后供水能力提高，管网漏损率逐年下降，居民投诉明显减少，服务质量得到用户好评，全年没有发生安全事故。"
    "下一步将继续加强管网巡查，完善应急预案，配齐抢修设备，提高人员技能，做到小修不过夜，大修不过三天，确保供水安全。"
)


def repeated(text: str) -> list[tuple[int, str, str]]:
    return [
        (each.line, each.figures["first_line"].printed, each.figures["apart"].printed)
        for each in facts(text, "mention")
        if each.attributes["mention"] == "repetition"
    ]


def test_a_paragraph_right_below_itself_is_told_unless_it_is_a_form_s():
    said = "全年完成管网巡查三十次，更换老旧水表四百只，维修阀门二十处，供水安全得到保障，群众反映良好。"
    assert repeated(f"{said}\n{said}\n") == [(2, "1", "1")]
    assert repeated(f"项目支出绩效自评表\n（2021年度）\n项目名称：甲\n年度总体目标\n{said}\n{said}\n") == []
    assert repeated(f"{said}\n其他工作已办结。\n{said}\n") == []
    assert [line for line, *_ in repeated(f"{PASSAGE}\n甲。\n{PASSAGE}\n{PASSAGE}\n")] == [3, 4]


def test_a_long_passage_that_comes_again_is_told_with_its_first_line():
    text = f"1、成效。{PASSAGE}\n项目乙完成了年度任务，支出符合规定。\n2、成效。{PASSAGE}\n"
    assert repeated(text) == [(3, "1", "2")]


@pytest.mark.parametrize(
    "text",
    [
        f"{PASSAGE[:60]}\n另一件事情。\n{PASSAGE[:60]}\n",
        "\n".join(f"项目{name}完成。{PASSAGE}" for name in "甲乙丙丁戊"),
        f"{PASSAGE}\n{PASSAGE.replace('水厂', '污水厂').replace('管网', '泵站')}\n",
    ],
)
def test_short_passages_and_phrases_of_the_form_are_none(text):
    assert repeated(text + "\n") == []


def test_what_stands_in_a_form_or_its_report_tells_the_form() -> None:
    form = FORMS["national"].replace("已完成", "已完成，，无偏差")
    found = facts(f"第一部分 概况\n支出3万元，，完成预算。\n{form}", "mention")
    told = [each.attributes.get("form") for each in found if each.attributes["mention"] == "duplicate"]
    assert told == [None, "1"]
