"""Use case: run the tests of rules, measure what they cover and whether they would notice a wrong rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dq.application import requests
from dq.application.exits import Exit, exit_of_diagnostics
from dq.application.places import is_there
from dq.authoring.mutation.branches import Branch, branches
from dq.authoring.mutation.scoring import Score, joined, score
from dq.authoring.testing import complaints
from dq.authoring.testing.model import Grid, GridRow, Report, Result, RuleTest
from dq.authoring.testing.reading import read_tests
from dq.authoring.testing.running import run_tests, verdict_names
from dq.diagnostics import Diagnostic
from dq.ingest.given import GivenRow, stored_rows, unlisted
from dq.resources import sample_archive_folder
from dq.semantics.files import read_texts
from dq.semantics.loading import LoadResult, check_texts
from dq.templates import default_schema
from dq.templates.model import Schema

if TYPE_CHECKING:
    from dq.archive import Archive

_SAMPLES = Path("datasets") / "sample"
"""The archive of stored reports that tests may begin with, in a folder above them."""


@dataclass(slots=True)
class Desk:
    """Lends tests what ingestion and the archive know.

    Parameters: `schema` of the forms; `home` of test files that were copied from there to be run.
    """

    schema: Schema
    home: Path | None = None
    archives: dict[Path, Archive | None] = field(default_factory=dict)
    _stored: dict[int, tuple[Grid, list[dict[str, Any]]]] = field(default_factory=dict)
    """By the grid's `id`, with the grid itself, so that the number is no other's."""

    def rows(self, report: str, grid: Grid) -> list[dict[str, Any]]:
        """The given rows as ingestion would store them; worked out once for all tests that begin with the same grid."""
        if id(grid) not in self._stored:
            self._stored[id(grid)] = grid, stored_rows(report, grid.table, _given(grid), grid.unit)
        return [{**row, "report": report} for row in self._stored[id(grid)][1]]

    def unlisted(self, grid: Grid) -> list[int]:
        """Places of the rows that the form does not print."""
        return unlisted(grid.table, _given(grid))

    def sample(self, report: str, beside: str) -> Report | Sequence[str]:
        """A report of the nearest datasets/sample above a test file, else of the one that comes with dq."""
        archive = self._archive(Path(beside))
        if archive is None:
            return ()
        known = [entry.report for entry in archive.latest]
        return self._read(archive, report) if report in known else known

    def _archive(self, beside: Path) -> Archive | None:
        from dq.archive import Archive as Opened  # locks and manifests, only where a stored report is asked for

        above = [*beside.resolve().parents, *(() if self.home is None else (self.home / "any").resolve().parents)]
        folder = next((each / _SAMPLES for each in above if (each / _SAMPLES).is_dir()), sample_archive_folder())
        if folder not in self.archives:
            self.archives[folder] = Opened.open(folder, self.schema).archive
        return self.archives[folder]

    def _read(self, archive: Archive, report: str) -> Report | Sequence[str]:
        about = archive.scan("reports").filter(report=report).collect().row(0, named=True)
        template = self.schema.templates.get(about["template"])
        if template is None:
            return ()
        units = dict(archive.scan("tables").filter(report=report).select("table", "unit").collect().iter_rows())
        grids: dict[str, Grid] = {}
        for table in template.tables:
            if table.name not in units:
                continue
            sides = [block.side for block in table.blocks]
            stored = archive.scan(table.name).filter(report=report).sort("n").collect()
            rows = [
                GridRow(
                    sides.index(row["side"]) if row["side"] in sides else 0,
                    row["code"],
                    row["label"],
                    {
                        measure.name: row[f"{measure.name}__printed"] or ""
                        for measure in table.blocks[sides.index(row["side"]) if row["side"] in sides else 0].measures
                    },
                    row["line"],
                )
                for row in stored.iter_rows(named=True)
            ]
            grids[table.name] = Grid(table, units[table.name] or "元", tuple(rows))
        return Report(template, about["year"], grids)


def _given(grid: Grid) -> list[GivenRow]:
    return [GivenRow(row.block, row.code, row.label, row.cells, row.line) for row in grid.rows]


@dataclass(frozen=True, slots=True)
class Tested:
    """What running tests came to.

    Parameters: `results` in the order of files and tests; `verdicts` those that each rule under test had; `branches`
    and `mutation` None where they were not asked for.
    """

    results: tuple[Result, ...]
    diagnostics: tuple[Diagnostic, ...]
    verdicts: Mapping[str, frozenset[str]]
    branches: tuple[Branch, ...] | None = None
    mutation: Score | None = None

    @property
    def failed(self) -> tuple[Result, ...]:
        """The tests that did not pass."""
        return tuple(each for each in self.results if not each.passed)

    def exit(self, least: float = 0.0) -> Exit:
        """0 all passed, 1 some failed, 2 a file could not be read. Parameters: `least` percent of mutants to kill."""
        told = exit_of_diagnostics(self.diagnostics)
        weak = self.mutation is not None and self.mutation.percent < least
        return max(told, Exit.VIOLATED if self.failed or weak else Exit.DONE)


def test_files(paths: Sequence[Path]) -> list[Path]:
    """The files of tests that paths name: themselves, those in a folder, those beside rule files.

    Example: `test_files([Path("rules/a.dq")])` → `[Path("rules/a_test.dq")]`.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(sorted(path.rglob("*_test.dq"))))
        elif path.stem.endswith("_test"):
            found[path] = None
        elif (beside := path.with_name(f"{path.stem}_test.dq")).is_file():
            found[beside] = None
    return list(found)


