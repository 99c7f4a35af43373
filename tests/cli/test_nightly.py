"""`dq run` and `dq diff`, as a person or a timer runs them."""

from __future__ import annotations

import hashlib
import html
import json
import re
import shlex
import sys
from datetime import date, timedelta

import polars as pl
import pytest
from filelock import FileLock

from dq.archive import Archive
from dq.cli.commands.run import _error_lines
from dq.diagnostics.layout import plain
from dq.outcome.model import RunError
from dq.runner import making
from tests.cli.invented import RULES, write_report, write_rules

CONFIG = """\
[checkpoint.nightly]
archive = "archive"
rules = "rules"
waivers = "waivers.toml"
wait = 0

[checkpoint.nightly.sinks]
json = "out"
"""
_NO_RUN = "19990101T020304123456-1f2e3d4c"
WAIVER = """\
[[waiver]]
rule = "{rule}"
body = "青山区*"
years = {year}
reason = "已批复"
approver = "王五"
expires = {day}
"""


@pytest.fixture
def town(tmp_path, dq):
    """A folder with a configuration, an archive of one report whose total is wrong, and rules."""
    (tmp_path / "rules").mkdir()
    write_rules(tmp_path / "rules")
    (tmp_path / "dq.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "waivers.toml").write_text("", encoding="utf-8")
    document = write_report(tmp_path, old="合计\t310.10", new="合计\t311.10")
    assert dq("ingest", document, "--archive", tmp_path / "archive").exit_code == 0
    return tmp_path


def night(dq, town, *more, code=None):
    result = dq("run", "nightly", "--config", town / "dq.toml", "--format", "json", *more)
    assert code is None or result.exit_code == code, result.output
    return json.loads(result.stdout), result


def waive(town, rule="TT10*", year=2024, days=1, row=None):
    day = date.today() + timedelta(days=days)  # noqa: DTZ011 - the day of this machine, as in the command
    text = WAIVER.format(rule=rule, year=year, day=day) + ("" if row is None else f'row = "{row}"\n')
    (town / "waivers.toml").write_text(text, encoding="utf-8")


def mend(dq, town):
    """Ingest the report with the right total, as its next version."""
    (town / "mended").mkdir()
    assert dq("ingest", write_report(town / "mended"), "--archive", town / "archive").exit_code == 0


def test_a_night_checks_tells_and_writes_its_reports(dq, town):
    told, _ = night(dq, town, code=1)
    assert (told["reports"], told["evaluated"], told["since"]) == (1, 1, None)
    assert told["counts"]["violated"] == 2
    written = json.loads((town / "out" / "outcomes.json").read_text(encoding="utf-8"))
    assert len(written["outcomes"]) == 2
    again, _ = night(dq, town, code=1)
    assert (again["evaluated"], again["changes"]) == (0, {"persisting": 2})


def test_in_words(dq, town):
    first = dq("run", "nightly", "--config", town / "dq.toml")
    assert "1 份报告，检查了其中 1 份" in first.stdout
    mend(dq, town)
    second = dq("run", "nightly", "--config", town / "dq.toml", "--lang", "en")
    assert second.exit_code == 0
    assert "new 0 · resolved 2 · changed 0 · persisting 0 · waived 0" in second.stdout


def test_diff_tells_what_is_resolved_and_what_is_new(dq, town):
    night(dq, town)
    mend(dq, town)
    night(dq, town, code=0)
    result = dq("diff", "--archive", town / "archive", "--format", "json")
    assert result.exit_code == 0
    entries = json.loads(result.stdout)["entries"]
    assert {(entry["change"], entry["rule"]) for entry in entries} == {("resolved", "TT101"), ("resolved", "TT102")}
    ids = json.loads(result.stdout)
    back = dq("diff", ids["after"], ids["before"], "--archive", town / "archive")
    assert "新出现 2" in back.stdout
    assert "青山区公园管理处" in back.stdout
    assert "应等于" in back.stdout
    english = dq("diff", ids["after"], ids["before"], "--archive", town / "archive", "--lang", "en").stdout
    assert ("should equal" in english, "应等于" in english) == (True, False)


def test_diff_of_what_cannot_be_compared_names_the_runs_there(dq, town):
    none = dq("diff", "--archive", town / "archive")
    assert (none.exit_code, "dq run" in none.stderr) == (2, True)
    run = night(dq, town)[0]["run"]
    for runs, code, listed in (
        ((), "DQ-N023", True),
        ((run,), "DQ-N023", True),
        (("20260101-aaaa",), "DQ-N027", True),
        (("../archive", run), "DQ-N027", True),
        ((run, run, run), "DQ-N028", False),
    ):
        result = dq("diff", *runs, "--archive", town / "archive")
        assert (result.exit_code, code in result.stderr) == (2, True)
        assert (f"{run} (nightly)" in result.stderr) is listed
        told = json.loads(dq("diff", *runs, "--archive", town / "archive", "--format", "json").stdout)
        assert (told["before"], told["entries"], told["refused"][0]["code"]) == (None, [], code)


def test_no_run_is_kept_while_a_list_of_how_bodies_are_related_cannot_be_read(dq, town):
    night(dq, town, code=1)
    (town / "archive" / "reference").mkdir()
    (town / "archive" / "reference" / "units.csv").write_bytes("department,unit\n某局,某院\n".encode("gbk"))
    told, result = night(dq, town, code=2)
    assert (told["run"], "DQ-N015" in result.stderr) == (None, True)
    checked = dq("check", "--archive", town / "archive", "--rules", town / "rules")
    assert (checked.exit_code, "DQ-N015" in checked.stderr, "TT101" in checked.stdout) == (2, True, True)


def spoiled_partition(town):
    """Damage the only report's table; how to mend it."""
    (path,) = (town / "archive" / "tables" / "summary" / "year=2024").iterdir()
    content = path.read_bytes()
    path.write_bytes(b"nothing")
    return lambda: path.write_bytes(content)


def spoiled_rules(town):
    """Break the file of the rules beside another, sound one."""
    write_rules(town / "rules", RULES.split("rule TT102")[0].replace("TT101", "TT201"), "sound.dq")
    path = town / "rules" / "rules.dq"
    content = path.read_bytes()
    path.write_bytes(b"rule {")
    return lambda: path.write_bytes(content)


@pytest.mark.parametrize(
    ("spoiled", "code", "then"),
    [(spoiled_partition, 3, {"changed": 2}), (spoiled_rules, 2, {"changed": 2, "persisting": 1})],
)
def test_what_could_not_be_checked_is_never_resolved_and_no_waiver_of_it_stale(dq, town, spoiled, code, then):
    waive(town, row="nowhere")
    assert "DQ-N031" in night(dq, town, code=1)[1].stderr
    waive(town, rule="TT102")
    night(dq, town)
    mend_it = spoiled(town)
    told, result = night(dq, town, code=code)
    assert (told["changes"].get("unchecked"), "resolved" in told["changes"]) == (2, False)
    assert "DQ-N031" not in result.stderr
    assert {entry["rule"] for entry in told["named"] if entry["change"] == "unchecked"} == {"TT101", "TT102"}
    diff = dq("diff", "--archive", town / "archive", "--lang", "en")
    assert ("not checked this time 2" in diff.stdout, "resolved 0" in diff.stdout) == (True, True)
    assert "new" not in night(dq, town, code=code)[0]["changes"]
    mend_it()
    (town / "waivers.toml").write_text("", encoding="utf-8")
    assert night(dq, town)[0]["changes"] == then


def test_a_rule_that_is_gone_resolves_nothing(dq, town):
    night(dq, town)
    write_rules(town / "rules", RULES.split("rule TT102")[0])
    assert night(dq, town)[0]["changes"] == {"persisting": 1, "unchecked": 1}


def test_a_waiver_keeps_an_outcome_from_failing_and_hides_nothing(dq, town):
    waive(town)
    told, _ = night(dq, town, code=0)
    assert told["counts"]["violated"] == 2
    outcomes = json.loads((town / "out" / "outcomes.json").read_text(encoding="utf-8"))["outcomes"]
    assert [outcome["waiver"]["approver"] for outcome in outcomes] == ["王五", "王五"]
    again, _ = night(dq, town, code=0)
    assert again["changes"] == {"waived": 2}


@pytest.mark.parametrize(
    ("waiver", "code"),
    [({"days": -1}, "DQ-N030"), ({"year": 2019}, "DQ-N031"), ({"rule": "TT2*"}, "DQ-N031")],
)
def test_a_waiver_that_is_expired_or_matches_nothing_is_told_and_has_no_effect(dq, town, waiver, code):
    waive(town, **waiver)
    _, result = night(dq, town, code=1)
    assert code in result.stderr


def test_rules_that_have_nothing_to_say_are_no_fault_of_the_machine(dq, town):
    rule = 'rule TT201 "金额不为负" {\n  for each narrative as n\n  check n.amount >= 0\n}\n'
    write_rules(town / "rules", rule)
    told, _ = night(dq, town, code=0)
    assert told["counts"] | {"not_applicable": 0} == dict.fromkeys(told["counts"], 0)


def test_a_form_for_whole_archives_is_refused_where_a_part_is_selected(dq, town):
    (town / "other").mkdir()
    other = write_report(town / "other")
    other.write_text(other.read_text(encoding="utf-8").replace("青山区", "绿水区"), encoding="utf-8")
    assert dq("ingest", other, "--archive", town / "archive").exit_code == 0
    part = '[checkpoint.nightly.reports]\ndepartments = ["青山区*"]\n'
    gx = CONFIG.replace('json = "out"', 'gx = "out"')
    (town / "dq.toml").write_text(gx + part, encoding="utf-8")
    told, result = night(dq, town)
    assert told["reports"] == 1
    assert "DQ-C030" in result.stderr
    assert not (town / "out").exists()


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('archive = "archive"', "archive = 3", "DQ-N005", 2),
        ('archive = "archive"', "", "DQ-N006", 1),
        ("wait = 0", "wiat = 0", "DQ-N004", 5),
        ("wait = 0", "wait = ", "DQ-N002", 5),
        ("wait = 0", "[checkpoint.nightly.reports]\ndepartments = []", "DQ-N005", 6),
        ("wait = 0", "[checkpoint.nightly.reports]\nkinds = []", "DQ-N005", 6),
        ("wait = 0", "[checkpoint.nightly.reports]\nids = []", "DQ-N005", 6),
        ("wait = 0", '[checkpoint.nightly.reports]\nkinds = ["final_acounts"]', "final_accounts", 6),
        ("nightly", "weekly", "DQ-N003", None),
        (CONFIG, "[checkpoint]\nnightly = 3\n", "DQ-N005", 2),
        ('json = "out"', 'json = "archive/out"', "DQ-C022", 8),
        ('json = "out"', 'jsn = "out"', "sarif", 8),
        ('archive = "archive"', 'archive = "a\\u0000b"', "DQ-N005", 2),
        ('rules = "rules"', 'rules = ["rules", "a\\u0000b"]', "DQ-N005", 3),
        ('json = "out"', 'json = "a\\u0000b"', "DQ-N005", 8),
        ("[checkpoint.nightly]", "schedule = 1\n[checkpoint.nightly]", "DQ-N004", 1),
        ("[checkpoint.nightly]", "[chekpoint.other]\n[checkpoint.nightly]", "DQ-N004", 1),
        ("[checkpoint.nightly]", "[checkpoint]\nnightly.wiat = 1\n[checkpoint.other]", "DQ-N004", 2),
        ('"waivers.toml"', '"elsewhere.toml"', "DQ-N001", None),
    ],
)
def test_a_bad_configuration_is_told_with_its_place(dq, town, old, new, code, line):
    (town / "dq.toml").write_text(CONFIG.replace(old, new), encoding="utf-8")
    result = dq("run", "nightly", "--config", town / "dq.toml")
    assert result.exit_code == 2
    assert code in result.stderr
    assert line is None or f"dq.toml:{line}:" in result.stderr
    assert not (town / "archive" / "runs").exists()


