"""What of the blank form or of a draft was left in: placeholders, both wordings, empty reasons, words printed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.numbering import number_of
from dq.ingest.statements.document.outline import Outline
from dq.ingest.statements.model import Statement
from dq.ingest.statements.prose import Layout, Passage

_BLANK: Final = r"(?:[xX×]{2,99}(?:\.[xX×]{1,9})?|[*〇]{3,99}|○{2,99}|_{3,99})"
"""Signs that stand for words or figures."""
_ONE: Final = "[xX×]"
"""A sign that stands for a figure only where nothing but a figure can stand: forms score 每超过X%."""
_DOTS: Final = r"(?:…{1,9}|\.{3,12})"
_UNITS: Final = "[万亿]?元(?!旦)|%"
_COUNTED: Final = "年(?!代)|[月日个人次辆台套项家户批条名局委厅部办处镇乡省市县区]|支出|收入|单位|经费|资金|科目"
_WAYS: Final = "增加|减少|增长|下降"
_SUMS: Final = f"收入|支出|总计|合计|{_WAYS}"
_STOP: Final = "[。;,)]|$"
_NUMERAL: Final = "a-zA-Z0-9一二三四五六七八九十零○〇"
_SURNAME: Final = "王李张刘陈杨赵黄吴徐孙朱郭罗郑梁谢宋唐邓冯韩曹"
_BEGIN: Final = r"(?:^|(?<=[,。;:(将]))"
_NAME: Final = r"[\[{【<(](?:本?单位|部门|项目)(?:名称|全称)[\]}】>)]"
_BLANKS: Final = (
    # what stands before it, what was not filled in, what stands behind it
    (f"(?<![{_NUMERAL}{_SURNAME}])", _BLANK, f"{_UNITS}|{_COUNTED}"),
    (f"为|是|:|由于|占|{_WAYS}", _BLANK, _STOP),
    ("(?<=[是为:、,])", _BLANK, "(?:业务|专业|专用)?用车"),
    ("", r"20(?:\d|[xX×*_])[xX×*_]", "年"),
    ("", f"{_ONE}{{1,4}}年{_ONE}{{1,2}}月", ""),
    ("(?<=[是为加少出入费共计])", r"[xX]|\*\*|TBD", "[万亿]元"),
    (f"(?:[比较同]|相比|上年)(?:{_WAYS})", _ONE, "%|个百分点"),
    ("接待", _ONE, "批|人"),
    ("车辆", _ONE, "辆[,。;]"),
    ("百分之", f"{_ONE}+", _STOP),
    ("", "_{2}", "[万亿]元|%|辆"),
    ("", f"{_ONE}{{3,8}}-{_ONE}{{3,8}}", _STOP),
    ("见(?:附?表|附件)", rf"\(?{_ONE}{{1,2}}\)?", _STOP),
    (f"(?<!每)(?:{_SUMS})了?", f"(?:{_UNITS})", "[,。;]"),
    (f"{_SUMS}|为|是", rf"{_DOTS}|\(\)", _UNITS),
    (f"{_SUMS}|为|是", r"[#¥\uffe5]{1,9}|[nN]|TBD", "[万亿]元"),
    ("用于|是|为", r"\(\)", "等|方面|[。;,]|$"),
    ("[一二三四五]是", _DOTS, "[;。]"),
    (_BEGIN, "某某?(?:局|部门|单位)", r"20\d\d年"),
    (_BEGIN, _NAME, r"[\dxX×]{4}年|部门|概况|主要职"),
    ("", r"\[(?:本?单位|部门)\]", r"[\dxX×]{4}年"),
    ("", r"\{\{[\w\u4e00-\u9fff]{1,20}\}\}", ""),
    ("", r"^\(?(?:待(?:补充|完善|填写)|此处略)\)?。?$", ""),
)
_PLACEHOLDER: Final = re.compile(
    "|".join(f"(?:{before})(?:{blank})" + (f"(?={behind})" if behind else "") for before, blank, behind in _BLANKS)
)
_WORDS: Final = {
    "up": "增加|增长|上升|提高",
    "down": "减少|下降|降低",
    "above": "大于|高于|超过|多于",
    "below": "小于|低于|少于",
}
_UP, _DOWN, _ABOVE, _BELOW = _WORDS.values()
_FIGURE: Final = rf"(?:了|为)?(?:[\d.,]+|{_BLANK})"
_BUDGET: Final = "(?:年初|全年)?预算"
_CAUSE: Final = "(?:的)?主要原因"
_PAIRS: Final = ((_UP, _DOWN), (_DOWN, _UP), (_ABOVE, _BELOW), (_BELOW, _ABOVE))
_ALTERNATIVES: Final = (
    # both wordings, what stands behind them
    (
        "|".join(rf"(?:{one})(?:\(或?(?:{other})\)|/(?:{other}))" for one, other in _PAIRS),
        f"{_FIGURE}(?:{_UNITS}|个百分点|[个人次辆。,;])|{_BUDGET}数?|{_CAUSE}",
    ),
    (rf"(?:{_ABOVE}|{_BELOW})(?:\(等于\)|/等于)", f"{_BUDGET}|{_CAUSE}"),
    (r"(?<=[数算出])[大高多](?:[小低少]|\([小低少]\))于", f"{_BUDGET}数"),
    (f"(?:{_UP})或(?:{_DOWN})", f"{_FIGURE}(?:{_UNITS})(?:[。;]|,{_CAUSE})"),
    (f"持平/(?:{_UP})/(?:{_DOWN})|(?:{_UP})/(?:{_DOWN})/持平", "[,。;]"),
)
_ALTERNATIVE: Final = re.compile("|".join(f"(?<!每)(?:{both})(?={behind})" for both, behind in _ALTERNATIVES))
_REASON: Final = re.compile(
    r"(?:主要|具体)?(?:原因|系|是由于|是因为)(?:是|为|:|是:|为:)(?:[。;…]|,(?=其中))|主要是:?[。;…]"
)
_NONE: Final = "(?:没有|无)"
_FILL: Final = "填写|填列"
_LEFT: Final = "[^。;,]"
_OF_TABLES: Final = "(?=[^。;]{0,60}(?:[该本此]表|空表|保留表格))"
_SHALL: Final = "(?:仍|应|请|需|须)当?"
_INSTRUCTIONS: Final = (
    # tables and items that are not there
    rf"{_NONE}[^。;]{{2,40}}的(?:单位|部门)?,{_OF_TABLES}[^。;]{{0,30}}{_SHALL}(?:保留|公开|说明|注明|填列)[^。;]{{0,60}}",
    rf"[如若]果?{_NONE}{_LEFT}{{2,20}},请(?:予以)?说明",
    rf"[如若]果?{_NONE}(?:[此该相]关?{_LEFT}{{1,16}})?,请(?:予以)?(?:注明|删[除去])",
    # what is to be filled in, and how
    rf"请(?:各单位|部门|单位)?(?:根据|按照|结合)(?:实际|本单位|本部门)[^。;]{{0,20}}(?:{_FILL}|修改|删除|说明)[^。;]{{0,20}}",
    rf"[(【\[](?:注:)?(?:此处|请)请?(?:{_FILL}|简要说明|说明)[^。;()【】\[\]]{{0,40}}[)】\]]",
    r"[(【\[]填[写报]说明",
    rf"^(?:此处请?|请)(?:{_FILL}){_LEFT}{{0,12}}?(?:职[责能]|机构|名称|原因|情况|金额|数据|内容)。?$",
    rf"^(?:此处请?|请)插入{_LEFT}{{0,12}}?[表图]格?。?$",
    r"(?:^|[元%。,;])\(请?(?:简要|具体|详细)?说明[^()。;,]{0,12}原因\)",
    r"\((?:具体|简要|详细)情况说明\)",
    r"\((?:以下|本部分|本段|该部分)[^()]{0,8}由各?(?:单位|部门)自行填[写列报]",
    # what is to be taken out
    r"删除(?:本|此)(?:段|说明|提示|行|注)",
    rf"(?:公开|发布|填报|填写)(?:完成)?[时前后],?[请应须需]{_LEFT}{{0,8}}删除(?![^。;,)本此]|[本此](?:单位|部门|[级局委办]))",
    rf"[红蓝黄]色(?:字体?|部分|标注){_LEFT}{{0,10}}(?:提示|填写|删除)",
)
_INSTRUCTION: Final = re.compile("|".join(_INSTRUCTIONS))
_EXAMPLE: Final = re.compile(r"^(?:例)?如:")
_SAMPLE: Final = re.compile(r"^(?:填[写报])?(?:示例|范例|样例)\d?:|^例如:某(?:部门|单位|局)(?:主要职|20\d\d年|内设|共)")
_PUNCTUATION: Final = re.compile(
    r"(?<!。)(?!。。。)(?:(?<!\d)[,。;:、][,。;、]|(?<=\d)[,。;:、][,。;、](?!\d)|[,。;、]:)"
)
"""Marks that stand twice; three full stops are dots."""
_AFTER_NUMBER: Final = re.compile(r"^\([一二三四五六七八九十]{1,3}\)[、,.]")
_MARKUP: Final = re.compile(
    r"</(?:em|strong|span|font|b|i|u|p|div|a|h\d)>|<(?:em|strong|span|font|p|div|a)style=", re.ASCII
)
_LIMIT: Final = r"(?:不低于|不少于|不高于|不超过|不大于|不小于|大于等于|小于等于)"
_TWICE: Final = re.compile(
    rf"(?P<year>(?:19|20)\d\d年)(?P=year)|{_LIMIT}(?:\d{{4}}年)?{_LIMIT}|(?<!不)(?:低|高|少|多|大|小)于不(?:低|高|少|多|大|小)于"
    r"|(?P<word>用于|由于|根据|按照|通过|以及|主要|其中|包括|实际|进行|为了|因为|已经|对于|关于|增加|减少|达到|我局|我市|不断)(?P=word)(?!性)"
    r"|(?P<long>[\u4e00-\u9fff]{3,10})(?P=long)|(?<!目)的的(?!确|士)"
    r"|(?P<noun>资金|项目|工作|基地|人员|单位|企业|建设|管理|经费|部门)(?P=noun)(?=[在于为是已将由和与及的,。;、)])"
)
_SENTENCE_TWICE: Final = re.compile(
    r"(?:^|(?<=[。;]))(?P<said>(?=[^。;]*[\u4e00-\u9fff]{4})[^。;]{8,200}[。;])(?P=said)"
    r"|(?:^|(?<=[,。;:]))(?P<clause>(?=[^,。;:]*[\u4e00-\u9fff]{4})[^,。;:]{10,60}),(?P=clause)(?=[,。;])"
)
"""A whole sentence, or a clause, that stands once more right behind itself."""
_ORGAN: Final = re.compile(r"(?:局|委|委员会|办|办公室|厅|部|院|所|站|中心|处|队|会|校|园|馆|府|镇|乡|公司|集团|团)$")
"""Behind such a word it may stand again as the beginning of another: 委员会委员会议."""
_UNIT: Final = re.compile(
    r"(?:支出|收入|预算|决算|经费|金额|资金|费用|费)(?:数|为|是|共|约)?\d[\d,]*(?:\.\d+)?万(?=[(),。;、]|$)"
    r"|(?:增长|下降|上升|降低)\d+\.\d+(?=[。,;]|$)|占[1-9]\d*\.\d+(?=[。;](?!\d))"
)
"""A share above 1 is one in a hundred."""
_BARE: Final = re.compile(
    r"(?:支出|收入|预算|决算|经费|金额|资金|费用|使用|支付|拨付|到位)(?:数|为|是|共|约|了)?\d[\d,]*\.\d{2}(?=[,。;](?!\d))"
)
"""An amount to the hundredth without a unit."""
_OTHER_UNIT: Final = re.compile(r"单位(?:为|[:：])|以[万亿]?元为单位|[(（][万亿]?元[)）]|得分|分值|权重|满分|扣分|得\d")
"""In texts that tell the unit of all figures once, or whose figures are scores."""
_MONEY: Final = re.compile(r"\d[万亿]?元")
_SHARED: Final = re.compile(r"[^。]{0,60}?\d[万亿]?元")
"""Behind figures that share the unit of the last one."""
_LOOKS: Final = re.compile(
    r"[xX×*_○〇]{2}|[#¥\uffe5nND](?:[万亿]?元|%)|此处略|20\d[xX×*_]年|[xX×](?:[万亿]?元|%|个百|[批人月年辆])|[xX×]\)?$|(?:之|[表件]\(?)[xX×]"
    r"|[,。;:、]{2}|\.{3}|[…待某]|(?<!\d)[万亿]元|[^\d]%|[\[{【<]|\((?:\)|[本单部项][位门目单])"
)
"""Without one of these signs nothing was left blank and no mark stands twice: looking for them is quicker."""
_SIGNED: Final = (
    ("numbering", re.compile(r"\("), _AFTER_NUMBER),
    ("alternative", re.compile("[(/或于]"), _ALTERNATIVE),
    ("reason", re.compile("原因|主要|由于|因为|系"), _REASON),
    ("instruction", re.compile(r"没有|无|请|此处|\(注|删除|说明|色|自行"), _INSTRUCTION),
    ("unit", re.compile("万|增长|下降|上升|降低|占"), _UNIT),
)
"""What is left in, with signs without one of which it cannot be: looking for these is quicker."""
_BRACKET: Final = re.compile(r"[()]")
_LEAST: Final = 4
"""Signs of a text that can say anything."""
_SHOWN: Final = 12
"""Signs that are shown of what a bracket opens."""


def residue(outline: Outline) -> list[Statement]:
    """What was left in of the blank form or a draft, and slips of the pen that can be nothing else.

    Example: `residue(outline)[0].attributes["mention"]` → `"placeholder"`.
    """
    after = [*(paragraph.plain[:1] for paragraph in outline.body[1:]), ""]
    found = [
        each for paragraph, sign in zip(outline.body, after, strict=False) for each in _of_paragraph(paragraph, sign)
    ]
    return [*found, *_brackets(outline)]


def _of_paragraph(paragraph: Passage, after: str) -> Iterator[Statement]:
    """Parameters: `after` the first sign of the next one: a unit may stand on the line below its figure."""
    if len(paragraph.text) < _LEAST or paragraph.text.isascii():
        return
    plain = paragraph.plain
    if "<" in plain:
        yield from _all(paragraph, "markup", _MARKUP)
    if _SAMPLE.match(plain):
        yield _mention(paragraph, "instruction", 0, len(plain))
    if paragraph.layout is Layout.FORM:
        if _EXAMPLE.match(plain):
            yield _mention(paragraph, "instruction", 0, len(plain))
        yield from _all(paragraph, "duplicate", _PUNCTUATION)
        return
    if _LOOKS.search(plain):
        yield from _all(paragraph, "placeholder", _PLACEHOLDER)
        yield from _all(paragraph, "duplicate", _PUNCTUATION)
    for mention, signs, pattern in _SIGNED:
        if signs.search(plain):
            is_cut = mention == "unit" and after in ("元", "%")
            yield from _all(paragraph, mention, pattern, len(plain) if is_cut else None)
    if paragraph.layout is Layout.TEXT:
        yield from _twice(paragraph)
        yield from _bare(paragraph)


def _brackets(outline: Outline) -> Iterator[Statement]:
    """Brackets that are never closed: not before the next number, table or form begins."""
    opened: list[tuple[Passage, int]] = []
    for paragraph in outline.body:
        plain = paragraph.plain
        is_text = paragraph.layout is Layout.TEXT and paragraph.is_even
        if not is_text or number_of(plain) is not None:
            opened = []
        if not is_text:
            continue
        for found in _BRACKET.finditer(plain):
            if found[0] == "(":
                opened.append((paragraph, found.start()))
            elif opened:
                opened.pop()
        if plain.endswith("。"):
            for each, at in opened:
                yield _mention(each, "bracket", at, min(at + _SHOWN, len(each.text)))
            opened = []


def _all(paragraph: Passage, mention: str, pattern: re.Pattern[str], unless: int | None = None) -> Iterator[Statement]:
    """What the pattern finds, unless it ends there."""
    for found in pattern.finditer(paragraph.plain):
        if found.end() != unless:
            yield _mention(paragraph, mention, found.start(), found.end())


def _twice(paragraph: Passage) -> Iterator[Statement]:
    """Words that stand twice, one right behind the other: no blank and, but for years, no end of a cell between."""
    for found in _TWICE.finditer(paragraph.plain):
        word = found["long"]
        if word and (_ORGAN.search(word) or len(set(word)) < 3):  # noqa: PLR2004 - 哈哈哈, 一步一步
            continue
        # Labels of a header that flowed are repeated by chance: 年初预算数 全年预算数 全年执行数.
        within = range(found.start() + 1, found.end()) if word else [(found.start() + found.end()) // 2]
        if not found["year"] and not all(_is_one(paragraph, at) for at in within):
            continue
        yield _mention(paragraph, "duplicate", found.start(), found.end())
    for found in _SENTENCE_TWICE.finditer(paragraph.plain):
        if _is_one(paragraph, found.end("said") if found["said"] else found.end("clause") + 1):
            yield _mention(paragraph, "duplicate", found.start(), found.end())


def _bare(paragraph: Passage) -> Iterator[Statement]:
    """Amounts without their unit in a text that prints it elsewhere; those of a list share the unit of its last one."""
    plain = paragraph.plain
    if "." not in plain or _MONEY.search(plain) is None or _OTHER_UNIT.search(plain):
        return
    for found in _BARE.finditer(plain):
        if not _SHARED.match(plain, found.end()):
            yield _mention(paragraph, "unit", found.start(), found.end())


def _is_one(paragraph: Passage, at: int) -> bool:
    """True where a sign follows the one before it in one text: on its line without a blank, or broken at the edge."""
    if any(piece.start == at for piece in paragraph.pieces):
        return paragraph.is_even
    return paragraph.is_unbroken(at)


def _mention(paragraph: Passage, mention: str, start: int, end: int) -> Statement:
    said = paragraph.said(start, end)
    place = "form" if paragraph.layout is Layout.FORM else "text"
    return statement(
        "mention", paragraph.line(start), said.printed, {"words": said}, {"mention": mention, "place": place}
    )
