"""The forms for programs: held to their schemas, and what each says of a verdict."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import jsonschema
import polars as pl
import pytest
from lxml import etree

from dq.outcome import Operand, Outcome, ReportRecord, RunError, RunRecord, Source, run_json
from dq.outcome.identity import fingerprint, identified
from dq.report import Material, find_sink
from dq.report.sinks.csv import safe_cell
from dq.report.sinks.markdown import escaped
from dq.semantics import load_rules
from dq.templates import default_schema
from dq.types import Hint, Reason, Severity, Verdict
from tests.report.builders import HOSTILE, write_rules

SCHEMAS = Path(__file__).parent / "schemas"
REPORT = ReportRecord("a-2018", "某局", 2018, "final_accounts", "某 局:1.txt", "0" * 64, "final_accounts_2018", (), ())
OTHER = ReportRecord("b-2018", "某厅", 2018, "final_accounts", "b.pdf", "1" * 64, "final_accounts_2018", (), ())


def operand(line: int, column: str = "total", role: str = "left", document: str = REPORT.document, **more) -> Operand:
    row = {"code": None, "label": "合计", "path": "合计", "n": line}
    source = Source(document, 3 if document.endswith("pdf") else None, line, 2)
    return Operand("expenditure", row, column, Decimal(12), "万元", "12.00", "figure", role, source, **more)


def outcome(verdict: Verdict, rule: str = "TT101", report: str = "a-2018", n: int = 0, **more) -> Outcome:
    told = {
        "row": {"table": "expenditure", "n": n, "code": None, "label": "合计", "path": f"合计{n}"},
        "left": Decimal("-12.50"),
        "right": Decimal("1E+2"),
        "difference": Decimal("-112.50"),
        "allowance": Decimal("0.005"),
        "unit": "万元",
        "statement": "12 = 100",
        "message": "左右不等",
    }
    return Outcome(rule, "题", report=report, verdict=verdict, **{"severity": Severity.ERROR, **told, **more})


VIOLATED = outcome(Verdict.VIOLATED, cause="c1", hint=Hint.TRUNCATED, operands=(operand(10), operand(11), operand(12)))
SAME_CAUSE = outcome(Verdict.VIOLATED, "TT102", n=1, cause="c1", operands=(operand(10), operand(13, role="right")))
DOUBTED = outcome(Verdict.VIOLATED, n=2, cause="c2", reading_doubt=True, operands=(operand(20, doubt="column_shift"),))
WARNING = outcome(
    Verdict.VIOLATED, "TX101", "b-2018", severity=Severity.WARNING, cause="c1", operands=(operand(5, document="b.pdf"),)
)
OPEN = outcome(Verdict.UNDECIDED, "TX102", reason=Reason.MISSING)
NEAR = outcome(Verdict.ROUNDING, n=4, operands=(operand(30),))
HOLDS = outcome(Verdict.HOLDS, "TT103", n=5)
OUTCOMES = (VIOLATED, SAME_CAUSE, DOUBTED, OPEN, NEAR, HOLDS, WARNING)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return load_rules([write_rules(tmp_path_factory.mktemp("rules"))], default_schema()).book


def record(outcomes=OUTCOMES, reports=(REPORT, OTHER), **more) -> RunRecord:
    counts = {verdict.value: sum(each.verdict is verdict for each in outcomes) for verdict in Verdict}
    told = {
        "id": "run-1",
        "started": "2026-01-01T00:00:00.5+00:00",
        "finished": "2026-01-01T00:00:01+00:00",
        "engine_version": "0.1.0",
        "rules_fingerprint": "r" * 8,
        "archive_fingerprint": "a" * 8,
        "matrix": {"TT103": {"holds": 1}, "TT101": {"violated": 2, "rounding": 1}},
    }
    rules = ("TT101", "TT102", "TT103", "TX101", "TX102")
    return RunRecord(
        **{**told, **more}, reports=reports, counts={**counts, "not_applicable": 2}, outcomes=outcomes, rules=rules
    )


@pytest.fixture
def write(book, tmp_path):
    """Write a run in a form and give back the file."""

    def written(form: str, run: RunRecord | None = None, **more) -> Path:
        told = run or record()
        material = Material(lambda: told, book, default_schema(), **{"everything": True, **more})
        return find_sink(form).write(material, tmp_path / f"out-{form}").paths[0]

    return written


# SARIF


def sarif(path: Path) -> dict:
    log = json.loads(path.read_text(encoding="utf-8"))
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    return log["runs"][0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sarif_keeps_to_its_schema(write, language):
    run = sarif(write("sarif", language=language))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule["id"] for rule in run["translations"][0]["rules"]]
    assert all(result["ruleId"] == rules[result["ruleIndex"]]["id"] for result in run["results"])
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in rules)
    assert {run["language"], run["translations"][0]["language"]} == {"zh-CN", "en-US"}


def test_sarif_keeps_to_its_schema_where_there_is_nothing(write):
    run = sarif(write("sarif", record((), (), errors=(RunError(None, "a-2018", "坏了"),), mandatory_missing=True)))
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is False
    assert len(run["invocations"][0]["toolExecutionNotifications"]) == 3


def test_sarif_has_one_result_a_cause_and_a_kind_for_each_verdict(write):
    results = sarif(write("sarif"))["results"]
    told = [(each["ruleId"], each["kind"], each["level"]) for each in results]
    assert told == [
        ("TT101", "fail", "error"),
        ("TT101", "review", "none"),
        ("TX102", "open", "none"),
        ("TT101", "informational", "none"),
        ("TT103", "pass", "none"),
        ("TX101", "fail", "warning"),
    ]
    assert [each["rule"] for each in results[0]["properties"]["outcomes"]] == ["TT101", "TT102"]


def test_sarif_points_to_lines_of_texts_and_pages_of_others(write):
    text = [""] * 9 + ["行政运行\t12.00\t1.00"]
    results = sarif(write("sarif", text=lambda sha256: text if sha256 == REPORT.sha256 else None))["results"]
    first = results[0]["locations"][0]["physicalLocation"]
    assert first["region"] == {"startLine": 10, "startColumn": 6, "endColumn": 11, "snippet": {"text": "12.00"}}
    assert first["artifactLocation"] == {"uri": "%E6%9F%90%20%E5%B1%80%3A1.txt", "index": 0}
    assert [each["physicalLocation"]["region"]["startLine"] for each in results[0]["relatedLocations"]] == [11, 12, 13]
    page = results[-1]["locations"][0]
    assert "region" not in page["physicalLocation"]
    assert (page["properties"]["page"], page["properties"]["line"]) == (3, 5)
    whole = results[2]["locations"][0]["physicalLocation"]
    assert whole == {"artifactLocation": first["artifactLocation"]}


def test_sarif_knows_a_finding_again_whatever_its_figures_as_comparisons_and_the_service_do(write):
    def fingerprints(outcomes):
        results = sarif(write("sarif", record(outcomes)))["results"]
        told = [each["partialFingerprints"]["dq/v2"] for each in results if "partialFingerprints" in each]
        assert set(told) <= {fingerprint(identity) for identity, _ in identified(record(outcomes))}
        return told

    assert len(fingerprints((HOLDS, VIOLATED, NEAR, OPEN))) == 2  # nobody follows what holds from run to run
    before = fingerprints((VIOLATED, outcome(Verdict.VIOLATED, n=9)))
    after = fingerprints((outcome(Verdict.VIOLATED, difference=Decimal(7), operands=(operand(99),)),))
    assert len(set(before)) == 2
    assert set(after) < set(before)


# JUnit


def junit(path: Path) -> etree._Element:
    tree = etree.fromstring(path.read_bytes())
    etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd")).assertValid(tree)
    for suite in tree:
        cases = suite.findall("testcase")
        numbers = {name: sum(case.find(tag) is not None for case in cases) for name, tag in RESULTS.items()}
        assert {name: int(suite.get(name)) for name in numbers} == numbers
        assert int(suite.get("tests")) == len(cases)
    return tree


RESULTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def results(tree: etree._Element) -> dict[tuple[str, str], str]:
    """(report, rule) → what the case came to."""
    return {
        (case.get("classname"), case.get("name").split()[0]): next(
            (each.tag for each in case if each.tag in RESULTS.values()), "passed"
        )
        for case in tree.iter("testcase")
    }


def test_junit_fails_as_the_exit_code_does(write):
    found = results(junit(write("junit")))
    assert found["a-2018", "TT101"] == found["a-2018", "TT102"] == "failure"
    assert found["b-2018", "TX101"] == "skipped", "a warning fails nothing by default"
    assert found["a-2018", "TX102"] == "skipped", "undecided is no pass"
    assert found["a-2018", "TT103"] == "passed"
    warned = results(junit(write("junit", fail_on="warning", fail_on_undecided=True)))
    assert warned["b-2018", "TX101"] == warned["a-2018", "TX102"] == "failure"
    assert "failure" not in results(junit(write("junit", fail_on="never"))).values()


def test_junit_only_skips_what_rests_on_a_doubted_reading(write):
    found = results(junit(write("junit", record((DOUBTED, NEAR)))))
    assert found["a-2018", "TT101"] == "skipped"
    assert results(junit(write("junit", record((NEAR,)))))["a-2018", "TT101"] == "passed"


@pytest.mark.parametrize(
    ("more", "result"),
    [
        ({"errors": (RunError("TT101", None, HOSTILE),)}, "error"),
        ({"mandatory_missing": True}, "error"),
        ({"reports": ()}, "skipped"),
        ({}, "passed"),
    ],
)
def test_junit_has_a_case_for_the_run_itself(write, more, result):
    tree = junit(write("junit", record(**{"outcomes": (), **more})))
    case = tree.find("testsuite").find("testcase")
    assert next((each.tag for each in case), "passed") == result


def test_junit_names_the_rules_that_hold_without_their_outcomes(write):
    one = junit(write("junit", record((VIOLATED,), (REPORT,)), everything=False))
    assert results(one)["a-2018", "TT103"] == "passed"
    many = junit(write("junit", record((VIOLATED,)), everything=False))
    assert results(many)["dq", "TT103"] == "passed"
    none = junit(write("junit", record((), (REPORT,)), everything=False))
    assert results(none)["a-2018", "TT103"] == "passed"


# CSV, Parquet, JSON


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-1+1|cmd", "'-1+1|cmd"),
        ("@x", "'@x"),
        ("＝1", "'＝1"),
        ("\t=1", "'=1"),
        (" \r\n=1", "'=1"),
        ("a\nb", "a b"),
        ("-12.50", "-12.50"),
        ("+3", "+3"),
        ("-", "'-"),
        ("—", "—"),
        ("x" * 40_000, "x" * 30_000 + "…"),
    ],
)
def test_no_cell_becomes_a_formula_and_figures_stay(text, cell):
    assert safe_cell(text) == cell


def test_csv_has_a_row_an_outcome(write):
    content = write("csv").read_bytes().decode("utf-8-sig")
    assert content.count("\r\n") == len(OUTCOMES) + 1
    rows = list(csv.DictReader(StringIO(content, newline="")))
    assert [row["verdict"] for row in rows] == [each.verdict.value for each in OUTCOMES]
    first = rows[0]
    assert (first["left"], first["right"], first["difference"]) == ("-12.50", "100", "-112.50")
    assert (first["department"], first["place"], first["path"]) == ("某局", "某 局:1.txt:10", "合计0")
    assert "holds" not in {
        row["verdict"] for row in csv.DictReader(StringIO(write("csv", everything=False).read_text()))
    }


def test_parquet_has_figures_as_exact_as_the_json_form(write):
    frame = pl.read_parquet(write("parquet"))
    plain = run_json(record(), everything=True)["outcomes"]
    for row, told in zip(frame.to_dicts(), plain, strict=True):
        assert row["operands"] == told["operands"]
        for name in ("rule", "verdict", "reason", "left", "right", "difference", "allowance", "statement", "cause"):
            assert row[name] == told[name], name
        assert row["row"] == {"column": None, **told["row"]}
    assert frame["sha256"].to_list()[-1] == OTHER.sha256


def test_parquet_without_outcomes_has_its_columns(write):
    frame = pl.read_parquet(write("parquet", record((), ())))
    assert frame.shape == (0, len(pl.read_parquet(write("parquet")).columns))


@pytest.mark.parametrize("outcomes", [OUTCOMES, ()])
def test_the_json_document_is_what_an_encoder_would_write(write, outcomes):
    run = record(outcomes)
    whole = json.dumps({**run_json(run, everything=True), "refused": []}, ensure_ascii=False, indent=1)
    assert write("json", run).read_text(encoding="utf-8") == whole + "\n"


def test_a_single_file_may_be_named(write, book, tmp_path):
    material = Material(record, book, default_schema())
    path = find_sink("sarif").write(material, tmp_path / "run.sarif").paths[0]
    assert path == tmp_path / "run.sarif"
    assert path.is_file()


# GitHub, Markdown


def test_github_annotates_the_worst_first_and_nothing_undecided_passes(write):
    lines = write("github").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("::error file=某 局%3A1.txt,line=10,title=TT101 题::左右不等 — 12 = 100")
    assert [each.split(" ")[0] for each in lines] == ["::error", "::warning", "::warning", "::warning", "::notice"]
    assert "line=" not in next(each for each in lines if "file=b.pdf" in each), "a PDF is not opened at a line"
    assert "不算通过" in lines[-2]


def test_github_commands_cannot_be_broken_out_of(write):
    hostile = outcome(Verdict.VIOLATED, message="a%0A\n::error::x\r::stop-commands::y", statement="")
    lines = write("github", record((hostile,))).read_text(encoding="utf-8").split("\n")
    assert lines[0].endswith("a%250A ::error::x ::stop-commands::y (a-2018)")
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>*x*_y_", r"\<b\>\*x\*\_y\_"),
        ("- a", r"\- a"),
        ("12. a", r"12\. a"),
        ("-360.00", r"\-360.00"),
        ("a | b\nc", r"a \| b c"),
        ("http://x.y www.z", "http&#58;//x.y www&#46;z"),
        ("@who #1", r"\@who \#1"),
    ],
)
def test_markdown_shows_texts_as_they_are(text, shown):
    assert escaped(text) == shown


def test_markdown_is_bounded_and_says_what_it_leaves_out(write):
    many = tuple(outcome(Verdict.VIOLATED, n=n, operands=(operand(n),)) for n in range(150))
    text = write("markdown", record(many, (REPORT,)), language="en").read_text(encoding="utf-8")
    assert text.count("\n### ") == 100
    assert "50 more causes." in text


def test_a_row_has_all_its_names_in_json_whatever_the_rule_goes_over():
    run = record((outcome(Verdict.VIOLATED, n=1, operands=(operand(1),)),), (REPORT,))
    (told,) = run_json(run)["outcomes"]
    assert list(told["row"]) == ["table", "n", "code", "label", "path", "column"]
    assert (told["row"]["n"], told["row"]["column"]) == (1, None)


def test_markdown_says_how_many_run_errors_it_leaves_out(write):
    errors = tuple(RunError(None, f"r{number}", "gone") for number in range(130))
    run = replace(record((), (REPORT,)), errors=errors)
    text = write("markdown", run, language="en").read_text(encoding="utf-8")
    assert (text.count(": gone"), "\n- 30 more\n" in text) == (100, True)
