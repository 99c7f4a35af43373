"""The language's own words: what each terminal of the grammar is called before people."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dq.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lark import Lark

CLAUSES: Final = (
    "TITLE", "BASIS", "SEVERITY", "EXPLAIN", "MESSAGE", "META",
    "SINCE", "UNTIL", "APPLIES", "FOR_EACH", "CHECK", "NEEDS",
)  # fmt: skip
"""Terminals that begin a clause, in canonical order."""

_SIGNS: Final = {
    "LPAR": "(",
    "RPAR": ")",
    "LSQB": "[",
    "RSQB": "]",
    "LBRACE": "{",
    "RBRACE": "}",
    "COMMA": ",",
    "DOT": ".",
    "SLASH": "/",
    "ARROW": "=>",
}
_VALUE: Final = frozenset({"NAME", "NUMBER", "STRING", "LPAR"})
_OPERATORS: Final = frozenset({"PLUS", "MINUS", "TIMES", "DIVIDE", "EQUALS", "AND", "OR", "IMPLIES"})
_KEYWORD: Final = re.compile(r"\(\?:(?P<spellings>[^()]+)\)\(\?!\\w\)")


@lru_cache(maxsize=1)
def keywords(parser: Lark) -> dict[str, tuple[str, ...]]:
    """Terminal name → its spellings, English first, as the grammar has them.

    Example: `keywords(parser)["WHERE"]` → `("where", "其中")`.
    """
    found = ((terminal.name, _KEYWORD.fullmatch(str(terminal.pattern.value))) for terminal in parser.terminals)
    return {
        name: tuple(match["spellings"].replace(r"\s+", " ").split("|")) for name, match in found if match is not None
    }


def _quoted(words: Iterable[str]) -> Text:
    listed = tuple(words)
    return Text("、".join(listed), ", ".join(listed))


def _groups(expected: frozenset[str], words: dict[str, tuple[str, ...]]) -> list[Text]:
    """What may stand at a place, from the most general on."""
    rest = set(expected)
    groups: list[Text] = []
    if rest >= _VALUE:
        condition = "EXISTS" in rest
        groups.append(Text("条件或数值", "a condition or a value") if condition else Text("数值", "a value"))
        rest -= _VALUE | {"PLUS", "MINUS", "NOT", "EXISTS", "QUOTED_NAME", "CASE"}
    if rest & _OPERATORS:
        groups.append(Text("运算符（+ − × ÷ = < 并且 …）", "an operator (+ − × ÷ = < and …)"))
        rest -= {*_OPERATORS, "DIFFERS", "LESS", "AT_MOST", "MORE", "AT_LEAST", "NOT", "IN", "IS", "IS_NOT"}
        rest -= {"BETWEEN", "STARTS_WITH", "MATCHES", "MISSING_AS_ZERO", "LSQB", "DOT", "LPAR", "SLASH", "ARROW"}
    if rest >= set(CLAUSES):
        clauses = [words[name] for name in CLAUSES]
        zh = "、".join(spellings[1] for spellings in clauses)
        en = ", ".join(spellings[0] for spellings in clauses)
        groups.append(Text(f"子句（{zh}）", f"a clause ({en})"))
        rest -= {*CLAUSES, "SEMICOLON"}
    if "NAME" in rest:
        groups.append(Text("名称", "a name"))
        rest -= {"NAME", "QUOTED_NAME"}
    if "STRING" in rest:
        groups.append(Text("引号内的文字", "a text in quotation marks"))
        rest.discard("STRING")
    if "NUMBER" in rest:
        groups.append(Text("数", "a figure"))
    signs = [sign for name, sign in _SIGNS.items() if name in rest]
    spelled = [words[name] for name in sorted(rest) if name in words]
    if spelled:
        groups.append(Text("、".join(each[1] for each in spelled), ", ".join(each[0] for each in spelled)))
    if signs:
        groups.append(_quoted(signs))
    return groups


def expectation(expected: frozenset[str], words: dict[str, tuple[str, ...]]) -> Text | None:
    """What may stand at a place, in words; None where nothing more may come."""
    groups = _groups(expected, words)
    if not groups:
        return None
    zh = "、".join(group.zh for group in groups[:-1])
    en = ", ".join(group.en for group in groups[:-1])
    last = groups[-1]
    return Text(f"{zh}或 {last.zh}", f"{en} or {last.en}") if zh else last
