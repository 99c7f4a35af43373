"""One run told on one screen: what was checked, what could not be, then the findings, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from dq.diagnostics.layout import Line, Piece, Style, line
from dq.outcome import ReportRecord, RunRecord, chosen
from dq.outcome.model import Waiver
from dq.report.findings import OpenQuestion, Worst, each_finding, open_questions
from dq.report.sinks.text.conclusion import conclusion
from dq.report.sinks.text.details import Blocked, every_outcome, finding_in_full, finding_in_short
from dq.report.sinks.text.view import View, counted
from dq.types import Reason, Verdict

_INDENT: Final = 2


def screen(run: RunRecord, view: View) -> Iterator[Line]:
    """The lines that tell `run` to a person; what `view.bounds` leaves out is counted, never dropped in silence.

    Example: `list(plain(screen(run, view), 100))`.
    """
    full, short = view.bounds.full_findings, view.bounds.short_findings
    most = None if full is None or short is None else full + short
    sure, doubted, waived = Worst(most), Worst(most), Worst(most)
    for finding in each_finding(run.outcomes):
        (waived if finding.waiver else doubted if finding.reading_doubt else sure).add(finding)
    view = replace(view, forms={each.report: each.template for each in run.reports})
    yield from _reports(run, view)
    if run.reports:
        yield from _counts(run, view)
    yield from _errors(run, view)
    yield from _questions(open_questions(run.outcomes), view)
    told = {finding.report for found in (sure, doubted, waived) for finding in found.shown}
    undecided = chosen(run.outcomes, Verdict.UNDECIDED)
    blocked = Counter((o.report, o.rule) for o in undecided if o.reason is Reason.BLOCKED and o.report in told)
    first = Piece(view.say("先核对读数", "Check the reading first"), Style.INFO)
    yield from _section(sure, Piece(view.say("发现的问题", "Findings"), Style.STRONG), blocked, view)
    yield from _section(doubted, first, blocked, view, sure.findings)
    yield from _section(
        waived, Piece(view.say("已豁免", "Waived"), Style.INFO), blocked, view, sure.findings + doubted.findings
    )
    if view.bounds.full_findings is None:
        yield from every_outcome(run, view)
    yield from conclusion(run, sure, doubted, waived, view)


def _reports(run: RunRecord, view: View) -> Iterator[Line]:
    shown = run.reports[: view.bounds.reports]
    if len(run.reports) == len(shown):
        for report in shown:
            yield from _report(report, view)
        return
    years = sorted({report.year for report in run.reports})
    bodies = len({report.department for report in run.reports})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    total = len(run.reports)
    text = view.say(f"{total} 份报告（{bodies} 个单位，{span} 年度）", f"{total} reports ({bodies} bodies, {span})")
    yield line(Piece(text, Style.STRONG))
    yield from _missing_over(run.reports, view)


def _report(report: ReportRecord, view: View) -> Iterator[Line]:
    name = view.say(f"{report.department} · {report.year} 年度 · ", f"{report.department} · {report.year} · ")
    yield line(Piece(name + view.form(report), Style.STRONG), "  ", Piece(report.document, Style.FAINT))
    found = tuple(view.table(name, report.template) for name in report.tables_found)
    count = len(found)
    if found:
        text = view.say(f"读到 {count} 张表：", f"{counted(count, 'table')} read: ")
    elif report.tables_missing:
        text = view.say("没有读到表", "no table read")
    else:
        text = view.say("这种文件没有报表", "a document of this kind has no tables")
    yield line(text, view.listed(found), indent=_INDENT, hang=_INDENT + 2)
    if report.tables_missing:
        missing = tuple(view.table(name, report.template) for name in report.tables_missing)
        text = view.say(f"未见 {len(missing)} 张表：", f"{counted(len(missing), 'table')} not found: ")
        yield line(Piece(text, Style.WARNING), view.listed(missing), indent=_INDENT, hang=_INDENT + 2)
    if report.corrected:
        text = view.say(
            f"{report.corrected} 格经人工更正（dq correct --list）",
            f"{counted(report.corrected, 'cell')} corrected by hand (dq correct --list)",
        )
        yield line(Piece(text, Style.INFO), indent=_INDENT)


def _missing_over(reports: tuple[ReportRecord, ...], view: View) -> Iterator[Line]:
    missing = Counter(table for report in reports for table in report.tables_missing)
    if not missing:
        yield line(view.say("模板要求的表都读到了", "every table of the forms was read"), indent=_INDENT)
        return
    names = tuple(
        f"{view.table(name)} ×{count}" for name, count in sorted(missing.items(), key=lambda i: (-i[1], i[0]))
    )
    yield line(
        Piece(view.say("未见的表（份数）：", "tables not found (reports): "), Style.WARNING),
        view.listed(names),
        indent=_INDENT,
        hang=_INDENT + 2,
    )


def _counts(run: RunRecord, view: View) -> Iterator[Line]:
    counts = run.counts
    styles = {
        Verdict.HOLDS: Style.GOOD,
        Verdict.ROUNDING: Style.PLAIN,
        Verdict.VIOLATED: Style.ERROR,
        Verdict.UNDECIDED: Style.WARNING,
        Verdict.ERROR: Style.ERROR,
    }
    parts: list[str | Piece] = [view.say(f"规则 {len(run.rules)} 条：", f"{counted(len(run.rules), 'rule')}: ")]
    for verdict, style in styles.items():
        number = counts.get(verdict.value, 0)
        if number or verdict is not Verdict.ERROR:
            parts += [Piece(f"{view.verdict(verdict)} {number}", style if number else Style.FAINT), " · "]
    idle = counts.get("not_applicable", 0)
    parts.append(Piece(view.say(f"不适用 {idle}", f"not applicable {idle}"), Style.FAINT))
    yield line(*parts, indent=_INDENT, hang=_INDENT + 2)


def _errors(run: RunRecord, view: View) -> Iterator[Line]:
    limit = view.bounds.short_findings
    for error in run.errors[:limit]:
        where = " ".join(part for part in (error.rule, error.report) if part)
        yield line(
            Piece(view.say("运行出错", "run error"), Style.ERROR),
            f" {where}{view.say('：', ': ')}{error.message}",
            indent=_INDENT,
            hang=_INDENT + 2,
        )
    if limit is not None and len(run.errors) > limit:
        yield _more(len(run.errors) - limit, view)


def _questions(questions: tuple[OpenQuestion, ...], view: View) -> Iterator[Line]:
    if not questions:
        return
    total = sum(question.outcomes for question in questions)
    yield line()
    yield line(Piece(view.say(f"无法判断（{total} 项，不算通过）", f"Undecided ({total}, not a pass)"), Style.WARNING))
    for question in questions:
        rules = tuple(rule if number == 1 else f"{rule} ×{number}" for rule, number in question.rules)
        yield line(
            f"{view.reason(question.reason)}{view.say('：', ': ')}",
            view.say(f"{question.outcomes} 项（", f"{question.outcomes} ("),
            view.listed(rules),
            view.say("）", ")"),
            indent=_INDENT,
            hang=_INDENT + 2,
        )
        yield from _waivers([question.waiver], view, _INDENT + 2)
        for message in question.messages[: 1 if view.bounds.names else None]:
            yield line(Piece(message, Style.FAINT), indent=_INDENT + 2, limit=view.bounds.statement_lines)


def _section(found: Worst, title: Piece, blocked: Blocked, view: View, before: int = 0) -> Iterator[Line]:
    """Findings of one kind. Parameters: `before` so many were told, whose numbers go on."""
    if not found.findings:
        return
    causes = view.say(
        f"（{found.findings} 个原因，{found.outcomes} 项不成立）",
        f" ({counted(found.findings, 'cause')}, {found.outcomes} violated)",
    )
    yield line()
    yield line(title, causes)
    full, shown = view.bounds.full_findings, found.shown
    for number, finding in enumerate(shown, start=before + 1):
        if full is None or number <= before + full:
            yield from finding_in_full(number, finding, blocked, view.of(finding.report))
        else:
            yield from finding_in_short(number, finding, view.of(finding.report))
    if found.findings > len(shown):
        yield _more(found.findings - len(shown), view)
    yield from _waivers((finding.waiver for finding in shown), view)


def _waivers(waivers: Iterable[Waiver | None], view: View, indent: int = _INDENT) -> Iterator[Line]:
    """Why what is told is waived, by whom and until when, each waiver once."""
    for waiver in dict.fromkeys(waivers):
        if waiver is not None:
            yield line(Piece(view.waiver(waiver), Style.INFO), indent=indent, hang=indent + 2)


def _more(number: int, view: View) -> Line:
    text = view.say(f"… 还有 {number} 个，用 --all 全部显示", f"… {number} more, shown with --all")
    return line(Piece(text, Style.FAINT), indent=_INDENT)
