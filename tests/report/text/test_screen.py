"""What a person reads after `dq check`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from dq.diagnostics.layout import plain, width_of
from dq.outcome.model import RunError, RunRecord, Waiver
from dq.report.findings import findings, worst_findings
from dq.report.protocol import Material
from dq.report.sinks.markdown import lines
from dq.report.sinks.text.details import line_ranges
from dq.report.sinks.text.screen import screen
from dq.report.sinks.text.view import EVERYTHING, SCREEN, Bounds, View
from dq.semantics.checked import RuleBook
from dq.templates import default_schema
from dq.types import Hint, Reason, Severity, Verdict
from tests.report.text.records import REPORT, SCHEMA, operand, rule, run_of, undecided, violated


def text_of(run: RunRecord, language: str = "zh", bounds: Bounds = SCREEN, width: int = 100) -> str:
    view = View(language, SCHEMA, {"FA310": rule()}, bounds)
    return "\n".join(plain(screen(run, view), width))


def test_a_finding_shows_statement_difference_allowance_sources_and_basis():
    text = text_of(run_of(violated()))
    for part in (
        "错误  FA310  两表一致",
        "16592.05 = 16952.05",
        "差 -360.00",
        "允许 ±0.01",
        "report.txt:64",
        "report.txt:99",
        "依据 支出决算表",
        "结论：1 个原因，1 项错误级不成立。",
    ):
        assert part in text


def test_a_difference_that_the_statement_tells_is_not_told_again():
    large = violated(difference=Decimal("-1360.00"), statement="1 = 2；差额 -1,360.00，容差 0.01")
    assert "允许" not in text_of(run_of(large))


def test_what_was_checked_and_what_was_not_stands_before_the_findings():
    text = text_of(run_of(violated(), undecided(), undecided("FA502", Reason.BLOCKED)))
    order = ["青山区经信局", "读到 2 张表", "未见 1 张表：funds", "规则", "无法判断（2 项", "发现的问题"]
    assert sorted(order, key=text.index) == order
    assert "缺少所需的表或行：1 项（FA501）" in text
    assert "前提规则不成立，故不再判断：1 项（FA502）" in text


def test_outcomes_of_one_cause_are_one_finding_with_the_suspect_cell():
    suspect = operand("summary", 3, 64, "16592.05")
    others = [violated("FA311", operands=(suspect, operand("income", n, n, "1.00", "right"))) for n in (4, 5)]
    text = text_of(run_of(violated(), *others))
    assert "1 个原因，3 项不成立" in text
    assert "同一原因（report.txt:64 行3）还使 2 项不成立：FA311 ×2" in text


def test_the_worst_comes_first():
    small = violated("FA900", "c2", difference=violated().difference / 100)  # type: ignore[operator]
    mild = violated("FA001", "c3", severity=Severity.WARNING)
    text = text_of(run_of(mild, small, violated()))
    assert text.index("FA310") < text.index("FA900") < text.index("FA001")


def test_words_that_choose_a_comparison_of_figures_are_not_what_is_to_be_looked_up():
    figure = operand("project_target", 3, 64, "50")
    word = replace(figure, column="direction", value=None, printed="up")
    view = View("zh", default_schema())
    shown = "\n".join(plain(screen(run_of(violated(operands=(figure, word))), view), 100))
    assert "report.txt:64" in shown
    assert "越大越好" not in shown
    doubted = replace(word, doubt="column_shift")
    assert "越大越好" in "\n".join(plain(screen(run_of(violated(operands=(figure, doubted))), view), 100))


def test_every_form_numbers_findings_alike_those_of_a_rule_together_the_doubted_last():
    def found(rule, cause, share=1, **more):
        return violated(rule, cause, difference=violated().difference / share, **more)

    outcomes = (found("FA3", "c1", 9), found("FA1", "c2"), found("FA2", "c3", 5), found("FA1", "c4", 99))
    outcomes = (found("FA2", "c5", reading_doubt=True), *outcomes)
    order = [("FA1", "c2"), ("FA1", "c4"), ("FA2", "c3"), ("FA3", "c1"), ("FA2", "c5")]
    assert [(each.outcomes[0].rule, each.cause) for each in findings(outcomes)] == order
    worst, _ = worst_findings(outcomes, 5)
    assert [(each.outcomes[0].rule, each.cause) for each in worst.shown] == order


def test_sides_that_are_words_are_told_as_the_columns_mean_them():
    read = replace(operand("mention", 3, 64, ""), column="agrees", printed="no")
    told = {"difference": None, "allowance": None, "left": None, "right": None, "left_text": "no", "right_text": "yes"}
    shown = "\n".join(plain(screen(run_of(violated(operands=(read,), **told)), View("zh", default_schema())), 100))
    assert "否 ≠ 是" in shown


def test_what_is_left_out_is_counted_and_all_shows_it():
    many = [violated(f"FA{n}", f"c{n}", message="", statement="") for n in range(100, 130)]
    short = text_of(run_of(*many))
    assert len(short.splitlines()) < 60
    assert "还有 18 个，用 --all 全部显示" in short
    line = next(each for each in short.splitlines() if "FA110" in each)
    assert line.split() == ["11", "错误", "FA110", "第", "64", "行", "两表一致", "206", "科学技术支出", "差", "-360.00"]
    everything = text_of(run_of(*many), bounds=EVERYTHING)
    assert all(f"FA{n}" in everything for n in range(100, 130))
    assert "逐条规则" in everything


def test_doubted_readings_are_told_apart():
    doubted = violated(reading_doubt=True, operands=(operand("summary", 1, 2, "1.00", doubt="column_shift"),))
    text = text_of(run_of(doubted))
    assert "先核对读数（1 个原因" in text
    assert "读数可疑：属于哪一栏不能确定" in text
    assert "发现的问题" not in text
    assert "请先核对读数" in text


def test_the_sure_ones_come_first_and_the_numbers_run_on():
    doubted = violated("FA312", "d", reading_doubt=True, severity=Severity.ERROR)
    waived = violated("FA313", "w", waiver=Waiver("FA313", None, (), None, "已知", "周", "2027-01-01"))
    for bounds in (SCREEN, EVERYTHING, replace(SCREEN, full_findings=0)):
        told = text_of(run_of(doubted, waived, violated(severity=Severity.WARNING)), bounds=bounds).splitlines()
        listed = [each.split() for each in told]
        numbered = [each[:3:2] for each in listed if len(each) > 2 and each[1] in ("错误", "警告")]
        assert numbered == [["1", "FA310"], ["2", "FA312"], ["3", "FA313"]]


def test_nothing_wrong_is_said_plainly_with_what_was_checked():
    text = text_of(run_of())
    assert "没有发现问题：能判断的 5 项全部成立。" in text
    assert "读到 2 张表" in text


def test_what_is_left_open_stands_in_the_conclusion():
    run = replace(run_of(undecided()), mandatory_missing=True)
    assert "能判断的 5 项全部成立。另有 1 项无法判断。" in text_of(run)
    assert "退出码 3" in text_of(run)


def test_nothing_checked_does_not_read_as_a_pass():
    assert "没有一项检查能得出结论" in text_of(run_of(undecided(), holds=0))
    assert "没有可检查的报告" in text_of(run_of(reports=(), holds=0))


def test_run_errors_are_shown():
    run = replace(run_of(), errors=(RunError("FA1", None, "溢出"),))
    assert "运行出错 FA1：溢出" in text_of(run)


def test_english_has_no_chinese_but_names():
    shown = text_of(
        run_of(violated(rule_title="tables agree", message="", hint=Hint.TRUNCATED), undecided()), "en", width=200
    )
    for word in ("Findings", "1 cause", "allowance ±0.01", "Undecided", "only truncation would explain it", "basis"):
        assert word in shown
    for word in ("不成立", "依据", "允许", "无法判断"):
        assert word not in shown


def test_no_line_is_wider_than_the_terminal_and_control_characters_are_shown():
    hostile = violated(message="长" * 300 + "\x1b[2J\u202e", statement="1 + " * 80)
    text = text_of(run_of(hostile), width=60, bounds=EVERYTHING)
    assert max(width_of(each) for each in text.splitlines()) <= 60
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_many_operands_of_a_side_are_given_as_ranges_of_lines():
    operands = (operand("summary", 0, 9, "1.00"), *(operand("summary", n, n, "1.00", "right") for n in (3, 4, 5, 8)))
    assert "report.txt:3–5,8  summary，共 4 格" in text_of(run_of(violated(operands=operands)))
    assert line_ranges([5, 3, 4, 9, None]) == "3–5,9"
    assert line_ranges(range(1, 300, 2)) == "1,3,5,7,9,11,13,15,17,19,21,…,299"


def test_an_archive_is_told_in_sum():
    reports = tuple(replace(REPORT, report=f"r{n}", department=f"d{n}", year=2010 + n) for n in range(9))
    text = text_of(run_of(violated(), reports=reports))
    assert "9 份报告（9 个单位，2010–2018 年度）" in text
    assert "funds ×9" in text


def test_texts_that_differ_are_shown_as_such():
    texts = violated(difference=None, left_text="良好", right_text="优秀")
    assert "良好 ≠ 优秀" in text_of(run_of(texts))


def test_rounding_is_counted_as_no_problem():
    text = text_of(run_of(violated(verdict=Verdict.ROUNDING, cause=None)))
    assert "四舍五入之差 1" in text
    assert "有 1 处差在四舍五入之内，不算问题" in text


def test_a_finding_tells_how_much_could_not_be_judged_because_of_it():
    rules = {
        "FA310": rule(),
        "FA501": replace(rule("FA501"), needs=("FA310",)),
        "FA502": replace(rule("FA502"), needs=("FA501",)),
    }
    blocked = [undecided(identifier, Reason.BLOCKED) for identifier in ("FA501", "FA502", "FA502")]
    run = run_of(violated(), *blocked)
    assert "因此另有 3 项不作判断" in "\n".join(plain(screen(run, View("zh", SCHEMA, rules)), 100))


def test_what_is_waived_is_told_apart_and_is_no_pass():
    waiver = Waiver("FA*", None, (), None, "已批复", "王五", "2026-12-31")
    text = text_of(run_of(violated(waiver=waiver)))
    assert "已豁免（1 个原因，1 项不成立）" in text
    assert "已批复" in text
    assert "王五" in text
    assert "不成立的 1 项都已豁免。" in text
    assert "没有发现问题" not in text


def test_of_one_cause_what_stands_and_what_is_waived_are_told_apart():
    waiver = Waiver("FA310", None, (), None, "已批复", "王五", "2026-12-31")
    open_one = replace(undecided(), waiver=waiver)
    text = text_of(run_of(violated(waiver=waiver), violated("FA311", severity=Severity.WARNING), open_one))
    assert "发现的问题（1 个原因，1 项不成立）" in text
    assert "已豁免（1 个原因，1 项不成立）" in text
    assert "结论：1 个原因，1 项警告级不成立。" in text
    assert text.count("已豁免（FA310）：已批复（批准人 王五，有效期至 2026-12-31）") == 2


def test_markdown_numbers_what_is_waived_behind_what_stands():
    waiver = Waiver("FA313", None, (), None, "已知", "周", "2027-01-01")
    run = run_of(violated(cause="c1"), violated("FA311", cause="c2", waiver=waiver))
    page = "\n".join(lines(Material(lambda: run, RuleBook((), ""), SCHEMA)))
    assert [each.split()[1] for each in page.splitlines() if each.startswith("### ")] == ["1.", "2."]
