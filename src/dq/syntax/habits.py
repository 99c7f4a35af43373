"""What people write out of habit: words of everyday Chinese, of other languages and of contracts, and their signs.

Each reading tells what the language says instead, with the fix where only one thing can be meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from dq.diagnostics import Diagnostic, Text, refused, replace
from dq.syntax.stop import Stop
from dq.types import MONEY_UNITS

LAST_WORD: Final = re.compile(r"(?<![\w.．【])(?P<word>[^\W\d]\w*)\s+$")
"""The word right before a place, whole and no column."""

_IFS: Final = frozenset({"如果", "若", "假如", "如", "当", "if", "when"})
_OPENERS: Final = ('"', "＂", "“", "「")
_STATES: Final = frozenset({"present", "blank", "absent", "有数", "空白", "缺失"})
_WORDS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    **dict.fromkeys(("检查", "核对", "验证", "公式", "assert", "require"), (("CHECK", "校验"),)),
    **dict.fromkeys(("误差", "允差", "允许误差", "tol"), (("TOLERANCE", "容差"),)),
    **dict.fromkeys(("严重程度", "严重性", "等级", "level"), (("SEVERITY", "级别"),)),
    **dict.fromkeys(("来源", "根据", "制度"), (("BASIS", "依据"),)),
    **dict.fromkeys(("遍历", "每行", "每一行", "对于每个", "foreach"), (("FOR_EACH", "逐行"),)),
    **dict.fromkeys(("为", "作", "叫", "作为"), (("AS", "记作"), ("IS", "是"), ("EQUALS", "＝"))),
    **dict.fromkeys(("在", "包含于"), (("IN", "属于"),)),
    "不在": (("IN", "不 属于"),),
    **dict.fromkeys(("到", "至"), (("AND", "与"),)),
    **dict.fromkeys(("并", "及", "以及", "而且", "同时"), (("AND", "并且"),)),
    **dict.fromkeys(("不为空", "非空", "不空"), (("IS", "是 有数"),)),
    "为空": (("IS", "是 空白"),),
    "否则": (("ELSE", "其余"),),
    **dict.fromkeys(("x", "X", "乘", "乘以"), (("TIMES", "×"),)),
    **dict.fromkeys(("除以",), (("DIVIDE", "÷"),)),
    **dict.fromkeys(("加", "加上"), (("PLUS", "＋"),)),
    **dict.fromkeys(("减", "减去"), (("MINUS", "－"),)),
    **dict.fromkeys(("至少",), (("AT_LEAST", "≥"),)),
    **dict.fromkeys(("至多", "不高于", "不多于"), (("AT_MOST", "≤"),)),
    **dict.fromkeys(("超过", "高于", "多于"), (("MORE", "＞"),)),
    **dict.fromkeys(("低于", "少于"), (("LESS", "＜"),)),
    **dict.fromkeys(("应等于", "应当等于", "必须等于"), (("EQUALS", "等于"),)),
}
"""What is written → what may be meant: a terminal that can stand there, and its spelling."""


_SIGNS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "。": (("DOT", "．"),), "·": (("DOT", "．"),), "、": (("COMMA", "，"), ("DOT", "．")),
    "〔": (("LSQB", "［"),), "〕": (("RSQB", "］"),), "±": (("TOLERANCE", "容差 "),), "∶": (("DIVIDE", "÷"),),
    **dict.fromkeys("–—", (("MINUS", "－"),)), **dict.fromkeys("✕∗", (("TIMES", "×"),)),
}  # fmt: skip
_ENDINGS: Final = "。，,、．."
"""What a sentence ends with, and a clause does not."""
_SIMPLE: Final = str.maketrans(
    "規則義測試樣給單動為刪預沒額標題據說語註級別適對個記驗應麼並與於屬開頭餘違過",
    "规则义测试样给单动为删预没额标题据说语注级别适对个记验应么并与于属开头余违过",
)
"""The traditional forms of the characters that words of the language have."""
_COMPARED: Final = ("等于", "不等于", "小于等于", "不大于", "不超过", "大于等于", "不小于", "不低于", "小于", "大于")
_UNIT: Final = re.compile(rf"[(（](?:单位[:：])?(?:{'|'.join(unit.name for unit in MONEY_UNITS)})[)）]")
_TITLE: Final = re.compile(r"《(?P<name>[^《》\n]{1,80})》")


def other_script(stop: Stop) -> Diagnostic | None:
    """A word of the language in traditional characters, full-width letters or capitals: 規則, ｒｕｌｅ, RULE."""
    meant = unicodedata.normalize("NFKC", stop.found).translate(_SIMPLE).lower()
    can_stand = any(meant in stop.words.get(name, ()) for name in stop.expected)
    if stop.terminal != "NAME" or not (can_stand or (meant in _COMPARED and "EQUALS" in stop.expected)):
        return None
    headline = Text(f"这个词写成 {meant}", f"this word is written {meant}")
    return refused("DQ-L011", stop.place, headline, fix=replace(stop.place, meant))


def _other_word(stop: Stop) -> Diagnostic | None:
    """A word of everyday Chinese for one of the language's."""
    following = re.match(r"\s*(\w*)", stop.text[stop.end :])
    is_state = following is not None and following[1] in _STATES
    can_be = (said for terminal, said in _WORDS.get(stop.found, ()) if terminal in stop.expected)
    meant = next((said for said in can_be if said != "是" or is_state), None)
    if stop.terminal != "NAME" or meant is None:
        return None
    headline = Text(f"不认识 {stop.found} 这个词", f"the word {stop.found} is not known here")
    return refused("DQ-L011", stop.place, headline, fix=replace(stop.place, meant))


