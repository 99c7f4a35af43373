"""Sink `text`: the screen of a run as a plain text file, everything told."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dq.diagnostics import Text
from dq.diagnostics.layout import plain
from dq.report.protocol import Material, Sink, Written
from dq.report.sinks.text.screen import screen
from dq.report.sinks.text.view import EVERYTHING, View

_WIDTH: Final = 120


class TextSink:
    """Writes OUT/report.txt, or OUT itself where it has an ending."""

    name = "text"
    title = Text("纯文本报告", "a plain text report")

    def write(self, material: Material, out: Path) -> Written:
        """Write the report. Raises OSError where `out` cannot be written to."""
        file = out if out.suffix else out / "report.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        rules = {rule.id: rule for rule in material.rules.rules}
        view = View(material.language, material.schema, rules, EVERYTHING)
        lines = plain(screen(material.run(), view), _WIDTH)
        file.write_text("".join(f"{text}\n" for text in lines), encoding="utf-8", newline="\n")
        return Written((file,))


SINK: Sink = TextSink()
