"""The words by which a text on performance says what a figure is: patterns for `Paragraph.text`.

They are looked for in the words before a figure back to the last comma; those whose names end in `_LAST` must stand
right before it, but for small words (为, 达, 共 …).
"""

from __future__ import annotations

import re
from typing import Final

SMALL: Final = (
    r"(?:分别|(?<![平人户])均|各|共计|合计|总计|累计|共|约|大约|近|达到|达|为|是|到|有|了|的|仅|只有|仅有|只|就|:|至)*"
)
"""Words between what a figure is and the figure."""


def _last(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words}){SMALL}$")


TARGET: Final = re.compile(
    r"(?:不低于|不少于|不超过|不高于|不大于|不小于|不多于|大于等于|小于等于|大于或等于|小于或等于|等于|大于|小于|[≥≤≧≦])$"
    r"|目标值|计划值|指标值"
)
"""What comes is a target: 不低于, 大于等于; 绩效目标值为2017年."""
AIM: Final = re.compile(r"^目标(?!完成|数|值|内容|设|的|实际|[为是共有]|$)")
"""目标 or 计划 as a verb at the beginning of a clause: 目标新增…, but not 目标完成率."""
PLAN: Final = re.compile(r"(?<!资金)(?<!用款)(?<!年初)(?<!工作)(?<!较)(?<!比)计划(?!数|安排|用款|的|$)")
SET: Final = _last(r"(?:设定|设置|设立|制定|编制|增编|新增|申报|确定)(?:了|的)?[^，;。]{0,12}(?:目标|指标)(?:数量?)?")
"""Targets are being counted: 设置绩效目标5个."""
MET: Final = re.compile(
    r"^(?:其中|实际|已经?|当年|年度|共)*(?P<un>未|没有)?(?:完成|达到|实现)(?:了)?(?:绩效)?(?:目标|指标)?(?:数量?)?(?:为|:)?$"
)
"""How many of the targets counted just before were met."""
TARGETS: Final = re.compile(r"(?:目标|指标)(?:数量?|个数)?(?:分别|有|为|是|共|:|实际完成(?:数量?)?|完成数量?)*$")
ACTUAL: Final = re.compile(r"实际|已|^(?:共|累计)?完成(?!率|比例|程度|年初|全年)")
DEGREE: Final = re.compile(
    r"(?:完成(?:全年|年初|年度|调整后?|当年|本年)?的?预算(?:数|安排)?|完成程度|完成比例|支出完成率|(?<!目标)(?<!实际)完成率"
    r"|占(?:年度|全年|年初|当年)?预算(?:数|总额)?|(?:完成|占)(?:年度|全年|年初|当年)?(?:计划|任务|目标)(?:数|任务|值|总数)?)(?:的|[为是:达到])*$"
)
RATIO: Final = re.compile(
    r"(?:到位|支出|实现|执行|使用|控制|支付|结转|结余|下达|拨付|资金|预算|目标完成|收支|收入支出)[^，;。]{0,4}(?:率|比)"
)
RATE: Final = re.compile(r"增长|增幅|增速|上升|上浮|提高|提升|增加(?!值)|降低|下降|减少|下滑|降幅|增$|降$")
LEVEL: Final = re.compile(r"(?:增长|提高|提升|上升|增加|降低|下降|减少|降|升)(?:至|到)$")
"""A level is named, not a change."""
FALL: Final = re.compile(r"下降|降低|减少|下滑|降幅|降$|减$")
LESS: Final = re.compile(r"下降|降低|减少|低$|少$|降$")
AGO: Final = re.compile(r"同比|上年|去年|上一年|前年|(?:比|较|与)\D{0,2}(?:20)?\d\d年")
SHARE: Final = re.compile(r"占|比重|比例|率|度|承担|覆盖|达到?$|面$")
PART_OF: Final = re.compile(r"占|比重|比例|承担")
THRESHOLD: Final = re.compile(r"超过$|突破$|不足$|满$")
ATTRIBUTE: Final = re.compile(r"(?:超过?|满|达到?|高于|低于|不足|突破)$")
"""Before a figure that 的 follows: the figure belongs to a name (增幅超25%的企业)."""
OVER: Final = re.compile(r"(?:超|超出|超过|低于|少于|高于|突破)(?:年初)?预算(?:数)?$|超支$")
MODAL: Final = re.compile(r"无法|不能|未能|难以|应当?|争取|力争|建议|预计|将|拟|以后|今后")
"""What is wished, feared or foreseen is not stated."""
WISHED: Final = re.compile(r"力争|力求|(?:无法|未能|难以|尚未)(?:达到|完成|实现)")
NEEDED: Final = re.compile(r"(?:需|需要|须|要)(?:支出|投入|花费)?(?:约|近)?$")
"""What would be needed is reckoned, not stated."""
CHANGE: Final = re.compile(r"(?:比|较|与)[^，;。]*?(?:净增|增加|增收|减少|下降|多|少)了?$|^(?:净增|同比增加|同比减少)$")
BUDGET_NOUN: Final = _last(r"总?(?:年初|年度)?预算(?:数|控制数|安排|资金|总额|金额|安排数)?|(?<=.)资金计划|计划数")
BUDGET_LAST: Final = _last(
    r"预算(?:数|控制数|安排|资金|总额|金额|安排数|经费)?|资金计划|计划数|计划投入[^，;。]{0,8}(?:资金|经费)|概算"
)
BUDGET_BEFORE: Final = re.compile(r"(?:财政|预算)(?:预算)?安排|安排预算|计划投入[^，;。]{0,12}(?:资金|经费)|预算安排")
FULL_YEAR: Final = _last(r"(?:全年|调整后?)预算(?:数)?")
EXECUTED_LAST: Final = _last(r"执行数?")
PAID_LAST: Final = _last(r"实际(?:发放|支付|拨付|下达)(?:总?合计|总额|数|金额)?")
RECEIVED_LAST: Final = _last(r"到位(?:数|资金|金额|额)?")
SPENT_LAST: Final = _last(
    r"(?:实际|财政|当年|资金|累计|全年|合计|总)(?:实际)?支出(?:数|额|金额|合计|总额|资金)?|支出数|(?:合计|共计|共|累计|已|实际)使用(?:资金)?"
)
SPENT_WORDS: Final = _last(r"(?:支出|使用)(?:数|额|金额|资金)?")
BALANCE_LAST: Final = _last(
    r"(?:结余|结转)(?:结转|结余)?(?:数|资金|金额|额)?|剩余(?:资金|经费)|(?:资金|经费|预算)余额|"
    r"(?:结转|留待)(?:至|到)?(?:下年度?|下一年度?|次年)(?:继续)?(?:使用|支出)?(?:资金|金额)?"
)
BROUGHT: Final = re.compile(r"(?:上年度?|上一年度?|年初|以前年度|历年|往年|期初)[^，;。]{0,8}(?:结余|结转|余额)")
"""What earlier years left over: the year begins with it."""
CONCERNS: Final = re.compile(r"涉及[^，;。]{0,12}$")
CONTENT: Final = re.compile(r"支出内容|主要用于|用于")
AMONG: Final = re.compile(r"其中|包括|分别(?:是|为)|具体为")
WEIGHT_LAST: Final = _last(r"权重")
FULL_LAST: Final = _last(r"总?分值|满分|总分值")
SCORE_LAST: Final = _last(r"自评|得分|评分|分数|得|总分|平均分|最高分|最低分")
SCORED_NEXT: Final = re.compile(r"[)）:，,;、]{0,2}(?:实际|自评|实)?得(?:分|\d)|[，,;]自评\d")
"""What follows a full mark."""
TOTAL: Final = re.compile(
    r"(?:项目|绩效|综合|整体|总体|自评|评价|最终|专项|经费|业务费)[^，;。]{0,16}(?:得分|评分|分数|总分|得)|^(?:自评)?(?:总)?得分"
)
PART_SCORE: Final = re.compile(r"指标|该项(?!目)|本项(?!目)|此项(?!目)|最高|最低|加分|扣分|平均|单项|分项")
RANK: Final = re.compile(r"(?:第|前|列|排名|位居|位列)$")
RANK_UNITS: Final = frozenset({"名", "位", "强"})
REASON: Final = re.compile(r"(?:未得满?分|扣分|失分)的?原因(?:是|为)?:?")
REASON_END: Final = re.compile(r"(?:投入|过程管理|过程|产出|效益|满意度)-[^，;。:]{0,80}-权重")
GRADE: Final = re.compile(
    r"(?:自评|评价|评定|绩效|，|为|^)[^，;。]{0,8}?(?:等次|等级|级别|评级|结果)(?:为|是|:|属于|达到)*[“\"]?(?P<word>优秀|良好|合格|不合格|优|良|中|差)[”\"]?(?=[，;。,]|$)"
    r"|\d分?[，,](?P<bare>优秀|良好|合格|不合格)(?=[，;。,]|$)"
)
MEASURED: Final = re.compile(r"吞吐量|产量|产出量|面积|容量|里程|销量|储量")
HIDDEN: Final = re.compile(r"《[^》]{0,300}》|<[^>]{0,300}>")
PROBLEM: Final = re.compile(
    r"(?:存在|发现)的?(?:主要)?问题|主要问题|改进(?:措施|建议|意见)|下一步(?:改进)?(?:措施|工作|打算)|意见(?:和|及)?建议|有关建议|未完成原因"
)
BODY: Final = re.compile(r"主要产出和效果|主要产出及效果|其他需要说明|主要成效|取得的成效")
GOALS: Final = re.compile(r"目标[^，;。]{0,10}(?:制定|设置|设定|调整)")
