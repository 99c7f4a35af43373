"""The charts of the pages as Vega-Lite specifications: plain data that the page's script draws, each beside its table.

Colours are the page's own custom properties, so that charts follow it in the dark and on paper. Nothing in a
specification is markup or an address elsewhere; what links lead to is given by the page.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from dq.diagnostics.layout import clean
from dq.report.sinks.html.checked import SHOWN, Bar
from dq.report.sinks.html.trend import Column
from dq.report.sinks.text.view import View
from dq.types import Verdict

_COLOURS: Final = {
    Verdict.VIOLATED: "var(--bar-violated)",
    Verdict.ERROR: "var(--bar-violated)",
    Verdict.UNDECIDED: "var(--bar-undecided)",
    Verdict.ROUNDING: "var(--bar-rounding)",
    Verdict.HOLDS: "var(--bar-holds)",
}
_CONFIG: Final = {
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--text)",
        "titleColor": "var(--soft)",
        "gridColor": "var(--line)",
        "domainColor": "var(--line)",
        "tickColor": "var(--line)",
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "labelLimit": 360,
    },
    "legend": {"labelColor": "var(--text)", "labelFontSize": 13, "labelLimit": 320, "orient": "top", "title": None},
}


def verdicts_by_table(bars: Sequence[Bar], view: View) -> str:
    """A bar for each table, in it the share of each verdict; a bar leads to its table.

    Example: `verdicts_by_table(bars(matrix, anchors), view)`.
    """
    values = [
        {
            "table": bar.title,
            "verdict": view.verdict(verdict),
            "number": number,
            "order": order,
            "address": f"#{bar.anchor}" if bar.anchor else None,
        }
        for bar in bars
        for order, (verdict, number, _, _) in enumerate(bar.parts)
    ]
    told = {verdict for bar in bars for verdict, *_ in bar.parts}
    checks = view.say("项数", "checks")
    return _written(
        {
            "data": {"values": values},
            "width": "container",
            "height": {"step": 26},
            "mark": {"type": "bar", "cursor": "pointer"},
            "encoding": {
                "y": {"field": "table", "type": "nominal", "sort": None, "axis": _BARE},
                "x": {
                    "field": "number",
                    "type": "quantitative",
                    "stack": "normalize",
                    "axis": {"format": ".0%", "title": view.say("占该表各项核对", "share of the table's checks")},
                },
                "color": _colours([verdict for verdict in SHOWN if verdict in told], view),
                "order": {"field": "order", "type": "quantitative"},
                "href": {"field": "address"},
                "tooltip": [
                    {"field": "table", "title": view.say("表", "table")},
                    {"field": "verdict", "title": view.say("结果", "verdict")},
                    {"field": "number", "title": checks, "format": ","},
                ],
            },
        }
    )


def trend_over_runs(columns: Sequence[Column], view: View) -> str:
    """The share of the checks that was violated and undecided in each run, as lines.

    Example: `trend_over_runs(trend(earlier, run), view)`.
    """
    values = list(_shares(columns, view))
    return _written(
        {
            "data": {"values": values},
            "width": "container",
            "height": 200,
            "mark": {"type": "line", "point": {"size": 90}},
            "encoding": {
                "x": {
                    "field": "run",
                    "type": "ordinal",
                    "sort": None,
                    "axis": {
                        "title": view.say("运行", "run"),
                        "labelAngle": 0 if len(columns) <= _UPRIGHT else -40,
                        "labelOverlap": True,
                    },
                },
                "y": {
                    "field": "share",
                    "type": "quantitative",
                    "axis": {"format": ".3~%", "title": view.say("占全部核对", "share of all checks")},
                },
                "color": _colours((Verdict.VIOLATED, Verdict.UNDECIDED), view),
                "tooltip": [
                    {"field": "run", "title": view.say("运行日期", "day of the run")},
                    {"field": "id", "title": view.say("运行", "run")},
                    {"field": "verdict", "title": view.say("结果", "verdict")},
                    {"field": "number", "title": view.say("项数", "checks"), "format": ","},
                    {"field": "checks", "title": view.say("全部核对", "of all checks"), "format": ","},
                    {"field": "share", "title": view.say("占比", "share"), "format": ".3~%"},
                ],
            },
        }
    )


def _shares(columns: Sequence[Column], view: View) -> Iterator[dict[str, object]]:
    """One point of each line a run; days on which there were several runs are numbered."""
    days: Counter[str] = Counter()
    for column in columns:
        days[column.day] += 1
        label = column.day if days[column.day] == 1 else f"{column.day} ({days[column.day]})"
        for verdict, number in ((Verdict.VIOLATED, column.violated), (Verdict.UNDECIDED, column.undecided)):
            share = number / column.checks if column.checks else 0
            told = {"run": label, "id": column.run, "verdict": view.verdict(verdict)}
            yield {**told, "number": number, "checks": column.checks, "share": share}


def heat_map(cells: Iterable[Mapping[str, object]], levels: Sequence[tuple[str, str]], view: View) -> str:
    """Bodies and years, a coloured field for each report, which leads to its page.

    Parameters: `cells` body, year, place (among those of the year), level (its words), sign, ink, words and address of
    each; `levels` words and colour of those there are, gravest first.
    """
    values = list(cells)
    several = any(value["place"] for value in values)
    across: dict[str, Any] = {
        "x": {"field": "year", "type": "ordinal", "axis": {**_BARE, "orient": "top", "title": view.say("年度", "year")}}
    }
    if several:
        across["xOffset"] = {"field": "place", "type": "ordinal"}
    return _written(
        {
            "data": {"values": values},
            "width": {"step": 34 if several else 58},
            "height": {"step": 24},
            "encoding": {
                **across,
                "y": {"field": "body", "type": "nominal", "sort": None, "axis": _BARE},
                "href": {"field": "address"},
                "tooltip": [
                    {"field": "body", "title": view.say("单位", "body")},
                    {"field": "year", "title": view.say("年度", "year")},
                    {"field": "words", "title": view.say("报告", "report")},
                ],
            },
            "layer": [
                {
                    "mark": {"type": "rect", "stroke": "var(--page)", "strokeWidth": 2, "cornerRadius": 4},
                    "encoding": {"color": _scale(levels, "level")},
                },
                {
                    "mark": {"type": "text", "fontSize": 13, "fontWeight": "bold"},
                    "encoding": {
                        "text": {"field": "sign"},
                        "color": {"field": "ink", "type": "nominal", "scale": None},
                    },
                },
            ],
        }
    )


_UPRIGHT: Final = 8
"""So many days stand beside each other on a narrow page."""
_BARE: Final = {"title": None, "labelAngle": 0, "domain": False, "ticks": False}


def _colours(verdicts: Sequence[Verdict], view: View) -> dict[str, object]:
    return _scale([(view.verdict(verdict), _COLOURS[verdict]) for verdict in verdicts], "verdict")


def _scale(pairs: Sequence[tuple[str, str]], field: str) -> dict[str, object]:
    names, colours = [name for name, _ in pairs], [colour for _, colour in pairs]
    return {"field": field, "type": "nominal", "scale": {"domain": names, "range": colours}}


def _written(specification: dict[str, Any]) -> str:
    """The specification as an attribute of the page has it: texts without control characters and direction marks."""
    whole = {"config": _CONFIG, "autosize": {"type": "fit-x", "contains": "padding"}, **specification}
    values = [
        {name: clean(value) if isinstance(value, str) else value for name, value in row.items()}
        for row in whole["data"]["values"]
    ]
    return json.dumps({**whole, "data": {"values": values}}, ensure_ascii=False, separators=(",", ":"))
