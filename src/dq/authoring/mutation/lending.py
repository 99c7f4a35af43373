"""Templates as they are written, and the rules made of them with a piece of the template changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from dq.authoring.mutation.edits import Edit
from dq.authoring.mutation.variants import Written
from dq.authoring.sense import walk
from dq.semantics.expansion import kept
from dq.semantics.files import RuleTexts
from dq.syntax import parse, tree

_PLAIN: Final = (tree.Name, tree.Number, tree.String, tree.Member, tree.Lookup, tree.Call)
"""Arguments that need no brackets, wherever they are put in."""
_WORDS: Final = (tree.Title, tree.Basis, tree.Explain, tree.Message, tree.Meta)


@dataclass(frozen=True, slots=True)
class Lent(Written):
    """A template where it is written, its `node` being the rule that it would be. Parameters: `parameters` their names,
    `rules` those made of it.
    """

    parameters: tuple[str, ...]
    rules: tuple[Written, ...]

    def changed(self, edit: Edit, rule: Written, name: str) -> str:
        """The text of a rule of the template with one piece changed, under another id; "" for no template."""
        text = f"{self.source[: edit.start]}{edit.text}{self.source[edit.end :]}"
        found = parse(text, self.file).tree.declarations
        use, node = rule.node.use, found[0].declaration if found else None
        if use is None or not isinstance(node, tree.Template):
            return ""
        given = dict(zip(self.parameters, (_put(rule, each) for each in use.arguments), strict=True))
        said = kept((each for each in node.clauses if not isinstance(each, _WORDS)), rule.node)
        filled = [_filled(text[found[0].base :], each, given) for each in said]
        own = [rule.source[each.start : each.end] for each in rule.node.clauses if not isinstance(each, _WORDS)]
        return "\n".join((f'rule {name} "-" {{', *filled, *own, "}"))


def _put(rule: Written, argument: tree.Expression) -> str:
    text = rule.source[argument.start : argument.end]
    return text if isinstance(argument, _PLAIN) else f"({text})"


def _filled(text: str, clause: tree.Clause, given: dict[str, str]) -> str:
    """A clause with the text of each argument in the place of its parameter."""
    names = [each for each in walk(clause) if isinstance(each, tree.Name) and each.text in given]
    made, at = "", clause.start
    for name in sorted(names, key=lambda each: each.start):
        made += f"{text[at : name.start]}{given[name.text]}"
        at = name.end
    return made + text[at : clause.end]


def lent(rules: Iterable[Written], texts: RuleTexts) -> list[Lent]:
    """The templates that these rules are made of, with these rules in their order."""
    found: dict[tuple[str, str], Lent] = {}
    for file, text in (*texts.files, *texts.imported):
        for placed in parse(text, file).tree.declarations:
            node = placed.declaration
            if isinstance(node, tree.Template):
                rule = tree.Rule(node.start, node.end, node.name, None, node.clauses)
                named = tuple(each.text for each in node.parameters)
                found[file, node.name.text] = Lent(file, text, placed.base, rule, named, ())
    for written in rules:
        if written.node.use is not None:
            lenders = [each for (file, _), each in texts.imports.items() if file == written.file]
            keys = (
                (each, written.node.use.template.text) for each in (written.file, *lenders) if isinstance(each, str)
            )
            key = next((key for key in keys if key in found), None)
            if key is not None:
                found[key] = replace(found[key], rules=(*found[key].rules, written))
    return [each for each in found.values() if each.rules]
