"""The contract: Great Expectations says what the outcome store says, in any process, and follows the data."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from dq.archive import Archive
from dq.engine import check
from dq.templates import default_schema
from dq.types import Severity, Verdict
from tests.report.builders import RULE_IDS

RUN_AGAIN = """
import sys
from pathlib import Path
from dq.report.sinks.great_expectations import run_checkpoint
run = run_checkpoint(Path(sys.argv[1]), "audit", run_name="again")
assert not run.problems, run.problems
"""


def verdicts_of_the_engine(archive: Path, book) -> dict[str, dict[str, int]]:
    record = check(book, Archive.open(archive).archive, default_schema())
    names = [verdict.value for verdict in Verdict]
    return {rule: {name: record.matrix[rule].get(name, 0) for name in names} for rule in record.rules}


def verdicts_of_the_run(run) -> dict[str, dict[str, int]]:
    names = [verdict.value for verdict in Verdict]
    return {rule: {name: counts[name] for name in names} for rule, counts in run.rules.items()}


def stored_results(out: Path, run_name: str) -> dict[str, dict]:
    """The stored JSON of one run by suite and batch, without what differs from run to run."""
    folder = out / "gx" / "uncommitted" / "validations"
    found = {}
    for path in sorted(folder.glob(f"*/{run_name}/*/*.json")):
        stored = json.loads(path.read_text(encoding="utf-8"))
        for key in ("id", "result_url"):
            stored.pop(key, None)
        for key in ("run_id", "validation_time", "batch_markers", "validation_id", "checkpoint_id"):
            stored["meta"].pop(key, None)
        for result in stored["results"]:
            result["expectation_config"].pop("id", None)
        found[f"{path.parents[2].name}/{path.stem}"] = stored
    return found


def pages(out: Path, run_name: str) -> dict[str, str]:
    """The pages of one run without its name and times."""
    found = {}
    for path in sorted((out / "site" / "validations").glob(f"*/{run_name}/*/*.html")):
        text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", "TIME", path.read_text())
        found[f"{path.parents[2].name}/{path.stem}"] = text.replace(run_name, "RUN")
    return found


def change_a_cell(archive: Path, dataset: str, year: int, column: str, where: pl.Expr, value: str) -> None:
    (path,) = (archive / "tables" / dataset / f"year={year}").glob("*.parquet")
    frame = pl.read_parquet(path)
    changed = pl.when(where).then(pl.lit(Decimal(value)).cast(frame.schema[column])).otherwise(pl.col(column))
    frame.with_columns(changed.alias(column)).write_parquet(path)


def test_verdicts_equal_the_outcome_store(built):
    assert set(built.run.rules) == set(RULE_IDS)
    assert verdicts_of_the_run(built.run) == verdicts_of_the_engine(built.archive, built.book)


def test_all_verdicts_occur_and_stay_apart(built):
    assert built.run.counts["violated"] > 0
    assert built.run.counts["rounding"] > 0
    assert built.run.counts["undecided"] > 0
    assert built.run.rules["TX102"]["undecided"] == 3
    assert built.run.rules["TX101"]["undecided"] == 1, "blocked where the rule it needs is violated"


def test_the_gate_passes_a_whole_run(built):
    assert built.run.problems == ()
    assert built.run.errors == ()
    assert built.run.results == built.run.definitions == 4
    assert built.run.evaluated == built.run.compiled == 2 * len(RULE_IDS)
    assert not built.run.success
    assert built.run.exit_code(None) in (0, 3)
    assert built.run.violated[Severity.ERROR] + built.run.violated[Severity.WARNING] > 0


def test_success_follows_the_verdicts(built):
    for stored in (built.out / "gx" / "uncommitted" / "validations").rglob("*.json"):
        for result in json.loads(stored.read_text(encoding="utf-8"))["results"]:
            counts = result["result"]["observed_value"]
            assert result["success"] == (counts["violated"] == 0 and counts["error"] == 0)


def test_stored_figures_are_exact_text_with_their_source(built):
    stored = json.loads(next((built.out / "gx").rglob("totals/*/*/archive-2018.json")).read_text(encoding="utf-8"))
    rule = next(r for r in stored["results"] if r["expectation_config"]["kwargs"]["rule_id"] == "TT102")
    row = rule["result"]["details"]["rows"][0]
    assert row["verdict"] == "violated"
    assert Decimal(row["difference"]) == Decimal("7.00")
    assert (row["unit"], Decimal(row["left"])) == ("万元", Decimal("49.00"))
    assert {operand["line"] for operand in row["operands"]} == {20, 21, 22}
    assert rule["expectation_config"]["severity"] == "warning"


def test_findings_hold_every_outcome(built):
    record = check(built.book, Archive.open(built.archive).archive, default_schema())
    findings = pl.read_parquet(built.out / "findings.parquet")
    expected = sorted((o.rule, o.report, o.verdict.value) for o in record.outcomes)
    assert sorted(findings.select("rule", "report", "verdict").rows()) == expected


@pytest.mark.slow
def test_a_fresh_process_finds_the_same_and_a_changed_cell_turns_its_rules(sink, rebuilt):
    first = sink.run_checkpoint(rebuilt.out, "audit", run_name="first")
    subprocess.run([sys.executable, "-W", "ignore", "-c", RUN_AGAIN, str(rebuilt.out)], check=True)
    assert stored_results(rebuilt.out, "again") == stored_results(rebuilt.out, "first")
    assert pages(rebuilt.out, "again") == pages(rebuilt.out, "first")
    assert len(pages(rebuilt.out, "first")) == 4

    for stored in (rebuilt.out / "gx" / "uncommitted" / "validations").rglob("first/*/*.json"):
        stored.write_text("damaged", encoding="utf-8")
    change_a_cell(rebuilt.archive, "income", 2024, "total", pl.col("label") == "合计", "900000")
    changed = sink.run_checkpoint(rebuilt.out, "audit", run_name="changed")
    assert {rule for rule in first.rules if first.rules[rule] != changed.rules[rule]} == {"TX101"}
    assert changed.rules["TX101"]["violated"] == first.rules["TX101"]["violated"] + 1
    assert verdicts_of_the_run(changed) == verdicts_of_the_engine(rebuilt.archive, rebuilt.book)
    assert changed.problems == ()
    open_run, folded = (rebuilt.out / "site" / "index.html").read_text(encoding="utf-8").split("<details>", 1)
    assert ("/changed/" in open_run, "/again/" in open_run) == (True, False)
    assert ("/changed/" in folded, "/again/" in folded) == (False, True)
    assert "/first/" not in open_run + folded


@pytest.mark.parametrize("text", ["password: of-somebody\n", None])
def test_variables_that_a_person_wrote_before_there_was_a_context_stay(sink, tmp_path, text):
    from dq.report.sinks.great_expectations import context
    from dq.report.sinks.great_expectations.private_api import quiet

    variables = tmp_path / "uncommitted" / "config_variables.yml"
    if text is not None:
        variables.parent.mkdir()
        variables.write_text(text, encoding="utf-8")
    with quiet():
        context._opened(tmp_path)
    assert (variables.read_text(encoding="utf-8") if variables.exists() else None) == text
