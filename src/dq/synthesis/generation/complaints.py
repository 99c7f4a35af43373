"""What is said of a request for invented reports that cannot be met (codes DQ-S020 and up)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from dq.diagnostics import Diagnostic, Span, Text, did_you_mean, refused
from dq.templates.model import Template

_SPAN: Final = re.compile(r"(\d{4})(?:-(\d{4}))?", re.ASCII)
_YEARS: Final = range(1949, 2100)


def read_years(text: str) -> tuple[int, ...]:
    """The years that a text names, ascending; none where it cannot be read so.

    Example: `read_years("2017-2018,2020")` → `(2017, 2018, 2020)`.
    """
    years: set[int] = set()
    for part in text.split(","):
        found = _SPAN.fullmatch(part.strip())
        if found is None:
            return ()
        first, last = int(found[1]), int(found[2] or found[1])
        if first > last or first not in _YEARS or last not in _YEARS:
            return ()
        years.update(range(first, last + 1))
    return tuple(sorted(years))


def unknown_template(name: str, known: Iterable[str]) -> Diagnostic:
    """A form that the catalogue does not have."""
    listed = ", ".join(sorted(known))
    return refused(
        "DQ-S020",
        Span("--templates"),
        Text(f"没有 {name} 这种表式", f"there is no form called {name}"),
        help=did_you_mean(name, known) or Text(f"可用：{listed}", f"There are: {listed}"),
    )


def bad_years(text: str) -> Diagnostic:
    """Years that cannot be read."""
    return refused(
        "DQ-S021",
        Span("--years"),
        Text(f"看不懂年度 {text!r}", f"{text!r} names no years"),
        help=Text("写成 2018、2017-2020 或 2017,2019。", "Write 2018, 2017-2020 or 2017,2019."),
    )


def no_form_in_force(text: str, forms: Iterable[Template]) -> Diagnostic:
    """Years in which none of the forms was printed."""
    spans = ", ".join(f"{form.name} {form.first_year}-{form.last_year}" for form in forms)
    return refused(
        "DQ-S022",
        Span("--years"),
        Text(f"{text} 年没有可用的表式", f"none of the forms was in force in {text}"),
        help=Text(f"各表式的年度：{spans}", f"The forms and their years: {spans}"),
    )


def bad_number(reports: int, most: int) -> Diagnostic:
    """No report, or more than there are invented names for."""
    return refused(
        "DQ-S023",
        Span("--reports"),
        Text(f"不能生成 {reports} 份报告", f"{reports} reports cannot be made"),
        help=Text(f"可以生成 1 至 {most} 份。", f"From 1 to {most} can be made."),
    )


def not_empty(root: Path, option: str) -> Diagnostic:
    """A folder that holds something, given with this option: nothing is overwritten."""
    return refused(
        "DQ-S024",
        Span(str(root)),
        Text("这个文件夹不是空的", "this folder is not empty"),
        help=Text(f"请给 {option} 一个新的或空的文件夹。", f"Give {option} a new or an empty folder."),
        notes=(Text("生成报告不会改动已有的报告库。", "Making reports never changes an archive that is there."),),
    )


def unknown_fault(kind: str, known: Iterable[str]) -> Diagnostic:
    """A kind of fault that there is not."""
    listed = ", ".join(known)
    return refused(
        "DQ-S025",
        Span("--faults"),
        Text(f"没有 {kind} 这种差错", f"there is no fault called {kind}"),
        help=did_you_mean(kind, known) or Text(f"可用：{listed}", f"There are: {listed}"),
    )


def fault_of_documents(kind: str) -> Diagnostic:
    """A fault of what only documents have, where none are written."""
    return refused(
        "DQ-S032",
        Span("--faults"),
        Text(
            f"{kind} 是文字和绩效表里的差错，只有写出文件时才有",
            f"{kind} is a fault of text and forms: only documents have it",
        ),
        help=Text("请加 --documents DIR，或去掉这一种差错。", "Add --documents DIR, or leave this fault out."),
    )


def bad_rate(kind: str, written: str) -> Diagnostic:
    """A share of the reports that is none."""
    return refused(
        "DQ-S026",
        Span("--faults"),
        Text(f"{kind} 的比例 {written!r} 不对", f"{written!r} is no share for {kind}"),
        help=Text(
            "写成 transposed=0.01,row_shift=0.001（0 至 1），或 all。",
            "Write transposed=0.01,row_shift=0.001 (from 0 to 1), or all.",
        ),
    )


def too_many_faults(total: float) -> Diagnostic:
    """Shares that add up to more than all reports: each report gets one fault at most."""
    return refused(
        "DQ-S027",
        Span("--faults"),
        Text(f"各种差错的比例合计 {total:g}，超过 1", f"the shares add up to {total:g}, more than 1"),
        help=Text("每份报告至多有一处差错，请减小比例。", "A report gets one fault at most: lower the shares."),
    )


def bad_fault_file(path: Path, why: str) -> Diagnostic:
    """A file of shares that cannot be read."""
    return refused(
        "DQ-S028",
        Span(str(path)),
        Text("差错比例的文件无法读取", "the file of faults cannot be read"),
        help=Text("文件里写 [faults]，每行如 transposed = 0.01。", "Write [faults] with lines like transposed = 0.01."),
        notes=(Text(f"原因：{why}", f"reason: {why}"),),
    )


def truth_there(path: Path) -> Diagnostic:
    """A list of faults where the new one is to be written: nothing is overwritten."""
    return refused(
        "DQ-S029",
        Span(str(path)),
        Text("这里已有一份差错清单", "there is a list of faults here already"),
        help=Text(
            "请给 --archive 另一个文件夹，或先移走这个文件。", "Give --archive another folder, or move this file."
        ),
    )


def unknown_form(name: str, known: Iterable[str]) -> Diagnostic:
    """A form of document that is not written."""
    listed = ", ".join(known)
    return refused(
        "DQ-S030",
        Span("--form"),
        Text(f"不能写出 {name} 形式的文件", f"documents of the form {name} are not written"),
        help=did_you_mean(name, known) or Text(f"可用：{listed}", f"There are: {listed}"),
    )


def too_many_documents(reports: int, most: int) -> Diagnostic:
    """More documents than one run writes."""
    return refused(
        "DQ-S031",
        Span("--documents"),
        Text(f"{reports} 份文件太多", f"{reports} documents are too many"),
        help=Text(
            f"一次至多写出 {most} 份；不写文件则不限。",
            f"At most {most} are written at once; without documents any number is made.",
        ),
    )
