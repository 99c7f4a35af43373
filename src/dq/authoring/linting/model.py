"""What a lint is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dq.diagnostics import Fix, Label, SourceText, Span, Text
from dq.semantics.checked import CheckedRule
from dq.syntax import tree
from dq.templates.model import Schema


@dataclass(frozen=True, slots=True)
class Tally:
    """What a rule came to on an archive. Parameters: `verdicts` their numbers by name, `reports` that were checked."""

    verdicts: Mapping[str, int]
    reports: int


@dataclass(frozen=True, slots=True)
class Here:
    """A declaration and where it stands.

    Parameters: `source` of its file, `base` from which its offsets count, `node` the declaration.
    """

    source: SourceText
    base: int
    node: tree.Declaration

    def span(self, node: tree.Node) -> Span:
        """The place of a node of the declaration."""
        return self.source.span(self.base + node.start, self.base + node.end)

    def between(self, start: int, end: int) -> Span:
        """The place from one offset of the declaration to another."""
        return self.source.span(self.base + start, self.base + end)

    def text(self, start: int, end: int) -> str:
        """What stands between two offsets of the declaration."""
        return self.source.text[self.base + start : self.base + end]


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a rule or template, by kind. Parameters: `all` of them, a rule's template's ones included."""

    all: tuple[tree.Clause, ...]

    def of(self, kind: type[tree.Node]) -> list[tree.Clause]:
        """The clauses of one kind."""
        return [each for each in self.all if isinstance(each, kind)]


@dataclass(frozen=True, slots=True)
class Subject:
    """The rule files that are looked at together.

    Parameters: `files` name → its tree; `imports` (file, path as written) → file; `rules` those that loaded, by id;
    `schema` the tables that they speak of; `tallies` what each came to on an archive, None where none was given;
    `here` every declaration; `whole` no file was left out because of errors.
    """

    files: Mapping[str, tree.File]
    imports: Mapping[tuple[str, str], str]
    rules: Mapping[str, CheckedRule]
    schema: Schema
    tallies: Mapping[str, Tally] | None = None
    here: Sequence[Here] = field(default_factory=tuple)
    whole: bool = True

    def declarations(self) -> Iterator[Here]:
        """Every declaration of every file."""
        yield from self.here

    def checks(self) -> Iterator[tuple[Here, tree.Expression]]:
        """Every condition and value that is written anywhere: of checks, rows, applies, definitions."""
        for here in self.here:
            match here.node:
                case tree.Define(body=body):
                    yield here, body
                case tree.Rule(clauses=clauses) | tree.Template(clauses=clauses):
                    for clause in clauses:
                        match clause:
                            case tree.Applies(condition=condition) | tree.Check(condition=condition):
                                yield here, condition
                            case tree.ForEach(condition=condition) if condition is not None:
                                yield here, condition
                            case _:
                                pass
                case tree.Import() | tree.Test() | tree.Fixture():
                    pass

    def written(self) -> Iterator[tuple[Here, tree.Rule | tree.Template]]:
        """Rules and templates, as they are written."""
        for here in self.here:
            if isinstance(here.node, tree.Rule | tree.Template):
                yield here, here.node

    def complete(self) -> Iterator[tuple[Here, tree.Rule, Clauses]]:
        """Rules with their clauses, those of their template included."""
        templates = {here.node.name.text: here.node for here in self.here if isinstance(here.node, tree.Template)}
        for here in self.here:
            if isinstance(here.node, tree.Rule):
                use = here.node.use
                template = None if use is None else templates.get(use.template.text)
                yield here, here.node, Clauses((*(template.clauses if template else ()), *here.node.clauses))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a lint found: at `span`, with a `fix` only where no verdict can change by it."""

    span: Span
    headline: Text
    help: Text | None = None
    labels: tuple[Label, ...] = ()
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Lint:
    """A lint and its explanation, from which its page in the reference is written.

    Parameters: `code` stable; `name` as ignores give it, that of its module; `title` what it finds, `why` it matters,
    `remedy`; `faulty` rule text that it speaks of, `mended` the same without cause; `find` what it finds.
    """

    code: str
    name: str
    title: Text
    why: Text
    remedy: Text
    faulty: str
    mended: str
    find: Callable[[Subject], Iterator[Finding]]
    tallies: Mapping[str, int] | None = None
    """Of a lint that needs an archive: verdicts of the example's rule A that it speaks of."""


def nothing(_subject: Subject) -> Iterator[Finding]:
    """What a lint finds by itself that the reading of ignores speaks for."""
    return iter(())