def _row_in_name_brackets(stop: Stop) -> Diagnostic | None:
    """`summary【“收入总计”】`: what a Chinese keyboard writes for the bracket key, where a row is meant."""
    if stop.terminal != "QUOTED_NAME" or "LSQB" not in stop.expected:
        return None
    inside = stop.found[1:-1].strip()
    quoted = inside if inside[:1] in _OPENERS else f'"{inside}"'
    headline = Text("【】里是名称，行写在 [ ] 里", "a name stands in 【】; a row stands in [ ]")
    return refused("DQ-L012", stop.place, headline, fix=replace(stop.place, f"[{quoted}]"))


def _state_without_is(stop: Stop) -> Diagnostic | None:
    """`r.code 有数`, `r.code present`: a state without its `is`."""
    if "IS" not in stop.expected or stop.found not in _STATES:
        return None
    link = "is" if stop.found.isascii() else "是"
    headline = Text(f"{stop.found} 之前缺少 {link}", f"{link} is missing before {stop.found}")
    return refused("DQ-L012", stop.place, headline, fix=replace(stop.place, f"{link} {stop.found}"))


def _colon(stop: Stop) -> Diagnostic | None:
    """`依据：“…”`: a colon behind a word of the language."""
    before = LAST_WORD.search(stop.text[: stop.at] + " ")
    known = {spelling.split()[-1] for each in stop.words.values() for spelling in each}
    if stop.found[:1] not in (":", "："):
        return None
    if before is None or (before["word"] not in known and stop.expected.isdisjoint({"STRING", "LBRACE"})):
        return None
    place = stop.span(stop.at, stop.at + 1)
    headline = Text(f"{before['word']} 后面不写冒号", f"no colon stands behind {before['word']}")
    return refused("DQ-L003", place, headline, fix=replace(place, " "))


def _if(stop: Stop) -> Diagnostic | None:
    """`如果 A 那么 B`: the language says A 则应 B."""
    start = stop.text.rfind("\n", 0, stop.at) + 1
    before = LAST_WORD.search(stop.text[start : stop.at])
    if before is None or before["word"] not in _IFS or stop.terminal not in ("NAME", "QUOTED_NAME", "NUMBER"):
        return None
    word = before["word"]
    place = stop.span(start + before.start("word"), start + before.end())
    headline = Text(f"条件前面不写 {word}", f"no {word} stands before a condition")
    written = Text("如果 A 那么 B 写成 A 则应 B", "if A then B is written A implies B")
    return refused("DQ-L011", place, headline, notes=(written,), fix=replace(place, ""))


def _other_sign(stop: Stop) -> Diagnostic | None:
    """A full stop, a pause mark or the marks of a title, as Chinese prose has them."""
    sign = stop.found[:1]
    if (
        sign
        and sign in _ENDINGS
        and "SEMICOLON" in stop.expected
        and not stop.text[stop.at + 1 :].split("\n")[0].strip()
    ):
        place = stop.span(stop.at, stop.at + 1)
        headline = Text(f"子句末尾不写 {sign}", f"no {sign} stands at the end of a clause")
        return refused("DQ-L012", place, headline, fix=replace(place, ""))
    meant = next((said for terminal, said in _SIGNS.get(sign, ()) if terminal in stop.expected), None)
    if meant is not None and (meant != "．" or stop.text[stop.at + 1 : stop.at + 2].strip()):
        place = stop.span(stop.at, stop.at + 1)
        headline = Text(f"这里不写 {sign}", f"{sign} does not stand here")
        return refused("DQ-L012", place, headline, fix=replace(place, meant))
    title = _TITLE.match(stop.text, stop.at)
    if title is not None and "NAME" in stop.expected:
        whole = stop.span(stop.at, title.end())
        headline = Text("表名不加书名号", "the name of a table stands without marks")
        return refused("DQ-L012", whole, headline, fix=replace(whole, title["name"]))
    return None


