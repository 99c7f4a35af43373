"""Sink `jsonl`: a line of JSON an outcome, for programs that read as they go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.diagnostics import Text
from dq.outcome import outcome_lines
from dq.report.protocol import Material
from dq.report.streams import StreamSink


def lines(material: Material) -> Iterator[str]:
    """Each outcome as `dq check --format jsonl` prints it."""
    return outcome_lines(material.run(), everything=material.everything)


SINK: Final = StreamSink(
    "jsonl",
    Text("机器可读，一行一项（JSON Lines）", "an outcome a line for programs (JSON Lines)"),
    "outcomes.jsonl",
    lines,
)
