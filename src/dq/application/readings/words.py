"""What the reading report calls things."""

from __future__ import annotations

from functools import cache
from typing import Final, assert_never

from dq.archive import Action
from dq.archive.reading import Completeness, Place, Reading, TableReading, TextReading, Use
from dq.diagnostics import Text
from dq.templates import load_statements
from dq.types import cell_reference

USES: Final = {
    Use.CODE: Text("编码", "codes"),
    Use.LABEL: Text("行名中的数字", "digits in labels"),
    Use.ROW_NUMBER: Text("行次", "row numbers"),
    Use.COLUMN_NUMBER: Text("栏次", "column numbers"),
    Use.PAGE_NUMBER: Text("页码", "page numbers"),
    Use.HEADING: Text("表名", "titles"),
    Use.HEADER: Text("表头", "header"),
    Use.UNIT_LINE: Text("单位行", "unit line"),
    Use.RUNNING_TITLE: Text("页眉页脚", "running titles"),
    Use.REPEATED: Text("重复印出", "printed again"),
    Use.UNREADABLE: Text("读不成数字", "no figure as it stands"),
    Use.TEXT: Text("数字位置上是文字", "text in a figure's place"),
    Use.UNKNOWN_COLUMN: Text("表式没有这一栏", "the form has no such column"),
    Use.NO_COLUMN: Text("不在任何一栏之下", "under no column"),
    Use.NO_ROW: Text("不属于任何一行", "belongs to no row"),
    Use.LEFT_OUT: Text("所在行没有读入", "its line was not read"),
    Use.COPY_DIFFERS: Text("重复的表与第一张不同", "the table's second copy differs"),
    Use.DATE: Text("年月日", "dates"),
    Use.NUMBERING: Text("序号", "numbers of lists"),
    Use.DOCUMENT: Text("文号", "numbers of documents"),
    Use.NAME: Text("名称的一部分", "parts of names"),
    Use.SCORING: Text("评分标准", "rules of scoring"),
    Use.CONTACT: Text("电话地址", "telephones and addresses"),
    Use.NOT_PLAIN: Text("说的是什么不明确", "what it states is not plain"),
    Use.IN_REASON: Text("原因中的数字", "within a reason"),
}
STATES: Final = {
    "figure": Text("数字", "figures"),
    "zero": Text("零", "zeros"),
    "blank": Text("空白", "blank"),
    "dash": Text("横线", "dashes"),
    "text": Text("文字", "text"),
    "unreadable": Text("读不成数字", "unreadable"),
}


def completeness(table: TableReading) -> Text:
    """How much of the table there is, in words."""
    match table.completeness:
        case Completeness.WHOLE:
            return Text("完整", "whole")
        case Completeness.PARTIAL:
            return Text("不完整", "partial")
        case Completeness.EMPTY:
            return Text("空表", "empty")
        case _:
            assert_never(table.completeness)


def action(done: Action) -> Text:
    """What became of a document, in words."""
    match done:
        case Action.ADDED:
            return Text("已读入", "read")
        case Action.NEW_VERSION:
            return Text("新版本", "new version")
        case Action.REPLACED:
            return Text("已取代", "replaced")
        case Action.DUPLICATE:
            return Text("重复，未再存", "duplicate, not stored again")
        case _:
            assert_never(done)


def place(where: Place) -> Text:
    """Where something is printed, in words.

    Example: `place(Place(7, page=3)).en` → `"p. 3 line 7"`; `place(Place(7, 1, 2, "决算表")).en` → `"决算表!C7"`.
    """
    if where.sheet is not None:
        cell = str(where.line) if where.cell is None else cell_reference(where.line, where.cell + 1)
        return Text(f"{where.sheet}!{cell}", f"{where.sheet}!{cell}")
    if where.page is None:
        return Text(f"第 {where.line} 行", f"line {where.line}")
    return Text(f"第 {where.page} 页第 {where.line} 行", f"p. {where.page} line {where.line}")


def text_title(text: TextReading) -> Text:
    """What a part of the text is called.

    Example: `text_title(reading.texts[0]).zh` → `"收入情况"`.
    """
    match text.part:
        case "form":
            return Text(f"第 {text.name} 张项目绩效表", f"performance form {text.name}")
        case "report":
            if not text.name:
                return Text("项目说明", "report on a project")
            return Text(f"第 {text.name} 张项目绩效表的文字", f"report on form {text.name}")
        case _:
            return _sections().get(text.name, Text(text.name, text.name))


@cache
def _sections() -> dict[str, Text]:
    (narrative,) = (table for table in load_statements() if table.name == "narrative")
    (section,) = (each for each in narrative.attributes if each.name == "section")
    return {word: Text(*said) for word, said in section.words.items()}


def understood(table: TableReading | TextReading) -> int:
    """Figures of a table or text that are understood without being facts."""
    return sum(table.understood.values())


def has_faults(reading: Reading) -> bool:
    """True where a person should look at the reading before trusting what is found by it."""
    return bool(
        reading.unread
        or reading.doubted
        or set(reading.missing) - set(reading.optional)
        or reading.unanswered
        or reading.apart
        or any(table.completeness is Completeness.PARTIAL or table.repeated for table in reading.tables)
    )
