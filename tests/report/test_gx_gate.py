"""The gate: what was not checked never reads as a pass."""

from __future__ import annotations

import json

import pytest

from dq.report.sinks.great_expectations.gate import missing_results, uncovered_partitions, unwritten
from tests.report.builders import report


def suite_file(out, name):
    return out / "gx" / "expectations" / f"{name}.json"


def change_suite(out, name, change):
    stored = json.loads(suite_file(out, name).read_text(encoding="utf-8"))
    change(stored["expectations"])
    suite_file(out, name).write_text(json.dumps(stored), encoding="utf-8")


def kwargs_of(expectations, rule):
    return next(e for e in expectations if e["kwargs"]["rule_id"] == rule)


def test_an_unknown_expectation_type_fails_the_gate(sink, rebuilt):
    """Great Expectations drops it and says success."""
    change_suite(rebuilt.out, "across", lambda es: kwargs_of(es, "TX101").update(type="expect_nothing_known"))
    run = sink.run_checkpoint(rebuilt.out)
    assert run.evaluated == run.compiled - 2
    assert any("TX101" in problem.en for problem in run.problems)
    assert run.exit_code(None) == 3


def test_a_broken_rule_is_reported_apart_and_takes_no_other_with_it(sink, rebuilt):
    change_suite(
        rebuilt.out, "totals", lambda es: kwargs_of(es, "TT103")["kwargs"].update(rule_text="rule TT103 { 1 = }")
    )
    run = sink.run_checkpoint(rebuilt.out)
    assert {error.rule for error in run.errors} == {"TT103"}
    assert run.problems == ()
    assert run.rules["TT102"]["violated"] > 0
    assert run.exit_code(None) == 3


def test_a_fault_of_the_program_is_told_of_every_rule_and_looked_for_once(sink, rebuilt, monkeypatch):
    asked = []

    def broken(*_, reports, **__):
        asked.append(reports)
        raise TypeError("no")

    monkeypatch.setattr("dq.engine.check", broken)
    run = sink.run_checkpoint(rebuilt.out)
    assert len(asked) == len(set(asked)) == 2, "once a year"
    assert {error.rule for error in run.errors} == set(run.rules)
    assert all("TypeError: no" in error.message for error in run.errors)
    assert run.exit_code(None) == 3


def test_an_edited_rule_is_not_passed_over(sink, rebuilt):
    change_suite(
        rebuilt.out,
        "totals",
        lambda es: kwargs_of(es, "TT101")["kwargs"].update(
            rule_text=kwargs_of(es, "TT101")["kwargs"]["rule_text"].replace("r.basic + r.project", "r.total")
        ),
    )
    run = sink.run_checkpoint(rebuilt.out)
    assert {error.rule for error in run.errors} == {"TT101"}


def test_a_process_that_knows_no_rules_takes_them_from_memory(sink, rebuilt, tmp_path, monkeypatch):
    monkeypatch.setattr("dq.report.sinks.great_expectations.evaluation._KNOWN", {})
    first = sink.run_checkpoint(rebuilt.out, memory=tmp_path / "memory")
    monkeypatch.setattr("dq.report.sinks.great_expectations.evaluation._KNOWN", {})
    monkeypatch.delattr("dq.semantics.loading.check_texts")
    again = sink.run_checkpoint(rebuilt.out, memory=tmp_path / "memory")
    assert (again.counts, again.errors) == (first.counts, ())


def test_stored_results_waste_no_space_and_are_read_again(sink, rebuilt):
    import great_expectations as gx

    run = sink.run_checkpoint(rebuilt.out, run_name="small")
    files = [path for path in run.context.glob("uncommitted/validations/**/*.json") if "small" in path.parts]
    assert len(files) == run.results
    assert all(path.read_text(encoding="utf-8").startswith('{"') for path in files)
    assert any("《" in path.read_text(encoding="utf-8") for path in files)
    store = gx.get_context(mode="file", context_root_dir=run.context).validation_results_store
    found = [store.get(key) for key in store.list_keys() if key.run_id.run_name == "small"]
    assert sum(each.statistics["evaluated_expectations"] for each in found) == run.evaluated


def test_a_run_tells_how_far_it_is(sink, rebuilt):
    told = []
    run = sink.run_checkpoint(rebuilt.out, progress=lambda done, total, year: told.append((done, total, year)))
    assert [done for done, _, _ in told] == list(range(1, run.results + 1))
    assert {total for _, total, _ in told} == {run.results}
    assert {year for _, _, year in told} == {"2018", "2024"}


