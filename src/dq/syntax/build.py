# ruff: noqa: D102 - every method is named after the grammar rule or alias that it builds
"""From the parser's reductions to the typed tree. Every method has the name of a grammar rule or alias."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lark import Token, Transformer

from dq.syntax import tree
from dq.syntax.labels import label_path

if TYPE_CHECKING:
    from collections.abc import Sequence

Part = Any
"""A token or a node: the grammar, not the type checker, says which."""

_RELATIONS: Final = {relation.name: relation for relation in tree.Relation}
_SIGNS: Final = {sign.name: sign for sign in tree.Sign} | {"SLASH": tree.Sign.DIVIDE}
_CONNECTIVES: Final = {connective.name: connective for connective in tree.Connective}


def _start(part: Part) -> int:
    return (part.start_pos or 0) if isinstance(part, Token) else int(part.start)


def _end(part: Part) -> int:
    return (part.end_pos or 0) if isinstance(part, Token) else int(part.end)


def _ends(parts: Sequence[Part]) -> tuple[int, int]:
    return _start(parts[0]), _end(parts[-1])


def _nodes(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if not isinstance(part, Token))


def _has(parts: Sequence[Part], terminal: str) -> bool:
    return any(isinstance(part, Token) and part.type == terminal for part in parts)


def _rule(
    parts: Sequence[Part], head: Sequence[Part], clauses: tuple[tree.Clause, ...], use: tree.TemplateUse | None = None
) -> tree.Rule:
    """A rule; the English title on its head counts as its first clause."""
    name, *titles = _nodes(head)
    return tree.Rule(*_ends(parts), name, titles[0] if titles else None, (*titles[1:], *clauses), use)


@dataclass(frozen=True, slots=True)
class _Listing:
    """Clauses between braces, or names and arguments between brackets."""

    start: int
    end: int
    inner: tuple[Part, ...]
    braces: bool


class Builder(Transformer[Token, "tuple[tree.Declaration, ...]"]):
    """Turns each reduction into a node while parsing; holds no state."""

    def start(self, parts: list[Part]) -> tuple[tree.Declaration, ...]:
        return tuple(parts)

    def embedded(self, parts: list[Part]) -> tree.Expression:
        expression: tree.Expression = parts[0]
        return expression

    # Declarations

    def rule(self, parts: list[Part]) -> tree.Rule:
        return _rule(parts, parts[:-1], parts[-1].inner)

    def instance(self, parts: list[Part]) -> tree.Rule:
        given = parts[-1].inner if isinstance(parts[-1], _Listing) and parts[-1].braces else ()
        at = next(place for place, part in enumerate(parts) if isinstance(part, Token) and part.type == "FROM")
        template, arguments = parts[at + 1], parts[at + 2]
        use = tree.TemplateUse(_start(parts[at]), _end(arguments), template, arguments.inner)
        return _rule(parts, parts[:at], given, use)

    def define(self, parts: list[Part]) -> tree.Define:
        parameters = next((part.inner for part in parts if isinstance(part, _Listing)), ())
        name, body = (part for part in _nodes(parts) if not isinstance(part, _Listing))
        return tree.Define(_start(parts[0]), _end(body), name, parameters, body)

    def template(self, parts: list[Part]) -> tree.Template:
        return tree.Template(*_ends(parts), parts[1], parts[2].inner, parts[3].inner)

    def import_file(self, parts: list[Part]) -> tree.Import:
        return tree.Import(_start(parts[0]), _end(parts[1]), parts[1])

    def clauses(self, parts: list[Part]) -> _Listing:
        return _Listing(*_ends(parts), _nodes(parts), braces=True)

    def parameters(self, parts: list[Part]) -> _Listing:
        return _Listing(*_ends(parts), _nodes(parts), braces=False)

    def arguments(self, parts: list[Part]) -> _Listing:
        return _Listing(*_ends(parts), _nodes(parts), braces=False)

    # Tests

    def case_lines(self, parts: list[Part]) -> _Listing:
        return _Listing(*_ends(parts), _nodes(parts), braces=True)

    def test(self, parts: list[Part]) -> tree.Test:
        return tree.Test(*_ends(parts), parts[1], parts[2].inner)

    def fixture(self, parts: list[Part]) -> tree.Fixture:
        return tree.Fixture(*_ends(parts), parts[1], parts[2].inner)

    def form(self, parts: list[Part]) -> tree.Form:
        return tree.Form(*_ends(parts), parts[1])

    def year(self, parts: list[Part]) -> tree.Year:
        return tree.Year(*_ends(parts), parts[1])

    def from_fixture(self, parts: list[Part]) -> tree.FromFixture:
        return tree.FromFixture(*_ends(parts), parts[1])

    def from_sample(self, parts: list[Part]) -> tree.FromSample:
        return tree.FromSample(*_ends(parts), parts[2])

    def prior_fixture(self, parts: list[Part]) -> tree.PriorFixture:
        return tree.PriorFixture(*_ends(parts), parts[1])

    def unit_fixture(self, parts: list[Part]) -> tree.UnitFixture:
        return tree.UnitFixture(*_ends(parts), parts[1])

    def given(self, parts: list[Part]) -> tree.Given:
        table, *unit = _nodes(parts)
        lines = (part for part in parts if isinstance(part, Token) and part.type == "TABLE_LINE")
        rows = tuple(tree.TableLine(_start(line), _end(line), str(line)) for line in lines)
        return tree.Given(*_ends(parts), table, unit[0] if unit else None, rows)

    def change(self, parts: list[Part]) -> tree.Change:
        return tree.Change(*_ends(parts), parts[1], parts[3])

    def remove(self, parts: list[Part]) -> tree.Remove:
        return tree.Remove(*_ends(parts), parts[1])

    def expect(self, parts: list[Part]) -> tree.Expect:
        commas = sum(isinstance(part, Token) and part.type == "COMMA" for part in parts)
        nodes = _nodes(parts)
        subjects, rest = nodes[: commas + 1], nodes[commas + 1 :]
        words = tuple(each for each in rest if isinstance(each, tree.Name))
        return tree.Expect(*_ends(parts), subjects, words[0], words[1] if words[1:] else None, rest[len(words) :])

    def nothing_else(self, parts: list[Part]) -> tree.NothingElse:
        return tree.NothingElse(*_ends(parts), _nodes(parts))

    def hint(self, parts: list[Part]) -> tree.HintDetail:
        return tree.HintDetail(*_ends(parts), parts[1])

    def difference(self, parts: list[Part]) -> tree.Difference:
        return tree.Difference(*_ends(parts), parts[1])

    # Words

    def name(self, parts: list[Part]) -> tree.Name:
        token = parts[0]
        quoted = token.type == "QUOTED_NAME"
        return tree.Name(*_ends(parts), token[1:-1].strip() if quoted else str(token), quoted)

    def number(self, parts: list[Part]) -> tree.Number:
        return tree.Number(*_ends(parts), str(parts[0]))

    def string(self, parts: list[Part]) -> tree.String:
        return tree.String(*_ends(parts), str(parts[0][1:-1]))

    # Clauses

    def title(self, parts: list[Part]) -> tree.Title:
        *language, text = _nodes(parts)
        return tree.Title(*_ends(parts), language[0] if language else None, text)

    def translation(self, parts: list[Part]) -> tree.Title:
        return tree.Title(*_ends(parts), tree.Name(*_ends(parts[:1]), "en", quoted=False), parts[1])

    def basis(self, parts: list[Part]) -> tree.Basis:
        return tree.Basis(*_ends(parts), parts[1])

    def explain(self, parts: list[Part]) -> tree.Explain:
        *language, text = _nodes(parts)
        return tree.Explain(*_ends(parts), language[0] if language else None, text)

    def message(self, parts: list[Part]) -> tree.Message:
        *language, text = _nodes(parts)
        return tree.Message(*_ends(parts), language[0] if language else None, text)

    def meta(self, parts: list[Part]) -> tree.Meta:
        return tree.Meta(*_ends(parts), parts[1], parts[2])

    def since(self, parts: list[Part]) -> tree.Since:
        return tree.Since(*_ends(parts), parts[1])

    def until(self, parts: list[Part]) -> tree.Until:
        return tree.Until(*_ends(parts), parts[1])

    def severity(self, parts: list[Part]) -> tree.SeverityClause:
        return tree.SeverityClause(*_ends(parts), parts[1])

    def applies(self, parts: list[Part]) -> tree.Applies:
        return tree.Applies(*_ends(parts), parts[1])

    def each_row(self, parts: list[Part]) -> tree.ForEach:
        table, alias, *rest = _nodes(parts)
        columns = tuple(part for part in rest if isinstance(part, tree.Columns))
        condition = rest[0] if len(rest) > len(columns) else None
        return tree.ForEach(*_ends(parts), table, alias, condition, columns)

    def each_column(self, parts: list[Part]) -> tree.ForEach:
        return tree.ForEach(*_ends(parts), None, None, None, _nodes(parts))

    def columns(self, parts: list[Part]) -> tree.Columns:
        columns: tree.Columns = parts[1]
        return columns

    def column_list(self, parts: list[Part]) -> tree.Columns:
        alias, *names = _nodes(parts)
        return tree.Columns(*_ends(parts), alias, tuple(names))

    def check(self, parts: list[Part]) -> tree.Check:
        condition, *options = _nodes(parts)
        return tree.Check(*_ends(parts), condition, tuple(options))

    def tolerance(self, parts: list[Part]) -> tree.Tolerance:
        return tree.Tolerance(*_ends(parts), parts[1])

    def missing_as_violation(self, parts: list[Part]) -> tree.MissingAsViolation:
        return tree.MissingAsViolation(*_ends(parts))

    def needs(self, parts: list[Part]) -> tree.Needs:
        return tree.Needs(*_ends(parts), _nodes(parts))

    # Conditions

    def logical(self, parts: list[Part]) -> tree.Logical:
        return tree.Logical(*_ends(parts), parts[0], _CONNECTIVES[parts[1].type], parts[2])

    def negation(self, parts: list[Part]) -> tree.Negation:
        return tree.Negation(*_ends(parts), parts[1])

    def comparison_sign(self, parts: list[Part]) -> tree.RelationSign:
        return tree.RelationSign(*_ends(parts), _RELATIONS[parts[0].type], str(parts[0]))

    def comparison(self, parts: list[Part]) -> tree.Comparison:
        return tree.Comparison(*_ends(parts), tuple(parts[::2]), tuple(parts[1::2]))

    def between(self, parts: list[Part]) -> tree.Between:
        operand, low, high = _nodes(parts)
        return tree.Between(*_ends(parts), operand, low, high, _has(parts, "NOT"))

    def among(self, parts: list[Part]) -> tree.Among:
        operand, *choices = _nodes(parts)
        return tree.Among(*_ends(parts), operand, tuple(choices), _has(parts, "NOT"))

    def listed(self, parts: list[Part]) -> tree.Listed:
        operand, function, *arguments = _nodes(parts)
        codes = tree.Call(function.start, _end(parts[-1]), function, tuple(arguments))
        return tree.Listed(*_ends(parts), operand, codes, _has(parts, "NOT"))

    def matches(self, parts: list[Part]) -> tree.Matches:
        return tree.Matches(*_ends(parts), parts[0], parts[-1], _has(parts, "NOT"))

    def starts_with(self, parts: list[Part]) -> tree.StartsWith:
        return tree.StartsWith(*_ends(parts), parts[0], parts[-1], _has(parts, "NOT"))

    def state_test(self, parts: list[Part]) -> tree.StateTest:
        return tree.StateTest(*_ends(parts), parts[0], parts[2], parts[1].type == "IS_NOT")

    def exists(self, parts: list[Part]) -> tree.Exists:
        rows, *condition = _nodes(parts)
        return tree.Exists(*_ends(parts), rows, condition[0] if condition else None)

    # Values

    def arithmetic(self, parts: list[Part]) -> tree.Arithmetic:
        return tree.Arithmetic(*_ends(parts), parts[0], _SIGNS[parts[1].type], parts[2])

    def signed(self, parts: list[Part]) -> tree.Signed:
        return tree.Signed(*_ends(parts), parts[0].type == "MINUS", parts[1])

    def member(self, parts: list[Part]) -> tree.Member:
        return tree.Member(*_ends(parts), parts[0], parts[2])

    def lookup(self, parts: list[Part]) -> tree.Lookup:
        return tree.Lookup(*_ends(parts), parts[0], label_path(parts[2]))

    def case(self, parts: list[Part]) -> tree.Case:
        *branches, otherwise = _nodes(parts)
        return tree.Case(*_ends(parts), tuple(branches), otherwise)

    def branch(self, parts: list[Part]) -> tree.Branch:
        return tree.Branch(*_ends(parts[:3]), parts[0], parts[2])

    def missing_as_zero(self, parts: list[Part]) -> tree.MissingAsZero:
        return tree.MissingAsZero(*_ends(parts), parts[0])

    def call(self, parts: list[Part]) -> tree.Call:
        function, *arguments = _nodes(parts)
        return tree.Call(*_ends(parts), function, tuple(arguments))

    def filtered(self, parts: list[Part]) -> tree.Filtered:
        return tree.Filtered(*_ends(parts), parts[0], parts[2])

    def group(self, parts: list[Part]) -> tree.Expression:
        # Parentheses only widen the place of what they hold. A node's slots are its dataclass fields.
        inner = parts[1]
        rest = (getattr(inner, name) for name in inner.__dataclass_fields__ if name not in {"start", "end"})
        widened: tree.Expression = type(inner)(*_ends(parts), *rest)
        return widened
