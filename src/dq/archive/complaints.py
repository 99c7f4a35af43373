"""What is said about an archive that cannot be read or written as asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dq.archive.manifest import NewerManifestError
from dq.diagnostics import Diagnostic, Level, Span, Text

if TYPE_CHECKING:
    from dq.archive.corrections import Correction
    from dq.archive.versions import ReportEntry


def not_there(root: Path) -> Diagnostic:
    """DQ-A001: the folder is no archive."""
    return Diagnostic(
        "DQ-A001",
        Level.ERROR,
        Text("这里没有报告库", "there is no archive here"),
        Span(str(root)),
        Text("请先建立报告库：dq ingest 文件… --archive 文件夹", "Make one first: dq ingest PATH… --archive DIR"),
        (Text("文件夹里没有 manifest.json", "the folder has no manifest.json"),),
    )


def bad_manifest(path: Path, error: Exception) -> Diagnostic:
    """DQ-A002: the manifest cannot be read, so nothing can be said about the archive's content."""
    headline = Text("报告库的清单无法读取", "the archive's manifest cannot be read")
    remedy = Text(
        "请从备份恢复 manifest.json，或用 dq ingest 重新建立报告库。",
        "Restore manifest.json from a backup, or build the archive again with dq ingest.",
    )
    if isinstance(error, NewerManifestError):
        headline = Text("报告库的清单由较新版本的程序写成", "the archive's manifest was written by a newer program")
        remedy = Text(
            "请升级本程序；报告库本身没有问题，不必恢复备份，也不必重建。",
            "Update this program. Nothing is wrong with the archive: it need not be restored or built again.",
        )
    why = Text(f"原因：{error}", f"reason: {error}")
    return Diagnostic("DQ-A002", Level.ERROR, headline, Span(str(path)), remedy, (why,))


def damaged_part(path: Path, why: str, reports: tuple[str, ...]) -> Diagnostic:
    """DQ-A003: a Parquet file is missing or unreadable; its reports cannot be checked."""
    named = ", ".join(reports[:5]) + (" …" if len(reports) > 5 else "")  # noqa: PLR2004 - as many as a line holds
    return Diagnostic(
        "DQ-A003",
        Level.ERROR,
        Text("报告库的数据文件缺失或损坏", "a data file of the archive is missing or damaged"),
        Span(str(path)),
        Text(
            "请从备份恢复该文件，或用 dq ingest 把这些报告读入新的报告库；其他分区照常核对。",
            "Restore the file from a backup, or ingest these reports into a new archive; the others are checked.",
        ),
        (
            Text(f"原因：{why}", f"reason: {why}"),
            Text(f"涉及 {len(reports)} 份报告：{named}", f"{len(reports)} reports are affected: {named}"),
        ),
    )


def altered_part(path: Path) -> Diagnostic:
    """DQ-A004 (warning): a Parquet file reads well but is not as it was written."""
    return Diagnostic(
        "DQ-A004",
        Level.WARNING,
        Text(
            "数据文件写入后被改动过，按现有内容核对",
            "a data file was changed after it was written; it is checked as it is",
        ),
        Span(str(path)),
        Text("如非有意改动，请从备份恢复该文件。", "Restore the file from a backup unless the change was meant."),
    )


def busy(root: Path, seconds: float) -> Diagnostic:
    """DQ-A005: another program is writing to the archive."""
    return Diagnostic(
        "DQ-A005",
        Level.ERROR,
        Text("另一个程序正在写入报告库", "another program is writing to the archive"),
        Span(str(root)),
        Text("请等它结束后再试；本次没有写入任何内容。", "Try again when it has finished; nothing was written."),
        (Text(f"已等待 {seconds:g} 秒", f"waited {seconds:g} seconds"),),
    )


def stale_correction(correction: Correction, report: str, found: str | None) -> Diagnostic:
    """DQ-A028 (warning): a corrected cell prints something else now, so the correction was not applied."""
    row = correction.label or correction.code or str(correction.n)
    now = Text("没有这一格", "there is no such cell") if found is None else Text(f"现为 {found}", f"it prints {found}")
    return Diagnostic(
        "DQ-A028",
        Level.WARNING,
        Text(
            f"第 {correction.number} 号更正不再适用，没有沿用",
            f"correction {correction.number} is stale and not applied",
        ),
        Span(report),
        Text(
            "请对照原件；如仍读错，再用 dq correct 更正。",
            "Compare with the original; correct it anew with dq correct if it is still misread.",
        ),
        (
            Text(
                f"{correction.table} · {row} · {correction.column}：{correction.printed} → {correction.value}",
                f"{correction.table} · {row} · {correction.column}: read {correction.printed}, "
                f"corrected to {correction.value}",
            ),
            now,
        ),
    )


def hardly_alike(entry: ReportEntry, before: str, equal: int, common: int) -> Diagnostic:
    """DQ-A030 (warning): a new version of a report whose figures hardly agree with those of the version before."""
    return Diagnostic(
        "DQ-A030",
        Level.WARNING,
        Text(
            "与上一版本同名同年度，数字却几乎都不同",
            "the name and year of the version before, but hardly a figure agrees",
        ),
        Span(entry.document),
        Text(
            "请核对是否另一地区的同名单位；若是，在文件标题里写全名称（加上地区）后重新读入。",
            "Check whether it is a body of that name elsewhere; if so, put the full name, region included, into the "
            "document's title and ingest it again.",
        ),
        (
            Text(
                f"{entry.report} 取代 {before}：可比的 {common} 格中 {equal} 格相同",
                f"{entry.report} supersedes {before}: {equal} of {common} comparable figures agree",
            ),
        ),
    )


def changed_meanwhile(report: str) -> Diagnostic:
    """DQ-A027: what was to be corrected is not as it was seen."""
    return Diagnostic(
        "DQ-A027",
        Level.ERROR,
        Text("这份报告刚被另一个程序改动", "another program has just changed this report"),
        Span(report),
        Text("没有写入任何更正；请重新查看后再更正。", "Nothing was corrected; look at it again and correct it then."),
    )


def not_in_force(root: Path, number: int) -> Diagnostic:
    """DQ-A026: there is no such correction, or it was ended before."""
    return Diagnostic(
        "DQ-A026",
        Level.ERROR,
        Text(f"没有生效的第 {number} 号更正", f"no correction {number} is in force"),
        Span(str(root)),
        Text("用 dq correct --list 查看生效的更正。", "See those in force with dq correct --list."),
    )
