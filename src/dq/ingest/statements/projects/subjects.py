"""The label of a figure in a text: the words that name the thing it is a figure of."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 50
"""Characters of a label; of longer ones the end is kept, where the noun is."""
_LONGEST_AFTER: Final = 16
_STOPS: Final = "，,;。:!?("
_OPENING: Final = re.compile(
    r"^(?>(?:号(?![码牌召])文?\)?|[、,，;:.\-—)”\"\s]|其中|同时|并且|并(?![购网轨])|此外|另外|以及|及(?![格时])|和(?![平解谐])|与(?!会)|由"
    r"|对(?![外口接象公台企比])|在(?![职校岗建园读册库线编籍])|从(?![业事])|将(?!军)|共(?![性同享建产青])"
    r"|(?:截至|至|到)?(?:20)?\d\d年(?!份)(?:度|底|末|期初|年初|年末|年底)?|全年(?!预算)|本年度?(?!支出|收入|结余)|当年(?![预追])"
    r"|年初|年末|年底|期初|经(?![济营费贸常办])|获得|获(?![奖批评])|已经|已(?![建竣投])|均(?![价值])|仅|比(?![例重赛率值])"
    r"|较(?![大好高多])|的|了|则|就(?![业诊读医餐近地])|而|还(?![款贷])|实际|主要产出和效果|[一二三四五]是|[一二三四五六七八九十]、"
    r"|\(?\d{1,2}[)、.]|分别(?:是|为)|包括|支出内容为|内容为|用于|涉及|计划(?![数生免])"
    r"|目标(?=[^，]{0,3}(?:投入|减轻|新增|补助|当年)))+)"
)
"""Words before a noun that are none of it, but for nouns that begin alike (就业, 从业, 共性, 及格)."""
_CLOSING: Final = re.compile(
    r"(?:不低于|不少于|不超过|不高于|不大于|不小于|大于等于|小于等于|等于|大于|小于|净增|增加|减少|增长|下降|降低|提高|上升|上浮|同比|突破|超过|超"
    r"|(?<![内急刚])需|(?<![纪概简主])要|实际|已经?|完成|实现|绩效目标值|目标值|计划值|增幅|增速|降幅|小计|首次|第|位居|位列|排名|(?<![安民定邻])居"
    r"|[≥≤≧≦]|权重|总?分值|得分|(?<![所取获])得|获|完成程度|完成比例|[“\"]|\(|-|(?<=\d)年|全年|\d{2,4}年度?"
    r"|(?:比|较)(?:20)?\d\d年|比上年|较上年|较年初计划|[:：])+$"
)
_SMALL: Final = re.compile(
    r"(?:分别|(?<![平人户])均|各|共计|合计|总计|累计|(?<!公)共|(?<![公节条])约|大约|(?<!附)近|达|(?<!行)为|是|(?<!报)到"
    r"|(?<![国公私所])有|了|的|仅|只|(?<!成)就|:|至)+$"
)
_NO_NOUN: Final = re.compile(
    r"^(?:[)”:]|全部|共计|合计|总计|超额|以上|以下|以内|左右|多|余|分别|为|是|用于|已|未|均|比|较|同比|增长|下降|完成|占|由|和|与|及|次|万|亿|名次|元|以|需|要|就|的$|于|至|起|前|后|内|$)"
)
_VERBS: Final = re.compile(
    r"参加|参与|参赛|参展|参会|报名|(?<=.)组团|签订|通过|齐聚|赴|获|分别|均为|(?<=.)开展了|(?<=.)实施了"
)
_LINKS: Final = re.compile(r"以及|和|与|及")
_FIRST_STEP: Final = re.compile(r"^.+(?=(?:投入|过程管理|过程|产出|效益|满意度)$)")
"""What runs into the first step of an entry whose number is left out."""
_ENUMERATED: Final = re.compile(r"^(?:\(?[\d一二三四五六七八九十]{1,2}[)、.．])+")
_CLEAN: Final = re.compile(r"\([^()]*\)")


def before(words: str) -> str:
    """The noun at the end of the words before a figure; "" where they are but verbs and small words.

    Example: `before("2018年财政安排物流资金共")` → `"财政安排物流资金"`.
    """
    words = _paired(_ENUMERATED.sub("", words))
    previous = None
    while previous != words:
        previous = words
        words = _CLOSING.sub("", _SMALL.sub("", words))
        words = _OPENING.sub("", words)
    return _short(_paired(words.strip("-—、 ")))


def behind(words: str, *, is_whole: bool = False) -> str:
    """The noun that the words after a figure and its unit begin with; "" where they do not begin with one.

    Parameters: `is_whole` with what stands before 的 (of money: 下达给县区财政的资金).
    Example: `behind("所台湾的院校、")` of 19 所 (the unit left out) → `"院校"`.
    """
    if _NO_NOUN.search(words):
        return ""
    stops = r"[，,;。:!?()（“\d]" if words.endswith("、") else r"[、，,;。:!?()（“\d]"
    noun = re.split(stops, words.rstrip("、"), maxsplit=1)[0]
    for cut in (_VERBS, None, _LINKS):
        if cut is None:
            noun = noun.rstrip("的")
            noun = noun if is_whole else noun.rpartition("的")[2] or noun
        elif found := cut.search(noun, 1):
            noun = noun[: found.start()]
    return noun[:_LONGEST_AFTER] if noun and not noun[0].isdecimal() and noun[0] not in _STOPS + "、“”-/" else ""


def path_of(words: str) -> tuple[str, str]:
    """The label and the path above it of an entry written with dashes (投入-时效目标-目标完成率).

    Example: `path_of("产出-数量目标-补助企业数")` → `("补助企业数", "产出/数量目标/补助企业数")`.
    """
    steps = [step for step in _ENUMERATED.sub("", words).strip("-—.、．)").split("-") if step]
    steps[:1] = [_FIRST_STEP.sub("", step) for step in steps[:1]]
    depth = min(2, len(steps) - 1)
    label = "-".join(steps[depth:])
    return label, "/".join([*steps[:depth], label])


def named(words: str) -> str:
    """The name of a target as written after 绩效目标内容是, without what stands in brackets.

    Example: `named("绩效目标内容是预算执行率(支出数/预算数)")` → `"预算执行率"`.
    """
    words = re.sub(r"^.*?(?:绩效)?目标内容(?:是|为|:)?", "", words)
    return _short(_paired(_CLEAN.sub("", words).strip("，,;:。")))


def spread(words: str) -> list[str]:
    """The nouns that 分别 shares its figures out to.

    Example: `spread("对政策、部门的满意度分别达到")` → `["对政策", "部门的满意度"]`.
    """
    head = words.partition("分别")[0]
    return [noun for each in re.split(r"、|以及|和|与|及", head) if (noun := before(each))]


def _paired(words: str) -> str:
    """The words without a quotation mark whose other half is missing."""
    return words if words.count("“") == words.count("”") else words.strip("“”")


def _short(words: str) -> str:
    return words[-LONGEST:]
