"""The rows that prove a rule's verdict, and one line on what cannot be seen in them, as rendered content."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from dq.report.sinks.great_expectations.content import badge, phrase, result_details, words_of
from dq.report.sinks.great_expectations.details import Details
from dq.report.sinks.great_expectations.private_api import CollapseContent, RenderedTableContent
from dq.report.sinks.great_expectations.words import WAIVED, Words, colour_of
from dq.report.sinks.html.found import grouped

_FEW_LINES: Final = 4


def diagnostic_statement(result: Any) -> list[Any]:
    """One line on what cannot be seen in the rows: why undecided, why in error, how many rows are left out."""
    details, words = result_details(result), words_of(result.expectation_config)
    if details is None:
        why = exception_text(result) or words.say("原因不明", "for no reason given")
        template = words.say("没有执行：$why", "not evaluated: $why")
        return [phrase(template, {"why": why}, {"": {"classes": ["text-danger"]}}, "div")]
    lines = []
    if details["reasons"]:
        told = [f"{words.reason(name)} × {count}" for name, count in details["reasons"].items()]
        lines.append(words.say("无法判断的原因：", "Undecided because: ") + words.listed(told))
    if (doubts := details["reading_doubts"]) > 0:
        lines.append(
            words.say(
                f"{doubts} 处不成立的读数存疑，请先核对读数。",
                f"{doubts} violated on doubted readings: check the reading first.",
            )
        )
    lines.extend(words.say("出错：", "error: ") + message for message in details["errors"])
    if (omitted := details["rows_omitted"]) > 0:
        lines.append(
            words.say(
                f"另有 {omitted} 行未列出，全部结果见 findings.parquet。",
                f"{omitted} more rows are not listed; findings.parquet has them all.",
            )
        )
    return [phrase("$line", {"line": line}, {"": {"classes": ["dq-note"]}}, "div") for line in lines]


def diagnostic_rows(result: Any) -> list[Any] | None:
    """The table of rows that prove the verdict, gravest first; None where there is nothing to prove."""
    details, words = result_details(result), words_of(result.expectation_config)
    if details is None or not details["rows"]:
        return None
    zh = ["判定", "报表 / 行", "代入数字的算式", "左边", "右边", "差额", "容差", "出处"]
    en = ["verdict", "report / row", "check with its figures", "left", "right", "difference", "allowance", "source"]
    return [
        RenderedTableContent(
            header_row=en if words.language == "en" else zh,
            table=[_evidence_row(row, words) for row in details["rows"]],
            styling={"body": {"classes": ["table", "table-sm", "table-bordered", "dq-evidence"]}},
        )
    ]


def exception_text(result: Any) -> str:
    """The message of a result's exception, however deep Great Expectations filed it; "" where it has none."""
    info = result.exception_info or {}
    parts = [info, *(part for part in info.values() if isinstance(part, dict))]
    return "; ".join(str(part["exception_message"]) for part in parts if part.get("exception_message"))


def _evidence_row(row: Details, words: Words) -> list[Any]:
    doubt = words.say("读数存疑", "reading doubted") if row["reading_doubt"] else ""
    why = words.reason(row["reason"]) if row["reason"] else words.hint(row["hint"]) or doubt
    message = "" if row["verdict"] == "rounding" or row["message"] == row["statement"] else row["message"]
    return [
        [*_verdict(row, words), _small(why)],
        [
            phrase("$who", {"who": row["department"] or row["report"]}),
            _small(" · ".join(part for part in (row["row"], row["column"]) if part)),
        ],
        [
            phrase("$text", {"text": row["statement"]}, {"": {"classes": ["dq-statement"]}}),
            _small(message),
            *_operands(row, words),
        ],
        *(_number(row[side], is_figure=row["difference"] is not None) for side in ("left", "right")),
        _number(row["difference"], row["unit"] or ""),
        _number(row["allowance"]),
        _sources(row, words),
    ]


