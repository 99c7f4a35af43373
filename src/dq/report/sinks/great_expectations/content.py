"""What the pages say of one rule: the prescription, its state, its counts and the rows that prove it.

Everything is handed on as Great Expectations' rendered content with plain text inside; the view escapes it, once.
"""

from __future__ import annotations

from typing import Any

from dq.report.sinks.great_expectations.details import COUNTED, Details
from dq.report.sinks.great_expectations.private_api import (
    CollapseContent,
    RenderedStringTemplateContent,
    RenderedTableContent,
)
from dq.report.sinks.great_expectations.words import (
    HINTS,
    REASONS,
    SEVERITIES,
    VERDICT_HELP,
    VERDICTS,
    colour_of,
    state_of,
)

Styles = dict[str, Any]
COMPACT = "dq_compact"
"""Key in the styling of a table of results: the rules in it are shown short."""


def phrase(template: str, params: dict[str, object] | None = None, styles: Styles | None = None, tag: str = "") -> Any:
    """A piece of text: `$name` in the template stands for a parameter, each with its own style.

    Parameters: `styles` maps "" to the style of the whole and a parameter's name to the style of its place.
    Example: `phrase("$n 条", {"n": 3}, {"n": {"classes": ["badge"]}})`.
    """
    styles = styles or {}
    places = {name: style for name, style in styles.items() if name}
    return RenderedStringTemplateContent(
        string_template={
            "template": template,
            "params": {name: str(value) for name, value in (params or {}).items()},
            "tag": tag or "span",
            "styling": {**styles.get("", {}), "params": places},
        }
    )


def badge(text: str, colour: str, explanation: str = "") -> Any:
    """A coloured label; the explanation shows when it is pointed at."""
    attributes = {"attributes": {"title": explanation}} if explanation else {}
    return phrase("$text", {"text": text}, {"": {"classes": ["badge", f"badge-{colour}"], **attributes}})


def prescription(configuration: Any, *, compact: bool = False) -> list[Any]:
    """What the rule asks: id, severity, kind, title and basis, then its text.

    Parameters: `compact` shows the check only, with the whole text on demand (beside results).
    """
    kwargs = configuration.kwargs
    severity = getattr(configuration.severity, "value", str(configuration.severity))
    styles = {
        "": {"classes": ["dq-rule"]},
        "id": {"classes": ["badge", "badge-primary"]},
        "severity": {"classes": ["badge", "badge-light", f"dq-severity-{severity}"]},
        "kind": {"classes": ["badge", "badge-light"]},
        "title": {"tag": "strong"},
        "basis": {"classes": ["text-muted", "small"]},
        "text": {"tag": "pre", "classes": ["dq-rule-text"]},
    }
    params = {
        "id": kwargs["rule_id"],
        "severity": SEVERITIES.get(severity, severity),
        "kind": kwargs["kind"],
        "title": kwargs["title_zh"],
        "basis": f"依据：{kwargs['basis']}",
        "text": kwargs["check_text"] if compact else kwargs["rule_text"],
    }
    heading = phrase("$id $severity $kind $title\n$basis$text", params, styles, tag="div")
    if not compact:
        return [heading]
    whole = phrase("$text", {"text": kwargs["rule_text"]}, {"text": styles["text"]}, tag="div")
    return [heading, CollapseContent(collapse_toggle_link="规则全文", collapse=[whole])]


def status(result: Any) -> Any:
    """The gravest verdict that the rule has, as a label: neither rounding nor undecided looks like a plain pass."""
    state = state_of(result_counts(result))
    return phrase(
        "$text",
        {"text": VERDICTS[state]},
        {
            "": {"classes": [f"dq-state-{state}"]},
            "text": {
                "classes": ["badge", f"badge-{colour_of(state)}", "dq-status"],
                "attributes": {"title": VERDICT_HELP[state]},
            },
        },
    )


def result_counts(result: Any) -> dict[str, int]:
    """Counts of the verdicts in one rule's result; an exception counts as one error.

    Example: `result_counts(result)["violated"]` → 1.
    """
    details = result_details(result)
    if details is None:
        return {**dict.fromkeys(COUNTED, 0), "error": 1}
    return {name: int(details["counts"].get(name, 0)) for name in COUNTED}


def result_details(result: Any) -> Details | None:
    """The details in a result, None where the rule was not evaluated or the result is not one of ours."""
    details = (result.result or {}).get("details")
    return details if isinstance(details, dict) and "counts" in details else None


def observed_counts(result: Any) -> Any:
    """The counts of all verdicts, one a line; those that did not occur are left out."""
    return counts_phrase(result_counts(result))


def counts_phrase(counts: dict[str, int], separator: str = "\n") -> Any:
    """Counts of verdicts as labels, gravest first.

    Example: `counts_phrase({"violated": 1, "holds": 30})` → 不成立 1, 成立 30.
    """
    present = [name for name in VERDICTS if counts.get(name)]
    return phrase(
        separator.join(f"${name}" for name in present) or "—",
        {name: f"{VERDICTS[name]} {counts[name]}" for name in present},
        {
            "": {"classes": ["dq-counts"]},
            **{
                name: {
                    "classes": ["badge", f"badge-{colour_of(name)}"],
                    "attributes": {"title": VERDICT_HELP[name]},
                }
                for name in present
            },
        },
    )


