"""What is said about tests that cannot be run as they are written (DQ-T…)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from dq.authoring.testing.model import Result
from dq.diagnostics import Diagnostic, Span, Text, did_you_mean, refused

_SHOWN = 12


def _listed(zh: str, en: str, names: Iterable[str]) -> tuple[Text, ...]:
    known = list(dict.fromkeys(names))
    more = " …" if len(known) > _SHOWN else ""
    shown = known[:_SHOWN]
    return (Text(f"{zh}：{'、'.join(shown)}{more}", f"{en}: {', '.join(shown)}{more}"),) if known else ()


def unknown_rule(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """An expectation of a rule that no file of the folder has."""
    headline = Text(f"没有规则 {name}", f"there is no rule {name}")
    remedy = Text("被测的规则写在同一文件夹的规则文件里", "the rules under test stand in rule files of the same folder")
    return refused("DQ-T001", span, headline, help=did_you_mean(name, list(known)) or remedy)


def unknown_table(span: Span, name: str, form: str, known: Iterable[str]) -> Diagnostic:
    """A table that the form does not print."""
    names = list(known)
    headline = Text(f"表式 {form} 没有 {name} 这张表", f"the form {form} has no table {name}")
    notes = _listed("它的表", "its tables", names)
    return refused("DQ-T002", span, headline, help=did_you_mean(name, names), notes=notes)


def table_not_given(span: Span, name: str, given: Iterable[str]) -> Diagnostic:
    """A table of the form that the report of the test leaves out."""
    headline = Text(f"测试的报告里没有给出 {name} 这张表", f"the report of the test has no table {name}")
    zh, en = f"用 given {name} {{ … }} 给出", f"give it: given {name} {{ … }}"
    help_ = Text(f"{zh}，或 from 有这张表的样表", f"{en}, or begin from a fixture that has it")
    return refused("DQ-T002", span, headline, help=help_, notes=_listed("给出的表", "the tables given", given))


def unknown_column(span: Span, name: str, table: str, known: Iterable[str]) -> Diagnostic:
    """A column that the table does not have."""
    names = list(known)
    headline = Text(f"表 {table} 没有 {name} 这一栏", f"table {table} has no column {name}")
    notes = _listed("它的栏", "its columns", names)
    return refused("DQ-T003", span, headline, help=did_you_mean(name, names), notes=notes)


def unknown_row(span: Span, name: str, table: str, known: Iterable[str]) -> Diagnostic:
    """A row that is not there, or that the form does not print."""
    names = list(known)
    headline = Text(f"表 {table} 没有“{name}”这一行", f"table {table} has no row {name}")
    notes = _listed("它的行", "its rows", names)
    return refused("DQ-T004", span, headline, help=did_you_mean(name, names), notes=notes)


def several_rows(span: Span, name: str, table: str, found: Iterable[str]) -> Diagnostic:
    """A label that means several rows."""
    headline = Text(f"表 {table} 有几行叫“{name}”", f"table {table} has several rows {name}")
    help_ = Text("写出路径，例如 “年初结转和结余”/“经营结余”", 'give a path, for example "outer"/"inner"')
    return refused("DQ-T005", span, headline, help=help_, notes=_listed("它们是", "they are", found))


def unknown_word(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A word that is no verdict, reason or hint."""
    names = list(known)
    headline = Text(f"这里不认识 {name}", f"{name} is not known here")
    notes = _listed("可以写", "there are", names)
    return refused("DQ-T006", span, headline, help=did_you_mean(name, names), notes=notes)


def no_form(span: Span) -> Diagnostic:
    """A test that does not say in which form its report is printed."""
    headline = Text("没有说报告是什么表式", "the report's form is not said")
    help_ = Text("写 form 表式名，或 from “样表”", 'write form NAME, or from "a fixture"')
    return refused("DQ-T007", span, headline, help=help_)


