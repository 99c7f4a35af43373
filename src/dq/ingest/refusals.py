"""What is said of containers (PDF, workbooks, Word, HTML) that are refused, or not read wholly: DQ-I2…"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dq.diagnostics import Diagnostic, Span, Text, refused, warned

_SHOWN: Final = 12
HIDDEN_SHEETS: Final = Text("张隐藏的工作表", "hidden sheets")
HIDDEN_CELLS: Final = Text("个隐藏的行或列", "hidden rows or columns")


def reader_missing(name: str, kind: str, extra: str) -> Diagnostic:
    """DQ-I201: the package that reads this format is not installed."""
    return refused(
        "DQ-I201",
        Span(name),
        Text(f"没有安装读取 {kind} 的组件", f"the package that reads {kind} is not installed"),
        help=Text(f"安装：pip install 'dq[{extra}]'", f"install it: pip install 'dq[{extra}]'"),
    )


def encrypted(name: str, kind: str) -> Diagnostic:
    """DQ-I202: the document opens with a password only."""
    return refused(
        "DQ-I202",
        Span(name),
        Text(f"{kind} 文件已加密，需要密码才能打开", f"the {kind} is encrypted and opens with a password only"),
        help=Text("取消密码后另存，再读入", "save it without the password and read that"),
    )


def no_text_layer(name: str, pages: int) -> Diagnostic:
    """DQ-I203: a PDF of pictures only."""
    return refused(
        "DQ-I203",
        Span(name),
        Text(
            f"PDF 是扫描件，{pages} 页都没有文字层，无法读取",
            f"the PDF is scanned: none of its {pages} pages has a text layer",
        ),
        help=Text(
            "向发布单位索取由 Word 或 WPS 导出的 PDF，或表格原件",
            "ask for the PDF that was exported from the word processor, or for the tables themselves",
        ),
    )


def pages_without_text(name: str, pages: Sequence[int]) -> Diagnostic:
    """DQ-I204 (warning): some pages of a PDF are pictures; what stands on them was not read."""
    listed = ", ".join(map(str, pages[:_SHOWN])) + (" …" if len(pages) > _SHOWN else "")
    return warned(
        "DQ-I204",
        Span(name),
        Text(f"有 {len(pages)} 页是图片，没有文字层，未读入", f"{len(pages)} pages are pictures and were not read"),
        help=Text("对照原件，补上这些页上的表格", "compare with the original; these pages may hold tables"),
        notes=(Text(f"页码：{listed}", f"pages: {listed}"),),
    )


def damaged(name: str, kind: str, why: str) -> Diagnostic:
    """DQ-I205: the container is cut off or broken."""
    return refused(
        "DQ-I205",
        Span(name),
        Text(f"{kind} 文件不完整或已损坏", f"the {kind} is cut off or damaged"),
        help=Text("重新下载，或用原软件打开后另存", "download it again, or open it where it was made and save it anew"),
        notes=(Text(f"原因：{why}", f"reason: {why}"),),
    )


def unpacks_to_too_much(name: str, limit: int) -> Diagnostic:
    """DQ-I206: a compressed document that holds far more than a report (a zip bomb)."""
    return refused(
        "DQ-I206",
        Span(name),
        Text(
            f"压缩内容展开后超过 {limit // 2**20} MB，不予展开",
            f"its compressed content is larger than {limit // 2**20} MB; it is not unpacked",
        ),
        help=Text("删去图片和无关内容后另存", "save it without pictures and whatever is no part of the report"),
    )


def too_many(name: str, what: Text, limit: int) -> Diagnostic:
    """DQ-I207: more cells, pages, sheets, files or characters than any report has."""
    return refused(
        "DQ-I207",
        Span(name),
        Text(f"{what.zh}超过 {limit:,}，不是一份报告", f"more than {limit:,} {what.en}: this is no report"),
        help=Text("每个文件只放一份报告，删去多余内容", "put one report into each file and nothing else"),
    )


def unsafe_name(name: str, entry: str) -> Diagnostic:
    """DQ-I208: an entry of a package points outside of it, or is a link."""
    shown = "".join(each if each.isprintable() else " " for each in entry)[:60]
    return refused(
        "DQ-I208",
        Span(name),
        Text("压缩包里有指向包外的文件名或链接", "an entry of the package points outside of it, or is a link"),
        help=Text("用原软件打开后另存为新文件", "open it where it was made and save it as a new file"),
        notes=(Text(f"条目：{shown}", f"entry: {shown}"),),
    )


def external_reference(name: str, where: str) -> Diagnostic:
    """DQ-I209: content that lies in another file or at an address."""
    return refused(
        "DQ-I209",
        Span(name),
        Text("文件引用了外部内容，不予读取", "the document refers to content outside of it, which is never fetched"),
        help=Text(
            "断开外部链接（粘贴为数值、嵌入内容）后另存",
            "break the links (paste values, embed the content) and save it",
        ),
        notes=(Text(f"位置：{where}", f"where: {where}"),),
    )


def other_container(name: str, kind: str) -> Diagnostic:
    """DQ-I210: a package of a kind that is not read."""
    return refused(
        "DQ-I210",
        Span(name),
        Text(f"文件是{kind}，不是可读的报告格式", f"the document is {kind}, which is not read"),
        help=Text("另存为 PDF、xlsx、docx 或文本再读入", "save it as PDF, xlsx, docx or text and read that"),
    )


def hidden_parts(name: str, what: Text, places: Sequence[str]) -> Diagnostic:
    """DQ-I211 (warning): hidden sheets, rows and columns are no part of what was published.

    Parameters: `what` of these they are, with its measure word; `places` the sheets' names, the first cell of each row.
    """
    listed = "、".join(places[:_SHOWN])
    return warned(
        "DQ-I211",
        Span(name),
        Text(f"有 {len(places)} {what.zh}，未读入", f"{len(places)} {what.en} were not read"),
        help=Text("如属报告内容，取消隐藏后再读入", "if they belong to the report, show them and read it again"),
        notes=(Text(f"位置：{listed}", f"where: {listed}"),),
    )


def hidden_text(name: str, line: int) -> Diagnostic:
    """DQ-I211 (warning): text that is formatted as hidden, or struck through, is no part of what was published."""
    return warned(
        "DQ-I211",
        Span(name, line),
        Text(
            f"第 {line} 段（行）起有隐藏或划去的文字，未读入",
            f"hidden or struck text was not read, the first in block {line}",
        ),
        help=Text("如属报告内容，取消隐藏或删除线后再读入", "if it belongs to the report, show it and read it again"),
    )


def unseen_letters(name: str, pages: Sequence[int]) -> Diagnostic:
    """DQ-I211 (warning): letters of a PDF that nobody sees, such as the text that a program found in a scan."""
    listed = ", ".join(map(str, pages[:_SHOWN])) + (" …" if len(pages) > _SHOWN else "")
    return warned(
        "DQ-I211",
        Span(name),
        Text(
            f"有 {len(pages)} 页含看不见的文字（不着色、白色、页外，或扫描件的识别层），未读入",
            f"{len(pages)} pages hold letters that nobody sees (undrawn, white, off the page, a scan's text layer),"
            " which were not read",
        ),
        help=Text(
            "如属报告内容，改用看得见的版本再读入", "if they belong to the report, read a version that shows them"
        ),
        notes=(Text(f"页码：{listed}", f"pages: {listed}"),),
    )


def nested_too_deeply(name: str, line: int, limit: int) -> Diagnostic:
    """DQ-I212: elements within elements, deeper than any editor makes them."""
    return refused(
        "DQ-I212",
        Span(name, line),
        Text(f"元素嵌套超过 {limit} 层", f"elements are nested deeper than {limit}"),
        help=Text("用浏览器或办公软件打开后另存", "open it in a browser or word processor and save it anew"),
    )


def too_costly(name: str, seconds: int) -> Diagnostic:
    """DQ-I213: reading would take more time or memory than a report needs."""
    return refused(
        "DQ-I213",
        Span(name),
        Text(
            f"读取超过 {seconds} 秒或内存上限，已中止",
            f"reading took more than {seconds} seconds, or more memory than is allowed, and was stopped",
        ),
        help=Text(
            "用原软件打开，只保留报告本身，另存后再读入",
            "open it where it was made, keep the report only, save it anew",
        ),
    )


def reader_ended(name: str, how: str) -> Diagnostic:
    """DQ-I065: the process that read the document ended before it was done."""
    return refused(
        "DQ-I065",
        Span(name),
        Text(f"读取进程意外结束（{how}），本文件没有读入", f"the reading process ended unexpectedly ({how})"),
        help=Text(
            "用原软件打开，另存后再读入；其他文件照常读入",
            "open it where it was made, save it anew; the other documents are read",
        ),
    )


def reader_failed(name: str, failure: str) -> Diagnostic:
    """DQ-I066: reading failed through a fault of this program."""
    return refused(
        "DQ-I066",
        Span(name),
        Text(f"程序出错，本文件没有读入：{failure[:200]}", f"a fault of this program: {failure[:200]}"),
        help=Text(
            "请报告这个错误，并附上文件；其他文件照常读入",
            "please report it with the document; the other documents are read",
        ),
    )


def formulas_without_value(name: str, line: int, count: int, first: str) -> Diagnostic:
    """DQ-I214 (warning): formulas that were never calculated; formulas are not calculated here."""
    return warned(
        "DQ-I214",
        Span(name, line),
        Text(
            f"有 {count} 个公式没有保存结果，这些单元格无法辨认",
            f"{count} formulas have no stored result; their cells are unreadable",
        ),
        help=Text("用表格软件打开、重新计算并保存", "open it in a spreadsheet program, recalculate and save"),
        notes=(Text(f"第一个在 {first}", f"the first one is {first}"),),
    )


def letters_unknown(name: str, count: int) -> Diagnostic:
    """DQ-I215 (warning): glyphs of a PDF whose letters its fonts do not tell."""
    return warned(
        "DQ-I215",
        Span(name),
        Text(f"有 {count} 个字形无法对应到文字，所在单元格无法辨认", f"{count} glyphs stand for no known letter"),
        help=Text("对照原件；必要时索取重新导出的 PDF", "compare with the original; ask for a PDF exported anew"),
    )
