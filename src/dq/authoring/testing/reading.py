"""From the text of test files to tests: every name looked up, every fault said, before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import TypeVar

from dq.authoring.testing import complaints as wrong
from dq.authoring.testing.laying import MOST_LAID, Counted, TooManyRowsError
from dq.authoring.testing.model import Expected, Lender, Report, RuleTest, Subject
from dq.authoring.testing.places import Place, place_of, rows_of
from dq.authoring.testing.reports import Composer, wants
from dq.authoring.testing.words import HINTS, REASONS, VERDICTS
from dq.diagnostics import Diagnostic, SourceText, Span
from dq.semantics.checked import CheckedRule, RuleBook
from dq.semantics.files import RuleTexts
from dq.syntax import parse, tree
from dq.templates.model import Schema
from dq.types import Hint

Meaning = TypeVar("Meaning")


@dataclass(slots=True)
class _File:
    """A file as it is being read."""

    name: str
    source: SourceText
    parsed: tree.File
    lender: Counted
    fixtures: dict[str, Report] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read_tests(
    texts: RuleTexts,
    books: Mapping[str, RuleBook],
    schema: Schema,
    lender: Lender,
    refused: frozenset[str] = frozenset(),
) -> tuple[list[RuleTest], list[Diagnostic]]:
    """The tests of all files, and what is wrong with the others; a test with a fault is left out.

    Parameters: `texts` the test files with what they import; `books` the rules that each is about, by file name;
    `refused` ids of rules that an error keeps from loading: their tests are left out without another word.
    Example: `read_tests(read_texts([path]), {str(path): book}, default_schema(), lender)`.
    """
    files: dict[str, _File] = {}
    for name, text in (*texts.files, *texts.imported):
        parsed = parse(text, name)
        read = _File(name, SourceText(name, text), parsed.tree, Counted(lender), diagnostics=list(parsed.diagnostics))
        files.setdefault(name, read)
    waiting: list[str] = []
    done: set[str] = set()
    for name in files:
        _with_imports(name, files, texts, waiting, done)
    for name in waiting:
        _read_fixtures(files[name], files, texts, schema)
    tests: list[RuleTest] = []
    for name, _ in texts.files:
        reader = _Reader(files[name], schema, books[name], refused=refused)
        tests += reader.tests()
    said = [*texts.diagnostics, *(each for file in files.values() for each in file.diagnostics)]
    return tests, said


def _with_imports(name: str, files: Mapping[str, _File], texts: RuleTexts, order: list[str], done: set[str]) -> None:
    """Put a file behind those that it imports; a circle ends where it closes."""
    if name in done:
        return
    done.add(name)
    for _, node in _imports(files[name]):
        found = texts.imports.get((name, node.path.text))
        if isinstance(found, str) and found in files:
            _with_imports(found, files, texts, order, done)
    order.append(name)


def _imports(file: _File) -> Iterable[tuple[int, tree.Import]]:
    return (
        (placed.base, placed.declaration)
        for placed in file.parsed.declarations
        if isinstance(placed.declaration, tree.Import)
    )


def _read_fixtures(file: _File, files: Mapping[str, _File], texts: RuleTexts, schema: Schema) -> None:
    for base, node in _imports(file):
        found = texts.imports.get((file.name, node.path.text))
        if isinstance(found, str):
            file.fixtures.update(files[found].fixtures)
        else:
            place = file.source.span(base + node.path.start, base + node.path.end)
            file.diagnostics.append(wrong.unknown_fixture(place, node.path.text, ()))
    own: set[str] = set()
    for placed in file.parsed.declarations:
        fixture = placed.declaration
        if not isinstance(fixture, tree.Fixture):
            continue
        reader = _Reader(file, schema, None, placed.base)
        if fixture.name.text in own:
            file.diagnostics.append(wrong.twice(reader.span(fixture.name), fixture.name.text))
        own.add(fixture.name.text)
        file.diagnostics += [wrong.misplaced(reader.span(line)) for line in wants(fixture.lines)]
        try:
            report = reader.composer().compose(fixture.lines, reader.span(fixture.name))
        except TooManyRowsError:
            file.diagnostics.append(wrong.too_many_rows(reader.span(fixture.name), MOST_LAID))
            break
        if report is not None:
            file.fixtures[fixture.name.text] = report


@dataclass(slots=True)
class _Reader:
    """Reads the declarations of one file."""

    file: _File
    schema: Schema
    book: RuleBook | None
    base: int = 0
    rules: dict[str, CheckedRule] = field(default_factory=dict)
    pack: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.book is not None:
            self.rules = {rule.id: rule for rule in self.book.rules}
            stem = PurePath(self.file.name).stem.removesuffix("_test")
            beside = frozenset(rule.id for rule in self.book.rules if rule.pack == stem)
            self.pack = beside or frozenset(self.rules)

    def span(self, node: tree.Node) -> Span:
        """Where a node of the current declaration stands."""
        return self.file.source.span(self.base + node.start, self.base + node.end)

    def say(self, diagnostic: Diagnostic) -> None:
        """Take in a complaint."""
        self.file.diagnostics.append(diagnostic)

    def composer(self) -> Composer:
        """What puts together a report of this file."""
        return Composer(self.schema, self.file.lender, self.file.fixtures, self.span, self.say, self.file.name)

    def tests(self) -> list[RuleTest]:
        """The tests of the file that are without fault."""
        found: list[RuleTest] = []
        names: set[str] = set()
        if self.file.lender.is_full:
            return found  # by its fixtures, of which this was said
        for placed in self.file.parsed.declarations:
            self.base = placed.base
            node = placed.declaration
            match node:
                case tree.Test():
                    if node.name.text in names:
                        self.say(wrong.twice(self.span(node.name), node.name.text))
                    names.add(node.name.text)
                    before = len(self.file.diagnostics)
                    try:
                        test = self._test(node)
                    except TooManyRowsError:
                        self.say(wrong.too_many_rows(self.span(node.name), MOST_LAID))
                        return []
                    if test is not None and len(self.file.diagnostics) == before:
                        found.append(test)
                case tree.Rule():
                    self.say(wrong.misplaced(self.span(node.id)))
                case _:
                    pass
        return found

    def _test(self, node: tree.Test) -> RuleTest | None:
        place = self.span(node.name)
        report = self.composer().compose(node.lines, place)
        if report is None:
            return None
        before = self._fixtures(line.name for line in node.lines if isinstance(line, tree.PriorFixture))
        units = self._fixtures(line.name for line in node.lines if isinstance(line, tree.UnitFixture))
        for held in (report, *before, *units):
            self.file.lender.keep(held)
        asked = wants(node.lines)
        if not asked:
            self.say(wrong.nothing_expected(place))
        expected: list[Expected] = []
        quiet: list[str] = []
        for each in asked:
            if isinstance(each, tree.NothingElse):
                quiet += filter(None, (self._word(name, VERDICTS) for name in each.verdicts))
            else:
                expected += self._expected(each, report)
        if any(self._refused(each) for each in asked if isinstance(each, tree.Expect)):
            return None
        beside = (before[-1] if before else None, tuple(units))
        return RuleTest(
            node.name.text, self.file.name, place, report, *beside, tuple(expected), tuple(quiet), self.pack
        )

    def _fixtures(self, names: Iterable[tree.String]) -> list[Report]:
        """The fixtures of these names; that there is none of one is said."""
        found: list[Report] = []
        for name in names:
            if name.text in self.file.fixtures:
                found.append(self.file.fixtures[name.text])
            else:
                self.say(wrong.unknown_fixture(self.span(name), name.text, sorted(self.file.fixtures)))
        return found

    def _refused(self, node: tree.Expect) -> bool:
        """Whether a rule that is expected of is one that an error keeps from loading."""
        places = [place for each in node.subjects if (place := place_of(each)) is not None]
        return any(place.base.text in self.refused for place in places)

    def _word(self, name: tree.Name, known: Mapping[str, Meaning]) -> Meaning | None:
        if name.text not in known:
            self.say(wrong.unknown_word(self.span(name), name.text, known))
        return known.get(name.text)

    def _expected(self, node: tree.Expect, report: Report) -> list[Expected]:
        verdict = self._word(node.verdict, VERDICTS)
        reason = None if node.reason is None else self._word(node.reason, REASONS)
        hint: Hint | None = None
        difference: Decimal | None = None
        for detail in node.details:
            match detail:
                case tree.HintDetail(_, _, name):
                    hint = self._word(name, HINTS)
                case tree.Difference(_, _, amount):
                    difference = self._amount(amount)
        subjects = [self._subject(each, report) for each in node.subjects]
        if verdict is None:
            return []
        return [Expected(each, verdict, reason, hint, difference) for each in subjects if each is not None]

    def _amount(self, node: tree.String) -> Decimal | None:
        try:
            return Decimal(node.text.replace(",", "").replace("，", ""))
        except InvalidOperation:
            self.say(wrong.unknown_word(self.span(node), node.text, ("0.01",)))
            return None

    def _subject(self, node: tree.Expression, report: Report) -> Subject | None:
        place = place_of(node)
        if place is None:
            self.say(wrong.bad_place(self.span(node)))
            return None
        rule = self.rules.get(place.base.text)
        if rule is None and place.base.text in self.refused:
            return None
        if rule is None:
            self.say(wrong.unknown_rule(self.span(place.base), place.base.text, sorted(self.rules)))
            return None
        text = self.file.source.text[self.base + node.start : self.base + node.end]
        n = None if place.row is None else self._row(rule, place, report)
        if place.row is not None and n is None:
            return None
        column = None if place.column is None else self._column(rule, place.column)
        return Subject(rule.id, n, column, text, self.span(node))

    def _row(self, rule: CheckedRule, place: Place, report: Report) -> int | None:
        each = rule.expectations[0].each
        grid = None if each is None else report.grids.get(each)
        if place.row is None:
            return None
        spot = self.span(place.row.node)
        if grid is None:
            if each not in report.refused:
                self.say(wrong.table_not_given(spot, each or rule.id, sorted(report.grids)))
            return None
        rows = self.file.lender.rows("", grid)
        found = rows_of(place.row, rows)
        if len(found) == 1:
            return found[0]
        if found:
            self.say(wrong.several_rows(spot, place.row.text, grid.table.name, (rows[at]["path"] for at in found)))
        else:
            known = [row["code"] or row["item"] or "" for row in rows]
            self.say(wrong.unknown_row(spot, place.row.text, grid.table.name, known))
        return None

    def _column(self, rule: CheckedRule, name: tree.Name) -> str:
        known = [each.column for each in rule.expectations if each.column is not None]
        if name.text not in known:
            self.say(wrong.unknown_column(self.span(name), name.text, rule.id, known))
        return name.text
