"""Definitions and templates put in where they are used: what is left is a plain rule, with the places of its pieces.

A tree is copied with the places of each piece moved, so that the address of every node is where it was written.
Nothing is evaluated, nothing recurs, and an expansion is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import is_
from typing import Any, Final

from dq.diagnostics import Diagnostic, Span
from dq.semantics.complaints import reuse as wrong
from dq.semantics.places import Places
from dq.semantics.vocabulary import LANGUAGES
from dq.syntax import DEEPEST, children, label_path, parts, too_deep, tree

MOST_NODES: Final = 20_000
"""Nodes of one rule after everything was put in."""

_NAMES: Final = {
    (tree.Member, "name"), (tree.ForEach, "table"), (tree.ForEach, "alias"), (tree.Columns, "alias"),
    (tree.Columns, "names"), (tree.Call, "function"), (tree.StateTest, "state"), (tree.SeverityClause, "level"),
    (tree.Tolerance, "amount"), (tree.Needs, "rules"), (tree.Title, "language"), (tree.Explain, "language"),
    (tree.Message, "language"), (tree.Meta, "key"), (tree.Rule, "id"), (tree.TemplateUse, "template"),
}  # fmt: skip
"""Places where only a name can stand."""

_REPLACED: Final = (tree.Basis, tree.SeverityClause, tree.Since, tree.Until, tree.Applies, tree.ForEach, tree.Needs)
"""Clauses of a rule that stand instead of its template's."""

_JOINED: Final = (tree.Arithmetic, tree.Logical, tree.Comparison)
"""Arguments that are shown in brackets within an expression."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A definition or template at the address of its text; `home` are the names that its own text may use."""

    base: int
    node: tree.Define | tree.Template
    home: Names


@dataclass(frozen=True, slots=True)
class Names:
    """What a file's rules may use: its own definitions and templates and those of the files that it imports."""

    defines: dict[str, Declared] = field(default_factory=dict)
    templates: dict[str, Declared] = field(default_factory=dict)


class _TooLargeError(Exception):
    """The expansion passed its bound; ends it at once."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A rule with everything put in, at its address.

    Parameters: `used` the texts of what was put in; `check` that of its template's check with the rule's own arguments.
    """

    placed: tree.PlacedRule
    used: tuple[str, ...] = ()
    check: str = ""


def expanded(
    placed: tree.PlacedRule, names: Names, places: Places, *, guess: bool = True
) -> tuple[Whole | None, list[Diagnostic], int]:
    """The rule with all definitions and its template put in, None where that was not possible; the reasons; and how
    many nodes were made for it, none where there is nothing to put in.

    Parameters: `placed` at its address; `guess` says which template was meant by the name of none.
    """
    if placed.rule.use is None and not names.defines:
        return Whole(placed), [], 0
    expansion = _Expansion(placed.base, places, guess)
    too_large = wrong.too_large(expansion.span(placed.rule.id, placed.base), MOST_NODES)
    try:
        rule = expansion.rule(placed.rule, names)
    except _TooLargeError:
        return None, [too_large], expansion.nodes
    if expansion.wrong or too_deep(rule):
        return None, expansion.wrong or [too_large], expansion.nodes
    whole = tree.PlacedRule(placed.base, rule)
    return Whole(whole, tuple(expansion.used.values()), expansion.check), [], expansion.nodes


@dataclass(frozen=True, slots=True)
class _Bound:
    """An argument, copied, and how many nodes it has."""

    node: tree.Expression
    nodes: int


@dataclass(frozen=True, slots=True)
class _Where:
    """How a piece is copied: `base` the address of its text, `bound` what its parameters stand for.

    Parameters: `names` those that it may use; `everywhere` a template's parameters stand for names, too; `within` the
    definitions being put in.
    """

    base: int
    names: Names
    bound: Mapping[str, _Bound] = field(default_factory=dict)
    everywhere: bool = False
    within: tuple[str, ...] = ()