def test_a_year_that_came_later_is_a_problem(sink, rebuilt):
    from dq.archive import Archive
    from dq.templates import default_schema

    archive = Archive.open(rebuilt.archive, default_schema()).archive
    row = ("1.00", "1.00", "0.00")
    assert archive.append([report("某院", 2025, (row, row, row), "1.00")]).stored
    run = sink.run_checkpoint(rebuilt.out)
    assert any("2025" in problem.en for problem in run.problems)


def test_a_damaged_parquet_file_is_an_error_and_no_missing_table(sink, rebuilt):
    next((rebuilt.archive / "tables" / "expenditure" / "year=2024").glob("*.parquet")).write_bytes(b"PAR1 broken")
    run = sink.run_checkpoint(rebuilt.out)
    assert {error.partition for error in run.errors} == {"archive-2024"}
    assert {error.rule for error in run.errors} == set(run.rules)
    assert run.rules["TT102"]["violated"] > 0, "the other year is still checked"


def test_an_archive_that_is_gone_is_an_error(sink, rebuilt):
    rebuilt.archive.rename(rebuilt.archive.with_name("elsewhere"))
    run = sink.run_checkpoint(rebuilt.out)
    assert {error.rule for error in run.errors} == set(run.rules)
    assert run.problems


def test_an_unknown_checkpoint_names_those_there_are(sink, built):
    with pytest.raises(sink.UnknownCheckpointError) as caught:
        sink.run_checkpoint(built.out, "nightly")
    assert caught.value.names == ("audit",)
    assert sink.checkpoint_names(built.out) == ("audit",)


def test_a_folder_without_a_context_says_so(sink, tmp_path):
    with pytest.raises(FileNotFoundError):
        sink.run_checkpoint(tmp_path)


def test_the_context_may_be_named_by_itself_or_by_the_folder_around_it(sink, built):
    assert sink.context_folder(built.out) == sink.context_folder(built.out / "gx")


def test_writing_again_keeps_history_and_what_a_person_added(sink, rebuilt, book):
    import great_expectations as gx

    from dq.templates import default_schema

    sink.run_checkpoint(rebuilt.out, run_name="before")
    gx.get_context(mode="file", context_root_dir=rebuilt.out / "gx").suites.add(gx.ExpectationSuite("mine"))
    sink.build_context(rebuilt.out, rebuilt.archive, book, default_schema())
    run = sink.run_checkpoint(rebuilt.out, run_name="after")
    assert run.problems == ()
    assert suite_file(rebuilt.out, "mine").is_file()
    index = (rebuilt.out / "site" / "index.html").read_text(encoding="utf-8")
    assert "before" in index
    assert "after" in index


def test_no_telemetry_is_configured(built):
    configuration = (built.out / "gx" / "great_expectations.yml").read_text(encoding="utf-8")
    assert "analytics_enabled: false" in configuration


def test_missing_results_are_a_problem():
    assert missing_results(["a", "b"], 2) == []
    assert missing_results(["a", "b"], 1)


def test_uncovered_partitions_are_a_problem():
    assert uncovered_partitions([2018], [2018, 2019]) == []
    assert uncovered_partitions([2018, 2019], [2018])


def test_a_page_that_was_not_written_is_a_problem(tmp_path):
    (tmp_path / "empty.html").write_text("")
    assert len(unwritten([tmp_path / "empty.html", tmp_path / "none.html"])) == 2


def test_runs_that_the_site_does_not_list_any_more_are_forgotten(sink, rebuilt, monkeypatch):
    monkeypatch.setattr("dq.report.sinks.great_expectations.run.RUNS_SHOWN", 2)
    stores = [rebuilt.out / "gx" / "uncommitted" / "validations", rebuilt.out / "site" / "validations"]
    moments = [f"2020010{day}T000000.000000Z" for day in (1, 2)]
    for store in stores:
        for name in (
            *(f"totals/night/{moment}" for moment in moments),
            "totals/notes/mine",
            f"other/night/{moments[0]}",
        ):
            (store / name).mkdir(parents=True)
            (store / name / "archive-2018.json").write_text("{}", encoding="utf-8")
    run = sink.run_checkpoint(rebuilt.out, run_name="now")
    assert run.problems == ()
    for store in stores:
        kept = {"/".join(path.relative_to(store).parts[:2]) for path in store.glob("*/*/*")}
        assert kept == {"totals/night", "totals/notes", "other/night", "totals/now", "across/now"}
        assert [path.name for path in (store / "totals" / "night").iterdir()] == moments[1:]
