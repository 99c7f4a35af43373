"""What every sink promises. A new sink is found by its folder and has to pass without a line being added here.

A form with a new ending needs one reader below, which says what it shows and fails where it could do harm.
"""

from __future__ import annotations

import csv
import dataclasses
import json
import re
from collections import Counter
from collections.abc import Collection
from functools import cache
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from lxml import etree
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from dq.archive import Archive
from dq.diagnostics import Level
from dq.engine import check
from dq.outcome import Outcome, RunError
from dq.outcome.model import Waiver
from dq.report import Material, find_sink, sink_names
from dq.semantics import load_rules
from dq.semantics.checked import RuleBook
from dq.templates import default_schema
from dq.types import Reason, Severity, Verdict
from tests.published import published
from tests.report.builders import HOSTILE, HOSTILE_TITLE, write_archive, write_rules

EVALUATING = frozenset({"gx"})
"""Sinks that evaluate archives by themselves: what is told of a run that was made for them cannot be asked of them."""
SINKS = [name for name in sink_names() if name not in EVALUATING]
STORE = "gx"
"""The folder of Great Expectations' own context: read by it alone."""
FORMULAS = re.compile(r"=(-?[0-9.]+|ROUND\([-+*.,:!'$()\w ]+,\d+\)|IF\(AND\(E\d+=H\d+,F\d+=I\d+\),\"\w+\",\"\w+\"\))")
"""Those of the working papers, in which no text of a document stands but the name of a sheet."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WORDS = {
    Verdict.HOLDS: ("holds", "成立"),
    Verdict.ROUNDING: ("rounding", "四舍五入之差"),
    Verdict.VIOLATED: ("violated", "不成立"),
    Verdict.UNDECIDED: ("undecided", "无法判断"),
    Verdict.ERROR: ("run error", '"error"', "运行出错", "error"),
}
PASSING = ("没有发现问题", "全部成立", "Nothing found", "all hold", "No findings")


class Passing(Collection):
    """Outcomes that can only be iterated, in the order given, and that count how many of them are alive."""

    def __init__(self, outcomes):
        self._outcomes = outcomes

    def __iter__(self):
        return iter(self._outcomes)

    def __len__(self):
        return len(self._outcomes)

    def __contains__(self, item):
        raise AssertionError("sinks only iterate")


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    return write_archive(tmp_path_factory.mktemp("archive") / "archive")


@pytest.fixture(scope="module")
def material(archive, tmp_path_factory) -> Material:
    """Three reports with hostile names and texts and an outcome of every verdict."""
    schema = default_schema()
    loaded = load_rules([write_rules(tmp_path_factory.mktemp("rules"))], schema)
    assert not [each for each in loaded.diagnostics if each.level is Level.ERROR]
    store = Archive.open(archive, schema).archive
    assert store is not None
    run = check(loaded.book, store, schema, evidence="all", holds=True)
    broken = dataclasses.replace(next(iter(run.outcomes)), verdict=Verdict.ERROR, message=HOSTILE)
    outcomes = Passing([broken, *run.outcomes])
    run = dataclasses.replace(
        run,
        outcomes=outcomes,
        counts={**run.counts, "error": 1},
        errors=(RunError("TT101", None, HOSTILE),),
        id="20260102T030405-0123abcd",
    )
    assert {each.verdict for each in run.outcomes} == set(Verdict)
    return Material(lambda: run, loaded.book, schema, archive, store=store, everything=True)


def of_run(material: Material, **changes) -> Material:
    run = dataclasses.replace(material.run(), **changes)
    return dataclasses.replace(material, run=lambda: run)


@pytest.fixture(params=SINKS)
def sink(request):
    found = find_sink(request.param)
    assert found is not None
    return found


@pytest.fixture(params=sink_names())
def every_sink(request):
    found = find_sink(request.param)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def wrote(material, tmp_path_factory):
    """What a sink writes of the material in a language: once, for all tests that only read it."""

    @cache
    def of(sink, language="zh"):
        out = tmp_path_factory.mktemp("wrote") / "deep" / "out"
        return out, sink.write(dataclasses.replace(material, language=language), out)

    return of


def files(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


def shown(folder: Path) -> str:
    """What a reader of these files sees; fails where a text of a document does more than be seen."""
    return "\n".join(READERS[each.suffix](each) for each in _seen(folder))


def _seen(folder: Path) -> list[Path]:
    """The files that a person or a program is to read."""
    found = sorted(each for each in folder.rglob("*") if each.is_file())
    return [each for each in found if each.relative_to(folder).parts[0] != STORE]


def test_only_the_named_place_is_written_to(every_sink, wrote):
    out, written = wrote(every_sink)
    found = files(out.parents[1])
    assert found
    assert all(Path(name).parts[:2] == ("deep", "out") for name in found)
    assert {path for path in written.paths if not path.exists()} == set()
    assert written.paths[0].is_file()
    assert not [name for name in found if ".part" in name]


def test_the_same_run_gives_the_same_bytes(sink, material, tmp_path):
    sink.write(material, tmp_path / "a")
    sink.write(material, tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_another_run_differs_by_its_name_and_times_only(sink, material, tmp_path):
    run = material.run()
    later = {
        "id": "20270102T030405-4567abcd",
        "started": "2027" + run.started[4:],
        "finished": "2027" + run.finished[4:],
    }
    sink.write(material, tmp_path / "a")
    sink.write(of_run(material, **later), tmp_path / "b")

    first, second = (re.sub(r"20\d\d-?\d\d-?\d\d[\dT:.+Z-]*(abcd)?", "", shown(tmp_path / each)) for each in "ab")
    assert first == second


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_names_and_texts_are_only_seen(every_sink, wrote, language):
    text = shown(wrote(every_sink, language)[0])
    assert "alert(1)" in text or "alert(3)" in text, "what is hostile is to be shown all the same"


def test_every_verdict_is_seen(every_sink, wrote):
    text = shown(wrote(every_sink)[0])
    assert {verdict for verdict, words in WORDS.items() if not any(word in text for word in words)} == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_undecided_never_reads_as_a_pass(sink, material, tmp_path, language):
    outcomes = [each for each in material.run().outcomes if each.verdict is Verdict.UNDECIDED]
    assert outcomes
    counts = {**dict.fromkeys(material.run().counts, 0), "undecided": len(outcomes)}
    matrix = {each.rule: {"undecided": 1} for each in outcomes}
    only = of_run(material, outcomes=Passing(outcomes), counts=counts, matrix=matrix, errors=())
    sink.write(dataclasses.replace(only, language=language), tmp_path / "out")
    text = shown(tmp_path / "out")
    assert any(word in text for word in WORDS[Verdict.UNDECIDED])
    assert not [phrase for phrase in PASSING if phrase in text]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_waived_is_told_with_its_waiver_and_accuses_nobody(every_sink, material, wrote, tmp_path, language):
    sink = every_sink
    waiver = Waiver("T*", None, (), None, f"已批复 {HOSTILE}", "王五", "2031-12-30")
    waived = (Verdict.VIOLATED, Verdict.UNDECIDED)
    outcomes = [dataclasses.replace(each, waiver=waiver) for each in material.run().outcomes if each.verdict in waived]
    assert {each.verdict for each in outcomes} == set(waived)
    numbers = Counter(each.verdict.value for each in outcomes)
    only = of_run(
        material,
        outcomes=Passing(outcomes),
        counts={**dict.fromkeys(material.run().counts, 0), **numbers},
        matrix={"TT101": numbers},
        errors=(),
        mandatory_missing=False,
    )
    strict = dataclasses.replace(only, language=language, fail_on="info", fail_on_undecided=True, waivers=(waiver,))
    strict = dataclasses.replace(
        strict, rules=RuleBook(tuple(each for each in material.rules.rules if each.id != "TX102"), "")
    )
    written = sink.write(strict, tmp_path / "out")
    assert written.found in (None, 0)
    text = shown(tmp_path / "out")
    assert {told for told in ("已批复", "王五", "2031-12-30") if told not in text} == set()
    assert any(word in text for word in ("waived", "已豁免", "waiver"))
    assert not [phrase for phrase in PASSING if phrase in text]
    assert accused(tmp_path / "out") == []
    for page in (tmp_path / "out").rglob("bodies-*.html"):
        assert page.read_text("utf-8").count('<a class="heatcell h-waived"') == len({each.report for each in outcomes})

    standing = tmp_path / "standing"
    if sink.name in EVALUATING:
        standing = wrote(sink, language)[0]
    else:
        bare = of_run(only, outcomes=Passing([dataclasses.replace(each, waiver=None) for each in outcomes]))
        sink.write(dataclasses.replace(strict, run=bare.run, waivers=()), standing)
    assert accused(standing), "the reader below sees no accusation at all"


def accused(folder: Path) -> list[object]:
    """What these files tell as a failure."""
    return [told for each in _seen(folder) for told in ACCUSATIONS[each.suffix](each)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_run_of_nothing_says_so(sink, material, tmp_path, language):
    counts = dict.fromkeys(material.run().counts, 0)
    nothing = of_run(material, reports=(), outcomes=Passing([]), counts=counts, matrix={}, errors=(), not_applicable={})
    written = sink.write(dataclasses.replace(nothing, rules=RuleBook((), ""), language=language), tmp_path / "out")
    assert written.paths
    text = shown(tmp_path / "out")
    assert not [phrase for phrase in PASSING if phrase in text]


def test_each_report_of_an_archive_is_told(every_sink, material, wrote):
    text = shown(wrote(every_sink)[0])
    run = material.run()
    accused = {each.report for each in run.outcomes if each.verdict is Verdict.VIOLATED}
    assert len({each.report for each in run.outcomes}) == 3
    assert accused
    for report in run.reports:
        assert report.report not in accused or report.report in text or report.document in text


def test_a_place_that_cannot_be_written_to_is_an_os_error(every_sink, material, tmp_path):
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    with pytest.raises(OSError, match=r"."):
        every_sink.write(material, tmp_path / "file" / "out")
    assert files(tmp_path) == {"file": b"kept"}


class Counted(Outcome):
    """An outcome that knows how many of its kind there are."""

    alive = 0
    most = 0

    def __new__(cls, *_):
        Counted.alive += 1
        Counted.most = max(Counted.most, Counted.alive)
        return super().__new__(cls)

    def __del__(self):
        Counted.alive -= 1


class Fresh(Collection):
    """Outcomes of many reports that are made as they are asked for."""

    def __init__(self, reports, each):
        self._reports, self._each = reports, each

    def __len__(self):
        return len(self._reports) * self._each

    def __contains__(self, item):
        raise AssertionError("sinks only iterate")

    def __iter__(self):
        verdicts = (Verdict.ROUNDING, Verdict.UNDECIDED, Verdict.HOLDS)
        for report in self._reports:
            for n in range(self._each):
                verdict = verdicts[n % 3]
                reason = Reason.MISSING if verdict is Verdict.UNDECIDED else None
                yield Counted("TT101", "题", Severity.ERROR, report, None, verdict, reason)


def test_outcomes_of_an_archive_are_never_held_all_at_once(sink, material, tmp_path):
    first = material.run().reports[0]
    reports = tuple(dataclasses.replace(first, report=f"r{n:04}", department=f"部门{n}") for n in range(300))
    outcomes = Fresh([each.report for each in reports], 12)
    counts = {**dict.fromkeys(material.run().counts, 0), "holds": 1200, "rounding": 1200, "undecided": 1200}
    many = of_run(material, reports=reports, outcomes=outcomes, counts=counts, matrix={"TT101": counts}, errors=())
    Counted.alive = Counted.most = 0
    sink.write(many, tmp_path / "out")
    assert 0 < Counted.most <= 2_100


class _Page(HTMLParser):
    """Gathers the text that is seen; what would run has to be ours."""

    def __init__(self):
        super().__init__()
        self.seen, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        assert "x" not in [value for name, value in attrs if name == "src"]
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data):
        if self.hidden:
            assert "alert(" not in data or "<script" not in data
        self.seen.append(data)


def _html(path: Path) -> str:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return "".join(page.seen)


def _markdown(path: Path) -> str:
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(path.read_text(encoding="utf-8"))
    assert not re.search(r"<(script|img|a)\b", rendered)
    page = _Page()
    page.feed(rendered)
    return "".join(page.seen)


def _csv(path: Path) -> str:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel takes it for another encoding"
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    for row in rows:
        for cell in row:
            assert not cell.startswith(FORMULA) or re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", cell), cell
    return "\n".join("\t".join(row) for row in rows)


def _xml(path: Path) -> str:
    tree = etree.fromstring(path.read_bytes())
    attributes = (value for element in tree.iter() for value in element.attrib.values())
    return " ".join((*tree.itertext(), *attributes))


def _json(path: Path) -> str:
    return json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False).replace('\\"', '"')


def _outcomes(path: Path) -> str:
    published().validate(json.loads(path.read_text(encoding="utf-8")))
    return _json(path)


def _outcome_lines(path: Path) -> str:
    outcomes = [json.loads(each) for each in path.read_text("utf-8").split("\n")[:-1]]
    for each in outcomes:
        published("outcome").validate(each)
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in outcomes)


def _parquet(path: Path) -> str:
    told = pl.read_parquet_metadata(path)
    assert told["dq.schema_version"]
    return told.get("dq.counts", "") + json.dumps(pl.read_parquet(path).to_dicts(), ensure_ascii=False)


def _text(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    for line in text.split("\n"):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", line)
    return text.replace("%25", "%").replace("%3A", ":").replace("%2C", ",")


def _workbook(path: Path) -> str:
    book = load_workbook(path)
    told = []
    for sheet in book:
        assert not set(sheet.title) & set("[]:*?/\\")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert FORMULAS.fullmatch(cell.value), cell.value
                if cell.hyperlink is not None:
                    assert cell.hyperlink.target is None, "a link leads out of the workbook"
                told += [str(cell.value or ""), cell.comment.text if cell.comment else ""]
    return "\n".join(told)


def _accusing(pattern: str):
    """A form of words: these are written only where something stands."""
    return lambda path: re.findall(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)


def _accusing_outcomes(outcomes: list) -> list[object]:
    return [each for each in outcomes if each["verdict"] in ("violated", "undecided") and not each["waiver"]]


def _accusing_results(path: Path) -> list[object]:
    results = json.loads(path.read_text(encoding="utf-8"))["runs"][0]["results"]
    accepted = [[each["status"] for each in result["suppressions"]] == ["accepted"] for result in results]
    return [result for result, suppressed in zip(results, accepted, strict=True) if not suppressed]


def _accusing_cells(path: Path) -> list[object]:
    words = {
        f"{word}{mark}"
        for word in ("不成立", "violated")
        for mark in ("", "（先核对读数）", " (check the reading first)")
    }
    findings = load_workbook(path).worksheets[1]
    return [row[2] for row in findings.iter_rows(min_row=2, values_only=True) if row[2] in words]


ACCUSATIONS = {
    ".csv": lambda path: [
        each
        for each in csv.DictReader(StringIO(path.read_text("utf-8-sig"), newline=""))
        if not (each["waiver_reason"] and each["waiver_approver"] and each["waiver_expires"])
    ],
    ".css": lambda _: [],
    ".js": lambda _: [],
    ".html": _accusing(
        r"发现 \d+ 个问题|\d+ 份报告发现问题|\b\d+ findings?\b|reports? with findings|dq-state-(?:violated|undecided)"
    ),
    ".json": lambda path: _accusing_outcomes(json.loads(path.read_text("utf-8"))["outcomes"]),
    ".jsonl": lambda path: _accusing_outcomes([json.loads(each) for each in path.read_text("utf-8").splitlines()]),
    ".md": _accusing(r"^## (发现的问题|Findings|先核对读数|Check the reading first)|^\| (不成立|violated) \d"),
    ".parquet": lambda path: _accusing_outcomes(pl.read_parquet(path).to_dicts()),
    ".sarif": _accusing_results,
    ".txt": _accusing("^(::error|::warning|发现的问题|Findings|先核对读数|Check the reading first)"),
    ".xlsx": _accusing_cells,
    ".xml": lambda path: etree.parse(path).xpath("//failure | //error | //skipped[@type != 'waived']"),
}
READERS = {
    ".css": lambda _: "",
    ".js": lambda _: "",
    ".csv": _csv,
    ".html": _html,
    ".json": _outcomes,
    ".jsonl": _outcome_lines,
    ".md": _markdown,
    ".parquet": _parquet,
    ".sarif": _json,
    ".txt": _text,
    ".xlsx": _workbook,
    ".xml": _xml,
}


def test_hostile_titles_are_among_the_rules(material):
    assert any(HOSTILE_TITLE in rule.title.zh for rule in material.rules.rules)
