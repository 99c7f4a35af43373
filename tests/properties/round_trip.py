"""A report against what is read of a document that it was written out as."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from dq.archive import ReportTables
from dq.ingest import read_bytes
from dq.ingest.reading import ReadResult
from dq.synthesis.rendering import Noise, form_named, render
from dq.templates import Template, load_catalogue, normalise_label
from dq.types import CellState
from tests.conftest import require_or_skip

TEMPLATES = {template.name: template for template in load_catalogue()}
RUNNING = ("flat", "layout")
"""Forms that do not show cells: what columns a row fills may be in doubt."""
MOST_DOUBTED = 0.3
"""The largest share of a report's filled cells that may be doubted on pages without rulings."""
MANY = 100
NEEDED = {"pdf": ("pdfplumber", "reportlab"), "docx": ("docx",), "xlsx": ("xlsxwriter",)}


def needs_packages(form):
    for package in NEEDED.get(form, ()):
        if find_spec(package) is None:
            require_or_skip(f"{package} is not installed")


def columns(table, template):
    blocks = (block for shape in template.table(table).shapes for block in shape.blocks)
    return list(dict.fromkeys(each.name for block in blocks for each in block.measures))


def facts(report: ReportTables):
    """(table, side, path, column) → (value, state, unit, decimals), whether it is doubted, as printed."""
    template = TEMPLATES[report.report["template"]]
    found = {}
    for table, rows in report.rows.items():
        for row in rows:
            for name in columns(table, template):
                if row.get(f"{name}__state") is None:
                    continue
                fact = row[name], CellState(row[f"{name}__state"]).label, row[f"{name}__unit"], row[f"{name}__decimals"]
                place = table, row["side"], row["path"], name
                assert place not in found
                found[place] = fact, row[f"{name}__doubt"], row[f"{name}__printed"], bool(row["code"] or row["label"])
    return found


def rows(report: ReportTables):
    """Every row in print order, as rules see it."""
    kept = "code", "item", "path", "side", "role", "function_code", "level", "parent"
    return {table: [tuple(row[name] for name in kept) for row in each] for table, each in report.rows.items()}


def tables(report: ReportTables):
    return [tuple(each.get(name) for name in ("table", "unit", "rows", "state", "note")) for each in report.tables]


def differences(report: ReportTables, form: str, noise: Noise, template: Template | None = None) -> list[str]:
    """How reading the written document differs from the report, beyond what the form may leave in doubt.

    Parameters: `template` the shapes that its tables are written in, by default those of its form.
    """
    document = render(report, template or TEMPLATES[report.report["template"]], form, noise)
    result = read_bytes(f"report{form_named(form).SUFFIX}", document)
    if result.report is None:
        return [f"refused: {result.diagnostics[0].headline.en}"]
    read = result.report
    named = ("year", "kind", "template", "department")
    said = [f"{key}: {read.report[key]}" for key in named if read.report[key] != report.report[key]]
    is_unruled = form == "pdf" and noise.chance("pdf/no rulings", 0.2)
    if is_unruled:
        said += _unsaid(facts(report), result)
    elif form in RUNNING:
        said += _differing(facts(report), facts(read), is_exact=False)
    else:
        said += _differing(facts(report), facts(read), is_exact=True)
        said += [f"rows of {name}" for name in rows(report) if rows(report)[name] != rows(read).get(name)]
        said += [f"table {each}" for each in tables(report) if each not in tables(read)]
    return said


def _unsaid(told, result: ReadResult):
    """What a page without rulings lost or left in doubt beyond what the reading says of it.

    What stands in no clear column may be lost there, but not in silence: a diagnostic names the table that was not
    read, the row's label or one of its figures, or its figures are read elsewhere in the table and doubted there.
    """
    read = facts(result.report)
    yield from (each for each in _differing(told, read, is_exact=False) if not each.startswith("lost"))
    template = TEMPLATES[result.report.report["template"]]
    headlines = [each.headline.zh for each in result.diagnostics]
    lost: dict[tuple[str, str | None, str], list[str]] = {}
    for (table, side, path, _), (_, _, printed, _) in told.items():
        if not any(place[:3] == (table, side, path) for place in read):
            lost.setdefault((table, side, path), []).append(printed)
    for (table, side, path), figures in lost.items():
        filled = [figure for figure in figures if figure]
        label = path.rpartition("/")[2]
        titles = template.table(table).titles
        elsewhere = {printed for (where, *_), (_, doubt, printed, _) in read.items() if where == table and doubt}
        is_named = any(
            table not in result.report.rows or label in each or any(figure in each for figure in filled)
            for each in headlines
            if any(title in normalise_label(each) for title in titles)
        )
        if filled and not is_named and not elsewhere.issuperset(filled):
            yield f"lost in silence {(table, side, path)}: {figures}"
    filled = sum(bool(printed) for _, _, printed, _ in told.values())
    unsure = sum(bool(doubt and printed) for _, doubt, printed, _ in read.values())
    if filled >= MANY and unsure > MOST_DOUBTED * filled:
        yield f"doubted: {unsure} of {filled} filled cells"


def _differing(told, read, *, is_exact: bool):
    for place, (fact, doubt, printed, is_named) in told.items():
        if place not in read:
            # A row without code and label has nothing that running text could know it by.
            if is_exact or is_named:
                yield f"lost {place}: {printed}"
            continue
        other, other_doubt, other_printed, _ = read[place]
        if is_exact and other_doubt != doubt:
            yield f"doubted {place}: {other_doubt}"
        if fact != other and (is_exact or other_doubt is None):
            yield f"wrong {place}: {printed!r} is read as {other_printed!r}"
    for place in read.keys() - told.keys():
        if is_exact or read[place][1] is None:
            yield f"invented {place}: {read[place][2]}"


def check(report: ReportTables, form: str, seed: int | None, template: Template | None = None) -> None:
    said = differences(report, form, Noise(seed), template)
    if said:
        pytest.fail(f"{form}, seed {seed}, {report.report['report']}:\n" + "\n".join(said[:20]), pytrace=False)