def run(
    paths: Collection[Path],
    *,
    wanted: str | frozenset[str] = "",
    jobs: int = 1,
    language: str = "zh",
    coverage: bool = False,
    mutation: bool = False,
    home: Path | None = None,
) -> Tested:
    """Run the tests under `paths`, all of a folder in one pass.

    Parameters: `wanted` a part of the names of tests, of their files or of the ids of rules they name, or a set of ids:
    the tests that would notice if one of these rules gave another verdict; `jobs` rule files whose mutants are tried
    at once; `home` as for `Desk`.
    Example: `run([Path("rules")]).failed` → `()`.
    """
    schema = default_schema()
    diagnostics = [requests.no_such_path(path) for path in paths if not is_there(path)]
    files = test_files([path for path in paths if is_there(path)])
    if not files and not diagnostics:
        diagnostics.append(complaints.no_tests("、".join(map(str, paths))))
    folders = [
        _Folder([path for path in files if path.parent == folder], Desk(schema, home), wanted, language)
        for folder in sorted({path.parent for path in files})
    ]
    for folder in folders:
        diagnostics += folder.said
    return Tested(
        tuple(result for folder in folders for result in folder.results),
        tuple(diagnostics),
        {rule: verdicts for folder in folders for rule, verdicts in folder.verdicts.items()},
        tuple(branch for folder in folders for branch in folder.branches()) if coverage else None,
        joined([folder.score(jobs) for folder in folders]) if mutation else None,
    )


class _Folder:
    """The tests of one folder, run: its rules are one book."""

    def __init__(self, files: Sequence[Path], desk: Desk, wanted: str | frozenset[str], language: str) -> None:
        self.schema, self.desk = desk.schema, desk
        self.texts = read_texts([files[0].parent])
        loaded = check_texts(self.texts, self.schema)
        self.book = loaded.book
        tests, said = _read(files, loaded, self.schema, desk)
        self.said = (*loaded.diagnostics, *said)
        tests = [test for test in tests if _is_wanted(test, wanted)]
        self.results, judged = run_tests(tests, self.book, self.schema, desk, language)
        self.passed = [result.case for result in self.results if result.passed]
        packs = frozenset[str]().union(*(test.pack | test.rules for test in tests))
        self.verdicts = {rule: frozenset(names) for rule, names in verdict_names(judged).items() if rule in packs} | {
            rule: frozenset[str]() for rule in packs - set(judged["rule"])
        }

    def branches(self) -> list[Branch]:
        """What the tests have seen of the rules' conditions."""
        return branches(self.passed, self.texts, self.book, self.schema, self.desk)

    def score(self, jobs: int) -> Score:
        """Whether the tests would notice a wrong rule."""
        return score(self.passed, self.texts, self.book, self.schema, self.desk, jobs)


def _is_wanted(test: RuleTest, wanted: str | frozenset[str]) -> bool:
    if isinstance(wanted, frozenset):
        return any(map(test.watches, wanted))
    return wanted in test.name or wanted in Path(test.file).name or any(wanted in rule for rule in test.rules)


def _read(
    files: Sequence[Path], loaded: LoadResult, schema: Schema, desk: Desk
) -> tuple[list[RuleTest], list[Diagnostic]]:
    texts = read_texts(files)
    return read_tests(texts, {name: loaded.book for name, _ in texts.files}, schema, desk, loaded.refused)
