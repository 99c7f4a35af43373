"""The comparison as a page of its own: a table, and a bar a contender with the range of its rounds."""

from __future__ import annotations

from typing import Any, Final

from jinja2 import Environment

_PAGE: Final = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Thirty rules over {{ told.reports }} reports</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
td, th { text-align: right; padding: .2rem .8rem } td:first-child, th:first-child { text-align: left }
rect { fill: #4a7ebb } .range { stroke: #222; stroke-width: 2 }
</style>
<h1>Thirty rules over {{ "{:,}".format(told.reports) }} reports</h1>
<p>{{ told.rounds }} interleaved rounds on {{ told.cores }} cores.
Medians; the ratio is engine : contender within a round.</p>
<table>
<tr><th></th><th>seconds</th><th>CPU seconds</th><th>memory, MB</th><th>engine : it</th><th>range</th></tr>
{% for name, each in told.contenders.items() %}
<tr><td>{{ name }}</td><td>{{ "%.2f"|format(each.seconds) }}</td><td>{{ "%.2f"|format(each.cpu) }}</td>
<td>{{ "%.0f"|format(each.memory_mb) }}</td>
{% if each.engine_ratio %}
<td>{{ "%.2f"|format(each.engine_ratio.median) }}</td>
<td>{{ "%.2f"|format(each.engine_ratio.least) }}–{{ "%.2f"|format(each.engine_ratio.most) }}</td>
{% else %}<td></td><td></td>{% endif %}</tr>
{% endfor %}
</table>
<svg viewBox="0 0 800 {{ told.contenders|length * 44 + 10 }}" role="img" aria-label="Seconds of each contender">
{% for name, each in told.contenders.items() %}
{% set y = loop.index0 * 44 %}
<text x="0" y="{{ y + 26 }}">{{ name }}</text>
<rect x="90" y="{{ y + 8 }}" width="{{ "%.1f"|format(each.seconds * scale) }}" height="26"></rect>
<line class="range" x1="{{ "%.1f"|format(90 + each.rounds|min * scale) }}"
 x2="{{ "%.1f"|format(90 + each.rounds|max * scale) }}" y1="{{ y + 21 }}" y2="{{ y + 21 }}"></line>
{% endfor %}
</svg>
</html>
"""
)


def page(told: dict[str, Any]) -> str:
    """The page. Parameters: `told` as `compare.py` writes it to archive.json."""
    longest = max(second for each in told["contenders"].values() for second in each["rounds"])
    return _PAGE.render(told=told, scale=690 / longest) + "\n"
