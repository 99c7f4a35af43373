"""Words that are names in the grammar but mean one thing only where they stand, in both spellings: `error` and 错误."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from dq.authoring.testing.words import HINTS, REASONS, VERDICTS
from dq.functions import functions
from dq.semantics.vocabulary import LANGUAGES, PROPERTIES, REPORT, SEVERITIES, STATES, TOLERANCES
from dq.syntax import tree

Spellings = tuple[str, str]
"""English and Chinese."""


def closed(node: tree.Node) -> tuple[tuple[tree.Name, Spellings], ...]:
    """The names right below a node that are such words, with their spellings.

    Example: `closed(clause)`, of `severity error` → its name, `("error", "错误")`.
    """
    match node:
        case tree.Member(base=tree.Name() as base, name=name) if base.text in REPORT:
            return (*_known(base, _REPORT), *_known(name, _PROPERTIES))
        case tree.NothingElse(verdicts=verdicts):
            return tuple(each for verdict in verdicts for each in _known(verdict, _VERDICTS))
        case tree.Expect(verdict=verdict, reason=reason):
            return (*_known(verdict, _VERDICTS), *(() if reason is None else _known(reason, _REASONS)))
        case tree.Title(language=tree.Name() as name) | tree.Explain(language=tree.Name() as name):
            return _known(name, _LANGUAGES)
        case tree.Message(language=tree.Name() as name):
            return _known(name, _LANGUAGES)
        case tree.SeverityClause(level=name):
            return _known(name, _SEVERITIES)
        case tree.Tolerance(amount=tree.Name() as name):
            return _known(name, _TOLERANCES)
        case tree.StateTest(state=name):
            return _known(name, _STATES)
        case tree.HintDetail(name=name):
            return _known(name, _HINTS)
        case tree.Call(function=name):
            return _known(name, _called())
        case _:
            return ()


def _known(name: tree.Name, words: Mapping[str, Spellings]) -> tuple[tuple[tree.Name, Spellings], ...]:
    return ((name, words[name.text]),) if name.text in words else ()


def _paired(words: Mapping[str, object]) -> dict[str, Spellings]:
    """Each word → the English and the Chinese word of its meaning."""
    english = {meaning: word for word, meaning in words.items() if word.isascii()}
    chinese = {meaning: word for word, meaning in words.items() if not word.isascii()}
    return {word: (english[meaning], chinese[meaning]) for word, meaning in words.items()}


@lru_cache(maxsize=1)
def _called() -> dict[str, Spellings]:
    """The functions; their modules are read only where a function is called."""
    return {name: (each.name, each.chinese) for each in functions() for name in (each.name, each.chinese)}


_REPORT: Final = _paired(dict.fromkeys(REPORT, "report"))
_PROPERTIES: Final = _paired(PROPERTIES)
_VERDICTS: Final = _paired(VERDICTS)
_REASONS: Final = _paired(REASONS)
_HINTS: Final = _paired(HINTS)
_LANGUAGES: Final = _paired(LANGUAGES)
_SEVERITIES: Final = _paired(SEVERITIES)
_TOLERANCES: Final = _paired(TOLERANCES)
_STATES: Final = _paired(STATES)

WORDS: Final = tuple(
    (place, tuple(dict.fromkeys(words.values())))
    for place, words in (
        ("`severity` 级别", _SEVERITIES),
        ("`tolerance` 容差", _TOLERANCES),
        ("`is` 是", _STATES),
        ("`title`, `explain`, `message` 标题、说明、提示语", _LANGUAGES),
        ("a value 值", _REPORT),
        ("`report.` 报告．", _PROPERTIES),
        ("`expect` 预期", _VERDICTS),
        ("`undecided` 无法判断", _REASONS),
        ("`hint` 提示", _HINTS),
    )
)
"""Where such words stand, and the words there, each in both spellings."""
