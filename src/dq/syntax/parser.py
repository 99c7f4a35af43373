"""From text to tree: rule by rule, so that an error costs its own rule and no other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from dq.diagnostics import Diagnostic, SourceText, Span, Text, refused
from dq.resources import grammar_text
from dq.syntax import tree
from dq.syntax.embedded import shifted, with_values
from dq.syntax.faults import diagnose
from dq.syntax.stop import Stop
from dq.syntax.wellformed import DEEPEST, faults, too_deep, too_deep_here
from dq.syntax.words import keywords

if TYPE_CHECKING:
    from lark import Lark, Token
    from lark.exceptions import UnexpectedInput

LARGEST_FILE: Final = 1_000_000
"""Characters of a rule file."""

MOST_RULES: Final = 5_000
"""Declarations of a file."""

DECLARATION: Final = re.compile(
    r"^(?:[^\S\n]|\ufeff)*"
    r"(?:rule|规则|define|定义|template|规则模板|import|引用|test|测试|fixture|样表)(?!\w)",
    re.MULTILINE,
)
"""A line that begins like a declaration: the parser reads on from there after an error."""
_OPENERS: Final = "(（[［{｛"
_IGNORED: Final = frozenset({"COMMENT", "BLANK"})


@dataclass(frozen=True, slots=True)
class ParseResult:
    """The declarations that could be read, and what is wrong with the others."""

    tree: tree.File
    diagnostics: tuple[Diagnostic, ...]


@lru_cache(maxsize=1)
def parser() -> Lark:
    """The parser of the one grammar, built on first use."""
    from lark import Lark  # heavy, and only needed where rules are read

    from dq.syntax.build import Builder

    return Lark(
        grammar_text(),
        parser="lalr",
        lexer="contextual",
        keep_all_tokens=True,
        maybe_placeholders=False,
        transformer=Builder(),
        start=["start", "embedded"],
    )


@lru_cache(maxsize=1)
def _remarks() -> re.Pattern[str]:
    """Comments and brackets, and whatever else may hold their signs, by the grammar's own definitions."""
    terminals = {each.name: each.pattern.to_regexp() for each in parser().terminals}
    whole = "|".join(f"(?P<{name}>{terminals[name]})" for name in ("STRING", "QUOTED_NAME", "TABLE_LINE", "COMMENT"))
    return re.compile(rf"{whole}|(?P<OPENER>[{re.escape(_OPENERS)}])|(?P<CLOSER>[)）\]］}}｝])")


def comments(text: str) -> tuple[tree.Comment, ...]:
    r"""All comments of a text, in order.

    Example: `comments("# a\n")[0].text` → `"# a"`.
    """
    if "#" not in text and "＃" not in text:
        return ()
    found = (match for match in _remarks().finditer(text) if match.lastgroup == "COMMENT")
    return tuple(tree.Comment(match.start(), match.end(), match.group().rstrip()) for match in found)


def parse(text: str, file: str) -> ParseResult:
    """The tree of a rule file and every error of its form, one a declaration; never raises on bad input.

    Parameters: `text` the file's characters, `file` its name in diagnostics.
    Example: `parse('rule A "a" { check 1 = 1 }', "a.dq").tree.rules[0].rule.id.text` → `"A"`.
    """
    source = SourceText(file, text)
    if len(text) > LARGEST_FILE:
        return _refused(
            file, Text(f"规则文件超过 {LARGEST_FILE} 个字符", f"a rule file has at most {LARGEST_FILE} characters")
        )
    parts = _parts(text)
    if len(parts) > MOST_RULES:
        return _refused(file, Text(f"一个文件里的规则超过 {MOST_RULES} 条", f"a file has at most {MOST_RULES} rules"))
    declared: list[tree.Placed] = []
    diagnostics: list[Diagnostic] = []
    for base, end in parts:
        placed, wrong = _parse_part(source, base, text[base:end])
        declared += placed
        diagnostics += wrong
    diagnostics.sort(key=lambda each: (each.span.line, each.span.column))
    return ParseResult(tree.File(file, text, tuple(declared), comments(text)), tuple(diagnostics))


def _parts(text: str) -> list[tuple[int, int]]:
    """Where each part of a text begins and ends that is read by itself: what stands before the first declaration,
    then each declaration with what follows it.
    """
    starts = [match.start() for match in DECLARATION.finditer(text)]
    return [(start, end) for start, end in zip([0, *starts], [*starts, len(text)], strict=True) if start < end]