def test_a_second_run_leaves_with_word_of_the_first(dq, town):
    night(dq, town)
    with FileLock(town / "archive" / "runs" / ".lock"):
        result = dq("run", "nightly", "--config", town / "dq.toml")
    assert result.exit_code == 3
    assert "DQ-N020" in result.stderr
    assert "等它结束" in result.stderr


def test_a_full_disk_is_a_run_error_and_the_run_before_stays(dq, town, monkeypatch):
    first, _ = night(dq, town)
    mend(dq, town)

    def refuse(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(making, "_records_frame", refuse)
        _, result = night(dq, town, code=3)
    assert "DQ-N021" in result.stderr
    runs = town / "archive" / "runs"
    assert [each.name for each in runs.iterdir() if (each / "run.json").exists()] == [first["run"]]
    assert not list(runs.glob(".new-*"))
    told, _ = night(dq, town, code=0)
    assert told["changes"] == {"resolved": 2}


def test_a_damaged_partition_is_a_run_error_and_the_rest_is_checked(dq, town):
    (town / "more").mkdir()
    other = write_report(town / "more", old="青山区公园管理处 2024", new="青山区公园管理处 2023")
    other.write_text(other.read_text(encoding="utf-8").replace("2024", "2023"), encoding="utf-8")
    assert dq("ingest", other, "--archive", town / "archive").exit_code == 0
    for path in (town / "archive" / "tables" / "summary" / "year=2023").iterdir():
        path.write_bytes(b"nothing")
    told, _ = night(dq, town, code=3)
    assert (told["reports"], len(told["errors"])) == (1, 1)


def test_an_old_run_is_made_again_with_its_rules_and_reports(dq, town):
    first, _ = night(dq, town, code=1)
    mend(dq, town)
    write_rules(town / "rules", RULES.split("rule TT102")[0])
    later, _ = night(dq, town, code=0)
    assert later["counts"]["violated"] == 0
    # Both runs are of today: the first is told by its id, as if the second were of a later day.
    runs = town / "archive" / "runs"
    about = json.loads((runs / later["run"] / "run.json").read_text(encoding="utf-8"))
    about["day"] = "2999" + about["day"][4:]
    (runs / later["run"] / "run.json").write_text(json.dumps(about), encoding="utf-8")
    again, _ = night(dq, town, "--as-of", "2998-01-01", code=1)
    assert again["counts"] == first["counts"]
    assert again["changes"] == {"persisting": 2}


def rewrite(path, edit):
    """Change what a JSON file says."""
    told = json.loads(path.read_text(encoding="utf-8"))
    edit(told)
    path.write_text(json.dumps(told), encoding="utf-8")


def test_the_day_of_a_run_is_that_of_its_place_not_of_greenwich(dq, town):
    first, _ = night(dq, town, code=1)
    days = {"started": "2020-01-02T03:00:00+00:00", "day": "2020-01-01"}
    rewrite(town / "archive" / "runs" / first["run"] / "run.json", lambda about: about.update(days))
    again, _ = night(dq, town, "--as-of", "2020-01-01", code=1)
    assert again["counts"] == first["counts"]


def damaged_part(run):
    (part,) = (run / "outcomes").iterdir()
    part.write_bytes(b"nothing")


def other_part(run):
    """A part that is what run.json says of it, and yet no part."""
    damaged_part(run)
    (part,) = (run / "outcomes").iterdir()
    digest = hashlib.sha256(part.read_bytes()).hexdigest()
    rewrite(run / "run.json", lambda about: about["parts"][0].update(hashes=[digest, about["parts"][0]["hashes"][1]]))


def other_reports(run):
    pl.DataFrame({"report": ["a"]}).write_parquet(run / "reports.parquet")


def other_counts(run):
    rewrite(run / "run.json", lambda about: about.update(counts=[1], matrix="none"))


def gone_text(run):
    (run / "run.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize("damage", [damaged_part, other_part, other_reports, other_counts, gone_text])
def test_a_damaged_earlier_run_keeps_no_night_from_its_reports(dq, town, damage):
    first, _ = night(dq, town, code=1)
    damage(town / "archive" / "runs" / first["run"])
    (town / "out" / "outcomes.json").unlink()
    told, result = night(dq, town, "--full", code=1)
    assert (told["counts"]["violated"], told["since"], "DQ-N026" in result.stderr) == (2, None, True)
    assert (town / "out" / "outcomes.json").is_file()
    result = dq("diff", "--archive", town / "archive")
    assert (result.exit_code, "DQ-N022" in result.stderr) == (3, True)


def test_a_run_with_other_reports_is_not_made_again(dq, town):
    first, _ = night(dq, town, code=1)
    other_reports(town / "archive" / "runs" / first["run"])
    result = dq("run", "nightly", "--config", town / "dq.toml", "--as-of", "2999-01-01")
    assert (result.exit_code, "DQ-N022" in result.stderr) == (3, True)


@pytest.mark.parametrize(("day", "code"), [("yesterday", "DQ-N007"), ("1999-01-01", "DQ-N024"), (_NO_RUN, "DQ-N024")])
def test_a_day_or_id_without_a_run_is_told(dq, town, day, code):
    night(dq, town)
    result = dq("run", "nightly", "--config", town / "dq.toml", "--as-of", day)
    assert (result.exit_code, code in result.stderr) == (2, True)


def test_only_what_is_selected_is_checked(dq, town):
    other = write_report(town, "other.txt", "青山区公园管理处 2024 年度", "青山区公园管理处 2023 年度")
    assert dq("ingest", other, "--archive", town / "archive").exit_code == 0
    selection = '\n[checkpoint.nightly.reports]\nyears = "2019-2023"\ndepartments = ["青山区*", "赤山区*"]\n'
    (town / "dq.toml").write_text(CONFIG + selection, encoding="utf-8")
    waive(town, row="nowhere")
    told, result = night(dq, town, code=0)
    assert (told["reports"], told["counts"]["violated"]) == (1, 0)
    assert len(Archive.open(town / "archive").archive.latest) == 2
    # The waiver is of the report that is not selected; no report is of the other body.
    assert ("DQ-N031" in result.stderr, "赤山区*" in result.stderr) == (False, True)


@pytest.mark.parametrize("selection", ["years = 1999", 'departments = ["nobody"]', 'kinds = "budget"'])
def test_a_checkpoint_that_selects_nothing_is_no_clean_one(dq, town, selection):
    (town / "dq.toml").write_text(f"{CONFIG}\n[checkpoint.nightly.reports]\n{selection}\n", encoding="utf-8")
    told, result = night(dq, town, code=2)
    assert (told["run"], "DQ-N009" in result.stderr, "dq.toml:10:" in result.stderr) == (None, True, True)
    assert [(each["code"], each["line"]) for each in told["refused"]] == [("DQ-N009", 10)]


def test_web_pages_tell_how_the_archive_moved(dq, town):
    other = write_report(town, "other.txt", "青山区公园管理处 2024 年度", "青山区公园管理处 2023 年度")
    assert dq("ingest", other, "--archive", town / "archive").exit_code == 0
    (town / "dq.toml").write_text(CONFIG.replace('json = "out"', 'html = "site"'), encoding="utf-8")
    night(dq, town, code=1)
    index = town / "site" / "index.html"
    assert "与上次运行相比" not in index.read_text(encoding="utf-8")
    mend(dq, town)
    night(dq, town)
    text = index.read_text(encoding="utf-8")
    assert "与上次运行相比" in text
    assert "<b>2</b> 已消除" in text
    assert text.count('<td class="chart">') == 2


def test_web_pages_tell_the_command_that_makes_their_run_again(dq, town):
    """Of two runs of one day each page names its own."""
    (town / "dq.toml").write_text(CONFIG.replace('json = "out"', 'html = "site"'), encoding="utf-8")
    first, _ = night(dq, town, code=1)
    page = (town / "site" / "report.html").read_text(encoding="utf-8")
    (command,) = re.findall(r"<dt>重做的命令</dt><dd><code>([^<]*)</code>", page)
    mend(dq, town)
    night(dq, town, code=0)
    program, *words = shlex.split(html.unescape(command))
    assert (program, words[-1]) == ("dq", first["run"])
    again = dq(*words, "--format", "json")
    told = json.loads(again.stdout)
    assert (again.exit_code, told["counts"]) == (1, first["counts"])
    assert told["changes"] == {"persisting": 2}


def test_rules_that_were_remembered_are_kept_with_a_run(dq, town, monkeypatch):
    monkeypatch.setenv("DQ_CACHE", str(town / "memory"))
    night(dq, town, code=1)
    again, _ = night(dq, town, code=1)
    assert again["changes"] == {"persisting": 2}


def test_a_night_can_be_followed_by_programs(dq, town):
    write_rules(town / "rules", "rule {", "broken.dq")
    _, result = night(dq, town, "--log", "json", code=2)
    told = [json.loads(line) for line in result.stderr.splitlines()]
    assert [each["event"] for each in told] == [
        "run.begun",
        "run.progress",
        "run.kept",
        "report.written",
        "diagnostic",
        "run.ended",
    ]
    assert {each["checkpoint"] for each in told} == {"nightly"}
    assert (told[2]["counts"]["violated"], told[4]["level"], told[-1]["exit"]) == (2, "error", 2)
    assert told[4]["file"].endswith("broken.dq")


def test_without_the_package_for_logs_the_extra_is_named(dq, town, monkeypatch):
    monkeypatch.delitem(sys.modules, "dq.cli.logs", raising=False)
    monkeypatch.setitem(sys.modules, "structlog", None)
    result = dq("run", "nightly", "--config", town / "dq.toml", "--log", "json")
    assert (result.exit_code, "dq[log]" in result.stderr) == (2, True)


def test_a_process_that_ends_halfway_is_told_and_nothing_is_kept(dq, town, monkeypatch):
    other = write_report(town, "other.txt", "青山区公园管理处 2024 年度", "青山区公园管理处 2023 年度")
    assert dq("ingest", other, "--archive", town / "archive").exit_code == 0

    def ends(*_):
        raise ChildProcessError

    monkeypatch.setattr("dq.runner.crew.found_by_crew", ends)
    monkeypatch.setattr("dq.runner.evaluating.MOST", 0)  # one process does for a few reports
    _, result = night(dq, town, "--jobs", 2, code=3)
    assert "DQ-N029" in result.stderr
    assert not [each for each in (town / "archive" / "runs").iterdir() if (each / "run.json").exists()]


@pytest.mark.parametrize(("number", "last"), [(10, "run error  R9  no"), (12, "… 2 more")])
def test_run_errors_beside_those_that_are_named_are_counted(number, last):
    errors = [RunError(f"R{at}", None, "no") for at in range(number)]
    *_, line = plain(_error_lines(errors, zh=False), 80)
    assert line.strip() == last
