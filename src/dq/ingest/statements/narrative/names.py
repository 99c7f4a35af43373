"""What sentences call the items of the tables: canonical labels and the words that stand for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from dq.templates import economic_classes, functional_classes

GRANTED: Final = frozenset(
    {"收入总计", "本年收入合计", "支出总计", "本年支出合计"}
    | {f"财政拨款{side}{total}" for side in ("收入", "支出") for total in ("", "总计")}
)
"""What grants are a part of as a whole; of others (项目支出) they are only what is granted of them."""


CARRIED_OVER: Final = "年初结转和结余"


def _both(whose: str) -> tuple[str, ...]:
    """What income and expenditure together are called."""
    sides = ("收入支出", "收支", "收、支", "收入、支出", "收入和支出", "收入及支出")
    sums = (
        f"{side}{stage}{total}"
        for side in sides
        for stage in ("", "决算", "预算")
        for total in ("总计", "总额", "合计")
    )
    overall = (f"{side}{total}{stage}" for side in sides for total in ("总", "") for stage in ("预算", "决算"))
    halves = ("预算收支", "收入总计和支出总计", "收入总计、支出总计", "总收支", "总收入、总支出", "总收入和总支出")
    return tuple(f"{whose}{each}" for each in (*sums, *overall, *halves))


def _total(side: str) -> tuple[str, ...]:
    """What all of one side is called."""
    sums = (f"{side}{stage}{total}" for stage in ("", "决算", "预算") for total in ("总计", "总额"))
    return (*sums, f"本年{side}总计", f"{side}预算", f"总{side}", f"{side}总预算", f"{side}总决算")


def _left_over(when: str) -> Iterator[str]:
    """What the funds carried over are called."""
    for joint in ("结转和结余", "结转结余", "结转(结余)", "结余结转", "结余结(转)", "结转、结余"):
        yield from (f"{when}{joint}{what}" for what in ("", "资金"))


def _of_budget(budget: str, side: str) -> tuple[str, ...]:
    """What one side of the grants of one of the budgets is called."""
    budgets = (f"{budget}预算", *(() if budget == "一般公共" else (budget,)))
    grants = [f"{each}{year}{kind}" for each in budgets for year in _OF_YEAR for kind in ("财政拨款", "拨款", "")]
    return tuple(
        f"{each}{year}{side}{total}"
        for each in grants
        for year in ("", "本年", "安排", "安排的")
        for total in ("", "合计")
    )


_OF_YEAR: Final = ("", "当年", "本年")
_CARS: Final = ("公务用车", "公务车", "公车")
_KEPT: Final = ("维护", "及维护", "")
MONEY: Final[Mapping[str, tuple[str, ...]]] = {
    "收入支出总计": (*_both(""), *_both("本年")),
    "收入总计": _total("收入"),
    "支出总计": _total("支出"),
    "本年收入合计": ("本年收入合计", "本年收入", "当年收入", "收入合计"),
    "本年支出合计": ("本年支出合计", "本年支出", "当年支出", "支出合计"),
    "财政拨款收入支出总计": _both("财政拨款"),
    "财政拨款收入": ("财政拨款收入", "财政拨款本年收入", "财政拨款收入合计"),
    "财政拨款支出": (
        *("财政拨款安排支出", "财政拨款安排的支出"),
        *("财政拨款支出", "财政拨款预算支出", "财政拨款本年支出", "财政拨款支出合计"),
    ),
    "财政拨款收入总计": ("财政拨款收入总计", "财政拨款总收入", "财政拨款收入决算总计"),
    "财政拨款支出总计": ("财政拨款支出总计", "财政拨款总支出", "财政拨款支出决算总计"),
    "一般公共预算财政拨款收入": (*_of_budget("一般公共", "收入"), "公共预算财政拨款收入"),
    "一般公共预算财政拨款支出": (
        *("一般公共预算当年拨款", "一般公共预算当年财政拨款", "公共财政预算拨款支出", "公共预算财政拨款支出"),
        *_of_budget("一般公共", "支出"),
    ),
    "政府性基金": ("政府性基金",),
    "政府性基金预算财政拨款收入": ("政府性基金预算财政拨款", *_of_budget("政府性基金", "收入")),
    "政府性基金预算财政拨款支出": _of_budget("政府性基金", "支出"),
    "国有资本经营预算财政拨款收入": ("国有资本经营预算财政拨款", *_of_budget("国有资本经营", "收入")),
    "国有资本经营预算财政拨款支出": _of_budget("国有资本经营", "支出"),
    **{
        f"{budget}预算财政拨款收入支出": tuple(
            f"{budget}{words}收支{stage}" for words in ("预算", "预算拨款", "") for stage in ("", "预算", "总预算")
        )
        for budget in ("一般公共", "政府性基金", "国有资本经营")
    },
    "事业收入": ("事业收入",),
    "经营收入": ("经营收入", "事业单位经营收入"),
    "上级补助收入": ("上级补助收入",),
    "附属单位上缴收入": ("附属单位上缴收入", "附属单位缴款", "附属单位上缴款"),
    "其他收入": ("其他收入",),
    "单位资金": ("单位资金", "单位资金收入"),
    "财政专户管理资金": ("财政专户管理资金", "财政专户管理资金收入"),
    "财政专户管理教育收费": ("财政专户管理教育收费",),
    "使用非财政拨款结余": (
        *("使用非财政拨款结余", "用事业基金弥补收支差额", "事业基金弥补收支差额"),
        *("使用非财政拨款结余(含专用结余)", "使用专用结余", "使用非财政拨款结余和专用结余"),
    ),
    CARRIED_OVER: (
        *(*_left_over("年初"), *_left_over("上年"), *_left_over("上年末"), "年初结转", "上年结转", "上年结转资金"),
        *("上年结转收入", "年初结转收入"),
        *("部门结转结余资金", "单位结转结余资金", "单位上年结余"),
    ),
    "年末结转和结余": ("年末结转和结余", "结转下年", "年末结转结余", *_left_over("年终")),
    **{
        f"{when}{grants}财政拨款结转和结余": tuple(
            left
            for named in (*((grants, grants.removesuffix("预算")) if grants else ()), f"{grants}财政拨款")
            for word in (when, *(("上年", "上年末") if when == "年初" else ()))
            for words in (f"{word}{named}", f"{named}{word}")
            for left in _left_over(words)
        )
        + tuple(f"{left}的{grants}收入" for left in _left_over("上年") if grants and when == "年初")
        for when in ("年初", "年末")
        for grants in ("", "一般公共预算", "政府性基金预算", "国有资本经营预算")
    },
    "结余分配": ("结余分配",),
    "基本支出": (
        *("基本支出", "一般公共预算财政拨款基本支出", "一般公共预算基本支出", "财政拨款基本支出"),
        *("正常运转的日常支出", "日常工作任务的日常支出"),
    ),
    "项目支出": ("项目支出", "一般公共预算财政拨款项目支出", "用于专项业务工作的经费支出"),
    "人员经费": ("人员经费", "人员支出", "人员经费支出"),
    "公用经费": ("公用经费", "公用支出", "日常公用经费", "日常公用支出"),
    "上缴上级支出": ("上缴上级支出",),
    "经营支出": ("经营支出", "事业单位经营支出"),
    "对附属单位补助支出": ("对附属单位补助支出", "对附属单位补助"),
    "三公经费": ("三公经费", "三公经费支出", "三公经费合计", "财政拨款三公经费", "一般公共预算三公经费"),
    "因公出国(境)费": (
        *("因公出国(境)费", "因公出国(境)费用", "因公出国(境)经费", "因公出国(境)", "因公出国费"),
        *("因公出国(境)支出", "出国(境)费", "出国(境)费用", "出国(境)经费", "因公出国经费", "因公出国费用", "因公出国"),
    ),
    "公务用车购置及运行维护费": (
        *("公务用车费", "公务用车费用"),
        *(
            f"{cars}购置{cost}{joint}运行{kept}{what}"
            for cars in _CARS
            for cost in ("", "费")
            for joint in ("及", "和", "与")
            for kept in _KEPT
            for what in ("费", "费用", "经费", "支出", "")
        ),
    ),
    "公务用车购置费": tuple(f"{cars}购置{what}" for cars in _CARS for what in ("费", "", "费用", "经费")),
    "公务用车运行维护费": tuple(
        f"{cars}运行{kept}{what}" for cars in _CARS for kept in _KEPT for what in ("费", "费用", "经费", "")
    ),
    "公务接待费": ("公务接待费", "公务接待费用", "公务接待经费", "公务接待", "接待费"),
    "国内接待费": ("国内公务接待费", "国内接待费", "国内公务接待", "国内接待"),
    "其他国内公务接待费": tuple(
        f"其{other}国内{what}接待{fee}" for other in "他它" for what in ("公务", "") for fee in ("费", "")
    ),
    "外事接待费": ("外事接待费", "外宾接待", "外宾接待费", "外事接待"),
    "国(境)外接待费": ("国(境)外接待费", "国(境)外公务接待", "国(境)外公务接待费", "国(境)外接待"),
    "会议费": ("会议费",),
    "培训费": ("培训费",),
    "机关运行经费": ("机关运行经费", "机关运行费", "机关运行"),
    "政府采购": ("政府采购", "政府采购合同"),
    "政府采购货物": ("政府采购货物", "政府采购货物类", "货物采购", "货物类采购", "货物类", "采购货物"),
    "政府采购工程": ("政府采购工程", "政府采购工程类", "工程采购", "工程类采购", "工程类", "采购工程"),
    "政府采购服务": ("政府采购服务", "政府采购服务类", "服务采购", "服务类采购", "服务类", "采购服务", "购买服务"),
    "政府购买服务": ("政府购买服务", "向社会力量购买服务", "向社会购买服务"),
    "授予中小企业合同": (
        "授予中小企业合同",
        "授予中小企业的合同",
        "授予中小企业的政府采购合同",
        "授予中小企业",
        "授予中小企业合同金",
    ),
    **{f"{what}采购授予中小企业合同": (f"{what}采购授予中小企业合同",) for what in ("货物", "工程", "服务")},
    "授予小微企业合同": ("授予小微企业合同", "授予小微企业的合同", "授予小型和微型企业合同", "授予小微企业"),
}
"""Canonical label → what sentences call it; quotation marks out, full-width signs made plain."""

DETAILS: Final[Mapping[str, tuple[str, ...]]] = {
    "对个人和家庭的补助": (
        "对个人和家庭补助",
        "对个人和家庭的补助费",
        "对个人和家庭补助支出",
        "对个人和家庭的补助支出",
    ),
    **{each: (each,) for each in ("燃料费", "燃油费", "维修费", "过路过桥费", "过桥过路费", "保险费")},
}
"""Other words for economic classes, as for `MONEY`."""

ASSETS: Final[Mapping[str, tuple[str, ...]]] = {
    each: (each, f"{each}(净值)", f"{each}净值", f"{each}原值")
    for each in ("资产总额", "流动资产", "固定资产", "对外投资及有价证券", "在建工程", "无形资产", "其他资产")
}
"""What a body owns, as for `MONEY`: named so in the section on it only."""

HALVES: Final[Mapping[str, tuple[str, str]]] = {
    "收入支出总计": ("收入总计", "支出总计"),
    "财政拨款收入支出总计": ("财政拨款收入总计", "财政拨款支出总计"),
}
"""What names two things at once: income, expenditure."""

COUNTS: Final[Mapping[str, tuple[str, ...]]] = {
    "车辆数合计": ("车辆", "车辆数", "公务车辆", "车辆合计", "车辆总数"),
    "副部(省)级及以上领导用车": (
        "部级领导干部用车",
        *("省级领导干部用车", "省部级领导干部用车"),
        *(
            f"{rank}级{above}领导{who}用车"
            for rank in ("副部(省)", "副省(部)", "副省部", "省部", "部(省)", "省(部)", "副省", "副部", "省", "部")
            for above in ("及以上", "以上", "(含)以上")
            for who in ("", "干部")
        ),
    ),
    "主要领导干部用车": ("主要领导干部用车", "主要负责人用车", "主要领导用车"),
    "领导干部用车": ("领导干部用车",),
    "机要通信用车": ("机要通信用车",),
    "应急保障用车": ("应急保障用车",),
    "执法执勤用车": ("执法执勤用车", "一般执法执勤用车"),
    "特种专业技术用车": ("特种专业技术用车",),
    "离退休干部用车": ("离退休干部用车", "离退休干部服务用车"),
    "一般公务用车": ("一般公务用车",),
    "业务用车": ("业务用车",),
    "定向保障用车": ("定向保障用车", "定向化保障用车"),
    "其他用车": ("其他用车", "其他车辆", "其他公务用车", "其他按照规定配备的公务用车"),
    "公务用车保有量": (
        *("公务用车保有量", "公务车保有量", "公务车保有"),
        *("公务用车保有", "车辆保有", "车辆保有量", "年末保有"),
        "公务用车实有",
        "公务用车实有数",
        "保有量",
        "公务用车年末保有量",
        "现有公务用车",
        "实有公务用车",
        "保有公务用车",
    ),
    "公务用车购置数": (
        *("公务用车购置", "购置公务用车", "购置(更新)公务用车"),
        *("公务用车购置数", "公务用车购置量", "更新公务用车", "公务用车更新购置"),
        *("车辆购置", "车辆购置数", "车辆购置数量"),
        *("更新购置公务用车", "购置更新公务用车", "新购公务用车", "新购置公务用车"),
    ),
    "组织出国团组": ("组织出国团组", "组织因公出国(境)团组", "组织出国(境)团组"),
    "参加其他单位出国团组": (
        *("参加其他单位出国团组", "参加其他单位组织的出国团组", "参加其他单位因公出国(境)团组"),
        *("参加其他单位组织的因公出国(境)团组", "参加其他单位出国(境)团组"),
    ),
    "因公出国(境)团组数": (
        "因公出国(境)团组",
        "因公出国(境)团组数",
        "出国(境)团组",
        "出国(境)团组数",
        "出国团组",
        "出国团组数",
    ),
    "因公出国(境)人次": (
        *("因公出国(境)", "因公出国(境)人次", "因公出国(境)人数", "因公出国(境)人次数", "因公出国(境)团组人次"),
        *("出国(境)", "出国(境)人次", "因公出国人次"),
    ),
    "编报绩效目标项目": (
        *(
            f"{act}绩效目标{which}项目"
            for act in ("编报", "编制", "申报", "填报", "设置")
            for which in ("", "的", "的预算")
        ),
        *("绩效目标编报的项目", "实行绩效目标管理的项目", "纳入绩效目标管理的项目"),
        *("实行绩效管理的项目", "纳入绩效管理的项目"),
    ),
    "绩效跟踪项目": ("绩效跟踪评价的项目", "绩效跟踪的项目", "绩效跟踪项目", "绩效跟踪评价项目"),
    "绩效监控项目": ("绩效监控的项目", "绩效监控项目", "绩效运行监控的项目", "绩效运行监控项目"),
    "绩效自评项目": ("绩效自评的项目", "绩效自评项目", "绩效自评价的项目", "绩效自我评价的项目"),
    "绩效评价项目": ("绩效评价的项目", "绩效评价项目", "重点绩效评价的项目"),
    "发现问题": ("发现问题",),
}
"""Things that are counted, as for `MONEY`."""


_SHORTEST_CLASS: Final = 3
"""Signs of a class's name that means nothing else (其他)."""


