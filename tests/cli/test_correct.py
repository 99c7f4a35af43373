"""`dq correct`: a misread cell put right, and seen so in every report."""

from __future__ import annotations

import json

import pytest

from dq.archive import Archive
from tests.cli.invented import write_report, write_rules
from tests.published import published

WHO = ("--author", "张三", "--reason", "原件为 310.10")
CELL = ("--row", "本年支出合计", "--table", "summary")


@pytest.fixture
def archive(dq, tmp_path):
    """An archive of one report in which one figure was misread."""
    document = write_report(tmp_path, old="本年支出合计\t310.10", new="本年支出合计\t301.10")
    assert dq("ingest", document, "--archive", tmp_path / "a").exit_code == 0
    return tmp_path / "a"


@pytest.fixture
def correct(dq, archive):
    return lambda *options: dq("correct", "--archive", archive, *options)


def told(result):
    assert result.exit_code in (0, 1), result.output
    return json.loads(result.stdout)


def facts(dq, archive):
    lines = dq("facts", "--archive", archive).stdout.splitlines()
    corrected = [fact for fact in map(json.loads, lines) if fact["corrected"] is not None]
    for fact in corrected:
        published("fact").validate(fact)
    return corrected


@pytest.mark.parametrize(
    "cell",
    [
        CELL,
        ("--line", "10", "--printed", "301.10"),
        ("--table", "收入支出决算总表", "--row", "n=8", "--column", "决算数"),
        ("--printed", "301.1 0", "--column", "amount"),
    ],
)
def test_a_cell_is_found_by_whatever_tells_it_apart(dq, archive, correct, cell):
    result = correct(*cell, "--value", "310.10", *WHO)
    assert result.exit_code == 0, result.output
    assert "301.10 → 310.10 万元" in result.stdout
    assert [(fact["row"]["n"], fact["value"], fact["printed"]) for fact in facts(dq, archive)] == [
        (8, "310.10", "301.10")
    ]


def test_every_report_shows_the_correction(dq, archive, correct, tmp_path):
    rules = ("--rules", write_rules(tmp_path, _RULE))
    correct(*CELL, "--value", "309.10", "--author", "张<b>", "--reason", "原件为 309.10")
    run = told(dq("check", "--archive", archive, "--format", "json", *rules))
    published().validate(run)
    (outcome,) = run["outcomes"]
    (operand,) = [each for each in outcome["operands"] if each["column"] == "amount" and each["role"] == "left"]
    at = operand["corrected"].pop("at")
    assert operand["corrected"] == {"original": "301.10", "author": "张<b>", "reason": "原件为 309.10"}
    assert (operand["value"], operand["printed"], operand["doubt"], outcome["left"]) == (
        "309.10",
        "301.10",
        None,
        "309.10",
    )
    assert [each["corrected"] for each in outcome["operands"] if each is not operand] == [None]
    assert run["reports"][0]["corrected"] == 1
    assert facts(dq, archive)[0]["corrected"]["at"] == at
    screen = dq("check", "--archive", archive, *rules).stdout
    assert "1 格经人工更正" in screen
    assert "301.10→309.10（更正：张<b>，原件为309.10）" in "".join(screen.split())
    english = dq("check", "--archive", archive, "--lang", "en", *rules).stdout
    assert "301.10→309.10(correctedby张<b>:原件为309.10)" in "".join(english.split())


_RULE = """\
rule TT103 "收支相等" {
  title en  "income is expenditure"
  basis     "收入支出决算总表"
  severity  error
  check     summary["本年支出合计"].amount = summary["本年收入合计"].amount
}
"""


@pytest.mark.slow
def test_the_site_shows_the_correction(dq, archive, correct, tmp_path):
    pytest.importorskip("great_expectations")
    correct(*CELL, "--value", "309.10", "--author", "张<b>", "--reason", "原件为 309.10")
    dq("report", "--archive", archive, "--to", "gx", "--out", tmp_path / "out", "--rules", write_rules(tmp_path, _RULE))
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "out" / "site").rglob("*.html")]
    assert any("更正为 309.10：张&lt;b&gt;，原件为 309.10" in page for page in pages)
    assert not any("张<b>" in page for page in pages)


def test_a_preview_writes_nothing(archive, correct):
    before = (archive / "manifest.json").read_bytes()
    result = correct(*CELL, "--value", "310.10", *WHO, "--dry-run")
    assert (result.exit_code, (archive / "manifest.json").read_bytes()) == (0, before)
    assert "将更正（没有写入） 1" in result.stdout
    assert (
        told(correct(*CELL, "--value", "310.10", *WHO, "--dry-run", "--format", "json"))["corrections"][0]["status"]
        == "proposed"
    )


