"""From a place where the parser stopped to a diagnostic that says what is wrong there and what to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from dq.diagnostics import Diagnostic, Label, Text, did_you_mean, nearest, refused, replace
from dq.syntax.habits import HABITS, LAST_WORD, other_script
from dq.syntax.stop import Stop
from dq.syntax.words import CLAUSES, expectation
from dq.types import MONEY_UNITS

_PARTNERS: Final = {'"': '"', "＂": "＂", "“": "”", "「": "」"}
_CLOSING_QUOTES: Final = {"」": "「 」", "'": '" "', "`": '" "', **dict.fromkeys("”’‘『〝", "“ ”")}
_OTHER_QUOTES: Final = re.compile(r"[”‘'`『〝](?P<text>[^‘’'`“”『』〝〞\"\n]{1,200})[”“’'`』〞]")
_BRACKETS: Final = {"(": ")", "（": "）", "[": "]", "［": "］", "{": "}", "｛": "｝"}
_TOKENS: Final = re.compile(r'"[^"\n]*"|“[^”\n]*”|【[^】\n]*】|[#＃][^\n]*|[()（）\[\]［］{}｛｝]')
_COMMENT: Final = re.compile(r"--|——|//|/\*")
_SIGNS: Final = {
    "&&": "and", "&": "and", "||": "or", "|": "or", "=<": "<=", "=>": ">=", "!": "not ", "==": "=",
}  # fmt: skip
_DECLARATIONS: Final = ("RULE", "DEFINE", "TEMPLATE", "IMPORT", "TEST", "FIXTURE")
_MONEY: Final = frozenset(unit.name for unit in MONEY_UNITS)


def diagnose(stop: Stop) -> Diagnostic:
    """The diagnostic for a place where the parser stopped: the first reading of it that fits."""
    for reading in _READINGS:
        found = reading(stop)
        if found is not None:
            return found
    return _unexpected(stop)


def _open_bracket(stop: Stop) -> int | None:
    """Where the innermost bracket opens that is still open before the place."""
    open_at: list[int] = []
    for match in _TOKENS.finditer(stop.text, 0, stop.at):
        sign = match.group()
        if sign in _BRACKETS:
            open_at.append(match.start())
        elif len(sign) == 1 and open_at:
            open_at.pop()
    return open_at[-1] if open_at else None


def _quotation(stop: Stop) -> Diagnostic | None:
    character = stop.text[stop.at : stop.at + 1]
    line_end = stop.text.find("\n", stop.at)
    rest = stop.span(stop.at, line_end if line_end >= 0 else len(stop.text))
    if character in _PARTNERS and stop.terminal is None:
        partner = _PARTNERS[character]
        return refused(
            "DQ-L002",
            rest,
            Text("这段文字没有结束的引号", "this text has no closing quotation mark"),
            help=Text(
                f"在同一行内用 {partner} 结束；文字不能跨行",
                f"close it with {partner} on the same line; no text spans lines",
            ),
        )
    if character in _CLOSING_QUOTES and stop.terminal is None:
        marks = _CLOSING_QUOTES[character]
        single = _OTHER_QUOTES.match(stop.text, stop.at)
        if single is not None:
            place = stop.span(stop.at, single.end())
            headline = Text(f"文字不写在 {single[0][0]} 里", f"no text stands in {single[0][0]}")
            return refused("DQ-L002", place, headline, fix=replace(place, f"“{single['text']}”"))
        return refused(
            "DQ-L002",
            rest,
            Text(f"文字不能以 {character} 开头", f"a text cannot begin with {character}"),
            help=Text(f"用 {marks} 把文字括起来", f"put the text between {marks}"),
        )
    return None


def _comment(stop: Stop) -> Diagnostic | None:
    line_start = stop.text.rfind("\n", 0, stop.at) + 1
    match = _COMMENT.search(stop.text, line_start, min(stop.at + 2, len(stop.text)))
    if match is None:
        return None
    return refused(
        "DQ-L013",
        stop.span(match.start(), match.end()),
        Text(f"{match.group()} 不是注释的开头", f"{match.group()} does not begin a comment"),
        help=Text("注释以 # 开头，到行末为止", "a comment begins with # and ends with its line"),
    )


def _sign(stop: Stop) -> Diagnostic | None:
    for start, end in ((stop.at - 1, stop.at + 1), (stop.at, stop.at + 2), (stop.at, stop.at + 1)):
        sign = stop.text[max(start, 0) : end]
        meant = _SIGNS.get(unicodedata.normalize("NFKC", sign))
        if meant is not None and (meant not in ("and", "or") or meant.upper() in stop.expected):
            span = stop.span(start, end)
            headline = Text(f"这里没有 {sign} 这个符号", f"there is no sign {sign} here")
            return refused("DQ-L012", span, headline, fix=replace(span, meant))
    if unicodedata.normalize("NFKC", stop.text[max(stop.at - 1, 0) : stop.at + 1]) == "**":
        headline = Text("没有乘方的运算", "there is no power")
        help_ = Text("平方写成 x × x", "a square is written x * x")
        return refused("DQ-L012", stop.span(stop.at - 1, stop.at + 1), headline, help=help_)
    if stop.found[:1] in ("%", "％"):
        help_ = Text("百分数写成 5%，数字与 % 之间不留空格", "a percentage is written 5%, without a blank")
        headline = Text("没有求余数的运算", "there is no modulo")
        return refused("DQ-L012", stop.span(stop.at, stop.at + 1), headline, help=help_)
    if stop.found[:1] in ("|", "｜") and "NAME" in stop.expected:
        headline = Text("绝对值不写成 | … |", "no absolute value is written | … |")
        help_ = Text("写成 绝对值（…）", "write abs(…)")
        return refused("DQ-L012", stop.span(stop.at, stop.at + 1), headline, help=help_)
    return None


def _apart_from_unit(stop: Stop) -> Diagnostic | None:
    number = re.search(r"(\d[\d.．]*)\s+$", stop.text[: stop.at])
    if number is None or stop.found not in _MONEY:
        return None
    span = stop.span(number.start(), stop.end)
    headline = Text("数字与单位之间不能有空格", "a figure and its unit are one word")
    return refused("DQ-L014", span, headline, fix=replace(span, number[1] + stop.found))


def _unclosed(stop: Stop) -> Diagnostic | None:
    if stop.terminal != "$END" and not (stop.terminal in (*CLAUSES, "RBRACE") and stop.expected & {"RPAR", "RSQB"}):
        return None
    opened = _open_bracket(stop)
    if opened is None:
        return None
    sign = stop.text[opened]
    partner = _BRACKETS[sign]
    if sign in "{｛":
        headline = Text("规则没有结束：缺少 }", "the rule does not end: } is missing")
    else:
        headline = Text(f"括号没有结束：缺少 {partner}", f"the bracket does not close: {partner} is missing")
    end = len(stop.text[: stop.at].rstrip())
    label = Label(stop.span(opened, opened + 1), Text("从这里开始", "it opens here"))
    help_ = Text(f"在这里补上 {partner}", f"put {partner} here")
    return refused("DQ-L004", stop.span(max(end - 1, 0), max(end, 1)), headline, labels=(label,), help=help_)


def _word_for_value(stop: Stop) -> Diagnostic | None:
    """A word of the language just before the place, read as a name because only a value could stand there."""
    before = LAST_WORD.search(stop.text, max(0, stop.at - 60), stop.at)
    spellings = {spelling.split()[0] for each in stop.words.values() for spelling in each}
    if before is None or before["word"] not in spellings or stop.before(before.start("word")).isdisjoint({"NAME"}):
        return None
    headline = Text(f"{before['word']} 之前缺少一个值", f"a value is missing before {before['word']}")
    help_ = Text(f"确是名称时写成 【{before['word']}】", f"where it is a name, write 【{before['word']}】")
    return refused("DQ-L016", stop.span(before.start("word"), before.end("word")), headline, help=help_)


def _clause_word(stop: Stop) -> Diagnostic | None:
    if stop.terminal != "NAME" or not stop.expected >= set(CLAUSES):
        return None
    known = {spelling: name for name, spellings in stop.words.items() for spelling in spellings}
    joining = [spelling for spelling, name in known.items() if name in stop.expected]
    meant = nearest(stop.found, joining) or nearest(stop.found.lower(), joining)
    clauses = [spelling for spelling, name in known.items() if name in CLAUSES]
    listed = Text(
        "子句有：" + "、".join(each for each in clauses if not each.isascii()),
        "the clauses are: " + ", ".join(each for each in clauses if each.isascii()),
    )
    asked = None if meant is None else Text(f"是不是想写 {meant}？", f"did you mean {meant}?")
    headline = Text(f"不认识 {stop.found} 这个词", f"the word {stop.found} is not known here")
    return refused("DQ-L011", stop.place, headline, help=asked, notes=(listed,))


def _outside(stop: Stop) -> Diagnostic | None:
    if not stop.expected <= {*_DECLARATIONS, "SEMICOLON", "$END"}:
        return None
    headline = Text("这些内容不在任何规则之内", "this stands outside every rule")
    asked = (
        did_you_mean(stop.found.lower(), [word for each in _DECLARATIONS for word in stop.words[each]])
        if stop.terminal == "NAME"
        else None
    )
    help_ = asked or Text(
        "规则写成：rule 编号 “名称” { … }；说明文字前加 #",
        'a rule is written: rule ID "title" { … }; a remark begins with #',
    )
    return refused("DQ-L015", stop.place, headline, help=help_)


def _meaningless(stop: Stop) -> Diagnostic | None:
    if stop.terminal is not None:
        return None
    character = stop.found[:1]
    category = unicodedata.category(character)
    is_shown = character.isprintable() or category in ("Co", "Cn")  # a font may show a rare character of a name
    if not is_shown:
        code = f"U+{ord(character):04X}"
        headline = Text(f"这里有一个看不见的字符（{code}）", f"there is a character here that nobody sees ({code})")
        return refused("DQ-L003", stop.place, headline, fix=replace(stop.place, " " if category[0] == "Z" else ""))
    headline = Text(f"规则里没有 {character} 这个符号", f"the sign {character} has no meaning in a rule")
    help_ = Text("名称里有这样的符号时写成 【…】", "a name with such a sign is written 【…】")
    return refused("DQ-L003", stop.span(stop.at, stop.at + 1), headline, help=help_)


def _unexpected(stop: Stop) -> Diagnostic:
    if stop.terminal == "$END":
        headline = Text("规则写到一半就结束了", "the rule breaks off")
    else:
        headline = Text(f"这里不应当是 {stop.found}", f"{stop.found} cannot stand here")
    expected = expectation(stop.expected, dict(stop.words))
    help_ = None if expected is None else Text(f"这里应当是：{expected.zh}", f"expected here: {expected.en}")
    return refused("DQ-L001", stop.place, headline, help=help_)


_READINGS: Final[tuple[Callable[[Stop], Diagnostic | None], ...]] = (
    _quotation,
    _comment,
    _sign,
    _apart_from_unit,
    _unclosed,
    other_script,
    _outside,
    _word_for_value,
    *HABITS,
    _clause_word,
    _meaningless,
)
"""From the most particular on; the first that fits speaks."""
