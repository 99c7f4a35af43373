"""From a place where the parser stopped to a diagnostic that says what is wrong there and what to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dq.diagnostics import Diagnostic, Label, Span, Text, did_you_mean, nearest, refused, replace
from dq.syntax.words import CLAUSES, expectation
from dq.types import MONEY_UNITS


@dataclass(frozen=True, slots=True)
class Stop:
    """Where and on what the parser stopped.

    Parameters: `text` of the rule; `at` and `end` the place of what was found; `terminal` what the lexer took it for,
    None for a sign without meaning, "$END" for the end; `expected` terminals that might stand there;
    `words` the keywords' spellings; `span` makes places of offsets; `before` the terminals that might stand at an
    earlier place.
    """

    text: str
    at: int
    end: int
    terminal: str | None
    expected: frozenset[str]
    words: Mapping[str, tuple[str, ...]]
    span: Callable[[int, int], Span]
    before: Callable[[int], frozenset[str]]

    @property
    def found(self) -> str:
        """What stands at the place."""
        return self.text[self.at : self.end]

    @property
    def place(self) -> Span:
        """The place as a span."""
        return self.span(self.at, self.end)


_PARTNERS: Final = {'"': '"', "＂": "＂", "“": "”", "「": "」"}
_CLOSING_QUOTES: Final = {"”": "“ ”", "」": "「 」", "’": "“ ”", "‘": "“ ”", "'": '" "', "`": '" "'}
_SINGLE: Final = re.compile(r"[‘'`](?P<text>[^‘’'`“”\"\n]{1,200})[’'`]")
_IFS: Final = frozenset({"如果", "若", "假如", "如", "当", "if", "when"})
_BRACKETS: Final = {"(": ")", "（": "）", "[": "]", "［": "］", "{": "}", "｛": "｝"}
_TOKENS: Final = re.compile(r'"[^"\n]*"|“[^”\n]*”|【[^】\n]*】|[#＃][^\n]*|[()（）\[\]［］{}｛｝]')
_LAST_WORD: Final = re.compile(r"(?<![\w.．【])(?P<word>[^\W\d]\w*)\s+$")
_COMMENT: Final = re.compile(r"--|——|//|/\*")
_SIGNS: Final = {
    "&&": "and", "&": "and", "||": "or", "|": "or", "=<": "<=", "=>": ">=", "＝<": "<=", "＝>": ">=", "!": "not ",
    "！": "not ", "**": "*",
}  # fmt: skip
_STATES: Final = frozenset({"present", "blank", "absent", "有数", "空白", "缺失"})
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
        single = _SINGLE.match(stop.text, stop.at)
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
        meant = _SIGNS.get(sign)
        if meant is not None:
            span = stop.span(start, end)
            headline = Text(f"这里没有 {sign} 这个符号", f"there is no sign {sign} here")
            return refused("DQ-L012", span, headline, fix=replace(span, meant))
    if stop.found[:1] in ("%", "％"):
        help_ = Text("百分数写成 5%，数字与 % 之间不留空格", "a percentage is written 5%, without a blank")
        headline = Text("没有求余数的运算", "there is no modulo")
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
    before = _LAST_WORD.search(stop.text, max(0, stop.at - 60), stop.at)
    spellings = {spelling.split()[0] for each in stop.words.values() for spelling in each}
    if before is None or before["word"] not in spellings or stop.before(before.start("word")).isdisjoint({"NAME"}):
        return None
    headline = Text(f"{before['word']} 之前缺少一个值", f"a value is missing before {before['word']}")
    help_ = Text(f"确是名称时写成 【{before['word']}】", f"where it is a name, write 【{before['word']}】")
    return refused("DQ-L016", stop.span(before.start("word"), before.end("word")), headline, help=help_)


def _row_in_name_brackets(stop: Stop) -> Diagnostic | None:
    """`summary【“收入总计”】`: what a Chinese keyboard writes for the bracket key, where a row is meant."""
    if stop.terminal != "QUOTED_NAME" or "LSQB" not in stop.expected:
        return None
    inside = stop.found[1:-1].strip()
    quoted = inside if inside[:1] in _PARTNERS else f'"{inside}"'
    headline = Text("【】里是名称，行写在 [ ] 里", "a name stands in 【】; a row stands in [ ]")
    return refused("DQ-L012", stop.place, headline, fix=replace(stop.place, f"[{quoted}]"))


def _state_without_is(stop: Stop) -> Diagnostic | None:
    """`r.code 有数`, `r.code present`: a state without its `is`."""
    if "IS" not in stop.expected or stop.found not in _STATES:
        return None
    link = "is" if stop.found.isascii() else "是"
    headline = Text(f"{stop.found} 之前缺少 {link}", f"{link} is missing before {stop.found}")
    return refused("DQ-L012", stop.place, headline, fix=replace(stop.place, f"{link} {stop.found}"))


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


def _colon(stop: Stop) -> Diagnostic | None:
    """`依据：“…”`: a colon behind a word of the language."""
    before = _LAST_WORD.search(stop.text[: stop.at] + " ")
    known = {spelling.split()[-1] for each in stop.words.values() for spelling in each}
    if stop.found[:1] not in (":", "：") or before is None or before["word"] not in known:
        return None
    place = stop.span(stop.at, stop.at + 1)
    headline = Text(f"{before['word']} 后面不写冒号", f"no colon stands behind {before['word']}")
    return refused("DQ-L003", place, headline, fix=replace(place, " "))


def _if(stop: Stop) -> Diagnostic | None:
    """`如果 A 那么 B`: the language says A 则应 B."""
    start = stop.text.rfind("\n", 0, stop.at) + 1
    before = _LAST_WORD.search(stop.text[start : stop.at])
    if before is None or before["word"] not in _IFS or stop.terminal not in ("NAME", "QUOTED_NAME", "NUMBER"):
        return None
    word = before["word"]
    place = stop.span(start + before.start("word"), start + before.end())
    headline = Text(f"条件前面不写 {word}", f"no {word} stands before a condition")
    written = Text("如果 A 那么 B 写成 A 则应 B", "if A then B is written A implies B")
    return refused("DQ-L011", place, headline, notes=(written,), fix=replace(place, ""))


def _meaningless(stop: Stop) -> Diagnostic | None:
    if stop.terminal is not None:
        return None
    character = stop.found[:1]
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
    _outside,
    _row_in_name_brackets,
    _state_without_is,
    _word_for_value,
    _if,
    _clause_word,
    _colon,
    _meaningless,
)
"""From the most particular on; the first that fits speaks."""
