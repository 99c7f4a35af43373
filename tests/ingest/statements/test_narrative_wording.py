"""Sentences of the statutory sections in the wording of other places, and text that misleads: invented throughout."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from dq.ingest.bodies import Body
from dq.ingest.formats import tab_text
from dq.ingest.identity import Identity
from dq.ingest.statements import Context
from dq.ingest.statements.narrative import quantities, read_narrative
from dq.ingest.statements.narrative.own_body import OwnBody
from dq.ingest.statements.narrative.subjects import Subjects
from dq.ingest.statements.rows import statement_rows
from dq.types import CellState
from tests.ingest.statements.test_narrative import HEADINGS, TEMPLATES, read, said

OWN_CHANGE = (("本年收入合计", "change", "2.00万元"), ("本年收入合计", "rate", "3.03%"))
RECEPTION, TRAVEL, CARS = "公务接待费", "因公出国(境)费", "公务用车购置及运行维护费"
GENERAL, FUNDS = "一般公共预算财政拨款支出", "政府性基金预算财政拨款"


@pytest.mark.parametrize(
    ("section", "sentence", "found"),
    [
        (
            "income",
            "事业收入、经营收入和其他收入分别为15万元、3万元和5万元，分别占65.2%、13.0%和21.8%。",
            [
                *(("事业收入", "amount", "15万元"), ("经营收入", "amount", "3万元"), ("其他收入", "amount", "5万元")),
                *(("事业收入", "share", "65.2%"), ("经营收入", "share", "13.0%"), ("其他收入", "share", "21.8%")),
            ],
        ),
        (
            "income",
            "事业收入、其他收入比上年分别增加3万元和2万元，分别增长5%、4%。",
            [
                *(("事业收入", "change", "3万元"), ("其他收入", "change", "2万元")),
                *(("事业收入", "rate", "5%"), ("其他收入", "rate", "4%")),
            ],
        ),
        (
            "expenditure",
            "上缴上级支出、经营支出、对附属单位补助支出均为0万元。",
            [(item, "amount", "0万元") for item in ("上缴上级支出", "经营支出", "对附属单位补助支出")],
        ),
        (
            "three_public",
            "因公出国（境）费、公务用车购置及运行维护费、公务接待费分别为1.5、2和3.25万元。",
            [(TRAVEL, "amount", "1.5万元"), (CARS, "amount", "2万元"), (RECEPTION, "amount", "3.25万元")],
        ),
        (
            "general",
            "农林水支出（类）水利（款）防汛（项）。主要用于物资储备，年初预算为4万元，支出决算为5万元。",
            [("防汛", "budget", "4万元"), ("防汛", "amount", "5万元")],
        ),
        (
            "income",
            "上年结转结余的一般公共预算收入4万元，上年结转结余的政府性基金预算收入3万元。",
            [
                (f"年初{each}预算财政拨款结转和结余", "amount", f"{n}万元")
                for each, n in (("一般公共", 4), ("政府性基金", 3))
            ],
        ),
        ("expenditure", "年终结转结余为4万元。", [("年末结转和结余", "amount", "4万元")]),
        (
            "expenditure",
            "本年支出合计9万元，其中：基本支出：5万元，占56%；项目支出：4万元。新校区建设：3万元。",
            [
                *(("本年支出合计", "amount", "9万元"), ("基本支出", "amount", "5万元"), ("基本支出", "share", "56%")),
                ("项目支出", "amount", "4万元"),
            ],
        ),
        (
            "three_public",
            "公务接待费支出情况：年初预算：4万元，实际支出：3万元；公务用车运行维护费：2万元，较上年增加：1万元。",
            [
                *(("公务接待费", "budget", "4万元"), ("公务接待费", "amount", "3万元")),
                *(("公务用车运行维护费", "amount", "2万元"), ("公务用车运行维护费", "change", "1万元")),
            ],
        ),
        (
            "three_public",
            "国内接待费3万元，外事接待费1万元，共接待7批次。",
            [("国内接待费", "amount", "3万元"), ("外事接待费", "amount", "1万元"), ("公务接待批次", "count", "7批次")],
        ),
        (
            "three_public",
            "其中，国内接待费3万元，共计接待9批次。",
            [("国内接待费", "amount", "3万元"), ("国内公务接待批次", "count", "9批次")],
        ),
        (
            "funds",
            "其他支出（类）彩票公益金安排的支出（款）用于体育事业的彩票公益金支出（项）4万元。",
            [("用于体育事业的彩票公益金支出", "amount", "4万元")],
        ),
        (
            "three_public",
            "公务接待费3万元，占三公经费总额9万元的33.33%，较上年减少1万元。与上年相比，减少1万元。",
            [
                *((RECEPTION, "amount", "3万元"), (RECEPTION, "share", "33.33%")),
                *((RECEPTION, "change", "-1万元"), (RECEPTION, "change", "-1万元"), ("三公经费", "amount", "9万元")),
            ],
        ),
        ("income", "其他收入5万元，占上年收入合计50万元的10%。", [("其他收入", "amount", "5万元")]),
        (
            "totals",
            "与上年相比，总收入、总支出各减少5万元，变动幅度为下降9.09%。",
            [("收入支出总计", "change", "-5万元"), ("收入支出总计", "rate", "-9.09%")],
        ),
        (
            "performance",
            "组织对7个项目开展绩效自评，其中5个项目自评等级为优，2个项目自评等级为良。",
            [("绩效自评项目", "count", "7个"), ("评级优", "count", "5个"), ("评级良", "count", "2个")],
        ),
        ("general", "1.防汛（2130314）安排9万元，主要用于抢险。", [("防汛", "amount", "9万元")]),
        ("general", "1.水利（款）防汛（项）：安排9万元，主要用于抢险。", [("防汛", "amount", "9万元")]),
        ("general", "1.水利（款）防汛（项）：安排9万元购买冲锋舟。", []),
        (
            "three_public",
            "公务接待费主要用于接待来访，年初预算4万元，支出决算3万元。",
            [(RECEPTION, "budget", "4万元"), (RECEPTION, "amount", "3万元")],
        ),
        ("three_public", "用自有资金开支的公务接待费2.35万元、公务用车运行维护费3.60万元，不在此列。", []),
        (
            "three_public",
            "公务接待费（不含自有资金）2.35万元，经营收入列支公务接待费1.20万元。",
            [(RECEPTION, "amount", "2.35万元")],
        ),
        (
            "totals",
            "2031年度收、支总计分别为5.10万元、6.20万元。",
            [("收入总计", "amount", "5.10万元"), ("支出总计", "amount", "6.20万元")],
        ),
        (
            "totals",
            "收入总计减少4万元，支出总计减少3万元，分别下降8%、6%。",
            [
                *(("收入总计", "change", "-4万元"), ("支出总计", "change", "-3万元")),
                *(("收入总计", "rate", "-8%"), ("支出总计", "rate", "-6%")),
            ],
        ),
        (
            "totals",
            "收、支总计各为5万元，比上年各增加1万元，增长25%。",
            [("收入支出总计", *each) for each in (("amount", "5万元"), ("change", "1万元"), ("rate", "25%"))],
        ),
        (
            "fiscal",
            "财政拨款收入总计16.20万元，与2030年相比增加5.10万元，增长45.95%。",
            [
                ("财政拨款收入总计", "amount", "16.20万元"),
                ("财政拨款收入总计", "change", "5.10万元"),
                ("财政拨款收入总计", "rate", "45.95%"),
            ],
        ),
        (
            "totals",
            "年末结转和结余2万元。收入支出总计与上年相比，增加3万元，增长6%。",
            [
                ("年末结转和结余", "amount", "2万元"),
                *(("收入支出总计", "change", "3万元"), ("收入支出总计", "rate", "6%")),
            ],
        ),
        (
            "totals",
            "本年收入8万元，年初结转2万元。",
            [("本年收入合计", "amount", "8万元"), ("年初结转和结余", "amount", "2万元")],
        ),
        (
            "general",
            "2031年一般公共预算财政拨款年初预算7万元，支出决算8万元。",
            [(GENERAL, "budget", "7万元"), (GENERAL, "amount", "8万元")],
        ),
        (
            "general",
            "与2030年相比，一般公共预算财政拨款增加2.40万元，增长2.2%。",
            [(GENERAL, "change", "2.40万元"), (GENERAL, "rate", "2.2%")],
        ),
        (
            "general",
            "1、教育支出（205类）普通教育（02款）小学教育（02项）5.60万元。",
            [("小学教育", "amount", "5.60万元")],
        ),
        (
            "general",
            "教育支出（类）普通教育（款）小学教育（项）。年初预算为0，支出决算为2.50万元。",
            [("小学教育", "budget", "0万元"), ("小学教育", "amount", "2.50万元")],
        ),
        (
            "three_public",
            "公务接待费由上年的5万元增加到6万元，增长20%。",
            [(RECEPTION, "prior", "5万元"), (RECEPTION, "amount", "6万元"), (RECEPTION, "rate", "20%")],
        ),
        (
            "three_public",
            "国内公务接待52批次，420人次（不包括陪同人员），共计支出2.10万元。",
            [
                ("国内公务接待批次", "count", "52批次"),
                ("国内公务接待人次", "count", "420人次"),
                ("国内接待费", "amount", "2.10万元"),
            ],
        ),
        (
            "three_public",
            "安排本单位出国团组1个，参加其他单位组织的出国团组2个，全年因公出国（境）团组共计3个，累计7人次。",
            [
                *(("组织出国团组", "count", "1个"), ("参加其他单位出国团组", "count", "2个")),
                *(("因公出国(境)团组数", "count", "3个"), ("因公出国(境)人次", "count", "7人次")),
            ],
        ),
        (
            "fiscal",
            "与上年相比，财政拨款收入、支出分别减少7.00万元和6.60万元。",
            [("财政拨款收入", "change", "-7.00万元"), ("财政拨款支出", "change", "-6.60万元")],
        ),
        ("totals", "2031年收支总决算１，２５０．５０万元。", [("收入支出总计", "amount", "1,250.50万元")]),
        (
            "income",
            "本年收入合计9万元，其中：财政拨款收入6万元，单位资金2万元，部门资金1万元。",
            [("本年收入合计", "amount", "9万元"), ("财政拨款收入", "amount", "6万元"), ("单位资金", "amount", "2万元")],
        ),
        (
            "general",
            "教育支出（类）普通教育（款）小学教育（项）2050202。年初预算为3万元。",
            [("小学教育", "budget", "3万元")],
        ),
        (
            "general",
            "1.教育支出（205）普通教育（20502）小学教育（2050202）支出3万元。",
            [("小学教育", "amount", "3万元")],
        ),
        ("general", "1.教育支出（205）体育（20703）支出3万元。", []),
        ("general", "——小学教育（2050202）3万元；", [("小学教育", "amount", "3万元")]),
        ("general", "小学教育（2050202）-3.15万元，主要是收回资金。", []),
        ("general", "小学教育（2050202）–3.15万元，主要是新建校舍。", [("小学教育", "amount", "3.15万元")]),
        (
            "totals",
            "（一）收入支出预算安排情况。\n2031年年初预算收入5.20万元，年初预算支出5.30万元。",
            [("收入总计", "budget", "5.20万元"), ("支出总计", "budget", "5.30万元")],
        ),
        (
            "totals",
            "收入总计9万元，其中年初结转和结余2万元，较上年减少1万元，下降10%。",
            [
                *(("收入总计", "amount", "9万元"), ("年初结转和结余", "amount", "2万元")),
                *(("收入总计", "change", "-1万元"), ("收入总计", "rate", "-10%")),
            ],
        ),
        *(
            (
                "totals",
                f"收入总计80.00万元，其中：年初结转和结余12.00万元，较上年增加4.00万元，增长{rate}%{behind}。",
                [
                    *(("收入总计", "amount", "80.00万元"), ("年初结转和结余", "amount", "12.00万元")),
                    *([(item, "change", "4.00万元"), (item, "rate", f"{rate}%")] if item else []),
                    *([("本年收入合计", "amount", "68.00万元"), *OWN_CHANGE] if behind else []),
                ],
            )
            for rate, behind, item in (
                ("50.00", "", "年初结转和结余"),
                ("5.26", "", "收入总计"),
                ("70.00", "", None),
                ("70.00", "；本年收入68.00万元，较上年增加2.00万元，增长3.03%", "年初结转和结余"),
            )
        ),
        (
            "vehicles",
            "副省级及以上领导干部用车1辆、领导干部用车3辆，厅级以上领导干部用车2辆。",
            [("副部(省)级及以上领导用车", "count", "1辆"), ("领导干部用车", "count", "3辆")],
        ),
        ("basic", "市本级公用经费3.10万元，所属单位公用经费4万元。", []),
        ("basic", "局机关公用经费3.10万元，所属6个单位公用经费4万元。", []),
        ("three_public", "其中下属单位公务接待费2万元，局机关公务接待费3万元。", []),
        (
            "three_public",
            "公务接待费5万元。其中县文化馆公务接待费2万元，乡镇文化站公务接待费3万元。",
            [(RECEPTION, "amount", "5万元")],
        ),
        ("basic", "局机关及所属单位公用经费7.10万元。", [("公用经费", "amount", "7.10万元")]),
        ("three_public", "因公出国（境）全年安排1个团组、3人次；参加其他单位组织的2个团组、2人次。", []),
        (
            "three_public",
            "因公出国（境）团组2个，累计5人次，其中局机关1个团组2人次，所属单位1个团组3人次。",
            [("因公出国(境)团组数", "count", "2个"), ("因公出国(境)人次", "count", "5人次")],
        ),
        (
            "three_public",
            "因公出国（境）费3万元。全年共有2个团组5人次，赴某国考察1个团组3人次。",
            [
                (TRAVEL, "amount", "3万元"),
                *(("因公出国(境)团组数", "count", "2个"), ("因公出国(境)人次", "count", "5人次")),
            ],
        ),
        (
            "fiscal",
            "与上年相比，财政拨款收入、支出分别减少3万元和2万元，下降5%和4%。",
            [
                *(("财政拨款收入", "change", "-3万元"), ("财政拨款支出", "change", "-2万元")),
                *(("财政拨款收入", "rate", "-5%"), ("财政拨款支出", "rate", "-4%")),
            ],
        ),
        ("basic", "市本级及所属单位公用经费3.10万元。", [("公用经费", "amount", "3.10万元")]),
        ("three_public", "公务接待费2031年决算数3万元。", [(RECEPTION, "amount", "3万元")]),
        ("three_public", "截至年底，单位共有公务用车5辆。", [("公务用车保有量", "count", "5辆")]),
        (
            "three_public",
            "出国团组数3个、累计12人次，公务用车保有量5。",
            [
                *(("因公出国(境)团组数", "count", "3个"), ("因公出国(境)人次", "count", "12人次")),
                ("公务用车保有量", "count", "5"),
            ],
        ),
        (
            "vehicles",
            "年内购置车辆2辆，共有车辆9辆。",
            [("购置车辆数合计", "count", "2辆"), ("车辆数合计", "count", "9辆")],
        ),
        (
            "performance",
            "对5个项目编制了绩效目标。全面开展绩效自评，共涉及项目6个，涉及资金7万元。",
            [
                ("编报绩效目标项目", "count", "5个"),
                *(("绩效自评项目", "count", "6个"), ("绩效自评项目", "amount", "7万元")),
            ],
        ),
        (
            "three_public",
            "国内公务接待9批次70人，其中：国内外事接待2批次，8人。",
            [
                *(("国内公务接待批次", "count", "9批次"), ("国内公务接待人次", "count", "70人")),
                *(("外事接待批次", "count", "2批次"), ("外事接待人次", "count", "8人")),
            ],
        ),
        (
            "three_public",
            "出国（境）团组3个，累计7人次，具体为：赴某国考察1个团组2人次，赴某地交流2个团组5人次。",
            [("因公出国(境)团组数", "count", "3个"), ("因公出国(境)人次", "count", "7人次")],
        ),
        (
            "three_public",
            "公务车运行维护费3.00万元，主要用于校车等。费用支出较上年减少1.00万元，下降25%。",
            [
                ("公务用车运行维护费", "amount", "3.00万元"),
                *(("公务用车运行维护费", "change", "-1.00万元"), ("公务用车运行维护费", "rate", "-25%")),
            ],
        ),
        ("performance", "自评得分90分以上的项目3个，80—90分的项目1个。", []),
        ("performance", "对纳入部门预算的二级项目8个全面开展绩效自评。", [("绩效自评项目", "count", "8个")]),
        (
            "three_public",
            "公务用车购置数及保有量分别为1辆和13辆。",
            [("公务用车购置数", "count", "1辆"), ("公务用车保有量", "count", "13辆")],
        ),
        (
            "performance",
            "其中评价等级为优的10个，良的2个。",
            [("评级优", "count", "10个"), ("评级良", "count", "2个")],
        ),
    ],
)
def test_lists_and_other_wording_are_read(section: str, sentence: str, found: list[tuple[str, str, str]]) -> None:
    assert sorted(said(section, sentence)) == sorted(found)


@pytest.mark.parametrize(
    ("section", "sentence", "found"),
    [
        (
            "income",
            "财政拨款收入16万元（其中：一般公共预算15万元，政府性基金预算1万元），占收入合计80%。",
            [
                *(("财政拨款收入", "amount", "16万元"), ("财政拨款收入", "share", "80%")),
                ("一般公共预算财政拨款收入", "amount", "15万元"),
                ("政府性基金预算财政拨款收入", "amount", "1万元"),
            ],
        ),
        (
            "totals",
            "收入总计5万元，支出总计5万元。与2030年度相比，各增加1万元，增长25%。",
            [
                *(("收入总计", "amount", "5万元"), ("支出总计", "amount", "5万元")),
                *(("收入支出总计", "change", "1万元"), ("收入支出总计", "rate", "25%")),
            ],
        ),
        (
            "fiscal",
            "财政拨款收入总计5万元，支出总计6万元。",
            [("财政拨款收入总计", "amount", "5万元"), ("财政拨款支出总计", "amount", "6万元")],
        ),
        (
            "general",
            "1.“教育支出”科目5万元，主要用于学校。",
            [("教育支出", "amount", "5万元")],
        ),
        (
            "general",
            "支出主要用于教育（类）支出5万元，占50%；国防（类）支出5万元，占50%。",
            [("教育支出", *each) for each in (("amount", "5万元"), ("share", "50%"))]
            + [("国防支出", *each) for each in (("amount", "5万元"), ("share", "50%"))],
        ),
        (
            "general",
            "（二）按经济科目分。工资福利支出6万元，占比60%，其中：基本工资2万元。",
            [("工资福利支出", "amount", "6万元"), ("工资福利支出", "share", "60%"), ("基本工资", "amount", "2万元")],
        ),
        (
            "general",
            "1.行政运行（2010801）8万元，年初预算为7万元，完成114.29%。",
            [("行政运行", "amount", "8万元"), ("行政运行", "budget", "7万元"), ("行政运行", "completion", "114.29%")],
        ),
        (
            "three_public",
            "3.公务用车运行维护费支出情况。预算5万元，支出4万元，主要是油费支出，截至2031年12月31日，公务用车保有量2辆。",
            [
                *(("公务用车运行维护费", "budget", "5万元"), ("公务用车运行维护费", "amount", "4万元")),
                ("公务用车保有量", "count", "2辆"),
            ],
        ),
        (
            "three_public",
            "2031年购置车辆1台，预算为20万元，支出决算为18万元。",
            [
                *(("公务用车购置数", "count", "1台"), ("公务用车购置费", "budget", "20万元")),
                ("公务用车购置费", "amount", "18万元"),
            ],
        ),
        ("vehicles", "处置车辆1辆，账面原值9万元；车辆3辆。", [("车辆数合计", "count", "3辆")]),
        (
            "general",
            "一般公共预算财政拨款年初结转和结余1万元，本年收入8万元，本年支出7万元，年末结转和结余2万元。",
            [
                ("年初一般公共预算财政拨款结转和结余", "amount", "1万元"),
                ("一般公共预算财政拨款收入", "amount", "8万元"),
                (GENERAL, "amount", "7万元"),
                ("年末一般公共预算财政拨款结转和结余", "amount", "2万元"),
            ],
        ),
        (
            "totals",
            "年末结转和结余3万元，其中：财政拨款年末结转和结余1万元，非财政拨款年末结转和结余2万元。",
            [("年末结转和结余", "amount", "3万元"), ("年末财政拨款结转和结余", "amount", "1万元")],
        ),
        (
            "fiscal",
            "政府性基金预算财政拨款上年结转结余3万元。",
            [("年初政府性基金预算财政拨款结转和结余", "amount", "3万元")],
        ),
        (
            "totals",
            "年末结转和结余2万元，较上年末结转和结余5万元减少3万元。",
            [
                *(("年末结转和结余", "amount", "2万元"), ("年末结转和结余", "prior", "5万元")),
                ("年末结转和结余", "change", "-3万元"),
            ],
        ),
        ("fiscal", "上年末财政拨款结转和结余5万元。", [("年初财政拨款结转和结余", "amount", "5万元")]),
        ("general", f"{GENERAL}9万元，其中：上年结转和结余1万元，较上年减少2万元。", [(GENERAL, "amount", "9万元")]),
        ("general", "案件审判（项）支出8万元，使用上年结转和结余2万元。", [("案件审判", "amount", "8万元")]),
        ("vehicles", "车辆3台，41.50万元。", [("车辆数合计", "count", "3台"), ("车辆数合计", "amount", "41.50万元")]),
        ("vehicles", "车辆3辆，比上年减少1辆，41.50万元的设备1台。", [("车辆数合计", "count", "3辆")]),
        ("vehicles", "车辆3辆，41.50万元用于维修。", [("车辆数合计", "count", "3辆")]),
        (
            "performance",
            "对4个项目开展绩效自评，其中：优秀3个，一般1个。",
            [("绩效自评项目", "count", "4个"), ("评级优秀", "count", "3个"), ("评级一般", "count", "1个")],
        ),
        ("expenditure", "项目支出7万元。其中：基本建设类项目支出2万元。", [("项目支出", "amount", "7万元")]),
        (
            "performance",
            "本单位2个项目开展了绩效目标编报工作，编报绩效目标的项目预算9万元。",
            [("编报绩效目标项目", "count", "2个"), ("编报绩效目标项目", "amount", "9万元")],
        ),
        (
            "operating",
            "会议费预算3万元，人数60人；人数8人。",
            [("会议费", "budget", "3万元"), ("会议人数", "count", "60人"), ("会议人数", "count", "8人")],
        ),
    ],
)
def test_what_other_provinces_say_is_read(section: str, sentence: str, found: list[tuple[str, str, str]]) -> None:
    assert sorted(each for each in said(section, sentence) if "threshold" not in each) == sorted(found)


@pytest.mark.parametrize(
    ("section", "sentence", "found"),
    [
        (
            "totals",
            "某某站2031年单位预算收入100万元，其中：财政拨款收入90万元，上年结余结（转）10万元。单位预算支出95万元。",
            [
                *(("收入总计", "amount", "100万元"), ("财政拨款收入", "amount", "90万元")),
                *(("年初结转和结余", "amount", "10万元"), ("支出总计", "amount", "95万元")),
            ],
        ),
        (
            "three_public",
            "公务用车保有量2辆，购置及运行维护费5万元，比上年减少0.3万元。“三公”经费一般公共预算安排8万元。",
            [
                *(("公务用车保有量", "count", "2辆"), (CARS, "amount", "5万元"), (CARS, "change", "-0.3万元")),
                ("三公经费", "amount", "8万元"),
            ],
        ),
        (
            "three_public",
            "公务接待费5万元，按可比口径比2030年减少1万元，下降16.7%。",
            [(RECEPTION, "amount", "5万元"), (RECEPTION, "change", "-1万元"), (RECEPTION, "rate", "-16.7%")],
        ),
        (
            "three_public",
            "公务接待费5万元，比上年（剔除划转因素后）的6万元减少1万元，下降16.7%。",
            [
                *((RECEPTION, "amount", "5万元"), (RECEPTION, "prior", "6万元")),
                *((RECEPTION, "change", "-1万元"), (RECEPTION, "rate", "-16.7%")),
            ],
        ),
        (
            "three_public",
            "全年使用财政拨款安排出国（境）团组0个，参加其他单位组织的出国（境）团组1个。",
            [("组织出国团组", "count", "0个"), ("参加其他单位出国团组", "count", "1个")],
        ),
        # The name of a class that holds 计划 is no plan that is compared with; nor does it need 支出.
        (
            "general",
            "医疗卫生与计划生育51.2万元，增长2.4%。",
            [("卫生健康支出", "amount", "51.2万元"), ("卫生健康支出", "rate", "2.4%")],
        ),
        # Grants of one item are not those of the report, and one budget's sum of both sides is not that of all grants.
        (
            "three_public",
            "公务接待费支出预算5万元（其中：一般公共预算支出4万元；政府性基金预算支出1万元）。",
            [(RECEPTION, "amount", "5万元")],
        ),
        (
            "fiscal",
            "2031年一般公共预算收支预算50万元，政府性基金收支预算0万元。",
            [
                ("一般公共预算财政拨款收入支出", "amount", "50万元"),
                ("政府性基金预算财政拨款收入支出", "amount", "0万元"),
            ],
        ),
        ("fiscal", "财政拨款支出2029年年初预算支出5万元。", []),
        ("fiscal", "财政拨款支出较2029年财政拨款年初预算支出5万元。", []),
        ("fiscal", "财政拨款支出2030年年初预算支出5万元。", [("财政拨款支出", "prior", "5万元")]),
        # Another body's budget, a part's, or that of some money is not the report's.
        ("totals", "某某中心单位预算收入20万元，某某站本级部门预算支出80万元。", []),
        ("totals", "其中：基层单位预算支出20万元，非财政拨款部门预算支出30万元。", []),
        ("totals", "本单位2031年部门预算收入20万元。", [("收入总计", "amount", "20万元")]),
        ("totals", "2031年部门预算支出80万元。单位预算支出20万元，增加1万元。", [("支出总计", "amount", "80万元")]),
        ("totals", "本部门2031年收支预算80万元。单位预算支出20万元。", [("收入支出总计", "amount", "80万元")]),
        ("expenditure", "本部门2031年预算支出80万元。单位预算支出20万元。", []),
        (
            "expenditure",
            "本部门2031年项目支出8万元。单位预算支出20万元。",
            [("项目支出", "amount", "8万元"), ("支出总计", "amount", "20万元")],
        ),
        # What one grant or one kind of income leaves over is not all that is carried over.
        (
            "income",
            "其中：一般公共预算拨款收入50万元（含上年结转资金5万元）。",
            [("一般公共预算财政拨款收入", "amount", "50万元")],
        ),
        (
            "income",
            "政府性基金预算收入9万元，其中上年结转资金3万元。",
            [("政府性基金预算财政拨款收入", "amount", "9万元")],
        ),
        ("income", "其中：上年结转9万元，单位结转结余资金4万元。", [("年初结转和结余", "amount", "9万元")]),
        ("income", "其中：部门结转结余资金4万元。", [("年初结转和结余", "amount", "4万元")]),
        ("income", "本单位结转结余资金4万元用于项目。", []),
        # Brackets that name a list are not what stands before them.
        ("three_public", "公务接待费，公务用车运行费（“三公”经费）总额9万元。", []),
    ],
)
def test_names_of_other_budgets_are_read(section: str, sentence: str, found: list[tuple[str, str, str]]) -> None:
    assert said(section, sentence, template="budget_shanghai") == found


@pytest.mark.parametrize(
    ("section", "sentence", "found"),
    [
        ("fiscal", "财政拨款支出2029年年初预算支出5万元。", []),
        ("fiscal", "财政拨款支出2030年年初预算支出5万元。", []),
        ("fiscal", "财政拨款支出6万元，2029年部门预算支出5万元。", [("财政拨款支出", "amount", "6万元")]),
        ("fiscal", "财政拨款支出2031年年初预算支出5万元。", [("财政拨款支出", "budget", "5万元")]),
        ("expenditure", "基本支出增长5%和4%。", []),
        ("expenditure", "基本支出增加5万元和4万元，增长3%。", []),
        ("expenditure", "基本支出为5万元、4万元。", []),
    ],
)
def test_budgets_of_earlier_years_and_figures_without_a_name_are_left_out(
    section: str, sentence: str, found: list[tuple[str, str, str]]
) -> None:
    assert said(section, sentence) == found


def test_the_budget_of_a_unit_is_its_own_and_beside_that_of_a_department_nobody_knows_whose() -> None:
    text = (
        f"某某{{}}2031年{{}}预算\n目录\n{HEADINGS['expenditure']}\n本部门2031年预算支出80万元。\n单位预算支出20万元。"
    )

    def amounts(name: str, kind: str) -> list[tuple[str, str]]:
        stream = tab_text.read("a.txt", text.format(name, kind).encode())
        return [(each.item, each.figures["amount"].printed) for each in read(stream, "budget_shanghai")]

    assert amounts("站", "单位") == [("支出总计", "20")]
    assert amounts("局", "部门") == []


def test_a_heading_within_a_section_leaves_what_the_section_is_about() -> None:
    text = (
        f"{HEADINGS['three_public']}\n4.公务接待费支出情况说明。\n2031年公务接待31批次，预算为6万元，支出决算为2万元。"
    )
    read = said("three_public", text.partition("\n")[2])
    assert read == [
        ("公务接待批次", "count", "31批次"),
        ("公务接待费", "budget", "6万元"),
        ("公务接待费", "amount", "2万元"),
    ]


@pytest.mark.parametrize(
    ("heading", "is_section"),
    [
        ("关于2031年度预算执行情况分析", True),
        ("项目预算执行情况分析", False),
        ("部门预算总体情况", True),
        ("2031年度决算总体情况说明", True),
        ("部门预算管理总体情况说明", False),
    ],
)
def test_the_year_s_budget_is_the_whole_s(heading: str, is_section: bool) -> None:
    text = f"部门决算情况说明\n一、{heading}\n本部门2031年度本年收入年初预算6万元，调整预算8万元，决算7万元。"
    found = [each.attributes["section"] for each in read(tab_text.read("a.txt", text.encode()), "final_accounts_2024")]
    assert found == ["totals" if is_section else "other"]


@pytest.mark.parametrize(
    ("section", "sentence", "items"),
    [
        ("three_public", "公务接待费本年度未发生。", [RECEPTION]),
        ("three_public", "因公出国（境）费未发生支出。", [TRAVEL]),
        ("three_public", "2031年公务用车购置费支出为零。", ["公务用车购置费"]),
        ("three_public", "本单位本年度未发生因公出国（境）费、公务接待费支出。", [TRAVEL, RECEPTION]),
        ("procurement", "2031年未发生政府采购支出。", ["政府采购"]),
        ("funds", "本单位没有政府性基金预算财政拨款收入。", ["政府性基金预算财政拨款收入"]),
        ("funds", "政府性基金预算财政拨款支出为零。", ["政府性基金预算财政拨款支出"]),
        ("income", "无事业收入、经营收入和其他收入。", ["事业收入", "经营收入", "其他收入"]),
    ],
)
def test_nothing_in_words_is_zero(section: str, sentence: str, items: list[str]) -> None:
    assert [(item, column) for item, column, _ in said(section, sentence)] == [(item, "amount") for item in items]


def test_zero_in_words_keeps_the_words_and_their_place() -> None:
    text = f"{HEADINGS['three_public']}\n  公务接待费未发生支出。"
    stream = tab_text.read("a.txt", text.encode())
    owner, template = Body(None, None, None, None), TEMPLATES["final_accounts_2024"]
    context = Context(stream, template, Identity(None, 2031), owner, (), {}, "万元")
    (row,) = statement_rows("r", list(read_narrative(context)))["narrative"]
    assert (row["amount"], row["amount__state"], row["amount__printed"]) == (0, CellState.ZERO, "未发生支出")
    assert (row["amount__line"], row["amount__cell"], row["amount__radius"]) == (2, 7, 50)


@pytest.mark.parametrize(
    ("section", "sentence", "found"),
    [
        (
            "three_public",
            "2031年公务接待费5万元，2030年公务接待费6万元。",
            [(RECEPTION, "amount", "5万元"), (RECEPTION, "prior", "6万元")],
        ),
        *(
            (
                "three_public",
                f"公务接待费0.48万元，{before}0.78万元。",
                [(RECEPTION, "amount", "0.48万元"), (RECEPTION, "prior", "0.78万元")],
            )
            for before in ("上年", "去年同期", "上年度公务接待费", "上年的公务接待费")
        ),
        ("totals", "上年结转和结余5万元。", [("年初结转和结余", "amount", "5万元")]),
        *(
            (
                "three_public",
                f"公务接待费5万元，比{budget}增加1万元，增长25%。",
                [(RECEPTION, "amount", "5万元"), (RECEPTION, "difference", "1万元"), (RECEPTION, "difference", "25%")],
            )
            for budget in ("年初预算", "2031年度预算", "2031年公务接待费预算数")
        ),
        *(
            (
                "three_public",
                f"公务接待费5万元，比{budget}增加1万元，增长25%。",
                [(RECEPTION, "amount", "5万元")],
            )
            for budget in ("上年预算", "2030年度预算")
        ),
        (
            "general",
            "教育支出5万元，比2030年预算执行数增加1万元。",
            [("教育支出", "amount", "5万元"), ("教育支出", "change", "1万元")],
        ),
        (
            "three_public",
            "2031年公务接待费比2030年减少1万元，降至5万元。",
            [(RECEPTION, "change", "-1万元"), (RECEPTION, "amount", "5万元")],
        ),
        (
            "income",
            "本年收入500万元，同比增长5%，财政拨款占80%，同比增长6%。",
            [
                *(("本年收入合计", "amount", "500万元"), ("本年收入合计", "rate", "5%")),
                *(("财政拨款收入", "share", "80%"), ("财政拨款收入", "rate", "6%")),
            ],
        ),
        (
            "three_public",
            "公务接待费3万元，为年初预算5.00万元的60%。",
            [(RECEPTION, "amount", "3万元"), (RECEPTION, "budget", "5.00万元"), (RECEPTION, "completion", "60%")],
        ),
    ],
)
def test_what_another_year_or_part_is_said_of_is_its_own(
    section: str, sentence: str, found: list[tuple[str, str, str]]
) -> None:
    assert said(section, sentence) == found


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("three_public", "2031年没有安排因公出国（境）费支出，与上年持平。"),
        ("three_public", "2030年公务接待费未发生支出。"),
        ("three_public", "上年未发生公务接待费支出。"),
        ("funds", "未发生政府性基金预算财政拨款支出超预算情况。"),
        ("funds", "无政府性基金预算。"),
        ("operating", "本单位为事业单位，未使用机关运行经费。"),
        # policies, plans, limits, averages
        ("three_public", "按照财预〔2016〕143号文件要求，公务接待费压减5%以上。"),
        ("three_public", "2031年起三年内公务接待费每年压减不低于10%。"),
        ("three_public", "公务接待费标准为每人每餐50元。"),
        ("three_public", "人均公务接待费50元。"),
        ("three_public", "2032年“三公”经费预算较2031年增加1.68万元，增长8%。"),
        ("general", "按2032年预算编制要求，教育支出预算为300万元。"),
        ("expenditure", "截至2031年6月30日，本年支出合计200万元。"),
        ("expenditure", "上半年基本支出120万元，占60%。"),
        # other bodies, other wholes
        ("three_public", "全市“三公”经费共计5000万元。"),
        ("three_public", "下属二级单位公务接待费0.8万元。"),
        ("three_public", "县本级行政事业单位“三公”经费合计800万元，市本级各部门公务接待费90万元。"),
        ("fiscal", "财政拨款收入占全县财政收入的0.5%。"),
        # figures in the middle of becoming others
        ("general", "卫生健康支出占比由上年的5.20%提高到6.10%，提高0.9个百分点。"),
        ("three_public", "公务接待费支出决算减少为0.50万元。"),
        ("three_public", "全系统公务接待费20万元。"),
        ("three_public", "其中：财政拨款增长6%。"),
        # ranges, changes of counts, years before the one before
        ("three_public", "公务接待费5万元至8万元。"),
        ("three_public", "公务接待费支出5-8万元。"),
        ("three_public", "国内公务接待较上年减少4批、30人次。"),
        ("three_public", "公务接待费为2028年的80%。"),
        ("income", "本年收入与2029年的50万元相比。"),
        # which side of it is meant, or whose share
        ("three_public", "其中：财政拨款5万元。"),
        ("three_public", "报销比例较上年提高5个百分点。"),
        ("operating", "机关运行经费减少-3万元。"),
        # lists whose items are not all known, or too many or few
        ("income", "事业收入、甲收入分别为15万元和5万元。"),
        ("income", "事业收入、其他收入分别为15万元、3万元和5万元。"),
        ("income", "分别为15万元和5万元。"),
        # words that are part of an item's name, and mean another thing alone or with more before them
        ("procurement", "全年采购20万元的办公设备一批。"),
        ("procurement", "实际完成采购20万元。"),
        ("totals", "其中：财政拨款年末结转1.23万元。"),
        ("totals", "2030年末结转和结余12万元。"),  # the report is of 2031
        ("three_public", "平均每批接待8人，每批次约520元。"),
        # a class that is only the end of another name; a change that may be money or a rate
        ("general", "小学教育50万元。"),
        ("general", "成人教育支出8万元，比上年增加2万元。"),
        ("totals", "收入总计减少5.20。"),
        ("expenditure", "工资福利支出预算50万元，比上年增加2万元。"),
        ("general", "高中教育支出5万元，其中：基本支出5万元，项目支出0万元。"),
        # broken numbers
        ("totals", "收入总计1234万5600元。"),
        ("totals", "收入总计为 1 234.56 万元。"),
        # cells of a table drawn with bars
        ("three_public", "公务接待费|3.6|2.5|公务用车购置及运行维护费|7|6|"),
    ],
)
def test_text_that_misleads_gives_no_fact(section: str, sentence: str) -> None:
    assert said(section, sentence) == []


@pytest.mark.parametrize(
    ("section", "sentence", "found"),
    [
        (
            "three_public",
            "全市“三公”经费共计5000万元，本单位公务接待费支出1.20万元。",
            [(RECEPTION, "amount", "1.20万元")],
        ),
        ("totals", "收入总计500万元（详见表1），其中财政拨款3项共480万元。", [("收入总计", "amount", "500万元")]),
        ("three_public", "国内公务接待12批次，共计支出2万元。", [("国内接待费", "amount", "2万元")]),
        ("procurement", "实际采购金额20万元。", [("政府采购", "amount", "20万元")]),
        (
            "totals",
            "年末结转和结余5万元，其中：年末结转3万元，年末结余2万元。",
            [("年末结转和结余", "amount", "5万元")],
        ),
        ("three_public", "本单位及下属单位公务接待费支出1.20万元。", [(RECEPTION, "amount", "1.20万元")]),
        ("three_public", "本部门所属各预算单位公务接待费支出1.20万元。", [(RECEPTION, "amount", "1.20万元")]),
    ],
)
def test_what_is_plain_beside_it_is_read(section: str, sentence: str, found: list[tuple[str, str, str]]) -> None:
    money = [each for each in said(section, sentence) if each[1] != "count"]
    assert money == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "（一）教育支出（类）10万元，主要用于人员经费8万元、公用经费2万元。较上年决算数增加1万元，增长11.11%。",
            [("教育支出", "change", "1万元"), ("教育支出", "rate", "11.11%")],
        ),
        ("（一）教育支出（类）10万元，主要用于人员经费8万元、公用经费2万元，较上年增加1万元。", []),
        ("（一）教育支出（类）10万元，主要用于学校建设，较上年增加1万元。", [("教育支出", "change", "1万元")]),
    ],
)
def test_a_change_behind_the_uses_of_money_is_not_that_of_a_use(
    sentence: str, found: list[tuple[str, str, str]]
) -> None:
    assert [each for each in said("general", sentence) if each[1] != "amount"] == found


def test_what_did_not_change_is_not_the_whole_before_it() -> None:
    sentence = "“三公”经费比去年增加1.55万元，增长39.4%。其中，甲项费用比去年无增减变化；公务接待费与上年持平。"
    text = f"{HEADINGS['three_public']}\n{sentence}"
    stream = tab_text.read("a.txt", text.encode())
    owner, template = Body(None, None, None, None), TEMPLATES["final_accounts_2024"]
    found = read_narrative(Context(stream, template, Identity(None, 2031), owner, (), {}, "万元"))
    assert {each.item: each.attributes.get("change_word") for each in found} == {"三公经费": "up", RECEPTION: "flat"}


def rows(section: str, sentence: str) -> list[dict[str, Any]]:
    stream = tab_text.read("a.txt", f"{HEADINGS[section]}\n{sentence}".encode())
    owner, template = Body(None, None, None, None), TEMPLATES["final_accounts_2024"]
    found = read_narrative(Context(stream, template, Identity(None, 2031), owner, (), {}, "万元"))
    return statement_rows("r", list(found))["narrative"]


def test_times_are_per_cent_of_what_they_are_times() -> None:
    (row,) = rows("income", "其他收入5万元，是上年的1.25倍。")
    assert (row["of_prior"], row["of_prior__radius"], row["of_prior__unit"]) == (125, Decimal("0.5"), "倍")


def test_three_years_told_side_by_side_are_rows_of_their_own() -> None:
    told = "2029年为9万元，2030年为8万元，2031年为10万元，2031年比2030年增加2万元，增长25%。"
    earlier, own = rows("general", f"一般公共预算财政拨款支出{told}")
    assert (earlier["year"], earlier["amount"]) == (2029, Decimal(90000))
    assert not {"prior", "change", "rate"} & earlier.keys()
    assert [own[each] for each in ("year", "amount", "prior", "change")] == [
        2031,
        *map(Decimal, (100000, 80000, 20000)),
    ]


def test_no_year_behind_a_comparison_with_last_year_is_what_it_compares_with() -> None:
    (row,) = rows("totals", "与上年收、支总计8万元相比，2031年度收、支总计10万元，增加2万元。")
    assert "base_year" not in row
    assert row["change"] == Decimal(20000)


def test_what_is_nearly_as_before_is_not_as_before() -> None:
    words = [rows("income", f"其他收入5万元，与上年{word}。")[0]["change_word"] for word in ("持平", "基本持平")]
    assert words == ["flat", "near"]


def test_further_reasons_speak_of_no_item() -> None:
    sentence = "公务接待费5万元，减少的原因：一是压减开支；二是会议减少，减支3万元。"
    assert said("three_public", sentence) == [(RECEPTION, "amount", "5万元")]


@pytest.mark.parametrize(
    ("section", "sentence", "found"),
    [
        (
            "totals",
            "收入总计9万元，支出总计9万元。收支总计较上年决算数增加1万元。",
            [
                *(("收入总计", "amount", "9万元"), ("支出总计", "amount", "9万元")),
                ("收入支出总计", "change", "1万元"),
            ],
        ),
        # Grants are part of what is named before the bracket, and of nothing where that has no name.
        (
            "expenditure",
            "项目支出9万元，其中本年安排8万元（其中，一般公共预算拨款安排7万元，政府性基金预算拨款安排1万元）。",
            [("项目支出", "amount", "9万元")],
        ),
        (
            "expenditure",
            "本年支出合计9万元（其中，一般公共预算财政拨款7万元，政府性基金预算财政拨款2万元）。",
            [
                *(("本年支出合计", "amount", "9万元"), (GENERAL, "amount", "7万元")),
                ("政府性基金预算财政拨款支出", "amount", "2万元"),
            ],
        ),
        (
            "fiscal",
            "财政拨款收支总计9万元。收入按资金来源分为：一般公共预算拨款9万元；支出按功能分为：教育支出9万元。",
            [
                *(("财政拨款收入支出总计", "amount", "9万元"), ("一般公共预算财政拨款收入", "amount", "9万元")),
                ("教育支出", "amount", "9万元"),
            ],
        ),
        (
            "fiscal",
            "财政拨款本年收入9万元，比上年增加1万元；本年支出8万元，减少2万元。",
            [
                *(("财政拨款收入", "amount", "9万元"), ("财政拨款收入", "change", "1万元")),
                *(("财政拨款支出", "amount", "8万元"), ("财政拨款支出", "change", "-2万元")),
            ],
        ),
        (
            "performance",
            "开展绩效自评，其中，一级项目2个，二级项目9个，涉及资金70万元。对政府性基金预算项目3个开展绩效自评，涉及资金50万元。",
            [
                *(("一级项目", "count", "2个"), ("二级项目", "count", "9个"), ("绩效自评项目", "amount", "70万元")),
                *(("绩效自评项目", "count", "3个"), ("绩效自评项目", "amount", "50万元")),
            ],
        ),
        (
            "general",
            "1.教育支出。年初预算9万元。其中：小学教育（2050202）年初预算5万元，决算6万元；初中教育（2050203）决算4万元。",
            [
                *(("教育支出", "budget", "9万元"), ("小学教育", "budget", "5万元")),
                *(("小学教育", "amount", "6万元"), ("初中教育", "amount", "4万元")),
            ],
        ),
        # A bracket leaves what the text speaks of as it is.
        (
            "three_public",
            "公务接待费5万元（国内公务接待12批次），占10%，较上年减少1万元。",
            [
                *((RECEPTION, "amount", "5万元"), ("国内公务接待批次", "count", "12批次")),
                *((RECEPTION, "share", "10%"), (RECEPTION, "change", "-1万元")),
            ],
        ),
        # What a project's own name heads is not said of all projects.
        (
            "performance",
            "对3个项目开展绩效自评，涉及资金90万元。危桥改造项目：全年预算数60万元，完成预算的90%。",
            [
                *(("绩效自评项目", "count", "3个"), ("绩效自评项目", "amount", "90万元")),
                *(("危桥改造项目", "full_year_budget", "60万元"), ("危桥改造项目", "completion", "90%")),
            ],
        ),
        (
            "three_public",
            "公务接待费：国内接待11次，接待人数98人。",
            [("国内公务接待批次", "count", "11次"), ("国内公务接待人次", "count", "98人")],
        ),
        # The year's is a part of the total, not the total.
        (
            "fiscal",
            "财政拨款收入总计100.00万元，其中：本年收入90.00万元；支出总计100.00万元，其中本年支出95.00万元。",
            [
                *(("财政拨款收入总计", "amount", "100.00万元"), ("财政拨款收入", "amount", "90.00万元")),
                *(("财政拨款支出总计", "amount", "100.00万元"), ("财政拨款支出", "amount", "95.00万元")),
            ],
        ),
        # What follows tells what a grant is for, and is no project.
        ("performance", "主要用于维修补助：预算50万元。", []),
        # Who came is not who was sent.
        (
            "three_public",
            "公务接待费5万元。全年共接待国内来访团组40个，累计320人次。",
            [
                *((RECEPTION, "amount", "5万元"), ("国内来访团组", "count", "40个")),
                ("国内来访人次", "count", "320人次"),
            ],
        ),
        (
            "fiscal",
            "年末政府性基金预算财政拨款结转和结余3万元，比上年减少1万元。",
            [("年末政府性基金预算财政拨款结转和结余", *each) for each in (("amount", "3万元"), ("change", "-1万元"))],
        ),
        (
            "totals",
            "收入总计500万元，比上年翻了一番。",
            [("收入总计", "amount", "500万元"), ("收入总计", "rate", "一倍")],
        ),
        ("totals", "年末结转和结余20万元。支出比上年增加30万元。", [("年末结转和结余", "amount", "20万元")]),
        # Another item changed: what follows is no longer the one before.
        (
            "operating",
            "机关运行经费支出50万元。会议费支出翻两番，为4万元。",
            [("机关运行经费", "amount", "50万元")],
        ),
        # What both sides are compared with, be it planned or another year's.
        (
            "totals",
            "收入总计50万元，与年初预算收入总计40万元、支出总计40万元相比，收入总计增加10万元。",
            [
                *(("收入总计", "amount", "50万元"), ("收入总计", "budget", "40万元"), ("支出总计", "budget", "40万元")),
                ("收入总计", "difference", "10万元"),
            ],
        ),
        (
            "totals",
            "全年预算收入总计50万元，决算收入总计48万元，比上年预算收入总计45万元增加3万元。",
            [("收入总计", "full_year_budget", "50万元"), ("收入总计", "amount", "48万元")],
        ),
        ("totals", "收入总计伍佰万元整。", [("收入总计", "amount", "伍佰万元")]),
        # Some of the receptions are no kind of them; the others are, and so are the domestic but for foreign affairs.
        (
            "three_public",
            "公务接待费5万元，国内公务接待40批次300人次，其中接待专项巡查6批次50人次，教研交流9批次80人次。",
            [
                *((RECEPTION, "amount", "5万元"), ("国内公务接待批次", "count", "40批次")),
                ("国内公务接待人次", "count", "300人次"),
            ],
        ),
        (
            "three_public",
            "其他国内公务接待10批次76人次，支出2万元。",
            [
                *(("其他国内公务接待批次", "count", "10批次"), ("其他国内公务接待人次", "count", "76人次")),
                ("其他国内公务接待费", "amount", "2万元"),
            ],
        ),
        (
            "general",
            "财政拨款支出90万元，其中：一般公共预算财政拨款支出80万元，政府性基金预算财政拨款支出10万元。",
            [
                *(("财政拨款支出", "amount", "90万元"), ("一般公共预算财政拨款支出", "amount", "80万元")),
                ("政府性基金预算财政拨款支出", "amount", "10万元"),
            ],
        ),
        ("general", "本年支出80万元。", []),
        # What a sentence goes on about that names nothing, its figures tell: the whole, a part, nobody knows.
        *(
            (
                "general",
                f"{GENERAL}100万元，其中：基本支出60万元，项目支出40万元。与上年相比，增加{change}万元，增长{rate}%。",
                [
                    *(
                        (GENERAL, "amount", "100万元"),
                        ("基本支出", "amount", "60万元"),
                        ("项目支出", "amount", "40万元"),
                    ),
                    *([(of, "change", f"{change}万元"), (of, "rate", f"{rate}%")] if of else []),
                ],
            )
            for change, rate, of in ((20, 25, GENERAL), (10, "33.33", "项目支出"), (10, 50, None))
        ),
        (
            "funds",
            "年初结转和结余4万元，本年收入5万元，本年支出6万元，年末结转和结余3万元。与年初预算8万元相比，支出决算减少2万元。",
            [
                *(("年初政府性基金预算财政拨款结转和结余", "amount", "4万元"), (f"{FUNDS}收入", "amount", "5万元")),
                *(("年末政府性基金预算财政拨款结转和结余", "amount", "3万元"), (f"{FUNDS}支出", "amount", "6万元")),
                *((f"{FUNDS}支出", "budget", "8万元"), (f"{FUNDS}支出", "difference", "-2万元")),
            ],
        ),
        # The change is the only part's that was told, with its share; of a use, or of several parts, nobody knows.
        (
            "income",
            "本年收入合计9万元，主要包括：事业收入6万元，占66.67%，比上年增加1万元；其他收入3万元。",
            [
                *(
                    ("本年收入合计", "amount", "9万元"),
                    ("事业收入", "amount", "6万元"),
                    ("事业收入", "share", "66.67%"),
                ),
                *(("事业收入", "change", "1万元"), ("其他收入", "amount", "3万元")),
            ],
        ),
        (
            "income",
            "本年收入合计9万元，主要包括：事业收入6万元，占66.67%，其他收入3万元，占33.33%，比上年增加1万元。",
            [
                *(
                    ("本年收入合计", "amount", "9万元"),
                    ("事业收入", "amount", "6万元"),
                    ("事业收入", "share", "66.67%"),
                ),
                *(("其他收入", "amount", "3万元"), ("其他收入", "share", "33.33%")),
            ],
        ),
        ("income", "年初结转和结余9万元，主要包括：一般公共预算9万元。", [("年初结转和结余", "amount", "9万元")]),
        # Services that a government buys are not all services that are bought.
        ("procurement", "政府购买服务预算总额30万元。", [("政府购买服务", "budget", "30万元")]),
        (
            "performance",
            "填报绩效目标的预算项目18个，占全部预算项目18个的100%。填报绩效目标的项目支出预算90万元，占全部项目支出预算的100%。",
            [
                *(("编报绩效目标项目", "count", "18个"), ("编报绩效目标项目", "share", "100%")),
                ("编报绩效目标项目", "amount", "90万元"),
            ],
        ),
        (
            "performance",
            "从数量、效益、满意度三个方面编制了绩效目标，覆盖项目14个，涉及预算90万元。",
            [("编报绩效目标项目", "count", "14个"), ("编报绩效目标项目", "amount", "90万元")],
        ),
        ("performance", "本部门未开展整体支出绩效评价，涉及资金0万元。", []),
        (
            "expenditure",
            "基本支出50万元。主要是保障机构运转，按经济分类分，工资福利支出30万元、商品和服务支出20万元。",
            [
                *(("基本支出", "amount", "50万元"), ("工资福利支出", "amount", "30万元")),
                ("商品和服务支出", "amount", "20万元"),
            ],
        ),
        (
            "three_public",
            "全年购置（更新）1辆，配备车载电台2台。",
            [("公务用车购置数", "count", "1辆")],
        ),
        (
            "performance",
            "对8个项目开展绩效自评，涉及一般公共预算资金40万元，政府性基金预算资金12万元。",
            [
                *(("绩效自评项目", "count", "8个"), ("一般公共预算项目", "amount", "40万元")),
                ("政府性基金预算项目", "amount", "12万元"),
            ],
        ),
        (
            "three_public",
            "公务接待费6.3万元，与上年决算数7.2万元相比减少0.9万元，与预算数8万元相比减少1.7万元。",
            [
                *((RECEPTION, "amount", "6.3万元"), (RECEPTION, "prior", "7.2万元"), (RECEPTION, "change", "-0.9万元")),
                *((RECEPTION, "budget", "8万元"), (RECEPTION, "difference", "-1.7万元")),
            ],
        ),
        (
            "three_public",
            "公务接待费6.3万元，与去年同期7.2万元相比，公务用车运行维护费有所下降，减少0.9万元。",
            [
                *((RECEPTION, "amount", "6.3万元"), ("公务用车运行维护费", "change", "-0.9万元")),
                ("公务用车运行维护费", "prior", "7.2万元"),
            ],
        ),
        (
            "three_public",
            "公务接待费6.3万元。与上年5万元相比，因检查增多，增加1.3万元。",
            [(RECEPTION, "amount", "6.3万元"), (RECEPTION, "prior", "5万元"), (RECEPTION, "change", "1.3万元")],
        ),
        (
            "general",
            "1.行政运行（项）6.3万元，与年初预算5万元相比，人员经费增加1.3万元。",
            [("行政运行", "amount", "6.3万元"), ("人员经费", "difference", "1.3万元")],
        ),
        (
            "procurement",
            "政府采购支出6.3万元。与上年5万元相比，采购规模、数量增加1.3万元。",
            [("政府采购", "amount", "6.3万元")],
        ),
        (
            "totals",
            "支出总计6.3万元。与上年5万元相比，其中财政拨款支出增加1.1万元。",
            [
                *(("支出总计", "amount", "6.3万元"), ("支出总计", "prior", "5万元")),
                ("财政拨款支出", "change", "1.1万元"),
            ],
        ),
        (
            "general",
            "1.教育支出（类）普通教育（款）小学教育（项）2050202年初预算38万元，支出决算39万元。",
            [("小学教育", "budget", "38万元"), ("小学教育", "amount", "39万元")],
        ),
        (
            "general",
            "（三）支出具体情况。支出年初预算38万元，支出决算39万元。",
            [(GENERAL, "budget", "38万元"), (GENERAL, "amount", "39万元")],
        ),
        ("general", "（三）支出具体情况。支出38万元，其中有政府性基金。", []),
        (
            "expenditure",
            "支出合计50万元，其中教育支出中基本支出占60%，项目支出占40%。",
            [("本年支出合计", "amount", "50万元")],
        ),
        ("expenditure", "教育支出中，基本支出30万元，项目支出20万元。", []),
        ("expenditure", "本年支出中，基本支出30万元。", [("基本支出", "amount", "30万元")]),
        (
            "expenditure",
            "项目支出50万元，其中：危桥改造项目支出30万元，公用经费项目支出20万元。",
            [("项目支出", "amount", "50万元")],
        ),
        (
            "basic",
            "县档案馆基本支出30万元，县某某站基本支出20万元。",
            [("基本支出", "amount", "20万元")],
        ),
        ("basic", "所属县档案馆基本支出30万元。", []),
        ("procurement", "向社会力量购买服务支出30万元。", [("政府购买服务", "amount", "30万元")]),
        ("operating", "某市审计局机关运行经费支出30万元，比上年减少2万元。", []),
        ("income", "县财政局财政拨款收入30万元。", [("财政拨款收入", "amount", "30万元")]),
        ("income", "防汛抢险中心2021年度收入总计30万元。", []),
        ("income", "本中心2021年度收入总计30万元。", [("收入总计", "amount", "30万元")]),
        ("operating", "举办展会1场，支出3万元。", [("举办展会", "count", "1场")]),
        (
            "three_public",
            "购置执法执勤用车1辆、其他用车2辆。",
            [("购置执法执勤用车", "count", "1辆"), ("购置其他用车", "count", "2辆")],
        ),
        (
            "vehicles",
            "新购车辆1辆，共有车辆9辆。",
            [("购置车辆数合计", "count", "1辆"), ("车辆数合计", "count", "9辆")],
        ),
        (
            "performance",
            "对8个项目开展绩效自评。对2个政府性基金预算项目开展绩效自评，涉及资金12万元。",
            [
                *(("绩效自评项目", "count", "8个"), ("政府性基金预算项目", "count", "2个")),
                ("政府性基金预算项目", "amount", "12万元"),
            ],
        ),
        (
            "performance",
            "对5个一般公共预算项目、1个政府性基金预算项目开展绩效自评，涉及资金12万元。",
            [
                *(("一般公共预算项目", "count", "5个"), ("政府性基金预算项目", "count", "1个")),
                ("绩效自评项目", "amount", "12万元"),
            ],
        ),
        (
            "procurement",
            "按签订合同统计为80万元，其中授予中小企业合同金额60万元，占政府采购支出总额的75%。",
            [("授予中小企业合同", "amount", "60万元")],
        ),
        (
            "fiscal",
            "财政拨款收、支总计12万元。其中：本年收入8万元，年初结转4万元；本年支出9万元。",
            [
                *(("财政拨款收入支出总计", "amount", "12万元"), ("财政拨款收入", "amount", "8万元")),
                *(("年初财政拨款结转和结余", "amount", "4万元"), ("财政拨款支出", "amount", "9万元")),
            ],
        ),
        (
            "performance",
            "对“电教设备”等3个项目开展了部门评价，涉及资金51万元。",
            [("绩效评价项目", "count", "3个"), ("绩效评价项目", "amount", "51万元")],
        ),
        (
            "three_public",
            "因公出国（境）费6万元，参加市外办组团1个、1人次。",
            [(TRAVEL, "amount", "6万元")],
        ),
        (
            "totals",
            "与上年收入总计8万元、支出总计7万元相比，各增加1万元。",
            [("收入总计", "prior", "8万元"), ("支出总计", "prior", "7万元")],
        ),
        (
            "totals",
            "总支出9万元。收入中：当年财政拨款8万元。",
            [("支出总计", "amount", "9万元"), ("财政拨款收入", "amount", "8万元")],
        ),
        ("income", "（三）其他5万元。", [("其他收入", "amount", "5万元")]),
        (
            "three_public",
            "公务接待费5万元，接待9批次70人次，其中国内8批次66人次。年末保有3辆。",
            [
                *(
                    (RECEPTION, "amount", "5万元"),
                    ("公务接待批次", "count", "9批次"),
                    ("公务接待人次", "count", "70人次"),
                ),
                *(("国内公务接待批次", "count", "8批次"), ("国内公务接待人次", "count", "66人次")),
                ("公务用车保有量", "count", "3辆"),
            ],
        ),
        (
            "three_public",
            "公务接待费5万元，占全年预算8万元的62.5%。",
            [
                *((RECEPTION, "amount", "5万元"), (RECEPTION, "full_year_budget", "8万元")),
                (RECEPTION, "completion", "62.5%"),
            ],
        ),
        (
            "performance",
            "对9个项目开展自评，涉及资金12万元，自评优秀7个、良好2个。",
            [
                *(("绩效自评项目", "count", "9个"), ("绩效自评项目", "amount", "12万元")),
                *(("评级优秀", "count", "7个"), ("评级良好", "count", "2个")),
            ],
        ),
        # What is carried over of one grant is not all of it.
        (
            "fiscal",
            "财政拨款收支总计9万元，其中一般公共预算财政拨款本年收入6万元，年初结转结余3万元。",
            [("财政拨款收入支出总计", "amount", "9万元"), ("一般公共预算财政拨款收入", "amount", "6万元")],
        ),
        (
            "fiscal",
            "财政拨款收支总计9万元，其中一般公共预算财政拨款收入9万元（含上年结转3万元）。",
            [("财政拨款收入支出总计", "amount", "9万元"), ("一般公共预算财政拨款收入", "amount", "9万元")],
        ),
        (
            "fiscal",
            "财政拨款收入9万元，其中：本年收入6万元，上年结转3万元。",
            [("财政拨款收入", "amount", "9万元"), ("年初财政拨款结转和结余", "amount", "3万元")],
        ),
    ],
)
def test_what_figures_are_part_of_is_told(section: str, sentence: str, found: list[tuple[str, str, str]]) -> None:
    assert sorted(said(section, sentence)) == sorted(found)


def test_more_than_the_budget_in_per_cent_is_a_difference() -> None:
    text = f"{HEADINGS['general']}\n1、教育支出年初预算5万元，支出决算6万元，超预算20%。"
    stream = tab_text.read("a.txt", text.encode())
    owner, template = Body(None, None, None, None), TEMPLATES["final_accounts_2024"]
    found = read_narrative(Context(stream, template, Identity(None, 2031), owner, (), {}, "万元"))
    (claim,) = [each for each in found if each.table == "claim"]
    assert (claim.item, claim.attributes["quantity"], claim.figures["percent"].printed) == (
        "教育支出",
        "difference",
        "20",
    )


def test_the_budget_that_is_compared_with_is_one() -> None:
    sentence = "“三公”经费支出决算比年初预算2.00万元减少0.80万元，比上年增加0.10万元。"
    assert said("three_public", sentence) == [
        *(
            ("三公经费", "budget", "2.00万元"),
            ("三公经费", "difference", "-0.80万元"),
            ("三公经费", "change", "0.10万元"),
        )
    ]
    sentence = "财政拨款收入9万元，比年初预算的8万元增加1万元。"
    found = [
        ("财政拨款收入", "amount", "9万元"),
        ("财政拨款收入", "budget", "8万元"),
        ("财政拨款收入", "difference", "1万元"),
    ]
    assert said("fiscal", sentence) == found


def test_money_behind_other_gatherings_is_not_that_of_training() -> None:
    sentence = "培训费预算6万元，拟开展5次培训，人数400人；拟举办2次节庆、晚会活动，经费预算3万元。"
    found = said("operating", sentence, template="budget_shanghai")
    assert [each for each in found if each[1] == "amount"] == [("培训费", "amount", "6万元")]


def test_the_year_of_its_own_budget_is_none_that_an_amount_is_compared_with() -> None:
    (row,) = rows("three_public", "公务接待费2031年决算数5万元，比2031年年初预算数8万元减少3万元。")
    assert (row["budget__printed"], row["difference__printed"], row.get("base_year")) == ("8", "3", None)


@pytest.mark.parametrize(
    "words",
    [
        "与2029年相比，增加1万元，增长25%。",
        "比2029年度的4万元增加1万元，增长25%。",
        "较2029年决算数4万元增加1万元，增长25%。",
        "与2029年的4万元相比，增加1万元，增长25%。",
    ],
)
def test_the_year_of_a_comparison_that_is_not_last_year_s_is_kept_and_its_sum_is_not(words: str) -> None:
    amount, compared = rows("operating", f"2031年度机关运行经费支出5万元，{words}")
    assert (amount["amount__printed"], amount.get("prior"), amount.get("base_year")) == ("5", None, None)
    assert [compared[f"{each}__printed"] for each in ("base_year", "change", "rate")] == ["2029", "1", "25"]


def test_the_year_behind_a_comparison_is_the_one_that_is_compared() -> None:
    (row,) = rows("operating", "与上年相比，2031年度机关运行经费支出增加1万元，增长25%。")
    assert (row["change__printed"], row.get("base_year")) == ("1", None)


@pytest.mark.parametrize(
    ("section", "sentence", "item"),
    [
        ("expenditure", "基本支出占80%；上年基本支出占75%。", "基本支出"),
        ("procurement", "政府采购货物占80%；授予小微企业合同金额占中小企业合同金额的75%。", "政府采购货物"),
    ],
)
def test_a_share_of_another_year_or_whole_is_not_the_section_s(section: str, sentence: str, item: str) -> None:
    assert [each for each in said(section, sentence) if each[1] == "share"] == [(item, "share", "80%")]


MEANT = [
    "比上年增加1万元；与2027年的9万元相比减少4万元，下降44.44%。",
    "比2027年的9万元减少4万元，下降44.44%；比上年增加1万元。",
    "比上年增加1万元。与2027年相比，机关运行经费支出下降44.44%。",
    "五年来比2026年减少4万元。",
    "自2026年以来逐年下降，比2026年的9万元减少4万元。",
    "以2025年为基期，比2025年的9万元减少4万元。",
    "“十四五”期间比2025年下降44.44%。",
    "与2029年相比累计减少4万元。",
    "比2028年、2029年平均数9万元减少4万元。",
    "2030年机构改革后不可比，与2029年的9万元相比减少4万元。",
    "2030年比2029年减少4万元。",
    "较2029年底的9万元减少4万元。",
    "年初结转和结余较2029年决算减少4万元。",
]


@pytest.mark.parametrize("words", MEANT)
def test_a_comparison_with_an_earlier_year_that_is_meant_is_no_row(words: str) -> None:
    found = rows("operating", f"2031年度机关运行经费支出5万元，{words}")
    assert all(each.get("base_year") is None and each.get("rate__printed") != "44.44%" for each in found)
    assert {each.get("change__printed") for each in found} <= {None, "1"}


def test_a_budget_may_be_compared_with_the_last_accounts_there_are() -> None:
    said = [f"2031年机关运行经费预算5万元,比2029年{what}增加" for what in ("决算数", "预算")]
    outcome, planned = (quantities.money("增加", each, 2031, is_budget=True) for each in said)
    assert (outcome, planned and planned.column) == (None, "change")


def test_a_budget_that_did_not_change_says_nothing_of_the_accounts() -> None:
    (row,) = rows("operating", "机关运行经费支出5万元，比上年增加1万元。年初预算与2030年预算持平。")
    assert row["change_word"] == "up"


@pytest.mark.parametrize(("income", "expenditure"), [("收入情况。", "支出情况。"), ("收入决算：", "支出决算：")])
def test_a_heading_with_its_text_opens_its_side_of_the_whole(income: str, expenditure: str) -> None:
    text = "\n".join(
        (
            HEADINGS["totals"],
            "1.总体情况。2031年收入总计9万元。",
            f"2.{income}2031年收入合计8万元，其中：事业收入2万元，占25%。",
            f"3.{expenditure}2031年支出合计7万元，其中：基本支出7万元，占100%。",
        )
    )
    stream = tab_text.read("a.txt", text.encode())
    owner, template = Body(None, None, None, None), TEMPLATES["final_accounts_2024"]
    found = read_narrative(Context(stream, template, Identity(None, 2031), owner, (), {}, "万元"))
    assert {each.item: each.attributes["section"] for each in found} == {
        "收入总计": "totals",
        "本年收入合计": "income",
        "事业收入": "income",
        "本年支出合计": "expenditure",
        "基本支出": "expenditure",
    }


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("水文测报2031年度支出30.5万元，比2030年度增加1.5万元。", ["水文测报"]),
        ("1.水文测报2031年决算数为30.5万元。", ["水文测报"]),
        ("其中：水文测报30.5万元，水利技术推广2万元。", ["水文测报", "水利技术推广"]),
        # A longer name, one that several items have, and what money is used for are none.
        ("城市水文测报30.5万元。", []),
        ("行政运行30.5万元。", []),
        ("农林水支出50万元，主要用于水文测报30.5万元。", ["农林水支出"]),
    ],
)
def test_names_of_the_report_s_own_items_are_known(line: str, items: list[str]) -> None:
    names = {"2130313": "水文测报", "2130317": "水利技术推广", "2130301": "行政运行", "2130101": "行政运行"}
    rows = {"general_expenditure": [{"code": code, "item": name, "path": name} for code, name in names.items()]}
    stream = tab_text.read("a.txt", f"{HEADINGS['general']}\n{line}".encode())
    found = read(stream, "final_accounts_2024", rows)
    assert [(each.item, each.code is None) for each in found] == [(item, item == "农林水支出") for item in items]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        # Parts of a change, of added money, of other bodies, and what is carried over are not spent on the item.
        ("一般公共预算财政拨款支出40万元，比2030年度增加6万元，其中：水文测报4万元，水利技术推广2万元。", []),
        ("一般公共预算财政拨款支出40万元，比2030年度增加6万元。其中：水文测报4万元，水利技术推广2万元。", []),
        ("一般公共预算财政拨款支出40万元，年中追加8万元，其中：水文测报5万元、水利技术推广3万元。", []),
        ("一般公共预算财政拨款支出40万元，其中：局本级水文测报20万元、水利技术推广9万元，所属中心水文测报11万元。", []),
        ("一般公共预算财政拨款支出40万元。其余结转下年的水文测报1万元、水利技术推广2万元。", []),
        ("一般公共预算财政拨款支出40万元（上年34万元），其中：水文测报20万元。", []),
        ("一般公共预算基本支出40万元，其中：水文测报20万元。", []),
        (
            "一般公共预算财政拨款支出40万元，与上年34万元（其中：水文测报20万元、水利技术推广14万元）相比，增加6万元。",
            [("水文测报", "prior"), ("水利技术推广", "prior")],
        ),
        (
            "一般公共预算财政拨款支出40万元，年初预算33万元，其中：水文测报20万元，决算25万元；水利技术推广13万元，决算15万元。",
            [
                *(("水文测报", "budget"), ("水文测报", "amount")),
                *(("水利技术推广", "budget"), ("水利技术推广", "amount")),
            ],
        ),
        (
            "一般公共预算财政拨款支出40万元，其中：水文测报25万元，增加3万元；水利技术推广15万元，增加3万元。",
            [
                *(("水文测报", "amount"), ("水文测报", "change")),
                *(("水利技术推广", "amount"), ("水利技术推广", "change")),
            ],
        ),
    ],
)
def test_sums_of_own_items_are_parts_of_the_sum_before_them(line: str, found: list[tuple[str, str]]) -> None:
    names = {"2130313": "水文测报", "2130317": "水利技术推广"}
    rows = {"general_expenditure": [{"code": code, "item": name, "path": name} for code, name in names.items()]}
    stream = tab_text.read("a.txt", f"{HEADINGS['general']}\n{line}".encode())
    rows_read = [each for each in read(stream, "final_accounts_2024", rows) if each.item in names.values()]
    columns = ("prior", "budget", "amount", "change")
    assert [(each.item, column) for each in rows_read for column in columns if column in each.figures] == found


def test_a_percentage_in_brackets_behind_a_change_is_its_rate_alone_there() -> None:
    sentence = "农林水支出48万元，比上年增加8万元（{}），增长20%。"
    rates = [
        [each[2] for each in said("general", sentence.format(text)) if each[1] == "rate"]
        for text in ("7%用于培训", "20%")
    ]
    assert rates == [["20%"], ["20%", "20%"]]


def test_receptions_are_of_the_kind_that_the_sentence_came_to() -> None:
    sentence = "国内接待费0.5万元，共接待12批次90人次。外宾接待0.2万元，3批次，8人次。"
    assert [each for each in said("three_public", sentence) if each[1] == "count"] == [
        *(("国内公务接待批次", "count", "12批次"), ("国内公务接待人次", "count", "90人次")),
        *(("外事接待批次", "count", "3批次"), ("外事接待人次", "count", "8人次")),
    ]


@pytest.mark.parametrize(
    ("words", "item"),
    [
        ("其他支出(类)彩票公益金安排的支出(款)用于体育事业的彩票公益金支出(项)", "用于体育事业的彩票公益金支出"),
        ("主要用于教育支出(类)普通教育(款)小学教育(项)", "小学教育"),
        ("主要用于教育支出(类)", "教育支出"),
    ],
)
def test_an_item_may_be_called_by_its_use(words: str, item: str) -> None:
    rows = {"funds": [{"code": "2296003", "item": "用于体育事业的彩票公益金支出", "path": "229/22960/2296003"}]}
    found = Subjects(TEMPLATES["final_accounts_2024"], rows).classes(words)
    assert found is not None
    assert found.item == item


@pytest.mark.parametrize(
    ("body", "is_part"), [("某市某局", True), ("某市某局（本级）", False), ("某市某局本级", False)]
)
def test_the_head_of_a_department_is_a_part_of_it_but_not_of_itself(body: str, is_part: bool) -> None:
    template, stream = TEMPLATES["final_accounts_2024"], tab_text.read("a.txt", b"")
    context = Context(stream, template, Identity(body, 2031), Body(None, None, None, None), (), {}, "万元")
    assert OwnBody(context).is_of_part("市本级公用经费", "市本级公用经费3万元，下属单位4万元") is is_part


@pytest.mark.parametrize(
    ("section", "sentence", "path"),
    [
        ("expenditure", "基本支出中，人员经费58.20万元，占基本支出的90.64%。", "基本支出/人员经费"),
        ("three_public", "公务接待费占基本支出的0.5%。", "基本支出/公务接待费"),
    ],
)
def test_a_share_of_another_item_than_the_section_s_is_claimed_below_that_item(
    section: str, sentence: str, path: str
) -> None:
    stream = tab_text.read("a.txt", f"{HEADINGS[section]}\n{sentence}".encode())
    claims = [each for each in read(stream, "final_accounts_2024") if each.table == "claim"]
    assert [(each.path, each.attributes["quantity"]) for each in claims] == [(path, "share")]


@pytest.mark.parametrize(("general", "item"), [("48.00", GENERAL), ("40.00", "财政拨款支出")])
def test_grants_spent_are_the_general_budget_s_in_its_section_where_there_are_no_others(
    general: str, item: str
) -> None:
    lines = ("五、一般公共预算财政拨款支出决算情况说明", "（一）财政拨款支出决算总体情况", "财政拨款支出48万元。")
    rows: dict[str, list[dict[str, str | None]]] = {
        "fiscal_summary": [{"item": "本年支出合计", "amount": "48.00", "general": general}]
    }
    [only] = read(tab_text.read("a.txt", "\n".join(lines).encode()), "final_accounts_2024", rows)
    assert only.item == item


@pytest.mark.parametrize(("granted", "item"), [("50.00", "基本支出"), ("48.00", "财政拨款基本支出")])
def test_parts_of_the_grants_spent_are_those_of_all_expenditure_where_all_is_granted(granted: str, item: str) -> None:
    line = "支出总计50万元。本年财政拨款安排支出48万元，其中，基本支出30万元。"
    rows: dict[str, list[dict[str, str | None]]] = {
        table: [{"item": "本年支出合计", "amount": amount}]
        for table, amount in (("summary", "50.00"), ("fiscal_summary", granted))
    }
    found = read(tab_text.read("a.txt", f"{HEADINGS['expenditure']}\n{line}".encode()), "final_accounts_2024", rows)
    assert [each.item for each in found] == ["支出总计", "财政拨款支出", item]


def test_a_paragraph_that_tells_an_item_s_budget_first_goes_on_about_it() -> None:
    lines = (
        "农林水支出（类）水利（款）防汛（项）9万元，主要用于：",
        "物资储备。年初预算为8万元，支出决算为9万元，完成年初预算的112.5%。",
    )
    told = [("防汛", "budget", "8万元"), ("防汛", "amount", "9万元"), ("防汛", "completion", "112.5%")]
    assert said("general", *lines) == [("防汛", "amount", "9万元"), *told]
    assert said("general", lines[0], "支出决算为50万元。") == [("防汛", "amount", "9万元")]


def test_what_came_of_an_item_s_budget_is_told_though_it_is_not_the_sum_told_first() -> None:
    text = "防汛（2130314）9万元，主要用于抢险。年初预算为8万元，支出决算为7万元，完成年初预算的87.5%。"
    told = [("防汛", "budget", "8万元"), ("防汛", "amount", "7万元"), ("防汛", "completion", "87.5%")]
    assert said("general", text) == [("防汛", "amount", "9万元"), *told]


def test_a_dash_between_class_group_and_item_is_no_part_of_their_names() -> None:
    text = f"{HEADINGS['general']}\n“农林水支出（类）-水利（款）-防汛（项）”9万元，主要用于抢险。"
    [only] = read(tab_text.read("a.txt", text.encode()), "final_accounts_2024")
    assert (only.item, only.path) == ("防汛", "农林水支出/水利/防汛")


def test_a_use_ends_with_its_paragraph() -> None:
    lines = ("1.防汛（2130314）年初预算为4万元，主要用于物资储备。", "2.农林水（水利）行政运行：年初预算为5万元。")
    assert said("general", *lines) == [("防汛", "budget", "4万元")]


@pytest.mark.parametrize(
    ("words", "base"), [("2030年预算", None), ("上年执行数", "restated"), ("2030年决算数", "restated")]
)
def test_what_became_of_the_budget_before_is_not_that_budget(words: str, base: str | None) -> None:
    lines = ("一、收支预算总体情况说明", f"2031年支出预算300万元，比{words}增加20万元。")
    [only] = read(tab_text.read("a.txt", "\n".join(lines).encode()), "budget_shanghai")
    assert (only.figures["change"].printed, only.attributes.get("base")) == ("20", base)


@pytest.mark.parametrize(("section", "found"), [("income", "本年收入合计"), ("totals", None)])
def test_a_side_s_change_behind_the_list_of_its_parts_is_not_the_last_part_s(section: str, found: str | None) -> None:
    facts = said(section, "（三）其他收入5万元。", "收入决算数较上年增加8万元。")
    assert facts == [("其他收入", "amount", "5万元"), *([(found, "change", "8万元")] if found else [])]


@pytest.mark.parametrize(
    ("words", "of"), [("基本支出5万元", "基本支出"), ("基本支出5万元，项目支出3万元", "本年支出合计")]
)
def test_a_side_s_change_behind_one_entry_is_the_entry_s(words: str, of: str) -> None:
    facts = said("expenditure", f"1.{words}。支出比上年减少2万元，下降4%。")
    assert facts[-2:] == [(of, "change", "-2万元"), (of, "rate", "-4%")]


@pytest.mark.parametrize(("total", "item"), [("9.00", "收入"), ("8.00", "本年收入合计")])
def test_what_accounts_call_income_may_hold_what_was_carried_over(total: str, item: str) -> None:
    rows: dict[str, list[dict[str, str | None]]] = {
        "summary": [{"item": "收入总计", "amount": total}, {"item": "本年收入合计", "amount": "8.00"}]
    }
    [only] = read(
        tab_text.read("a.txt", f"{HEADINGS['totals']}\n收入决算8万元。".encode()), "final_accounts_2024", rows
    )
    assert only.item == item


@pytest.mark.parametrize(
    ("parts", "item"),
    [
        ("其中：其他收入8万元；上年结转1万元", "收入总计"),
        ("其中：其他收入8万元，上年结转未列入", "收入合计"),
        ("其中：其他收入8万元（不含上年结转1万元）", "收入合计"),
    ],
)
def test_the_income_of_a_budget_holds_what_was_carried_over_where_it_is_a_part(parts: str, item: str) -> None:
    rows: dict[str, list[dict[str, str | None]]] = {
        "summary": [{"item": "收入总计", "amount": "9.00"}, {"item": "本年收入合计", "amount": "8.00"}]
    }
    text = f"{HEADINGS['income']}\n2031年收入合计9万元，{parts}。"
    assert read(tab_text.read("a.txt", text.encode()), "budget_shanghai", rows)[0].item == item


@pytest.mark.parametrize(("before", "of"), [(13, "三公经费"), (11, "公务用车运行维护费"), (17, None)])
def test_what_a_sum_behind_parts_is_compared_with_is_whose_change_it_fits(before: int, of: str | None) -> None:
    parts = "其中：公务接待费2万元，公务用车运行维护费10万元"
    facts = said("three_public", f"“三公”经费12万元，{parts}，与上年{before}万元相比减少1万元。")
    compared = [(of, "change", "-1万元"), (of, "prior", f"{before}万元")] if of else []
    assert sorted(fact for fact in facts if fact[1] != "amount") == compared
    vague = said("three_public", f"“三公”经费12万元，{parts}，较上年{before}万元有所变化。")
    assert {quantity for _, quantity, _ in vague} == {"amount"}


def test_money_of_counted_projects_is_theirs_in_other_sections_too() -> None:
    facts = said("procurement", "2031年对7个项目开展绩效自评，涉及资金30万元。")
    assert facts == [("绩效自评项目", "count", "7个"), ("绩效自评项目", "amount", "30万元")]


def test_what_projects_cost_of_all_budgets_is_not_the_last_budget_s() -> None:
    funds = "涉及一般公共预算资金30万元，政府性基金预算资金6万元，共36万元。"
    facts = said("performance", f"对5个项目开展绩效自评，{funds}")
    assert ("绩效自评项目", "amount", "36万元") in facts
    assert [item for item, column, _ in facts if column == "amount"].count("政府性基金预算项目") == 1


def test_what_is_nothing_now_did_not_grow() -> None:
    facts = said("totals", "收入总计90万元，上年结转0万元，比上年决算增加10万元，增长12.5%。")
    assert not [fact for fact in facts if fact[1] in ("change", "rate")]


def test_parts_behind_a_rate_against_the_budget_are_no_parts_of_the_budget() -> None:
    parts = "其中：基本支出30万元，较年初预算40万元下降25%；项目支出15万元，较年初预算20万元下降25%"
    facts = said("fiscal", f"财政拨款支出45万元，较年初预算60万元下降25%，{parts}。")
    assert {("基本支出", "amount", "30万元"), ("项目支出", "amount", "15万元")} <= set(facts)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("基本支出占80%（上年占75%），项目支出占20%（上年占25%）", ["80%", "20%"]),
        ("基本支出占80%，上年基本支出占75%，项目支出占25%", ["80%"]),
        ("基本支出占合同总额的60%", []),
    ],
)
def test_shares_of_other_years_and_of_contracts_are_none_of_the_section_s(words: str, told: list[str]) -> None:
    facts = said("expenditure", f"本年支出合计50万元，{words}。")
    assert [printed for _, column, printed in facts if column == "share"] == told


def test_what_all_contracts_came_to_is_not_what_was_spent() -> None:
    facts = said("procurement", "政府采购支出总额50万元，授予中小企业合同金额20万元，占政府采购合同总额40万元的50%。")
    assert ("政府采购", "amount", "40万元") not in facts


@pytest.mark.parametrize(
    "list_of",
    [
        "：1.安排7.6万元添置课桌；2.安排4.3万元粉刷教室。",
        "，主要用于：1.安排7.6万元添置课桌；2.安排4.3万元粉刷教室。",
        "，具体为：（1）安排7.6万元添置课桌；（2）拨付4.3万元。",
        "：①7.6万元用于添置课桌；②4.3万元用于粉刷教室。",
        "（安排7.6万元添置课桌，安排4.3万元粉刷教室）。",
        "。课桌类：支出7.6万元；粉刷类：支出4.3万元。",
        "，课桌：预算8万元，支出7.6万元；粉刷：预算5万元，支出4.3万元。",
        "：1.增加7.6万元添置课桌；2.减少4.3万元粉刷。",
        "，当年安排60万元，上年结转5万元。",
        "，其中当年预算安排60万元，上年结转安排5万元。",
        "，其中：基本支出50万元，项目支出15万元。",
        "：基本支出50万元，项目支出15万元。",
        "（人员经费50万元，公用经费15万元）。",
        "，主要用于：工资40万元，公用经费15万元。",
        "。主要有：添置课桌支出7.6万元、其他支出4.3万元。",
        "，其他支出4.3万元。",
        "。基本支出50万元；项目支出15万元。",
        "，其中政府采购支出4.3万元。",
        "，包括：课桌，预算8万元；粉刷，预算5万元。",
        "。\n支出7.6万元用于课桌。\n支出4.3万元用于粉刷。",
    ],
)
def test_sums_in_a_list_under_an_item_are_none_of_its_own(list_of: str) -> None:
    lines = f"1.特殊学校教育（项）支出65万元{list_of}".split("\n")
    assert said("general", *lines) == [("特殊学校教育", "amount", "65万元")]


def test_what_a_list_tells_of_the_item_itself_is_read() -> None:
    facts = said("general", "特殊学校教育（项）：1.年初预算60万元；2.支出决算65万元；3.完成年初预算108%。")
    assert [column for _, column, _ in facts] == ["budget", "amount", "completion"]
    facts = said("general", "特殊学校教育（项）支出65万元，其中：年初预算60万元，年中追加5万元。")
    assert [column for _, column, _ in facts] == ["amount", "budget"]


def test_a_class_named_before_its_budget_in_a_list_is_whose_that_is() -> None:
    facts = said("basic", "公用经费15万元，包括：办公费，年初预算6万元；邮电费，年初预算3万元。")
    assert facts[1:] == [("办公费", "budget", "6万元"), ("邮电费", "budget", "3万元")]
    facts = said("three_public", "（一）公务接待费，年初预算3万元；（二）公务用车购置费，支出决算2万元。")
    assert facts == [("公务接待费", "budget", "3万元"), ("公务用车购置费", "amount", "2万元")]


def test_what_is_spent_on_a_thing_is_not_all_that_was_spent() -> None:
    parts = ("支出9万元建设信息系统；", "支出6万元修缮屋顶。")
    assert said("expenditure", "项目支出15万元，其中：", *parts) == [("项目支出", "amount", "15万元")]
    listed = said("expenditure", "项目支出15万元：一、书架，支出8万元；二、灯具，支出7万元。")
    assert listed == [("项目支出", "amount", "15万元")]
    facts = said("expenditure", "项目支出15万元，主要用于：", "1.书架更新，预算9万元，支出8万元；")
    assert facts[1:] == [("书架更新", "budget", "9万元"), ("书架更新", "amount", "8万元")]


def test_projects_behind_what_was_done_with_them_are_those_and_a_part_of_them_is_not() -> None:
    facts = said("performance", "全面开展绩效自评，13个项目，涉及资金120万元，其中：4个项目安排30万元。")
    assert facts[:2] == [("绩效自评项目", "count", "13个"), ("绩效自评项目", "amount", "120万元")]
    assert ("绩效自评项目", "count", "4个") not in facts
    bought = said("three_public", "公务用车购置费36万元，购置2辆，其中1辆支出20万元。")
    assert [printed for _, column, printed in bought if column == "count"] == ["2辆"]
