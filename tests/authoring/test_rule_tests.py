# ruff: noqa: E501 - tests stand here as people write them
"""`dq test`: tests of rules, what they cover, and whether they notice wrong rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

from dq.application.exits import Exit
from dq.application.testing import run
from dq.authoring.mutation.edits import edits
from dq.cli.app import app
from dq.syntax import parse
from dq.templates import default_schema

SCHEMAS = Path(__file__).parents[1] / "report" / "schemas"
RULES = """
rule TT101 "合计" {
  basis "表内" severity error
  check summary["本年收入合计"].amount = sum(summary.amount where side = "income" and role = "item")
}
rule TT102 "不为负" {
  basis "表内" severity error
  for each summary as r where r.role = "item"
  check r.amount >= 0
}
"""
FIXTURE = """
fixture "样" {
  form final_accounts_2018
  given summary unit 万元 {
    | 项目         | 决算数 | 项目             | 决算数 |
    | 事业收入     |   2.00 | 一般公共服务支出 |   3.00 | # 右栏
    | 其他收入     |   1.50 | 本年支出合计     |   3.00 |
    | 本年收入合计 |   3.50 |                  |        |
  }
}
"""
TESTS = """
test "全部成立" { from "样" expect TT101, TT102 holds  expect nothing else violated }
test "少一分" { from "样" change summary["事业收入"].amount to "2.01" expect TT101 rounding }
test "短缺" {
  from "样"
  change summary["事业收入"].amount to "-1.00"
  expect TT101 violated difference "3.00"
  expect TT102["事业收入"] violated
  expect TT102["其他收入"] holds
}
test "格不是数" { from "样" change summary["事业收入"].amount to "/" expect TT101 undecided unreadable }
test "空白是零" { from "样" change summary["其他收入"].amount to "-" expect TT102 holds expect TT101 violated }
test "没有这一行" { from "样" remove summary["本年收入合计"] expect TT101 undecided missing }
test "没有这张表" { from "样" remove summary expect TT101 undecided }
"""


@pytest.fixture
def pack(tmp_path):
    """Writes a pack: its rules and its tests."""

    def write(tests, rules=RULES):
        (tmp_path / "tt.dq").write_text(rules, encoding="utf-8")
        (tmp_path / "tt_test.dq").write_text(tests, encoding="utf-8")
        return tmp_path

    return write


def failures(tested):
    return {
        result.case.name: [(failure.expected, failure.actual) for failure in result.failures]
        for result in tested.failed
    }


def test_printed_rows_decide_as_in_a_document(pack):
    tested = run([pack(FIXTURE + TESTS)])
    assert not tested.diagnostics, tested.diagnostics
    assert failures(tested) == {}
    assert len(tested.results) == 7
    assert tested.exit() == 0


def test_a_failure_tells_what_was_expected_what_came_and_the_figures(pack):
    tested = run([pack(FIXTURE + 'test "t" { from "样" expect TT101 violated hint truncated }')])
    (result,) = tested.failed
    (failure,) = result.failures
    assert (failure.expected, failure.actual) == ("TT101 violated hint truncated", "holds")
    assert "3.50 = " in failure.statements[0]
    assert tested.exit() == 1


@pytest.mark.parametrize(
    ("line", "expected", "actual"),
    [
        ('expect TT101 violated difference "1"', "TT101 violated difference 1", "violated difference 0.50"),
        ("expect TT102 not_applicable", "TT102 not_applicable", "holds"),
        ("expect TT102 holds expect nothing else violated", "nothing else violated", "TT101 violated"),
        ("expect TT101 undecided missing", "TT101 undecided missing", "violated"),
    ],
)
def test_what_is_not_met(pack, line, expected, actual):
    text = f'test "t" {{ from "样" change summary["本年收入合计"].amount to "4.00" {line} }}'
    assert failures(run([pack(FIXTURE + text)])) == {"t": [(expected, actual)]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('test "t" { from "样" expect TT109 holds }', "DQ-T001"),
        ('test "t" { from "样" given sumary {\n| 项目 |\n} expect TT101 holds }', "DQ-T002"),
        ('test "t" { from "样" change summary["事业收入"].amuont to "1" expect TT101 holds }', "DQ-T003"),
        ('test "t" { from "样" change summary["事业收人"].amount to "1" expect TT101 holds }', "DQ-T004"),
        (
            'test "t" { form final_accounts_2018 given summary {\n| 项目 | 决算数 |\n| 不知 | 1 |\n} expect TT101 holds }',
            "DQ-T004",
        ),
        ('test "t" { from "样" expect TT101 hold }', "DQ-T006"),
        ('test "t" { from "样" given summary unit 圆 {\n| 项目 | 决算数 |\n} expect TT101 holds }', "DQ-T006"),
        ('test "t" { expect TT101 holds }', "DQ-T007"),
        ('test "t" { form final_acounts expect TT101 holds }', "DQ-T008"),
        ('test "t" { from "没有" form final_accounts_2018 expect TT101 holds }', "DQ-T009"),
        ('test "t" { from "样" given summary {\n| 项目 | 决算数 |\n| 事业收入 |\n} expect TT101 holds }', "DQ-T010"),
        ('test "t" { from "样" change summary to "1" expect TT101 holds }', "DQ-T011"),
        ('test "t" { from "样" }', "DQ-T012"),
        ('test "t" { from "样" expect TT101 holds }\ntest "t" { from "样" expect TT101 holds }', "DQ-T013"),
        ('rule TT900 "r" { severity info check 1 = 1 }', "DQ-T014"),
    ],
)
def test_what_cannot_be_run_is_said_with_its_place(pack, text, code):
    tested = run([pack(FIXTURE + text)])
    assert {each.code for each in tested.diagnostics} == {code}
    assert all(each.span.line > 1 for each in tested.diagnostics)
    assert tested.exit() == 2


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("given summary {\n| 项目 | 没有的栏 |\n| 事业收入 | 1 |\n}", ["DQ-T003"]),
        ("", ["DQ-T002", "DQ-T002"]),
    ],
)
def test_a_table_given_with_a_fault_is_complained_of_once(pack, line, codes):
    text = f"""test "t" {{ form final_accounts_2018 {line}
        change summary["事业收入"].amount to "1" expect TT102["事业收入"] holds }}"""
    tested = run([pack(text)])
    assert [each.code for each in tested.diagnostics] == codes
    assert all("summary" in each.headline.zh for each in tested.diagnostics)


@pytest.mark.parametrize(
    "more",
    [
        "".join(f'test "{n}" {{ from "样" expect TT101 holds }}\n' for n in range(9)),
        'test "一" { from "样"' + ' change summary["其他收入"].amount to "1.50"' * 9 + " expect TT101 holds }",
        'test "一" { from "样"' + ' expect TT102["其他收入"] holds' * 9 + " }",
        FIXTURE.replace("样", "又") + FIXTURE.replace("样", "再") * 9,
    ],
)
def test_the_rows_that_tests_lay_out_are_bounded(pack, monkeypatch, more):
    monkeypatch.setattr("dq.authoring.testing.laying.MOST_LAID", 45)
    tested = run([pack(FIXTURE + more)])
    assert "DQ-T017" in {each.code for each in tested.diagnostics}
    assert tested.results == ()
    assert tested.exit() == 2


def test_a_folder_without_tests_is_told(tmp_path):
    assert [each.code for each in run([tmp_path]).diagnostics] == ["DQ-T015"]


def test_the_year_before_is_given_by_another_fixture(pack):
    rules = 'rule TT201 "年初" { severity error check summary["本年收入合计"].amount = prior(summary["本年支出合计"].amount) }'
    texts = 'test "t" { from "样" prior "样" expect TT201 violated }\ntest "u" { from "样" expect TT201 undecided no_prior }'
    assert failures(run([pack(FIXTURE + texts, rules)])) == {}


def test_mutants_that_no_test_notices_are_told(pack):
    whole = run([pack(FIXTURE + TESTS)], mutation=True).mutation
    weak = run([pack(FIXTURE + 'test "t" { from "样" expect TT101 holds }')], mutation=True)
    assert (weak.exit(90), weak.exit()) == (1, 0)
    survived = {(each.rule, each.before, each.after) for each in weak.mutation.mutants if each.survived}
    assert ("TT101", "=", "<=") in survived
    assert ("TT101", "", "tolerance exact") in survived
    assert ("TT101", "sum", "max") not in survived
    assert whole.percent > weak.mutation.percent
    assert not any(each.survived for each in whole.mutants if each.kind == "tolerance" and each.rule == "TT101")


@pytest.mark.parametrize(
    ("check", "is_tried"),
    [
        ("r.amount >= 0", True),
        ('r.item = "事业收入"', False),
        ("count(summary where item = r.item) = 1", False),
        ("exactly(r.amount) >= 0", False),
        ("r.amount is present implies r.amount / r.amount = 1", True),
    ],
)
def test_no_tolerance_is_tried_where_none_can_matter(pack, check, is_tried):
    rule = f'rule TT301 "某" {{ severity error for each summary as r check {check} }}'
    tested = run([pack(FIXTURE + 'test "t" { from "样" expect TT301 holds }', rule)], mutation=True).mutation
    assert (("TT301", "tolerance") in {(each.rule, each.kind) for each in tested.mutants}) is is_tried


def test_no_mutant_is_left_out_for_the_room_that_others_take(pack, monkeypatch):
    folder = pack(FIXTURE + TESTS, f"define one = 1\n{RULES}")
    roomy = run([folder], mutation=True).mutation
    monkeypatch.setattr("dq.semantics.book.MOST_PARTS", 60)
    assert run([folder], mutation=True).mutation == roomy
    assert (len(roomy.mutants), roomy.refused) == (23, 7)


def test_a_rule_has_the_same_mutants_in_either_spelling():
    english = (
        'rule A "a" { for each summary as r where r.side = "income" and r.code is present '
        "check r.amount >= sum(roots(expenditure).total) and r.amount <= above(r).amount }"
    )
    chinese = (
        "规则 A “a” ｛ 逐行 summary 记作 r 其中 r.side ＝ “收入” 且 r.code 是 有数 "
        "校验 r.amount 不小于 求和（顶级（expenditure）.total） 且 r.amount ≤ 上一行（r）.amount ｝"
    )
    first, second = (
        [(each.kind, each.text) for each in edits(parse(text, "a.dq").tree.rules[0].rule, text, default_schema())]
        for text in (english, chinese)
    )
    assert [kind for kind, _ in first] == [kind for kind, _ in second]
    assert {"expenditure", "max", "below", "blank"} <= {text.strip('"') for _, text in second}


def test_jobs_change_nothing(pack):
    folder = pack(FIXTURE + TESTS)
    assert run([folder], mutation=True, jobs=2).mutation == run([folder], mutation=True).mutation


def test_branches_are_seen_true_and_false(pack):
    tested = run([pack(FIXTURE + TESTS)], coverage=True)
    found = {(each.rule, each.text): (each.seen_true, each.seen_false) for each in tested.branches}
    assert found["TT102", 'r.role = "item"'] == (True, True)
    assert found["TT101", 'side = "income" and role = "item"'] == (True, True)
    assert tested.verdicts["TT101"] >= {"holds", "rounding", "violated", "undecided"}


def test_the_command_speaks_text_json_and_junit(pack):
    folder = str(pack(FIXTURE + TESTS + 'test "<坏>" { from "样" expect TT101 violated }'))
    runner = CliRunner()
    text = runner.invoke(app, ["test", folder, "--lang", "en"])
    assert text.exit_code == 1
    assert "7 tests passed, 1 failed" in text.output
    said = json.loads(runner.invoke(app, ["test", folder, "--format", "json"]).stdout)
    assert [each["name"] for each in said["tests"] if not each["passed"]] == ["<坏>"]
    suites = junit(runner.invoke(app, ["test", folder, "--format", "junit"]).stdout)
    assert suites.attrib == {"tests": "8", "failures": "1", "errors": "0"}
    assert [case.get("name") for case in suites.iter("testcase") if case.find("failure") is not None] == ["<坏>"]
    assert runner.invoke(app, ["test", folder, "--filter", "短缺"]).exit_code == 0


def junit(text):
    """The suites, held to the schema of the form."""
    tree = etree.fromstring(text.encode())
    etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd")).assertValid(tree)
    return tree


def test_what_could_not_be_read_is_an_error_for_build_servers(pack):
    folder = pack(FIXTURE + 'test "\x07" { from "样" expect TT109 holds }\nrule {')
    result = CliRunner().invoke(app, ["test", str(folder), "--format", "junit"])
    suites = junit(result.stdout)
    assert (result.exit_code, suites.get("errors")) == (2, "2")
    assert [each.get("type") for each in suites.iter("error")] == ["DQ-L001", "DQ-T001"]


def test_mutation_tries_rules_whose_template_stands_in_another_file(tmp_path):
    (tmp_path / "lends.dq").write_text(
        'template equal(label) { basis "表内" severity error check summary[label].amount = 1元 }\n'
        'rule LE101 "收入" from equal("收入总计")\n',
        encoding="utf-8",
    )
    (tmp_path / "borrows.dq").write_text(
        'import "lends.dq"\nrule BO101 "支出" from equal("其他收入")\n'
        'rule BO102 "不多" { basis "表内" severity error check summary["其他收入"].amount <= 1元 }\n',
        encoding="utf-8",
    )
    (tmp_path / "borrows_test.dq").write_text(
        'test "成立" {\n  form final_accounts_2018\n  given summary unit 元 {\n    | 项目 | 决算数 |\n'
        "    | 其他收入 | 1.00 |\n  }\n  expect BO101, BO102 holds\n}\n",
        encoding="utf-8",
    )
    tested = run([tmp_path], mutation=True)
    assert not tested.diagnostics, tested.diagnostics
    assert tested.mutation is not None
    assert any(each.rule == "BO102" for each in tested.mutation.mutants)
    of_template = [each for each in tested.mutation.mutants if each.rule == "BO101"]
    assert {(each.before, each.after) for each in of_template} >= {("=", "!="), ("1元", "2元")}
    assert {(Path(each.span.file).name, each.span.line) for each in of_template} == {("lends.dq", 1)}
    assert {each.survived for each in of_template if each.after in ("!=", "2元")} == {False}


@pytest.mark.parametrize("broken", ["b.dq", "b_test.dq"])
def test_one_broken_file_is_told_and_the_tests_of_the_others_run(tmp_path, broken):
    for name in "ab":
        rule = f'rule {name.upper()}001 "t" {{ severity error basis "b" for each income as r check r.total >= 0 }}\n'
        (tmp_path / f"{name}.dq").write_text(rule, encoding="utf-8")
        case = (
            f'test "{name}" {{\n  form final_accounts_2018\n  year 2018\n  given income {{\n    | 科目名称 | total |\n'
            f"    | 合计 | 1.00 |\n  }}\n  expect {name.upper()}001 holds\n}}\n"
        )
        (tmp_path / f"{name}_test.dq").write_text(case, encoding="utf-8")
    with (tmp_path / broken).open("a", encoding="utf-8") as file:
        file.write("rule {\n")
    tested = run([tmp_path])
    assert [result.case.name for result in tested.results if result.passed][:1] == ["a"]
    assert {Path(each.span.file).name for each in tested.diagnostics} == {broken}
    assert tested.exit() == Exit.USAGE