@cache
def money_names() -> dict[str, str]:
    """Words of sentences → canonical label of an amount, functional classes among them."""
    names = {alias: label for label, aliases in MONEY.items() for alias in aliases}
    return _with(names, _classes())


@cache
def class_names() -> frozenset[str]:
    """Names of functional classes over the years."""
    return frozenset(alias for aliases in _classes() for alias in aliases)


@cache
def detail_names() -> dict[str, str]:
    """As `money_names`, with the economic classes."""
    names = dict(money_names()) | {alias: label for label, aliases in DETAILS.items() for alias in aliases}
    return _with(names, economic_classes().values())


@cache
def asset_names() -> dict[str, str]:
    """As `money_names`, with what a body owns."""
    return money_names() | {alias: label for label, aliases in ASSETS.items() for alias in aliases}


def _classes() -> list[tuple[str, ...]]:
    """The spellings of each functional class, and shorter ones (卫生健康, 教育类支出)."""
    return [
        (*aliases, *(each for alias in aliases for each in _short(alias) if len(each) >= _SHORTEST_CLASS))
        for aliases in functional_classes().values()
    ]


def _short(alias: str) -> tuple[str, str, str]:
    """What a class is called without the word for expenditure, and with that for classes."""
    name = alias.removesuffix("支出")
    return name, f"{name}类支出", f"{name}支出类"


def _with(names: dict[str, str], classes: Iterable[tuple[str, ...]]) -> dict[str, str]:
    for spellings in classes:
        for alias in spellings:
            names.setdefault(alias, spellings[0])
    return names


@cache
def count_names() -> dict[str, str]:
    """Words of sentences → canonical label of what is counted."""
    return {alias: label for label, aliases in COUNTS.items() for alias in aliases}