def unknown_form(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A form that the catalogue does not have."""
    names = list(known)
    headline = Text(f"没有 {name} 这种表式", f"there is no form {name}")
    return refused("DQ-T008", span, headline, help=did_you_mean(name, names), notes=_listed("表式", "forms", names))


def unknown_fixture(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A fixture or stored report that is not there."""
    names = list(known)
    headline = Text(f"没有“{name}”这份样表", f"there is no fixture or stored report {name}")
    return refused("DQ-T009", span, headline, help=did_you_mean(name, names), notes=_listed("现有", "there are", names))


def bad_table(span: Span, headline: Text) -> Diagnostic:
    """A given table that is no table."""
    help_ = Text("第一行是表头，每行单元格之间用 | 分开", "the first line is the header; | stands between cells")
    return refused("DQ-T010", span, headline, help=help_)


def bad_place(span: Span) -> Diagnostic:
    """A place that is no cell, row, rule or table."""
    headline = Text("这里应当是一格、一行或一张表", "a cell, a row or a table is meant here")
    help_ = Text("例如 summary[“收入总计”].amount", 'for example summary["收入总计"].amount')
    return refused("DQ-T011", span, headline, help=help_)


def nothing_expected(span: Span) -> Diagnostic:
    """A test without an expectation: it could not fail."""
    headline = Text("这个测试没有预期，什么也测不出", "this test expects nothing and cannot fail")
    return refused("DQ-T012", span, headline, help=Text("写 expect 规则 结论", "write expect RULE VERDICT"))


def twice(span: Span, name: str) -> Diagnostic:
    """Two tests or fixtures of one name, or a line that may stand once."""
    headline = Text(f"“{name}”已经有了", f"{name} is there already")
    return refused("DQ-T013", span, headline, help=Text("换一个名称，或删去一处", "choose another name, or remove one"))


def misplaced(span: Span) -> Diagnostic:
    """A rule in a file of tests, or an expectation in a fixture."""
    headline = Text("这里不能写这个", "this cannot stand here")
    help_ = Text(
        "规则写在旁边的规则文件里；样表只有表，没有预期",
        "rules stand in the rule file beside it; a fixture has tables and no expectations",
    )
    return refused("DQ-T014", span, headline, help=help_)


def no_tests(place: str) -> Diagnostic:
    """Paths without a file of tests."""
    headline = Text("这里没有测试（*_test.dq）", "no tests here (*_test.dq)")
    help_ = Text(
        "测试写在规则文件旁边，例如 balance.dq 旁的 balance_test.dq", "put them beside the rules: balance_test.dq"
    )
    return refused("DQ-T015", Span(place), headline, help=help_)


def failed(result: Result) -> Diagnostic:
    """A test that ran and did not pass, where it stands among what else is said of rules."""
    case = result.case
    notes = [
        Text(f"预期 {each.expected}，实得 {each.actual}", f"expected {each.expected}, actual {each.actual}")
        for each in result.failures[:_SHOWN]
    ]
    notes += [Text(told, told) for each in result.failures[:_SHOWN] for told in each.statements[:1]]
    file = PurePath(case.file).name
    headline = Text(f"测试“{case.name}”没有通过（{file}）", f'the test "{case.name}" fails ({file})')
    help_ = Text("改正规则，或先改正测试", "mend the rule, or mend the test first")
    return refused("DQ-T016", case.span, headline, help=help_, notes=tuple(notes))


def too_many_rows(span: Span, most: int) -> Diagnostic:
    """The test with which a file lays out more rows than are tried at once."""
    return refused(
        "DQ-T017",
        span,
        Text(
            f"到这里为止，本文件的测试要铺开的表行超过 {most} 行，都没有运行",
            f"with this the tests of the file lay out more than {most} rows of tables; none of them is run",
        ),
        help=Text(
            "样表只留规则用得到的行，或把测试分到几个文件里",
            "keep only the rows in fixtures that the rules look at, or divide the tests among several files",
        ),
    )
