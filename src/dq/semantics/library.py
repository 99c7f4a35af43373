"""The files of a check with what each may use of the others: definitions and templates, own and imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from dq.diagnostics import Diagnostic, SourceText, Span, Text
from dq.functions import function_named
from dq.semantics.complaints import reuse as wrong
from dq.semantics.expansion import Declared, Names
from dq.semantics.files import RuleTexts
from dq.semantics.places import Places
from dq.semantics.vocabulary import REPORT
from dq.syntax import parse, tree
from dq.templates.model import Schema

_RESERVED: Final = frozenset(REPORT)


@dataclass(slots=True)
class Opened:
    """One text, read. Parameters: `address` of its first character; `names` that its rules may use."""

    name: str
    text: str
    address: int
    file: tree.File
    names: Names = field(default_factory=Names)
    diagnostics: list[Diagnostic] = field(default_factory=list)


class Library:
    """All texts of a check, read. Parameters: `texts` as they came from disk, `schema` whose tables keep their names.

    Example: `Library(texts, schema).opened["rules/a.dq"].names.defines`.
    """

    def __init__(self, texts: RuleTexts, schema: Schema) -> None:
        self.places = Places()
        self.opened: dict[str, Opened] = {}
        self._imports = texts.imports
        self._schema = schema
        for name, text in (*texts.files, *texts.imported):
            if name not in self.opened:
                parsed = parse(text, name)
                address = self.places.add(SourceText(name, parsed.tree.text))
                self.opened[name] = Opened(name, text, address, parsed.tree, diagnostics=list(parsed.diagnostics))
        for each in self.opened.values():
            self._declare(each)
        for each in self.opened.values():
            self._import(each)

    def beside(self, name: str, text: str) -> Opened:
        """A text whose rules may use the names of the file `name`. What it declares itself is not taken in."""
        parsed = parse(text, name)
        address = self.places.add(SourceText(name, parsed.tree.text))
        return Opened(name, text, address, parsed.tree, self.opened[name].names, list(parsed.diagnostics))

    def _span(self, opened: Opened, base: int, node: tree.Node) -> Span:
        return self.places.span(opened.address + base + node.start, opened.address + base + node.end)

    def _declare(self, opened: Opened) -> None:
        for placed in opened.file.declarations:
            node = placed.declaration
            if not isinstance(node, tree.Define | tree.Template):
                continue
            names = opened.names.defines if isinstance(node, tree.Define) else opened.names.templates
            span, name = self._span(opened, placed.base, node.name), node.name.text
            first = names.get(name)
            if first is not None:
                earlier = self._span(opened, first.base - opened.address, first.node.name)
                opened.diagnostics.append(wrong.declared_twice(span, earlier, name))
            elif isinstance(node, tree.Define) and self._taken(name):
                opened.diagnostics.append(wrong.declared_twice(span, None, name))
            elif len({each.text for each in node.parameters}) < len(node.parameters):
                opened.diagnostics.append(wrong.declared_twice(span, None, node.parameters[-1].text))
            else:
                names[name] = Declared(opened.address + placed.base, node, opened.names)

    def _taken(self, name: str) -> bool:
        return name in _RESERVED or function_named(name) is not None or self._schema.resolve(name) is not None

    def _import(self, opened: Opened) -> None:
        own = {name: each for names in (opened.names.defines, opened.names.templates) for name, each in names.items()}
        for placed, node in _imports(opened.file):
            span = self._span(opened, placed.base, node.path)
            found = self._imports.get((opened.name, node.path.text))
            if not isinstance(found, str):
                why = found or Text("没有这个文件", "there is no such file")
                opened.diagnostics.append(wrong.bad_import(span, why))
                continue
            if opened.name in self._reached(found):
                circle = Text("引用成了一圈", "these files import each other")
                opened.diagnostics.append(wrong.bad_import(span, circle))
                continue
            source = self.opened[found]
            for kind in ("defines", "templates"):
                for name, declared in getattr(source.names, kind).items():
                    if declared.home is not source.names:
                        continue  # what that file imports itself stays its own matter
                    if name in own:
                        opened.diagnostics.append(wrong.declared_twice(span, None, name))
                    getattr(opened.names, kind).setdefault(name, declared)
                    own[name] = declared

    def _reached(self, name: str) -> set[str]:
        """The files that a file imports, directly or not, itself included."""
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            each = waiting.pop()
            if each not in reached:
                reached.add(each)
                targets = (self._imports.get((each, node.path.text)) for _, node in _imports(self.opened[each].file))
                waiting += [target for target in targets if isinstance(target, str)]
        return reached


def _imports(file: tree.File) -> Iterator[tuple[tree.Placed, tree.Import]]:
    for placed in file.declarations:
        if isinstance(placed.declaration, tree.Import):
            yield placed, placed.declaration