@dataclass(slots=True)
class _Expansion:
    """One rule's expansion. Parameters: `base` the address of the rule, from which all places of the result count."""

    base: int
    places: Places
    guess: bool
    wrong: list[Diagnostic] = field(default_factory=list)
    nodes: int = 0
    used: dict[int, str] = field(default_factory=dict)
    check: str = ""

    def _use(self, declared: Declared) -> None:
        node = declared.node
        self.used[declared.base] = self.places.text(declared.base + node.start, declared.base + node.end)

    def span(self, node: tree.Node, base: int) -> Span:
        return self.places.span(base + node.start, base + node.end)

    def rule(self, rule: tree.Rule, names: Names) -> tree.Rule:
        """The rule with everything put in; what is wrong is gathered."""
        here = _Where(self.base, names)
        self._hidden(rule, names)
        own: tree.Rule = self._copy(replace(rule, use=None), here)
        if rule.use is None:
            return own
        name = rule.use.template
        declared = names.templates.get(name.text)
        if declared is None or not isinstance(declared.node, tree.Template):
            near = names.templates if self.guess else ()
            self.wrong.append(wrong.unknown_template(self.span(name, self.base), name.text, near))
            return own
        node = declared.node
        if len(rule.use.arguments) != len(node.parameters):
            place = self.span(node.name, declared.base)
            self.wrong.append(
                wrong.wrong_number(self.span(rule.use, self.base), node.name.text, node.parameters, place)
            )
            return own
        self._use(declared)
        bound = self._bound(node.parameters, rule.use.arguments, here)
        where = _Where(declared.base, declared.home, bound, everywhere=True)
        made = [self._copy(each, where) for each in node.clauses]
        check = next((each for each in node.clauses if isinstance(each, tree.Check)), None)
        if check is not None:
            given = zip((each.text for each in node.parameters), rule.use.arguments, strict=True)
            self.check = self._filled(check.condition, declared.base, dict(given))
        return replace(own, clauses=(*kept(made, own), *own.clauses))

    def _filled(self, condition: tree.Expression, base: int, given: Mapping[str, tree.Expression]) -> str:
        """The text of a template's condition with the text of each argument in the place of its parameter."""
        named: list[tree.Node] = [condition]
        puts: list[tuple[int, int, str]] = []
        while named:
            node = named.pop()
            if isinstance(node, tree.Name) and (argument := given.get(node.text)) is not None:
                text = self.places.text(self.base + argument.start, self.base + argument.end)
                is_joined = isinstance(argument, _JOINED) and node is not condition
                puts.append((node.start, node.end, f"({text})" if is_joined else text))
            named += children(node)
        filled, at = "", condition.start
        for start, end, text in sorted(puts):
            filled += self.places.text(base + at, base + start) + text
            at = end
        return filled + self.places.text(base + at, base + condition.end)

    def _hidden(self, rule: tree.Rule, names: Names) -> None:
        """Complain of aliases that hide a definition, which would be put in for them."""
        for each in (clause for clause in rule.clauses if isinstance(clause, tree.ForEach)):
            for alias in (each.alias, *(columns.alias for columns in each.columns)):
                declared = None if alias is None else names.defines.get(alias.text)
                if alias is not None and declared is not None:
                    first = self.span(declared.node.name, declared.base)
                    self.wrong.append(wrong.declared_twice(self.span(alias, self.base), first, alias.text))

    def _bound(
        self, parameters: Sequence[tree.Name], arguments: Sequence[tree.Expression], where: _Where
    ) -> dict[str, _Bound]:
        bound = {}
        for parameter, argument in zip(parameters, arguments, strict=True):
            before = self.nodes
            copied = self._copy(argument, where)
            bound[parameter.text] = _Bound(copied, self.nodes - before)
        return bound

    def _copy(self, node: Any, where: _Where) -> Any:  # noqa: ANN401 - a node of the same or a fitting kind
        """A node with its parameters and definitions put in."""
        self._count(1)
        match node:
            case tree.Name():
                return self._name(node, where)
            case tree.Call(function=function) if function.text in where.names.defines:
                return self._defined(node, where.names.defines[function.text], node.arguments, where)
            case _:
                return self._parts(node, where)

    def _name(self, name: tree.Name, where: _Where) -> tree.Expression:
        bound = where.bound.get(name.text)
        if bound is not None:
            self._count(bound.nodes)
            return bound.node
        declared = where.names.defines.get(name.text)
        constant = declared is not None and isinstance(declared.node, tree.Define) and not declared.node.parameters
        copied: tree.Expression = (
            self._defined(name, declared, (), where) if declared is not None and constant else self._moved(name, where)
        )
        return copied

    def _count(self, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > MOST_NODES:
            raise _TooLargeError

    def _defined(
        self,
        use: tree.Call | tree.Name,
        declared: Declared,
        arguments: tuple[tree.Expression | tree.Filtered, ...],
        where: _Where,
    ) -> Any:  # noqa: ANN401 - the body's kind
        """The body of a definition with its arguments put in."""
        node = declared.node
        name = node.name.text
        if not isinstance(node, tree.Define):
            return use
        if len(where.within) >= DEEPEST:
            raise _TooLargeError
        if name in where.within:
            self.wrong.append(wrong.recursion(self.span(use, where.base), (*where.within, name)))
            return self._moved(use, where)
        plain = [each for each in arguments if not isinstance(each, tree.Filtered)]
        if len(plain) != len(node.parameters) or len(plain) < len(arguments):
            place = self.span(node.name, declared.base)
            self.wrong.append(wrong.wrong_number(self.span(use, where.base), name, node.parameters, place))
            return self._moved(use, where)
        self._use(declared)
        bound = self._bound(node.parameters, plain, where)
        return self._copy(node.body, _Where(declared.base, declared.home, bound, within=(*where.within, name)))

    def _moved(self, node: Any, where: _Where) -> Any:  # noqa: ANN401 - a node of the same kind
        by = where.base - self.base
        return replace(node, start=node.start + by, end=node.end + by) if by else node

    def _parts(self, node: tree.Node, where: _Where) -> Any:  # noqa: ANN401 - a node of the same kind
        """The node itself where nothing in it is put in or moved."""
        by = where.base - self.base
        changed: dict[str, Any] = {"start": node.start + by, "end": node.end + by} if by else {}
        for name in parts(node.__class__):
            value = getattr(node, name)
            names_only = (node.__class__, name) in _NAMES
            made = value
            if isinstance(value, tree.Node):
                made = self._named(value, where) if names_only else self._text(node, value, where)
            elif isinstance(value, tuple):
                made = tuple(self._named(part, where) if names_only else self._copy(part, where) for part in value)
                made = value if all(map(is_, made, value)) else made
            if made is not value:
                changed[name] = made
        copied = replace(node, **changed) if changed else node
        return replace(copied, selector=label_path(copied.selector)) if isinstance(copied, tree.Lookup) else copied

    def _text(self, parent: tree.Node, value: tree.Node, where: _Where) -> Any:  # noqa: ANN401 - as the value
        """A part of a node; in a template's own texts, {parameter} is what the parameter stands for."""
        copied = self._copy(value, where)
        if not where.everywhere or not isinstance(parent, tree.Title | tree.Explain | tree.Basis | tree.Meta):
            return copied
        if isinstance(value, tree.String):
            text = value.text
            for name, bound in where.bound.items():
                for braced in (f"{{{name}}}", f"｛{name}｝"):
                    text = text.replace(braced, self._written(bound.node))
            return replace(copied, text=text)
        return copied

    def _written(self, node: tree.Expression) -> str:
        if isinstance(node, tree.String | tree.Name | tree.Number):
            return node.text
        return self.places.text(self.base + node.start, self.base + node.end)

    def _named(self, node: tree.Node, where: _Where) -> Any:  # noqa: ANN401 - a name, or a tolerance's number
        """A node where only a name can stand."""
        if not isinstance(node, tree.Name):
            return self._moved(node, where)
        bound = where.bound.get(node.text) if where.everywhere else None
        if bound is None:
            return self._moved(node, where)
        if not isinstance(bound.node, tree.Name | tree.Number):
            self.wrong.append(wrong.name_needed(self.span(node, where.base), node.text))
            return self._moved(node, where)
        return bound.node


def kept(made: Iterable[tree.Clause], own: tree.Rule) -> list[tree.Clause]:
    """The clauses of a template that a rule made of it does not replace by its own.

    Example: `kept(template.clauses, rule)`, of a rule with `severity info` → all but the template's `severity`.
    """
    given = {type(each) for each in own.clauses if isinstance(each, _REPLACED)}
    titles = {*map(_titled, own.clauses), None if own.title is None else "zh"} - {None}
    return [each for each in made if type(each) not in given and _titled(each) not in titles]


def _titled(clause: tree.Clause) -> str | None:
    """The language of a title, however it is spelled; None of another clause."""
    if not isinstance(clause, tree.Title):
        return None
    return LANGUAGES.get(clause.language.text, "") if clause.language else "zh"
