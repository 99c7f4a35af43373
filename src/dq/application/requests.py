"""What is said about a request that cannot be met as it stands (codes DQ-C…): place, cause and remedy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from dq.diagnostics import Diagnostic, Level, Span, Text, refusal

_LINKS_SHOWN = 5
_NAMED = 20


def no_such_path(path: Path) -> Diagnostic:
    """A document or folder that is not there."""
    return _error(
        "DQ-C001",
        str(path),
        Text("没有这个文件或文件夹", "no such file or folder"),
        Text("请核对路径；含空格的路径要加引号。", "Check the path; quote a path with spaces."),
    )


def empty_folder(path: Path) -> Diagnostic:
    """A folder in which no document was found."""
    return _error(
        "DQ-C002",
        str(path),
        Text("文件夹里没有可读入的文件", "no document in this folder"),
        Text("请给出报告文件，或存放报告文件的文件夹。", "Name a report document or a folder of them."),
    )


def no_file(path: Path) -> Diagnostic:
    """A pipe or a device where a document was expected."""
    return _error(
        "DQ-C019",
        str(path),
        Text("这不是普通文件", "this is no regular file"),
        Text("请先把内容存成文件。", "Save its content as a file first."),
    )


def closed_folder(path: Path, failure: OSError) -> Diagnostic:
    """A folder within the one named that may not be listed: documents in it were not seen."""
    why = refusal(failure)
    return _error(
        "DQ-I050",
        str(path),
        Text(
            f"打不开这个文件夹，里面的文件没有读入：{why.zh}",
            f"the folder cannot be listed, nothing in it was read: {why.en}",
        ),
        Text("请检查读取权限。", "Check the permission to read it."),
    )


def links_not_followed(folder: Path, links: Sequence[Path]) -> Diagnostic:
    """Links in a folder that lead out of it, or nowhere."""
    named = [str(link.relative_to(folder)) for link in links[:_LINKS_SHOWN]]
    more = " …" if len(links) > _LINKS_SHOWN else ""
    return Diagnostic(
        "DQ-I051",
        Level.ERROR,
        Text(
            f"文件夹里有 {len(links)} 个链接指向文件夹之外或不存在的地方，没有读入",
            f"{len(links)} links in the folder lead out of it, or nowhere; they were not followed",
        ),
        Span(str(folder)),
        help=Text(
            "请直接给出这些文件，或把它们复制到文件夹里。", "Name those files themselves, or copy them into the folder."
        ),
        notes=(Text(f"链接：{'、'.join(named)}{more}", f"links: {', '.join(named)}{more}"),),
    )


def too_many_files(path: Path, limit: int) -> Diagnostic:
    """More documents than one command takes."""
    return _error(
        "DQ-C003",
        str(path),
        Text(f"文件超过 {limit} 个，其余没有读", f"more than {limit} files, the rest was not read"),
        Text("分几次读入，或用 DQ_FILE_LIMIT 提高上限。", "Read them in several runs, or raise DQ_FILE_LIMIT."),
    )


def what_to_read(*, both: bool) -> Diagnostic:
    """A command that was given documents and an archive, or neither."""
    headline = (
        Text("文件和 --archive 只能给一个", "documents and --archive exclude each other")
        if both
        else Text("没有说要读什么", "nothing to read was named")
    )
    return _error(
        "DQ-C004",
        "dq",
        headline,
        Text(
            "命令后面写报告文件，或者写 --archive 文件夹。",
            "Name documents behind the command, or an archive: --archive DIR.",
        ),
    )


def nothing_to_ingest() -> Diagnostic:
    """A command that reads documents and was given none."""
    return _error(
        "DQ-C018",
        "dq",
        Text("没有说要读入哪些文件", "no document was named"),
        Text("例如：dq ingest 报告.txt --archive 文件夹", "For example: dq ingest REPORT.txt --archive DIR"),
    )


def no_archive_named() -> Diagnostic:
    """A command that needs an archive and was given none."""
    return _error(
        "DQ-C005",
        "dq",
        Text("没有指定报告库", "no archive was named"),
        Text("用 --archive 文件夹 指定，或设 DQ_ARCHIVE。", "Name it with --archive DIR, or set DQ_ARCHIVE."),
    )


def whole_archive_needed(sink: str) -> Diagnostic:
    """A form of report that there is for whole archives only."""
    return _error(
        "DQ-C030",
        "dq",
        Text(f"{sink} 只为整个报告库写报告", f"{sink} reports on whole archives only"),
        Text(
            "用 --archive 文件夹 指定报告库，不要再给文件或 --report。",
            "Name the archive with --archive DIR, without documents or --report.",
        ),
    )


def unknown_report(report: str, known: Iterable[str]) -> Diagnostic:
    """A report id that the store does not have."""
    return _unknown("DQ-C006", report, known, Text("没有这份报告", "no such report"))


def unknown_rule(rule: str, known: Iterable[str]) -> Diagnostic:
    """A rule id that no rule file has."""
    return _unknown("DQ-C007", rule, known, Text("没有这条规则", "no such rule"))


def unknown_sink(sink: str, known: Iterable[str], place: Span | None = None) -> Diagnostic:
    """A form of report that there is not; all there are are named. Parameters: `place` where a file asks for it."""
    listed = sorted(known)
    return Diagnostic(
        "DQ-C008",
        Level.ERROR,
        Text(f"没有 {sink} 这种报告形式", f"there is no form of report called {sink}"),
        place or Span(sink),
        help=Text(f"可用：{'、'.join(listed)}", f"There are: {', '.join(listed)}"),
    )


def unknown_row(row: str, known: Iterable[str]) -> Diagnostic:
    """A row that a rule says nothing of on the reports named. Parameters: `known` the rows of which it does."""
    return _unknown("DQ-C023", row, known, Text("这条规则没有说到这一行", "the rule says nothing of this row"))


def no_rules(paths: Iterable[Path]) -> Diagnostic:
    """Rule paths under which no rule stands."""
    return _error(
        "DQ-C009",
        "、".join(str(path) for path in paths),
        Text("这里一条规则也没有", "no rule here"),
        Text("规则写成：规则 编号 “名称” ｛ … ｝。", 'A rule is written: rule ID "title" { … }.'),
    )


def missing_extra(package: str, extra: str) -> Diagnostic:
    """A feature whose package is not installed."""
    return _error(
        "DQ-C010",
        package,
        Text("这项功能所需的软件包没有安装", "the package this needs is not installed"),
        Text(f"安装：pip install 'dq[{extra}]'", f"Install it: pip install 'dq[{extra}]'"),
    )


def cannot_write(path: Path, failure: OSError) -> Diagnostic:
    """A place that cannot be written to."""
    why = refusal(failure)
    return _error(
        "DQ-C011",
        str(path),
        Text(f"写不进去：{why.zh}", f"cannot be written to: {why.en}"),
        Text(
            "请换一个可写的位置，或检查权限和磁盘空间。",
            "Choose a place that can be written to; check rights and space.",
        ),
    )


def not_utf8(path: Path) -> Diagnostic:
    """A rule file with errors whose code is guessed: mending it may write what was never there."""
    return _error(
        "DQ-C011",
        str(path),
        Text("这个文件不是 UTF-8，且有错误，因此没有改动", "not UTF-8, and has errors; it was left as it is"),
        Text("请先另存为 UTF-8，再改。", "Save it as UTF-8 first."),
    )


def would_overwrite(path: Path, place: Span | None = None) -> Diagnostic:
    """An output among what is read: a document, or a place within the archive. Parameters: `place` of it in a file."""
    return Diagnostic(
        "DQ-C022",
        Level.ERROR,
        Text(
            "会覆盖要读的文件或报告库里的文件",
            "lies where documents or an archive are read: files would be overwritten",
        ),
        place or Span(str(path)),
        help=Text(
            "请写到报告库和文件所在位置之外。", "Choose a place outside of the archive and other than the documents."
        ),
    )


def not_a_folder(path: Path) -> Diagnostic:
    """A file where an archive is to be made."""
    return _error(
        "DQ-C012",
        str(path),
        Text("这里已有一个文件，不能建立报告库", "there is a file here, so no archive can be made"),
        Text("请给 --archive 另一个文件夹。", "Give --archive another folder."),
    )


def document_changed(path: Path) -> Diagnostic:
    """A document that was changed while it was being read."""
    return _error(
        "DQ-C013",
        str(path),
        Text("文件在读入时被改动，没有存入", "the file changed while it was read; it was not stored"),
        Text("等它不再变化后重新读入。", "Read it again once it no longer changes."),
    )


def empty_archive(path: Path) -> Diagnostic:
    """An archive without a report that can be checked."""
    return _error(
        "DQ-C015",
        str(path),
        Text("报告库里没有可检查的报告", "the archive holds no report that can be checked"),
        Text("先读入报告：dq ingest 文件… --archive 文件夹", "Read reports first: dq ingest PATH… --archive DIR"),
    )


def no_context(path: Path) -> Diagnostic:
    """A folder that is no Great Expectations context."""
    return _error(
        "DQ-C016",
        str(path),
        Text("这里没有 Great Expectations 上下文", "there is no Great Expectations context here"),
        Text(
            "先写出一个：dq report --archive 文件夹 --to gx --out 文件夹",
            "Write one first: dq report --archive DIR --to gx --out DIR",
        ),
    )


def unknown_checkpoint(name: str, known: Iterable[str]) -> Diagnostic:
    """A checkpoint that the context does not have."""
    return _unknown("DQ-C017", name, known, Text("没有这个检查点", "no such checkpoint"))


def unusable_input(*, too_long: bool) -> Diagnostic:
    """Standard input that is no rule text."""
    headline = (
        Text("标准输入太长", "standard input is too long")
        if too_long
        else Text("标准输入不是 UTF-8 文字", "standard input is not UTF-8 text")
    )
    return _error("DQ-C020", "-", headline, Text("给出规则文件的路径。", "Name a rule file."))


def input_stands_alone() -> Diagnostic:
    """Standard input and files in one command."""
    return _error(
        "DQ-C021",
        "-",
        Text("- 不能与文件一起给出", "- goes with no file"),
        Text("分两次运行。", "Run the command twice."),
    )


def _unknown(code: str, name: str, known: Iterable[str], headline: Text) -> Diagnostic:
    from difflib import get_close_matches  # only where something is unknown

    names = sorted(known)
    close = get_close_matches(name, names, n=3)
    listed = close or names[:_NAMED]
    zh, en = "、".join(listed), ", ".join(listed)
    if close:
        remedy = Text(f"是不是：{zh}", f"Perhaps: {en}")
    elif len(names) > _NAMED:
        remedy = Text(f"共 {len(names)} 个，如：{zh}", f"There are {len(names)}, such as: {en}")
    else:
        remedy = Text(f"可用：{zh}", f"There are: {en}") if names else Text("一个也没有。", "There is none.")
    return _error(code, name, headline, remedy)


def _error(code: str, place: str, headline: Text, remedy: Text) -> Diagnostic:
    return Diagnostic(code, Level.ERROR, headline, Span(place), help=remedy)
