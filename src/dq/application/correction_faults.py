"""What is said about a correction that cannot be made as it was asked for (codes DQ-A020 to DQ-A029)."""

from __future__ import annotations

from collections.abc import Sequence

from dq.diagnostics import Diagnostic, Level, Span, Text

_SHOWN = 8


def no_such_cell(place: Span, near: Sequence[str]) -> Diagnostic:
    """DQ-A020: no cell is as described."""
    return _error(
        "DQ-A020",
        place,
        Text("没有这样的一格", "no cell is as described"),
        Text(
            "用 dq facts 查看读到的每一格，再改 --table、--row、--line、--column 或 --printed。",
            "See every cell that was read with dq facts, then change --table, --row, --line, --column or --printed.",
        ),
        [Text(f"相近的：{each}", f"near: {each}") for each in near[:_SHOWN]],
    )


def several_cells(place: Span, cells: Sequence[str]) -> Diagnostic:
    """DQ-A021: the description fits more than one cell."""
    hidden = len(cells) - _SHOWN
    notes = [Text(each, each) for each in cells[:_SHOWN]]
    if hidden > 0:
        notes.append(Text(f"另有 {hidden} 格", f"and {hidden} more"))
    return _error(
        "DQ-A021",
        place,
        Text(f"有 {len(cells)} 格符合，不知是哪一格", f"{len(cells)} cells are as described"),
        Text("照下列写法指明其中一格。", "Name one of them as it is written below."),
        notes,
    )


def improper_text(place: Span, name: Text, why: Text) -> Diagnostic:
    """DQ-A022: an author or a reason that the log cannot take."""
    return _error(
        "DQ-A022",
        place,
        Text(f"{name.zh}{why.zh}", f"{name.en} {why.en}"),
        Text(
            "写明更正人（--author）和理由（--reason），如“扫描件第 12 页为 301.10”。",
            'Say who corrects (--author) and why (--reason), such as "page 12 of the scan prints 301.10".',
        ),
    )


def no_figure(place: Span, value: str) -> Diagnostic:
    """DQ-A023: the corrected text is nothing that a cell of figures prints."""
    shown = value[:40]
    return _error(
        "DQ-A023",
        place,
        Text(f"“{shown}”不是数字", f"{shown!r} is no figure"),
        Text(
            "照原件写，如 1,234.50、-12.00、0.00、—；空白格写“空白”。小数不超过 5 位。",
            "Write it as the document prints it: 1,234.50, -12.00, 0.00, —; for a blank cell, blank. "
            "At most 5 decimals.",
        ),
    )


def nothing_to_change(place: Span, cell: str) -> Diagnostic:
    """DQ-A024: the cell says so already, and its reading is not doubted."""
    return _error(
        "DQ-A024",
        place,
        Text("这一格已是此数，读数也不存疑", "the cell says so already, and its reading is not doubted"),
        Text("核对是否指错了格。", "Check whether another cell is meant."),
        [Text(cell, cell)],
    )


def bad_batch(place: Span, why: Text) -> Diagnostic:
    """DQ-A025: a file of corrections that cannot be taken as it is."""
    return _error(
        "DQ-A025",
        place,
        why,
        Text(
            "每条写明 report、table、row 或 line、column、value、author、reason；见 dq correct 的说明页。",
            "Give each one report, table, row or line, column, value, author, reason; see the page on dq correct.",
        ),
    )


def incomplete(missing: Text) -> Diagnostic:
    """DQ-A029: a command that does not say what to correct."""
    return _error(
        "DQ-A029",
        Span("dq correct"),
        Text(f"没有说{missing.zh}", f"nothing says {missing.en}"),
        Text(
            "例如：dq correct --archive 文件夹 --report 编号 --table expenditure --row 201 --column total "
            '--value 301.10 --author 姓名 --reason "原件第 12 页为 301.10"',
            "For example: dq correct --archive DIR --report ID --table expenditure --row 201 --column total "
            '--value 301.10 --author NAME --reason "page 12 prints 301.10"',
        ),
    )


def _error(code: str, place: Span, headline: Text, remedy: Text, notes: Sequence[Text] = ()) -> Diagnostic:
    return Diagnostic(code, Level.ERROR, headline, place, remedy, tuple(notes))
