"""Cover, findings and waivers of the working papers."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from dq.outcome import chosen
from dq.outcome.model import Operand, Outcome, RunRecord, Waiver
from dq.report.evidence import cells, sentence
from dq.report.protocol import Material
from dq.report.sinks.text.view import View, place, row_name
from dq.report.sinks.xlsx.book import Book, Sheet
from dq.report.sinks.xlsx.tables import Places
from dq.types import Severity, Verdict

_REPORTS: Final = 1_000
_MOST_WAIVED: Final = 20_000
"""Rows of the sheet of waivers."""
_COLOURS: Final = {Severity.ERROR: "#C00000", Severity.WARNING: "#9C5700", Severity.INFO: "#1F4E79"}


def write_cover(book: Book, material: Material, run: RunRecord, view: View, notes: Sequence[str]) -> None:
    """What was checked, by what, with what result, how to do it again, and who signs."""
    waived = sum(1 for _ in _waived(run))
    sheet = book.sheet(view.say("封面", "Cover"))
    sheet.paper.set_column(0, 0, 22)
    sheet.paper.set_column(1, 5, 26)
    sheet.text(0, 0, view.say("核对工作底稿", "Working papers of the check"), bold=True, font_size=16)
    row = 2
    for name, value in _provenance(material, run, view):
        sheet.text(row, 0, name, bold=True)
        sheet.text(row, 1, value)
        row += 1
    row = _counts(sheet, row + 1, run, view, waived)
    for note in notes:
        sheet.text(row, 0, note, font_color="#C00000", bold=True)
        row += 1
    row = _sign_off(sheet, row + 1, view)
    _reports(sheet, row + 1, run, view)


def _provenance(material: Material, run: RunRecord, view: View) -> Iterator[tuple[str, str]]:
    yield view.say("运行", "run"), run.id
    for word, time in ((view.say("开始", "started"), run.started), (view.say("结束", "finished"), run.finished)):
        yield word, f"{time[:19].replace('T', ' ')} UTC"
    yield view.say("程序版本", "program"), f"dq {run.engine_version}"
    yield view.say("规则指纹", "fingerprint of the rules"), run.rules_fingerprint
    yield view.say("数据指纹", "fingerprint of the data"), run.archive_fingerprint
    yield view.say("规则", "rules"), str(len(run.rules))
    yield view.say("报告", "reports"), str(len(run.reports))
    if material.command:
        yield view.say("重做的命令", "command to do it again"), shlex.join(material.command)


def _counts(sheet: Sheet, row: int, run: RunRecord, view: View, waived: int) -> int:
    told = [(view.verdict(verdict), run.counts.get(verdict.value, 0)) for verdict in Verdict]
    told.append((view.say("不适用", "not applicable"), run.counts.get("not_applicable", 0)))
    told.append((view.say("其中已豁免", "of these waived"), waived))
    sheet.text(row, 0, view.say("结论", "verdicts"), bold=True)
    for at, (word, number) in enumerate(told, start=row + 1):
        sheet.text(at, 0, word, border=1)
        sheet.number(at, 1, number, border=1)
    return row + len(told) + 2


def _sign_off(sheet: Sheet, row: int, view: View) -> int:
    heads = ("", view.say("姓名", "name"), view.say("日期", "date"), view.say("签字", "signature"))
    for column, head in enumerate(heads):
        sheet.text(row, column, head, bold=True, border=1)
    roles = (view.say("编制", "prepared by"), view.say("复核", "reviewed by"), view.say("批准", "approved by"))
    for at, role in enumerate(roles, start=row + 1):
        for column, text in enumerate((role, "", "", "")):
            sheet.text(at, column, text, border=1)
    return row + len(roles) + 1


def _reports(sheet: Sheet, row: int, run: RunRecord, view: View) -> None:
    heads = (
        *(view.say("单位", "body"), view.say("年度", "year"), view.say("报告编号", "report")),
        *(view.say("原文件", "document"), "sha256", view.say("表式", "form")),
    )
    for column, head in enumerate(heads):
        sheet.text(row, column, head, bold=True, border=1)
    for at, each in enumerate(run.reports[:_REPORTS], start=row + 1):
        told = (each.department, each.year, each.report, each.document, each.sha256, view.form(each))
        for column, text in enumerate(told):
            sheet.text(at, column, text, border=1, text_wrap=True)
    if len(run.reports) > _REPORTS:
        more = len(run.reports) - _REPORTS
        sheet.text(row + 1 + _REPORTS, 0, view.say(f"另有 {more} 份", f"{more} more"))


_COLUMNS: Final = (
    *(("发现", "finding", 7), ("严重程度", "severity", 9), ("结论", "verdict", 16), ("规则", "rule", 9)),
    *(("检查内容", "title", 24), ("报告", "report", 20), ("行", "row", 18), ("说明", "explanation", 50)),
    *(("左", "left", 13), ("右", "right", 13), ("差", "difference", 11), ("允许", "allowance", 9)),
    *(("单位", "unit", 6), ("依据", "basis", 20)),
    *(("单元格", "cell", 24), ("单元格", "cell", 24), ("单元格", "cell", 24)),
    *(("处理意见", "conclusion", 20), ("经办", "done by", 9), ("日期", "date", 10)),
    *(("复核", "reviewed by", 9), ("复核日期", "date", 10)),
)
_WORDS: Final = 8
"""Columns of words, before the figures."""
_VERDICT: Final = 2
_FROZEN: Final = 4
_LINKS: Final = 3
_BASIS: Final = 13
_FIRST_LINK: Final = 14


class FindingSheet:
    """The sheet of findings and of all else that is listed, an outcome a row; rows are added one by one."""

    def __init__(self, sheet: Sheet, material: Material, places: Places, view: View) -> None:
        self._sheet, self._places, self._view = sheet, places, view
        self._bases = {rule.id: rule.basis.in_language(view.language) for rule in material.rules.rules}
        self.rows = 0
        titles = [view.say(zh, en) for zh, en, _ in _COLUMNS]
        sheet.header(0, titles, [width for *_, width in _COLUMNS])

    def add(self, outcome: Outcome, number: int | None) -> None:
        """Add a row. Parameters: `number` of the finding that the outcome belongs to."""
        self.rows += 1
        at = self.rows
        texts = self._words(outcome, number)
        basis = self._bases.get(outcome.rule, "")
        links = self._cells(outcome)
        wrapped = (*_COLUMNS[:_WORDS], *_COLUMNS[_BASIS : _FIRST_LINK + len(links)])
        self._sheet.height(at, (*texts, basis, *(text for text, _ in links)), [width for *_, width in wrapped])
        accused = outcome.verdict is Verdict.VIOLATED and outcome.waiver is None
        colour = _COLOURS[outcome.severity] if accused else "#000000"
        for column, text in enumerate(texts):
            shade = colour if column <= _VERDICT else "#000000"
            self._sheet.text(at, column, text, border=1, text_wrap=True, font_color=shade)
        self._figures(at, outcome)
        for column, text in enumerate((self._view.unit(outcome.unit), basis), start=12):
            self._sheet.text(at, column, text, border=1, text_wrap=True)
        self._links(at, links)
        for column in range(_FIRST_LINK + _LINKS, len(_COLUMNS)):
            self._sheet.text(at, column, "", border=1, bg_color="#FFFFEE")

    def _words(self, outcome: Outcome, number: int | None) -> tuple[str, ...]:
        view = self._view
        severity, _ = view.severity(outcome.severity)
        verdict = view.verdict(outcome.verdict)
        if outcome.verdict is Verdict.VIOLATED and outcome.reading_doubt:
            verdict += view.say("（先核对读数）", " (check the reading first)")
        if outcome.verdict is Verdict.UNDECIDED:
            verdict += view.say("：", ": ") + view.reason(outcome.reason)
        told = sentence(outcome)
        if outcome.waiver is not None:
            verdict += view.say("（已豁免）", " (waived)")
            told = f"{view.waiver(outcome.waiver)} {told}"
        finding = "" if number is None else str(number)
        row = row_name(outcome.row)
        return finding, severity, verdict, outcome.rule, outcome.rule_title, outcome.report, row, told

    def _figures(self, at: int, outcome: Outcome) -> None:
        values = (outcome.left, outcome.right, outcome.difference, outcome.allowance)
        texts = (outcome.left_text, outcome.right_text, None, None)
        for column, (value, text) in enumerate(zip(values, texts, strict=True), start=_WORDS):
            if value is not None:
                self._sheet.figure(at, column, value, border=1)
            else:
                told = "" if text is None else self._view.side(text, outcome)
                self._sheet.text(at, column, told, border=1, text_wrap=True)

    def _cell(self, operand: Operand) -> str:
        return f"{self._view.cell(operand)}: {self._view.printed(operand)} ({place(operand)})"

    def _cells(self, outcome: Outcome) -> list[tuple[str, str | None]]:
        """The cells that have a column, each with its place; the last tells how many more there are."""
        read = cells([outcome], self._view, len(outcome.operands))
        links = [(self._cell(each), self._places.link(each)) for each in read[:_LINKS]]
        if more := len(read[_LINKS:]):
            text, reference = links[-1]
            links[-1] = text + self._view.say(f"，另有 {more} 格", f", and {more} more"), reference
        return links

    def _links(self, at: int, links: Sequence[tuple[str, str | None]]) -> None:
        for column, (text, reference) in enumerate(links, start=_FIRST_LINK):
            if reference is None:
                self._sheet.text(at, column, text, border=1, text_wrap=True)
            else:
                self._sheet.link(at, column, reference, text)

    def close(self) -> None:
        """Set the filter over what was written."""
        self._sheet.paper.autofilter(0, 0, max(self.rows, 1), len(_COLUMNS) - 1)
        self._sheet.paper.freeze_panes(1, _FROZEN)


def write_waivers(book: Book, run: RunRecord, view: View) -> None:
    """The sheet of waivers: what is accepted, by whom, and until when; people may add to it."""
    sheet = book.sheet(view.say("豁免", "Waivers"))
    titles = (
        *(view.say("规则", "rule"), view.say("报告", "report"), view.say("行", "row"), view.say("理由", "reason")),
        *(view.say("批准人", "approved by"), view.say("批准日期", "approved on"), view.say("有效期至", "until")),
    )
    sheet.header(0, titles, (10, 30, 24, 50, 14, 12, 12))
    number = 0
    for number, (outcome, waiver) in enumerate(_waived(run), start=1):
        if number > _MOST_WAIVED:
            more = view.say(f"只列前 {_MOST_WAIVED} 项。", f"Only the first {_MOST_WAIVED} are listed.")
            sheet.text(number, 0, more, italic=True)
            break
        name = row_name(outcome.row)
        texts = (outcome.rule, outcome.report, name, waiver.reason, waiver.approver, "", waiver.expires)
        for column, text in enumerate(texts):
            sheet.text(number, column, text)
    if not number:
        nothing = view.say(f"运行 {run.id} 没有豁免任何一项。", f"Nothing was waived in run {run.id}.")
        sheet.text(1, 0, nothing, italic=True)


def _waived(run: RunRecord) -> Iterator[tuple[Outcome, Waiver]]:
    for outcome in chosen(run.outcomes, Verdict.VIOLATED, Verdict.UNDECIDED):
        if outcome.waiver is not None:
            yield outcome, outcome.waiver
