"""Sink `text`: the screen of a run as a plain text file, everything told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.diagnostics import Text
from dq.diagnostics.layout import plain
from dq.report.protocol import Material
from dq.report.sinks.text.screen import screen
from dq.report.sinks.text.view import EVERYTHING, View
from dq.report.streams import StreamSink

_WIDTH: Final = 120


def lines(material: Material) -> Iterator[str]:
    """The screen of `dq check --all`, as wide as a page."""
    rules = {rule.id: rule for rule in material.rules.rules}
    view = View(material.language, material.schema, rules, EVERYTHING)
    return plain(screen(material.run(), view), _WIDTH)


SINK: Final = StreamSink("text", Text("纯文本报告", "a plain text report"), "report.txt", lines)