def diagnostic_statement(result: Any) -> list[Any]:
    """One line on what cannot be seen in the rows: why undecided, why in error, how many rows are left out."""
    details = result_details(result)
    if details is None:
        return [phrase("没有执行：$why", {"why": _exception_text(result)}, {"": {"classes": ["text-danger"]}}, "div")]
    lines = []
    if details["reasons"]:
        why = "，".join(f"{REASONS.get(name, name)} {count}" for name, count in details["reasons"].items())
        lines.append(f"无法判断的原因：{why}。")
    if details["reading_doubts"]:
        lines.append(f"{details['reading_doubts']} 处不成立的读数存疑，请先核对读数。")
    lines.extend(f"出错：{message}" for message in details["errors"])
    if details["rows_omitted"]:
        lines.append(f"另有 {details['rows_omitted']} 行未列出，全部结果见 findings.parquet。")
    return [phrase("$line", {"line": line}, {"": {"classes": ["dq-note"]}}, "div") for line in lines]


def diagnostic_rows(result: Any) -> list[Any] | None:
    """The table of rows that prove the verdict, gravest first; None where there is nothing to prove."""
    details = result_details(result)
    if details is None or not details["rows"]:
        return None
    return [
        RenderedTableContent(
            header_row=["判定", "报表 / 行", "代入数字的算式", "左边", "右边", "差额", "容差", "出处"],
            table=[_evidence_row(row) for row in details["rows"]],
            styling={"body": {"classes": ["table", "table-sm", "table-bordered", "dq-evidence"]}},
        )
    ]


def _evidence_row(row: Details) -> list[Any]:
    why = REASONS.get(row["reason"], "") or HINTS.get(row["hint"], "") or ("读数存疑" if row["reading_doubt"] else "")
    unit = row["unit"] or ""
    message = "" if row["verdict"] == "rounding" else row["message"]
    return [
        [badge(VERDICTS[row["verdict"]], colour_of(row["verdict"]), VERDICT_HELP[row["verdict"]]), _small(why)],
        [
            phrase("$who", {"who": row["department"] or row["report"]}),
            _small(" · ".join(part for part in (row["row"], row["column"]) if part)),
        ],
        [
            phrase("$text", {"text": row["statement"]}, {"": {"classes": ["dq-statement"]}}),
            _small(message),
            *_operands(row),
        ],
        _number(row["left"]),
        _number(row["right"]),
        _number(row["difference"], unit),
        _number(row["allowance"]),
        _sources(row),
    ]


def _sources(row: Details) -> list[Any]:
    """The document with the lines read, of a workbook with its cells."""
    cells = sorted({_in_workbook(cell) for cell in row["operands"] if cell["sheet"] is not None})
    if cells:
        told = f"{'、'.join(cells[:_FEW_LINES])}{' …' if len(cells) > _FEW_LINES else ''}"
        return [phrase("$document", {"document": row["document"]}, {"": {"classes": ["small"]}}), _small(told)]
    lines = sorted({cell["line"] for cell in row["operands"] if cell["line"] is not None})
    where = f"第 {'、'.join(map(str, lines[:_FEW_LINES]))}{' …' if len(lines) > _FEW_LINES else ''} 行" if lines else ""
    return [phrase("$document", {"document": row["document"]}, {"": {"classes": ["small"]}}), _small(where)]


def _operands(row: Details) -> list[Any]:
    """Every cell that was read, on demand."""
    if not row["operands"]:
        return []
    table = RenderedTableContent(
        header_row=["", "表", "行", "列", "印作", "行号"],
        table=[_operand_row(cell) for cell in row["operands"]],
        styling={"body": {"classes": ["table", "table-sm", "small", "dq-operands"]}},
    )
    return [CollapseContent(collapse_toggle_link=f"所读 {len(row['operands'])} 格", collapse=[table])]


_FEW_LINES = 4


def _operand_row(cell: Details) -> list[Any]:
    page = f"第 {cell['page']} 页 " if cell["page"] is not None else ""
    printed = "（空）" if not cell["printed"] else cell["printed"]
    if cell.get("corrected"):
        printed = f"{printed}（{cell['corrected']}）"
    side = {"left": "左", "right": "右"}.get(cell["role"], "")
    place = f"{page}{'' if cell['line'] is None else cell['line']}"
    if cell["sheet"] is not None:
        place = _in_workbook(cell)
    return [_small(text) for text in (side, cell["table"], cell["row"], cell["column"], printed, place)]


def _in_workbook(cell: Details) -> str:
    return f"{cell['sheet']}!{cell['cell'] or cell['line']}"


def _number(value: str | None, unit: str = "") -> Any:
    text = "—" if value is None else f"{value} {unit}".strip()
    return phrase("$value", {"value": text}, {"": {"classes": ["dq-number"]}})


def _small(text: str) -> Any:
    return phrase("$text", {"text": text}, {"": {"classes": ["small", "text-muted", "dq-second"]}}, "div")


def _exception_text(result: Any) -> str:
    """The message of a result's exception, however deep Great Expectations filed it."""
    info = result.exception_info or {}
    if "exception_message" in info:
        return str(info["exception_message"])
    messages = [str(part.get("exception_message", "")) for part in info.values() if isinstance(part, dict)]
    return "；".join(message for message in messages if message) or "原因不明"