def test_a_correction_is_listed_and_undone(dq, archive, correct):
    correct(*CELL, "--value", "310.10", *WHO)
    assert "301.10 → 310.10 万元" in correct("--list").stdout
    assert correct("--undo", "1").exit_code == 2
    assert correct("--undo", "1", "--author", "李四", "--reason", "看错了行").exit_code == 0
    assert facts(dq, archive) == []
    assert told(correct("--list", "--format", "json"))["corrections"] == []
    (ended,) = told(correct("--list", "--all", "--format", "json"))["corrections"]
    assert (ended["status"], ended["ended"]["author"], ended["original"]) == ("undone", "李四", "301.10")
    assert "已撤销  李四 看错了行" in correct("--list", "--all").stdout
    assert correct("--undo", "1", "--author", "李四", "--reason", "再撤").exit_code == 2


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ((*CELL, "--value", "310.10"), "DQ-A022", "更正人没有写"),
        ((*CELL, "--value", "310.10", "--author", "\u3000", "--reason", "x"), "DQ-A022", "更正人没有写"),
        ((*CELL, "--value", "310.10", "--author", "张\x1b[1m", "--reason", "x"), "DQ-A022", "控制字符"),
        ((*CELL, "--value", "310.10", "--author", "张\u202e", "--reason", "x"), "DQ-A022", "不可见字符"),
        ((*CELL, "--value", "310.10", "--author", "张", "--reason", "x" * 1001), "DQ-A022", "超过 1000 字"),
        ((*CELL, "--value", "310.1O", *WHO), "DQ-A023", "“310.1O”不是数字"),
        ((*CELL, "--value", "", *WHO), "DQ-A023", "不是数字"),
        ((*CELL, "--value", "9" * 500, *WHO), "DQ-A023", "不是数字"),
        ((*CELL, "--value", "301.10", *WHO), "DQ-A024", "已是此数"),
        (("--row", "总计", "--value", "1.00", *WHO), "DQ-A021", "--table summary --row n=11 --column amount"),
        (("--row", "本年支出合", "--value", "1.00", *WHO), "DQ-A020", "--row n=8"),
        (("--printed", "301.11", "--value", "1.00", *WHO), "DQ-A020", "“301.10”"),
        (("--table", "no_such", "--line", "10", "--value", "1.00", *WHO), "DQ-A020", "相近"),
        ((*CELL, *WHO), "DQ-A029", "--value"),
        (("--value", "1.00", *WHO), "DQ-A029", "更正哪一格"),
        ((*CELL, "--report", "x", "--value", "1.00", *WHO), "DQ-C006", "没有这份报告"),
        ((*CELL, "--from", "no.csv", "--value", "1.00", *WHO), "DQ-A029", "--from"),
        (("--from", "no.csv"), "DQ-C001", "no.csv"),
    ],
)
def test_a_request_that_cannot_be_met_changes_nothing(archive, correct, options, code, said):
    before = (archive / "manifest.json").read_bytes()
    result = correct(*options)
    assert (result.exit_code, (archive / "manifest.json").read_bytes()) == (2, before)
    assert code in result.stderr
    assert said in result.stderr


def test_a_blank_and_a_dash_are_different_corrections(dq, archive, correct):
    correct("--line", "8", "--printed", "250.00", "--value", "空白", *WHO, "--table", "summary")
    correct("--line", "9", "--printed", "60.10", "--value", "—", *WHO, "--table", "summary")
    assert [(fact["state"], fact["value"]) for fact in facts(dq, archive)] == [("blank", None), ("dash", None)]