def _quotation_marks(stop: Stop) -> Diagnostic | None:
    """A name where a text stands, a text where a name stands, and marks within a text or an id."""
    if stop.terminal in ("NAME", "NUMBER") and stop.text[stop.at - 1 : stop.at] in ('"', "＂", "”"):
        headline = Text("这段文字在它里面的引号处结束了", "this text ends at the quotation mark within it")
        help_ = Text("外面用 “ ”，里面也成对用 “ ”", "put it between “ ”, which may hold pairs of “ ”")
        return refused("DQ-L002", stop.place, headline, help=help_)
    if stop.terminal in ("MINUS", "DOT", "SLASH") and "STRING" in stop.expected and "LBRACE" in stop.expected:
        headline = Text(f"编号里有 {stop.found}", f"there is {stop.found} within the id")
        help_ = Text("编号由字母和数字组成，否则写成 【…】", "it has letters and digits; any other is written 【…】")
        return refused("DQ-L001", stop.place, headline, help=help_)
    if stop.terminal == "NAME" and "STRING" in stop.expected and stop.expected <= {"STRING", "FROM", "LBRACE"}:
        headline = Text("这里是文字，写在引号里", "a text stands here, between quotation marks")
        return refused("DQ-L012", stop.place, headline, fix=replace(stop.place, f"“{stop.found}”"))
    inside = stop.found[1:-1]
    if stop.terminal not in ("STRING", "NUMBER") or not stop.expected or not stop.expected <= {"NAME", "QUOTED_NAME"}:
        return None
    before = LAST_WORD.search(stop.text[: stop.at] + " ")
    if before is not None and before["word"] in {*stop.words["RULE"], *stop.words["TEMPLATE"]}:
        headline = Text(f"{before['word']} 后面先写编号", f"an id stands behind {before['word']}")
        example = Text(
            "编号以字母开头，例如 规则 FA101 “收支总计相等”",
            'it begins with a letter, for example rule FA101 "Both totals are equal"',
        )
        return refused("DQ-L001", stop.place, headline, help=example)
    if stop.terminal != "STRING" or not inside.isidentifier():
        return None
    headline = Text("这里是名称，不加引号", "a name stands here, without quotation marks")
    return refused("DQ-L012", stop.place, headline, fix=replace(stop.place, inside))


def _nearly(stop: Stop) -> Diagnostic | None:
    """`A ≈ B`, `A 约等于 B`: equal but for what nobody said."""
    if stop.found not in ("≈", "约等于") or "EQUALS" not in stop.expected:
        return None
    headline = Text(f"{stop.found} 没有说差多少", f"{stop.found} does not say how near")
    example = Text("写成 A 等于 B 容差 1万元", "write A = B tolerance 1万元")
    return refused("DQ-L012", stop.place, headline, help=example)


def _where_behind(stop: Stop) -> Diagnostic | None:
    """`求和（…） 其中 …`: the condition of an aggregate outside its brackets."""
    if stop.terminal != "WHERE" or stop.text[: stop.at].rstrip()[-1:] not in (")", "）"):
        return None
    headline = Text(f"{stop.found} 写在括号里面", f"{stop.found} stands within the brackets")
    example = Text("例如 求和（T．列 其中 …）", "for example sum(T.column where …)")
    return refused("DQ-L001", stop.place, headline, help=example)


def _comma_for_and(stop: Stop) -> Diagnostic | None:
    if stop.terminal != "COMMA" or "AND" not in stop.expected:
        return None
    headline = Text("逗号不连接条件", "a comma does not join conditions")
    both = Text("两个条件都要成立，写 并且", "where both must be true, write and")
    return refused("DQ-L001", stop.place, headline, help=both)


def _unit_behind_name(stop: Stop) -> Diagnostic | None:
    """`决算数（万元）`: a column with the unit that its header has."""
    unit = _UNIT.match(stop.text, stop.at)
    if stop.terminal != "LPAR" or unit is None:
        return None
    place = stop.span(stop.at, unit.end())
    headline = Text("名称后面不写单位", "no unit stands behind a name")
    return refused("DQ-L012", place, headline, fix=replace(place, ""))


HABITS: Final[tuple[Callable[[Stop], Diagnostic | None], ...]] = (
    _row_in_name_brackets,
    _state_without_is,
    _if,
    _nearly,
    _other_word,
    _quotation_marks,
    _where_behind,
    _unit_behind_name,
    _colon,
    _other_sign,
    _comma_for_and,
)
"""From the most particular on; the first that fits speaks."""