def _verdict(row: Details, words: Words) -> list[Any]:
    """The verdict; where it is waived, that first, then why, by whom and until when."""
    verdict, waiver = row["verdict"], row.get("waiver")
    if waiver is None:
        return [badge(words.state(verdict), colour_of(verdict), words.meaning(verdict))]
    told = words.say(
        f"{words.state(verdict)}；{waiver['reason']}（批准人 {waiver['approver']}，有效至 {waiver['expires']}）",
        f"{words.state(verdict)}; {waiver['reason']} (approved by {waiver['approver']}, until {waiver['expires']})",
    )
    return [badge(words.state(WAIVED), colour_of(WAIVED), words.meaning(WAIVED)), _small(told)]


def _sources(row: Details, words: Words) -> list[Any]:
    """The document with the lines read, of a workbook with its cells; a link to them as they are printed."""
    cells = sorted({_in_workbook(cell) for cell in row["operands"] if cell["sheet"] is not None})
    lines = sorted({cell["line"] for cell in row["operands"] if cell["line"] is not None})
    places = cells or [str(line) for line in lines]
    told = words.listed(places[:_FEW_LINES]) + (" …" if len(places) > _FEW_LINES else "")
    if told and not cells:
        told = words.say(f"第 {told} 行", f"{'line' if len(lines) == 1 else 'lines'} {told}")
    address = next((cell.get("source", "") for cell in row["operands"]), "")
    document = {"attributes": {"site-href": address}, "classes": ["small"]} if address else {"classes": ["small"]}
    return [
        phrase("$document", {"document": row["document"]}, {"": document}, "a" if address else ""),
        _small(told),
    ]


def _operands(row: Details, words: Words) -> list[Any]:
    """Every cell that was read, on demand."""
    if not row["operands"]:
        return []
    zh, en = ["", "表", "行", "列", "印作", "行号"], ["", "table", "row", "column", "printed", "line"]
    table = RenderedTableContent(
        header_row=en if words.language == "en" else zh,
        table=[_operand_row(cell, words) for cell in row["operands"]],
        styling={"body": {"classes": ["table", "table-sm", "small", "dq-operands"]}},
    )
    number = len(row["operands"])
    title = words.say(f"所读 {number} 格", f"{number} cells read" if number > 1 else "1 cell read")
    return [CollapseContent(collapse_toggle_link=title, collapse=[table])]


def _operand_row(cell: Details, words: Words) -> list[Any]:
    printed = cell["printed"] or words.say("（空）", "(blank)")
    if cell.get("corrected"):
        printed = words.say(f"{printed}（{cell['corrected']}）", f"{printed} ({cell['corrected']})")
    side = {"left": words.say("左", "left"), "right": words.say("右", "right")}.get(cell["role"], "")
    told = [_small(text) for text in (side, cell["table"], cell["row"], cell["column"], printed)]
    link = {"attributes": {"site-href": cell.get("source", "")}, "classes": ["small"]}
    return [*told, phrase("$place", {"place": _place(cell, words)}, {"": link}, "a")]


def _place(cell: Details, words: Words) -> str:
    """Where a cell stands in its document; a word to click on where that is not known."""
    if cell["sheet"] is not None:
        return _in_workbook(cell)
    page = "" if cell["page"] is None else words.say(f"第 {cell['page']} 页 ", f"page {cell['page']}, ")
    return f"{page}{'' if cell['line'] is None else cell['line']}" or words.say("看", "see")


def _in_workbook(cell: Details) -> str:
    return f"{cell['sheet']}!{cell['cell'] or cell['line']}"


def _number(value: str | None, unit: str = "", *, is_figure: bool = True) -> Any:
    """A figure with its unit; a text where that is what was compared."""
    told = grouped(Decimal(value)) if value is not None and is_figure else value
    text = "—" if told is None else f"{told} {unit}".strip()
    return phrase("$value", {"value": text}, {"": {"classes": ["dq-number"]}})


def _small(text: str) -> Any:
    return phrase("$text", {"text": text}, {"": {"classes": ["small", "text-muted", "dq-second"]}}, "div")