@pytest.mark.parametrize("name", ["batch.csv", "batch.toml", "gb.csv"])
def test_a_file_corrects_many_cells(dq, archive, correct, tmp_path, name):
    csv = "表,原文行号,原读,更正为,理由\r\nsummary,10,301.10,310.10,第二页\r\nsummary,8,250.00,空白,\r\n"
    toml = (
        '[[correction]]\ntable = "summary"\nline = 10\nprinted = "301.10"\nvalue = "310.10"\nreason = "第二页"\n'
        '[[correction]]\ntable = "summary"\nline = 8\nprinted = "250.00"\nvalue = "空白"\n'
    )
    file = tmp_path / name
    file.write_bytes((toml if name.endswith("toml") else csv).encode("gb18030" if name == "gb.csv" else "utf-8-sig"))
    if name.endswith("toml"):
        file.write_text(toml, encoding="utf-8")
    result = correct("--from", file, "--author", "张三", "--reason", "核对原件", "--format", "json")
    made = [(each["number"], each["value"], each["reason"]) for each in told(result)["corrections"]]
    assert made == [(1, "310.10", "第二页"), (2, "", "核对原件")]
    assert len(facts(dq, archive)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("table,line,value\nsummary,10,310.10,more\n", "batch.csv:2"),
        ("table,line,value\nsummary,ten,310.10\n", "line"),
        ("table,line\nsummary,10\n", "value"),
        ("tabel,line,value\nsummary,10,1.00\n", "tabel"),
        ("table,line,printed,value\nsummary,10,301.10,310.10\nsummary,10,301.10,311.10\n", "写了两次"),
        ("table,line,printed,value\nsummary,10,301.10,310.10\nsummary,99,,1.00\n", "batch.csv:3"),
        ("table,line,value\n", "0 条"),
        ('table,"line\n', "格式有误"),
        ("table,line,value\n" + "summary,10,1.00\n" * 1001, "1001 条"),
    ],
)
def test_a_file_with_a_fault_corrects_nothing(archive, correct, tmp_path, text, said):
    file = tmp_path / "batch.csv"
    file.write_text(text, encoding="utf-8")
    before = (archive / "manifest.json").read_bytes()
    result = correct("--from", file, *WHO)
    assert (result.exit_code, (archive / "manifest.json").read_bytes()) == (2, before)
    assert said in result.stderr


@pytest.mark.parametrize(
    "text",
    ["x = ", "[correction]\nvalue = 1\n", 'a = 1\n[[correction]]\nvalue = "1"\n', "[[correction]]\nvalue = [1]\n"],
)
def test_a_toml_file_with_a_fault_corrects_nothing(correct, tmp_path, text):
    file = tmp_path / "batch.toml"
    file.write_text(text, encoding="utf-8")
    result = correct("--from", file, *WHO)
    assert result.exit_code == 2
    assert "DQ-A025" in result.stderr


def test_a_corrected_document_makes_a_correction_stale(dq, archive, correct, tmp_path):
    correct(*CELL, "--value", "310.10", *WHO)
    new = write_report(tmp_path, "new.txt", "本年支出合计\t310.10", "本年支出合计\t311.10")
    result = dq("ingest", new, "--archive", archive)
    assert result.exit_code == 0
    assert "DQ-A028" in result.stderr
    assert "311.10" in result.stderr
    assert facts(dq, archive) == []
    assert "不再适用" in correct("--list", "--all").stdout


def test_an_archive_that_is_not_there(dq, tmp_path):
    result = dq("correct", "--archive", tmp_path / "no", "--list")
    assert (result.exit_code, "DQ-A001" in result.stderr) == (2, True)
    assert dq("correct", "--list").exit_code == 2


def test_a_doubted_cell_that_was_read_rightly_is_confirmed(dq, tmp_path):
    document = write_report(tmp_path, old="八、其他收入\t10.00", new="九、捐赠所得\t10.00")
    dq("ingest", document, "--archive", tmp_path / "a")

    def doubt():
        rows = Archive.open(tmp_path / "a").archive.scan("summary").filter(label="九、捐赠所得").collect()
        return rows["amount__doubt"].item()

    assert doubt() == "unknown_row"
    confirm = ("correct", "--archive", tmp_path / "a", "--row", "九、捐赠所得", "--value", "10.00", *WHO)
    assert dq(*confirm).exit_code == 0
    assert doubt() is None
    assert "DQ-A024" in dq(*confirm).stderr


_BASIC = """206\t科学技术支出\t60.10\t60.10

一般公共预算财政拨款基本支出决算表
单位：万元
经济分类科目编码\t科目名称\t合计\t人员经费\t公用经费
\t合计\t9.00\t7.00\t2.00
301\t工资福利支出\t7.00\t7.00\t
302\t商品和服务支出\t2.00\t\t2.00

第三部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计315.10万元，支出总计315.10万元，收支较上年同期减少1万元，下降10%。
"""


def test_a_column_of_another_shape_of_a_table_is_corrected_and_running_text_has_no_cells(dq, tmp_path):
    document = write_report(tmp_path, old="206\t科学技术支出\t60.10\t60.10\n", new=_BASIC)
    dq("ingest", document, "--archive", tmp_path / "a")
    correct = ("correct", "--archive", tmp_path / "a", *WHO)
    personnel = dq(*correct, "--table", "general_basic", "--row", "301", "--column", "personnel", "--value", "6.00")
    assert (personnel.exit_code, "7.00 → 6.00 万元" in personnel.stdout) == (0, True)
    assert Archive.open(tmp_path / "a").archive.scan("narrative").collect().height
    refused = dq(*correct, "--table", "narrative", "--row", "n=0", "--column", "amount", "--value", "6.00")
    assert (refused.exit_code, "DQ-A020" in refused.stderr) == (2, True)