def tokens(text: str) -> tuple[tree.Token, ...]:
    """The words and signs of a rule file without errors of form, comments and blanks left out.

    Errors: the parser's own, for a text that `parse` refuses.
    Example: `[each.kind for each in tokens("needs A")]`, within a rule → `["NEEDS", "NAME"]`.
    """
    found: list[tree.Token] = []
    for base, end in _parts(text):
        reading = parser().parse_interactive(text[base:end], start="start")
        for token in reading.iter_parse():
            start = base + (token.start_pos or 0)
            found.append(tree.Token(start, start + len(token), token.type, str(token)))
    return tuple(found)


def _refused(file: str, headline: Text) -> ParseResult:
    help_ = Text("把规则分到几个文件里", "divide the rules among several files")
    return ParseResult(tree.File(file, "", (), ()), (refused("DQ-L009", Span(file), headline, help=help_),))


def _parse_part(source: SourceText, base: int, part: str) -> tuple[list[tree.Placed], list[Diagnostic]]:
    """The declarations of the part of a file that begins at `base`."""

    def span(start: int, end: int) -> Span:
        return source.span(base + start, base + end)

    def value(text: str, at: int) -> tree.Expression | Diagnostic:
        read = _parsed(text, "embedded", lambda start, end: span(at + start, at + end))
        if isinstance(read, Diagnostic):
            return read
        return too_deep_here(span(at, at + len(text))) if too_deep(read) else shifted(read, at)

    deep = _deep_bracket(part)
    read = too_deep_here(span(deep, deep + 1)) if deep is not None else _parsed(part, "start", span)
    if isinstance(read, Diagnostic):
        return [], [read]
    diagnostics: list[Diagnostic] = []
    placed: list[tree.Placed] = []
    for found in read:
        declared = found
        if isinstance(declared, tree.Rule | tree.Template):
            declared, unread = with_values(declared, value, span)
            diagnostics += unread
        wrong = list(faults(declared, part, span))
        diagnostics += wrong
        if not any(each.code == "DQ-L008" for each in wrong):
            placed.append(tree.Placed(base, declared))
    return placed, diagnostics


def _deep_bracket(part: str) -> int | None:
    """Where a bracket opens that is nested too deep; the tree has no node for brackets, so they are counted here."""
    if sum(map(part.count, _OPENERS)) <= DEEPEST:
        return None
    depth = 0
    for match in _remarks().finditer(part):
        if match.lastgroup == "OPENER":
            depth += 1
            if depth > DEEPEST:
                return match.start()
        elif match.lastgroup == "CLOSER":
            depth = max(depth - 1, 0)
    return None


def _parsed(text: str, start: str, span: Callable[[int, int], Span]) -> Any:  # noqa: ANN401 - the grammar says which
    """What the builder makes of a text from this start of the grammar, or the diagnostic that says what is wrong."""
    from lark.exceptions import UnexpectedInput

    try:
        return parser().parse(text, start=start)
    except UnexpectedInput as stopped:
        return diagnose(_stop(text, stopped, span, start))


def _stop(part: str, stopped: UnexpectedInput, span: Callable[[int, int], Span], start: str) -> Stop:
    """Where the parser stopped, on what, and what it could have gone on with."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    at, end, terminal = len(part.rstrip()), len(part.rstrip()), None
    if isinstance(stopped, UnexpectedCharacters):
        at = int(getattr(stopped, "pos_in_stream", None) or 0)
        end = at + 1
    elif isinstance(stopped, UnexpectedToken):
        token: Token = stopped.token
        terminal = token.type
        if terminal != "$END" and token.start_pos is not None:
            at, end = token.start_pos, token.start_pos + max(len(token), 1)

    def before(place: int) -> frozenset[str]:
        return expected(part[:place], start)

    return Stop(part, at, end, terminal, before(at), keywords(parser()), span, before)


def expected(before: str, start: str = "start") -> frozenset[str]:
    """The terminals that can follow a text, exactly (the parser's tables alone name too many); none where it cannot
    be the beginning of anything.

    Parameters: `start` of the grammar that reads it.
    Example: `sorted(expected("rule A"))` → `["FROM", "LBRACE", "STRING"]`.
    """
    from lark.exceptions import UnexpectedInput

    interactive = parser().parse_interactive(before, start=start)
    try:
        interactive.exhaust_lexer()
    except UnexpectedInput:
        return frozenset()
    accepted: set[str] = interactive.accepts()  # type: ignore[no-untyped-call]
    return frozenset(accepted) - _IGNORED
